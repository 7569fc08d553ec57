//! Users: who signs in, with which rights and categories. Tables `users`, `user_roles`,
//! `user_categories`.

mod list;
mod read;
mod write;

pub use list::{Colleague, UserFilter, UserSort, list, list_people};
pub use read::{
    active_among, count_with_right, find, find_active_by_address, find_actor, find_by_address,
    find_credentials, list_actors, list_categories, list_with_right, names,
};
pub use write::{insert, record_sign_in, update};

use domain::org::{Language, Theme};
use domain::{CategoryId, EmailAddress, OrganisationId, RoleId, Timestamp, UserId};

use crate::row::Columns;

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

const TABLE: Columns = Columns("users");

/// A table of pairs: a user and what he has.
type Pairs = (&'static str, &'static str);
const ROLES: Pairs = ("user_roles", "role_id");
const CATEGORIES: Pairs = ("user_categories", "category_id");
