//! Complaints (RFC 5965, RFC 9477): somebody pressed "this is spam". Also the providers' own forms of them.

use std::sync::LazyLock;

use domain::EmailAddress;

use crate::defect::Defects;
use crate::header::Header;
use crate::letter::Letter;
use crate::report::{self, Original};
use crate::rules::{Anywhere, Beginnings};
use crate::structure::{Part, Structure};
use crate::transfer;

/// How a provider heads a complaint in a form of its own, before the address of our server.
static HEADINGS: LazyLock<Beginnings> = LazyLock::new(|| Beginnings::of("complaints", "headings"));
/// What stands in its address.
static PROVIDERS: LazyLock<Anywhere> = LazyLock::new(|| Anywhere::of("complaints", "providers"));

/// One report of a feedback loop.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Complaint {
    /// What it is about.
    pub kind: ComplaintKind,
    /// Who complains, where the provider says; most leave it out.
    pub recipients: Vec<EmailAddress>,
    /// The program of the provider.
    pub user_agent: Option<String>,
    /// The return path of the mail (RFC 5965 3.2, `Original-Mail-From`).
    pub mail_from: Option<EmailAddress>,
    /// The address that our mail came from.
    pub source_ip: Option<String>,
    /// The mark that whoever sent the mail gave it (RFC 9477 3.3, `CFBL-Feedback-ID`), as the copy has it; anybody's, until it
    /// is proved to be ours.
    pub feedback_id: Option<String>,
    /// The mail complained about.
    pub original: Original,
}

/// RFC 5965 7.3, RFC 6591 3.1, RFC 6650: what a report is about.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum ComplaintKind {
    /// Unwanted mail.
    #[default]
    Abuse,
    /// Phishing and other fraud.
    Fraud,
    /// Wants no more of it.
    OptOut,
    /// A virus was found in it.
    Virus,
    /// It was taken for spam and is none.
    NotSpam,
    /// SPF, DKIM or DMARC failed (RFC 6591).
    AuthFailure,
    /// Anything else.
    Other,
}

impl ComplaintKind {
    /// The stable name, as in the registry.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Abuse => "abuse",
            Self::Fraud => "fraud",
            Self::OptOut => "opt-out",
            Self::Virus => "virus",
            Self::NotSpam => "not-spam",
            Self::AuthFailure => "auth-failure",
            Self::Other => "other",
        }
    }

    /// Whether somebody complains about the mail.
    #[must_use]
    pub const fn is_complaint(self) -> bool {
        matches!(self, Self::Abuse | Self::Fraud | Self::OptOut)
    }

    fn from_field(token: &str) -> Self {
        match token.split([' ', ';']).next().unwrap_or_default() {
            "abuse" | "miscategorized" => Self::Abuse,
            "fraud" => Self::Fraud,
            "opt-out" | "opt-out-list" => Self::OptOut,
            "virus" => Self::Virus,
            "not-spam" => Self::NotSpam,
            "auth-failure" | "dmarc" => Self::AuthFailure,
            _ => Self::Other,
        }
    }
}

/// Whether a mail is a complaint, by its parts or as a provider's own form.
pub(crate) fn is_one(letter: &Letter<'_, '_>) -> bool {
    letter.structure.parts.iter().any(is_report) || is_of_hotmail(letter)
}

/// Whether an address is one that a provider alone complains from, since it gives it to nobody.
#[must_use]
pub fn is_of_provider(address: &EmailAddress) -> bool {
    let local = address.local().to_ascii_lowercase();
    // RFC 2142 4: `abuse` is the provider's own.
    // quirk: Microsoft's junk mail reporting writes as `staff`.
    let is_hotmail = local == "staff" && PROVIDERS.stand_in(&address.to_string().to_lowercase());
    local == "abuse" || is_hotmail || report::is_of_daemon(address)
}

fn is_report(part: &Part<'_>) -> bool {
    part.media_type == "message/feedback-report"
}

/// Reads a complaint; `None` where the mail is none.
pub(crate) fn read(letter: &Letter<'_, '_>) -> Option<Complaint> {
    let structure = letter.structure;
    let part = structure.parts.iter().find(|part| is_report(part));
    let mut complaint = match part {
        Some(part) => read_fields(part),
        None if is_of_hotmail(letter) => Complaint::default(),
        None => return None,
    };
    let copy = copied_header(structure);
    complaint.original = report::original(structure);
    if let Some(octets) = copy {
        let (header, _) = Header::of_mail(octets.trim_ascii_start(), &mut Defects::default());
        let mark = header.get("cfbl-feedback-id");
        complaint.feedback_id = mark.map(|field| field.text(&mut Defects::default()));
        // quirk: Hotmail's junk reports name who complains in a field of the copy.
        if let Some(address) = header.get("x-hmxmroriginalrecipient").and_then(report::address) {
            complaint.recipients.push(address);
        }
    }
    if complaint.recipients.is_empty()
        && let [only] = complaint.original.to.as_slice()
    {
        complaint.recipients.push(only.clone());
    }
    Some(complaint)
}

