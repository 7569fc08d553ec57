//! Failed sign-ins, counted in the database so that every node counts the same. Table
//! `sign_in_failures`. It belongs to no organisation: nobody is signed in yet.

use domain::Timestamp;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query};

use crate::row::{Columns, Row};
use crate::sql::{self, NewRow, Stored, col, is};
use crate::{Conn, StoreError, Tx};

/// What is known about one key: an address or a host.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Failures {
    /// How many since the last success or pause.
    pub count: u32,
    /// When the last was.
    pub last_at: Timestamp,
}

/// The failures of a key.
pub async fn find(conn: &Conn, key: &str) -> Result<Option<Failures>, StoreError> {
    let mut query = Query::select();
    query.columns(["failures", "last_at"]).from("sign_in_failures").and_where(is("name", key));
    conn.one(&query).await?.map(|row| read(&row)).transpose()
}

/// Counts one more failure, from one again when the last is older than `window_ms`; returns the count.
pub async fn record_failure(
    tx: &Tx,
    key: &str,
    at: Timestamp,
    window_ms: i64,
) -> Result<Failures, StoreError> {
    let row = NewRow::default().with("name", key).with("failures", 1_i64).with("last_at", at);
    let fresh = col("sign_in_failures.last_at").gte(at.plus_millis(-window_ms).stored());
    let counted = Expr::case(fresh, col("sign_in_failures.failures").add(1)).finally(1);
    let mut again = OnConflict::column("name");
    again.value("failures", counted).update_column("last_at");
    let mut statement = sql::insert("sign_in_failures", [row]);
    statement.on_conflict(again).returning(Query::returning().columns(["failures", "last_at"]));
    match tx.returning(&statement).await?.first() {
        Some(row) => read(row),
        None => Ok(Failures { count: 1, last_at: at }),
    }
}

/// Forgets a key's failures: after a success.
pub async fn clear(tx: &Tx, key: &str) -> Result<(), StoreError> {
    let mut statement = Query::delete();
    statement.from_table("sign_in_failures").and_where(is("name", key));
    tx.execute(&statement).await?;
    Ok(())
}

/// Takes one failure back: what was counted in advance came out well.
pub async fn take_back(tx: &Tx, key: &str) -> Result<(), StoreError> {
    let mut last = Query::delete();
    last.from_table("sign_in_failures").and_where(is("name", key)).and_where(col("failures").lte(1));
    if tx.execute(&last).await? == 0 {
        let mut statement = Query::update();
        statement.table("sign_in_failures").value("failures", col("failures").sub(1));
        statement.and_where(is("name", key));
        tx.execute(&statement).await?;
    }
    Ok(())
}

/// Forgets what is older than `before`; returns how many keys.
pub async fn delete_before(tx: &Tx, before: Timestamp) -> Result<u64, StoreError> {
    let mut statement = Query::delete();
    statement.from_table("sign_in_failures").and_where(col("last_at").lt(before.stored()));
    tx.execute(&statement).await
}

const TABLE: Columns = Columns("sign_in_failures");

fn read(row: &Row) -> Result<Failures, StoreError> {
    Ok(Failures { count: row.small(TABLE.at("failures"))?, last_at: row.at("last_at")? })
}
