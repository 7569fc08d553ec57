//! An organisation's own statuses of cases. Table `statuses`; an archived one stays for the cases that have
//! it, and another stands for it.

mod usual;

pub(crate) use usual::beside;
pub use usual::{make_usual, usual};

use domain::audit::AuditKind;
use domain::case::CaseStatus;
use domain::limits::STATUSES_MAX;
use domain::palette::Colour;
use domain::{CaseId, OrganisationId, StatusId, Timestamp};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Order, Query, SelectStatement};

use crate::row::{Columns, Row};
use crate::sql::{self, NewRow, Stored, col, is, sort_key};
use crate::{Conn, StoreError, Tx, audit};

/// One status.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StatusRow {
    /// The id.
    pub id: StatusId,
    /// The name, unique among those that are not archived; `None` for a kind's own that nobody renamed.
    pub name: Option<String>,
    /// Open, waiting or closed; never another.
    pub kind: CaseStatus,
    /// What it looks and behaves like.
    pub traits: StatusTraits,
    /// Whether cases of its kind have it that have no other. Each kind has one, for ever.
    pub is_default: bool,
    /// Whether cases are given it that become of its kind when nobody chooses another.
    pub is_usual: bool,
    /// When it was archived.
    pub archived_at: Option<Timestamp>,
    /// The one that stands for it since.
    pub replaced_by: Option<StatusId>,
}

/// What a status looks and behaves like.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct StatusTraits {
    /// Its colour.
    pub colour: Colour,
    /// Whether a customer's answer to such a case begins a new one.
    pub new_case_on_reply: bool,
    /// Whether such a case stands in the queue while it is nobody's; for open ones alone.
    pub in_queue: bool,
}

/// What to change of a status; `None` leaves it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct StatusChange {
    /// The name; empty gives a kind's own its word back.
    pub name: Option<String>,
    /// Its colour.
    pub colour: Option<Colour>,
    /// Whether a customer's answer begins a new case.
    pub new_case_on_reply: Option<bool>,
    /// Whether its cases stand in the queue.
    pub in_queue: Option<bool>,
    /// Its place among those of its kind, from 1; the others make room.
    pub position: Option<u32>,
    /// Whether it becomes the usual one of its kind, in the place of another.
    pub usual: bool,
}

/// All statuses by kind and place, archived ones behind the others of their kind. Index `statuses_in_order`.
pub async fn list(conn: &Conn, org: OrganisationId) -> Result<Vec<StatusRow>, StoreError> {
    let mut query = select(org);
    query.order_by("position", Order::Asc).order_by("id", Order::Asc).limit(STATUSES_MAX as u64);
    let mut rows = conn.all(&query).await?.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let kind = |row: &StatusRow| CaseStatus::LIVING.iter().position(|kind| *kind == row.kind);
    rows.sort_by_key(|row| (kind(row), row.archived_at.is_some()));
    usual::mark(&mut rows);
    Ok(rows)
}

/// The status with this id, archived or not.
pub async fn find(conn: &Conn, org: OrganisationId, id: StatusId) -> Result<Option<StatusRow>, StoreError> {
    let mut query = select(org);
    query.and_where(is("id", id));
    let Some(row) = conn.one(&query).await?.map(|row| read(&row)).transpose()? else { return Ok(None) };
    if !row.is_default {
        return Ok(Some(row));
    }
    let marked = usual(conn, org, row.kind).await?.is_some_and(|usual| usual.id != row.id);
    Ok(Some(StatusRow { is_usual: !marked, ..row }))
}

/// The status that a case shows: its own, the one that stands for it, or its kind's. `None` for a case that
/// is not worked on.
pub async fn of_case(
    conn: &Conn,
    org: OrganisationId,
    case: CaseId,
) -> Result<Option<StatusRow>, StoreError> {
    let mut query = Query::select();
    query.column("status").expr_as(Expr::cust(OWN), "own").from("cases");
    query.and_where(is("org_id", org)).and_where(is("id", case));
    let Some(row) = conn.one(&query).await? else { return Ok(None) };
    let kind: CaseStatus = row.parsed(Columns("cases").at("status"))?;
    let Some(own) = row.id_or_none("own")? else { return of_kind(conn, org, kind).await };
    match find(conn, org, own).await? {
        Some(StatusRow { replaced_by: Some(other), .. }) => find(conn, org, other).await,
        found => Ok(found),
    }
}

/// The status that a case of `cases` has of its own; with another alias in the walks of lists. Written as in
/// the index `cases_by_own_status`.
const OWN: &str = "CASE WHEN status_kind = status THEN status_id END";

