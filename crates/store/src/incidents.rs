//! Times at which many equal refusals of one provider came. Table `return_incidents`; the refusals are rows of
//! `returns`.

mod failed;
mod held;

use domain::blocks::IncidentState;
use domain::returns::ReturnClass;
use domain::{IncidentId, OrganisationId, ReturnId, Timestamp, UserId};
use sea_orm::sea_query::{
    ExprTrait, Func, FunctionCall, LockType, OnConflict, Order, Query, SelectStatement,
};

#[cfg(test)]
pub(crate) use failed::failed;
pub use failed::{Failed, Place, Reach, count_failed, list_failed, record_sent_again};
pub use held::{Held, addresses, count_addresses, counts, has_mail, mark};
#[cfg(test)]
pub(crate) use held::{blocked_ones, held_ones, refusals};

use crate::events::{self, Change};
use crate::row::{Columns, Row};
use crate::sql::{self, NewRow, Stored, col, is};
use crate::{Conn, StoreError, Tx};

/// Incidents that are shown.
const SHOWN_MAX: u64 = 100;
/// Open incidents of one provider that are looked at, and of an organisation that are locked.
const OPEN_MAX: u64 = 1_000;

/// One incident.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct IncidentRow {
    /// The id.
    pub id: IncidentId,
    /// What its refusals have in common.
    pub burst: String,
    /// Who refused.
    pub provider: String,
    /// As what.
    pub class: ReturnClass,
    /// With which words; those of the refusal that opened it.
    pub words: String,
    /// When.
    pub opened_at: Timestamp,
    /// When its last burst began.
    pub held_since: Timestamp,
    /// Where it stands.
    pub state: IncidentState,
    /// When somebody decided.
    pub closed_at: Option<Timestamp>,
    /// Who.
    pub closed_by: Option<UserId>,
    /// Up to which of its refusals what failed was sent again.
    pub sent_again_to: Option<ReturnId>,
}

/// An incident that somebody decided on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Closed {
    /// The id.
    pub id: IncidentId,
    /// When he decided.
    pub at: Timestamp,
    /// What.
    pub state: IncidentState,
}

/// An incident to be opened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewIncident<'a> {
    /// The provider and its words, without what is of one mail.
    pub burst: &'a str,
    /// Who refuses.
    pub provider: &'a str,
    /// As what.
    pub class: ReturnClass,
    /// With which words.
    pub words: &'a str,
    /// The present.
    pub at: Timestamp,
}

/// The open incident of such refusals, and when their last burst began. Index `return_incidents_open`.
pub async fn find_open(
    conn: &Conn,
    org: OrganisationId,
    burst: &str,
) -> Result<Option<(IncidentId, Timestamp)>, StoreError> {
    let mut query = Query::select();
    query
        .columns(["id", "opened_at", "renewed_at"])
        .from("return_incidents")
        .and_where(is("org_id", org))
        .and_where(is("burst", burst))
        .and_where(col("closed_at").is_null());
    let found = conn.one(&query).await?;
    let read = |row: Row| Ok((row.id("id")?, row.at_or_none("renewed_at")?.unwrap_or(row.at("opened_at")?)));
    found.map(read).transpose()
}

/// The incident of such refusals that somebody decided on last; `None` where nobody did. Index `return_incidents_by_time`.
pub async fn find_closed(
    conn: &Conn,
    org: OrganisationId,
    burst: &str,
) -> Result<Option<Closed>, StoreError> {
    let mut query = Query::select();
    query
        .columns(["id", "closed_at", "state"])
        .from("return_incidents")
        .and_where(is("org_id", org))
        .and_where(is("burst", burst))
        .and_where(col("closed_at").is_not_null())
        .order_by("opened_at", Order::Desc)
        .order_by("id", Order::Desc)
        .limit(1);
    let table = Columns("return_incidents");
    let read = |row: Row| {
        Ok(Closed { id: row.id("id")?, at: row.at("closed_at")?, state: row.parsed(table.at("state"))? })
    };
    conn.one(&query).await?.map(read).transpose()
}

/// How many addresses such refusals blocked since an instant, or would have. Index `returns_by_burst`.
pub async fn count_since(
    conn: &Conn,
    org: OrganisationId,
    burst: &str,
    since: Timestamp,
) -> Result<u64, StoreError> {
    counted(conn, Func::count_distinct(col("address_key")), (org, burst, since)).await
}

