//! What happened to a blocked mail.

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

/// Get the timeline of a blocked mail
#[utoipa::path(get, path = "/blocked/{id}/timeline", tag = "blocked", params(ById),
    security(("session" = ["blocked"]), ("token" = ["blocked"])),
    responses((status = 200, body = Rows<TimelineEntry>, description = "What happened to it, in order."), OfOne))]
pub(crate) async fn get_blocked_timeline(
    State(api): State<Api>,
    May(actor, _): May<rights::Blocked>,
    Ids(id): Ids<IntakeKey>,
) -> Answer<Rows<TimelineEntry>> {
    let row = open(&api, &actor, id.into()).await?;
    Ok(Json(TimelineEntry::list(&api, actor.organisation, Subject::Intake(row.id)).await?))
}
