//! Decides what a mail belongs to that waits for review.

use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;

use super::open;
use crate::extract::{ById, Ids, Input};
use crate::problem::Refusal;
use crate::refusals::OfOneInput;
use crate::rights::{self, May};
use crate::schema::IntakeKey;
use crate::state::Api;

/// Where a mail belongs.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Belonging {
    /// The number of its case; null for a new case.
    case_number: Option<i64>,
}

/// Decide where a mail belongs
///
/// For a mail that waits for review: it goes on through the pipeline with the decision.
#[utoipa::path(post, path = "/intake/{id}/decide", tag = "intake", params(ById), request_body = Belonging,
    security(("session" = ["intake"]), ("token" = ["intake"])),
    responses((status = 204, description = "The mail goes on its way."), OfOneInput))]
pub(crate) async fn decide_intake(
    State(api): State<Api>,
    May(actor, _): May<rights::Intake>,
    Ids(id): Ids<IntakeKey>,
    Input(belonging): Input<Belonging>,
) -> Result<StatusCode, Refusal> {
    let row = open(&api, &actor, id.into()).await?;
    flows::intake::decide(api.office(), &actor, row.id, belonging.case_number).await?;
    Ok(StatusCode::NO_CONTENT)
}
