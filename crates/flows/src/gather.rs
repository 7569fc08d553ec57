//! Callers that want things of one kind written at the same time, written together.
//!
//! A commit costs the same for one thing as for thirty, and so does each statement in it. Whoever
//! comes while a group is being written waits for the next one; nobody waits for company. A group
//! that fails is written again one by one, so that one bad thing fails alone.

use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use store::StoreError;
use tokio::sync::oneshot;

/// Things of one group at most: with more, what a statement costs is shared no better, and each
/// size of a group is a statement that the database keeps prepared.
const GROUP_MAX: usize = 32;

/// What a group came to: one result for each thing, in their order.
pub(crate) type Written<R> = Result<Vec<R>, StoreError>;

/// Things that wait to be written together.
pub(crate) struct Gather<T, R> {
    queue: Arc<Mutex<Queue<T, R>>>,
}

struct Queue<T, R> {
    waiting: Vec<Waiting<T, R>>,
    /// Whether a task takes what waits, group by group.
    is_served: bool,
}

struct Waiting<T, R> {
    thing: T,
    caller: oneshot::Sender<Result<R, StoreError>>,
}

impl<T, R> Default for Gather<T, R> {
    fn default() -> Self {
        Self { queue: Arc::new(Mutex::new(Queue { waiting: Vec::new(), is_served: false })) }
    }
}

impl<T: Clone + Send + 'static, R: Send + 'static> Gather<T, R> {
    /// Writes a thing with those that come at the same time; the answer comes after the commit.
    ///
    /// # Errors
    /// When writing this thing fails also alone.
    pub(crate) async fn write<W, F>(&self, thing: T, write: W) -> Result<R, StoreError>
    where
        W: Fn(Vec<T>) -> F + Send + Sync + 'static,
        F: Future<Output = Written<R>> + Send,
    {
        let (caller, answered) = oneshot::channel();
        let starts = {
            let mut queue = lock(&self.queue);
            queue.waiting.push(Waiting { thing, caller });
            !std::mem::replace(&mut queue.is_served, true)
        };
        if starts {
            // A task of its own: a caller that goes away must not take the others' answers with it.
            let mut served = Served { queue: Arc::clone(&self.queue), ended: false };
            tokio::spawn(async move {
                while let Some(group) = served.next_group() {
                    answer(group, &write).await;
                }
            });
        }
        answered.await.unwrap_or(Err(StoreError::Closed))
    }
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
        Some(queue.waiting.drain(..count).collect())
    }
}

impl<T, R> Drop for Served<T, R> {
    /// Where the task ends before its time, as by a panic, those who wait are told by the end of
    /// their channel.
    fn drop(&mut self) {
        if !self.ended {
            let mut queue = lock(&self.queue);
            queue.waiting.clear();
            queue.is_served = false;
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
    use std::sync::atomic::{AtomicUsize, Ordering};

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
}
