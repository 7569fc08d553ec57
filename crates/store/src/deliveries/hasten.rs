//! Deliveries become due before their time: what kept them back is over.

use std::collections::{BTreeMap, BTreeSet};

use domain::compose::FromKind;
use domain::outbox::DeliveryState;
use domain::transport::TransportOwner;
use domain::{DeliveryId, OrganisationId, OutboxId, Timestamp};
use sea_orm::sea_query::{Expr, ExprTrait, Order, Query, SelectStatement};

use super::work::{CHANGED, due_earlier};
use crate::parked;
use crate::sql::{Stored, col, ends, filled_up, is, is_among, is_of, joined};
use crate::{Conn, StoreError, Tx};

/// Deliveries that [`hasten`] makes due at once; the others come when their own time does.
const HASTENED_MAX: u64 = 1000;

/// Makes those due at once that an owner's server takes, and that were tried before and wait for their next attempt or
/// were put off for a destination before they were tried, the longest waiting first: what kept them back is over. Any
/// other that was never tried waits because it is to. Index `deliveries_due`.
pub async fn hasten(
    tx: &Tx,
    org: OrganisationId,
    owner: &TransportOwner,
    at: Timestamp,
) -> Result<(), StoreError> {
    parked::remove_relays(tx, org, owner).await?;
    let mut waiting = Query::select();
    waiting.column("id").from("deliveries").and_where(is_of("org_id", org));
    if let Some(takes) = taken_by(owner) {
        let mut items = Query::select();
        items.expr(Expr::val(1)).from_as("outbox", "o").and_where(takes);
        items.and_where(joined("o.id", "deliveries.outbox_id", ("o.org_id", "deliveries.org_id")));
        waiting.and_where(Expr::exists(items));
    }
    waiting.and_where(col("due_at").gt(at.stored()));
    waiting.and_where(col("attempts").gt(0).or(col("waits_for").is_not_null()));
    waiting.and_where(is_time_to_leave(at));
    waiting.and_where(is("state", DeliveryState::Queued.as_str())).and_where(col("lease_owner").is_null());
    waiting.order_by("due_at", Order::Asc).limit(HASTENED_MAX);
    let rows = tx.all(&waiting).await?;
    let ids = rows.iter().map(|row| row.number("id")).collect::<Result<Vec<_>, _>>()?;
    if ids.is_empty() {
        return Ok(());
    }
    let mut statement = Query::update();
    statement
        .table("deliveries")
        .and_where(is_of("org_id", org))
        .and_where(col("id").is_in(filled_up(&ids)))
        .and_where(is("state", DeliveryState::Queued.as_str()))
        .and_where(col("lease_owner").is_null())
        .value("due_at", at.stored())
        .value("next_attempt_at", at.stored())
        .value("waits_for", None::<String>)
        .returning(Query::returning().columns(CHANGED));
    due_earlier(tx, &statement).await.map(|_count| ())
}

/// Whatever is over that kept mail back: what its author wants sent later leaves then.
fn is_time_to_leave(now: Timestamp) -> Expr {
    is_not_planned(("deliveries.outbox_id", "deliveries.org_id"), now)
}

/// Whether this mail of this organisation is none that its author wants sent later than this.
pub(crate) fn is_not_planned((mail, org): (&'static str, &'static str), now: Timestamp) -> Expr {
    let mut later = Query::select();
    later.expr(Expr::val(1)).from_as("outbox", "p");
    later.and_where(joined("p.id", mail, ("p.org_id", org)));
    later.and_where(col("p.planned_at").gt(now.stored()));
    Expr::exists(later).not()
}

/// The items that an owner's server takes, where those are not all: what a user writes from his own address, and what is
/// from a domain.
fn taken_by(owner: &TransportOwner) -> Option<Expr> {
    match owner {
        TransportOwner::Organisation => None,
        TransportOwner::User(user) => {
            Some(is("o.created_by", *user).and(is("o.from_kind", FromKind::Own.as_str())))
        }
        TransportOwner::Domain(domain) => Some(ends("o.from_address", &format!("@{domain}"))),
    }
}

/// Notes which destination's trouble queued deliveries wait for: they go as soon as it ends.
pub async fn wait_for(tx: &Tx, ids: &[DeliveryId], destination: &str) -> Result<(), StoreError> {
    let mut statement = Query::update();
    statement
        .table("deliveries")
        .value("waits_for", destination)
        .and_where(is_among("id", ids))
        .and_where(is("state", DeliveryState::Queued.as_str()));
    tx.execute(&statement).await?;
    Ok(())
}

