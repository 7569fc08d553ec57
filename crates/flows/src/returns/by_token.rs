//! What a report is about whose recipient is one of our return paths: proved, whatever the report itself names.

use domain::OrganisationId;
use store::deliveries::SentDelivery;
use store::intake::IntakeRow;
use store::{Conn, StoreError};

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
