//! One mail for each of many cases: an answer to its customer, or the case passed on to an address.
//!
//! Each is a mail like any other, with its case's number, history and signature. What cannot be
//! written for one case, such as a variable without a value, stops that one alone.

mod sending;

use domain::case::CaseStatus;
use domain::compose::{AsWhom, FromChoice, Mode};
use domain::{
    Actor, CaseId, EmailAddress, JobId, MessageId, Problem, Recipient, TemplateId, Timestamp, UploadId,
};
use serde::{Deserialize, Serialize};
use store::cases::{CaseRow, MessageRow};
use store::{StoreError, Tx};

use super::about;
use super::letter::Source;
use super::of_case;
use super::request::{AboutMessage, Knowing, NewReply};
use super::rich;
use super::send::{self, Writing};
use super::sender;
use super::thread;
use crate::addresses::deaf;
use crate::office::Office;
use crate::templates::{self, Draft, Filled, Place, Preview};
use crate::{cases, problem};
pub use sending::{BulkHow, BulkSending};

/// What is written for each case. A job keeps it as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum BulkMail {
    /// An answer to the customer.
    Answer {
        /// What it says.
        text: BulkText,
        /// A text of its own with formatting; its plain form stands beside it.
        #[serde(default)]
        html: Option<String>,
        /// As whom; nobody chose where it is not given.
        #[serde(default)]
        from: Option<FromChoice>,
        /// Whether the case is closed with it.
        close: bool,
    },
    /// The latest mail of the case, with its files.
    Forward {
        /// Whom it goes to. His name stands beside it: what knows no names reads the address alone.
        to: EmailAddress,
        /// His name, where its author knows one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to_name: Option<String>,
        /// The covering words, the same for each.
        text: String,
        /// The same with formatting.
        #[serde(default)]
        html: Option<String>,
        /// As whom; nobody chose where it is not given.
        #[serde(default)]
        from: Option<FromChoice>,
        /// Whether the case is closed with it.
        close: bool,
    },
}

/// What an answer to many says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum BulkText {
    /// A template, in the language of each customer.
    Template(TemplateId),
    /// A text; its variables are each case's.
    Text(String),
}

impl BulkMail {
    /// Refuses what no mail could be made of.
    ///
    /// # Errors
    /// 422 by field.
    pub async fn checked(self, office: &Office, actor: &Actor) -> Result<Self, Problem> {
        let mail = self.read().await?;
        if let Some(from) = mail.from() {
            sender::usable(office, actor, from).await?;
        }
        match &mail {
            Self::Answer { text: BulkText::Template(id), .. } => {
                let no_template =
                    |_| Problem::invalid("template_id", "no_such_template", "there is no such template");
                templates::find(office, actor, *id).await.map_err(no_template)?;
            }
            Self::Answer { text: BulkText::Text(text), html, .. } => {
                cases::written(text.clone())?;
                templates::template_of("text", text, html.as_deref())?;
            }
            Self::Forward { to, text, .. } => {
                cases::written(text.clone())?;
                deaf::refuse(office, "to", [to]).await?;
            }
        }
        Ok(mail)
    }

    /// Makes HTML safe, and its plain form of it. One text for many mails shows no pictures.
    async fn read(self) -> Result<Self, Problem> {
        match self {
            Self::Answer { text: BulkText::Text(text), html, from, close } => {
                let (text, html) = read_text(text, html).await?;
                Ok(Self::Answer { text: BulkText::Text(text), html, from, close })
            }
            Self::Answer { text, from, close, .. } => Ok(Self::Answer { text, html: None, from, close }),
            Self::Forward { to, to_name, text, html, from, close } => {
                let (text, html) = read_text(text, html).await?;
                Ok(Self::Forward { to, to_name, text, html, from, close })
            }
        }
    }

    /// As whom its author chose to write. It is decided again for each mail, as it is written.
    const fn from(&self) -> Option<FromChoice> {
        match self {
            Self::Answer { from, .. } | Self::Forward { from, .. } => *from,
        }
    }
}

async fn read_text(text: String, html: Option<String>) -> Result<(String, Option<String>), Problem> {
    let rich = rich::read(html, &[]).await?;
    Ok(rich.map_or((text, None), |rich| (rich.text, Some(rich.html))))
}

/// One mail of a job, composed.
#[derive(Clone)]
pub(crate) struct BulkWriting {
    writing: Writing,
    /// The files that it has in common with the others.
    shared: Vec<UploadId>,
}

/// Composes the mail for one case.
///
/// # Errors
/// As an answer to it alone; 409 for a case that rests and for a variable without a value.
pub(crate) async fn prepare_bulk(
    office: &Office,
    actor: &Actor,
    id: CaseId,
    (mail, how): (&BulkMail, &BulkHow),
) -> Result<BulkWriting, Problem> {
    let case = cases::open_living(office, actor, id).await?;
    let conn = office.store().read();
    let messages = store::cases::list_messages(&conn, actor.organisation, id).await;
    let messages = messages.map_err(problem::from_store)?;
    let reply = sent_so(reply(office, actor, &case, (mail, &messages)).await?, how, office.now());
    let reply = rich::of_reply(reply).await?.checked(office.now())?;
    let mailbox = of_case::mailbox(office, actor.organisation, &case).await?;
    let about = about::about(&reply, &messages)?;
    let heard = thread::heard(&conn, actor.organisation, &messages).await.map_err(problem::from_store)?;
    let (case, mailbox, messages) = (&case, &mailbox, heard.as_slice());
    let source = Source { case, mailbox, messages, about, reply: &reply, in_bulk: true };
    let writing = send::prepare(office, actor, &source).await?;
    Ok(BulkWriting { writing, shared: how.upload_ids.clone() })
}

