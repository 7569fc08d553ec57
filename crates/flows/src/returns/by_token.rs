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
    of_token(office, conn, (organisation, path.local())).await
}

/// The delivery that our own mark in the copy of a mail names; `None` of any other mark, and of one of another organisation.
pub(crate) async fn of_feedback_id(
    office: &Office,
    conn: &Conn,
    (organisation, mark): (OrganisationId, &str),
) -> Result<Option<SentDelivery>, StoreError> {
    // RFC 9477 5.2: whoever passes it on may break it, and blanks within mean nothing.
    let mark: String = mark.split_whitespace().collect();
    of_token(office, conn, (organisation, mark.as_str())).await
}

async fn of_token(
    office: &Office,
    conn: &Conn,
    (organisation, token): (OrganisationId, &str),
) -> Result<Option<SentDelivery>, StoreError> {
    match office.tokens().of_returns().read(token, office.now()) {
        Reading::Of(sent) if sent.organisation == organisation => {
            store::deliveries::find_sent(conn, organisation, sent.delivery).await
        }
        Reading::Of(_) | Reading::Other | Reading::Forged | Reading::Expired => Ok(None),
    }
}
