//! The fields of a report (RFC 3464 2): one group about the mail, one for each recipient.

use super::recipient::{address, host, typed};
use super::{Action, DIAGNOSTIC_OCTETS_MAX, RECIPIENTS_MAX, Report, ReportForm, ReportRecipient, codes};
use crate::charset;
use crate::defect::Defects;
use crate::header::Header;
use crate::structure::Part;
use crate::transfer;
use crate::value;

/// RFC 3464 2.1: groups of fields with blank lines between them, the first about the mail, each other about
/// one recipient.
pub(super) fn read(part: &Part<'_>) -> Report {
    let (octets, _) = transfer::decode(part.body, part.encoding);
    let mut report = Report { form: ReportForm::Fields, ..Report::default() };
    let mut rest: &[u8] = octets.trim_ascii_start();
    while !rest.is_empty() && report.recipients.len() < RECIPIENTS_MAX {
        let (group, after) = Header::of_part(rest, &mut Defects::default());
        if let Some(field) = group.get("reporting-mta") {
            report.reporting_host = host(field);
        }
        if let Some(id) = group.get("original-message-id") {
            report.original.message_id = value::ids(id).into_iter().next();
        }
        if is_recipient(&group) {
            report.recipients.push(read_recipient(&group));
        }
        // A group of no fields is text that a gateway put there: the rest is no report.
        rest = if group.fields().is_empty() { &[] } else { after.trim_ascii_start() };
    }
    report.is_cut = !rest.is_empty() && is_recipient(&Header::of_part(rest, &mut Defects::default()).0);
    report
}

fn is_recipient(group: &Header<'_>) -> bool {
    ["final-recipient", "original-recipient", "x-actual-recipient"].iter().any(|name| group.has(name))
        || (group.has("action") && group.has("status"))
}

fn read_recipient(group: &Header<'_>) -> ReportRecipient {
    let status = group.get("status").and_then(|field| codes::first_status(&field.token()));
    // quirk: some write the code into a comment behind the host's words, others the words into fields of their own.
    let fields = ["diagnostic-code", "x-supplementary-info", "x-notes"];
    let said: Vec<String> = fields.iter().filter_map(|name| group.get(name).and_then(typed)).collect();
    let diagnostic = (!said.is_empty()).then(|| said.join(" "));
    // RFC 3464 2.3.3 and 2.3.4: both fields are required; of hosts that leave one out, the other tells.
    let action =
        Action::from_field(&group.token("action")).unwrap_or(match status.map(|status| status.class) {
            Some(2) => Action::Delivered,
            Some(4) => Action::Delayed,
            Some(_) | None => Action::Failed,
        });
    let named = |name: &str| group.get(name).and_then(address);
    ReportRecipient {
        final_recipient: named("final-recipient").or_else(|| named("x-actual-recipient")),
        original_recipient: named("original-recipient"),
        action,
        status: status.or_else(|| diagnostic.as_deref().and_then(codes::first_status)),
        reply: diagnostic.as_deref().and_then(codes::first_reply),
        diagnostic: diagnostic.map(|text| charset::cut(&text, DIAGNOSTIC_OCTETS_MAX).to_owned()),
        remote_host: group.get("remote-mta").and_then(host),
        retry_until: group.get("will-retry-until").and_then(value::date),
        guessed: false,
    }
}
