//! What came back so long ago that it is forgotten.

use domain::returns::ReturnClass;
use domain::{Id, Timestamp};
use sea_orm::sea_query::{Expr, ExprTrait, Order, Query, SelectStatement};

use crate::sql::{Stored, col, is, is_among, same};
use crate::{StoreError, Tx};

/// What one look through old returns came to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Purged {
    /// How many were looked at: where that is all that were to be, there may be more.
    pub seen: u64,
    /// How many of them are forgotten.
    pub gone: u64,
    /// Where the next look begins; `None` where none was seen.
    pub reached: Option<Timestamp>,
}

/// Forgets those of `from` on that are older than `before`, of all organisations; looks at `limit` at most.
///
/// By which mail a server said that somebody has unsubscribed is known for as long as the address is blocked: nothing else says so
/// once it is blocked for more. Whoever looks on from where he came to does not meet again what is kept.
pub async fn purge(
    tx: &Tx,
    (from, before): (Timestamp, Timestamp),
    limit: u64,
) -> Result<Purged, StoreError> {
    let found = tx.all(&old((from, before), limit)).await?;
    let Some(last) = found.last() else { return Ok(Purged::default()) };
    let seen = found.len() as u64;
    let last = last.at("at")?;
    let ids = found.iter().map(|row| row.id("id")).collect::<Result<Vec<Id<()>>, _>>()?;
    let mut blocked = Query::select();
    blocked
        .expr(Expr::val(1))
        .from_as("address_standings", "s")
        .and_where(same("s.org_id", "returns.org_id"))
        // Index `address_standings_by_address`.
        .and_where(same("s.address_key", "returns.address_key"))
        .and_where(col("s.blocked_at").is_not_null());
    let unsubscribed = is("class", ReturnClass::Unsubscribe.as_str()).and(is("blocked", true));
    let mut statement = Query::delete();
    statement
        .from_table("returns")
        .and_where(is_among("id", &ids))
        .and_where(unsubscribed.and(Expr::exists(blocked)).not());
    let gone = tx.execute(&statement).await?;
    // Of very many of one instant that are kept, the next look goes past the rest, rather than meet the same ones for ever.
    let is_through = seen < limit || (last == from && gone == 0);
    let reached = if is_through { last.plus_millis(1) } else { last };
    Ok(Purged { seen, gone, reached: Some(reached) })
}

/// Old ones, the oldest first. Index `returns_by_age`.
fn old((from, before): (Timestamp, Timestamp), limit: u64) -> SelectStatement {
    let mut query = Query::select();
    query
        .columns(["id", "at"])
        .from("returns")
        .and_where(col("at").gte(from.stored()))
        .and_where(col("at").lt(before.stored()))
        .order_by("at", Order::Asc)
        .limit(limit);
    query
}