/// Makes those due at once that wait for the trouble of this destination to end, of all
/// organisations; at most 1,000, the longest waiting first. Returns whether there were so many, so that more may wait.
/// Index `deliveries_waiting_for`.
pub async fn hasten_waiting_for(tx: &Tx, destination: &str) -> Result<bool, StoreError> {
    let waiting = not_due(destination, tx.now(), HASTENED_MAX);
    hasten_among(tx, destination, col("id").in_subquery(waiting)).await
}

/// How far what waits for a destination was looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LookedAt {
    /// Nothing of it.
    Nothing,
    /// What was tried before, up to this one.
    Tried {
        /// When that is due.
        due_at: Timestamp,
        /// That one.
        id: DeliveryId,
    },
    /// All that was tried, and it may be some of what never was.
    AllTried,
}

/// The same but for those that a server of it heard of the last time that they were tried: what it said to such a mail says
/// when that is tried again, and not what it made of others since. What was tried comes before what never was. At most 1,000
/// of each are looked at; returns how far, where there may be more, for whoever goes on from there. Indexes
/// `deliveries_waiting_for` and `attempts_by_item`.
pub async fn hasten_unheard(
    tx: &Tx,
    destination: &str,
    looked_at: LookedAt,
) -> Result<Option<LookedAt>, StoreError> {
    let (mut found, mut further) = match looked_at {
        LookedAt::Nothing => find_unheard(tx, destination, None).await?,
        LookedAt::Tried { due_at, id } => find_unheard(tx, destination, Some((due_at, id))).await?,
        LookedAt::AllTried => (Vec::new(), None),
    };
    if further.is_none() {
        let room = HASTENED_MAX.saturating_sub(found.len() as u64);
        let untried = find_untried(tx, destination, room).await?;
        further = Some(LookedAt::AllTried).filter(|_| untried.len() as u64 >= room);
        found.extend(untried);
    }
    if !found.is_empty() {
        hasten_among(tx, destination, is_among("id", &found)).await?;
    }
    Ok(further)
}

/// Those among the next 1,000 that were tried whose servers heard nothing of them; and how far that is, where there may be more.
async fn find_unheard(
    tx: &Tx,
    destination: &str,
    behind: Option<(Timestamp, DeliveryId)>,
) -> Result<(Vec<DeliveryId>, Option<LookedAt>), StoreError> {
    let rows = tx.all(&tried_at(destination, tx.now(), behind)).await?;
    let further = match rows.last().filter(|_| rows.len() as u64 >= HASTENED_MAX) {
        Some(row) => Some(LookedAt::Tried { due_at: row.at("due_at")?, id: row.id("id")? }),
        None => None,
    };
    let mut tried = BTreeMap::<OrganisationId, Vec<(OutboxId, DeliveryId)>>::new();
    for row in rows {
        tried.entry(row.id("org_id")?).or_default().push((row.id("outbox_id")?, row.id("id")?));
    }
    let mut found = Vec::new();
    for (org, tried) in tried {
        let heard = tx.all(&heard_of(org, &tried)).await?;
        let heard = heard.iter().map(|row| row.id("delivery_id"));
        let heard = heard.collect::<Result<BTreeSet<DeliveryId>, StoreError>>()?;
        found.extend(tried.into_iter().map(|(_, id)| id).filter(|id| !heard.contains(id)));
    }
    Ok((found, further))
}

/// So many of those that were never tried.
async fn find_untried(tx: &Tx, destination: &str, room: u64) -> Result<Vec<DeliveryId>, StoreError> {
    let mut untried = not_due(destination, tx.now(), room);
    untried.and_where(is("attempts", 0_i64));
    tx.all(&untried).await?.iter().map(|row| row.id("id")).collect()
}

/// Those that wait for a destination and were tried before, behind this one. Index `deliveries_waiting_for`.
pub(crate) fn tried_at(
    destination: &str,
    now: Timestamp,
    behind: Option<(Timestamp, DeliveryId)>,
) -> SelectStatement {
    // Of the same instant there may be more.
    let from = behind.map_or(now, |(due_at, _)| due_at.plus_millis(-1).max(now));
    let mut tried = waiting_behind(destination, from, HASTENED_MAX);
    tried.columns(["org_id", "outbox_id", "due_at"]);
    tried.and_where(col("attempts").gt(0)).and_where(is_time_to_leave(now));
    if let Some((due_at, id)) = behind {
        tried.and_where(col("due_at").gt(due_at.stored()).or(col("id").gt(id.stored())));
    }
    tried.order_by("id", Order::Asc);
    tried
}

