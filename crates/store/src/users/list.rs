//! The list of users, and the short one that owners are chosen from.

use domain::{OrganisationId, Timestamp, UserId};
use sea_orm::sea_query::{Condition, ExprTrait, IntoTableRef, Order as Direction, Query};

use super::{UserRow, read};
use crate::paging::{self, Listing, Order, Part, number, text};
use crate::row::Row;
use crate::sql::{Stored, col, is, same};
use crate::{Conn, ListQuery, Page, SortColumn, StoreError};

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
    let rows = read::rows(conn, org, &keys.ids).await?;
    Ok(keys.page(rows, |user| user.id.get()))
}

/// Somebody who can own a case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Colleague {
    /// The user.
    pub id: UserId,
    /// The name.
    pub name: String,
    /// Until when he is away, if he is.
    pub away_until: Option<Timestamp>,
}

/// The active users, by name, and who of them is away at this instant.
pub async fn list_people(
    conn: &Conn,
    org: OrganisationId,
    at: Timestamp,
) -> Result<Vec<Colleague>, StoreError> {
    let away = same("a.org_id", "u.org_id")
        .and(same("a.user_id", "u.id"))
        .and(col("a.from_at").lte(at.stored()))
        .and(col("a.until_at").gt(at.stored()));
    let mut query = Query::select();
    query
        .columns([("u", "id"), ("u", "name"), ("a", "until_at")])
        .from_as("users", "u")
        .left_join("absences".into_table_ref().alias("a"), away)
        .and_where(is("u.org_id", org))
        .and_where(is("u.active", true))
        .order_by(("u", "name_key"), Direction::Asc)
        .order_by(("u", "id"), Direction::Asc);
    let read = |row: &Row| {
        Ok(Colleague { id: row.id("id")?, name: row.text("name")?, away_until: row.at_or_none("until_at")? })
    };
    conn.all(&query).await?.iter().map(read).collect()
}
