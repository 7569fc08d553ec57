//! The list of mailboxes.

use domain::OrganisationId;
use domain::mailbox::Protocol;

use super::MailboxRow;
use crate::{Conn, ListQuery, Page, SortColumn, StoreError};

/// What mailboxes can be sorted by.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum MailboxSort {
    /// The address.
    #[default]
    Address,
    /// The category's name.
    Category,
    /// The priority's rank.
    Priority,
    /// The protocol.
    Protocol,
    /// When it last succeeded.
    LastSuccessAt,
}

impl SortColumn for MailboxSort {
    const ALL: &'static [Self] =
        &[Self::Address, Self::Category, Self::Priority, Self::Protocol, Self::LastSuccessAt];

    fn as_str(self) -> &'static str {
        match self {
            Self::Address => "address",
            Self::Category => "category",
            Self::Priority => "priority",
            Self::Protocol => "protocol",
            Self::LastSuccessAt => "last_success_at",
        }
    }
}

/// Which mailboxes a list shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct MailboxFilter {
    /// Only those with this protocol.
    pub protocol: Option<Protocol>,
    /// Only those switched on, or off.
    pub active: Option<bool>,
}

/// One page of mailboxes. Index `mailboxes_by_org`; an organisation's mailboxes are few enough to sort.
pub async fn list(
    conn: &Conn,
    org: OrganisationId,
    query: &ListQuery<MailboxSort>,
    filter: MailboxFilter,
) -> Result<Page<MailboxRow>, StoreError> {
    todo!()
}
