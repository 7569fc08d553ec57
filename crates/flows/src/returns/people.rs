//! What people do about the persons whose addresses are blocked.

use std::collections::BTreeMap;

use domain::{Actor, OrganisationId, PeopleListId, PersonId, Problem, StandingId, Timestamp};
use store::persons::{self, NewPerson, PersonChange};
use store::standings::{self, StandingRow};
use store::{StoreError, Tx, people_lists};

use crate::bulk::{Bulk, within_limit};
use crate::office::Office;
use crate::{people, problem};

/// Notes of the persons who have these addresses that they have left their companies.
///
/// # Errors
/// Too many at once; 503 when the store does not answer.
pub async fn set_former(
    office: &Office,
    actor: &Actor,
    ids: &[StandingId],
) -> Result<Bulk<StandingId>, Problem> {
    each(office, actor, ids, Deed::Former).await
}

/// Deletes these addresses for good: from the persons who have them, with all that is known of them.
///
/// # Errors
/// Too many at once; 503 when the store does not answer.
pub async fn delete_addresses(
    office: &Office,
    actor: &Actor,
    ids: &[StandingId],
) -> Result<Bulk<StandingId>, Problem> {
    each(office, actor, ids, Deed::Delete).await
}

/// Adds the persons who have these addresses to a set; who is not known becomes a person.
///
/// # Errors
/// 404 for the set; too many at once; 503 when the store does not answer.
pub async fn add_to_list(
    office: &Office,
    actor: &Actor,
    ids: &[StandingId],
    list: PeopleListId,
) -> Result<Bulk<StandingId>, Problem> {
    people::find_list(office, actor, list).await?;
    each(office, actor, ids, Deed::List(list)).await
}

#[derive(Clone, Copy)]
enum Deed {
    Former,
    Delete,
    List(PeopleListId),
}

/// One transaction for all: each is done, or is not for a reason of its own.
async fn each(
    office: &Office,
    actor: &Actor,
    ids: &[StandingId],
    deed: Deed,
) -> Result<Bulk<StandingId>, Problem> {
    within_limit(ids)?;
    let (organisation, at, asked) = (actor.organisation, office.now(), ids.to_vec());
    let written = office.store().write(move |tx| {
        let asked = asked.clone();
        Box::pin(async move {
            let rows = standings::rows(tx, organisation, &asked).await?;
            let mut done = BTreeMap::new();
            for row in rows {
                let result = match deed {
                    Deed::Former => former(tx, organisation, &row, at).await?,
                    Deed::Delete => delete(tx, organisation, &row, at).await?,
                    Deed::List(list) => listed(tx, organisation, (&row, list), at).await?,
                };
                done.insert(row.id, result);
            }
            Ok::<_, StoreError>(done)
        })
    });
    let mut done = written.await.map_err(problem::from_store)?;
    let mut bulk = Bulk::default();
    for id in ids {
        bulk.add(*id, done.remove(id).unwrap_or_else(|| Err(Problem::not_found("blocked address"))));
    }
    Ok(bulk)
}

type Outcome = Result<Result<(), Problem>, StoreError>;

async fn former(tx: &Tx, organisation: OrganisationId, row: &StandingRow, at: Timestamp) -> Outcome {
    let Some((person, _)) = persons::find_by_address(tx, organisation, &row.address).await? else {
        let detail = "nobody who is known has this address";
        return Ok(Err(Problem::conflict("address.of_nobody", detail)));
    };
    let change = PersonChange { former: Some(true), ..PersonChange::default() };
    persons::update(tx, organisation, person, &change, at).await?;
    Ok(Ok(()))
}

async fn delete(tx: &Tx, organisation: OrganisationId, row: &StandingRow, at: Timestamp) -> Outcome {
    if let Some((id, _)) = persons::find_by_address(tx, organisation, &row.address).await?
        && let Some(person) = persons::find(tx, organisation, id).await?
    {
        let key = row.address.key();
        let kept: Vec<_> = person.addresses.into_iter().filter(|address| address.key() != key).collect();
        if kept.is_empty() {
            let detail = "it is the only address of a person; forget the person, or give him another one";
            return Ok(Err(Problem::conflict("address.sole", detail)));
        }
        let change = PersonChange { addresses: Some(kept), ..PersonChange::default() };
        persons::update(tx, organisation, id, &change, at).await?;
    }
    store::returns::forget(tx, organisation, &row.address).await?;
    standings::delete(tx, organisation, row.id).await?;
    Ok(Ok(()))
}

async fn listed(
    tx: &Tx,
    organisation: OrganisationId,
    (row, list): (&StandingRow, PeopleListId),
    at: Timestamp,
) -> Outcome {
    let person = known(tx, organisation, row, at).await?;
    people_lists::add(tx, organisation, list, (&[person], at)).await?;
    Ok(Ok(()))
}

async fn known(
    tx: &Tx,
    organisation: OrganisationId,
    row: &StandingRow,
    at: Timestamp,
) -> Result<PersonId, StoreError> {
    if let Some((person, _)) = persons::find_by_address(tx, organisation, &row.address).await? {
        return Ok(person);
    }
    let person = NewPerson {
        name: row.address.to_string(),
        addresses: vec![row.address.clone()],
        phone: String::new(),
        language: None,
        company_id: None,
        at,
    };
    persons::insert(tx, organisation, &person).await
}
