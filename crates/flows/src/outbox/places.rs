//! How much is under way at a time on this node.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use domain::limits::{OUTBOX_BULK_HELD_MAX, OUTBOX_CLAIM_MIN, OUTBOX_HELD_MAX};
use domain::outbox::Stream;
use domain::{OrganisationId, Timestamp};
use store::deliveries::DueDelivery;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;

use super::shares::{AtServer, Holding, Shares};
use super::slots::{Slot, Slots};

/// Places that deliveries take one after the other, so that no stage runs far ahead of the next. Of each kind, some
/// are kept for single mail.
pub(super) struct Places {
    /// For deliveries that are claimed and not yet over.
    held: Arc<Semaphore>,
    /// Of these, for those of the bulk stream.
    held_bulk: Arc<Semaphore>,
    /// For transactions that are begun and whose outcome is not yet written down: those with a server,
    /// and as many before and behind it. It bounds what a crash can double (RFC 1047).
    begun: Arc<Slots>,
    /// For transactions with a server.
    under_way: Arc<Slots>,
    /// What each organisation may have of all these.
    shares: Arc<Shares>,
    /// Whether more may be due than was claimed last, by stream.
    more_single: AtomicBool,
    more_bulk: AtomicBool,
    /// Whether organisations were left out then, since they had their share.
    left_out: AtomicBool,
}

/// For each transaction with a server, those that are begun.
const BEGUN_EACH: usize = 3;

/// Places that claimed deliveries hold.
pub(super) type Held = (Option<OwnedSemaphorePermit>, Option<OwnedSemaphorePermit>, Holding);

/// A place of an organisation's own; nothing where it is alone.
pub(super) type Own = Option<Slot>;

/// What a claim may take.
pub(super) struct Claimable {
    /// Deliveries in all; zero while so little is free that it is not worth asking.
    pub(super) limit: u32,
    /// Of these, of the bulk stream.
    pub(super) bulk_max: u32,
    /// Organisations whose single mail is left out.
    pub(super) full: Vec<OrganisationId>,
    /// Organisations whose bulk mail is.
    pub(super) full_bulk: Vec<OrganisationId>,
}

impl Places {
    /// For this many transactions at a time, of which one organisation may have this percentage.
    pub(super) fn new(concurrency: usize, percent: u8) -> Self {
        let concurrency = concurrency.max(1);
        Self {
            held: Arc::new(Semaphore::new(OUTBOX_HELD_MAX as usize)),
            held_bulk: Arc::new(Semaphore::new(OUTBOX_BULK_HELD_MAX as usize)),
            begun: Slots::new(BEGUN_EACH * concurrency),
            under_way: Slots::new(concurrency),
            shares: Arc::new(Shares::new(concurrency, percent, BEGUN_EACH)),
            more_single: AtomicBool::new(false),
            more_bulk: AtomicBool::new(false),
            left_out: AtomicBool::new(false),
        }
    }

    /// How many deliveries may be claimed, of the bulk stream too, and which organisations are left out, since they have
    /// their share.
    pub(super) fn claimable(&self) -> Claimable {
        let (single, bulk) = (self.shares.room(Stream::Single), self.shares.room(Stream::Bulk));
        self.left_out.store(!single.full.is_empty() || !bulk.full.is_empty(), Ordering::Relaxed);
        let full = single.full.len().max(bulk.full.len());
        metrics::gauge!("posthus_outbox_organisations_at_share").set(full as f64);
        Claimable {
            limit: self.room().min(single.claim_max),
            bulk_max: self.bulk_room().min(bulk.claim_max),
            full: single.full,
            full_bulk: bulk.full,
        }
    }

    /// How many deliveries may be claimed; zero while so little is free that it is not worth asking.
    pub(super) fn room(&self) -> u32 {
        worth(self.held.available_permits())
    }

    /// Of these, how many of the bulk stream.
    pub(super) fn bulk_room(&self) -> u32 {
        worth(self.held_bulk.available_permits())
    }

    /// Notes what a claim came to that asked for this many of the bulk stream.
    pub(super) fn claimed(&self, due: &[DueDelivery], bulk_asked: u32) {
        let bulk = due.iter().filter(|delivery| delivery.stream == Stream::Bulk).count();
        self.more_single.store(due.len() > bulk, Ordering::Relaxed);
        self.more_bulk.store(bulk > 0 || bulk_asked == 0, Ordering::Relaxed);
    }

