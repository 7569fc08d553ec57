//! Joins records that are one, and splits them again.

use domain::{Actor, CompanyId, PersonId, Problem};
use store::companies::DOMAINS_MAX;
use store::persons::{ADDRESSES_MAX, Merged, Split};

use super::find_person;
use crate::office::Office;
use crate::problem;

/// Joins two persons who are the same: addresses and cases of the first become the second's. Returns whether they can be split again.
///
/// # Errors
/// 404 when one of them is not there, 409 when both together have too many addresses.
pub async fn merge_persons(
    office: &Office,
    actor: &Actor,
    (from, to): (PersonId, PersonId),
) -> Result<bool, Problem> {
    find_person(office, actor, from).await?;
    find_person(office, actor, to).await?;
    let (organisation, at) = (actor.organisation, office.now());
    let written = office.store().write(move |tx| {
        Box::pin(async move { store::persons::merge(tx, organisation, (from, to), at).await })
    });
    let refused = || {
        let detail =
            format!("two different persons with at most {ADDRESSES_MAX} addresses together can be joined");
        Problem::conflict("person.cannot_merge", detail)
    };
    can_split(written.await.map_err(problem::from_store)?, refused)
}

/// Splits somebody off again who was joined with a person: he comes back with his addresses, his cases and his places in
/// sets and lists.
///
/// # Errors
/// 404 when nothing is kept of such a join, 409 when what happened since speaks against it.
pub async fn split_person(
    office: &Office,
    actor: &Actor,
    (person, gone): (PersonId, PersonId),
) -> Result<(), Problem> {
    let (organisation, at) = (actor.organisation, office.now());
    let written = office.store().write(move |tx| {
        Box::pin(async move { store::persons::split(tx, organisation, (person, gone), at).await })
    });
    let contradicted = || {
        let detail = "an address that was joined is no longer this person's; change the persons by hand";
        Problem::conflict("person.cannot_split", detail)
    };
    split(written.await.map_err(problem::from_store)?, "person", contradicted)
}

/// Joins two companies that are the same: persons, cases and domains of the first become the second's. Returns whether they can be
/// split again.
///
/// # Errors
/// 404 when one of them is not there, 409 when both together have too many domains.
pub async fn merge_companies(
    office: &Office,
    actor: &Actor,
    (from, to): (CompanyId, CompanyId),
) -> Result<bool, Problem> {
    let (organisation, at) = (actor.organisation, office.now());
    for company in [from, to] {
        let found = store::companies::find(&office.store().read(), organisation, company).await;
        found.map_err(problem::from_store)?.ok_or_else(|| Problem::not_found("company"))?;
    }
    let written = office.store().write(move |tx| {
        Box::pin(async move { store::companies::merge(tx, organisation, (from, to), at).await })
    });
    let refused = || {
        let detail =
            format!("two different companies with at most {DOMAINS_MAX} domains together can be joined");
        Problem::conflict("company.cannot_merge", detail)
    };
    can_split(written.await.map_err(problem::from_store)?, refused)
}

/// Splits a company off again that was joined with another: it comes back with its domains, its persons, its cases and its
/// places in lists.
///
/// # Errors
/// 404 when nothing is kept of such a join, 409 when what happened since speaks against it.
pub async fn split_company(
    office: &Office,
    actor: &Actor,
    (company, gone): (CompanyId, CompanyId),
) -> Result<(), Problem> {
    let organisation = actor.organisation;
    let written = office.store().write(move |tx| {
        Box::pin(async move { store::companies::split(tx, organisation, (company, gone)).await })
    });
    let contradicted = || {
        let detail = "a domain that was joined is no longer this company's; change the companies by hand";
        Problem::conflict("company.cannot_split", detail)
    };
    split(written.await.map_err(problem::from_store)?, "company", contradicted)
}

fn can_split(ended: Merged, refused: impl FnOnce() -> Problem) -> Result<bool, Problem> {
    match ended {
        Merged::Splittable => Ok(true),
        Merged::ForGood => Ok(false),
        Merged::Refused => Err(refused()),
    }
}

fn split(ended: Split, what: &'static str, contradicted: impl FnOnce() -> Problem) -> Result<(), Problem> {
    match ended {
        Split::Done => Ok(()),
        Split::Unknown => Err(Problem::not_found(what)),
        Split::Contradicted => Err(contradicted()),
    }
}
