//! Whether mail may leave the way that it is about to take. It was judged when it was written, for the way that it would
//! have taken then; a server that goes, another rule or a domain that somebody proved make another mail of it, by whichever
//! door it comes: it waited, it is sent again, or it was let go. What stood the test is not asked about for a minute, for
//! the same sender on the same way.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use domain::{EmailAddress, Timestamp};
use store::StoreError;

use super::route::{Asked, Way};
use crate::office::Office;
use crate::preflight::{self, Sender};

/// For how long, milliseconds: as long as the keys of its domain are kept, which say as much.
const LIFE_MS: i64 = 60_000;
/// Senders that are remembered.
const SENDERS_MAX: usize = 2_000;

/// A sender on a way.
#[derive(Clone, PartialEq, Eq, Hash)]
struct OnWay {
    asked: Asked,
    /// The relay; none where it goes to each domain's exchangers.
    host: Option<String>,
    /// Whether somebody set it here: a server that is one's own may have the name of a shared one.
    is_own: bool,
}

/// Senders that may leave the way that they take, and until when nobody asks again. Whoever may not is asked about each
/// time: his mail is stopped, and goes on when a server, a domain or a rule changes so that it may leave
/// (`free_rest`).
#[derive(Default)]
pub(super) struct Judged(Mutex<HashMap<OnWay, Timestamp>>);

impl Judged {
    /// Whether mail of this sender leaves so.
    ///
    /// # Errors
    /// When the store fails.
    pub(super) async fn lets(
        &self,
        office: &Office,
        (asked, from): (&Asked, &EmailAddress),
        way: &Way,
    ) -> Result<bool, StoreError> {
        // It cannot be gone: the attempt says why, and the next one may take another.
        if way.unreadable.is_some() {
            return Ok(true);
        }
        let host = way.relay.as_ref().map(|hop| hop.host.clone());
        let on_way = OnWay { asked: asked.clone(), host, is_own: way.of.is_some() };
        let now = office.now();
        if self.locked().get(&on_way).is_some_and(|until| *until > now) {
            return Ok(true);
        }
        let sender = Sender { organisation: asked.organisation, address: from, own_of: asked.own_of };
        if Box::pin(preflight::refused_on_way(office, sender, way)).await?.is_some() {
            return Ok(false);
        }
        let mut known = self.locked();
        if known.len() >= SENDERS_MAX {
            known.retain(|_, until| *until > now);
        }
        if known.len() < SENDERS_MAX {
            known.insert(on_way, now.plus_millis(LIFE_MS));
        }
        Ok(true)
    }

    fn locked(&self) -> MutexGuard<'_, HashMap<OnWay, Timestamp>> {
        // Whoever panicked left whole entries.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
