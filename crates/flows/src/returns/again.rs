//! Addresses whose block somebody took away are blocked again, as they were: he was mistaken, or it was the wrong one.

use std::collections::BTreeMap;

use domain::blocks::{AddressDeed, BlockReason, BlockScope};
use domain::limits::CLEARED_SHOWN_MS;
use domain::{Actor, JobId, OrganisationId, Problem, StandingId, Timestamp, UserId};
use store::address_changes::{self, AddressChange};
use store::standings::{self, Block, StandingRow};
use store::{StoreError, Tx};

use super::{complaints, trials};
use crate::bulk::{Bulk, within_limit};
use crate::office::Office;
use crate::problem;

/// Blocks addresses again for what they were blocked for last, and with that reason.
///
/// # Errors
/// Too many at once; 503 when the store does not answer.
pub async fn block_again(
    office: &Office,
    actor: &Actor,
    ids: &[StandingId],
) -> Result<Bulk<StandingId>, Problem> {
    within_limit(ids)?;
    let (organisation, by, asked) = (actor.organisation, (actor.user, office.now()), ids.to_vec());
    let written = office.store().write(move |tx| {
        let asked = asked.clone();
        Box::pin(async move { block_again_within(tx, organisation, (&asked, None), by).await })
    });
    let mut bulk = Bulk::default();
    for (id, result) in written.await.map_err(problem::from_store)? {
        bulk.add(id, result);
    }
    Ok(bulk)
}

/// What became of each of these addresses, in their order; with a job, of those that it cleared last.
pub(crate) async fn block_again_within(
    tx: &Tx,
    organisation: OrganisationId,
    (ids, of): (&[StandingId], Option<JobId>),
    by: (UserId, Timestamp),
) -> Result<Vec<(StandingId, Result<(), Problem>)>, StoreError> {
    let mut done = BTreeMap::new();
    for row in standings::rows(tx, organisation, ids).await? {
        done.insert(row.id, again(tx, organisation, (&row, of), by).await?);
    }
    let mut result =
        |id: &StandingId| done.remove(id).unwrap_or_else(|| Err(Problem::not_found("blocked address")));
    Ok(ids.iter().map(|id| (*id, result(id))).collect())
}

/// Since when cleared addresses are listed at this moment.
#[must_use]
pub fn cleared_since(now: Timestamp) -> Timestamp {
    now.plus_millis(-CLEARED_SHOWN_MS)
}

async fn again(
    tx: &Tx,
    organisation: OrganisationId,
    (row, of): (&StandingRow, Option<JobId>),
    (by, at): (UserId, Timestamp),
) -> Result<Result<(), Problem>, StoreError> {
    standings::open(tx, organisation, &row.address).await?;
    let known = standings::find_by_address(tx, organisation, &row.address).await?;
    let Some(known) = known.filter(|known| known.block.is_none()) else {
        let detail = "this address is blocked; somebody blocked it meanwhile";
        return Ok(Err(Problem::conflict("address.blocked", detail)));
    };
    if let Some(job) = of
        && !standings::is_cleared_by(tx, organisation, row.id, job).await?
    {
        let detail = "somebody blocked and cleared this address since; it stays as it is";
        return Ok(Err(Problem::conflict("address.cleared_since", detail)));
    }
    let before = before_its_end(complaints::decided(tx, organisation, &row.address).await?);
    let Some((scope, reason)) = block_of(tx, organisation, &known, &before).await? else {
        let detail = "it is not known for what this address was blocked; block it by hand";
        return Ok(Err(Problem::conflict("address.block_unknown", detail)));
    };
    let trial = standings::lifted_trial(tx, organisation, known.id).await?;
    standings::take_back_consent(tx, organisation, known.id).await?;
    let block = Block { at, scope, reason };
    standings::put(tx, organisation, &complaints::blocked(known, block, Some(by))).await?;
    standings::restore_block(tx, organisation, row.id).await?;
    if scope == BlockScope::All
        && let Some(said) = complaints::no_mailings_by_hand(&before)
    {
        // It stood beside the block that was taken away, and does so again.
        address_changes::insert_no_mailings(tx, organisation, &row.address, said.by).await?;
    }
    if let Some(trial) = trial {
        trials::resume(tx, organisation, (&row.address, trial), (by, at)).await?;
    }
    Ok(Ok(()))
}

/// What was decided about an address that is free, without what took its block away: that is undone.
fn before_its_end(mut decided: Vec<AddressChange>) -> Vec<AddressChange> {
    let mut newest = decided.iter().take_while(|one| one.deed != AddressDeed::Blocked);
    if let Some(ended) = newest.position(|one| ends_block(one.deed)) {
        decided.drain(..=ended);
    }
    decided
}

/// For what an address that is free was blocked last; `None` where that is not known.
///
/// Its block says it as it was when it was taken away: decisions are forgotten after a year but for some, and there are none about
/// blocks from before they were written down. What they say is wider only where the block was taken away before that was kept.
async fn block_of(
    tx: &Tx,
    organisation: OrganisationId,
    known: &StandingRow,
    before: &[AddressChange],
) -> Result<Option<(BlockScope, BlockReason)>, StoreError> {
    let lifted = standings::lifted_block(tx, organisation, known.id).await?;
    let decided = last_block(before);
    let wider = |(scope, _): &(BlockScope, BlockReason)| lifted.is_none_or(|(of, _)| *scope > of);
    Ok(decided.filter(wider).or(lifted))
}

/// The block that these decisions left, the newest first: the widest since the one before it ended, and the newest of those. A
/// complaint that a list told of beside a block for all mail is narrower.
pub(super) fn last_block(decided: &[AddressChange]) -> Option<(BlockScope, BlockReason)> {
    let since = decided.iter().take_while(|one| !ends_block(one.deed));
    let blocks = since.filter(|one| one.deed == AddressDeed::Blocked);
    let last = blocks.reduce(|newer, older| if older.scope > newer.scope { older } else { newer })?;
    Some((last.scope?, last.reason?))
}

/// Whether an address is blocked no more after this was decided about it.
pub(super) const fn ends_block(deed: AddressDeed) -> bool {
    match deed {
        AddressDeed::Cleared
        | AddressDeed::Wrote
        | AddressDeed::RolledBack
        | AddressDeed::Deleted
        | AddressDeed::TrialKept => true,
        AddressDeed::Blocked
        | AddressDeed::OnTrial
        | AddressDeed::TrialReturned
        | AddressDeed::TrialUnused
        | AddressDeed::TrialEnded => false,
    }
}
