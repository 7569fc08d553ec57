//! Callers that want things of one kind written at the same time, written together.
//!
//! A commit costs the same for one thing as for thirty, and so does each statement in it. Whoever
//! comes while a group is being written waits for the next one. Where many come one behind the other,
//! a group may wait a moment for company behind the last one; the first after a pause never does. A group
//! that fails is written again one by one, so that one bad thing fails alone.

use std::future::Future;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use store::StoreError;
use tokio::sync::{Notify, oneshot};
use tokio::time::Instant;

/// Things of one group at most: with more, what a statement costs is shared no better, and each
/// size of a group is a statement that the database keeps prepared.
const GROUP_MAX: usize = 32;

/// How long after a group the next one is begun, where groups wait for company: as long as a few commits take.
const SPACING: Duration = Duration::from_millis(10);
/// The longest that one waits, however long those take who come.
const SPACING_MAX: Duration = Duration::from_millis(50);
/// Who comes waits no longer than this part of what he does between takes.
const PART: u32 = 8;

/// What a group came to: one result for each thing, in their order.
pub(crate) type Written<R> = Result<Vec<R>, StoreError>;

/// Things that wait to be written together.
pub(crate) struct Gather<T, R> {
    queue: Arc<Mutex<Queue<T, R>>>,
    /// Told when something comes that ends the wait for company.
    is_enough: Arc<Notify>,
    /// Things that are company enough; one where nothing waits for any.
    enough: usize,
    /// How long after a group the next one is begun, microseconds.
    spacing_us: Arc<AtomicU64>,
}

struct Queue<T, R> {
    waiting: Vec<Waiting<T, R>>,
    /// Whether a task takes what waits, group by group.
    is_served: bool,
    /// Whether something waits that is to be written at once.
    has_urgent: bool,
}

/// Whether a thing may wait for company.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Urgency {
    /// It may.
    Ordinary,
    /// It is written with the next group, at once.
    Urgent,
}

struct Waiting<T, R> {
    thing: T,
    caller: oneshot::Sender<Result<R, StoreError>>,
}

impl<T, R> Default for Gather<T, R> {
    fn default() -> Self {
        Self::with_company(1)
    }
}

impl<T, R> Gather<T, R> {
    /// Groups wait for as many things as these, a moment at most and none at all behind a pause: with fewer, each would
    /// have a commit of its own.
    pub(crate) fn with_company(enough: usize) -> Self {
        let queue = Queue { waiting: Vec::new(), is_served: false, has_urgent: false };
        Self {
            queue: Arc::new(Mutex::new(queue)),
            is_enough: Arc::default(),
            enough: enough.min(GROUP_MAX),
            spacing_us: Arc::new(AtomicU64::new(micros(SPACING))),
        }
    }

    /// Notes how long somebody took who comes here again: where all take long, few come in a moment, and a longer one costs
    /// them little.
    pub(crate) fn note_pace(&self, took: Duration) {
        let wanted = micros((took / PART).clamp(SPACING, SPACING_MAX));
        // Nobody is in the way of two at once: each is one of many.
        let known = self.spacing_us.load(Ordering::Relaxed);
        self.spacing_us.store((known * 7 + wanted) / 8, Ordering::Relaxed);
    }
}

impl<T: Clone + Send + 'static, R: Send + 'static> Gather<T, R> {
    /// Writes a thing with those that come at the same time, as [`Gather::write_as`] does one that is urgent.
    ///
    /// # Errors
    /// When writing this thing fails also alone.
    pub(crate) async fn write<W, F>(&self, thing: T, write: W) -> Result<R, StoreError>
    where
        W: Fn(Vec<T>) -> F + Send + Sync + 'static,
        F: Future<Output = Written<R>> + Send,
    {
        self.write_as(Urgency::Urgent, thing, write).await
    }

    /// Writes a thing with those that come at the same time; the answer comes after the commit.
    ///
    /// # Errors
    /// When writing this thing fails also alone.
    pub(crate) async fn write_as<W, F>(&self, urgency: Urgency, thing: T, write: W) -> Result<R, StoreError>
    where
        W: Fn(Vec<T>) -> F + Send + Sync + 'static,
        F: Future<Output = Written<R>> + Send,
    {
        let (caller, answered) = oneshot::channel();
        let starts = {
            let mut queue = lock(&self.queue);
            queue.waiting.push(Waiting { thing, caller });
            queue.has_urgent |= urgency == Urgency::Urgent;
            if queue.is_enough(self.enough) {
                self.is_enough.notify_one();
            }
            !std::mem::replace(&mut queue.is_served, true)
        };
        if starts {
            // A task of its own: a caller that goes away must not take the others' answers with it.
            let mut served = Served { queue: Arc::clone(&self.queue), ended: false };
            let (is_enough, enough) = (Arc::clone(&self.is_enough), self.enough);
            let spacing_us = Arc::clone(&self.spacing_us);
            tokio::spawn(async move {
                while let Some(group) = served.next_group() {
                    let begun = Instant::now();
                    answer(group, &write).await;
                    let spacing = Duration::from_micros(spacing_us.load(Ordering::Relaxed));
                    served.wait_for_company((&is_enough, enough), begun + spacing).await;
                }
            });
        }
        answered.await.unwrap_or(Err(StoreError::Closed))
    }
}

