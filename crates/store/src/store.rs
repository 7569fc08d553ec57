//! The store: one database, one object store, and the two ways in, [`Store::read`] and
//! [`Store::write`].

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use domain::{Clock, Entropy, Id, IdMaker, Timestamp};
use sea_orm::DatabaseConnection;
use tokio::sync::broadcast;

use crate::conn::Shared;
use crate::engine::{self, postgres, sqlite};
use crate::raw::Uploads;
use crate::vault::{KeySource, Vault};
use crate::writer::Writer;
use crate::{Conn, Database, Objects, StoreConfig, StoreError, Tx};

/// Hints that a slow listener may be behind before it is told that it lagged.
const WAKES_MAX: usize = 1024;

/// What a job given to [`Store::write`] returns.
pub type Work<'a, T, E> = Pin<Box<dyn Future<Output = Result<T, E>> + Send + 'a>>;

/// The store; cheap to clone.
#[derive(Clone)]
pub struct Store {
    shared: Arc<Shared>,
    readers: DatabaseConnection,
    way: Way,
}

/// How writes reach the database.
#[derive(Clone)]
enum Way {
    /// One writer for all.
    Sqlite(Writer),
    /// A pooled transaction each.
    Postgres(postgres::Pool),
}

impl Store {
    /// Opens the database, makes it where it is missing, and brings its schema up to date.
    /// Refuses a schema newer than this program with [`StoreError::NewerSchema`].
    pub async fn open(
        config: StoreConfig,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, StoreError> {
        let (wakes, _) = broadcast::channel(WAKES_MAX);
        let shared = Arc::new(Shared {
            clock,
            entropy,
            ids: IdMaker::new(config.node),
            vault: Vault::new(config.key),
            objects: engine::objects(&config.objects)?,
            objects_folder: match &config.objects {
                Objects::Folder { path } => Some(path.clone()),
                Objects::S3(_) => None,
            },
            uploads: match &config.objects {
                Objects::Folder { .. } => None,
                Objects::S3(settings) => Some(Uploads::of(settings)?),
            },
            wakes,
        });
        match &config.database {
            Database::Sqlite { path } => {
                let pools = sqlite::open(path).await?;
                let writer = Writer::start(pools.writer, Arc::clone(&shared))?;
                Ok(Self { shared, readers: pools.readers, way: Way::Sqlite(writer) })
            }
            Database::Postgres { url, connections_max } => {
                let pool = postgres::open(url, *connections_max, shared.wakes.clone()).await?;
                Ok(Self { shared, readers: pool.connection.clone(), way: Way::Postgres(pool) })
            }
        }
    }

    /// Follows the master keys that are kept there from here on: the first one seals, all of them open.
    pub fn follow_keys(&self, source: KeySource) {
        self.shared.vault.follow(source);
    }

    /// A connection for reading. Each query through it sees what is committed by then.
    #[must_use]
    pub fn read(&self) -> Conn {
        Conn::of_pool(self.readers.clone(), Arc::clone(&self.shared))
    }

    /// Runs a job in a transaction and answers after it is durable; `Err` rolls all of it back.
    ///
    /// On `SQLite` the one writer takes it together with those of other callers: they share a
    /// commit, and each has its own savepoint. The job runs to its end there even when the caller
    /// goes away. On `PostgreSQL` it is run again, on a clone, when it met another transaction.
    /// So it must do nothing but read and write through its [`Tx`].
    pub async fn write<T, E, F>(&self, job: F) -> Result<T, E>
    where
        F: for<'a> FnOnce(&'a Tx) -> Work<'a, T, E> + Clone + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        match &self.way {
            Way::Sqlite(writer) => writer.write(job).await,
            Way::Postgres(pool) => postgres::write(&pool.connection, &self.shared, job).await,
        }
    }

    /// A new id, as [`Tx::new_id`].
    #[must_use]
    pub fn new_id<K>(&self) -> Id<K> {
        self.shared.ids.next(self.now())
    }

    /// The present.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.shared.clock.now()
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), StoreError> {
        Ok(self.readers.ping().await?)
    }

    /// Finishes the writes under way and closes all connections. Later calls fail with
    /// [`StoreError::Closed`] or [`StoreError::Database`].
    pub async fn close(&self) -> Result<(), StoreError> {
        // The writer last: only it can take the log into the file and remove it.
        self.readers.close_by_ref().await?;
        match &self.way {
            Way::Sqlite(writer) => writer.close().await,
            Way::Postgres(_) => {}
        }
        Ok(())
    }

    pub(crate) fn shared(&self) -> &Shared {
        &self.shared
    }
}
