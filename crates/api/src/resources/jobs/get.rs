//! One of one's own jobs.

use axum::Json;
use axum::extract::State;

use super::{Job, WaysBack};
use crate::extract::{ById, Ids, SignedIn};
use crate::problem::Answer;
use crate::refusals::OfOne;
use crate::schema::JobKey;
use crate::state::Api;

/// Get one of one's own jobs
#[utoipa::path(get, path = "/jobs/{id}", tag = "jobs", params(ById), security(("session" = []), ("token" = [])),
    responses((status = 200, body = Job, description = "The job."), OfOne))]
pub(crate) async fn get_job(
    State(api): State<Api>,
    signed_in: SignedIn,
    Ids(id): Ids<JobKey>,
) -> Answer<Job> {
    let (office, actor) = (api.office(), &signed_in.actor);
    let row = flows::jobs::find(office, actor, id.into()).await?;
    let all = flows::jobs::known(office, actor).await?;
    let ways_back = WaysBack::of(&api, actor, (std::slice::from_ref(&row), &all)).await?;
    Ok(Json(Job::among(row, &ways_back)))
}
