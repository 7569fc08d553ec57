//! Lanes: what waits of one organisation, in one stream, for one domain, of one sender. Table `sender_lanes`.
//!
//! A lane says when it is looked into, so that whatever waits behind it costs nothing until then: a destination that
//! is parked holds its lanes and touches no mail. All mail of a lane goes one way, whoever has a server of his own, but for
//! what somebody chose another way for (`mix`). Invariant: a lane is there as long as a delivery of it has a due
//! date, and is looked into no later than the first of them is due, or than its destination takes mail again. Whoever
//! makes a delivery due earlier calls `wake`; whoever makes it due later need not, since the look finds out.

mod held;
mod late;
mod ready;
mod take;

use std::collections::{BTreeMap, BTreeSet};

use domain::outbox::Stream;
use domain::transport::TransportOwner;
use domain::{EmailAddress, OrganisationId, OutboxId, Timestamp, UserId};
use sea_orm::sea_query::{
    Expr, ExprTrait, IntoTableRef, OnConflict, Order, Query, SelectStatement, UpdateStatement,
};

use crate::sql::{Stored, col, ends, is, is_among, joined, same};
use crate::{Conn, StoreError, Tx};

#[cfg(test)]
pub(crate) use held::going_to;
pub use held::hold_all;
#[cfg(test)]
pub(crate) use late::mixed;
#[cfg(test)]
pub(crate) use ready::due_of;
pub(crate) use ready::put_in_order;
use take::FIRST_DUE;
pub(crate) use take::take;
#[cfg(test)]
pub(crate) use take::{chosen_of_lane, due_lanes, first_of, others_of_same_mail, overdue};

/// Lanes that are held at a time.
const HELD_MAX: u64 = 20_000;

/// What a claim may take.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shares {
    /// Deliveries of the bulk stream at most, of those that the claim asks for.
    pub bulk_max: u32,
    /// Organisations take turns in the bulk stream: the turn is that of those after this one.
    pub after: OrganisationId,
    /// Deliveries that were queued before this are taken though their destination is parked: their time is over.
    pub overdue_before: Timestamp,
    /// Organisations that hold all that they may of this node's places for single mail: no more of theirs is taken.
    pub full: Vec<OrganisationId>,
    /// The same of bulk mail.
    pub full_bulk: Vec<OrganisationId>,
    /// Until when limits of ours have no room for single mail, by what they count: a destination, or all mail of an
    /// organisation.
    pub refused_single: BTreeMap<String, Timestamp>,
}

/// Lets the lanes of these items know when the first of their deliveries is due. Index `deliveries_by_item`.
///
/// A lane of single mail is looked into anew, wherever its mail went before: what a person writes may ask for less than
/// the mail that waits there.
pub(crate) async fn wake(tx: &Tx, org: OrganisationId, items: &[OutboxId]) -> Result<(), StoreError> {
    if items.is_empty() {
        return Ok(());
    }
    let mut again = OnConflict::columns(OF);
    again.value("next_at", Expr::cust(EARLIER)).value("destination", Expr::cust(ANEW));
    upsert(tx, of_items(org, items), again).await
}

/// The lanes of these items.
pub(crate) fn of_items(org: OrganisationId, items: &[OutboxId]) -> SelectStatement {
    let mut due = waiting();
    due.and_where(is("org_id", org)).and_where(is_among("outbox_id", items));
    due
}

/// What a lane is of.
const OF: [&str; 4] = ["org_id", "stream", "domain", "sender"];
const EARLIER: &str =
    "CASE WHEN excluded.next_at < sender_lanes.next_at THEN excluded.next_at ELSE sender_lanes.next_at END";
const ANEW: &str = "CASE WHEN excluded.stream = 'single' THEN NULL ELSE sender_lanes.destination END";

/// The lanes of deliveries that are still to be named.
fn waiting() -> SelectStatement {
    let mut due = Query::select();
    // A delivery stays in its lane, so its number can be the lane's.
    due.expr(Expr::cust("MIN(id)"))
        .columns(OF)
        .expr(Expr::cust("MIN(due_at)"))
        .from("deliveries")
        // Written so that no index of what is due serves it: the items are few, and what is due may be all.
        .and_where(Expr::cust("+due_at").is_not_null())
        // What has no sender yet gets its lane when a claim adopts it.
        .and_where(col("sender").ne(""))
        .group_by_columns(OF)
        // Whoever touches several lanes does so in this order, so that none waits in a circle.
        .order_by("org_id", Order::Asc)
        .order_by("stream", Order::Asc)
        .order_by("domain", Order::Asc)
        .order_by("sender", Order::Asc);
    due
}

async fn upsert(tx: &Tx, due: SelectStatement, again: OnConflict) -> Result<(), StoreError> {
    let mut statement = Query::insert();
    statement
        .into_table("sender_lanes")
        .columns(["id", "org_id", "stream", "domain", "sender", "next_at"])
        .select_from(due)
        .map_err(StoreError::database)?
        .on_conflict(again);
    tx.execute_unawaited(&statement).await
}

