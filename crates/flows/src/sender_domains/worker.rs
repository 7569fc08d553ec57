//! The worker that looks at the records of sender domains when they are due.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use domain::OrganisationId;
use futures_util::future::{BoxFuture, join_all};
use store::StoreError;
use store::sender_domains::checking;

use super::checking::check;
use super::is_current;
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
    /// Whether this process has found out which domains its configuration makes due.
    has_compared: AtomicBool,
}

impl DomainWatcher {
    /// The worker of this office.
    #[must_use]
    pub fn new(office: Office) -> Self {
        Self { office, has_compared: AtomicBool::new(false) }
    }

    async fn run_once(&self) -> Result<Found, StoreError> {
        if !self.has_compared.load(Ordering::Relaxed) {
            Box::pin(self.compare()).await?;
            self.has_compared.store(true, Ordering::Relaxed);
        }
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

    /// Has those domains looked at whose records are to name us otherwise than when they were looked at: whoever runs the
    /// installation may have changed how mail leaves, or our names, while nobody ran.
    async fn compare(&self) -> Result<(), StoreError> {
        let conn = self.office.store().read();
        for organisation in store::organisations::list(&conn).await?.into_iter().map(|row| row.id) {
            match Box::pin(self.compare_of(organisation)).await {
                Err(error) if error.is_temporary() => return Err(error),
                // What is stored of one organisation holds up nobody else's domains.
                Err(error) => {
                    tracing::error!(organisation.id = %organisation, %error, "sender domains are not compared");
                }
                Ok(()) => {}
            }
        }
        Ok(())
    }

    async fn compare_of(&self, organisation: OrganisationId) -> Result<(), StoreError> {
        let (conn, at) = (self.office.store().read(), self.office.now());
        let mut due = Vec::new();
        for row in store::sender_domains::list(&conn, organisation).await? {
            if !is_current(&self.office, organisation, &row).await? {
                due.push(row.id);
            }
        }
        if due.is_empty() {
            return Ok(());
        }
        let write = self.office.store().write(move |tx| {
            Box::pin(async move { store::sender_domains::make_due(tx, organisation, &due, at).await })
        });
        write.await
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
