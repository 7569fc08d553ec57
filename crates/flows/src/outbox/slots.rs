//! Slots that single and bulk mail share. Who waits for a slot gets one in the order in which he came, single mail
//! before bulk; some slots bulk mail never gets, so that single mail finds one whatever goes to many.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::outbox::Stream;
use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;

/// A number of slots, which may change.
pub(super) struct Slots(Mutex<State>);

#[derive(Default)]
struct State {
    size: usize,
    /// Those that are taken, by stream.
    single: usize,
    bulk: usize,
    singles: VecDeque<oneshot::Sender<Slot>>,
    bulks: VecDeque<oneshot::Sender<Slot>>,
}

/// A slot that is taken; dropped, it is free.
pub(super) struct Slot {
    of: Arc<Slots>,
    stream: Stream,
}

impl State {
    /// Of so many, those that bulk mail may have: all but a fourth, where there are two at least.
    const fn bulk_max(&self) -> usize {
        let kept = self.size.div_ceil(4);
        if self.size < 2 { self.size } else { self.size - kept }
    }

    const fn admits(&self, stream: Stream) -> bool {
        let has_room = self.single + self.bulk < self.size;
        match stream {
            Stream::Single => has_room,
            Stream::Bulk => has_room && self.bulk < self.bulk_max(),
        }
    }

    const fn count(&mut self, stream: Stream) -> &mut usize {
        match stream {
            Stream::Single => &mut self.single,
            Stream::Bulk => &mut self.bulk,
        }
    }

    /// Who is next, where there is a slot for him.
    fn next(&mut self) -> Option<(Stream, oneshot::Sender<Slot>)> {
        for stream in Stream::ALL {
            if !self.admits(stream) {
                continue;
            }
            let waiting = match stream {
                Stream::Single => &mut self.singles,
                Stream::Bulk => &mut self.bulks,
            };
            if let Some(next) = waiting.pop_front() {
                *self.count(stream) += 1;
                return Some((stream, next));
            }
        }
        None
    }
}

impl Slots {
    /// So many slots.
    pub(super) fn new(size: usize) -> Arc<Self> {
        Arc::new(Self(Mutex::new(State { size, ..State::default() })))
    }

    /// Whether whoever asks has to wait.
    pub(super) fn is_full(&self, stream: Stream) -> bool {
        !self.lock().admits(stream)
    }

    /// How many there are from here on. Those that are taken stay so; none follows them while they are too many.
    pub(super) fn resize(self: &Arc<Self>, size: usize) {
        self.lock().size = size;
        self.hand_on();
    }

    /// A slot, as soon as there is one; `None` when the process is to end.
    pub(super) async fn take(self: &Arc<Self>, stream: Stream, stop: &CancellationToken) -> Option<Slot> {
        let granted = {
            let mut state = self.lock();
            let (grant, granted) = oneshot::channel();
            match stream {
                Stream::Single => state.singles.push_back(grant),
                Stream::Bulk => state.bulks.push_back(grant),
            }
            granted
        };
        self.hand_on();
        tokio::select! {
            biased;
            () = stop.cancelled() => None,
            slot = granted => slot.ok(),
        }
    }

