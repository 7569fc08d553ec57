//! What became of a mail we sent: delivery reports (RFC 3464 in RFC 6522, RFC 6533), and the plain facts in
//! the notices of servers that write none.

mod plain;

use domain::{EmailAddress, EnhancedStatus};

use crate::body;
use crate::class::{self, Class};
use crate::defect::Defects;
use crate::header::{Field, Header};
use crate::structure::{Part, Structure};
use crate::transfer;
use crate::value;

/// Recipients of one report that are read.
const RECIPIENTS_MAX: usize = 1000;
/// What is kept of a host's words, octets.
const DIAGNOSTIC_OCTETS_MAX: usize = 1000;

/// A server's report on one mail.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Report {
    /// The host that reports.
    pub reporting_host: Option<String>,
    /// What became of it, for each recipient named.
    pub recipients: Vec<ReportRecipient>,
    /// `Message-ID` of the mail reported on, without angle brackets, where the report brings it.
    pub original_message_id: Option<String>,
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
    /// The words of the host that refused it, on one line.
    pub diagnostic: Option<String>,
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
    let mut defects = Defects::default();
    let structure = Structure::read(raw, &mut defects);
    let status = structure.parts.iter().find(|part| is_status(part));
    let mut report = match status {
        Some(part) => read_status(part),
        None => read_notice(&structure)?,
    };
    if report.original_message_id.is_none() {
        report.original_message_id = original_message_id(&structure);
    }
    let is_empty = report.recipients.is_empty() && report.original_message_id.is_none();
    (!is_empty).then_some(report)
}

/// RFC 3464 2.1, and RFC 6533 3 for internationalised addresses.
fn is_status(part: &Part<'_>) -> bool {
    part.media_type == "message/delivery-status" || part.media_type == "message/global-delivery-status"
}

/// RFC 3464 2.1: groups of fields with blank lines between them, the first about the mail, each other about
/// one recipient.
fn read_status(part: &Part<'_>) -> Report {
    let (octets, _) = transfer::decode(part.body, part.encoding);
    let mut report = Report::default();
    let mut rest: &[u8] = octets.trim_ascii_start();
    while !rest.is_empty() && report.recipients.len() < RECIPIENTS_MAX {
        let (group, after) = Header::of_part(rest, &mut Defects::default());
        if let Some(host) = group.get("reporting-mta") {
            report.reporting_host = typed(host);
        }
        if let Some(id) = group.get("original-message-id") {
            report.original_message_id = value::ids(id).into_iter().next();
        }
        if group.has("final-recipient") || group.has("original-recipient") {
            report.recipients.push(read_recipient(&group));
        }
        // A group of no fields is text that a gateway put there: the rest is no report.
        rest = if group.fields().is_empty() { &[] } else { after.trim_ascii_start() };
    }
    report
}

fn read_recipient(group: &Header<'_>) -> ReportRecipient {
    let address = |name: &str| group.get(name).and_then(typed).and_then(|text| address_in(&text));
    let status = group.get("status").and_then(|field| plain::first_status(&field.token()));
    let diagnostic = group.get("diagnostic-code").and_then(typed);
    // RFC 3464 2.3.3 and 2.3.4: both fields are required; of hosts that leave one out, the other tells.
    let action =
        Action::from_field(&group.token("action")).unwrap_or(match status.map(|status| status.class) {
            Some(2) => Action::Delivered,
            Some(4) => Action::Delayed,
            Some(_) | None => Action::Failed,
        });
    ReportRecipient {
        final_recipient: address("final-recipient"),
        original_recipient: address("original-recipient"),
        action,
        status: status.or_else(|| diagnostic.as_deref().and_then(plain::first_status)),
        diagnostic: diagnostic.map(|text| plain::cut(&text, DIAGNOSTIC_OCTETS_MAX)),
    }
}

/// RFC 3464 2.1.2: `rfc822; kari@example.no`, `smtp; 550 5.1.1 ..`, `dns; mx.example.no`; the type may be missing.
fn typed(field: &Field<'_>) -> Option<String> {
    let text = words(field);
    let value = match text.split_once(';') {
        Some((kind, value)) if kind.trim().bytes().all(|byte| byte.is_ascii_graphic()) => value.trim(),
        Some(_) | None => text.trim(),
    };
    (!value.is_empty()).then(|| value.to_owned())
}

