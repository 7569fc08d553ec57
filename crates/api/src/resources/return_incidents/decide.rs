//! What a person decides on an incident.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use super::Decided;
use crate::extract::{ById, Ids};
use crate::problem::{Answer, Refusal};
use crate::refusals::OfOne;
use crate::resources::jobs::Job;
use crate::rights::{self, May};
use crate::schema::IncidentKey;
use crate::state::Api;

/// Block the addresses of an incident
///
/// The refusals are right: those that were not blocked for them are, and mail to many that waited goes on, unless another open
/// incident of the provider keeps it (`kept_by`). Where the fault is ours, somebody has seen to it, and nobody is blocked.
#[utoipa::path(post, path = "/return-incidents/{id}/confirm", tag = "returns", params(ById),
    security(("session" = ["outbox"]), ("token" = ["outbox"])),
    responses((status = 200, body = Decided, description = "How many were blocked, and what keeps mail all the same."), OfOne))]
pub(crate) async fn confirm_return_incident(
    State(api): State<Api>,
    May(actor, _): May<rights::Outbox>,
    Ids(id): Ids<IncidentKey>,
) -> Answer<Decided> {
    Ok(Json(flows::returns::confirm(api.office(), &actor, id.into()).await?.into()))
}

/// Let the addresses of an incident go
///
/// The refusals are the provider's fault: those that were blocked for them are written to again, and mail to many that waited
/// goes on, unless another open incident of the provider keeps it (`kept_by`). What failed stays so until it is sent again.
#[utoipa::path(post, path = "/return-incidents/{id}/roll-back", tag = "returns", params(ById),
    security(("session" = ["outbox"]), ("token" = ["outbox"])),
    responses((status = 200, body = Decided, description = "How many were let go, and what keeps mail all the same."), OfOne))]
pub(crate) async fn roll_back_return_incident(
    State(api): State<Api>,
    May(actor, _): May<rights::Outbox>,
    Ids(id): Ids<IncidentKey>,
) -> Answer<Decided> {
    Ok(Json(flows::returns::roll_back(api.office(), &actor, id.into()).await?.into()))
}

/// Send again what failed for an incident
///
/// For one that was let go: all mails that failed for it and were not sent again. Where it has more refusals than were looked
/// through at once, the job finds more mails as it goes, and its `total` grows.
#[utoipa::path(post, path = "/return-incidents/{id}/send-again", tag = "returns", params(ById),
    security(("session" = ["outbox"]), ("token" = ["outbox"])),
    responses((status = 202, body = Job, description = "The job that has begun."), OfOne))]
pub(crate) async fn send_return_incident_again(
    State(api): State<Api>,
    May(actor, _): May<rights::Outbox>,
    Ids(id): Ids<IncidentKey>,
) -> Result<(StatusCode, Json<Job>), Refusal> {
    let job = flows::returns::send_again(api.office(), &actor, id.into()).await?;
    Ok((StatusCode::ACCEPTED, Json(job.into())))
}
