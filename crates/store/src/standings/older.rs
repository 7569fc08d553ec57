//! Complaints that an older node wrote down while nodes were updated one after another: it knew no complaint that stands beside a
//! block, and left only the decision or the return that tells of it.

use domain::blocks::{AddressDeed, BlockReason, BlockScope};
use domain::returns::ReturnClass;
use domain::{EmailAddress, OrganisationId, Timestamp};
use sea_orm::sea_query::{ExprTrait, IntoTableRef, Query, SelectStatement};

use super::TABLE;
use super::complaint::record_complaint;
use crate::row::Row;
use crate::sql::{Stored, col, is, pick, same};
use crate::{StoreError, Tx};

/// Writes down the complaints since an instant that stand and that no row tells of, of all organisations, at most `limit` of lists
/// and as many that came to us.
pub async fn record_untold(tx: &Tx, since: Timestamp, limit: u64) -> Result<(), StoreError> {
    for (reason, mut query) in
        [(BlockReason::Imported, of_lists(since)), (BlockReason::Returned, of_returns(since))]
    {
        query.limit(limit);
        for row in tx.all(&query).await? {
            let (org, address) = of(&row)?;
            record_complaint(tx, org, &address, reason).await?;
        }
    }
    Ok(())
}

fn of(row: &Row) -> Result<(OrganisationId, EmailAddress), StoreError> {
    Ok((row.id("org_id")?, row.parsed(TABLE.at("address"))?))
}

/// Index `address_changes_by_age`: what this version writes of a complaint is kept, and not in it.
fn of_lists(since: Timestamp) -> SelectStatement {
    let mut query = untold("address_changes", since);
    query
        .and_where(col("t.kept_at").is_null())
        .and_where(is("t.deed", AddressDeed::Blocked.as_str()))
        .and_where(is("t.block_scope", BlockScope::Mailings.as_str()))
        .and_where(is("t.block_reason", BlockReason::Imported.as_str()));
    query
}

/// Index `returns_by_age`.
fn of_returns(since: Timestamp) -> SelectStatement {
    let mut query = untold("returns", since);
    query
        .and_where(is("t.class", ReturnClass::Complaint.as_str()))
        .and_where(is("t.blocked", true))
        .and_where(col("t.outbox_id").is_not_null());
    query
}

/// The blocked addresses that a row of this table since then is about, and that nobody cleared since it.
fn untold(table: &'static str, since: Timestamp) -> SelectStatement {
    let is_settled_before = col("s.consented_at").lt(col("t.at"));
    let mut query = Query::select();
    pick(&mut query, "s", &["org_id", "address"]);
    query
        .distinct()
        .from_as(table, "t")
        // Index `address_standings_by_address`.
        .inner_join(
            "address_standings".into_table_ref().alias("s"),
            same("s.org_id", "t.org_id").and(same("s.address_key", "t.address_key")),
        )
        .and_where(col("t.at").gte(since.stored()))
        .and_where(col("s.blocked_at").is_not_null())
        .and_where(col("s.complained_at").is_null().or(is_settled_before))
        .and_where(col("s.cleared_at").is_null().or(col("s.cleared_at").lt(col("t.at"))));
    query
}
