//! The worker of fetching: claims due mailboxes and visits each in a task of its own, so that a
//! slow server holds up nobody.

use std::sync::Arc;
use std::time::Duration;

use domain::mailbox::Protocol;
use futures_util::future::BoxFuture;
use store::events::{self, Change};
use store::mailboxes::{Failure, MailboxRow, Success};
use store::{Claim, StoreError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::failure::VisitError;
use super::{Brought, Key, Lease, Visit, round};
use crate::mailboxes::health;
use crate::oauth::GrantError;
use crate::office::Office;
use crate::worker::{Found, Worker};
use crate::{lease, notify};

/// Fetches mailboxes.
pub struct SyncWorker {
    office: Office,
    slots: Arc<Semaphore>,
    visits: TaskTracker,
    stop: CancellationToken,
}

impl SyncWorker {
    /// The worker of this office; visits end early when `stop` is told.
    #[must_use]
    pub fn new(office: Office, stop: CancellationToken) -> Self {
        let slots = Arc::new(Semaphore::new(office.settings().fetch_concurrency.max(1)));
        Self { office, slots, visits: TaskTracker::new(), stop }
    }

    /// Waits for the visits under way; after `stop` each ends with its batch.
    pub async fn drain(&self) {
        self.visits.close();
        self.visits.wait().await;
    }

    async fn run_once(&self) -> Result<Found, StoreError> {
        let Ok(first) = Arc::clone(&self.slots).try_acquire_owned() else { return Ok(Found::Nothing) };
        let mut permits = vec![first];
        while let Ok(permit) = Arc::clone(&self.slots).try_acquire_owned() {
            permits.push(permit);
        }
        let limit = u32::try_from(permits.len()).unwrap_or(u32::MAX);
        let owner = format!("{}/{}", lease::owner(&self.office, "sync"), self.office.store().new_id::<()>());
        let claim = Claim { owner: owner.clone(), ..lease::claim(&self.office, "sync", limit) };
        let rows = self
            .office
            .store()
            .write(move |tx| Box::pin(async move { store::mailboxes::claim_due(tx, &claim).await }))
            .await?;
        let found = if rows.is_empty() { Found::Nothing } else { Found::Work };
        for (row, permit) in rows.into_iter().zip(permits) {
            let (office, stop) = (self.office.clone(), self.stop.clone());
            let held = Lease { owner: owner.clone(), lost: CancellationToken::new() };
            self.visits.spawn(async move { go(office, (row, held), stop, permit).await });
        }
        Ok(found)
    }
}

impl Worker for SyncWorker {
    fn name(&self) -> &'static str {
        "sync"
    }

    fn period(&self) -> Duration {
        Duration::from_secs(2)
    }

    fn step(&self) -> BoxFuture<'_, Result<Found, StoreError>> {
        Box::pin(self.run_once())
    }
}

/// One visit from claim to record; its slot is free after it.
async fn go(
    office: Office,
    (row, held): (MailboxRow, Lease),
    stop: CancellationToken,
    slot: OwnedSemaphorePermit,
) {
    let started = office.now();
    let (organisation, id) = (row.organisation, row.id);
    let visit = Visit { office: &office, row: &row, stop: &stop, lease: &held };
    let extend = || {
        let (office, lost) = (&office, &held.lost);
        let (owner, until) = (held.owner.clone(), lease::until(office));
        async move {
            let work = office.store().write(move |tx| {
                Box::pin(
                    async move { store::mailboxes::extend_lease(tx, organisation, id, &owner, until).await },
                )
            });
            if !work.await? {
                lost.cancel();
            }
            Ok(())
        }
    };
    let result = lease::held_while(&office, fetch(&visit), extend).await;
    let duration_ms = office.now().millis_since(started);
    match &result {
        Ok(brought) => {
            tracing::debug!(mailbox.id = %id, brought.stored, brought.recognised, brought.left, duration_ms, "mailbox fetched")
        }
        Err(error) => tracing::warn!(mailbox.id = %id, %error, duration_ms, "mailbox not fetched"),
    }
    if let Err(error) = record(&office, &row, &held.owner, result).await {
        tracing::error!(mailbox.id = %id, %error, "the visit could not be recorded; its lease will end");
    }
    drop(slot);
    office.signals().sync.notify_one();
}

async fn fetch(visit: &Visit<'_>) -> Result<Brought, VisitError> {
    let key = Box::pin(Key::of(visit.office, visit.row)).await?;
    match visit.row.settings.protocol {
        Protocol::Imap | Protocol::Pop3 => Box::pin(round::run(visit, key)).await,
        Protocol::Smtp => Ok(Brought::default()),
    }
}

async fn record(
    office: &Office,
    row: &MailboxRow,
    owner: &str,
    result: Result<Brought, VisitError>,
) -> Result<(), StoreError> {
    let (organisation, id, at) = (row.organisation, row.id, office.now());
    let owner = owner.to_owned();
    let address = row.settings.address.to_string();
    // Who renews the sign-in told of it, with what mends it.
    let told_by_grant =
        matches!(result, Err(VisitError::Grant(GrantError::Revoked(_) | GrantError::SecretExpired(_))));
    let outcome = match result {
        Ok(brought) => {
            let wait_s = if brought.more { 0 } else { i64::from(row.settings.interval_s) };
            Ok(Success { at, next_check_at: at.plus_seconds(wait_s), recognised: brought.recognised })
        }
        Err(error) => {
            metrics::counter!("posthus_mailbox_failures_total").increment(1);
            let wait_s = error.rest_s(row.settings.interval_s, row.health.failures + 1);
            let overdue = error.needs_person() || health::is_overdue(row, at);
            let alarms = row.health.alarmed_at.is_none() && overdue;
            if alarms {
                metrics::counter!("posthus_mailbox_alarms_total").increment(1);
                tracing::error!(mailbox.id = %id, code = error.code(), "no mail has come in for too long");
            }
            let next_check_at = at.plus_seconds(wait_s);
            Err(Failure { at, error: error.to_string(), code: error.code(), next_check_at, alarms })
        }
    };

    office
        .store()
        .write(move |tx| {
            Box::pin(async move {
                match &outcome {
                    Ok(success) => {
                        store::mailboxes::record_success(tx, organisation, id, &owner, *success).await?;
                    }
                    Err(failure) => {
                        let held =
                            store::mailboxes::record_failure(tx, organisation, id, &owner, failure).await?;
                        if held && failure.alarms && !told_by_grant {
                            notify::tell_of_mailbox(tx, organisation, (id, address.clone()), at).await?;
                        }
                    }
                }
                events::insert(tx, organisation, Change::mailbox(id));
                Ok(())
            })
        })
        .await
}
