//! Signing what is sent: DKIM, relaxed/relaxed (RFC 6376 3.4.2, 3.4.4, 3.5, 3.7; RFC 8463 3).
//!
//! The canonical forms are written here and not mail-auth's, whose relaxed body keeps blank lines at the end that
//! every other program drops: a signature over them would fail everywhere. The cryptography is mail-auth's.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::sender_domain::DkimAlgorithm;
use domain::{Secret, Timestamp};
use mail_auth::common::crypto::{Ed25519Key, RsaKey, Sha256, SigningKey as _};
use rustls_pki_types::{PrivateKeyDer, PrivatePkcs1KeyDer};
use sha2::Digest as _;

use super::body;

/// Fields that are signed once more than they are there, so that nobody adds another one on the way.
const OVERSIGNED: [&str; 6] = ["from", "subject", "to", "date", "cc", "reply-to"];
/// The same where they are there. RFC 9477 3.1.4: a provider tells of complaints where both are signed, and 3.2: of several
/// addresses the first counts, so that nobody may put another one in front of ours.
const OVERSIGNED_WHERE_THERE: [&str; 2] = ["cfbl-address", "cfbl-feedback-id"];
/// Fields that are signed where they are there. RFC 8058 4 wants both of unsubscribing.
const SIGNED: [&str; 11] = [
    "message-id",
    "in-reply-to",
    "references",
    "mime-version",
    "content-type",
    "content-transfer-encoding",
    "list-id",
    "list-unsubscribe",
    "list-unsubscribe-post",
    "auto-submitted",
    "sender",
];
/// Instances of one field that are signed; no mail of ours has more.
const INSTANCES_MAX: usize = 20;
/// Characters of a line of the signature.
const LINE_CHARS: usize = 72;

/// A key that signs for a domain.
pub struct SigningKey {
    domain: String,
    selector: String,
    private: Private,
}

enum Private {
    Rsa(Box<RsaKey<Sha256>>),
    Ed25519(Ed25519Key),
}

/// A stored key is none.
#[derive(Debug, thiserror::Error)]
#[error("the signing key `{selector}` of `{domain}` cannot be read; rotate the domain's keys")]
pub struct KeyError {
    domain: String,
    selector: String,
}

impl SigningKey {
    /// Reads a key as [`super::generate`] gave it.
    ///
    /// # Errors
    /// When it is none of that kind.
    pub fn read(
        (domain, selector): (&str, &str),
        algorithm: DkimAlgorithm,
        private: &Secret,
    ) -> Result<Self, KeyError> {
        let refuse = || KeyError { domain: domain.to_owned(), selector: selector.to_owned() };
        let der = STANDARD.decode(private.expose()).map_err(|_| refuse())?;
        let private = match algorithm {
            DkimAlgorithm::Rsa => {
                let key = RsaKey::from_key_der(PrivateKeyDer::Pkcs1(PrivatePkcs1KeyDer::from(der)));
                Private::Rsa(Box::new(key.map_err(|_| refuse())?))
            }
            DkimAlgorithm::Ed25519 => {
                Private::Ed25519(Ed25519Key::from_pkcs8_der(&der).map_err(|_| refuse())?)
            }
        };
        Ok(Self { domain: domain.to_owned(), selector: selector.to_owned(), private })
    }

    /// Which of the domain's keys it is.
    #[must_use]
    pub fn selector(&self) -> &str {
        &self.selector
    }

    const fn algorithm(&self) -> &'static str {
        match self.private {
            Private::Rsa(_) => "rsa-sha256",
            Private::Ed25519(_) => "ed25519-sha256",
        }
    }

    fn sign(&self, octets: &[u8]) -> Option<Vec<u8>> {
        match &self.private {
            Private::Rsa(key) => key.sign(octets).ok(),
            // RFC 8463 3: what is signed is the hash.
            Private::Ed25519(key) => key.sign(octets).ok(),
        }
    }
}

