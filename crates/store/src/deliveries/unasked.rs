//! Copies that nobody asked for with a mail: its sender, or its author, has them of everything.

use domain::outbox::{AttemptResult, DeliveryState};
use domain::{DeliveryId, EmailAddress, OrganisationId, OutboxId};
use sea_orm::sea_query::{ExprTrait, Query};

use crate::row::Columns;
use crate::sql::{col, is};
use crate::{Conn, StoreError, Tx};

/// Notes which recipients of a mail, as they were written down, have such a copy: what its author said of blocked addresses is
/// not said of them. Index `deliveries_by_item`.
pub async fn mark_unasked(
    tx: &Tx,
    org: OrganisationId,
    outbox: OutboxId,
    copies: &[EmailAddress],
) -> Result<(), StoreError> {
    for copy in copies {
        let mut statement = Query::update();
        statement
            .table("deliveries")
            .value("unasked", true)
            .value("passes_block", false)
            .and_where(is("org_id", org))
            .and_where(is("outbox_id", outbox))
            .and_where(is("recipient", copy));
        tx.execute(&statement).await?;
    }
    Ok(())
}

/// Whether this recipient of a mail has such a copy. Index `deliveries_by_item`.
pub async fn is_unasked(
    conn: &Conn,
    org: OrganisationId,
    (outbox, recipient): (OutboxId, &EmailAddress),
) -> Result<bool, StoreError> {
    let mut query = Query::select();
    query
        .column("recipient")
        .from("deliveries")
        .and_where(is("org_id", org))
        .and_where(is("outbox_id", outbox))
        .and_where(is("unasked", true));
    for row in conn.all(&query).await? {
        let copy: EmailAddress = row.parsed(Columns("deliveries").at("recipient"))?;
        if copy.key() == recipient.key() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The deliveries of a mail that are such copies and that no server can have taken: what comes back of the mail is about others.
/// Indexes `deliveries_by_item` and `attempts_by_item`.
pub(super) async fn never_taken(
    conn: &Conn,
    org: OrganisationId,
    outbox: OutboxId,
) -> Result<Vec<DeliveryId>, StoreError> {
    let mut failed = Query::select();
    failed
        .column("id")
        .from("deliveries")
        .and_where(is("org_id", org))
        .and_where(is("outbox_id", outbox))
        .and_where(is("unasked", true))
        .and_where(is("state", DeliveryState::Failed.as_str()));
    let mut copies: Vec<DeliveryId> = Vec::new();
    for row in conn.all(&failed).await? {
        copies.push(row.id("id")?);
    }
    if copies.is_empty() {
        return Ok(copies);
    }
    // RFC 1047: of an attempt that was cut short nobody knows.
    let with_a_server = [AttemptResult::Delivered, AttemptResult::Interrupted].map(AttemptResult::as_str);
    let mut taken = Query::select();
    taken
        .column("delivery_id")
        .from("attempts")
        .and_where(is("org_id", org))
        .and_where(is("outbox_id", outbox))
        .and_where(col("result").is_in(with_a_server));
    for row in conn.all(&taken).await? {
        let taken: DeliveryId = row.id("delivery_id")?;
        copies.retain(|copy| *copy != taken);
    }
    Ok(copies)
}
