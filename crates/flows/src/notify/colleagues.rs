//! A user whose address is blocked gets no mail any more, not even what tells him that a case became his: those who look
//! after the users are told, since nothing else says so.

use domain::notice::{Happening, NoticeEvent};
use domain::org::Right;
use domain::{EmailAddress, OrganisationId, Timestamp, UserId};
use store::notices::NewNotice;
use store::{StoreError, Tx};

/// Tells of an address that was blocked for all mail, where a user who may sign in has it: in the transaction that blocks it, so
/// that each block is told of once. The bell tells whatever they chose.
///
/// # Errors
/// When the store fails.
pub(crate) async fn tell_colleague_blocked(
    tx: &Tx,
    organisation: OrganisationId,
    address: &EmailAddress,
    at: Timestamp,
) -> Result<(), StoreError> {
    let Some(user) = store::users::find_active_by_address(tx, organisation, address).await? else {
        return Ok(());
    };
    let keepers = store::users::list_with_right(tx, organisation, Right::Users).await?;
    let event = NoticeEvent::DeliveryFailed;
    let chosen = store::notice_choices::of_event(tx, organisation, &keepers, event).await?;
    let by_mail = |keeper: &UserId| chosen.get(keeper).copied().unwrap_or_else(|| event.proposed()).by_mail;
    let notice = |keeper: UserId| NewNotice {
        user: keeper,
        case: None,
        event,
        actor: None,
        at,
        what: Happening::ColleagueBlocked { user, address: address.to_string() },
        in_app: true,
        // What is mailed to him would not leave.
        mail_due_at: (keeper != user && by_mail(&keeper)).then_some(at),
    };
    let notices: Vec<NewNotice> = keepers.into_iter().map(notice).collect();
    store::notices::insert(tx, organisation, &notices).await
}
