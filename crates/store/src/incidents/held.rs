//! The refusals of an incident, and their addresses: which are blocked for it, and which would be.

use domain::blocks::{BlockReason, BlockScope, ReturnSource};
use domain::{EmailAddress, IncidentId, OrganisationId, OutboxId, ReturnId, Timestamp};
use sea_orm::sea_query::{Expr, ExprTrait, Func, Order, Query, SelectStatement};

use crate::row::{Columns, Row};
use crate::sql::{self, Stored, col, is, is_among, joined};
use crate::{Conn, Count, StoreError, Tx};

/// A refusal of an incident.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Held {
    /// The return.
    pub id: ReturnId,
    /// The address.
    pub address: EmailAddress,
    /// The mail that was refused; `None` where it is not known.
    pub outbox_id: Option<OutboxId>,
    /// When it came.
    pub at: Timestamp,
    /// How it became known.
    pub source: ReturnSource,
    /// The rule that judged it.
    pub rule: String,
    /// The words.
    pub words: String,
    /// The host.
    pub host: Option<String>,
}

/// How many refusals belong to an incident: those that blocked, and those that did not; each counted up to so many, since there
/// may be as many as a mailing has recipients. Index `returns_by_incident`.
pub async fn counts(
    conn: &Conn,
    org: OrganisationId,
    id: IncidentId,
    refusals_max: u64,
) -> Result<(Count, Count), StoreError> {
    // One more says that there are more.
    let [blocked, held] =
        [true, false].map(|blocked| refusals(org, (id, blocked), refusals_max.saturating_add(1)));
    Ok((counted(conn, &blocked, refusals_max).await?, counted(conn, &held, refusals_max).await?))
}

/// What a query counts that stops one above the most.
async fn counted(conn: &Conn, query: &SelectStatement, max: u64) -> Result<Count, StoreError> {
    let counted = number(conn, query).await?;
    Ok(Count { count: Ord::min(counted, max), more: counted > max })
}

pub(crate) fn refusals(
    org: OrganisationId,
    (id, blocked): (IncidentId, bool),
    refusals_max: u64,
) -> SelectStatement {
    let mut refused = first_of(org, (id, blocked), refusals_max);
    refused.column("id");
    let mut query = Query::select();
    query.expr_as(Func::count(col("r.id")), "count").from_subquery(refused, "r");
    query
}

/// How many addresses are blocked at present for the refusals of an incident, and how many more would be if somebody said that
/// they are right: neither those that a person let go, nor those that were well since. At most so many refusals of each kind are
/// looked at, and it is said where there are more: as many as a mailing has recipients. Indexes `returns_by_incident` and
/// `address_standings_by_address`.
pub async fn count_addresses(
    conn: &Conn,
    org: OrganisationId,
    id: IncidentId,
    refusals_max: u64,
) -> Result<(Count, Count), StoreError> {
    let (of_blocked, of_held) = counts(conn, org, id, refusals_max).await?;
    let (blocked, held) = (blocked_ones(org, id, refusals_max), held_ones(org, id, refusals_max));
    Ok((
        Count { count: number(conn, &blocked).await?, ..of_blocked },
        Count { count: number(conn, &held).await?, ..of_held },
    ))
}

pub(crate) fn blocked_ones(org: OrganisationId, id: IncidentId, refusals_max: u64) -> SelectStatement {
    let is_for = |reason: BlockReason| is("s.block_reason", reason.as_str());
    let mut by_return = standing();
    by_return.and_where(is_for(BlockReason::Returned).or(is_for(BlockReason::Limit)));
    let mut query = distinct_addresses(org, (id, true), refusals_max);
    query.and_where(Expr::exists(by_return));
    query
}

pub(crate) fn held_ones(org: OrganisationId, id: IncidentId, refusals_max: u64) -> SelectStatement {
    let mut stopped = standing();
    stopped.and_where(is("s.block_scope", BlockScope::All.as_str()));
    let mut query = distinct_addresses(org, (id, false), refusals_max);
    query.and_where(Expr::exists(stopped).not()).and_where(Expr::exists(well_since()).not());
    query
}

