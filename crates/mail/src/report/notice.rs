//! Whether a mail is a server's notice of a failure, by its header: who wrote it and under which heading.

use crate::defect::Defects;
use crate::header::Header;
use crate::parsed::Participant;
use crate::structure::Structure;
use crate::value;

/// Whether a server says what became of a mail.
pub(crate) fn is_notice(structure: &Structure<'_>) -> bool {
    let header = &structure.root().header;
    let mut defects = Defects::default();
    let subject = header.get("subject").map(|field| field.text(&mut defects)).unwrap_or_default();
    let from = value::participants(header, "from", &mut defects).into_iter().next();
    let is_report = structure.root().content_type.get("report-type").is_none_or(is_delivery_status);
    is_report && (is_returned(header, from.as_ref()) || is_headed(header, &subject, from.as_ref()))
}

fn is_delivery_status(report_type: &str) -> bool {
    report_type.eq_ignore_ascii_case("delivery-status")
}

/// From a server's daemon, or naming the failed recipients.
pub(crate) fn is_returned(header: &Header<'_>, from: Option<&Participant>) -> bool {
    let local = from.map(local_part).unwrap_or_default();
    // RFC 5321 6.1 and RFC 2142 leave the name open; these are what servers write.
    let is_daemon = ["mailer-daemon", "mailer_daemon", "mdaemon"].contains(&local.as_str());
    header.has("x-failed-recipients") || is_daemon || (local == "postmaster" && has_null_return_path(header))
}

/// Under a heading of servers, from somebody who may be one: a person who passes such a mail on writes `Fwd:` before it
/// and has a name and a return path.
pub(crate) fn is_headed(header: &Header<'_>, subject: &str, from: Option<&Participant>) -> bool {
    let subject = subject.trim().to_lowercase();
    SUBJECTS.iter().any(|beginning| subject.starts_with(beginning))
        && (has_null_return_path(header)
            || is_automatic(header)
            || from
                .is_none_or(|from| is_machine(&local_part(from), from.name.as_deref().unwrap_or_default())))
}

/// RFC 3834 5: said by the mail itself.
fn is_automatic(header: &Header<'_>) -> bool {
    let submitted = header.token("auto-submitted");
    !submitted.is_empty() && submitted != "no"
}

/// Names of those who write such mails.
fn is_machine(local: &str, name: &str) -> bool {
    let name = name.to_lowercase();
    local.is_empty()
        || MACHINES.iter().any(|machine| local.contains(machine))
        || [
            "delivery",
            "postmaster",
            "mail administrator",
            "system administrator",
            "administrator",
            "mailer",
            "postmottak",
        ]
        .iter()
        .any(|machine| name.contains(machine))
}

fn local_part(from: &Participant) -> String {
    let text = from.address.as_ref().map_or(from.raw.as_str(), |address| address.local());
    text.split('@').next().unwrap_or_default().trim_matches(['<', '>', '"']).to_ascii_lowercase()
}

/// RFC 5321 4.5.5: notifications about a mail are sent with the null return path.
pub(crate) fn has_null_return_path(header: &Header<'_>) -> bool {
    let path = header.get("return-path").map(|field| field.token());
    path.is_some_and(|path| path.split_whitespace().collect::<String>() == "<>")
}

/// Local parts, or pieces of them.
const MACHINES: [&str; 19] = [
    "postmaster",
    "daemon",
    "mailer",
    "administrator",
    "mailadmin",
    "bounce",
    "no-reply",
    "noreply",
    "do-not-reply",
    "donotreply",
    "mail.delivery",
    "mail-delivery",
    "microsoftexchange",
    "smtp",
    "gateway",
    "antivirus",
    "mailsweeper",
    "imss",
    "mta",
];

/// How servers head their notices, lower case.
const SUBJECTS: [&str; 65] = [
    "undeliverable",
    "undelivered",
    "undeliverable mail",
    "returned mail",
    "returned message",
    "returned to sender",
    "mail delivery failed",
    "mail delivery failure",
    "mail delivery problem",
    "mail delivery error",
    "mail delivery system",
    "mail delivery warning",
    "mail delivery status",
    "mail failed",
    "mail system error",
    "mail could not be delivered",
    "message could not be delivered",
    "message delivery failure",
    "message delivery delayed",
    "message undeliverable",
    "message status - undeliverable",
    "message notification",
    "delivery failure",
    "delivery failed",
    "delivery error",
    "delivery notification",
    "delivery status notification",
    "delivery report",
    "delivery problems",
    "delivery delayed",
    "delayed mail",
    "failure notice",
    "failure delivery",
    "failed delivery",
    "failed mail",
    "nondeliverable mail",
    "non-delivery",
    "non delivery",
    "nondelivery",
    "permanent delivery failure",
    "processing error",
    "warning: could not send message",
    "warning: message",
    "warning: e-mail",
    "unable to deliver",
    "user unknown",
    "could not deliver",
    "couldn't be delivered",
    "your message could not be delivered",
    "ikke levert",
    "kan ikke leveres",
    "kunne ikke leveres",
    "ikke leverbar",
    "olevererbar",
    "kunde inte levereras",
    "går inte att leverera",
    "det gick inte att leverera",
    "returnerad e-post",
    "unzustellbar",
    "nicht zustellbar",
    "non remis",
    "onbestelbaar",
    "no se puede entregar",
    "non recapitabile",
    "não é possível entregar",
];
