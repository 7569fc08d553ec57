//! The status that cases of a kind are given when nobody chooses another: one that an organisation marked, or
//! else the kind's own, which stays what a case without any shows.

use domain::audit::AuditKind;
use domain::case::CaseStatus;
use domain::{OrganisationId, StatusId};
use sea_orm::sea_query::{Expr, ExprTrait, Order, Query};

use super::{StatusRow, read, select};
use crate::sql::{is, update};
use crate::{Conn, StoreError, Tx, audit};

/// The usual status of a kind; `None` for a kind that nobody works on. Indexes `statuses_usual` and
/// `statuses_default`.
pub async fn usual(
    conn: &Conn,
    org: OrganisationId,
    kind: CaseStatus,
) -> Result<Option<StatusRow>, StoreError> {
    let mut query = select(org);
    query
        .and_where(is("kind", kind.as_str()))
        .and_where(Expr::cust("is_usual").or(Expr::cust("is_default")))
        // The marked one first.
        .order_by_expr(Expr::cust("CASE WHEN is_usual THEN 0 ELSE 1 END"), Order::Asc)
        .limit(1);
    let found = conn.one(&query).await?.map(|row| read(&row)).transpose()?;
    Ok(found.map(|row| StatusRow { is_usual: true, ..row }))
}

/// What is written beside a kind that nobody chose a status of: nothing where the kind's own is the usual one.
pub(crate) async fn beside(
    conn: &Conn,
    org: OrganisationId,
    kind: CaseStatus,
) -> Result<Option<StatusId>, StoreError> {
    if !kind.is_living() {
        return Ok(None);
    }
    Ok(usual(conn, org, kind).await?.filter(|row| !row.is_default).map(|row| row.id))
}

/// Makes it the usual one of its kind; cases stay as they are.
pub async fn make_usual(tx: &Tx, org: OrganisationId, row: &StatusRow) -> Result<(), StoreError> {
    super::lock(tx, org).await?;
    for other in super::list(tx, org).await?.iter().filter(|other| other.kind == row.kind) {
        audit::watch_one(tx, org, (AuditKind::Status, other.id)).await?;
    }
    let mut before = Query::update();
    before.table("statuses").value("is_usual", false).and_where(is("org_id", org));
    before.and_where(is("kind", row.kind.as_str())).and_where(Expr::cust("is_usual"));
    tx.execute(&before).await?;
    if !row.is_default {
        let mut statement = update("statuses", org, row.id);
        statement.value("is_usual", true);
        tx.execute(&statement).await?;
    }
    Ok(())
}

/// Marks those of a list that are usual without a mark.
pub(super) fn mark(rows: &mut [StatusRow]) {
    let marked: Vec<CaseStatus> = rows.iter().filter(|row| row.is_usual).map(|row| row.kind).collect();
    for row in rows.iter_mut().filter(|row| row.is_default) {
        row.is_usual = !marked.contains(&row.kind);
    }
}
