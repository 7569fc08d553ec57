//! Where the deliveries of several items stand, recipient by recipient.

use std::collections::BTreeMap;

use domain::outbox::DeliveryState;
use domain::{DeliveryId, EmailAddress, OrganisationId, OutboxId};
use sea_orm::sea_query::{Expr, Order, Query};

use crate::row::{Columns, Row};
use crate::sql::{IN_VALUES_MAX, is, is_among};
use crate::{Conn, StoreError};

/// Where one delivery stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DeliveryStanding {
    /// The id.
    pub id: DeliveryId,
    /// The item.
    pub outbox: OutboxId,
    /// The recipient.
    pub recipient: EmailAddress,
    /// Where it stands.
    pub state: DeliveryState,
    /// Whether it is a copy that the sender or its author has of everything.
    pub is_unasked: bool,
}

impl DeliveryStanding {
    /// Whether the mail has failed for him: a copy that nobody asked for is no part of that.
    #[must_use]
    pub const fn has_failed(&self) -> bool {
        matches!(self.state, DeliveryState::Failed) && !self.is_unasked
    }
}

/// Those of these items, in the order of their recipients. Index `deliveries_by_item`.
pub async fn list_standings(
    conn: &Conn,
    org: OrganisationId,
    items: &[OutboxId],
) -> Result<Vec<DeliveryStanding>, StoreError> {
    let mut found = Vec::new();
    for items in items.chunks(IN_VALUES_MAX) {
        let mut query = Query::select();
        query
            .columns(["id", "outbox_id", "recipient", "state", "unasked"])
            .from("deliveries")
            .and_where(is("org_id", org))
            .and_where(is_among("outbox_id", items))
            .order_by("outbox_id", Order::Asc)
            .order_by("position", Order::Asc);
        for row in conn.all(&query).await? {
            found.push(read(&row)?);
        }
    }
    Ok(found)
}

/// At how many of its recipients each of these items failed; those that failed at none are left out, and copies that nobody
/// asked for are not counted. Index `deliveries_by_item`.
pub async fn count_failed(
    conn: &Conn,
    org: OrganisationId,
    items: &[OutboxId],
) -> Result<BTreeMap<OutboxId, u32>, StoreError> {
    let mut found = BTreeMap::new();
    for items in items.chunks(IN_VALUES_MAX) {
        let mut query = Query::select();
        query
            .column("outbox_id")
            .expr_as(Expr::cust("COUNT(*)"), "failed")
            .from("deliveries")
            .and_where(is("org_id", org))
            .and_where(is_among("outbox_id", items))
            .and_where(is("state", DeliveryState::Failed.as_str()))
            .and_where(is("unasked", false))
            .group_by_col("outbox_id");
        for row in conn.all(&query).await? {
            found.insert(row.id("outbox_id")?, u32::try_from(row.number("failed")?).unwrap_or(u32::MAX));
        }
    }
    Ok(found)
}

/// The delivery of an item to this recipient. One that went to a single recipient is meant whatever address forwarding made
/// of his, as where its return was written down.
#[must_use]
pub fn standing_of<'a>(
    all: &'a [DeliveryStanding],
    item: OutboxId,
    recipient: &EmailAddress,
) -> Option<&'a DeliveryStanding> {
    let of_item: Vec<_> = all.iter().filter(|one| one.outbox == item).collect();
    let named = of_item.iter().find(|one| one.recipient.key() == recipient.key());
    match (named, &of_item[..]) {
        (Some(named), _) => Some(*named),
        (None, [single]) => Some(*single),
        (None, _) => None,
    }
}

fn read(row: &Row) -> Result<DeliveryStanding, StoreError> {
    let table = Columns("deliveries");
    Ok(DeliveryStanding {
        id: row.id("id")?,
        outbox: row.id("outbox_id")?,
        recipient: row.parsed(table.at("recipient"))?,
        state: row.parsed(table.at("state"))?,
        is_unasked: row.flag("unasked")?,
    })
}
