//! Around the third stage: who the customer is by the word of a filter, and what it found of him.

use domain::timeline::{FilterDeed, Step};
use domain::{CompanyId, OrganisationId};
use policy::filter::{CustomerEffects, Effects, Found};
use store::companies;
use store::persons::{self, PersonChange};
use store::{StoreError, Tx};

use super::passage::Passage;
use super::people::Sender;

/// Looks up whom a filter means by a number or a name; he is the customer where he is the only one
/// of that kind. What filters say of his address and name themselves comes first.
pub(super) async fn find(
    tx: &Tx,
    passage: &mut Passage<'_>,
    mut effects: Effects,
) -> Result<Effects, StoreError> {
    let Some(sought) = &effects.customer.sought else { return Ok(effects) };
    let organisation = passage.organisation();
    let found = persons::find_by(tx, organisation, (sought.by, &sought.text)).await?;
    let [person_id] = found[..] else {
        passage.note(Step::FilterDid(FilterDeed::CustomerNotFound {
            filter_id: sought.filter,
            by: sought.by.as_str().to_owned(),
            text: sought.text.clone(),
            several: !found.is_empty(),
        }));
        return Ok(effects);
    };
    let person = persons::find(tx, organisation, person_id).await?.ok_or(StoreError::Missing("person"))?;
    let (by, name) = (sought.by.as_str().to_owned(), person.name.clone());
    passage.note(Step::FilterDid(FilterDeed::CustomerFound { person_id, name, by }));
    if let Some(address) = person.addresses.into_iter().next() {
        effects.customer.name.get_or_insert(person.name);
        effects.customer.address.get_or_insert(address);
    }
    Ok(effects)
}

/// Writes what filters found of the customer onto his card; returns him with his company.
pub(super) async fn fill(
    tx: &Tx,
    passage: &mut Passage<'_>,
    effects: &CustomerEffects,
    sender: Option<Sender>,
) -> Result<Option<Sender>, StoreError> {
    let Some((person_id, company_id)) = sender else { return Ok(None) };
    if effects.phone.is_none() && effects.company.is_none() {
        return Ok(sender);
    }
    let organisation = passage.organisation();
    let person = persons::find(tx, organisation, person_id).await?.ok_or(StoreError::Missing("person"))?;
    let phone =
        wanted(effects.phone.as_ref(), !person.phone.is_empty()).filter(|text| **text != person.phone);
    let phone = phone.map(|text| text.chars().take(domain::limits::PHONE_CHARS_MAX).collect::<String>());
    let company = wanted(effects.company.as_ref(), company_id.is_some());
    let company = company.filter(|name| Some(name.as_str()) != person.company_name.as_deref()).cloned();
    if phone.is_none() && company.is_none() {
        return Ok(sender);
    }
    let joined = match &company {
        Some(name) => Some(company_of(tx, passage, organisation, name).await?),
        None => company_id,
    };
    let change = PersonChange {
        phone: phone.clone(),
        company_id: company.as_ref().map(|_| joined),
        ..PersonChange::default()
    };
    persons::update(tx, organisation, person_id, &change, passage.desk.now).await?;
    passage.note(Step::FilterDid(FilterDeed::CustomerChanged {
        person_id,
        name: person.name,
        phone,
        company,
    }));
    Ok(Some((person_id, joined)))
}

/// The value that is written: none where there is one that stays.
fn wanted(found: Option<&Found>, is_there: bool) -> Option<&String> {
    found.filter(|found| found.replaces || !is_there).map(|found| &found.text)
}

async fn company_of(
    tx: &Tx,
    passage: &Passage<'_>,
    organisation: OrganisationId,
    name: &str,
) -> Result<CompanyId, StoreError> {
    match companies::find_by_name(tx, organisation, name).await? {
        Some(id) => Ok(id),
        None => companies::insert(tx, organisation, (name, &[]), passage.desk.now).await,
    }
}
