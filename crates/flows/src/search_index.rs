//! Brings what is older than the full-text index into it, a bounded piece at a time.

use std::time::Duration;

use futures_util::future::BoxFuture;
use store::StoreError;

use crate::office::Office;
use crate::worker::{Found, Worker};

/// Cases and messages of one step: other writers wait that long.
const STEP_ROWS: u32 = 50;

/// Writes the index for cases and messages that were there before it, or before its present
/// analyser. What is new is indexed where it is written.
pub struct SearchIndexer {
    office: Office,
}

impl SearchIndexer {
    /// The indexer of this office.
    #[must_use]
    pub fn new(office: Office) -> Self {
        Self { office }
    }

    async fn run_once(&self) -> Result<Found, StoreError> {
        let progress = self
            .office
            .store()
            .write(|tx| Box::pin(async move { store::search::index_older(tx, STEP_ROWS).await }))
            .await?;
        Ok(if progress.is_complete() { Found::Nothing } else { Found::Work })
    }
}

impl Worker for SearchIndexer {
    fn name(&self) -> &'static str {
        "search_index"
    }

    fn period(&self) -> Duration {
        Duration::from_secs(3600)
    }

    fn step(&self) -> BoxFuture<'_, Result<Found, StoreError>> {
        Box::pin(self.run_once())
    }
}
