//! What queries run on: [`Conn`] reads, [`Tx`] also writes.

use std::collections::BTreeSet;
use std::future::Future;
use std::ops::Deref;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use domain::{Clock, Entropy, Id, IdMaker, OrganisationId, Timestamp};
use object_store::ObjectStore;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, Statement, StatementBuilder, Value,
};
use tokio::sync::broadcast;

use crate::StoreError;
use crate::audit::Watched;
use crate::events::{Change, Wake};
use crate::raw::Uploads;
use crate::row::Row;
use crate::unsent::{self, Unsent};
use crate::vault::Vault;

/// What every connection of one store shares.
pub(crate) struct Shared {
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) entropy: Arc<dyn Entropy>,
    pub(crate) ids: IdMaker,
    pub(crate) vault: Vault,
    pub(crate) objects: Arc<dyn ObjectStore>,
    /// Where they lie, if in a folder.
    pub(crate) objects_folder: Option<PathBuf>,
    /// The uploads of their bucket, if in one.
    pub(crate) uploads: Option<Uploads>,
    pub(crate) wakes: broadcast::Sender<Wake>,
}

/// A connection for reading: a pool's, or a transaction's own.
pub struct Conn {
    handle: Handle,
    shared: Arc<Shared>,
}

enum Handle {
    Pool(DatabaseConnection),
    Transaction(DatabaseTransaction, Unsent),
}

impl Conn {
    pub(crate) const fn of_pool(pool: DatabaseConnection, shared: Arc<Shared>) -> Self {
        Self { handle: Handle::Pool(pool), shared }
    }

    pub(crate) fn shared(&self) -> &Shared {
        &self.shared
    }

    pub(crate) fn backend(&self) -> DbBackend {
        match &self.handle {
            Handle::Pool(pool) => pool.get_database_backend(),
            Handle::Transaction(transaction, _) => transaction.get_database_backend(),
        }
    }

    /// A statement with its values as both databases take them: the text of PostgreSQL holds no NUL, and what comes from
    /// outside may.
    fn built<S: StatementBuilder>(&self, query: &S) -> Statement {
        let mut statement = self.backend().build(query);
        for value in statement.values.iter_mut().flat_map(|values| &mut values.0) {
            if let Value::String(Some(text)) = value
                && text.contains('\0')
            {
                *text = text.replace('\0', "\u{fffd}");
            }
        }
        statement
    }

    /// All rows of a query.
    pub(crate) fn all<S: StatementBuilder>(
        &self,
        query: &S,
    ) -> impl Future<Output = Result<Vec<Row>, StoreError>> + Send + use<'_, S> {
        let statement = self.built(query);
        async move {
            let rows = match &self.handle {
                Handle::Pool(pool) => pool.query_all_raw(statement).await,
                Handle::Transaction(transaction, unsent) => {
                    transaction.query_all_raw(unsent.before(statement).0).await
                }
            };
            Ok(rows?.into_iter().map(Row::new).collect())
        }
    }

    /// The first row of a query, if there is one.
    pub(crate) fn one<S: StatementBuilder>(
        &self,
        query: &S,
    ) -> impl Future<Output = Result<Option<Row>, StoreError>> + Send + use<'_, S> {
        let statement = self.built(query);
        async move {
            let row = match &self.handle {
                Handle::Pool(pool) => pool.query_one_raw(statement).await,
                Handle::Transaction(transaction, unsent) => {
                    transaction.query_one_raw(unsent.before(statement).0).await
                }
            };
            Ok(row?.map(Row::new))
        }
    }
}

/// A transaction. Reading through it sees its own writes. Nothing that takes long belongs into
/// one: on `SQLite` all writers wait for it.
pub struct Tx {
    conn: Conn,
    /// What is told when the job succeeds.
    changes: Mutex<BTreeSet<(OrganisationId, Change)>>,
    /// The settings that it may change, as they were before.
    watched: Watched,
    /// Whether a statement failed because of another transaction.
    met_another: AtomicBool,
}

impl Deref for Tx {
    type Target = Conn;

    fn deref(&self) -> &Conn {
        &self.conn
    }
}

impl Tx {
    pub(crate) fn new(transaction: DatabaseTransaction, shared: Arc<Shared>) -> Self {
        Self {
            conn: Conn { handle: Handle::Transaction(transaction, Unsent::default()), shared },
            changes: Mutex::new(BTreeSet::new()),
            watched: Watched::default(),
            met_another: AtomicBool::new(false),
        }
    }

