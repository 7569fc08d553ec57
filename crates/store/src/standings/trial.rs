//! An address on trial: it is blocked, and one mail goes out to it all the same. When that one stays there the block is lifted,
//! and when it comes back the block stays, with all that is known of it.
//!
//! Every step is one statement that names what it found, so that of two who take it at the same time one does.

use domain::audit::AuditKind;
use domain::blocks::AddressDeed;
use domain::{OrganisationId, OutboxId, StandingId, Timestamp, UserId};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Order, Query, UpdateStatement};

use super::cleared::lifted;
use super::{StandingRow, complaint};
use crate::address_changes::{self, AddressChange};
use crate::events::{self, Change};
use crate::row::{Columns, Row};
use crate::sql::{self, Stored, col, is};
use crate::{Conn, StoreError, Tx, audit};

pub(super) const DAY_MS: i64 = 24 * 3600 * 1000;

/// Whether the mail of a trial may still leave, or is with a server: one that a person threw away or took back is not.
const IS_UNDER_WAY: &str = "EXISTS (SELECT 1 FROM deliveries d INNER JOIN outbox o ON o.org_id = d.org_id AND o.id = d.outbox_id \
     WHERE d.org_id = address_standings.org_id AND d.outbox_id = address_standings.trial_outbox_id \
     AND d.state IN ('queued', 'sending') AND o.deleted_at IS NULL)";

/// A trial of a blocked address.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Trial {
    /// Since when.
    pub since: Timestamp,
    /// Who put the address on trial.
    pub by: UserId,
    /// The mail that goes out; `None` while none was found.
    pub mail: Option<TrialMail>,
    /// When it ends: once a server took the mail the block is lifted then, else it stays.
    pub until: Timestamp,
}

/// The mail of a trial.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TrialMail {
    /// It.
    pub outbox_id: OutboxId,
    /// When a server took it; `None` while it is under way.
    pub taken_at: Option<Timestamp>,
}

impl Trial {
    /// Whether the next mail goes out.
    #[must_use]
    pub const fn awaits_mail(&self) -> bool {
        self.mail.is_none()
    }

    /// Whether it began with a mail that somebody sent all the same, as a server took it.
    #[must_use]
    pub fn began_with_mail(&self) -> bool {
        self.mail.is_some_and(|mail| mail.taken_at == Some(self.since))
    }

    /// Whether this is the mail that goes out.
    #[must_use]
    pub fn is_with(&self, outbox: OutboxId) -> bool {
        self.mail.is_some_and(|mail| mail.outbox_id == outbox)
    }
}

/// Who puts an address on trial.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TrialOf {
    /// Who.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
    /// Until when a mail has to be found.
    pub until: Timestamp,
}

pub(super) fn read(row: &Row) -> Result<Option<Trial>, StoreError> {
    let Some(since) = row.at_or_none("trial_at")? else { return Ok(None) };
    let outbox: Option<OutboxId> = row.id_or_none("trial_outbox_id")?;
    let taken_at = row.at_or_none("trial_taken_at")?;
    let mail = outbox.map(|outbox_id| TrialMail { outbox_id, taken_at });
    Ok(Some(Trial { since, by: row.id("trial_by")?, mail, until: row.at("trial_until")? }))
}

/// Nothing of a trial is left in a row whose block ends, or that is blocked anew.
pub(super) fn over(statement: &mut UpdateStatement) {
    for column in ["trial_at", "trial_by", "trial_outbox_id", "trial_taken_at", "trial_until"] {
        statement.value(column, None::<i64>);
    }
}

