//! What happened to a message's mail, in or out.

use axum::Json;
use axum::extract::State;
use domain::Problem;
use domain::timeline::Subject;

use super::super::super::shared::TimelineEntry;
use super::{ByMessage, find};
use crate::extract::Ids;
use crate::page::Rows;
use crate::problem::Answer;
use crate::refusals::OfOne;
use crate::rights::{self, May};
use crate::schema::{CaseKey, MessageKey};
use crate::state::Api;

/// Get the timeline of a message
#[utoipa::path(get, path = "/cases/{id}/messages/{mid}/timeline", tag = "cases", params(ByMessage),
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = Rows<TimelineEntry>, description = "What happened to its mail, in order."), OfOne))]
pub(crate) async fn get_message_timeline(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids((case, id)): Ids<(CaseKey, MessageKey)>,
) -> Answer<Rows<TimelineEntry>> {
    let message = find(&api, &actor, case.into(), id.into()).await?;
    let subject = message.intake_id.map(Subject::Intake).or(message.outbox_id.map(Subject::Outbox));
    let subject = subject.ok_or_else(|| Problem::not_found("mail of this message"))?;
    Ok(Json(TimelineEntry::list(&api, actor.organisation, subject).await?))
}
