//! Jobs on cases: changes, spam, the bin. Who asked for it may have lost rights since, so that each
//! batch asks what he may do and see.

use std::collections::BTreeSet;

use domain::org::Right;
use domain::{Actor, CaseId, Id, Problem, ProblemKind, Timestamp};
use serde::de::DeserializeOwned;
use store::cases::By;
use store::jobs::{JobFailure, JobRow};
use store::{Conn, StoreError, Tx};

use super::deeds::{failure, left_out};
use crate::cases::{self, BulkChange, Deed};

/// Changes a batch of cases; returns those that could not be changed.
pub(super) async fn change(
    tx: &Tx,
    job: &JobRow,
    ids: &[i64],
    at: Timestamp,
) -> Result<Vec<JobFailure>, StoreError> {
    let ids = cases_of(ids);
    let Some(actor) = may(tx, job, None).await? else { return Ok(all(&ids, &not_any_more())) };
    let wanted = match params::<BulkChange>(job) {
        Ok(wanted) => wanted,
        Err(problem) => return Ok(all(&ids, &problem)),
    };
    let found = cases::change_within(tx, &actor, &ids, (&wanted, at)).await?;
    let failed = |(id, result): (CaseId, Result<(), Problem>)| Some(failure(id, &result.err()?));
    Ok(found.into_iter().filter_map(failed).collect())
}

/// Puts a batch of cases away or takes them back; returns those that it could not be done to.
pub(super) async fn put_away(
    tx: &Tx,
    job: &JobRow,
    ids: &[i64],
    (deed, at): (Deed, Timestamp),
) -> Result<Vec<JobFailure>, StoreError> {
    let ids = cases_of(ids);
    let right = match deed {
        Deed::Spam => Some(Right::Spam),
        Deed::Delete => Some(Right::Delete),
        Deed::Restore => None,
    };
    let Some(actor) = may(tx, job, right).await? else { return Ok(all(&ids, &not_any_more())) };
    let scope = cases::scope_within(tx, &actor).await?;
    let by = By { user: Some(actor.user), at };
    let done = cases::put_away(tx, actor.organisation, &ids, (deed, &scope, by)).await?;
    let done: BTreeSet<CaseId> = done.into_iter().collect();
    Ok(left_out(&ids, &done, &cases::not_put_away(deed)))
}

/// Whoever asked for the job, if he may still do it.
pub(super) async fn may(
    conn: &Conn,
    job: &JobRow,
    right: Option<Right>,
) -> Result<Option<Actor>, StoreError> {
    let actor = store::users::find_actor(conn, job.organisation, job.user).await?;
    let of_cases = |actor: &Actor| actor.may(Right::CasesAll) || actor.may(Right::CasesOwn);
    Ok(actor.filter(|actor| of_cases(actor) && right.is_none_or(|right| actor.may(right))))
}

/// What the job is to do, as its kind wrote it.
pub(super) fn params<T: DeserializeOwned>(job: &JobRow) -> Result<T, Problem> {
    serde_json::from_str(&job.params)
        .map_err(|_| Problem::conflict("job.unreadable", "what this job is to do cannot be read"))
}

pub(super) fn not_any_more() -> Problem {
    let detail = "whoever asked for this may not do it any more";
    Problem::new(ProblemKind::Forbidden, "job.right_lost", detail)
}

fn cases_of(ids: &[i64]) -> Vec<CaseId> {
    ids.iter().copied().map(Id::new).collect()
}

fn all(ids: &[CaseId], problem: &Problem) -> Vec<JobFailure> {
    ids.iter().map(|id| failure(*id, problem)).collect()
}
