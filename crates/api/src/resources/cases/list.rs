//! The list of cases.

use axum::Json;
use axum::extract::State;
use store::cases::CaseSort;

use super::CaseRow;
use super::filters::CaseFilters;
use crate::extract::{ListParams, Listing};
use crate::page::Page;
use crate::problem::Answer;
use crate::refusals::OfList;
use crate::rights::{self, May};
use crate::state::Api;

/// List cases
///
/// Sorted by last_message_at, number, title, customer, status, priority, request_type, owner, category, created_at or due_at.
#[utoipa::path(get, path = "/cases", tag = "cases", params(ListParams, CaseFilters),
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = Page<CaseRow>, description = "One page of cases."), OfList))]
pub(crate) async fn list_cases(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Listing { query, filter }: Listing<CaseSort, CaseFilters>,
) -> Answer<Page<CaseRow>> {
    let filter = filter.for_actor(&api, &actor).await?;
    let page = store::cases::list(&api.conn(), actor.organisation, &query, &filter).await?;
    Ok(Json(Page::of(page, CaseRow::from)))
}
