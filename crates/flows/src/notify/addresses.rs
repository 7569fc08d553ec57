//! Addresses are told of a case: a shared calendar, a pager, a colleague outside.

use std::collections::BTreeMap;

use domain::{CaseId, EmailAddress, OrganisationId};
use store::cases::{By, CaseScope};
use store::{StoreError, Tx};

use super::letter::{Letter, post};
use super::settings::{of_organisation, sender};
use super::words::{self, About};
use crate::auto_reply::grants;
use crate::office::Office;
use crate::organisation;

/// The scope of the brake: one bucket for each address.
pub(crate) const SCOPE: &str = "notice_address";

/// Writes to each address, and into the case's log what was written to none.
pub(crate) async fn tell(
    tx: &Tx,
    office: &Office,
    (organisation, case): (OrganisationId, CaseId),
    (addresses, about): (&[EmailAddress], About<'_>),
) -> Result<(), StoreError> {
    if addresses.is_empty() {
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
    for to in addresses {
        let told = match &from {
            None => false,
            Some(from) => {
                let base_url = &office.settings().base_url;
                let (subject, text) = words::to_address(language, (&case, about), newest.as_ref(), base_url);
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
