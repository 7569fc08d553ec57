//! What a program that knows no lanes of senders says of lanes is said of these, too.

use sea_orm::sea_query::{Expr, ExprTrait, LockBehavior, LockType, Query, SelectStatement};

use super::mixing;
use super::take::chosen_of_lane;
use crate::sql::{col, filled_up, is};
use crate::{StoreError, Tx};

/// Lanes of one go.
const AT_ONCE: u64 = 100;

/// Opens the lanes with mail that such a program let somebody choose another way for, each once. Index `lanes_mixed`.
pub(super) async fn mix_late(tx: &Tx) -> Result<(), StoreError> {
    let found = tx.returning(&mixed()).await?;
    if found.is_empty() {
        return Ok(());
    }
    let ids = found.iter().map(|row| row.number("id")).collect::<Result<Vec<i64>, _>>()?;
    let mut of = Query::select();
    of.columns(["org_id", "stream", "domain"]).from("lanes").and_where(col("id").is_in(filled_up(&ids)));
    let mut statement = mixing(tx.now());
    statement
        .and_where(Expr::tuple([col("org_id"), col("stream"), col("domain")]).in_subquery(of))
        .and_where(is("is_mixed", false))
        .and_where(Expr::exists(chosen_of_lane()));
    tx.execute(&statement).await?;
    // Here it is known from here on: asked again each time, all that waits in these lanes would be read for nothing.
    let mut known = Query::update();
    known.table("lanes").value("is_mixed", false).and_where(col("id").is_in(filled_up(&ids)));
    tx.execute(&known).await?;
    Ok(())
}

/// The condition is written as the index has it.
pub(crate) fn mixed() -> SelectStatement {
    let mut query = Query::select();
    query
        .column("id")
        .from("lanes")
        .and_where(Expr::cust("is_mixed"))
        .limit(AT_ONCE)
        // Written for PostgreSQL alone; SQLite has one writer.
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    query
}
