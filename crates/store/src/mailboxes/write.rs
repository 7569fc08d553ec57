//! Mailboxes made, changed and deleted.

use domain::{EmailAddress, MailboxId, OrganisationId, Secret, Timestamp};

use super::MailboxSettings;
use crate::{PasswordChange, StoreError, Tx};

/// Makes a mailbox, due at once; [`StoreError::Duplicate`] when the address is taken.
pub async fn insert(
    tx: &Tx,
    org: OrganisationId,
    settings: &MailboxSettings,
    password: Option<&Secret>,
    at: Timestamp,
) -> Result<MailboxId, StoreError> {
    todo!()
}

/// Changes a mailbox and makes it due at once; `false` when there is none,
/// [`StoreError::Duplicate`] when the address is taken.
pub async fn update(
    tx: &Tx,
    org: OrganisationId,
    id: MailboxId,
    change: &MailboxUpdate,
) -> Result<bool, StoreError> {
    todo!()
}

/// What is written over a mailbox.
#[derive(Clone)]
pub struct MailboxUpdate {
    /// All settings.
    pub settings: MailboxSettings,
    /// What becomes of the password.
    pub password: PasswordChange,
    /// The present.
    pub at: Timestamp,
}

/// Replaces its further addresses; [`StoreError::Duplicate`] when one is taken.
pub async fn set_aliases(
    tx: &Tx,
    org: OrganisationId,
    id: MailboxId,
    aliases: &[EmailAddress],
) -> Result<bool, StoreError> {
    todo!()
}

/// Deletes a mailbox: its mail stays, its addresses and password are gone. `false` when there is none.
pub async fn delete(tx: &Tx, org: OrganisationId, id: MailboxId, at: Timestamp) -> Result<bool, StoreError> {
    todo!()
}
