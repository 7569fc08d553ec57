//! What happened to cases and is still to be told to users. Table `case_happenings`: a row is written
//! in the transaction of its cause and removed in the one that tells of it, so that a kill at any line
//! tells everything once.

use domain::notice::Happening;
use domain::{CaseId, OrganisationId, Timestamp, UserId};
use sea_orm::sea_query::{LockBehavior, LockType, Order, Query};

use crate::cases::By;
use crate::events::{self, Change};
use crate::row::Columns;
use crate::sql::{self, NewRow, col, json};
use crate::{StoreError, Tx};

/// Something to be told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HappeningRow {
    /// The tenant.
    pub organisation: OrganisationId,
    /// The case.
    pub case: CaseId,
    /// Who did it; `None` is a mail or the system.
    pub user: Option<UserId>,
    /// When.
    pub at: Timestamp,
    /// What.
    pub what: Happening,
}

/// Notes what happened; the worker is woken after the commit.
pub async fn insert(
    tx: &Tx,
    org: OrganisationId,
    case: CaseId,
    by: By,
    what: &Happening,
) -> Result<(), StoreError> {
    let row = NewRow::default()
        .with("id", tx.new_id::<()>())
        .with("org_id", org)
        .with("case_id", case)
        .with("user_id", by.user)
        .with("at", by.at)
        .with("what", json(what)?);
    tx.execute_unawaited(&sql::insert("case_happenings", [row])).await?;
    events::insert(tx, org, Change::case(case));
    Ok(())
}

/// Takes the oldest of all organisations out, at most `limit`: what is not told in this transaction is there
/// again when it is rolled back. Two who take at the same time get different ones.
pub async fn take(tx: &Tx, limit: u32) -> Result<Vec<HappeningRow>, StoreError> {
    let mut oldest = Query::select();
    oldest
        .columns(["id", "org_id", "case_id", "user_id", "at", "what"])
        .from("case_happenings")
        .order_by("id", Order::Asc)
        .limit(u64::from(limit))
        // Written for PostgreSQL alone; SQLite has one writer.
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    let rows = tx.all(&oldest).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids = rows.iter().map(|row| row.id("id")).collect::<Result<Vec<domain::Id<()>>, _>>()?;
    let mut taken = Query::delete();
    taken.from_table("case_happenings").and_where(sql::is_among("id", &ids));
    tx.execute(&taken).await?;
    let read = |row: &crate::row::Row| {
        Ok(HappeningRow {
            organisation: row.id("org_id")?,
            case: row.id("case_id")?,
            user: row.id_or_none("user_id")?,
            at: row.at("at")?,
            what: row.json(Columns("case_happenings").at("what"))?,
        })
    };
    rows.iter().map(read).collect()
}

/// Whether anything waits to be told, for tests and the metrics.
pub async fn is_empty(conn: &crate::Conn) -> Result<bool, StoreError> {
    let mut query = Query::select();
    query.expr(col("id")).from("case_happenings").limit(1);
    Ok(conn.one(&query).await?.is_none())
}
