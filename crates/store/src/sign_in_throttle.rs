//! Failed sign-ins, counted in the database so that every node counts the same. Table
//! `sign_in_failures`. It belongs to no organisation: nobody is signed in yet.

use domain::Timestamp;

use crate::{Conn, StoreError, Tx};

/// What is known about one key: an address or a host.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Failures {
    /// How many since the last success or pause.
    pub count: u32,
    /// When the last was.
    pub last_at: Timestamp,
}

/// The failures of a key.
pub async fn find(conn: &Conn, key: &str) -> Result<Option<Failures>, StoreError> {
    todo!()
}

/// Counts one more failure, from one again when the last is older than `window_ms`; returns the count.
pub async fn record_failure(
    tx: &Tx,
    key: &str,
    at: Timestamp,
    window_ms: i64,
) -> Result<Failures, StoreError> {
    todo!()
}

/// Forgets a key's failures: after a success.
pub async fn clear(tx: &Tx, key: &str) -> Result<(), StoreError> {
    todo!()
}

/// Forgets what is older than `before`; returns how many keys.
pub async fn delete_before(tx: &Tx, before: Timestamp) -> Result<u64, StoreError> {
    todo!()
}
