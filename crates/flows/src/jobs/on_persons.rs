//! Jobs that take persons in from a file, row by row. Who asked for it may have lost rights since, so that each batch
//! asks what he may do.

use std::collections::BTreeMap;

use domain::audit::Author;
use domain::person_import::RowOutcome;
use domain::{Id, PersonImportRowId, Timestamp};
use mail::contacts::Contact;
use policy::address_check::{self, Form, MailHosts};
use store::jobs::{Batch, JobFailure, JobRow};
use store::{StoreError, Tx, person_imports};

use super::deeds::failure;
use super::on_cases::{may, not_any_more, params};
use crate::addresses;
use crate::office::Office;
use crate::people::{Said, Wish, apply};

/// Domains of one batch that DNS is asked for: all of them, but for files that somebody made to keep us busy. Of the
/// others nothing is known, which makes no address bad.
const DOMAINS_MAX: usize = 400;
/// Addresses whose domains are asked for at the same time.
const ASKED_TOGETHER: usize = 50;

/// Takes a batch of rows in, unless somebody else did meanwhile. DNS is asked before the transaction, for which nobody waits.
pub(super) async fn run(office: &Office, job: JobRow, batch: Batch) -> Result<(), StoreError> {
    let hosts = hosts(office, &job, &batch).await?;
    let at = office.now();
    let written = office.store().write(move |tx| {
        let (job, batch, hosts) = (job.clone(), batch.clone(), hosts.clone());
        Box::pin(async move {
            store::audit::speak_for(tx, Author::in_browser(job.user));
            let failures = import(tx, &job, (&batch.ids, &hosts), at).await?;
            store::jobs::record_batch(tx, &job, &batch, &failures, at).await?;
            Ok(())
        })
    });
    written.await
}

/// Who takes mail for the domains that the waiting rows of a batch name.
async fn hosts(
    office: &Office,
    job: &JobRow,
    batch: &Batch,
) -> Result<BTreeMap<String, MailHosts>, StoreError> {
    let ids: Vec<PersonImportRowId> = batch.ids.iter().copied().map(Id::new).collect();
    let said = person_imports::waiting_among(&office.store().read(), job.organisation, &ids).await?;
    let mut forms: BTreeMap<String, Form> = BTreeMap::new();
    for said in said.values().filter_map(|said| serde_json::from_str::<Said>(said).ok()) {
        for form in Contact::from(said).addresses.iter().map(|text| address_check::read(text)) {
            if let Ok(address) = &form.address {
                forms.entry(address.domain().to_owned()).or_insert(form);
            }
        }
    }
    let forms: Vec<Form> = forms.into_values().take(DOMAINS_MAX).collect();
    let mut hosts = BTreeMap::new();
    for some in forms.chunks(ASKED_TOGETHER) {
        hosts.extend(addresses::hosts_of(office, some).await);
    }
    Ok(hosts)
}

/// Takes a batch of rows in; returns those that were refused.
async fn import(
    tx: &Tx,
    job: &JobRow,
    (ids, hosts): (&[i64], &BTreeMap<String, MailHosts>),
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
        let asked = (&contact, wish.known, hosts);
        let (outcome, code, detail) = match apply(tx, job.organisation, asked, at).await? {
            Ok(outcome) => (outcome, "", String::new()),
            Err(problem) => {
                failures.push(failure(*id, &problem));
                let is_doubtful = problem.code == "contact.no_host";
                let outcome = if is_doubtful { RowOutcome::ToLookAt } else { RowOutcome::Refused };
                (outcome, problem.code, problem.detail.into_owned())
            }
        };
        person_imports::record(tx, job.organisation, (*id, outcome), (code, &detail)).await?;
    }
    Ok(failures)
}
