//! How urgent cases are. Table `priorities`; a deleted one stays as a name for the cases that have it.

use domain::{OrganisationId, PriorityId, Timestamp};
use sea_orm::sea_query::{Expr, ExprTrait, Order, Query, SelectStatement};

use crate::row::Row;
use crate::sql::{self, NewRow, Stored, col, is, sort_key};
use crate::{Conn, StoreError, Tx};

/// One priority.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PriorityRow {
    /// The id.
    pub id: PriorityId,
    /// The name, unique among the organisation's.
    pub name: String,
    /// Its rank: the lower, the more urgent.
    pub rank: i64,
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
    let row = NewRow::default()
        .with("id", id)
        .with("org_id", org)
        .with("name", name)
        .with("name_key", sort_key(name))
        .with("rank", rank);
    tx.execute(&sql::insert("priorities", [row])).await?;
    Ok(id)
}

/// Changes name or rank, `None` leaves it; `false` when there is no such priority.
pub async fn update(
    tx: &Tx,
    org: OrganisationId,
    id: PriorityId,
    name: Option<&str>,
    rank: Option<i64>,
) -> Result<bool, StoreError> {
    let mut statement = sql::update("priorities", org, id);
    // Written over itself where nothing is given, so that there is always a column to set.
    statement
        .value("rank", rank.map_or_else(|| col("rank"), Expr::val))
        .and_where(col("deleted_at").is_null());
    if let Some(name) = name {
        statement.value("name", name).value("name_key", sort_key(name));
    }
    Ok(tx.execute(&statement).await? == 1)
}

/// Removes it from the choices and from mailboxes; cases keep it. `false` when there is none.
pub async fn delete(tx: &Tx, org: OrganisationId, id: PriorityId, at: Timestamp) -> Result<bool, StoreError> {
    let mut statement = sql::update("priorities", org, id);
    statement.value("deleted_at", at.stored()).and_where(col("deleted_at").is_null());
    if tx.execute(&statement).await? == 0 {
        return Ok(false);
    }
    let mut mailboxes = Query::update();
    mailboxes.table("mailboxes").value("priority_id", Expr::null());
    mailboxes.and_where(is("org_id", org)).and_where(is("priority_id", id));
    tx.execute(&mailboxes).await?;
    Ok(true)
}

fn select(org: OrganisationId) -> SelectStatement {
    let mut query = Query::select();
    query
        .columns(["id", "name", "rank"])
        .from("priorities")
        .and_where(is("org_id", org))
        .and_where(col("deleted_at").is_null());
    query
}

fn read(row: &Row) -> Result<PriorityRow, StoreError> {
    Ok(PriorityRow { id: row.id("id")?, name: row.text("name")?, rank: row.number("rank")? })
}
