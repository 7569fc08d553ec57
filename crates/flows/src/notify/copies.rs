//! A copy that a sender, or a user, has of everything did not arrive: whoever can take its address out is told. The mail itself
//! reached those whom it was written to, or says so by itself.

use std::collections::BTreeSet;

use domain::notice::{Happening, NoticeEvent};
use domain::org::Right;
use domain::{EmailAddress, OrganisationId, Timestamp, UserId};
use store::identities::IdentityRow;
use store::notices::NewNotice;
use store::outbox::OutboxRow;
use store::{StoreError, Tx};

use super::telling::with_unread;
use crate::compose;

/// Who can take the address out, and of which sender; `None` of what he has of everything himself.
type Concerned = (UserId, Option<String>);

/// Tells of it once, until it is read; of what a block holds back since `held_since` once for that block. The bell tells whatever
/// they chose: nothing else does.
pub(crate) async fn tell_copy_failed(
    tx: &Tx,
    organisation: OrganisationId,
    (item, address): (&OutboxRow, &EmailAddress),
    (held_since, at): (Option<Timestamp>, Timestamp),
) -> Result<(), StoreError> {
    let has_it = |copies: &[EmailAddress]| copies.iter().any(|copy| copy.key() == address.key());
    let mut told: Vec<Concerned> = Vec::new();
    if let Some(author) = item.created_by {
        let is_active = store::users::find(tx, organisation, author).await?.is_some_and(|user| user.active);
        if is_active && has_it(&compose::copies_of_user(tx, organisation, author).await?) {
            told.push((author, None));
        }
    }
    let senders = store::identities::list_in_use(tx, organisation).await?;
    let mut senders: Vec<&IdentityRow> = senders.iter().filter(|row| has_it(&row.settings.copy_to)).collect();
    // What left from the operator's address is from none of them.
    senders.sort_by_key(|row| row.settings.address.key() != item.from.key());
    if let Some(sender) = senders.first() {
        let keepers = store::users::list_with_right(tx, organisation, Right::Mailboxes).await?;
        let sender = sender.settings.address.to_string();
        told.extend(keepers.into_iter().map(|keeper| (keeper, Some(sender.clone()))));
    }
    if let Some(since) = held_since {
        told = untold(tx, organisation, told, (address, since)).await?;
    }
    if told.is_empty() {
        return Ok(());
    }
    let event = NoticeEvent::DeliveryFailed;
    let users: Vec<UserId> = told.iter().map(|(user, _)| *user).collect();
    let chosen = store::notice_choices::of_event(tx, organisation, &users, event).await?;
    let by_mail = |user: &UserId| chosen.get(user).copied().unwrap_or_else(|| event.proposed()).by_mail;
    let notice = |(user, sender): Concerned| NewNotice {
        user,
        case: None,
        event,
        actor: None,
        at,
        what: copy_failed(address, sender),
        in_app: true,
        mail_due_at: by_mail(&user).then_some(at),
    };
    let notices = told.into_iter().map(notice).collect();
    let notices = with_unread(tx, organisation, notices).await?;
    store::notices::insert(tx, organisation, &notices).await
}

fn copy_failed(address: &EmailAddress, sender: Option<String>) -> Happening {
    Happening::CopyFailed { address: address.to_string(), sender }
}

/// Those of these who were not told of it since then. The transaction may be one of many mails: they are asked for together.
async fn untold(
    tx: &Tx,
    organisation: OrganisationId,
    mut concerned: Vec<Concerned>,
    (address, since): (&EmailAddress, Timestamp),
) -> Result<Vec<Concerned>, StoreError> {
    let senders: BTreeSet<_> = concerned.iter().map(|(_, sender)| sender.clone()).collect();
    for sender in senders {
        let of_sender = concerned.iter().filter(|(_, of)| *of == sender);
        let users: Vec<UserId> = of_sender.map(|(user, _)| *user).collect();
        let what = copy_failed(address, sender.clone());
        let told = store::notices::told_among(tx, organisation, &users, (&what, since)).await?;
        concerned.retain(|(user, of)| *of != sender || !told.contains(user));
    }
    Ok(concerned)
}
