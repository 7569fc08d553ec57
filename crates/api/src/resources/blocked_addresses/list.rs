//! The list of blocked addresses.

use axum::Json;
use axum::extract::State;
use store::standings::StandingSort;

use super::{BlockedAddress, BlockedAddressFilters};
use crate::extract::{ListParams, Listing};
use crate::page::Page;
use crate::problem::Answer;
use crate::refusals::OfList;
use crate::rights::{self, May};
use crate::state::Api;

/// List blocked addresses
///
/// Sorted by blocked_at, address, domain, class, fault, reason, returns or last_return_at.
#[utoipa::path(get, path = "/blocked-addresses", tag = "returns", params(ListParams, BlockedAddressFilters),
    security(("session" = ["outbox"]), ("token" = ["outbox"])),
    responses((status = 200, body = Page<BlockedAddress>, description = "One page of blocked addresses."), OfList))]
pub(crate) async fn list_blocked_addresses(
    State(api): State<Api>,
    May(actor, _): May<rights::Outbox>,
    Listing { query, filter }: Listing<StandingSort, BlockedAddressFilters>,
) -> Answer<Page<BlockedAddress>> {
    let page = store::standings::list(&api.conn(), actor.organisation, &query, filter.into()).await?;
    Ok(Json(Page::of(page, BlockedAddress::from)))
}
