//! That an organisation's mail does not leave, since somebody stopped it. Columns of `organisations`, and the table
//! `sending_stop_deeds` of what was done.
//!
//! A claim leaves such organisations out in its own transaction, and so does the transaction that begins an attempt: what
//! a node had claimed before is given back. So nothing new is begun by any node once the stop is written down, but for what a
//! transaction was about to begin that had looked before, on `PostgreSQL`: a lock against that would cost each attempt, of
//! everybody, for a stop now and then.

mod deeds;

use std::collections::{BTreeMap, BTreeSet};

use domain::audit::AuditKind;
use domain::timeline::StopDeed;
use domain::{OrganisationId, Timestamp, UserId};
use sea_orm::sea_query::{
    Condition, Expr, ExprTrait, LockBehavior, LockType, Query, SelectStatement, UnionType, UpdateStatement,
};

use crate::events::{self, Change};
use crate::row::Row;
use crate::sql::{Stored, col, is};
use crate::{Conn, StoreError, Tx, audit, held_destinations, lanes};

pub use deeds::{StopEvent, list_after, list_until};
#[cfg(test)]
pub(crate) use deeds::{after_at, until_at};

/// Who stopped it; each ends his own stop alone.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum StoppedBy {
    /// The operator of the installation.
    Operator,
    /// A user of the organisation.
    User(UserId),
}

impl StoppedBy {
    /// Whether both are users, or both the operator: they have one stop together.
    #[must_use]
    pub const fn is_same_side(self, other: Self) -> bool {
        matches!(self, Self::Operator) == matches!(other, Self::Operator)
    }
}

/// A stop of an organisation's outgoing mail.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SendingStop {
    /// By whom.
    pub by: StoppedBy,
    /// Since when.
    pub at: Timestamp,
    /// Why, in his words.
    pub why: String,
}

/// The stops of an organisation that hold, the operator's first.
pub async fn list(conn: &Conn, org: OrganisationId) -> Result<Vec<SendingStop>, StoreError> {
    let mut query = Query::select();
    query
        .columns(["operator_stopped_at", "operator_stopped_why"])
        .columns(["sending_stopped_at", "sending_stopped_by", "sending_stopped_why"])
        .from("organisations")
        .and_where(is("id", org));
    conn.one(&query).await?.map_or(Ok(Vec::new()), |row| read(&row))
}

fn read(row: &Row) -> Result<Vec<SendingStop>, StoreError> {
    let mut stops = Vec::new();
    if let Some(at) = row.at_or_none("operator_stopped_at")? {
        stops.push(SendingStop { by: StoppedBy::Operator, at, why: row.text("operator_stopped_why")? });
    }
    if let Some(at) = row.at_or_none("sending_stopped_at")? {
        let by = row.id_or_none("sending_stopped_by")?.unwrap_or(UserId::new(0));
        stops.push(SendingStop { by: StoppedBy::User(by), at, why: row.text("sending_stopped_why")? });
    }
    Ok(stops)
}

/// When an organisation's mail went on last, whoever let it; `None` where nobody stopped it yet.
pub async fn resumed_at(conn: &Conn, org: OrganisationId) -> Result<Option<Timestamp>, StoreError> {
    let mut query = Query::select();
    query.column("sending_resumed_at").from("organisations").and_where(is("id", org));
    conn.one(&query).await?.map_or(Ok(None), |row| row.at_or_none("sending_resumed_at"))
}

/// Stops an organisation's outgoing mail; `false` where the same side has stopped it already, whose stop stands as it is.
pub async fn put(tx: &Tx, org: OrganisationId, stop: &SendingStop) -> Result<bool, StoreError> {
    audit::watch_one(tx, org, (AuditKind::Organisation, org)).await?;
    let mut statement = of_organisation(org);
    match stop.by {
        StoppedBy::Operator => {
            statement.value("operator_stopped_at", stop.at.stored());
            statement.value("operator_stopped_why", stop.why.as_str());
        }
        StoppedBy::User(user) => {
            statement.value("sending_stopped_at", stop.at.stored());
            statement.value("sending_stopped_by", user.stored());
            statement.value("sending_stopped_why", stop.why.as_str());
        }
    }
    // Of two who stop it at the same time one does.
    statement.and_where(col(stopped_at(stop.by)).is_null());
    done(tx, org, &statement, (StopDeed::Stopped, stop)).await
}

/// Says why an organisation's mail is stopped in other words; it is stopped since it was. `false` where that side stops it no more.
pub async fn reword(tx: &Tx, org: OrganisationId, words: &SendingStop) -> Result<bool, StoreError> {
    audit::watch_one(tx, org, (AuditKind::Organisation, org)).await?;
    let column = match words.by {
        StoppedBy::Operator => "operator_stopped_why",
        StoppedBy::User(_) => "sending_stopped_why",
    };
    let mut statement = of_organisation(org);
    statement.value(column, words.why.as_str()).and_where(col(stopped_at(words.by)).is_not_null());
    done(tx, org, &statement, (StopDeed::Reworded, words)).await
}

