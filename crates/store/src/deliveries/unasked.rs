//! Copies that nobody asked for with a mail: its sender, or its author, has them of everything.

use domain::{EmailAddress, OrganisationId, OutboxId};
use sea_orm::sea_query::Query;

use crate::row::Columns;
use crate::sql::is;
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
