//! Mail to many that waits for a provider which refuses it goes when nothing keeps it any more: no incident that is open, and
//! no park. Whoever decides on an incident lets the first of it go (`refusals::let_go`); the rest, however much it is, and what
//! was put off in the very instant of the decision, goes from here. It is found by what is true and not by who did it, so
//! that a stop between the two leaves nothing behind.
//!
//! What a hold of a domain stopped that was lifted goes from here too, as far as whoever lifted it left any.
//!
//! As a process begins, what is stopped is looked at, too: whoever runs the installation may have taken back meanwhile what
//! forbade it. It is the process that sends which looks, since that one judges as it was set up.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::OrganisationId;
use futures_util::future::BoxFuture;
use store::{StoreError, deliveries, parked};

use super::destination_holds;
use super::refusals::kept_by;
use super::stranded::free_everywhere;
use crate::office::Office;
use crate::worker::{Found, Worker};

/// Providers that one step looks at, each for one organisation.
const LOOKED_AT_MAX: usize = 200;

/// Lets mail go that nothing keeps any more.
pub struct LettingGo {
    office: Office,
    /// Behind which name the next step goes on; whoever begins anew looks at all of them again.
    behind: Mutex<Option<String>>,
    /// Whether this process has looked at what was stopped before it.
    has_looked: AtomicBool,
}

impl LettingGo {
    /// The worker of this office.
    #[must_use]
    pub fn new(office: Office) -> Self {
        Self { office, behind: Mutex::new(None), has_looked: AtomicBool::new(false) }
    }

    async fn run_once(&self) -> Result<Found, StoreError> {
        if !self.has_looked.load(Ordering::Relaxed) {
            Box::pin(free_everywhere(&self.office)).await?;
            self.has_looked.store(true, Ordering::Relaxed);
        }
        destination_holds::let_all_go(&self.office).await?;
        let conn = self.office.store().read();
        let (mut behind, mut found) = (self.place().take(), Found::Nothing);
        for _ in 0..LOOKED_AT_MAX {
            let next = deliveries::find_refused(&conn, behind.as_deref()).await?;
            let Some((organisation, destination)) = next else { return Ok(found) };
            if self.let_some_go(organisation, &destination).await? {
                found = Found::Work;
            }
            behind = Some(destination);
        }
        *self.place() = behind;
        Ok(Found::Work)
    }

    fn place(&self) -> MutexGuard<'_, Option<String>> {
        self.behind.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One batch of what waits there; whether there was any.
    async fn let_some_go(&self, organisation: OrganisationId, destination: &str) -> Result<bool, StoreError> {
        let (store, now) = (self.office.store(), self.office.now());
        let conn = store.read();
        let Some(refuser) = parked::refused_by(organisation, destination) else { return Ok(false) };
        // Most wait as they are to, and are left without any transaction.
        let is_parked = parked::find(&conn, destination).await?.is_some_and(|parked| parked.until > now);
        if is_parked
            || kept_by(&conn, organisation, (refuser, None), now).await?.is_some()
            || !deliveries::is_waiting_for(&conn, destination, now).await?
        {
            return Ok(false);
        }
        let name = destination.to_owned();
        let batch = store.write(move |tx| {
            Box::pin(async move {
                // The park before the mail, as whoever writes down what became of mail there.
                parked::lock(tx, vec![name.clone()]).await?;
                let Some(refuser) = parked::refused_by(organisation, &name) else { return Ok(false) };
                // It may refuse again by now.
                let parked = parked::find(tx, &name).await?;
                if parked.is_some_and(|parked| parked.until > tx.now())
                    || kept_by(tx, organisation, (refuser, None), tx.now()).await?.is_some()
                {
                    return Ok(false);
                }
                deliveries::hasten_waiting_for(tx, &name).await.map(|_more| true)
            })
        });
        let is_let_go: Result<bool, StoreError> = batch.await;
        if is_let_go? {
            self.office.signals().outbox.notify_one();
            return Ok(true);
        }
        Ok(false)
    }
}

impl Worker for LettingGo {
    fn name(&self) -> &'static str {
        "letting_go"
    }

    fn period(&self) -> Duration {
        Duration::from_secs(60)
    }

    fn step(&self) -> BoxFuture<'_, Result<Found, StoreError>> {
        Box::pin(self.run_once())
    }
}
