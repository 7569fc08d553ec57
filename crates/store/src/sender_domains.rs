//! The domains that an organisation signs and sends for. Tables `sender_domains` and `dkim_keys`.
//!
//! Every change of what a domain's records are to be raises its version, and who looked at DNS names the version
//! that he looked for: what was found of older wishes is written down nowhere.

pub mod checking;
pub mod keys;
mod proved;
pub mod reports;
pub mod served_sts;

#[cfg(test)]
pub(crate) use proved::{anothers, proved};
pub use proved::{is_anothers, is_proved_by_another};

use domain::audit::AuditKind;
use domain::limits::{SENDER_DOMAINS_EVER_MAX, SENDER_DOMAINS_MAX};
use domain::sender_domain::{DmarcPolicy, Findings, SenderDomainState, ServedSts, StsServing};
use domain::{EmailAddress, OrganisationId, SenderDomainId, Timestamp, UserId};
use sea_orm::sea_query::{Expr, ExprTrait, Order, Query, SelectStatement, UpdateStatement};

use crate::events::{self, Change};
use crate::row::{Columns, Row};
use crate::sql::{self, NewRow, Stored, col, is, is_among, json};
use crate::{Conn, StoreError, Tx, audit};

/// A sender domain.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SenderDomainRow {
    /// The id.
    pub id: SenderDomainId,
    /// Lower-case A-labels.
    pub name: String,
    /// Who added it.
    pub added_by: UserId,
    /// Where it stands.
    pub state: SenderDomainState,
    /// What receivers are asked to do with mail that nothing vouches for.
    pub dmarc_policy: DmarcPolicy,
    /// Where reports go.
    pub reports_to: Option<EmailAddress>,
    /// What the last look at DNS came to.
    pub findings: Findings,
    /// Looks in a row at which the key was missing.
    pub failures: u32,
    /// When the first of them was.
    pub failing_since: Option<Timestamp>,
    /// Since when it is live.
    pub live_since: Option<Timestamp>,
    /// When it was switched off.
    pub switched_off_at: Option<Timestamp>,
    /// Since when somebody waits for a record to be seen.
    pub watched_since: Timestamp,
    /// When DNS was last looked at.
    pub checked_at: Option<Timestamp>,
    /// When it is looked at next.
    pub check_at: Option<Timestamp>,
    /// Raised by every change of what its records are to be.
    pub version: i64,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it was archived.
    pub archived_at: Option<Timestamp>,
    /// The policy of MTA-STS that is served for it.
    pub sts: ServedSts,
}

/// A domain to be added.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewSenderDomain {
    /// Lower-case A-labels.
    pub name: String,
    /// Who adds it.
    pub added_by: UserId,
    /// Where reports go.
    pub reports_to: Option<EmailAddress>,
    /// The present.
    pub at: Timestamp,
}

/// The living domains by their names. Index `sender_domains_by_name`.
pub async fn list(conn: &Conn, org: OrganisationId) -> Result<Vec<SenderDomainRow>, StoreError> {
    let mut query = select(org);
    query.and_where(col("archived_at").is_null());
    query.order_by("name", Order::Asc).limit(SENDER_DOMAINS_MAX as u64);
    conn.all(&query).await?.iter().map(read).collect()
}

/// All domains that were ever added, those that are archived among them, by their names. Index `sender_domains_by_name`.
pub async fn list_ever(conn: &Conn, org: OrganisationId) -> Result<Vec<SenderDomainRow>, StoreError> {
    let mut query = select(org);
    query.order_by("name", Order::Asc).limit(SENDER_DOMAINS_EVER_MAX as u64);
    conn.all(&query).await?.iter().map(read).collect()
}

/// The living domain with this id.
pub async fn find(
    conn: &Conn,
    org: OrganisationId,
    id: SenderDomainId,
) -> Result<Option<SenderDomainRow>, StoreError> {
    let mut query = select(org);
    query.and_where(is("id", id)).and_where(col("archived_at").is_null());
    conn.one(&query).await?.map(|row| read(&row)).transpose()
}

/// The domain with this name, archived or not. Index `sender_domains_by_name`.
pub async fn find_by_name(
    conn: &Conn,
    org: OrganisationId,
    name: &str,
) -> Result<Option<SenderDomainRow>, StoreError> {
    let mut query = select(org);
    query.and_where(is("name", name));
    conn.one(&query).await?.map(|row| read(&row)).transpose()
}

