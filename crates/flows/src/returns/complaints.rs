//! Addresses whose owners complained, to us or as lists of other services tell. A complaint stands beside whatever else blocks its
//! address, until somebody says that the owner's consent is on record; and so does what a person said of mailings, or a server did
//! for whoever unsubscribed, until somebody clears the address.

use domain::blocks::{AddressDeed, BlockReason, BlockScope};
use domain::returns::ReturnClass;
use domain::{EmailAddress, OrganisationId, Timestamp, UserId};
use store::address_changes::{self, AddressChange};
use store::returns::ReturnRow;
use store::standings::{self, Block, NewStanding, StandingRow};
use store::{StoreError, Tx};

use super::again::ends_block;
use super::settled::is_settled;

/// Decisions about an address that are looked through.
pub(super) const DECIDED_MAX: u64 = 200;

/// What was decided about an address, the newest first.
pub(super) async fn decided(
    tx: &Tx,
    organisation: OrganisationId,
    address: &EmailAddress,
) -> Result<Vec<AddressChange>, StoreError> {
    let told = address_changes::list_of_address(tx, organisation, address, DECIDED_MAX).await?;
    Ok(told.into_iter().map(|told| told.change).collect())
}

/// What a person said among these decisions, the newest first, since the block ended last: that the address gets no mailings.
pub(super) fn no_mailings_by_hand(decided: &[AddressChange]) -> Option<&AddressChange> {
    let said = (AddressDeed::Blocked, Some(BlockScope::Mailings), Some(BlockReason::Hand));
    decided
        .iter()
        .take_while(|one| !ends_block(one.deed))
        .find(|one| (one.deed, one.scope, one.reason) == said)
}

/// The newest mail whose server said that the owner of the address has unsubscribed, which is kept for as long as the address is
/// blocked; `None` where somebody let the address go since, by these decisions, the newest first, and did not undo it: whatever else
/// ends a block says nothing of mailings.
pub(super) async fn unsubscribed(
    tx: &Tx,
    organisation: OrganisationId,
    address: &EmailAddress,
    decided: &[AddressChange],
) -> Result<Option<ReturnRow>, StoreError> {
    let ever = (Timestamp::from_millis(0), None);
    let returns = store::returns::list_since(tx, organisation, address, ever).await?;
    Ok(returns.into_iter().find(|row| says_unsubscribed(row, decided)))
}

/// Whether this return says that, and nobody let the address go since.
pub(super) fn says_unsubscribed(row: &ReturnRow, decided: &[AddressChange]) -> bool {
    let says_so = row.told.judged.class == ReturnClass::Unsubscribe && row.blocked;
    says_so && row.told.outbox_id.is_some() && !is_settled(decided, row.told.at)
}

/// A block ended that was there beside a complaint, or beside what a person said of mailings or a server did: the address is blocked
/// for mailings, as it would be without it. Nothing follows for one that never complained and that nobody said this of.
pub(super) async fn keep(
    tx: &Tx,
    organisation: OrganisationId,
    address: &EmailAddress,
    (by, at): (Option<UserId>, Timestamp),
) -> Result<(), StoreError> {
    let Some(known) = standings::find_by_address(tx, organisation, address).await? else { return Ok(()) };
    let mut decided = decided(tx, organisation, address).await?;
    // Without what ended the block this time.
    if let Some(ended) = decided.iter().position(|one| ends_block(one.deed)) {
        decided.remove(ended);
    }
    let by_hand = no_mailings_by_hand(&decided);
    let complaint = known.complaint;
    let unsubscribed = unsubscribed(tx, organisation, address, &decided).await?;
    // What a person said outlives a complaint that is taken back, so that it comes first.
    let reason = by_hand.map(|_| BlockReason::Hand).or(complaint.map(|complaint| complaint.reason));
    let reason = reason.or(unsubscribed.as_ref().map(|_| BlockReason::Returned));
    let Some(reason) = reason else { return Ok(()) };
    let by = by_hand.and_then(|said| said.by).or(by);
    let mut new = blocked(known, Block { at, scope: BlockScope::Mailings, reason }, by);
    if let Some(complaint) = complaint.filter(|complaint| complaint.reason == BlockReason::Returned) {
        // It is shown as what it is, with its own words, where they are still known.
        let told = of_ours(tx, organisation, address).await?.into_iter().next();
        new.class = Some(ReturnClass::Complaint);
        new.at = told.as_ref().map_or(complaint.at, |row| row.told.at);
        new.rule = told.as_ref().map(|row| row.told.judged.rule.clone());
        new.host = told.as_ref().and_then(|row| row.told.host.clone());
        new.words = told.map(|row| row.told.words).unwrap_or_default();
    } else if let Some(row) = unsubscribed.filter(|_| reason == BlockReason::Returned) {
        new.class = Some(ReturnClass::Unsubscribe);
        new.at = row.told.at;
        new.rule = Some(row.told.judged.rule);
        new.host = row.told.host;
        new.words = row.told.words;
    }
    standings::put(tx, organisation, &new).await?;
    Ok(())
}

/// The complaints about mails of ours that are known, the newest first.
pub(super) async fn of_ours(
    tx: &Tx,
    organisation: OrganisationId,
    address: &EmailAddress,
) -> Result<Vec<ReturnRow>, StoreError> {
    let ever = (Timestamp::from_millis(0), None);
    let mut returns = store::returns::list_since(tx, organisation, address, ever).await?;
    returns.retain(|row| row.told.judged.class == ReturnClass::Complaint && row.told.outbox_id.is_some());
    Ok(returns)
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
