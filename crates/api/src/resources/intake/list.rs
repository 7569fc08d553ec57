//! The inbox queue as a list.

use axum::Json;
use axum::extract::State;
use store::intake::IntakeSort;

use super::{Intake, IntakeFilters};
use crate::extract::{ListParams, Listing};
use crate::page::Page;
use crate::problem::Answer;
use crate::refusals::OfList;
use crate::rights::{self, May};
use crate::state::Api;

/// List the inbox queue
///
/// Sorted by received_at, from, subject, size_octets, state or attempts.
#[utoipa::path(get, path = "/intake", tag = "intake", params(ListParams, IntakeFilters),
    security(("session" = ["intake"]), ("token" = ["intake"])),
    responses((status = 200, body = Page<Intake>, description = "One page of the queue."), OfList))]
pub(crate) async fn list_intake(
    State(api): State<Api>,
    May(actor, _): May<rights::Intake>,
    Listing { query, filter }: Listing<IntakeSort, IntakeFilters>,
) -> Answer<Page<Intake>> {
    let page = store::intake::list(&api.conn(), actor.organisation, &query, filter.shown_to(&actor)?).await?;
    Ok(Json(Page::of(page, Intake::from)))
}
