//! Jobs that write a mail for each case. A mail is composed before the transaction in which it is
//! written: bytes are read and packed for seconds, and other writers do not wait for that. The batch
//! ends in the same transaction, so that a job that was killed writes no case's mail twice. What cannot be
//! written is tried a few times; then its case is told of as a failure, and the others have their turn.

use domain::{Actor, CaseId, Id, Problem, ProblemKind};
use serde::{Deserialize, Serialize};
use store::StoreError;
use store::jobs::{self, Batch, JobFailure, JobRow};
use store::raw::RawHash;

use super::deeds::failure;
use super::on_cases;
use crate::compose::{self, BulkHow, BulkMail, BulkSending};
use crate::office::Office;
use crate::problem;

/// What such a job is to do.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Mails {
    /// What is written for each case.
    mail: BulkMail,
    /// How the mails go.
    #[serde(default)]
    how: BulkHow,
    /// The fingerprint of the cases, or of the list they are all of: the same mail to others is another job.
    cases: String,
}

impl Mails {
    /// This mail for these cases. Those of a list may be others when the same is asked for again.
    pub(super) fn new(
        BulkSending { mail, how, .. }: BulkSending,
        (list, cases): (Option<String>, &[i64]),
    ) -> serde_json::Result<Self> {
        let cases = match list {
            Some(words) => format!("list {}", RawHash::of(words.as_bytes())),
            None => RawHash::of(&serde_json::to_vec(cases)?).to_string(),
        };
        Ok(Self { mail, how, cases })
    }
}

/// How long a batch is one worker's, seconds: a mail is composed in far less, and a job whose worker was killed
/// goes on after it.
pub(super) const LEASE_S: i64 = 120;
/// How often the mails of a batch are tried.
const ATTEMPTS_MAX: u32 = 4;
/// How long a job rests after the first attempt that failed, seconds; after each other twice as long.
const REST_S: i64 = 60;

/// Writes the mails of one batch, unless somebody else did meanwhile.
pub(super) async fn run(office: &Office, job: JobRow, batch: Batch) -> Result<(), StoreError> {
    let is_last = batch.attempts + 1 >= ATTEMPTS_MAX;
    let error = match attempt(office, &job, &batch, is_last).await {
        Ok(Attempt::Over) => return Ok(()),
        Ok(Attempt::Failed) => return rest(office, job, batch).await,
        Err(error) => error,
    };
    // While the database is away nothing is noted either, and no case is to blame.
    if !is_last || error.is_temporary() {
        tracing::warn!(job.id = %job.id, %error, "mails of a job could not be written");
        return rest(office, job, batch).await;
    }
    let problem = given_up(&problem::from_store(error));
    let failures = batch.ids.iter().map(|id| failure(CaseId::new(*id), &problem)).collect();
    record(office, (&job, &batch), failures, Vec::new()).await
}

/// What became of an attempt.
enum Attempt {
    /// The batch is done, by whomever.
    Over,
    /// Something of ours did not answer.
    Failed,
}

async fn attempt(office: &Office, job: &JobRow, batch: &Batch, is_last: bool) -> Result<Attempt, StoreError> {
    let mut writings = Vec::new();
    let mut failures: Vec<JobFailure> = Vec::new();
    let conn = office.store().read();
    let actor = on_cases::may(&conn, job, None).await?;
    let mails = on_cases::params::<Mails>(job);
    for id in batch.ids.iter().copied().map(Id::new) {
        match composed(office, actor.as_ref(), id, &mails).await {
            Ok(writing) => writings.push(writing),
            Err(problem) if problem.kind != ProblemKind::Unavailable => failures.push(failure(id, &problem)),
            Err(problem) if is_last => failures.push(failure(id, &given_up(&problem))),
            Err(_) => return Ok(Attempt::Failed),
        }
    }
    record(office, (job, batch), failures, writings).await?;
    Ok(Attempt::Over)
}

/// Ends the batch with the mails that could be composed, unless somebody else did meanwhile.
async fn record(
    office: &Office,
    (job, batch): (&JobRow, &Batch),
    failures: Vec<JobFailure>,
    writings: Vec<compose::BulkWriting>,
) -> Result<(), StoreError> {
    let (job, batch, at) = (job.clone(), batch.clone(), office.now());
    office
        .store()
        .write(move |tx| {
            Box::pin(async move {
                if !jobs::record_batch(tx, &job, &batch, &failures, at).await? {
                    return Ok(());
                }
                for writing in writings {
                    compose::write_bulk(tx, writing, job.id).await?;
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
) -> Result<compose::BulkWriting, Problem> {
    let actor = actor.ok_or_else(on_cases::not_any_more)?;
    let mails = mails.as_ref().map_err(Problem::clone)?;
    compose::prepare_bulk(office, actor, id, (&mails.mail, &mails.how)).await
}

/// The database or the object store is away, or a mail's bytes are damaged: other jobs go on.
async fn rest(office: &Office, job: JobRow, batch: Batch) -> Result<(), StoreError> {
    let rest_s = REST_S << batch.attempts.min(ATTEMPTS_MAX);
    let until = office.now().plus_seconds(rest_s);
    tracing::warn!(job.id = %job.id, "a mail of a job could not be composed; it is tried again later");
    let noted = office
        .store()
        .write(move |tx| Box::pin(async move { jobs::record_attempt(tx, &job, &batch, until).await }));
    noted.await
}

/// What is told of a case whose mail could not be written again and again.
fn given_up(cause: &Problem) -> Problem {
    let detail = format!("after {ATTEMPTS_MAX} attempts its mail could not be written; {}", cause.detail);
    Problem::new(ProblemKind::Unavailable, "bulk.not_written", detail)
}
