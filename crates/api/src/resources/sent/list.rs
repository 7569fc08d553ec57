//! Sent mail as a list.

use axum::Json;
use axum::extract::State;
use store::outbox::SentSort;

use super::super::outbox::Outbox;
use super::SentFilters;
use crate::extract::{ListParams, Listing};
use crate::page::Page;
use crate::problem::Answer;
use crate::refusals::OfList;
use crate::rights::{self, May};
use crate::state::Api;

/// List sent mail
///
/// One's own, or everybody's with the right to the outbox. Sorted by created_at.
#[utoipa::path(get, path = "/sent", tag = "outbox", params(ListParams, SentFilters),
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = Page<Outbox>, description = "One page of sent mail."), OfList))]
pub(crate) async fn list_sent(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Listing { query, filter }: Listing<SentSort, SentFilters>,
) -> Answer<Page<Outbox>> {
    let filter = filter.read(&api, &actor).await?;
    let page = store::outbox::list_sent(&api.conn(), actor.organisation, &query, &filter).await?;
    Ok(Json(Page::of(page, Outbox::from)))
}
