//! What lists of other services told of complaints. It stands among the decisions about an address, whatever else blocks that.

use domain::blocks::{AddressDeed, BlockReason, BlockScope};
use domain::{EmailAddress, OrganisationId, Timestamp, UserId};
use store::address_changes::{self, AddressChange};
use store::standings::{self, Block, NewStanding, StandingRow};
use store::{StoreError, Tx};

/// Decisions about an address that are looked through.
const DECIDED_MAX: u64 = 200;

/// What was decided about an address, the newest first.
pub(super) async fn decided(
    tx: &Tx,
    organisation: OrganisationId,
    address: &EmailAddress,
) -> Result<Vec<AddressChange>, StoreError> {
    let told = address_changes::list_of_address(tx, organisation, address, DECIDED_MAX).await?;
    Ok(told.into_iter().map(|told| told.change).collect())
}

/// Whether a list told of a complaint since somebody let the address go, as these decisions have it, the newest first.
pub(super) fn is_among(decided: &[AddressChange]) -> bool {
    let mut since = decided.iter().take_while(|one| one.deed != AddressDeed::Cleared);
    since.any(|one| {
        one.deed == AddressDeed::Blocked
            && one.scope == Some(BlockScope::Mailings)
            && one.reason == Some(BlockReason::Imported)
    })
}

/// The same of an address.
pub(super) async fn is_told(
    tx: &Tx,
    organisation: OrganisationId,
    address: &EmailAddress,
) -> Result<bool, StoreError> {
    Ok(is_among(&decided(tx, organisation, address).await?))
}

/// A block ended that was there beside such a complaint: the address is blocked for mailings, as it would be without it.
pub(super) async fn keep(
    tx: &Tx,
    organisation: OrganisationId,
    address: &EmailAddress,
    (by, at): (Option<UserId>, Timestamp),
) -> Result<(), StoreError> {
    let Some(known) = standings::find_by_address(tx, organisation, address).await? else { return Ok(()) };
    let block = Block { at, scope: BlockScope::Mailings, reason: BlockReason::Imported };
    standings::put(tx, organisation, &blocked(known, block, by)).await?;
    Ok(())
}

/// A block of an address of which nothing new is known.
pub(super) fn blocked(known: StandingRow, block: Block, by: Option<UserId>) -> NewStanding {
    // What a list said stands where a server's words would, and beside its block.
    let words = if known.last_class.is_none() { known.last_words } else { String::new() };
    NewStanding {
        address: known.address,
        returns: known.returns,
        at: block.at,
        class: None,
        fault: None,
        rule: None,
        words,
        host: None,
        well_at: known.well_at,
        block: Some(block),
        by,
    }
}
