//! Blocked mail as a list.

use axum::Json;
use axum::extract::State;
use store::blocked::BlockedSort;

use super::{Blocked, BlockedFilters};
use crate::extract::{ListParams, Listing};
use crate::page::Page;
use crate::problem::Answer;
use crate::refusals::OfList;
use crate::rights::{self, May};
use crate::state::Api;

/// List blocked mail
///
/// Sorted by when, mailbox, filter or subject.
#[utoipa::path(get, path = "/blocked", tag = "blocked", params(ListParams, BlockedFilters),
    security(("session" = ["blocked"]), ("token" = ["blocked"])),
    responses((status = 200, body = Page<Blocked>, description = "One page of blocked mail."), OfList))]
pub(crate) async fn list_blocked(
    State(api): State<Api>,
    May(actor, _): May<rights::Blocked>,
    Listing { query, filter }: Listing<BlockedSort, BlockedFilters>,
) -> Answer<Page<Blocked>> {
    let page = store::blocked::list(&api.conn(), actor.organisation, &query, filter.into()).await?;
    Ok(Json(Page::of(page, Blocked::from)))
}
