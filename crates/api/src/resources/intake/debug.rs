//! Imports a mail again and shows each step.

use axum::Json;
use axum::extract::State;
use domain::intake::IntakeState;
use serde::Serialize;
use utoipa::ToSchema;

use super::super::shared::TimelineEntry;
use super::open;
use crate::extract::{ById, Ids};
use crate::problem::Answer;
use crate::refusals::OfOne;
use crate::rights::{self, May};
use crate::schema::{self, IntakeKey};
use crate::state::Api;

/// What happened when a mail was imported again.
#[derive(Serialize, ToSchema)]
pub(crate) struct DebugAnswer {
    /// The steps from the moment it was asked for.
    trace: Vec<TimelineEntry>,
    /// Where the mail stands after it.
    #[schema(value_type = schema::IntakeState)]
    outcome: IntakeState,
}

/// Import a mail with debugging
///
/// Tries a mail that failed or is blocked again, waits for the outcome and answers each step.
#[utoipa::path(post, path = "/intake/{id}/debug", tag = "intake", params(ById),
    security(("session" = ["intake"]), ("token" = ["intake"])),
    responses((status = 200, body = DebugAnswer, description = "Each step and the outcome."), OfOne))]
pub(crate) async fn debug_intake(
    State(api): State<Api>,
    May(actor, _): May<rights::Intake>,
    Ids(id): Ids<IntakeKey>,
) -> Answer<DebugAnswer> {
    let row = open(&api, &actor, id.into()).await?;
    let run = flows::intake::debug(api.office(), &actor, row.id).await?;
    let trace = run.trace.into_iter().map(TimelineEntry::of).collect();
    Ok(Json(DebugAnswer { trace, outcome: run.outcome }))
}
