//! The token in our return path (VERP): which delivery a mail was, signed.
//!
//! A report of failure comes to the address that the mail was sent from (RFC 5321 4.4), whatever else is in it; so the
//! token there says which delivery failed, and that the report is about a mail that we really sent.

use domain::{DeliveryId, OrganisationId, Timestamp};
use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::case_token::Past;

/// The form of the token; a new form gets a new prefix. Letters and digits alone: some servers change the rest.
const PREFIX: &str = "prt1";
/// Octets of the signature that are kept: 80 bits are beyond guessing through a mail server.
const MAC_OCTETS: usize = 10;
/// Octets of the organisation, the delivery and the day.
const BODY_OCTETS: usize = 8 + 8 + 2;
/// How long a report is taken, days: no server tries longer, and few tell later.
const LIFE_DAYS: i32 = 30;
/// How far ahead of us the clock of another node may be, days: around midnight a second of it is another day.
const AHEAD_DAYS: i32 = 1;
/// For how long a node may sign on with a key that is retired, days: until it hears of that, which may be after midnight. What
/// is signed later was signed by whoever found the key; from [`LIFE_DAYS`] on nothing of it is taken any more.
const GRACE_DAYS: i32 = 1;
const DAY_MS: i64 = 24 * 3600 * 1000;

/// Signs and reads return paths.
pub struct ReturnKey {
    key: [u8; 32],
    /// Keys that signed before.
    past: Vec<Past>,
}

/// Which delivery a return path names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Sent {
    /// The tenant.
    pub organisation: OrganisationId,
    /// The delivery.
    pub delivery: DeliveryId,
}

/// The delivery that the mail of a test is: none, since it stands in no outbox.
pub const OF_TEST: DeliveryId = DeliveryId::new(0);

/// What a local part is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reading {
    /// No token at all.
    Other,
    /// In the form of a token, and not one of ours, or of a key that was ours no more by then.
    Forged,
    /// One of ours, from too long ago, or from a day that is yet to come.
    Expired,
    /// One of ours.
    Of(Sent),
}

impl ReturnKey {
    /// A key of these octets; whoever has them can write return paths.
    #[must_use]
    pub const fn new(key: [u8; 32]) -> Self {
        Self { key, past: Vec::new() }
    }

    /// The same, that also reads what these keys signed before.
    #[must_use]
    pub fn with_past(self, past: Vec<Past>) -> Self {
        Self { past, ..self }
    }

    /// The local part for a delivery: 49 letters and digits.
    #[must_use]
    pub fn local_part(&self, sent: Sent, at: Timestamp) -> String {
        let mut octets = Vec::with_capacity(BODY_OCTETS + MAC_OCTETS);
        octets.extend(sent.organisation.get().to_be_bytes());
        octets.extend(sent.delivery.get().to_be_bytes());
        octets.extend(day(at).to_be_bytes());
        octets.extend(mac_with(&self.key, &octets));
        format!("{PREFIX}{}", base32(&octets))
    }

    /// Reads a local part, in any case: some servers fold it.
    #[must_use]
    pub fn read(&self, local: &str, now: Timestamp) -> Reading {
        let folded = local.to_ascii_lowercase();
        let Some(text) = folded.strip_prefix(PREFIX) else { return Reading::Other };
        let Some(octets) = from_base32(text).filter(|octets| octets.len() == BODY_OCTETS + MAC_OCTETS) else {
            return Reading::Other;
        };
        let (body, mac) = octets.split_at(BODY_OCTETS);
        let is_of = |key: &[u8; 32]| same(&mac_with(key, body), mac);
        let own = Past::in_use(self.key);
        let mut known = std::iter::once(&own).chain(&self.past);
        let Some(signer) = known.find(|past| is_of(&past.key)) else { return Reading::Forged };
        let number = |from: usize| {
            body.get(from..from + 8).and_then(|part| part.try_into().ok()).map_or(0, i64::from_be_bytes)
        };
        let written = body.get(16..18).and_then(|part| part.try_into().ok()).map_or(0, u16::from_be_bytes);
        let is_late = |at: Timestamp| days_between(day(at), written) > GRACE_DAYS;
        if signer.retired_at.is_some_and(is_late) {
            return Reading::Forged;
        }
        if !(-AHEAD_DAYS..=LIFE_DAYS).contains(&days_between(written, day(now))) {
            return Reading::Expired;
        }
        Reading::Of(Sent {
            organisation: OrganisationId::new(number(0)),
            delivery: DeliveryId::new(number(8)),
        })
    }
}

fn mac_with(key: &[u8; 32], body: &[u8]) -> [u8; MAC_OCTETS] {
    let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(body);
    let mut kept = [0; MAC_OCTETS];
    kept.copy_from_slice(&mac.finalize().into_bytes()[..MAC_OCTETS]);
    kept
}

fn day(at: Timestamp) -> u16 {
    u16::try_from((at.as_millis() / DAY_MS).rem_euclid(1 << 16)).unwrap_or(0)
}

/// Days from one to the other, fewer than none where that lies before it: they are counted round the clock of 65,536 of them.
fn days_between(one: u16, other: u16) -> i32 {
    let on = i32::from(other.wrapping_sub(one));
    if on < 1 << 15 { on } else { on - (1 << 16) }
}

/// Compares without telling by its time where the first difference is.
fn same(one: &[u8], other: &[u8]) -> bool {
    one.len() == other.len() && one.iter().zip(other).fold(0, |sum, (a, b)| sum | (a ^ b)) == 0
}

/// RFC 4648 6, in small letters and without padding.
const LETTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

