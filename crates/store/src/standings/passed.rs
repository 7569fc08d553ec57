//! A mail that somebody sent to a blocked address all the same, and that a server took: the block is on trial with it.

use domain::blocks::AddressDeed;
use domain::{OrganisationId, OutboxId, Timestamp, UserId};
use sea_orm::sea_query::ExprTrait;

use super::StandingRow;
use super::trial::{DAY_MS, tell, trial_days};
use crate::sql::{self, Stored, col, is};
use crate::{StoreError, Tx};

/// Puts a blocked address on trial with a mail that a server took at this time; a trial that still waits for a mail has found it. `false`
/// where another mail tries the address, or it is not any more as it was read.
pub async fn begin_trial_with(
    tx: &Tx,
    org: OrganisationId,
    row: &StandingRow,
    (by, outbox, at): (UserId, OutboxId, Timestamp),
) -> Result<bool, StoreError> {
    let Some(block) = row.block else { return Ok(false) };
    let until = at.plus_millis(i64::from(trial_days(tx, org).await?) * DAY_MS);
    let mut statement = sql::update("address_standings", org, row.id);
    statement
        .value("trial_outbox_id", outbox.stored())
        .value("trial_taken_at", at.stored())
        .value("trial_until", until.stored())
        .and_where(is("blocked_at", block.at))
        .and_where(is("block_scope", block.scope.as_str()))
        .and_where(col("trial_outbox_id").is_null());
    match row.trial {
        Some(trial) => statement.and_where(is("trial_at", trial.since)),
        None => statement
            .value("trial_at", at.stored())
            .value("trial_by", by.stored())
            .and_where(col("trial_at").is_null()),
    };
    if tx.execute(&statement).await? == 0 {
        return Ok(false);
    }
    if row.trial.is_none() {
        tell(tx, org, row, (AddressDeed::OnTrial, Some(by), Some(outbox))).await?;
    }
    Ok(true)
}
