//! What is kept of persons who were joined, so that they can be split again. Table `person_joins`.

use domain::distribution_list::ListMember;
use domain::org::Language;
use domain::{CaseId, CompanyId, EmailAddress, OrganisationId, PersonId, Timestamp};
use sea_orm::sea_query::{ExprTrait, Order, Query};
use serde::{Deserialize, Serialize};

use super::doubles::keep_apart;
use super::write::{NewPerson, PersonChange, insert_as, open, update};
use super::{PersonRow, find};
use crate::row::Columns;
use crate::sql::{self, IN_VALUES_MAX, NewRow, Stored, col, is, is_among, json};
use crate::{Conn, StoreError, Tx, companies, distribution_lists, people_lists};

/// Cases that a join remembers; whoever had more cannot be split off again.
const CASES_MAX: u64 = 10_000;
/// Joins of one person that are shown.
const SHOWN_MAX: u64 = 20;

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

/// How splitting ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Split {
    /// Both are there.
    Done,
    /// Nothing is kept of such a join.
    Unknown,
    /// What happened since speaks against it: an address that he had is another's, or nobody's.
    Contradicted,
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
    let mut query = Query::select();
    query.column("id").from("cases").and_where(is("org_id", org)).and_where(is("person_id", gone.id));
    query.limit(CASES_MAX + 1);
    let rows = tx.all(&query).await?;
    let cases = rows.iter().map(|row| row.id("id")).collect::<Result<Vec<CaseId>, _>>()?;
    if cases.len() as u64 > CASES_MAX {
        return Ok(None);
    }
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
    (gone, stays): (PersonId, PersonId),
    (joined, at): (&Joined, Timestamp),
) -> Result<(), StoreError> {
    let row = NewRow::default()
        .with("org_id", org)
        .with("person_id", stays)
        .with("gone_id", gone)
        .with("joined", json(joined)?)
        .with("joined_at", at);
    tx.execute(&sql::insert("person_joins", [row])).await?;
    Ok(())
}

/// Who was joined with a person and can be split off again, the last one first. The table's key.
pub async fn list_joined(
    conn: &Conn,
    org: OrganisationId,
    person: &PersonRow,
) -> Result<Vec<JoinedPerson>, StoreError> {
    let mut query = Query::select();
    query
        .columns(["gone_id", "joined", "joined_at"])
        .from("person_joins")
        .and_where(is("org_id", org))
        .and_where(is("person_id", person.id))
        .order_by("joined_at", Order::Desc)
        .limit(SHOWN_MAX);
    let mut list = Vec::new();
    for row in conn.all(&query).await? {
        let joined: Joined = row.json(TABLE.at("joined"))?;
        if rest(person, &joined).is_some() {
            let (id, joined_at) = (row.id("gone_id")?, row.at("joined_at")?);
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
    let mut query = Query::select();
    query
        .column("joined")
        .from("person_joins")
        .and_where(is("org_id", org))
        .and_where(is("person_id", person))
        .and_where(is("gone_id", gone));
    let Some(row) = tx.one(&query).await? else { return Ok(Split::Unknown) };
    let joined: Joined = row.json(TABLE.at("joined"))?;
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
    let mut done = Query::delete();
    done.from_table("person_joins").and_where(is("org_id", org));
    done.and_where(is("person_id", person)).and_where(is("gone_id", gone));
    tx.execute(&done).await?;
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
    for some in joined.cases.chunks(IN_VALUES_MAX) {
        let mut cases = Query::update();
        cases.table("cases").value("person_id", gone.stored()).and_where(is("org_id", org));
        cases.and_where(is("person_id", person)).and_where(is_among("id", some));
        tx.execute(&cases).await?;
    }
    people_lists::give_back(tx, org, (gone, person), &joined.lists).await?;
    distribution_lists::give_back(tx, org, (gone, person), &joined.distribution_lists).await
}

/// Forgets whoever was joined with a person, and those who were joined with them before: he is forgotten, or an address of
/// his is. They cannot be split off any more.
pub async fn forget_joins(tx: &Tx, org: OrganisationId, person: PersonId) -> Result<(), StoreError> {
    let mut left = vec![person];
    while let Some(one) = left.pop() {
        let mut query = Query::select();
        query.column("gone_id").from("person_joins").and_where(is("org_id", org));
        query.and_where(is("person_id", one));
        for row in tx.all(&query).await? {
            left.push(row.id("gone_id")?);
        }
        let mut statement = Query::delete();
        statement.from_table("person_joins").and_where(is("org_id", org)).and_where(is("person_id", one));
        tx.execute(&statement).await?;
    }
    Ok(())
}

/// Forgets joins of all organisations before an instant: they stay. Index `person_joins_by_age`.
pub async fn forget_joins_before(tx: &Tx, before: Timestamp) -> Result<u64, StoreError> {
    let mut statement = Query::delete();
    statement.from_table("person_joins").and_where(col("joined_at").lt(before.stored()));
    tx.execute(&statement).await
}

const TABLE: Columns = Columns("person_joins");
