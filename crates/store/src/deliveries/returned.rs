//! A mail that its next server had taken comes back.

use domain::outbox::{AttemptResult, DeliveryState};
use domain::{DeliveryId, EmailAddress, EnhancedStatus, OrganisationId, OutboxId, Timestamp};
use sea_orm::sea_query::{Order, Query};

use super::unasked::never_taken;
use crate::outbox::redraw;
use crate::row::Columns;
use crate::sql::{self, NewRow, is};
use crate::{StoreError, Tx};

/// What a report says about one recipient.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Return {
    /// The address that the mail was for.
    pub recipient: EmailAddress,
    /// When the report came.
    pub at: Timestamp,
    /// The enhanced code.
    pub enhanced: Option<EnhancedStatus>,
    /// The words of the host that refused it.
    pub words: String,
    /// The host that reports.
    pub host: Option<String>,
}

/// What a report did to its delivery.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Recorded {
    /// The address that the mail was for.
    pub recipient: EmailAddress,
    /// Whether the delivery counted as sent until now; it had failed before.
    pub is_new: bool,
}

/// Notes in the log of an item's delivery that it arrived after all: a report that somebody took to be about it was not.
/// `false` where it has not failed.
pub async fn record_arrived(
    tx: &Tx,
    org: OrganisationId,
    (outbox, recipient): (OutboxId, &EmailAddress),
    at: Timestamp,
) -> Result<bool, StoreError> {
    let mut query = Query::select();
    query
        .columns(["id", "recipient", "attempts"])
        .from("deliveries")
        .and_where(is("org_id", org))
        .and_where(is("outbox_id", outbox))
        .and_where(is("state", DeliveryState::Failed.as_str()));
    let table = Columns("deliveries");
    for row in tx.all(&query).await? {
        let known: EmailAddress = row.parsed(table.at("recipient"))?;
        if known.key() != recipient.key() {
            continue;
        }
        let (id, attempts): (DeliveryId, u32) = (row.id("id")?, row.small(table.at("attempts"))?);
        let attempt = NewRow::default()
            .with("id", tx.new_id::<()>())
            .with("org_id", org)
            .with("outbox_id", outbox)
            .with("delivery_id", id)
            .with("number", attempts)
            .with("at", at)
            .with("result", AttemptResult::Delivered.as_str())
            .with("words", "")
            .with("tls", false)
            .with("duration_ms", 0_i64);
        tx.execute(&sql::insert("attempts", [attempt])).await?;
        let mut statement = sql::update("deliveries", org, id);
        statement.value("state", DeliveryState::Sent.as_str());
        tx.execute(&statement).await?;
        redraw(tx, org, &[outbox]).await?;
        return Ok(true);
    }
    Ok(false)
}

/// Notes in the log of an item's delivery that it came back: it has failed after all. A report about an item with one recipient, beside
/// copies that nobody asked for and no server took, is about him, whatever address forwarding made of his. `None` when the item has no
/// such delivery, or is still sending it.
pub async fn record_return(
    tx: &Tx,
    org: OrganisationId,
    outbox: OutboxId,
    returned: &Return,
) -> Result<Option<Recorded>, StoreError> {
    let mut query = Query::select();
    query
        .columns(["id", "recipient", "state", "attempts"])
        .from("deliveries")
        .and_where(is("org_id", org))
        .and_where(is("outbox_id", outbox))
        .order_by("position", Order::Asc);
    let (rows, left_out) = (tx.all(&query).await?, never_taken(tx, org, outbox).await?);
    let table = Columns("deliveries");
    let (mut found, mut others) = (None, Vec::new());
    for row in &rows {
        let recipient: EmailAddress = row.parsed(table.at("recipient"))?;
        if recipient.key() == returned.recipient.key() {
            found = Some((row, recipient));
        } else if !left_out.contains(&row.id("id")?) {
            others.push((row, recipient));
        }
    }
    let only = if others.len() == 1 { others.pop() } else { None };
    let Some((row, recipient)) = found.or(only) else { return Ok(None) };
    let state: DeliveryState = row.parsed(table.at("state"))?;
    match state {
        DeliveryState::Sent => {}
        DeliveryState::Failed => return Ok(Some(Recorded { recipient, is_new: false })),
        DeliveryState::Queued | DeliveryState::Sending => return Ok(None),
    }
    let (id, attempts): (DeliveryId, u32) = (row.id("id")?, row.small(table.at("attempts"))?);
    let attempt = NewRow::default()
        .with("id", tx.new_id::<()>())
        .with("org_id", org)
        .with("outbox_id", outbox)
        .with("delivery_id", id)
        .with("number", attempts)
        .with("at", returned.at)
        .with("result", AttemptResult::Failed.as_str())
        .with("enhanced", returned.enhanced.map(|code| code.to_string()))
        .with("words", returned.words.as_str())
        .with("host", returned.host.as_deref())
        .with("tls", false)
        .with("duration_ms", 0_i64);
    tx.execute(&sql::insert("attempts", [attempt])).await?;
    let mut statement = sql::update("deliveries", org, id);
    statement.value("state", DeliveryState::Failed.as_str());
    tx.execute(&statement).await?;
    redraw(tx, org, &[outbox]).await?;
    Ok(Some(Recorded { recipient, is_new: true }))
}
