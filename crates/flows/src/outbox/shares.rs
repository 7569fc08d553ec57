//! What one organisation may have of a node's places. Its mail waits for its own server, as long as that takes, and
//! others' mail finds places meanwhile. Of what it has, one server may take all but a part: the rest of its mail goes on
//! though that server is slow.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::limits::{OUTBOX_BULK_HELD_MAX, OUTBOX_CLAIM_MIN, OUTBOX_HELD_MAX};
use domain::outbox::Stream;
use domain::{OrganisationId, Timestamp};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;

use super::slots::{Slot, Slots};

/// The shares of all organisations.
pub(super) struct Shares {
    /// Deliveries of single mail, and of bulk mail, that one may hold.
    held_max: [u32; 2],
    /// Transactions of one that may be with servers.
    under_way_max: usize,
    /// For each transaction that may be with a server, those that are begun.
    begun_each: usize,
    /// Whether there is one organisation alone: nobody is kept waiting by it.
    is_alone: AtomicBool,
    known: Mutex<HashMap<OrganisationId, Share>>,
}

/// What an organisation has.
struct Share {
    /// By stream: what goes to many must not keep its own single mail waiting.
    held: [u32; 2],
    begun: Arc<Slots>,
    under_way: Arc<Slots>,
    at: HashMap<String, Arc<AtServer>>,
    /// When it was last written down that its mail waits for its share.
    told_at: Option<Timestamp>,
}

/// What an organisation may have at one server.
pub(super) struct AtServer {
    /// Deliveries that are claimed, by stream.
    held: [Arc<Semaphore>; 2],
    /// How many that may be, by stream.
    held_max: [u32; 2],
    begun: Arc<Slots>,
    under_way: Arc<Slots>,
}

/// Deliveries that an organisation holds; dropped, it holds them no more.
pub(super) struct Holding {
    of: Arc<Shares>,
    organisation: OrganisationId,
    stream: Stream,
    count: u32,
}

/// What a claim may take of one stream.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Room {
    /// The organisations that hold so much that a claim is not worth it.
    pub(super) full: Vec<OrganisationId>,
    /// Deliveries at most, so that none of the others gets more than its share.
    pub(super) claim_max: u32,
}

impl Shares {
    /// Of so many transactions at a time, this percentage.
    pub(super) fn new(concurrency: usize, percent: u8, begun_each: usize) -> Self {
        let percent = percent.clamp(1, 100);
        // Less than two claims would let an organisation that is alone wait for itself.
        let of = |all: u32| (all * u32::from(percent)).div_ceil(100).max(2 * OUTBOX_CLAIM_MIN);
        let under_way_max = (concurrency * usize::from(percent)).div_ceil(100).max(1);
        let held_max = [of(OUTBOX_HELD_MAX), of(OUTBOX_BULK_HELD_MAX)];
        Self {
            held_max,
            under_way_max,
            begun_each,
            is_alone: AtomicBool::new(false),
            known: Mutex::default(),
        }
    }

    /// Notes whether there is one organisation alone.
    pub(super) fn set_alone(&self, is_alone: bool) {
        self.is_alone.store(is_alone, Ordering::Relaxed);
    }

    /// Whether there is.
    pub(super) fn is_alone(&self) -> bool {
        self.is_alone.load(Ordering::Relaxed)
    }

    /// What a claim may take of this stream.
    pub(super) fn room(&self, stream: Stream) -> Room {
        if self.is_alone() {
            return Room { full: Vec::new(), claim_max: u32::MAX };
        }
        let at = place(stream);
        let held_max = self.held_max[at];
        let (mut full, mut claim_max) = (Vec::new(), held_max);
        for (organisation, share) in self.lock().iter() {
            let room = held_max.saturating_sub(share.held[at]);
            if room < OUTBOX_CLAIM_MIN {
                full.push(*organisation);
            } else {
                claim_max = claim_max.min(room);
            }
        }
        full.sort_unstable();
        Room { full, claim_max }
    }

    /// Notes that an organisation holds so many more.
    pub(super) fn hold(
        self: &Arc<Self>,
        (stream, organisation): (Stream, OrganisationId),
        count: u32,
    ) -> Holding {
        self.share(&mut self.lock(), organisation).held[place(stream)] += count;
        Holding { of: Arc::clone(self), organisation, stream, count }
    }

