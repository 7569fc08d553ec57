//! What a report or a complaint is about that comes to one of our return paths or names one: proved, whatever else it
//! names.

use domain::{EmailAddress, OrganisationId};
use policy::return_token::Reading;
use store::deliveries::SentDelivery;
use store::intake::IntakeRow;
use store::{Conn, StoreError};

use crate::office::Office;

/// The delivery that the return path names to which a mail came; `None` of other mail.
pub(crate) async fn by_token(
    conn: &Conn,
    organisation: OrganisationId,
    row: &IntakeRow,
) -> Result<Option<SentDelivery>, StoreError> {
    match row.returned_delivery {
        Some(delivery) => store::deliveries::find_sent(conn, organisation, delivery).await,
        None => Ok(None),
    }
}

/// The delivery whose return path this is; `None` of any other address, and of one of another organisation.
pub(crate) async fn of_return_path(
    office: &Office,
    conn: &Conn,
    (organisation, path): (OrganisationId, &EmailAddress),
) -> Result<Option<SentDelivery>, StoreError> {
    match office.tokens().of_returns().read(path.local(), office.now()) {
        Reading::Of(sent) if sent.organisation == organisation => {
            store::deliveries::find_sent(conn, organisation, sent.delivery).await
        }
        Reading::Of(_) | Reading::Other | Reading::Forged | Reading::Expired => Ok(None),
    }
}
