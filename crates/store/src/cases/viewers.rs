//! Who is looking at a case, so that two do not answer it at once.

use domain::{CaseId, OrganisationId, Timestamp, UserId};
use sea_orm::sea_query::{ExprTrait, IntoTableRef, OnConflict, Order, Query};

use crate::sql::{self, NewRow, Stored, col, is, joined};
use crate::{Conn, StoreError, Tx};

/// Notes that somebody is looking at a case.
pub async fn record_viewer(
    tx: &Tx,
    org: OrganisationId,
    case: CaseId,
    user: UserId,
    at: Timestamp,
) -> Result<(), StoreError> {
    let row =
        NewRow::default().with("org_id", org).with("case_id", case).with("user_id", user).with("seen_at", at);
    let mut again = OnConflict::columns(["org_id", "case_id", "user_id"]);
    again.update_column("seen_at");
    let mut statement = sql::insert("case_viewers", [row]);
    statement.on_conflict(again);
    tx.execute(&statement).await?;
    Ok(())
}

/// Who has looked at a case since an instant, by name.
pub async fn list_viewers(
    conn: &Conn,
    org: OrganisationId,
    case: CaseId,
    since: Timestamp,
) -> Result<Vec<(UserId, String)>, StoreError> {
    let mut query = Query::select();
    query
        .columns([("u", "id"), ("u", "name")])
        .from_as("case_viewers", "v")
        .inner_join(
            "users".into_table_ref().alias("u"),
            joined("u.id", "v.user_id", ("u.org_id", "v.org_id")),
        )
        .and_where(is("v.org_id", org))
        .and_where(is("v.case_id", case))
        .and_where(col("v.seen_at").gte(since.stored()))
        .order_by(("u", "name_key"), Order::Asc);
    conn.all(&query).await?.iter().map(|row| Ok((row.id("id")?, row.text("name")?))).collect()
}
