//! Addresses whose block somebody took away are blocked again, as they were: he was mistaken, or it was the wrong one.

use std::collections::BTreeMap;

use domain::blocks::{AddressDeed, BlockReason, BlockScope};
use domain::{Actor, OrganisationId, Problem, StandingId, Timestamp, UserId};
use store::address_changes::AddressChange;
use store::standings::{self, Block, StandingRow};
use store::{StoreError, Tx};

use super::complaints;
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
        Box::pin(async move {
            let mut done = BTreeMap::new();
            for row in standings::rows(tx, organisation, &asked).await? {
                done.insert(row.id, again(tx, organisation, &row, by).await?);
            }
            Ok::<_, StoreError>(done)
        })
    });
    let mut done = written.await.map_err(problem::from_store)?;
    let mut bulk = Bulk::default();
    for id in ids {
        let result = done.remove(id).unwrap_or_else(|| Err(Problem::not_found("blocked address")));
        bulk.add(*id, result);
    }
    Ok(bulk)
}

async fn again(
    tx: &Tx,
    organisation: OrganisationId,
    row: &StandingRow,
    (by, at): (UserId, Timestamp),
) -> Result<Result<(), Problem>, StoreError> {
    standings::open(tx, organisation, &row.address).await?;
    let known = standings::find_by_address(tx, organisation, &row.address).await?;
    let Some(known) = known.filter(|known| known.block.is_none()) else {
        let detail = "this address is blocked; somebody blocked it meanwhile";
        return Ok(Err(Problem::conflict("address.blocked", detail)));
    };
    let decided = complaints::decided(tx, organisation, &row.address).await?;
    // Without what took the block away: that is undone.
    let before: Vec<_> = decided.into_iter().skip_while(|one| one.deed != AddressDeed::Blocked).collect();
    let Some((scope, reason)) = last_block(&before) else {
        let detail = "it is not known for what this address was blocked; block it by hand";
        return Ok(Err(Problem::conflict("address.block_unknown", detail)));
    };
    standings::take_back_consent(tx, organisation, known.id).await?;
    let block = Block { at, scope, reason };
    standings::put(tx, organisation, &complaints::blocked(known, block, Some(by))).await?;
    Ok(Ok(()))
}

/// The block that these decisions left, the newest first: the widest since the one before it ended, and the newest of those. A
/// complaint that a list told of beside a block for all mail is narrower.
fn last_block(decided: &[AddressChange]) -> Option<(BlockScope, BlockReason)> {
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
