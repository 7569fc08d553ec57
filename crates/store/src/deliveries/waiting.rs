//! What queued deliveries wait for, and how long they wait, by destination.

use domain::outbox::{DeliveryState, ParkReason};
use domain::waiting::Age;
use domain::{OrganisationId, OutboxId, Timestamp};
use sea_orm::sea_query::{Alias, Condition, Expr, ExprTrait, IntoTableRef, Order, Query, SelectStatement};

use super::hasten::is_not_planned;
use super::late::TOLD_MAX;
use crate::lanes::its_lane;
use crate::parked::{self, Parked};
use crate::row::Columns;
use crate::sql::{Stored, col, filled_up, is, same};
use crate::{Conn, Count, StoreError};

/// Domains of one item that are looked at.
const DOMAINS_MAX: u64 = 50;
/// Others that wait for the same are counted up to this.
const OTHERS_MAX: u64 = 1000;
/// Destinations of a picture, those with the most mail.
const ROWS_MAX: u64 = 50;
/// Deliveries that are looked at for a picture, what is to leave later among them.
const DRAWN_MAX: u64 = 1_000_000;

/// What the queued deliveries of an item to one domain wait for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WaitingFor {
    /// The recipients' domain.
    pub domain: String,
    /// Where they were found to go.
    pub destination: Option<String>,
    /// Whether nothing is tried there.
    pub parked: Option<Parked>,
    /// When the first of them is tried by its own time.
    pub next_attempt_at: Option<Timestamp>,
    /// Attempts of those that were tried the most.
    pub attempts: u32,
    /// Deliveries of the organisation that wait for the same destination or, where it is not known, domain.
    pub others: Count,
}

/// What deliveries `d` met with themselves; a limit on all mail of the organisation is no such place. Their lane may be held for
/// another: since before they went the way on which they met with it.
pub(super) const OWN_PLACE: &str =
    "MAX(CASE WHEN d.waits_for LIKE 'organisation:%' THEN NULL ELSE d.waits_for END)";

/// What the queued deliveries of an item wait for, by domain. Index `deliveries_by_item`.
pub async fn list_waiting_for(
    conn: &Conn,
    org: OrganisationId,
    outbox: OutboxId,
    now: Timestamp,
) -> Result<Vec<WaitingFor>, StoreError> {
    let mut query = Query::select();
    query
        .expr_as(col("d.domain"), "domain")
        .expr_as(Expr::cust(OWN_PLACE), "own_place")
        .expr_as(col("l.destination").max(), "lanes_place")
        .expr_as(col("d.attempts").max(), "attempts")
        .expr_as(col("d.next_attempt_at").min(), "next_at")
        .from_as("deliveries", "d")
        .left_join("sender_lanes".into_table_ref().alias("l"), its_lane())
        .and_where(is("d.org_id", org))
        .and_where(is("d.outbox_id", outbox))
        .and_where(is("d.state", DeliveryState::Queued.as_str()))
        .add_group_by([col("d.domain")])
        .order_by(("d", "domain"), Order::Asc)
        .limit(DOMAINS_MAX);
    let mut found = Vec::new();
    for row in conn.all(&query).await? {
        let domain = row.text("domain")?;
        let places = (row.text_or_none("own_place")?, row.text_or_none("lanes_place")?);
        let (destination, parked) = held_at(conn, places, now).await?;
        let same = destination.as_deref().filter(|_| parked.is_some());
        let others = count_others(conn, (org, outbox), (same, &domain), now).await?;
        let attempts = row.small(Columns("deliveries").at("attempts"))?;
        let next_attempt_at = row.at_or_none("next_at")?;
        found.push(WaitingFor { domain, destination, parked, next_attempt_at, attempts, others });
    }
    Ok(found)
}

/// Where mail waits that may have met with something itself, and whose lane may be held: at what keeps it back longer, its own
/// place where they end together; where nothing does, where mail of the lane goes. `going` says when by the same.
async fn held_at(
    conn: &Conn,
    (own, lanes): (Option<String>, Option<String>),
    now: Timestamp,
) -> Result<(Option<String>, Option<Parked>), StoreError> {
    let mut longest: Option<Parked> = None;
    for place in [&own, &lanes].into_iter().flatten() {
        let parked = parked::find(conn, place).await?.filter(|parked| parked.until > now);
        let is_longer = |parked: &Parked| longest.as_ref().is_none_or(|longest| parked.until > longest.until);
        if let Some(parked) = parked.filter(is_longer) {
            longest = Some(parked);
        }
    }
    let place = longest.as_ref().map(|parked| parked.destination.clone());
    Ok((place.or(lanes).or(own), longest))
}

/// Deliveries of an organisation that wait for a destination, counted up to 1,000.
pub async fn count_waiting_for(
    conn: &Conn,
    org: OrganisationId,
    destination: &str,
    now: Timestamp,
) -> Result<Count, StoreError> {
    count(conn, Vec::from(waiting_there(org, destination, now))).await
}

/// All that waits for a destination.
fn waiting_there(org: OrganisationId, destination: &str, now: Timestamp) -> [SelectStatement; 2] {
    [in_lanes(org, destination, now), after_an_attempt(org, destination)]
}

