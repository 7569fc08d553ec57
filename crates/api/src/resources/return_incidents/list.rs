//! The newest incidents.

use axum::Json;
use axum::extract::State;

use super::ReturnIncident;
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
