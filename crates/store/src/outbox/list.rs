//! The outbox as a list.

use domain::{OrganisationId, OutboxId};

use super::OutboxRow;
use crate::{Conn, ListQuery, Page, SortColumn, StoreError};

/// What outbox items can be sorted by.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum OutboxSort {
    /// When it was written.
    #[default]
    CreatedAt,
    /// The subject.
    Subject,
    /// The state.
    State,
    /// When it is tried next.
    NextAttemptAt,
    /// The size.
    SizeOctets,
}

impl SortColumn for OutboxSort {
    const ALL: &'static [Self] =
        &[Self::CreatedAt, Self::Subject, Self::State, Self::NextAttemptAt, Self::SizeOctets];

    fn as_str(self) -> &'static str {
        match self {
            Self::CreatedAt => "created_at",
            Self::Subject => "subject",
            Self::State => "state",
            Self::NextAttemptAt => "next_attempt_at",
            Self::SizeOctets => "size_octets",
        }
    }
}

/// Which part of the outbox a list shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum OutboxShelf {
    /// What waits, is being sent or failed.
    #[default]
    Waiting,
    /// What was sent.
    Sent,
    /// All but the bin.
    All,
    /// The bin.
    Deleted,
}

impl OutboxShelf {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Waiting, Self::Sent, Self::All, Self::Deleted];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::All => "all",
            Self::Deleted => "deleted",
        }
    }

    /// The shelf with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|shelf| shelf.as_str() == name)
    }
}

/// Which outbox items a list shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct OutboxFilter {
    /// The part.
    pub shelf: OutboxShelf,
}

/// The item with this id, deleted or not.
pub async fn find(conn: &Conn, org: OrganisationId, id: OutboxId) -> Result<Option<OutboxRow>, StoreError> {
    todo!()
}

/// One page of the outbox.
pub async fn list(
    conn: &Conn,
    org: OrganisationId,
    query: &ListQuery<OutboxSort>,
    filter: OutboxFilter,
) -> Result<Page<OutboxRow>, StoreError> {
    todo!()
}
