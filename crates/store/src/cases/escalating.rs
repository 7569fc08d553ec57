//! How far cases have come on the levels of their priority, and when they are looked at next.
//!
//! `escalate_at` says when: at once after whatever may have moved the next level, so that only the worker,
//! which knows office hours, counts when that is.

use domain::case::CaseStatus;
use domain::{CaseId, OrganisationId, PriorityId, Timestamp};
use sea_orm::sea_query::{ExprTrait, LockBehavior, LockType, Order, Query, SelectStatement, UpdateStatement};

use super::CaseRow;
use crate::row::Columns;
use crate::sql::{self, Stored, col, is, is_among, is_of, same};
use crate::{StoreError, Tx};

/// A case that is to be looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Escalating {
    /// The tenant.
    pub organisation: OrganisationId,
    /// The case.
    pub case: CaseId,
    /// How many levels are done.
    pub level: u32,
    /// What levels are counted from where there is no deadline.
    pub from: Timestamp,
    /// The deadline.
    pub due_at: Option<Timestamp>,
    /// Its status.
    pub status: CaseStatus,
    /// Its priority.
    pub priority_id: Option<PriorityId>,
    /// When it was to be looked at.
    escalate_at: Timestamp,
}

/// The case of any organisation that is to be looked at first; two who ask at the same time get different ones.
/// Index `cases_escalating`.
pub async fn find_escalating(tx: &Tx, now: Timestamp) -> Result<Option<Escalating>, StoreError> {
    let Some(row) = tx.one(&due(now)).await? else { return Ok(None) };
    let table = Columns("cases");
    let from = row.at_or_none("escalation_from")?;
    Ok(Some(Escalating {
        organisation: row.id("org_id")?,
        case: row.id("id")?,
        level: row.small(table.at("escalation_level"))?,
        from: from.map_or_else(|| row.at("created_at"), Ok)?,
        due_at: row.at_or_none("due_at")?,
        status: row.parsed(table.at("status"))?,
        priority_id: row.id_or_none("priority_id")?,
        escalate_at: row.at("escalate_at")?,
    }))
}

pub(crate) fn due(now: Timestamp) -> SelectStatement {
    let mut query = Query::select();
    query
        .columns(["id", "org_id", "status", "priority_id", "created_at", "due_at"])
        .columns(["escalate_at", "escalation_level", "escalation_from"])
        .from("cases")
        .and_where(col("escalate_at").lte(now.stored()))
        .order_by("escalate_at", Order::Asc)
        .limit(1)
        // Written for PostgreSQL alone; SQLite has one writer.
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    query
}

/// Notes how many levels are done and when the case is looked at next; `false` when somebody else did so
/// since it was found, and nothing is to be done.
pub async fn record_escalation(
    tx: &Tx,
    found: &Escalating,
    (level, next): (u32, Option<Timestamp>),
) -> Result<bool, StoreError> {
    let mut statement = sql::update("cases", found.organisation, found.case);
    statement
        .value("escalation_level", level.stored())
        .value("escalate_at", next.stored())
        .and_where(is("escalation_level", found.level))
        .and_where(is("escalate_at", found.escalate_at));
    Ok(tx.execute(&statement).await? == 1)
}

/// Begins the levels of a case from an instant on, none of them done.
pub async fn begin_escalation(
    tx: &Tx,
    org: OrganisationId,
    id: CaseId,
    (from, now): (Timestamp, Timestamp),
) -> Result<(), StoreError> {
    let mut statement = sql::update("cases", org, id);
    statement.value("escalation_level", 0_i64).value("escalation_from", from.stored());
    look(&mut statement, now);
    tx.execute_unawaited(&statement).await
}

/// Has the open cases of a priority looked at whose deadline is still to come, since its levels are others.
/// Cases that are late already stay as they are: nobody wants a hundred notices of old work at once.
/// Index `cases_by_due`.
pub async fn plan_escalations(
    tx: &Tx,
    org: OrganisationId,
    priority: PriorityId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let mut statement = Query::update();
    statement
        .table("cases")
        .and_where(is("org_id", org))
        .and_where(is("status", CaseStatus::Open.as_str()))
        .and_where(col("due_at").gt(now.stored()))
        .and_where(is("priority_id", priority));
    look(&mut statement, now);
    tx.execute(&statement).await?;
    Ok(())
}

/// Has those of these cases that are open again looked at.
pub(super) async fn resume(
    tx: &Tx,
    org: OrganisationId,
    ids: &[CaseId],
    now: Timestamp,
) -> Result<(), StoreError> {
    if ids.is_empty() {
        return Ok(());
    }
    let mut statement = Query::update();
    statement.table("cases").and_where(is_of("org_id", org)).and_where(is_among("id", ids));
    look(&mut statement, now);
    tx.execute(&statement).await?;
    Ok(())
}

/// What a change means: closing and waiting stop the levels, a case that opens goes on, one that was closed or
/// has another priority begins anew.
pub(super) async fn follow(
    tx: &Tx,
    org: OrganisationId,
    (before, after): (&CaseRow, &CaseRow),
    now: Timestamp,
) -> Result<(), StoreError> {
    let (was_open, is_open) = (before.status == CaseStatus::Open, after.status == CaseStatus::Open);
    if !is_open {
        if was_open {
            let mut statement = sql::update("cases", org, after.id);
            statement.value("escalate_at", None::<i64>);
            tx.execute_unawaited(&statement).await?;
        }
        return Ok(());
    }
    if before.priority_id != after.priority_id || before.status == CaseStatus::Closed {
        return begin_escalation(tx, org, after.id, (now, now)).await;
    }
    if !was_open || before.due_at != after.due_at {
        return resume(tx, org, &[after.id], now).await;
    }
    Ok(())
}

/// Looked at now, unless the case is not open or its priority has no levels.
fn look(statement: &mut UpdateStatement, now: Timestamp) {
    let mut levels = Query::select();
    levels
        .expr(sea_orm::sea_query::Expr::val(now.stored()))
        .from_as("priorities", "p")
        .and_where(same("p.org_id", "cases.org_id"))
        .and_where(same("p.id", "cases.priority_id"))
        .and_where(is("cases.status", CaseStatus::Open.as_str()))
        .and_where(col("p.deleted_at").is_null())
        .and_where(is("p.levels", "[]").not());
    statement.value("escalate_at", levels);
}
