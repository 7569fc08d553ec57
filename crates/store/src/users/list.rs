//! The list of users, and the short one that owners are chosen from.

use domain::{OrganisationId, UserId};
use sea_orm::sea_query::{Condition, Order as Direction, Query};

use super::{UserRow, read};
use crate::paging::{self, Listing, Order, Part, number, text};
use crate::sql::is;
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