/// Writes it into the caller's transaction, as one of the mails of this job.
pub(crate) async fn write_bulk(tx: &Tx, bulk: BulkWriting, job: JobId) -> Result<MessageId, StoreError> {
    let writing = bulk.writing.of_job(job).with_own_files(tx, &bulk.shared).await?;
    send::write(tx, writing).await
}

/// The mail as its author wants all of them to go; its template's files stand before those that all have.
fn sent_so(mut reply: NewReply, how: &BulkHow, now: Timestamp) -> NewReply {
    let AsWhom { from, template_id, .. } = reply.as_whom;
    reply.as_whom = AsWhom { from, template_id, ..how.as_whom };
    reply.upload_ids.extend(&how.upload_ids);
    reply.timing = how.timing_at(now);
    reply
}

async fn reply(
    office: &Office,
    actor: &Actor,
    case: &CaseRow,
    (mail, messages): (&BulkMail, &[MessageRow]),
) -> Result<NewReply, Problem> {
    let closed = |close: bool| close.then_some(CaseStatus::Closed);
    let from = mail.from();
    match mail {
        BulkMail::Answer { text, html, close, .. } => {
            let (filled, upload_ids) = filled(office, actor, case, (text, html.as_deref())).await?;
            let filled = whole(filled)?;
            let subject = Some(filled.subject).filter(|subject| !subject.trim().is_empty());
            Ok(NewReply {
                html: filled.html,
                text: filled.text,
                subject,
                upload_ids,
                as_whom: AsWhom { from, template_id: template_of(text), ..AsWhom::default() },
                status: closed(*close),
                ..NewReply::default()
            })
        }
        BulkMail::Forward { to, to_name, text, html, close, .. } => Ok(NewReply {
            mode: Mode::Forward,
            text: text.clone(),
            html: html.clone(),
            to: Some(vec![to.clone()]),
            knowing: Knowing {
                names: [Recipient { name: to_name.clone(), address: to.clone() }].iter().collect(),
                ..Knowing::default()
            },
            as_whom: AsWhom { from, ..AsWhom::default() },
            about: AboutMessage { message_id: None, attachments: files_of_latest(messages) },
            status: closed(*close),
            ..NewReply::default()
        }),
    }
}

/// The text for one case, and the files that go with it: those of a template, which each mail has as its author's own,
/// so that one that is taken back keeps them. Whom else the template names is not written to: each mail goes to the
/// customer of its case.
async fn filled(
    office: &Office,
    actor: &Actor,
    case: &CaseRow,
    (text, html): (&BulkText, Option<&str>),
) -> Result<(Filled, Vec<UploadId>), Problem> {
    match text {
        BulkText::Template(id) => {
            let begun = templates::begin(office, actor, *id, (&Place::Case(case.id), None)).await?;
            Ok((begun.filled, begun.uploads.into_iter().map(|upload| upload.id).collect()))
        }
        BulkText::Text(text) => {
            let language = templates::language_of(office, actor, case).await?;
            let draft = Draft { language, subject: "", text, html };
            let preview = Preview { case: Some(case.id), mailbox: None, automatic: false };
            Ok((templates::preview(office, actor, &draft, preview).await?, Vec::new()))
        }
    }
}

const fn template_of(text: &BulkText) -> Option<TemplateId> {
    match text {
        BulkText::Template(id) => Some(*id),
        BulkText::Text(_) => None,
    }
}

/// Nobody reads it before it goes, so nothing goes that has a hole in it.
fn whole(filled: Filled) -> Result<Filled, Problem> {
    if filled.missing.is_empty() {
        return Ok(filled);
    }
    let names: Vec<String> = filled.missing.iter().map(ToString::to_string).collect();
    let names = names.join(", ");
    let detail = format!("this case has no value for {names}; answer it by itself, or give a fallback");
    Err(Problem::conflict("bulk.no_value", detail).with("names", names))
}

/// The places of the files of the mail that is passed on.
fn files_of_latest(messages: &[MessageRow]) -> Vec<u32> {
    let latest = messages.iter().rev().find(|message| about::is_mail(message));
    let files = latest.into_iter().flat_map(|message| &message.content.attachments);
    files.filter(|file| !file.inline).map(|file| file.index).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a program reads of a mail that is passed on, that knows a recipient by his address alone.
    #[derive(Deserialize)]
    enum WithoutNames {
        Forward { to: EmailAddress, text: String },
    }

    #[test]
    fn a_mail_that_is_passed_on_is_read_by_what_knows_no_names_and_its_own_without_one() {
        let forward = |to_name: Option<&str>| BulkMail::Forward {
            to: "kari@example.org".parse().unwrap(),
            to_name: to_name.map(str::to_owned),
            text: "Look.".to_owned(),
            html: None,
            from: None,
            close: false,
        };
        let kept = serde_json::to_string(&forward(Some("Kari"))).unwrap();
        let WithoutNames::Forward { to, text } = serde_json::from_str(&kept).unwrap();
        assert_eq!((to.to_string().as_str(), text.as_str()), ("kari@example.org", "Look."));
        assert_eq!(serde_json::from_str::<BulkMail>(&kept).unwrap(), forward(Some("Kari")));
        let before = r#"{"Forward":{"to":"kari@example.org","text":"Look.","close":false}}"#;
        assert_eq!(serde_json::from_str::<BulkMail>(before).unwrap(), forward(None));
    }
}
