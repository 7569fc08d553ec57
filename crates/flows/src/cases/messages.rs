//! What is done to one message of a case.
//!
//! A comment is its author's for a while: he may mend or take it away. A mail is evidence, which nobody edits;
//! who may delete may remove it, as he may remove or mend a comment of anybody's.

use domain::case::Direction;
use domain::limits::COMMENT_EDIT_MS;
use domain::org::Right;
use domain::outbox::DeliveryState;
use domain::{Actor, CaseId, MessageId, Problem, Timestamp};
use store::Tx;
use store::cases::{By, MessageRow};

use super::{open, open_living, written};
use crate::office::Office;
use crate::users::Refused;

/// Marks a message with a star that all colleagues see, or takes it away.
///
/// # Errors
/// 404 for the case or the message.
pub async fn flag(
    office: &Office,
    actor: &Actor,
    (case, id): (CaseId, MessageId),
    flagged: bool,
) -> Result<(), Problem> {
    open(office, actor, case).await?;
    let organisation = actor.organisation;
    let written = office.store().write(move |tx| {
        Box::pin(async move {
            let is_there = store::cases::flag_message(tx, organisation, (case, id), flagged).await?;
            if is_there { Ok(()) } else { Err(Refused::from(not_found())) }
        })
    });
    written.await.map_err(Refused::into_problem)
}

/// Gives a comment another text.
///
/// # Errors
/// 404 for the case or the message, 409 for a mail, for a comment of a server and for whoever may not,
/// 422 for an empty or overlong text.
pub async fn edit_comment(
    office: &Office,
    actor: &Actor,
    (case, id): (CaseId, MessageId),
    text: String,
) -> Result<(), Problem> {
    open_living(office, actor, case).await?;
    let text = written(text)?;
    let (actor, by) = (actor.clone(), By { user: Some(actor.user), at: office.now() });
    let edited = office.store().write(move |tx| {
        let (actor, text) = (actor.clone(), text.clone());
        Box::pin(async move {
            let message = find(tx, &actor, (case, id)).await?;
            if message.direction != Direction::Comment || message.author_id.is_none() {
                let detail = "what was sent or received stays as it is; write a comment about it instead";
                return Err(Problem::conflict("message.is_evidence", detail).into());
            }
            may_touch(&actor, &message, by.at)?;
            store::cases::edit_comment(tx, actor.organisation, (case, id), &text, by).await?;
            Ok::<_, Refused>(())
        })
    });
    edited.await.map_err(Refused::into_problem)
}

/// Removes a message: what it said is shown to nobody, until it is put back or its bin is emptied.
///
/// # Errors
/// 404 for the case or the message, 409 for one that is gone already or not sent yet, and for whoever may not.
pub async fn remove(office: &Office, actor: &Actor, (case, id): (CaseId, MessageId)) -> Result<(), Problem> {
    open(office, actor, case).await?;
    let (actor, by) = (actor.clone(), By { user: Some(actor.user), at: office.now() });
    let removed = office.store().write(move |tx| {
        let actor = actor.clone();
        Box::pin(async move {
            let message = find(tx, &actor, (case, id)).await?;
            may_touch(&actor, &message, by.at)?;
            if message.delivery.as_ref().is_some_and(|delivery| is_on_its_way(delivery.state))
                && message.direction == Direction::Sent
            {
                let detail = "the mail is not sent yet; take it back, or wait until it has arrived";
                return Err(Problem::conflict("message.on_its_way", detail).into());
            }
            store::cases::remove_message(tx, actor.organisation, &message, by).await?;
            Ok::<_, Refused>(())
        })
    });
    removed.await.map_err(Refused::into_problem)
}

/// Puts a removed message back.
///
/// # Errors
/// 404 for the case or the message, 409 for one that is not in the bin, and without the right.
pub async fn restore(office: &Office, actor: &Actor, (case, id): (CaseId, MessageId)) -> Result<(), Problem> {
    open(office, actor, case).await?;
    if !actor.may(Right::Delete) {
        return Err(no_right());
    }
    let (organisation, by) = (actor.organisation, By { user: Some(actor.user), at: office.now() });
    let restored = office.store().write(move |tx| {
        Box::pin(async move {
            let found = store::cases::find_message(tx, organisation, case, id).await?;
            let message = found.ok_or_else(not_found)?;
            if !store::cases::restore_message(tx, organisation, &message, by).await? {
                let detail = "the message was not removed, or its bin was emptied meanwhile";
                return Err(Problem::conflict("message.not_binned", detail).into());
            }
            Ok::<_, Refused>(())
        })
    });
    restored.await.map_err(Refused::into_problem)
}

/// Whether the actor may edit or remove a message, by who wrote it and when.
#[must_use]
pub fn is_touchable(actor: &Actor, message: &MessageRow, now: Timestamp) -> bool {
    let is_own = message.direction == Direction::Comment && message.author_id == Some(actor.user);
    actor.may(Right::Delete) || (is_own && now.millis_since(message.created_at) <= COMMENT_EDIT_MS)
}

fn may_touch(actor: &Actor, message: &MessageRow, now: Timestamp) -> Result<(), Problem> {
    if is_touchable(actor, message, now) { Ok(()) } else { Err(no_right()) }
}

/// The message, unless it was removed.
async fn find(tx: &Tx, actor: &Actor, (case, id): (CaseId, MessageId)) -> Result<MessageRow, Refused> {
    let found = store::cases::find_message(tx, actor.organisation, case, id).await?;
    let message = found.ok_or_else(not_found)?;
    if message.marks.removed.is_some() {
        let detail = "the message was removed already; put it back first";
        return Err(Problem::conflict("message.removed", detail).into());
    }
    Ok(message)
}

const fn is_on_its_way(state: DeliveryState) -> bool {
    matches!(state, DeliveryState::Queued | DeliveryState::Sending)
}

fn not_found() -> Problem {
    Problem::not_found("message")
}

/// No right is missing for as long as a comment is its author's, so this is about the message.
fn no_right() -> Problem {
    let right = Right::Delete.as_str();
    let minutes = COMMENT_EDIT_MS / 60_000;
    let detail = format!(
        "a comment is its author's for {minutes} minutes; later, and for all other messages, it takes the right `{right}`"
    );
    Problem::conflict("message.not_yours", detail).with("right", right)
}
