//! An outsider answers what was passed on to him: his mail is of the case, but aside from the customer.

use domain::CaseId;
use store::cases::{CaseScope, Marks};
use store::{StoreError, Tx};

use super::into_case::InCase;
use super::matching::answered_ids;
use super::passage::Passage;

/// Marks the message where it is such an answer, and says whether it is.
pub(super) async fn mark(tx: &Tx, passage: &Passage<'_>, in_case: &InCase) -> Result<bool, StoreError> {
    // In a case that it began nothing was said before.
    let aside = !in_case.is_new && is_aside(tx, passage, in_case.case_id).await?;
    if aside {
        let marks = Marks { aside, ..Marks::default() };
        store::cases::mark_message(tx, passage.organisation(), in_case.message_id, &marks).await?;
    }
    Ok(aside)
}

/// It answers something that was said aside, which the customer never saw; or its writer is known
/// from there alone.
async fn is_aside(tx: &Tx, passage: &Passage<'_>, case: CaseId) -> Result<bool, StoreError> {
    let asides = store::cases::list_asides(tx, passage.organisation(), case).await?;
    if asides.is_empty() {
        return Ok(false);
    }
    let answered = answered_ids(passage.reading);
    let known = |id: &Option<String>| id.as_ref().is_some_and(|id| answered.contains(id));
    if asides.iter().any(|(id, _)| known(id)) {
        return Ok(true);
    }
    let sender = passage.reading.parsed.from.as_ref().and_then(|from| from.address.as_ref());
    let Some(sender) = sender.map(domain::EmailAddress::key) else { return Ok(false) };
    let found = store::cases::find(tx, passage.organisation(), case, &CaseScope::All).await?;
    let customer = found.and_then(|case| case.customer_address.parse::<domain::EmailAddress>().ok());
    let is_customer = customer.is_some_and(|customer| customer.key() == sender);
    Ok(!is_customer && asides.iter().any(|(_, people)| people.iter().any(|person| person.key() == sender)))
}
