//! Jobs that take persons in from a file, row by row. Who asked for it may have lost rights since, so that each batch
//! asks what he may do.

use domain::person_import::RowOutcome;
use domain::{Id, PersonImportRowId, Timestamp};
use mail::contacts::Contact;
use store::jobs::{JobFailure, JobRow};
use store::{StoreError, Tx, person_imports};

use super::deeds::failure;
use super::on_cases::{may, not_any_more, params};
use crate::people::{Said, Wish, apply};

/// Takes a batch of rows in; returns those that were refused.
pub(super) async fn import(
    tx: &Tx,
    job: &JobRow,
    ids: &[i64],
    at: Timestamp,
) -> Result<Vec<JobFailure>, StoreError> {
    let ids: Vec<PersonImportRowId> = ids.iter().copied().map(Id::new).collect();
    let all = |problem| ids.iter().map(|id| failure(*id, &problem)).collect();
    if may(tx, job, None).await?.is_none() {
        return Ok(all(not_any_more()));
    }
    let wish = match params::<Wish>(job) {
        Ok(wish) => wish,
        Err(problem) => return Ok(all(problem)),
    };
    let mut said = person_imports::waiting_among(tx, job.organisation, &ids).await?;
    let mut failures = Vec::new();
    for id in &ids {
        let Some(said) = said.remove(id).and_then(|said| serde_json::from_str::<Said>(&said).ok()) else {
            continue;
        };
        let contact = Contact::from(said);
        let (outcome, code, detail) = match apply(tx, job.organisation, (&contact, wish.known), at).await? {
            Ok(outcome) => (outcome, "", String::new()),
            Err(problem) => {
                failures.push(failure(*id, &problem));
                (RowOutcome::Refused, problem.code, problem.detail.into_owned())
            }
        };
        person_imports::record(tx, job.organisation, (*id, outcome), (code, &detail)).await?;
    }
    Ok(failures)
}
