//! The third stage: how the mail's way ends.

use domain::intake::Review;
use domain::timeline::Step;
use policy::case_match::{Evidence, ReviewBecause, Verdict};
use policy::filter::Held;
use store::cases::CaseScope;
use store::events::{self, Change};
use store::intake::{Blocked, Placed, Reviewed};
use store::{StoreError, Tx};

use super::into_case::InCase;
use super::passage::Passage;
use super::{receipts, returned};

/// A filter holds it back, among blocked mail or in the bin. `false` when the lease is lost.
pub(super) async fn hold_back(
    tx: &Tx,
    passage: &mut Passage<'_>,
    held: Held,
    belongs: &Verdict,
) -> Result<bool, StoreError> {
    // A filter keeps mail from people; what a server says of mail of ours is true all the same.
    let case = match belongs {
        Verdict::Existing { evidence, .. } => Some(evidence.case),
        Verdict::Review { .. } | Verdict::New(_) => None,
    };
    returned::record(tx, passage, case).await?;
    receipts::record(tx, passage).await?;
    let (filter_id, discards) = (held.by, held.discards);
    passage.note(if discards { Step::Discarded { filter_id } } else { Step::Blocked { filter_id } });
    events::insert(tx, passage.organisation(), Change::blocked(passage.id()));
    let blocked = Blocked { filter_id, discards, summary: passage.reading.summary(), at: passage.desk.now };
    store::intake::record_blocked(tx, passage.organisation(), passage.id(), passage.desk.owner, &blocked)
        .await
}

/// It may belong to that case; a person decides. `false` when the lease is lost.
pub(super) async fn review(
    tx: &Tx,
    passage: &mut Passage<'_>,
    evidence: Evidence,
    because: ReviewBecause,
) -> Result<bool, StoreError> {
    let organisation = passage.organisation();
    let case = store::cases::find(tx, organisation, evidence.case, &CaseScope::All).await?;
    let case = case.ok_or(StoreError::Missing("case"))?;
    let review = Review {
        case_id: case.id,
        number: case.number,
        because: because.as_str().to_owned(),
        evidence: evidence.text,
    };
    let Review { case_id, number, because, evidence } = review.clone();
    passage.note(Step::Review { case_id, number, because, evidence });
    let reviewed = Reviewed { review, summary: passage.reading.summary(), at: passage.desk.now };
    store::intake::record_review(tx, organisation, passage.id(), passage.desk.owner, &reviewed).await
}

/// It is a message of that case. `false` when the lease is lost.
pub(super) async fn placed(tx: &Tx, passage: &mut Passage<'_>, in_case: &InCase) -> Result<bool, StoreError> {
    let case_id = in_case.case_id;
    passage.note(Step::Placed { case_id });
    events::insert(tx, passage.organisation(), Change::case(case_id));
    let placed = Placed { case_id, summary: passage.reading.summary(), at: passage.desk.now };
    store::intake::record_placed(tx, passage.organisation(), passage.id(), passage.desk.owner, &placed).await
}
