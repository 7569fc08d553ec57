//! Who wrote: the sender is looked up among the persons and made one, with his company by the
//! domain of his address, where the organisation wants that.

use domain::timeline::Step;
use domain::{CompanyId, EmailAddress, PersonId};
use mail::Class;
use policy::acquaintance;
use policy::filter::Effects;
use store::persons::NewPerson;
use store::{StoreError, Tx};

use super::passage::Passage;
use crate::people::{self, Acquaintance};

/// The person who wrote, with his company.
pub(super) type Sender = (PersonId, Option<CompanyId>);

/// Looks the customer up, or makes him a person: the sender, or whom a filter put in his place. Machines and
/// lists are nobody.
pub(super) async fn know(
    tx: &Tx,
    passage: &mut Passage<'_>,
    effects: &Effects,
) -> Result<Option<Sender>, StoreError> {
    let reading = passage.reading;
    if effects.bounced {
        return Ok(None);
    }
    let (name, address) = match (&effects.customer.address, reading.customer()) {
        (Some(address), _) => (effects.customer.name.as_deref(), address.clone()),
        (None, Some(sender)) if reading.parsed.class == Class::Person && !effects.customer.ignores_sender => {
            let Some(address) = sender.address.clone() else { return Ok(None) };
            (sender.name.as_deref(), address)
        }
        (None, _) => return Ok(None),
    };
    let name = acquaintance::person_name(name, &address);
    let organisation = passage.organisation();
    if let Some((person_id, company)) = store::persons::find_by_address(tx, organisation, &address).await? {
        passage.note(Step::SenderKnown { person_id, name, made: false, company: None });
        return Ok(Some((person_id, company)));
    }
    let wanted = people::acquaintance(tx, organisation).await?;
    if !wanted.persons {
        return Ok(None);
    }
    let company = company(tx, passage, &address, wanted).await?;
    let person = NewPerson {
        name: name.clone(),
        language: acquaintance::language(&address),
        addresses: vec![address],
        phone: String::new(),
        company_id: company.as_ref().map(|(id, _)| *id),
        at: passage.desk.now,
    };
    let person_id = store::persons::insert(tx, organisation, &person).await?;
    let (company_id, company) = company.unzip();
    passage.note(Step::SenderKnown { person_id, name, made: true, company });
    Ok(Some((person_id, company_id)))
}

/// The company of the address's domain: found, or made where that is wanted. Our own domain is no
/// customer's.
async fn company(
    tx: &Tx,
    passage: &Passage<'_>,
    address: &EmailAddress,
    wanted: Acquaintance,
) -> Result<Option<(CompanyId, String)>, StoreError> {
    let Some(domain) = acquaintance::company_domain(address) else { return Ok(None) };
    let own = passage.rules.mailbox.as_ref().map(|mailbox| &mailbox.settings.address);
    if own.and_then(acquaintance::company_domain).as_ref() == Some(&domain) {
        return Ok(None);
    }
    let organisation = passage.organisation();
    if let Some(id) = people::known_company(tx, organisation, address).await? {
        let found = store::companies::find(tx, organisation, id).await?;
        return Ok(found.map(|company| (id, company.name)));
    }
    if !wanted.companies {
        return Ok(None);
    }
    let name = acquaintance::company_name(&domain);
    let made = store::companies::insert(tx, organisation, (&name, &[domain]), passage.desk.now).await?;
    Ok(Some((made, name)))
}
