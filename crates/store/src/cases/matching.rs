//! The facts by which a mail is matched to a case.

use domain::{CaseId, EmailAddress, OrganisationId};

use crate::{Conn, StoreError};

/// A case that a mail may belong to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CaseRef {
    /// The case.
    pub id: CaseId,
    /// Its number.
    pub number: i64,
    /// The Message-ID that led to it, where one did.
    pub message_id: Option<String>,
}

/// The cases that have a message with one of these Message-IDs (without brackets), one entry per
/// id found, in the order given.
pub async fn find_by_message_ids(
    conn: &Conn,
    org: OrganisationId,
    message_ids: &[String],
) -> Result<Vec<CaseRef>, StoreError> {
    todo!()
}

/// The case with this number.
pub async fn find_by_number(
    conn: &Conn,
    org: OrganisationId,
    number: i64,
) -> Result<Option<CaseRef>, StoreError> {
    todo!()
}

/// Everybody outside who wrote to the case or was written to from it, at most 1,000.
pub async fn participants(
    conn: &Conn,
    org: OrganisationId,
    case: CaseId,
) -> Result<Vec<EmailAddress>, StoreError> {
    todo!()
}
