//! `posthus inspect mail`: what the mail office reads of a mail, as JSON for people and programs. It calls the
//! functions that the pages call, and nothing else: what is printed is what would be shown.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Result;
use mail::{Attachment, Participant, Remote, View};
use serde::Serialize;

use super::{print, read};
use crate::output;

/// One mail, as it is printed.
#[derive(Serialize)]
struct Inspected<'a> {
    /// The file as it was named; `-` for standard input.
    file: &'a str,
    /// `From`.
    sender: Option<Person<'a>>,
    /// Where an answer goes, when it is not to the sender.
    reply_to: Vec<Person<'a>>,
    /// `To` and `Cc`, in this order.
    recipients: Vec<Recipient<'a>>,
    subject: &'a str,
    /// `Date` as the sender wrote it, in UTC (RFC 3339).
    date: Option<String>,
    message_id: Option<&'a str>,
    in_reply_to: &'a [String],
    references: &'a [String],
    /// Person, auto_reply, delivery_report, complaint, list, notification.
    class: &'static str,
    text: &'a str,
    /// The answer: `text` without the quoted mail and the signature.
    reply_text: String,
    /// Sanitised; pictures on other servers are taken out.
    html: Option<String>,
    attachments: Vec<FileOfMail<'a>>,
    /// What was wrong with its form, in stable codes.
    defects: Vec<&'static str>,
}

#[derive(Serialize)]
struct Person<'a> {
    name: Option<&'a str>,
    /// The address as far as it could be read.
    address: String,
}

#[derive(Serialize)]
struct Recipient<'a> {
    /// `to` or `cc`.
    field: &'static str,
    #[serde(flatten)]
    person: Person<'a>,
}

#[derive(Serialize)]
struct FileOfMail<'a> {
    name: &'a str,
    #[serde(rename = "type")]
    media_type: &'a str,
    octets: u64,
    /// Whether it stands inside the text.
    inline: bool,
}

/// Prints each mail; fails at the end if one of them could not be read.
pub(super) fn mail(files: &[PathBuf]) -> Result<ExitCode> {
    let mut code = ExitCode::SUCCESS;
    for file in files {
        let name = file.display().to_string();
        match read(file) {
            Ok(raw) if !print(&inspected(&name, &raw)?) => return Ok(code),
            Ok(_) => {}
            Err(error) => {
                output::complain(&format!("cannot read the mail in {name}: {error}"));
                code = ExitCode::FAILURE;
            }
        }
    }
    Ok(code)
}

fn inspected(file: &str, raw: &[u8]) -> Result<String> {
    let (parsed, defects) = mail::parse(raw);
    let view = View { remote: Remote::Block, inline: Arc::new(|_| None) };
    let to = parsed.to.iter().map(|one| Recipient { field: "to", person: person(one) });
    let cc = parsed.cc.iter().map(|one| Recipient { field: "cc", person: person(one) });
    let line = Inspected {
        file,
        sender: parsed.from.as_ref().map(person),
        reply_to: parsed.reply_to.iter().map(person).collect(),
        recipients: to.chain(cc).collect(),
        subject: &parsed.subject,
        date: parsed.date.map(|date| date.to_string()),
        message_id: parsed.message_id.as_deref(),
        in_reply_to: &parsed.in_reply_to,
        references: &parsed.references,
        class: parsed.class.as_str(),
        text: &parsed.text,
        reply_text: mail::reply_text(&parsed),
        html: parsed.html.as_deref().map(|html| mail::sanitise(html, &view).html),
        attachments: parsed.attachments.iter().map(file_of_mail).collect(),
        defects: defects.iter().map(|defect| defect.code()).collect(),
    };
    Ok(serde_json::to_string(&line)?)
}

fn person(participant: &Participant) -> Person<'_> {
    let address = participant.address.as_ref().map_or_else(|| participant.raw.clone(), ToString::to_string);
    Person { name: participant.name.as_deref(), address }
}

fn file_of_mail(attachment: &Attachment) -> FileOfMail<'_> {
    let Attachment { name, media_type, size_octets, inline, .. } = attachment;
    FileOfMail { name, media_type, octets: *size_octets, inline: *inline }
}
