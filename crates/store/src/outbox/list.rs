//! The outbox as a list.

use domain::encryption::TlsNeed;
use domain::outbox::DeliveryState;
use domain::transport::{ChosenWay, WayChoice};
use domain::waiting::Age;
use domain::{OrganisationId, OutboxId, Timestamp};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, IntoTableRef, Query, SelectStatement, UnionType};

use super::OutboxRow;
use crate::deliveries::{begun_by, in_lanes, is_not_planned, waits_since};
use crate::paging::{self, Listing, Order, Part, number, text};
use crate::row::{Columns, Row};
use crate::sql::{Stored, col, is, is_of, joined, pick};
use crate::{Conn, ListQuery, Page, SortColumn, StoreError, held_destinations};

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
    /// What waits and somebody, or the server of who wrote it, stopped, or is for a domain that somebody holds.
    Stopped,
    /// What did not arrive.
    Failed,
    /// All but the bin.
    All,
    /// The bin.
    Deleted,
}

impl OutboxShelf {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Waiting, Self::Sent, Self::Stopped, Self::Failed, Self::All, Self::Deleted];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::Stopped => "stopped",
            Self::Failed => "failed",
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

/// Where the mail of a list waits, or is stopped, or failed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct WaitsAt {
    /// For this domain, at this instant.
    pub domain: Option<(String, Timestamp)>,
    /// For that so long.
    pub age: Option<Age>,
    /// For the trouble of this destination to end, at this instant.
    pub destination: Option<(String, Timestamp)>,
}

/// The item with this id, deleted or not.
pub async fn find(conn: &Conn, org: OrganisationId, id: OutboxId) -> Result<Option<OutboxRow>, StoreError> {
    Ok(rows(conn, org, &[id.get()]).await?.into_iter().next())
}

/// One page of the outbox.
pub async fn list(
    conn: &Conn,
    org: OrganisationId,
    query: &ListQuery<OutboxSort>,
    filter: OutboxFilter,
) -> Result<Page<OutboxRow>, StoreError> {
    list_at(conn, org, query, (filter, None)).await
}

/// One page of it, of the mail that waits there.
pub async fn list_at(
    conn: &Conn,
    org: OrganisationId,
    query: &ListQuery<OutboxSort>,
    (filter, place): (OutboxFilter, Option<&WaitsAt>),
) -> Result<Page<OutboxRow>, StoreError> {
    let mut listing = listing(org, query.sort, filter);
    if filter.shelf == OutboxShelf::Stopped && !held_destinations::list(conn, org).await?.is_empty() {
        listing.parts.push(Part::only(held_for_domains(org)));
    }
    for waiting in place.into_iter().flat_map(|place| waiting_at(org, filter.shelf, place)) {
        listing.narrowed = listing.narrowed.add(col("r.id").in_subquery(waiting));
    }
    let keys = paging::keys(conn, listing, query).await?;
    let rows = rows(conn, org, &keys.ids).await?;
    Ok(keys.page(rows, |item| item.id.get()))
}

/// The items of a shelf with mail that waits there, one query for each place that is asked for.
pub(crate) fn waiting_at(org: OrganisationId, shelf: OutboxShelf, place: &WaitsAt) -> Vec<SelectStatement> {
    let domain = place.domain.as_ref().map(|(domain, now)| {
        let mut query = at_domain(org, domain, (shelf, *now));
        if let Some(age) = place.age {
            query.cond_where(waits_since("queued_at", age, *now));
        }
        query
    });
    let destination = place.destination.as_ref().map(|(name, now)| at_destination(org, name, *now));
    domain.into_iter().chain(destination).collect()
}

/// What waits, but what is to leave later; on the shelves of what waits for nothing, what is stopped or failed. Indexes
/// `deliveries_by_domain` and `deliveries_at_rest`.
fn at_domain(org: OrganisationId, domain: &str, (shelf, now): (OutboxShelf, Timestamp)) -> SelectStatement {
    let mut query = Query::select();
    query.column("outbox_id").from("deliveries").and_where(is("org_id", org)).and_where(is("domain", domain));
    let at_rest = match shelf {
        OutboxShelf::Stopped => Some(DeliveryState::Queued),
        OutboxShelf::Failed => Some(DeliveryState::Failed),
        OutboxShelf::Waiting | OutboxShelf::Sent | OutboxShelf::All | OutboxShelf::Deleted => None,
    };
    match at_rest {
        Some(state) => query
            .and_where(col("due_at").is_null())
            // As the index has it: SQLite uses it for no statement that says so by other words.
            .and_where(Expr::cust("state <> 'sent'"))
            .and_where(is("state", state.as_str())),
        None => query
            .and_where(col("due_at").is_not_null())
            .and_where(col("queued_at").lte(begun_by(now).stored())),
    };
    query
}

