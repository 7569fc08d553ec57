//! Sets of persons: selections and projects.

use domain::people_list::PeopleListKind;
use domain::{Actor, OrganisationId, PeopleListId, PersonId, Problem};
use store::people_lists::PeopleListRow;
use store::{Conn, StoreError, people_lists};

use crate::bulk::within_limit;
use crate::office::Office;
use crate::problem;
use crate::users::{Refused, readable_name};

/// The sets of a kind, by name.
///
/// # Errors
/// When the store fails.
pub async fn lists(
    office: &Office,
    actor: &Actor,
    kind: PeopleListKind,
) -> Result<Vec<PeopleListRow>, Problem> {
    let conn = office.store().read();
    people_lists::list(&conn, actor.organisation, kind).await.map_err(problem::from_store)
}

/// The set with this id.
///
/// # Errors
/// 404 when there is none.
pub async fn find_list(office: &Office, actor: &Actor, id: PeopleListId) -> Result<PeopleListRow, Problem> {
    let found = people_lists::find(&office.store().read(), actor.organisation, id).await;
    found.map_err(problem::from_store)?.ok_or_else(|| Problem::not_found("set of persons"))
}

/// Makes a set with these persons in it, in one transaction.
///
/// # Errors
/// 422 for the name or too many persons at once, 409 when another of its kind has the name or there are too many.
pub async fn create_list(
    office: &Office,
    actor: &Actor,
    (kind, name): (PeopleListKind, &str),
    persons: Vec<PersonId>,
) -> Result<PeopleListId, Problem> {
    within_limit(&persons)?;
    let name = readable_name("name", name)?;
    let (organisation, by) = (actor.organisation, (actor.user, office.now()));
    let written = office.store().write(move |tx| {
        let (name, persons) = (name.clone(), persons.clone());
        Box::pin(async move {
            full(tx, organisation, kind).await?;
            let id = people_lists::insert(tx, organisation, (kind, &name), by).await.map_err(taken)?;
            people_lists::add(tx, organisation, id, (&persons, by.1)).await?;
            Ok(id)
        })
    });
    written.await.map_err(Refused::into_problem)
}

/// Refuses one more set than there may be.
async fn full(conn: &Conn, organisation: OrganisationId, kind: PeopleListKind) -> Result<(), Refused> {
    if (people_lists::list(conn, organisation, kind).await?.len() as u64) < people_lists::LISTS_MAX {
        return Ok(());
    }
    let detail = format!("there are {} already; delete one first", people_lists::LISTS_MAX);
    Err(Problem::conflict("people_list.too_many", detail).into())
}

/// The name of a set that is made with its first person, if it can be.
///
/// # Errors
/// 422 for the name, 409 when another of its kind has it or there are too many.
pub(crate) async fn free_name(
    office: &Office,
    actor: &Actor,
    (kind, name): (PeopleListKind, &str),
) -> Result<String, Problem> {
    let name = readable_name("name", name)?;
    let (conn, organisation) = (office.store().read(), actor.organisation);
    full(&conn, organisation, kind).await.map_err(Refused::into_problem)?;
    let known = people_lists::find_by_name(&conn, organisation, (kind, &name)).await;
    match known.map_err(problem::from_store)? {
        None => Ok(name),
        Some(_) => Err(name_taken()),
    }
}

/// Renames a set.
///
/// # Errors
/// 404 when there is none, 422 for the name, 409 when another of its kind has it.
pub async fn rename_list(
    office: &Office,
    actor: &Actor,
    id: PeopleListId,
    name: &str,
) -> Result<(), Problem> {
    let (organisation, name) = (actor.organisation, readable_name("name", name)?);
    let written = office.store().write(move |tx| {
        let name = name.clone();
        Box::pin(async move { people_lists::rename(tx, organisation, id, &name).await.map_err(taken) })
    });
    let is_there = written.await.map_err(Refused::into_problem)?;
    if is_there { Ok(()) } else { Err(Problem::not_found("set of persons")) }
}

/// Deletes a set; its persons stay.
///
/// # Errors
/// 404 when there is none.
pub async fn delete_list(office: &Office, actor: &Actor, id: PeopleListId) -> Result<(), Problem> {
    let organisation = actor.organisation;
    let written = office
        .store()
        .write(move |tx| Box::pin(async move { people_lists::delete(tx, organisation, id).await }));
    let is_there = written.await.map_err(problem::from_store)?;
    if is_there { Ok(()) } else { Err(Problem::not_found("set of persons")) }
}

/// Adds persons; returns how many are new there.
///
/// # Errors
/// 404 for the set, 422 for too many at once.
pub async fn add_to_list(
    office: &Office,
    actor: &Actor,
    id: PeopleListId,
    persons: Vec<PersonId>,
) -> Result<u64, Problem> {
    within_limit(&persons)?;
    find_list(office, actor, id).await?;
    let (organisation, at) = (actor.organisation, office.now());
    let written = office.store().write(move |tx| {
        let persons = persons.clone();
        Box::pin(async move { people_lists::add(tx, organisation, id, (&persons, at)).await })
    });
    written.await.map_err(problem::from_store)
}

/// Takes persons out; returns how many were there.
///
/// # Errors
/// 404 for the set, 422 for too many at once.
pub async fn take_off_list(
    office: &Office,
    actor: &Actor,
    id: PeopleListId,
    persons: Vec<PersonId>,
) -> Result<u64, Problem> {
    within_limit(&persons)?;
    find_list(office, actor, id).await?;
    let organisation = actor.organisation;
    let written = office.store().write(move |tx| {
        let persons = persons.clone();
        Box::pin(async move { people_lists::remove(tx, organisation, id, &persons).await })
    });
    written.await.map_err(problem::from_store)
}

fn taken(error: StoreError) -> Refused {
    if error.is_duplicate() {
        return name_taken().into();
    }
    error.into()
}

fn name_taken() -> Problem {
    let problem = Problem::conflict("people_list.name_taken", "another one has this name; choose a new one");
    Problem { field: Some("name"), ..problem }
}
