//! A mail that waits is moved to another time; one that failed is tried again.

use domain::case::Direction;
use domain::timeline::{Step, Subject};
use domain::{Actor, CaseId, DeliveryId, MessageId, OutboxId, Problem, Timestamp};
use store::deliveries;
use store::timeline::TimelineEntry;

use super::request::check_plan;
use super::taken_back::sent;
use crate::office::Office;
use crate::users::Refused;
use crate::{outbox, problem};

/// Moves the mail of a message to another time, or sends it at once.
///
/// # Errors
/// As [`reschedule`]; 404 for the case or the message.
pub async fn reschedule_message(
    office: &Office,
    actor: &Actor,
    (case, message): (CaseId, MessageId),
    send_at: Option<Timestamp>,
) -> Result<(), Problem> {
    let item = sent(office, actor, case, message).await?;
    reschedule(office, actor, item, send_at).await
}

/// Moves a mail to another time, or sends it at once.
///
/// # Errors
/// 422 for a time that has passed, 409 when it was tried or is in the bin.
pub async fn reschedule(
    office: &Office,
    actor: &Actor,
    id: OutboxId,
    send_at: Option<Timestamp>,
) -> Result<(), Problem> {
    let now = office.now();
    if let Some(at) = send_at {
        check_plan(at, now)?;
    }
    let (organisation, user_id) = (actor.organisation, actor.user);
    let written = office.store().write(move |tx| {
        Box::pin(async move {
            let due_at = send_at.unwrap_or(now);
            if !store::outbox::reschedule(tx, organisation, id, (send_at, due_at)).await? {
                let detail = "the mail was tried already or is in the bin, so its time cannot be changed";
                return Err(Refused::from(Problem::conflict("mail.not_waiting", detail)));
            }
            let step = match send_at {
                Some(at) => Step::Planned { user_id, at },
                None => Step::Released { user_id: Some(user_id) },
            };
            let entry = TimelineEntry { subject: Subject::Outbox(id), at: now, step };
            Ok(store::timeline::insert_many(tx, organisation, &[entry]).await?)
        })
    });
    written.await.map_err(Refused::into_problem)?;
    office.signals().outbox.notify_one();
    Ok(())
}

/// Tries the failed recipients of a message again; whoever does so has seen to its failure. Of an entry that tells of one
/// recipient whom a mail did not reach, that one is tried.
///
/// # Errors
/// 404 for the case or the message, 409 when nothing of it failed.
pub async fn send_again(
    office: &Office,
    actor: &Actor,
    case: CaseId,
    message: MessageId,
) -> Result<(), Problem> {
    let item = sent(office, actor, case, message).await?;
    let again = match told_of(office, actor, (case, message), item).await? {
        Some(delivery) => outbox::send_again_to(office, actor, (item, delivery)).await?,
        None => outbox::send_again(office, actor, &[item]).await?,
    };
    again.failed.into_iter().next().map_or(Ok(()), |(_, refusal)| Err(refusal))
}

/// Tries the failed recipients of a mail again that is of this case.
pub(super) async fn again(office: &Office, actor: &Actor, item: OutboxId) -> Result<(), Problem> {
    let again = outbox::send_again(office, actor, &[item]).await?;
    again.failed.into_iter().next().map_or(Ok(()), |(_, refusal)| Err(refusal))
}

/// The delivery that an entry of a case tells of; `None` for a message that is no such entry, and where its mail has none
/// to that address.
async fn told_of(
    office: &Office,
    actor: &Actor,
    (case, message): (CaseId, MessageId),
    item: OutboxId,
) -> Result<Option<DeliveryId>, Problem> {
    let conn = office.store().read();
    let found = store::cases::find_message(&conn, actor.organisation, case, message).await;
    let Some(entry) = found.map_err(problem::from_store)? else { return Ok(None) };
    let is_entry = entry.direction == Direction::Comment && outbox::is_told_of_delivery(&entry.content.class);
    // An entry of a mail that is late names all for whom it is.
    let [recipient] = &entry.content.to[..] else { return Ok(None) };
    let Some(recipient) = recipient.address.as_ref().filter(|_| is_entry) else { return Ok(None) };
    let all = deliveries::list_standings(&conn, actor.organisation, &[item]).await;
    let all = all.map_err(problem::from_store)?;
    Ok(deliveries::standing_of(&all, item, recipient).map(|one| one.id))
}
