//! The same mail sent twice, because the first answer was lost on its way.

use domain::MessageId;
use domain::case::Direction;
use store::cases::MessageRow;
use store::{StoreError, Tx};

use super::Writing;

/// The message that this one repeats: its author sent the same before he could see that he had,
/// because our answer did not reach him.
pub(super) async fn repeated(tx: &Tx, writing: &Writing) -> Result<Option<MessageId>, StoreError> {
    let Some(seen) = writing.knowing.last else { return Ok(None) };
    let messages = store::cases::list_messages(tx, writing.organisation, writing.case).await?;
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
