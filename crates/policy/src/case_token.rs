//! The token by which a reply finds its case: our own Message-ID, signed.
//!
//! Mail clients copy the Message-ID they answer into `In-Reply-To` and `References` (RFC 5322
//! 3.6.4), so a signed one survives any subject and cannot be made up by a stranger, which a
//! case number in the subject can.

use std::fmt::Write as _;

use domain::{CaseId, OrganisationId, Timestamp};
use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::return_token::ReturnKey;

/// Signs and reads the tokens of one installation.
#[derive(Clone, PartialEq, Eq)]
pub struct TokenKey {
    key: [u8; 32],
    /// Those that signed before; what they signed is read still.
    past: Vec<Past>,
}

/// A key that signed before, or that others sign with.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Past {
    /// The key.
    pub key: [u8; 32],
    /// Since when nobody signs with it; `None` while somebody may.
    pub retired_at: Option<Timestamp>,
}

impl Past {
    /// A key that somebody may sign with.
    #[must_use]
    pub const fn in_use(key: [u8; 32]) -> Self {
        Self { key, retired_at: None }
    }
}

/// Octets of the signature that are kept: 80 bits are beyond guessing through a mail server.
const MAC_OCTETS: usize = 10;

/// The form of the token; a new form gets a new prefix and the old one stays readable.
const PREFIX: &str = "posthus1";
/// The same for mails that tell users of something.
const NOTICE_PREFIX: &str = "posthus-notice1";

/// The part of a Message-ID that is in the form of a token of ours; whether it is one, [`TokenKey::case`] tells.
#[must_use]
pub fn token_in(message_id: &str) -> Option<&str> {
    let (left, _host) = message_id.rsplit_once('@')?;
    let is_ours = left.split('.').next().is_some_and(|prefix| prefix.eq_ignore_ascii_case(PREFIX));
    (is_ours && left.split('.').count() == 4).then_some(left)
}

impl TokenKey {
    /// A key of 32 unpredictable octets; whoever has it can write tokens.
    #[must_use]
    pub const fn new(key: [u8; 32]) -> Self {
        Self { key, past: Vec::new() }
    }

    /// The same, that also reads what these keys signed before.
    #[must_use]
    pub fn with_past(self, past: Vec<Past>) -> Self {
        Self { past, ..self }
    }

    /// The same by what is kept of keys, the oldest first: it reads what these signed as well, and nothing of those that are
    /// forgotten; whoever signed with a key that nobody signs with any more goes over to the newest. `None` where it is the same.
    #[must_use]
    pub fn going_by(&self, kept: &[Past], is_forgotten: impl Fn(&[u8; 32]) -> bool) -> Option<Self> {
        let mut known: Vec<Past> = Vec::with_capacity(kept.len() + self.past.len() + 1);
        for one in kept.iter().chain(&[Past::in_use(self.key)]).chain(&self.past) {
            if !is_forgotten(&one.key) && known.iter().all(|other| other.key != one.key) {
                known.push(*one);
            }
        }
        let signs = |one: &&Past| one.retired_at.is_none();
        let own = known.iter().filter(signs).find(|one| one.key == self.key);
        let newest = || kept.iter().rev().filter(signs).find(|one| !is_forgotten(&one.key));
        let key = own.or_else(newest).map_or(self.key, |one| one.key);
        known.retain(|one| one.key != key);
        let next = Self { key, past: known };
        (next != *self).then_some(next)
    }

    /// A key of its own for one purpose, drawn from a master key that has other uses.
    #[must_use]
    pub fn derive(master: &[u8; 32], purpose: &str) -> [u8; 32] {
        let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(master).expect("HMAC takes keys of any length");
        mac.update(purpose.as_bytes());
        mac.finalize().into_bytes().into()
    }

    /// The key of return paths, drawn from this one.
    #[must_use]
    pub fn of_returns(&self) -> ReturnKey {
        let of = |key: &[u8; 32]| Self::derive(key, "return paths");
        let past = self.past.iter().map(|past| Past { key: of(&past.key), ..*past });
        ReturnKey::new(of(&self.key)).with_past(past.collect())
    }

    /// A Message-ID, without angle brackets, for a mail of this case. `nonce` makes it unique and
    /// must be hexadecimal; `host` is the sender's domain.
    #[must_use]
    pub fn message_id(&self, organisation: OrganisationId, case: CaseId, nonce: &str, host: &str) -> String {
        let body = format!("{PREFIX}.{:x}.{nonce}", case.get());
        let mac = self.sign(organisation, &body);
        // RFC 5322 3.6.4: msg-id = "<" id-left "@" id-right ">"; id-left is a dot-atom.
        format!("{body}.{mac}@{host}")
    }

