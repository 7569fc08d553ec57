//! A mail that is of no case comes back to whoever wrote it, and is told of to him while it is late.

use domain::blocks::ReturnNature;
use domain::notice::{DelayedMail, Happening, NoticeEvent, RefusedTogether};
use domain::{EmailAddress, OrganisationId, OutboxId, Timestamp, UserId};
use store::deliveries::LateMail;
use store::notices::NewNotice;
use store::outbox::OutboxRow;
use store::{StoreError, Tx};

use super::telling::with_unread;

/// Recipients that a notice of a delay names.
const NAMED_MAX: usize = 3;

/// Tells its author whom it did not reach. What programs wrote comes back to nobody.
pub(crate) async fn tell_author(
    tx: &Tx,
    organisation: OrganisationId,
    (item, recipient): (&OutboxRow, &EmailAddress),
    now: Timestamp,
) -> Result<(), StoreError> {
    let Some(author) = item.created_by else { return Ok(()) };
    let what = Happening::MailReturned {
        outbox: item.id,
        subject: item.subject.clone(),
        recipient: recipient.to_string(),
        together: together(tx, organisation, (item.id, recipient)).await?,
    };
    tell(tx, organisation, (author, what), now).await
}

/// The incident that the refusal of a mail is of, where that is written down.
async fn together(
    tx: &Tx,
    organisation: OrganisationId,
    (outbox, recipient): (OutboxId, &EmailAddress),
) -> Result<Option<RefusedTogether>, StoreError> {
    let of_mail = (outbox, recipient, ReturnNature::Failure);
    let row = store::returns::find_of_mail(tx, organisation, of_mail).await?;
    let Some(incident) = row.and_then(|row| row.incident_id) else { return Ok(None) };
    let found = store::incidents::find(tx, organisation, incident).await?;
    Ok(found.map(|row| RefusedTogether { incident, provider: row.provider, mails: 1 }))
}

/// Tells its author that it is still on its way.
pub(crate) async fn tell_author_of_delay(
    tx: &Tx,
    (mail, author): (&LateMail, UserId),
    now: Timestamp,
) -> Result<(), StoreError> {
    let mut recipients: Vec<_> = mail.recipients.iter().take(NAMED_MAX).map(ToString::to_string).collect();
    if mail.recipients.len() > NAMED_MAX {
        recipients.push("…".to_owned());
    }
    let delayed = DelayedMail {
        outbox: mail.outbox_id,
        subject: mail.subject.clone(),
        recipients: recipients.join(", "),
    };
    let what = Happening::DeliveryDelayed { author, mail: Some(delayed) };
    tell(tx, mail.organisation, (author, what), now).await
}

async fn tell(
    tx: &Tx,
    organisation: OrganisationId,
    (author, what): (UserId, Happening),
    now: Timestamp,
) -> Result<(), StoreError> {
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
        what,
        // Nowhere else does anybody look for it, so that the bell tells of it whatever he chose.
        in_app: true,
        mail_due_at: by_mail.then_some(now),
    };
    let notices = with_unread(tx, organisation, vec![notice]).await?;
    store::notices::insert(tx, organisation, &notices).await
}
