//! Small mails that are wanted together, read in one query.

use std::collections::HashMap;

use bytes::Bytes;
use domain::OrganisationId;
use sea_orm::sea_query::{ExprTrait, Query};

use super::{RawHash, unpack};
use crate::row::Columns;
use crate::sql::{IN_VALUES_MAX, col, filled_up, is};
use crate::{Conn, StoreError};

/// Those of these mails that lie whole in the database. What is missing in the answer is large,
/// damaged or not there; [`super::get`] says which.
pub async fn get_small(
    conn: &Conn,
    org: OrganisationId,
    hashes: &[RawHash],
) -> Result<HashMap<RawHash, Bytes>, StoreError> {
    let table = Columns("raw_mails");
    let mut found = HashMap::with_capacity(hashes.len());
    for hashes in hashes.chunks(IN_VALUES_MAX) {
        let mut query = Query::select();
        query
            .columns(["hash", "size_octets", "content"])
            .from("raw_mails")
            .and_where(is("org_id", org))
            .and_where(col("hash").is_in(filled_up(hashes).map(RawHash::to_vec)))
            .and_where(col("content").is_not_null());
        for row in conn.all(&query).await? {
            let (hash, size) = (row.hash(table.at("hash"))?, row.small(table.at("size_octets"))?);
            let packed = row.bytes_or_none("content")?.unwrap_or_default();
            if let Ok(bytes) = unpack(&packed, size, hash) {
                found.insert(hash, bytes);
            }
        }
    }
    Ok(found)
}
