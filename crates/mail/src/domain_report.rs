//! Reports of other servers on a domain: who sends as it (RFC 9990, before that RFC 7489 appendix C), and how TLS
//! towards it goes (RFC 8460). Anybody can write one; whom to believe is for others to decide.

mod dmarc;
mod tls;

use domain::domain_report::{DomainReportKind, TlsOutcome};
use domain::sender_domain::DmarcPolicy;
use domain::{Timestamp, limits};
use std::net::IpAddr;

use crate::parse::attachment;
use crate::parsed::Parsed;
use crate::unpack::{self, UnpackFault};
use crate::xml::XmlFault;

/// Characters of a name or an id in a report.
const WORD_CHARS_MAX: usize = 255;
/// Attachments of a mail that are looked at: a report has one.
const LOOKED_AT_MAX: usize = 5;

/// What another server reports on a domain.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DomainReport {
    /// Who reports, as he calls himself.
    pub reporter: String,
    /// The id that he gave the report.
    pub id: String,
    /// The domain, in lower case.
    pub domain: String,
    /// Where the time begins that it is about.
    pub begins_at: Timestamp,
    /// Where it ends.
    pub ends_at: Timestamp,
    /// What it says.
    pub says: Says,
}

impl DomainReport {
    /// What it is about.
    #[must_use]
    pub const fn kind(&self) -> DomainReportKind {
        match self.says {
            Says::Dmarc { .. } => DomainReportKind::Dmarc,
            Says::Tls(_) => DomainReportKind::Tls,
        }
    }

    /// Mails or connections that it counts.
    #[must_use]
    pub fn counted(&self) -> u64 {
        match &self.says {
            Says::Dmarc { rows, .. } => rows.iter().map(|row| row.mails).fold(0, u64::saturating_add),
            Says::Tls(rows) => rows.iter().map(|row| row.sessions).fold(0, u64::saturating_add),
        }
    }
}

/// What a report says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Says {
    /// Who sends as the domain.
    Dmarc {
        /// What the domain's record asked for when the reporter looked.
        policy: Option<DmarcPolicy>,
        /// What came from where.
        rows: Vec<DmarcRow>,
    },
    /// How TLS towards the domain goes.
    Tls(Vec<TlsRow>),
}

/// Mails of one source that were judged alike.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DmarcRow {
    /// The address that they came from.
    pub source: IpAddr,
    /// How many.
    pub mails: u64,
    /// What was done with them.
    pub disposition: DmarcPolicy,
    /// Whether a signature of the author's domain held.
    pub dkim: bool,
    /// Whether the source may send for the author's domain.
    pub spf: bool,
    /// The author's domain, in lower case.
    pub header_from: String,
    /// The signatures that held.
    pub signed_by: Vec<Signer>,
    /// The domain of the return path, where SPF holds for it.
    pub returns_to: Option<String>,
}

/// A signature that held.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Signer {
    /// Whose, in lower case.
    pub domain: String,
    /// With which key; `None` where the reporter does not say.
    pub selector: Option<String>,
}

/// Connections that came to the same.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TlsRow {
    /// Which policy applied: `sts`, `tlsa` or `no-policy-found`.
    pub policy: String,
    /// What came of them.
    pub outcome: TlsOutcome,
    /// The server of ours, where the report names it.
    pub mx: String,
    /// How many.
    pub sessions: u64,
    /// The reporter's own words.
    pub words: String,
}