    /// An id for a record that is about to be inserted.
    #[must_use]
    pub fn new_id<K>(&self) -> Id<K> {
        self.shared.ids.next(self.now())
    }

    /// The present.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.shared.clock.now()
    }

    /// Runs a statement that changes rows; returns how many.
    pub(crate) fn execute<S: StatementBuilder>(
        &self,
        statement: &S,
    ) -> impl Future<Output = Result<u64, StoreError>> + Send + use<'_, S> {
        let statement = self.built(statement);
        async move { self.noting_conflicts(self.run(statement).await) }
    }

    /// Runs a statement that changes rows when nobody asks how many: at the latest before the
    /// commit, and before whatever is asked next. Its failure is then that one's.
    pub(crate) fn execute_unawaited<S: StatementBuilder>(
        &self,
        statement: &S,
    ) -> impl Future<Output = Result<(), StoreError>> + Send + use<'_, S> {
        let statement = self.built(statement);
        async move {
            let due = match &self.conn.handle {
                Handle::Transaction(_, unsent) if matches!(self.backend(), DbBackend::Sqlite) => {
                    unsent.add(statement)
                }
                Handle::Transaction(..) | Handle::Pool(_) => Some(statement),
            };
            match due {
                Some(due) => self.noting_conflicts(self.run(due).await).map(|_| ()),
                None => Ok(()),
            }
        }
    }

    /// Sends what was not sent yet.
    pub(crate) async fn send_unsent(&self) -> Result<(), StoreError> {
        match self.take_unsent() {
            Some(statement) => self.run(statement).await.map(|_| ()),
            None => Ok(()),
        }
    }

    /// What was not sent yet, which is then forgotten here.
    pub(crate) fn take_unsent(&self) -> Option<Statement> {
        match &self.conn.handle {
            Handle::Pool(_) => None,
            Handle::Transaction(_, unsent) => unsent.take(),
        }
    }

    /// Runs a statement that changes rows and gives some back.
    pub(crate) async fn returning<S: StatementBuilder + Sync>(
        &self,
        statement: &S,
    ) -> Result<Vec<Row>, StoreError> {
        self.noting_conflicts(self.all(statement).await)
    }

    /// Runs a command without parameters, as it stands.
    pub(crate) async fn command(&self, sql: &'static str) -> Result<(), StoreError> {
        match &self.conn.handle {
            Handle::Pool(pool) => pool.execute_unprepared(sql).await?,
            Handle::Transaction(transaction, _) => transaction.execute_unprepared(sql).await?,
        };
        Ok(())
    }

    async fn run(&self, statement: Statement) -> Result<u64, StoreError> {
        let (transaction, unsent) = match &self.conn.handle {
            Handle::Pool(pool) => return Ok(pool.execute_raw(statement).await?.rows_affected()),
            Handle::Transaction(transaction, unsent) => (transaction, unsent),
        };
        let (mut statement, behind_others) = unsent.before(statement);
        if !behind_others {
            return Ok(transaction.execute_raw(statement).await?.rows_affected());
        }
        // The rows that the others changed would be counted with it.
        statement.sql.push_str(unsent::COUNT);
        let row = transaction.query_one_raw(statement).await?.map(Row::new);
        row.map_or(Ok(0), |row| row.number("changed")).map(i64::unsigned_abs)
    }

    fn noting_conflicts<T>(&self, result: Result<T, StoreError>) -> Result<T, StoreError> {
        if matches!(result, Err(StoreError::Busy(_))) {
            self.met_another.store(true, Ordering::Relaxed);
        }
        result
    }

    /// Whether running the same job again may go better.
    pub(crate) fn met_another(&self) -> bool {
        self.met_another.load(Ordering::Relaxed)
    }

    pub(crate) fn note_change(&self, org: OrganisationId, change: Change) {
        self.changes.lock().unwrap_or_else(PoisonError::into_inner).insert((org, change));
    }

    /// The changes noted since the last call.
    pub(crate) fn take_changes(&self) -> BTreeSet<(OrganisationId, Change)> {
        std::mem::take(&mut *self.changes.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The settings that it may change, as they were before.
    pub(crate) const fn watched(&self) -> &Watched {
        &self.watched
    }

    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        match self.conn.handle {
            Handle::Pool(_) => Ok(()),
            Handle::Transaction(transaction, _) => Ok(transaction.commit().await?),
        }
    }

    pub(crate) async fn roll_back(self) -> Result<(), StoreError> {
        match self.conn.handle {
            Handle::Pool(_) => Ok(()),
            Handle::Transaction(transaction, _) => Ok(transaction.rollback().await?),
        }
    }
}
