//! What was done to all mail of an organisation, in order. Table `sending_stop_deeds`: a few rows for each stop, from which each mail
//! that waited for it is told, however many those are.

use domain::timeline::StopDeed;
use domain::{OrganisationId, Timestamp, UserId};
use sea_orm::sea_query::{ExprTrait, Order, Query, SelectStatement};

use super::{SendingStop, StoppedBy};
use crate::row::Row;
use crate::sql::{self, NewRow, Stored, col, is};
use crate::{Conn, StoreError, Tx};

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
    let mut events = read_all(conn, &until_at(org, until, limit)).await?;
    events.reverse();
    Ok(events)
}

/// The first deeds after an instant, at most `limit`, in order. Index `sending_stop_deeds_in_order`.
pub async fn list_after(
    conn: &Conn,
    org: OrganisationId,
    after: Timestamp,
    limit: u64,
) -> Result<Vec<StopEvent>, StoreError> {
    read_all(conn, &after_at(org, after, limit)).await
}

pub(crate) fn until_at(org: OrganisationId, until: Timestamp, limit: u64) -> SelectStatement {
    let mut query = of(org, limit);
    query.and_where(col("at").lte(until.stored())).order_by("at", Order::Desc).order_by("id", Order::Desc);
    query
}

pub(crate) fn after_at(org: OrganisationId, after: Timestamp, limit: u64) -> SelectStatement {
    let mut query = of(org, limit);
    query.and_where(col("at").gt(after.stored())).order_by("at", Order::Asc).order_by("id", Order::Asc);
    query
}

fn of(org: OrganisationId, limit: u64) -> SelectStatement {
    let mut query = Query::select();
    query
        .columns(["at", "deed", "by_operator", "user_id", "why"])
        .from("sending_stop_deeds")
        .and_where(is("org_id", org))
        .limit(limit);
    query
}

async fn read_all(conn: &Conn, query: &SelectStatement) -> Result<Vec<StopEvent>, StoreError> {
    let rows = conn.all(query).await?;
    rows.iter().filter_map(|row| read(row).transpose()).collect()
}

/// `None` of a deed that a newer node noted and this one does not know: the others are told all the same.
fn read(row: &Row) -> Result<Option<StopEvent>, StoreError> {
    let Ok(deed) = row.text("deed")?.parse::<StopDeed>() else { return Ok(None) };
    let by = if row.flag("by_operator")? {
        StoppedBy::Operator
    } else {
        StoppedBy::User(row.id_or_none("user_id")?.unwrap_or(UserId::new(0)))
    };
    let told = SendingStop { by, at: row.at("at")?, why: row.text("why")? };
    Ok(Some(StopEvent { deed, told }))
}
