//! Cases that go on in another one: the customer answered, and their status says that this begins a new case.

use domain::{CaseId, OrganisationId};
use sea_orm::sea_query::Query;

use crate::sql::{self, Stored, is};
use crate::{Conn, StoreError, Tx};

/// The case that the last answer to this one began; `None` when there is none.
pub async fn continued_in(
    conn: &Conn,
    org: OrganisationId,
    id: CaseId,
) -> Result<Option<CaseId>, StoreError> {
    let mut query = Query::select();
    query.column("continued_in").from("cases").and_where(is("org_id", org)).and_where(is("id", id));
    conn.one(&query).await?.map_or(Ok(None), |row| row.id_or_none("continued_in"))
}

/// Notes that an answer to this case began another one, which the caller knows to be there.
pub async fn continue_in(
    tx: &Tx,
    org: OrganisationId,
    (id, next): (CaseId, CaseId),
) -> Result<(), StoreError> {
    let mut statement = sql::update("cases", org, id);
    statement.value("continued_in", next.stored());
    tx.execute(&statement).await?;
    Ok(())
}