/// Why a report was not read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ReportFault {
    /// Its file was not opened.
    #[error(transparent)]
    File(#[from] UnpackFault),
    /// It is no document.
    #[error(transparent)]
    Xml(#[from] XmlFault),
    /// It is no JSON.
    #[error("the document is not JSON")]
    Json,
    /// Something is lacking that every report has.
    #[error("the report lacks `{0}`, or it cannot be read")]
    Lacks(&'static str),
}

/// The report that a mail brings; `None` of a mail that brings none, and does not say that it does.
#[must_use]
pub fn domain_report(raw: &[u8], parsed: &Parsed) -> Option<Result<DomainReport, ReportFault>> {
    let mut first_fault = None;
    for file in parsed.attachments.iter().take(LOOKED_AT_MAX) {
        let Some(form) = form_of(&file.name, &file.media_type, &parsed.subject) else { continue };
        if file.size_octets > unpack::OPENED_OCTETS_MAX as u64 {
            first_fault.get_or_insert(ReportFault::File(UnpackFault::TooLarge));
            continue;
        }
        let Some((_, octets)) = attachment(raw, file.index) else { continue };
        match read(&octets, form) {
            Ok(report) => return Some(Ok(report)),
            Err(fault) => {
                first_fault.get_or_insert(fault);
            }
        }
    }
    first_fault.map(Err)
}

/// What a file claims to be; `None` of one that is no report by its name, its media type and the mail's subject.
fn form_of(name: &str, media_type: &str, subject: &str) -> Option<DomainReportKind> {
    // RFC 8460 5.3, 6.4: TLS reports have media types of their own.
    if media_type == "application/tlsrpt+gzip" || media_type == "application/tlsrpt+json" {
        return Some(DomainReportKind::Tls);
    }
    let name = name.to_ascii_lowercase();
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    // RFC 9990 3.5.1: receiver "!" policy-domain "!" begin "!" end [ "!" unique-id ] "." extension
    let is_named = name.split('!').count() >= 4;
    // RFC 9990 3.5.2, RFC 8460 5.3: "Report Domain: a Submitter: b Report-ID: c"
    let is_headed = subject.to_ascii_lowercase().contains("report domain:");
    if !is_named && !is_headed {
        return None;
    }
    if ends(&[".json", ".json.gz"]) {
        return Some(DomainReportKind::Tls);
    }
    ends(&[".xml", ".xml.gz", ".xml.gzip", ".zip", ".gz"]).then_some(DomainReportKind::Dmarc)
}

/// Reads a report, packed or not. Never fails on bytes from outside otherwise than with a fault.
///
/// # Errors
/// Why it cannot be read.
pub fn read(octets: &[u8], form: DomainReportKind) -> Result<DomainReport, ReportFault> {
    let document = unpack::unpacked(octets)?;
    match form {
        DomainReportKind::Dmarc => dmarc::read(&document),
        DomainReportKind::Tls => tls::read(&document),
    }
}

/// A name or an id of a stranger, on one line.
fn word(text: &str) -> String {
    let plain = |it: char| if it.is_control() { ' ' } else { it };
    text.trim().chars().map(plain).take(WORD_CHARS_MAX).collect()
}

/// A domain, as it is compared.
fn name(text: &str) -> String {
    word(text).trim_end_matches('.').to_ascii_lowercase()
}

/// A count that no real report exceeds; more would let one report drown all others.
fn count(number: u64) -> u64 {
    const COUNT_MAX: u64 = 1_000_000_000;
    number.min(COUNT_MAX)
}

/// The time that a report is about: within the years of the protocol, at most a month.
fn period(begins_at: Timestamp, ends_at: Timestamp) -> Result<(Timestamp, Timestamp), ReportFault> {
    const FIRST: Timestamp = Timestamp::from_millis(1_262_304_000_000);
    const LAST: Timestamp = Timestamp::from_millis(4_102_444_800_000);
    const LONGEST_MS: i64 = 32 * 24 * 3600 * 1000;
    let length = ends_at.millis_since(begins_at);
    let is_real = begins_at >= FIRST && ends_at <= LAST && (0..=LONGEST_MS).contains(&length);
    if is_real { Ok((begins_at, ends_at)) } else { Err(ReportFault::Lacks("date range")) }
}

/// The rows that count most, and whether others were left out.
fn most<T>(mut rows: Vec<T>, weight: impl Fn(&T) -> u64) -> (Vec<T>, Vec<T>) {
    rows.sort_by_key(|row| std::cmp::Reverse(weight(row)));
    let rest = rows.split_off(rows.len().min(limits::DOMAIN_REPORT_ROWS_MAX));
    (rows, rest)
}

#[cfg(test)]
mod tests;
