//! The facts by which a mail is matched to a case.

use domain::{CaseId, OrganisationId};
use sea_orm::sea_query::{ExprTrait, IntoTableRef, Query};

use crate::row::Row;
use crate::sql::{IN_VALUES_MAX, col, is, joined};
use crate::{Conn, StoreError};

/// A case that a mail may belong to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CaseRef {
    /// The case.
    pub id: CaseId,
    /// Its number.
    pub number: i64,
    /// The Message-ID that led to it, where one did.
    pub message_id: Option<String>,
}

/// The cases that have a message with one of these Message-IDs (without brackets), one entry per
/// id found, in the order given.
pub async fn find_by_message_ids(
    conn: &Conn,
    org: OrganisationId,
    message_ids: &[String],
) -> Result<Vec<CaseRef>, StoreError> {
    let mut query = Query::select();
    query
        .columns([("c", "id"), ("c", "number"), ("m", "message_id")])
        .from_as("message_ids", "m")
        .inner_join(
            "cases".into_table_ref().alias("c"),
            joined("c.id", "m.case_id", ("c.org_id", "m.org_id")),
        )
        .and_where(is("m.org_id", org))
        .and_where(col("m.message_id").is_in(message_ids.iter().take(IN_VALUES_MAX).map(String::as_str)));
    let mut found = conn.all(&query).await?.iter().map(read).collect::<Result<Vec<_>, StoreError>>()?;
    let place = |case: &CaseRef| message_ids.iter().position(|id| Some(id) == case.message_id.as_ref());
    found.sort_by_cached_key(|case| (place(case), case.id));
    Ok(found)
}

/// The case with this number.
pub async fn find_by_number(
    conn: &Conn,
    org: OrganisationId,
    number: i64,
) -> Result<Option<CaseRef>, StoreError> {
    let mut query = Query::select();
    query
        .columns(["id", "number"])
        .from("cases")
        .and_where(is("org_id", org))
        .and_where(is("number", number));
    let found = conn.one(&query).await?;
    found
        .map(|row| Ok(CaseRef { id: row.id("id")?, number: row.number("number")?, message_id: None }))
        .transpose()
}

fn read(row: &Row) -> Result<CaseRef, StoreError> {
    Ok(CaseRef {
        id: row.id("id")?,
        number: row.number("number")?,
        message_id: row.text_or_none("message_id")?,
    })
}