    /// What it may have at this server; `None` where it may have all. It is forgotten with the last delivery that it
    /// holds.
    pub(super) fn at(&self, organisation: OrganisationId, server: &str) -> Option<Arc<AtServer>> {
        if self.is_alone() {
            return None;
        }
        let mut known = self.lock();
        let share = self.share(&mut known, organisation);
        // Room for a claim is left, or none of what goes elsewhere would be claimed.
        let held_max = self.held_max.map(|max| max.saturating_sub(OUTBOX_CLAIM_MIN).max(1));
        let places = all_but_a_fourth(self.under_way_max);
        let make = || {
            Arc::new(AtServer {
                held: held_max.map(|max| Arc::new(Semaphore::new(max as usize))),
                held_max,
                begun: Slots::new(self.begun_each * places),
                under_way: Slots::new(places),
            })
        };
        Some(Arc::clone(share.at.entry(server.to_owned()).or_insert_with(make)))
    }

    /// Whether it is to be written down that its mail waits for its share: each so often.
    pub(super) fn is_news(&self, organisation: OrganisationId, now: Timestamp) -> bool {
        let mut known = self.lock();
        let share = self.share(&mut known, organisation);
        let is_news = share.told_at.is_none_or(|at| now.millis_since(at) >= TOLD_AGAIN_MS);
        if is_news {
            share.told_at = Some(now);
        }
        is_news
    }

    /// Its places for transactions that are begun; `None` where it may have all.
    pub(super) fn begun(&self, organisation: OrganisationId) -> Option<Arc<Slots>> {
        let of = || Arc::clone(&self.share(&mut self.lock(), organisation).begun);
        (!self.is_alone()).then(of)
    }

    /// Its places for transactions with servers; `None` where it may have all.
    pub(super) fn under_way(&self, organisation: OrganisationId) -> Option<Arc<Slots>> {
        let of = || Arc::clone(&self.share(&mut self.lock(), organisation).under_way);
        (!self.is_alone()).then(of)
    }

    fn share<'a>(
        &self,
        known: &'a mut HashMap<OrganisationId, Share>,
        organisation: OrganisationId,
    ) -> &'a mut Share {
        known.entry(organisation).or_insert_with(|| Share {
            held: [0; 2],
            begun: Slots::new(self.begun_each * self.under_way_max),
            under_way: Slots::new(self.under_way_max),
            at: HashMap::new(),
            told_at: None,
        })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<OrganisationId, Share>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How often it is written down that an organisation's mail waits for its share, milliseconds.
const TOLD_AGAIN_MS: i64 = 10_000;

/// Of so many places, those that one server may have; of one alone, that one.
const fn all_but_a_fourth(places: usize) -> usize {
    if places < 2 { places } else { places - places.div_ceil(4) }
}

impl AtServer {
    /// Whether whoever asks has to wait.
    pub(super) fn is_full(&self, stream: Stream) -> bool {
        self.begun.is_full(stream) || self.held[place(stream)].available_permits() == 0
    }

    /// Room for deliveries that are claimed, as soon as there is some.
    pub(super) async fn hold(&self, stream: Stream, count: usize) -> Option<OwnedSemaphorePermit> {
        let at = place(stream);
        // A mail to more than fit goes when it is alone.
        let count = u32::try_from(count).unwrap_or(u32::MAX).min(self.held_max[at]);
        Arc::clone(&self.held[at]).acquire_many_owned(count).await.ok()
    }

    /// A place from intent to outcome; `None` when the process is to end.
    pub(super) async fn begin(&self, stream: Stream, stop: &CancellationToken) -> Option<Slot> {
        self.begun.take(stream, stop).await
    }

    /// A place for a transaction; `None` when the process is to end.
    pub(super) async fn place(&self, stream: Stream, stop: &CancellationToken) -> Option<Slot> {
        self.under_way.take(stream, stop).await
    }
}

/// Where a stream's count stands.
const fn place(stream: Stream) -> usize {
    match stream {
        Stream::Single => 0,
        Stream::Bulk => 1,
    }
}