/// Lets everybody look at once into the lanes of those of these items that somebody chose a way for, which were woken
/// before: their destination may be another than that of the mail they stand among, so that no destination holds such a
/// lane from here on.
pub(crate) async fn mix(tx: &Tx, org: OrganisationId, items: &[OutboxId]) -> Result<(), StoreError> {
    if items.is_empty() {
        return Ok(());
    }
    let mut of = Query::select();
    of.columns([("d", "stream"), ("d", "domain"), ("d", "sender")])
        .from_as("deliveries", "d")
        .inner_join(
            "outbox".into_table_ref().alias("o"),
            joined("o.id", "d.outbox_id", ("o.org_id", "d.org_id")),
        )
        .and_where(is("d.org_id", org))
        .and_where(is_among("d.outbox_id", items))
        .and_where(col("o.chosen_way").is_not_null());
    let mut statement = mixing(tx.now());
    statement
        .and_where(is("org_id", org))
        .and_where(Expr::tuple([col("stream"), col("domain"), col("sender")]).in_subquery(of));
    tx.execute_unawaited(&statement).await
}

/// Lets no destination hold the lanes that a condition fits which the caller adds.
fn mixing(now: Timestamp) -> UpdateStatement {
    let now = now.as_millis();
    let mut statement = Query::update();
    statement
        .table("sender_lanes")
        .value("is_mixed", true)
        .value("destination", None::<String>)
        // What is planned for later is not looked for before.
        .value("next_at", Expr::cust(format!("CASE WHEN {FIRST_DUE} > {now} THEN next_at ELSE {now} END")));
    statement
}

/// Makes the lanes that are missing of those that are due and wait the longest, at most `limit`, and lets those be looked
/// into that nobody would look into before, whose mail is not known to wait anywhere, or only where it waits no more: a
/// program that knows no such lanes may run beside this one, and end what they wait for. Indexes `deliveries_due` and
/// `parked_destinations_unique`.
pub async fn mend(tx: &Tx, limit: u32) -> Result<(), StoreError> {
    let mut longest = Query::select();
    longest.column("id").from("deliveries").and_where(col("due_at").lte(tx.now().stored()));
    longest.order_by("due_at", Order::Asc).limit(u64::from(limit));
    let mut due = waiting();
    due.and_where(col("id").in_subquery(longest));
    // A lane that is due already keeps its place among those that wait.
    let is_late = col("sender_lanes.next_at").gt(tx.now().stored());
    let mut again = OnConflict::columns(OF);
    again
        .value("next_at", Expr::cust(EARLIER))
        .action_and_where(is_late.and(Expr::not_exists(waits_there(tx.now()))));
    upsert(tx, due, again).await?;
    late::mix_late(tx).await
}

/// The destination of a lane, where mail waits for it.
fn waits_there(now: Timestamp) -> SelectStatement {
    let mut query = Query::select();
    query
        .expr(Expr::cust("1"))
        .from_as("parked_destinations", "p")
        .and_where(same("p.destination", "sender_lanes.destination"))
        .and_where(col("p.until_at").gt(now.stored()));
    query
}

/// A lane, by what it is of.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct LaneOf {
    /// The tenant.
    pub organisation: OrganisationId,
    /// The stream.
    pub stream: Stream,
    /// The domain that it goes to.
    pub domain: String,
    /// Whose way it takes ([`sender_of`]).
    pub sender: String,
}

/// The name of whoever's way a mail takes: the domain that it is from and, where it is from its author's own address, he.
#[must_use]
pub fn sender_of(from: &EmailAddress, own_of: Option<UserId>) -> String {
    let domain = from.domain();
    own_of.map_or_else(|| domain.to_owned(), |author| format!("{domain}:{author}"))
}

/// Notes where a lane's mail goes, which is parked until then: nobody looks into it before. A lane that is held until the
/// same time already has forgotten where its mail goes when more of it was put off (`wake`), and is told again.
pub async fn hold(tx: &Tx, lane: &LaneOf, destination: &str, until: Timestamp) -> Result<(), StoreError> {
    let mut statement = Query::update();
    statement
        .table("sender_lanes")
        .value("destination", destination)
        .value("next_at", until.stored())
        .and_where(is("org_id", lane.organisation))
        .and_where(is("stream", lane.stream.as_str()))
        .and_where(is("domain", lane.domain.as_str()))
        .and_where(is("sender", lane.sender.as_str()))
        .and_where(is("is_mixed", false))
        .and_where(col("next_at").lte(until.stored()));
    tx.execute(&statement).await?;
    Ok(())
}

