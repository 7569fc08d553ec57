//! The keys that sign our tokens, as a node knows them. Another node signs with a new one as soon as it was started after
//! the master key was exchanged; what it signed comes to any node, which must not take it for forged.
//!
//! A node signs with the key that it was started with. What it reads is kept in the database, and looked for again while
//! it works, and when a token is in the form of ours and signed by nobody who is known.

use std::sync::{Arc, Mutex, PoisonError, RwLock};

use domain::Timestamp;
use policy::case_token::TokenKey;
use store::reseal;

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
        match reseal::past_token_keys(&office.store().read()).await {
            Ok(found) => {
                let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
                if let Some(more) = known.knowing(&found) {
                    *known = Arc::new(more);
                }
            }
            // They are sealed with a master key that has not come to this node.
            Err(error) => {
                tracing::warn!(%error, "the keys of tokens cannot be read; those that are known stay")
            }
        }
        true
    }
}
