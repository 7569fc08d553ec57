//! What mail-auth found, in the words of RFC 8601 2.7.1 and with a sentence.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::authentication::SignatureResult;
use mail_auth::arc::{ArcError, ChainValidation};
use mail_auth::common::crypto::{Algorithm, CryptoError};
use mail_auth::dkim::{Canonicalization, DkimError};
use mail_auth::{ArcOutput, AuthenticatedMessage, DkimOutput, DkimResult, DnsError, Error};

use super::key::{RSA_BITS_MIN, rsa_bits};
use super::keys::Keys;
use super::{Chain, Hop, Signature};

/// Characters of a signature by which it is told from others (RFC 6008 3).
const BEGINNING: usize = 8;
/// Characters of somebody's results that are shown.
const RESULTS_MAX: usize = 1_000;

/// One signature.
pub(super) fn of_dkim(output: &DkimOutput<'_>, keys: &Keys) -> Signature {
    let (result, reason) = of_result(output.result());
    let Some(signed) = output.signature() else { return nameless(result, reason) };
    let mut beginning = STANDARD.encode(&signed.b);
    beginning.truncate(BEGINNING);
    let mut found = Signature {
        domain: signed.d.to_lowercase(),
        selector: signed.s.clone(),
        algorithm: algorithm(signed.a),
        beginning,
        result,
        reason,
        key_bits: keys.text(&signed.s, &signed.d).and_then(rsa_bits),
        fields: signed.h.clone(),
        body_octets: (signed.l > 0).then_some(signed.l),
        is_relaxed: signed.cb == Canonicalization::Relaxed,
    };
    if let Some((result, reason)) = objection(&found) {
        (found.result, found.reason) = (result, reason);
    }
    found
}

/// Signatures of which mail-auth says nothing, since they are none by their form.
pub(super) fn malformed(message: &AuthenticatedMessage<'_>) -> Vec<Signature> {
    let is_signature = |name: &[u8]| name.eq_ignore_ascii_case(b"DKIM-Signature");
    let errors =
        message.errors.iter().filter(|it| is_signature(it.name) && !matches!(it.header, Error::Dkim(_)));
    let of = |error: &Error| {
        let (result, reason) = of_error(error);
        nameless(result, reason)
    };
    errors.map(|it| of(&it.header)).collect()
}

fn nameless(result: SignatureResult, reason: String) -> Signature {
    Signature {
        domain: String::new(),
        selector: String::new(),
        algorithm: "",
        beginning: String::new(),
        result,
        reason,
        key_bits: None,
        fields: Vec::new(),
        body_octets: None,
        is_relaxed: false,
    }
}

/// What is wrong with a signature whatever its octets say.
fn objection(found: &Signature) -> Option<(SignatureResult, String)> {
    let never = SignatureResult::PermError;
    // RFC 6376 5.4: the author's field is always signed.
    if !found.fields.iter().any(|field| field.eq_ignore_ascii_case("from")) {
        return Some((never, "the signature leaves out the field From".to_owned()));
    }
    // RFC 8301 3.1, 3.2.
    if found.algorithm == "rsa-sha1" {
        return Some((never, "rsa-sha1 is not accepted any more".to_owned()));
    }
    if let Some(bits) = found.key_bits.filter(|bits| *bits < RSA_BITS_MIN) {
        return Some((
            never,
            format!("the key has {bits} bits, and {RSA_BITS_MIN} are the least that is accepted"),
        ));
    }
    // RFC 6376 8.2: whoever wants can add to a body of which only a part is signed.
    let octets = found.body_octets.filter(|_| found.result == SignatureResult::Pass)?;
    Some((
        SignatureResult::Policy,
        format!("the signature holds, and covers {octets} octets of the body alone"),
    ))
}

const fn algorithm(algorithm: Algorithm) -> &'static str {
    match algorithm {
        Algorithm::RsaSha1 => "rsa-sha1",
        Algorithm::RsaSha256 => "rsa-sha256",
        Algorithm::Ed25519Sha256 => "ed25519-sha256",
    }
}

