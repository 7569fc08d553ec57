//! Signed-in browsers. Table `sessions`: of a token only its hash is kept.

use domain::{OrganisationId, SessionId, Timestamp, UserId};
use sea_orm::sea_query::{ExprTrait, Query};

use crate::sql::{self, NewRow, Stored, col, is};
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
    let id = tx.new_id();
    let row = NewRow::default()
        .with("id", id)
        .with("org_id", org)
        .with("user_id", session.user)
        .with("token_hash", session.token_hash.to_vec())
        .with("created_at", session.at)
        .with("last_seen_at", session.at)
        .with("expires_at", session.expires_at);
    tx.execute(&sql::insert("sessions", [row])).await?;
    Ok(id)
}

/// The live session of a token: over all organisations, since the token says which.
pub async fn find(
    conn: &Conn,
    token_hash: &TokenHash,
    now: Timestamp,
) -> Result<Option<SessionRow>, StoreError> {
    let mut query = Query::select();
    query
        .columns(["id", "org_id", "user_id", "created_at", "last_seen_at", "expires_at"])
        .from("sessions")
        .and_where(is("token_hash", token_hash.to_vec()))
        .and_where(col("expires_at").gt(now.stored()));
    let Some(row) = conn.one(&query).await? else {
        return Ok(None);
    };
    Ok(Some(SessionRow {
        id: row.id("id")?,
        organisation: row.id("org_id")?,
        user: row.id("user_id")?,
        created_at: row.at("created_at")?,
        last_seen_at: row.at("last_seen_at")?,
        expires_at: row.at("expires_at")?,
    }))
}

/// Notes that it was used and lives on; `false` when it is gone.
pub async fn touch(
    tx: &Tx,
    org: OrganisationId,
    id: SessionId,
    seen_at: Timestamp,
    expires_at: Timestamp,
) -> Result<bool, StoreError> {
    let mut statement = sql::update("sessions", org, id);
    statement.value("last_seen_at", seen_at.stored()).value("expires_at", expires_at.stored());
    Ok(tx.execute(&statement).await? == 1)
}

/// Ends a session; `false` when it is gone.
pub async fn delete(tx: &Tx, org: OrganisationId, id: SessionId) -> Result<bool, StoreError> {
    let mut statement = Query::delete();
    statement.from_table("sessions").and_where(is("org_id", org)).and_where(is("id", id));
    Ok(tx.execute(&statement).await? == 1)
}

/// Ends all sessions of a user but, where given, one: after a new password or a lock.
pub async fn delete_of_user(
    tx: &Tx,
    org: OrganisationId,
    user: UserId,
    except: Option<SessionId>,
) -> Result<u64, StoreError> {
    let mut statement = Query::delete();
    statement.from_table("sessions").and_where(is("org_id", org)).and_where(is("user_id", user));
    if let Some(kept) = except {
        statement.and_where(col("id").ne(kept.get()));
    }
    tx.execute(&statement).await
}

/// Removes sessions of all organisations that have ended; returns how many.
pub async fn delete_expired(tx: &Tx, now: Timestamp) -> Result<u64, StoreError> {
    let mut statement = Query::delete();
    statement.from_table("sessions").and_where(col("expires_at").lte(now.stored()));
    tx.execute(&statement).await
}
