//! The third stage: the mail is held back, or becomes a message of a case, old or new.

use domain::case::{CaseStatus, Direction};
use domain::timeline::Step;
use domain::{CaseId, FilterId};
use mail::Class;
use policy::case_match::{self, Evidence, NewBecause};
use policy::{filter, subject};
use store::cases::{By, CaseChange, CaseScope, NewCase, NewMessage};
use store::events::{self, Change};
use store::intake::{Blocked, Placed};
use store::{StoreError, Tx};

use super::passage::Passage;

/// The case that the mail became a message of.
pub(super) struct InCase {
    /// The case.
    pub(super) case_id: CaseId,
}

/// A filter holds it back. `false` when the lease is lost.
pub(super) async fn block(
    tx: &Tx,
    passage: &mut Passage<'_>,
    filter_id: FilterId,
) -> Result<bool, StoreError> {
    passage.note(Step::Blocked { filter_id });
    events::insert(tx, passage.organisation(), Change::blocked(passage.id()));
    let blocked = Blocked { filter_id, summary: passage.reading.summary(), at: passage.desk.now };
    store::intake::record_blocked(tx, passage.organisation(), passage.id(), passage.desk.owner, &blocked)
        .await
}

/// Ends its way: it is a message of that case. `false` when the lease is lost.
pub(super) async fn placed(tx: &Tx, passage: &mut Passage<'_>, in_case: &InCase) -> Result<bool, StoreError> {
    let case_id = in_case.case_id;
    passage.note(Step::Placed { case_id });
    events::insert(tx, passage.organisation(), Change::case(case_id));
    let placed = Placed { case_id, summary: passage.reading.summary(), at: passage.desk.now };
    store::intake::record_placed(tx, passage.organisation(), passage.id(), passage.desk.owner, &placed).await
}

/// Moves its case on or makes one, and adds the message.
pub(super) async fn into_case(
    tx: &Tx,
    passage: &mut Passage<'_>,
    belongs: case_match::Verdict,
    verdict: &filter::Verdict,
) -> Result<InCase, StoreError> {
    let case_id = match belongs {
        case_match::Verdict::Existing { evidence, because } => {
            join(tx, passage, evidence, because.as_str()).await?
        }
        case_match::Verdict::New(because) => open(tx, passage, verdict, because).await?,
    };
    let reading = passage.reading;
    let message = NewMessage {
        direction: Direction::Received,
        at: reading.at(),
        content: reading.content(),
        author_id: None,
        intake_id: Some(passage.id()),
        outbox_id: None,
        raw_hash: Some(reading.row.raw_hash),
    };
    store::cases::append_message(tx, passage.organisation(), case_id, &message).await?;
    Ok(InCase { case_id })
}

/// What an answer does to its case: a person's opens it again, a delivery report says that one of
/// our mails failed, an automatic reply changes nothing (RFC 3834 2).
async fn join(
    tx: &Tx,
    passage: &mut Passage<'_>,
    evidence: Evidence,
    because: &str,
) -> Result<CaseId, StoreError> {
    let (organisation, case_id) = (passage.organisation(), evidence.case);
    let found = store::cases::find(tx, organisation, case_id, &CaseScope::All).await?;
    let found = found.ok_or(StoreError::Missing("case"))?;
    let mut change = CaseChange::default();
    match passage.reading.parsed.class {
        Class::AutoReply => {}
        Class::DeliveryReport => {
            change.delivery_failed = Some(true);
            change.status = Some(CaseStatus::Open);
        }
        Class::Person | Class::Complaint | Class::List | Class::Notification => {
            change.status = Some(CaseStatus::Open);
        }
    }
    change.status = change.status.filter(|status| *status != found.status);
    if change != CaseChange::default() {
        let by = By { user: None, at: passage.desk.now };
        store::cases::update(tx, organisation, case_id, &change, by).await?;
    }
    let (number, because, evidence) = (found.number, because.to_owned(), evidence.text);
    passage.note(Step::CaseMatched { case_id, number, because, evidence });
    Ok(case_id)
}

async fn open(
    tx: &Tx,
    passage: &mut Passage<'_>,
    verdict: &filter::Verdict,
    because: NewBecause,
) -> Result<CaseId, StoreError> {
    let reading = passage.reading;
    let settings = passage.rules.mailbox.as_ref().map(|mailbox| &mailbox.settings);
    let customer = reading.customer();
    let address = customer.map(|customer| match &customer.address {
        Some(address) => address.to_string(),
        None => customer.raw.clone(),
    });
    let case = NewCase {
        title: subject::without_prefixes(&reading.parsed.subject).to_owned(),
        customer_name: customer.and_then(|customer| customer.name.clone()),
        customer_address: address.unwrap_or_default(),
        category_id: verdict.category.or_else(|| settings.and_then(|settings| settings.category_id)),
        priority_id: verdict.priority.or_else(|| settings.and_then(|settings| settings.priority_id)),
        owner_id: None,
        mailbox_id: Some(reading.row.mailbox_id),
        at: reading.at(),
    };
    let (case_id, number) = store::cases::insert(tx, passage.organisation(), &case).await?;
    passage.note(Step::CaseCreated { case_id, number, because: because.as_str().to_owned() });
    Ok(case_id)
}
