//! What happened to cases and is still to be told to users. Table `case_happenings`: a row is written
//! in the transaction of its cause and removed in the one that tells of it, so that a kill at any line
//! tells everything once.

use domain::notice::Happening;
use domain::{CaseId, Id, OrganisationId, Timestamp, UserId};
use sea_orm::sea_query::{ExprTrait, LockBehavior, LockType, Order, Query};

use crate::cases::By;
use crate::events::{self, Change};
use crate::row::{Columns, Row};
use crate::sql::{self, NewRow, Stored, col, json};
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
/// again when it is rolled back. Two who take at the same time get different ones. What this version cannot read is left to the
/// nodes of the newer one that wrote it, and holds up nothing.
pub async fn take(tx: &Tx, limit: u32) -> Result<Vec<HappeningRow>, StoreError> {
    let mut behind = None;
    for _ in 0..PAGES_MAX {
        let rows = oldest(tx, behind, limit).await?;
        let mut taken = Vec::with_capacity(rows.len());
        for row in &rows {
            behind = Some(row.id::<()>("id")?);
            if let Some(happening) = read(row)? {
                taken.push((row.id::<()>("id")?, happening));
            }
        }
        if taken.is_empty() && rows.len() as u64 >= u64::from(limit) {
            continue;
        }
        return remove(tx, taken).await;
    }
    Ok(Vec::new())
}

/// Pages that are looked through for one that this version can read.
const PAGES_MAX: usize = 20;

async fn oldest(tx: &Tx, behind: Option<Id<()>>, limit: u32) -> Result<Vec<Row>, StoreError> {
    let mut oldest = Query::select();
    oldest
        .columns(["id", "org_id", "case_id", "user_id", "at", "what"])
        .from("case_happenings")
        .order_by("id", Order::Asc)
        .limit(u64::from(limit))
        // Written for PostgreSQL alone; SQLite has one writer.
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    if let Some(behind) = behind {
        oldest.and_where(col("id").gt(behind.stored()));
    }
    tx.all(&oldest).await
}

async fn remove(tx: &Tx, taken: Vec<(Id<()>, HappeningRow)>) -> Result<Vec<HappeningRow>, StoreError> {
    if taken.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<Id<()>> = taken.iter().map(|(id, _)| *id).collect();
    let mut statement = Query::delete();
    statement.from_table("case_happenings").and_where(sql::is_among("id", &ids));
    tx.execute(&statement).await?;
    Ok(taken.into_iter().map(|(_, happening)| happening).collect())
}

fn read(row: &Row) -> Result<Option<HappeningRow>, StoreError> {
    let Some(what) = row.json_known(Columns("case_happenings").at("what"), "what")? else {
        return Ok(None);
    };
    Ok(Some(HappeningRow {
        organisation: row.id("org_id")?,
        case: row.id("case_id")?,
        user: row.id_or_none("user_id")?,
        at: row.at("at")?,
        what,
    }))
}

/// Whether anything waits to be told, for tests and the metrics.
pub async fn is_empty(conn: &crate::Conn) -> Result<bool, StoreError> {
    let mut query = Query::select();
    query.expr(col("id")).from("case_happenings").limit(1);
    Ok(conn.one(&query).await?.is_none())
}
