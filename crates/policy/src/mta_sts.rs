//! MTA-STS: the record and the policy of a domain read, and when they are looked at again (RFC 8461).
//!
//! Whoever can answer for DNS or keeps the policy's server from us must not take a domain's demand away: what is known
//! stands until its own time is over, whatever fails meanwhile.

use domain::Timestamp;
use domain::encryption::{KnownPolicy, StsMode, StsPolicy};

/// RFC 8461 3.2: a policy is valid for about a year at most, seconds.
const MAX_AGE_S_MAX: i64 = 31_557_600;
/// Names of exchangers that are kept; a longer list is taken for none.
const EXCHANGERS_MAX: usize = 100;
/// RFC 8461 3.1: an id has at most 32 characters.
const ID_CHARS_MAX: usize = 32;
/// A policy is read again after a day though its id is the same, milliseconds: so its time does not run out while the
/// server that has it cannot be reached for a while (RFC 8461 3.3).
const READ_AGAIN_MS: i64 = 24 * 3_600_000;
/// How long what DNS said of the record is true, milliseconds.
pub const LOOKED_UP_MS: i64 = 3_600_000;
/// How long nothing is asked after something failed, milliseconds; RFC 8461 3.3 wants five minutes at least.
pub const FAILED_MS: i64 = 600_000;

/// Whether a policy is to be read, after DNS said which id is published.
#[must_use]
pub fn is_to_be_read(known: Option<&KnownPolicy>, published: Option<&str>, now: Timestamp) -> bool {
    let Some(published) = published else { return false };
    known.is_none_or(|known| {
        known.record_id != published || !known.stands(now) || now.millis_since(known.read_at) >= READ_AGAIN_MS
    })
}

/// The id in the texts of `_mta-sts.` before a domain; `None` where there is no record, or more than one.
///
/// ```text
/// sts-text-record = sts-version 1*(sts-field-delim sts-field) [sts-field-delim]   ; RFC 8461 3.1
/// ```
#[must_use]
pub fn record_id(texts: &[String]) -> Option<String> {
    let mut records = texts.iter().filter(|text| {
        let version = text.split(';').next().unwrap_or_default();
        version.trim_end_matches([' ', '\t']) == "v=STSv1"
    });
    // RFC 8461 3.1: of several records none counts.
    let (record, None) = (records.next()?, records.next()) else { return None };
    let fields = record.split(';').skip(1).filter_map(|field| field.split_once('='));
    let id = fields.map(|(name, value)| (name.trim(), value.trim())).find(|(name, _)| *name == "id")?.1;
    let is_id =
        (1..=ID_CHARS_MAX).contains(&id.len()) && id.bytes().all(|octet| octet.is_ascii_alphanumeric());
    is_id.then(|| id.to_owned())
}

/// Why a document is no policy.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PolicyError {
    /// The version is missing or another one.
    #[error("it is no policy of version STSv1")]
    Version,
    /// The mode is missing or unknown.
    #[error("its mode is none of enforce, testing and none")]
    Mode,
    /// How long it is true is missing or no number.
    #[error("its max_age is no number of seconds up to a year")]
    MaxAge,
    /// No exchanger is named, or too many.
    #[error("it names no exchanger, or more than {EXCHANGERS_MAX}")]
    Exchangers,
}

/// Reads a policy.
///
/// ```text
/// sts-policy-record = sts-policy-field *WSP *(sts-policy-term sts-policy-field *WSP) [sts-policy-term]
/// sts-policy-term   = LF / CRLF                                                   ; RFC 8461 3.2
/// ```
///
/// # Errors
/// When it is none.
pub fn read(document: &str) -> Result<StsPolicy, PolicyError> {
    let fields: Vec<(&str, &str)> = document
        .lines()
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.trim(), value.trim()))
        .collect();
    // RFC 8461 3.2: of a field that stands twice the first counts, but of `mx`.
    let first = |wanted: &str| fields.iter().find(|(name, _)| *name == wanted).map(|(_, value)| *value);
    if first("version") != Some("STSv1") {
        return Err(PolicyError::Version);
    }
    let mode: StsMode = first("mode").and_then(|mode| mode.parse().ok()).ok_or(PolicyError::Mode)?;
    let max_age_s = first("max_age").filter(|age| age.bytes().all(|octet| octet.is_ascii_digit()));
    let max_age_s: i64 = max_age_s.and_then(|age| age.parse().ok()).ok_or(PolicyError::MaxAge)?;
    if max_age_s > MAX_AGE_S_MAX {
        return Err(PolicyError::MaxAge);
    }
    let names = fields.iter().filter(|(name, _)| *name == "mx").map(|(_, value)| *value);
    let exchangers: Vec<String> =
        names.filter(|name| is_pattern(name)).map(|name| name.to_ascii_lowercase()).collect();
    let is_short = exchangers.len() <= EXCHANGERS_MAX;
    if !is_short || (exchangers.is_empty() && mode != StsMode::None) {
        return Err(PolicyError::Exchangers);
    }
    Ok(StsPolicy { mode, exchangers, max_age_s })
}

