//! The pipeline's worker: claims and verdicts. Each verdict proves the lease; `false` says that
//! the lease is lost and the caller must roll back what he did for that mail.

use domain::intake::{IntakeState, Review};
use domain::{CaseId, FilterId, IntakeId, OrganisationId, Timestamp};
use sea_orm::sea_query::{ExprTrait, UpdateStatement};

use super::{IntakeRow, Summary, list};
use crate::events::{self, Change};
use crate::sql::{self, Stored, col, is, json, sort_key};
use crate::{Claim, StoreError, Tx};

/// The mail became a message of a case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Placed {
    /// The case.
    pub case_id: CaseId,
    /// What was read of the mail.
    pub summary: Summary,
    /// The present.
    pub at: Timestamp,
}

/// A filter holds the mail back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Blocked {
    /// The filter.
    pub filter_id: FilterId,
    /// Whether it goes into the bin, and not among blocked mail.
    pub discards: bool,
    /// What was read of the mail.
    pub summary: Summary,
    /// The present.
    pub at: Timestamp,
}

/// The mailbox leaves such mail out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ignored {
    /// What was read of the mail.
    pub summary: Summary,
    /// The present.
    pub at: Timestamp,
}

/// A person must say which case the mail belongs to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reviewed {
    /// What speaks for which case.
    pub review: Review,
    /// What was read of the mail.
    pub summary: Summary,
    /// The present.
    pub at: Timestamp,
}

/// Handling the mail failed for good; a person must look.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Failed {
    /// What failed and what to do.
    pub error: String,
    /// What was read of the mail, where it was.
    pub summary: Option<Summary>,
    /// The present.
    pub at: Timestamp,
}

/// The mail is given back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Release {
    /// When it is due again.
    pub due_at: Timestamp,
    /// Why, where the try failed.
    pub error: Option<String>,
    /// Whether the attempt counts: not when the worker only stops.
    pub counts: bool,
}

/// Claims stored mail of all organisations that is due, the longest waiting first, and counts an
/// attempt for each. Index `intakes_due`.
pub async fn claim_stored(tx: &Tx, claim: &Claim) -> Result<Vec<IntakeRow>, StoreError> {
    let mut statement = sql::claim("intakes", "due_at", claim);
    statement.value("attempts", col("attempts").add(1));
    let taken = tx.returning(&statement).await?;
    let ids = taken.iter().map(|row| row.number("id")).collect::<Result<Vec<_>, _>>()?;
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut rows = list::rows(tx, None, &ids).await?;
    rows.sort_by_key(|intake| (intake.received_at, intake.id));
    Ok(rows)
}

/// Claims one mail that waits, whoever's turn it is, and counts an attempt; `None` when it does not
/// wait.
pub async fn claim_one(
    tx: &Tx,
    org: OrganisationId,
    id: IntakeId,
    claim: &Claim,
) -> Result<Option<IntakeRow>, StoreError> {
    let mut statement = sql::update("intakes", org, id);
    statement
        .and_where(is("state", IntakeState::Stored.as_str()))
        .and_where(col("deleted_at").is_null())
        .value("attempts", col("attempts").add(1))
        .value("lease_owner", claim.owner.as_str())
        .value("due_at", claim.lease_until.stored());
    if tx.execute(&statement).await? == 0 {
        return Ok(None);
    }
    list::find(tx, org, id).await
}

/// Holds a claimed mail for longer.
pub async fn extend_lease(
    tx: &Tx,
    org: OrganisationId,
    id: IntakeId,
    owner: &str,
    until: Timestamp,
) -> Result<bool, StoreError> {
    let mut statement = held(org, id, owner);
    statement.value("due_at", until.stored());
    Ok(tx.execute(&statement).await? == 1)
}

/// The mail became a message of a case.
pub async fn record_placed(
    tx: &Tx,
    org: OrganisationId,
    id: IntakeId,
    owner: &str,
    placed: &Placed,
) -> Result<bool, StoreError> {
    let mut statement = verdict(org, id, owner, (IntakeState::Placed, placed.at));
    statement.value("case_id", placed.case_id.stored()).value("error", None::<String>);
    read_anew(&mut statement, &placed.summary);
    record(tx, org, Change::intake(id), statement).await
}

