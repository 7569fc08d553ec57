//! Persons and companies: whom we write to, made from senders or by hand.

mod correcting;
pub mod import;
mod import_limits;
mod joining;
mod lists;

pub(crate) use correcting::correct_address;
pub(crate) use import::{Said, Wish, apply};
pub use import_limits::{ImportLimits, import_limits, set_import_limits};
pub use joining::{merge_companies, merge_persons, split_company, split_person};
pub(crate) use lists::free_name;
pub use lists::{add_to_list, create_list, delete_list, find_list, lists, rename_list, take_off_list};

use domain::limits::PHONE_CHARS_MAX;
use domain::org::Language;
use domain::{Actor, CompanyId, EmailAddress, OrganisationId, PersonId, Problem};
use policy::acquaintance;
use serde::{Deserialize, Serialize};
use store::persons::{ADDRESSES_MAX, Doubles, NewPerson, PersonChange, PersonRow};
use store::{Conn, StoreError};

use crate::addresses::{self, Checked};
use crate::office::Office;
use crate::problem;
use crate::settings::Edit;
use crate::users::{Refused, readable_name};

/// The name of the organisation's setting.
const ACQUAINTANCE: &str = "acquaintance";

/// The company that has the domain of an address: as it stands there, or what somebody registered of it.
pub(crate) async fn known_company(
    conn: &Conn,
    organisation: OrganisationId,
    address: &EmailAddress,
) -> Result<Option<CompanyId>, StoreError> {
    let Some(registered) = acquaintance::company_domain(address) else { return Ok(None) };
    let domain = address.domain().to_lowercase();
    match store::companies::find_by_domain(conn, organisation, &domain).await? {
        None if domain != registered => {
            store::companies::find_by_domain(conn, organisation, &registered).await
        }
        found => Ok(found),
    }
}

/// Whom mail makes known by itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Acquaintance {
    /// Whether unknown senders become persons.
    pub persons: bool,
    /// Whether the domains of their addresses become companies.
    pub companies: bool,
}

impl Default for Acquaintance {
    fn default() -> Self {
        Self { persons: true, companies: true }
    }
}

/// What is known or changed of a person; `None` leaves it.
#[derive(Debug, Clone, Default)]
pub struct PersonInput {
    /// The name.
    pub name: Option<String>,
    /// All addresses, the usual one first.
    pub addresses: Option<Vec<String>>,
    /// The telephone number.
    pub phone: Option<String>,
    /// The language he is written to in, or none known.
    pub language: Option<Option<Language>>,
    /// His company, or none.
    pub company: Option<Option<CompanyId>>,
    /// Whether he has left it.
    pub former: Option<bool>,
    /// Of a change: the version that it goes on from; `None` where whoever saves does not care what others did.
    pub seen_version: Option<i64>,
}

pub(crate) async fn acquaintance(
    conn: &Conn,
    organisation: OrganisationId,
) -> Result<Acquaintance, StoreError> {
    Ok(store::settings::find(conn, Some(organisation), ACQUAINTANCE).await?.unwrap_or_default())
}

/// Whom mail makes known by itself; both until somebody says otherwise.
///
/// # Errors
/// When the store fails.
pub async fn find_acquaintance(office: &Office, actor: &Actor) -> Result<Acquaintance, Problem> {
    acquaintance(&office.store().read(), actor.organisation).await.map_err(problem::from_store)
}

/// Sets it for mail from here on.
///
/// # Errors
/// When the store fails.
pub async fn set_acquaintance(
    office: &Office,
    actor: &Actor,
    wanted: impl Into<Edit<Acquaintance>>,
) -> Result<(), Problem> {
    let wanted: Edit<Acquaintance> = wanted.into();
    wanted.keep(office, actor.organisation, (ACQUAINTANCE, |_| Ok(()))).await
}

/// The person with this id.
///
/// # Errors
/// 404 when there is none.
pub async fn find_person(office: &Office, actor: &Actor, id: PersonId) -> Result<PersonRow, Problem> {
    let found = store::persons::find(&office.store().read(), actor.organisation, id).await;
    found.map_err(problem::from_store)?.ok_or_else(|| Problem::not_found("person"))
}

