//! Roles: named sets of rights. Tables `roles`, `role_rights`.

use std::collections::BTreeMap;

use domain::audit::AuditKind;
use domain::org::{Right, Rights};
use domain::{OrganisationId, RoleId};
use sea_orm::sea_query::{Expr, Order, Query};

use crate::row::{Columns, Row};
use crate::sql::{self, NewRow, col, is, joined, sort_key};
use crate::{Conn, StoreError, Tx, audit};

/// One role.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RoleRow {
    /// The id.
    pub id: RoleId,
    /// The name.
    pub name: String,
    /// What it allows.
    pub rights: Rights,
    /// How many users have it.
    pub users: u64,
}

/// All roles, by name.
pub async fn list(conn: &Conn, org: OrganisationId) -> Result<Vec<RoleRow>, StoreError> {
    roles(conn, org, None).await
}

/// The role with this id.
pub async fn find(conn: &Conn, org: OrganisationId, id: RoleId) -> Result<Option<RoleRow>, StoreError> {
    Ok(roles(conn, org, Some(id)).await?.into_iter().next())
}

/// Makes a role; [`StoreError::Duplicate`] when the name is taken.
pub async fn insert(tx: &Tx, org: OrganisationId, name: &str, rights: &Rights) -> Result<RoleId, StoreError> {
    let id = tx.new_id();
    audit::watch_one(tx, org, (AuditKind::Role, id)).await?;
    let row = NewRow::default()
        .with("id", id)
        .with("org_id", org)
        .with("name", name)
        .with("name_key", sort_key(name));
    tx.execute(&sql::insert("roles", [row])).await?;
    set_rights(tx, org, id, rights).await?;
    Ok(id)
}

/// Changes a role; `None` leaves the name or the rights. `false` when there is no such role.
pub async fn update(
    tx: &Tx,
    org: OrganisationId,
    id: RoleId,
    name: Option<&str>,
    rights: Option<&Rights>,
) -> Result<bool, StoreError> {
    audit::watch_one(tx, org, (AuditKind::Role, id)).await?;
    let mut statement = sql::update("roles", org, id);
    match name {
        Some(name) => statement.value("name", name).value("name_key", sort_key(name)),
        None => statement.value("name", col("name")),
    };
    if tx.execute(&statement).await? == 0 {
        return Ok(false);
    }
    if let Some(rights) = rights {
        set_rights(tx, org, id, rights).await?;
    }
    Ok(true)
}

/// Removes a role, also from its users; `false` when there is no such role.
pub async fn delete(tx: &Tx, org: OrganisationId, id: RoleId) -> Result<bool, StoreError> {
    audit::watch_one(tx, org, (AuditKind::Role, id)).await?;
    for table in ["user_roles", "role_rights"] {
        let mut statement = Query::delete();
        statement.from_table(table).and_where(is("org_id", org)).and_where(is("role_id", id));
        tx.execute(&statement).await?;
    }
    let mut statement = Query::delete();
    statement.from_table("roles").and_where(is("org_id", org)).and_where(is("id", id));
    Ok(tx.execute(&statement).await? == 1)
}

async fn roles(conn: &Conn, org: OrganisationId, only: Option<RoleId>) -> Result<Vec<RoleRow>, StoreError> {
    let mut holders = Query::select();
    holders.expr(Expr::cust("COUNT(*)")).from_as("user_roles", "u");
    holders.and_where(joined("u.role_id", "r.id", ("u.org_id", "r.org_id")));
    let mut query = Query::select();
    query
        .columns([("r", "id"), ("r", "name")])
        .expr_as(holders, "users")
        .from_as("roles", "r")
        .and_where(is("r.org_id", org))
        .order_by(("r", "name_key"), Order::Asc);
    if let Some(id) = only {
        query.and_where(is("r.id", id));
    }
    let mut rights = rights_of_roles(conn, org).await?;
    let read = |row: &Row| {
        let id = row.id("id")?;
        let users = row.small(Columns("roles").at("users"))?;
        Ok(RoleRow { id, name: row.text("name")?, rights: rights.remove(&id).unwrap_or_default(), users })
    };
    conn.all(&query).await?.iter().map(read).collect()
}

async fn rights_of_roles(conn: &Conn, org: OrganisationId) -> Result<BTreeMap<RoleId, Rights>, StoreError> {
    let mut query = Query::select();
    query.columns(["role_id", "right_name"]).from("role_rights").and_where(is("org_id", org));
    let mut rights = BTreeMap::<RoleId, Rights>::new();
    for row in conn.all(&query).await? {
        // A right that a newer version gave is nobody's in this one.
        if let Ok(right) = row.text("right_name")?.parse() {
            rights.entry(row.id("role_id")?).or_default().insert(right);
        }
    }
    Ok(rights)
}

async fn set_rights(tx: &Tx, org: OrganisationId, id: RoleId, rights: &Rights) -> Result<(), StoreError> {
    let mut statement = Query::delete();
    statement.from_table("role_rights").and_where(is("org_id", org)).and_where(is("role_id", id));
    tx.execute(&statement).await?;
    if rights.is_empty() {
        return Ok(());
    }
    let row = |right: &Right| {
        NewRow::default().with("org_id", org).with("role_id", id).with("right_name", right.as_str())
    };
    tx.execute(&sql::insert("role_rights", rights.iter().map(row))).await?;
    Ok(())
}
