//! Which names above one vouch for it, so that their keys sign its mail (RFC 9989 4.10.2, RFC 6376 3.5).

use domain::sender_domain::{DnsRecord, Findings, RecordKind, RecordVerdict};

use crate::address_check::registrable_domain;

/// Names that are looked at for one domain; longer ones are nobody's in earnest.
const NAMES_MAX: usize = 8;

/// The names above one, the nearest first, up to the one that somebody registered: under relaxed alignment a signature of
/// any of them vouches for it. None of a name that is registered itself, or that nobody can register.
#[must_use]
pub fn names_above(domain: &str) -> Vec<&str> {
    let Some(registered) = registrable_domain(domain) else { return Vec::new() };
    let mut names = Vec::new();
    let mut rest = domain;
    while rest != registered && names.len() < NAMES_MAX {
        let Some((_, above)) = rest.split_once('.') else { break };
        names.push(above);
        rest = above;
    }
    names
}

/// Whether a domain's DMARC record wants signatures of the very name that mail is from (RFC 9989 4.7, `adkim=s`): its own
/// keys then vouch for no name below it.
#[must_use]
pub fn vouches_for_itself_alone(findings: &Findings) -> bool {
    let mut records = findings.records.iter().filter(|record| record.kind == RecordKind::Dmarc);
    records.any(|record| record.found.iter().any(|text| super::dmarc::is_strict(text)))
}

/// Whether DNS said when it was looked at that its keys vouch for names below it, too: silence says nothing of that.
#[must_use]
pub fn vouches_below(findings: &Findings) -> bool {
    let mut records = findings.records.iter().filter(|record| record.kind == RecordKind::Dmarc);
    let is_answered =
        |record: &DnsRecord| !matches!(record.verdict, RecordVerdict::Unanswered | RecordVerdict::Unchecked);
    !vouches_for_itself_alone(findings) && records.all(is_answered)
}

#[cfg(test)]
mod tests {
    use domain::sender_domain::Importance;

    use super::*;

    #[test]
    fn the_names_above_end_with_the_one_that_is_registered() {
        assert_eq!(names_above("a.news.nord.no"), ["news.nord.no", "nord.no"]);
        assert_eq!(names_above("post.nord.co.uk"), ["nord.co.uk"]);
        for none in ["nord.no", "co.uk", "no", "localhost"] {
            assert!(names_above(none).is_empty(), "{none}");
        }
        assert_eq!(names_above("a.b.c.d.e.f.g.h.i.j.nord.no").len(), NAMES_MAX);
    }

    #[test]
    fn a_strict_record_vouches_for_its_own_name_alone() {
        let look = |verdict, text: &str| {
            let name = "_dmarc.nord.no".to_owned();
            let wish = super::super::wish(RecordKind::Dmarc, Importance::Recommended, name, String::new());
            let record = DnsRecord { verdict, found: vec![text.to_owned()], ..wish };
            Findings { records: vec![record], ..Findings::default() }
        };
        let of = |text: &str| vouches_for_itself_alone(&look(RecordVerdict::Live, text));
        assert!(of("v=DMARC1; p=reject; ADKIM=S"));
        assert!(!of("v=DMARC1; p=reject; aspf=s; adkim=r") && !of("v=DMARC1; p=reject"));
        assert!(!vouches_for_itself_alone(&Findings::default()));
        let below = |verdict, text: &str| vouches_below(&look(verdict, text));
        assert!(below(RecordVerdict::Live, "v=DMARC1; p=reject"));
        assert!(!below(RecordVerdict::Live, "v=DMARC1; p=reject; adkim=s"));
        assert!(!below(RecordVerdict::Unanswered, ""), "silence says nothing");
    }
}
