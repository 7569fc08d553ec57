//! Mailboxes looked up one by one.

use domain::{EmailAddress, MailboxId, OrganisationId, Secret};

use super::MailboxRow;
use crate::{Conn, StoreError};

/// The mailbox with this id, unless it was deleted.
pub async fn find(conn: &Conn, org: OrganisationId, id: MailboxId) -> Result<Option<MailboxRow>, StoreError> {
    todo!()
}

/// The active receiving mailbox (protocol SMTP) with this address or alias: over all
/// organisations, since the listener learns from the address whose mail it is.
pub async fn find_by_address(conn: &Conn, address: &EmailAddress) -> Result<Option<MailboxRow>, StoreError> {
    todo!()
}

/// The ids and addresses of all mailboxes, by address.
pub async fn list_names(
    conn: &Conn,
    org: OrganisationId,
) -> Result<Vec<(MailboxId, EmailAddress)>, StoreError> {
    todo!()
}

/// Its further addresses.
pub async fn list_aliases(
    conn: &Conn,
    org: OrganisationId,
    id: MailboxId,
) -> Result<Vec<EmailAddress>, StoreError> {
    todo!()
}

/// The password, opened; `None` where none is kept.
pub async fn password(conn: &Conn, org: OrganisationId, id: MailboxId) -> Result<Option<Secret>, StoreError> {
    todo!()
}
