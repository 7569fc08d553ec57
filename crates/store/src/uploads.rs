//! Files uploaded for a mail that is being written. Table `uploads`; the bytes lie with raw mail.

use domain::{OrganisationId, Timestamp, UploadId, UserId};
use sea_orm::sea_query::{DeleteStatement, ExprTrait, Query};

use crate::raw::{self, PreparedRaw, RawHash};
use crate::row::Columns;
use crate::sql::{self, NewRow, Stored, col, is};
use crate::{Conn, StoreError, Tx};

/// One upload.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UploadRow {
    /// The id.
    pub id: UploadId,
    /// Who uploaded it.
    pub user: UserId,
    /// A safe file name.
    pub name: String,
    /// The media type.
    pub media_type: String,
    /// Its size, octets.
    pub size_octets: u64,
    /// Its bytes, for [`crate::raw::get`].
    pub raw_hash: RawHash,
    /// When.
    pub created_at: Timestamp,
}

/// What a new upload needs.
#[derive(Clone, Debug)]
pub struct NewUpload {
    /// Who uploads it.
    pub user: UserId,
    /// A safe file name.
    pub name: String,
    /// The media type.
    pub media_type: String,
    /// Its bytes.
    pub raw: PreparedRaw,
    /// The present.
    pub at: Timestamp,
}

/// Keeps an upload.
pub async fn insert(tx: &Tx, org: OrganisationId, upload: &NewUpload) -> Result<UploadId, StoreError> {
    raw::insert(tx, &upload.raw).await?;
    let id = tx.new_id();
    let row = NewRow::default()
        .with("id", id)
        .with("org_id", org)
        .with("user_id", upload.user)
        .with("name", upload.name.as_str())
        .with("media_type", upload.media_type.as_str())
        .with("size_octets", upload.raw.size_octets())
        .with("raw_hash", upload.raw.hash())
        .with("created_at", upload.at);
    tx.execute(&sql::insert("uploads", [row])).await?;
    Ok(id)
}

/// A user's upload.
pub async fn find(
    conn: &Conn,
    org: OrganisationId,
    user: UserId,
    id: UploadId,
) -> Result<Option<UploadRow>, StoreError> {
    let mut query = Query::select();
    query
        .columns(["id", "user_id", "name", "media_type", "size_octets", "raw_hash", "created_at"])
        .from("uploads")
        .and_where(is("org_id", org))
        .and_where(is("user_id", user))
        .and_where(is("id", id));
    let Some(row) = conn.one(&query).await? else {
        return Ok(None);
    };
    Ok(Some(UploadRow {
        id: row.id("id")?,
        user: row.id("user_id")?,
        name: row.text("name")?,
        media_type: row.text("media_type")?,
        size_octets: row.small(TABLE.at("size_octets"))?,
        raw_hash: row.hash(TABLE.at("raw_hash"))?,
        created_at: row.at("created_at")?,
    }))
}

/// Removes a user's upload; `false` when he has no such upload. The sweep takes its bytes.
pub async fn delete(tx: &Tx, org: OrganisationId, user: UserId, id: UploadId) -> Result<bool, StoreError> {
    let mut statement = Query::delete();
    statement.from_table("uploads").and_where(is("org_id", org));
    statement.and_where(is("user_id", user)).and_where(is("id", id));
    Ok(remove(tx, statement).await? == 1)
}

/// Removes uploads of all organisations that are older; returns how many.
pub async fn delete_before(tx: &Tx, before: Timestamp) -> Result<u64, StoreError> {
    let mut statement = Query::delete();
    statement.from_table("uploads").and_where(col("created_at").lt(before.stored()));
    remove(tx, statement).await
}

const TABLE: Columns = Columns("uploads");

/// Removes uploads and lets go of their bytes.
async fn remove(tx: &Tx, mut statement: DeleteStatement) -> Result<u64, StoreError> {
    statement.returning(Query::returning().columns(["id", "org_id", "raw_hash"]));
    let removed = tx.returning(&statement).await?;
    raw::let_go(tx, &removed).await?;
    Ok(removed.len() as u64)
}
