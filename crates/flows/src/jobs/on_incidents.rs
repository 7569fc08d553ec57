//! Jobs that send again what failed for an incident. It may have more refusals than a job has rows, and than one transaction
//! looks through: whoever asks gets the first mails at once, and the job walks on behind them by the refusals' key, a page a
//! step, until none is left. How far it came stays with the incident, also where it is stopped.

use domain::job::{JobKind, JobState};
use domain::{Actor, IncidentId, OutboxId, Problem, Timestamp};
use serde::{Deserialize, Serialize};
use store::incidents::{self, Failed, Place, Reach};
use store::jobs::JobRow;
use store::{StoreError, Tx};

use super::{Rows, begin};
use crate::office::Office;
use crate::problem;

/// How far refusals are looked through before the job begins: no more than it takes rows.
pub(crate) const AT_FIRST: Reach = Reach { page: 10_000, pages: 10 };
/// How far in one step of the job, which is one transaction.
const A_STEP: Reach = Reach { page: 1_000, pages: 1 };

/// How far a job came with the refusals of an incident; its parameters.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Walk {
    incident: IncidentId,
    /// The last refusal whose mail is among its rows.
    until: Option<Place>,
    /// Whether there is none behind it.
    is_over: bool,
}

/// Begins a job that sends these mails again, and what failed for the incident behind them.
pub(crate) async fn start(
    office: &Office,
    actor: &Actor,
    incident: IncidentId,
    failed: Failed,
) -> Result<JobRow, Problem> {
    let walk = Walk { incident, until: failed.until, is_over: failed.is_over };
    let params = serde_json::to_string(&walk).map_err(|_| problem::internal("job.params"))?;
    let mut rows = Rows::default();
    rows.add(failed.mails.into_iter().map(OutboxId::get));
    begin(office, actor, (JobKind::OutboxSend, params), rows).await
}

/// Whether a job with these parameters finds more rows as it goes.
pub(super) fn is_under_way(params: &str) -> bool {
    walk(params).is_some_and(|walk| !walk.is_over)
}

/// The incident that a job with these parameters sends mails again for.
pub(super) fn incident_of(params: &str) -> Option<IncidentId> {
    walk(params).map(|walk| walk.incident)
}

fn walk(params: &str) -> Option<Walk> {
    serde_json::from_str(params).ok()
}

/// What follows when all rows of a job are done: what it is over as; `None` where it goes on with what it found.
pub(super) async fn go_on(tx: &Tx, job: &JobRow, at: Timestamp) -> Result<Option<JobState>, StoreError> {
    let Some(walk) = walk(&job.params) else { return Ok(Some(JobState::Done)) };
    // One that blocked has not been let go: those that have stand before it, and more of them may come.
    if let Some((false, until)) = walk.until {
        incidents::record_sent_again(tx, job.organisation, walk.incident, until).await?;
    }
    if walk.is_over {
        return Ok(Some(JobState::Done));
    }
    if job.cancel_requested {
        return Ok(Some(JobState::Cancelled));
    }
    let next = incidents::list_failed(tx, job.organisation, walk.incident, (A_STEP, walk.until)).await?;
    let walk = Walk { until: next.until, is_over: next.is_over, ..walk };
    let ids: Vec<i64> = next.mails.into_iter().map(OutboxId::get).collect();
    store::jobs::extend(tx, job, (&ids, &walk), at).await?;
    Ok(None)
}

#[cfg(test)]
mod tests {
    use domain::limits::JOB_ROWS_MAX;
    use domain::{Id, ReturnId};

    use super::*;

    #[test]
    fn no_mail_that_is_found_at_first_is_too_many_for_a_job() {
        assert!(AT_FIRST.page * u64::from(AT_FIRST.pages) <= JOB_ROWS_MAX as u64);
    }

    #[test]
    fn a_job_on_rows_that_were_picked_finds_no_more() {
        let until: Option<Place> = Some((false, ReturnId::new(7)));
        let walk = |is_over| Walk { incident: Id::new(1), until, is_over };
        let written = |is_over| serde_json::to_string(&walk(is_over)).unwrap();
        assert_eq!(super::walk(&written(false)), Some(walk(false)));
        assert!(is_under_way(&written(false)) && !is_under_way(&written(true)));
        assert!(!is_under_way("null"));
    }
}
