//! Does the jobs, a batch a step.

use std::time::Duration;

use domain::Timestamp;
use domain::job::{JobKind, JobState};
use futures_util::future::BoxFuture;
use store::jobs;
use store::{StoreError, Tx};

use super::deeds;
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
        let kind = self.office.store().write(move |tx| Box::pin(step(tx, now))).await?;
        let Some(kind) = kind else { return Ok(Found::Nothing) };
        let signals = self.office.signals();
        match kind {
            JobKind::IntakeImport | JobKind::IntakeRestore | JobKind::BlockedImport => {
                signals.intake.notify_one();
            }
            JobKind::OutboxSend | JobKind::OutboxRestore => signals.outbox.notify_one(),
            JobKind::IntakeDelete
            | JobKind::BlockedDelete
            | JobKind::BlockedRestore
            | JobKind::OutboxDelete
            | JobKind::CasesChange
            | JobKind::CasesSpam
            | JobKind::CasesDelete
            | JobKind::CasesRestore => {}
        }
        Ok(Found::Work)
    }
}

/// One batch of one job; the kind of the job that went on.
fn step(tx: &Tx, now: Timestamp) -> BoxFuture<'_, Result<Option<JobKind>, StoreError>> {
    Box::pin(async move {
        let Some((job, batch)) = jobs::claim_batch(tx, now).await? else { return Ok(None) };
        if job.cancel_requested && batch.is_some() {
            jobs::finish(tx, &job, JobState::Cancelled, now).await?;
            return Ok(Some(job.kind));
        }
        let Some(batch) = batch else {
            jobs::finish(tx, &job, JobState::Done, now).await?;
            return Ok(Some(job.kind));
        };
        let failures = deeds::act(tx, &job, &batch, now).await?;
        jobs::record_batch(tx, &job, &batch, &failures, now).await?;
        Ok(Some(job.kind))
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
