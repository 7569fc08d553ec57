//! What a user chose about the interface. Table `user_preferences`: JSON by name, which only the
//! interface understands.

use domain::{OrganisationId, Timestamp, UserId};
use sea_orm::sea_query::{Expr, OnConflict, Order, Query};

use crate::sql::{self, NewRow, is};
use crate::{Conn, StoreError, Tx};

/// One choice.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Preference {
    /// Its name.
    pub name: String,
    /// Its value, as JSON text.
    pub value: String,
}

/// All of a user's, by name.
pub async fn list(conn: &Conn, org: OrganisationId, user: UserId) -> Result<Vec<Preference>, StoreError> {
    let mut query = Query::select();
    query
        .columns(["name", "value"])
        .from("user_preferences")
        .and_where(is("org_id", org))
        .and_where(is("user_id", user))
        .order_by("name", Order::Asc);
    let rows = conn.all(&query).await?;
    rows.iter().map(|row| Ok(Preference { name: row.text("name")?, value: row.text("value")? })).collect()
}

/// The value under a name, as JSON text; `None` until it is set.
pub async fn find(
    conn: &Conn,
    org: OrganisationId,
    user: UserId,
    name: &str,
) -> Result<Option<String>, StoreError> {
    let mut query = Query::select();
    query
        .column("value")
        .from("user_preferences")
        .and_where(is("org_id", org))
        .and_where(is("user_id", user))
        .and_where(is("name", name));
    conn.one(&query).await?.map(|row| row.text("value")).transpose()
}

/// How many a user has.
pub async fn count(conn: &Conn, org: OrganisationId, user: UserId) -> Result<u64, StoreError> {
    let mut query = Query::select();
    query
        .expr_as(Expr::cust("COUNT(*)"), "counted")
        .from("user_preferences")
        .and_where(is("org_id", org))
        .and_where(is("user_id", user));
    let counted = conn.one(&query).await?.map_or(Ok(0), |row| row.number("counted"))?;
    Ok(u64::try_from(counted).unwrap_or(0))
}

/// Sets one.
pub async fn put(
    tx: &Tx,
    org: OrganisationId,
    user: UserId,
    preference: &Preference,
    at: Timestamp,
) -> Result<(), StoreError> {
    let row = NewRow::default()
        .with("org_id", org)
        .with("user_id", user)
        .with("name", preference.name.as_str())
        .with("value", preference.value.as_str())
        .with("changed_at", at);
    let mut statement = sql::insert("user_preferences", [row]);
    let mut again = OnConflict::columns(["org_id", "user_id", "name"]);
    statement.on_conflict(again.update_columns(["value", "changed_at"]).to_owned());
    tx.execute(&statement).await?;
    Ok(())
}

/// Forgets one; `false` when it was not set.
pub async fn delete(tx: &Tx, org: OrganisationId, user: UserId, name: &str) -> Result<bool, StoreError> {
    let mut statement = Query::delete();
    statement
        .from_table("user_preferences")
        .and_where(is("org_id", org))
        .and_where(is("user_id", user))
        .and_where(is("name", name));
    Ok(tx.execute(&statement).await? == 1)
}
