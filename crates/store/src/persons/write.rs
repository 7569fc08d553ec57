//! Persons made, changed, joined and forgotten.

use domain::distribution_list::ListMember;
use domain::org::Language;
use domain::{CompanyId, EmailAddress, OrganisationId, PersonId, Timestamp, UserId};
use sea_orm::sea_query::{Expr, ExprTrait, Query};

use super::doubles::forget_apart;
use super::{ADDRESSES_MAX, Merged, PersonRow, find, joins};
use crate::events::{self, Change};
use crate::joins::merged;
use crate::sql::{self, NewRow, Stored, col, is, sort_key};
use crate::{StoreError, Tx, distribution_lists, people_lists};

/// A person to be made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewPerson {
    /// The name.
    pub name: String,
    /// His addresses, the usual one first; at least one.
    pub addresses: Vec<EmailAddress>,
    /// His telephone number, as written.
    pub phone: String,
    /// The language he is written to in.
    pub language: Option<Language>,
    /// His company.
    pub company_id: Option<CompanyId>,
    /// The present.
    pub at: Timestamp,
}

/// What to change of a person; `None` leaves it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PersonChange {
    /// The name.
    pub name: Option<String>,
    /// All addresses, the usual one first.
    pub addresses: Option<Vec<EmailAddress>>,
    /// The telephone number.
    pub phone: Option<String>,
    /// The language he is written to in, or none known.
    pub language: Option<Option<Language>>,
    /// His company, or none.
    pub company_id: Option<Option<CompanyId>>,
    /// Whether he has left it.
    pub former: Option<bool>,
    /// Who changes him; nobody: the program.
    pub by: Option<UserId>,
}

/// Makes a person; [`StoreError::Duplicate`] when another has one of the addresses.
pub async fn insert(tx: &Tx, org: OrganisationId, person: &NewPerson) -> Result<PersonId, StoreError> {
    let id = tx.new_id();
    insert_as(tx, org, id, person).await?;
    Ok(id)
}

/// Makes a person of this id.
pub(super) async fn insert_as(
    tx: &Tx,
    org: OrganisationId,
    id: PersonId,
    person: &NewPerson,
) -> Result<(), StoreError> {
    let usual = person.addresses.first();
    let row = NewRow::default()
        .with("id", id)
        .with("org_id", org)
        .with("name", person.name.as_str())
        .with("name_key", sort_key(&person.name))
        .with("address", usual.map(ToString::to_string).unwrap_or_default())
        .with("address_key", usual.map(EmailAddress::key).unwrap_or_default())
        .with("search_key", search_key(&person.name, &person.addresses))
        .with("phone", person.phone.as_str())
        .with("phone_key", domain::phone_key(&person.phone).unwrap_or_default())
        .with("language", person.language.map(Language::as_str))
        .with("company_id", person.company_id)
        .with("former", false)
        .with("created_at", person.at)
        .with("updated_at", person.at);
    tx.execute(&sql::insert("persons", [row])).await?;
    insert_addresses(tx, org, id, &person.addresses).await?;
    events::insert(tx, org, Change::person(id));
    Ok(())
}

/// Begins to change a person: whoever else does waits until this transaction ends, so that each changes what the others
/// left. `None` when there is none.
pub async fn open(tx: &Tx, org: OrganisationId, id: PersonId) -> Result<Option<PersonRow>, StoreError> {
    let mut lock = sql::update("persons", org, id);
    lock.value("id", col("id"));
    if tx.execute(&lock).await? == 0 { Ok(None) } else { find(tx, org, id).await }
}

/// Changes a person; `false` when there is none, [`StoreError::Duplicate`] when another has one
/// of the addresses.
pub async fn update(
    tx: &Tx,
    org: OrganisationId,
    id: PersonId,
    change: &PersonChange,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let Some(before) = open(tx, org, id).await? else { return Ok(false) };
    let name = change.name.as_ref().unwrap_or(&before.name);
    let addresses = change.addresses.as_ref().unwrap_or(&before.addresses);
    let usual = addresses.first();
    let mut statement = sql::update("persons", org, id);
    statement
        .value("name", name.as_str())
        .value("name_key", sort_key(name))
        .value("address", usual.map(ToString::to_string).unwrap_or_default())
        .value("address_key", usual.map(EmailAddress::key).unwrap_or_default())
        .value("search_key", search_key(name, addresses))
        .value("version", col("version").add(1))
        .value("updated_by", change.by.stored())
        .value("updated_at", at.stored());
    if let Some(phone) = &change.phone {
        let key = domain::phone_key(phone).unwrap_or_default();
        statement.value("phone", phone.as_str()).value("phone_key", key);
    }
    if let Some(language) = change.language {
        statement.value("language", language.map(Language::as_str));
    }
    if let Some(company) = change.company_id {
        statement.value("company_id", company.stored());
    }
    if let Some(former) = change.former {
        statement.value("former", former);
    }
    tx.execute(&statement).await?;
    if let Some(addresses) = &change.addresses {
        forget_addresses(tx, org, id).await?;
        insert_addresses(tx, org, id, addresses).await?;
    }
    events::insert(tx, org, Change::person(id));
    Ok(true)
}

