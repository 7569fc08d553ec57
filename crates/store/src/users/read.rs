//! Users looked up one by one, and what they may do.

use std::collections::{BTreeMap, BTreeSet};

use domain::org::{Actor, Right, Rights};
use domain::{CategoryId, EmailAddress, Id, OrganisationId, UserId};
use sea_orm::sea_query::{ExprTrait, IntoTableRef, Order, Query, SelectStatement};

use super::{CATEGORIES, Credentials, Pairs, ROLES, TABLE, UserRow};
use crate::row::Row;
use crate::sql::{IN_VALUES_MAX, col, is, is_among, is_of, same};
use crate::{Conn, StoreError};

/// The user with this id.
pub async fn find(conn: &Conn, org: OrganisationId, id: UserId) -> Result<Option<UserRow>, StoreError> {
    Ok(rows(conn, org, &[id.get()]).await?.into_iter().next())
}

/// Who may be meant by an address at the sign-in: over all organisations, since nobody is signed in yet.
pub async fn find_by_address(conn: &Conn, address: &EmailAddress) -> Result<Vec<Credentials>, StoreError> {
    let mut query = credentials();
    query.and_where(is("address_key", address.key())).order_by("id", Order::Asc);
    conn.all(&query).await?.iter().map(read_credentials).collect()
}

/// The user of an organisation with this address who may sign in. Index `users_by_org`.
pub async fn find_active_by_address(
    conn: &Conn,
    org: OrganisationId,
    address: &EmailAddress,
) -> Result<Option<UserId>, StoreError> {
    let mut query = Query::select();
    query
        .column("id")
        .from("users")
        .and_where(is("org_id", org))
        .and_where(is("address_key", address.key()))
        .and_where(is("active", true));
    conn.one(&query).await?.map(|row| row.id("id")).transpose()
}

/// Those of these addresses with which active users sign in. Addresses come and go as [`EmailAddress::key`] writes them.
pub async fn active_among(
    conn: &Conn,
    org: OrganisationId,
    keys: &[String],
) -> Result<BTreeSet<String>, StoreError> {
    let mut found = BTreeSet::new();
    for keys in keys.chunks(IN_VALUES_MAX) {
        let mut query = Query::select();
        query
            .column("address_key")
            .from("users")
            .and_where(is("org_id", org))
            .and_where(col("address_key").is_in(keys.iter().map(String::as_str)))
            .and_where(is("active", true));
        for row in conn.all(&query).await? {
            found.insert(row.text("address_key")?);
        }
    }
    Ok(found)
}

/// What his password is checked against.
pub async fn find_credentials(
    conn: &Conn,
    org: OrganisationId,
    id: UserId,
) -> Result<Option<Credentials>, StoreError> {
    let mut query = credentials();
    query.and_where(is("org_id", org)).and_where(is("id", id));
    conn.one(&query).await?.map(|row| read_credentials(&row)).transpose()
}

/// He with the rights of all his roles; `None` when he is gone or may not sign in.
pub async fn find_actor(conn: &Conn, org: OrganisationId, id: UserId) -> Result<Option<Actor>, StoreError> {
    let mut query = Query::select();
    query
        .column(("t", "right_name"))
        .from_as("users", "u")
        .left_join(
            "user_roles".into_table_ref().alias("r"),
            same("r.org_id", "u.org_id").and(same("r.user_id", "u.id")),
        )
        .left_join(
            "role_rights".into_table_ref().alias("t"),
            same("t.org_id", "r.org_id").and(same("t.role_id", "r.role_id")),
        )
        .and_where(is("u.org_id", org))
        .and_where(is("u.id", id))
        .and_where(is("u.active", true));
    let rows = conn.all(&query).await?;
    if rows.is_empty() {
        return Ok(None);
    }
    let names = rows.iter().map(|row| row.text_or_none("right_name")).collect::<Result<Vec<_>, _>>()?;
    // A right that a newer version gave is nobody's in this one.
    let rights = names.into_iter().flatten().filter_map(|name| name.parse().ok()).collect();
    Ok(Some(Actor { organisation: org, user: id, rights }))
}

/// The names of these users, those who may sign in no more among them.
pub async fn names(
    conn: &Conn,
    org: OrganisationId,
    ids: &[UserId],
) -> Result<BTreeMap<UserId, String>, StoreError> {
    let mut found = BTreeMap::new();
    for ids in ids.chunks(IN_VALUES_MAX) {
        let mut query = Query::select();
        query
            .columns(["id", "name"])
            .from("users")
            .and_where(is_of("org_id", org))
            .and_where(is_among("id", ids));
        for row in conn.all(&query).await? {
            found.insert(row.id("id")?, row.text("name")?);
        }
    }
    Ok(found)
}

