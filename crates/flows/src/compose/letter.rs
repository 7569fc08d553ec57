//! The mail that is made of what an agent wrote: who, to whom, which thread, what text.

use domain::compose::{Formatted, Mode};
use domain::{Problem, Timestamp};
use mail::{ComposeError, Draft, NewAttachment, Passage, SentBy};
use policy::subject;
use store::cases::{CaseRow, MessageRow};
use store::mailboxes::MailboxRow;

use super::quote;
use super::recipients::Recipients;
use super::request::NewReply;
use super::sender::SentAs;
use super::thread;

/// Message-IDs of the thread that are named; RFC 5322 3.6.4 lets a long one be cut.
const REFERENCES_MAX: usize = 20;

/// What a mail is written from.
pub(super) struct Source<'a> {
    /// The case.
    pub(super) case: &'a CaseRow,
    /// The mailbox it is written from.
    pub(super) mailbox: &'a MailboxRow,
    /// The messages of the case that somebody out there wrote or got, oldest first, and what was said among us.
    pub(super) messages: &'a [MessageRow],
    /// The one that it answers or passes on.
    pub(super) about: Option<&'a MessageRow>,
    /// What the agent wrote.
    pub(super) reply: &'a NewReply,
    /// One of many that a job writes: its case keeps its owner, and its author the draft that he has there.
    pub(super) in_bulk: bool,
}

/// What only this one mail has.
pub(super) struct Own {
    /// Who it is from.
    pub(super) sent_as: SentAs,
    /// Whom it goes to.
    pub(super) recipients: Recipients,
    /// The files, and the pictures that the text shows.
    pub(super) attachments: Vec<NewAttachment>,
    /// What its author wrote, where it has formatting, with the pictures by their ids in this mail.
    pub(super) html: Option<String>,
    /// Its Message-ID.
    pub(super) message_id: String,
    /// Makes the MIME boundaries.
    pub(super) boundary_seed: String,
    /// What stands under the text: the user's signature, then the mailbox's.
    pub(super) signature: Formatted,
    /// `Thread-Index` of the answered mail.
    pub(super) thread_index: Option<String>,
    /// The present.
    pub(super) now: Timestamp,
}

/// The mail as it is to be written. Hidden copies are not of it.
pub(super) fn draft(source: &Source<'_>, own: Own) -> Draft {
    let text = text(source, &own.signature.text);
    let html = html(source, &own).unwrap_or_else(|| mail::html_of_text(&text));
    // A message that is passed on starts a thread of its own, or its receiver's client would show
    // him half of somebody else's.
    let answers = source.reply.mode != Mode::Forward;
    let is_heard = |about: &&MessageRow| source.messages.iter().any(|message| message.id == about.id);
    let answered = source.about.filter(|_| answers).filter(is_heard);
    // Where failures go somebody looks, or a program of ours does.
    let receipts_to = || own.sent_as.receipts_to.as_ref().unwrap_or(&own.sent_as.return_path).clone();
    let receipt_to = source.reply.as_whom.receipt.then(receipts_to);
    Draft {
        from: own.sent_as.from,
        reply_to: own.sent_as.reply_to,
        to: own.recipients.to,
        cc: own.recipients.cc,
        subject: subject(source),
        html: Some(html),
        text,
        in_reply_to: answered.and_then(|message| message.content.message_id.clone()),
        references: if answers { references(source) } else { Vec::new() },
        thread_index: own.thread_index.filter(|_| answered.is_some()),
        message_id: own.message_id,
        date: own.now,
        attachments: own.attachments,
        boundary_seed: own.boundary_seed,
        sent_by: SentBy::Person { receipt_to },
    }
}

/// Whether a mail is between us and an outsider.
pub(super) fn is_aside(reply: &NewReply, about: Option<&MessageRow>) -> bool {
    reply.mode == Mode::Forward || about.is_some_and(|message| message.aside)
}

fn subject(source: &Source<'_>) -> String {
    let (reply, number) = (source.reply, source.case.number);
    let title = match source.about {
        Some(message) if reply.mode == Mode::Forward || message.aside => &message.content.subject,
        Some(_) | None => &source.case.title,
    };
    let bare = reply.subject.as_deref().unwrap_or(title);
    match reply.mode {
        Mode::Forward => subject::of_forward(bare, number),
        Mode::Reply | Mode::ReplyAll | Mode::New | Mode::Comment if thread::is_first(source.messages) => {
            subject::of_first(bare, number)
        }
        Mode::Reply | Mode::ReplyAll | Mode::New | Mode::Comment => subject::of_reply(bare, number),
    }
}

/// What the author wrote, the signature, and below both what the mail is about.
fn text(source: &Source<'_>, signature: &str) -> String {
    let written = source.reply.text.trim_end();
    let text = match signature.trim() {
        "" => written.to_owned(),
        signature => format!("{written}\n\n{signature}"),
    };
    around(source, &text)
}

/// The same with formatting, where the author's words or the signature have any.
fn html(source: &Source<'_>, own: &Own) -> Option<String> {
    if own.html.is_none() && own.signature.html.is_none() {
        return None;
    }
    let below = around(source, "");
    let passages = [
        passage(own.html.as_deref(), source.reply.text.trim_end()),
        passage(own.signature.html.as_deref(), &own.signature.text),
        Passage::Plain(&below),
    ];
    Some(mail::html_of_passages(&passages))
}

fn passage<'a>(html: Option<&'a str>, text: &'a str) -> Passage<'a> {
    html.map_or(Passage::Plain(text), Passage::Html)
}

/// A text with what the mail is about below it.
fn around(source: &Source<'_>, text: &str) -> String {
    let language = source.mailbox.settings.language;
    match (source.reply.mode, source.about) {
        (Mode::Forward, Some(message)) => quote::forward(text, message, language),
        (_, about) => quote::answer(text, about, language),
    }
}

/// The thread's Message-IDs, oldest first, the last ones where there are many: of what the
/// customer saw, or of what was said aside, never of both.
fn references(source: &Source<'_>) -> Vec<String> {
    let aside = is_aside(source.reply, source.about);
    let same = source.messages.iter().filter(|message| message.aside == aside);
    let ids: Vec<_> = same.filter_map(|message| message.content.message_id.clone()).collect();
    ids[ids.len().saturating_sub(REFERENCES_MAX)..].to_vec()
}

/// Composing failed: what the agent can do about it.
pub(super) fn refusal(error: &ComposeError) -> Problem {
    match error {
        ComposeError::TooLarge { max, .. } => {
            Problem::invalid("upload_ids", "mail_too_large", error.to_string())
                .with("max_octets", max.to_string())
        }
        ComposeError::TooLong { field, max } => {
            Problem::invalid("text", "mail_unwritable", error.to_string())
                .with("field", *field)
                .with("max", max.to_string())
        }
        ComposeError::Control { field } | ComposeError::Malformed { field } => {
            Problem::invalid("text", "mail_unwritable", error.to_string()).with("field", *field)
        }
    }
}
