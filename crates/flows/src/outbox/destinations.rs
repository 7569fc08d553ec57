//! Where mail goes, and how much of it goes there at a time. A destination begins with a few
//! transactions and gets more as they succeed. Where nobody can be reached, what waits for the same
//! destination is put off without being tried: a server that says nothing keeps each attempt for
//! minutes, and would keep everybody else's mail with it.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use domain::OrganisationId;
use domain::transport::TransportOwner;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio_util::sync::CancellationToken;

/// Transactions with a destination of which nothing is known yet.
const AT_FIRST: usize = 5;
/// Transactions that are with a destination or ready to follow, for each that may be with it.
const READY: usize = 2;
/// Entries that may be left over from destinations nobody sends to any more.
const LEFT_OVER_MAX: usize = 1024;

/// What mails with the same next server share.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) enum Key {
    /// A relay that an organisation's mail takes, by whose it is: what it says to one owner, as about his
    /// sign-in, is nothing to the others.
    Relay(OrganisationId, Option<TransportOwner>),
    /// A domain's exchangers.
    Domain(String),
}

/// The destinations that mail is under way to.
pub(super) struct Destinations {
    at_most: usize,
    known: Mutex<HashMap<Key, Weak<Destination>>>,
}

/// One of them.
pub(super) struct Destination {
    places: Semaphore,
    /// As many again, for those that are written down and follow at once: a connection must not wait
    /// for the disk between two mails.
    ready: Semaphore,
    /// How many places there are.
    size: AtomicUsize,
    at_most: usize,
    /// Why nobody could be reached, while that is so.
    silence: Mutex<Option<String>>,
}

impl Destinations {
    /// With at most this many transactions for each at a time.
    pub(super) fn new(at_most: usize) -> Self {
        Self { at_most: at_most.max(1), known: Mutex::default() }
    }

    /// The one with this key; what is known of it is forgotten with the last mail under way to it.
    pub(super) fn of(&self, key: Key) -> Arc<Destination> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(destination) = known.get(&key).and_then(Weak::upgrade) {
            return destination;
        }
        if known.len() >= LEFT_OVER_MAX {
            known.retain(|_, destination| destination.strong_count() > 0);
        }
        let destination = Arc::new(Destination::new(self.at_most));
        known.insert(key, Arc::downgrade(&destination));
        destination
    }
}

impl Destination {
    fn new(at_most: usize) -> Self {
        let size = AT_FIRST.min(at_most);
        Self {
            places: Semaphore::new(size),
            ready: Semaphore::new(READY * size),
            size: AtomicUsize::new(size),
            at_most,
            silence: Mutex::default(),
        }
    }

    /// A place among those that are with it or ready to follow; `None` when the process is to end.
    pub(super) async fn ready(&self, stop: &CancellationToken) -> Option<SemaphorePermit<'_>> {
        super::places::unless_stopped(&self.ready, stop).await
    }

    /// A place among the transactions with it; `None` when the process is to end.
    pub(super) async fn place(&self, stop: &CancellationToken) -> Option<SemaphorePermit<'_>> {
        super::places::unless_stopped(&self.places, stop).await
    }

    /// Why nobody could be reached there a moment ago.
    pub(super) fn silence(&self) -> Option<String> {
        self.silence.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// A server spoke to us: one place more.
    pub(super) fn answered(&self) {
        *self.silence.lock().unwrap_or_else(PoisonError::into_inner) = None;
        let grow = |size: usize| (size < self.at_most).then_some(size + 1);
        if self.size.fetch_update(Ordering::Relaxed, Ordering::Relaxed, grow).is_ok() {
            self.places.add_permits(1);
            self.ready.add_permits(READY);
        }
    }

    /// Nobody could be reached, and why.
    pub(super) fn was_silent(&self, why: &str) {
        *self.silence.lock().unwrap_or_else(PoisonError::into_inner) = Some(why.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_destination_that_answers_gets_more_places_up_to_the_limit() {
        let (destinations, stop) = (Destinations::new(7), CancellationToken::new());
        let destination = destinations.of(Key::Domain("a.test".to_owned()));
        let mut places = Vec::new();
        for _ in 0..AT_FIRST {
            places.push(destination.place(&stop).await.unwrap());
        }
        assert_eq!(destination.places.available_permits(), 0);
        for _ in 0..5 {
            destination.answered();
        }
        assert_eq!(destination.places.available_permits(), 2);
        drop(places);
        assert_eq!(destination.places.available_permits(), 7);
        let other = destinations.of(Key::Domain("b.test".to_owned()));
        assert_eq!(other.places.available_permits(), AT_FIRST);
    }

    #[test]
    fn silence_is_known_to_all_until_somebody_answers_or_nobody_sends_there() {
        let destinations = Destinations::new(7);
        let key = || Key::Domain("a.test".to_owned());
        let (one, other) = (destinations.of(key()), destinations.of(key()));
        one.was_silent("no answer");
        assert_eq!(other.silence().as_deref(), Some("no answer"));
        other.answered();
        assert_eq!(one.silence(), None);
        one.was_silent("no answer");
        drop((one, other));
        assert_eq!(destinations.of(key()).silence(), None);
    }
}
