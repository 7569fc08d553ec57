//! What happened to a mail of the outbox.

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
use crate::schema::OutboxKey;
use crate::state::Api;

/// Get the timeline of a mail of the outbox
#[utoipa::path(get, path = "/outbox/{id}/timeline", tag = "outbox", params(ById),
    security(("session" = ["outbox"]), ("token" = ["outbox"])),
    responses((status = 200, body = Rows<TimelineEntry>, description = "What happened to it, in order."), OfOne))]
pub(crate) async fn get_outbox_timeline(
    State(api): State<Api>,
    May(actor, _): May<rights::Outbox>,
    Ids(id): Ids<OutboxKey>,
) -> Answer<Rows<TimelineEntry>> {
    let row = open(&api, &actor, id.into()).await?;
    Ok(Json(TimelineEntry::list(&api, actor.organisation, Subject::Outbox(row.id)).await?))
}
