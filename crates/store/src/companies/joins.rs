//! What is kept of companies that were joined, so that they can be split again. Table `company_joins`.

use domain::distribution_list::ListMember;
use domain::{CaseId, CompanyId, OrganisationId, PersonId, Timestamp};
use serde::{Deserialize, Serialize};

use super::{CompanyRow, find, insert_as, open, update};
use crate::joins::{self, Joins, RowsOf, Split, rows_of};
use crate::{Conn, StoreError, Tx, distribution_lists};

const JOINS: Joins = Joins { table: "company_joins", stays: "company_id" };
const PERSONS: RowsOf = ("persons", "company_id");
const CASES: RowsOf = ("cases", "company_id");

/// A company that was joined with another, and can be split off again.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct JoinedCompany {
    /// The id that it had.
    pub id: CompanyId,
    /// Its name.
    pub name: String,
    /// Its domains, by name.
    pub domains: Vec<String>,
    /// When it was joined.
    pub joined_at: Timestamp,
}

/// What it was, and what of it went where.
#[derive(Serialize, Deserialize)]
pub(super) struct Joined {
    name: String,
    domains: Vec<String>,
    created_at: Timestamp,
    persons: Vec<PersonId>,
    cases: Vec<CaseId>,
    distribution_lists: Vec<distribution_lists::Place>,
}

/// Looks at a company before it is joined with another; `None` of one with more persons or cases than can be remembered.
pub(super) async fn look(
    tx: &Tx,
    org: OrganisationId,
    (stays, gone): (&CompanyRow, &CompanyRow),
) -> Result<Option<Joined>, StoreError> {
    let Some(persons) = rows_of(tx, org, PERSONS, gone.id).await? else { return Ok(None) };
    let Some(cases) = rows_of(tx, org, CASES, gone.id).await? else { return Ok(None) };
    let (of, beside) = (ListMember::Company { id: gone.id }, ListMember::Company { id: stays.id });
    Ok(Some(Joined {
        name: gone.name.clone(),
        domains: gone.domains.clone(),
        created_at: gone.created_at,
        persons,
        cases,
        distribution_lists: distribution_lists::places(tx, org, (&of, &beside)).await?,
    }))
}

/// Keeps what was seen of it.
pub(super) async fn insert(
    tx: &Tx,
    org: OrganisationId,
    pair: (CompanyId, CompanyId),
    kept: (&Joined, Timestamp),
) -> Result<(), StoreError> {
    JOINS.insert(tx, org, pair, kept).await
}

/// Which companies were joined with one and can be split off again, the last one first. The table's key.
pub async fn list_joined(
    conn: &Conn,
    org: OrganisationId,
    company: &CompanyRow,
) -> Result<Vec<JoinedCompany>, StoreError> {
    let mut list = Vec::new();
    for (id, joined, joined_at) in JOINS.list::<_, Joined>(conn, org, company.id).await? {
        if rest(company, &joined).is_some() {
            list.push(JoinedCompany { id, name: joined.name, domains: joined.domains, joined_at });
        }
    }
    Ok(list)
}

/// Splits a company off again that was joined with another: it has its id, its domains, its persons, its cases and its
/// places in lists, as far as they are still the other's.
pub async fn split(
    tx: &Tx,
    org: OrganisationId,
    (company, gone): (CompanyId, CompanyId),
) -> Result<Split, StoreError> {
    let Some(stays) = open(tx, org, company).await? else { return Ok(Split::Unknown) };
    let Some(joined) = JOINS.find::<_, Joined>(tx, org, (gone, company)).await? else {
        return Ok(Split::Unknown);
    };
    let Some(domains) = rest(&stays, &joined) else { return Ok(Split::Contradicted) };
    if find(tx, org, gone).await?.is_some() {
        return Ok(Split::Contradicted);
    }
    // A domain is of one company, so the one that stays gives it up first.
    update(tx, org, company, (&stays.name, &domains), None).await?;
    insert_as(tx, org, gone, (&joined.name, &joined.domains), joined.created_at).await?;
    joins::give_back(tx, org, PERSONS, (gone, company), &joined.persons).await?;
    joins::give_back(tx, org, CASES, (gone, company), &joined.cases).await?;
    let (back, from) = (ListMember::Company { id: gone }, ListMember::Company { id: company });
    let places = &joined.distribution_lists;
    distribution_lists::give_back(tx, org, ((&back, gone.get()), &from), places).await?;
    JOINS.delete(tx, org, (gone, company)).await?;
    Ok(Split::Done)
}

/// What the one that stays has left when the other takes its domains along; `None` where one of them is gone.
fn rest(stays: &CompanyRow, joined: &Joined) -> Option<Vec<String>> {
    let (its, rest): (Vec<_>, Vec<_>) =
        stays.domains.iter().cloned().partition(|domain| joined.domains.contains(domain));
    (its.len() == joined.domains.len()).then_some(rest)
}

/// Forgets which companies were joined with one, and those that were joined with them before: it is deleted.
pub(super) async fn forget(tx: &Tx, org: OrganisationId, company: CompanyId) -> Result<(), StoreError> {
    JOINS.forget(tx, org, company).await
}

/// Forgets joins of all organisations before an instant: they stay. Index `company_joins_by_age`.
pub async fn forget_joins_before(tx: &Tx, before: Timestamp) -> Result<u64, StoreError> {
    JOINS.forget_before(tx, before).await
}
