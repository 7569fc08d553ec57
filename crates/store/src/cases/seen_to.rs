//! Who has seen to a case's failed delivery, and which addresses its customer had before.

use std::collections::BTreeMap;

use domain::{CaseId, OrganisationId, Timestamp, UserId};
use sea_orm::sea_query::{Expr, ExprTrait, Query, UpdateStatement};

use super::merges::with_merged;
use crate::row::Columns;
use crate::sql::{Stored, col, is, is_among};
use crate::{Conn, StoreError};

/// Sets or takes off the mark of a failed delivery with a statement that changes a case. Who takes off one that is there has seen it.
pub(super) fn mark(statement: &mut UpdateStatement, failed: bool, by: Option<UserId>) {
    statement.value("delivery_failed", failed);
    if failed {
        statement.value("failure_seen_by", None::<i64>);
    } else {
        // As it is before the statement.
        let seen_by = Expr::case(is("delivery_failed", true), by.stored()).finally(col("failure_seen_by"));
        statement.value("failure_seen_by", seen_by);
    }
}

/// Who took the mark of a failed delivery off a case, since it failed last; `None` where nobody did.
pub async fn failure_seen_by(
    conn: &Conn,
    org: OrganisationId,
    case: CaseId,
) -> Result<Option<UserId>, StoreError> {
    let mut query = Query::select();
    query.column("failure_seen_by").from("cases").and_where(is("org_id", org)).and_where(is("id", case));
    conn.one(&query).await?.map_or(Ok(None), |row| row.id_or_none("failure_seen_by"))
}

/// The addresses that a case's customer had until somebody gave him another one, and those of others that were corrected,
/// since an instant; those of cases that went into it among them. Indexes `case_log_by_case` and `case_merges_by_survivor`.
pub async fn former_customers(
    conn: &Conn,
    org: OrganisationId,
    case: CaseId,
    since: Timestamp,
) -> Result<Vec<String>, StoreError> {
    let cases = with_merged(conn, org, case).await?;
    let mut query = Query::select();
    query
        .column("params")
        .from("case_log")
        .and_where(is("org_id", org))
        .and_where(is_among("case_id", &cases))
        .and_where(col("what").is_in(["customer", "corrected"]))
        .and_where(col("at").gte(since.stored()));
    let mut found = Vec::new();
    for row in conn.all(&query).await? {
        let mut params: BTreeMap<String, String> = row.json(Columns("case_log").at("params"))?;
        found.extend(params.remove("from"));
    }
    Ok(found)
}
