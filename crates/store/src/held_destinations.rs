//! That an organisation's mail to a domain does not leave, since somebody holds that domain. Tables `held_destinations`, and
//! `lifted_destinations` of what is still to be let go.
//!
//! What a hold stopped is queued and has no due date, though its mail is neither stopped nor in the bin: it is in no lane, and
//! no engine looks at it. A claim stops what it finds of a domain that is held, and so does the transaction that begins an
//! attempt, of what a node had claimed before. Both lock the hold, so that whoever lifts it does so behind them, and finds
//! what they stopped. Where nobody holds any, nothing is locked: on `PostgreSQL`, a transaction that had looked for holds before
//! one was written down still begins what it was about to. Invariant: such a delivery is of a domain that stands in one of
//! the two tables.

mod waiting;

use domain::audit::AuditKind;
use domain::{Id, OrganisationId, Timestamp, UserId};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Order, Query, SelectStatement};

use crate::events::{self, Change};
use crate::row::Row;
use crate::sql::{self, NewRow, Stored, is, is_among, same};
use crate::{Conn, StoreError, Tx, audit, organisations};

pub(crate) use waiting::{Found, IS_HELD_FOR_DOMAINS, stop_claimed, stopped_of};
pub use waiting::{HeldFor, count_others, leave_held, let_go, list_held_for, stop_waiting};
#[cfg(test)]
pub(crate) use waiting::{at_rest, due_to};

/// Domains that the users of one organisation hold at most; the operator's are not counted.
pub const HOLDS_MAX: usize = 200;

/// A domain that an organisation's mail does not leave for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hold {
    /// The domain, in the letters of DNS.
    pub domain: String,
    /// Who holds it; `None` for the operator.
    pub by: Option<UserId>,
    /// Since when.
    pub at: Timestamp,
    /// Why, in his words.
    pub why: String,
}

/// What became of a hold that was asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Held {
    /// It stands.
    Done,
    /// The domain is held already; that stands as it is.
    Before,
    /// The users of the organisation hold as many as they may.
    TooMany,
}

/// What became of a hold that was to be lifted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lifted {
    /// It is lifted.
    Done,
    /// There is none.
    Before,
    /// It is the operator's, who alone lifts it.
    OfOperator,
}

/// What an organisation holds, by domain. Index `held_destinations_unique`.
pub async fn list(conn: &Conn, org: OrganisationId) -> Result<Vec<Hold>, StoreError> {
    let mut query = Query::select();
    query
        .columns(["domain", "held_by", "held_at", "why"])
        .from("held_destinations")
        .and_where(is("org_id", org))
        .order_by("domain", Order::Asc);
    let read = |row: &Row| {
        Ok(Hold {
            domain: row.text("domain")?,
            by: row.id_or_none("held_by")?,
            at: row.at("held_at")?,
            why: row.text("why")?,
        })
    };
    conn.all(&query).await?.iter().map(read).collect()
}

/// Holds a domain, in the letters of DNS. What a user holds the operator takes over as it stands: were it to be lifted first,
/// mail would leave in between, and whoever may lift it could do so at any time.
pub async fn put(tx: &Tx, org: OrganisationId, hold: &Hold) -> Result<Held, StoreError> {
    // Of two who hold one at the same time one does, and none is one too many.
    organisations::lock(tx, org).await?;
    let before = list(tx, org).await?;
    match before.iter().find(|before| before.domain == hold.domain) {
        Some(Hold { by: Some(_), .. }) if hold.by.is_none() => {
            take_over(tx, org, hold).await?;
            return Ok(Held::Done);
        }
        Some(_) => return Ok(Held::Before),
        None => {}
    }
    let is_users = |hold: &Hold| hold.by.is_some();
    if is_users(hold) && before.iter().filter(|before| is_users(before)).count() >= HOLDS_MAX {
        return Ok(Held::TooMany);
    }
    let id: Id<()> = tx.new_id();
    audit::watch_one(tx, org, (AuditKind::HeldDestination, id)).await?;
    let row = NewRow::default()
        .with("id", id)
        .with("org_id", org)
        .with("domain", hold.domain.as_str())
        .with("held_at", hold.at)
        .with("held_by", hold.by)
        .with("why", hold.why.as_str());
    tx.execute(&sql::insert("held_destinations", [row])).await?;
    // What an earlier hold stopped and nobody let go yet waits for this one.
    let mut lifted = Query::delete();
    lifted.from_table("lifted_destinations").and_where(is("org_id", org));
    lifted.and_where(is("domain", hold.domain.as_str()));
    tx.execute(&lifted).await?;
    events::insert(tx, org, Change::settings());
    Ok(Held::Done)
}

