//! The cases of one mailbox.

use domain::case::CaseStatus;
use domain::{MailboxId, OrganisationId};
use sea_orm::sea_query::{ExprTrait, Query};

use crate::row::Columns;
use crate::sql::{col, is};
use crate::{Conn, StoreError};

/// How many cases of a mailbox are open or wait. Index `cases_by_mailbox`.
pub async fn count_open_of_mailbox(
    conn: &Conn,
    org: OrganisationId,
    mailbox: MailboxId,
) -> Result<u64, StoreError> {
    let mut query = Query::select();
    query
        .expr_as(col("id").count(), "open_cases")
        .from("cases")
        .and_where(is("org_id", org))
        .and_where(is("mailbox_id", mailbox))
        .and_where(col("status").is_in([CaseStatus::Open, CaseStatus::Waiting].map(CaseStatus::as_str)));
    conn.one(&query).await?.map_or(Ok(0), |row| row.small(Columns("cases").at("open_cases")))
}
