//! What was claimed together: held while it lasts, several transactions at a time, and given back
//! where the process ends before a delivery was begun.

use std::sync::atomic::AtomicI64;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::{DeliveryId, Timestamp};
use futures_util::{StreamExt as _, stream};
use store::StoreError;
use store::deliveries::{DueDelivery, extend_leases, release};
use tokio_util::sync::CancellationToken;

use super::attempt::attempt;
use super::destinations::Destinations;
use super::holding::{Holding, Holdings};
use super::judged::Judged;
use super::ledger::Ledger;
use super::places::{Held, Places};
use super::worker::Group;
use crate::lease;
use crate::office::Office;

/// What all batches of this node share.
pub(super) struct Dispatch {
    pub(super) office: Office,
    pub(super) ledger: Ledger,
    pub(super) places: Places,
    pub(super) destinations: Destinations,
    /// What the batches that are under way hold.
    pub(super) holdings: Holdings,
    /// Which senders may leave the way that their mail takes.
    pub(super) judged: Judged,
    /// Told when nothing more is to be begun.
    pub(super) stop: CancellationToken,
    /// How long claimed mail waits for a place with its server. A server that lets everybody wait must not fill the
    /// places of this node with mail for it alone.
    pub(super) patience: Duration,
    untried: Mutex<Vec<DeliveryId>>,
    /// The organisation that had its turn in the bulk stream last.
    pub(super) served: AtomicI64,
}

impl Dispatch {
    pub(super) fn new(office: Office, stop: CancellationToken, patience: Duration) -> Self {
        let settings = office.settings();
        Self {
            ledger: Ledger::new(settings.send_concurrency),
            places: Places::new(settings.send_concurrency, settings.organisation_share),
            destinations: Destinations::new(settings.send_concurrency_per_destination),
            holdings: Holdings::default(),
            judged: Judged::default(),
            stop,
            patience,
            untried: Mutex::default(),
            served: AtomicI64::new(0),
            office,
        }
    }

    /// Notes deliveries that the end of the process left untried.
    pub(super) fn leave(&self, deliveries: &[DueDelivery]) {
        let mut untried = self.untried.lock().unwrap_or_else(PoisonError::into_inner);
        untried.extend(deliveries.iter().map(|due| due.id));
    }

    /// Gives deliveries back that were not begun, for another time: no attempt is counted.
    pub(super) async fn put_off(
        &self,
        deliveries: &[DueDelivery],
        until: Timestamp,
    ) -> Result<(), StoreError> {
        let ids: Vec<_> = deliveries.iter().map(|due| due.id).collect();
        let owner = lease::owner(&self.office, "outbox");
        self.office
            .store()
            .write(move |tx| Box::pin(async move { release(tx, &ids, &owner, until).await }))
            .await
    }

    /// Gives back what was left untried: due at once, for another node or the next start.
    pub(super) async fn give_back(&self) -> Result<(), StoreError> {
        let untried = std::mem::take(&mut *self.untried.lock().unwrap_or_else(PoisonError::into_inner));
        if untried.is_empty() {
            return Ok(());
        }
        let (owner, at) = (lease::owner(&self.office, "outbox"), self.office.now());
        self.office
            .store()
            .write(move |tx| Box::pin(async move { release(tx, &untried, &owner, at).await }))
            .await
    }
}

/// Takes places for what was claimed, before anything else is.
pub(super) fn hold(dispatch: &Dispatch, groups: Vec<Group>) -> Vec<(Held, Group)> {
    let held = |group: Group| {
        let of = (group.stream(), group.organisation());
        (dispatch.places.hold(group.deliveries.len(), of), group)
    };
    groups.into_iter().map(held).collect()
}

/// Sends a batch to its end. Each transaction waits for its places by itself, so that those of a busy
/// destination hold up no other. What cannot be written down stays with its lease.
pub(super) async fn send(dispatch: Arc<Dispatch>, held_groups: Vec<(Held, Group)>, holding: Arc<Holding>) {
    let office = &dispatch.office;
    let extend = || {
        let (ids, owner, until) = (holding.ids(), lease::owner(office, "outbox"), lease::until(office));
        let holding = &holding;
        async move {
            office
                .store()
                .write(move |tx| {
                    Box::pin(async move { extend_leases(tx, &ids, &owner, until).await.map(|_held| ()) })
                })
                .await?;
            holding.extended(until);
            Ok(())
        }
    };
    let all = stream::iter(held_groups).for_each_concurrent(None, |(place, group)| {
        let (dispatch, holding) = (&dispatch, &holding);
        async move {
            let ids: Vec<_> = group.deliveries.iter().map(|delivery| delivery.id).collect();
            if let Err(error) = Box::pin(attempt(dispatch, group)).await {
                tracing::error!(%error, "attempts could not be written down; their lease will end");
            }
            holding.end(&ids);
            drop(place);
            if dispatch.places.is_hungry() {
                office.signals().outbox.notify_one();
            }
        }
    });
    lease::held_while(office, all, extend).await;
}
