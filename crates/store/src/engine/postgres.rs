//! `PostgreSQL`: a pool, a transaction per write, and LISTEN/NOTIFY between the nodes.

use std::sync::Arc;
use std::time::Duration;

use domain::Secret;
use domain::audit::Author;
use sea_orm::{ConnectionTrait, DatabaseConnection, SqlxPostgresConnector, TransactionTrait};
use sqlx::ConnectOptions;
use sqlx::postgres::{PgConnectOptions, PgListener, PgPoolOptions};
use tokio::sync::broadcast;

use crate::conn::Shared;
use crate::events::{self, Wake};
use crate::{StoreError, Tx, Work, audit, schema};

/// The channel that commits are announced on.
pub(crate) const CHANNEL: &str = "posthus";
/// How often a job is run that keeps meeting other transactions.
const TRIES_MAX: u32 = 10;
/// Statements kept prepared for each connection.
const STATEMENTS_MAX: usize = 500;
/// How long the listener waits before it connects again.
const RECONNECT: Duration = Duration::from_secs(5);
/// The lock that lets one node at a time change the schema; the number has no meaning.
const MIGRATE: &str = "SELECT pg_advisory_xact_lock(7265463001)";

/// The pool and the task that listens, which ends with it.
#[derive(Clone)]
pub(crate) struct Pool {
    pub(crate) connection: DatabaseConnection,
    _listening: Arc<Listening>,
}

struct Listening(tokio::task::AbortHandle);

impl Drop for Listening {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Opens the pool, brings the schema up to date and begins to listen.
pub(crate) async fn open(
    url: &Secret,
    connections_max: u32,
    wakes: broadcast::Sender<Wake>,
) -> Result<Pool, StoreError> {
    let (options, place) = options(url)?;
    // Two at least: the schema is changed on one while the other holds the lock.
    let pool =
        PgPoolOptions::new().max_connections(connections_max.max(2)).connect_with(options.clone()).await;
    let pool = SqlxPostgresConnector::from_sqlx_postgres_pool(pool.map_err(|error| failed(&place, error))?);

    let lock = pool.begin().await?;
    lock.execute_unprepared(MIGRATE).await?;
    schema::bring_up_to_date(&pool).await?;
    lock.commit().await?;

    let listener = PgPoolOptions::new().max_connections(1).idle_timeout(None).max_lifetime(None);
    let listener = listener.connect_lazy_with(options);
    // Before anybody writes: what is announced while nobody listens is lost.
    let listens = begin_to_listen(&listener).await.map_err(|error| failed(&place, error))?;
    let listening = tokio::spawn(listen(listener, listens, wakes));
    Ok(Pool { connection: pool, _listening: Arc::new(Listening(listening.abort_handle())) })
}

/// One connection that changes no schema.
pub(crate) async fn open_to_look(url: &Secret) -> Result<DatabaseConnection, StoreError> {
    let (options, place) = options(url)?;
    let pool = PgPoolOptions::new().max_connections(1).connect_with(options).await;
    Ok(SqlxPostgresConnector::from_sqlx_postgres_pool(pool.map_err(|error| failed(&place, error))?))
}

/// What to connect with, and its name without secrets.
fn options(url: &Secret) -> Result<(PgConnectOptions, String), StoreError> {
    let options: PgConnectOptions = url.expose().parse().map_err(|error| failed("postgres", error))?;
    let place = format!("postgres://{}/{}", options.get_host(), options.get_database().unwrap_or_default());
    let options = options
        .application_name("posthus")
        .statement_cache_capacity(STATEMENTS_MAX)
        .disable_statement_logging();
    Ok((options, place))
}

fn failed(place: &str, source: sqlx::Error) -> StoreError {
    StoreError::Open { place: place.to_owned(), source: Arc::new(source) }
}

/// Runs a job in a transaction, again when it met another one.
pub(crate) async fn write<T, E, F>(pool: &DatabaseConnection, shared: &Arc<Shared>, job: F) -> Result<T, E>
where
    F: for<'a> FnOnce(&'a Tx) -> Work<'a, T, E> + Clone,
    E: From<StoreError>,
{
    let author = audit::author();
    let mut tries = 1;
    loop {
        let tx = Tx::new(pool.begin().await.map_err(StoreError::from)?, Arc::clone(shared));
        let outcome = (job.clone())(&tx).await;
        match finish(tx, author, outcome).await {
            Ok(value) => return Ok(value),
            Err(Trouble { met_another: true, .. }) if tries < TRIES_MAX => tries += 1,
            Err(trouble) => return Err(trouble.error),
        }
    }
}

struct Trouble<E> {
    error: E,
    met_another: bool,
}

async fn finish<T, E: From<StoreError>>(
    tx: Tx,
    author: Author,
    outcome: Result<T, E>,
) -> Result<T, Trouble<E>> {
    let told = match outcome {
        Ok(value) => tell(&tx, author).await.map(|()| value).map_err(E::from),
        Err(error) => Err(error),
    };
    match told {
        Ok(value) => match tx.commit().await {
            Ok(()) => Ok(value),
            Err(error) => {
                Err(Trouble { met_another: matches!(error, StoreError::Busy(_)), error: error.into() })
            }
        },
        Err(error) => {
            let met_another = tx.met_another();
            // A connection that cannot roll back is dropped by the pool, which rolls back too.
            let _lost = tx.roll_back().await;
            Err(Trouble { error, met_another })
        }
    }
}

/// Tells what a job changed.
async fn tell(tx: &Tx, author: Author) -> Result<(), StoreError> {
    audit::settle(tx, author).await?;
    events::flush(tx, tx.take_changes()).await.map(|_| ())
}

/// Passes on what all nodes announce, this one too.
async fn listen(pool: sqlx::PgPool, first: PgListener, wakes: broadcast::Sender<Wake>) {
    let mut ended = pass_on(first, &wakes).await;
    loop {
        if let Err(error) = ended {
            tracing::warn!(%error, "listening for changes failed; they are polled for until it works");
        }
        tokio::time::sleep(RECONNECT).await;
        ended = match begin_to_listen(&pool).await {
            Ok(listener) => pass_on(listener, &wakes).await,
            Err(error) => Err(error),
        };
    }
}

async fn begin_to_listen(pool: &sqlx::PgPool) -> Result<PgListener, sqlx::Error> {
    let mut listener = PgListener::connect_with(pool).await?;
    listener.listen(CHANNEL).await?;
    Ok(listener)
}

async fn pass_on(mut listener: PgListener, wakes: &broadcast::Sender<Wake>) -> Result<(), sqlx::Error> {
    loop {
        let notification = listener.recv().await?;
        if let Some(wake) = Wake::from_payload(notification.payload()) {
            // Nobody listening is no error.
            let _unheard = wakes.send(wake);
        }
    }
}