impl<T, R> Queue<T, R> {
    fn is_enough(&self, enough: usize) -> bool {
        self.has_urgent || self.waiting.len() >= enough
    }
}

fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}

fn lock<T, R>(queue: &Mutex<Queue<T, R>>) -> MutexGuard<'_, Queue<T, R>> {
    queue.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The queue, while a task takes what waits.
struct Served<T, R> {
    queue: Arc<Mutex<Queue<T, R>>>,
    ended: bool,
}

impl<T, R> Served<T, R> {
    /// The next group; `None` ends the service, and the next caller begins it anew.
    fn next_group(&mut self) -> Option<Vec<Waiting<T, R>>> {
        let mut queue = lock(&self.queue);
        let count = queue.waiting.len().min(GROUP_MAX);
        if count == 0 {
            (queue.is_served, self.ended) = (false, true);
            return None;
        }
        // What is urgent beyond the bound is written as soon as this group is.
        queue.has_urgent &= queue.waiting.len() > count;
        Some(queue.waiting.drain(..count).collect())
    }

    /// Lets the next group wait until the spacing behind the last one is over, or it is enough.
    async fn wait_for_company(&self, (came, enough): (&Notify, usize), until: Instant) {
        let is_enough = async {
            while enough > 1 && !lock(&self.queue).is_enough(enough) {
                came.notified().await;
            }
        };
        let _in_time = tokio::time::timeout_at(until, is_enough).await;
    }
}

impl<T, R> Drop for Served<T, R> {
    /// Where the task ends before its time, as by a panic, those who wait are told by the end of
    /// their channel.
    fn drop(&mut self) {
        if !self.ended {
            let mut queue = lock(&self.queue);
            queue.waiting.clear();
            (queue.is_served, queue.has_urgent) = (false, false);
        }
    }
}

