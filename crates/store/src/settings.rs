//! Small named values, as JSON. Table `settings`; those of no organisation are the installation's.

use domain::OrganisationId;
use sea_orm::sea_query::{ExprTrait, OnConflict, Order, Query};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::row::Columns;
use crate::sql::{self, NewRow, col, is, json};
use crate::{Conn, StoreError, Tx, audit};

/// A value; `None` until it is set.
pub async fn find<T: DeserializeOwned>(
    conn: &Conn,
    org: Option<OrganisationId>,
    key: &str,
) -> Result<Option<T>, StoreError> {
    let mut query = Query::select();
    query.column("value").from("settings").and_where(is("org_id", scope(org))).and_where(is("name", key));
    let row = conn.one(&query).await?;
    row.map(|row| row.json(Columns("settings").at("value"))).transpose()
}

/// What organisations chose, by the organisation; the table has few rows for each.
pub async fn list_of<T: DeserializeOwned>(
    conn: &Conn,
    key: &str,
) -> Result<Vec<(OrganisationId, T)>, StoreError> {
    let mut query = Query::select();
    query.columns(["org_id", "value"]).from("settings").and_where(is("name", key));
    query.and_where(col("org_id").ne(scope(None))).order_by("org_id", Order::Asc);
    let rows = conn.all(&query).await?;
    rows.iter().map(|row| Ok((row.id("org_id")?, row.json(Columns("settings").at("value"))?))).collect()
}

/// Sets a value that somebody chose. Of an organisation's it is told what it was, which is the default until it is
/// set.
pub async fn put<T: Default + Serialize + Sync>(
    tx: &Tx,
    org: Option<OrganisationId>,
    key: &str,
    value: &T,
) -> Result<(), StoreError> {
    if let Some(org) = org {
        let default = serde_json::to_value(T::default()).map_err(StoreError::database)?;
        audit::watch_setting(tx, org, (key, default)).await?;
    }
    remember(tx, org, key, value).await
}

/// Sets a value that is no choice of an organisation: what the program keeps for itself, and what a user chose.
pub async fn remember<T: Serialize + Sync>(
    tx: &Tx,
    org: Option<OrganisationId>,
    key: &str,
    value: &T,
) -> Result<(), StoreError> {
    let row = NewRow::default().with("org_id", scope(org)).with("name", key).with("value", json(value)?);
    let mut statement = sql::insert("settings", [row]);
    let mut again = OnConflict::columns(["org_id", "name"]);
    statement.on_conflict(again.update_column("value").to_owned());
    tx.execute(&statement).await?;
    Ok(())
}

/// Removes a value; `false` when it was not set.
pub async fn delete(tx: &Tx, org: Option<OrganisationId>, key: &str) -> Result<bool, StoreError> {
    let mut statement = Query::delete();
    statement.from_table("settings").and_where(is("org_id", scope(org))).and_where(is("name", key));
    Ok(tx.execute(&statement).await? == 1)
}

/// The installation's own values stand under the number that no organisation has.
fn scope(org: Option<OrganisationId>) -> i64 {
    org.map_or(0, OrganisationId::get)
}