/// RFC 5965 3.1 and 3.2: fields of the report.
fn read_fields(part: &Part<'_>) -> Complaint {
    let (octets, _) = transfer::decode(part.body, part.encoding);
    let (header, _) = Header::of_part(octets.trim_ascii_start(), &mut Defects::default());
    let told = |name: &str| header.get(name).map(|field| field.text(&mut Defects::default()));
    let named = header.fields().iter().filter(|field| field.name.eq_ignore_ascii_case("original-rcpt-to"));
    Complaint {
        kind: ComplaintKind::from_field(&header.token("feedback-type")),
        recipients: named.filter_map(report::address).take(report::RECIPIENTS_MAX).collect(),
        mail_from: header.get("original-mail-from").and_then(report::address),
        user_agent: told("user-agent"),
        source_ip: told("source-ip"),
        ..Complaint::default()
    }
}

/// quirk: Microsoft's junk mail reporting sends the mail as an attachment under a fixed heading, without a report.
/// A customer of theirs who is angry himself names no address of a server, and encloses no mail.
fn is_of_hotmail(letter: &Letter<'_, '_>) -> bool {
    let server = HEADINGS.behind(&letter.subject_lower).map(str::trim);
    let names_server = server.is_some_and(|server| server.parse::<std::net::IpAddr>().is_ok());
    names_server
        && PROVIDERS.stand_in(&letter.header().token("from"))
        && letter.structure.parts.iter().any(is_copy)
}

/// quirk: the example of RFC 9477 8.1 has `text/rfc822`, which is no registered type.
fn is_copy(part: &Part<'_>) -> bool {
    ["message/rfc822", "text/rfc822-headers", "text/rfc822"].contains(&part.media_type.as_str())
}

fn copied_header(structure: &Structure<'_>) -> Option<Vec<u8>> {
    let copy = structure.parts.iter().find(|part| is_copy(part));
    copy.map(|part| transfer::decode(part.body, part.encoding).0.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Returned, returned};

    fn complaint(raw: &str) -> Complaint {
        let Returned::Complaint(complaint) = returned(raw.as_bytes()) else { panic!("no complaint: {raw}") };
        complaint
    }

    const ARF: &str = "From: <feedback@isp.example>\nSubject: FW: Sak\n\
        Content-Type: multipart/report; report-type=feedback-report; boundary=b\n\n\
        --b\n\nThis is an email abuse report\n--b\nContent-Type: message/feedback-report\n\n\
        Feedback-Type: abuse\nUser-Agent: SomeGenerator/1.0\nVersion: 1\nOriginal-Mail-From: <r@posthus.example>\n\
        Original-Rcpt-To: <kari@example.no>\nSource-IP: 192.0.2.1\n\n\
        --b\nContent-Type: message/rfc822\n\nFrom: <post@posthus.example>\nTo: <ola@example.no>\n\
        CFBL-Feedback-ID: 111:222\nMessage-ID: <5@posthus.example>\n\nhei\n--b--\n";

    #[test]
    fn a_complaint_says_who_about_what_and_the_mark_of_the_mail() {
        let found = complaint(ARF);
        assert_eq!(found.kind, ComplaintKind::Abuse);
        assert_eq!(found.recipients, ["kari@example.no".parse().unwrap()]);
        assert_eq!(found.original.message_id.as_deref(), Some("5@posthus.example"));
        assert_eq!(found.feedback_id.as_deref(), Some("111:222"));
        let of_example = ARF.replace("message/rfc822", "text/rfc822");
        assert_eq!(complaint(&of_example).feedback_id, found.feedback_id);
        assert_eq!(found.source_ip.as_deref(), Some("192.0.2.1"));
        assert_eq!(found.mail_from, Some("r@posthus.example".parse().unwrap()));
        let silent = complaint(&ARF.replace("Original-Rcpt-To: <kari@example.no>\n", ""));
        assert_eq!(silent.recipients, ["ola@example.no".parse().unwrap()]);
    }

    #[test]
    fn not_every_feedback_is_a_complaint() {
        assert!(!complaint(&ARF.replace("abuse\n", "not-spam\n")).kind.is_complaint());
        assert!(!complaint(&ARF.replace("abuse\n", "auth-failure\n")).kind.is_complaint());
        assert!(complaint(&ARF.replace("abuse\n", "fraud\n")).kind.is_complaint());
    }

    #[test]
    fn providers_alone_complain_from_addresses_that_they_give_to_nobody() {
        let check = |address: &str, expected: bool| {
            assert_eq!(is_of_provider(&address.parse().unwrap()), expected, "{address}");
        };
        check("Abuse@isp.example", true);
        check("mailer-daemon@isp.example", true);
        check("staff@hotmail.com", true);
        check("staff@isp.example", false);
        check("kari@isp.example", false);
    }

    #[test]
    fn a_junk_report_of_microsoft_names_who_complains_in_the_copy() {
        let raw = "From: <staff@hotmail.com>\nSubject: complaint about message from 192.0.2.1\n\
            Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\n\
            X-HmXmrOriginalRecipient: kari@hotmail.com\nMessage-ID: <6@posthus.example>\nTo: undisclosed\n\nhei\n--b--\n";
        assert_eq!(complaint(raw).recipients, ["kari@hotmail.com".parse().unwrap()]);
    }
}
