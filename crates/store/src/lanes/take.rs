//! What is due is taken out of the lanes: single mail first, then many organisations in turn.
//!
//! A lane that was looked into goes behind those that wait, so that lanes take turns too.

use std::collections::BTreeMap;

use domain::outbox::Stream;
use domain::{OrganisationId, Timestamp};
use sea_orm::sea_query::{
    Expr, ExprTrait, IntoTableRef, LockBehavior, LockType, Order, Query, SelectStatement, UpdateStatement,
};

use super::Shares;
use super::held::{Waits, leave_held};
use super::ready::Stopped;
use crate::row::{Columns, Row};
use crate::sql::{Stored, col, filled_up, is, joined, same};
use crate::{Claim, StoreError, Tx};

/// Lanes that are looked into at a time.
const LANES_MAX: u64 = 64;
/// Lanes of each organisation whose turn it is, at least.
const LANES_EACH_MIN: u64 = 4;
/// Organisations whose turn it is at a time.
const ORGANISATIONS_MAX: u64 = 16;
/// How often more lanes are asked for where all that were found are held.
const ROUNDS_MAX: usize = 8;
/// Deliveries whose time is over, at a time.
const OVERDUE_MAX: u64 = 32;
/// Deliveries that are looked at for it where some of them are left out.
const OVERDUE_SEEN_MAX: u64 = 1_024;

/// A lane that is due.
pub(super) struct Lane {
    pub(super) id: i64,
    pub(super) organisation: OrganisationId,
    pub(super) stream: Stream,
    domain: String,
    sender: String,
    pub(super) destination: Option<String>,
    is_mixed: bool,
}

/// Takes due deliveries of all organisations; their ids. As often as wanted, behind [`super::put_in_order`].
pub(crate) async fn take(
    tx: &Tx,
    claim: &Claim,
    shares: &Shares,
    resumed: &BTreeMap<OrganisationId, Timestamp>,
    stopped: &Stopped,
) -> Result<Vec<i64>, StoreError> {
    let young: Vec<_> = stopped.keys().chain(resumed.keys()).copied().collect();
    let mut ids = taken(tx, claim, overdue(claim.now, shares.overdue_before, &young)).await?;
    let room = room(claim, &ids);
    ids.extend(take_single(tx, claim, (room, shares), stopped).await?);
    let bulk_max = self::room(claim, &ids).min(shares.bulk_max as usize);
    let bulk = take_bulk(tx, claim, (bulk_max, shares), stopped).await?;
    let single = self::room(claim, &ids).saturating_sub(bulk.len());
    let others = take_others(tx, claim, (&ids, Stream::Single), single).await?;
    // A mail to very many takes no place that is kept for single mail.
    let left = bulk_max.saturating_sub(bulk.len()).min(single.saturating_sub(others.len()));
    ids.extend(others);
    ids.extend(take_others(tx, claim, (&bulk, Stream::Bulk), left).await?);
    ids.extend(bulk);
    Ok(ids)
}

fn room(claim: &Claim, ids: &[i64]) -> usize {
    (claim.limit as usize).saturating_sub(ids.len())
}

async fn take_single(
    tx: &Tx,
    claim: &Claim,
    (room, shares): (usize, &Shares),
    stopped: &Stopped,
) -> Result<Vec<i64>, StoreError> {
    let mut due = due_lanes(Stream::Single, None, (claim.now, LANES_MAX));
    leave_out(&mut due, &shares.full);
    take_first_open(tx, claim, &due, (room, (stopped, &shares.refused_single))).await
}

