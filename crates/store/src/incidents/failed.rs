//! What failed for an incident, and nobody has seen to since.

use std::collections::BTreeSet;

use domain::outbox::DeliveryState;
use domain::{IdMaker, IncidentId, OrganisationId, OutboxId, ReturnId};
use sea_orm::sea_query::{Expr, ExprTrait, Func, IntoTableRef, Order, Query, SelectStatement};

use crate::row::Row;
use crate::sql::{self, Stored, col, is, joined};
use crate::{Conn, Count, StoreError, Tx};

/// Mails that failed are counted up to this.
const COUNTED_MAX: u64 = 1_000;
/// After this no transaction that gave a refusal its id is still to be written, on no node, milliseconds.
const WRITTEN_MS: i64 = 10 * 60 * 1000;
/// How long mail in the bin, or stopped, is waited for, milliseconds.
const ASIDE_MS: i64 = 30 * 24 * 3600 * 1000;

/// How far the refusals of an incident are looked through for mails that failed: there may be as many as a mailing has
/// recipients.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Reach {
    /// Refusals that are looked at together.
    pub page: u64,
    /// How often at most.
    pub pages: u32,
}

/// Where a refusal stands among those of its incident: whether it blocked, and which it is. Those that did not come first.
pub type Place = (bool, ReturnId);

/// What failed for a part of the refusals of an incident.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Failed {
    /// The mails.
    pub mails: Vec<OutboxId>,
    /// The last refusal of the part; where there is none, that which it was to begin behind.
    pub until: Option<Place>,
    /// Whether there is none behind it.
    pub is_over: bool,
}

/// How many mails [`list_failed`] finds behind a place in the first page of refusals that has any, counted up to 1,000; that
/// there are more is also said where refusals are left that were not looked at, even of none.
pub async fn count_failed(
    conn: &Conn,
    org: OrganisationId,
    id: IncidentId,
    (reach, behind): (Reach, Option<Place>),
) -> Result<Count, StoreError> {
    let mut walk = Walk::over(org, id, (reach.page, behind));
    for _ in 0..reach.pages {
        let found = walk.next(conn, COUNTED_MAX + 1).await?.len() as u64;
        if found > 0 || walk.is_over {
            let more = found > COUNTED_MAX || !walk.is_over;
            return Ok(Count { count: Ord::min(found, COUNTED_MAX), more });
        }
    }
    Ok(Count { count: 0, more: true })
}

/// Mails that failed for the refusals of an incident behind a place, at the address that was refused, and have not been sent
/// again; as many as there are for the pages that are looked at. Neither what is in the bin or stopped, which is not sent
/// again, nor what its author has seen to: his case was written in since; nor what a copy that nobody asked for alone was
/// refused of.
pub async fn list_failed(
    conn: &Conn,
    org: OrganisationId,
    id: IncidentId,
    (reach, behind): (Reach, Option<Place>),
) -> Result<Failed, StoreError> {
    let mut walk = Walk::over(org, id, (reach.page, behind));
    let mut found = BTreeSet::new();
    for _ in 0..reach.pages {
        if walk.is_over {
            break;
        }
        found.extend(walk.next(conn, reach.page).await?);
    }
    Ok(Failed { mails: found.into_iter().collect(), until: walk.behind, is_over: walk.is_over })
}

/// Notes that what failed for the refusals of an incident that did not block, up to this one, was sent again, so that nobody
/// looks through them any more. Neither those that another node may still write are passed, nor for a month those whose mail is in
/// the bin or stopped: somebody may restore it.
pub async fn record_sent_again(
    tx: &Tx,
    org: OrganisationId,
    id: IncidentId,
    until: ReturnId,
) -> Result<(), StoreError> {
    let before = |ms: i64| IdMaker::lowest(tx.now().plus_millis(-ms));
    let until = Ord::min(until, before(WRITTEN_MS));
    let noted = super::find(tx, org, id).await?.and_then(|row| row.sent_again_to);
    let from = noted.map_or(before(ASIDE_MS), |noted| Ord::max(noted, before(ASIDE_MS)));
    let until = match tx.one(&first_aside(org, id, (from, until))).await? {
        Some(row) => ReturnId::new(row.number("id")? - 1),
        None => until,
    };
    let mut statement = sql::update("return_incidents", org, id);
    statement
        .value("sent_again_to", until.stored())
        .and_where(col("sent_again_to").is_null().or(col("sent_again_to").lt(until.stored())));
    tx.execute(&statement).await?;
    Ok(())
}

