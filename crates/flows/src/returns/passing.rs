//! A mail that somebody sent to a blocked address all the same, and that a server took. That proves little, since reports come later: the
//! block is on trial from then on, and silence lifts it.

use domain::timeline::{Step, Subject};
use domain::{EmailAddress, OrganisationId, OutboxId, Timestamp, UserId};
use policy::blocking::{self, trial};
use store::standings;
use store::timeline::{self, TimelineEntry};
use store::{StoreError, Tx};

use super::{proof, trials};

/// Puts the block of an address on trial with a mail that passed it, in the transaction that says that a server took it. Only a block
/// that returns made for all mail: what people and lists say, and complaints, no mail of ours outdoes; and none that waits for somebody's
/// decision. What comes back without a return path nobody would hear of.
pub(crate) async fn mail_passed(
    tx: &Tx,
    organisation: OrganisationId,
    (outbox, address): (OutboxId, &EmailAddress),
    at: Timestamp,
) -> Result<(), StoreError> {
    // Looked at before it is opened: of most addresses that mail is sent to nothing is known.
    let known = standings::find_by_address(tx, organisation, address).await?;
    if known.is_none_or(|known| known.block.is_none()) {
        return Ok(());
    }
    standings::open(tx, organisation, address).await?;
    let Some(row) = standings::find_by_address(tx, organisation, address).await? else { return Ok(()) };
    let Some(block) = row.block else { return Ok(()) };
    let said = trials::said_by_owner(tx, organisation, &row).await?;
    let may_be_tried = trial::may_be_tried((block.scope, block.reason), row.last_class, said);
    if may_be_tried.is_err()
        || !blocking::mail_may_lift(block.scope, block.reason)
        || proof::is_for_people(tx, organisation, &row).await?
    {
        return Ok(());
    }
    let Some(by) = sender(tx, organisation, outbox).await? else { return Ok(()) };
    if standings::begin_trial_with(tx, organisation, &row, (by, outbox, at)).await? {
        let step = Step::TriesAddress { recipient: address.to_string() };
        let told = TimelineEntry { subject: Subject::Outbox(outbox), at, step };
        timeline::insert_many(tx, organisation, &[told]).await?;
    }
    Ok(())
}

/// Who sent it all the same: whoever sent it again last, else who wrote it; `None` for one that nobody hears of when it comes back.
async fn sender(
    tx: &Tx,
    organisation: OrganisationId,
    outbox: OutboxId,
) -> Result<Option<UserId>, StoreError> {
    let Some(item) = store::outbox::find(tx, organisation, outbox).await? else { return Ok(None) };
    if item.return_path.is_none() {
        return Ok(None);
    }
    let told = timeline::list(tx, organisation, Subject::Outbox(outbox)).await?;
    let again = told
        .iter()
        .rev()
        .find_map(|(_, step)| if let Step::Requeued { user_id } = step { Some(*user_id) } else { None });
    Ok(again.or(item.created_by))
}