/// Whether another domain can be in use, one that comes back among them. Index `sender_domains_by_name`.
pub async fn has_room(conn: &Conn, org: OrganisationId) -> Result<bool, StoreError> {
    Ok(numbers(conn, org).await?.0 < SENDER_DOMAINS_MAX)
}

/// How many domains are in use, and how many there ever were: archived ones, which nobody can delete, have a limit of their
/// own.
async fn numbers(conn: &Conn, org: OrganisationId) -> Result<(usize, usize), StoreError> {
    let mut known = Query::select();
    known
        .column("archived_at")
        .from("sender_domains")
        .and_where(is("org_id", org))
        .limit(SENDER_DOMAINS_EVER_MAX as u64);
    let rows = conn.all(&known).await?;
    let mut living = 0;
    for row in &rows {
        living += usize::from(row.at_or_none("archived_at")?.is_none());
    }
    Ok((living, rows.len()))
}

/// Adds a domain without keys; `None` when there are too many, [`StoreError::Duplicate`] when it is there already.
pub async fn insert(
    tx: &Tx,
    org: OrganisationId,
    new: &NewSenderDomain,
) -> Result<Option<SenderDomainId>, StoreError> {
    crate::organisations::lock(tx, org).await?;
    let (living, ever) = numbers(tx, org).await?;
    if living >= SENDER_DOMAINS_MAX || ever >= SENDER_DOMAINS_EVER_MAX {
        return Ok(None);
    }
    let id = tx.new_id();
    audit::watch_one(tx, org, (AuditKind::SenderDomain, id)).await?;
    let row = NewRow::default()
        .with("id", id)
        .with("org_id", org)
        .with("name", new.name.as_str())
        .with("added_by", new.added_by)
        .with("state", SenderDomainState::Pending.as_str())
        .with("dmarc_policy", DmarcPolicy::None.as_str())
        .with("reports_to", new.reports_to.as_ref().map(ToString::to_string).unwrap_or_default())
        .with("findings", json(&Findings::default())?)
        .with("failures", 0_i64)
        .with("watched_since", new.at)
        .with("check_at", new.at)
        .with("version", 1_i64)
        .with("created_at", new.at);
    tx.execute(&sql::insert("sender_domains", [row])).await?;
    tell(tx, org);
    Ok(Some(id))
}

/// Puts an archived domain back, with its keys, to be looked at anew; `false` when there is no such archived one.
pub async fn restore(
    tx: &Tx,
    org: OrganisationId,
    id: SenderDomainId,
    at: Timestamp,
) -> Result<bool, StoreError> {
    audit::watch_one(tx, org, (AuditKind::SenderDomain, id)).await?;
    let mut statement = changed(org, id, Some(at));
    statement
        .value("archived_at", None::<i64>)
        .value("watched_since", at.stored())
        // Whoever adds it again proves it again before he says anything to the world.
        .value("sts_serving", StsServing::Off.as_str())
        .and_where(col("archived_at").is_not_null());
    done(tx, org, &statement).await
}

/// Takes a domain out of use; its keys stay for the day when it is added again. `false` when there is none.
pub async fn archive(
    tx: &Tx,
    org: OrganisationId,
    id: SenderDomainId,
    at: Timestamp,
) -> Result<bool, StoreError> {
    audit::watch_one(tx, org, (AuditKind::SenderDomain, id)).await?;
    let mut statement = changed(org, id, None);
    statement
        .value("archived_at", at.stored())
        .value("lease_owner", None::<String>)
        .value("state", SenderDomainState::Pending.as_str())
        .value("failures", 0)
        .value("failing_since", None::<i64>)
        .value("live_since", None::<i64>)
        .value("switched_off_at", None::<i64>)
        .and_where(col("archived_at").is_null());
    done(tx, org, &statement).await
}

/// Sets what its DMARC record is to say; it is looked at anew. `false` when there is no such domain.
pub async fn set_dmarc(
    tx: &Tx,
    org: OrganisationId,
    id: SenderDomainId,
    (policy, reports_to, at): (DmarcPolicy, Option<&EmailAddress>, Timestamp),
) -> Result<bool, StoreError> {
    audit::watch_one(tx, org, (AuditKind::SenderDomain, id)).await?;
    let mut statement = changed(org, id, Some(at));
    statement
        .value("dmarc_policy", policy.as_str())
        .value("reports_to", reports_to.map(ToString::to_string).unwrap_or_default())
        .and_where(col("archived_at").is_null());
    done(tx, org, &statement).await
}

