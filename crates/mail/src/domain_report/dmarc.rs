//! DMARC aggregate reports: RFC 9990 appendix A; RFC 7489 appendix C, whose elements have the same names.

use std::net::IpAddr;

use domain::Timestamp;
use domain::sender_domain::DmarcPolicy;

use super::{DmarcRow, DomainReport, ReportFault, Says, Signer, count, most, name, period, word};
use crate::unpack::OPENED_OCTETS_MAX;
use crate::xml::{self, Bounds, Element};

/// A record has some twenty elements, and the largest document some five thousand records.
const BOUNDS: Bounds = Bounds { octets: OPENED_OCTETS_MAX, elements: 120_000 };
/// Signatures of one record that are looked at.
const SIGNATURES_MAX: usize = 20;

pub(super) fn read(document: &[u8]) -> Result<DomainReport, ReportFault> {
    let root = xml::read_within(document, BOUNDS)?;
    if root.name != "feedback" {
        return Err(ReportFault::Lacks("feedback"));
    }
    let meta = root.first("report_metadata").ok_or(ReportFault::Lacks("report_metadata"))?;
    let published = root.first("policy_published").ok_or(ReportFault::Lacks("policy_published"))?;
    let range = meta.first("date_range").ok_or(ReportFault::Lacks("date_range"))?;
    let (begins_at, ends_at) = period(instant(range, "begin")?, instant(range, "end")?)?;
    let reporter = meta.text_of("org_name").or_else(|| meta.text_of("email")).unwrap_or_default();
    let rows = root.all("record").filter_map(row).collect();
    Ok(DomainReport {
        reporter: word(reporter),
        id: word(text(meta, "report_id")?),
        domain: name(text(published, "domain")?),
        begins_at,
        ends_at,
        says: Says::Dmarc { policy: published.text_of("p").and_then(policy), rows: alike(rows) },
    })
}

fn text<'a>(part: &'a Element, what: &'static str) -> Result<&'a str, ReportFault> {
    part.text_of(what).ok_or(ReportFault::Lacks(what))
}

fn instant(range: &Element, what: &'static str) -> Result<Timestamp, ReportFault> {
    let seconds: i64 = text(range, what)?.parse().map_err(|_| ReportFault::Lacks(what))?;
    Ok(Timestamp::from_millis(0).plus_seconds(seconds))
}

fn policy(text: &str) -> Option<DmarcPolicy> {
    text.to_ascii_lowercase().parse().ok()
}

/// A record; `None` where it does not say from where how many came.
fn row(record: &Element) -> Option<DmarcRow> {
    let row = record.first("row")?;
    let source: IpAddr = row.text_of("source_ip")?.parse().ok()?;
    let mails = count(row.text_of("count")?.parse().ok()?);
    let judged = row.first("policy_evaluated")?;
    let is_pass = |part: &Element, what| part.text_of(what).is_some_and(|it| it.eq_ignore_ascii_case("pass"));
    let results = record.first("auth_results");
    let held = |kind| {
        let parts = results.into_iter().flat_map(move |results| results.all(kind));
        parts.filter(|part| is_pass(part, "result"))
    };
    let signer = |part: &Element| {
        let selector = part.text_of("selector").map(name);
        Some(Signer { domain: name(part.text_of("domain")?), selector })
    };
    let identifiers = record.first("identifiers").or_else(|| record.first("identities"));
    Some(DmarcRow {
        source,
        mails,
        // Some reporters write `pass` for mail with which nothing was done (RFC 9990 appendix A has `pass` too).
        disposition: judged.text_of("disposition").and_then(policy).unwrap_or(DmarcPolicy::None),
        dkim: is_pass(judged, "dkim"),
        spf: is_pass(judged, "spf"),
        header_from: identifiers.and_then(|it| it.text_of("header_from")).map(name).unwrap_or_default(),
        signed_by: held("dkim").take(SIGNATURES_MAX).filter_map(signer).collect(),
        returns_to: held("spf").find_map(|part| part.text_of("domain").map(name)),
    })
}

/// Those that count most; the others are one for each verdict, under the address that says "unspecified", so that the
/// sums are whole.
fn alike(rows: Vec<DmarcRow>) -> Vec<DmarcRow> {
    let (mut kept, rest) = most(rows, |row| row.mails);
    let mut others: Vec<DmarcRow> = Vec::new();
    for row in rest {
        let is_same = |other: &&mut DmarcRow| (other.dkim, other.spf) == (row.dkim, row.spf);
        match others.iter_mut().find(is_same) {
            Some(other) => other.mails = count(other.mails.saturating_add(row.mails)),
            None => others.push(DmarcRow {
                source: IpAddr::V4(std::net::Ipv4Addr::UNSPECIFIED),
                signed_by: Vec::new(),
                returns_to: None,
                ..row
            }),
        }
    }
    kept.append(&mut others);
    kept
}