/// The chain.
pub(super) fn of_arc(output: &ArcOutput<'_>) -> Chain {
    let sets = output.sets();
    let hops = sets.iter().map(|set| Hop {
        instance: set.seal.header.i,
        domain: set.seal.header.d.to_lowercase(),
        selector: set.seal.header.s.clone(),
        chain: match set.seal.header.cv {
            ChainValidation::None => "none",
            ChainValidation::Pass => "pass",
            ChainValidation::Fail => "fail",
        },
        results: one_line(set.results.value),
    });
    let (result, reason) = match output.result() {
        DkimResult::None => return Chain::default(),
        DkimResult::Pass => (SignatureResult::Pass, "every seal of the chain holds".to_owned()),
        other @ (DkimResult::Neutral(_)
        | DkimResult::Fail(_)
        | DkimResult::PermError(_)
        | DkimResult::TempError(_)) => match of_result(other) {
            // RFC 8617 5.2: a chain holds or fails; where DNS does not answer nobody knows.
            (SignatureResult::TempError, reason) => (SignatureResult::TempError, reason),
            (_, reason) => (SignatureResult::Fail, reason),
        },
    };
    let is_relaxed = sets.last().is_some_and(|set| set.signature.header.cb == Canonicalization::Relaxed);
    Chain { result, reason, hops: hops.collect(), is_relaxed }
}

fn one_line(value: &[u8]) -> String {
    let text = String::from_utf8_lossy(value);
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(RESULTS_MAX).collect()
}

fn of_result(result: &DkimResult) -> (SignatureResult, String) {
    let error = match result {
        DkimResult::Pass => return (SignatureResult::Pass, "the signature holds".to_owned()),
        DkimResult::None => return (SignatureResult::None, "there is no signature".to_owned()),
        DkimResult::Neutral(error)
        | DkimResult::Fail(error)
        | DkimResult::PermError(error)
        | DkimResult::TempError(error) => error,
    };
    of_error(error)
}

fn of_error(error: &Error) -> (SignatureResult, String) {
    use SignatureResult::{Fail, Neutral, PermError, TempError};
    let (result, reason) = match error {
        Error::Dns(DnsError::Resolver(cause)) => {
            return (TempError, format!("the key cannot be asked for: {cause}"));
        }
        Error::Dns(DnsError::RecordNotFound(_)) => (PermError, "the key is not in DNS"),
        Error::Dns(DnsError::InvalidRecordType) => (PermError, "the record in DNS is no key"),
        Error::Crypto(CryptoError::FailedVerification | CryptoError::Library(_)) => {
            (Fail, "the signed fields were changed, or another key signed them")
        }
        Error::Crypto(CryptoError::IncompatibleAlgorithms) => {
            (PermError, "the key is for another algorithm than the signature's")
        }
        Error::Dkim(error) => of_dkim_error(error),
        Error::Arc(error) => return (Fail, of_arc_error(error)),
        Error::ParseError
        | Error::MissingParameters
        | Error::NoHeadersFound
        | Error::Base64
        | Error::NotAligned
        | Error::Io(_)
        | Error::Dkim2(_) => (Neutral, "the signature cannot be read"),
    };
    (result, reason.to_owned())
}

const fn of_dkim_error(error: &DkimError) -> (SignatureResult, &'static str) {
    use SignatureResult::{Fail, Neutral, PermError, Policy};
    match error {
        DkimError::FailedBodyHashMatch => (Fail, "the body was changed"),
        DkimError::SignatureExpired => (Fail, "the signature's time is over"),
        DkimError::FailedAuidMatch => (PermError, "the key is not for the user that the signature names"),
        DkimError::RevokedPublicKey => (PermError, "the key was revoked"),
        DkimError::UnsupportedKeyType => (PermError, "the key is of a kind that is not known"),
        DkimError::UnsupportedVersion => (Neutral, "the signature is of a version that is not known"),
        DkimError::UnsupportedAlgorithm => (Neutral, "the signature is of an algorithm that is not known"),
        DkimError::UnsupportedCanonicalization => (Neutral, "the signature is of a form that is not known"),
        DkimError::SignatureLength => (Policy, "the signature covers a part of the body alone"),
    }
}

fn of_arc_error(error: &ArcError) -> String {
    match error {
        ArcError::ChainTooLong => "the chain is longer than any real one".to_owned(),
        ArcError::InvalidInstance(instance) => {
            format!("the seals are not numbered one by one, at {instance}")
        }
        ArcError::InvalidCV => "somebody who sealed it found the chain broken".to_owned(),
        ArcError::HasHeaderTag => "a seal names fields, which it must not".to_owned(),
        ArcError::BrokenChain => "the chain lacks a part".to_owned(),
        ArcError::FailedBodyHashMatch => "the body was changed after the last seal".to_owned(),
        ArcError::SignatureExpired => "the last signature's time is over".to_owned(),
        ArcError::SignatureLength => "a signature covers a part of the body alone".to_owned(),
    }
}
