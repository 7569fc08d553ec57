//! The list of mailboxes.

use domain::OrganisationId;
use domain::mailbox::Protocol;
use sea_orm::sea_query::{Condition, ExprTrait};

use super::{MailboxRow, read};
use crate::paging::{self, Listing, Order, Part, Referred, number, text};
use crate::sql::{col, is};
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
    let order = match query.sort {
        MailboxSort::Address => Order::By(text("r.address_key")),
        MailboxSort::Category => Order::ByReferred(Referred {
            table: "categories",
            key: text("g.name_key"),
            reference: "r.category_id",
            optional: true,
            then: text("r.address_key"),
        }),
        MailboxSort::Priority => Order::ByReferred(Referred {
            table: "priorities",
            key: number("g.rank"),
            reference: "r.priority_id",
            optional: true,
            then: text("r.address_key"),
        }),
        MailboxSort::Protocol => Order::By(text("r.protocol")),
        MailboxSort::LastSuccessAt => Order::ByOptional(number("r.last_success_at")),
    };
    let narrowed = Condition::all()
        .add_option(filter.protocol.map(|protocol| is("r.protocol", protocol.as_str())))
        .add_option(filter.active.map(|active| is("r.active", active)));
    let listing = Listing {
        table: "mailboxes",
        org,
        parts: vec![Part::only(Condition::all().add(col("r.deleted_at").is_null()))],
        narrowed,
        order,
        searched: &["r.address_key"],
    };
    let keys = paging::keys(conn, listing, query).await?;
    let rows = read::rows(conn, org, &keys.ids).await?;
    Ok(keys.page(rows, |mailbox| mailbox.id.get()))
}
