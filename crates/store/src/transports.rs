//! The way out of each organisation. Table `transports`: one each for now.

use domain::mailbox::Security;
use domain::outbox::TransportKind;
use domain::{OrganisationId, Secret, Timestamp};

use crate::{Conn, PasswordChange, StoreError, Tx};

/// What a person sets of the way out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TransportSettings {
    /// Direct or through a relay.
    pub kind: TransportKind,
    /// The relay; empty for direct.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub security: Security,
    /// Who signs in there; empty for nobody.
    pub username: String,
    /// The name we greet with; empty for the node's own.
    pub helo_name: String,
}

/// The way out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TransportRow {
    /// What a person set.
    pub settings: TransportSettings,
    /// Whether a password is kept; [`password`] reads it.
    pub has_password: bool,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// The organisation's way out; `None` until one is set.
pub async fn find(conn: &Conn, org: OrganisationId) -> Result<Option<TransportRow>, StoreError> {
    todo!()
}

/// Sets the organisation's way out.
pub async fn put(
    tx: &Tx,
    org: OrganisationId,
    settings: &TransportSettings,
    password: &PasswordChange,
    at: Timestamp,
) -> Result<(), StoreError> {
    todo!()
}

/// The password, opened; `None` where none is kept.
pub async fn password(conn: &Conn, org: OrganisationId) -> Result<Option<Secret>, StoreError> {
    todo!()
}
