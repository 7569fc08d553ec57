//! One case.

use axum::Json;
use axum::extract::State;

use super::details::{CaseDetails, note_viewer};
use crate::extract::{ById, Ids};
use crate::problem::Answer;
use crate::refusals::OfOne;
use crate::rights::{self, May};
use crate::schema::CaseKey;
use crate::state::Api;

/// Get a case
///
/// Colleagues who open it within two minutes see that the actor is looking at it.
#[utoipa::path(get, path = "/cases/{id}", tag = "cases", params(ById),
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = CaseDetails, description = "The case with its messages."), OfOne))]
pub(crate) async fn get_case(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids(id): Ids<CaseKey>,
) -> Answer<CaseDetails> {
    let details = CaseDetails::of(&api, &actor, id.into()).await?;
    note_viewer(&api, &actor, id.into()).await;
    Ok(Json(details))
}
