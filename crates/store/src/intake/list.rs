//! The inbox queue.

use domain::{IntakeId, MailboxId, OrganisationId};

use super::IntakeRow;
use crate::{Conn, ListQuery, Page, SortColumn, StoreError};

/// What intakes can be sorted by.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum IntakeSort {
    /// When it was stored.
    #[default]
    ReceivedAt,
    /// The sender.
    From,
    /// The subject.
    Subject,
    /// The size.
    SizeOctets,
    /// The state.
    State,
    /// How often it was tried.
    Attempts,
}

impl SortColumn for IntakeSort {
    const ALL: &'static [Self] =
        &[Self::ReceivedAt, Self::From, Self::Subject, Self::SizeOctets, Self::State, Self::Attempts];

    fn as_str(self) -> &'static str {
        match self {
            Self::ReceivedAt => "received_at",
            Self::From => "from",
            Self::Subject => "subject",
            Self::SizeOctets => "size_octets",
            Self::State => "state",
            Self::Attempts => "attempts",
        }
    }
}

/// Which part of the intakes a list shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum IntakeShelf {
    /// What waits or failed.
    #[default]
    Waiting,
    /// What waits.
    Stored,
    /// What failed.
    Failed,
    /// What became a message of a case.
    Placed,
    /// The bin.
    Deleted,
}

impl IntakeShelf {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Waiting, Self::Stored, Self::Failed, Self::Placed, Self::Deleted];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Stored => "stored",
            Self::Failed => "failed",
            Self::Placed => "placed",
            Self::Deleted => "deleted",
        }
    }

    /// The shelf with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|shelf| shelf.as_str() == name)
    }
}

/// Which intakes a list shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct IntakeFilter {
    /// The part.
    pub shelf: IntakeShelf,
    /// Only those of this mailbox.
    pub mailbox_id: Option<MailboxId>,
}

/// The intake with this id, deleted or not.
pub async fn find(conn: &Conn, org: OrganisationId, id: IntakeId) -> Result<Option<IntakeRow>, StoreError> {
    todo!()
}

/// One page of the inbox queue.
pub async fn list(
    conn: &Conn,
    org: OrganisationId,
    query: &ListQuery<IntakeSort>,
    filter: IntakeFilter,
) -> Result<Page<IntakeRow>, StoreError> {
    todo!()
}
