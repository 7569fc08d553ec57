//! Files of a mail that their receiver fetches by a link. Table `file_links`; the bytes lie with raw mail.
//!
//! A link belongs to the message whose mail carries it, wherever that message is moved, and goes when it goes. Of what
//! stands in its address only the hash is kept.

use domain::{CaseId, FileLinkId, MessageId, OrganisationId, OutboxId, Timestamp, UserId};
use sea_orm::sea_query::{ExprTrait, IntoTableRef, Order, Query, SelectStatement};

use crate::raw::{self, PreparedRaw, RawHash};
use crate::row::{Columns, Row};
use crate::sessions::TokenHash;
use crate::sql::{self, NewRow, Stored, col, is, is_of, joined, pick};
use crate::{Conn, StoreError, Tx};

/// Where the bytes of a new link are.
#[derive(Clone, Debug)]
pub enum LinkedBytes {
    /// They lie there already: of an upload.
    Kept(RawHash),
    /// They come with the link.
    New(PreparedRaw),
}

impl LinkedBytes {
    /// Their hash.
    #[must_use]
    pub const fn hash(&self) -> RawHash {
        match self {
            Self::Kept(hash) => *hash,
            Self::New(raw) => raw.hash(),
        }
    }
}

/// What a new link needs.
#[derive(Clone, Debug)]
pub struct NewFileLink {
    /// A safe file name.
    pub name: String,
    /// The media type.
    pub media_type: String,
    /// The file's size, octets.
    pub size_octets: u64,
    /// Its bytes.
    pub bytes: LinkedBytes,
    /// Hash of what stands in the address.
    pub token_hash: TokenHash,
    /// Who sends it.
    pub by: UserId,
    /// The present.
    pub at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
    /// How often it may be fetched.
    pub fetches_max: u32,
}

/// One link.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileLinkRow {
    /// The id.
    pub id: FileLinkId,
    /// The tenant.
    pub organisation: OrganisationId,
    /// The case.
    pub case_id: CaseId,
    /// The message whose mail carries it.
    pub message_id: MessageId,
    /// The mail.
    pub outbox_id: Option<OutboxId>,
    /// A safe file name.
    pub name: String,
    /// The media type.
    pub media_type: String,
    /// The file's size, octets.
    pub size_octets: u64,
    /// Its bytes, for [`crate::raw::get`].
    pub raw_hash: RawHash,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
    /// How often it may be fetched.
    pub fetches_max: u32,
    /// How often it was.
    pub fetches: u32,
    /// When it was last.
    pub last_fetched_at: Option<Timestamp>,
    /// When somebody withdrew it.
    pub revoked_at: Option<Timestamp>,
    /// The name of who did.
    pub revoked_by_name: Option<String>,
}

/// Keeps the links of a message.
///
/// # Errors
/// [`StoreError::Missing`] where the bytes of one are not there any more.
pub async fn insert(
    tx: &Tx,
    org: OrganisationId,
    message: MessageId,
    links: &[NewFileLink],
) -> Result<(), StoreError> {
    for link in links {
        let hash = match &link.bytes {
            LinkedBytes::New(raw) => {
                raw::insert(tx, raw).await?;
                raw.hash()
            }
            LinkedBytes::Kept(hash) => {
                raw::hold(tx, org, *hash).await?;
                *hash
            }
        };
        let row = NewRow::default()
            .with("id", tx.new_id::<()>())
            .with("org_id", org)
            .with("message_id", message)
            .with("name", link.name.as_str())
            .with("media_type", link.media_type.as_str())
            .with("size_octets", link.size_octets)
            .with("raw_hash", hash)
            .with("token_hash", link.token_hash.to_vec())
            .with("created_at", link.at)
            .with("created_by", link.by)
            .with("expires_at", link.expires_at)
            .with("fetches_max", link.fetches_max);
        tx.execute(&sql::insert("file_links", [row])).await?;
    }
    Ok(())
}

/// The link of a token: over all organisations, since the token says which. Not of a message that was removed, nor of
/// a case that lies in a bin. Index `file_links_by_token`.
pub async fn find_by_token(conn: &Conn, token_hash: &TokenHash) -> Result<Option<FileLinkRow>, StoreError> {
    let mut query = select();
    query
        .inner_join(
            "cases".into_table_ref().alias("c"),
            joined("c.id", "m.case_id", ("c.org_id", "m.org_id")),
        )
        .and_where(is("l.token_hash", token_hash.to_vec()))
        .and_where(col("m.removed_at").is_null())
        .and_where(col("c.binned_at").is_null());
    conn.one(&query).await?.map(|row| read(&row)).transpose()
}

/// The links of a case's messages, oldest first; of very many the newest. Indexes `case_messages_by_case` and `file_links_by_message`.
pub async fn list_of_case(
    conn: &Conn,
    org: OrganisationId,
    case: CaseId,
) -> Result<Vec<FileLinkRow>, StoreError> {
    let mut query = select();
    query
        .and_where(is("m.org_id", org))
        .and_where(is("m.case_id", case))
        .and_where(col("m.removed_at").is_null())
        .order_by(("l", "id"), Order::Desc)
        .limit(LINKS_MAX);
    conn.all(&query).await?.iter().rev().map(read).collect()
}

