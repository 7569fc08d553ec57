//! Notices in words alone, as Exim, qmail and appliances write them: the failed addresses, the code, the words.

use std::sync::LazyLock;

use domain::{EmailAddress, EnhancedStatus};
use regex::Regex;

use super::{Action, DIAGNOSTIC_OCTETS_MAX, Report, ReportRecipient};
use crate::charset;
use crate::defect::Defects;
use crate::header::{Header, one_line};

/// Octets of the notice that are read; the quoted mail follows.
const NOTICE_OCTETS_MAX: usize = 16 * 1024;

/// RFC 3463 2: status-code, not within a longer number such as a version or an IP address.
static STATUS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|[^\d.])([245]\.\d{1,3}\.\d{1,3})(?:$|[^\d.]|\.(?:$|\D))").expect("the pattern is fixed")
});

/// A line that begins with an address, as qmail (`<kari@example.no>:`) and Exim (`  kari@example.no`) write.
static RECIPIENT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?m)^\s*<?([^\s<>:;,]+@[^\s<>:;,]+\.[^\s<>:;,]+?)>?[:.]?\s*$").expect("the pattern is fixed")
});

/// RFC 5321 4.2: a reply code at the start of the host's words.
static REPLY: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?m)(?:^|[\s:])([45]\d\d[ -][^\n]{3,})$").expect("the pattern is fixed"));

/// Where the quoted mail begins.
const COPY_MARKS: [&str; 5] = [
    "copy of the message",
    "copy of your message",
    "original message",
    "message headers follow",
    "returned message",
];

/// What the words of a notice say.
pub(super) fn read(header: &Header<'_>, subject: &str, text: &str) -> Report {
    let notice = charset::cut(text, NOTICE_OCTETS_MAX);
    let copy_at = COPY_MARKS.iter().filter_map(|mark| notice.to_ascii_lowercase().find(mark)).min();
    let (notice, copy) = notice.split_at(copy_at.unwrap_or(notice.len()));
    let words = REPLY.captures(notice).map(|found| one_line(&found[1]));
    let status = first_status(words.as_deref().unwrap_or(notice)).or_else(|| first_status(notice));
    let action = action(subject, notice, status);
    let recipient = |address| ReportRecipient {
        final_recipient: Some(address),
        original_recipient: None,
        action,
        status,
        diagnostic: words.as_deref().map(|words| cut(words, DIAGNOSTIC_OCTETS_MAX)),
    };
    let recipients = failed_addresses(header, notice).into_iter().map(recipient).collect();
    Report { reporting_host: None, recipients, original_message_id: message_id_in(copy) }
}

/// Exim and Gmail name them in the header; others on lines of their own.
fn failed_addresses(header: &Header<'_>, notice: &str) -> Vec<EmailAddress> {
    let named = header.get("x-failed-recipients").map(|field| field.text(&mut Defects::default()));
    let mut found: Vec<EmailAddress> = Vec::new();
    let mut add = |text: &str| {
        if let Ok(address) = text.trim().parse()
            && !found.contains(&address)
            && found.len() < super::RECIPIENTS_MAX
        {
            found.push(address);
        }
    };
    match named {
        Some(named) => named.split(',').for_each(&mut add),
        None => RECIPIENT.captures_iter(notice).for_each(|line| add(&line[1])),
    }
    found
}

/// A warning says that the host goes on trying.
fn action(subject: &str, notice: &str, status: Option<EnhancedStatus>) -> Action {
    const DELAYS: [&str; 6] =
        ["delayed", "delay", "warning", "still being retried", "not yet been delivered", "will keep trying"];
    let said = format!("{subject}\n{notice}").to_lowercase();
    let is_delayed = match status {
        Some(status) => status.class == 4 && DELAYS.iter().any(|word| said.contains(word)),
        None => DELAYS.iter().any(|word| subject.to_lowercase().contains(word)),
    };
    if is_delayed { Action::Delayed } else { Action::Failed }
}

/// The first enhanced status in a text.
pub(super) fn first_status(text: &str) -> Option<EnhancedStatus> {
    STATUS.captures(text).and_then(|found| found[1].parse().ok())
}

/// At most so many octets, cut between characters.
pub(super) fn cut(text: &str, octets_max: usize) -> String {
    charset::cut(text, octets_max).to_owned()
}

/// The id in a mail that is quoted as text.
fn message_id_in(copy: &str) -> Option<String> {
    let line = copy
        .lines()
        .find(|line| line.get(..11).is_some_and(|name| name.eq_ignore_ascii_case("message-id:")))?;
    let (_, id) = line.split_once('<')?;
    let (id, _) = id.split_once('>')?;
    (!id.is_empty()).then(|| one_line(id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::delivery_report;

    #[test]
    fn statuses_are_found_in_words() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(first_status(text).map(|status| status.to_string()).as_deref(), expected, "{text}");
        };
        check("550 5.1.1 no such user", Some("5.1.1"));
        check("(#5.7.1)", Some("5.7.1"));
        check("failed with 5.2.2.", Some("5.2.2"));
        check("from 5.1.1.9 with version 4.96", None);
    }

    #[test]
    fn a_notice_of_qmail_is_read() {
        let raw = "From: MAILER-DAEMON@example.no\nSubject: failure notice\n\nHi. This is the qmail-send program.\n\n\
                   <kari@example.no>:\n192.0.2.1 does not like recipient.\nRemote host said: 550 5.1.1 unknown user\n\
                   Giving up on 192.0.2.1.\n\n--- Below this line is a copy of the message.\n\n\
                   Return-Path: <a@b.no>\nMessage-ID: <1@posthus.example>\nTo: ola@example.no\n\nhei\n";
        let report = delivery_report(raw.as_bytes()).unwrap();
        assert_eq!(report.original_message_id.as_deref(), Some("1@posthus.example"));
        assert_eq!(report.recipients.len(), 1);
        let recipient = &report.recipients[0];
        assert_eq!(recipient.final_recipient, "kari@example.no".parse().ok());
        assert_eq!(recipient.diagnostic.as_deref(), Some("550 5.1.1 unknown user"));
        assert_eq!(recipient.action, Action::Failed);
    }

    #[test]
    fn a_warning_of_exim_is_a_delay() {
        let raw = "From: Mail Delivery System <Mailer-Daemon@example.no>\nX-Failed-Recipients: kari@example.no\n\
                   Subject: Warning: message 1abc delayed 24 hours\n\nA message that you sent has not yet been delivered\n";
        let report = delivery_report(raw.as_bytes()).unwrap();
        assert_eq!(report.recipients[0].action, Action::Delayed);
    }
}
