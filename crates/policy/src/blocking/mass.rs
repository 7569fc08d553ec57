//! Many equal refusals at one provider within minutes are a fault there, and not of so many addresses: blocking
//! stops until a person has looked.

use domain::EmailAddress;

use crate::address_check::registrable_domain;

/// Addresses that may be blocked by one provider's equal words within [`WITHIN_MS`] before the next one is not.
pub const BLOCKS_MAX: u64 = 19;
/// How long that time is, milliseconds.
pub const WITHIN_MS: i64 = 10 * 60 * 1000;
/// Characters of words that are compared: what stands behind is of one mail.
const WORDS_CHARS_MAX: usize = 200;

/// What equal refusals have in common.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Burst {
    /// Who refuses: the domain that somebody registered of the host, or of the address where no host is known.
    pub provider: String,
    /// The provider and its words, without what is of one mail or one address.
    pub key: String,
}

/// What a refusal has in common with others.
#[must_use]
pub fn burst(address: &EmailAddress, host: Option<&str>, words: &str) -> Burst {
    let place = host.filter(|host| host.contains('.')).unwrap_or_else(|| address.domain());
    let place = place.trim_end_matches('.').to_ascii_lowercase();
    let provider = registrable_domain(&place).unwrap_or(&place).to_owned();
    let said: Vec<String> = words.split_whitespace().map(common).collect();
    let said: String = said.join(" ").chars().take(WORDS_CHARS_MAX).collect();
    Burst { key: format!("{provider} {said}"), provider }
}

/// A word as all refusals of a kind have it: codes stay, addresses and marks of one mail do not.
fn common(word: &str) -> String {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let is_code = word.len() <= 7 && word.bytes().all(|byte| byte.is_ascii_digit() || b".-".contains(&byte));
    let is_of_one = word.contains('@') || (digits > 0 && !is_code);
    if is_of_one { "#".to_owned() } else { word.to_lowercase() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(host: Option<&str>, words: &str) -> String {
        burst(&"kari@mail.example.no".parse().unwrap(), host, words).key
    }

    #[test]
    fn refusals_that_differ_in_the_mail_alone_are_equal() {
        let one = key(Some("mx1.big.example.com"), "550 5.1.1 <a@b.no>: no such user k1si2345 - gsmtp");
        let other = key(Some("MX7.big.example.com."), "550 5.1.1 <x@y.no>: No such user z9si1 - gsmtp");
        assert_eq!(one, other);
        assert_eq!(one, "example.com 550 5.1.1 # no such user # - gsmtp");
    }

    #[test]
    fn other_words_codes_and_providers_are_not() {
        let one = key(Some("mx.a.com"), "550 5.1.1 no such user");
        assert_ne!(one, key(Some("mx.a.com"), "550 5.7.1 no such user"));
        assert_ne!(one, key(Some("mx.a.com"), "550 5.1.1 mailbox is full"));
        assert_ne!(one, key(Some("mx.b.com"), "550 5.1.1 no such user"));
        assert!(key(None, "550").starts_with("example.no "));
    }
}
