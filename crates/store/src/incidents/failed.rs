//! What failed for an incident, and nobody has seen to since.

use domain::outbox::DeliveryState;
use domain::{IncidentId, OrganisationId, OutboxId};
use sea_orm::sea_query::{Expr, ExprTrait, Func, IntoTableRef, Order, Query, SelectStatement};

use crate::sql::{col, is, joined};
use crate::{Conn, Count, StoreError};

/// Mails that failed are counted up to this.
const COUNTED_MAX: u64 = 1_000;
/// Refusals of an incident that are looked at to count them.
const LOOKED_AT_MAX: u64 = 10_000;

/// How many mails [`list_failed`] finds, counted up to 1,000 among the first 10,000 refusals.
pub async fn count_failed(conn: &Conn, org: OrganisationId, id: IncidentId) -> Result<Count, StoreError> {
    let found = list_failed(conn, org, id, (LOOKED_AT_MAX, COUNTED_MAX + 1)).await?.len() as u64;
    Ok(Count { count: Ord::min(found, COUNTED_MAX), more: found > COUNTED_MAX })
}

/// Mails that failed for an incident at the address that was refused and have not been sent again: at most so many of its
/// refusals, and so many of the mails. Neither what is in the bin or stopped, which is not sent again, nor what its author has
/// seen to: his case was written in since. Indexes `returns_by_incident` and `deliveries_by_item`.
pub async fn list_failed(
    conn: &Conn,
    org: OrganisationId,
    id: IncidentId,
    bounds: (u64, u64),
) -> Result<Vec<OutboxId>, StoreError> {
    conn.all(&failed(org, id, bounds)).await?.iter().map(|row| row.id("outbox_id")).collect()
}

pub(crate) fn failed(
    org: OrganisationId,
    id: IncidentId,
    (refusals_max, limit): (u64, u64),
) -> SelectStatement {
    // Before anything is joined to them: there may be as many as a mailing has recipients.
    let mut refused = Query::select();
    refused
        .columns(["org_id", "outbox_id", "address"])
        .from("returns")
        .and_where(is("org_id", org))
        .and_where(is("incident_id", id))
        .limit(refusals_max);
    let mut query = Query::select();
    query
        .distinct()
        .column(("r", "outbox_id"))
        .from_subquery(refused, "r")
        .inner_join(
            "deliveries".into_table_ref().alias("d"),
            joined("d.outbox_id", "r.outbox_id", ("d.org_id", "r.org_id")),
        )
        .inner_join(
            "outbox".into_table_ref().alias("o"),
            joined("o.id", "r.outbox_id", ("o.org_id", "r.org_id")),
        )
        .and_where(is("d.state", DeliveryState::Failed.as_str()))
        .and_where(Expr::from(Func::lower(col("d.recipient"))).eq(Func::lower(col("r.address"))))
        .and_where(col("o.deleted_at").is_null())
        .and_where(col("o.held_at").is_null())
        .and_where(Expr::exists(written_since()).not())
        .order_by(("r", "outbox_id"), Order::Asc)
        .limit(limit);
    query
}

/// What was sent in the case of a return's mail behind it. Indexes `case_messages_by_outbox` and `case_messages_by_case`.
fn written_since() -> SelectStatement {
    let mut query = Query::select();
    query
        .expr(Expr::val(1))
        .from_as("case_messages", "m")
        .inner_join(
            "case_messages".into_table_ref().alias("n"),
            joined("n.case_id", "m.case_id", ("n.org_id", "m.org_id")),
        )
        .and_where(joined("m.outbox_id", "r.outbox_id", ("m.org_id", "r.org_id")))
        // Written so that no index serves it: SQLite would begin at all that the organisation ever sent, once for each.
        .and_where(Expr::cust("+n.outbox_id").is_not_null())
        .and_where(col("n.id").gt(col("m.id")));
    query
}