/// How many mails were refused so since an instant, to whomever they went. Index `returns_by_burst`.
pub async fn count_mails_since(
    conn: &Conn,
    org: OrganisationId,
    burst: &str,
    since: Timestamp,
) -> Result<u64, StoreError> {
    counted(conn, Func::count_distinct(col("outbox_id")), (org, burst, since)).await
}

async fn counted(
    conn: &Conn,
    what: FunctionCall,
    (org, burst, since): (OrganisationId, &str, Timestamp),
) -> Result<u64, StoreError> {
    let mut query = Query::select();
    query
        .expr_as(what, "count")
        .from("returns")
        .and_where(is("org_id", org))
        .and_where(is("burst", burst))
        .and_where(col("at").gte(since.stored()));
    let row = conn.one(&query).await?.ok_or(StoreError::Missing("count"))?;
    Ok(u64::try_from(row.number("count")?).unwrap_or(0))
}

/// Opens one with the refusals since an instant; the one that is open where another did so first.
pub async fn open(
    tx: &Tx,
    org: OrganisationId,
    new: &NewIncident<'_>,
    since: Timestamp,
) -> Result<IncidentId, StoreError> {
    let row = NewRow::default()
        .with("id", tx.new_id::<()>())
        .with("org_id", org)
        .with("burst", new.burst)
        .with("provider", new.provider)
        .with("class", new.class.as_str())
        .with("words", new.words)
        .with("opened_at", new.at)
        .with("state", IncidentState::Open.as_str());
    let mut statement = sql::insert("return_incidents", [row]);
    let mut again = OnConflict::columns(["org_id", "burst"]);
    again.target_and_where(col("closed_at").is_null()).do_nothing();
    statement.on_conflict(again);
    tx.execute(&statement).await?;
    let (id, _) = find_open(tx, org, new.burst).await?.ok_or(StoreError::Missing("incident"))?;
    attach(tx, org, (id, new.burst), since).await?;
    events::insert(tx, org, Change::settings());
    Ok(id)
}

/// Another burst of the same refusals, which began at `since`: they belong to the open incident.
pub async fn renew(
    tx: &Tx,
    org: OrganisationId,
    (id, burst): (IncidentId, &str),
    (since, now): (Timestamp, Timestamp),
) -> Result<(), StoreError> {
    let mut statement = sql::update("return_incidents", org, id);
    statement.value("renewed_at", now.stored());
    tx.execute(&statement).await?;
    attach(tx, org, (id, burst), since).await?;
    events::insert(tx, org, Change::settings());
    Ok(())
}

/// Counts the refusals among those of an incident that escaped it: where two transactions count at the same time, neither
/// sees what the other writes, and one may block an address while the other opens the incident. They came from `before_ms`
/// before to `behind_ms` behind the beginning of one of its bursts, milliseconds. Index `returns_by_burst`.
pub async fn attach_escaped(
    tx: &Tx,
    org: OrganisationId,
    id: IncidentId,
    (before_ms, behind_ms): (i64, i64),
) -> Result<(), StoreError> {
    let mut query = Query::select();
    query
        .columns(["burst", "opened_at", "renewed_at"])
        .from("return_incidents")
        .and_where(is("org_id", org))
        .and_where(is("id", id));
    let Some(row) = tx.one(&query).await? else { return Ok(()) };
    let burst = row.text("burst")?;
    let began = [Some(row.at("opened_at")?), row.at_or_none("renewed_at")?];
    for began in began.into_iter().flatten() {
        let mut statement = Query::update();
        statement
            .table("returns")
            .value("incident_id", id.stored())
            .and_where(is("org_id", org))
            .and_where(is("burst", burst.as_str()))
            .and_where(col("incident_id").is_null())
            .and_where(col("at").gte(began.plus_millis(-before_ms).stored()))
            .and_where(col("at").lt(began.plus_millis(behind_ms).stored()));
        tx.execute(&statement).await?;
    }
    Ok(())
}

/// Counts the refusals since an instant among those of an incident.
async fn attach(
    tx: &Tx,
    org: OrganisationId,
    (id, burst): (IncidentId, &str),
    since: Timestamp,
) -> Result<(), StoreError> {
    let mut statement = Query::update();
    statement
        .table("returns")
        .value("incident_id", id.stored())
        .and_where(is("org_id", org))
        .and_where(is("burst", burst))
        .and_where(col("at").gte(since.stored()));
    tx.execute(&statement).await?;
    Ok(())
}

