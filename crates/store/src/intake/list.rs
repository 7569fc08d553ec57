//! The inbox queue.

use domain::intake::IntakeState;
use domain::{IntakeId, MailboxId, OrganisationId, Timestamp};
use sea_orm::sea_query::{Condition, ExprTrait, IntoTableRef, Query, SelectStatement};

use super::{IntakeRow, Summary};
use crate::paging::{self, Listing, Order, Part, number, text};
use crate::row::{Columns, Row};
use crate::sql::{Stored, col, is, joined, pick};
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
    /// What waits, failed, or a person must place.
    #[default]
    Waiting,
    /// What waits.
    Stored,
    /// What failed.
    Failed,
    /// What became a message of a case.
    Placed,
    /// What its mailbox leaves out.
    Ignored,
    /// What a person must place.
    Review,
    /// The bin.
    Deleted,
    /// All that is not in the bin.
    Any,
}

impl IntakeShelf {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Waiting,
        Self::Stored,
        Self::Failed,
        Self::Review,
        Self::Placed,
        Self::Ignored,
        Self::Deleted,
        Self::Any,
    ];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Stored => "stored",
            Self::Failed => "failed",
            Self::Placed => "placed",
            Self::Ignored => "ignored",
            Self::Review => "review",
            Self::Deleted => "deleted",
            Self::Any => "any",
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
    /// Whether blocked mail is among `Any` and `Deleted`: it has a list and a bin of its own, and a right.
    pub blocked: bool,
    /// Only those of this mailbox.
    pub mailbox_id: Option<MailboxId>,
    /// Only those received from the first instant on and before the second.
    pub received: Option<(Timestamp, Timestamp)>,
}

/// The intake with this id, deleted or not.
pub async fn find(conn: &Conn, org: OrganisationId, id: IntakeId) -> Result<Option<IntakeRow>, StoreError> {
    Ok(rows(conn, Some(org), &[id.get()]).await?.into_iter().next())
}

/// One page of the inbox queue.
pub async fn list(
    conn: &Conn,
    org: OrganisationId,
    query: &ListQuery<IntakeSort>,
    filter: IntakeFilter,
) -> Result<Page<IntakeRow>, StoreError> {
    let keys = paging::keys(conn, listing(org, query.sort, filter), query).await?;
    let rows = rows(conn, Some(org), &keys.ids).await?;
    Ok(keys.page(rows, |intake| intake.id.get()))
}

/// How a list of these intakes is walked.
pub(crate) fn listing(org: OrganisationId, sort: IntakeSort, filter: IntakeFilter) -> Listing {
    let order = match sort {
        // Index `intakes_by_received`, with a mailbox `intakes_by_mailbox`, in the bin `intakes_deleted`.
        IntakeSort::ReceivedAt => Order::By(number("r.received_at")),
        // Index `intakes_by_from`.
        IntakeSort::From => Order::By(text("r.from_key")),
        // Index `intakes_by_subject`.
        IntakeSort::Subject => Order::By(text("r.subject_key")),
        // Index `intakes_by_size`.
        IntakeSort::SizeOctets => Order::By(number("r.size_octets")),
        // Index `intakes_by_received`, one walk for each state.
        IntakeSort::State => Order::ByPart(number("r.received_at")),
        // Index `intakes_by_attempts`.
        IntakeSort::Attempts => Order::By(number("r.attempts")),
    };
    Listing {
        table: "intakes",
        org,
        parts: filter.parts(),
        narrowed: Condition::all()
            .add_option(filter.mailbox_id.map(|mailbox| is("r.mailbox_id", mailbox)))
            .add_option(filter.received.map(|(from, _)| col("r.received_at").gte(from.stored())))
            .add_option(filter.received.map(|(_, until)| col("r.received_at").lt(until.stored()))),
        order,
        searched: &["r.from_key", "r.subject_key"],
    }
}

impl IntakeFilter {
    /// The walks of a list of this shelf.
    fn parts(self) -> Vec<Part> {
        let states: &[IntakeState] = match self.shelf {
            IntakeShelf::Waiting => &[IntakeState::Stored, IntakeState::Failed, IntakeState::Review],
            IntakeShelf::Review => &[IntakeState::Review],
            IntakeShelf::Any => &IntakeState::ALL,
            IntakeShelf::Stored => &[IntakeState::Stored],
            IntakeShelf::Failed => &[IntakeState::Failed],
            IntakeShelf::Placed => &[IntakeState::Placed],
            IntakeShelf::Ignored => &[IntakeState::Ignored],
            IntakeShelf::Deleted => return vec![Part::only(self.binned())],
        };
        let shown = states.iter().filter(|state| self.blocked || **state != IntakeState::Blocked);
        (0..).zip(shown).map(|(rank, state)| Part { rank, condition: in_state(*state) }).collect()
    }

