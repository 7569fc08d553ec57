//! The thread of the mail that is answered, as Outlook and Exchange name it.

use domain::{OrganisationId, Problem};
use store::StoreError;
use store::cases::MessageRow;

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
