//! Keys for programs. Table `api_tokens`: of a token only its hash is kept.

use domain::audit::AuditKind;
use domain::{ApiTokenId, OrganisationId, Timestamp, UserId};
use sea_orm::sea_query::{Condition, ExprTrait, Order, Query};

use crate::row::Row;
use crate::sessions::TokenHash;
use crate::sql::{self, NewRow, Stored, col, is};
use crate::{Conn, StoreError, Tx, audit};

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
    let id = tx.new_id();
    audit::watch_one(tx, org, (AuditKind::ApiToken, id)).await?;
    let row = NewRow::default()
        .with("id", id)
        .with("org_id", org)
        .with("user_id", token.user)
        .with("name", token.name.as_str())
        .with("token_hash", token.token_hash.to_vec())
        .with("created_at", token.at)
        .with("expires_at", token.expires_at);
    tx.execute(&sql::insert("api_tokens", [row])).await?;
    Ok(id)
}

/// The live token with this hash: over all organisations, since the token says which.
pub async fn find(
    conn: &Conn,
    token_hash: &TokenHash,
    now: Timestamp,
) -> Result<Option<ApiTokenRow>, StoreError> {
    let lives = Condition::any().add(col("expires_at").is_null()).add(col("expires_at").gt(now.stored()));
    let mut query = Query::select();
    query
        .columns(COLUMNS)
        .from("api_tokens")
        .and_where(is("token_hash", token_hash.to_vec()))
        .cond_where(lives);
    conn.one(&query).await?.map(|row| read(&row)).transpose()
}

/// A user's tokens, newest first.
pub async fn list(conn: &Conn, org: OrganisationId, user: UserId) -> Result<Vec<ApiTokenRow>, StoreError> {
    let mut query = Query::select();
    query
        .columns(COLUMNS)
        .from("api_tokens")
        .and_where(is("org_id", org))
        .and_where(is("user_id", user))
        .order_by("id", Order::Desc);
    conn.all(&query).await?.iter().map(read).collect()
}

/// Notes that it was used.
pub async fn touch(
    tx: &Tx,
    org: OrganisationId,
    id: ApiTokenId,
    used_at: Timestamp,
) -> Result<(), StoreError> {
    let mut statement = sql::update("api_tokens", org, id);
    statement.value("last_used_at", used_at.stored());
    tx.execute(&statement).await?;
    Ok(())
}

/// Removes a user's token; `false` when he has no such token.
pub async fn delete(tx: &Tx, org: OrganisationId, user: UserId, id: ApiTokenId) -> Result<bool, StoreError> {
    audit::watch_one(tx, org, (AuditKind::ApiToken, id)).await?;
    let mut statement = Query::delete();
    statement.from_table("api_tokens").and_where(is("org_id", org));
    statement.and_where(is("user_id", user)).and_where(is("id", id));
    Ok(tx.execute(&statement).await? == 1)
}

/// Removes all tokens of a user; returns how many.
pub async fn delete_of_user(tx: &Tx, org: OrganisationId, user: UserId) -> Result<u64, StoreError> {
    for token in list(tx, org, user).await? {
        audit::watch_one(tx, org, (AuditKind::ApiToken, token.id)).await?;
    }
    let mut statement = Query::delete();
    statement.from_table("api_tokens").and_where(is("org_id", org)).and_where(is("user_id", user));
    tx.execute(&statement).await
}

const COLUMNS: [&str; 7] = ["id", "org_id", "user_id", "name", "created_at", "expires_at", "last_used_at"];

fn read(row: &Row) -> Result<ApiTokenRow, StoreError> {
    Ok(ApiTokenRow {
        id: row.id("id")?,
        organisation: row.id("org_id")?,
        user: row.id("user_id")?,
        name: row.text("name")?,
        created_at: row.at("created_at")?,
        expires_at: row.at_or_none("expires_at")?,
        last_used_at: row.at_or_none("last_used_at")?,
    })
}
