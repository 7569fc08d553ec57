//! The keys that sign our tokens, as a node knows them. Another node signs with a new one as soon as it was started after
//! the master key was exchanged; what it signed comes to any node, which must not take it for forged.
//!
//! A node signs with the key that it was started with, until it hears that nobody is to sign with that any more, and with the
//! newest from there on. What it reads is kept in the database, and looked for again while it works, and when a token is in
//! the form of ours and signed by nobody who is known.

use std::sync::{Arc, Mutex, PoisonError, RwLock};

use domain::Timestamp;
use policy::case_token::{Past, TokenKey};
use store::{StoreError, reseal};

use crate::office::Office;

/// How long what was found holds for a node at work, milliseconds.
pub(crate) const PERIOD_MS: i64 = 60_000;
/// How soon a token that nobody known signed has the keys looked for again, milliseconds: anybody can write such tokens.
pub(crate) const PAUSE_MS: i64 = 10_000;

/// The keys of one node.
pub(crate) struct Tokens {
    known: RwLock<Arc<TokenKey>>,
    looked_at: Mutex<Option<Timestamp>>,
}

impl Tokens {
    /// What a node is started with.
    pub(crate) fn new(key: TokenKey) -> Self {
        Self { known: RwLock::new(Arc::new(key)), looked_at: Mutex::new(None) }
    }

    /// The keys that are known.
    pub(crate) fn known(&self) -> Arc<TokenKey> {
        Arc::clone(&self.known.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Looks for keys that came meanwhile, unless that was done within so many milliseconds. Whether it looked.
    pub(crate) async fn look_again(&self, office: &Office, within_ms: i64) -> bool {
        let now = office.now();
        {
            let mut looked_at = self.looked_at.lock().unwrap_or_else(PoisonError::into_inner);
            if looked_at.is_some_and(|at| at <= now && now < at.plus_millis(within_ms)) {
                return false;
            }
            *looked_at = Some(now);
        }
        // They are sealed with a master key that has not come to this node.
        if let Err(error) = self.look(office).await {
            tracing::warn!(%error, "the keys of tokens cannot be read; those that are known stay");
        }
        true
    }

    /// Takes over what is kept of them.
    ///
    /// # Errors
    /// When the store fails, or they cannot be opened.
    pub(crate) async fn look(&self, office: &Office) -> Result<(), StoreError> {
        let found = reseal::token_keys(&office.store().read()).await?;
        let kept: Vec<Past> =
            found.keys.iter().map(|(key, retired_at)| Past { key: *key, retired_at: *retired_at }).collect();
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(other) = known.going_by(&kept, |key| found.is_forgotten(key)) {
            *known = Arc::new(other);
        }
        Ok(())
    }
}
