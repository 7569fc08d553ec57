//! Callers that want things of one kind written at the same time, written together.
//!
//! A commit costs the same for one thing as for thirty, and so does each statement in it. Whoever
//! comes while a group is being written waits for the next one; nobody waits for company. A group
//! that fails is written again one by one, so that one bad thing fails alone.

use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};

use store::StoreError;
use tokio::sync::oneshot;

/// Things of one group at most: with more, what a statement costs is shared no better, and each
/// size of a group is a statement that the database keeps prepared.
const GROUP_MAX: usize = 32;

/// What a group came to: one result for each thing, in their order.
pub(crate) type Written<R> = Result<Vec<R>, StoreError>;

/// Things that wait to be written together.
pub(crate) struct Gather<T, R> {
    waiting: Mutex<Vec<Waiting<T, R>>>,
    /// Held by the group that is being written.
    turn: Arc<tokio::sync::Mutex<()>>,
}

struct Waiting<T, R> {
    thing: T,
    caller: oneshot::Sender<Result<R, StoreError>>,
}

impl<T, R> Default for Gather<T, R> {
    fn default() -> Self {
        Self { waiting: Mutex::default(), turn: Arc::default() }
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
        let (caller, mut answered) = oneshot::channel();
        self.lock().push(Waiting { thing, caller });
        let write = Arc::new(write);
        loop {
            let turn = tokio::select! {
                biased;
                answer = &mut answered => return answer.unwrap_or(Err(StoreError::Closed)),
                turn = Arc::clone(&self.turn).lock_owned() => turn,
            };
            let (group, write) = (self.next_group(), Arc::clone(&write));
            // A task of its own: a caller that goes away must not take the others' answers with it.
            tokio::spawn(async move {
                answer(group, write.as_ref()).await;
                drop(turn);
            });
        }
    }

    fn next_group(&self) -> Vec<Waiting<T, R>> {
        let mut waiting = self.lock();
        let count = waiting.len().min(GROUP_MAX);
        waiting.drain(..count).collect()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Waiting<T, R>>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
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
