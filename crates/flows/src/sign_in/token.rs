//! The secrets that stand for a signed-in user.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::{Entropy, Secret};
use sha2::{Digest, Sha256};
use store::sessions::TokenHash;

/// 256 bits: nobody guesses one, so its hash needs no salt and no slowness.
const TOKEN_OCTETS: usize = 32;
/// The same in base64url without padding.
const TOKEN_CHARS: usize = 43;
/// What API tokens begin with, so that scanners for leaked secrets know one when they see it.
const API_PREFIX: &str = "posthus_";

/// A new session token.
pub(crate) fn random(entropy: &dyn Entropy) -> Secret {
    let mut octets = [0; TOKEN_OCTETS];
    entropy.fill(&mut octets);
    Secret::new(URL_SAFE_NO_PAD.encode(octets))
}

/// A new API token.
pub(super) fn random_api_token(entropy: &dyn Entropy) -> Secret {
    Secret::new(format!("{API_PREFIX}{}", random(entropy).expose()))
}

/// Whether the text has the form of a session token; nothing else is looked up.
pub(crate) fn is_session(text: &str) -> bool {
    let is_base64url = |octet: u8| octet.is_ascii_alphanumeric() || octet == b'-' || octet == b'_';
    text.len() == TOKEN_CHARS && text.bytes().all(is_base64url)
}

/// Whether the text has the form of an API token.
pub(super) fn is_api_token(text: &str) -> bool {
    text.strip_prefix(API_PREFIX).is_some_and(is_session)
}

/// What is stored of a token.
pub(crate) fn hash(text: &str) -> TokenHash {
    Sha256::digest(text.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use domain::SystemEntropy;

    use super::*;

    #[test]
    fn tokens_are_known_by_their_form() {
        let session = random(&SystemEntropy);
        assert!(is_session(session.expose()) && !is_api_token(session.expose()));
        let key = random_api_token(&SystemEntropy);
        assert!(is_api_token(key.expose()) && !is_session(key.expose()));
        assert!(!is_session("short") && !is_session(&"é".repeat(43)));
        assert_ne!(session.expose(), random(&SystemEntropy).expose());
    }
}
