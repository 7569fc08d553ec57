//! One row of a file becomes a person, or changes one who is known.

use std::collections::{BTreeMap, BTreeSet};

use domain::person_import::{KnownPersons, RowOutcome};
use domain::{CompanyId, EmailAddress, OrganisationId, PersonId, Problem, Timestamp};
use mail::contacts::Contact;
use policy::acquaintance;
use policy::address_check::MailHosts;
use policy::contact::{self, Deaf, Readable, Unreadable};
use store::persons::{self, ADDRESSES_MAX, NewPerson, PersonChange, PersonRow};
use store::{StoreError, Tx, companies};

use crate::people::known_company;

/// What became of a row, or why it was refused.
type Applied = Result<Result<RowOutcome, Problem>, StoreError>;

/// Makes a person of a row, or changes the one who has one of its addresses, as is wished.
pub(crate) async fn apply(
    tx: &Tx,
    organisation: OrganisationId,
    (contact, known, hosts): (&Contact, KnownPersons, &BTreeMap<String, MailHosts>),
    at: Timestamp,
) -> Applied {
    let ready = match contact::judge(contact, ADDRESSES_MAX) {
        Ok((ready, _)) => ready,
        Err(unreadable) => return Ok(Err(refusal(&unreadable))),
    };
    let mut found: BTreeSet<PersonId> = BTreeSet::new();
    for address in &ready.addresses {
        match persons::find_by_address(tx, organisation, address).await? {
            Some((id, _)) => {
                found.insert(id);
            }
            // Of an address that is somebody's already nothing is said, as in a form.
            None => {
                if let Some(deaf) = hosts.get(address.domain()).and_then(|hosts| Deaf::of(address, hosts)) {
                    let problem = Problem::invalid("addresses", deaf.code(), deaf.detail());
                    return Ok(Err(problem.with("address", address.to_string())));
                }
            }
        }
    }
    let mut found = found.into_iter();
    match (found.next(), found.next()) {
        (None, _) => make(tx, organisation, ready, at).await,
        (Some(_), Some(_)) => {
            let detail = "its addresses belong to two different persons; join them, or divide the row";
            Ok(Err(Problem::conflict("contact.two_persons", detail)))
        }
        (Some(_), None) if known == KnownPersons::Keep => Ok(Ok(RowOutcome::Kept)),
        (Some(id), None) => {
            let Some(person) = persons::open(tx, organisation, id).await? else {
                return make(tx, organisation, ready, at).await;
            };
            let is_said = contact.language.is_some();
            change(tx, organisation, (&person, ready, is_said), (known, at)).await
        }
    }
}

fn refusal(unreadable: &Unreadable) -> Problem {
    let problem = Problem::invalid("addresses", unreadable.code(), unreadable.detail());
    match unreadable.address() {
        Some(address) => problem.with("address", address.to_owned()),
        None => problem,
    }
}

async fn make(tx: &Tx, organisation: OrganisationId, ready: Readable, at: Timestamp) -> Applied {
    let company_id = company(tx, organisation, &ready, at).await?;
    let former = ready.former == Some(true);
    let person = NewPerson {
        name: ready.name,
        addresses: ready.addresses,
        phone: ready.phone,
        language: ready.language,
        company_id,
        at,
    };
    let id = persons::insert(tx, organisation, &person).await?;
    if former {
        let change = PersonChange { former: Some(true), ..PersonChange::default() };
        persons::update(tx, organisation, id, &change, at).await?;
    }
    Ok(Ok(RowOutcome::Made))
}

/// The company that the row names, made where it is new; else the one that has the domain of its address.
async fn company(
    tx: &Tx,
    organisation: OrganisationId,
    ready: &Readable,
    at: Timestamp,
) -> Result<Option<CompanyId>, StoreError> {
    if !ready.company.is_empty() {
        return match companies::find_by_name(tx, organisation, &ready.company).await? {
            Some(known) => Ok(Some(known)),
            None => companies::insert(tx, organisation, (&ready.company, &[]), at).await.map(Some),
        };
    }
    match ready.addresses.first() {
        Some(address) => known_company(tx, organisation, address).await,
        None => Ok(None),
    }
}

async fn change(
    tx: &Tx,
    organisation: OrganisationId,
    (person, ready, is_language_said): (&PersonRow, Readable, bool),
    (known, at): (KnownPersons, Timestamp),
) -> Applied {
    let replaces = known == KnownPersons::Replace;
    let addresses = joined(person, &ready, replaces);
    if addresses.len() > ADDRESSES_MAX {
        return Ok(Err(refusal(&Unreadable::TooManyAddresses)));
    }
    // A name that was made of an address is none that anybody wrote.
    let is_made_up = person
        .addresses
        .first()
        .is_some_and(|address| person.name == acquaintance::person_name(None, address));
    let takes_company = !ready.company.is_empty() && (replaces || person.company_id.is_none());
    let company = if takes_company { company(tx, organisation, &ready, at).await? } else { None };
    let change = PersonChange {
        name: Some(ready.name)
            .filter(|name| ready.is_named && (replaces || is_made_up) && *name != person.name),
        addresses: (addresses != person.addresses).then_some(addresses),
        phone: Some(ready.phone).filter(|phone| {
            !phone.is_empty() && (replaces || person.phone.is_empty()) && *phone != person.phone
        }),
        language: Some(ready.language).filter(|language| {
            let takes = (replaces && is_language_said) || person.language.is_none();
            takes && language.is_some() && *language != person.language
        }),
        company_id: Some(company).filter(|company| company.is_some() && *company != person.company_id),
        former: ready.former.filter(|former| replaces && *former != person.former),
        by: None,
    };
    if change == PersonChange::default() {
        return Ok(Ok(RowOutcome::Kept));
    }
    persons::update(tx, organisation, person.id, &change, at).await?;
    Ok(Ok(RowOutcome::Changed))
}

/// The addresses of both; those of the row come first where it takes the place of what was known.
fn joined(person: &PersonRow, ready: &Readable, replaces: bool) -> Vec<EmailAddress> {
    let (first, then) =
        if replaces { (&ready.addresses, &person.addresses) } else { (&person.addresses, &ready.addresses) };
    let mut all: Vec<EmailAddress> = Vec::with_capacity(first.len() + then.len());
    for address in first.iter().chain(then) {
        if !all.iter().any(|known| known.key() == address.key()) {
            all.push(address.clone());
        }
    }
    all
}