/// The header fields with the signatures of all keys, each with its end of line; they go in front of the mail.
#[must_use]
pub fn sign(raw: &[u8], keys: &[SigningKey], at: Timestamp) -> String {
    let raw = body::with_crlf(raw);
    let (header, body) = raw.split_at(body::start(&raw));
    let fields = fields(header);
    let names = names(&fields);
    let signed: Vec<u8> = names.iter().filter_map(|(_, field)| field.map(relaxed_field)).flatten().collect();
    let list = names.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(":");
    let body_hash = STANDARD.encode(sha2::Sha256::digest(relaxed_body(body)));
    let mut signatures = String::new();
    for key in keys {
        let (algorithm, domain, selector) = (key.algorithm(), &key.domain, &key.selector);
        let seconds = at.as_millis() / 1000;
        let mut value = format!(
            "DKIM-Signature: v=1; a={algorithm}; c=relaxed/relaxed; d={domain};\r\n\ts={selector}; t={seconds};\r\n\th="
        );
        fold(&mut value, &list, ':');
        let _ = write!(value, ";\r\n\tbh={body_hash};\r\n\tb=");
        // RFC 6376 3.7: the field itself stands last, without its end of line and with an empty `b=`.
        let own = relaxed_field(value.as_bytes());
        let Some(signature) = key.sign(&[&signed, own.trim_ascii_end()].concat()) else { continue };
        fold_octets(&mut value, &STANDARD.encode(signature));
        value.push_str("\r\n");
        signatures.push_str(&value);
    }
    signatures
}

/// The fields of a header, each with its folded lines and without the last end of line.
fn fields(header: &[u8]) -> Vec<&[u8]> {
    let mut fields = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while let Some(end) = header[at..].windows(2).position(|two| two == b"\r\n").map(|found| at + found) {
        at = end + 2;
        let goes_on = matches!(header.get(at), Some(b' ' | b'\t'));
        if !goes_on {
            if end > start {
                fields.push(&header[start..end]);
            }
            start = at;
        }
    }
    fields
}

fn name(field: &[u8]) -> String {
    let end = field.iter().position(|octet| *octet == b':').unwrap_or(0);
    String::from_utf8_lossy(&field[..end]).trim().to_ascii_lowercase()
}

/// The names of `h=` in order, each with the field that it stands for; RFC 6376 5.4.2: the last instance first.
fn names<'a>(fields: &[&'a [u8]]) -> Vec<(&'static str, Option<&'a [u8]>)> {
    let mut names = Vec::new();
    for wanted in OVERSIGNED.into_iter().chain(OVERSIGNED_WHERE_THERE).chain(SIGNED) {
        let before = names.len();
        let instances = fields.iter().rev().filter(|field| name(field) == wanted).take(INSTANCES_MAX);
        names.extend(instances.map(|field| (wanted, Some(*field))));
        let is_there = names.len() > before;
        if OVERSIGNED.contains(&wanted) || (is_there && OVERSIGNED_WHERE_THERE.contains(&wanted)) {
            names.push((wanted, None));
        }
    }
    names
}

/// RFC 6376 3.4.2, with the end of line.
fn relaxed_field(field: &[u8]) -> Vec<u8> {
    let colon = field.iter().position(|octet| *octet == b':').unwrap_or(field.len());
    let (name, value) = field.split_at(colon);
    let is_blank = |octet: &u8| matches!(octet, b' ' | b'\t' | b'\r' | b'\n');
    let words: Vec<&[u8]> =
        value.get(1..).unwrap_or_default().split(is_blank).filter(|word| !word.is_empty()).collect();
    [&name.trim_ascii().to_ascii_lowercase(), &b":"[..], &words.join(&b' '), b"\r\n"].concat()
}

