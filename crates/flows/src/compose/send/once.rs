//! An answer is written once, and not behind the back of a colleague, nor of its author's own other window.
//!
//! Both are asked in the transaction that writes it: while a large mail is composed, which takes seconds, its author's
//! second try or a colleague's answer may be written.

use domain::case::Direction;
use domain::{MessageId, Problem, UserId};
use store::cases::MessageRow;
use store::{StoreError, Tx};

use super::Writing;
use crate::users::Refused;

/// Writes the mail, unless it is there already or a colleague answered since its author looked.
pub(super) async fn write(tx: &Tx, writing: Writing) -> Result<MessageId, Refused> {
    let (organisation, case) = (writing.organisation, writing.case);
    // What is asked here must hold until the mail is written.
    store::cases::lock(tx, organisation, case).await?;
    if let Some(seen) = writing.knowing.last {
        let messages = store::cases::list_messages(tx, organisation, case).await?;
        if let Some(message) = repeated(tx, &writing, &messages).await? {
            return Ok(message);
        }
        nobody_else_answered((writing.knowing.last, writing.author), &messages)?;
        not_answered_already(&writing, seen, &messages)?;
    }
    Ok(super::write(tx, writing).await?)
}

/// Two agents who answer at once would say two things: who began before the other's answer looks
/// at it first. `seen` is the last message that the author had seen.
pub(super) fn nobody_else_answered(
    (seen, author): (Option<MessageId>, UserId),
    messages: &[MessageRow],
) -> Result<(), Problem> {
    let Some(seen) = seen else { return Ok(()) };
    let answered = messages.iter().rev().find(|message| {
        message.id > seen
            && message.direction == Direction::Sent
            && message.author_id.is_some_and(|other| other != author)
    });
    let Some(message) = answered else { return Ok(()) };
    let name = message.author_name.clone().unwrap_or_default();
    let detail = format!("{name} answered while you were writing; look at that answer before you send yours");
    Err(Problem::conflict("case.answered_meanwhile", detail)
        .with("name", name)
        .with("at", message.created_at.to_rfc3339()))
}

/// What its author wrote in one window stands in his other one, too, also after it was sent: there it is sent once more
/// only when he has looked. Mail that goes again because it did not arrive says what it said before, and is none such.
fn not_answered_already(writing: &Writing, seen: MessageId, messages: &[MessageRow]) -> Result<(), Problem> {
    let sent = || messages.iter().filter(|message| message.direction == Direction::Sent);
    let goes_again = |text: &str| sent().any(|before| before.id <= seen && before.content.text == text);
    let is_mine = |message: &&MessageRow| {
        message.id > seen
            && message.author_id == Some(writing.author)
            && message.aside == writing.marks.aside
            && !goes_again(&message.content.text)
    };
    let Some(message) = sent().rfind(is_mine) else { return Ok(()) };
    if goes_again(&writing.content.text) {
        return Ok(());
    }
    let detail = "you have sent an answer here already, in another window or on another device; look at it before you \
                  send another one";
    Err(Problem::conflict("case.answered_already", detail)
        .with("message_id", message.id.to_string())
        .with("at", message.created_at.to_rfc3339()))
}

/// The message that this one repeats: its author sent the same before he could see that he had,
/// because our answer did not reach him.
async fn repeated(
    tx: &Tx,
    writing: &Writing,
    messages: &[MessageRow],
) -> Result<Option<MessageId>, StoreError> {
    let Some(seen) = writing.knowing.last else { return Ok(None) };
    let is_same = |message: &&MessageRow| {
        let (before, now) = (&message.content, &writing.content);
        message.id > seen
            && message.direction == Direction::Sent
            && message.author_id == Some(writing.author)
            && (&before.text, &before.subject) == (&now.text, &now.subject)
            && (&before.to, &before.cc, &before.attachments) == (&now.to, &now.cc, &now.attachments)
    };
    for message in messages.iter().filter(is_same) {
        let links = match message.outbox_id {
            Some(outbox) => store::file_links::list_of_mail(tx, writing.organisation, outbox).await?,
            None => Vec::new(),
        };
        let before = links.iter().map(|link| (link.name.as_str(), link.raw_hash));
        if before.eq(writing.links.iter().map(|link| (link.name.as_str(), link.bytes.hash()))) {
            return Ok(Some(message.id));
        }
    }
    Ok(None)
}
