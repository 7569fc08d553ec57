//! The record of a signing key: RFC 6376 3.6.1.

use domain::sender_domain::{DkimAlgorithm, DkimKeyState, DnsRecord, Importance, RecordKind};
use domain::sender_domain::{RecordProblem, RecordVerdict};

use super::{Wish, WishedKey, because, found, missing, unanswered, wish};
use crate::auth::dns::{Answer, Answers, Lacking, Question};

pub(super) fn wished(domain: &str, key: &WishedKey) -> DnsRecord {
    let importance = match (key.state, key.algorithm) {
        (DkimKeyState::Active, DkimAlgorithm::Rsa) => Importance::Required,
        (_, DkimAlgorithm::Rsa | DkimAlgorithm::Ed25519) => Importance::Recommended,
    };
    wish(RecordKind::Dkim, importance, name(domain, &key.selector), text(key.algorithm, &key.public_key))
}

/// The text that publishes a key.
#[must_use]
pub fn text(algorithm: DkimAlgorithm, public_key: &str) -> String {
    format!("v=DKIM1; k={}; p={public_key}", algorithm.as_str())
}

/// Whether a record is the one of this key.
pub(super) fn is_of(record: &DnsRecord, domain: &str, key: &WishedKey) -> bool {
    record.kind == RecordKind::Dkim && record.name == name(domain, &key.selector)
}

/// RFC 6376 3.6.2.1: all keys stand below `_domainkey`.
pub(super) fn name(domain: &str, selector: &str) -> String {
    format!("{selector}._domainkey.{domain}")
}

pub(super) fn judged(record: DnsRecord, wish: &Wish, answers: &Answers) -> Result<DnsRecord, Lacking> {
    let texts = match answers.to(Question::Txt(record.name.clone()))? {
        Answer::Unavailable(cause) => return Ok(unanswered(record, cause)),
        answer @ (Answer::Texts(_) | Answer::Addresses(_) | Answer::Nothing) => answer.texts(),
    };
    if texts.is_empty() { missing(record, &wish.domain, answers) } else { Ok(of_texts(record, texts)) }
}

/// The record with what stands at its name.
pub(super) fn of_texts(record: DnsRecord, texts: &[String]) -> DnsRecord {
    match texts {
        [text] => compared(record, text),
        // RFC 6376 3.6.2.2: several records at one name are not defined.
        _ => found(record, RecordVerdict::Several, texts),
    }
}

fn compared(record: DnsRecord, text: &String) -> DnsRecord {
    let there = found(record, RecordVerdict::Differs, std::slice::from_ref(text));
    let Some(public) = tag(text, "p") else {
        return because(there, RecordProblem::Unreadable, "p=");
    };
    if tag(text, "v").is_some_and(|version| version != "DKIM1") {
        return because(there, RecordProblem::Unreadable, "v=");
    }
    if public.is_empty() {
        return because(there, RecordProblem::Revoked, "");
    }
    // RFC 6376 3.6.1: a key for other hashes or services than those of our signatures is none for them.
    for (name, fitting) in [("h", &["sha256"][..]), ("s", &["email", "*"])] {
        let Some(listed) = tag(text, name) else { continue };
        let mut fits = listed.split(':').flat_map(|one| fitting.iter().map(move |fits| (one, fits)));
        if !fits.any(|(one, fits)| one.eq_ignore_ascii_case(fits)) {
            return because(there, RecordProblem::OtherUse, format!("{name}={listed}"));
        }
    }
    let is_same =
        |name| tag(text, name).unwrap_or("rsa".to_owned()) == tag(&there.value, name).unwrap_or_default();
    if tag(&there.value, "p") != Some(public) || !is_same("k") {
        return because(there, RecordProblem::OtherKey, "");
    }
    DnsRecord { verdict: RecordVerdict::Live, ..there }
}

/// Whether one of these texts carries this key, whatever else it says.
pub(super) fn carries(texts: &[String], public_key: &str) -> bool {
    texts.iter().any(|text| tag(text, "p").is_some_and(|public| public == public_key))
}

/// RFC 6376 3.2: the value of a tag, without the blanks that may stand anywhere in a key.
fn tag(text: &str, wanted: &str) -> Option<String> {
    let tags = text.split(';').filter_map(|tag| tag.split_once('='));
    let (_, value) = tags.into_iter().find(|(name, _)| name.trim() == wanted)?;
    Some(value.chars().filter(|letter| !letter.is_ascii_whitespace()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_is_not_for_our_signatures_is_none_of_theirs() {
        let key = WishedKey {
            selector: "posthus1".to_owned(),
            algorithm: DkimAlgorithm::Rsa,
            public_key: "MIIB".to_owned(),
            state: DkimKeyState::Active,
        };
        let verdict = |more: &str| {
            let text = format!("v=DKIM1; k=rsa; {more} p=MIIB");
            let record = compared(wished("acme.no", &key), &text);
            (record.verdict == RecordVerdict::Live, record.problem)
        };
        for fits in ["", "h=sha256;", "h=sha1:SHA256;", "s=*;", "s=other : email;"] {
            assert_eq!(verdict(fits), (true, None), "{fits}");
        }
        for other in ["h=sha1;", "s=other;", "h=;"] {
            assert_eq!(verdict(other), (false, Some(RecordProblem::OtherUse)), "{other}");
        }
    }
}
