//! How much is under way at a time on this node.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use domain::limits::{OUTBOX_CLAIM_MIN, OUTBOX_HELD_MAX};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, SemaphorePermit};
use tokio_util::sync::CancellationToken;

/// Places that deliveries take one after the other, so that no stage runs far ahead of the next.
pub(super) struct Places {
    /// For deliveries that are claimed and not yet over.
    held: Arc<Semaphore>,
    /// For transactions that are begun and whose outcome is not yet written down: those with a server,
    /// and as many before and behind it. It bounds what a crash can double (RFC 1047).
    begun: Semaphore,
    /// For transactions with a server.
    under_way: Semaphore,
    /// Whether more may be due than was claimed last.
    is_more_due: AtomicBool,
}

impl Places {
    /// For this many transactions at a time.
    pub(super) fn new(concurrency: usize) -> Self {
        let concurrency = concurrency.max(1);
        Self {
            held: Arc::new(Semaphore::new(OUTBOX_HELD_MAX as usize)),
            begun: Semaphore::new(3 * concurrency),
            under_way: Semaphore::new(concurrency),
            is_more_due: AtomicBool::new(false),
        }
    }

    /// How many deliveries may be claimed; zero while so little is free that it is not worth asking.
    pub(super) fn room(&self) -> u32 {
        let free = u32::try_from(self.held.available_permits()).unwrap_or(u32::MAX);
        if free < OUTBOX_CLAIM_MIN { 0 } else { free }
    }

    /// Notes what a claim came to.
    pub(super) fn claimed(&self, count: usize, asked: u32) {
        self.is_more_due.store(count >= asked as usize, Ordering::Relaxed);
    }

    /// Takes places for claimed deliveries; there are some, since one worker alone claims.
    pub(super) fn hold(&self, count: usize) -> Option<OwnedSemaphorePermit> {
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        Arc::clone(&self.held).try_acquire_many_owned(count).ok()
    }

    /// Whether the worker should claim again, after some places became free.
    pub(super) fn is_hungry(&self) -> bool {
        self.room() > 0 && self.is_more_due.load(Ordering::Relaxed)
    }

    /// A place from intent to outcome; `None` when the process is to end.
    pub(super) async fn begin(&self, stop: &CancellationToken) -> Option<SemaphorePermit<'_>> {
        unless_stopped(&self.begun, stop).await
    }

    /// A place for a transaction; `None` when the process is to end.
    pub(super) async fn connect(&self, stop: &CancellationToken) -> Option<SemaphorePermit<'_>> {
        unless_stopped(&self.under_way, stop).await
    }
}

/// A place among these, as soon as there is one.
pub(super) async fn unless_stopped<'a>(
    places: &'a Semaphore,
    stop: &CancellationToken,
) -> Option<SemaphorePermit<'a>> {
    tokio::select! {
        biased;
        () = stop.cancelled() => None,
        place = places.acquire() => place.ok(),
    }
}