/// Notes that its keys are others: somebody waits for their records.
pub(crate) async fn touch(
    tx: &Tx,
    org: OrganisationId,
    id: SenderDomainId,
    at: Timestamp,
) -> Result<(), StoreError> {
    let mut statement = changed(org, id, Some(at));
    statement.value("watched_since", at.stored());
    done(tx, org, &statement).await?;
    Ok(())
}

/// Has all domains looked at anew: the way out that their records name is another. A look that is under way is of the way
/// before. Index `sender_domains_by_name`.
pub async fn look_anew(tx: &Tx, org: OrganisationId, at: Timestamp) -> Result<(), StoreError> {
    let mut statement = Query::update();
    statement
        .table("sender_domains")
        .value("version", col("version").add(1))
        .value("check_at", at.stored())
        .and_where(is("org_id", org))
        .and_where(col("archived_at").is_null());
    if tx.execute(&statement).await? > 0 {
        tell(tx, org);
    }
    Ok(())
}

/// Has domains looked at at once: what was found of them is of another way out. Those that are being looked at are left
/// alone.
pub async fn make_due(
    tx: &Tx,
    org: OrganisationId,
    ids: &[SenderDomainId],
    at: Timestamp,
) -> Result<(), StoreError> {
    let mut statement = Query::update();
    statement
        .table("sender_domains")
        .value("check_at", at.stored())
        .and_where(is("org_id", org))
        .and_where(is_among("id", ids))
        .and_where(col("archived_at").is_null())
        .and_where(col("lease_owner").is_null())
        .and_where(col("check_at").gt(at.stored()));
    if tx.execute(&statement).await? > 0 {
        tell(tx, org);
    }
    Ok(())
}

/// A change of what the records are to be.
fn changed(org: OrganisationId, id: SenderDomainId, check_at: Option<Timestamp>) -> UpdateStatement {
    let mut statement = sql::update("sender_domains", org, id);
    statement.value("version", col("version").add(1)).value("check_at", check_at.stored());
    statement
}

async fn done(tx: &Tx, org: OrganisationId, statement: &UpdateStatement) -> Result<bool, StoreError> {
    let done = tx.execute(statement).await? == 1;
    if done {
        tell(tx, org);
    }
    Ok(done)
}

fn tell(tx: &Tx, org: OrganisationId) {
    events::insert(tx, org, Change::settings());
}

/// The columns of a domain; `check_at` of one whose lease is held is the lease's end.
const COLUMNS: [&str; 17] = [
    "id",
    "name",
    "added_by",
    "state",
    "dmarc_policy",
    "reports_to",
    "findings",
    "failures",
    "failing_since",
    "live_since",
    "switched_off_at",
    "watched_since",
    "checked_at",
    "check_at",
    "version",
    "created_at",
    "archived_at",
];

fn select(org: OrganisationId) -> SelectStatement {
    let mut query = Query::select();
    query
        .exprs(COLUMNS.map(Expr::col))
        .columns(served_sts::COLUMNS)
        .from("sender_domains")
        .and_where(is("org_id", org));
    query
}

fn read(row: &Row) -> Result<SenderDomainRow, StoreError> {
    let table = Columns("sender_domains");
    let reports_to = row.text("reports_to")?;
    let reports_to = (!reports_to.is_empty()).then(|| row.parsed(table.at("reports_to"))).transpose()?;
    Ok(SenderDomainRow {
        id: row.id("id")?,
        name: row.text("name")?,
        added_by: row.id("added_by")?,
        state: row.parsed(table.at("state"))?,
        dmarc_policy: row.parsed(table.at("dmarc_policy"))?,
        reports_to,
        findings: row.json(table.at("findings"))?,
        failures: row.small(table.at("failures"))?,
        failing_since: row.at_or_none("failing_since")?,
        live_since: row.at_or_none("live_since")?,
        switched_off_at: row.at_or_none("switched_off_at")?,
        watched_since: row.at("watched_since")?,
        checked_at: row.at_or_none("checked_at")?,
        check_at: row.at_or_none("check_at")?,
        version: row.number("version")?,
        created_at: row.at("created_at")?,
        archived_at: row.at_or_none("archived_at")?,
        sts: served_sts::read(row)?,
    })
}
