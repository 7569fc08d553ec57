//! What kind of mail it is: written by a person, or by a machine and which (RFC 3834, 3464, 5965, 2919).
//!
//! The strongest sign wins: a complaint and a report by their media type, then a challenge, an answer, a notice of a
//! server in words, a list, a notification. A `noreply` address is no sign: web forms send what people wrote with one.

use std::sync::LazyLock;

use crate::header::Header;
use crate::letter::Letter;
use crate::report::{self, notice};
use crate::rules::{self, Beginnings};
use crate::structure::Structure;
use crate::{challenge, complaint, text};

/// Fields that only programs write which answer.
static REPLY_FIELDS: LazyLock<Vec<&str>> = LazyLock::new(|| rules::phrases("automatic", "fields"));
/// How programs head what they write for absent people.
static HEADINGS: LazyLock<Beginnings> = LazyLock::new(|| Beginnings::of("automatic", "headings"));
/// The same in words that people write themselves.
static HEADINGS_OF_ANSWERS: LazyLock<Beginnings> =
    LazyLock::new(|| Beginnings::of("automatic", "headings-of-answers"));

/// The kind of a mail.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Class {
    /// Somebody wrote it; also what is not known to be anything else.
    #[default]
    Person,
    /// A program answered for somebody: out of office, "we received your mail".
    AutoReply,
    /// A server tells what became of a mail (RFC 3464).
    DeliveryReport,
    /// A provider passes on that somebody pressed "this is spam" (RFC 5965).
    Complaint,
    /// A program holds a mail of ours back until somebody proves to be a person.
    Challenge,
    /// A mailing list or a newsletter.
    List,
    /// A program wrote to us of its own accord.
    Notification,
}

impl Class {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Person,
        Self::AutoReply,
        Self::DeliveryReport,
        Self::Complaint,
        Self::Challenge,
        Self::List,
        Self::Notification,
    ];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::AutoReply => "auto_reply",
            Self::DeliveryReport => "delivery_report",
            Self::Complaint => "complaint",
            Self::Challenge => "challenge",
            Self::List => "list",
            Self::Notification => "notification",
        }
    }

    /// Whether a program of ours may answer it by itself.
    /// RFC 3834 2: no automatic response to an automatic message, a list or the null return path.
    #[must_use]
    pub const fn may_be_answered_automatically(self) -> bool {
        matches!(self, Self::Person)
    }
}

/// The class of a mail.
pub(crate) fn classify(letter: &Letter<'_, '_>) -> Class {
    let structure = letter.structure;
    let (root, header) = (structure.root(), letter.header());
    if complaint::is_one(letter) {
        return Class::Complaint;
    }
    // As declared: a report whose parts cannot be told apart is still one.
    if root.content_type.value == "multipart/report" {
        match root.content_type.get("report-type").map(str::to_ascii_lowercase).as_deref() {
            // RFC 6522 3, RFC 3464 2.
            Some("delivery-status") => return Class::DeliveryReport,
            // RFC 5965 2.
            Some("feedback-report") => return Class::Complaint,
            Some(_) => return Class::Notification,
            None => {}
        }
    }
    let has_status = structure.parts.iter().any(report::is_status) && !is_passed_on(letter);
    if !has_status && challenge::is_challenge(letter) {
        return Class::Challenge;
    }
    // An answer for an absent person may come from a postmaster and to the null path, and is no report all the same:
    // the mail arrived.
    if !has_status && says_away(letter) && !is_rule_forwarded(header) {
        return Class::AutoReply;
    }
    if has_status
        || notice::is_returned(letter)
        || (notice::is_headed(letter)
            && (notice::has_null_return_path(header) || report::is_borne_out(letter)))
    {
        return Class::DeliveryReport;
    }
    // RFC 8098 3: a receipt, also where a gateway took the report around it away.
    if structure.parts.iter().any(|part| part.media_type == "message/disposition-notification") {
        return Class::Notification;
    }
    if is_rule_forwarded(header) {
        return Class::Person;
    }
    if is_calendar_reply(structure) {
        return Class::Notification;
    }
    if is_auto_reply(letter) {
        return Class::AutoReply;
    }
    if is_list(header) {
        return Class::List;
    }
    if is_notification(header) { Class::Notification } else { Class::Person }
}

