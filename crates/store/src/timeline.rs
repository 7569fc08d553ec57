//! What happened to each mail, in order. Table `timeline`.

use domain::timeline::{Step, Subject};
use domain::{OrganisationId, Timestamp};

use crate::{Conn, StoreError, Tx};

/// One step of one mail.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TimelineEntry {
    /// Whose.
    pub subject: Subject,
    /// When.
    pub at: Timestamp,
    /// What.
    pub step: Step,
}

/// Adds steps; those of one mail keep the order given.
pub async fn insert_many(tx: &Tx, org: OrganisationId, entries: &[TimelineEntry]) -> Result<(), StoreError> {
    todo!()
}

/// The steps of one mail in their order, at most the first 10,000.
pub async fn list(
    conn: &Conn,
    org: OrganisationId,
    subject: Subject,
) -> Result<Vec<(Timestamp, Step)>, StoreError> {
    todo!()
}
