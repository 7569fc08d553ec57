//! Whose mailbox an address is, remembered for a moment: a client asks for each mail, and the
//! answer changes when somebody changes a mailbox.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use domain::{EmailAddress, Timestamp};
use store::StoreError;
use store::events::{self, EventKind, Wake};
use tokio::sync::broadcast::{self, error::TryRecvError};

use crate::arrivals::{self, ListeningMailbox};
use crate::office::Office;

/// How long an answer is good where nobody says that it changed, milliseconds: another node's change
/// is told within this time, or found.
const REMEMBERED_MS: i64 = 1_000;
/// Addresses that are remembered; with more, all are asked for anew.
const ADDRESSES_MAX: usize = 1_000;

/// The addresses that were asked for a moment ago.
pub(super) struct Recipients {
    office: Office,
    remembered: Mutex<Remembered>,
}

struct Remembered {
    /// Changes of this node come in before whoever made them is answered.
    wakes: broadcast::Receiver<Wake>,
    /// Counts the changes of mailboxes.
    changes: u64,
    known: HashMap<String, (ListeningMailbox, Timestamp)>,
}

impl Recipients {
    pub(super) fn new(office: Office) -> Self {
        let wakes = events::subscribe(office.store());
        let remembered = Mutex::new(Remembered { wakes, changes: 0, known: HashMap::new() });
        Self { office, remembered }
    }

    /// Whose mailbox it is; `None` where we take no mail for it, which is not remembered.
    pub(super) async fn mailbox(
        &self,
        address: &EmailAddress,
    ) -> Result<Option<ListeningMailbox>, StoreError> {
        let (key, now) = (address.key(), self.office.now());
        let changes = {
            let mut remembered = self.caught_up();
            let known = remembered.known.get(&key).filter(|(_, until)| now < *until);
            if let Some((mailbox, _)) = known {
                return Ok(Some(mailbox.clone()));
            }
            remembered.known.remove(&key);
            remembered.changes
        };
        let found = arrivals::listening_mailbox(&self.office, address).await?;
        if let Some(mailbox) = &found {
            let mut remembered = self.caught_up();
            // What was read before a change may be what was changed.
            if remembered.changes == changes {
                remembered.remember(key, mailbox.clone(), now.plus_millis(REMEMBERED_MS));
            }
        }
        Ok(found)
    }

    /// With what changed meanwhile forgotten.
    fn caught_up(&self) -> MutexGuard<'_, Remembered> {
        let mut remembered = self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            match remembered.wakes.try_recv() {
                Ok(wake) if wake.kind != EventKind::Mailbox => {}
                Ok(_) | Err(TryRecvError::Lagged(_)) => {
                    remembered.changes += 1;
                    remembered.known.clear();
                }
                Err(TryRecvError::Empty | TryRecvError::Closed) => return remembered,
            }
        }
    }
}

impl Remembered {
    fn remember(&mut self, key: String, mailbox: ListeningMailbox, until: Timestamp) {
        if self.known.len() >= ADDRESSES_MAX {
            self.known.clear();
        }
        self.known.insert(key, (mailbox, until));
    }
}