/// Whether a person passes a report on, or answers one: whoever does has questions about it. His program keeps the parts of the
/// report, and he writes a subject of his own above it, or its own behind a mark.
fn is_passed_on(letter: &Letter<'_, '_>) -> bool {
    if text::is_forwarding(letter.subject) {
        return !notice::is_of_server(letter);
    }
    let root = letter.structure.root();
    let is_declared = root.content_type.value == "multipart/report" || report::is_status(root);
    !is_declared && !notice::has_heading(letter) && !notice::is_of_machine(letter)
}

/// RFC 5546 3.2.3: somebody pressed "accept" or "decline"; there is nothing in it to be answered.
fn is_calendar_reply(structure: &Structure<'_>) -> bool {
    structure.parts.iter().any(|part| {
        let method = part.content_type.get("method");
        part.media_type == "text/calendar"
            && method.is_some_and(|method| method.eq_ignore_ascii_case("reply"))
    })
}

/// quirk: Exchange Online marks what an inbox rule redirects as automatically generated, though a person
/// wrote it (seen in public reports, zammad#6025). A rule's own answer names the mail it answers.
fn is_rule_forwarded(header: &Header<'_>) -> bool {
    header.has("x-ms-exchange-inbox-rules-loop")
        && !header.has("x-ms-exchange-parent-message-id")
        && !header.token("auto-submitted").starts_with("auto-replied")
}

fn is_auto_reply(letter: &Letter<'_, '_>) -> bool {
    let header = letter.header();
    let precedence = header.token("precedence");
    // RFC 3834 5: auto-replied may be followed by parameters.
    header.token("auto-submitted").starts_with("auto-replied")
        || ["auto_reply", "auto-reply", "autoreply"].contains(&precedence.as_str())
        || REPLY_FIELDS.iter().any(|name| header.has(name) && header.token(name) != "no")
        || header.has("x-ms-exchange-parent-message-id")
        || says_away(letter)
        || (notice::has_null_return_path(header) && header.has("in-reply-to"))
}

/// quirk: programs that answer for absent people without any mark; the subject is all there is. Words that people
/// write themselves, to a school or an employer, count only on a mail that answers another.
fn says_away(letter: &Letter<'_, '_>) -> bool {
    let subject = letter.subject_lower.as_str();
    HEADINGS.begin(subject) || (letter.header().has("in-reply-to") && HEADINGS_OF_ANSWERS.begin(subject))
}

fn is_list(header: &Header<'_>) -> bool {
    // RFC 2919 3, RFC 2369 3.
    ["list-id", "list-post", "list-unsubscribe", "x-mailman-version"].iter().any(|name| header.has(name))
        || header.token("precedence") == "list"
}

