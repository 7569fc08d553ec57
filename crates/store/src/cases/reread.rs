//! Messages that an older parser read: found by a walk over all of them, and written anew. What a
//! person, a filter or the log said of them stays.

use domain::{IntakeId, MessageId, OrganisationId};
use sea_orm::sea_query::{ExprTrait, Order, Query, SelectStatement};
use serde::{Deserialize, Serialize};

use super::AttachmentMeta;
use crate::raw::RawHash;
use crate::row::{Columns, Row};
use crate::sql::{self, Stored, col, json};
use crate::{Conn, StoreError, Tx, search, settings};

/// How far the walk is; kept among the installation's settings. It never ends: a node with an older
/// program may still be at work.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Walk {
    /// The parser that everything up to `message` was read by.
    pub version: i64,
    /// The last message, or row of the queue, that was looked at.
    pub message: i64,
}

const WALK: &str = "reread.walk";
const TABLE: Columns = Columns("case_messages");

/// A message that an older parser read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outdated {
    /// The tenant.
    pub organisation: OrganisationId,
    /// The message.
    pub id: MessageId,
    /// The intake that it came by.
    pub intake_id: Option<IntakeId>,
    /// Its raw bytes.
    pub raw_hash: RawHash,
}

/// What a mail says by the present parser.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reread {
    /// The answer without quotes and signature, and whether there is an HTML view, with its remote
    /// references; `None` where a filter put another text in its place.
    pub shown: Option<(String, bool, Option<u32>)>,
    /// The whole text.
    pub full_text: String,
    /// The attachments.
    pub attachments: Vec<AttachmentMeta>,
    /// Which parser read it.
    pub parser_version: i64,
}

/// The walk's place, the place behind its next `limit` messages, and those of them that a parser
/// before `version` read. `None` when no message lies behind its place. Primary key.
pub async fn list_outdated(
    conn: &Conn,
    version: i64,
    limit: u32,
) -> Result<Option<(Walk, Walk, Vec<Outdated>)>, StoreError> {
    let mut query = Query::select();
    query
        .columns(["id", "org_id", "parser_version", "intake_id", "raw_hash", "removed_at"])
        .from("case_messages");
    let Some((kept, behind, rows)) = walk(conn, WALK, query, (version, limit)).await? else {
        return Ok(None);
    };
    let mut outdated = Vec::new();
    for row in &rows {
        // What was removed is not brought back into searches.
        let stays = row.at_or_none("removed_at")?.is_none();
        if let Some(raw_hash) = row.hash_or_none(TABLE.at("raw_hash"))?.filter(|_| stays) {
            outdated.push(Outdated {
                organisation: row.id("org_id")?,
                id: row.id("id")?,
                intake_id: row.id_or_none("intake_id")?,
                raw_hash,
            });
        }
    }
    Ok(Some((kept, behind, outdated)))
}

/// The place that a walk is kept at, the place behind the next `limit` rows of a table, and those of
/// them that a parser before `version` read.
pub(crate) async fn walk(
    conn: &Conn,
    key: &'static str,
    mut query: SelectStatement,
    (version, limit): (i64, u32),
) -> Result<Option<(Walk, Walk, Vec<Row>)>, StoreError> {
    let kept = settings::find::<Walk>(conn, None, key).await?.unwrap_or_default();
    let from = if kept.version == version { kept.message } else { 0 };
    query.and_where(col("id").gt(from)).order_by("id", Order::Asc).limit(u64::from(limit));
    let rows = conn.all(&query).await?;
    let Some(last) = rows.last() else { return Ok(None) };
    let behind = Walk { version, message: last.number("id")? };
    let mut outdated = Vec::new();
    for row in rows {
        // 0 is what we wrote ourselves.
        if (1..version).contains(&row.number("parser_version")?) {
            outdated.push(row);
        }
    }
    Ok(Some((kept, behind, outdated)))
}

/// Moves the walk on; `false` when it is elsewhere meanwhile, since another node does the same.
pub async fn move_walk(tx: &Tx, from: Walk, to: Walk) -> Result<bool, StoreError> {
    move_on(tx, WALK, (from, to)).await
}

/// The same for any walk.
pub(crate) async fn move_on(
    tx: &Tx,
    key: &'static str,
    (from, to): (Walk, Walk),
) -> Result<bool, StoreError> {
    let kept = settings::find::<Walk>(tx, None, key).await?.unwrap_or_default();
    if kept != from {
        return Ok(false);
    }
    settings::remember(tx, None, key, &to).await?;
    Ok(true)
}

/// Writes a message anew, and the words that searches find it by.
pub async fn record_reread(
    tx: &Tx,
    org: OrganisationId,
    id: MessageId,
    reread: &Reread,
) -> Result<(), StoreError> {
    let mut statement = sql::update("case_messages", org, id);
    statement
        .value("full_text", reread.full_text.as_str())
        .value("attachments", json(&reread.attachments)?)
        .value("parser_version", reread.parser_version);
    if let Some((text, has_html, remote_refs)) = &reread.shown {
        statement
            .value("text", text.as_str())
            .value("has_html", *has_html)
            .value("remote_refs", remote_refs.stored());
    }
    // What was removed meanwhile is not brought back.
    statement.and_where(col("removed_at").is_null());
    if tx.execute(&statement).await? == 1 {
        search::index_again(tx, org, id).await?;
    }
    Ok(())
}
