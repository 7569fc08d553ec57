//! Users: who signs in, with which rights and categories. Tables `users`, `user_roles`,
//! `user_categories`.

use std::collections::{BTreeMap, BTreeSet};

use domain::org::{Actor, Language, Right, Theme};
use domain::{CategoryId, EmailAddress, Id, OrganisationId, RoleId, Timestamp, UserId};
use sea_orm::sea_query::{Condition, ExprTrait, IntoTableRef, Order as Direction, Query, SelectStatement};

use crate::paging::{self, Listing, Order, Part, number, text};
use crate::row::{Columns, Row};
use crate::sql::{self, NewRow, Stored, col, is, same, sort_key};
use crate::{Conn, ListQuery, Page, SortColumn, StoreError, Tx};

/// One user.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UserRow {
    /// The id.
    pub id: UserId,
    /// The tenant.
    pub organisation: OrganisationId,
    /// The name, as shown to colleagues.
    pub name: String,
    /// What he signs in with.
    pub address: EmailAddress,
    /// The interface's language.
    pub language: Language,
    /// The interface's looks.
    pub theme: Theme,
    /// Whether he may sign in.
    pub active: bool,
    /// When the user was made.
    pub created_at: Timestamp,
    /// When he last signed in.
    pub last_sign_in_at: Option<Timestamp>,
    /// The roles.
    pub role_ids: Vec<RoleId>,
    /// The categories whose cases are his.
    pub category_ids: Vec<CategoryId>,
}

/// What a new user needs.
#[derive(Clone)]
pub struct NewUser {
    /// The name.
    pub name: String,
    /// The address to sign in with, unique in the organisation.
    pub address: EmailAddress,
    /// The password's hash, a PHC string.
    pub password_hash: String,
    /// The interface's language.
    pub language: Language,
    /// The roles.
    pub role_ids: Vec<RoleId>,
    /// The categories.
    pub category_ids: Vec<CategoryId>,
    /// The present.
    pub at: Timestamp,
}

/// What to change of a user; `None` leaves it.
#[derive(Clone, Default)]
pub struct UserChange {
    /// The name.
    pub name: Option<String>,
    /// The address.
    pub address: Option<EmailAddress>,
    /// Whether he may sign in.
    pub active: Option<bool>,
    /// The language.
    pub language: Option<Language>,
    /// The looks.
    pub theme: Option<Theme>,
    /// All roles.
    pub role_ids: Option<Vec<RoleId>>,
    /// All categories.
    pub category_ids: Option<Vec<CategoryId>>,
    /// The password's hash, a PHC string.
    pub password_hash: Option<String>,
}

/// What a sign-in is checked against.
#[derive(Clone)]
pub struct Credentials {
    /// The tenant.
    pub organisation: OrganisationId,
    /// The user.
    pub user: UserId,
    /// The password's hash, a PHC string.
    pub password_hash: String,
    /// Whether he may sign in.
    pub active: bool,
}

/// What users can be sorted by.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum UserSort {
    /// The name.
    #[default]
    Name,
    /// The address.
    Address,
    /// When he last signed in.
    LastSignInAt,
    /// When the user was made.
    CreatedAt,
}

impl SortColumn for UserSort {
    const ALL: &'static [Self] = &[Self::Name, Self::Address, Self::LastSignInAt, Self::CreatedAt];

    fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Address => "email",
            Self::LastSignInAt => "last_sign_in_at",
            Self::CreatedAt => "created_at",
        }
    }
}

/// Which users a list shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct UserFilter {
    /// Only those who may, or may not, sign in.
    pub active: Option<bool>,
}

/// Makes a user; [`StoreError::Duplicate`] when the organisation has the address.
pub async fn insert(tx: &Tx, org: OrganisationId, user: &NewUser) -> Result<UserId, StoreError> {
    let id = tx.new_id();
    let row = NewRow::default()
        .with("id", id)
        .with("org_id", org)
        .with("name", user.name.as_str())
        .with("name_key", sort_key(&user.name))
        .with("address", &user.address)
        .with("address_key", user.address.key())
        .with("password_hash", user.password_hash.as_str())
        .with("language", user.language.as_str())
        .with("theme", Theme::default().as_str())
        .with("active", true)
        .with("created_at", user.at);
    tx.execute(&sql::insert("users", [row])).await?;
    set_roles(tx, org, id, &user.role_ids).await?;
    set_categories(tx, org, id, &user.category_ids).await?;
    Ok(id)
}

/// Changes a user; `false` when there is none, [`StoreError::Duplicate`] when another has the address.
pub async fn update(
    tx: &Tx,
    org: OrganisationId,
    id: UserId,
    change: &UserChange,
) -> Result<bool, StoreError> {
    let mut statement = sql::update("users", org, id);
    // Written over itself, so that there is always a column to set.
    statement.value("id", col("id"));
    if let Some(name) = &change.name {
        statement.value("name", name.as_str()).value("name_key", sort_key(name));
    }
    if let Some(address) = &change.address {
        statement.value("address", address.to_string()).value("address_key", address.key());
    }
    if let Some(active) = change.active {
        statement.value("active", active);
    }
    if let Some(language) = change.language {
        statement.value("language", language.as_str());
    }
    if let Some(theme) = change.theme {
        statement.value("theme", theme.as_str());
    }
    if let Some(hash) = &change.password_hash {
        statement.value("password_hash", hash.as_str());
    }
    if tx.execute(&statement).await? == 0 {
        return Ok(false);
    }
    if let Some(roles) = &change.role_ids {
        set_roles(tx, org, id, roles).await?;
    }
    if let Some(categories) = &change.category_ids {
        set_categories(tx, org, id, categories).await?;
    }
    Ok(true)
}

