//! A store of its own for each test, on each engine.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use domain::{Clock, Secret, SystemEntropy, Timestamp};
use sqlx::{Connection, Executor, PgConnection, SqliteConnection};
use store::{Database, Objects, Store, StoreConfig};
use tempfile::TempDir;
use tokio::sync::Mutex;

use crate::postgres;

/// The hour at which every test begins.
pub(crate) const START: Timestamp = Timestamp::from_millis(1_800_000_000_000);

/// A clock that stands still until a test moves it.
pub(crate) struct TestClock(AtomicI64);

impl TestClock {
    pub(crate) fn at(now: Timestamp) -> Self {
        Self(AtomicI64::new(now.as_millis()))
    }

    pub(crate) fn advance(&self, millis: i64) -> Timestamp {
        Timestamp::from_millis(self.0.fetch_add(millis, Ordering::SeqCst) + millis)
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Ordering::SeqCst))
    }
}

/// A store and what belongs to it.
pub(crate) struct Db {
    pub(crate) store: Store,
    pub(crate) clock: Arc<TestClock>,
    pub(crate) config: StoreConfig,
    /// Its files, removed at the end.
    pub(crate) dir: TempDir,
}

impl Db {
    /// The same database, opened once more as the node with this number; ours is 1.
    pub(crate) async fn another_node(&self, node: u16) -> Store {
        let config = StoreConfig { node, ..self.config.clone() };
        Store::open(config, Arc::clone(&self.clock) as Arc<dyn Clock>, Arc::new(SystemEntropy)).await.unwrap()
    }
}

/// Runs a test on SQLite and then on PostgreSQL, each time with an empty store.
pub(crate) fn on_both(test: impl AsyncFn(Db)) {
    on_sqlite(&test);
    on_postgres(&test);
}

/// Runs a test of something that SQLite alone has.
pub(crate) fn on_sqlite(test: impl AsyncFn(Db)) {
    runtime().block_on(async {
        let dir = tempfile::tempdir().unwrap();
        let database = Database::Sqlite { path: dir.path().join("posthus.sqlite") };
        test(open(database, dir).await).await;
    });
}

/// Runs a test of something that PostgreSQL alone has.
pub(crate) fn on_postgres(test: impl AsyncFn(Db)) {
    runtime().block_on(async {
        let url = Secret::new(postgres::new_database().await);
        let dir = tempfile::tempdir().unwrap();
        test(open(Database::Postgres { url, connections_max: 4 }, dir).await).await;
    });
}

/// Runs a statement behind the store's back.
pub(crate) async fn run(database: &Database, statement: &'static str) {
    match database {
        Database::Sqlite { path } => {
            let url = format!("sqlite://{}", path.display());
            SqliteConnection::connect(&url).await.unwrap().execute(statement).await.unwrap();
        }
        Database::Postgres { url, .. } => {
            PgConnection::connect(url.expose()).await.unwrap().execute(statement).await.unwrap();
        }
    }
}

/// Waits until a transaction waits for another one on the server, or what is looked for is over.
pub(crate) async fn until_somebody_waits(database: &Database, is_over: impl Fn() -> bool) {
    let Database::Postgres { url, .. } = database else { return };
    let watcher = Mutex::new(PgConnection::connect(url.expose()).await.unwrap());
    testkit::wait::until_async("somebody to wait", async || {
        let waiting = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
        let count: i64 = sqlx::query_scalar(waiting).fetch_one(&mut *watcher.lock().await).await.unwrap();
        (count > 0 || is_over()).then_some(())
    })
    .await;
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

async fn open(database: Database, dir: TempDir) -> Db {
    let objects = Objects::Folder { path: dir.path().join("objects") };
    let config = StoreConfig { database, objects, key: Some([7; 32]), node: 1 };
    let clock = Arc::new(TestClock::at(START));
    let shared_clock = Arc::clone(&clock) as Arc<dyn Clock>;
    let store = Store::open(config.clone(), shared_clock, Arc::new(SystemEntropy)).await.unwrap();
    Db { store, clock, config, dir }
}