/// RFC 8461 3.2: a host name, or `*.` and one.
fn is_pattern(text: &str) -> bool {
    let name = text.strip_prefix("*.").unwrap_or(text);
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|octet| octet.is_ascii_alphanumeric() || matches!(octet, b'-' | b'_'))
    };
    name.len() <= 253 && name.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id_of(texts: &[&str]) -> Option<String> {
        record_id(&texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn one_record_of_the_version_has_an_id() {
        for (texts, id) in [
            (&["v=STSv1; id=20260101T000000;"][..], Some("20260101T000000")),
            (&["v=STSv1;id=a1"], Some("a1")),
            (&["v=STSv1 ; other=x; id=a1 ; "], Some("a1")),
            (&["v=spf1 -all", "v=STSv1; id=a1"], Some("a1")),
            (&["v=STSv1; id=a1", "v=STSv1; id=a2"], None),
            (&["v=STSv2; id=a1"], None),
            (&["id=a1; v=STSv1"], None),
            (&["v=STSv1"], None),
            (&["v=STSv1; id="], None),
            (&["v=STSv1; id=a-1"], None),
            (&["v=STSv1; id=123456789012345678901234567890123"], None),
            (&[], None),
        ] {
            assert_eq!(id_of(texts).as_deref(), id, "{texts:?}");
        }
    }

    #[test]
    fn a_policy_is_read_with_either_line_ending() {
        let text =
            "version: STSv1\nmode: enforce\nmx: mail.example.com\nmx: *.Example.net\nmax_age: 604800\n";
        for document in [text.to_owned(), text.replace('\n', "\r\n"), text.replace(": ", ":  ")] {
            let policy = read(&document).unwrap();
            assert_eq!(policy.mode, StsMode::Enforce);
            assert_eq!(policy.exchangers, ["mail.example.com", "*.example.net"]);
            assert_eq!(policy.max_age_s, 604_800);
        }
        let none = read("version: STSv1\nmode: none\nmax_age: 86400\nextension: x\n").unwrap();
        assert_eq!((none.mode, none.exchangers.len()), (StsMode::None, 0));
    }

    #[test]
    fn what_is_no_policy_says_why() {
        let with = |mode: &str, age: &str, mx: &str| {
            read(&format!("version: STSv1\nmode: {mode}\nmax_age: {age}\n{mx}")).unwrap_err()
        };
        assert_eq!(read("<!doctype html><title>mode: enforce</title>"), Err(PolicyError::Version));
        assert_eq!(with("Enforce", "1", "mx: a.test"), PolicyError::Mode);
        assert_eq!(with("enforce", "-1", "mx: a.test"), PolicyError::MaxAge);
        assert_eq!(with("enforce", "31557601", "mx: a.test"), PolicyError::MaxAge);
        assert_eq!(with("testing", "1", ""), PolicyError::Exchangers);
        assert_eq!(with("enforce", "1", "mx: a b.test\nmx: *"), PolicyError::Exchangers);
        assert_eq!(with("enforce", "1", &"mx: a.test\n".repeat(101)), PolicyError::Exchangers);
    }

    #[test]
    fn a_policy_is_read_when_it_is_new_other_or_a_day_old() {
        let policy = StsPolicy { mode: StsMode::Enforce, exchangers: Vec::new(), max_age_s: 7 * 86_400 };
        let known = KnownPolicy { record_id: "1".to_owned(), policy, read_at: Timestamp::from_millis(0) };
        let after = |hours: i64| Timestamp::from_millis(hours * 3_600_000);
        let check = |published, hours| is_to_be_read(Some(&known), published, after(hours));
        assert!(is_to_be_read(None, Some("1"), after(0)) && !is_to_be_read(None, None, after(0)));
        assert!(!check(Some("1"), 23) && check(Some("1"), 24) && check(Some("2"), 1));
        assert!(!check(None, 24), "a record that is gone takes nothing away");
        assert!(known.stands(after(7 * 24 - 1)) && !known.stands(after(7 * 24)));
    }
}
