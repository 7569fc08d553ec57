//! Whose domains are proved.

use domain::OrganisationId;
use domain::sender_domain::SenderDomainState;
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Query, SelectStatement};

use crate::sql::{col, ends, is};
use crate::{Conn, StoreError};

/// Whether another organisation proved a domain that somebody registered, or a name below it, as its own. Index
/// `sender_domains_proved`, whose rows are as many as proved domains.
pub async fn is_proved_by_another(
    conn: &Conn,
    org: OrganisationId,
    registered: &str,
) -> Result<bool, StoreError> {
    Ok(conn.one(&proved_by_others(org, registered)).await?.is_some())
}

/// The same as a question.
pub(crate) fn proved_by_others(org: OrganisationId, registered: &str) -> SelectStatement {
    let states = SenderDomainState::ALL.into_iter().filter(|state| state.signs());
    let below = ends("name", &format!(".{registered}"));
    let mut query = Query::select();
    query
        .expr(Expr::val(1))
        .from("sender_domains")
        .cond_where(Condition::any().add(is("name", registered)).add(below))
        .and_where(col("org_id").ne(org.get()))
        .and_where(col("state").is_in(states.map(SenderDomainState::as_str)))
        .and_where(col("archived_at").is_null())
        .limit(1);
    query
}
