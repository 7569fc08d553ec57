//! Where a case stands: the little that decides who takes it and by when.

use domain::{CaseId, CategoryId, OrganisationId, PriorityId, Timestamp, UserId};
use sea_orm::sea_query::Query;

use crate::sql::is;
use crate::{Conn, StoreError};

/// Whose a case is, without what a page shows of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Standing {
    /// The category.
    pub category_id: Option<CategoryId>,
    /// The priority.
    pub priority_id: Option<PriorityId>,
    /// The owner.
    pub owner_id: Option<UserId>,
    /// When it began.
    pub created_at: Timestamp,
}

/// Where this case stands.
pub async fn find_standing(
    conn: &Conn,
    org: OrganisationId,
    id: CaseId,
) -> Result<Option<Standing>, StoreError> {
    let mut query = Query::select();
    query
        .columns(["category_id", "priority_id", "owner_id", "created_at"])
        .from("cases")
        .and_where(is("org_id", org))
        .and_where(is("id", id));
    let Some(row) = conn.one(&query).await? else { return Ok(None) };
    Ok(Some(Standing {
        category_id: row.id_or_none("category_id")?,
        priority_id: row.id_or_none("priority_id")?,
        owner_id: row.id_or_none("owner_id")?,
        created_at: row.at("created_at")?,
    }))
}
