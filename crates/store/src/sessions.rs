//! Signed-in browsers. Table `sessions`: of a token only its hash is kept.

use domain::{OrganisationId, SessionId, Timestamp, UserId};

use crate::{Conn, StoreError, Tx};

/// SHA-256 of a session's or API token, made by the caller.
pub type TokenHash = [u8; 32];

/// One session.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SessionRow {
    /// The id.
    pub id: SessionId,
    /// The tenant.
    pub organisation: OrganisationId,
    /// Who signed in.
    pub user: UserId,
    /// When.
    pub created_at: Timestamp,
    /// When it was last used, within the caller's patience to write that down.
    pub last_seen_at: Timestamp,
    /// When it ends unless it is used.
    pub expires_at: Timestamp,
}

/// What a new session needs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewSession {
    /// Who signed in.
    pub user: UserId,
    /// The token's hash.
    pub token_hash: TokenHash,
    /// The present.
    pub at: Timestamp,
    /// When it ends unless it is used.
    pub expires_at: Timestamp,
}

/// Makes a session.
pub async fn insert(tx: &Tx, org: OrganisationId, session: &NewSession) -> Result<SessionId, StoreError> {
    todo!()
}

/// The live session of a token: over all organisations, since the token says which.
pub async fn find(
    conn: &Conn,
    token_hash: &TokenHash,
    now: Timestamp,
) -> Result<Option<SessionRow>, StoreError> {
    todo!()
}

/// Notes that it was used and lives on; `false` when it is gone.
pub async fn touch(
    tx: &Tx,
    org: OrganisationId,
    id: SessionId,
    seen_at: Timestamp,
    expires_at: Timestamp,
) -> Result<bool, StoreError> {
    todo!()
}

/// Ends a session; `false` when it is gone.
pub async fn delete(tx: &Tx, org: OrganisationId, id: SessionId) -> Result<bool, StoreError> {
    todo!()
}

/// Ends all sessions of a user but, where given, one: after a new password or a lock.
pub async fn delete_of_user(
    tx: &Tx,
    org: OrganisationId,
    user: UserId,
    except: Option<SessionId>,
) -> Result<u64, StoreError> {
    todo!()
}

/// Removes sessions of all organisations that have ended; returns how many.
pub async fn delete_expired(tx: &Tx, now: Timestamp) -> Result<u64, StoreError> {
    todo!()
}
