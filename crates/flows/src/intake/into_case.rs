//! The mail becomes a message of a case: an old one, which it moves on, or a new one.

use domain::case::Direction;
use domain::timeline::Step;
use domain::{CaseId, MessageId};
use mail::Class;
use policy::case_match::{Because, Evidence, NewBecause, Verdict};
use policy::filter::Effects;
use policy::subject;
use store::cases::{By, CaseChange, CaseScope, HeaderField, MessageContent, NewCase, NewMessage};
use store::{StoreError, Tx};

use super::matching;
use super::passage::Passage;
use super::passed_on;
use super::reopening::{self, Answer};
use super::reported;
use super::returned;
use crate::{request_types, statuses};

/// The case that the mail became a message of.
pub(super) struct InCase {
    /// The case.
    pub(super) case_id: CaseId,
    /// The message.
    pub(super) message_id: MessageId,
    /// Whether the mail began it.
    pub(super) is_new: bool,
}

/// Moves its case on or makes one, and adds the message.
pub(super) async fn put(
    tx: &Tx,
    passage: &mut Passage<'_>,
    belongs: Verdict,
    effects: &Effects,
) -> Result<InCase, StoreError> {
    // A thread that our token leads to the case of needs no other name.
    let by_token = matches!(belongs, Verdict::Existing { because: Because::Token, .. });
    let awaited = matches!(belongs, Verdict::Existing { because: Because::Thread, .. });
    let (case_id, is_new) = match belongs {
        Verdict::Existing { evidence, because } => {
            (join(tx, passage, (evidence, because.as_str()), effects).await?, false)
        }
        Verdict::New(because) => (open(tx, passage, because, effects).await?, true),
        Verdict::Review { .. } => return Err(StoreError::Missing("decision")),
    };
    if !by_token {
        matching::await_thread(tx, passage, case_id).await?;
    }
    if let Some(own) = passage.reading.parsed.message_id.as_deref().filter(|_| awaited) {
        store::cases::forget_awaited(tx, passage.organisation(), own).await?;
    }
    let reading = passage.reading;
    let message = NewMessage {
        direction: Direction::Received,
        at: reading.at(),
        content: content(passage, effects),
        author_id: None,
        intake_id: Some(passage.id()),
        outbox_id: None,
        raw_hash: Some(reading.row.raw_hash),
    };
    let stays_read = !is_new && stays_read(tx, passage, case_id).await?;
    let message_id = store::cases::append_message(tx, passage.organisation(), case_id, &message).await?;
    if stays_read {
        let read = CaseChange { unread: Some(false), ..CaseChange::default() };
        let by = By { user: None, at: passage.desk.now };
        store::cases::update(tx, passage.organisation(), case_id, &read, by).await?;
    }
    if let Some(status) = effects.status {
        let (status, status_id) = statuses::meant(tx, passage.organisation(), status).await?;
        let quiet = passage.reading.row.historic;
        let change = CaseChange { status: Some(status), status_id, quiet, ..CaseChange::default() };
        let by = By { user: None, at: passage.desk.now };
        store::cases::update(tx, passage.organisation(), case_id, &change, by).await?;
    }
    Ok(InCase { case_id, message_id, is_new })
}

/// Whether the case is read, and the mail is about copies alone that it has nothing to do with.
async fn stays_read(tx: &Tx, passage: &Passage<'_>, case: CaseId) -> Result<bool, StoreError> {
    if !reported::is_of_copies(tx, passage, case).await? {
        return Ok(false);
    }
    let found = store::cases::find(tx, passage.organisation(), case, &CaseScope::All).await?;
    Ok(found.is_some_and(|case| !case.unread))
}

/// What the message shows; a filter's text stands before the mail's own, which stays behind it.
fn content(passage: &Passage<'_>, effects: &Effects) -> MessageContent {
    let header_fields = shown_fields(passage);
    let content = MessageContent { header_fields, ..passage.reading.content() };
    let class = class(passage, effects).as_str().to_owned();
    match &effects.text {
        None => MessageContent { class, ..content },
        Some(text) => {
            MessageContent { class, text: text.clone(), has_html: false, remote_refs: None, ..content }
        }
    }
}