    /// Takes places for claimed deliveries of one mail; there are some, since one worker alone claims.
    pub(super) fn hold(&self, count: usize, (stream, organisation): (Stream, OrganisationId)) -> Held {
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        let share = self.shares.hold((stream, organisation), count);
        let of = |places: &Arc<Semaphore>| Arc::clone(places).try_acquire_many_owned(count).ok();
        (of(&self.held), (stream == Stream::Bulk).then(|| of(&self.held_bulk)).flatten(), share)
    }

    /// Whether the worker should claim again, after some places became free.
    pub(super) fn is_hungry(&self) -> bool {
        let more = |flag: &AtomicBool| flag.load(Ordering::Relaxed);
        let has_due = more(&self.more_single) || more(&self.more_bulk) && self.bulk_room() > 0;
        let is_open = |stream| self.shares.room(stream).full.is_empty();
        let left_out = || more(&self.left_out) && Stream::ALL.into_iter().all(is_open);
        self.room() > 0 && (has_due || left_out())
    }

    /// Notes whether this installation has one organisation alone, which may have all places.
    pub(super) fn set_alone(&self, is_alone: bool) {
        self.shares.set_alone(is_alone);
    }

    /// Whether it has.
    pub(super) fn is_alone(&self) -> bool {
        self.shares.is_alone()
    }

    /// What the organisation may have at this server; `None` where it may have all.
    pub(super) fn at(&self, organisation: OrganisationId, server: &str) -> Option<Arc<AtServer>> {
        self.shares.at(organisation, server)
    }

    /// Whether its mail has to wait since it has its share.
    pub(super) fn is_at_share(&self, (stream, organisation): (Stream, OrganisationId)) -> bool {
        self.shares.begun(organisation).is_some_and(|own| own.is_full(stream))
    }

    /// Whether that is to be written down: each so often.
    pub(super) fn is_news(&self, organisation: OrganisationId, now: Timestamp) -> bool {
        self.shares.is_news(organisation, now)
    }

    /// Those that a claim leaves out since they have their share, where that is to be written down.
    pub(super) fn left_out(&self, claimable: &Claimable, now: Timestamp) -> Vec<OrganisationId> {
        let mut left_out = [claimable.full.clone(), claimable.full_bulk.clone()].concat();
        left_out.sort_unstable();
        left_out.dedup();
        left_out.retain(|organisation| self.shares.is_news(*organisation, now));
        left_out
    }

    /// A place from intent to outcome among the organisation's own, taken before any that others could use; `None` when
    /// the process is to end.
    pub(super) async fn own_begun(
        &self,
        (stream, organisation): (Stream, OrganisationId),
        stop: &CancellationToken,
    ) -> Option<Own> {
        own(self.shares.begun(organisation), stream, stop).await
    }

    /// A place from intent to outcome among those of all; `None` when the process is to end.
    pub(super) async fn begin(&self, stream: Stream, stop: &CancellationToken) -> Option<Slot> {
        self.begun.take(stream, stop).await
    }

    /// A place for a transaction among the organisation's own, taken before any that others could use; `None` when the
    /// process is to end.
    pub(super) async fn own_under_way(
        &self,
        (stream, organisation): (Stream, OrganisationId),
        stop: &CancellationToken,
    ) -> Option<Own> {
        own(self.shares.under_way(organisation), stream, stop).await
    }

    /// A place for a transaction among those of all; `None` when the process is to end.
    pub(super) async fn connect(&self, stream: Stream, stop: &CancellationToken) -> Option<Slot> {
        self.under_way.take(stream, stop).await
    }
}

async fn own(slots: Option<Arc<Slots>>, stream: Stream, stop: &CancellationToken) -> Option<Own> {
    match slots {
        Some(slots) => slots.take(stream, stop).await.map(Some),
        None => Some(None),
    }
}

fn worth(free: usize) -> u32 {
    let free = u32::try_from(free).unwrap_or(u32::MAX);
    if free < OUTBOX_CLAIM_MIN { 0 } else { free }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::limits::{OUTBOX_BULK_HELD_MAX, OUTBOX_CLAIM_MIN};

    #[test]
    fn single_mail_is_claimed_while_bulk_mail_holds_all_it_may() {
        let places = Places::new(20, 50);
        let organisation = OrganisationId::new(1);
        let bulk = places.hold(OUTBOX_BULK_HELD_MAX as usize, (Stream::Bulk, organisation));
        let single = places.hold(OUTBOX_CLAIM_MIN as usize, (Stream::Single, organisation));
        assert!(bulk.0.is_some() && bulk.1.is_some() && single.0.is_some());
        assert_eq!((places.room(), places.bulk_room()), (OUTBOX_CLAIM_MIN, 0));
    }
}