/// Puts an address on trial; `false` where it is not blocked any more as it was read, or is on trial.
pub async fn begin_trial(
    tx: &Tx,
    org: OrganisationId,
    row: &StandingRow,
    trial: TrialOf,
) -> Result<bool, StoreError> {
    let Some(block) = row.block else { return Ok(false) };
    let class = row.last_class.map_or("", domain::returns::ReturnClass::as_str);
    let mut statement = sql::update("address_standings", org, row.id);
    statement
        .value("trial_at", trial.at.stored())
        .value("trial_by", trial.by.stored())
        .value("trial_until", trial.until.stored())
        .and_where(is("blocked_at", block.at))
        .and_where(is("block_scope", block.scope.as_str()))
        .and_where(is("last_class", class))
        .and_where(col("trial_at").is_null());
    if row.complaint.is_none() {
        // What a list tells of a complaint meanwhile stands beside the block, which it leaves as it was read.
        statement.and_where(complaint::stands().not());
    }
    if tx.execute(&statement).await? == 0 {
        return Ok(false);
    }
    tell(tx, org, row, (AddressDeed::OnTrial, Some(trial.by), None)).await?;
    Ok(true)
}

/// Lets this mail be the one that goes out to an address on trial, where no other is; `false` where another is, or the address
/// is not on trial. One mail of two that ask at the same time is it.
pub async fn take_trial(
    tx: &Tx,
    org: OrganisationId,
    (key, outbox): (&str, OutboxId),
    until: Timestamp,
) -> Result<bool, StoreError> {
    let is_free = Condition::any()
        .add(col("trial_outbox_id").is_null())
        .add(Condition::all().add(col("trial_taken_at").is_null()).add(Expr::cust(IS_UNDER_WAY).not()));
    let mut statement = Query::update();
    statement
        .table("address_standings")
        .value("trial_outbox_id", outbox.stored())
        .value("trial_until", until.stored())
        .and_where(is("org_id", org))
        .and_where(is("address_key", key))
        .and_where(col("blocked_at").is_not_null())
        .and_where(col("trial_at").is_not_null())
        .cond_where(is_free);
    let is_taken = tx.execute(&statement).await? > 0;
    if is_taken {
        events::insert(tx, org, Change::settings());
    }
    Ok(is_taken)
}

/// The mail of a trial came to nothing for no fault of the address: the next one goes out, within this time of the trial's
/// beginning, milliseconds.
pub async fn free_trial(
    tx: &Tx,
    org: OrganisationId,
    (key, outbox): (&str, OutboxId),
    within_ms: i64,
) -> Result<(), StoreError> {
    let mut statement = Query::update();
    statement
        .table("address_standings")
        .value("trial_outbox_id", None::<i64>)
        .value("trial_taken_at", None::<i64>)
        .value("trial_until", col("trial_at").add(within_ms))
        .and_where(is("org_id", org))
        .and_where(is("address_key", key))
        .and_where(is("trial_outbox_id", outbox));
    if tx.execute(&statement).await? > 0 {
        events::insert(tx, org, Change::settings());
    }
    Ok(())
}

/// A server took the mail of a trial: it has to stay there from then on, for as long as the organisation says.
pub(super) async fn record_taken(
    tx: &Tx,
    org: OrganisationId,
    (key, outbox): (&str, OutboxId),
    at: Timestamp,
) -> Result<(), StoreError> {
    let days = i64::from(trial_days(tx, org).await?);
    let mut statement = Query::update();
    statement
        .table("address_standings")
        .value("trial_taken_at", at.stored())
        .value("trial_until", at.plus_millis(days * DAY_MS).stored())
        .and_where(is("org_id", org))
        .and_where(is("address_key", key))
        .and_where(is("trial_outbox_id", outbox))
        .and_where(col("trial_taken_at").is_null());
    tx.execute(&statement).await?;
    events::insert(tx, org, Change::settings());
    Ok(())
}

/// Ends a trial, by time, by a return, or by a person; the block stays. `false` where it is not any more as it was read.
pub async fn end_trial(
    tx: &Tx,
    org: OrganisationId,
    (row, trial): (&StandingRow, &Trial),
    (deed, by): (AddressDeed, Option<UserId>),
) -> Result<bool, StoreError> {
    let mut statement = sql::update("address_standings", org, row.id);
    over(&mut statement);
    as_read(&mut statement, trial);
    if tx.execute(&statement).await? == 0 {
        return Ok(false);
    }
    let mail = trial.mail.map(|mail| mail.outbox_id);
    tell(tx, org, row, (deed, by, mail)).await?;
    Ok(true)
}