/// Those of these of which a server heard at their newest attempt: what protected a connection is known of no other. The
/// attempts of each mail are read once for all of them: those of one long list would each read whatever was tried of the others.
/// Index `attempts_by_item`.
pub(crate) fn heard_of(org: OrganisationId, tried: &[(OutboxId, DeliveryId)]) -> SelectStatement {
    let items: BTreeSet<OutboxId> = tried.iter().map(|(item, _)| *item).collect();
    let items: Vec<OutboxId> = items.into_iter().collect();
    let ids: Vec<DeliveryId> = tried.iter().map(|(_, id)| *id).collect();
    let mut newest = Query::select();
    newest
        .expr(col("b.id").max())
        .from_as("attempts", "b")
        .and_where(is("b.org_id", org))
        .and_where(is_among("b.outbox_id", &items))
        .and_where(is_among("b.delivery_id", &ids))
        .group_by_col(("b", "delivery_id"));
    let mut heard = Query::select();
    heard
        .column(("a", "delivery_id"))
        .from_as("attempts", "a")
        .and_where(is_of("a.org_id", org))
        .and_where(col("a.id").in_subquery(newest))
        .and_where(col("a.tls_grade").is_not_null());
    heard
}

/// Makes those of a destination due at once that are among these.
async fn hasten_among(tx: &Tx, destination: &str, among: Expr) -> Result<bool, StoreError> {
    let now = tx.now();
    let mut statement = Query::update();
    statement
        .table("deliveries")
        .and_where(among)
        // Once more, of the row that changes: PostgreSQL asks a subquery nothing anew of one that another node let go, claimed
        // or sent meanwhile, and its lease would end here. Written so that no index serves them but that of the ids.
        .and_where(Expr::cust("(waits_for || '')").eq(destination))
        .and_where(Expr::cust("+due_at").gt(now.stored()))
        .and_where(is("state", DeliveryState::Queued.as_str()))
        .and_where(col("lease_owner").is_null())
        .value("due_at", now.stored())
        .value("next_attempt_at", now.stored())
        .value("waits_for", None::<String>)
        .returning(Query::returning().columns(CHANGED));
    Ok(due_earlier(tx, &statement).await? >= HASTENED_MAX)
}

/// Whether [`hasten_waiting_for`] would find any. Index `deliveries_waiting_for`.
pub async fn is_waiting_for(conn: &Conn, destination: &str, now: Timestamp) -> Result<bool, StoreError> {
    Ok(conn.one(&not_due(destination, now, 1)).await?.is_some())
}

/// Those that wait for a destination and are not due, the longest waiting first.
fn not_due(destination: &str, now: Timestamp, limit: u64) -> SelectStatement {
    let mut waiting = waiting_behind(destination, now, limit);
    waiting.and_where(is_time_to_leave(now));
    waiting
}

/// Those that wait for a destination and are due behind an instant, some of which may be to leave later.
fn waiting_behind(destination: &str, from: Timestamp, limit: u64) -> SelectStatement {
    let mut waiting = Query::select();
    waiting
        .column("id")
        .from("deliveries")
        .and_where(is("waits_for", destination))
        .and_where(col("due_at").gt(from.stored()))
        .and_where(col("lease_owner").is_null())
        .and_where(is("state", DeliveryState::Queued.as_str()))
        .order_by("due_at", Order::Asc)
        .limit(limit);
    waiting
}

/// The first whose mail waits for a provider that refuses it, behind one of these names ([`parked::refuser`]); and the
/// name. Those of one domain's mail come first. Index `deliveries_waiting_of`.
pub async fn find_refused(
    conn: &Conn,
    behind: Option<&str>,
) -> Result<Option<(OrganisationId, String)>, StoreError> {
    const WALKED: [&str; 2] = [parked::DOMAIN_REFUSERS, parked::REFUSERS];
    let is_among = |kind: &&str| behind.is_some_and(|behind| behind.starts_with(*kind));
    let begin = WALKED.iter().position(is_among).unwrap_or(0);
    for (place, kind) in WALKED.into_iter().enumerate().skip(begin) {
        let from = behind.filter(|_| place == begin).unwrap_or(kind);
        if let Some(row) = conn.one(&refused(kind, from)).await? {
            return Ok(Some((row.id("org_id")?, row.text("waits_for")?)));
        }
    }
    Ok(None)
}

/// One of the names of a kind behind this one.
pub(crate) fn refused(kind: &str, from: &str) -> SelectStatement {
    let end = kind.replace(':', ";");
    let mut query = Query::select();
    query
        .columns(["org_id", "waits_for"])
        .from("deliveries")
        .and_where(col("waits_for").gt(from))
        .and_where(col("waits_for").lt(end))
        .order_by("waits_for", Order::Asc)
        .limit(1);
    query
}
