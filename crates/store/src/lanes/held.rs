//! Lanes that wait for something are held: nobody looks into them before.

use std::collections::{BTreeMap, BTreeSet};

use domain::Timestamp;
use domain::outbox::Stream;
use sea_orm::sea_query::{ExprTrait, LockBehavior, LockType, Query, SelectStatement};

use super::HELD_MAX;
use super::ready::Stopped;
use super::take::{Lane, these};
use crate::sql::{Stored, col, is};
use crate::{StoreError, Tx, parked};

/// All lanes of a destination are held together that is parked for at least so long, milliseconds: a limit of ours ends
/// so soon that what nobody looks into meanwhile would be written for nothing.
const HELD_TOGETHER_MS: i64 = 10_000;

/// What lanes wait for that no destination's row tells: organisations whose mail is stopped, and limits of ours that have no
/// room for mail of their stream.
pub(super) type Waits<'a> = (&'a Stopped, &'a BTreeMap<String, Timestamp>);

/// Holds the lanes whose destination, or organisation, waits, and those of organisations whose mail is stopped; returns the
/// others. What goes to the same destination is held with them, where it waits for a while.
pub(super) async fn leave_held(
    tx: &Tx,
    lanes: Vec<Lane>,
    (now, (stopped, refused)): (Timestamp, Waits<'_>),
) -> Result<Vec<Lane>, StoreError> {
    // All lanes that are looked into together are of one stream.
    let Some(stream) = lanes.first().map(|lane| lane.stream) else { return Ok(lanes) };
    let whole = |lane: &Lane| parked::whole_organisation(lane.organisation);
    let mut asked: Vec<String> = lanes.iter().map(whole).collect();
    asked.extend(lanes.iter().filter_map(|lane| lane.destination.clone()));
    let until = parked::until_kept(tx, (stream, asked), now).await?;
    let (mut open, mut held) = (Vec::new(), BTreeMap::<Timestamp, Vec<i64>>::new());
    let mut parked = BTreeSet::new();
    for lane in lanes {
        parked
            .extend(lane.destination.iter().filter(|destination| until.contains_key(*destination)).cloned());
        let waits = [Some(whole(&lane)), lane.destination.clone()];
        let until = waits.iter().flatten().filter_map(|key| until.get(key)).max().copied();
        let look = stopped.get(&lane.organisation).copied();
        let room = waits.iter().flatten().filter_map(|key| refused.get(key)).max().copied();
        match until.max(look).max(room.filter(|room| *room > now)) {
            Some(until) => held.entry(until).or_default().push(lane.id),
            None => open.push(lane),
        }
    }
    for (until, ids) in held {
        let mut statement = these(&ids);
        statement.value("next_at", until.stored());
        tx.execute_unawaited(&statement).await?;
    }
    hold_together(tx, parked, now).await?;
    Ok(open)
}

/// Holds what goes to these destinations as far as their servers are in trouble: a limit of ours holds mail to many alone.
async fn hold_together(tx: &Tx, parked: BTreeSet<String>, now: Timestamp) -> Result<(), StoreError> {
    if parked.is_empty() {
        return Ok(());
    }
    let asked = (Stream::Single, parked.into_iter().collect());
    let in_trouble = parked::until_kept(tx, asked, now).await?;
    let mut each: Vec<_> = in_trouble.into_iter().collect();
    // In one order, so that two who hold them do not wait for each other.
    each.sort_unstable();
    for (destination, until) in each {
        if until.millis_since(now) >= HELD_TOGETHER_MS {
            hold_all(tx, &destination, until).await?;
        }
    }
    Ok(())
}

/// Holds all lanes whose mail was found to go to a destination, of all organisations, which is parked until then: nobody's
/// other mail stands behind them while they are looked into one by one. One that somebody looks into at the moment he
/// holds himself, and what is too many for once is held by whoever looks next. The caller has parked the destination in this
/// transaction, or keeps it from being opened until its end: whoever opens it in between would not find these lanes held.
pub async fn hold_all(tx: &Tx, destination: &str, until: Timestamp) -> Result<(), StoreError> {
    let mut statement = Query::update();
    statement
        .table("sender_lanes")
        .value("next_at", until.stored())
        .and_where(col("id").in_subquery(going_to(destination, until)));
    tx.execute(&statement).await?;
    Ok(())
}

/// Lanes whose mail goes to a destination, and that somebody would look into before: the index has that, since each claim that
/// finds one of them asks so, however many are held already. Index `sender_lanes_by_destination`.
pub(crate) fn going_to(destination: &str, until: Timestamp) -> SelectStatement {
    let mut query = Query::select();
    query
        .column("id")
        .from("sender_lanes")
        .and_where(is("destination", destination))
        .and_where(is("is_mixed", false))
        .and_where(col("next_at").lt(until.stored()))
        .limit(HELD_MAX)
        // Written for PostgreSQL alone; SQLite has one writer.
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    query
}
