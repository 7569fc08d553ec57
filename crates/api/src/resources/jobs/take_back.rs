//! Takes back what a job planned.

use axum::extract::State;

use super::{Begun, Job, begun};
use crate::extract::{ById, Ids};
use crate::refusals::OfOne;
use crate::rights::{self, May};
use crate::schema::JobKey;
use crate::state::Api;

/// Take back what one of one's own jobs planned
///
/// Each mail that still waits for the time that it was planned for, and that nobody tried, becomes a draft of its case again, as one
/// does that is taken back by itself. Asked for twice while it is under way, that is one job.
#[utoipa::path(post, path = "/jobs/{id}/take-back", tag = "jobs", params(ById),
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 202, body = Job, description = "The job that has begun."), OfOne))]
pub(crate) async fn take_back_job(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids(id): Ids<JobKey>,
) -> Begun {
    begun(flows::jobs::take_back(api.office(), &actor, id.into()).await?)
}
