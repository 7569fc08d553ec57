//! A mail that is proved to be from a blocked address: there is somebody after all, whatever came back.

use domain::blocks::{AddressDeed, BlockReason};
use domain::returns::ReturnClass;
use domain::{EmailAddress, OrganisationId, Timestamp};
use policy::blocking::{self, mass};
use store::address_changes::AddressChange;
use store::standings::{self, StandingRow};
use store::{StoreError, Tx, persons};

use super::again::ends_block;
use super::complaints;

/// Lifts the block of an address that a mail came from which is proved to be from there, and was written at this time; where its
/// owner complained, mailings stay blocked.
pub(crate) async fn lift(
    tx: &Tx,
    organisation: OrganisationId,
    address: &EmailAddress,
    (written_at, now): (Timestamp, Timestamp),
) -> Result<(), StoreError> {
    let Some(row) = standings::find_by_address(tx, organisation, address).await? else { return Ok(()) };
    let Some(block) = row.block else { return Ok(()) };
    // What came before says how the address stood then, and what came back since was another word about it.
    let spoken_at = row.last_return_at.max(Some(block.at)).unwrap_or(block.at);
    if !blocking::mail_may_lift(block.scope, block.reason) || written_at < spoken_at {
        return Ok(());
    }
    if !standings::mail_lifts_blocks(tx, organisation).await? || is_for_people(tx, organisation, &row).await?
    {
        return Ok(());
    }
    if standings::lift_proved(tx, organisation, &row, now).await? {
        complaints::keep(tx, organisation, address, (None, now)).await?;
    }
    Ok(())
}

/// Whether people decide on it: an incident waits for them, they noted that its owner has left, or they had blocked it for mailings before
/// returns blocked it for more.
pub(super) async fn is_for_people(
    tx: &Tx,
    organisation: OrganisationId,
    row: &StandingRow,
) -> Result<bool, StoreError> {
    // A fault of ours says nothing of the address.
    let ours: Vec<_> = ReturnClass::all().filter(|class| mass::is_ours(*class)).collect();
    if standings::awaits_decision(tx, organisation, &row.address, &ours).await? {
        return Ok(true);
    }
    let decided = complaints::decided(tx, organisation, &row.address).await?;
    let mut since = decided.iter().take_while(|one| !ends_block(one.deed));
    // What is left of an address that was deleted is nobody's decision: it says that there are to be no mailings, and that stays.
    let by_person = |one: &AddressChange| one.reason == Some(BlockReason::Hand) && one.by.is_some();
    if since.any(|one| one.deed == AddressDeed::Blocked && by_person(one)) {
        return Ok(true);
    }
    let Some((id, _)) = persons::find_by_address(tx, organisation, &row.address).await? else {
        return Ok(false);
    };
    Ok(persons::find(tx, organisation, id).await?.is_some_and(|person| person.former))
}
