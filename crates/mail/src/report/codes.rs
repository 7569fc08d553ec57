//! Codes among words: replies (RFC 5321 4.2) and enhanced codes (RFC 3463).

use std::sync::LazyLock;

use domain::{EnhancedStatus, ReplyCode};
use memchr::memchr_iter;
use regex::Regex;

/// RFC 5321 4.2: a reply code where a host's words begin: at the start of a line, after `said:`, before an
/// enhanced code. A number in the middle of a sentence is minutes or octets.
static REPLY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?m:(?:^|[;>]|:[ \t]|was|with|returned|error|code)[ \t'(\x22#]*([45][0-9][0-9])(?:[ \t]*$|[ \t-]+[^\s0-9%]|[ -]#?[245]\.[0-9]{1,3}\.[0-9]))")
        .expect("the pattern is fixed")
});

/// The first enhanced status in a text.
#[must_use]
pub fn first_status(text: &str) -> Option<EnhancedStatus> {
    memchr_iter(b'.', text.as_bytes()).find_map(|dot| status_at(text, dot.checked_sub(1)?))
}

/// RFC 3463 2: status-code, not within a longer number such as a version or an IP address.
fn status_at(text: &str, at: usize) -> Option<EnhancedStatus> {
    let is_of_number = |byte: &u8| byte.is_ascii_digit() || *byte == b'.';
    let rest = text.get(at..).filter(|_| !text.as_bytes()[..at].last().is_some_and(is_of_number))?;
    let number = &rest[..rest.bytes().take_while(is_of_number).count()];
    let detail = number.match_indices('.').nth(1)?.0 + 1;
    let (last, behind) = number[detail..].split_once('.').unwrap_or((&number[detail..], ""));
    let is_longer = behind.starts_with(|character: char| character.is_ascii_digit());
    if is_longer { None } else { number[..detail + last.len()].parse().ok() }
}

/// The first reply code in a text.
#[must_use]
pub fn first_reply(text: &str) -> Option<ReplyCode> {
    if !may_reply(text) {
        return None;
    }
    REPLY.captures(text).and_then(|found| found[1].parse().ok()).and_then(ReplyCode::new)
}

/// Whether three digits stand in a text that may be a reply code; whoever looks for one first need not search most texts.
pub(super) fn may_reply(text: &str) -> bool {
    text.as_bytes().windows(3).any(|three| matches!(three, [b'4' | b'5', b'0'..=b'9', b'0'..=b'9']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_are_found_in_words() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(first_status(text).map(|status| status.to_string()).as_deref(), expected, "{text}");
        };
        check("550 5.1.1 no such user", Some("5.1.1"));
        check("(#5.7.1)", Some("5.7.1"));
        check("failed with 5.2.2.", Some("5.2.2"));
        check("from 5.1.1.9 with version 4.96", None);
    }

    #[test]
    fn replies_are_found_where_a_hosts_words_begin() {
        let check = |text: &str, expected: Option<u16>| {
            assert_eq!(first_reply(text).map(ReplyCode::get), expected, "{text}");
        };
        check("550 5.1.1 no such user", Some(550));
        check("421", Some(421));
        check("550-5.7.1 a\n550 b", Some(550));
        check("host mx.example.no[192.0.2.1] said: 552 5.2.2 full", Some(552));
        check("The response was:\n\n550 no", Some(550));
        check("tried for 450 minutes, 512 octets, in 5 days", None);
        check("192.0.2.1:550", None);
    }
}
