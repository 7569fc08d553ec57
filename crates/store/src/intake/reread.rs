//! Rows of the queues that an older parser read: what their lists show is written anew. Where they
//! stand, and what was said of them, stays.

use domain::{IntakeId, OrganisationId};
use sea_orm::sea_query::Query;

use super::Summary;
use super::work::read_anew;
use crate::cases::Walk;
use crate::cases::reread::{move_on, walk};
use crate::events::{self, Change};
use crate::raw::RawHash;
use crate::row::Columns;
use crate::sql;
use crate::{Conn, StoreError, Tx};

const WALK: &str = "reread.intakes";
const TABLE: Columns = Columns("intakes");

/// A received mail that an older parser read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OutdatedIntake {
    /// The tenant.
    pub organisation: OrganisationId,
    /// The row.
    pub id: IntakeId,
    /// Its raw bytes.
    pub raw_hash: RawHash,
}

/// The walk's place, the place behind its next `limit` rows, and those of them that a parser before
/// `version` read. `None` when no row lies behind its place. Primary key.
pub async fn list_outdated(
    conn: &Conn,
    version: i64,
    limit: u32,
) -> Result<Option<(Walk, Walk, Vec<OutdatedIntake>)>, StoreError> {
    let mut query = Query::select();
    query.columns(["id", "org_id", "parser_version", "raw_hash"]).from("intakes");
    let Some((kept, behind, rows)) = walk(conn, WALK, query, (version, limit)).await? else {
        return Ok(None);
    };
    let mut outdated = Vec::new();
    for row in &rows {
        if let Some(raw_hash) = row.hash_or_none(TABLE.at("raw_hash"))? {
            outdated.push(OutdatedIntake { organisation: row.id("org_id")?, id: row.id("id")?, raw_hash });
        }
    }
    Ok(Some((kept, behind, outdated)))
}

/// Moves the walk on; `false` when it is elsewhere meanwhile, since another node does the same.
pub async fn move_walk(tx: &Tx, from: Walk, to: Walk) -> Result<bool, StoreError> {
    move_on(tx, WALK, (from, to)).await
}

/// Writes what the lists show of a mail anew.
pub async fn record_reread(
    tx: &Tx,
    org: OrganisationId,
    id: IntakeId,
    summary: &Summary,
) -> Result<(), StoreError> {
    let mut statement = sql::update("intakes", org, id);
    read_anew(&mut statement, summary);
    if tx.execute(&statement).await? == 1 {
        events::insert(tx, org, Change::intake(id));
    }
    Ok(())
}
