//! How urgent cases are. Table `priorities`; a deleted one stays as a name for the cases that have it.

use domain::audit::AuditKind;
use domain::escalation::Level;
use domain::{OrganisationId, PriorityId, Timestamp};
use sea_orm::sea_query::{Expr, ExprTrait, Order, Query, SelectStatement};

use crate::row::{Columns, Row};
use crate::sql::{self, NewRow, Stored, col, is, sort_key};
use crate::{Conn, StoreError, Tx, audit};

/// One priority.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PriorityRow {
    /// The id.
    pub id: PriorityId,
    /// The name, unique among the organisation's.
    pub name: String,
    /// Its rank: the lower, the more urgent.
    pub rank: i64,
    /// How long its cases may take, minutes; none is no deadline.
    pub deadline_minutes: Option<u32>,
    /// Whether only the organisation's office hours count.
    pub office_hours: bool,
    /// What happens to its cases when they take too long, in order.
    pub levels: Vec<Level>,
    /// Whether a mail to the customer begins deadline and levels anew.
    pub restarts_on_reply: bool,
}

/// What to change of a priority; `None` leaves it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PriorityChange {
    /// The name.
    pub name: Option<String>,
    /// Its rank.
    pub rank: Option<i64>,
    /// How long its cases may take, minutes, or no deadline.
    pub deadline_minutes: Option<Option<u32>>,
    /// Whether only the organisation's office hours count.
    pub office_hours: Option<bool>,
    /// All its levels. Whom and what they name is for the caller to check.
    pub levels: Option<Vec<Level>>,
    /// Whether a mail to the customer begins deadline and levels anew.
    pub restarts_on_reply: Option<bool>,
}

/// All priorities, by rank and name.
pub async fn list(conn: &Conn, org: OrganisationId) -> Result<Vec<PriorityRow>, StoreError> {
    let mut query = select(org);
    query.order_by("rank", Order::Asc).order_by("name_key", Order::Asc);
    conn.all(&query).await?.iter().map(read).collect()
}

/// The priority with this id, unless it was deleted.
pub async fn find(
    conn: &Conn,
    org: OrganisationId,
    id: PriorityId,
) -> Result<Option<PriorityRow>, StoreError> {
    let mut query = select(org);
    query.and_where(is("id", id));
    conn.one(&query).await?.map(|row| read(&row)).transpose()
}

/// Makes a priority; [`StoreError::Duplicate`] when the name is taken.
pub async fn insert(tx: &Tx, org: OrganisationId, name: &str, rank: i64) -> Result<PriorityId, StoreError> {
    let id = tx.new_id();
    audit::watch_one(tx, org, (AuditKind::Priority, id)).await?;
    let row = NewRow::default()
        .with("id", id)
        .with("org_id", org)
        .with("name", name)
        .with("name_key", sort_key(name))
        .with("rank", rank);
    tx.execute(&sql::insert("priorities", [row])).await?;
    Ok(id)
}

/// Changes it; `false` when there is no such priority. Deadlines that were set stay.
pub async fn update(
    tx: &Tx,
    org: OrganisationId,
    id: PriorityId,
    change: &PriorityChange,
) -> Result<bool, StoreError> {
    audit::watch_one(tx, org, (AuditKind::Priority, id)).await?;
    let mut statement = sql::update("priorities", org, id);
    // Written over itself where nothing is given, so that there is always a column to set.
    statement
        .value("rank", change.rank.map_or_else(|| col("rank"), Expr::val))
        .and_where(col("deleted_at").is_null());
    if let Some(name) = &change.name {
        statement.value("name", name.as_str()).value("name_key", sort_key(name));
    }
    if let Some(minutes) = change.deadline_minutes {
        statement.value("deadline_minutes", minutes.stored());
    }
    if let Some(office_hours) = change.office_hours {
        statement.value("office_hours", office_hours);
    }
    if let Some(levels) = &change.levels {
        statement.value("levels", sql::json(levels)?);
    }
    if let Some(restarts) = change.restarts_on_reply {
        statement.value("restarts_on_reply", restarts);
    }
    Ok(tx.execute(&statement).await? == 1)
}

/// Removes it from the choices, from mailboxes and categories; cases keep it. `false` when there is none.
pub async fn delete(tx: &Tx, org: OrganisationId, id: PriorityId, at: Timestamp) -> Result<bool, StoreError> {
    audit::watch_one(tx, org, (AuditKind::Priority, id)).await?;
    let mut statement = sql::update("priorities", org, id);
    statement.value("deleted_at", at.stored()).and_where(col("deleted_at").is_null());
    if tx.execute(&statement).await? == 0 {
        return Ok(false);
    }
    let mut mailboxes = Query::update();
    mailboxes.table("mailboxes").value("priority_id", Expr::null());
    mailboxes.and_where(is("org_id", org)).and_where(is("priority_id", id));
    tx.execute(&mailboxes).await?;
    let mut categories = Query::update();
    categories.table("categories").value("priority_id", Expr::null());
    categories.and_where(is("org_id", org)).and_where(is("priority_id", id));
    tx.execute(&categories).await?;
    Ok(true)
}

fn select(org: OrganisationId) -> SelectStatement {
    let mut query = Query::select();
    query
        .columns(["id", "name", "rank", "deadline_minutes", "office_hours", "levels", "restarts_on_reply"])
        .from("priorities")
        .and_where(is("org_id", org))
        .and_where(col("deleted_at").is_null());
    query
}

fn read(row: &Row) -> Result<PriorityRow, StoreError> {
    Ok(PriorityRow {
        id: row.id("id")?,
        name: row.text("name")?,
        rank: row.number("rank")?,
        deadline_minutes: row.small_or_none(Columns("priorities").at("deadline_minutes"))?,
        office_hours: row.flag("office_hours")?,
        levels: row.json(Columns("priorities").at("levels"))?,
        restarts_on_reply: row.flag("restarts_on_reply")?,
    })
}
