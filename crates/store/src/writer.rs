//! `SQLite`'s one writer: takes what waits, runs it in one transaction, syncs once, answers all.
//!
//! A commit costs a sync to disk whatever its size, so the jobs that arrive while one group is
//! being committed form the next. One that fails is rolled back alone, to its savepoint, and answered
//! with its own error; the others never notice. If the commit fails, all that succeeded are told so.

use std::collections::BTreeSet;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use domain::OrganisationId;
use domain::audit::Author;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use sea_orm::{DatabaseConnection, SqliteTransactionMode, TransactionOptions, TransactionTrait};
use tokio::sync::{mpsc, oneshot};

use crate::audit;
use crate::conn::Shared;
use crate::events::{self, Change};
use crate::{StoreError, Tx, Work};

/// Jobs that share one commit at most, so that the first never waits for long.
const GROUP_JOBS_MAX: usize = 256;
/// Jobs that may wait; further callers wait for a place.
const QUEUE_JOBS_MAX: usize = 1024;

/// The callers' end of the queue.
#[derive(Clone)]
pub(crate) struct Writer {
    queue: mpsc::Sender<Message>,
}

enum Message {
    Job(Box<dyn Job>),
    Close(oneshot::Sender<()>),
}

/// One caller's job, whatever its types.
trait Job: Send {
    /// Runs it; `true` when it succeeded and its writes are to be kept.
    fn run<'a>(&'a mut self, tx: &'a Tx) -> BoxFuture<'a, bool>;

    /// Tells the caller; an error says that the commit failed.
    fn answer(self: Box<Self>, committed: Result<(), StoreError>);
}

struct Pending<F, T, E> {
    job: Option<F>,
    author: Author,
    result: Option<Result<T, E>>,
    caller: oneshot::Sender<Result<T, E>>,
}

impl<F, T, E> Job for Pending<F, T, E>
where
    F: for<'a> FnOnce(&'a Tx) -> Work<'a, T, E> + Send,
    T: Send,
    E: From<StoreError> + Send,
{
    fn run<'a>(&'a mut self, tx: &'a Tx) -> BoxFuture<'a, bool> {
        let author = self.author;
        let work = self.job.take().map(|job| AssertUnwindSafe(whole(job, author, tx)).catch_unwind());
        async move {
            // A panic must not take the writer with it: it is this caller's failure alone.
            let result = match work {
                Some(work) => work.await.unwrap_or_else(|_| Err(StoreError::Panicked.into())),
                None => Err(StoreError::Closed.into()),
            };
            let keep = result.is_ok();
            if !keep {
                let _undone = tx.take_unsent();
                tx.watched().forget();
            }
            self.result = Some(result);
            keep
        }
        .boxed()
    }

    fn answer(self: Box<Self>, committed: Result<(), StoreError>) {
        let result = match (self.result, committed) {
            (Some(Ok(value)), Ok(())) => Ok(value),
            (Some(Err(error)), _) => Err(error),
            (Some(Ok(_)) | None, Err(error)) => Err(error.into()),
            (None, Ok(())) => Err(StoreError::Closed.into()),
        };
        // A caller that went away hears nothing; its job is done all the same.
        let _gone = self.caller.send(result);
    }
}

impl Writer {
    /// Starts the writer on the pool with the one writing connection, on a thread of its own: it
    /// speaks with the connection's thread all the time, and two threads that only wait for each
    /// other find each other sooner than through the queues of the runtime.
    pub(crate) fn start(pool: DatabaseConnection, shared: Arc<Shared>) -> Result<Self, StoreError> {
        let (queue, waiting) = mpsc::channel(QUEUE_JOBS_MAX);
        let task = Task { pool, shared, waiting };
        let runtime = tokio::runtime::Handle::current();
        let thread = std::thread::Builder::new().name(String::from("store-writer"));
        thread.spawn(move || runtime.block_on(task.run())).map_err(StoreError::database)?;
        Ok(Self { queue })
    }

    pub(crate) async fn write<T, E, F>(&self, job: F) -> Result<T, E>
    where
        F: for<'a> FnOnce(&'a Tx) -> Work<'a, T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (caller, answer) = oneshot::channel();
        let job = Box::new(Pending { job: Some(job), author: audit::author(), result: None, caller });
        self.queue.send(Message::Job(job)).await.map_err(|_| StoreError::Closed)?;
        answer.await.unwrap_or_else(|_| Err(StoreError::Closed.into()))
    }

    /// Finishes what waits and closes the connection.
    pub(crate) async fn close(&self) {
        let (done, finished) = oneshot::channel();
        if self.queue.send(Message::Close(done)).await.is_ok() {
            // An error says that the task is gone already, which is what was wanted.
            let _gone = finished.await;
        }
    }
}

