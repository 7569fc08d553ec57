//! How long jobs that are over are kept. Those that planned mails are told of until these go, so that they are taken back
//! together, and those that took such back as long as the others.

use domain::job::JobKind;
use domain::{JobId, OrganisationId, Timestamp, UserId};
use sea_orm::sea_query::{Expr, ExprTrait, Order, Query};

use super::{JobRow, is_known, read, select};
use crate::sql::{Stored, col, holds, is, is_among};
use crate::{Conn, StoreError, Tx};

/// A user's jobs older than one, newest first: those that plan mails, as these words in their params say, and those that take
/// such back. Index `jobs_by_user`.
pub async fn list_planning(
    conn: &Conn,
    org: OrganisationId,
    user: UserId,
    (before, words): (JobId, &str),
    limit: u32,
) -> Result<Vec<JobRow>, StoreError> {
    let mut query = select();
    query
        .and_where(is("org_id", org))
        .and_where(is("user_id", user))
        .and_where(col("id").lt(before.stored()))
        .and_where(plans(words))
        .and_where(is_known())
        .order_by("id", Order::Desc)
        .limit(u64::from(limit));
    conn.all(&query).await?.iter().map(read).collect()
}

/// The same of all organisations that were over before an instant. Index `jobs_finished`.
pub async fn list_planning_over(
    conn: &Conn,
    before: Timestamp,
    words: &str,
) -> Result<Vec<JobRow>, StoreError> {
    let mut query = select();
    query
        .and_where(col("finished_at").lt(before.stored()))
        .and_where(plans(words))
        .and_where(is_known())
        .order_by("id", Order::Asc);
    conn.all(&query).await?.iter().map(read).collect()
}

/// Forgets jobs of all organisations that were over before an instant, but for these. Index `jobs_finished`.
pub async fn delete_before(tx: &Tx, before: Timestamp, kept: &[JobId]) -> Result<u64, StoreError> {
    let mut statement = Query::delete();
    statement.from_table("jobs").and_where(col("finished_at").lt(before.stored()));
    if !kept.is_empty() {
        statement.and_where(is_among("id", kept).not());
    }
    tx.execute(&statement).await
}

/// Whether it plans mails, or takes such back.
fn plans(words: &str) -> Expr {
    is("kind", JobKind::MailsTakeBack.as_str()).or(holds("params", words))
}
