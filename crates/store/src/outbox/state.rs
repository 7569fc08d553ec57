//! An item's state, drawn together from its deliveries.

use domain::outbox::DeliveryState;
use domain::{CaseId, OrganisationId, OutboxId};
use sea_orm::DbBackend;
use sea_orm::sea_query::{Expr, LockType, Order, Query};

use crate::events::{self, Change};
use crate::row::{Columns, Row};
use crate::sql::{is_among, is_of};
use crate::{StoreError, Tx};

/// An outbox item after some of its deliveries changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ItemState {
    /// The tenant.
    pub organisation: OrganisationId,
    /// The item.
    pub outbox_id: OutboxId,
    /// Its state.
    pub state: DeliveryState,
    /// The case it belongs to.
    pub case_id: Option<CaseId>,
}

/// Sending if any delivery is, else queued, else failed, else sent. A copy that nobody asked for fails nothing.
const STATE: &str = "CASE \
    WHEN EXISTS (SELECT 1 FROM deliveries d WHERE d.org_id = outbox.org_id AND d.outbox_id = outbox.id AND d.state = 'sending') THEN 'sending' \
    WHEN EXISTS (SELECT 1 FROM deliveries d WHERE d.org_id = outbox.org_id AND d.outbox_id = outbox.id AND d.state = 'queued') THEN 'queued' \
    WHEN EXISTS (SELECT 1 FROM deliveries d WHERE d.org_id = outbox.org_id AND d.outbox_id = outbox.id AND d.state = 'failed' AND NOT d.unasked) THEN 'failed' \
    ELSE 'sent' END";
const ATTEMPTS: &str = "(SELECT COALESCE(MAX(d.attempts), 0) FROM deliveries d WHERE d.org_id = outbox.org_id AND d.outbox_id = outbox.id)";
const NEXT_ATTEMPT: &str = "(SELECT MIN(d.next_attempt_at) FROM deliveries d WHERE d.org_id = outbox.org_id AND d.outbox_id = outbox.id)";

/// What was said last of those who decide the state: beside a mail that waits stands why, and not what another recipient of it
/// came to. Read from the end of `attempts_by_item`, each delivery by its id: of a join `SQLite` would begin anywhere.
fn last(column: &str) -> String {
    let of = |states: &str| {
        format!(
            "(SELECT a.{column} FROM attempts a WHERE a.org_id = outbox.org_id AND a.outbox_id = outbox.id \
             AND (SELECT d.state FROM deliveries d WHERE d.id = a.delivery_id AND +d.org_id = a.org_id \
             AND NOT (d.unasked AND d.state = 'failed')) IN ({states}) \
             ORDER BY a.id DESC LIMIT 1)"
        )
    };
    let any = |states: &str| {
        format!(
            "EXISTS (SELECT 1 FROM deliveries d WHERE d.org_id = outbox.org_id AND d.outbox_id = outbox.id \
             AND d.state IN ({states}) AND NOT (d.unasked AND d.state = 'failed'))"
        )
    };
    let (waiting, failed, sent) = ("'sending', 'queued'", "'failed'", "'sent'");
    format!(
        "CASE WHEN {} THEN {} WHEN {} THEN {} ELSE {} END",
        any(waiting),
        of(waiting),
        any(failed),
        of(failed),
        of(sent)
    )
}

/// Draws these items anew and tells that they changed. Indexes `deliveries_by_item` and
/// `attempts_by_item`.
pub(crate) async fn redraw(
    tx: &Tx,
    org: OrganisationId,
    ids: &[OutboxId],
) -> Result<Vec<ItemState>, StoreError> {
    lock(tx, org, ids).await?;
    let mut statement = Query::update();
    statement
        .table("outbox")
        .value("state", Expr::cust(STATE))
        .value("attempts", Expr::cust(ATTEMPTS))
        .value("next_attempt_at", Expr::cust(NEXT_ATTEMPT))
        .value("last_words", Expr::cust(last("words")))
        .value("held_back", Expr::cust(last("held_back")))
        .and_where(is_of("org_id", org))
        .and_where(is_among("id", ids))
        .returning(Query::returning().columns(["id", "state", "case_id"]));
    let read = |row: &Row| {
        let (outbox_id, case_id) = (row.id("id")?, row.id_or_none("case_id")?);
        let state = row.parsed(Columns("outbox").at("state"))?;
        events::insert(tx, org, Change::outbox(outbox_id));
        Ok(ItemState { organisation: org, outbox_id, state, case_id })
    };
    tx.returning(&statement).await?.iter().map(read).collect()
}

/// Draws items of which a delivery is being sent from here on; what was said last stays.
pub(crate) async fn redraw_sending(tx: &Tx, org: OrganisationId, ids: &[OutboxId]) -> Result<(), StoreError> {
    lock(tx, org, ids).await?;
    let mut statement = Query::update();
    statement
        .table("outbox")
        .value("state", DeliveryState::Sending.as_str())
        .value("attempts", Expr::cust(ATTEMPTS))
        .value("next_attempt_at", Expr::cust(NEXT_ATTEMPT))
        .and_where(is_of("org_id", org))
        .and_where(is_among("id", ids));
    tx.execute(&statement).await?;
    ids.iter().for_each(|id| events::insert(tx, org, Change::outbox(*id)));
    Ok(())
}

/// On `PostgreSQL` a statement sees the deliveries as they were when it began. If it began before
/// another worker's commit and then waited for that worker's row, it would draw the item from the
/// past; the lock makes it begin after. In the order of the ids, so that none waits in a circle.
async fn lock(tx: &Tx, org: OrganisationId, ids: &[OutboxId]) -> Result<(), StoreError> {
    if matches!(tx.backend(), DbBackend::Postgres) {
        let mut query = Query::select();
        query.column("id").from("outbox").and_where(is_of("org_id", org)).and_where(is_among("id", ids));
        query.order_by("id", Order::Asc).lock(LockType::Update);
        tx.returning(&query).await?;
    }
    Ok(())
}