/// The first refusal of an incident behind one and up to another that did not block, and whose mail failed and is in the bin or
/// stopped. Indexes `returns_by_incident` and `deliveries_by_item`.
fn first_aside(org: OrganisationId, id: IncidentId, (from, until): (ReturnId, ReturnId)) -> SelectStatement {
    let mut query = Query::select();
    query
        .column(("r", "id"))
        .from_as("returns", "r")
        .inner_join(
            "deliveries".into_table_ref().alias("d"),
            joined("d.outbox_id", "r.outbox_id", ("d.org_id", "r.org_id")),
        )
        .inner_join(
            "outbox".into_table_ref().alias("o"),
            joined("o.id", "r.outbox_id", ("o.org_id", "r.org_id")),
        )
        .and_where(is("r.org_id", org))
        .and_where(is("r.incident_id", id))
        .and_where(is("r.blocked", false))
        .and_where(col("r.id").gt(from.stored()))
        .and_where(col("r.id").lte(until.stored()))
        .and_where(is("d.state", DeliveryState::Failed.as_str()))
        .and_where(is("d.unasked", false))
        .and_where(Expr::from(Func::lower(col("d.recipient"))).eq(Func::lower(col("r.address"))))
        .and_where(col("o.deleted_at").is_not_null().or(col("o.held_at").is_not_null()))
        .order_by(("r", "id"), Order::Asc)
        .limit(1);
    query
}

/// A walk over the refusals of an incident, page by page. Index `returns_by_incident`, in its order.
struct Walk {
    org: OrganisationId,
    id: IncidentId,
    page: u64,
    behind: Option<Place>,
    is_over: bool,
}

impl Walk {
    fn over(org: OrganisationId, id: IncidentId, (page, behind): (u64, Option<Place>)) -> Self {
        Self { org, id, page, behind, is_over: false }
    }

    /// The mails that failed of the next page.
    async fn next(&mut self, conn: &Conn, limit: u64) -> Result<Vec<OutboxId>, StoreError> {
        let full = self.place(conn, (Order::Asc, self.page.saturating_sub(1))).await?;
        self.is_over = full.is_none();
        let until = match full {
            Some(until) => Some(until),
            None => self.place(conn, (Order::Desc, 0)).await?,
        };
        let Some(until) = until else { return Ok(Vec::new()) };
        let mut refused = self.refusals(Some(until));
        // No more than these are joined to anything, whatever the planner knows: the limit keeps them a step of their own.
        refused.columns(["org_id", "outbox_id", "address"]).limit(self.page);
        self.behind = Some(until);
        let rows = conn.all(&failed_of(refused, limit)).await?;
        rows.iter().map(|row| row.id("outbox_id")).collect()
    }

    /// Where that refusal stands that so many of what is left are before, from the beginning or from the end.
    async fn place(&self, conn: &Conn, (order, before): (Order, u64)) -> Result<Option<Place>, StoreError> {
        let mut query = self.refusals(None);
        query
            .columns(["blocked", "id"])
            .order_by("blocked", order.clone())
            .order_by("id", order)
            .offset(before)
            .limit(1);
        let place = |row: Row| Ok::<_, StoreError>((row.flag("blocked")?, row.id("id")?));
        conn.one(&query).await?.map(place).transpose()
    }

    /// Those behind what was looked at, up to this one.
    fn refusals(&self, until: Option<Place>) -> SelectStatement {
        let mut query = Query::select();
        query.from("returns").and_where(is("org_id", self.org)).and_where(is("incident_id", self.id));
        let place = || Expr::tuple([col("blocked"), col("id")]);
        if let Some(behind) = self.behind {
            query.and_where(place().gt(stored(behind)));
        }
        if let Some(until) = until {
            query.and_where(place().lte(stored(until)));
        }
        query
    }
}

/// The first page's statement.
#[cfg(test)]
pub(crate) fn failed(org: OrganisationId, id: IncidentId, (page, limit): (u64, u64)) -> SelectStatement {
    let mut refused = Walk::over(org, id, (page, None)).refusals(None);
    refused.columns(["org_id", "outbox_id", "address"]).limit(page);
    failed_of(refused, limit)
}

fn stored((blocked, id): Place) -> Expr {
    Expr::tuple([Expr::val(blocked.stored()), Expr::val(id.stored())])
}

/// The mails among these refusals that failed. Index `deliveries_by_item`.
fn failed_of(refused: SelectStatement, limit: u64) -> SelectStatement {
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
        .and_where(is("d.unasked", false))
        .and_where(Expr::from(Func::lower(col("d.recipient"))).eq(Func::lower(col("r.address"))))
        .and_where(col("o.deleted_at").is_null())
        .and_where(col("o.held_at").is_null())
        .and_where(Expr::exists(written_since()).not())
        .order_by(("r", "outbox_id"), Order::Asc)
        .limit(limit);
    query
}

/// What an author sent in the case of a return's mail behind it. Indexes `case_messages_by_outbox` and `case_messages_by_case`.
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
        // Both written so that no index serves them: SQLite would begin at all that the organisation ever sent, once for each.
        .and_where(Expr::cust("+n.outbox_id").ne(col("m.outbox_id")))
        // The case's own entries that the mail failed or is late name it too, and an automatic reply sees to nothing.
        .and_where(Expr::cust("+n.author_id").is_not_null())
        .and_where(col("n.id").gt(col("m.id")));
    query
}
