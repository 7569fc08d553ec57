//! The newest incidents, and those that nobody has decided on.

use axum::Json;
use axum::extract::State;

use super::{OpenReturnIncident, ReturnIncident};
use crate::page::Rows;
use crate::problem::Answer;
use crate::refusals::OfRight;
use crate::rights::{self, May};
use crate::state::Api;

/// List incidents of many equal refusals
///
/// The newest 100, the newest first. While one is open, nobody more is blocked for such refusals.
#[utoipa::path(get, path = "/return-incidents", tag = "returns",
    security(("session" = ["outbox"]), ("token" = ["outbox"])),
    responses((status = 200, body = Rows<ReturnIncident>, description = "The incidents."), OfRight))]
pub(crate) async fn list_return_incidents(
    State(api): State<Api>,
    May(actor, _): May<rights::Outbox>,
) -> Answer<Rows<ReturnIncident>> {
    let incidents = flows::returns::incidents(api.office(), &actor).await?;
    Ok(Json(Rows::of(incidents, Into::into)))
}

/// List incidents that nobody has decided on
///
/// The newest 100, the newest first, without any figures: light enough to be asked for again and again.
#[utoipa::path(get, path = "/return-incidents/open", tag = "returns",
    security(("session" = ["outbox"]), ("token" = ["outbox"])),
    responses((status = 200, body = Rows<OpenReturnIncident>, description = "The incidents."), OfRight))]
pub(crate) async fn list_open_return_incidents(
    State(api): State<Api>,
    May(actor, _): May<rights::Outbox>,
) -> Answer<Rows<OpenReturnIncident>> {
    let incidents = flows::returns::open_incidents(api.office(), &actor).await?;
    Ok(Json(Rows::of(incidents, Into::into)))
}