async fn count_others(
    conn: &Conn,
    (org, outbox): (OrganisationId, OutboxId),
    (destination, domain): (Option<&str>, &str),
    now: Timestamp,
) -> Result<Count, StoreError> {
    let mut queries = match destination {
        Some(destination) => Vec::from(waiting_there(org, destination, now)),
        None => vec![for_domain(org, domain, now)],
    };
    for which in &mut queries {
        which.and_where(col("d.outbox_id").ne(outbox.stored()));
    }
    count(conn, queries).await
}

async fn count(conn: &Conn, queries: Vec<SelectStatement>) -> Result<Count, StoreError> {
    let mut counted = 0;
    for mut which in queries {
        which.limit(OTHERS_MAX + 1);
        let mut query = Query::select();
        query.expr_as(Expr::cust("COUNT(*)"), "counted").from_subquery(which, "w");
        if let Some(row) = conn.one(&query).await? {
            counted += row.number("counted")?;
        }
    }
    let counted = u64::try_from(counted).unwrap_or(0);
    Ok(Count { count: std::cmp::min(counted, OTHERS_MAX), more: counted > OTHERS_MAX })
}

/// Deliveries of an organisation that wait beside those of an item, whatever they are for: what keeps all of them keeps each.
/// Counted up to 1,000.
pub async fn count_others_waiting(
    conn: &Conn,
    (org, outbox): (OrganisationId, OutboxId),
    now: Timestamp,
) -> Result<Count, StoreError> {
    count(conn, others_waiting((org, outbox), now)).await
}

/// All that wait of an organisation beside an item, one walk for each number of times that authors were told: so that none
/// of what is to leave later is read, however much that is. Index `deliveries_untold_of`.
pub(crate) fn others_waiting(
    (org, outbox): (OrganisationId, OutboxId),
    now: Timestamp,
) -> Vec<SelectStatement> {
    let of_told = |told: u32| {
        let mut query = waiting_of(org, now);
        query.and_where(is("d.told", told)).and_where(col("d.outbox_id").ne(outbox.stored()));
        query
    };
    (0..=TOLD_MAX).map(of_told).collect()
}

/// All that wait of an organisation, but what is to leave later: that waits for its time.
fn waiting_of(org: OrganisationId, now: Timestamp) -> SelectStatement {
    let mut query = Query::select();
    query
        .column(("d", "id"))
        .from_as("deliveries", "d")
        .and_where(is("d.org_id", org))
        .and_where(col("d.due_at").is_not_null())
        // What is to leave later has its time there until that comes.
        .and_where(col("d.queued_at").lte(begun_by(now).stored()));
    query
}

/// The latest time of what waits now: a limit of ours on mails in a minute lets the time of what was never tried begin when
/// there is room for it, which is in a minute at the latest.
pub(crate) fn begun_by(now: Timestamp) -> Timestamp {
    const MINUTE_MS: i64 = 60_000;
    now.plus_millis(MINUTE_MS)
}

/// Those of them for a domain. Index `deliveries_by_domain`.
fn for_domain(org: OrganisationId, domain: &str, now: Timestamp) -> SelectStatement {
    waiting_of(org, now).and_where(is("d.domain", domain)).to_owned()
}

/// Those in the lanes of a destination, but what its author wants sent later: that waits for its time. Indexes
/// `sender_lanes_unique` and `deliveries_by_sender_lane`.
pub(crate) fn in_lanes(org: OrganisationId, destination: &str, now: Timestamp) -> SelectStatement {
    let mut lanes = Query::select();
    lanes
        .columns([("l", "stream"), ("l", "domain"), ("l", "sender")])
        .from_as("sender_lanes", "l")
        .and_where(is("l.org_id", org))
        // Written so that no index serves it: lanes of all others may go there.
        .and_where(Expr::cust("COALESCE(l.destination, '')").eq(destination));
    let mut query = Query::select();
    query
        .column(("d", "id"))
        .from_as("deliveries", "d")
        .and_where(is("d.org_id", org))
        .and_where(col("d.due_at").is_not_null())
        .and_where(Expr::tuple([col("d.stream"), col("d.domain"), col("d.sender")]).in_subquery(lanes))
        .and_where(is_not_planned(("d.outbox_id", "d.org_id"), now));
    query
}

/// Those that wait since an attempt of their own, in lanes that nobody held yet. Index `deliveries_waiting_of`.
fn after_an_attempt(org: OrganisationId, destination: &str) -> SelectStatement {
    let elsewhere = Expr::cust(
        "NOT EXISTS (SELECT 1 FROM sender_lanes l WHERE l.org_id = d.org_id AND l.stream = d.stream \
         AND l.domain = d.domain AND l.sender = d.sender AND l.destination = d.waits_for)",
    );
    let mut query = Query::select();
    query
        .column(("d", "id"))
        .from_as("deliveries", "d")
        .and_where(is("d.waits_for", destination))
        .and_where(is("d.org_id", org))
        .and_where(col("d.due_at").is_not_null())
        .and_where(elsewhere);
    query
}

