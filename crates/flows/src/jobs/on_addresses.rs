//! Jobs on blocked addresses. Who asked for it may have lost rights since, so that each batch asks what he may do.

use domain::job::JobKind;
use domain::org::Right;
use domain::{Id, JobId, Problem, StandingId, Timestamp};
use store::jobs::{JobFailure, JobRow};
use store::{StoreError, Tx};

use super::deeds::failure;
use super::on_cases::{not_any_more, params};
use crate::returns::{self, AddressesDeed};

/// Does what the job says to a batch of addresses; returns those that it could not be done to.
pub(super) async fn act(
    tx: &Tx,
    job: &JobRow,
    ids: &[i64],
    at: Timestamp,
) -> Result<Vec<JobFailure>, StoreError> {
    let ids: Vec<StandingId> = ids.iter().copied().map(Id::new).collect();
    let all = |problem| ids.iter().map(|id| failure(*id, &problem)).collect();
    let deed = match params::<AddressesDeed>(job) {
        Ok(deed) => deed,
        Err(problem) => return Ok(all(problem)),
    };
    let actor = store::users::find_actor(tx, job.organisation, job.user).await?;
    let may = |right| actor.as_ref().is_some_and(|actor| actor.may(right));
    if !may(Right::Outbox) || (deed == AddressesDeed::Delete && !may(Right::Delete)) {
        return Ok(all(not_any_more()));
    }
    let done = returns::act_within(tx, job.organisation, (&ids, &deed), (job.user, at)).await?;
    if job.kind == JobKind::AddressesClear {
        // Whoever takes the job back blocks exactly these again.
        let cleared: Vec<_> = done.iter().filter(|(_, result)| result.is_ok()).map(|(id, _)| *id).collect();
        store::standings::record_cleared_by(tx, job.organisation, &cleared, job.id).await?;
    }
    Ok(failures(done))
}

/// Blocks a batch of addresses again: where another job is named whose deed is taken back, those that it cleared last and that
/// nobody changed since.
pub(super) async fn block_again(
    tx: &Tx,
    job: &JobRow,
    ids: &[i64],
    at: Timestamp,
) -> Result<Vec<JobFailure>, StoreError> {
    let ids: Vec<StandingId> = ids.iter().copied().map(Id::new).collect();
    let all = |problem| ids.iter().map(|id| failure(*id, &problem)).collect();
    let of = match params::<Option<JobId>>(job) {
        Ok(of) => of,
        Err(problem) => return Ok(all(problem)),
    };
    let actor = store::users::find_actor(tx, job.organisation, job.user).await?;
    if !actor.is_some_and(|actor| actor.may(Right::Outbox)) {
        return Ok(all(not_any_more()));
    }
    let by = (job.user, at);
    Ok(failures(returns::block_again_within(tx, job.organisation, (&ids, of), by).await?))
}

fn failures(done: Vec<(StandingId, Result<(), Problem>)>) -> Vec<JobFailure> {
    done.into_iter().filter_map(|(id, result)| Some(failure(id, &result.err()?))).collect()
}
