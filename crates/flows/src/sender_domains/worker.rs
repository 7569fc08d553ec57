//! The worker that looks at the records of sender domains when they are due.

use std::time::Duration;

use futures_util::future::{BoxFuture, join_all};
use store::StoreError;
use store::sender_domains::checking;

use super::checking::check;
use crate::lease;
use crate::office::Office;
use crate::worker::{Found, Worker};

/// The worker's name.
const WORKER: &str = "sender domains";
/// Domains that are looked at at a time.
const AT_A_TIME: u32 = 8;

/// Looks at records.
pub struct DomainWatcher {
    office: Office,
}

impl DomainWatcher {
    /// The worker of this office.
    #[must_use]
    pub fn new(office: Office) -> Self {
        Self { office }
    }

    async fn run_once(&self) -> Result<Found, StoreError> {
        let claim = lease::claim(&self.office, WORKER, AT_A_TIME);
        let claimed = self
            .office
            .store()
            .write(move |tx| {
                let claim = claim.clone();
                Box::pin(async move { checking::claim_due(tx, &claim).await })
            })
            .await?;
        let looks = claimed.iter().map(|due| check(&self.office, due.organisation, due.id));
        for failed in join_all(looks).await.into_iter().filter_map(Result::err) {
            if failed.is_temporary() {
                return Err(failed);
            }
            tracing::error!(error = %failed, "a sender domain could not be looked at; others are");
        }
        Ok(if claimed.is_empty() { Found::Nothing } else { Found::Work })
    }
}

impl Worker for DomainWatcher {
    fn name(&self) -> &'static str {
        WORKER
    }

    fn period(&self) -> Duration {
        Duration::from_secs(30)
    }

    fn step(&self) -> BoxFuture<'_, Result<Found, StoreError>> {
        Box::pin(self.run_once())
    }
}
