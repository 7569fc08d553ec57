//! What became of a mail we sent: delivery reports (RFC 3464 in RFC 6522, RFC 6533), and the plain facts in
//! the notices of servers that write none.

mod codes;
mod copy;
pub(crate) mod notice;
mod outcome;
mod own;
mod recipient;
mod status;
mod words;

use std::borrow::Cow;
use std::collections::BTreeSet;

use domain::{EmailAddress, EnhancedStatus, ReplyCode, Timestamp};

use crate::defect::Defects;
use crate::letter::{self, Letter};
use crate::structure::{Part, Structure};
use crate::transfer;
use notice::is_notice;

pub use codes::{first_reply, first_status};
pub use copy::Original;
pub use notice::is_of_daemon;
pub use outcome::of_notice;
pub(crate) use recipient::address;

/// Recipients of one report that are read.
pub(crate) const RECIPIENTS_MAX: usize = 1000;
/// What is kept of a host's words, octets.
const DIAGNOSTIC_OCTETS_MAX: usize = 1000;
/// What is kept of a report's words to people, octets.
const NOTICE_OCTETS_MAX: usize = 4 * 1024;

/// A server's report on one mail.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Report {
    /// In which form it is written.
    pub form: ReportForm,
    /// The host that reports.
    pub reporting_host: Option<String>,
    /// What became of it, for each recipient named.
    pub recipients: Vec<ReportRecipient>,
    /// The mail reported on, as far as the report brings it.
    pub original: Original,
    /// What the report says to people, without the copy of the mail; at most 4 KiB of it.
    pub notice: String,
    /// Whether it names more recipients than are read.
    pub is_cut: bool,
}

impl Report {
    /// What the report says to people of one of its recipients: all of it where there is no other, else the paragraphs
    /// that name this one alone, since the words about one must not be taken for those about another.
    #[must_use]
    pub fn notice_about(&self, recipient: &ReportRecipient) -> Cow<'_, str> {
        if self.recipients.len() < 2 {
            return Cow::Borrowed(&self.notice);
        }
        let names = |one: &ReportRecipient| {
            let each = [&one.original_recipient, &one.final_recipient].into_iter().flatten();
            each.map(|address| address.to_string().to_lowercase()).collect::<Vec<_>>()
        };
        let own = names(recipient);
        let others: BTreeSet<String> = self.recipients.iter().flat_map(names).collect();
        let is_about = |paragraph: &&str| {
            let text = paragraph.to_lowercase();
            let is_named = |name: &String| text.contains(name.as_str());
            own.iter().any(is_named) && !others.iter().filter(|other| !own.contains(other)).any(is_named)
        };
        let notice = self.notice.replace("\r\n", "\n");
        let paragraphs: Vec<&str> = notice.split("\n\n").filter(is_about).collect();
        Cow::Owned(paragraphs.join("\n\n"))
    }
}

/// How a report is written.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum ReportForm {
    /// Fields for each recipient (RFC 3464).
    Fields,
    /// Words alone.
    #[default]
    Words,
}

impl ReportForm {
    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Fields => "fields",
            Self::Words => "words",
        }
    }
}

/// What became of a mail for one recipient.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReportRecipient {
    /// The address it was for in the end; after forwarding not the one we wrote to.
    pub final_recipient: Option<EmailAddress>,
    /// The address we wrote to, where the report says (RFC 3461 4.2).
    pub original_recipient: Option<EmailAddress>,
    /// What happened.
    pub action: Action,
    /// The enhanced status.
    pub status: Option<EnhancedStatus>,
    /// The reply code among the words.
    pub reply: Option<ReplyCode>,
    /// The words of the host that refused it, on one line.
    pub diagnostic: Option<String>,
    /// The host that refused it.
    pub remote_host: Option<String>,
    /// Until when a delayed mail is tried again (RFC 3464 2.3.9).
    pub retry_until: Option<Timestamp>,
    /// Whether the address was guessed: the report names none, the mail went to one.
    pub guessed: bool,
}

impl ReportRecipient {
    /// The address that was mailed, as far as the report tells.
    #[must_use]
    pub fn address(&self) -> Option<&EmailAddress> {
        self.original_recipient.as_ref().or(self.final_recipient.as_ref())
    }
}

/// RFC 3464 2.3.3: what happened.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Action {
    /// It will not arrive.
    Failed,
    /// It has not arrived yet; the host goes on trying.
    Delayed,
    /// It arrived.
    Delivered,
    /// It was passed to a host that sends no reports.
    Relayed,
    /// It was passed on to several addresses.
    Expanded,
}