/// Ends a trial whose mail arrived at this time: the address is written to again, and what came back before counts no more.
/// `false` where it is not any more as it was read.
pub async fn lift_trial(
    tx: &Tx,
    org: OrganisationId,
    (row, trial): (&StandingRow, &Trial),
    arrived_at: Timestamp,
) -> Result<bool, StoreError> {
    let mut statement = sql::update("address_standings", org, row.id);
    statement
        .value("returns", 0)
        // A report on this very mail that comes late is no news from before.
        .value("well_at", arrived_at.stored())
        .value("cleared_at", arrived_at.stored())
        .value("blocked_at", None::<i64>)
        .value("block_scope", None::<String>)
        .value("block_reason", None::<String>)
        .value("changed_by", trial.by.stored());
    over(&mut statement);
    lifted(&mut statement, (AddressDeed::TrialKept, tx.now()), "");
    as_read(&mut statement, trial);
    if tx.execute(&statement).await? == 0 {
        return Ok(false);
    }
    let mail = trial.mail.map(|mail| mail.outbox_id);
    tell(tx, org, row, (AddressDeed::TrialKept, None, mail)).await?;
    Ok(true)
}

/// Only the trial that was read, with its mail where that stands.
fn as_read(statement: &mut UpdateStatement, trial: &Trial) {
    let same = |column: &'static str, known: Option<i64>| match known {
        Some(known) => is(column, known),
        None => col(column).is_null(),
    };
    let mail = trial.mail;
    statement
        .and_where(is("trial_at", trial.since))
        .and_where(same("trial_outbox_id", mail.map(|mail| mail.outbox_id.get())))
        .and_where(same("trial_taken_at", mail.and_then(|mail| mail.taken_at).map(Timestamp::as_millis)));
}

/// Notes what becomes of a trial.
pub(super) async fn tell(
    tx: &Tx,
    org: OrganisationId,
    row: &StandingRow,
    (deed, by, mail): (AddressDeed, Option<UserId>, Option<OutboxId>),
) -> Result<(), StoreError> {
    let change =
        AddressChange { at: tx.now(), by, deed, scope: None, reason: None, note: String::new(), mail };
    address_changes::insert(tx, org, (&row.address.key(), &change)).await?;
    events::insert(tx, org, Change::settings());
    Ok(())
}

/// The trials of all organisations that end by this time, the oldest first. Index `address_standings_trials_due`.
pub async fn list_trials_due(
    conn: &Conn,
    now: Timestamp,
    limit: u64,
) -> Result<Vec<(OrganisationId, StandingId)>, StoreError> {
    let mut query = Query::select();
    query
        .columns(["org_id", "id"])
        .from("address_standings")
        .and_where(col("trial_until").lte(now.stored()))
        .order_by("trial_until", Order::Asc)
        .limit(limit);
    conn.all(&query).await?.iter().map(|row| Ok((row.id("org_id")?, row.id("id")?))).collect()
}

/// How long a mail must stay with an address on trial before its block is lifted, days.
pub async fn trial_days(conn: &Conn, org: OrganisationId) -> Result<u32, StoreError> {
    let mut query = Query::select();
    query.column("trial_days").from("organisations").and_where(is("id", org));
    let row = conn.one(&query).await?.ok_or(StoreError::Missing("organisation"))?;
    row.small(Columns("organisations").at("trial_days"))
}

/// Sets it; trials whose mail a server took before end as they would have.
pub async fn set_trial_days(tx: &Tx, org: OrganisationId, days: u32) -> Result<(), StoreError> {
    audit::watch_one(tx, org, (AuditKind::Organisation, org)).await?;
    let mut statement = Query::update();
    statement.table("organisations").value("trial_days", days.stored()).and_where(is("id", org));
    tx.execute(&statement).await?;
    events::insert(tx, org, Change::settings());
    Ok(())
}
