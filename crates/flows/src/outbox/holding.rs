//! What batches of this process hold of what was claimed. All of them hold it under one name, so the store cannot tell two of
//! them apart: a delivery whose lease ended while one still has it would be claimed by the next, and its mail go twice. Whoever
//! claims extends those leases first, in the transaction of the claim.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use domain::{DeliveryId, Timestamp};

/// What one batch holds, and until when the store holds it for this process.
pub(super) struct Holding {
    ids: Mutex<BTreeSet<DeliveryId>>,
    until: AtomicI64,
}

impl Holding {
    /// The deliveries that are not over.
    pub(super) fn ids(&self) -> Vec<DeliveryId> {
        self.ids.lock().unwrap_or_else(PoisonError::into_inner).iter().copied().collect()
    }

    /// These are over for this batch, or could not be written down: then they come back when their lease ends.
    pub(super) fn end(&self, ids: &[DeliveryId]) {
        let mut held = self.ids.lock().unwrap_or_else(PoisonError::into_inner);
        for id in ids {
            held.remove(id);
        }
    }

    /// The store holds them until then; a lease is never made shorter.
    pub(super) fn extended(&self, until: Timestamp) {
        self.until.fetch_max(until.as_millis(), Ordering::Relaxed);
    }
}

/// What all batches hold. One that has ended, or died, holds nothing.
#[derive(Default)]
pub(super) struct Holdings {
    all: Mutex<Vec<Weak<Holding>>>,
}

impl Holdings {
    /// Takes note of what a batch holds.
    pub(super) fn hold(&self, ids: impl IntoIterator<Item = DeliveryId>, until: Timestamp) -> Arc<Holding> {
        let ids = Mutex::new(ids.into_iter().collect());
        let holding = Arc::new(Holding { ids, until: AtomicI64::new(until.as_millis()) });
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|one| one.strong_count() > 0);
        all.push(Arc::downgrade(&holding));
        holding
    }

    /// Those whose leases are over at an instant.
    pub(super) fn lapsed(&self, now: Timestamp) -> Vec<Arc<Holding>> {
        let all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        let alive = all.iter().filter_map(Weak::upgrade);
        alive.filter(|one| one.until.load(Ordering::Relaxed) <= now.as_millis()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: i64) -> Timestamp {
        Timestamp::from_millis(millis)
    }

    #[test]
    fn what_a_batch_still_has_lapses_with_its_lease_and_what_is_over_or_dropped_does_not() {
        let holdings = Holdings::default();
        let held = holdings.hold([1, 2].map(DeliveryId::new), at(100));
        let lapsed = |now| holdings.lapsed(at(now)).iter().flat_map(|one| one.ids()).collect::<Vec<_>>();
        assert_eq!(lapsed(99), []);
        assert_eq!(lapsed(100), [1, 2].map(DeliveryId::new));
        held.end(&[DeliveryId::new(1)]);
        assert_eq!(lapsed(100), [DeliveryId::new(2)]);
        held.extended(at(200));
        held.extended(at(150));
        assert_eq!((lapsed(199), lapsed(200)), (vec![], vec![DeliveryId::new(2)]));
        drop(held);
        assert_eq!(lapsed(300), []);
    }
}