    fn binned(self) -> Condition {
        let others = (!self.blocked).then(|| col("r.state").ne(IntakeState::Blocked.as_str()));
        Condition::all()
            .add(col("r.deleted_at").is_not_null())
            .add(col("r.purged_at").is_null())
            .add_option(others)
    }
}

/// The intakes in a state that are not in the bin.
pub(crate) fn in_state(state: IntakeState) -> Condition {
    Condition::all().add(is("r.state", state.as_str())).add(col("r.deleted_at").is_null())
}

const TABLE: Columns = Columns("intakes");

/// The intakes with these ids; `None` reads over all organisations, for claims.
pub(crate) async fn rows(
    conn: &Conn,
    org: Option<OrganisationId>,
    ids: &[i64],
) -> Result<Vec<IntakeRow>, StoreError> {
    let mut query = select();
    query.and_where(col("i.id").is_in(ids.iter().copied()));
    if let Some(org) = org {
        query.and_where(is("i.org_id", org));
    }
    conn.all(&query).await?.iter().map(read).collect()
}

fn select() -> SelectStatement {
    let mut query = Query::select();
    pick(
        &mut query,
        "i",
        &[
            "id",
            "org_id",
            "mailbox_id",
            "source_id",
            "raw_hash",
            "size_octets",
            "received_at",
            "arrived_at",
            "state",
            "state_at",
            "attempts",
            "error",
            "skip_filter_ids",
            "review",
            "decision",
            "returned_delivery_id",
            "debug",
            "filter_id",
            "case_id",
            "from_text",
            "subject",
            "message_id",
            "sent_at",
            "parser_version",
            "deleted_at",
            "historic",
            "left_because",
            "import_anyway",
        ],
    );
    query
        .expr_as(col("m.address"), "mailbox_address")
        .expr_as(col("f.name"), "filter_name")
        .expr_as(col("c.number"), "case_number")
        .from_as("intakes", "i")
        .left_join(
            "mailboxes".into_table_ref().alias("m"),
            joined("m.id", "i.mailbox_id", ("m.org_id", "i.org_id")),
        )
        .left_join(
            "filters".into_table_ref().alias("f"),
            joined("f.id", "i.filter_id", ("f.org_id", "i.org_id")),
        )
        .left_join("cases".into_table_ref().alias("c"), joined("c.id", "i.case_id", ("c.org_id", "i.org_id")))
        .and_where(col("i.purged_at").is_null());
    query
}

fn read(row: &Row) -> Result<IntakeRow, StoreError> {
    Ok(IntakeRow {
        id: row.id("id")?,
        organisation: row.id("org_id")?,
        mailbox_id: row.id("mailbox_id")?,
        mailbox_address: row.text_or_none("mailbox_address")?.unwrap_or_default(),
        source_id: row.text("source_id")?,
        raw_hash: row.hash(TABLE.at("raw_hash"))?,
        size_octets: row.small(TABLE.at("size_octets"))?,
        received_at: row.at("received_at")?,
        arrived_at: row.at_or_none("arrived_at")?,
        state: row.parsed(TABLE.at("state"))?,
        attempts: row.small(TABLE.at("attempts"))?,
        error: row.text_or_none("error")?,
        state_at: row.at("state_at")?,
        deleted_at: row.at_or_none("deleted_at")?,
        historic: row.flag("historic")?,
        import_anyway: row.flag("import_anyway")?,
        left_because: row.parsed_or_none(TABLE.at("left_because"))?,
        review: row.json_or_none(TABLE.at("review"))?,
        decision: row.json_or_none(TABLE.at("decision"))?,
        returned_delivery: row.id_or_none("returned_delivery_id")?,
        debug: row.flag("debug")?,
        skip_filter_ids: row.json(TABLE.at("skip_filter_ids"))?,
        summary: Summary {
            from: row.text("from_text")?,
            subject: row.text("subject")?,
            message_id: row.text_or_none("message_id")?,
            sent_at: row.at_or_none("sent_at")?,
            parser_version: row.number("parser_version")?,
        },
        filter_id: row.id_or_none("filter_id")?,
        filter_name: row.text_or_none("filter_name")?,
        case_id: row.id_or_none("case_id")?,
        case_number: row.number_or_none("case_number")?,
    })
}
