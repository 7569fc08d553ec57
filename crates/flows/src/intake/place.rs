//! Policy's verdict on one mail, carried out in the caller's transaction.

use domain::case::{CaseStatus, Direction};
use domain::intake::FilterAction;
use domain::timeline::{Step, Subject};
use domain::{CaseId, FilterId, OrganisationId, Timestamp};
use mail::Class;
use policy::case_match::{self, NewBecause};
use policy::case_token::TokenKey;
use policy::{filter, subject};
use store::cases::{By, CaseChange, CaseScope, NewCase, NewMessage};
use store::events::{self, Change};
use store::intake::{Blocked, Placed};
use store::mailboxes::MailboxRow;
use store::timeline::TimelineEntry;
use store::{StoreError, Tx};

use super::facts;
use super::reading::Reading;

/// What a mail is decided by, beside itself.
pub(super) struct Rules {
    /// The filters of its mailbox, in order.
    pub(super) filters: Vec<filter::Filter>,
    /// Its mailbox; `None` when that was deleted meanwhile.
    pub(super) mailbox: Option<MailboxRow>,
}

/// Who decides, and when.
pub(super) struct Desk<'a> {
    /// The worker that holds the lease.
    pub(super) owner: &'a str,
    /// Reads our own tokens.
    pub(super) key: &'a TokenKey,
    /// The present.
    pub(super) now: Timestamp,
}

/// Decides on a mail and writes outcome, trace and events. `false` when the lease is lost: the
/// caller must roll back.
pub(super) async fn place(
    tx: &Tx,
    desk: &Desk<'_>,
    rules: &Rules,
    reading: &Reading,
) -> Result<bool, StoreError> {
    let (organisation, id) = (reading.row.organisation, reading.row.id);
    let mut trace = vec![parsed_step(reading)];
    trace.extend(reading.row.skip_filter_ids.iter().map(|id| Step::FilterSkipped { filter_id: *id }));
    let verdict = run_filters(rules, reading);
    trace.extend(verdict.matches.iter().map(matched_step));
    let hits: Vec<FilterId> = verdict.matches.iter().map(|found| found.id).collect();
    if !hits.is_empty() {
        store::filters::record_hits(tx, organisation, &hits, desk.now).await?;
    }
    let (summary, at) = (reading.summary(), desk.now);
    let held = if let Some(filter_id) = verdict.blocked_by {
        trace.push(Step::Blocked { filter_id });
        events::insert(tx, organisation, Change::blocked(id));
        let blocked = Blocked { filter_id, summary, at };
        store::intake::record_blocked(tx, organisation, id, desk.owner, &blocked).await?
    } else {
        let case_id = into_case(tx, desk, (rules, &verdict), reading, &mut trace).await?;
        trace.push(Step::Placed { case_id });
        events::insert(tx, organisation, Change::case(case_id));
        let placed = Placed { case_id, summary, at };
        store::intake::record_placed(tx, organisation, id, desk.owner, &placed).await?
    };
    events::insert(tx, organisation, Change::intake(id));
    write_trace(tx, reading, desk.now, trace).await?;
    Ok(held)
}

async fn write_trace(tx: &Tx, reading: &Reading, at: Timestamp, trace: Vec<Step>) -> Result<(), StoreError> {
    let subject = Subject::Intake(reading.row.id);
    let entries: Vec<_> = trace.into_iter().map(|step| TimelineEntry { subject, at, step }).collect();
    store::timeline::insert_many(tx, reading.row.organisation, &entries).await
}

fn run_filters(rules: &Rules, reading: &Reading) -> filter::Verdict {
    let parsed = &reading.parsed;
    let summary = reading.summary();
    let to = parsed.to.iter().chain(&parsed.cc);
    let to: Vec<String> = to
        .map(|participant| format!("{} {}", participant.name.as_deref().unwrap_or_default(), participant.raw))
        .collect();
    let texts = filter::Texts {
        from: &summary.from,
        to: &to.join("\n"),
        subject: &parsed.subject,
        body: &parsed.text,
        header: &parsed.header_text,
    };
    filter::decide(&rules.filters, &texts, &reading.row.skip_filter_ids)
}

/// Finds or makes the case, adds the message, and moves the case's state.
async fn into_case(
    tx: &Tx,
    desk: &Desk<'_>,
    (rules, verdict): (&Rules, &filter::Verdict),
    reading: &Reading,
    trace: &mut Vec<Step>,
) -> Result<CaseId, StoreError> {
    let organisation = reading.row.organisation;
    let facts = facts::of_case(tx, desk.key, reading).await?;
    let case_id = match case_match::decide(&facts) {
        case_match::Verdict::Existing { evidence, because } => {
            let number = move_on(tx, organisation, evidence.case, reading, desk.now).await?;
            let (because, evidence_text) = (because.as_str().to_owned(), evidence.text);
            trace.push(Step::CaseMatched {
                case_id: evidence.case,
                number,
                because,
                evidence: evidence_text,
            });
            evidence.case
        }
        case_match::Verdict::New(because) => new_case(tx, (rules, verdict), reading, because, trace).await?,
    };
    let message = NewMessage {
        direction: Direction::Received,
        at: reading.at(),
        content: reading.content(),
        author_id: None,
        intake_id: Some(reading.row.id),
        outbox_id: None,
        raw_hash: Some(reading.row.raw_hash),
    };
    store::cases::append_message(tx, organisation, case_id, &message).await?;
    Ok(case_id)
}

/// What an answer does to its case: a person's opens it again, a delivery report says that one of
/// our mails failed, an automatic reply changes nothing (RFC 3834 2).
async fn move_on(
    tx: &Tx,
    organisation: OrganisationId,
    case: CaseId,
    reading: &Reading,
    now: Timestamp,
) -> Result<i64, StoreError> {
    let found = store::cases::find(tx, organisation, case, &CaseScope::All).await?;
    let Some(found) = found else { return Ok(0) };
    let mut change = CaseChange::default();
    match reading.parsed.class {
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
        store::cases::update(tx, organisation, case, &change, By { user: None, at: now }).await?;
    }
    Ok(found.number)
}

async fn new_case(
    tx: &Tx,
    (rules, verdict): (&Rules, &filter::Verdict),
    reading: &Reading,
    because: NewBecause,
    trace: &mut Vec<Step>,
) -> Result<CaseId, StoreError> {
    let settings = rules.mailbox.as_ref().map(|mailbox| &mailbox.settings);
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
    let (case_id, number) = store::cases::insert(tx, reading.row.organisation, &case).await?;
    trace.push(Step::CaseCreated { case_id, number, because: because.as_str().to_owned() });
    Ok(case_id)
}

fn parsed_step(reading: &Reading) -> Step {
    Step::Parsed {
        attachments: u32::try_from(reading.parsed.attachments.len()).unwrap_or(u32::MAX),
        defects: reading.defects.iter().map(|defect| defect.code().to_owned()).collect(),
        class: reading.parsed.class.as_str().to_owned(),
    }
}

fn matched_step(found: &filter::Match) -> Step {
    let action = match found.action {
        FilterAction::Block => "block",
        FilterAction::Category { .. } => "category",
        FilterAction::Priority { .. } => "priority",
    };
    Step::FilterMatched {
        filter_id: found.id,
        name: found.name.clone(),
        matched: found.matched.clone(),
        action: action.to_owned(),
    }
}