/// Makes a person. What is to be thought of his addresses is told with it.
///
/// # Errors
/// 422 by field, also for an address whose domain says that it takes no mail; 409 when another person has one of the
/// addresses.
pub async fn create_person(
    office: &Office,
    actor: &Actor,
    input: PersonInput,
) -> Result<(PersonId, Vec<Checked>), Problem> {
    let change = checked(office, actor, input).await?;
    let remarks = entered(office, actor, (change.addresses.as_deref(), &[])).await?;
    let addresses = change.addresses.filter(|all| !all.is_empty()).ok_or_else(no_address)?;
    let name = change.name.ok_or_else(|| Problem::invalid("name", "name.empty", "a name is needed"))?;
    let person = NewPerson {
        name,
        addresses,
        phone: change.phone.unwrap_or_default(),
        language: change.language.flatten(),
        company_id: change.company_id.flatten(),
        at: office.now(),
    };
    let organisation = actor.organisation;
    let former = change.former == Some(true);
    let wanted = person.addresses.clone();
    let written = office.store().write(move |tx| {
        Box::pin(async move {
            let id = store::persons::insert(tx, organisation, &person).await.map_err(taken)?;
            if former {
                let change = PersonChange { former: Some(true), ..PersonChange::default() };
                store::persons::update(tx, organisation, id, &change, person.at).await?;
            }
            Ok::<_, Refused>(id)
        })
    });
    match written.await.map_err(Refused::into_problem) {
        Ok(id) => Ok((id, remarks)),
        Err(refused) => Err(naming_holder(office, actor, (refused, None), &wanted).await),
    }
}

/// Changes a person. What is to be thought of the addresses that he did not have is told with it.
///
/// # Errors
/// 404 when there is none, 422 by field, also for a new address whose domain says that it takes no mail; 409 when
/// another person has one of the addresses, and when somebody changed him since he was seen.
pub async fn change_person(
    office: &Office,
    actor: &Actor,
    id: PersonId,
    input: PersonInput,
) -> Result<Vec<Checked>, Problem> {
    let known = find_person(office, actor, id).await?.addresses;
    let seen = input.seen_version;
    let change = PersonChange { by: Some(actor.user), ..checked(office, actor, input).await? };
    let remarks = entered(office, actor, (change.addresses.as_deref(), &known)).await?;
    // One whose only address was deleted has none, until somebody knows another.
    if change.addresses.as_ref().is_some_and(Vec::is_empty) && !known.is_empty() {
        return Err(no_address());
    }
    let (organisation, at) = (actor.organisation, office.now());
    let wanted = change.addresses.clone().unwrap_or_default();
    let written = office.store().write(move |tx| {
        Box::pin(async move {
            let person = store::persons::open(tx, organisation, id).await?;
            if let (Some(person), Some(seen)) = (person, seen)
                && person.version != seen
            {
                let changed = (person.version, person.updated_by_name);
                return Err(problem::changed_meanwhile("person.changed_meanwhile", changed).into());
            }
            let changed = store::persons::update(tx, organisation, id, &change, at).await.map_err(taken)?;
            if changed { Ok(()) } else { Err(Refused::from(Problem::not_found("person"))) }
        })
    });
    match written.await.map_err(Refused::into_problem) {
        Ok(()) => Ok(remarks),
        Err(refused) => Err(naming_holder(office, actor, (refused, Some(id)), &wanted).await),
    }
}

/// What is to be thought of the addresses that were not known before.
async fn entered(
    office: &Office,
    actor: &Actor,
    (addresses, known): (Option<&[EmailAddress]>, &[EmailAddress]),
) -> Result<Vec<Checked>, Problem> {
    let is_new = |address: &&EmailAddress| !known.iter().any(|one| one.key() == address.key());
    let new: Vec<String> =
        addresses.unwrap_or_default().iter().filter(is_new).map(ToString::to_string).collect();
    if new.is_empty() {
        return Ok(Vec::new());
    }
    let checked = addresses::check(office, actor, new).await?;
    addresses::refuse_deaf(&checked, "addresses")?;
    Ok(checked)
}

/// Forgets a person; his cases keep the addresses that their mails have.
///
/// # Errors
/// 404 when there is none.
pub async fn delete_person(office: &Office, actor: &Actor, id: PersonId) -> Result<(), Problem> {
    let organisation = actor.organisation;
    let written = office
        .store()
        .write(move |tx| Box::pin(async move { store::persons::delete(tx, organisation, id).await }));
    if written.await.map_err(problem::from_store)? { Ok(()) } else { Err(Problem::not_found("person")) }
}

