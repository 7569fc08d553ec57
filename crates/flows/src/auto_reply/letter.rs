//! The mail of an automatic reply, written into the caller's transaction.

use std::collections::BTreeMap;

use domain::case::Direction;
use domain::org::Language;
use domain::timeline::{Step, Subject};
use domain::{EmailAddress, OrganisationId, OutboxId, Timestamp};
use mail::{AutoSubmitted, Class, ComposeError, Draft, NewAttachment, Passage, SentBy};
use policy::subject;
use store::cases::{CaseRow, Correspondent, Marks, MessageContent, NewMessage};
use store::mailboxes::MailboxRow;
use store::outbox::NewOutbox;
use store::raw::PreparedRaw;
use store::templates::TemplateRow;
use store::timeline::TimelineEntry;
use store::{StoreError, Tx};

use super::pictures;
use crate::compose::{as_sent, attachments_of};
use crate::faq::FaqTexts;
use crate::office::Office;
use crate::preflight::LeavesAs;
use crate::templates::{self, CaseFacts, Filled};

/// What is answered.
pub(crate) struct Answered<'a> {
    /// Its Message-ID.
    pub(crate) message_id: Option<&'a str>,
    /// The thread before it.
    pub(crate) references: &'a [String],
    /// What its author wrote.
    pub(crate) text: &'a str,
    /// What filters found in it.
    pub(crate) captures: &'a BTreeMap<String, String>,
    /// Answers of the FAQ that fit it.
    pub(crate) faq: Option<&'a FaqTexts>,
}

/// What is written.
pub(crate) struct Letter<'a> {
    /// The case.
    pub(crate) case: &'a CaseRow,
    /// The mailbox it is written from.
    pub(crate) mailbox: &'a MailboxRow,
    /// As whom it leaves.
    pub(crate) leaves_as: &'a LeavesAs,
    /// The text.
    pub(crate) template: &'a TemplateRow,
    /// Whom to.
    pub(crate) to: &'a EmailAddress,
    /// The present.
    pub(crate) now: Timestamp,
}

impl Letter<'_> {
    /// Whether the customer reads it; what others are told of the case is not for his eyes.
    fn is_to_customer(&self) -> bool {
        let customer = self.case.customer_address.parse::<EmailAddress>();
        customer.is_ok_and(|customer| customer.key() == self.to.key())
    }
}

/// Why a letter was not written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotWritten {
    /// The template has nothing to say, or the mail would break a rule.
    #[error("{0}")]
    Unwritable(String),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<ComposeError> for NotWritten {
    fn from(error: ComposeError) -> Self {
        Self::Unwritable(error.to_string())
    }
}

/// The size of a letter: it lies in the database, and nobody reads a longer one.
const LETTER_OCTETS_MAX: usize = 1024 * 1024;

/// Puts the reply into the outbox and into its case.
pub(crate) async fn write(
    tx: &Tx,
    office: &Office,
    organisation: OrganisationId,
    letter: &Letter<'_>,
    answered: &Answered<'_>,
) -> Result<OutboxId, NotWritten> {
    let language = language(tx, organisation, letter).await?;
    let facts = CaseFacts {
        case: letter.case,
        user: None,
        message: Some(answered.text),
        captures: answered.captures,
        faq: answered.faq,
    };
    let filled = templates::of_row(tx, organisation, (letter.template, language), &facts).await?;
    let filled = filled.filter(|filled| !filled.text.trim().is_empty());
    let filled = filled.ok_or_else(|| NotWritten::Unwritable("the template is empty".to_owned()))?;
    let shown = pictures::of(tx, organisation, (letter.template.id, filled.html.as_deref())).await?;
    let draft = draft(office, organisation, (letter, answered), (&filled, shown));
    let raw = mail::compose(&draft)?;
    if raw.len() > LETTER_OCTETS_MAX {
        return Err(NotWritten::Unwritable(format!("it would have more than {LETTER_OCTETS_MAX} octets")));
    }
    let raw = store::raw::prepare_inline(organisation, &raw).map_err(NotWritten::Store)?;
    Ok(put(tx, organisation, letter, (draft, raw)).await?)
}

