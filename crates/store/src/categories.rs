//! Kinds of request. Table `categories`; a deleted one stays as a name for the cases that have it.

use domain::{CategoryId, OrganisationId, Timestamp};
use sea_orm::sea_query::{Expr, ExprTrait, Order, Query, SelectStatement};

use crate::row::Row;
use crate::sql::{self, NewRow, Stored, col, is, sort_key};
use crate::{Conn, StoreError, Tx};

/// One category.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CategoryRow {
    /// The id.
    pub id: CategoryId,
    /// The name, unique among the organisation's.
    pub name: String,
    /// Its place in the list, from 1.
    pub position: i64,
}

/// All categories, by position.
pub async fn list(conn: &Conn, org: OrganisationId) -> Result<Vec<CategoryRow>, StoreError> {
    let mut query = select(org);
    query.order_by("position", Order::Asc).order_by("id", Order::Asc);
    conn.all(&query).await?.iter().map(read).collect()
}

/// The category with this id, unless it was deleted.
pub async fn find(
    conn: &Conn,
    org: OrganisationId,
    id: CategoryId,
) -> Result<Option<CategoryRow>, StoreError> {
    let mut query = select(org);
    query.and_where(is("id", id));
    conn.one(&query).await?.map(|row| read(&row)).transpose()
}

/// Makes a category at the end; [`StoreError::Duplicate`] when the name is taken.
pub async fn insert(tx: &Tx, org: OrganisationId, name: &str) -> Result<CategoryId, StoreError> {
    let mut last = Query::select();
    last.expr_as(col("position").max(), "last").from("categories").and_where(is("org_id", org));
    let last = tx.one(&last).await?.map_or(Ok(None), |row| row.number_or_none("last"))?;
    let id = tx.new_id();
    let row = NewRow::default()
        .with("id", id)
        .with("org_id", org)
        .with("name", name)
        .with("name_key", sort_key(name))
        .with("position", last.unwrap_or(0) + 1);
    tx.execute(&sql::insert("categories", [row])).await?;
    Ok(id)
}

/// Gives it another name; `false` when there is no such category.
pub async fn rename(tx: &Tx, org: OrganisationId, id: CategoryId, name: &str) -> Result<bool, StoreError> {
    let mut statement = sql::update("categories", org, id);
    statement.value("name", name).value("name_key", sort_key(name)).and_where(col("deleted_at").is_null());
    Ok(tx.execute(&statement).await? == 1)
}

/// Removes it from the choices, and from mailboxes and users; cases keep it. `false` when there is none.
pub async fn delete(tx: &Tx, org: OrganisationId, id: CategoryId, at: Timestamp) -> Result<bool, StoreError> {
    let mut statement = sql::update("categories", org, id);
    statement.value("deleted_at", at.stored()).and_where(col("deleted_at").is_null());
    if tx.execute(&statement).await? == 0 {
        return Ok(false);
    }
    let mut mailboxes = Query::update();
    mailboxes.table("mailboxes").value("category_id", Expr::null());
    mailboxes.and_where(is("org_id", org)).and_where(is("category_id", id));
    tx.execute(&mailboxes).await?;
    let mut users = Query::delete();
    users.from_table("user_categories").and_where(is("org_id", org)).and_where(is("category_id", id));
    tx.execute(&users).await?;
    Ok(true)
}

fn select(org: OrganisationId) -> SelectStatement {
    let mut query = Query::select();
    query
        .columns(["id", "name", "position"])
        .from("categories")
        .and_where(is("org_id", org))
        .and_where(col("deleted_at").is_null());
    query
}

fn read(row: &Row) -> Result<CategoryRow, StoreError> {
    Ok(CategoryRow { id: row.id("id")?, name: row.text("name")?, position: row.number("position")? })
}
