//! Stops a job.

use axum::Json;
use axum::extract::State;

use super::Job;
use crate::extract::{ById, Ids, SignedIn};
use crate::problem::Answer;
use crate::refusals::OfOne;
use crate::schema::JobKey;
use crate::state::Api;

/// Stop one of one's own jobs
///
/// It stops before its next batch of 200 rows; what was done stays done. A job that is over stays as it is, and one that has
/// written no mail yet is over at once, and writes none.
#[utoipa::path(post, path = "/jobs/{id}/cancel", tag = "jobs", params(ById),
    security(("session" = []), ("token" = [])),
    responses((status = 200, body = Job, description = "The job as it is now."), OfOne))]
pub(crate) async fn cancel_job(
    State(api): State<Api>,
    signed_in: SignedIn,
    Ids(id): Ids<JobKey>,
) -> Answer<Job> {
    Ok(Json(flows::jobs::cancel(api.office(), &signed_in.actor, id.into()).await?.into()))
}