/// Writes a group and tells each caller.
async fn answer<T, R, W, F>(group: Vec<Waiting<T, R>>, write: &W)
where
    T: Clone,
    W: Fn(Vec<T>) -> F,
    F: Future<Output = Written<R>>,
{
    let (things, callers): (Vec<T>, Vec<_>) =
        group.into_iter().map(|waiting| (waiting.thing, waiting.caller)).unzip();
    match write(things.clone()).await {
        Ok(results) => {
            for (caller, result) in callers.into_iter().zip(results) {
                // A caller that went away hears nothing; its thing is written all the same.
                let _gone = caller.send(Ok(result));
            }
        }
        Err(error) if callers.len() == 1 => {
            for caller in callers {
                let _gone = caller.send(Err(error.clone()));
            }
        }
        Err(_) => {
            for (thing, caller) in things.into_iter().zip(callers) {
                let alone = write(vec![thing]).await;
                let _gone = caller.send(alone.and_then(|mut one| one.pop().ok_or(StoreError::Closed)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;

    use futures_util::future::join_all;
    use tokio::sync::Semaphore;

    use super::*;

    /// Doubles numbers; refuses a group that has a zero in it; the first group waits for `open`.
    struct Book {
        groups: AtomicUsize,
        open: Semaphore,
    }

    impl Book {
        fn new() -> Arc<Self> {
            Arc::new(Self { groups: AtomicUsize::new(0), open: Semaphore::new(0) })
        }

        async fn write(self: Arc<Self>, numbers: Vec<u64>) -> Written<u64> {
            if self.groups.fetch_add(1, Ordering::Relaxed) == 0 {
                drop(self.open.acquire().await);
            }
            if numbers.contains(&0) {
                return Err(StoreError::Missing("zero"));
            }
            Ok(numbers.into_iter().map(|number| number * 2).collect())
        }
    }

    async fn all(numbers: impl Iterator<Item = u64>, book: &Arc<Book>) -> Vec<Result<u64, StoreError>> {
        let gather = Gather::default();
        let one = |number| {
            let book = Arc::clone(book);
            gather.write(number, move |numbers| Arc::clone(&book).write(numbers))
        };
        let opening = async {
            tokio::task::yield_now().await;
            book.open.add_permits(1);
        };
        tokio::join!(join_all(numbers.map(one)), opening).0
    }

    #[tokio::test]
    async fn what_comes_meanwhile_is_written_together_and_each_gets_its_own_answer() {
        let book = Book::new();
        let answers = all(1..=100, &book).await;
        for (number, answer) in (1..=100).zip(answers) {
            assert_eq!(answer.unwrap(), number * 2);
        }
        let groups = book.groups.load(Ordering::Relaxed);
        assert!((4..=5).contains(&groups), "a hundred in groups of {GROUP_MAX} at most: {groups}");
    }

    #[tokio::test]
    async fn one_bad_thing_fails_alone() {
        let book = Book::new();
        let answers = all(0..10, &book).await;
        assert!(matches!(answers[0], Err(StoreError::Missing("zero"))));
        assert!(answers[1..].iter().all(Result::is_ok));
    }

    #[tokio::test]
    async fn a_writer_that_panics_leaves_nobody_waiting() {
        let gather: Gather<u64, u64> = Gather::default();
        let died = gather.write(1, |_| async { panic!("the writer") }).await;
        assert!(matches!(died, Err(StoreError::Closed)));
        let lives = gather.write(2, |numbers: Vec<u64>| async { Ok(numbers) }).await;
        assert_eq!(lives.unwrap(), 2);
    }

    #[tokio::test]
    async fn a_caller_that_goes_away_takes_nobody_with_it() {
        let (book, gather) = (Book::new(), Arc::new(Gather::default()));
        let write = |number: u64| {
            let (book, gather) = (Arc::clone(&book), Arc::clone(&gather));
            tokio::spawn(async move {
                gather.write(number, move |numbers| Arc::clone(&book).write(numbers)).await
            })
        };
        let (gone, stays) = (write(1), write(2));
        while book.groups.load(Ordering::Relaxed) == 0 {
            tokio::task::yield_now().await;
        }
        gone.abort();
        book.open.add_permits(1);
        assert_eq!(stays.await.unwrap().unwrap(), 4);
    }

    #[tokio::test(start_paused = true)]
    async fn groups_wait_a_moment_for_company_but_neither_the_first_nor_what_is_urgent() {
        let (groups, gather) = (Arc::new(AtomicUsize::new(0)), Gather::<u64, u64>::with_company(4));
        let write = |urgency, number| {
            let groups = Arc::clone(&groups);
            gather.write_as(urgency, number, move |numbers| {
                groups.fetch_add(1, Ordering::Relaxed);
                async { Ok(numbers) }
            })
        };
        let ordinary = |number| write(Urgency::Ordinary, number);
        let (begun, written) = (Instant::now(), || groups.load(Ordering::Relaxed));
        ordinary(1).await.unwrap();
        assert_eq!((begun.elapsed(), written()), (Duration::ZERO, 1), "the first waits for nobody");
        let both = tokio::join!(ordinary(2), ordinary(3));
        assert_eq!((both.0.unwrap(), both.1.unwrap(), written()), (2, 3, 2));
        let waited = begun.elapsed();
        assert!((SPACING..SPACING * 2).contains(&waited), "two wait until the moment is over: {waited:?}");
        join_all((4..8).map(ordinary)).await;
        assert_eq!((begun.elapsed(), written()), (waited, 3), "four are enough");
        tokio::join!(ordinary(8), write(Urgency::Urgent, 9)).1.unwrap();
        assert_eq!((begun.elapsed(), written()), (waited, 4), "who is urgent takes along who waits");
    }

    #[tokio::test(start_paused = true)]
    async fn the_slower_those_are_who_come_the_longer_a_group_waits_up_to_a_bound() {
        let gather = Gather::<u64, u64>::with_company(4);
        let ordinary = |number| gather.write_as(Urgency::Ordinary, number, |numbers| async { Ok(numbers) });
        for (took_ms, waits_ms) in [(400, 50), (160, 20), (5, 10)] {
            for _ in 0..100 {
                gather.note_pace(Duration::from_millis(took_ms));
            }
            tokio::time::advance(Duration::from_secs(1)).await;
            ordinary(1).await.unwrap();
            let begun = Instant::now();
            ordinary(2).await.unwrap();
            let (waited, expected) = (begun.elapsed(), Duration::from_millis(waits_ms));
            assert!(
                (expected..expected + Duration::from_millis(3)).contains(&waited),
                "{took_ms}: {waited:?}"
            );
        }
    }
}