/// The writer's end.
struct Task {
    pool: DatabaseConnection,
    shared: Arc<Shared>,
    waiting: mpsc::Receiver<Message>,
}

impl Task {
    async fn run(mut self) {
        let mut closing = Vec::new();
        while let Some(message) = self.waiting.recv().await {
            match message {
                Message::Job(job) => closing.extend(self.run_group(job).await),
                Message::Close(done) => closing.push(done),
            }
            if !closing.is_empty() {
                self.waiting.close();
            }
        }
        if let Err(error) = self.pool.close().await {
            tracing::warn!(%error, "closing the database failed");
        }
        for done in closing {
            let _gone = done.send(());
        }
    }

    /// Runs a job and those that wait behind it in one transaction; returns who asked to close.
    async fn run_group(&mut self, mut first: Box<dyn Job>) -> Option<oneshot::Sender<()>> {
        let tx = match self.begin().await {
            Ok(tx) => tx,
            Err(error) => {
                first.answer(Err(error));
                return None;
            }
        };
        if !first.run(&tx).await {
            // Nothing is in the transaction yet that anybody wants to keep; the others begin anew.
            let rolled_back = tx.roll_back().await;
            first.answer(rolled_back);
            return None;
        }
        let mut group = Group { tx, jobs: vec![first], changes: BTreeSet::new(), savepoint: false };
        group.changes.extend(group.tx.take_changes());
        let mut closing = None;
        let mut whole = Ok(());
        while whole.is_ok() && group.jobs.len() < GROUP_JOBS_MAX {
            match self.waiting.try_recv() {
                Ok(Message::Job(job)) => whole = group.add(job).await,
                Ok(Message::Close(done)) => {
                    closing = Some(done);
                    break;
                }
                Err(mpsc::error::TryRecvError::Empty | mpsc::error::TryRecvError::Disconnected) => break,
            }
        }
        group.finish(whole, &self.shared).await;
        closing
    }

    async fn begin(&self) -> Result<Tx, StoreError> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let transaction = self.pool.begin_with_options(options).await?;
        Ok(Tx::new(transaction, Arc::clone(&self.shared)))
    }
}

/// Jobs that share one transaction; the first needs no savepoint, since it is alone when it fails.
struct Group {
    tx: Tx,
    jobs: Vec<Box<dyn Job>>,
    /// What those that succeeded noted.
    changes: BTreeSet<(OrganisationId, Change)>,
    /// Whether a job before has left its savepoint open.
    savepoint: bool,
}

impl Group {
    /// Runs one more job, in a savepoint. An error says that the whole transaction is lost, as after
    /// a full disk.
    async fn add(&mut self, mut job: Box<dyn Job>) -> Result<(), StoreError> {
        // One round trip for both: a job costs few statements, and each is one.
        let begin = if self.savepoint { "RELEASE job; SAVEPOINT job" } else { "SAVEPOINT job" };
        let begun = self.tx.command(begin).await;
        if begun.is_err() {
            self.jobs.push(job);
            return begun;
        }
        self.savepoint = true;
        let kept = job.run(&self.tx).await;
        let changes = self.tx.take_changes();
        self.jobs.push(job);
        if kept {
            self.changes.extend(changes);
            Ok(())
        } else {
            self.tx.command("ROLLBACK TO job").await
        }
    }

    /// Commits, wakes whom the changes concern, and answers all.
    async fn finish(self, whole: Result<(), StoreError>, shared: &Shared) {
        let Self { tx, jobs, changes, .. } = self;
        let told = match whole {
            Ok(()) => told(&tx, changes).await,
            Err(error) => Err(error),
        };
        let committed = match told {
            Ok(wakes) => tx.commit().await.map(|()| wakes),
            Err(error) => tx.roll_back().await.and(Err(error)),
        };
        let committed = committed.map(|wakes| events::wake(shared, wakes));
        jobs.into_iter().for_each(|job| job.answer(committed.clone()));
    }
}

/// Runs a job to the last of its statements, and tells what it changed of settings.
async fn whole<F, T, E>(job: F, author: Author, tx: &Tx) -> Result<T, E>
where
    F: for<'a> FnOnce(&'a Tx) -> Work<'a, T, E>,
    E: From<StoreError>,
{
    let value = job(tx).await?;
    audit::settle(tx, author).await?;
    tx.send_unsent().await?;
    Ok(value)
}

/// Writes the events of a group; returns whom to wake.
async fn told(
    tx: &Tx,
    changes: BTreeSet<(OrganisationId, Change)>,
) -> Result<BTreeSet<events::Wake>, StoreError> {
    let wakes = events::flush(tx, changes).await?;
    tx.send_unsent().await?;
    Ok(wakes)
}
