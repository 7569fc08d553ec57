//! How many files mails of ours carry, for lists of what was sent.

use std::collections::BTreeMap;

use domain::case::Direction;
use domain::{OrganisationId, OutboxId};
use sea_orm::sea_query::{ExprTrait, Query};

use super::AttachmentMeta;
use crate::row::Columns;
use crate::sql::{col, filled_up, is};
use crate::{Conn, StoreError};

/// How many files each of these mails carries, pictures within its text not counted; none of a mail that is no message
/// of a case. Index `case_messages_by_outbox`.
pub async fn count_files(
    conn: &Conn,
    org: OrganisationId,
    ids: &[OutboxId],
) -> Result<BTreeMap<OutboxId, u32>, StoreError> {
    let mut query = Query::select();
    query
        .columns(["outbox_id", "attachments"])
        .from("case_messages")
        .and_where(is("org_id", org))
        .and_where(col("outbox_id").is_in(filled_up(ids).map(|id| id.get())))
        .and_where(col("outbox_id").is_not_null())
        .and_where(is("direction", Direction::Sent.as_str()));
    let mut found = BTreeMap::new();
    for row in conn.all(&query).await? {
        let files: Vec<AttachmentMeta> = row.json(Columns("case_messages").at("attachments"))?;
        let count = files.iter().filter(|file| !file.inline).count();
        found.insert(row.id("outbox_id")?, u32::try_from(count).unwrap_or(u32::MAX));
    }
    Ok(found)
}