/// The fields of the header that the mailbox shows, in the order of its settings.
fn shown_fields(passage: &Passage<'_>) -> Vec<HeaderField> {
    /// Characters of one value; a list of recipients may be longer than anybody reads.
    const VALUE_CHARS_MAX: usize = 1000;
    let Some(mailbox) = &passage.rules.mailbox else { return Vec::new() };
    let lines = || passage.reading.parsed.header_text.lines().filter_map(|line| line.split_once(':'));
    let of = |name: &String| {
        let found = lines().filter(|(field, _)| field.trim().eq_ignore_ascii_case(name));
        let values: Vec<&str> = found.map(|(_, value)| value.trim()).collect();
        let value: String = values.join("; ").chars().take(VALUE_CHARS_MAX).collect();
        (!value.is_empty()).then(|| HeaderField { name: name.clone(), value })
    };
    // Whether somebody wants to hear that it was read is for people to answer: no program of ours does.
    let asks = "Disposition-Notification-To".to_owned();
    let shown = mailbox.settings.rules.shown_fields.iter().filter(|name| !name.eq_ignore_ascii_case(&asks));
    shown.chain([&asks]).filter_map(of).collect()
}

fn class(passage: &Passage<'_>, effects: &Effects) -> Class {
    if effects.bounced { Class::DeliveryReport } else { passage.reading.parsed.class }
}

/// The mail joins a case that is there, and moves it on.
async fn join(
    tx: &Tx,
    passage: &mut Passage<'_>,
    (evidence, because): (Evidence, &str),
    effects: &Effects,
) -> Result<CaseId, StoreError> {
    let (organisation, case_id) = (passage.organisation(), evidence.case);
    let found = store::cases::find(tx, organisation, case_id, &CaseScope::All).await?;
    let found = found.ok_or(StoreError::Missing("case"))?;
    // A filter that sets the status does so behind the message.
    let answer = Answer { class: class(passage, effects), opens: effects.status.is_none() };
    // A report of a delay says that the other server goes on trying, and one of a copy that she has her mail.
    let is_report = answer.class == Class::DeliveryReport && !effects.bounced;
    let is_failure = !is_report
        || (returned::says_failed(passage.reading)
            && !passed_on::is_of_copies_alone(tx, passage, case_id).await?);
    if is_failure && !reported::is_of_copies(tx, passage, case_id).await? {
        reopening::by_answer(tx, passage, &found, answer).await?;
    }
    let (number, because, evidence) = (found.number, because.to_owned(), evidence.text);
    passage.note(Step::CaseMatched { case_id, number, because, evidence });
    Ok(case_id)
}

async fn open(
    tx: &Tx,
    passage: &mut Passage<'_>,
    because: NewBecause,
    effects: &Effects,
) -> Result<CaseId, StoreError> {
    let reading = passage.reading;
    let settings = passage.rules.mailbox.as_ref().map(|mailbox| &mailbox.settings);
    let (customer_name, customer_address) = customer(passage, effects);
    let of_mailbox = settings.and_then(|settings| settings.request_type_id);
    let kind = effects.request_type.or(of_mailbox);
    let kind = request_types::meant(tx, passage.organisation(), kind).await?;
    let own_title = || subject::without_prefixes(&reading.parsed.subject).to_owned();
    let case = NewCase {
        title: effects.title.clone().unwrap_or_else(own_title),
        customer_name,
        customer_address,
        category_id: effects.category.or_else(|| settings.and_then(|settings| settings.category_id)),
        priority_id: effects.priority.or_else(|| settings.and_then(|settings| settings.priority_id)),
        request_type_id: kind.map(|row| row.id),
        owner_id: effects.owner,
        mailbox_id: Some(reading.row.mailbox_id),
        at: reading.at(),
    };
    let (new_id, number) = store::cases::reserve(tx, passage.organisation()).await?;
    let case_id = passage.desk.enclosures.case_of(passage.id()).unwrap_or(new_id);
    store::cases::insert_reserved(tx, passage.organisation(), (case_id, number), &case).await?;
    passage.note(Step::CaseCreated { case_id, number, because: because.as_str().to_owned() });
    if effects.bounced {
        let failed = CaseChange { delivery_failed: Some(true), ..CaseChange::default() };
        let by = By { user: None, at: passage.desk.now };
        store::cases::update(tx, passage.organisation(), case_id, &failed, by).await?;
    }
    Ok(case_id)
}

/// Name and address of the customer: the sender's, unless a filter says otherwise. A name belongs
/// to its address, so that the sender's never stands beside another's address.
fn customer(passage: &Passage<'_>, effects: &Effects) -> (Option<String>, String) {
    let sender = passage.reading.customer().filter(|_| !effects.customer.ignores_sender);
    let sender = sender.filter(|_| effects.customer.address.is_none());
    let name = effects.customer.name.clone().or_else(|| sender.and_then(|sender| sender.name.clone()));
    let address = match (&effects.customer.address, sender) {
        (Some(address), _) => address.to_string(),
        (None, Some(sender)) => {
            sender.address.as_ref().map_or_else(|| sender.raw.clone(), ToString::to_string)
        }
        (None, None) => String::new(),
    };
    (name, address)
}
