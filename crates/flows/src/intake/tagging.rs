//! Behind the third stage: the tags that filters give the mail's case.

use domain::CaseId;
use domain::timeline::{FilterDeed, Step};
use store::cases::By;
use store::{StoreError, Tx};

use super::passage::Passage;
use crate::cases::{TagChange, apply_tags};

/// Gives the case these tags, and notes those that it could not take.
pub(super) async fn tag(
    tx: &Tx,
    passage: &mut Passage<'_>,
    case_id: CaseId,
    tags: &[String],
) -> Result<(), StoreError> {
    let by = By { user: None, at: passage.desk.now };
    let (mut done, mut refused) = (Vec::new(), Vec::new());
    for tag in tags {
        let change = TagChange { add: vec![tag.clone()], remove: Vec::new() };
        let result = apply_tags(tx, passage.organisation(), case_id, (&change, by)).await?;
        if result.is_ok() { &mut done } else { &mut refused }.push(tag.clone());
    }
    if !tags.is_empty() {
        passage.note(Step::FilterDid(FilterDeed::Tagged { case_id, tags: done, refused }));
    }
    Ok(())
}
