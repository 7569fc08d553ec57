//! `SQLite`: one connection that writes, some that only read.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use sea_orm::{DatabaseConnection, SqlxSqliteConnector};
use sqlx::ConnectOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};

use crate::{StoreError, schema};

/// Connections that read; each holds a thread.
const READERS_MAX: u32 = 4;
/// How long another process may hold the file: a backup, the command line.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
/// Statements kept prepared for each connection.
const STATEMENTS_MAX: usize = 500;

/// Both pools.
pub(crate) struct Pools {
    pub(crate) writer: DatabaseConnection,
    pub(crate) readers: DatabaseConnection,
}

/// Opens the file, makes it where it is missing, and brings its schema up to date.
pub(crate) async fn open(path: &Path) -> Result<Pools, StoreError> {
    let failed = |source| StoreError::Open { place: path.display().to_string(), source: Arc::new(source) };
    let pool = SqlitePoolOptions::new().min_connections(1).max_connections(1).test_before_acquire(false);
    let pool = pool.idle_timeout(None).max_lifetime(None);
    let writer = pool.connect_with(writing(path)).await.map_err(failed)?;
    let writer = SqlxSqliteConnector::from_sqlx_sqlite_pool(writer);
    schema::bring_up_to_date(&writer).await?;

    let pool = SqlitePoolOptions::new().max_connections(READERS_MAX).test_before_acquire(false);
    let pool = pool.idle_timeout(None).max_lifetime(None);
    let readers = pool.connect_with(any(path).read_only(true)).await.map_err(failed)?;
    Ok(Pools { writer, readers: SqlxSqliteConnector::from_sqlx_sqlite_pool(readers) })
}

/// One connection that only reads and changes no schema.
pub(crate) async fn open_to_look(path: &Path) -> Result<DatabaseConnection, StoreError> {
    let failed = |source| StoreError::Open { place: path.display().to_string(), source: Arc::new(source) };
    let pool = SqlitePoolOptions::new().max_connections(1).connect_with(any(path).read_only(true)).await;
    Ok(SqlxSqliteConnector::from_sqlx_sqlite_pool(pool.map_err(failed)?))
}

fn writing(path: &Path) -> SqliteConnectOptions {
    any(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        // FULL syncs the log at each commit: what was answered survives a power cut.
        .synchronous(SqliteSynchronous::Full)
        // A checkpoint each 32 MiB of log, so that bursts do not wait for one.
        .pragma("wal_autocheckpoint", "8000")
        .pragma("journal_size_limit", "67108864")
}

fn any(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .busy_timeout(BUSY_TIMEOUT)
        .statement_cache_capacity(STATEMENTS_MAX)
        // 64 MiB of pages for each connection.
        .pragma("cache_size", "-65536")
        .pragma("temp_store", "memory")
        .disable_statement_logging()
}