/// The status that cases of this kind have when they have no other. Index `statuses_default`.
pub async fn of_kind(
    conn: &Conn,
    org: OrganisationId,
    kind: CaseStatus,
) -> Result<Option<StatusRow>, StoreError> {
    let mut query = select(org);
    query.and_where(is("kind", kind.as_str())).and_where(Expr::cust("is_default"));
    let Some(row) = conn.one(&query).await? else { return Ok(None) };
    find(conn, org, row.id("id")?).await
}

/// Makes the three that every organisation has.
pub(crate) async fn insert_defaults(tx: &Tx, org: OrganisationId) -> Result<(), StoreError> {
    let row = |(kind, colour): (CaseStatus, Colour)| {
        // No name that a person enters begins with a blank.
        let (name, key) = (String::new(), format!(" {}", kind.as_str()));
        let traits = StatusTraits { colour, in_queue: kind == CaseStatus::Open, new_case_on_reply: false };
        new_row(tx.new_id(), org, (name, key), (kind, traits))
            .with("position", 1_i64)
            .with("is_default", true)
    };
    let colours = [Colour::Fjord, Colour::Cloudberry, Colour::Granite];
    let rows = CaseStatus::LIVING.into_iter().zip(colours).map(row);
    tx.execute(&sql::insert("statuses", rows)).await?;
    Ok(())
}

/// Makes a status at the end of its kind; [`StoreError::Duplicate`] when the name is taken, `None` when there
/// are too many.
pub async fn insert(
    tx: &Tx,
    org: OrganisationId,
    name: &str,
    (kind, traits): (CaseStatus, StatusTraits),
) -> Result<Option<StatusId>, StoreError> {
    lock(tx, org).await?;
    let known = list(tx, org).await?;
    if known.len() >= STATUSES_MAX {
        return Ok(None);
    }
    let mut last = Query::select();
    last.expr_as(col("position").max(), "last").from("statuses").and_where(is("org_id", org));
    let last = tx.one(&last).await?.map_or(Ok(None), |row| row.number_or_none("last"))?;
    let id = tx.new_id();
    audit::watch_one(tx, org, (AuditKind::Status, id)).await?;
    let row = new_row(id, org, (name.to_owned(), sort_key(name)), (kind, traits));
    let row = row.with("position", last.unwrap_or(0) + 1).with("is_default", false);
    tx.execute(&sql::insert("statuses", [row])).await?;
    Ok(Some(id))
}

/// Changes it; `false` when there is no such status.
pub async fn update(
    tx: &Tx,
    org: OrganisationId,
    row: &StatusRow,
    change: &StatusChange,
) -> Result<bool, StoreError> {
    audit::watch_one(tx, org, (AuditKind::Status, row.id)).await?;
    let mut statement = sql::update("statuses", org, row.id);
    // Written over itself, so that there is always a column to set.
    statement.value("position", col("position"));
    if let Some(name) = &change.name {
        let unnamed = name.is_empty().then(|| format!(" {}", row.kind.as_str()));
        statement.value("name", name.as_str()).value("name_key", unnamed.unwrap_or_else(|| sort_key(name)));
    }
    if let Some(colour) = change.colour {
        statement.value("colour", colour.as_str());
    }
    if let Some(new_case) = change.new_case_on_reply {
        statement.value("new_case_on_reply", new_case);
    }
    if let Some(in_queue) = change.in_queue {
        statement.value("in_queue", in_queue);
    }
    if tx.execute(&statement).await? == 0 {
        return Ok(false);
    }
    if let Some(position) = change.position {
        put_at(tx, org, row, position).await?;
    }
    if change.usual {
        make_usual(tx, org, row).await?;
    }
    Ok(true)
}

/// Puts it at this place among those of its kind, from 1, and numbers these anew.
async fn put_at(tx: &Tx, org: OrganisationId, row: &StatusRow, position: u32) -> Result<(), StoreError> {
    lock(tx, org).await?;
    let beside =
        |other: &StatusRow| other.kind == row.kind && other.archived_at.is_none() && other.id != row.id;
    let mut ids: Vec<StatusId> =
        list(tx, org).await?.iter().filter(|other| beside(other)).map(|o| o.id).collect();
    let at = usize::try_from(position.saturating_sub(1)).map_or(ids.len(), |at| ids.len().min(at));
    ids.insert(at, row.id);
    for (place, id) in (1_i64..).zip(ids) {
        let mut statement = sql::update("statuses", org, id);
        statement.value("position", place);
        tx.execute(&statement).await?;
    }
    Ok(())
}

