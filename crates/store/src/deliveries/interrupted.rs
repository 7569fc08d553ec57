//! An attempt that ended with the process that made it: nobody knows what became of the mail.

use domain::outbox::{AttemptResult, DeliveryState};
use domain::{OrganisationId, OutboxId};
use sea_orm::sea_query::Query;
use std::collections::BTreeMap;

use super::DueDelivery;
use crate::outbox::redraw;
use crate::sql::{self, NewRow, is, is_among, is_of};
use crate::{StoreError, Tx};

/// Notes in the logs of claimed deliveries that their last attempt was cut short, and that they wait
/// again: what was noted once is not noted at the next claim.
pub async fn record_interrupted(tx: &Tx, cut: &[&DueDelivery], words: &str) -> Result<(), StoreError> {
    let at = tx.now();
    let row = |due: &&DueDelivery| {
        NewRow::default()
            .with("id", tx.new_id::<()>())
            .with("org_id", due.organisation)
            .with("outbox_id", due.mail.outbox_id)
            .with("delivery_id", due.id)
            .with("number", due.attempts)
            .with("at", at)
            .with("result", AttemptResult::Interrupted.as_str())
            .with("words", words)
            .with("tls", false)
            .with("duration_ms", 0_i64)
    };
    sql::insert_often(tx, "attempts", cut.iter().map(row).collect()).await?;
    let mut items = BTreeMap::<OrganisationId, (Vec<_>, Vec<OutboxId>)>::new();
    for due in cut {
        let (deliveries, mails) = items.entry(due.organisation).or_default();
        deliveries.push(due.id);
        mails.push(due.mail.outbox_id);
    }
    for (org, (deliveries, mails)) in items {
        let mut statement = Query::update();
        statement
            .table("deliveries")
            .value("state", DeliveryState::Queued.as_str())
            .and_where(is_of("org_id", org))
            .and_where(is_among("id", &deliveries))
            .and_where(is("state", DeliveryState::Sending.as_str()));
        tx.execute(&statement).await?;
        redraw(tx, org, &mails).await?;
    }
    Ok(())
}
