//! Jobs that send mail of the outbox another way. Who asked for it may have lost rights since, so that each batch asks what
//! he may do.

use domain::org::Right;
use domain::{Id, IncidentId, OutboxId, Timestamp};
use serde::{Deserialize, Serialize};
use store::jobs::{JobFailure, JobRow};
use store::{StoreError, Tx};

use super::deeds::failure;
use super::on_cases::{not_any_more, params};
use crate::office::Office;
use crate::outbox::{self, AnotherWay, Wanted};

/// For which of their recipients a job sends mails again.
#[derive(Serialize, Deserialize)]
pub(super) struct AgainFor {
    /// The incident that they were refused for.
    pub(super) incident: i64,
}

/// What a job does that sends mails again: to all whom they did not reach, or to those of an incident.
pub(super) fn again(job: &JobRow) -> outbox::Deed {
    match params::<Option<AgainFor>>(job) {
        Ok(Some(AgainFor { incident })) => outbox::Deed::AgainFor(IncidentId::new(incident)),
        Ok(None) | Err(_) => outbox::Deed::Again,
    }
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
