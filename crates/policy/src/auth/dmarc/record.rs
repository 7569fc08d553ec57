//! The policy record of RFC 9989 4.7: tags and values, of which strange ones are passed over.

use super::{Alignment, Disposition, Record};

/// RFC 9989 4.7: whether a text is a record at all: the version stands first.
pub(super) fn is_record(text: &str) -> bool {
    let first = text.split(';').next().unwrap_or_default();
    let Some((name, value)) = first.split_once('=') else { return false };
    name.trim() == "v" && value.trim() == "DMARC1"
}

/// Reads a record; `None` when its policy is none, and it names nobody who wants reports.
pub(super) fn read(domain: &str, text: &str) -> Option<Record> {
    let tags: Vec<(String, &str)> = text
        .split(';')
        .skip(1)
        .filter_map(|tag| tag.split_once('='))
        .map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim()))
        .collect();
    let tag = |wanted: &str| tags.iter().find(|(name, _)| name == wanted).map(|(_, value)| *value);
    let policy = match tag("p").map(disposition) {
        Some(Some(policy)) => policy,
        // RFC 9989 4.7: without a policy that can be read, a record that wants reports is `p=none`.
        Some(None) | None if tag("rua").is_some_and(|rua| !rua.is_empty()) => Disposition::None,
        Some(None) | None => return None,
    };
    let alignment = |name: &str| match tag(name) {
        Some(value) if value.eq_ignore_ascii_case("s") => Alignment::Strict,
        Some(_) | None => Alignment::Relaxed,
    };
    let is_yes = |name: &str| tag(name).is_some_and(|value| value.eq_ignore_ascii_case("y"));
    Some(Record {
        domain: domain.to_owned(),
        policy,
        of_subdomains: tag("sp").and_then(disposition),
        of_missing: tag("np").and_then(disposition),
        dkim: alignment("adkim"),
        spf: alignment("aspf"),
        is_test: is_yes("t"),
        is_suffix: tag("psd").and_then(|value| match value.to_ascii_lowercase().as_str() {
            "y" => Some(true),
            "n" => Some(false),
            _ => None,
        }),
        percent: tag("pct").and_then(|value| value.parse().ok()).filter(|percent| *percent <= 100),
    })
}

fn disposition(text: &str) -> Option<Disposition> {
    [Disposition::None, Disposition::Quarantine, Disposition::Reject]
        .into_iter()
        .find(|known| known.as_str().eq_ignore_ascii_case(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_stands_first() {
        for yes in ["v=DMARC1", "v=DMARC1; p=none", " v = DMARC1 ;p=none"] {
            assert!(is_record(yes), "{yes}");
        }
        for no in ["", "p=none; v=DMARC1", "v=DMARC2; p=none", "v=dmarc1; p=none", "V=DMARC1"] {
            assert!(!is_record(no), "{no}");
        }
    }

    #[test]
    fn tags_are_read_and_strange_ones_passed_over() {
        let record = read(
            "a.test",
            "v=DMARC1; P=Reject ;sp=quarantine; np=none; adkim=S;aspf=r; t=y; psd=n; pct=20; x=y; ;;rua=mailto:a@a.test",
        )
        .unwrap();
        assert_eq!(record.policy, Disposition::Reject);
        assert_eq!(
            (record.of_subdomains, record.of_missing),
            (Some(Disposition::Quarantine), Some(Disposition::None))
        );
        assert_eq!((record.dkim, record.spf), (Alignment::Strict, Alignment::Relaxed));
        assert_eq!((record.is_test, record.is_suffix, record.percent), (true, Some(false), Some(20)));
        let strange = read("a.test", "v=DMARC1; p=reject; sp=maybe; pct=many; adkim=x").unwrap();
        assert_eq!((strange.of_subdomains, strange.percent, strange.dkim), (None, None, Alignment::Relaxed));
    }

    #[test]
    fn a_record_without_a_policy_counts_where_it_wants_reports() {
        assert!(read("a.test", "v=DMARC1; p=maybe").is_none() && read("a.test", "v=DMARC1").is_none());
        let record = read("a.test", "v=DMARC1; rua=mailto:x@a.test").unwrap();
        assert_eq!(record.policy, Disposition::None);
    }
}
