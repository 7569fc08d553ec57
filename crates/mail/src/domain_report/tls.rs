//! Reports on TLS: RFC 8460 4.4, JSON.

use domain::Timestamp;
use domain::domain_report::TlsOutcome;
use serde_json::Value;

use super::{DomainReport, ReportFault, Says, TlsRow, count, most, name, period, word};

/// Policies of one report that are read; a domain has one or two.
const POLICIES_MAX: usize = 20;
/// Kinds of failures of one policy that are read.
const FAILURES_MAX: usize = 1_000;

pub(super) fn read(document: &[u8]) -> Result<DomainReport, ReportFault> {
    let document = document.strip_prefix(b"\xef\xbb\xbf").unwrap_or(document);
    // serde_json follows 128 levels and no further.
    let root: Value = serde_json::from_slice(document).map_err(|_| ReportFault::Json)?;
    let text = |part: &Value, what: &'static str| {
        let found = part.get(what).and_then(Value::as_str).filter(|text| !text.trim().is_empty());
        found.map(str::to_owned).ok_or(ReportFault::Lacks(what))
    };
    let range = root.get("date-range").ok_or(ReportFault::Lacks("date-range"))?;
    let instant = |what| {
        let text = text(range, what)?;
        Timestamp::from_rfc3339(text.trim()).ok_or(ReportFault::Lacks(what))
    };
    let (begins_at, ends_at) = period(instant("start-datetime")?, instant("end-datetime")?)?;
    let policies = root.get("policies").and_then(Value::as_array).ok_or(ReportFault::Lacks("policies"))?;
    let about = policies.first().and_then(|policy| policy.pointer("/policy/policy-domain"));
    let domain = name(about.and_then(Value::as_str).ok_or(ReportFault::Lacks("policy-domain"))?);
    let of_domain = |policy: &&Value| {
        let of = policy.pointer("/policy/policy-domain").and_then(Value::as_str);
        of.is_some_and(|of| name(of) == domain)
    };
    let rows = policies.iter().take(POLICIES_MAX).filter(of_domain).flat_map(rows).collect();
    Ok(DomainReport {
        reporter: word(&text(&root, "organization-name").unwrap_or_default()),
        id: word(&text(&root, "report-id")?),
        begins_at,
        ends_at,
        says: Says::Tls(most(rows, |row: &TlsRow| row.sessions).0),
        domain,
    })
}

/// What one policy came to: what went well, then what did not.
fn rows(part: &Value) -> Vec<TlsRow> {
    let word_at =
        |part: &Value, what: &str| part.get(what).and_then(Value::as_str).map(word).unwrap_or_default();
    let number_at = |part: &Value, what: &str| count(part.get(what).and_then(Value::as_u64).unwrap_or(0));
    let policy = part.pointer("/policy/policy-type").and_then(Value::as_str).map(word).unwrap_or_default();
    let summary = part.get("summary").cloned().unwrap_or_default();
    let row = |outcome, mx: String, sessions, words: String| TlsRow {
        policy: policy.clone(),
        outcome,
        mx,
        sessions,
        words,
    };
    let well = number_at(&summary, "total-successful-session-count");
    let badly = number_at(&summary, "total-failure-session-count");
    let details =
        part.get("failure-details").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let mut rows = vec![row(TlsOutcome::Success, String::new(), well, String::new())];
    let mut told = 0_u64;
    for detail in details.iter().take(FAILURES_MAX) {
        let sessions = number_at(detail, "failed-session-count");
        told = told.saturating_add(sessions);
        let outcome = TlsOutcome::of_failure(&word_at(detail, "result-type"));
        let words = match word_at(detail, "failure-reason-code") {
            code if code.is_empty() => word_at(detail, "additional-information"),
            code => code,
        };
        rows.push(row(outcome, name(&word_at(detail, "receiving-mx-hostname")), sessions, words));
    }
    // quirk: some count failures and say nothing of them.
    if let Some(rest @ 1..) = badly.checked_sub(told) {
        rows.push(row(TlsOutcome::Other, String::new(), rest, String::new()));
    }
    rows.retain(|row| row.sessions > 0);
    rows
}
