//! Jobs that send mail of the outbox another way. Who asked for it may have lost rights since, so that each batch asks what
//! he may do.

use domain::org::Right;
use domain::{Id, OutboxId, Timestamp};
use store::jobs::{JobFailure, JobRow};
use store::{StoreError, Tx};

use super::deeds::failure;
use super::on_cases::{not_any_more, params};
use super::on_incidents;
use crate::office::Office;
use crate::outbox::{self, AnotherWay, Wanted};

/// What a job does that sends mails again: to all whom they did not reach, or to those of an incident.
pub(super) fn again(job: &JobRow) -> outbox::Deed {
    on_incidents::incident_of(&job.params).map_or(outbox::Deed::Again, outbox::Deed::AgainFor)
}

/// Sends a batch of mails another way; returns those that it could not be done to.
pub(super) async fn another_way(
    tx: &Tx,
    office: &Office,
    job: &JobRow,
    ids: &[i64],
    at: Timestamp,
) -> Result<Vec<JobFailure>, StoreError> {
    let ids: Vec<OutboxId> = ids.iter().copied().map(Id::new).collect();
    let all = |problem| ids.iter().map(|id| failure(*id, &problem)).collect();
    let wanted = match params::<AnotherWay>(job) {
        Ok(wanted) => wanted,
        Err(problem) => return Ok(all(problem)),
    };
    let actor = store::users::find_actor(tx, job.organisation, job.user).await?;
    let Some(actor) = actor.filter(|actor| actor.may(Right::Outbox)) else {
        return Ok(all(not_any_more()));
    };
    // A list of one is a list: nobody looked at the mail.
    let wanted = Wanted { way: &wanted, at, means_it: false };
    let done = outbox::choose_within(tx, office, &actor, &ids, wanted).await?;
    Ok(done.into_iter().filter_map(|(id, result)| Some(failure(id, &result.err()?))).collect())
}
