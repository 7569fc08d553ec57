//! Lanes that wait for something are held: nobody looks into them before.

use std::collections::BTreeMap;

use domain::Timestamp;
use sea_orm::sea_query::{ExprTrait, LockBehavior, LockType, Query, SelectStatement};

use super::HELD_MAX;
use super::ready::Stopped;
use super::take::{Lane, these};
use crate::sql::{Stored, col, is};
use crate::{StoreError, Tx, parked};

/// All lanes of a destination are held together that is parked for at least so long, milliseconds: a limit of ours ends
/// so soon that what nobody looks into meanwhile would be written for nothing.
const HELD_TOGETHER_MS: i64 = 10_000;

/// Holds the lanes whose destination, or organisation, waits, and those of organisations whose mail is stopped; returns the
/// others. What goes to the same destination is held with them, where it waits for a while.
pub(super) async fn leave_held(
    tx: &Tx,
    lanes: Vec<Lane>,
    (now, stopped): (Timestamp, &Stopped),
) -> Result<Vec<Lane>, StoreError> {
    let whole = |lane: &Lane| parked::whole_organisation(lane.organisation);
    let mut asked: Vec<String> = lanes.iter().map(whole).collect();
    asked.extend(lanes.iter().filter_map(|lane| lane.destination.clone()));
    let until = parked::until(tx, asked, now).await?;
    let (mut open, mut held) = (Vec::new(), BTreeMap::<Timestamp, Vec<i64>>::new());
    let mut parked = BTreeMap::<&str, Timestamp>::new();
    for lane in lanes {
        if let Some((destination, until)) =
            lane.destination.as_ref().and_then(|destination| until.get_key_value(destination))
        {
            parked.insert(destination, *until);
        }
        let waits = [Some(whole(&lane)), lane.destination.clone()];
        let until = waits.iter().flatten().filter_map(|key| until.get(key)).max().copied();
        let look = stopped.get(&lane.organisation).copied();
        match until.max(look) {
            Some(until) => held.entry(until).or_default().push(lane.id),
            None => open.push(lane),
        }
    }
    for (until, ids) in held {
        let mut statement = these(&ids);
        statement.value("next_at", until.stored());
        tx.execute_unawaited(&statement).await?;
    }
    for (destination, until) in parked {
        if until.millis_since(now) >= HELD_TOGETHER_MS {
            hold_all(tx, destination, until).await?;
        }
    }
    Ok(open)
}

/// Holds all lanes whose mail was found to go to a destination, of all organisations, which is parked until then: nobody's
/// other mail stands behind them while they are looked into one by one. One that somebody looks into at the moment he
/// holds himself, and what is too many for once is held by whoever looks next.
pub async fn hold_all(tx: &Tx, destination: &str, until: Timestamp) -> Result<(), StoreError> {
    let mut statement = Query::update();
    statement
        .table("sender_lanes")
        .value("next_at", until.stored())
        .and_where(col("id").in_subquery(going_to(destination, until)));
    tx.execute(&statement).await?;
    Ok(())
}

/// Lanes whose mail goes to a destination, and that somebody would look into before. Index `sender_lanes_by_destination`.
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
