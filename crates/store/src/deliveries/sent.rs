//! What a delivery was, for whoever hears of it later.

use domain::outbox::{AttemptResult, DeliveryState};
use domain::{CaseId, DeliveryId, EmailAddress, OrganisationId, OutboxId, Timestamp};
use sea_orm::sea_query::{Func, Order, Query};

use super::unasked::never_taken;
use crate::row::Columns;
use crate::sql::{col, is, is_of, joined};
use crate::{Conn, StoreError};

/// A delivery and its mail.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SentDelivery {
    /// The outbox item.
    pub outbox: OutboxId,
    /// Who it was from.
    pub from: EmailAddress,
    /// Whom it went to.
    pub recipient: EmailAddress,
    /// The case that it is of.
    pub case_id: Option<CaseId>,
}

/// The delivery with this id.
pub async fn find_sent(
    conn: &Conn,
    org: OrganisationId,
    id: DeliveryId,
) -> Result<Option<SentDelivery>, StoreError> {
    let mut query = Query::select();
    query
        .columns([("d", "outbox_id"), ("d", "recipient"), ("o", "from_address"), ("o", "case_id")])
        .from_as("deliveries", "d")
        .inner_join(
            sea_orm::sea_query::IntoTableRef::into_table_ref("outbox").alias("o"),
            joined("o.id", "d.outbox_id", ("o.org_id", "d.org_id")),
        )
        .and_where(is_of("d.org_id", org))
        .and_where(is("d.id", id));
    let Some(row) = conn.one(&query).await? else { return Ok(None) };
    Ok(Some(SentDelivery {
        outbox: row.id("outbox_id")?,
        from: row.parsed(Columns("outbox").at("from_address"))?,
        recipient: row.parsed(Columns("deliveries").at("recipient"))?,
        case_id: row.id_or_none("case_id")?,
    }))
}

/// One of those whom a mail went to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SentTo {
    /// Who.
    pub recipient: EmailAddress,
    /// Whether the mail that a server took for him had a return path of its own.
    pub stamped: bool,
    /// Whether it is a copy that nobody asked for with the mail.
    pub is_unasked: bool,
}

/// Those whom a mail goes to, in its order, without copies that nobody asked for and no server took. Indexes `deliveries_by_item` and
/// `attempts_by_item`.
pub async fn list_sent_to(
    conn: &Conn,
    org: OrganisationId,
    outbox: OutboxId,
) -> Result<Vec<SentTo>, StoreError> {
    let mut query = Query::select();
    query
        .columns(["id", "recipient", "stamped", "unasked"])
        .from("deliveries")
        .and_where(is("org_id", org))
        .and_where(is("outbox_id", outbox))
        .order_by("position", Order::Asc);
    let (table, left_out) = (Columns("deliveries"), never_taken(conn, org, outbox).await?);
    let mut sent_to = Vec::new();
    for row in conn.all(&query).await? {
        let id: DeliveryId = row.id("id")?;
        if left_out.contains(&id) {
            continue;
        }
        sent_to.push(SentTo {
            recipient: row.parsed(table.at("recipient"))?,
            stamped: row.flag("stamped")?,
            is_unasked: row.flag("unasked")?,
        });
    }
    Ok(sent_to)
}

/// A delivery whose attempt has begun and is not written down yet.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnderWay {
    /// Which.
    pub id: DeliveryId,
    /// To whom.
    pub recipient: EmailAddress,
}

/// The deliveries of a mail that a worker hands over at this moment. Index `deliveries_by_item`.
pub async fn list_under_way(
    conn: &Conn,
    org: OrganisationId,
    outbox: OutboxId,
) -> Result<Vec<UnderWay>, StoreError> {
    let mut query = Query::select();
    query
        .columns(["id", "recipient"])
        .from("deliveries")
        .and_where(is("org_id", org))
        .and_where(is("outbox_id", outbox))
        .and_where(is("state", DeliveryState::Sending.as_str()));
    let table = Columns("deliveries");
    let read = |row: &crate::row::Row| {
        Ok(UnderWay { id: row.id("id")?, recipient: row.parsed(table.at("recipient"))? })
    };
    conn.all(&query).await?.iter().map(read).collect()
}

/// When a server last took a mail; `None` where none did. Index `attempts_by_item`.
pub async fn taken_at(
    conn: &Conn,
    org: OrganisationId,
    outbox: OutboxId,
) -> Result<Option<Timestamp>, StoreError> {
    let mut query = Query::select();
    query
        .expr_as(Func::max(col("at")), "at")
        .from("attempts")
        .and_where(is("org_id", org))
        .and_where(is("outbox_id", outbox))
        .and_where(is("result", AttemptResult::Delivered.as_str()));
    conn.one(&query).await?.map(|row| row.at_or_none("at")).transpose().map(Option::flatten)
}
