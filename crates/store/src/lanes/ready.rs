//! What is put in order before a claim looks into the lanes.

use std::collections::{BTreeMap, BTreeSet};

use domain::outbox::Stream;
use domain::{EmailAddress, Id, OrganisationId, OutboxId, Timestamp};
use sea_orm::sea_query::{ExprTrait, LockBehavior, LockType, Order, Query};

use super::take::due_lanes;
use super::{STOPPED_MS, wake};
use crate::row::Columns;
use crate::sql::{Stored, col, filled_up, is};
use crate::{StoreError, Tx};

/// Lanes of organisations whose mail is stopped that are set aside at a time.
const HELD_MAX: u64 = 20_000;
/// Deliveries without a lane that are given one at a time.
const ADOPTED_MAX: u64 = 256;

/// Sets aside what is due of organisations whose mail is stopped, for a while and all at once, so that nobody else's mail
/// stands behind it. Index `lanes_due_by_organisation`.
pub(super) async fn hold_stopped(
    tx: &Tx,
    stopped: &BTreeSet<OrganisationId>,
    now: Timestamp,
) -> Result<(), StoreError> {
    if stopped.is_empty() {
        return Ok(());
    }
    let stopped: Vec<_> = stopped.iter().map(|organisation| organisation.get()).collect();
    for stream in Stream::ALL {
        let mut due = due_lanes(stream, None, (now, HELD_MAX));
        due.clear_selects().column("id").and_where(col("org_id").is_in(filled_up(&stopped)));
        let mut statement = Query::update();
        statement
            .table("lanes")
            .value("next_at", now.plus_millis(STOPPED_MS).stored())
            .and_where(col("id").in_subquery(due));
        tx.execute(&statement).await?;
    }
    Ok(())
}

/// Gives a lane to deliveries that a program queued which knows none. Index `deliveries_without_lane`.
pub(super) async fn adopt(tx: &Tx) -> Result<(), StoreError> {
    let mut query = Query::select();
    query
        .columns(["id", "org_id", "outbox_id", "recipient"])
        .from("deliveries")
        .and_where(is("domain", ""))
        .and_where(col("due_at").is_not_null())
        .order_by("due_at", Order::Asc)
        .limit(ADOPTED_MAX)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    let mut items = BTreeMap::<OrganisationId, Vec<OutboxId>>::new();
    for row in tx.returning(&query).await? {
        let recipient: EmailAddress = row.parsed(Columns("deliveries").at("recipient"))?;
        let (organisation, id): (OrganisationId, Id<()>) = (row.id("org_id")?, row.id("id")?);
        let mut statement = crate::sql::update("deliveries", organisation, id);
        statement.value("domain", recipient.domain());
        tx.execute_unawaited(&statement).await?;
        items.entry(organisation).or_default().push(row.id("outbox_id")?);
    }
    for (organisation, items) in items {
        // A lane without a domain has the number of a delivery that is adopted here, and would be in the way.
        let mut nameless = Query::delete();
        nameless.from_table("lanes").and_where(is("org_id", organisation)).and_where(is("domain", ""));
        tx.execute_unawaited(&nameless).await?;
        wake(tx, organisation, &items).await?;
    }
    Ok(())
}