/// Those of these users who may sign in, each with his rights and his categories.
pub async fn list_actors(
    conn: &Conn,
    org: OrganisationId,
    ids: &[UserId],
) -> Result<Vec<(Actor, Vec<CategoryId>)>, StoreError> {
    let mut found = Vec::new();
    for ids in ids.chunks(IN_VALUES_MAX) {
        let mut query = Query::select();
        query
            .columns([("u", "id"), ("t", "right_name")])
            .from_as("users", "u")
            .left_join(
                "user_roles".into_table_ref().alias("r"),
                same("r.org_id", "u.org_id").and(same("r.user_id", "u.id")),
            )
            .left_join(
                "role_rights".into_table_ref().alias("t"),
                same("t.org_id", "r.org_id").and(same("t.role_id", "r.role_id")),
            )
            .and_where(is_of("u.org_id", org))
            .and_where(is_among("u.id", ids))
            .and_where(is("u.active", true));
        let mut rights = BTreeMap::<i64, Rights>::new();
        for row in conn.all(&query).await? {
            let his = rights.entry(row.number("id")?).or_default();
            his.extend(row.text_or_none("right_name")?.and_then(|name| name.parse::<Right>().ok()));
        }
        let users: Vec<i64> = rights.keys().copied().collect();
        let mut categories = references(conn, org, &users, CATEGORIES).await?;
        for (user, rights) in rights {
            let actor = Actor { organisation: org, user: UserId::new(user), rights };
            let his = categories.remove(&user).unwrap_or_default();
            found.push((actor, his.into_iter().map(Id::new).collect()));
        }
    }
    Ok(found)
}

/// The categories whose cases are his.
pub async fn list_categories(
    conn: &Conn,
    org: OrganisationId,
    id: UserId,
) -> Result<Vec<CategoryId>, StoreError> {
    Ok(references(conn, org, &[id.get()], CATEGORIES)
        .await?
        .remove(&id.get())
        .unwrap_or_default()
        .into_iter()
        .map(Id::new)
        .collect())
}

/// The active users who have a right, by id.
pub async fn list_with_right(
    conn: &Conn,
    org: OrganisationId,
    right: Right,
) -> Result<Vec<UserId>, StoreError> {
    let mut query = Query::select();
    query.distinct().expr_as(col("u.id"), "id");
    holders(&mut query, org, right);
    query.order_by_expr(col("u.id"), Order::Asc);
    conn.all(&query).await?.iter().map(|row| row.id("id")).collect()
}

/// How many active users have a right, so that the last one who can manage users is not lost.
pub async fn count_with_right(conn: &Conn, org: OrganisationId, right: Right) -> Result<u64, StoreError> {
    let mut query = Query::select();
    query.expr_as(col("u.id").count_distinct(), "users");
    holders(&mut query, org, right);
    conn.one(&query).await?.map_or(Ok(0), |row| row.small(TABLE.at("users")))
}

/// The active users of an organisation who have a right.
fn holders(query: &mut SelectStatement, org: OrganisationId, right: Right) {
    query
        .from_as("users", "u")
        .inner_join(
            "user_roles".into_table_ref().alias("r"),
            same("r.org_id", "u.org_id").and(same("r.user_id", "u.id")),
        )
        .inner_join(
            "role_rights".into_table_ref().alias("t"),
            same("t.org_id", "r.org_id").and(same("t.role_id", "r.role_id")),
        )
        .and_where(is("u.org_id", org))
        .and_where(is("u.active", true))
        .and_where(is("t.right_name", right.as_str()));
}

fn credentials() -> SelectStatement {
    let mut query = Query::select();
    query.columns(["org_id", "id", "password_hash", "active"]).from("users");
    query
}

fn read_credentials(row: &Row) -> Result<Credentials, StoreError> {
    Ok(Credentials {
        organisation: row.id("org_id")?,
        user: row.id("id")?,
        password_hash: row.text("password_hash")?,
        active: row.flag("active")?,
    })
}

pub(super) async fn rows(conn: &Conn, org: OrganisationId, ids: &[i64]) -> Result<Vec<UserRow>, StoreError> {
    let mut query = Query::select();
    query
        .columns([
            "id",
            "org_id",
            "name",
            "address",
            "language",
            "theme",
            "active",
            "created_at",
            "last_sign_in_at",
        ])
        .from("users")
        .and_where(is_of("org_id", org))
        .and_where(col("id").is_in(ids.iter().copied()));
    let mut roles = references(conn, org, ids, ROLES).await?;
    let mut categories = references(conn, org, ids, CATEGORIES).await?;
    let read = |row: &Row| {
        let id = row.id("id")?;
        Ok(UserRow {
            id,
            organisation: row.id("org_id")?,
            name: row.text("name")?,
            address: row.parsed(TABLE.at("address"))?,
            language: row.parsed(TABLE.at("language"))?,
            theme: row.parsed(TABLE.at("theme"))?,
            active: row.flag("active")?,
            created_at: row.at("created_at")?,
            last_sign_in_at: row.at_or_none("last_sign_in_at")?,
            role_ids: roles.remove(&id.get()).unwrap_or_default().into_iter().map(Id::new).collect(),
            category_ids: categories.remove(&id.get()).unwrap_or_default().into_iter().map(Id::new).collect(),
        })
    };
    conn.all(&query).await?.iter().map(read).collect()
}

/// What each of these users has of one kind.
async fn references(
    conn: &Conn,
    org: OrganisationId,
    users: &[i64],
    (table, column): Pairs,
) -> Result<BTreeMap<i64, Vec<i64>>, StoreError> {
    let mut query = Query::select();
    query
        .columns(["user_id", column])
        .from(table)
        .and_where(is("org_id", org))
        .and_where(col("user_id").is_in(users.iter().copied()))
        .order_by(column, Order::Asc);
    let mut found = BTreeMap::<i64, Vec<i64>>::new();
    for row in conn.all(&query).await? {
        found.entry(row.number("user_id")?).or_default().push(row.number(column)?);
    }
    Ok(found)
}