/// Those in its lanes, and those that were put off for it, stopped ones too; nothing that is to leave later. Indexes
/// `sender_lanes_unique`, `deliveries_by_sender_lane` and `deliveries_waiting_of`.
fn at_destination(org: OrganisationId, destination: &str, now: Timestamp) -> SelectStatement {
    let mut query = in_lanes(org, destination, now);
    query.clear_selects().column(("d", "outbox_id"));
    let mut put_off = Query::select();
    put_off
        .column("outbox_id")
        .from("deliveries")
        .and_where(is("waits_for", destination))
        .and_where(is("org_id", org))
        .and_where(is("state", DeliveryState::Queued.as_str()))
        .and_where(is_not_planned(("deliveries.outbox_id", "deliveries.org_id"), now));
    query.union(UnionType::Distinct, put_off).to_owned()
}

/// How a list of these items is walked.
pub(crate) fn listing(org: OrganisationId, sort: OutboxSort, filter: OutboxFilter) -> Listing {
    let order = match sort {
        // Index `outbox_by_created`, in the bin `outbox_deleted`.
        OutboxSort::CreatedAt => Order::By(number("r.created_at")),
        // Index `outbox_by_subject`.
        OutboxSort::Subject => Order::By(text("r.subject_key")),
        // Index `outbox_by_created`, one walk for each state.
        OutboxSort::State => Order::ByPart(number("r.created_at")),
        // Index `outbox_by_next_attempt`.
        OutboxSort::NextAttemptAt => Order::ByOptional(number("r.next_attempt_at")),
        // Index `outbox_by_size`.
        OutboxSort::SizeOctets => Order::By(number("r.size_octets")),
    };
    Listing {
        table: "outbox",
        org,
        parts: filter.shelf.parts(),
        narrowed: Condition::all(),
        order,
        searched: &["r.subject_key", "r.recipients_key"],
    }
}

impl OutboxShelf {
    /// The walks of a list of this shelf.
    pub(super) fn parts(self) -> Vec<Part> {
        let states: &[DeliveryState] = match self {
            Self::Waiting => &[DeliveryState::Queued, DeliveryState::Sending, DeliveryState::Failed],
            Self::Sent => &[DeliveryState::Sent],
            Self::Failed => &[DeliveryState::Failed],
            Self::All => &DeliveryState::ALL,
            Self::Stopped => return vec![Part::only(stopped())],
            Self::Deleted => {
                return vec![Part::only(Condition::all().add(col("r.deleted_at").is_not_null()))];
            }
        };
        (0..).zip(states).map(|(rank, state)| Part { rank, condition: in_state(*state) }).collect()
    }
}

/// What is stopped is so little that all of it is walked, along `outbox_held`: the state is written so that no index serves it.
fn stopped() -> Condition {
    Condition::all()
        .add(col("r.held_at").is_not_null())
        .add(col("r.deleted_at").is_null())
        .add(Expr::cust("(r.state || '')").eq(DeliveryState::Queued.as_str()))
}

/// What waits for domains that the organisation holds, and nobody stopped by itself. Index `deliveries_at_rest`.
fn held_for_domains(org: OrganisationId) -> Condition {
    in_state(DeliveryState::Queued)
        .add(col("r.held_at").is_null())
        .add(col("r.id").in_subquery(held_destinations::stopped_of(org)))
}

/// The items in a state that are not in the bin.
pub(crate) fn in_state(state: DeliveryState) -> Condition {
    Condition::all().add(is("r.state", state.as_str())).add(col("r.deleted_at").is_null())
}

const TABLE: Columns = Columns("outbox");