/// RFC 6376 3.4.4.
fn relaxed_body(body: &[u8]) -> Vec<u8> {
    let mut relaxed = Vec::with_capacity(body.len() + 2);
    let mut empty_lines = 0;
    let body = body.strip_suffix(b"\r\n").unwrap_or(body);
    for line in body.split(|octet| *octet == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let before = relaxed.len();
        let mut blank = false;
        for octet in line {
            if matches!(octet, b' ' | b'\t') {
                blank = true;
                continue;
            }
            if relaxed.len() == before {
                // Empty lines count only if something follows them.
                relaxed.extend(b"\r\n".repeat(empty_lines));
                empty_lines = 0;
            }
            if blank {
                relaxed.push(b' ');
                blank = false;
            }
            relaxed.push(*octet);
        }
        if relaxed.len() == before {
            empty_lines += 1;
        } else {
            relaxed.extend(b"\r\n");
        }
    }
    relaxed
}

/// Adds a list to the last line, in further lines where it gets too long. RFC 6376 3.5: blanks may stand around
/// the colons of `h=`.
fn fold(value: &mut String, list: &str, between: char) {
    let mut left = LINE_CHARS;
    for (place, word) in list.split(between).enumerate() {
        if place > 0 {
            value.push(between);
        }
        if word.len() + 1 > left {
            value.push_str("\r\n\t ");
            left = LINE_CHARS;
        }
        left = left.saturating_sub(word.len() + 1);
        value.push_str(word);
    }
}

fn fold_octets(value: &mut String, base64: &str) {
    for (place, letter) in base64.chars().enumerate() {
        if place > 0 && place % LINE_CHARS == 0 {
            value.push_str("\r\n\t ");
        }
        value.push(letter);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_relaxed_body_is_that_of_the_rfc() {
        let relaxed = |body: &str| String::from_utf8(relaxed_body(body.as_bytes())).unwrap();
        // RFC 6376 3.4.5: the example.
        assert_eq!(relaxed(" C \r\nD \t E\r\n\r\n\r\n"), " C\r\nD E\r\n");
        assert_eq!(relaxed(""), "");
        assert_eq!(relaxed("\r\n\r\n"), "");
        assert_eq!(relaxed("a\r\n \t \r\n \r\n"), "a\r\n", "lines of blanks at the end are empty ones");
        assert_eq!(relaxed("a\r\n\r\n \r\nb"), "a\r\n\r\n\r\nb\r\n");
    }

    #[test]
    fn the_relaxed_field_is_that_of_the_rfc() {
        // RFC 6376 3.4.5: the example.
        assert_eq!(relaxed_field(b"A: X"), b"a:X\r\n");
        assert_eq!(relaxed_field(b"B : Y\t\r\n\tZ  "), b"b:Y Z\r\n");
    }

    #[test]
    fn fields_are_found_with_their_folds_and_signed_from_the_last_one() {
        let header = b"To: a\r\n b\r\nFrom: c\r\nTo: d\r\nX: y\r\n\r\n";
        let found = fields(header);
        assert_eq!(found, [&b"To: a\r\n b"[..], b"From: c", b"To: d", b"X: y"]);
        let names: Vec<String> = names(&found)
            .into_iter()
            .map(|(name, field)| {
                let text = String::from_utf8(field.map(relaxed_field).unwrap_or_default()).unwrap();
                format!("{name} {}", text.trim_end())
            })
            .collect();
        assert_eq!(
            names,
            ["from from:c", "from ", "subject ", "to to:d", "to to:a b", "to ", "date ", "cc ", "reply-to "]
        );
    }

    #[test]
    fn nobody_can_add_another_address_for_complaints_to_one_that_is_signed() {
        let header = b"CFBL-Address: a; report=arf\r\nCFBL-Feedback-ID: b\r\nFrom: c\r\n\r\n";
        let found = fields(header);
        let of_complaints: Vec<(&str, bool)> = names(&found)
            .into_iter()
            .filter(|(name, _)| name.starts_with("cfbl"))
            .map(|(name, field)| (name, field.is_some()))
            .collect();
        assert_eq!(
            of_complaints,
            [
                ("cfbl-address", true),
                ("cfbl-address", false),
                ("cfbl-feedback-id", true),
                ("cfbl-feedback-id", false)
            ]
        );
    }
}