/// Takes out of the first of these lanes that are open: where all that are found are held, more are asked for.
async fn take_first_open(
    tx: &Tx,
    claim: &Claim,
    due: &SelectStatement,
    (room, waits): (usize, Waits<'_>),
) -> Result<Vec<i64>, StoreError> {
    if room == 0 {
        return Ok(Vec::new());
    }
    for _ in 0..ROUNDS_MAX {
        let lanes = lanes(tx, due).await?;
        if lanes.is_empty() {
            break;
        }
        let open = leave_held(tx, lanes, (claim.now, waits)).await?;
        if !open.is_empty() {
            return take_from(tx, claim, &open, room).await;
        }
    }
    Ok(Vec::new())
}

/// Each organisation gets the same share of the room, whatever it has waiting.
async fn take_bulk(
    tx: &Tx,
    claim: &Claim,
    (room, shares): (usize, &Shares),
    stopped: &Stopped,
) -> Result<Vec<i64>, StoreError> {
    let (mut ids, none) = (Vec::new(), BTreeMap::new());
    if room == 0 {
        return Ok(ids);
    }
    let organisations = organisations(tx, claim.now, shares).await?;
    for (served, organisation) in organisations.iter().enumerate() {
        let others = organisations.len() - served;
        let share = (room - ids.len()).div_ceil(others);
        if share == 0 {
            break;
        }
        let count = std::cmp::max(LANES_MAX / organisations.len() as u64, LANES_EACH_MIN);
        let due = due_lanes(Stream::Bulk, Some(*organisation), (claim.now, count));
        ids.extend(take_first_open(tx, claim, &due, (share, (stopped, &none))).await?);
    }
    Ok(ids)
}

/// The organisations with bulk mail due, those after the last that had its turn first. Index
/// `sender_lanes_due_by_organisation`.
async fn organisations(tx: &Tx, now: Timestamp, shares: &Shares) -> Result<Vec<OrganisationId>, StoreError> {
    let mut found = Vec::new();
    for is_later in [true, false] {
        let mut query = Query::select();
        query
            .column("org_id")
            .from("sender_lanes")
            .and_where(is("stream", Stream::Bulk.as_str()))
            .and_where(col("next_at").lte(now.stored()))
            .and_where(if is_later {
                col("org_id").gt(shares.after.stored())
            } else {
                col("org_id").lte(shares.after.stored())
            })
            .group_by_col("org_id")
            .order_by("org_id", Order::Asc)
            .limit(ORGANISATIONS_MAX);
        leave_out(&mut query, &shares.full_bulk);
        for row in tx.all(&query).await? {
            found.push(row.id("org_id")?);
        }
    }
    found.truncate(ORGANISATIONS_MAX as usize);
    Ok(found)
}

/// Leaves out the lanes of organisations that are to get nothing more.
fn leave_out(query: &mut SelectStatement, full: &[OrganisationId]) {
    if !full.is_empty() {
        let full: Vec<i64> = full.iter().map(|organisation| organisation.get()).collect();
        query.and_where(col("org_id").is_not_in(filled_up(&full)));
    }
}

/// The lanes to look into, the longest waiting first. Indexes `sender_lanes_due` and `sender_lanes_due_by_organisation`.
pub(crate) fn due_lanes(
    stream: Stream,
    organisation: Option<OrganisationId>,
    (now, limit): (Timestamp, u64),
) -> SelectStatement {
    let mut query = Query::select();
    query
        .columns(["id", "org_id", "stream", "domain", "sender", "destination", "is_mixed"])
        .from("sender_lanes")
        .and_where(is("stream", stream.as_str()))
        .and_where(col("next_at").lte(now.stored()))
        .order_by("next_at", Order::Asc)
        .limit(limit)
        // Written for PostgreSQL alone; SQLite has one writer.
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    if let Some(organisation) = organisation {
        query.and_where(is("org_id", organisation));
    }
    query
}

async fn lanes(tx: &Tx, query: &SelectStatement) -> Result<Vec<Lane>, StoreError> {
    let read = |row: &Row| {
        Ok(Lane {
            id: row.number("id")?,
            organisation: row.id("org_id")?,
            stream: row.parsed(Columns("sender_lanes").at("stream"))?,
            domain: row.text("domain")?,
            sender: row.text("sender")?,
            destination: row.text_or_none("destination")?,
            is_mixed: row.flag("is_mixed")?,
        })
    };
    tx.returning(query).await?.iter().map(read).collect()
}

/// Takes what is due out of open lanes, as much of each as of the others, and puts them behind those that wait.
async fn take_from(tx: &Tx, claim: &Claim, open: &[Lane], room: usize) -> Result<Vec<i64>, StoreError> {
    let mut ids = Vec::new();
    for (served, lane) in open.iter().enumerate() {
        let share = room.saturating_sub(ids.len()).div_ceil(open.len() - served);
        if share == 0 {
            break;
        }
        ids.extend(taken(tx, claim, first_of(lane_key(lane), claim.now, share as u64)).await?);
    }
    move_on(tx, open, claim.now).await?;
    Ok(ids)
}

fn lane_key(lane: &Lane) -> (OrganisationId, Stream, &str, &str) {
    (lane.organisation, lane.stream, &lane.domain, &lane.sender)
}

/// The first of a lane. Index `deliveries_by_sender_lane`.
pub(crate) fn first_of(
    (organisation, stream, domain, sender): (OrganisationId, Stream, &str, &str),
    now: Timestamp,
    limit: u64,
) -> SelectStatement {
    let mut query = Query::select();
    query
        .column("id")
        .from("deliveries")
        .and_where(is("org_id", organisation))
        .and_where(is("stream", stream.as_str()))
        .and_where(is("domain", domain))
        .and_where(is("sender", sender))
        .and_where(col("due_at").lte(now.stored()))
        .order_by("due_at", Order::Asc)
        .limit(limit)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    query
}

/// Those whose time is over, but none of these organisations. Index `deliveries_by_age`.
pub(crate) fn overdue(now: Timestamp, before: Timestamp, young: &[OrganisationId]) -> SelectStatement {
    let mut query = Query::select();
    let mut seen = Query::select();
    let of = if young.is_empty() { &mut query } else { &mut seen };
    of.column("id")
        .from("deliveries")
        .and_where(col("queued_at").lte(before.stored()))
        // Written so that no index serves it: there are few that old.
        .and_where(Expr::cust("+due_at").lte(now.stored()))
        .and_where(col("due_at").is_not_null())
        .order_by("queued_at", Order::Asc);
    if !young.is_empty() {
        // Of these there may be very many; whose time is over behind them is found when they are gone, or by its lane.
        of.column("org_id").limit(OVERDUE_SEEN_MAX);
        let mut others = Query::select();
        others.column("id").from_subquery(seen, "seen");
        leave_out(&mut others, young);
        query.column("id").from("deliveries").and_where(col("id").in_subquery(others));
        // Once more, of the row that is locked: another node may have claimed it since it was seen.
        query.and_where(Expr::cust("+due_at").lte(now.stored())).and_where(col("due_at").is_not_null());
    }
    query.limit(OVERDUE_MAX).lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    query
}

async fn take_others(
    tx: &Tx,
    claim: &Claim,
    (ids, stream): (&[i64], Stream),
    room: usize,
) -> Result<Vec<i64>, StoreError> {
    if room == 0 || ids.is_empty() {
        return Ok(Vec::new());
    }
    taken(tx, claim, others_of_same_mail((ids, stream), claim, room)).await
}

/// RFC 5321 4.5.4.1: the recipients of one mail that share a way share a transaction, in whatever lanes of a stream they wait.
/// Index `deliveries_by_item`.
pub(crate) fn others_of_same_mail(
    (ids, stream): (&[i64], Stream),
    claim: &Claim,
    room: usize,
) -> SelectStatement {
    let mut mails = Query::select();
    mails.columns(["org_id", "outbox_id"]).from("deliveries").and_where(col("id").is_in(filled_up(ids)));
    let mut query = Query::select();
    query
        .column("id")
        .from("deliveries")
        .and_where(Expr::tuple([col("org_id"), col("outbox_id")]).in_subquery(mails))
        .and_where(Expr::cust("+due_at").lte(claim.now.stored()))
        // Written so that no index of lanes serves it: a mail has few recipients.
        .and_where(Expr::cust("(stream || '')").eq(stream.as_str()))
        .limit(room as u64)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    query
}

/// Puts these under the claim's lease.
async fn taken(tx: &Tx, claim: &Claim, which: SelectStatement) -> Result<Vec<i64>, StoreError> {
    let mut statement = Query::update();
    statement
        .table("deliveries")
        .value("lease_owner", claim.owner.as_str())
        .value("due_at", claim.lease_until.stored())
        .and_where(col("id").in_subquery(which))
        .returning_col("id");
    tx.returning(&statement).await?.iter().map(|row| row.number("id")).collect()
}

/// When the first of a lane is due; -1 where nothing of it is.
pub(super) const FIRST_DUE: &str = "COALESCE((SELECT MIN(d.due_at) FROM deliveries d \
     WHERE d.org_id = sender_lanes.org_id AND d.stream = sender_lanes.stream AND d.domain = sender_lanes.domain \
     AND d.sender = sender_lanes.sender AND d.due_at IS NOT NULL), -1)";

/// Says when these lanes are looked into next, and ends those in which nothing waits.
async fn move_on(tx: &Tx, lanes: &[Lane], now: Timestamp) -> Result<(), StoreError> {
    if lanes.is_empty() {
        return Ok(());
    }
    let ids: Vec<_> = lanes.iter().map(|lane| lane.id).collect();
    let mut next = these(&ids);
    next.value("next_at", Expr::cust(FIRST_DUE));
    tx.execute_unawaited(&next).await?;
    let mut empty = Query::delete();
    empty
        .from_table("sender_lanes")
        .and_where(col("id").is_in(filled_up(&ids)))
        .and_where(is("next_at", -1_i64));
    tx.execute_unawaited(&empty).await?;
    let mut behind = these(&ids);
    behind.value("next_at", now.stored()).and_where(col("next_at").lt(now.stored()));
    tx.execute_unawaited(&behind).await?;
    let mixed: Vec<_> = lanes.iter().filter(|lane| lane.is_mixed).map(|lane| lane.id).collect();
    unmix(tx, &mixed, now).await
}

/// Lets a destination hold those of these lanes again in which nothing waits any more that somebody chose a way for. That
/// is looked for where all that is due was taken: what was chosen stands behind all that waited before.
async fn unmix(tx: &Tx, lanes: &[i64], now: Timestamp) -> Result<(), StoreError> {
    if lanes.is_empty() {
        return Ok(());
    }
    let mut statement = these(lanes);
    statement
        .value("is_mixed", false)
        .and_where(col("next_at").gt(now.stored()))
        .and_where(Expr::not_exists(chosen_of_lane()));
    tx.execute_unawaited(&statement).await
}

/// What waits in a lane, and goes a way that somebody chose. Index `deliveries_by_sender_lane`.
pub(crate) fn chosen_of_lane() -> SelectStatement {
    let mut query = Query::select();
    query
        .expr(Expr::cust("1"))
        .from_as("deliveries", "d")
        .inner_join(
            "outbox".into_table_ref().alias("o"),
            joined("o.id", "d.outbox_id", ("o.org_id", "d.org_id")),
        )
        .and_where(same("d.org_id", "sender_lanes.org_id"))
        .and_where(same("d.stream", "sender_lanes.stream"))
        .and_where(same("d.domain", "sender_lanes.domain"))
        .and_where(same("d.sender", "sender_lanes.sender"))
        .and_where(col("d.due_at").is_not_null())
        .and_where(col("o.chosen_way").is_not_null());
    query
}

pub(super) fn these(ids: &[i64]) -> UpdateStatement {
    let mut statement = Query::update();
    statement.table("sender_lanes").and_where(col("id").is_in(filled_up(ids)));
    statement
}