/// A filter holds the mail back.
pub async fn record_blocked(
    tx: &Tx,
    org: OrganisationId,
    id: IntakeId,
    owner: &str,
    blocked: &Blocked,
) -> Result<bool, StoreError> {
    let mut statement = verdict(org, id, owner, (IntakeState::Blocked, blocked.at));
    statement.value("filter_id", blocked.filter_id.stored()).value("error", None::<String>);
    if blocked.discards {
        statement.value("deleted_at", blocked.at.stored());
    }
    read_anew(&mut statement, &blocked.summary);
    events::insert(tx, org, Change::intake(id));
    record(tx, org, Change::blocked(id), statement).await
}

/// The mailbox leaves such mail out.
pub async fn record_ignored(
    tx: &Tx,
    org: OrganisationId,
    id: IntakeId,
    owner: &str,
    ignored: &Ignored,
) -> Result<bool, StoreError> {
    let mut statement = verdict(org, id, owner, (IntakeState::Ignored, ignored.at));
    statement.value("error", None::<String>);
    read_anew(&mut statement, &ignored.summary);
    record(tx, org, Change::intake(id), statement).await
}

/// A person must say which case the mail belongs to.
pub async fn record_review(
    tx: &Tx,
    org: OrganisationId,
    id: IntakeId,
    owner: &str,
    reviewed: &Reviewed,
) -> Result<bool, StoreError> {
    let mut statement = verdict(org, id, owner, (IntakeState::Review, reviewed.at));
    statement.value("review", json(&reviewed.review)?).value("error", None::<String>);
    read_anew(&mut statement, &reviewed.summary);
    record(tx, org, Change::intake(id), statement).await
}

/// Handling the mail failed for good.
pub async fn record_failed(
    tx: &Tx,
    org: OrganisationId,
    id: IntakeId,
    owner: &str,
    failed: &Failed,
) -> Result<bool, StoreError> {
    let mut statement = verdict(org, id, owner, (IntakeState::Failed, failed.at));
    statement.value("error", failed.error.as_str());
    if let Some(summary) = &failed.summary {
        read_anew(&mut statement, summary);
    }
    record(tx, org, Change::intake(id), statement).await
}

/// Gives a claimed mail back.
pub async fn release(
    tx: &Tx,
    org: OrganisationId,
    id: IntakeId,
    owner: &str,
    release: &Release,
) -> Result<bool, StoreError> {
    let mut statement = held(org, id, owner);
    statement.value("lease_owner", None::<String>).value("due_at", release.due_at.stored());
    if let Some(error) = &release.error {
        statement.value("error", error.as_str());
    }
    if !release.counts {
        statement.value("attempts", col("attempts").sub(1));
    }
    record(tx, org, Change::intake(id), statement).await
}

/// Changes an intake that this worker still holds.
fn held(org: OrganisationId, id: IntakeId, owner: &str) -> UpdateStatement {
    let mut statement = sql::update("intakes", org, id);
    statement
        .and_where(is("lease_owner", owner))
        .and_where(is("state", IntakeState::Stored.as_str()))
        .and_where(col("deleted_at").is_null());
    statement
}

/// Ends the lease with a state.
fn verdict(
    org: OrganisationId,
    id: IntakeId,
    owner: &str,
    (state, at): (IntakeState, Timestamp),
) -> UpdateStatement {
    let mut statement = held(org, id, owner);
    statement
        .value("state", state.as_str())
        .value("state_at", at.stored())
        .value("review", None::<String>)
        .value("debug", false)
        .value("due_at", None::<i64>)
        .value("lease_owner", None::<String>);
    statement
}

pub(super) fn read_anew(statement: &mut UpdateStatement, summary: &Summary) {
    statement
        .value("from_text", summary.from.as_str())
        .value("from_key", sort_key(&summary.from))
        .value("subject", summary.subject.as_str())
        .value("subject_key", sort_key(&summary.subject))
        .value("message_id", summary.message_id.as_deref().stored())
        .value("sent_at", summary.sent_at.stored())
        .value("parser_version", summary.parser_version);
}

async fn record(
    tx: &Tx,
    org: OrganisationId,
    change: Change,
    statement: UpdateStatement,
) -> Result<bool, StoreError> {
    let done = tx.execute(&statement).await? == 1;
    if done {
        events::insert(tx, org, change);
    }
    Ok(done)
}
