//! The thread that a mail goes on with: of what somebody out there has, as the headers name it, and as Outlook and Exchange do.

use domain::case::Direction;
use domain::outbox::DeliveryState;
use domain::{OrganisationId, Problem};
use store::cases::MessageRow;
use store::{Conn, StoreError};

use crate::office::Office;
use crate::problem;

/// `Thread-Index` of the mail that is answered, from its bytes. A mail whose bytes are damaged is
/// answered all the same.
pub(super) async fn index_of(
    office: &Office,
    organisation: OrganisationId,
    about: Option<&MessageRow>,
) -> Result<Option<String>, Problem> {
    let Some(hash) = about.and_then(|message| message.raw_hash) else { return Ok(None) };
    let conn = office.store().read();
    match store::raw::get(&conn, organisation, hash).await {
        Ok(Some(raw)) => Ok(mail::header_value(&raw, "Thread-Index")),
        Ok(None) | Err(StoreError::Damaged(_)) => Ok(None),
        Err(error) => Err(problem::from_store(error)),
    }
}

/// The messages of a case without mail of ours that reached nobody: nothing answers what its reader never got, and a first
/// mail that goes again to another address is a first mail still.
pub(super) async fn heard(
    conn: &Conn,
    organisation: OrganisationId,
    messages: &[MessageRow],
) -> Result<Vec<MessageRow>, StoreError> {
    let mut heard = Vec::new();
    for message in messages {
        let failed = message.direction == Direction::Sent
            && message.delivery.as_ref().is_some_and(|delivery| delivery.state == DeliveryState::Failed);
        let reached_nobody = match message.outbox_id {
            Some(outbox) if failed => {
                let deliveries = store::deliveries::list_of_item(conn, organisation, outbox).await?;
                deliveries.iter().all(|delivery| delivery.is_unasked || delivery.has_failed())
            }
            Some(_) | None => false,
        };
        if !reached_nobody {
            heard.push(message.clone());
        }
    }
    Ok(heard)
}

/// Whether nobody out there has written or got a mail of these.
pub(super) fn is_first(heard: &[MessageRow]) -> bool {
    !heard.iter().any(|message| message.direction != Direction::Comment)
}
