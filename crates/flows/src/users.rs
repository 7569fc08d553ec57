//! Users: made and changed under the rules that keep an organisation in its owners' hands.
//!
//! Rights are checked by the caller; here stand the rules that hold whoever asks: passwords have
//! a length, addresses are not taken twice, and somebody can always administer users.

pub mod absence;
pub mod password;
mod refused;
pub mod roles;
mod rules;

use domain::org::{Actor, Language, Right, Theme};
use domain::transport::TransportOwner;
use domain::{CategoryId, EmailAddress, OrganisationId, Problem, RoleId, Secret, Timestamp, UserId};
use store::events::{self, Change};
use store::organisations::OrganisationRow;
use store::users::UserRow;
use store::{StoreError, Tx};

use crate::addresses::deaf;
use crate::office::Office;
use crate::{problem, transport};

pub(crate) use refused::Refused;
pub(crate) use rules::{name as readable_name, password as is_good_password};

/// A user with what the application's frame shows of his organisation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Profile {
    /// The user.
    pub user: UserRow,
    /// His organisation.
    pub organisation: OrganisationRow,
}

/// A user to be made.
#[derive(Clone)]
pub struct NewUser {
    /// The name, as shown to colleagues.
    pub name: String,
    /// What he signs in with.
    pub address: String,
    /// His first password.
    pub password: Secret,
    /// The interface's language.
    pub language: Language,
    /// The roles.
    pub role_ids: Vec<RoleId>,
    /// The categories whose cases are his.
    pub category_ids: Vec<CategoryId>,
}

/// What an administrator changes of a user; `None` leaves it.
#[derive(Clone, Default)]
pub struct UserChange {
    /// The name.
    pub name: Option<String>,
    /// What he signs in with.
    pub address: Option<String>,
    /// Whether he may sign in.
    pub active: Option<bool>,
    /// The interface's language.
    pub language: Option<Language>,
    /// All roles.
    pub role_ids: Option<Vec<RoleId>>,
    /// All categories.
    pub category_ids: Option<Vec<CategoryId>>,
    /// A new password; it ends his sessions and removes his API tokens.
    pub password: Option<Secret>,
}

/// What a user changes of himself; `None` leaves it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ProfileChange {
    /// The name.
    pub name: Option<String>,
    /// The interface's language.
    pub language: Option<Language>,
    /// The interface's looks.
    pub theme: Option<Theme>,
}

/// The actor's own user and organisation.
///
/// # Errors
/// 404 when either is gone; 503 when the store does not answer.
pub async fn profile(office: &Office, actor: &Actor) -> Result<Profile, Problem> {
    let conn = office.store().read();
    let user =
        store::users::find(&conn, actor.organisation, actor.user).await.map_err(problem::from_store)?;
    let user = user.ok_or_else(|| Problem::not_found("user"))?;
    let found = store::organisations::find(&conn, actor.organisation).await.map_err(problem::from_store)?;
    let organisation = found.ok_or_else(|| Problem::not_found("organisation"))?;
    Ok(Profile { user, organisation })
}

/// The user with this id.
///
/// # Errors
/// 404 when the organisation has no such user; 503 when the store does not answer.
pub async fn find(office: &Office, organisation: OrganisationId, id: UserId) -> Result<UserRow, Problem> {
    let found = store::users::find(&office.store().read(), organisation, id).await;
    found.map_err(problem::from_store)?.ok_or_else(|| Problem::not_found("user"))
}

/// Makes a user.
///
/// # Errors
/// Invalid input by field; a conflict when the address is taken; 503 when the store does not answer.
pub async fn create(
    office: &Office,
    organisation: OrganisationId,
    input: NewUser,
) -> Result<UserId, Problem> {
    let user = prepare(office, input).await?;
    deaf::refuse(office, "email", [&user.address]).await?;
    let written = office.store().write(move |tx| {
        Box::pin(async move {
            rules::choices(tx, organisation, Some(&user.role_ids), Some(&user.category_ids)).await?;
            let id = insert(tx, organisation, &user).await?;
            events::insert(tx, organisation, Change::settings());
            Ok(id)
        })
    });
    written.await.map_err(Refused::into_problem)
}

/// What a new user is made of, checked, and his password hashed, which takes a while.
pub(crate) async fn prepare(office: &Office, input: NewUser) -> Result<store::users::NewUser, Problem> {
    let name = rules::name("name", &input.name)?;
    let address = rules::address(&input.address)?;
    rules::password("password", &input.password, &address)?;
    let password_hash = password::hash(office.entropy(), input.password).await?;
    Ok(store::users::NewUser {
        name,
        address,
        password_hash,
        language: input.language,
        role_ids: input.role_ids,
        category_ids: input.category_ids,
        at: office.now(),
    })
}