fn is_notification(header: &Header<'_>) -> bool {
    let submitted = header.token("auto-submitted");
    // RFC 3834 5: "no" says that a person sent it.
    (!submitted.is_empty() && !submitted.starts_with("no"))
        || ["bulk", "junk"].contains(&header.token("precedence").as_str())
        || header.has("x-auto-response-suppress")
        || notice::has_null_return_path(header)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse;

    fn check(header: &str, expected: Class) {
        assert_eq!(parse(format!("{header}\n\nbody").as_bytes()).0.class, expected, "{header}");
    }

    #[test]
    fn people_are_people() {
        check("From: kari@example.no\nSubject: Hei", Class::Person);
        check("From: noreply@example.no\nReply-To: kari@example.no\nSubject: Kontaktskjema", Class::Person);
        check("From: kari@example.no\nAuto-Submitted: no", Class::Person);
        check("Auto-Submitted: auto-generated\nX-MS-Exchange-Inbox-Rules-Loop: a@b.no", Class::Person);
    }

    #[test]
    fn answers_of_programs_are_known_by_any_of_their_marks() {
        check("Auto-Submitted: auto-replied; owner-email=x", Class::AutoReply);
        check("Precedence: auto_reply", Class::AutoReply);
        check("X-Autoreply: yes", Class::AutoReply);
        check("Subject: Automatisk svar: Sak 12", Class::AutoReply);
        check("Subject: =?utf-8?Q?Frav=C3=A6rsmelding:?= ferie", Class::AutoReply);
        check("Return-Path: <>\nIn-Reply-To: <a@b>", Class::AutoReply);
    }

    #[test]
    fn absence_is_told_by_its_subject_in_six_languages() {
        for subject in [
            "Automatic reply: Case",
            "Out of Office: Case",
            "Automatisk svar: Sak",
            "Automatiskt svar: Ärende",
            "Ikke på kontoret: Sak",
            "Frånvaromeddelande: Ärende",
            "Autosvar: Ärende",
            "Fraværsbesked: Sag",
            "Automatische Antwort: Fall",
            "Abwesenheitsnotiz: Fall",
            "Automaattinen vastaus: Asia",
        ] {
            check(&format!("From: kari@example.no\nSubject: {subject}"), Class::AutoReply);
        }
        check("In-Reply-To: <a@b>\nSubject: Fravær: Sak", Class::AutoReply);
        for subject in [
            "Fravær: Kari er syk",
            "Frånvaro: Kalle",
            "Fravær mandag",
            "Ferie i juli",
            "Re: Automatisk svar: Sak",
            "Autosvaret virker ikke",
            "Borte",
        ] {
            check(&format!("From: kari@example.no\nSubject: {subject}"), Class::Person);
        }
    }

    #[test]
    fn receipts_and_calendar_answers_are_notifications() {
        check("Content-Type: text/calendar; method=REPLY", Class::Notification);
        check("Content-Type: text/calendar; method=REQUEST", Class::Person);
        check("Content-Type: message/disposition-notification", Class::Notification);
        check("X-Autoreply: no\nFrom: kari@example.no", Class::Person);
        check("X-Mail-Autoreply: 1", Class::AutoReply);
    }

    #[test]
    fn a_heading_like_a_servers_makes_a_report_only_of_a_mail_that_says_what_servers_say() {
        let shop = "From: No Reply <noreply@shop.test>\nSubject: Failed delivery of order 12";
        check(&format!("{shop}\n\nPlease send it again to kari@kunde.test.\n"), Class::Person);
        let automatic = format!("{shop}\nAuto-Submitted: auto-generated\n\nThe parcel came back.\n");
        check(&automatic, Class::Notification);
        let person =
            "From: Oslo Delivery AS <ola@oslo.test>\nSubject: Delivery problems\n\nWho is at home?\n";
        check(person, Class::Person);
        let server = format!("{shop}\n\n<kari@kunde.test>: 550 5.1.1 no such user here\n");
        check(&server, Class::DeliveryReport);
    }

    #[test]
    fn a_person_who_passes_a_report_on_is_a_person() {
        let passed_on = "From: Kari <kari@kunde.test>\nSubject: Fwd: Undelivered Mail Returned to Sender\n\
            Content-Type: multipart/mixed; boundary=b\n\n--b\n\nWhat is this?\n--b\n\
            Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.kunde.test\n\n\
            Final-Recipient: rfc822; ola@kunde.test\nAction: failed\nStatus: 5.1.1\n\n--b--";
        check(passed_on, Class::Person);
        check(&passed_on.replace("Fwd: ", "[extern] VS: "), Class::Person);
        check(&passed_on.replace("Fwd: ", ""), Class::DeliveryReport);
        check(&passed_on.replace("From: Kari <kari@", "From: <postmaster@"), Class::DeliveryReport);
        check(&format!("Return-Path: <>\n{passed_on}"), Class::DeliveryReport);
        // Names that servers have, and desks where people answer.
        for name in ["Postmottak <postmottak@", "Oslo Delivery AS <ola@"] {
            check(&passed_on.replace("Kari <kari@", name), Class::Person);
        }
    }

    #[test]
    fn a_person_who_answers_a_report_or_writes_a_subject_of_his_own_above_it_is_a_person() {
        let answered = "From: Kari <kari@kunde.test>\nSubject: Re: Undelivered Mail Returned to Sender\n\
            Content-Type: multipart/mixed; boundary=b\n\n--b\n\nIt comes back.\n--b\n\
            Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.kunde.test\n\n\
            Final-Recipient: rfc822; ola@kunde.test\nAction: failed\nStatus: 5.1.1\n\n--b--";
        check(answered, Class::Person);
        check(&answered.replace("Re: Undelivered Mail Returned to Sender", "Hva er dette?"), Class::Person);
        check(&answered.replace("Kari <kari@", "<mailer-daemon@"), Class::DeliveryReport);
        check(&format!("Return-Path: <>\n{answered}"), Class::DeliveryReport);
        check(&format!("Auto-Submitted: auto-generated\n{answered}"), Class::DeliveryReport);
        check(&answered.replace("multipart/mixed", "multipart/report"), Class::DeliveryReport);
    }

    #[test]
    fn what_is_no_report_is_none_whoever_sends_it() {
        let away = "From: postmaster@example.no\nReturn-Path: <>\nSubject: Automatic reply: Case 12";
        check(away, Class::AutoReply);
        check("From: MAILER-DAEMON@example.no\nSubject: Frånvaromeddelande: Ärende", Class::AutoReply);
        check(
            "From: postmaster@example.no\nReturn-Path: <>\nSubject: Undeliverable: Automatic reply: Case 12",
            Class::DeliveryReport,
        );
        check(
            "From: kari@example.no\nSubject: Your email requires verification verify#abc",
            Class::Challenge,
        );
        check("From: kari@example.no\nX-TMDA-Fingerprint: x\nAuto-Submitted: auto-replied", Class::Challenge);
    }

    #[test]
    fn a_customer_of_a_provider_who_complains_himself_is_a_person() {
        let junk = "From: staff@hotmail.com\nSubject: complaint about message from 192.0.2.1\n\
            Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\nSubject: x\n\ny\n--b--";
        check(junk, Class::Complaint);
        check("From: ola@hotmail.com\nSubject: Complaint about message from your office", Class::Person);
        check(&junk.replace("192.0.2.1", "your office"), Class::Person);
    }

    #[test]
    fn reports_lists_and_notices_are_told_apart() {
        check(
            "Content-Type: multipart/report; report-type=delivery-status; boundary=b",
            Class::DeliveryReport,
        );
        check("From: MAILER-DAEMON@example.no (Mail Delivery System)", Class::DeliveryReport);
        check("X-Failed-Recipients: a@b.no", Class::DeliveryReport);
        check("Content-Type: multipart/report; report-type=feedback-report; boundary=b", Class::Complaint);
        check(
            "Content-Type: multipart/report; report-type=disposition-notification; boundary=b",
            Class::Notification,
        );
        check("List-Id: <a.b>\nPrecedence: bulk", Class::List);
        check("List-Unsubscribe: <https://a.b>\nAuto-Submitted: auto-generated", Class::List);
        check("Auto-Submitted: auto-generated", Class::Notification);
        check("Precedence: bulk", Class::Notification);
        check("X-Auto-Response-Suppress: All", Class::Notification);
        check("Return-Path: < >", Class::Notification);
    }
}