    /// Hands free slots to those who wait. Who went away meanwhile gives his back by dropping it.
    fn hand_on(self: &Arc<Self>) {
        loop {
            let Some((stream, next)) = self.lock().next() else { return };
            // Not under the lock: a slot that nobody takes is dropped here, which locks it.
            let refused = next.send(Slot { of: Arc::clone(self), stream });
            drop(refused);
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        *self.of.lock().count(self.stream) -= 1;
        self.of.hand_on();
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::*;

    async fn taken(slots: &Arc<Slots>, stream: Stream, count: usize) -> Vec<Slot> {
        let stop = CancellationToken::new();
        let mut taken = Vec::new();
        for _ in 0..count {
            taken.push(slots.take(stream, &stop).await.unwrap());
        }
        taken
    }

    #[tokio::test]
    async fn bulk_mail_leaves_a_fourth_to_single_mail() {
        let (slots, stop) = (Slots::new(8), CancellationToken::new());
        let bulk = taken(&slots, Stream::Bulk, 6).await;
        assert!(slots.take(Stream::Bulk, &stop).now_or_never().is_none(), "six of eight");
        let single = taken(&slots, Stream::Single, 2).await;
        assert!(slots.take(Stream::Single, &stop).now_or_never().is_none(), "all are taken");
        drop((bulk, single));
        assert_eq!(taken(&slots, Stream::Single, 8).await.len(), 8);
    }

    #[tokio::test]
    async fn a_slot_that_becomes_free_is_single_mails_whoever_came_first() {
        let (slots, stop) = (Slots::new(1), CancellationToken::new());
        let first = taken(&slots, Stream::Bulk, 1).await;
        let mut bulk = Box::pin(slots.take(Stream::Bulk, &stop));
        assert!(bulk.as_mut().now_or_never().is_none());
        let mut single = Box::pin(slots.take(Stream::Single, &stop));
        assert!(single.as_mut().now_or_never().is_none());
        drop(first);
        assert!(bulk.as_mut().now_or_never().is_none());
        let slot = single.await.unwrap();
        drop(slot);
        assert!(bulk.await.is_some());
    }

    #[tokio::test]
    async fn slots_are_given_in_the_order_in_which_they_were_asked_for_within_a_stream() {
        let (slots, stop) = (Slots::new(4), CancellationToken::new());
        let mut held = taken(&slots, Stream::Bulk, 3).await;
        held.extend(taken(&slots, Stream::Single, 1).await);
        let mut bulk: Vec<_> = (0..3).map(|_| Box::pin(slots.take(Stream::Bulk, &stop))).collect();
        let mut single: Vec<_> = (0..3).map(|_| Box::pin(slots.take(Stream::Single, &stop))).collect();
        // Bulk mail asks first, each in turn.
        for waiting in bulk.iter_mut().chain(&mut single) {
            assert!(waiting.as_mut().now_or_never().is_none());
        }
        let mut order = Vec::new();
        let mut given = Vec::new();
        for _ in 0..7 {
            // One becomes free: whoever has the turn gets it, and nobody else.
            drop(held.pop());
            for (name, waiting) in [("single", &mut single), ("bulk", &mut bulk)] {
                let mut at = 0;
                while at < waiting.len() {
                    match waiting[at].as_mut().now_or_never() {
                        Some(slot) => {
                            order.push((name, at));
                            given.push(slot.unwrap());
                            drop(waiting.remove(at));
                        }
                        None => at += 1,
                    }
                }
            }
            held.append(&mut given);
        }
        let first = |name| order.iter().filter(|(found, _)| *found == name).all(|(_, at)| *at == 0);
        assert!(first("single") && first("bulk"), "each time the one that waits the longest: {order:?}");
        let names: Vec<_> = order.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, ["single", "single", "single", "bulk", "bulk", "bulk"]);
    }

    #[tokio::test]
    async fn who_goes_away_while_he_waits_keeps_nobody_from_a_slot() {
        let (slots, stop) = (Slots::new(1), CancellationToken::new());
        let first = taken(&slots, Stream::Single, 1).await;
        let mut gone = Box::pin(slots.take(Stream::Single, &stop));
        assert!(gone.as_mut().now_or_never().is_none());
        let mut stays = Box::pin(slots.take(Stream::Single, &stop));
        assert!(stays.as_mut().now_or_never().is_none());
        drop(gone);
        drop(first);
        assert!(stays.await.is_some());
    }

    #[tokio::test]
    async fn fewer_slots_let_nobody_in_until_enough_are_free() {
        let (slots, stop) = (Slots::new(3), CancellationToken::new());
        let mut held = taken(&slots, Stream::Single, 3).await;
        slots.resize(1);
        let mut next = Box::pin(slots.take(Stream::Single, &stop));
        held.truncate(1);
        assert!(next.as_mut().now_or_never().is_none());
        slots.resize(2);
        assert!(next.await.is_some());
    }

    #[tokio::test]
    async fn nobody_waits_for_a_slot_beyond_the_end() {
        let (slots, stop) = (Slots::new(0), CancellationToken::new());
        stop.cancel();
        assert!(slots.take(Stream::Single, &stop).await.is_none());
    }
}
