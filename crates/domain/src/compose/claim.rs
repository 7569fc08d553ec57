//! Whose a draft is that lies where several windows may write.

use std::fmt;
use std::str::FromStr;

use crate::org::UnknownName;

/// The window, or the program, that writes a draft: it makes the name by itself, once. 1 to 64 of `A-Z a-z 0-9 - _`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Writer(String);

impl Writer {
    /// The name as it was given.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Writer {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        let is_of_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        if (1..=64).contains(&text.len()) && text.bytes().all(is_of_name) {
            return Ok(Self(text.to_owned()));
        }
        Err(UnknownName(text.chars().take(64).collect()))
    }
}

/// Which of the first mails that somebody has begun side by side: his program makes the key, once for each. 32 digits of
/// base 16, the letters among them small.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct MailKey(u128);

impl fmt::Display for MailKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:032x}", self.0)
    }
}

impl FromStr for MailKey {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        let is_digit = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'a'..=b'f');
        let unknown = || UnknownName(text.chars().take(64).collect());
        if text.len() != 32 || !text.bytes().all(is_digit) {
            return Err(unknown());
        }
        u128::from_str_radix(text, 16).map(Self).map_err(|_| unknown())
    }
}

/// By what somebody knows a draft as the one that he wrote: either is enough. Another at its place is another window's;
/// where nothing is said, whatever lies there is meant.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct DraftClaim {
    /// The version that he saw last; 0 where none was kept.
    pub version: Option<i64>,
    /// Under which name he writes.
    pub writer: Option<Writer>,
    /// Of a first mail: which of those that he has begun. Without a key it is the one that has none.
    pub mail: Option<MailKey>,
}

impl DraftClaim {
    /// Whether a draft of this version, written last under this name, is the one.
    #[must_use]
    pub fn is_of(&self, version: i64, writer: Option<&str>) -> bool {
        let own = self.writer.as_ref().map(Writer::as_str);
        self.version == Some(version) || (own.is_some() && own == writer)
    }
}

impl From<Option<i64>> for DraftClaim {
    fn from(version: Option<i64>) -> Self {
        Self { version, ..Self::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_is_known_by_its_writer_or_by_the_version_that_was_seen() {
        let claim = |version, writer: Option<&str>| DraftClaim {
            version,
            writer: writer.map(|writer| writer.parse().unwrap()),
            mail: None,
        };
        assert!(claim(None, Some("one")).is_of(7, Some("one")));
        assert!(claim(Some(7), Some("one")).is_of(7, Some("two")), "it was found there");
        assert!(claim(Some(6), Some("one")).is_of(7, Some("one")), "an answer was lost");
        assert!(!claim(Some(6), Some("one")).is_of(7, Some("two")));
        assert!(!claim(None, None).is_of(7, None), "nobody is no writer");
    }

    #[test]
    fn the_name_of_a_writer_is_short_and_plain() {
        for good in ["a", "9f-A_0", "x".repeat(64).as_str()] {
            assert_eq!(good.parse::<Writer>().unwrap().as_str(), good);
        }
        for wrong in ["", "a b", "å", "x".repeat(65).as_str()] {
            assert!(wrong.parse::<Writer>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_key_of_a_mail_is_written_as_it_is_read_and_in_one_way_alone() {
        let key = "00ff0000000000000000000000000a01";
        assert_eq!(key.parse::<MailKey>().unwrap().to_string(), key);
        for wrong in [
            "",
            "a",
            key.to_uppercase().as_str(),
            format!("{key}0").as_str(),
            "+0ff0000000000000000000000000a01",
        ] {
            assert!(wrong.parse::<MailKey>().is_err(), "{wrong}");
        }
    }
}
