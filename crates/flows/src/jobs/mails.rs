//! Jobs that write a mail for each case. A mail is composed before the transaction in which it is
//! written: bytes are read and packed for seconds, and other writers do not wait for that. The batch
//! ends in the same transaction, so that a job that was killed writes no case's mail twice.

use domain::{Actor, CaseId, Id, Problem, ProblemKind};
use serde::{Deserialize, Serialize};
use store::StoreError;
use store::jobs::{self, Batch, JobFailure, JobRow};
use store::raw::RawHash;

use super::deeds::failure;
use super::on_cases;
use crate::compose::{self, BulkMail};
use crate::office::Office;

/// What such a job is to do.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Mails {
    /// What is written for each case.
    mail: BulkMail,
    /// The fingerprint of the cases: the same mail to others is another job.
    cases: String,
}

impl Mails {
    /// This mail for these cases.
    pub(super) fn new(mail: BulkMail, cases: &[i64]) -> serde_json::Result<Self> {
        let cases = RawHash::of(&serde_json::to_vec(cases)?).to_string();
        Ok(Self { mail, cases })
    }
}

/// How long a job waits when something of ours did not answer, seconds.
const REST_S: i64 = 60;

/// Writes the mails of one batch, unless somebody else did meanwhile.
pub(super) async fn run(office: &Office, job: JobRow, batch: Batch) -> Result<(), StoreError> {
    let mut writings = Vec::new();
    let mut failures: Vec<JobFailure> = Vec::new();
    let conn = office.store().read();
    let actor = on_cases::may(&conn, &job, None).await?;
    let mails = on_cases::params::<Mails>(&job);
    for id in batch.ids.iter().copied().map(Id::new) {
        match composed(office, actor.as_ref(), id, &mails).await {
            Ok(writing) => writings.push(writing),
            Err(problem) if problem.kind == ProblemKind::Unavailable => return rest(office, job).await,
            Err(problem) => failures.push(failure(id, &problem)),
        }
    }
    let at = office.now();
    office
        .store()
        .write(move |tx| {
            Box::pin(async move {
                if !jobs::record_batch(tx, &job, &batch, &failures, at).await? {
                    return Ok(());
                }
                for writing in writings {
                    compose::write_bulk(tx, writing).await?;
                }
                Ok(())
            })
        })
        .await
}

async fn composed(
    office: &Office,
    actor: Option<&Actor>,
    id: CaseId,
    mails: &Result<Mails, Problem>,
) -> Result<compose::Writing, Problem> {
    let actor = actor.ok_or_else(on_cases::not_any_more)?;
    let mails = mails.as_ref().map_err(Problem::clone)?;
    compose::prepare_bulk(office, actor, id, &mails.mail).await
}

/// The database or the object store is away, or a mail's bytes are damaged: other jobs go on.
async fn rest(office: &Office, job: JobRow) -> Result<(), StoreError> {
    let until = office.now().plus_seconds(REST_S);
    tracing::warn!(job.id = %job.id, "a mail of a job could not be composed; it is tried again later");
    office.store().write(move |tx| Box::pin(async move { jobs::postpone(tx, &job, until).await })).await
}
