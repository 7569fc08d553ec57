//! One's own jobs.

use axum::Json;
use axum::extract::State;

use super::{Job, WaysBack};
use crate::extract::SignedIn;
use crate::page::Rows;
use crate::problem::Answer;
use crate::refusals::OfSignedIn;
use crate::state::Api;

/// List one's own jobs
///
/// The newest 30, and older ones whose planned mails are still to go. A job that is over is kept for seven days, one that planned
/// mails until they go.
#[utoipa::path(get, path = "/jobs", tag = "jobs", security(("session" = []), ("token" = [])),
    responses((status = 200, body = Rows<Job>, description = "The jobs, newest first."), OfSignedIn))]
pub(crate) async fn list_jobs(State(api): State<Api>, signed_in: SignedIn) -> Answer<Rows<Job>> {
    let rows = flows::jobs::list(api.office(), &signed_in.actor).await?;
    let ways_back = WaysBack::of(&api, &signed_in.actor, (&rows, &rows)).await?;
    Ok(Json(Rows::of(rows, |row| Job::among(row, &ways_back))))
}