async fn number(conn: &Conn, query: &SelectStatement) -> Result<u64, StoreError> {
    let row = conn.one(query).await?.ok_or(StoreError::Missing("count"))?;
    Ok(u64::try_from(row.number("count")?).unwrap_or(0))
}

fn distinct_addresses(
    org: OrganisationId,
    (id, blocked): (IncidentId, bool),
    refusals_max: u64,
) -> SelectStatement {
    // No more than these are joined to anything, whatever the planner knows: the limit keeps them a step of their own.
    let mut refused = first_of(org, (id, blocked), refusals_max);
    refused.columns(["org_id", "address_key", "at"]);
    let mut query = Query::select();
    query.expr_as(Func::count_distinct(col("r.address_key")), "count").from_subquery(refused, "r");
    query
}

/// So many refusals of an incident. They come as the index has them; an order that is asked for may have PostgreSQL walk the primary
/// key in its place.
fn first_of(org: OrganisationId, (id, blocked): (IncidentId, bool), refusals_max: u64) -> SelectStatement {
    let mut query = Query::select();
    query
        .from("returns")
        .and_where(is("org_id", org))
        .and_where(is("incident_id", id))
        .and_where(is("blocked", blocked))
        .limit(refusals_max);
    query
}

/// What is known of the address of a refusal `r`.
fn standing() -> SelectStatement {
    let mut query = Query::select();
    query.expr(Expr::val(1)).from_as("address_standings", "s").and_where(joined(
        "s.address_key",
        "r.address_key",
        ("s.org_id", "r.org_id"),
    ));
    query
}

/// The same, where mail came from it, a person let it go, or its server took a mail that has not come back, behind that refusal.
fn well_since() -> SelectStatement {
    let mut query = standing();
    let behind = |column| col(column).gt(col("r.at"));
    query.and_where(behind("s.well_at").or(behind("s.cleared_at")).or(behind("s.taken_at")));
    query
}

/// Refusals of an incident that blocked, or that did not, and whose addresses were not well since; at most `limit`. Indexes
/// `returns_by_incident` and `address_standings_by_address`.
pub async fn addresses(
    conn: &Conn,
    org: OrganisationId,
    (id, blocked): (IncidentId, bool),
    limit: u64,
) -> Result<Vec<Held>, StoreError> {
    let mut query = Query::select();
    query
        .columns(["id", "address", "outbox_id", "at", "source", "rule", "words", "host"])
        .from_as("returns", "r")
        .and_where(is("r.org_id", org))
        .and_where(is("r.incident_id", id))
        .and_where(is("r.blocked", blocked))
        .order_by("id", Order::Asc)
        .limit(limit);
    if !blocked {
        query.and_where(Expr::exists(well_since()).not());
    }
    let table = Columns("returns");
    let rows = conn.all(&query).await?;
    let read = |row: &Row| {
        Ok(Held {
            id: row.id("id")?,
            address: row.parsed(table.at("address"))?,
            outbox_id: row.id_or_none("outbox_id")?,
            at: row.at("at")?,
            source: row.parsed(table.at("source"))?,
            rule: row.text("rule")?,
            words: row.text("words")?,
            host: row.text_or_none("host")?,
        })
    };
    rows.iter().map(read).collect()
}

/// Whether a mail was refused for an incident. Index `returns_of_mail`; the incident is written so that its own, which has all its
/// refusals, does not serve.
pub async fn has_mail(
    conn: &Conn,
    org: OrganisationId,
    id: IncidentId,
    outbox: OutboxId,
) -> Result<bool, StoreError> {
    let mut query = Query::select();
    query
        .column("id")
        .from("returns")
        .and_where(is("org_id", org))
        .and_where(is("outbox_id", outbox))
        .and_where(Expr::cust("+incident_id").eq(id.stored()))
        .limit(1);
    Ok(conn.one(&query).await?.is_some())
}

/// Notes of refusals whether they block.
pub async fn mark(tx: &Tx, org: OrganisationId, ids: &[ReturnId], blocked: bool) -> Result<(), StoreError> {
    let mut statement = Query::update();
    statement
        .table("returns")
        .value("blocked", blocked)
        .value("counted", blocked)
        .and_where(sql::is_of("org_id", org))
        .and_where(is_among("id", ids));
    tx.execute(&statement).await?;
    Ok(())
}