/// Where the queued mail of these items was found to go. Index `deliveries_by_item`.
pub(crate) async fn destinations_of(
    tx: &Tx,
    org: OrganisationId,
    items: &[OutboxId],
) -> Result<BTreeSet<String>, StoreError> {
    let mut query = Query::select();
    query
        .expr_as(col("l.destination"), "destination")
        .expr_as(col("d.waits_for"), "waits_for")
        .distinct()
        .from_as("deliveries", "d")
        .left_join("sender_lanes".into_table_ref().alias("l"), its_lane())
        .and_where(is("d.org_id", org))
        .and_where(is_among("d.outbox_id", items));
    let mut found = BTreeSet::new();
    for row in tx.all(&query).await? {
        found.extend(row.text_or_none("destination")?);
        found.extend(row.text_or_none("waits_for")?);
    }
    Ok(found)
}

/// A delivery `d` waits in the lane `l`: a join's condition. Index `sender_lanes_unique`.
pub(crate) fn its_lane() -> Expr {
    let of_mail = same("l.org_id", "d.org_id").and(same("l.stream", "d.stream"));
    of_mail.and(same("l.domain", "d.domain")).and(same("l.sender", "d.sender"))
}

/// Forgets where the mail of an owner's senders was found to go, and lets everybody look at once: it may go another way
/// from here on. Where it went before holds everybody else's. Index `sender_lanes_unique`.
pub(crate) async fn forget_ways(
    tx: &Tx,
    org: OrganisationId,
    owner: &TransportOwner,
) -> Result<(), StoreError> {
    let now = tx.now().as_millis();
    let mut statement = Query::update();
    statement
        .table("sender_lanes")
        .value("destination", None::<String>)
        .value("next_at", Expr::cust(format!("CASE WHEN next_at > {now} THEN {now} ELSE next_at END")))
        .and_where(is("org_id", org))
        .and_where(col("destination").is_not_null());
    match owner {
        TransportOwner::Organisation => {}
        TransportOwner::User(user) => {
            statement.and_where(ends("sender", &format!(":{user}")));
        }
        TransportOwner::Domain(domain) => {
            let (from, behind) = (format!("{domain}:"), format!("{domain};"));
            let authors = col("sender").gte(from).and(col("sender").lt(behind));
            statement.and_where(is("sender", domain.as_str()).or(authors));
        }
    }
    tx.execute(&statement).await?;
    Ok(())
}

/// How long nobody looks into the lanes of an organisation whose mail is stopped, milliseconds.
pub(crate) const STOPPED_MS: i64 = 15 * 60_000;

/// Lets everybody look at once into the lanes of an organisation that nobody looked into since its mail was stopped: into
/// all of them, since they were set aside by other nodes' clocks. One that waits for something else is set aside again by
/// whoever looks. Index `sender_lanes_unique`.
pub(crate) async fn open_stopped(tx: &Tx, org: OrganisationId, now: Timestamp) -> Result<(), StoreError> {
    let mut statement = Query::update();
    statement
        .table("sender_lanes")
        .value("next_at", now.stored())
        .and_where(is("org_id", org))
        .and_where(col("next_at").gt(now.stored()));
    tx.execute(&statement).await?;
    Ok(())
}

/// Whether mail of other organisations waits at a destination: its lanes say so, and those say nothing that hold mail which
/// goes different ways, or got new mail since, so that the deliveries are asked as well. Indexes `sender_lanes_by_destination`
/// and `deliveries_waiting_of`.
pub(crate) async fn others_wait_at(
    conn: &Conn,
    org: OrganisationId,
    destination: &str,
) -> Result<bool, StoreError> {
    let mut lanes = Query::select();
    lanes
        .column("id")
        .from("sender_lanes")
        .and_where(is("destination", destination))
        .and_where(col("org_id").ne(org.stored()))
        .limit(1);
    if conn.one(&lanes).await?.is_some() {
        return Ok(true);
    }
    for query in others_waiting_for(org, destination) {
        if conn.one(&query).await?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Deliveries of other organisations that wait for a destination: of those before it, and of those behind it, so that what
/// waits of itself is passed over.
pub(crate) fn others_waiting_for(org: OrganisationId, destination: &str) -> [SelectStatement; 2] {
    [col("org_id").lt(org.stored()), col("org_id").gt(org.stored())].map(|others| {
        let mut query = Query::select();
        query
            .column("id")
            .from("deliveries")
            .and_where(is("waits_for", destination))
            .and_where(others)
            .and_where(col("due_at").is_not_null())
            .limit(1);
        query
    })
}

/// Lets everybody look into the lanes of a destination at once: it takes mail again. Index
/// `sender_lanes_by_destination`.
pub async fn open(tx: &Tx, destination: &str, now: Timestamp) -> Result<(), StoreError> {
    let mut statement = Query::update();
    statement
        .table("sender_lanes")
        .value("next_at", now.stored())
        .and_where(is("destination", destination))
        .and_where(col("next_at").gt(now.stored()));
    tx.execute(&statement).await?;
    Ok(())
}
