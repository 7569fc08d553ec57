//! The signatures of a mail: DKIM (RFC 6376, 8301, 8463) and the chains of ARC (RFC 8617).
//!
//! [`verify`] checks those of a mail that came; [`sign`] makes those of one that leaves.
//!
//! The cryptography is mail-auth's, and this module the only one that knows it. In place of its own resolver it is
//! given a cache with the keys that the mail names, fetched through [`Resolver`]: so all DNS goes one way, and tests
//! script it.

mod body;
mod key;
mod keys;
mod making;
mod signing;
mod verdict;

use domain::EmailAddress;
use domain::authentication::SignatureResult;
use mail_auth::hickory_resolver::config::{ResolverConfig, ResolverOpts};
use mail_auth::{AuthenticatedMessage, MessageAuthenticator};

use crate::dns::{Resolver, SetupError};
use keys::Keys;

pub use making::{MakingError, NewKey, generate};
pub use signing::{KeyError, SigningKey, sign};

/// Signatures of one mail that are checked; further ones are counted.
pub const SIGNATURES_MAX: usize = 10;
/// Keys that are asked for, for one mail.
pub const KEYS_MAX: usize = 40;

/// What a mail's signatures come to.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Signatures {
    /// The domains of its authors, lower-case A-labels, as `From` has them.
    pub authors: Vec<String>,
    /// Each signature of DKIM, in the order of the header.
    pub dkim: Vec<Signature>,
    /// Signatures that were not looked at.
    pub unchecked: usize,
    /// The chain of ARC.
    pub arc: Chain,
}

/// A signature.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Signature {
    /// The domain that signed; empty where it cannot be read.
    pub domain: String,
    /// Which of its keys.
    pub selector: String,
    /// `rsa-sha256` or `ed25519-sha256`; empty where it cannot be read.
    pub algorithm: &'static str,
    /// The first characters of the signature, which tell it from others.
    pub beginning: String,
    /// What came of it.
    pub result: SignatureResult,
    /// Why, in one sentence.
    pub reason: String,
    /// The length of an RSA key, bits.
    pub key_bits: Option<usize>,
    /// The fields that it signs.
    pub fields: Vec<String>,
    /// Octets of the body that it signs, where it does not sign all of it.
    pub body_octets: Option<u64>,
    /// Whether it signs the body in its relaxed form (RFC 6376 3.4.4).
    pub is_relaxed: bool,
}

/// A chain of ARC.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Chain {
    /// What came of it.
    pub result: SignatureResult,
    /// Why, in one sentence.
    pub reason: String,
    /// Who sealed it, the first first.
    pub hops: Vec<Hop>,
    /// Whether the last of them signs the body in its relaxed form.
    pub is_relaxed: bool,
}

impl Default for Chain {
    fn default() -> Self {
        Self {
            result: SignatureResult::None,
            reason: "the mail has no seals".to_owned(),
            hops: Vec::new(),
            is_relaxed: false,
        }
    }
}

/// Somebody who sealed a mail on its way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hop {
    /// His place in the chain, from 1.
    pub instance: u32,
    /// The domain that sealed it.
    pub domain: String,
    /// Which of its keys.
    pub selector: String,
    /// What he says of the chain before him: `none`, `pass` or `fail`.
    pub chain: &'static str,
    /// What he found, in his words.
    pub results: String,
}

/// Checks the signatures of a mail.
///
/// # Errors
/// When the cryptography cannot be set up.
pub async fn verify(resolver: &dyn Resolver, raw: &[u8]) -> Result<Signatures, SetupError> {
    let raw = body::with_crlf(raw);
    let mut found = check(resolver, &raw).await?;
    let failed = |result| result == SignatureResult::Fail;
    let may_be_trapped =
        found.dkim.iter().any(|it| failed(it.result) && it.is_relaxed) || failed(found.arc.result);
    // quirk: mail-auth 0.13 keeps lines of blanks at the end of a body, which the relaxed form drops
    // (RFC 6376 3.4.4; seen 2026-11). What failed is checked again without them; what holds then is right.
    if may_be_trapped && let Some(cut) = body::without_blank_end(&raw) {
        let again = check(resolver, &cut).await?;
        for (signature, other) in found.dkim.iter_mut().zip(again.dkim) {
            if failed(signature.result) && other.is_relaxed {
                *signature = other;
            }
        }
        if failed(found.arc.result) && again.arc.is_relaxed {
            found.arc = again.arc;
        }
    }
    Ok(found)
}

async fn check(resolver: &dyn Resolver, raw: &[u8]) -> Result<Signatures, SetupError> {
    // A signature of a part of the body wants a hash of its own each time: so many are not worth it.
    let is_flood = body::signatures(raw) > SIGNATURES_MAX;
    let Some(mut message) = AuthenticatedMessage::parse_with_opts(raw, None, is_flood) else {
        return Ok(Signatures::default());
    };
    let unchecked = message.dkim_headers.len().saturating_sub(SIGNATURES_MAX);
    message.dkim_headers.truncate(SIGNATURES_MAX);
    for header in &mut message.dkim_headers {
        // Reports to signers (RFC 6651) and third parties (RFC 6541) are asked for by nobody here.
        (header.header.r, header.header.atps) = (false, None);
    }
    let keys = Keys::fetch(resolver, &message).await;
    let authenticator = authenticator()?;
    let found = authenticator.verify_dkim(keys.asking(&message)).await;
    let mut dkim: Vec<Signature> = found.iter().map(|output| verdict::of_dkim(output, &keys)).collect();
    dkim.extend(verdict::malformed(&message));
    let unchecked = unchecked + dkim.len().saturating_sub(SIGNATURES_MAX);
    dkim.truncate(SIGNATURES_MAX);
    let arc = verdict::of_arc(&authenticator.verify_arc(keys.asking(&message)).await);
    Ok(Signatures { authors: authors(&message.from), dkim, unchecked, arc })
}

/// mail-auth with a resolver that has no name server, since all that it looks up is in the cache.
fn authenticator() -> Result<MessageAuthenticator, SetupError> {
    let config = ResolverConfig::from_parts(None, Vec::new(), Vec::new());
    MessageAuthenticator::new(config, ResolverOpts::default()).map_err(|error| SetupError::new(&error))
}

/// The domains of the addresses in `From`, as they are looked up.
fn authors(from: &[String]) -> Vec<String> {
    let domain = |address: &String| match address.parse::<EmailAddress>() {
        Ok(address) => Some(address.domain().to_owned()),
        Err(_) => {
            let (_, domain) = address.rsplit_once('@')?;
            Some(domain.trim().trim_end_matches('.').to_ascii_lowercase()).filter(|domain| !domain.is_empty())
        }
    };
    from.iter().filter_map(domain).collect()
}