    /// The case that a Message-ID of ours names; `None` for anybody else's, for a broken one and
    /// for one of another organisation.
    #[must_use]
    pub fn case(&self, organisation: OrganisationId, message_id: &str) -> Option<CaseId> {
        let id = message_id.trim().trim_start_matches('<').trim_end_matches('>');
        let (left, _host) = id.rsplit_once('@')?;
        // quirk: some gateways fold the case of what they quote (Domino, seen 2019).
        let left = left.to_ascii_lowercase();
        let (body, mac) = left.rsplit_once('.')?;
        let mut parts = body.split('.');
        if parts.next() != Some(PREFIX) {
            return None;
        }
        let number = i64::from_str_radix(parts.next()?, 16).ok()?;
        (number > 0 && self.is_signature(organisation, body, mac)).then(|| CaseId::new(number))
    }

    /// A Message-ID, without angle brackets, for a notice to a user of this organisation, which is of no case.
    #[must_use]
    pub fn notice_id(&self, organisation: OrganisationId, nonce: &str, host: &str) -> String {
        let body = format!("{NOTICE_PREFIX}.{nonce}");
        let mac = self.sign(organisation, &body);
        format!("{body}.{mac}@{host}")
    }

    /// Whether a Message-ID is one that [`Self::notice_id`] made for this organisation.
    #[must_use]
    pub fn is_notice(&self, organisation: OrganisationId, message_id: &str) -> bool {
        let id = message_id.trim().trim_start_matches('<').trim_end_matches('>').to_ascii_lowercase();
        let Some((body, mac)) = id.rsplit_once('@').and_then(|(left, _host)| left.rsplit_once('.')) else {
            return false;
        };
        body.split('.').next() == Some(NOTICE_PREFIX) && self.is_signature(organisation, body, mac)
    }

    /// The signature of a text within an organisation, 20 hexadecimal digits. Texts of different
    /// purposes begin with different words, so that one never passes for another.
    #[must_use]
    pub fn sign(&self, organisation: OrganisationId, text: &str) -> String {
        signature(&self.key, organisation, text)
    }

    /// Whether `signature` is the one that [`Self::sign`] makes.
    #[must_use]
    pub fn is_signature(&self, organisation: OrganisationId, text: &str, signature: &str) -> bool {
        let keys = std::iter::once(&self.key).chain(self.past.iter().map(|past| &past.key));
        keys.fold(false, |found, key| found | same(&self::signature(key, organisation, text), signature))
    }
}

fn signature(key: &[u8; 32], organisation: OrganisationId, text: &str) -> String {
    let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(&organisation.get().to_be_bytes());
    mac.update(text.as_bytes());
    let mut signature = String::with_capacity(2 * MAC_OCTETS);
    for byte in &mac.finalize().into_bytes()[..MAC_OCTETS] {
        let _ = write!(signature, "{byte:02x}");
    }
    signature
}

