//! `Thread-Index` ([MS-OXOMSG] 2.2.1.3): the conversation as Outlook and Exchange know it. Twenty-two octets
//! name it; each answer adds five. Many of them group by nothing else, so an answer without it stands alone.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::Timestamp;

/// Octets that name the conversation: six of its beginning, sixteen of its id.
const ROOT_OCTETS: usize = 22;
/// Octets of each answer.
const CHILD_OCTETS: usize = 5;
/// Answers that are kept: more would not fit a line of the header (RFC 5322 2.1.1).
const CHILDREN_MAX: usize = 100;
/// Milliseconds between 1601, where Windows counts from, and 1970.
const EPOCH_MS: i64 = 11_644_473_600_000;

/// The index of an answer to the mail with this one; `None` when it is none, or the conversation is endless.
pub(super) fn child(answered: &str, at: Timestamp) -> Option<String> {
    let compact: String = answered.split_whitespace().collect();
    let mut octets = STANDARD.decode(compact).ok()?;
    let children = octets.len().checked_sub(ROOT_OCTETS)?;
    if children % CHILD_OCTETS != 0 || children / CHILD_OCTETS >= CHILDREN_MAX {
        return None;
    }
    // The first six octets are the upper 48 bits of the beginning, counted in 100 ns.
    let mut root = [0; 8];
    root[..6].copy_from_slice(&octets[..6]);
    let began = i64::from_be_bytes(root);
    let now = (at.as_millis() + EPOCH_MS).saturating_mul(10_000);
    octets.extend(difference(now.saturating_sub(began).max(0)));
    Some(STANDARD.encode(octets))
}

/// A flag for the scale, 31 bits of the time since the beginning, and a level that may be anything.
fn difference(elapsed: i64) -> [u8; CHILD_OCTETS] {
    // Up to about 1.7 years in units of 2^18 times 100 ns, beyond in units of 2^23.
    let (flag, units) = if elapsed >> 49 == 0 { (0, elapsed >> 18) } else { (1_u32 << 31, elapsed >> 23) };
    let bits = u32::try_from(units & 0x7fff_ffff).unwrap_or(0) | flag;
    let [first, second, third, fourth] = bits.to_be_bytes();
    [first, second, third, fourth, 0]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_keeps_the_conversation_and_adds_itself() {
        let at = Timestamp::from_millis(1_790_000_000_000);
        let root = STANDARD.encode([1_u8; ROOT_OCTETS]);
        let first = child(&root, at).unwrap();
        let octets = STANDARD.decode(&first).unwrap();
        assert_eq!((octets.len(), &octets[..ROOT_OCTETS]), (27, &[1_u8; ROOT_OCTETS][..]));
        let second = child(&format!(" {}\r\n {} ", &first[..10], &first[10..]), at).unwrap();
        assert!(STANDARD.decode(second).unwrap().starts_with(&octets));
    }

    #[test]
    fn what_is_no_index_gives_none() {
        let at = Timestamp::from_millis(0);
        for broken in ["", "not base64!", "AAAA", &STANDARD.encode([0_u8; 25])] {
            assert_eq!(child(broken, at), None, "{broken}");
        }
        assert_eq!(child(&STANDARD.encode(vec![0_u8; ROOT_OCTETS + CHILDREN_MAX * CHILD_OCTETS]), at), None);
    }
}
