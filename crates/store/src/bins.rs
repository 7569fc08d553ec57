//! How long each organisation keeps what lies in its bins. Columns of the table `organisations`.

use domain::audit::AuditKind;
use domain::{OrganisationId, Timestamp};
use sea_orm::sea_query::{Expr, ExprTrait, IntoTableRef, Order, Query, SelectStatement};

use crate::row::Columns;
use crate::sql::{Stored, col, is, same};
use crate::{Conn, StoreError, Tx, audit};

/// How long what lies in a bin can be restored, days.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BinDays {
    /// Deleted cases, and messages removed from cases.
    pub cases: u32,
    /// Spam.
    pub spam: u32,
    /// What was deleted from the inbox queue, blocked mail and the outbox, and templates.
    pub queues: u32,
}

/// The days of an organisation.
pub async fn find(conn: &Conn, org: OrganisationId) -> Result<BinDays, StoreError> {
    let mut query = Query::select();
    query.columns(["case_bin_days", "spam_bin_days", "queue_bin_days"]);
    query.from("organisations").and_where(is("id", org));
    let row = conn.one(&query).await?.ok_or(StoreError::Missing("organisation"))?;
    let days = |column| row.small(Columns("organisations").at(column));
    Ok(BinDays {
        cases: days("case_bin_days")?,
        spam: days("spam_bin_days")?,
        queues: days("queue_bin_days")?,
    })
}

/// Sets them; what lies in the bins already goes by them, too.
pub async fn put(tx: &Tx, org: OrganisationId, days: BinDays) -> Result<(), StoreError> {
    audit::watch_one(tx, org, (AuditKind::Organisation, org)).await?;
    let mut statement = Query::update();
    statement
        .table("organisations")
        .value("case_bin_days", days.cases.stored())
        .value("spam_bin_days", days.spam.stored())
        .value("queue_bin_days", days.queues.stored())
        .and_where(is("id", org));
    tx.execute(&statement).await?;
    Ok(())
}

/// A bin: a table's rows with an instant.
#[derive(Clone, Copy)]
pub(crate) struct Bin {
    /// The table, `b` in the query.
    pub(crate) table: &'static str,
    /// Since when they lie in the bin, with the alias.
    pub(crate) since: &'static str,
    /// The organisation's column, with the alias `o`.
    pub(crate) days: &'static str,
}

/// Ids and organisations of what lay long enough in a bin, of all organisations. Each organisation's rows are
/// a walk along the bin's index, which begins with it.
pub(crate) fn over(bin: Bin, now: Timestamp, limit: u32) -> SelectStatement {
    const DAY_MS: i64 = 24 * 3600 * 1000;
    let longest = Expr::val(now.as_millis()).sub(col(bin.days).mul(DAY_MS));
    let mut query = Query::select();
    query
        .columns([("b", "id"), ("b", "org_id")])
        .from_as("organisations", "o")
        // A cross join keeps SQLite from turning the loops around: each organisation's rows are few.
        .cross_join(bin.table.into_table_ref().alias("b"))
        .and_where(same("b.org_id", "o.id"))
        .and_where(col(bin.since).lt(longest))
        .limit(u64::from(limit));
    query.order_by(("o", "id"), Order::Asc);
    query
}