/// The incident with this id.
pub async fn find(
    conn: &Conn,
    org: OrganisationId,
    id: IncidentId,
) -> Result<Option<IncidentRow>, StoreError> {
    let mut query = select(org);
    query.and_where(is("id", id));
    conn.one(&query).await?.map(|row| read(&row)).transpose()
}

/// The newest incidents, at most 100, the newest first. Index `return_incidents_by_time`.
pub async fn list(conn: &Conn, org: OrganisationId) -> Result<Vec<IncidentRow>, StoreError> {
    let mut query = select(org);
    query.order_by("opened_at", Order::Desc).order_by("id", Order::Desc).limit(SHOWN_MAX);
    conn.all(&query).await?.iter().map(read).collect()
}

/// Those that nobody has decided on, at most 100, the newest first. Index `return_incidents_open`.
pub async fn list_open(conn: &Conn, org: OrganisationId) -> Result<Vec<IncidentRow>, StoreError> {
    conn.all(&open_ones(org)).await?.iter().map(read).collect()
}

pub(crate) fn open_ones(org: OrganisationId) -> SelectStatement {
    let mut query = select(org);
    query.and_where(col("closed_at").is_null());
    // Every burst is named something: without this SQLite walks all that were ever closed, for the sake of their order.
    query.and_where(col("burst").gte(""));
    query.order_by("opened_at", Order::Desc).order_by("id", Order::Desc).limit(SHOWN_MAX);
    query
}

/// Those of one provider that nobody has decided on. Index `return_incidents_open`.
pub async fn list_open_of(
    conn: &Conn,
    org: OrganisationId,
    provider: &str,
) -> Result<Vec<IncidentRow>, StoreError> {
    conn.all(&open_of(org, Some(provider))).await?.iter().map(read).collect()
}

/// The same, or of all providers, and whoever decides on one of them does so behind this transaction: they are locked in one
/// order, so that none waits in a circle. Index `return_incidents_open`.
pub async fn lock_open(
    tx: &Tx,
    org: OrganisationId,
    provider: Option<&str>,
) -> Result<Vec<IncidentRow>, StoreError> {
    let mut query = open_of(org, provider);
    // Written for PostgreSQL alone: SQLite has one writer.
    query.lock(LockType::Update);
    tx.returning(&query).await?.iter().map(read).collect()
}

fn open_of(org: OrganisationId, provider: Option<&str>) -> SelectStatement {
    let mut query = select(org);
    query.and_where(col("closed_at").is_null());
    if let Some(provider) = provider {
        query.and_where(is("provider", provider));
    }
    // As in [`open_ones`].
    query.and_where(col("burst").gte(""));
    query.order_by("id", Order::Asc).limit(OPEN_MAX);
    query
}

/// A person has decided; `false` when it was not open.
pub async fn close(
    tx: &Tx,
    org: OrganisationId,
    (id, state): (IncidentId, IncidentState),
    (by, at): (UserId, Timestamp),
) -> Result<bool, StoreError> {
    let mut statement = sql::update("return_incidents", org, id);
    statement
        .value("state", state.as_str())
        .value("closed_at", at.stored())
        .value("closed_by", by.stored())
        .and_where(col("closed_at").is_null());
    events::insert(tx, org, Change::settings());
    Ok(tx.execute(&statement).await? == 1)
}

fn select(org: OrganisationId) -> SelectStatement {
    let mut query = Query::select();
    query
        .columns(["id", "burst", "provider", "class", "words", "opened_at", "renewed_at", "state"])
        .columns(["closed_at", "closed_by", "sent_again_to"])
        .from("return_incidents")
        .and_where(is("org_id", org));
    query
}

fn read(row: &Row) -> Result<IncidentRow, StoreError> {
    let table = Columns("return_incidents");
    let opened_at = row.at("opened_at")?;
    Ok(IncidentRow {
        id: row.id("id")?,
        burst: row.text("burst")?,
        provider: row.text("provider")?,
        class: row.parsed(table.at("class"))?,
        words: row.text("words")?,
        opened_at,
        held_since: row.at_or_none("renewed_at")?.unwrap_or(opened_at),
        state: row.parsed(table.at("state"))?,
        closed_at: row.at_or_none("closed_at")?,
        closed_by: row.id_or_none("closed_by")?,
        sent_again_to: row.id_or_none("sent_again_to")?,
    })
}