/// Decoded, with the blanks of folding closed up.
fn words(field: &Field<'_>) -> String {
    let text = field.text(&mut Defects::default());
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn address_in(text: &str) -> Option<EmailAddress> {
    text.trim_matches(['<', '>', ' ', '"']).parse().ok()
}

/// A notice without RFC 3464: what its words say.
fn read_notice(structure: &Structure<'_>) -> Option<Report> {
    let root = structure.root();
    let mut defects = Defects::default();
    let subject = root.header.get("subject").map(|field| field.text(&mut defects)).unwrap_or_default();
    let from = value::participants(&root.header, "from", &mut defects).into_iter().next();
    if class::classify(structure, &subject, from.as_ref()) != Class::DeliveryReport {
        return None;
    }
    let text = structure.parts.iter().find(|part| part.media_type == "text/plain");
    let text = text.map(|part| body::decoded(part, &mut defects)).unwrap_or_default();
    Some(plain::read(&root.header, &subject, &text))
}

/// RFC 6522 3: the mail itself or its header is the last part of the report.
fn original_message_id(structure: &Structure<'_>) -> Option<String> {
    let is_original = |part: &&Part<'_>| {
        [
            "message/rfc822",
            "message/global",
            "text/rfc822-headers",
            "message/rfc822-headers",
            "message/global-headers",
        ]
        .contains(&part.media_type.as_str())
    };
    let part = structure.parts.iter().find(is_original)?;
    let (octets, _) = transfer::decode(part.body, part.encoding);
    let (header, _) = Header::of_mail(&octets, &mut Defects::default());
    value::ids(header.get("message-id")?).into_iter().next()
}

#[cfg(test)]
mod tests {
    use super::*;

    const POSTFIX: &str = "From: MAILER-DAEMON@mx.example.no (Mail Delivery System)\n\
        Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n\
        --b\n\nI'm sorry to have to inform you ...\n\n\
        --b\nContent-Type: message/delivery-status\n\n\
        Reporting-MTA: dns; mx.example.no\nX-Postfix-Queue-ID: 1\n\n\
        Final-Recipient: rfc822; kari@example.no\nOriginal-Recipient: rfc822;post@example.no\n\
        Action: failed\nStatus: 5.1.1\nRemote-MTA: dns; mail.example.no\n\
        Diagnostic-Code: smtp; 550 5.1.1 <kari@example.no>: no such\n    user here\n\n\
        Final-Recipient: rfc822; ola@example.no\nAction: delayed\nStatus: 4.4.1\n\n\
        --b\nContent-Type: text/rfc822-headers\n\nSubject: Sak\nMessage-ID: <1@posthus.example>\n\n--b--\n";

    #[test]
    fn a_report_is_read_group_by_group() {
        let report = delivery_report(POSTFIX.as_bytes()).unwrap();
        assert_eq!(report.reporting_host.as_deref(), Some("mx.example.no"));
        assert_eq!(report.original_message_id.as_deref(), Some("1@posthus.example"));
        let first = &report.recipients[0];
        assert_eq!(first.final_recipient, "kari@example.no".parse().ok());
        assert_eq!(first.original_recipient, "post@example.no".parse().ok());
        assert_eq!((first.action, first.status), (Action::Failed, Some(EnhancedStatus::new(5, 1, 1))));
        assert_eq!(first.diagnostic.as_deref(), Some("550 5.1.1 <kari@example.no>: no such user here"));
        assert_eq!((report.recipients.len(), report.recipients[1].action), (2, Action::Delayed));
    }

    #[test]
    fn line_ends_make_no_difference() {
        let crlf = POSTFIX.replace('\n', "\r\n");
        assert_eq!(delivery_report(crlf.as_bytes()), delivery_report(POSTFIX.as_bytes()));
    }

    #[test]
    fn what_is_no_report_is_none() {
        assert_eq!(delivery_report(b"From: kari@example.no\n\n550 5.1.1 hei"), None);
        assert_eq!(delivery_report(b""), None);
    }
}