fn base32(octets: &[u8]) -> String {
    let mut text = String::with_capacity(octets.len().div_ceil(5) * 8);
    let (mut held, mut bits) = (0_u32, 0);
    for octet in octets {
        held = held << 8 | u32::from(*octet);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(char::from(LETTERS[(held >> bits & 31) as usize]));
        }
    }
    if bits > 0 {
        text.push(char::from(LETTERS[(held << (5 - bits) & 31) as usize]));
    }
    text
}

fn from_base32(text: &str) -> Option<Vec<u8>> {
    let mut octets = Vec::with_capacity(text.len() * 5 / 8);
    let (mut held, mut bits) = (0_u32, 0);
    for letter in text.bytes() {
        let value = LETTERS.iter().position(|known| *known == letter)?;
        held = held << 5 | u32::try_from(value).ok()?;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            octets.push(u8::try_from(held >> bits & 255).ok()?);
        }
    }
    // What is left over must be nothing, so that one token has one text.
    (held & ((1 << bits) - 1) == 0).then_some(octets)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOW: Timestamp = Timestamp::from_millis(1_790_000_000_000);

    fn key() -> ReturnKey {
        ReturnKey::new([7; 32])
    }

    fn sent() -> Sent {
        Sent { organisation: OrganisationId::new(11), delivery: DeliveryId::new(123_456_789_012) }
    }

    #[test]
    fn a_token_names_its_delivery_in_any_case_for_thirty_days() {
        let token = key().local_part(sent(), NOW);
        assert_eq!(token.len(), 49, "{token}");
        assert!(token.bytes().all(|octet| octet.is_ascii_alphanumeric()), "{token}");
        let after = |days: i64| NOW.plus_millis(days * DAY_MS);
        for text in [token.clone(), token.to_uppercase()] {
            assert_eq!(key().read(&text, NOW), Reading::Of(sent()));
            assert_eq!(key().read(&text, after(30)), Reading::Of(sent()));
            assert_eq!(key().read(&text, after(31)), Reading::Expired);
        }
        // A clock that was set back makes a token of the future, which is none of now.
        assert_eq!(key().read(&token, after(-2)), Reading::Expired);
    }

    #[test]
    fn a_node_whose_clock_is_a_second_behind_at_midnight_reads_the_token_of_tomorrow() {
        let midnight = Timestamp::from_millis((NOW.as_millis() / DAY_MS + 1) * DAY_MS);
        let token = key().local_part(sent(), midnight);
        assert_eq!(key().read(&token, midnight.plus_millis(-1000)), Reading::Of(sent()));
        assert_eq!(key().read(&token, midnight.plus_millis(-DAY_MS - 1)), Reading::Expired);
    }

    #[test]
    fn days_are_counted_round_the_clock() {
        for (one, other, between) in [(5, 5, 0), (5, 6, 1), (6, 5, -1), (65_535, 0, 1), (0, 65_535, -1)] {
            assert_eq!(days_between(one, other), between, "{one} {other}");
        }
    }

    #[test]
    fn a_token_of_another_key_or_with_a_changed_letter_is_forged() {
        let token = key().local_part(sent(), NOW);
        assert_eq!(ReturnKey::new([8; 32]).read(&token, NOW), Reading::Forged);
        for at in PREFIX.len()..token.len() {
            let letter = if token.as_bytes()[at] == b'a' { "b" } else { "a" };
            let changed = format!("{}{letter}{}", &token[..at], &token[at + 1..]);
            assert!(!matches!(key().read(&changed, NOW), Reading::Of(_)), "{changed}");
        }
    }

    proptest! {
        #[test]
        fn no_local_part_of_a_stranger_is_a_token(text in "\\PC{0,64}") {
            prop_assert!(!matches!(key().read(&text, NOW), Reading::Of(_)));
        }

        #[test]
        fn every_delivery_comes_back(organisation in 1..i64::MAX, delivery in 1..i64::MAX) {
            let sent = Sent { organisation: OrganisationId::new(organisation), delivery: DeliveryId::new(delivery) };
            prop_assert_eq!(key().read(&key().local_part(sent, NOW), NOW), Reading::Of(sent));
        }
    }

    #[test]
    fn what_a_past_key_signed_is_still_ours() {
        let at = Timestamp::from_millis(1_800_000_000_000);
        let sent = Sent { organisation: OrganisationId::new(3), delivery: DeliveryId::new(7) };
        let local = ReturnKey::new([1; 32]).local_part(sent, at);
        assert_eq!(ReturnKey::new([2; 32]).read(&local, at), Reading::Forged);
        assert_eq!(
            ReturnKey::new([2; 32]).with_past(vec![Past::in_use([1; 32])]).read(&local, at),
            Reading::Of(sent)
        );
    }

    #[test]
    fn what_a_key_signs_that_was_retired_is_forged() {
        let after = |days: i64| NOW.plus_millis(days * DAY_MS);
        let retired = Past { key: [7; 32], retired_at: Some(NOW) };
        let reads = ReturnKey::new([8; 32]).with_past(vec![retired]);
        for (signed, read, expected) in [
            (-29, 0, Reading::Of(sent())),
            (0, 30, Reading::Of(sent())),
            (0, 31, Reading::Expired),
            // By a node that had not heard of it.
            (1, 1, Reading::Of(sent())),
            (2, 2, Reading::Forged),
            (400, 400, Reading::Forged),
        ] {
            let token = key().local_part(sent(), after(signed));
            assert_eq!(reads.read(&token, after(read)), expected, "{signed} {read}");
        }
    }
}
