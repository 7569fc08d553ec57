//! A mail that became a message: its case is new, or its owner has something to read.

use domain::notice::Happening;
use domain::{CaseId, OrganisationId, Timestamp};
use mail::Class;
use store::cases::By;
use store::{StoreError, Tx};

/// A mail in its case.
pub(crate) struct Arrived {
    /// The case.
    pub(crate) case: CaseId,
    /// Whether the mail began it.
    pub(crate) is_new: bool,
    /// Whether it is history: of that nobody is told.
    pub(crate) is_historic: bool,
    /// Its class.
    pub(crate) class: Class,
    /// The present.
    pub(crate) at: Timestamp,
}

/// Notes that a mail came. An automatic reply in a known case is nothing to read, and a report of failure is
/// told as that.
pub(crate) async fn of_mail(
    tx: &Tx,
    organisation: OrganisationId,
    arrived: &Arrived,
) -> Result<(), StoreError> {
    let is_mute = !arrived.is_new && matches!(arrived.class, Class::AutoReply | Class::DeliveryReport);
    if arrived.is_historic || is_mute {
        return Ok(());
    }
    let what = if arrived.is_new { Happening::Created } else { Happening::Received };
    let by = By { user: None, at: arrived.at };
    store::happenings::insert(tx, organisation, arrived.case, by, &what).await
}
