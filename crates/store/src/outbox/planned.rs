//! What a job of many mails planned and nobody tried yet, so that its author can take all of it back.

use domain::outbox::DeliveryState;
use domain::{JobId, OrganisationId, OutboxId, Timestamp, UserId};
use sea_orm::sea_query::{ExprTrait, Order, Query, SelectStatement};
use serde::Deserialize;

use crate::row::Columns;
use crate::sql::{Stored, col, is};
use crate::{Conn, StoreError};

/// A job that planned its mails.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PlannedBy {
    /// Whose it is.
    pub author: UserId,
    /// The job.
    pub job: JobId,
    /// From when to when its mails are looked for: it was asked for and was over between, by whichever clock.
    pub worked: (Timestamp, Timestamp),
    /// When the mails go.
    pub at: Timestamp,
}

/// Which job wrote an item, of all that its origin says.
#[derive(Default, Deserialize)]
#[serde(default)]
struct OfJob {
    job: Option<JobId>,
}

const TABLE: Columns = Columns("outbox");

/// The items that it planned, that still go at that time and that nobody tried, in the order in which they were written. Index
/// `outbox_by_author`.
pub async fn list_planned_by(
    conn: &Conn,
    org: OrganisationId,
    by: PlannedBy,
) -> Result<Vec<OutboxId>, StoreError> {
    let mut found = Vec::new();
    for row in conn.all(&planned(org, by)).await? {
        let of: OfJob = row.json(TABLE.at("origin"))?;
        if of.job == Some(by.job) {
            found.push(row.id("id")?);
        }
    }
    Ok(found)
}

pub(crate) fn planned(org: OrganisationId, by: PlannedBy) -> SelectStatement {
    let (from, until) = by.worked;
    let mut query = Query::select();
    query
        .columns(["id", "origin"])
        .from("outbox")
        .and_where(is("org_id", org))
        .and_where(is("created_by", by.author))
        .and_where(is("state", DeliveryState::Queued.as_str()))
        .and_where(col("created_at").gte(from.stored()))
        .and_where(col("created_at").lte(until.stored()))
        .and_where(col("deleted_at").is_null())
        .and_where(is("planned_at", by.at))
        .and_where(is("attempts", 0_i64))
        .and_where(col("origin").is_not_null())
        .order_by("created_at", Order::Asc)
        .order_by("id", Order::Asc);
    query
}
