//! A block that somebody took away and that is there again: since when it was, by whom and with which words.

use domain::blocks::AddressDeed;
use domain::{OrganisationId, StandingId};
use sea_orm::sea_query::{Expr, ExprTrait, UpdateStatement};

use super::cleared;
use crate::sql::{self, col};
use crate::{StoreError, Tx};

/// What is kept of a block, and where.
const KEPT: [(&str, &str); 5] = [
    ("blocked_at", "lifted_blocked_at"),
    ("changed_by", "lifted_blocked_by"),
    ("block_words", "lifted_block_words"),
    ("returns", "lifted_returns"),
    ("well_at", "lifted_well_at"),
];

/// Keeps it with the statement that takes the block away. Whoever blocks an address that wrote, or that a mail arrived at, decides
/// anew.
pub(super) fn kept(statement: &mut UpdateStatement, deed: AddressDeed) {
    let is_of_people = match deed {
        AddressDeed::Cleared | AddressDeed::RolledBack => true,
        AddressDeed::Wrote
        | AddressDeed::TrialKept
        | AddressDeed::Blocked
        | AddressDeed::Deleted
        | AddressDeed::OnTrial
        | AddressDeed::TrialReturned
        | AddressDeed::TrialUnused
        | AddressDeed::TrialEnded => false,
    };
    for (column, kept) in KEPT {
        // As it is before the statement.
        statement.value(kept, if is_of_people { col(column) } else { Expr::cust("NULL") });
    }
}

/// Keeps nothing of it any more.
pub(super) fn forgotten(statement: &mut UpdateStatement) {
    for (column, kept) in KEPT {
        if column == "block_words" {
            statement.value(kept, None::<String>);
        } else {
            statement.value(kept, None::<i64>);
        }
    }
}

/// Gives an address that is blocked again the block that it had, and what had come back from it, and keeps nothing more of how that was
/// taken away. What was learnt of it since stands. One whose block is not known stays as it was put.
pub async fn restore_block(tx: &Tx, org: OrganisationId, id: StandingId) -> Result<(), StoreError> {
    // Whoever took the block away let nothing count any more.
    let nobody_wrote = || sql::same("well_at", "lifted_at");
    let returns =
        Expr::case(nobody_wrote(), col("returns").add(col("lifted_returns"))).finally(col("returns"));
    let well_at = Expr::case(nobody_wrote(), col("lifted_well_at")).finally(col("well_at"));
    let mut statement = sql::update("address_standings", org, id);
    statement
        .value("blocked_at", col("lifted_blocked_at"))
        .value("changed_by", col("lifted_blocked_by"))
        .value("block_words", col("lifted_block_words"))
        .value("returns", returns)
        .value("well_at", well_at)
        .and_where(col("lifted_blocked_at").is_not_null())
        .and_where(col("blocked_at").is_not_null());
    cleared::forgotten(&mut statement);
    tx.execute(&statement).await?;
    Ok(())
}
