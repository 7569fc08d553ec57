//! What happened to a received mail.

use axum::Json;
use axum::extract::State;
use domain::timeline::Subject;

use super::super::shared::TimelineEntry;
use super::open;
use crate::extract::{ById, Ids};
use crate::page::Rows;
use crate::problem::Answer;
use crate::refusals::OfOne;
use crate::rights::{self, May};
use crate::schema::IntakeKey;
use crate::state::Api;

/// Get the timeline of a mail of the inbox queue
#[utoipa::path(get, path = "/intake/{id}/timeline", tag = "intake", params(ById),
    security(("session" = ["intake"]), ("token" = ["intake"])),
    responses((status = 200, body = Rows<TimelineEntry>, description = "What happened to it, in order."), OfOne))]
pub(crate) async fn get_intake_timeline(
    State(api): State<Api>,
    May(actor, _): May<rights::Intake>,
    Ids(id): Ids<IntakeKey>,
) -> Answer<Rows<TimelineEntry>> {
    let row = open(&api, &actor, id.into()).await?;
    Ok(Json(TimelineEntry::list(&api, actor.organisation, Subject::Intake(row.id)).await?))
}