impl Drop for Holding {
    fn drop(&mut self) {
        let mut known = self.of.lock();
        let Some(share) = known.get_mut(&self.organisation) else { return };
        let held = &mut share.held[place(self.stream)];
        *held = held.saturating_sub(self.count);
        // Whoever holds nothing waits for nothing, and is not remembered.
        if share.held == [0; 2] {
            known.remove(&self.organisation);
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::*;

    const ONE: (Stream, OrganisationId) = (Stream::Single, OrganisationId::new(1));
    const OTHER: (Stream, OrganisationId) = (Stream::Single, OrganisationId::new(2));

    fn single(shares: &Shares) -> (Vec<i64>, u32) {
        let room = shares.room(Stream::Single);
        (room.full.iter().map(|organisation| organisation.get()).collect(), room.claim_max)
    }

    #[test]
    fn an_organisation_that_has_its_share_gets_no_more_and_the_others_do() {
        let shares = Arc::new(Shares::new(60, 50, 3));
        assert_eq!(single(&shares), (vec![], 320));
        let some = shares.hold(ONE, 100);
        assert_eq!(single(&shares), (vec![], 220), "it never gets more than 320");
        let more = shares.hold(ONE, 220);
        assert_eq!(single(&shares), (vec![1], 320));
        let others = shares.hold(OTHER, 150);
        assert_eq!(single(&shares), (vec![1], 170));
        drop((some, others));
        assert_eq!(single(&shares), (vec![1], 320), "there is no room worth a claim");
        drop(more);
        assert_eq!(single(&shares), (vec![], 320));
        assert!(shares.lock().is_empty(), "whoever holds nothing is forgotten");
    }

    #[test]
    fn what_goes_to_many_leaves_room_for_the_same_organisations_single_mail() {
        let shares = Arc::new(Shares::new(60, 50, 3));
        let _bulk = shares.hold((Stream::Bulk, ONE.1), OUTBOX_BULK_HELD_MAX);
        assert_eq!(shares.room(Stream::Bulk).full, [ONE.1]);
        assert_eq!(single(&shares), (vec![], 320));
    }

    #[test]
    fn an_organisation_that_is_alone_may_have_everything() {
        let shares = Arc::new(Shares::new(60, 50, 3));
        let _all = shares.hold(ONE, OUTBOX_HELD_MAX);
        assert_eq!(single(&shares).0, [1]);
        assert!(shares.begun(ONE.1).is_some() && shares.under_way(ONE.1).is_some());
        shares.set_alone(true);
        assert_eq!(single(&shares), (vec![], u32::MAX));
        assert!(shares.begun(ONE.1).is_none() && shares.under_way(ONE.1).is_none());
        shares.set_alone(false);
        assert_eq!(single(&shares).0, [1], "somebody else is there");
    }

    #[test]
    fn a_share_is_never_nothing() {
        let shares = Shares::new(3, 1, 3);
        assert_eq!((shares.under_way_max, shares.held_max), (1, [2 * OUTBOX_CLAIM_MIN; 2]));
        let all = Shares::new(60, 100, 3);
        assert_eq!((all.under_way_max, all.held_max), (60, [OUTBOX_HELD_MAX, OUTBOX_BULK_HELD_MAX]));
    }

    #[tokio::test]
    async fn one_server_takes_all_but_a_part_of_a_share() {
        let shares = Arc::new(Shares::new(16, 50, 3));
        let _holding = shares.hold(ONE, 1);
        let (slow, other) = (shares.at(ONE.1, "slow").unwrap(), shares.at(ONE.1, "other").unwrap());
        assert_eq!(slow.held_max, [320 - OUTBOX_CLAIM_MIN, 256 - OUTBOX_CLAIM_MIN]);
        let _all = slow.hold(Stream::Single, 1_000).await.unwrap();
        assert!(slow.hold(Stream::Single, 1).now_or_never().is_none());
        assert!(shares.at(ONE.1, "slow").unwrap().hold(Stream::Single, 1).now_or_never().is_none());
        assert!(slow.hold(Stream::Bulk, 1).now_or_never().is_some());
        assert!(other.hold(Stream::Single, 1).now_or_never().is_some());
        let stop = CancellationToken::new();
        let mut taken = Vec::new();
        for _ in 0..6 {
            taken.push(slow.place(Stream::Single, &stop).await.unwrap());
        }
        assert!(slow.place(Stream::Single, &stop).now_or_never().is_none(), "six of eight");
        assert!(other.place(Stream::Single, &stop).now_or_never().is_some());
        shares.set_alone(true);
        assert!(shares.at(ONE.1, "slow").is_none());
    }

    #[test]
    fn that_mail_waits_for_its_share_is_told_each_so_often() {
        let shares = Shares::new(16, 50, 3);
        let told = |ms| shares.is_news(ONE.1, Timestamp::from_millis(ms));
        assert_eq!([0, 5_000, 10_000, 12_000, 20_000].map(told), [true, false, true, false, true]);
        assert!(shares.is_news(OTHER.1, Timestamp::from_millis(1)));
    }
}
