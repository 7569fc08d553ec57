//! The tenants. Table `organisations`, which also keeps each one's last case number.

use domain::audit::AuditKind;
use domain::{OrganisationId, Timestamp};
use sea_orm::sea_query::{ExprTrait, LockBehavior, LockType, Order, Query};

use crate::row::Row;
use crate::sql::{self, NewRow, Stored, col, is};
use crate::{Conn, StoreError, Tx, audit, statuses};

/// One organisation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OrganisationRow {
    /// Its id.
    pub id: OrganisationId,
    /// Its name.
    pub name: String,
    /// Since when it is here.
    pub created_at: Timestamp,
}

/// Makes an organisation, with the status that each kind of case has.
pub async fn insert(tx: &Tx, name: &str, at: Timestamp) -> Result<OrganisationId, StoreError> {
    let id = tx.new_id();
    let row = NewRow::default()
        .with("id", id)
        .with("name", name)
        .with("last_case_number", 0_i64)
        .with("created_at", at);
    tx.execute(&sql::insert("organisations", [row])).await?;
    statuses::insert_defaults(tx, id).await?;
    Ok(id)
}

/// The organisation with this id.
pub async fn find(conn: &Conn, org: OrganisationId) -> Result<Option<OrganisationRow>, StoreError> {
    let mut query = Query::select();
    query.columns(COLUMNS).from("organisations").and_where(is("id", org));
    conn.one(&query).await?.map(|row| read(&row)).transpose()
}

/// All organisations, oldest first, for the operator's commands.
pub async fn list(conn: &Conn) -> Result<Vec<OrganisationRow>, StoreError> {
    let mut query = Query::select();
    query.columns(COLUMNS).from("organisations").order_by("id", Order::Asc);
    conn.all(&query).await?.iter().map(read).collect()
}

/// Whether there are more than one.
pub async fn are_several(conn: &Conn) -> Result<bool, StoreError> {
    let mut query = Query::select();
    query.column("id").from("organisations").limit(2);
    Ok(conn.all(&query).await?.len() > 1)
}

/// Makes other transactions that lock the same organisation wait until this one ends.
pub async fn lock(tx: &Tx, org: OrganisationId) -> Result<(), StoreError> {
    let mut statement = Query::update();
    // Written over itself: the row's own lock is what is wanted, on both engines.
    statement.table("organisations").value("name", col("name")).and_where(is("id", org));
    tx.execute(&statement).await?;
    Ok(())
}

/// Takes an organisation whose users are to be reminded, with when that was planned, and puts it off to
/// `next`, which is for the caller to set right. Two who take at the same time get different ones. Index
/// `organisations_remind`.
pub async fn take_reminder(
    tx: &Tx,
    (now, next): (Timestamp, Timestamp),
) -> Result<Option<(OrganisationId, Option<Timestamp>)>, StoreError> {
    let mut due = Query::select();
    due.columns(["id", "remind_at"])
        .from("organisations")
        .and_where(col("remind_at").lte(now.stored()))
        .order_by("remind_at", Order::Asc)
        .limit(1)
        // Written for PostgreSQL alone; SQLite has one writer.
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    let Some(row) = tx.one(&due).await? else { return Ok(None) };
    let org: OrganisationId = row.id("id")?;
    let planned = row.at("remind_at")?;
    plan_reminder(tx, org, Some(next)).await?;
    Ok(Some((org, Some(planned).filter(|at| at.as_millis() > 0))))
}

/// Plans when users are reminded next; `None` asks for it to be planned anew.
pub async fn plan_reminder(tx: &Tx, org: OrganisationId, next: Option<Timestamp>) -> Result<(), StoreError> {
    let mut statement = Query::update();
    let next = next.map_or(0, Timestamp::as_millis);
    statement.table("organisations").value("remind_at", next).and_where(is("id", org));
    tx.execute(&statement).await?;
    Ok(())
}

/// Gives it another name; `false` when there is no such organisation.
pub async fn rename(tx: &Tx, org: OrganisationId, name: &str) -> Result<bool, StoreError> {
    audit::watch_one(tx, org, (AuditKind::Organisation, org)).await?;
    let mut statement = Query::update();
    statement.table("organisations").value("name", name).and_where(is("id", org));
    Ok(tx.execute(&statement).await? == 1)
}

const COLUMNS: [&str; 3] = ["id", "name", "created_at"];

fn read(row: &Row) -> Result<OrganisationRow, StoreError> {
    Ok(OrganisationRow { id: row.id("id")?, name: row.text("name")?, created_at: row.at("created_at")? })
}