/// Makes the hold of a domain the operator's; nothing that it stopped goes on.
async fn take_over(tx: &Tx, org: OrganisationId, hold: &Hold) -> Result<(), StoreError> {
    let Some(found) = tx.one(&of_domain(org, &hold.domain)).await? else { return Ok(()) };
    let id: Id<()> = found.id("id")?;
    audit::watch_one(tx, org, (AuditKind::HeldDestination, id)).await?;
    let mut statement = sql::update("held_destinations", org, id);
    statement
        .value("held_at", hold.at.stored())
        .value("held_by", hold.by.stored())
        .value("why", hold.why.as_str());
    tx.execute(&statement).await?;
    events::insert(tx, org, Change::settings());
    Ok(())
}

/// Lifts the hold of a domain, for a user or, `None`, the operator; what it stopped goes on with [`let_go`].
pub async fn lift(
    tx: &Tx,
    org: OrganisationId,
    (domain, by): (&str, Option<UserId>),
    at: Timestamp,
) -> Result<Lifted, StoreError> {
    organisations::lock(tx, org).await?;
    let mut query = of_domain(org, domain);
    query.column("held_by");
    let Some(found) = tx.one(&query).await? else { return Ok(Lifted::Before) };
    let (id, holder): (Id<()>, Option<UserId>) = (found.id("id")?, found.id_or_none("held_by")?);
    if holder.is_none() && by.is_some() {
        return Ok(Lifted::OfOperator);
    }
    audit::watch_one(tx, org, (AuditKind::HeldDestination, id)).await?;
    let mut gone = Query::delete();
    gone.from_table("held_destinations").and_where(is("org_id", org)).and_where(is("id", id));
    tx.execute(&gone).await?;
    let row = NewRow::default()
        .with("id", tx.new_id::<()>())
        .with("org_id", org)
        .with("domain", domain)
        .with("lifted_at", at);
    let mut there = OnConflict::columns(["org_id", "domain"]);
    there.do_nothing();
    let mut lifted = sql::insert("lifted_destinations", [row]);
    lifted.on_conflict(there);
    tx.execute(&lifted).await?;
    events::insert(tx, org, Change::settings());
    Ok(Lifted::Done)
}

/// Domains of all organisations that mail goes on to, at most `limit`: some of what a hold stopped may still be to be let go.
pub async fn list_lifted(conn: &Conn, limit: u64) -> Result<Vec<(OrganisationId, String)>, StoreError> {
    let mut query = Query::select();
    query.columns(["org_id", "domain"]).from("lifted_destinations").order_by("id", Order::Asc).limit(limit);
    conn.all(&query).await?.iter().map(|row| Ok((row.id("org_id")?, row.text("domain")?))).collect()
}

/// The hold of a domain. Index `held_destinations_unique`.
fn of_domain(org: OrganisationId, domain: &str) -> SelectStatement {
    let mut query = Query::select();
    query.column("id").from("held_destinations").and_where(is("org_id", org)).and_where(is("domain", domain));
    query
}

/// Those of these organisations that hold any domain. Index `held_destinations_unique`.
pub(crate) fn holding(of: &[OrganisationId]) -> SelectStatement {
    let mut query = Query::select();
    query.column("org_id").from("held_destinations").and_where(is_among("org_id", of)).group_by_col("org_id");
    query
}

/// The hold that a delivery `d` is of, to ask whether there is one. Index `held_destinations_unique`.
pub(crate) fn hold_of_delivery() -> SelectStatement {
    let mut query = Query::select();
    query.expr(Expr::cust("1")).from_as("held_destinations", "h").and_where(its_hold());
    query
}

/// A delivery `d` is of the domain that the hold `h` is of: a join's condition. Index `held_destinations_unique`.
pub(crate) fn its_hold() -> Expr {
    same("h.org_id", "d.org_id").and(same("h.domain", "d.domain"))
}
