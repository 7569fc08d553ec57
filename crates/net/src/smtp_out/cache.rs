//! Idle connections, kept for the next mail to the same server.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use futures_util::future::join_all;
use tokio::time::{Instant, sleep};

use super::connection::Connection;
use super::{Hop, Protection, Reuse};

/// The idle connections of a sender.
pub(super) struct Cache {
    reuse: Reuse,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    /// The newest last.
    by_server: BTreeMap<Key, Vec<Connection>>,
    /// Whether a task waits to close what is idle for too long.
    swept: bool,
}

/// Connections with equal keys are interchangeable.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    host: String,
    port: u16,
    protection: Protection,
    username: Option<String>,
    helo_name: Option<String>,
}

impl Key {
    fn of(hop: &Hop) -> Self {
        Self {
            host: hop.host.clone(),
            port: hop.port,
            protection: hop.protection,
            username: hop.credentials.as_ref().map(|credentials| credentials.username.clone()),
            helo_name: hop.helo_name.clone(),
        }
    }
}

impl Cache {
    pub(super) fn new(reuse: Reuse) -> Self {
        Self { reuse, kept: Mutex::default() }
    }

    /// A live connection to this server, if there is one.
    pub(super) fn take(&self, hop: &Hop) -> Option<Connection> {
        let key = Key::of(hop);
        loop {
            let mut kept = self.lock();
            let connections = kept.by_server.get_mut(&key)?;
            let mut connection = connections.pop()?;
            drop(kept);
            if !self.is_over(&connection, Instant::now()) && connection.is_alive() {
                return Some(connection);
            }
        }
    }

    /// Keeps a connection, or gives it back when it has served long enough or there are too many.
    pub(super) fn put(self: &Arc<Self>, hop: &Hop, connection: Connection) -> Option<Connection> {
        if self.is_over(&connection, Instant::now()) || connection.mails() >= self.reuse.mails_max {
            return Some(connection);
        }
        let mut kept = self.lock();
        let all: usize = kept.by_server.values().map(Vec::len).sum();
        let here = kept.by_server.entry(Key::of(hop)).or_default();
        if all >= self.reuse.idle_max || here.len() >= self.reuse.idle_per_server_max {
            return Some(connection);
        }
        here.push(connection);
        if !std::mem::replace(&mut kept.swept, true) {
            tokio::spawn(sweep(Arc::downgrade(self), self.reuse.idle));
        }
        None
    }

    /// Closes all.
    pub(super) async fn close_all(&self) {
        let all = std::mem::take(&mut self.lock().by_server);
        join_all(all.into_values().flatten().map(Connection::close)).await;
    }

    fn is_over(&self, connection: &Connection, now: Instant) -> bool {
        now.duration_since(connection.idle_since()) >= self.reuse.idle
            || now.duration_since(connection.opened_at()) >= self.reuse.lifetime
    }

    /// Takes out what is over; says whether anything is left to wait for.
    fn take_over(&self, now: Instant) -> (Vec<Connection>, bool) {
        let mut kept = self.lock();
        let mut over = Vec::new();
        for connections in kept.by_server.values_mut() {
            let (old, young) = std::mem::take(connections)
                .into_iter()
                .partition::<Vec<_>, _>(|connection| self.is_over(connection, now));
            over.extend(old);
            *connections = young;
        }
        kept.by_server.retain(|_, connections| !connections.is_empty());
        kept.swept = !kept.by_server.is_empty();
        (over, kept.swept)
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Closes idle connections in time, as servers expect; ends with the last of them or the sender.
async fn sweep(cache: Weak<Cache>, every: std::time::Duration) {
    loop {
        sleep(every).await;
        let Some(cache) = cache.upgrade() else { return };
        let (over, goes_on) = cache.take_over(Instant::now());
        join_all(over.into_iter().map(Connection::close)).await;
        if !goes_on {
            return;
        }
    }
}