/// Ends a stop: whoever of the side that stopped it. What waits is looked at again, unless the other side stopped it too,
/// and has all its time before it.
pub async fn lift(tx: &Tx, org: OrganisationId, (by, at): (StoppedBy, Timestamp)) -> Result<(), StoreError> {
    audit::watch_one(tx, org, (AuditKind::Organisation, org)).await?;
    let mut statement = of_organisation(org);
    match by {
        StoppedBy::Operator => {
            statement.value("operator_stopped_at", None::<i64>);
            statement.value("operator_stopped_why", "");
        }
        StoppedBy::User(_) => {
            statement.value("sending_stopped_at", None::<i64>);
            statement.value("sending_stopped_by", None::<i64>);
            statement.value("sending_stopped_why", "");
        }
    }
    statement.value("sending_resumed_at", at.stored()).and_where(col(stopped_at(by)).is_not_null());
    let ended = SendingStop { by, at, why: String::new() };
    if done(tx, org, &statement, (StopDeed::WentOn, &ended)).await? {
        lanes::open_stopped(tx, org, at).await?;
    }
    Ok(())
}

fn of_organisation(org: OrganisationId) -> UpdateStatement {
    let mut statement = Query::update();
    statement.table("organisations").and_where(is("id", org));
    statement
}

/// The column that says since when this side stops it.
const fn stopped_at(by: StoppedBy) -> &'static str {
    match by {
        StoppedBy::Operator => "operator_stopped_at",
        StoppedBy::User(_) => "sending_stopped_at",
    }
}

/// Does it and notes it, unless the stop is not as the statement has it.
async fn done(
    tx: &Tx,
    org: OrganisationId,
    statement: &UpdateStatement,
    (deed, told): (StopDeed, &SendingStop),
) -> Result<bool, StoreError> {
    if tx.execute(statement).await? == 0 {
        return Ok(false);
    }
    deeds::insert(tx, org, (deed, told)).await?;
    events::insert(tx, org, Change::settings());
    Ok(true)
}

/// The organisations of whose mail something may not leave.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Keeping {
    /// Those whose mail is stopped, all of it.
    pub stopped: BTreeSet<OrganisationId>,
    /// Those of the ones asked about that hold some domain.
    pub holding: BTreeSet<OrganisationId>,
}

/// Of whose mail something may not leave, in one query: most keep nothing, and it is asked with every few attempts. Domains are
/// looked for of these organisations alone, however many the others hold.
pub async fn keeping(conn: &Conn, of: &[OrganisationId]) -> Result<Keeping, StoreError> {
    let (mut query, mut holding) = (stopped(), held_destinations::holding(of));
    query.expr_as(Expr::cust("CAST(0 AS BIGINT)"), "of_domains");
    holding.expr_as(Expr::cust("CAST(1 AS BIGINT)"), "of_domains");
    query.union(UnionType::All, holding);
    let mut keeping = Keeping::default();
    for row in conn.all(&query).await? {
        let of = if row.number("of_domains")? == 0 { &mut keeping.stopped } else { &mut keeping.holding };
        of.insert(row.id("id")?);
    }
    Ok(keeping)
}

/// The organisations whose mail is stopped.
pub async fn all(conn: &Conn) -> Result<BTreeSet<OrganisationId>, StoreError> {
    conn.all(&stopped()).await?.iter().map(|row| row.id("id")).collect()
}

/// Those of them that nobody changes at the moment. Whoever lets their mail go on does so behind this transaction: what it
/// sets aside for a stop is seen by him.
pub(crate) async fn lock_all(tx: &Tx) -> Result<BTreeSet<OrganisationId>, StoreError> {
    // Written for PostgreSQL alone; claims of several nodes do not wait for each other, nor for who changes an organisation.
    let mut query = stopped();
    query.lock_with_behavior(LockType::Share, LockBehavior::SkipLocked);
    tx.returning(&query).await?.iter().map(|row| row.id("id")).collect()
}

/// Index `organisations_stopped`.
pub(crate) fn stopped() -> SelectStatement {
    let mut query = Query::select();
    query.column("id").from("organisations").cond_where(
        Condition::any()
            .add(col("sending_stopped_at").is_not_null())
            .add(col("operator_stopped_at").is_not_null()),
    );
    query
}

/// The organisations whose mail went on since an instant, and when: until then nothing of it was tried, so that the time of
/// what waited begins there. Index `organisations_resumed`.
pub async fn resumed_since(
    conn: &Conn,
    since: Timestamp,
) -> Result<BTreeMap<OrganisationId, Timestamp>, StoreError> {
    let read = |row: &Row| Ok((row.id("id")?, row.at("sending_resumed_at")?));
    conn.all(&resumed(since)).await?.iter().map(read).collect()
}

pub(crate) fn resumed(since: Timestamp) -> SelectStatement {
    let mut query = Query::select();
    query
        .columns(["id", "sending_resumed_at"])
        .from("organisations")
        .and_where(col("sending_resumed_at").gt(since.stored()));
    query
}
