//! Blocked mail: intakes that a filter holds back, listed for themselves. Table `intakes`.

use std::collections::HashSet;

use domain::intake::IntakeState;
use domain::{FilterId, IntakeId, MailboxId, OrganisationId, Timestamp};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Query};

use crate::intake::{self, IntakeRow};
use crate::paging::{self, Listing, Order, Part, Referred, number, text};
use crate::sql::{col, is, is_among, is_of};
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
    /// When it was put into the bin.
    pub deleted_at: Option<Timestamp>,
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
    /// Whether the bin is shown, with what was blocked when it was put there.
    pub deleted: bool,
}

/// Those of the mails that are blocked, in the bin or not.
pub async fn among(
    conn: &Conn,
    org: OrganisationId,
    ids: &[IntakeId],
) -> Result<HashSet<IntakeId>, StoreError> {
    let mut query = Query::select();
    query.column("id").from("intakes").and_where(is_of("org_id", org)).and_where(is_among("id", ids));
    query.and_where(is("state", IntakeState::Blocked.as_str())).and_where(col("purged_at").is_null());
    conn.all(&query).await?.iter().map(|row| row.id("id")).collect()
}

/// One page of blocked mail.
pub async fn list(
    conn: &Conn,
    org: OrganisationId,
    query: &ListQuery<BlockedSort>,
    filter: BlockedFilter,
) -> Result<Page<BlockedRow>, StoreError> {
    let keys = paging::keys(conn, listing(org, query.sort, filter), query).await?;
    let rows = intake::rows(conn, Some(org), &keys.ids).await?;
    Ok(keys.page(rows, |intake| intake.id.get()).map(from_intake))
}

/// How a list of these mails is walked.
pub(crate) fn listing(org: OrganisationId, sort: BlockedSort, filter: BlockedFilter) -> Listing {
    let then = number("r.state_at");
    let order = match sort {
        // Index `intakes_blocked`, `intakes_blocked_by_mailbox` or `intakes_blocked_by_filter`; in the bin
        // `intakes_blocked_deleted`.
        BlockedSort::When => Order::By(then),
        // Index `intakes_blocked_by_mailbox` for each of `mailboxes_by_org`.
        BlockedSort::Mailbox => {
            let key = text("g.address_key");
            Order::ByReferred(Referred {
                table: "mailboxes",
                key,
                reference: "r.mailbox_id",
                optional: false,
                then,
            })
        }
        // Index `intakes_blocked_by_filter` for each of `filters_by_name`.
        BlockedSort::Filter => {
            let key = text("g.name_key");
            Order::ByReferred(Referred {
                table: "filters",
                key,
                reference: "r.filter_id",
                optional: true,
                then,
            })
        }
        // Index `intakes_by_subject`.
        BlockedSort::Subject => Order::By(text("r.subject_key")),
    };
    Listing {
        table: "intakes",
        org,
        parts: vec![Part::only(if filter.deleted { binned() } else { waiting() })],
        narrowed: Condition::all()
            .add_option(filter.mailbox_id.map(|mailbox| is("r.mailbox_id", mailbox)))
            .add_option(filter.filter_id.map(|filter| is("r.filter_id", filter))),
        order,
        searched: &["r.from_key", "r.subject_key"],
    }
}

/// Blocked mail that is not in the bin. The state is written out and no parameter, so that both
/// engines see that the indexes of blocked mail hold it.
pub(crate) fn waiting() -> Condition {
    Condition::all().add(Expr::cust("r.state = 'blocked'")).add(col("r.deleted_at").is_null())
}

/// Blocked mail in the bin, written as its index says it.
fn binned() -> Condition {
    Condition::all()
        .add(Expr::cust("r.state = 'blocked'"))
        .add(col("r.deleted_at").is_not_null())
        .add(col("r.purged_at").is_null())
}

fn from_intake(intake: IntakeRow) -> BlockedRow {
    BlockedRow {
        id: intake.id,
        blocked_at: intake.state_at,
        mailbox_id: intake.mailbox_id,
        mailbox_address: intake.mailbox_address,
        filter_id: intake.filter_id,
        filter_name: intake.filter_name,
        from: intake.summary.from,
        subject: intake.summary.subject,
        size_octets: intake.size_octets,
        deleted_at: intake.deleted_at,
    }
}
