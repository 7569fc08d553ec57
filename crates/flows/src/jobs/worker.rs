//! Does the jobs, a batch a step.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::Timestamp;
use domain::job::{JobKind, JobState};
use futures_util::future::BoxFuture;
use store::jobs::{self, Batch, JobRow};
use store::{StoreError, Tx};

use super::{deeds, mails, on_incidents, on_lists, on_persons};
use crate::office::Office;
use crate::worker::{Found, Worker};

/// How long a job whose batch failed as a whole rests, seconds: it stands before no other meanwhile.
const REST_S: i64 = 60;

/// Does what the users' jobs still have to do. Each step claims one batch, does it and notes it in
/// one transaction; jobs that wait take turns.
pub struct JobWorker {
    office: Office,
}

impl JobWorker {
    /// The worker of this office.
    #[must_use]
    pub fn new(office: Office) -> Self {
        Self { office }
    }

    async fn run_once(&self) -> Result<Found, StoreError> {
        let now = self.office.now();
        let taken = Taken::default();
        let seen = taken.clone();
        let office = self.office.clone();
        let stepped = self.office.store().write(move |tx| Box::pin(step(tx, office, now, seen))).await;
        let stepped = match stepped {
            Ok(stepped) => stepped,
            Err(error) => {
                self.let_rest(taken).await;
                return Err(error);
            }
        };
        let kind = match stepped {
            None => return Ok(Found::Nothing),
            Some(Stepped::Did(kind)) => kind,
            Some(Stepped::Walks(job)) => {
                if let Err(error) = on_lists::go_on(&self.office, &job).await {
                    self.let_rest(taken).await;
                    return Err(error);
                }
                job.kind
            }
            Some(Stepped::Outside(claimed)) => {
                let (job, batch) = *claimed;
                let kind = job.kind;
                if kind.writes_mail() {
                    mails::run(&self.office, job, batch).await?;
                } else if let Err(error) = on_persons::run(&self.office, job, batch).await {
                    self.let_rest(taken).await;
                    return Err(error);
                }
                kind
            }
        };
        let signals = self.office.signals();
        match kind {
            JobKind::IntakeImport | JobKind::IntakeRestore | JobKind::BlockedImport => {
                signals.intake.notify_one();
            }
            JobKind::OutboxSend
            | JobKind::OutboxRestore
            | JobKind::OutboxRetry
            | JobKind::OutboxRelease
            | JobKind::OutboxWay
            | JobKind::CasesReply
            | JobKind::CasesForward => signals.outbox.notify_one(),
            JobKind::IntakeDelete
            | JobKind::BlockedDelete
            | JobKind::BlockedRestore
            | JobKind::OutboxDelete
            | JobKind::OutboxHold
            | JobKind::CasesChange
            | JobKind::CasesSpam
            | JobKind::CasesDelete
            | JobKind::CasesRestore
            | JobKind::MailsTakeBack
            | JobKind::AddressesClear
            | JobKind::AddressesBlockAgain
            | JobKind::AddressesTrial
            | JobKind::AddressesFormer
            | JobKind::AddressesDelete
            | JobKind::AddressesList
            | JobKind::PersonsImport => {}
        }
        Ok(Found::Work)
    }

    /// Lets the job that a step took and that failed wait, so that the next step takes another one.
    async fn let_rest(&self, taken: Taken) {
        let Some(job) = taken.0.lock().unwrap_or_else(PoisonError::into_inner).take() else { return };
        let (id, until) = (job.id, self.office.now().plus_seconds(REST_S));
        let rested = self
            .office
            .store()
            .write(move |tx| Box::pin(async move { jobs::postpone(tx, &job, until).await }))
            .await;
        match rested {
            Ok(()) => tracing::warn!(job = %id, "a batch of a job failed; the job rests"),
            Err(error) => tracing::warn!(job = %id, %error, "a job that failed could not be put off"),
        }
    }
}

/// The job that a step took, told to whoever began the step: it may fail at any line behind that.
#[derive(Clone, Default)]
struct Taken(Arc<Mutex<Option<JobRow>>>);

/// What a step did.
enum Stepped {
    /// A batch of a job of this kind.
    Did(JobKind),
    /// All rows that it had: the next ones are read.
    Walks(Box<JobRow>),
    /// Nothing yet: mails of this batch are composed first, or DNS is asked for its addresses.
    Outside(Box<(JobRow, Batch)>),
}

/// One batch of one job.
fn step(
    tx: &Tx,
    office: Office,
    now: Timestamp,
    taken: Taken,
) -> BoxFuture<'_, Result<Option<Stepped>, StoreError>> {
    Box::pin(async move {
        let Some((job, batch)) = jobs::claim_batch(tx, now).await? else { return Ok(None) };
        *taken.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(job.clone());
        let walks = on_lists::is_under_way(&job.params);
        if job.cancel_requested && (batch.is_some() || walks) {
            jobs::finish(tx, &job, JobState::Cancelled, now).await?;
            return Ok(Some(Stepped::Did(job.kind)));
        }
        let Some(batch) = batch else {
            if walks {
                // A page of a long queue takes its time: until then it is nobody else's.
                jobs::postpone(tx, &job, now.plus_seconds(mails::LEASE_S)).await?;
                return Ok(Some(Stepped::Walks(Box::new(job))));
            }
            if let Some(state) = on_incidents::go_on(tx, &job, now).await? {
                jobs::finish(tx, &job, state, now).await?;
            }
            return Ok(Some(Stepped::Did(job.kind)));
        };
        if job.kind.writes_mail() || job.kind == JobKind::PersonsImport {
            // Its mail is composed, or DNS is asked, when this transaction is over: until then it is nobody else's.
            jobs::postpone(tx, &job, now.plus_seconds(mails::LEASE_S)).await?;
            return Ok(Some(Stepped::Outside(Box::new((job, batch)))));
        }
        let failures = deeds::act(tx, &office, &job, &batch, now).await?;
        jobs::record_batch(tx, &job, &batch, &failures, now).await?;
        Ok(Some(Stepped::Did(job.kind)))
    })
}

impl Worker for JobWorker {
    fn name(&self) -> &'static str {
        "jobs"
    }

    fn period(&self) -> Duration {
        Duration::from_secs(10)
    }

    fn step(&self) -> BoxFuture<'_, Result<Found, StoreError>> {
        Box::pin(self.run_once())
    }
}
