//! The line by which one server tells the next what it found: the value of Authentication-Results (RFC 8601 2.2).

use domain::authentication::SignatureResult;

use super::dmarc::Dmarc;
use super::spf::{Identity, Spf};

/// A signature, as far as the line names it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SignatureWords<'a> {
    /// What came of it.
    pub result: SignatureResult,
    /// Why.
    pub reason: &'a str,
    /// The domain that signed.
    pub domain: &'a str,
    /// Which of its keys.
    pub selector: &'a str,
    /// The algorithm.
    pub algorithm: &'a str,
    /// The beginning of the signature.
    pub beginning: &'a str,
}

/// The line, in the name of `server`.
#[must_use]
pub fn line(
    server: &str,
    spf: &[Spf],
    signatures: &[SignatureWords<'_>],
    dmarc: &Dmarc,
    arc: SignatureResult,
) -> String {
    let mut parts = vec![value(server)];
    parts.extend(spf.iter().map(of_spf));
    parts.extend(signatures.iter().map(of_signature));
    if signatures.is_empty() {
        parts.push("dkim=none".to_owned());
    }
    parts.push(of_dmarc(dmarc));
    parts.push(format!("arc={}", arc.as_str()));
    parts.join("; ")
}

fn of_spf(spf: &Spf) -> String {
    // RFC 8601 2.7.2: the property is what was looked at.
    let property = match spf.identity {
        Identity::MailFrom => "smtp.mailfrom",
        Identity::Helo => "smtp.helo",
    };
    format!("spf={} reason={} {property}={}", spf.result.as_str(), quoted(&spf.reason), value(&spf.domain))
}

fn of_signature(signature: &SignatureWords<'_>) -> String {
    let mut part = format!("dkim={}", signature.result.as_str());
    if signature.result != SignatureResult::Pass {
        part = format!("{part} reason={}", quoted(signature.reason));
    }
    // RFC 8601 2.7.1, RFC 6008 4.
    let properties = [
        ("d", signature.domain),
        ("s", signature.selector),
        ("a", signature.algorithm),
        ("b", signature.beginning),
    ];
    for (name, text) in properties.into_iter().filter(|(_, text)| !text.is_empty()) {
        part = format!("{part} header.{name}={}", value(text));
    }
    part
}

fn of_dmarc(dmarc: &Dmarc) -> String {
    let policy = dmarc
        .policy
        .map_or_else(String::new, |(policy, tag)| format!(" ({}={})", tag.as_str(), policy.as_str()));
    let from = if dmarc.domain.is_empty() {
        String::new()
    } else {
        format!(" header.from={}", value(&dmarc.domain))
    };
    format!("dmarc={}{policy}{from}", dmarc.result.as_str())
}

/// RFC 2045 5.1: a token stands as it is, anything else in quotes.
fn value(text: &str) -> String {
    let is_token = |octet: u8| octet.is_ascii_alphanumeric() || b"!#$%&'*+-._`{|}~/=".contains(&octet);
    if !text.is_empty() && text.bytes().all(is_token) { text.to_owned() } else { quoted(text) }
}

/// RFC 5322 3.2.4: what a stranger wrote ends neither the string nor the line.
fn quoted(text: &str) -> String {
    let mut quoted = String::from('"');
    for character in text.chars().filter(|character| !character.is_control()).take(300) {
        if matches!(character, '"' | '\\') {
            quoted.push('\\');
        }
        quoted.push(character);
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::dmarc::{Disposition, DmarcResult, PolicyTag};
    use crate::auth::spf::SpfResult;

    #[test]
    fn a_line_says_all_and_cannot_be_broken_out_of() {
        let spf = Spf {
            identity: Identity::MailFrom,
            domain: "a.test".to_owned(),
            result: SpfResult::SoftFail,
            reason: "192.0.2.7 matches `~all` of a.test".to_owned(),
            lookups: 0,
            void_lookups: 0,
        };
        let signature = SignatureWords {
            result: SignatureResult::Fail,
            reason: "the body was changed",
            domain: "x\"; dkim=pass\r\n y",
            selector: "s1",
            algorithm: "rsa-sha256",
            beginning: "AbC/+123",
        };
        let dmarc = Dmarc {
            domain: "a.test".to_owned(),
            result: DmarcResult::Fail,
            reason: String::new(),
            record: None,
            policy: Some((Disposition::Reject, PolicyTag::Sp)),
            spf_aligned: false,
            dkim_aligned: vec![false],
        };
        assert_eq!(
            line("mx.test", &[spf], &[signature], &dmarc, SignatureResult::None),
            "mx.test; spf=softfail reason=\"192.0.2.7 matches `~all` of a.test\" smtp.mailfrom=a.test; \
             dkim=fail reason=\"the body was changed\" header.d=\"x\\\"; dkim=pass y\" header.s=s1 \
             header.a=rsa-sha256 header.b=AbC/+123; dmarc=fail (sp=reject) header.from=a.test; arc=none"
        );
    }
}
