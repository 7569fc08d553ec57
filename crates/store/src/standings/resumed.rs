//! A trial that ended with the block of its address, which is blocked again: it goes on where it was.

use domain::blocks::AddressDeed;
use domain::{OrganisationId, StandingId, Timestamp, UserId};
use sea_orm::sea_query::{Expr, ExprTrait, Query, UpdateStatement};

use super::trial::tell;
use super::{StandingRow, Trial, TrialMail};
use crate::sql::{self, Stored, col, is, is_among, is_of};
use crate::{Conn, StoreError, Tx};

/// What is kept of a trial, and where.
const KEPT: [(&str, &str); 5] = [
    ("trial_at", "lifted_trial_at"),
    ("trial_by", "lifted_trial_by"),
    ("trial_outbox_id", "lifted_trial_outbox_id"),
    ("trial_taken_at", "lifted_trial_taken_at"),
    ("trial_until", "lifted_trial_until"),
];

/// Keeps the trial with the statement that takes its block away; one that lifted the block itself is over.
pub(super) fn kept(statement: &mut UpdateStatement, deed: AddressDeed) {
    let goes_on = match deed {
        AddressDeed::Cleared | AddressDeed::Wrote | AddressDeed::RolledBack => true,
        AddressDeed::TrialKept
        | AddressDeed::Blocked
        | AddressDeed::Deleted
        | AddressDeed::OnTrial
        | AddressDeed::TrialReturned
        | AddressDeed::TrialUnused
        | AddressDeed::TrialEnded => false,
    };
    for (column, kept) in KEPT {
        // As it is before the statement.
        statement.value(kept, if goes_on { col(column) } else { Expr::cust("NULL") });
    }
}

/// Keeps nothing of it any more.
pub(super) fn forgotten(statement: &mut UpdateStatement) {
    for (_, kept) in KEPT {
        statement.value(kept, None::<i64>);
    }
}

/// The trial that ran as the block of an address was taken away last; `None` where none did, or it is blocked again.
pub async fn lifted_trial(
    conn: &Conn,
    org: OrganisationId,
    id: StandingId,
) -> Result<Option<Trial>, StoreError> {
    let mut query = Query::select();
    query
        .columns(KEPT.map(|(_, kept)| kept))
        .from("address_standings")
        .and_where(is_of("org_id", org))
        .and_where(is_among("id", &[id]))
        .and_where(col("lifted_at").is_not_null())
        .and_where(col("blocked_at").is_null());
    let Some(row) = conn.one(&query).await? else { return Ok(None) };
    let Some(since) = row.at_or_none("lifted_trial_at")? else { return Ok(None) };
    let taken_at = row.at_or_none("lifted_trial_taken_at")?;
    let mail = row.id_or_none("lifted_trial_outbox_id")?.map(|outbox_id| TrialMail { outbox_id, taken_at });
    let (by, until) = (row.id("lifted_trial_by")?, row.at("lifted_trial_until")?);
    Ok(Some(Trial { since, by, mail, until }))
}

/// Puts an address that is blocked again on the trial that it was on; `false` where it is not blocked any more as it was read, or is
/// on trial.
pub async fn resume_trial(
    tx: &Tx,
    org: OrganisationId,
    row: &StandingRow,
    (trial, by): (&Trial, UserId),
) -> Result<bool, StoreError> {
    let Some(block) = row.block else { return Ok(false) };
    let taken_at: Option<Timestamp> = trial.mail.and_then(|mail| mail.taken_at);
    let mut statement = sql::update("address_standings", org, row.id);
    statement
        .value("trial_at", trial.since.stored())
        .value("trial_by", trial.by.stored())
        .value("trial_outbox_id", trial.mail.map(|mail| mail.outbox_id).stored())
        .value("trial_taken_at", taken_at.stored())
        .value("trial_until", trial.until.stored())
        .and_where(is("blocked_at", block.at))
        .and_where(is("block_scope", block.scope.as_str()))
        .and_where(col("trial_at").is_null());
    if tx.execute(&statement).await? == 0 {
        return Ok(false);
    }
    tell(tx, org, row, (AddressDeed::OnTrial, Some(by), None)).await?;
    Ok(true)
}