/// The links of a mail, oldest first. Indexes `case_messages_by_outbox` and `file_links_by_message`.
pub async fn list_of_mail(
    conn: &Conn,
    org: OrganisationId,
    outbox: OutboxId,
) -> Result<Vec<FileLinkRow>, StoreError> {
    let mut query = select();
    query.and_where(is("m.org_id", org)).and_where(is("m.outbox_id", outbox));
    query.order_by(("l", "id"), Order::Asc).limit(LINKS_MAX);
    conn.all(&query).await?.iter().map(read).collect()
}

/// A link of a case's message.
pub async fn find(
    conn: &Conn,
    org: OrganisationId,
    case: CaseId,
    id: FileLinkId,
) -> Result<Option<FileLinkRow>, StoreError> {
    let mut query = select();
    query.and_where(is_of("l.org_id", org)).and_where(is("l.id", id)).and_where(is("m.case_id", case));
    query.and_where(col("m.removed_at").is_null());
    conn.one(&query).await?.map(|row| read(&row)).transpose()
}

/// Counts one more fetch; `false` when the link has ended, was withdrawn, or was fetched often enough.
pub async fn record_fetch(
    tx: &Tx,
    org: OrganisationId,
    id: FileLinkId,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let mut statement = sql::update("file_links", org, id);
    statement
        .value("fetches", col("fetches").add(1))
        .value("last_fetched_at", at.stored())
        .and_where(col("revoked_at").is_null())
        .and_where(col("expires_at").gt(at.stored()))
        .and_where(col("fetches").lt(col("fetches_max")));
    Ok(tx.execute(&statement).await? == 1)
}

/// Withdraws a link; `false` when there is none that was not withdrawn before.
pub async fn revoke(
    tx: &Tx,
    org: OrganisationId,
    id: FileLinkId,
    (by, at): (UserId, Timestamp),
) -> Result<bool, StoreError> {
    let mut statement = sql::update("file_links", org, id);
    statement.value("revoked_at", at.stored()).value("revoked_by", by.stored());
    statement.and_where(col("revoked_at").is_null());
    Ok(tx.execute(&statement).await? == 1)
}

/// Removes the links of a message, and lets go of their bytes.
pub(crate) async fn remove_of_message(
    tx: &Tx,
    org: OrganisationId,
    message: MessageId,
) -> Result<(), StoreError> {
    let mut statement = Query::delete();
    statement.from_table("file_links").and_where(is("org_id", org)).and_where(is("message_id", message));
    statement.returning(Query::returning().columns(["id", "org_id", "raw_hash"]));
    let removed = tx.returning(&statement).await?;
    raw::let_go(tx, &removed).await
}

/// Links that are read of one case.
const LINKS_MAX: u64 = 1_000;
const TABLE: Columns = Columns("file_links");

fn select() -> SelectStatement {
    let mut query = Query::select();
    pick(
        &mut query,
        "l",
        &[
            "id",
            "org_id",
            "message_id",
            "name",
            "media_type",
            "size_octets",
            "raw_hash",
            "created_at",
            "expires_at",
            "fetches_max",
            "fetches",
            "last_fetched_at",
            "revoked_at",
        ],
    );
    query
        .expr_as(col("m.case_id"), "case_id")
        .expr_as(col("m.outbox_id"), "outbox_id")
        .expr_as(col("u.name"), "revoker_name")
        .from_as("file_links", "l")
        .inner_join(
            "case_messages".into_table_ref().alias("m"),
            joined("m.id", "l.message_id", ("m.org_id", "l.org_id")),
        )
        .left_join(
            "users".into_table_ref().alias("u"),
            joined("u.id", "l.revoked_by", ("u.org_id", "l.org_id")),
        );
    query
}

fn read(row: &Row) -> Result<FileLinkRow, StoreError> {
    Ok(FileLinkRow {
        id: row.id("id")?,
        organisation: row.id("org_id")?,
        case_id: row.id("case_id")?,
        message_id: row.id("message_id")?,
        outbox_id: row.id_or_none("outbox_id")?,
        name: row.text("name")?,
        media_type: row.text("media_type")?,
        size_octets: row.small(TABLE.at("size_octets"))?,
        raw_hash: row.hash(TABLE.at("raw_hash"))?,
        created_at: row.at("created_at")?,
        expires_at: row.at("expires_at")?,
        fetches_max: row.small(TABLE.at("fetches_max"))?,
        fetches: row.small(TABLE.at("fetches"))?,
        last_fetched_at: row.at_or_none("last_fetched_at")?,
        revoked_at: row.at_or_none("revoked_at")?,
        revoked_by_name: row.text_or_none("revoker_name")?,
    })
}
