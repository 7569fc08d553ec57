//! Whose domains are proved.

use domain::OrganisationId;
use domain::sender_domain::SenderDomainState;
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Query, SelectStatement};

use crate::sql::{col, ends, is};
use crate::{Conn, StoreError};

/// Whether another organisation, and not this one, proved a domain that somebody registered, or a name below it, as its
/// own. What a name ends in is sought nowhere, so the whole of the index `sender_domains_proved` is read, and no table:
/// one entry for each sender domain of the installation that is not archived, proved or not.
pub async fn is_proved_by_another(
    conn: &Conn,
    org: OrganisationId,
    registered: &str,
) -> Result<bool, StoreError> {
    let others = conn.one(&proved((org, false), registered)).await?.is_some();
    Ok(others && conn.one(&proved((org, true), registered)).await?.is_none())
}

/// Whether another organisation proved one of these very names as its own: anybody can write down any name, and whoever
/// proved nothing takes nothing from whom proved the domain above it. Index `sender_domains_proved`.
pub async fn is_anothers(conn: &Conn, org: OrganisationId, names: &[&str]) -> Result<bool, StoreError> {
    Ok(conn.one(&anothers(org, names)).await?.is_some())
}

/// One such entry.
pub(crate) fn anothers(org: OrganisationId, names: &[&str]) -> SelectStatement {
    let mut query = Query::select();
    query
        .expr(Expr::val(1))
        .from("sender_domains")
        .and_where(col("name").is_in(names.iter().copied()))
        .and_where(col("org_id").ne(org.get()))
        .and_where(is_proved())
        .and_where(col("archived_at").is_null())
        .limit(1);
    query
}

fn is_proved() -> Expr {
    let states = SenderDomainState::ALL.into_iter().filter(|state| state.signs());
    col("state").is_in(states.map(SenderDomainState::as_str))
}

/// One proof of such a domain: of this organisation, or of another.
pub(crate) fn proved((org, is_own): (OrganisationId, bool), registered: &str) -> SelectStatement {
    let below = ends("name", &format!(".{registered}"));
    let mut query = Query::select();
    query
        .expr(Expr::val(1))
        .from("sender_domains")
        .cond_where(Condition::any().add(is("name", registered)).add(below))
        .and_where(if is_own { col("org_id").eq(org.get()) } else { col("org_id").ne(org.get()) })
        .and_where(is_proved())
        .and_where(col("archived_at").is_null())
        .limit(1);
    query
}
