//! How often something may happen to somebody, counted in the database so that every node counts the
//! same. Table `budgets`; what the instants mean is policy's.

use domain::{BudgetId, OrganisationId, Timestamp};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Order, Query};

use crate::row::{Columns, Row};
use crate::sql::{self, NewRow, Stored, col, is};
use crate::{Conn, StoreError, Tx};

/// Pauses that are shown at a time.
const PAUSES_MAX: u64 = 200;

/// One bucket.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BudgetRow {
    /// The id.
    pub id: BudgetId,
    /// What is counted: `address`, `case` ...
    pub scope: String,
    /// Whose: an address, a case's id; empty for the organisation.
    pub name: String,
    /// When it is full.
    pub full_at: Timestamp,
    /// When it was last full.
    pub since: Timestamp,
    /// How often it was asked since then.
    pub asked: u32,
    /// How often it refused since then.
    pub refused: u32,
}

/// What asking a bucket puts off.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Asking {
    /// When a full one is full again.
    pub first: Timestamp,
    /// By how much another is put off, milliseconds.
    pub interval_ms: i64,
    /// The latest instant that it is put off to.
    pub last: Timestamp,
    /// The present.
    pub at: Timestamp,
}

/// Asks a bucket, in one statement, so that two who ask at the same time are both counted.
pub async fn ask(
    tx: &Tx,
    org: OrganisationId,
    (scope, name): (&str, &str),
    asking: Asking,
) -> Result<BudgetRow, StoreError> {
    let row = NewRow::default()
        .with("id", tx.new_id::<()>())
        .with("org_id", org)
        .with("scope", scope)
        .with("name", name)
        .with("full_at", asking.first)
        .with("since", asking.at)
        .with("asked", 1_i64)
        .with("refused", 0_i64);
    let is_full = || col("budgets.full_at").lte(asking.at.stored());
    let next = || col("budgets.full_at").add(asking.interval_ms);
    let put_off = Expr::case(is_full(), asking.first.stored())
        .case(next().gt(asking.last.stored()), asking.last.stored())
        .finally(next());
    let mut again = OnConflict::columns(["org_id", "scope", "name"]);
    again
        .value("since", Expr::case(is_full(), asking.at.stored()).finally(col("budgets.since")))
        .value("asked", Expr::case(is_full(), 1).finally(col("budgets.asked").add(1)))
        .value("refused", Expr::case(is_full(), 0).finally(col("budgets.refused")))
        .value("full_at", put_off);
    let mut statement = sql::insert("budgets", [row]);
    statement.on_conflict(again).returning(Query::returning().columns(COLUMNS));
    let rows = tx.returning(&statement).await?;
    rows.first().map(read).transpose()?.ok_or(StoreError::Missing("budget"))
}

/// Counts a refusal, so that the pause is shown.
pub async fn record_refusal(tx: &Tx, org: OrganisationId, id: BudgetId) -> Result<(), StoreError> {
    let mut statement = sql::update("budgets", org, id);
    statement.value("refused", col("refused").add(1));
    tx.execute(&statement).await?;
    Ok(())
}

/// Buckets that refused and are not full yet, the longest pause first, at most 200. Index `budgets_paused`.
pub async fn list_paused(
    conn: &Conn,
    org: OrganisationId,
    now: Timestamp,
) -> Result<Vec<BudgetRow>, StoreError> {
    let mut query = Query::select();
    query
        .columns(COLUMNS)
        .from("budgets")
        .and_where(is("org_id", org))
        .and_where(col("refused").gt(0))
        .and_where(col("full_at").gt(now.stored()))
        .order_by("full_at", Order::Desc)
        .limit(PAUSES_MAX);
    conn.all(&query).await?.iter().map(read).collect()
}

/// A bucket that refused since it was last full. Index `budgets_unique`.
pub async fn find_paused(
    conn: &Conn,
    org: OrganisationId,
    (scope, name): (&str, &str),
) -> Result<Option<BudgetRow>, StoreError> {
    let mut query = Query::select();
    query
        .columns(COLUMNS)
        .from("budgets")
        .and_where(is("org_id", org))
        .and_where(is("scope", scope))
        .and_where(is("name", name))
        .and_where(col("refused").gt(0));
    conn.one(&query).await?.map(|row| read(&row)).transpose()
}

/// Fills a bucket; `false` when there is none.
pub async fn lift(tx: &Tx, org: OrganisationId, id: BudgetId) -> Result<bool, StoreError> {
    let mut statement = Query::delete();
    statement.from_table("budgets").and_where(is("org_id", org)).and_where(is("id", id));
    Ok(tx.execute(&statement).await? == 1)
}

/// Forgets buckets of all organisations that have been full since; returns how many.
pub async fn delete_before(tx: &Tx, before: Timestamp) -> Result<u64, StoreError> {
    let mut statement = Query::delete();
    statement.from_table("budgets").and_where(col("full_at").lt(before.stored()));
    tx.execute(&statement).await
}

const TABLE: Columns = Columns("budgets");
const COLUMNS: [&str; 7] = ["id", "scope", "name", "full_at", "since", "asked", "refused"];

fn read(row: &Row) -> Result<BudgetRow, StoreError> {
    Ok(BudgetRow {
        id: row.id("id")?,
        scope: row.text("scope")?,
        name: row.text("name")?,
        full_at: row.at("full_at")?,
        since: row.at("since")?,
        asked: row.small(TABLE.at("asked"))?,
        refused: row.small(TABLE.at("refused"))?,
    })
}
