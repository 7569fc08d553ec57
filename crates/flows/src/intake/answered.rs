//! The customer writes before a planned mail is due: it goes back to its author as a draft, who
//! would otherwise say something that his customer has overtaken.

use domain::CaseId;
use domain::compose::Returned;
use domain::timeline::Step;
use mail::Class;
use store::{StoreError, Tx};

use super::into_case::InCase;
use super::passage::Passage;
use crate::compose::back_to_draft;

/// Calls back what waits in the case for nobody to write. Programs that answer by themselves are
/// nobody (RFC 3834 2).
pub(super) async fn call_back(
    tx: &Tx,
    passage: &mut Passage<'_>,
    in_case: &InCase,
    left: Option<CaseId>,
) -> Result<(), StoreError> {
    // In a case that the mail began nothing waits, but in the one that it answers.
    let Some(case_id) = left.or((!in_case.is_new).then_some(in_case.case_id)) else { return Ok(()) };
    if passage.reading.parsed.class != Class::Person {
        return Ok(());
    }
    let organisation = passage.organisation();
    for item in store::outbox::list_to_call_back(tx, organisation, case_id).await? {
        let Some(taken) = store::outbox::take_back(tx, organisation, item).await? else { continue };
        back_to_draft(tx, organisation, &taken, (Returned::Answered, None, passage.desk.now)).await?;
        passage.note(Step::CalledBack { case_id });
    }
    Ok(())
}
