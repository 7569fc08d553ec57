//! What was done to all mail of an organisation, in order. Table `sending_stop_deeds`: a few rows for each stop, from which each mail
//! that waited for it is told, however many those are.

use domain::timeline::StopDeed;
use domain::{OrganisationId, Timestamp, UserId};
use sea_orm::sea_query::{ExprTrait, Order, Query, SelectStatement};

use super::{SendingStop, StoppedBy};
use crate::row::{Columns, Row};
use crate::sql::{self, NewRow, Stored, col, is};
use crate::{Conn, StoreError, Tx};

const TABLE: Columns = Columns("sending_stop_deeds");

/// Somebody stopped all mail, gave other words for it, or let it go on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StopEvent {
    /// What.
    pub deed: StopDeed,
    /// Who, when, and in which words; empty where mail goes on.
    pub told: SendingStop,
}

pub(super) async fn insert(
    tx: &Tx,
    org: OrganisationId,
    (deed, told): (StopDeed, &SendingStop),
) -> Result<(), StoreError> {
    let user: Option<UserId> = match told.by {
        StoppedBy::Operator => None,
        StoppedBy::User(user) => Some(user),
    };
    let row = NewRow::default()
        .with("org_id", org)
        .with("id", tx.new_id::<()>())
        .with("at", told.at)
        .with("deed", deed.as_str())
        .with("by_operator", user.is_none())
        .with("user_id", user)
        .with("why", told.why.as_str());
    tx.execute(&sql::insert("sending_stop_deeds", [row])).await?;
    Ok(())
}

/// The newest deeds until an instant, at most `limit`, the oldest of them first. Index `sending_stop_deeds_in_order`.
pub async fn list_until(
    conn: &Conn,
    org: OrganisationId,
    until: Timestamp,
    limit: u64,
) -> Result<Vec<StopEvent>, StoreError> {
    let query = until_at(org, until, limit);
    let mut events = conn.all(&query).await?.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    events.reverse();
    Ok(events)
}

pub(crate) fn until_at(org: OrganisationId, until: Timestamp, limit: u64) -> SelectStatement {
    let mut query = Query::select();
    query
        .columns(["at", "deed", "by_operator", "user_id", "why"])
        .from("sending_stop_deeds")
        .and_where(is("org_id", org))
        .and_where(col("at").lte(until.stored()))
        .order_by("at", Order::Desc)
        .order_by("id", Order::Desc)
        .limit(limit);
    query
}

fn read(row: &Row) -> Result<StopEvent, StoreError> {
    let by = if row.flag("by_operator")? {
        StoppedBy::Operator
    } else {
        StoppedBy::User(row.id_or_none("user_id")?.unwrap_or(UserId::new(0)))
    };
    let told = SendingStop { by, at: row.at("at")?, why: row.text("why")? };
    Ok(StopEvent { deed: row.parsed(TABLE.at("deed"))?, told })
}
