//! What came back so long ago that it is forgotten.

use domain::Timestamp;
use domain::returns::ReturnClass;
use sea_orm::sea_query::{Expr, ExprTrait, Query};

use crate::sql::{Stored, col, is, same};
use crate::{StoreError, Tx};

/// Forgets what is older than an instant, of all organisations, at most `limit`. Index `returns_by_age`.
///
/// By which mail a server said that somebody has unsubscribed is known for as long as the address is blocked: nothing else says so
/// once it is blocked for more.
pub async fn purge(tx: &Tx, before: Timestamp, limit: u64) -> Result<u64, StoreError> {
    let mut blocked = Query::select();
    blocked
        .expr(Expr::val(1))
        .from_as("address_standings", "s")
        .and_where(same("s.org_id", "r.org_id"))
        // Index `address_standings_by_address`.
        .and_where(same("s.address_key", "r.address_key"))
        .and_where(col("s.blocked_at").is_not_null());
    let unsubscribed = is("r.class", ReturnClass::Unsubscribe.as_str()).and(is("r.blocked", true));
    let mut old = Query::select();
    old.expr_as(col("r.id"), "id")
        .from_as("returns", "r")
        .and_where(col("r.at").lt(before.stored()))
        .and_where(unsubscribed.and(Expr::exists(blocked)).not())
        .limit(limit);
    let mut statement = Query::delete();
    statement.from_table("returns").and_where(col("id").in_subquery(old));
    tx.execute(&statement).await
}
