//! Opens cases that wait until a time, and empties the bin of cases.

use std::time::Duration;

use futures_util::future::BoxFuture;
use store::StoreError;

use crate::office::Office;
use crate::worker::{Found, Worker};

/// Cases that one transaction opens.
const WAKE_ROWS: u32 = 100;
/// Cases that one transaction removes: each has messages, participants and a log.
const PURGE_ROWS: u32 = 20;

/// Opens cases when their time has come.
pub struct CaseWaker {
    office: Office,
}

impl CaseWaker {
    /// The waker of this office.
    #[must_use]
    pub fn new(office: Office) -> Self {
        Self { office }
    }

    /// Opens what is due and removes what lay long enough in the bin, up to one batch.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn run_once(&self) -> Result<Found, StoreError> {
        let now = self.office.now();
        let store = self.office.store();
        let woken = store
            .write(move |tx| Box::pin(async move { store::cases::wake(tx, now, WAKE_ROWS).await }))
            .await?;
        let purged = store
            .write(move |tx| Box::pin(async move { store::cases::purge(tx, now, PURGE_ROWS).await }))
            .await?;
        if woken > 0 || purged > 0 { Ok(Found::Work) } else { Ok(Found::Nothing) }
    }
}

impl Worker for CaseWaker {
    fn name(&self) -> &'static str {
        "cases"
    }

    fn period(&self) -> Duration {
        Duration::from_secs(30)
    }

    fn step(&self) -> BoxFuture<'_, Result<Found, StoreError>> {
        Box::pin(self.run_once())
    }
}
