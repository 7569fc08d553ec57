//! Saved views of the case list. Table `case_views`: filter, order and columns as JSON text that
//! only those who show the list understand.

use domain::{CaseViewId, OrganisationId, Timestamp, UserId};
use sea_orm::sea_query::{Cond, Expr, ExprTrait, IntoTableRef, Order, Query, SelectStatement};

use crate::events::{self, Change};
use crate::row::Row;
use crate::sql::{self, NewRow, Stored, col, is, joined, pick, sort_key};
use crate::{Conn, StoreError, Tx};

/// One view.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CaseViewRow {
    /// The id.
    pub id: CaseViewId,
    /// Who made it.
    pub author: UserId,
    /// His name.
    pub author_name: Option<String>,
    /// What it is called.
    pub name: String,
    /// Whether everybody sees it, or its author alone.
    pub shared: bool,
    /// Filter, order and columns, as JSON text.
    pub query: String,
}

/// A view to be made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewCaseView {
    /// Who makes it.
    pub author: UserId,
    /// What it is called.
    pub name: String,
    /// Whether everybody sees it.
    pub shared: bool,
    /// Filter, order and columns, as JSON text.
    pub query: String,
    /// The present.
    pub at: Timestamp,
}

/// What to change of a view; `None` leaves it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CaseViewChange {
    /// What it is called.
    pub name: Option<String>,
    /// Whether everybody sees it.
    pub shared: Option<bool>,
    /// Filter, order and columns, as JSON text.
    pub query: Option<String>,
}

/// The views that a user sees: his own, then those that are shared, each in their order. Indexes
/// `case_views_by_user` and `case_views_shared`.
pub async fn list(conn: &Conn, org: OrganisationId, user: UserId) -> Result<Vec<CaseViewRow>, StoreError> {
    let mut query = select(org);
    query
        .cond_where(Cond::any().add(is("v.user_id", user)).add(Expr::cust("v.shared")))
        .order_by(("v", "shared"), Order::Asc)
        .order_by(("v", "position"), Order::Asc)
        .order_by(("v", "name_key"), Order::Asc);
    conn.all(&query).await?.iter().map(read).collect()
}

/// The view with this id, whoever sees it.
pub async fn find(
    conn: &Conn,
    org: OrganisationId,
    id: CaseViewId,
) -> Result<Option<CaseViewRow>, StoreError> {
    let mut query = select(org);
    query.and_where(is("v.id", id));
    conn.one(&query).await?.map(|row| read(&row)).transpose()
}

/// Makes a view, behind the others.
pub async fn insert(tx: &Tx, org: OrganisationId, view: &NewCaseView) -> Result<CaseViewId, StoreError> {
    let id = tx.new_id();
    let row = NewRow::default()
        .with("id", id)
        .with("org_id", org)
        .with("user_id", view.author)
        .with("name", view.name.as_str())
        .with("name_key", sort_key(&view.name))
        .with("shared", view.shared)
        .with("query", view.query.as_str())
        .with("created_at", view.at)
        .with("position", next_position(tx, org).await?);
    tx.execute(&sql::insert("case_views", [row])).await?;
    events::insert(tx, org, Change::settings());
    Ok(id)
}

async fn next_position(tx: &Tx, org: OrganisationId) -> Result<i64, StoreError> {
    let mut last = Query::select();
    last.expr_as(col("position").max(), "last").from("case_views").and_where(is("org_id", org));
    let last = tx.one(&last).await?.map_or(Ok(None), |row| row.number_or_none("last"))?;
    Ok(last.unwrap_or(0).saturating_add(1))
}

/// Changes it; `false` when there is none.
pub async fn update(
    tx: &Tx,
    org: OrganisationId,
    id: CaseViewId,
    change: &CaseViewChange,
) -> Result<bool, StoreError> {
    let mut statement = sql::update("case_views", org, id);
    // Written over itself, so that there is always a column to set.
    statement.value("position", col("position"));
    if let Some(name) = &change.name {
        statement.value("name", name.as_str()).value("name_key", sort_key(name));
    }
    if let Some(shared) = change.shared {
        statement.value("shared", shared);
    }
    if let Some(query) = &change.query {
        statement.value("query", query.as_str());
    }
    let changed = tx.execute(&statement).await? == 1;
    events::insert(tx, org, Change::settings());
    Ok(changed)
}

/// Puts it at a place among the others; `false` when there is none.
pub async fn place(tx: &Tx, org: OrganisationId, id: CaseViewId, at: i64) -> Result<bool, StoreError> {
    let mut statement = sql::update("case_views", org, id);
    statement.value("position", at.stored());
    let placed = tx.execute(&statement).await? == 1;
    events::insert(tx, org, Change::settings());
    Ok(placed)
}

/// Removes it; `false` when there is none.
pub async fn delete(tx: &Tx, org: OrganisationId, id: CaseViewId) -> Result<bool, StoreError> {
    let mut statement = Query::delete();
    statement.from_table("case_views").and_where(is("org_id", org)).and_where(is("id", id));
    let deleted = tx.execute(&statement).await? == 1;
    events::insert(tx, org, Change::settings());
    Ok(deleted)
}

fn select(org: OrganisationId) -> SelectStatement {
    let mut query = Query::select();
    pick(&mut query, "v", &["id", "user_id", "name", "shared", "query"]);
    query
        .expr_as(col("u.name"), "author_name")
        .from_as("case_views", "v")
        .left_join("users".into_table_ref().alias("u"), joined("u.id", "v.user_id", ("u.org_id", "v.org_id")))
        .and_where(is("v.org_id", org));
    query
}

fn read(row: &Row) -> Result<CaseViewRow, StoreError> {
    Ok(CaseViewRow {
        id: row.id("id")?,
        author: row.id("user_id")?,
        author_name: row.text_or_none("author_name")?,
        name: row.text("name")?,
        shared: row.flag("shared")?,
        query: row.text("query")?,
    })
}
