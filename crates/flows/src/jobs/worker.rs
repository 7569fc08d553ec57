//! Does the jobs, a batch a step.

use std::time::Duration;

use domain::Timestamp;
use domain::job::{JobKind, JobState};
use futures_util::future::BoxFuture;
use store::jobs::{self, Batch, JobRow};
use store::{StoreError, Tx};

use super::{deeds, mails};
use crate::office::Office;
use crate::worker::{Found, Worker};

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
        let stepped = self.office.store().write(move |tx| Box::pin(step(tx, now))).await?;
        let kind = match stepped {
            None => return Ok(Found::Nothing),
            Some(Stepped::Did(kind)) => kind,
            Some(Stepped::WritesMail(claimed)) => {
                let (job, batch) = *claimed;
                let kind = job.kind;
                mails::run(&self.office, job, batch).await?;
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
            | JobKind::AddressesClear
            | JobKind::AddressesFormer
            | JobKind::AddressesDelete
            | JobKind::AddressesList
            | JobKind::PersonsImport => {}
        }
        Ok(Found::Work)
    }
}

/// What a step did.
enum Stepped {
    /// A batch of a job of this kind.
    Did(JobKind),
    /// Nothing yet: this batch is of mails, which are composed first.
    WritesMail(Box<(JobRow, Batch)>),
}

/// One batch of one job.
fn step(tx: &Tx, now: Timestamp) -> BoxFuture<'_, Result<Option<Stepped>, StoreError>> {
    Box::pin(async move {
        let Some((job, batch)) = jobs::claim_batch(tx, now).await? else { return Ok(None) };
        if job.cancel_requested && batch.is_some() {
            jobs::finish(tx, &job, JobState::Cancelled, now).await?;
            return Ok(Some(Stepped::Did(job.kind)));
        }
        let Some(batch) = batch else {
            jobs::finish(tx, &job, JobState::Done, now).await?;
            return Ok(Some(Stepped::Did(job.kind)));
        };
        if job.kind.writes_mail() {
            // Its mail is composed when this transaction is over: until then it is nobody else's.
            jobs::postpone(tx, &job, now.plus_seconds(mails::LEASE_S)).await?;
            return Ok(Some(Stepped::WritesMail(Box::new((job, batch)))));
        }
        let failures = deeds::act(tx, &job, &batch, now).await?;
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
