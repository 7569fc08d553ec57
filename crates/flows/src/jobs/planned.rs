//! Jobs of many mails that planned them: until their time they are no more than planned, and all can be taken back together.

use std::collections::{BTreeMap, BTreeSet};

use domain::job::JobKind;
use domain::{Actor, Id, JobId, OutboxId, Problem, Timestamp};
use serde::Deserialize;
use store::jobs::{JobFailure, JobRow};
use store::outbox::PlannedBy;
use store::{Conn, StoreError, Tx};

use super::deeds::failure;
use super::on_cases::{may, not_any_more, params};
use super::{Rows, begin, find};
use crate::compose::{self, BulkHow, Timing};
use crate::office::Office;
use crate::{cases, problem};

/// By what a job's params say that it plans its mails; in a text that they hold the quotation marks are escaped.
pub(super) const PLANS: &str = "\"timing\":{\"at\":{";

/// How far the clocks of two nodes may be apart, milliseconds: one wrote a mail of a job, and another saw it begin or end.
const APART_MS: i64 = 5 * 60 * 1000;

/// How a job's mails go, of all that it is to do.
#[derive(Deserialize)]
struct How {
    #[serde(default)]
    how: BulkHow,
}

/// When the mails go that these jobs of one's own wrote and planned; nothing of those whose time has come, or that another job
/// takes back. `all` are the jobs among which that one may be.
#[must_use]
pub fn planned(jobs: &[JobRow], all: &[JobRow], now: Timestamp) -> BTreeMap<JobId, Timestamp> {
    let takes_back = |job: &JobRow| {
        let does_so = job.kind == JobKind::MailsTakeBack && !job.cancel_requested;
        does_so.then(|| params::<JobId>(job).ok()).flatten()
    };
    let taken_back: BTreeSet<JobId> = all.iter().filter_map(takes_back).collect();
    let kept = jobs.iter().filter(|job| !taken_back.contains(&job.id));
    kept.filter_map(|job| Some((job.id, planned_at(job).filter(|at| *at > now)?))).collect()
}

/// Jobs of all organisations that were over before an instant and are not forgotten yet: what they planned is still to go, and
/// nobody took it back.
pub(crate) async fn kept(conn: &Conn, before: Timestamp, now: Timestamp) -> Result<Vec<JobId>, StoreError> {
    let over = store::jobs::list_planning_over(conn, before, PLANS).await?;
    Ok(planned(&over, &over, now).into_keys().collect())
}

/// When the mails go that a job wrote and planned.
fn planned_at(job: &JobRow) -> Option<Timestamp> {
    if !job.kind.writes_mail() || job.finished_at.is_none() || job.done == 0 {
        return None;
    }
    match params::<How>(job).ok()?.how.timing {
        Timing::At { at, .. } => Some(at),
        Timing::Now | Timing::Undo { .. } => None,
    }
}

/// Begins a job that takes back what another one of one's own planned: each mail that nobody tried or moved becomes a draft of its
/// case again.
///
/// # Errors
/// As [`super::start`]; 404 where there is no such job, 409 where nothing of it is planned.
pub async fn take_back(office: &Office, actor: &Actor, id: JobId) -> Result<JobRow, Problem> {
    let job = find(office, actor, id).await?;
    let ids = left(office, &job).await.map_err(problem::from_store)?;
    if ids.is_empty() {
        let detail = "none of its mails is planned any more; look for them in their cases";
        return Err(Problem::conflict("job.nothing_planned", detail));
    }
    let of = serde_json::to_string(&id).map_err(|_| problem::internal("job.params"))?;
    let mut rows = Rows::default();
    rows.add(ids.into_iter().map(Id::get));
    begin(office, actor, (JobKind::MailsTakeBack, of), rows).await
}

/// Its mails that are planned still.
async fn left(office: &Office, job: &JobRow) -> Result<Vec<OutboxId>, StoreError> {
    let (Some(at), Some(over)) = (planned_at(job), job.finished_at) else { return Ok(Vec::new()) };
    let worked = (job.created_at.plus_millis(-APART_MS), over.plus_millis(APART_MS));
    let by = PlannedBy { author: job.user, job: job.id, worked, at };
    store::outbox::list_planned_by(&office.store().read(), job.organisation, by).await
}

/// Takes a batch of mails back; returns those that it could not be done to.
pub(super) async fn take_back_some(
    tx: &Tx,
    job: &JobRow,
    ids: &[i64],
    at: Timestamp,
) -> Result<Vec<JobFailure>, StoreError> {
    let ids = ids.iter().copied().map(OutboxId::new);
    let Some(actor) = may(tx, job, None).await? else {
        return Ok(ids.map(|id| failure(id, &not_any_more())).collect());
    };
    let scope = cases::scope_within(tx, &actor).await?;
    let mut failures = Vec::new();
    for id in ids {
        if let Err(problem) = compose::take_back_within(tx, &actor, id, (&scope, at)).await? {
            failures.push(failure(id, &problem));
        }
    }
    Ok(failures)
}
