//! What servers answer: reply codes (RFC 5321 4.2), enhanced codes (RFC 3463) and what they mean
//! for one recipient.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::org::UnknownName;

/// A three-digit reply code, 200 to 599.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ReplyCode(u16);

impl ReplyCode {
    /// The code, or `None` outside 200..=599.
    #[must_use]
    pub const fn new(code: u16) -> Option<Self> {
        if code >= 200 && code <= 599 { Some(Self(code)) } else { None }
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u16 {
        self.0
    }

    /// RFC 5321 4.2.1: 2yz, the command was done.
    #[must_use]
    pub const fn is_positive(self) -> bool {
        self.0 < 300
    }

    /// RFC 5321 4.2.1: 4yz, try again later.
    #[must_use]
    pub const fn is_temporary(self) -> bool {
        self.0 >= 400 && self.0 < 500
    }

    /// RFC 5321 4.2.1: 5yz, do not try again.
    #[must_use]
    pub const fn is_permanent(self) -> bool {
        self.0 >= 500
    }
}

impl fmt::Display for ReplyCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// RFC 3463 2: class.subject.detail, as in 5.1.1.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct EnhancedStatus {
    /// 2 success, 4 persistent transient failure, 5 permanent failure.
    pub class: u8,
    /// What it is about: 1 address, 2 mailbox, 3 system, 4 network, 5 protocol, 6 media, 7 policy.
    pub subject: u16,
    /// The exact condition within the subject.
    pub detail: u16,
}

impl EnhancedStatus {
    /// A code from its three numbers.
    #[must_use]
    pub const fn new(class: u8, subject: u16, detail: u16) -> Self {
        Self { class, subject, detail }
    }

    /// The code that a reply text begins with, and the rest of the text.
    #[must_use]
    pub fn split_from(text: &str) -> (Option<Self>, &str) {
        let (head, rest) = text.split_once(' ').unwrap_or((text, ""));
        head.parse().map_or((None, text), |code| (Some(code), rest))
    }
}

/// The text is not an enhanced status code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an enhanced status code of the form 5.1.1")]
pub struct NotEnhanced;

impl FromStr for EnhancedStatus {
    type Err = NotEnhanced;

    // RFC 3463 2: status-code = class "." subject "." detail; subject and detail 1*3DIGIT.
    fn from_str(text: &str) -> Result<Self, NotEnhanced> {
        let mut parts = text.split('.');
        let class = match parts.next() {
            Some("2") => 2,
            Some("4") => 4,
            Some("5") => 5,
            Some(_) | None => return Err(NotEnhanced),
        };
        let (subject, detail) = (three_digits(parts.next())?, three_digits(parts.next())?);
        match parts.next() {
            None => Ok(Self { class, subject, detail }),
            Some(_) => Err(NotEnhanced),
        }
    }
}

fn three_digits(text: Option<&str>) -> Result<u16, NotEnhanced> {
    let text = text.ok_or(NotEnhanced)?;
    let fits = (1..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if fits { text.parse().map_err(|_| NotEnhanced) } else { Err(NotEnhanced) }
}

impl fmt::Display for EnhancedStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.class, self.subject, self.detail)
    }
}

/// What a server's answer within a transaction is about (RFC 5321 3.3): what was asked before a recipient was named
/// blames none, and one answer to the mail of several says of none that it is he.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum About {
    /// One recipient, or what is not known.
    #[default]
    Recipient,
    /// The sender: it answers MAIL.
    Sender,
    /// The mail for one recipient: it answers DATA or BDAT, or stands at the end of the mail.
    Mail,
    /// The same for several recipients at once.
    MailOfSeveral,
}

impl About {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Recipient, Self::Sender, Self::Mail, Self::MailOfSeveral];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Recipient => "recipient",
            Self::Sender => "sender",
            Self::Mail => "mail",
            Self::MailOfSeveral => "mail_of_several",
        }
    }
}

impl FromStr for About {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        let found = Self::ALL.into_iter().find(|about| about.as_str() == text);
        found.ok_or_else(|| UnknownName(text.to_owned()))
    }
}

/// A server's answer in its own words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reply {
    /// The code.
    pub code: ReplyCode,
    /// The enhanced code, where the server sent one (RFC 2034).
    pub enhanced: Option<EnhancedStatus>,
    /// The words, lines joined by a blank, without the codes; at most [`Reply::WORDS_OCTETS_MAX`].
    pub words: String,
    /// What it is about.
    pub about: About,
}

impl Reply {
    /// What is kept of a server's words.
    pub const WORDS_OCTETS_MAX: usize = 1000;
}

impl fmt::Display for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.code)?;
        if let Some(enhanced) = self.enhanced {
            write!(f, " {enhanced}")?;
        }
        write!(f, " {}", self.words)
    }
}

/// How one attempt ended for one recipient.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// The server took responsibility for it.
    Delivered(Reply),
    /// The server said 4yz: try again later.
    Deferred(Reply),
    /// The server said 5yz: it will never be taken.
    Refused(Reply),
    /// No answer about this recipient: connection, TLS, DNS or time; the sentence says what.
    Unreachable(String),
    /// Nothing can take it, ever: no such domain, a null MX (RFC 7505); the sentence says why.
    Impossible(String),
}

impl Outcome {
    /// Whether trying again may help.
    #[must_use]
    pub const fn is_temporary(&self) -> bool {
        matches!(self, Self::Deferred(_) | Self::Unreachable(_))
    }

    /// The server's reply, where there was one.
    #[must_use]
    pub const fn reply(&self) -> Option<&Reply> {
        match self {
            Self::Delivered(reply) | Self::Deferred(reply) | Self::Refused(reply) => Some(reply),
            Self::Unreachable(_) | Self::Impossible(_) => None,
        }
    }

    /// The server's words or our sentence.
    #[must_use]
    pub fn words(&self) -> &str {
        match self {
            Self::Delivered(reply) | Self::Deferred(reply) | Self::Refused(reply) => &reply.words,
            Self::Unreachable(sentence) | Self::Impossible(sentence) => sentence,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn enhanced_codes_are_split_from_the_words() {
        let (code, words) = EnhancedStatus::split_from("5.1.1 no such user");
        assert_eq!(code, Some(EnhancedStatus::new(5, 1, 1)));
        assert_eq!(words, "no such user");
        assert_eq!(EnhancedStatus::split_from("3.1.1 x").0, None);
        assert_eq!(EnhancedStatus::split_from("5.1 x").0, None);
        assert_eq!(EnhancedStatus::split_from("5.1.1234 x").0, None);
    }

    #[test]
    fn codes_outside_smtp_are_refused() {
        assert!(ReplyCode::new(199).is_none());
        assert!(ReplyCode::new(600).is_none());
        assert!(ReplyCode::new(421).is_some_and(ReplyCode::is_temporary));
    }
}