/// Notes that he signed in.
pub async fn record_sign_in(
    tx: &Tx,
    org: OrganisationId,
    id: UserId,
    at: Timestamp,
) -> Result<(), StoreError> {
    let mut statement = sql::update("users", org, id);
    statement.value("last_sign_in_at", at.stored());
    tx.execute(&statement).await?;
    Ok(())
}

/// The user with this id.
pub async fn find(conn: &Conn, org: OrganisationId, id: UserId) -> Result<Option<UserRow>, StoreError> {
    Ok(rows(conn, org, &[id.get()]).await?.into_iter().next())
}

/// Who may be meant by an address at the sign-in: over all organisations, since nobody is signed in yet.
pub async fn find_by_address(conn: &Conn, address: &EmailAddress) -> Result<Vec<Credentials>, StoreError> {
    let mut query = credentials();
    query.and_where(is("address_key", address.key())).order_by("id", Direction::Asc);
    conn.all(&query).await?.iter().map(read_credentials).collect()
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

/// One page of users. Index `users_by_org`; an organisation's users are few enough to sort.
pub async fn list(
    conn: &Conn,
    org: OrganisationId,
    query: &ListQuery<UserSort>,
    filter: UserFilter,
) -> Result<Page<UserRow>, StoreError> {
    let order = match query.sort {
        UserSort::Name => Order::By(text("r.name_key")),
        UserSort::Address => Order::By(text("r.address_key")),
        UserSort::LastSignInAt => Order::ByOptional(number("r.last_sign_in_at")),
        UserSort::CreatedAt => Order::By(number("r.created_at")),
    };
    let listing = Listing {
        table: "users",
        org,
        parts: vec![Part::only(Condition::all())],
        narrowed: Condition::all().add_option(filter.active.map(|active| is("r.active", active))),
        order,
        searched: &["r.name_key", "r.address_key"],
    };
    let keys = paging::keys(conn, listing, query).await?;
    let rows = rows(conn, org, &keys.ids).await?;
    Ok(keys.page(rows, |user| user.id.get()))
}

/// The active users' ids and names, by name: those who can own a case.
pub async fn list_people(conn: &Conn, org: OrganisationId) -> Result<Vec<(UserId, String)>, StoreError> {
    let mut query = Query::select();
    query
        .columns(["id", "name"])
        .from("users")
        .and_where(is("org_id", org))
        .and_where(is("active", true))
        .order_by("name_key", Direction::Asc)
        .order_by("id", Direction::Asc);
    conn.all(&query).await?.iter().map(|row| Ok((row.id("id")?, row.text("name")?))).collect()
}

/// How many active users have a right, so that the last one who can manage users is not lost.
pub async fn count_with_right(conn: &Conn, org: OrganisationId, right: Right) -> Result<u64, StoreError> {
    let mut query = Query::select();
    query
        .expr_as(col("u.id").count_distinct(), "users")
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
    conn.one(&query).await?.map_or(Ok(0), |row| row.small(TABLE.at("users")))
}

const TABLE: Columns = Columns("users");

/// A table of pairs: a user and what he has.
type Pairs = (&'static str, &'static str);
const ROLES: Pairs = ("user_roles", "role_id");
const CATEGORIES: Pairs = ("user_categories", "category_id");

async fn rows(conn: &Conn, org: OrganisationId, ids: &[i64]) -> Result<Vec<UserRow>, StoreError> {
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
        .and_where(is("org_id", org))
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
        .order_by(column, Direction::Asc);
    let mut found = BTreeMap::<i64, Vec<i64>>::new();
    for row in conn.all(&query).await? {
        found.entry(row.number("user_id")?).or_default().push(row.number(column)?);
    }
    Ok(found)
}

async fn set_roles(tx: &Tx, org: OrganisationId, user: UserId, roles: &[RoleId]) -> Result<(), StoreError> {
    set_references(tx, org, user, (ROLES, roles.iter().map(|id| id.get()).collect())).await
}

async fn set_categories(
    tx: &Tx,
    org: OrganisationId,
    user: UserId,
    categories: &[CategoryId],
) -> Result<(), StoreError> {
    set_references(tx, org, user, (CATEGORIES, categories.iter().map(|id| id.get()).collect())).await
}

async fn set_references(
    tx: &Tx,
    org: OrganisationId,
    user: UserId,
    ((table, column), ids): (Pairs, BTreeSet<i64>),
) -> Result<(), StoreError> {
    let mut statement = Query::delete();
    statement.from_table(table).and_where(is("org_id", org)).and_where(is("user_id", user));
    tx.execute(&statement).await?;
    if ids.is_empty() {
        return Ok(());
    }
    let row = |id| NewRow::default().with("org_id", org).with("user_id", user).with(column, id);
    tx.execute(&sql::insert(table, ids.into_iter().map(row))).await?;
    Ok(())
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
