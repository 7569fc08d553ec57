//! The change feed: one row per changed record, in the order of the commits. Table `events`.
//! The interface reads it through server-sent events; workers are woken by it.

use std::collections::BTreeSet;

use domain::{CaseId, IntakeId, MailboxId, OrganisationId, OutboxId, Timestamp};
use tokio::sync::broadcast;

use crate::conn::Shared;
use crate::{Conn, Store, StoreError, Tx};

/// What kind of record changed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum EventKind {
    /// An intake; new ones are due work.
    Intake,
    /// A blocked mail.
    Blocked,
    /// A case.
    Case,
    /// An outbox item; new ones are due work.
    Outbox,
    /// A mailbox; one to be checked is due work.
    Mailbox,
    /// Something that lists choose from: categories, priorities, users, filters, the transport.
    Settings,
}

impl EventKind {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Intake, Self::Blocked, Self::Case, Self::Outbox, Self::Mailbox, Self::Settings];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Intake => "intake",
            Self::Blocked => "blocked",
            Self::Case => "case",
            Self::Outbox => "outbox",
            Self::Mailbox => "mailbox",
            Self::Settings => "settings",
        }
    }
}

/// What changed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Change {
    /// What kind of record.
    pub kind: EventKind,
    /// Its id; 0 where many changed at once.
    pub id: i64,
}

impl Change {
    /// An intake changed.
    #[must_use]
    pub const fn intake(id: IntakeId) -> Self {
        Self { kind: EventKind::Intake, id: id.get() }
    }

    /// A blocked mail changed.
    #[must_use]
    pub const fn blocked(id: IntakeId) -> Self {
        Self { kind: EventKind::Blocked, id: id.get() }
    }

    /// A case changed.
    #[must_use]
    pub const fn case(id: CaseId) -> Self {
        Self { kind: EventKind::Case, id: id.get() }
    }

    /// An outbox item changed.
    #[must_use]
    pub const fn outbox(id: OutboxId) -> Self {
        Self { kind: EventKind::Outbox, id: id.get() }
    }

    /// A mailbox changed.
    #[must_use]
    pub const fn mailbox(id: MailboxId) -> Self {
        Self { kind: EventKind::Mailbox, id: id.get() }
    }

    /// Some setting changed.
    #[must_use]
    pub const fn settings() -> Self {
        Self { kind: EventKind::Settings, id: 0 }
    }
}

/// One event.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct EventRow {
    /// Its place in the feed: rises with every commit of the organisation.
    pub seq: i64,
    /// What changed.
    pub change: Change,
    /// When.
    pub at: Timestamp,
}

/// A hint that there is something new; the feed and the queues say what.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Wake {
    /// The tenant.
    pub organisation: OrganisationId,
    /// What kind of record changed.
    pub kind: EventKind,
}

impl Wake {
    /// From what a node announced, as [`Self::to_payload`] writes it.
    pub(crate) fn from_payload(payload: &str) -> Option<Self> {
        let (organisation, kind) = payload.split_once(' ')?;
        let kind = EventKind::ALL.into_iter().find(|known| known.as_str() == kind)?;
        Some(Self { organisation: organisation.parse().ok()?, kind })
    }

    fn to_payload(self) -> String {
        format!("{} {}", self.organisation, self.kind.as_str())
    }
}

/// Notes a change; it is written at the end of the transaction, once however often it is noted.
pub fn insert(tx: &Tx, org: OrganisationId, change: Change) {
    tx.note_change(org, change);
}

/// The events after `seq`, oldest first, at most `limit`.
pub async fn since(
    conn: &Conn,
    org: OrganisationId,
    seq: i64,
    limit: u32,
) -> Result<Vec<EventRow>, StoreError> {
    todo!()
}

/// The place of the newest event, 0 when there is none: where a new reader begins.
pub async fn latest(conn: &Conn, org: OrganisationId) -> Result<i64, StoreError> {
    todo!()
}

/// Hints from all nodes from here on, sent after the commit. A receiver that lags must look
/// at everything; one that hears nothing must look from time to time.
#[must_use]
pub fn subscribe(store: &Store) -> broadcast::Receiver<Wake> {
    store.shared().wakes.subscribe()
}

/// Forgets events of all organisations that are older; returns how many.
pub async fn delete_before(tx: &Tx, before: Timestamp) -> Result<u64, StoreError> {
    todo!()
}

/// Writes the noted changes at the end of their transaction; returns whom to wake after it.
pub(crate) async fn flush(
    tx: &Tx,
    changes: BTreeSet<(OrganisationId, Change)>,
) -> Result<BTreeSet<Wake>, StoreError> {
    todo!()
}

/// Wakes this node's listeners; nobody listening is no error.
pub(crate) fn wake(shared: &Shared, wakes: BTreeSet<Wake>) {
    for wake in wakes {
        let _unheard = shared.wakes.send(wake);
    }
}