impl Action {
    /// The stable name, as in RFC 3464.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Failed => "failed",
            Self::Delayed => "delayed",
            Self::Delivered => "delivered",
            Self::Relayed => "relayed",
            Self::Expanded => "expanded",
        }
    }

    fn from_field(token: &str) -> Option<Self> {
        let all = [Self::Failed, Self::Delayed, Self::Delivered, Self::Relayed, Self::Expanded];
        all.into_iter().find(|action| token.starts_with(action.as_str()))
    }
}

/// Reads a delivery report; `None` where the mail is none.
#[must_use]
pub fn delivery_report(raw: &[u8]) -> Option<Report> {
    let structure = Structure::read(raw, &mut Defects::default());
    let (subject, from) = letter::heading(&structure.root().header);
    Letter::of(&structure, &subject, from.as_ref()).into_report()
}

/// The report that a mail is, taken apart.
pub(crate) fn of(letter: &Letter<'_, '_>) -> Option<Report> {
    let own = read(letter);
    if own.as_ref().is_some_and(|report| report.recipients.iter().any(|one| !one.guessed)) {
        return own;
    }
    passed_on(letter).filter(|inner| !inner.recipients.is_empty()).or(own)
}

/// Whether a mail with a server's heading says what a server says: which address failed with which code, or
/// which mail. A shop or a person may well write of a failed delivery, and wants an answer. From the address of a system
/// of mail less will do, since many of them write no code: the mail that came back, or its recipient on a line of his own.
pub(crate) fn is_borne_out(letter: &Letter<'_, '_>) -> bool {
    letter.report().is_some_and(|report| {
        let has_code = |one: &ReportRecipient| one.status.is_some() || one.reply.is_some();
        let names = |one: &ReportRecipient| !one.guessed && one.address().is_some() && has_code(one);
        report.original.message_id.is_some()
            || report.recipients.iter().any(names)
            || (notice::is_of_system(letter) && brings_or_names(letter))
    })
}

/// Whether a notice brings the mail that came back, or names a recipient otherwise than in a sentence.
fn brings_or_names(letter: &Letter<'_, '_>) -> bool {
    if copy::is_brought(letter.structure) {
        return true;
    }
    let told = words::told(letter.structure);
    !told.copy.trim().is_empty() || words::names_on_a_line(letter, &told)
}

/// A gateway that passes a report on as an attachment has written nothing of its own.
fn passed_on(letter: &Letter<'_, '_>) -> Option<Report> {
    let mut inner = letter.structure.parts.iter().filter(|part| part.media_type == "message/rfc822");
    let part = inner.next().filter(|_| is_notice(letter))?;
    let (octets, _) = transfer::decode(part.body, part.encoding);
    let structure = Structure::read(&octets, &mut Defects::default());
    let (subject, from) = letter::heading(&structure.root().header);
    read(&Letter::of(&structure, &subject, from.as_ref()))
}

fn read(letter: &Letter<'_, '_>) -> Option<Report> {
    let structure = letter.structure;
    let mut report = match structure.parts.iter().find(|part| is_status(part)) {
        Some(part) => status::read(part),
        None if is_notice(letter) => Report::default(),
        None => return None,
    };
    let told = words::told(structure);
    let named = report.original.message_id.take();
    report.original = copy::original(structure, &told.copy);
    report.original.message_id = report.original.message_id.or(named);
    if report.recipients.is_empty() {
        report.form = ReportForm::Words;
        report.recipients = words::recipients(letter, &told, &report.original);
        // No notice in words names as many by chance.
        report.is_cut = report.recipients.len() == RECIPIENTS_MAX;
    } else {
        words::complete(&mut report.recipients, &told);
    }
    report.notice = words::cut(&told.notice, NOTICE_OCTETS_MAX);
    let is_empty = report.recipients.is_empty() && report.original.message_id.is_none();
    (!is_empty).then_some(report)
}

/// The mail that a complaint or report brings as a part.
pub(crate) fn original(structure: &Structure<'_>) -> Original {
    copy::original(structure, "")
}

/// RFC 3464 2.1, and RFC 6533 3 for internationalised addresses.
pub(crate) fn is_status(part: &Part<'_>) -> bool {
    part.media_type == "message/delivery-status" || part.media_type == "message/global-delivery-status"
}

#[cfg(test)]
mod tests;
