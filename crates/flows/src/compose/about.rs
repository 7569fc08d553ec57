//! The message of a case that a mail answers or passes on.

use domain::case::Direction;
use domain::compose::Mode;
use domain::{MessageId, Problem};
use store::cases::MessageRow;

use super::request::NewReply;

/// The message that it answers or passes on: the one its author named, or the latest that the
/// customer wrote; a forward without a name passes on the latest mail.
pub(super) fn about<'a>(
    reply: &NewReply,
    messages: &'a [MessageRow],
) -> Result<Option<&'a MessageRow>, Problem> {
    if let Some(id) = reply.about.message_id {
        return find_mail(messages, id).map(Some).ok_or_else(|| Problem::not_found("message"));
    }
    if reply.mode == Mode::Forward {
        let latest = messages.iter().rev().find(|message| is_mail(message));
        return latest.map(Some).ok_or_else(|| Problem::not_found("message"));
    }
    Ok(last_received(messages))
}

/// The message that an answer which was begun is to: the one its author named, if it is there still.
pub(super) fn of_begun(named: Option<MessageId>, messages: &[MessageRow]) -> Option<&MessageRow> {
    named.and_then(|id| find_mail(messages, id)).or_else(|| last_received(messages))
}

fn find_mail(messages: &[MessageRow], id: MessageId) -> Option<&MessageRow> {
    messages.iter().find(|message| is_mail(message) && message.id == id)
}

/// Whether it may be answered and passed on: what was removed is not.
pub(super) fn is_mail(message: &MessageRow) -> bool {
    message.direction != Direction::Comment && message.marks.removed.is_none()
}

/// The latest mail that the customer's side wrote.
pub(super) fn last_received(messages: &[MessageRow]) -> Option<&MessageRow> {
    let is_theirs = |message: &&MessageRow| {
        message.direction == Direction::Received && !message.aside && message.marks.removed.is_none()
    };
    messages.iter().rev().find(is_theirs)
}