/// The language that a letter is written in: that of the customer it goes to, or else its mailbox's.
pub(crate) async fn language(
    tx: &Tx,
    organisation: OrganisationId,
    letter: &Letter<'_>,
) -> Result<Language, StoreError> {
    let known = if letter.is_to_customer() {
        templates::language_of_customer(tx, organisation, letter.case).await?
    } else {
        None
    };
    Ok(known.unwrap_or(letter.mailbox.settings.language))
}

fn draft(
    office: &Office,
    organisation: OrganisationId,
    (letter, answered): (&Letter<'_>, &Answered<'_>),
    (filled, mut pictures): (&Filled, Vec<NewAttachment>),
) -> Draft {
    let (case, LeavesAs { from, reply_to, .. }) = (letter.case, letter.leaves_as.clone());
    let (nonce, host) = (office.entropy().hex(8), from.1.domain().to_owned());
    let [html] = as_sent([filled.html.as_deref()], &mut pictures, &format!("{nonce}@{host}"));
    Draft {
        from,
        reply_to,
        to: vec![(case.customer_name.clone().filter(|_| letter.is_to_customer()), letter.to.clone())],
        cc: Vec::new(),
        subject: subject_line(&filled.subject, case),
        text: filled.text.clone(),
        html: html.as_deref().map(|html| mail::html_of_passages(&[Passage::Html(html)])),
        // RFC 3834 3.1.6: both fields, so that the thread holds together.
        in_reply_to: answered.message_id.map(str::to_owned),
        references: answered.references.to_vec(),
        message_id: office.tokens().message_id(organisation, case.id, &nonce, &host),
        date: letter.now,
        attachments: pictures,
        boundary_seed: office.entropy().hex(12),
        // RFC 3834 3.1.7.
        thread_index: None,
        sent_by: SentBy::Program(AutoSubmitted::Replied),
    }
}

/// The template's subject with the case's tag, or that of an answer.
fn subject_line(of_template: &str, case: &CaseRow) -> String {
    let tag = subject::tag(case.number);
    if of_template.is_empty() {
        subject::of_reply(&case.title, case.number)
    } else if of_template.contains(&tag) {
        of_template.to_owned()
    } else {
        format!("{of_template} {tag}")
    }
}

async fn put(
    tx: &Tx,
    organisation: OrganisationId,
    letter: &Letter<'_>,
    (draft, raw): (Draft, PreparedRaw),
) -> Result<OutboxId, StoreError> {
    let (case, at) = (letter.case.id, letter.now);
    let item = NewOutbox {
        from: draft.from.1.clone(),
        from_name: draft.from.0.clone(),
        // RFC 3834 3.3: the null return path, so that nothing answers or reports to us.
        return_path: None,
        subject: draft.subject.clone(),
        raw,
        recipients: vec![letter.to.clone()],
        created_by: None,
        case_id: Some(case),
        at,
        due_at: at,
    };
    let raw_hash = Some(item.raw.hash());
    let outbox_id = store::outbox::insert(tx, organisation, &item).await?;
    let message = NewMessage {
        direction: Direction::Sent,
        at,
        content: content(draft),
        author_id: None,
        intake_id: None,
        outbox_id: Some(outbox_id),
        raw_hash,
    };
    let message_id = store::cases::append_message(tx, organisation, case, &message).await?;
    if !letter.is_to_customer() {
        let marks = Marks { aside: true, bcc: Vec::new() };
        store::cases::mark_message(tx, organisation, message_id, &marks).await?;
    }
    let steps = [Step::Queued { user_id: None, recipients: 1 }].into_iter().chain(letter.leaves_as.steps());
    let entry = |step| TimelineEntry { subject: Subject::Outbox(outbox_id), at, step };
    let entries: Vec<_> = steps.map(entry).collect();
    store::timeline::insert_many(tx, organisation, &entries).await?;
    Ok(outbox_id)
}

fn content(draft: Draft) -> MessageContent {
    let correspondent =
        |(name, address): (Option<String>, EmailAddress)| Correspondent { name, address: Some(address) };
    MessageContent {
        from: correspondent(draft.from),
        to: draft.to.into_iter().map(correspondent).collect(),
        subject: draft.subject,
        text: draft.text.clone(),
        attachments: attachments_of(draft.attachments),
        has_html: draft.html.is_some(),
        full_text: draft.text,
        class: Class::AutoReply.as_str().to_owned(),
        message_id: Some(draft.message_id),
        ..MessageContent::default()
    }
}
