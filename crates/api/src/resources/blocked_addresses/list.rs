//! The list of blocked addresses.

use axum::Json;
use axum::extract::State;
use domain::UserId;
use store::standings::StandingSort;

use super::trial::AddressTrial;
use super::{BlockedAddress, BlockedAddressFilters, ListedBlockedAddress};
use crate::extract::{ListParams, Listing};
use crate::page::Page;
use crate::problem::Answer;
use crate::refusals::OfList;
use crate::rights::{self, May};
use crate::state::Api;

/// List blocked addresses
///
/// Sorted by blocked_at, address, domain, class, fault, reason, scope, returns, last_return_at, words, host or changed_by.
/// `q` is looked for in the address, the words and the host.
#[utoipa::path(get, path = "/blocked-addresses", tag = "returns", params(ListParams, BlockedAddressFilters),
    security(("session" = ["outbox"]), ("token" = ["outbox"])),
    responses((status = 200, body = Page<ListedBlockedAddress>, description = "One page of blocked addresses."), OfList))]
pub(crate) async fn list_blocked_addresses(
    State(api): State<Api>,
    May(actor, _): May<rights::Outbox>,
    Listing { query, filter }: Listing<StandingSort, BlockedAddressFilters>,
) -> Answer<Page<ListedBlockedAddress>> {
    let (conn, organisation) = (api.conn(), actor.organisation);
    let page = store::standings::list(&conn, organisation, &query, filter.into()).await?;
    let tried = page.rows.iter().filter_map(|row| row.trial).map(|trial| trial.by);
    let people: Vec<UserId> = page.rows.iter().filter_map(|row| row.changed_by).chain(tried).collect();
    let names = store::users::names(&conn, organisation, &people).await?;
    let now = api.office().now();
    Ok(Json(Page::of(page, |row| {
        let changed_by_name = row.changed_by.and_then(|user| names.get(&user).cloned());
        let trial = row.trial.map(|trial| AddressTrial::of(trial, &names));
        ListedBlockedAddress { address: BlockedAddress::of(row, now), changed_by_name, trial }
    })))
}