/// Forgets a person, and whoever was joined with him: his cases stay with the addresses that their mails have. `false` when
/// there is none.
pub async fn delete(tx: &Tx, org: OrganisationId, id: PersonId) -> Result<bool, StoreError> {
    joins::forget_joins(tx, org, id).await?;
    remove(tx, org, id).await
}

async fn remove(tx: &Tx, org: OrganisationId, id: PersonId) -> Result<bool, StoreError> {
    let mut cases = Query::update();
    cases.table("cases").value("person_id", Expr::null()).and_where(is("org_id", org));
    cases.and_where(is("person_id", id));
    tx.execute(&cases).await?;
    forget_addresses(tx, org, id).await?;
    forget_apart(tx, org, id).await?;
    people_lists::forget(tx, org, id).await?;
    distribution_lists::forget(tx, org, &ListMember::Person { id }).await?;
    let mut statement = Query::delete();
    statement.from_table("persons").and_where(is("org_id", org)).and_where(is("id", id));
    events::insert(tx, org, Change::person(id));
    Ok(tx.execute(&statement).await? == 1)
}

/// Gives a person's addresses and cases to another, who is the same, and what that one does not have, and keeps what
/// [`super::split`] needs, unless he has more cases than a join remembers; refused when one of them is not there, or both together have too
/// many addresses.
pub async fn merge(
    tx: &Tx,
    org: OrganisationId,
    (from, to): (PersonId, PersonId),
    at: Timestamp,
) -> Result<Merged, StoreError> {
    // Both by their ids, so that two who join the same two the other way round wait for one another in one order.
    let (first, second) = (from.min(to), from.max(to));
    let (Some(first), Some(second)) = (open(tx, org, first).await?, open(tx, org, second).await?) else {
        return Ok(Merged::Refused);
    };
    let (gone, stays) = if first.id == from { (first, second) } else { (second, first) };
    if from == to || stays.addresses.len() + gone.addresses.len() > ADDRESSES_MAX {
        return Ok(Merged::Refused);
    }
    let joined = joins::look(tx, org, (&stays, &gone)).await?;
    let addresses: Vec<EmailAddress> = stays.addresses.into_iter().chain(gone.addresses).collect();
    let mut cases = Query::update();
    cases.table("cases").value("person_id", to.stored()).and_where(is("org_id", org));
    cases.and_where(is("person_id", from));
    tx.execute(&cases).await?;
    people_lists::hand_over(tx, org, (from, to)).await?;
    let (gone_member, member) = (ListMember::Person { id: from }, ListMember::Person { id: to });
    distribution_lists::hand_over(tx, org, &gone_member, (&member, to.get())).await?;
    remove(tx, org, from).await?;
    if let Some(joined) = &joined {
        joins::insert(tx, org, (from, to), (joined, at)).await?;
    }
    // What the one who stays does not have, he gets.
    let change = PersonChange {
        addresses: Some(addresses),
        phone: stays.phone.is_empty().then_some(gone.phone),
        company_id: stays.company_id.is_none().then_some(gone.company_id),
        language: stays.language.is_none().then_some(gone.language),
        ..PersonChange::default()
    };
    let is_written = update(tx, org, to, &change, at).await?;
    Ok(merged(is_written, joined.as_ref()))
}

async fn forget_addresses(tx: &Tx, org: OrganisationId, id: PersonId) -> Result<(), StoreError> {
    let mut statement = Query::delete();
    statement.from_table("person_addresses").and_where(is("org_id", org)).and_where(is("person_id", id));
    tx.execute(&statement).await?;
    Ok(())
}

async fn insert_addresses(
    tx: &Tx,
    org: OrganisationId,
    id: PersonId,
    addresses: &[EmailAddress],
) -> Result<(), StoreError> {
    let row = |(position, address): (i64, &EmailAddress)| {
        NewRow::default()
            .with("org_id", org)
            .with("address_key", address.key())
            .with("person_id", id)
            .with("address", address)
            .with("position", position)
    };
    let rows: Vec<NewRow> = (0..).zip(addresses.iter().take(ADDRESSES_MAX)).map(row).collect();
    if !rows.is_empty() {
        tx.execute(&sql::insert("person_addresses", rows)).await?;
    }
    Ok(())
}

fn search_key(name: &str, addresses: &[EmailAddress]) -> String {
    let addresses: Vec<String> = addresses.iter().map(EmailAddress::key).collect();
    sort_key(&format!("{name} {}", addresses.join(" ")))
}