/// Pairs of persons that one list proposes to join.
const DOUBLES_MAX: usize = 50;

/// Persons who are likely one, from a cursor on.
///
/// # Errors
/// [`StoreError::Cursor`] for one that nobody was given, and when the store fails.
pub async fn list_doubles(
    office: &Office,
    actor: &Actor,
    cursor: Option<&str>,
) -> Result<Doubles, StoreError> {
    let conn = office.store().read();
    store::persons::list_doubles(&conn, actor.organisation, cursor, DOUBLES_MAX).await
}

/// Notes that two persons are not one.
///
/// # Errors
/// 404 when one of them is not there.
pub async fn keep_apart(office: &Office, actor: &Actor, pair: (PersonId, PersonId)) -> Result<(), Problem> {
    let organisation = actor.organisation;
    let written = office
        .store()
        .write(move |tx| Box::pin(async move { store::persons::keep_apart(tx, organisation, pair).await }));
    if written.await.map_err(problem::from_store)? { Ok(()) } else { Err(Problem::not_found("person")) }
}

async fn checked(office: &Office, actor: &Actor, input: PersonInput) -> Result<PersonChange, Problem> {
    let phone = input.phone.map(|phone| phone.trim().to_owned());
    if phone.as_ref().is_some_and(|phone| phone.chars().count() > PHONE_CHARS_MAX) {
        let detail = format!("a telephone number has at most {PHONE_CHARS_MAX} characters");
        return Err(Problem::invalid("phone", "person.phone_too_long", detail));
    }
    if let Some(Some(company)) = input.company {
        let found = store::companies::find(&office.store().read(), actor.organisation, company).await;
        if found.map_err(problem::from_store)?.is_none() {
            return Err(Problem::invalid("company_id", "person.no_such_company", "there is no such company"));
        }
    }
    Ok(PersonChange {
        name: input.name.as_deref().map(|name| readable_name("name", name)).transpose()?,
        addresses: input.addresses.map(readable).transpose()?,
        phone,
        language: input.language,
        company_id: input.company,
        former: input.former,
        by: None,
    })
}

fn readable(texts: Vec<String>) -> Result<Vec<EmailAddress>, Problem> {
    let mut known: Vec<EmailAddress> = Vec::new();
    for text in texts {
        let address: EmailAddress = text.trim().parse().map_err(|error: domain::AddressError| {
            Problem::invalid("addresses", "address.invalid", error.to_string()).with("address", text.trim())
        })?;
        if !known.iter().any(|one| one.key() == address.key()) {
            known.push(address);
        }
    }
    if known.len() > ADDRESSES_MAX {
        let detail = format!("a person has at most {ADDRESSES_MAX} addresses");
        return Err(Problem::invalid("addresses", "person.too_many_addresses", detail));
    }
    Ok(known)
}

fn no_address() -> Problem {
    Problem::invalid("addresses", "person.no_address", "a person has at least one address")
}

const ADDRESS_TAKEN: &str = "person.address_taken";

/// The same refusal with who has which of the addresses, where it was for that: whoever enters them looks at him next.
async fn naming_holder(
    office: &Office,
    actor: &Actor,
    (refused, own): (Problem, Option<PersonId>),
    wanted: &[EmailAddress],
) -> Problem {
    if refused.code != ADDRESS_TAKEN {
        return refused;
    }
    let (conn, organisation) = (office.store().read(), actor.organisation);
    for address in wanted {
        let holder = store::persons::find_by_address(&conn, organisation, address).await.ok().flatten();
        let Some((id, _)) = holder.filter(|(id, _)| Some(*id) != own) else { continue };
        let Ok(Some(person)) = store::persons::find(&conn, organisation, id).await else { continue };
        return refused
            .with("address", address.to_string())
            .with("name", person.name)
            .with("person_id", id.to_string());
    }
    refused
}

fn taken(error: StoreError) -> Refused {
    if error.is_duplicate() {
        let detail = "another person has one of these addresses; join the two instead";
        let problem = Problem::conflict(ADDRESS_TAKEN, detail);
        return Problem { field: Some("addresses"), ..problem }.into();
    }
    error.into()
}
