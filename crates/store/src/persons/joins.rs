//! What is kept of persons who were joined, so that they can be split again. Table `person_joins`.

use domain::distribution_list::ListMember;
use domain::org::Language;
use domain::{CaseId, CompanyId, EmailAddress, OrganisationId, PersonId, Timestamp};
use serde::{Deserialize, Serialize};

use super::doubles::keep_apart;
use super::write::{NewPerson, PersonChange, insert_as, open, update};
use super::{PersonRow, find};
use crate::joins::{self, Joins, RowsOf, Split, rows_of};
use crate::{Conn, StoreError, Tx, companies, distribution_lists, people_lists};

const JOINS: Joins = Joins { table: "person_joins", stays: "person_id" };
const CASES: RowsOf = ("cases", "person_id");

/// Somebody who was joined with a person, and can be split off again.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct JoinedPerson {
    /// The id that he had.
    pub id: PersonId,
    /// His name.
    pub name: String,
    /// His addresses, the usual one first.
    pub addresses: Vec<EmailAddress>,
    /// When he was joined.
    pub joined_at: Timestamp,
}

/// What he was, and what of it went where.
#[derive(Serialize, Deserialize)]
pub(super) struct Joined {
    name: String,
    addresses: Vec<EmailAddress>,
    phone: String,
    language: Option<Language>,
    company_id: Option<CompanyId>,
    former: bool,
    created_at: Timestamp,
    /// Whether the one who stays had no address.
    had_no_address: bool,
    gave: Gave,
    lists: Vec<people_lists::Place>,
    distribution_lists: Vec<distribution_lists::Place>,
    cases: Vec<CaseId>,
}

/// What the one who stays had not, and got from him.
#[derive(Serialize, Deserialize)]
struct Gave {
    phone: bool,
    language: bool,
    company: bool,
}

/// Looks at two persons before they are joined; `None` of whoever has more cases than can be remembered.
pub(super) async fn look(
    tx: &Tx,
    org: OrganisationId,
    (stays, gone): (&PersonRow, &PersonRow),
) -> Result<Option<Joined>, StoreError> {
    let Some(cases) = rows_of(tx, org, CASES, gone.id).await? else { return Ok(None) };
    let (of, beside) = (ListMember::Person { id: gone.id }, ListMember::Person { id: stays.id });
    Ok(Some(Joined {
        name: gone.name.clone(),
        addresses: gone.addresses.clone(),
        phone: gone.phone.clone(),
        language: gone.language,
        company_id: gone.company_id,
        former: gone.former,
        created_at: gone.created_at,
        had_no_address: stays.addresses.is_empty(),
        gave: Gave {
            phone: stays.phone.is_empty(),
            language: stays.language.is_none(),
            company: stays.company_id.is_none(),
        },
        lists: people_lists::places(tx, org, (gone.id, stays.id)).await?,
        distribution_lists: distribution_lists::places(tx, org, (&of, &beside)).await?,
        cases,
    }))
}

/// Keeps what was seen of him.
pub(super) async fn insert(
    tx: &Tx,
    org: OrganisationId,
    pair: (PersonId, PersonId),
    kept: (&Joined, Timestamp),
) -> Result<(), StoreError> {
    JOINS.insert(tx, org, pair, kept).await
}

/// Who was joined with a person and can be split off again, the last one first. The table's key.
pub async fn list_joined(
    conn: &Conn,
    org: OrganisationId,
    person: &PersonRow,
) -> Result<Vec<JoinedPerson>, StoreError> {
    let mut list = Vec::new();
    for (id, joined, joined_at) in JOINS.list::<_, Joined>(conn, org, person.id).await? {
        if rest(person, &joined).is_some() {
            list.push(JoinedPerson { id, name: joined.name, addresses: joined.addresses, joined_at });
        }
    }
    Ok(list)
}

/// Splits somebody off again who was joined with a person: he has his id, his addresses, his cases and his places in sets
/// and lists, as far as they are still the other's. The two are not proposed to be joined again.
pub async fn split(
    tx: &Tx,
    org: OrganisationId,
    (person, gone): (PersonId, PersonId),
    at: Timestamp,
) -> Result<Split, StoreError> {
    let Some(stays) = open(tx, org, person).await? else { return Ok(Split::Unknown) };
    let Some(joined) = JOINS.find::<_, Joined>(tx, org, (gone, person)).await? else {
        return Ok(Split::Unknown);
    };
    let Some(addresses) = rest(&stays, &joined) else { return Ok(Split::Contradicted) };
    if find(tx, org, gone).await?.is_some() {
        return Ok(Split::Contradicted);
    }
    let change = PersonChange {
        addresses: Some(addresses),
        phone: (joined.gave.phone && stays.phone == joined.phone).then(String::new),
        language: (joined.gave.language && stays.language == joined.language).then_some(None),
        company_id: (joined.gave.company && stays.company_id == joined.company_id).then_some(None),
        ..PersonChange::default()
    };
    update(tx, org, person, &change, at).await?;
    bring_back(tx, org, (person, gone), (&joined, at)).await?;
    JOINS.delete(tx, org, (gone, person)).await?;
    keep_apart(tx, org, (person, gone)).await?;
    Ok(Split::Done)
}

/// What the one who stays has left when the other takes his addresses along; `None` where one of them is gone, or he would
/// be left without any, though he had one.
fn rest(stays: &PersonRow, joined: &Joined) -> Option<Vec<EmailAddress>> {
    let is_his = |address: &EmailAddress| joined.addresses.iter().any(|his| his.key() == address.key());
    let (his, rest): (Vec<_>, Vec<_>) = stays.addresses.iter().cloned().partition(is_his);
    let is_whole = his.len() == joined.addresses.len();
    (is_whole && (joined.had_no_address || !rest.is_empty())).then_some(rest)
}

async fn bring_back(
    tx: &Tx,
    org: OrganisationId,
    (person, gone): (PersonId, PersonId),
    (joined, at): (&Joined, Timestamp),
) -> Result<(), StoreError> {
    let company = match joined.company_id {
        Some(company) => companies::find(tx, org, company).await?,
        None => None,
    };
    let new = NewPerson {
        name: joined.name.clone(),
        addresses: joined.addresses.clone(),
        phone: joined.phone.clone(),
        language: joined.language,
        // It may have been removed meanwhile.
        company_id: company.map(|company| company.id),
        at: joined.created_at,
    };
    insert_as(tx, org, gone, &new).await?;
    // He is not as he was when a mail made him known: whoever goes by that finds that he was changed.
    let left = PersonChange { former: Some(joined.former), ..PersonChange::default() };
    update(tx, org, gone, &left, at).await?;
    joins::give_back(tx, org, CASES, (gone, person), &joined.cases).await?;
    people_lists::give_back(tx, org, (gone, person), &joined.lists).await?;
    let (back, from) = (ListMember::Person { id: gone }, ListMember::Person { id: person });
    distribution_lists::give_back(tx, org, ((&back, gone.get()), &from), &joined.distribution_lists).await
}

/// Forgets whoever was joined with a person, and those who were joined with them before: he is forgotten, or an address of
/// his is. They cannot be split off any more.
pub async fn forget_joins(tx: &Tx, org: OrganisationId, person: PersonId) -> Result<(), StoreError> {
    JOINS.forget(tx, org, person).await
}

/// Forgets joins of all organisations before an instant: they stay. Index `person_joins_by_age`.
pub async fn forget_joins_before(tx: &Tx, before: Timestamp) -> Result<u64, StoreError> {
    JOINS.forget_before(tx, before).await
}
