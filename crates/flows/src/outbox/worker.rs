//! The worker of sending: claims due deliveries, groups those that go together, attempts several
//! groups at a time.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;

use domain::{OrganisationId, OutboxId, limits};
use futures_util::future::BoxFuture;
use futures_util::{StreamExt as _, stream};
use store::StoreError;
use store::deliveries::DueDelivery;

use super::attempt::{Group, attempt};
use super::ledger::Ledger;
use super::route::{Way, way};
use crate::lease;
use crate::office::Office;
use crate::worker::{Found, Worker};

/// Sends what is due.
pub struct OutboxWorker {
    office: Office,
    ledger: Ledger,
}

impl OutboxWorker {
    /// The worker of this office.
    #[must_use]
    pub fn new(office: Office) -> Self {
        Self { office, ledger: Ledger::default() }
    }

    /// Claims one batch and attempts it; [`Found::Nothing`] when nothing was due.
    ///
    /// # Errors
    /// When the store fails; what was claimed comes back when its lease ends.
    pub async fn run_once(&self) -> Result<Found, StoreError> {
        let concurrency = self.office.settings().send_concurrency.max(1);
        let limit = limits::OUTBOX_BATCH.max(u32::try_from(concurrency * 8).unwrap_or(u32::MAX));
        let claim = lease::claim(&self.office, "outbox", limit);
        let due = self
            .office
            .store()
            .write(move |tx| Box::pin(async move { store::deliveries::claim_due(tx, &claim).await }))
            .await?;
        if due.is_empty() {
            return Ok(Found::Nothing);
        }
        let held: Vec<_> = due.iter().map(|delivery| delivery.id).collect();
        let extend = || {
            let (ids, owner, until) =
                (held.clone(), lease::owner(&self.office, "outbox"), lease::until(&self.office));
            async move {
                self.office
                    .store()
                    .write(move |tx| {
                        Box::pin(async move {
                            store::deliveries::extend_leases(tx, &ids, &owner, until).await.map(|_held| ())
                        })
                    })
                    .await
            }
        };
        lease::held_while(&self.office, self.send(due, concurrency), extend).await?;
        Ok(Found::Work)
    }

    async fn send(&self, due: Vec<DueDelivery>, concurrency: usize) -> Result<(), StoreError> {
        let groups = self.groups(due).await?;
        let mut results = stream::iter(groups)
            .map(|group| Box::pin(attempt(&self.office, &self.ledger, group)))
            .buffer_unordered(concurrency);
        // One group's failure is not the others': all are attempted, then the first is told.
        let mut first = Ok(());
        while let Some(result) = results.next().await {
            if let Err(error) = result {
                tracing::error!(%error, "attempts could not be written down; their lease will end");
                first = first.and(Err(error));
            }
        }
        first
    }

    /// RFC 5321 4.5.4.1: one transaction for the recipients of one mail that share a way: all of
    /// them through a relay, those of one domain on the direct way.
    async fn groups(&self, due: Vec<DueDelivery>) -> Result<Vec<Group>, StoreError> {
        let mut ways: HashMap<OrganisationId, Arc<Way>> = HashMap::new();
        let mut groups: BTreeMap<(OutboxId, Option<String>), Group> = BTreeMap::new();
        for delivery in due {
            let organisation = delivery.organisation;
            let way = match ways.get(&organisation) {
                Some(way) => Arc::clone(way),
                None => Arc::new(way(&self.office, organisation).await?),
            };
            ways.insert(organisation, Arc::clone(&way));
            let domain = way.relay.is_none().then(|| delivery.recipient.domain().to_owned());
            let key = (delivery.mail.outbox_id, domain.clone());
            let group = groups.entry(key).or_insert_with(|| Group { way, domain, deliveries: Vec::new() });
            group.deliveries.push(delivery);
        }
        Ok(groups.into_values().collect())
    }
}

impl Worker for OutboxWorker {
    fn name(&self) -> &'static str {
        "outbox"
    }

    fn period(&self) -> Duration {
        Duration::from_secs(2)
    }

    fn step(&self) -> BoxFuture<'_, Result<Found, StoreError>> {
        Box::pin(self.run_once())
    }
}
