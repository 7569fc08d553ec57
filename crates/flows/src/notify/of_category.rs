//! A category's addresses are told of its new case: a shared calendar, a pager, a colleague outside.

use std::collections::BTreeMap;

use domain::{CaseId, OrganisationId};
use store::cases::{By, CaseScope};
use store::categories::CategoryRow;
use store::{StoreError, Tx};

use super::letter::{Letter, post};
use super::settings::{of_organisation, sender};
use super::words;
use crate::auto_reply::grants;
use crate::office::Office;
use crate::organisation;

/// The scope of the brake: one bucket for each address.
pub(crate) const SCOPE: &str = "notice_address";

/// Writes to each address, and into the case's log what was written to none.
pub(super) async fn tell(
    tx: &Tx,
    office: &Office,
    (organisation, case): (OrganisationId, CaseId),
    category: &CategoryRow,
) -> Result<(), StoreError> {
    if category.notify_addresses.is_empty() {
        return Ok(());
    }
    let Some(case) = store::cases::find(tx, organisation, case, &CaseScope::All).await? else {
        return Ok(());
    };
    let settings = of_organisation(tx, organisation).await?;
    let language = organisation::language(tx, organisation).await?;
    let from = sender(tx, organisation, (&settings, case.mailbox_id)).await?;
    let newest = match settings.with_text {
        true => store::cases::find_newest(tx, organisation, case.id).await?,
        false => None,
    };
    let now = office.now();
    for to in &category.notify_addresses {
        let told = match &from {
            None => false,
            Some(from) => {
                let (subject, text) = words::of_new_case(
                    language,
                    (&case, &category.name),
                    newest.as_ref(),
                    &office.settings().base_url,
                );
                let within =
                    grants(tx, organisation, (SCOPE, to.key().as_str()), (settings.budget(), now)).await?;
                let letter = Letter { from, to, subject, text, now };
                within && post(tx, office, organisation, letter).await?.is_some()
            }
        };
        let what = if told { "address_notified" } else { "address_not_notified" };
        let params = BTreeMap::from([("address".to_owned(), to.to_string())]);
        let by = By { user: None, at: now };
        store::cases::insert_log(tx, organisation, case.id, by, (what, params)).await?;
    }
    Ok(())
}
