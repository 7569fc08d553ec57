//! Addresses whose block somebody took away are blocked again, as they were: he was mistaken, or it was the wrong one.

use std::collections::BTreeMap;

use domain::blocks::AddressDeed;
use domain::{Actor, OrganisationId, Problem, StandingId, Timestamp, UserId};
use store::standings::{self, Block, NewStanding, StandingRow};
use store::{StoreError, Tx, address_changes};

use crate::bulk::{Bulk, within_limit};
use crate::office::Office;
use crate::problem;

/// Decisions about an address among which its last block is looked for.
const DECIDED_MAX: u64 = 200;

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
    let decided = address_changes::list_of_address(tx, organisation, &row.address, DECIDED_MAX).await?;
    let last = decided.into_iter().map(|told| told.change).find(|one| one.deed == AddressDeed::Blocked);
    let Some((scope, reason)) = last.and_then(|last| Some((last.scope?, last.reason?))) else {
        let detail = "it is not known for what this address was blocked; block it by hand";
        return Ok(Err(Problem::conflict("address.block_unknown", detail)));
    };
    // What a list said stands where a server's words would, and beside its block.
    let words = if known.last_class.is_none() { known.last_words } else { String::new() };
    let new = NewStanding {
        address: known.address,
        returns: known.returns,
        at,
        class: None,
        fault: None,
        rule: None,
        words,
        host: None,
        well_at: known.well_at,
        block: Some(Block { at, scope, reason }),
        by: Some(by),
    };
    standings::put(tx, organisation, &new).await?;
    Ok(Ok(()))
}