/// Takes it from the choices; another of its kind stands for it and for all that it stood for. That the
/// other is there, and that this is no kind's own, is for the caller to check.
pub async fn archive(
    tx: &Tx,
    org: OrganisationId,
    id: StatusId,
    (instead, at): (StatusId, Timestamp),
) -> Result<bool, StoreError> {
    audit::watch_one(tx, org, (AuditKind::Status, id)).await?;
    let mut statement = sql::update("statuses", org, id);
    statement
        .value("archived_at", at.stored())
        .value("replaced_by", instead.stored())
        .value("is_usual", false)
        .and_where(col("archived_at").is_null());
    if tx.execute(&statement).await? == 0 {
        return Ok(false);
    }
    // One step leads from an archived one to a living one.
    let mut others = Query::update();
    others.table("statuses").value("replaced_by", instead.stored());
    others.and_where(is("org_id", org)).and_where(is("replaced_by", id));
    tx.execute(&others).await?;
    Ok(true)
}

/// Puts an archived one back among the choices, with the cases that it had; [`StoreError::Duplicate`] when
/// another has its name by now.
pub async fn restore(tx: &Tx, org: OrganisationId, id: StatusId) -> Result<bool, StoreError> {
    audit::watch_one(tx, org, (AuditKind::Status, id)).await?;
    let mut statement = sql::update("statuses", org, id);
    statement
        .value("archived_at", None::<i64>)
        .value("replaced_by", None::<i64>)
        .and_where(col("archived_at").is_not_null());
    Ok(tx.execute(&statement).await? == 1)
}

/// Whoever else makes, orders or archives a status of this organisation waits.
pub async fn lock(tx: &Tx, org: OrganisationId) -> Result<(), StoreError> {
    crate::organisations::lock(tx, org).await
}

/// Which own statuses of open cases are not in the queue, and whether cases without one are.
pub(crate) async fn outside_queue(
    conn: &Conn,
    org: OrganisationId,
) -> Result<(Vec<StatusId>, bool), StoreError> {
    let all = list(conn, org).await?;
    let shown = |row: &StatusRow| row.replaced_by.unwrap_or(row.id);
    let queued = |id: StatusId| all.iter().any(|row| row.id == id && row.traits.in_queue);
    let open = || all.iter().filter(|row| row.kind == CaseStatus::Open);
    let outside = open().filter(|row| !queued(shown(row))).map(|row| row.id).collect();
    let default = open().find(|row| row.is_default).is_none_or(|row| row.traits.in_queue);
    Ok((outside, default))
}

/// The open cases that stand in the queue, as a condition on their own statuses.
pub(crate) fn queued((outside, default): &(Vec<StatusId>, bool)) -> Condition {
    let own = || Expr::cust(OWN);
    let among = (!outside.is_empty()).then(|| {
        let ids = outside.iter().map(|id| id.get());
        Condition::any().add(own().is_null()).add(own().is_not_in(ids))
    });
    Condition::all().add_option(among).add_option((!default).then(|| own().is_not_null()))
}

fn new_row(
    id: StatusId,
    org: OrganisationId,
    (name, key): (String, String),
    (kind, traits): (CaseStatus, StatusTraits),
) -> NewRow {
    NewRow::default()
        .with("id", id)
        .with("org_id", org)
        .with("name", name)
        .with("name_key", key)
        .with("kind", kind.as_str())
        .with("colour", traits.colour.as_str())
        .with("new_case_on_reply", traits.new_case_on_reply)
        .with("in_queue", traits.in_queue)
}

const COLUMNS: [&str; 10] = [
    "id",
    "name",
    "kind",
    "colour",
    "is_default",
    "is_usual",
    "new_case_on_reply",
    "in_queue",
    "archived_at",
    "replaced_by",
];

fn select(org: OrganisationId) -> SelectStatement {
    let mut query = Query::select();
    query.columns(COLUMNS).from("statuses").and_where(is("org_id", org));
    query
}

fn read(row: &Row) -> Result<StatusRow, StoreError> {
    let table = Columns("statuses");
    Ok(StatusRow {
        id: row.id("id")?,
        name: Some(row.text("name")?).filter(|name| !name.is_empty()),
        kind: row.parsed(table.at("kind"))?,
        traits: StatusTraits {
            colour: row.parsed(table.at("colour"))?,
            new_case_on_reply: row.flag("new_case_on_reply")?,
            in_queue: row.flag("in_queue")?,
        },
        is_default: row.flag("is_default")?,
        is_usual: row.flag("is_usual")?,
        archived_at: row.at_or_none("archived_at")?,
        replaced_by: row.id_or_none("replaced_by")?,
    })
}
