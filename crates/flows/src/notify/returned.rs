//! A mail that is of no case comes back to whoever wrote it.

use domain::notice::{Happening, NoticeEvent};
use domain::{EmailAddress, OrganisationId, Timestamp};
use store::notices::NewNotice;
use store::outbox::OutboxRow;
use store::{StoreError, Tx};

/// Tells its author whom it did not reach. What programs wrote comes back to nobody.
pub(crate) async fn tell_author(
    tx: &Tx,
    organisation: OrganisationId,
    (item, recipient): (&OutboxRow, &EmailAddress),
    now: Timestamp,
) -> Result<(), StoreError> {
    let Some(author) = item.created_by else { return Ok(()) };
    let user = store::users::find(tx, organisation, author).await?;
    if !user.is_some_and(|user| user.active) {
        return Ok(());
    }
    let event = NoticeEvent::DeliveryFailed;
    let chosen = store::notice_choices::of_event(tx, organisation, &[author], event).await?;
    let by_mail = chosen.get(&author).copied().unwrap_or_else(|| event.proposed()).by_mail;
    let notice = NewNotice {
        user: author,
        case: None,
        event,
        actor: None,
        at: now,
        what: Happening::MailReturned {
            outbox: item.id,
            subject: item.subject.clone(),
            recipient: recipient.to_string(),
        },
        // Nowhere else does anybody look for it, so that the bell tells of it whatever he chose.
        in_app: true,
        mail_due_at: by_mail.then_some(now),
    };
    store::notices::insert(tx, organisation, &[notice]).await
}
