//! Files uploaded for a mail that is being written. Table `uploads`; the bytes lie with raw mail.

use domain::{DraftId, OrganisationId, OutboxId, Timestamp, UploadId, UserId};
use sea_orm::sea_query::{DeleteStatement, Expr, ExprTrait, Func, Query, SelectStatement, UpdateStatement};

use crate::file_links::FileLinkRow;
use crate::kept_files::KeptFile;
use crate::raw::{self, PreparedRaw, RawHash};
use crate::row::{Columns, Row};
use crate::sql::{self, NewRow, Stored, col, is, is_among, is_of};
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

/// Keeps the file of a link as an upload, without its bytes being read.
pub async fn insert_linked(
    tx: &Tx,
    org: OrganisationId,
    (user, at): (UserId, Timestamp),
    link: &FileLinkRow,
) -> Result<UploadId, StoreError> {
    let file = UploadRow {
        id: tx.new_id(),
        user,
        name: link.name.clone(),
        media_type: link.media_type.clone(),
        size_octets: link.size_octets,
        raw_hash: link.raw_hash,
        created_at: at,
    };
    insert_held(tx, org, &file).await?;
    Ok(file.id)
}

/// Makes a file that a text keeps an upload of a user, without its bytes being read.
///
/// # Errors
/// [`StoreError::Missing`] where the bytes are not there any more.
pub async fn insert_kept(
    tx: &Tx,
    org: OrganisationId,
    (user, at): (UserId, Timestamp),
    kept: &KeptFile,
) -> Result<UploadRow, StoreError> {
    let file = UploadRow {
        id: tx.new_id(),
        user,
        name: kept.name.clone(),
        media_type: kept.media_type.clone(),
        size_octets: kept.size_octets,
        raw_hash: kept.raw_hash,
        created_at: at,
    };
    insert_held(tx, org, &file).await?;
    Ok(file)
}

/// Makes the file of an upload another upload of its user, without its bytes being read.
///
/// # Errors
/// [`StoreError::Missing`] where the bytes are not there any more.
pub async fn insert_copy(
    tx: &Tx,
    org: OrganisationId,
    upload: &UploadRow,
    at: Timestamp,
) -> Result<UploadId, StoreError> {
    let file = UploadRow { id: tx.new_id(), created_at: at, ..upload.clone() };
    insert_held(tx, org, &file).await?;
    Ok(file.id)
}

/// Keeps these uploads of a user from the sweep for as long as if they had come now.
pub async fn renew(
    tx: &Tx,
    org: OrganisationId,
    (user, at): (UserId, Timestamp),
    ids: &[UploadId],
) -> Result<(), StoreError> {
    let mut statement = of_user(org, user);
    statement.value("created_at", at.stored()).and_where(is_among("id", ids));
    tx.execute(&statement).await?;
    Ok(())
}

/// Writes the row of an upload whose bytes are there already.
async fn insert_held(tx: &Tx, org: OrganisationId, file: &UploadRow) -> Result<(), StoreError> {
    raw::hold(tx, org, file.raw_hash).await?;
    let row = NewRow::default()
        .with("id", file.id)
        .with("org_id", org)
        .with("user_id", file.user)
        .with("name", file.name.as_str())
        .with("media_type", file.media_type.as_str())
        .with("size_octets", file.size_octets)
        .with("raw_hash", file.raw_hash)
        .with("created_at", file.created_at);
    tx.execute(&sql::insert("uploads", [row])).await?;
    Ok(())
}

/// A user's upload.
pub async fn find(
    conn: &Conn,
    org: OrganisationId,
    user: UserId,
    id: UploadId,
) -> Result<Option<UploadRow>, StoreError> {
    Ok(list(conn, org, user, &[id]).await?.into_iter().next())
}

/// Those of these uploads that the user has, in the order given.
pub async fn list(
    conn: &Conn,
    org: OrganisationId,
    user: UserId,
    ids: &[UploadId],
) -> Result<Vec<UploadRow>, StoreError> {
    let mut found =
        conn.all(&of_ids(org, user, ids)).await?.iter().map(read).collect::<Result<Vec<_>, StoreError>>()?;
    found.sort_by_key(|upload| ids.iter().position(|id| *id == upload.id));
    Ok(found)
}

/// Those of these uploads of a user that lie with another living draft of his than this one; `None` where his has not begun.
pub async fn list_of_other_drafts(
    conn: &Conn,
    org: OrganisationId,
    (user, draft): (UserId, Option<DraftId>),
    ids: &[UploadId],
) -> Result<Vec<UploadRow>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut query = of_ids(org, user, ids);
    query.and_where(col("draft_id").is_not_null()).and_where(Expr::cust(IS_OF_DRAFT));
    if let Some(draft) = draft {
        query.and_where(col("draft_id").ne(draft.stored()));
    }
    conn.all(&query).await?.iter().map(read).collect()
}