pub(crate) async fn insert(
    tx: &Tx,
    organisation: OrganisationId,
    user: &store::users::NewUser,
) -> Result<UserId, Refused> {
    store::users::insert(tx, organisation, user).await.map_err(taken)
}

/// Changes a user. One who may no longer sign in, or has a new password, is signed out everywhere;
/// a new password also removes his API tokens: whoever knew the old one may have made some.
///
/// # Errors
/// 404 when there is none; invalid input by field; a conflict when the address is taken or nobody
/// could administer users any more; 503 when the store does not answer.
pub async fn change(office: &Office, actor: &Actor, id: UserId, input: UserChange) -> Result<(), Problem> {
    let (organisation, leaves) = (actor.organisation, input.active == Some(false));
    let now = find(office, organisation, id).await?;
    let address = input.address.as_deref().map(rules::address).transpose()?;
    deaf::refuse(office, "email", address.iter().filter(|new| new.key() != now.address.key())).await?;
    let password_hash = match input.password {
        None => None,
        Some(new) => {
            rules::password("password", &new, address.as_ref().unwrap_or(&now.address))?;
            Some(password::hash(office.entropy(), new).await?)
        }
    };
    let change = store::users::UserChange {
        name: input.name.as_deref().map(|name| rules::name("name", name)).transpose()?,
        address,
        active: input.active,
        language: input.language,
        theme: None,
        role_ids: input.role_ids,
        category_ids: input.category_ids,
        password_hash,
    };
    let now = office.now();
    let within = office.clone();
    let written = office
        .store()
        .write(move |tx| Box::pin(async move { write(tx, &within, (organisation, id, now), &change).await }));
    if !written.await.map_err(Refused::into_problem)? {
        let left = transport::go_on(office, organisation, TransportOwner::User(id));
        left.await.map_err(problem::from_store)?;
    }
    if leaves {
        office.signals().outbox.notify_one();
    }
    Ok(())
}

/// Returns whether all was seen to that waits for a leaver's server; else `transport::go_on` follows.
async fn write(
    tx: &Tx,
    office: &Office,
    (organisation, id, now): (OrganisationId, UserId, Timestamp),
    change: &store::users::UserChange,
) -> Result<bool, Refused> {
    rules::choices(tx, organisation, change.role_ids.as_deref(), change.category_ids.as_deref()).await?;
    if !store::users::update(tx, organisation, id, change).await.map_err(taken)? {
        return Err(Problem::not_found("user").into());
    }
    if change.active == Some(false) || change.password_hash.is_some() {
        store::sessions::delete_of_user(tx, organisation, id, None).await?;
    }
    let mut is_all = true;
    if change.active == Some(false) {
        is_all = transport::close_of_leaver(tx, office, organisation, (id, now)).await?;
    }
    if change.password_hash.is_some() {
        store::api_tokens::delete_of_user(tx, organisation, id).await?;
    }
    if change.active.is_some() || change.role_ids.is_some() {
        still_administered(tx, organisation).await?;
    }
    events::insert(tx, organisation, Change::settings());
    Ok(is_all)
}

/// Changes what a user sets for himself.
///
/// # Errors
/// Invalid input by field; 503 when the store does not answer.
pub async fn change_profile(office: &Office, actor: &Actor, input: ProfileChange) -> Result<(), Problem> {
    let (organisation, id) = (actor.organisation, actor.user);
    let change = store::users::UserChange {
        name: input.name.as_deref().map(|name| rules::name("name", name)).transpose()?,
        language: input.language,
        theme: input.theme,
        ..store::users::UserChange::default()
    };
    let now = office.now();
    let within = office.clone();
    let written = office
        .store()
        .write(move |tx| Box::pin(async move { write(tx, &within, (organisation, id, now), &change).await }));
    written.await.map_err(Refused::into_problem).map(|_is_all| ())
}

/// Refuses, inside the transaction that would do it, to leave nobody who can administer users.
pub(crate) async fn still_administered(tx: &Tx, organisation: OrganisationId) -> Result<(), Refused> {
    // Two who give up the right at the same time wait for each other here.
    store::organisations::lock(tx, organisation).await?;
    if store::users::count_with_right(tx, organisation, Right::Users).await? > 0 {
        return Ok(());
    }
    let detail = "nobody could administer users any more; give the right to somebody else first";
    Err(Problem::conflict("user.last_administrator", detail).into())
}

fn taken(error: StoreError) -> Refused {
    if error.is_duplicate() {
        let detail = "another user signs in with this address; choose another one";
        return Problem { field: Some("email"), ..Problem::conflict("user.address_taken", detail) }.into();
    }
    error.into()
}

/// The address of a text, for messages about a user's.
pub(crate) fn readable_address(text: &str) -> Option<EmailAddress> {
    text.parse().ok()
}
