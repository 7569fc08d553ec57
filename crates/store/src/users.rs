//! Users: who signs in, with which rights and categories. Tables `users`, `user_roles`,
//! `user_categories`.

use domain::org::{Actor, Language, Right, Theme};
use domain::{CategoryId, EmailAddress, OrganisationId, RoleId, Timestamp, UserId};

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
    todo!()
}

/// Changes a user; `false` when there is none, [`StoreError::Duplicate`] when another has the address.
pub async fn update(
    tx: &Tx,
    org: OrganisationId,
    id: UserId,
    change: &UserChange,
) -> Result<bool, StoreError> {
    todo!()
}

/// Notes that he signed in.
pub async fn record_sign_in(
    tx: &Tx,
    org: OrganisationId,
    id: UserId,
    at: Timestamp,
) -> Result<(), StoreError> {
    todo!()
}

/// The user with this id.
pub async fn find(conn: &Conn, org: OrganisationId, id: UserId) -> Result<Option<UserRow>, StoreError> {
    todo!()
}

/// Who may be meant by an address at the sign-in: over all organisations, since nobody is signed in yet.
pub async fn find_by_address(conn: &Conn, address: &EmailAddress) -> Result<Vec<Credentials>, StoreError> {
    todo!()
}

/// What his password is checked against.
pub async fn find_credentials(
    conn: &Conn,
    org: OrganisationId,
    id: UserId,
) -> Result<Option<Credentials>, StoreError> {
    todo!()
}

/// He with the rights of all his roles; `None` when he is gone or may not sign in.
pub async fn find_actor(conn: &Conn, org: OrganisationId, id: UserId) -> Result<Option<Actor>, StoreError> {
    todo!()
}

/// The categories whose cases are his.
pub async fn list_categories(
    conn: &Conn,
    org: OrganisationId,
    id: UserId,
) -> Result<Vec<CategoryId>, StoreError> {
    todo!()
}

/// One page of users. Index `users_by_org`; an organisation's users are few enough to sort.
pub async fn list(
    conn: &Conn,
    org: OrganisationId,
    query: &ListQuery<UserSort>,
    filter: UserFilter,
) -> Result<Page<UserRow>, StoreError> {
    todo!()
}

/// The active users' ids and names, by name: those who can own a case.
pub async fn list_people(conn: &Conn, org: OrganisationId) -> Result<Vec<(UserId, String)>, StoreError> {
    todo!()
}

/// How many active users have a right, so that the last one who can manage users is not lost.
pub async fn count_with_right(conn: &Conn, org: OrganisationId, right: Right) -> Result<u64, StoreError> {
    todo!()
}