/// What a user's uploads come to together that no mail took yet, octets: also those that lie with a draft.
pub async fn octets_of_user(conn: &Conn, org: OrganisationId, user: UserId) -> Result<u64, StoreError> {
    conn.one(&untaken(org, user)).await?.map_or(Ok(0), |row| row.small(TABLE.at("octets")))
}

/// The sum of those that no mail took. Index `uploads_untaken`.
pub(crate) fn untaken(org: OrganisationId, user: UserId) -> SelectStatement {
    let mut query = Query::select();
    let sum = Func::coalesce([Expr::from(Func::sum(col("size_octets"))), Expr::val(0_i64)]);
    query.expr_as(Expr::from(sum).cast_as("bigint"), "octets").from("uploads");
    query.and_where(is("org_id", org)).and_where(is("user_id", user)).and_where(col("outbox_id").is_null());
    query
}

/// Keeps these uploads of a user, and no others, for as long as his draft lives.
pub async fn keep_for_draft(
    tx: &Tx,
    org: OrganisationId,
    (user, draft): (UserId, DraftId),
    ids: &[UploadId],
) -> Result<(), StoreError> {
    let mut others = of_user(org, user);
    others.value("draft_id", None::<i64>).and_where(is("draft_id", draft));
    tx.execute(&others).await?;
    let mut these = of_user(org, user);
    these.value("draft_id", draft.stored()).value("outbox_id", None::<i64>).and_where(is_among("id", ids));
    tx.execute(&these).await?;
    Ok(())
}

/// Keeps these uploads of a user for as long as a mail can be taken back.
pub async fn keep_for_mail(
    tx: &Tx,
    org: OrganisationId,
    (user, item): (UserId, OutboxId),
    ids: &[UploadId],
) -> Result<(), StoreError> {
    let mut statement = of_user(org, user);
    statement.value("outbox_id", item.stored()).value("draft_id", None::<i64>).and_where(is_among("id", ids));
    tx.execute(&statement).await?;
    Ok(())
}

/// Removes a user's upload; `false` when he has no such upload. The sweep takes its bytes.
pub async fn delete(tx: &Tx, org: OrganisationId, user: UserId, id: UploadId) -> Result<bool, StoreError> {
    let mut statement = Query::delete();
    statement.from_table("uploads").and_where(is("org_id", org));
    statement.and_where(is("user_id", user)).and_where(is("id", id));
    Ok(remove(tx, statement).await? == 1)
}

/// Removes uploads of all organisations that are older and that neither a draft nor a mail which
/// can be taken back needs; returns how many.
pub async fn delete_before(tx: &Tx, before: Timestamp) -> Result<u64, StoreError> {
    let mut statement = Query::delete();
    statement
        .from_table("uploads")
        .and_where(col("created_at").lt(before.stored()))
        .and_where(Expr::cust(UNNEEDED));
    remove(tx, statement).await
}

fn of_ids(org: OrganisationId, user: UserId, ids: &[UploadId]) -> SelectStatement {
    let mut query = Query::select();
    query
        .columns(["id", "user_id", "name", "media_type", "size_octets", "raw_hash", "created_at"])
        .from("uploads")
        .and_where(is_of("org_id", org))
        .and_where(is("user_id", user))
        .and_where(is_among("id", ids));
    query
}

/// By primary key.
const IS_OF_DRAFT: &str =
    "EXISTS (SELECT 1 FROM drafts d WHERE d.id = uploads.draft_id AND d.org_id = uploads.org_id)";

/// Both look-ups go by primary key.
const UNNEEDED: &str = "NOT EXISTS (SELECT 1 FROM drafts d WHERE d.id = uploads.draft_id AND d.org_id = uploads.org_id) \
    AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.id = uploads.outbox_id AND o.org_id = uploads.org_id \
    AND o.state = 'queued' AND o.attempts = 0)";

fn of_user(org: OrganisationId, user: UserId) -> UpdateStatement {
    let mut statement = Query::update();
    statement.table("uploads").and_where(is("org_id", org)).and_where(is("user_id", user));
    statement
}

fn read(row: &Row) -> Result<UploadRow, StoreError> {
    Ok(UploadRow {
        id: row.id("id")?,
        user: row.id("user_id")?,
        name: row.text("name")?,
        media_type: row.text("media_type")?,
        size_octets: row.small(TABLE.at("size_octets"))?,
        raw_hash: row.hash(TABLE.at("raw_hash"))?,
        created_at: row.at("created_at")?,
    })
}

const TABLE: Columns = Columns("uploads");

/// Removes uploads and lets go of their bytes.
async fn remove(tx: &Tx, mut statement: DeleteStatement) -> Result<u64, StoreError> {
    statement.returning(Query::returning().columns(["id", "org_id", "raw_hash"]));
    let removed = tx.returning(&statement).await?;
    raw::let_go(tx, &removed).await?;
    Ok(removed.len() as u64)
}
