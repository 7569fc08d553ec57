//! Idle connections, kept for the next mail to the same server.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use futures_util::future::join_all;
use sha2::{Digest, Sha256};
use tokio::time::{Instant, sleep};
use wire::sasl::{Credentials, Proof};

use super::connection::Connection;
use super::{Hop, Protection, Reuse};
use crate::network::Reach;
use crate::tls::Verify;

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

/// Connections with equal keys are interchangeable: a connection is signed in, and the server's name and place were
/// looked at, when it was opened. Whoever knows a relay and a user name of another organisation must not get the
/// connection that its password opened.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    host: String,
    port: u16,
    protection: Protection,
    verify: Verify,
    reach: Reach,
    sign_in: Option<SignIn>,
    helo_name: Option<String>,
}

/// Who signed in, and a fingerprint of what proved it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct SignIn {
    username: String,
    is_token: bool,
    proof: [u8; 32],
}

impl From<&Credentials> for SignIn {
    fn from(credentials: &Credentials) -> Self {
        Self {
            username: credentials.username.clone(),
            is_token: matches!(credentials.proof, Proof::Token(_)),
            proof: Sha256::digest(credentials.secret().expose()).into(),
        }
    }
}

impl Key {
    fn of(hop: &Hop) -> Self {
        Self {
            host: hop.host.clone(),
            port: hop.port,
            protection: hop.protection,
            verify: hop.verify.clone(),
            reach: hop.reach,
            sign_in: hop.credentials.as_ref().map(Into::into),
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
