//! Blocked mail: intakes that a filter holds back, listed for themselves. Table `intakes`.

use domain::{FilterId, IntakeId, MailboxId, OrganisationId, Timestamp};

use crate::{Conn, ListQuery, Page, SortColumn, StoreError};

/// One blocked mail.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BlockedRow {
    /// The intake's id.
    pub id: IntakeId,
    /// When it was blocked.
    pub blocked_at: Timestamp,
    /// The mailbox it came to.
    pub mailbox_id: MailboxId,
    /// That mailbox's address.
    pub mailbox_address: String,
    /// The filter.
    pub filter_id: Option<FilterId>,
    /// That filter's name.
    pub filter_name: Option<String>,
    /// The sender as shown.
    pub from: String,
    /// The subject.
    pub subject: String,
    /// Its size as received, octets.
    pub size_octets: u64,
}

/// What blocked mail can be sorted by.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum BlockedSort {
    /// When it was blocked.
    #[default]
    When,
    /// The mailbox's address.
    Mailbox,
    /// The filter's name.
    Filter,
    /// The subject.
    Subject,
}

impl SortColumn for BlockedSort {
    const ALL: &'static [Self] = &[Self::When, Self::Mailbox, Self::Filter, Self::Subject];

    fn as_str(self) -> &'static str {
        match self {
            Self::When => "when",
            Self::Mailbox => "mailbox",
            Self::Filter => "filter",
            Self::Subject => "subject",
        }
    }
}

/// Which blocked mail a list shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct BlockedFilter {
    /// Only that of this mailbox.
    pub mailbox_id: Option<MailboxId>,
    /// Only that of this filter.
    pub filter_id: Option<FilterId>,
}

/// One page of blocked mail.
pub async fn list(
    conn: &Conn,
    org: OrganisationId,
    query: &ListQuery<BlockedSort>,
    filter: BlockedFilter,
) -> Result<Page<BlockedRow>, StoreError> {
    todo!()
}
