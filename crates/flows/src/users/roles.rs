//! Roles: named sets of rights.

use domain::org::{Actor, Rights};
use domain::{Problem, RoleId};
use store::StoreError;
use store::events::{self, Change};
use store::roles::RoleRow;

use super::{Refused, rules, still_administered};
use crate::office::Office;
use crate::problem;

/// All roles of the organisation, by name.
///
/// # Errors
/// 503 when the store does not answer.
pub async fn list(office: &Office, actor: &Actor) -> Result<Vec<RoleRow>, Problem> {
    store::roles::list(&office.store().read(), actor.organisation).await.map_err(problem::from_store)
}

/// The role with this id.
///
/// # Errors
/// 404 when there is none; 503 when the store does not answer.
pub async fn find(office: &Office, actor: &Actor, id: RoleId) -> Result<RoleRow, Problem> {
    let found = store::roles::find(&office.store().read(), actor.organisation, id).await;
    found.map_err(problem::from_store)?.ok_or_else(|| Problem::not_found("role"))
}

/// Makes a role.
///
/// # Errors
/// Invalid input by field; a conflict when the name is taken; 503 when the store does not answer.
pub async fn create(office: &Office, actor: &Actor, name: &str, rights: Rights) -> Result<RoleId, Problem> {
    let organisation = actor.organisation;
    let name = rules::name("name", name)?;
    let written = office.store().write(move |tx| {
        Box::pin(async move {
            let id = store::roles::insert(tx, organisation, &name, &rights).await.map_err(taken)?;
            events::insert(tx, organisation, Change::settings());
            Ok(id)
        })
    });
    written.await.map_err(Refused::into_problem)
}

/// Changes a role; `None` leaves the name or the rights.
///
/// # Errors
/// 404 when there is none; invalid input by field; a conflict when the name is taken or nobody
/// could administer users any more; 503 when the store does not answer.
pub async fn change(
    office: &Office,
    actor: &Actor,
    id: RoleId,
    name: Option<&str>,
    rights: Option<Rights>,
) -> Result<(), Problem> {
    let organisation = actor.organisation;
    let name = name.map(|name| rules::name("name", name)).transpose()?;
    let written = office.store().write(move |tx| {
        Box::pin(async move {
            let updated = store::roles::update(tx, organisation, id, name.as_deref(), rights.as_ref());
            if !updated.await.map_err(taken)? {
                return Err(Problem::not_found("role").into());
            }
            still_administered(tx, organisation).await?;
            events::insert(tx, organisation, Change::settings());
            Ok(())
        })
    });
    written.await.map_err(Refused::into_problem)
}

/// Removes a role, also from the users who have it.
///
/// # Errors
/// 404 when there is none; a conflict when nobody could administer users any more; 503 when the
/// store does not answer.
pub async fn delete(office: &Office, actor: &Actor, id: RoleId) -> Result<(), Problem> {
    let organisation = actor.organisation;
    let written = office.store().write(move |tx| {
        Box::pin(async move {
            if !store::roles::delete(tx, organisation, id).await? {
                return Err(Refused::from(Problem::not_found("role")));
            }
            still_administered(tx, organisation).await?;
            events::insert(tx, organisation, Change::settings());
            Ok(())
        })
    });
    written.await.map_err(Refused::into_problem)
}

fn taken(error: StoreError) -> Refused {
    if error.is_duplicate() {
        let problem = Problem::conflict("role.name_taken", "another role has this name; choose another one");
        return Problem { field: Some("name"), ..problem }.into();
    }
    error.into()
}