/// What waits for one domain, by how long.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PictureRow {
    /// The domain.
    pub domain: String,
    /// Deliveries of each [`Age`].
    pub counts: [u64; Age::ALL.len()],
    /// Since when the first of them waits.
    pub oldest_at: Timestamp,
    /// Until when nothing is tried there, and why.
    pub parked: Option<(Timestamp, ParkReason)>,
}

/// What waits in an outbox, by destination and age.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Picture {
    /// The domains with the most mail, the most first.
    pub rows: Vec<PictureRow>,
    /// Whether there are more domains, or more mail than was counted.
    pub more: bool,
}

/// Draws what waits of an organisation, but what is to leave later. Index `deliveries_by_domain`.
pub async fn picture(conn: &Conn, org: OrganisationId, now: Timestamp) -> Result<Picture, StoreError> {
    let mut rows = Vec::new();
    let mut counted = 0;
    for row in conn.all(&drawn(org, now)).await? {
        let mut counts = [0; Age::ALL.len()];
        for (count, age) in counts.iter_mut().zip(Age::ALL) {
            *count = u64::try_from(row.number(age.as_str())?).unwrap_or(0);
        }
        counted += counts.iter().sum::<u64>();
        let (domain, oldest_at) = (row.text("domain")?, row.at("oldest_at")?);
        rows.push(PictureRow { domain, counts, oldest_at, parked: None });
    }
    let more = rows.len() > ROWS_MAX as usize || counted >= DRAWN_MAX;
    rows.truncate(ROWS_MAX as usize);
    mark_parked(conn, org, (&mut rows, now)).await?;
    Ok(Picture { rows, more })
}

pub(crate) fn drawn(org: OrganisationId, now: Timestamp) -> SelectStatement {
    let mut waiting = Query::select();
    waiting
        .columns(["domain", "queued_at"])
        .from("deliveries")
        .and_where(is("org_id", org))
        .and_where(col("domain").ne(""))
        .and_where(col("due_at").is_not_null())
        .order_by("domain", Order::Asc)
        .limit(DRAWN_MAX);
    let mut query = Query::select();
    query
        .column("domain")
        .expr_as(col("queued_at").min(), "oldest_at")
        .from_subquery(waiting, "w")
        // What is to leave later waits for nothing yet. It is left out here, so that the limit is one of what is read.
        .and_where(col("queued_at").lte(begun_by(now).stored()));
    for age in Age::ALL {
        query.expr_as(
            // A count, since PostgreSQL sums whole numbers into a type of its own.
            Expr::case(waits_since("queued_at", age, now), 1_i64).count(),
            Alias::new(age.as_str()),
        );
    }
    query
        .group_by_col("domain")
        .order_by_expr(Expr::cust("COUNT(*)"), Order::Desc)
        .order_by("domain", Order::Asc)
        .limit(ROWS_MAX + 1);
    query
}

/// Whether what began to wait then is of this age.
pub(crate) fn waits_since(column: &'static str, age: Age, now: Timestamp) -> Condition {
    let (after, until) = age.since(now);
    let condition = Condition::all().add(col(column).lte(until.stored()));
    match after {
        Some(after) => condition.add(col(column).gt(after.stored())),
        None => condition,
    }
}

/// A delivery that waits in the lane `l`: one whose mail went another way meanwhile is held though nothing of it is. Index
/// `deliveries_by_sender_lane`.
fn waiting_in_lane() -> SelectStatement {
    let mut waiting = Query::select();
    waiting.expr(Expr::val(1)).from_as("deliveries", "d").and_where(its_lane());
    waiting.and_where(col("d.due_at").is_not_null()).limit(1);
    waiting
}

async fn mark_parked(
    conn: &Conn,
    org: OrganisationId,
    (rows, now): (&mut [PictureRow], Timestamp),
) -> Result<(), StoreError> {
    let domains: Vec<&str> = rows.iter().map(|row| row.domain.as_str()).collect();
    if domains.is_empty() {
        return Ok(());
    }
    let mut query = Query::select();
    query
        .expr_as(col("l.domain"), "domain")
        .expr_as(col("p.until_at"), "until_at")
        .expr_as(col("p.reason"), "reason")
        .expr_as(col("p.lacks_protection"), "lacks_protection")
        .expr_as(col("p.refuses_us"), "refuses_us")
        .from_as("sender_lanes", "l")
        .inner_join("parked_destinations".into_table_ref().alias("p"), same("p.destination", "l.destination"))
        .and_where(is("l.org_id", org))
        .and_where(col("l.domain").is_in(filled_up(&domains)))
        .and_where(col("p.until_at").gt(now.stored()))
        .and_where(Expr::exists(waiting_in_lane()));
    let found = conn.all(&query).await?;
    for parked in &found {
        let domain = parked.text("domain")?;
        let reason = parked::reason(parked)?;
        let until = parked.at("until_at")?;
        for row in rows.iter_mut().filter(|row| row.domain == domain) {
            let known = row.parked.filter(|known| known.0 >= until);
            row.parked = known.or(Some((until, reason)));
        }
    }
    Ok(())
}
