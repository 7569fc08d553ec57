//! Keys for programs. Table `api_tokens`: of a token only its hash is kept.

use domain::{ApiTokenId, OrganisationId, Timestamp, UserId};

use crate::sessions::TokenHash;
use crate::{Conn, StoreError, Tx};

/// One token.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ApiTokenRow {
    /// The id.
    pub id: ApiTokenId,
    /// The tenant.
    pub organisation: OrganisationId,
    /// Whose rights it has.
    pub user: UserId,
    /// What he called it.
    pub name: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends; never where absent.
    pub expires_at: Option<Timestamp>,
    /// When it was last used, within the caller's patience to write that down.
    pub last_used_at: Option<Timestamp>,
}

/// What a new token needs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewApiToken {
    /// Whose rights it has.
    pub user: UserId,
    /// What he calls it.
    pub name: String,
    /// The token's hash.
    pub token_hash: TokenHash,
    /// The present.
    pub at: Timestamp,
    /// When it ends; never where absent.
    pub expires_at: Option<Timestamp>,
}

/// Makes a token.
pub async fn insert(tx: &Tx, org: OrganisationId, token: &NewApiToken) -> Result<ApiTokenId, StoreError> {
    todo!()
}

/// The live token with this hash: over all organisations, since the token says which.
pub async fn find(
    conn: &Conn,
    token_hash: &TokenHash,
    now: Timestamp,
) -> Result<Option<ApiTokenRow>, StoreError> {
    todo!()
}

/// A user's tokens, newest first.
pub async fn list(conn: &Conn, org: OrganisationId, user: UserId) -> Result<Vec<ApiTokenRow>, StoreError> {
    todo!()
}

/// Notes that it was used.
pub async fn touch(
    tx: &Tx,
    org: OrganisationId,
    id: ApiTokenId,
    used_at: Timestamp,
) -> Result<(), StoreError> {
    todo!()
}

/// Removes a user's token; `false` when he has no such token.
pub async fn delete(tx: &Tx, org: OrganisationId, user: UserId, id: ApiTokenId) -> Result<bool, StoreError> {
    todo!()
}
