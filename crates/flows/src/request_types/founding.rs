//! The request types that a new organisation begins with, which it renames and archives as it likes.

use domain::OrganisationId;
use domain::org::Language;
use store::{StoreError, Tx, request_types};

/// Makes those that most begin with, in the organisation's language.
pub(crate) async fn seed(
    tx: &Tx,
    organisation: OrganisationId,
    language: Language,
) -> Result<(), StoreError> {
    let names = match language {
        Language::Nb => ["Spørsmål", "Feil", "Bestilling", "Klage"],
        Language::Sv => ["Fråga", "Fel", "Beställning", "Klagomål"],
        Language::En => ["Question", "Fault", "Order", "Complaint"],
    };
    for name in names {
        request_types::insert(tx, organisation, name).await?;
    }
    Ok(())
}
