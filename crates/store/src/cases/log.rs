//! What was changed of a case, by whom.

use std::collections::BTreeMap;

use domain::{CaseId, OrganisationId, Timestamp, UserId};
use sea_orm::sea_query::{IntoTableRef, Order, Query};

use super::{By, merges};
use crate::row::{Columns, Row};
use crate::sql::{self, NewRow, col, is, is_among, joined, json, pick};
use crate::{Conn, StoreError, Tx};

/// One entry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LogRow {
    /// When.
    pub at: Timestamp,
    /// Who; `None` is the system.
    pub user_id: Option<UserId>,
    /// His name.
    pub user_name: Option<String>,
    /// What, in a stable code: `title`, `status`, `owner`, `category`, `priority`, `request_type`, or the caller's.
    pub what: String,
    /// What the sentence about it needs: `from` and `to`, as shown then.
    pub params: BTreeMap<String, String>,
}

/// Adds an entry; [`super::update`] adds its own.
pub async fn insert_log(
    tx: &Tx,
    org: OrganisationId,
    case: CaseId,
    by: By,
    entry: (&str, BTreeMap<String, String>),
) -> Result<(), StoreError> {
    let (what, params) = entry;
    let row = NewRow::default()
        .with("id", tx.new_id::<()>())
        .with("org_id", org)
        .with("case_id", case)
        .with("at", by.at)
        .with("user_id", by.user)
        .with("what", what)
        .with("params", json(&params)?);
    tx.execute_unawaited(&sql::insert("case_log", [row])).await
}

/// All entries, oldest first, at most 1,000.
pub async fn list_log(conn: &Conn, org: OrganisationId, case: CaseId) -> Result<Vec<LogRow>, StoreError> {
    list_of(conn, org, &[case]).await
}

/// The same with the entries of the cases that went into it: a case that is merged leaves its log behind.
pub async fn list_log_with_merged(
    conn: &Conn,
    org: OrganisationId,
    case: CaseId,
) -> Result<Vec<LogRow>, StoreError> {
    let cases = merges::with_merged(conn, org, case).await?;
    list_of(conn, org, &cases).await
}

async fn list_of(conn: &Conn, org: OrganisationId, cases: &[CaseId]) -> Result<Vec<LogRow>, StoreError> {
    let mut query = Query::select();
    pick(&mut query, "l", &["id", "at", "user_id", "what", "params"]);
    query
        .expr_as(col("u.name"), "user_name")
        .from_as("case_log", "l")
        .left_join("users".into_table_ref().alias("u"), joined("u.id", "l.user_id", ("u.org_id", "l.org_id")))
        .and_where(is("l.org_id", org))
        .and_where(is_among("l.case_id", cases))
        .order_by(("l", "id"), Order::Asc)
        .limit(ENTRIES_MAX);
    let read = |row: &Row| {
        Ok(LogRow {
            at: row.at("at")?,
            user_id: row.id_or_none("user_id")?,
            user_name: row.text_or_none("user_name")?,
            what: row.text("what")?,
            params: row.json(Columns("case_log").at("params"))?,
        })
    };
    conn.all(&query).await?.iter().map(read).collect()
}

/// Entries that are shown of one case.
const ENTRIES_MAX: u64 = 1_000;
