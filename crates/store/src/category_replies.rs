//! Categories that have a receipt of their own, or none. Table `category_replies`.

use domain::audit::AuditKind;
use domain::{CategoryId, OrganisationId, TemplateId};
use sea_orm::sea_query::{Order, Query};

use crate::row::Row;
use crate::sql::{self, NewRow, is};
use crate::{Conn, StoreError, Tx, audit};

/// What a category has in the place of its mailbox's receipt.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CategoryReply {
    /// The category.
    pub category_id: CategoryId,
    /// Its template; none where it has no receipt.
    pub template_id: Option<TemplateId>,
}

/// All that have something of their own.
pub async fn list(conn: &Conn, org: OrganisationId) -> Result<Vec<CategoryReply>, StoreError> {
    let mut query = Query::select();
    query
        .columns(["category_id", "template_id"])
        .from("category_replies")
        .and_where(is("org_id", org))
        .order_by("category_id", Order::Asc);
    conn.all(&query).await?.iter().map(read).collect()
}

/// What this category has of its own.
pub async fn find(
    conn: &Conn,
    org: OrganisationId,
    category: CategoryId,
) -> Result<Option<CategoryReply>, StoreError> {
    let mut query = Query::select();
    query
        .columns(["category_id", "template_id"])
        .from("category_replies")
        .and_where(is("org_id", org))
        .and_where(is("category_id", category));
    conn.one(&query).await?.map(|row| read(&row)).transpose()
}

/// Replaces all of them.
pub async fn put(tx: &Tx, org: OrganisationId, replies: &[CategoryReply]) -> Result<(), StoreError> {
    let before = list(tx, org).await?;
    for reply in before.iter().chain(replies) {
        audit::watch_one(tx, org, (AuditKind::Category, reply.category_id)).await?;
    }
    let mut statement = Query::delete();
    statement.from_table("category_replies").and_where(is("org_id", org));
    tx.execute(&statement).await?;
    let row = |reply: &CategoryReply| {
        NewRow::default()
            .with("org_id", org)
            .with("category_id", reply.category_id)
            .with("template_id", reply.template_id)
    };
    for replies in replies.chunks(sql::INSERT_ROWS_MAX) {
        tx.execute(&sql::insert("category_replies", replies.iter().map(row))).await?;
    }
    Ok(())
}

fn read(row: &Row) -> Result<CategoryReply, StoreError> {
    Ok(CategoryReply { category_id: row.id("category_id")?, template_id: row.id_or_none("template_id")? })
}
