//! What an answer does to its case: a person's opens it again, a delivery report says that one of
//! our mails failed, an automatic reply changes nothing (RFC 3834 2).

use domain::case::CaseStatus;
use mail::Class;
use store::cases::{By, CaseChange, CaseRow};
use store::{StoreError, Tx};

use super::passage::Passage;
use super::reported;
use crate::cases::Deadlines;

/// What kind of answer it is.
#[derive(Clone, Copy)]
pub(super) struct Answer {
    /// Its class.
    pub(super) class: Class,
    /// Whether it may open the case at all.
    pub(super) opens: bool,
}

/// Moves the case on that an answer came to.
pub(super) async fn by_answer(
    tx: &Tx,
    passage: &Passage<'_>,
    case: &CaseRow,
    Answer { class, opens }: Answer,
) -> Result<(), StoreError> {
    let (organisation, now) = (passage.organisation(), passage.desk.now);
    let by = By { user: None, at: now };
    let status = status_after(case.status, class).filter(|_| opens);
    if case.status == CaseStatus::Deleted && status.is_some() {
        store::cases::restore(tx, organisation, &[case.id], by).await?;
    }
    let quiet = passage.reading.row.historic;
    let mut change = CaseChange { status, quiet, ..CaseChange::default() };
    if class == Class::DeliveryReport && reported::may_be_true(tx, passage, case.id).await? {
        change.delivery_failed = Some(true);
    }
    if case.status == CaseStatus::Closed && status.is_some() {
        // The work begins anew, and so does the time it may take.
        let deadlines = Deadlines::read(tx, organisation, case.priority_id).await?;
        change.due_at = Some(deadlines.due(now));
    }
    if change != (CaseChange { quiet, ..CaseChange::default() }) {
        store::cases::update(tx, organisation, case.id, &change, by).await?;
    }
    Ok(())
}

/// The status that a mail of this class gives its case; `None` leaves it. Nothing revives spam: a
/// person must say that it is none.
fn status_after(before: CaseStatus, class: Class) -> Option<CaseStatus> {
    let opens = match class {
        Class::AutoReply => false,
        Class::DeliveryReport => before != CaseStatus::Deleted,
        Class::Person | Class::Complaint | Class::Challenge | Class::List | Class::Notification => true,
    };
    (opens && !matches!(before, CaseStatus::Spam | CaseStatus::Open)).then_some(CaseStatus::Open)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(before: CaseStatus, class: Class, opens: bool) {
        assert_eq!(status_after(before, class).is_some(), opens, "{before:?} {class:?}");
    }

    #[test]
    fn a_person_opens_what_rests_and_nothing_revives_spam() {
        for before in [CaseStatus::Closed, CaseStatus::Waiting, CaseStatus::Deleted] {
            check(before, Class::Person, true);
            check(before, Class::AutoReply, false);
        }
        check(CaseStatus::Open, Class::Person, false);
        check(CaseStatus::Spam, Class::Person, false);
        check(CaseStatus::Closed, Class::DeliveryReport, true);
        check(CaseStatus::Deleted, Class::DeliveryReport, false);
    }
}