/// Index `attempts_by_item`.
const TRIED: &str = "COALESCE((SELECT COUNT(*) FROM attempts a WHERE a.org_id = o.org_id AND a.outbox_id = o.id \
     GROUP BY a.delivery_id ORDER BY COUNT(*) DESC LIMIT 1), 0)";

pub(super) async fn rows(
    conn: &Conn,
    org: OrganisationId,
    ids: &[i64],
) -> Result<Vec<OutboxRow>, StoreError> {
    let mut query = select();
    query.and_where(is_of("o.org_id", org)).and_where(col("o.id").is_in(ids.iter().copied()));
    conn.all(&query).await?.iter().map(read).collect()
}

pub(super) fn select() -> SelectStatement {
    let mut query = Query::select();
    pick(
        &mut query,
        "o",
        &[
            "id",
            "org_id",
            "created_at",
            "created_by",
            "from_address",
            "from_name",
            "return_path",
            "recipients",
            "subject",
            "size_octets",
            "raw_hash",
            "state",
            "attempts",
            "next_attempt_at",
            "last_words",
            "held_back",
            "case_id",
            "deleted_at",
            "planned_at",
            "cancel_if_answered",
            "held_at",
            "needs_tls",
            "tls_throughout",
            "chosen_way",
            "chosen_by",
        ],
    );
    query
        .expr_as(col("u.name"), "created_by_name")
        .expr_as(col("c.number"), "case_number")
        .expr_as(Expr::cust(TRIED), "tried")
        .from_as("outbox", "o")
        .left_join(
            "users".into_table_ref().alias("u"),
            joined("u.id", "o.created_by", ("u.org_id", "o.org_id")),
        )
        .left_join(
            "cases".into_table_ref().alias("c"),
            joined("c.id", "o.case_id", ("c.org_id", "o.org_id")),
        );
    query
}

pub(super) fn read(row: &Row) -> Result<OutboxRow, StoreError> {
    let (attempts, logged): (u32, u32) = (row.small(TABLE.at("attempts"))?, row.small(TABLE.at("tried"))?);
    Ok(OutboxRow {
        id: row.id("id")?,
        organisation: row.id("org_id")?,
        created_at: row.at("created_at")?,
        created_by: row.id_or_none("created_by")?,
        created_by_name: row.text_or_none("created_by_name")?,
        from: row.parsed(TABLE.at("from_address"))?,
        from_name: row.text_or_none("from_name")?,
        return_path: row.parsed_or_none(TABLE.at("return_path"))?,
        recipients: row.json(TABLE.at("recipients"))?,
        subject: row.text("subject")?,
        size_octets: row.small(TABLE.at("size_octets"))?,
        raw_hash: row.hash(TABLE.at("raw_hash"))?,
        state: row.parsed(TABLE.at("state"))?,
        attempts,
        // One that is under way is not written down yet.
        tried: Ord::max(logged, attempts),
        next_attempt_at: row.at_or_none("next_attempt_at")?,
        last_words: row.text_or_none("last_words")?,
        held_back: row.json_or_none(TABLE.at("held_back"))?,
        case_id: row.id_or_none("case_id")?,
        case_number: row.number_or_none("case_number")?,
        deleted_at: row.at_or_none("deleted_at")?,
        planned_at: row.at_or_none("planned_at")?,
        cancel_if_answered: row.flag("cancel_if_answered")?,
        held_at: row.at_or_none("held_at")?,
        tls: tls_need(row)?,
        way: way_choice(row)?,
    })
}

/// What the author of a mail demands of its protection.
pub(crate) fn tls_need(row: &Row) -> Result<TlsNeed, StoreError> {
    Ok(match (row.flag("needs_tls")?, row.flag("tls_throughout")?) {
        (_, true) => TlsNeed::Throughout,
        (true, false) => TlsNeed::Verified,
        (false, false) => TlsNeed::Nothing,
    })
}

/// The way that somebody chose for a mail.
pub(crate) fn way_choice(row: &Row) -> Result<Option<WayChoice>, StoreError> {
    let way: Option<ChosenWay> = row.parsed_or_none(TABLE.at("chosen_way"))?;
    let by = row.id_or_none("chosen_by")?;
    Ok(way.zip(by).map(|(way, by)| WayChoice { way, by }))
}