/// Compares without telling by its time where the first difference is.
fn same(one: &str, other: &str) -> bool {
    one.len() == other.len() && one.bytes().zip(other.bytes()).fold(0, |sum, (a, b)| sum | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const KEY: TokenKey = TokenKey::new([7; 32]);
    const ORGANISATION: OrganisationId = OrganisationId::new(11);

    fn token() -> String {
        KEY.message_id(ORGANISATION, CaseId::new(123_456_789), "00ff10", "example.org")
    }

    #[test]
    fn our_own_token_names_its_case_in_any_dress() {
        for dress in [token(), format!("<{}>", token()), token().to_uppercase(), format!(" <{}> ", token())] {
            assert_eq!(KEY.case(ORGANISATION, &dress), Some(CaseId::new(123_456_789)), "{dress}");
        }
    }

    #[test]
    fn a_token_of_another_organisation_or_key_is_nobodys() {
        assert_eq!(KEY.case(OrganisationId::new(12), &token()), None);
        assert_eq!(TokenKey::new([8; 32]).case(ORGANISATION, &token()), None);
    }

    #[test]
    fn a_notice_is_known_in_any_dress_and_is_no_case_and_no_other_organisations() {
        let notice = KEY.notice_id(ORGANISATION, "00ff10", "example.org");
        for dress in [notice.clone(), format!(" <{notice}>"), notice.to_uppercase()] {
            assert!(KEY.is_notice(ORGANISATION, &dress), "{dress}");
        }
        assert!(!KEY.is_notice(OrganisationId::new(12), &notice));
        assert!(!KEY.is_notice(ORGANISATION, &notice.replacen("00ff10", "00ff11", 1)));
        assert!(!KEY.is_notice(ORGANISATION, &token()));
        assert_eq!(KEY.case(ORGANISATION, &notice), None);
    }

    #[test]
    fn a_changed_case_number_breaks_the_signature() {
        let forged = token().replacen("75bcd15", "75bcd16", 1);
        assert_ne!(forged, token());
        assert_eq!(KEY.case(ORGANISATION, &forged), None);
    }

    const RETIRED: Timestamp = Timestamp::from_millis(1_790_000_000_000);

    fn kept(keys: &[(u8, Option<Timestamp>)]) -> Vec<Past> {
        keys.iter().map(|(key, retired_at)| Past { key: [*key; 32], retired_at: *retired_at }).collect()
    }

    #[test]
    fn what_a_past_key_signed_is_read_and_nothing_is_signed_with_it() {
        let after = TokenKey::new([8; 32]).with_past(kept(&[(7, None)]));
        assert_eq!(after.case(ORGANISATION, &token()), KEY.case(ORGANISATION, &token()));
        assert!(after.case(ORGANISATION, &token()).is_some());
        assert_eq!(after.sign(ORGANISATION, "x"), TokenKey::new([8; 32]).sign(ORGANISATION, "x"));
    }

    #[test]
    fn keys_that_came_meanwhile_are_read_and_each_is_known_once() {
        let all = kept(&[(7, None), (8, None), (7, None)]);
        let knowing = TokenKey::new([8; 32]).going_by(&all, |_| false).unwrap();
        assert!(knowing.case(ORGANISATION, &token()).is_some());
        assert_eq!(knowing.sign(ORGANISATION, "x"), TokenKey::new([8; 32]).sign(ORGANISATION, "x"));
        assert!(knowing.going_by(&kept(&[(7, None)]), |_| false).is_none(), "there is nothing new");
    }

    #[test]
    fn whoever_signs_with_a_key_that_is_retired_goes_over_to_the_newest_and_reads_the_old_one() {
        let all = kept(&[(6, Some(RETIRED)), (7, Some(RETIRED)), (8, None), (9, None)]);
        let over = KEY.going_by(&all, |_| false).unwrap();
        assert_eq!(over.sign(ORGANISATION, "x"), TokenKey::new([9; 32]).sign(ORGANISATION, "x"));
        assert!(over.case(ORGANISATION, &token()).is_some(), "an answer comes years later");
        assert!(over.going_by(&all, |_| false).is_none(), "there is nothing new");
        let other = TokenKey::new([8; 32]).going_by(&all, |_| false).unwrap();
        assert_eq!(
            other.sign(ORGANISATION, "x"),
            TokenKey::new([8; 32]).sign(ORGANISATION, "x"),
            "it is not retired"
        );
        let nothing_else = kept(&[(7, Some(RETIRED))]);
        assert!(KEY.going_by(&nothing_else, |_| false).is_none(), "there is none to go over to");
    }

    #[test]
    fn what_a_forgotten_key_signed_is_nobodys() {
        let knowing = TokenKey::new([8; 32]).with_past(kept(&[(7, None)]));
        assert!(knowing.case(ORGANISATION, &token()).is_some());
        let (all, is_seven) = (kept(&[(8, None)]), |key: &[u8; 32]| *key == [7; 32]);
        let after = knowing.going_by(&all, is_seven).unwrap();
        assert_eq!(after.case(ORGANISATION, &token()), None);
        let over = KEY.going_by(&all, is_seven).unwrap();
        assert_eq!(over.case(ORGANISATION, &token()), None, "nor where it was signed");
        assert_eq!(over.sign(ORGANISATION, "x"), TokenKey::new([8; 32]).sign(ORGANISATION, "x"));
    }

    proptest! {
        #[test]
        fn no_text_of_a_stranger_is_a_token(text in "\\PC{0,120}") {
            prop_assert_eq!(KEY.case(ORGANISATION, &text), None);
        }

        #[test]
        fn every_case_comes_back(case in 1..i64::MAX, nonce in "[0-9a-f]{1,32}") {
            let id = KEY.message_id(ORGANISATION, CaseId::new(case), &nonce, "example.org");
            prop_assert_eq!(KEY.case(ORGANISATION, &id), Some(CaseId::new(case)));
        }
    }
}
