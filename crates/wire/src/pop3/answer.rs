//! What a POP3 server answers: a status line and, for some commands, a listing or a mail.

use std::collections::BTreeMap;

use super::LISTING_LINES_MAX;
use crate::body::Body;

/// The answer to one command.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answer {
    /// `+OK` rather than `-ERR`.
    pub ok: bool,
    /// The machine's reason for an error.
    pub code: Option<Code>,
    /// The words for people, at most [`Answer::TEXT_CHARS_MAX`] characters.
    pub text: String,
    /// What the command asked for.
    pub payload: Payload,
}

/// What a command asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Payload {
    /// Nothing but the status.
    None,
    /// CAPA.
    Capabilities(Capabilities),
    /// UIDL: number and unique id.
    UniqueIds(Vec<(u32, String)>),
    /// LIST: number and size in octets.
    Sizes(Vec<(u32, u64)>),
    /// RETR.
    Mail(Body),
}

/// Extended response codes (RFC 2449 8, RFC 3206).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Code {
    /// The user name or password is wrong.
    Auth,
    /// Somebody else has the mailbox open.
    InUse,
    /// One signs in more often than the server allows.
    LoginDelay,
    /// The server has a problem that will pass.
    SysTemp,
    /// The server has a problem that will stay.
    SysPerm,
}

/// What a server can do (RFC 2449 5): names in capitals with their arguments.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Capabilities(BTreeMap<String, Vec<String>>);

impl Capabilities {
    /// Names that are kept.
    const COUNT_MAX: usize = 128;

    /// Whether `name`, in capitals, is among them.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// RFC 2449 6.3: whether one can sign in with this SASL mechanism.
    #[must_use]
    pub fn offers_sign_in(&self, mechanism: &str) -> bool {
        self.0.get("SASL").is_some_and(|mechanisms| mechanisms.iter().any(|offered| offered == mechanism))
    }

    pub(super) const fn new() -> Self {
        Self(BTreeMap::new())
    }

    fn add(&mut self, line: &str) {
        let mut words = line.split_ascii_whitespace().map(str::to_ascii_uppercase);
        if let Some(name) = words.next().filter(|_| self.0.len() < Self::COUNT_MAX) {
            self.0.insert(name, words.collect());
        }
    }
}

impl Answer {
    /// What is kept of the words, characters.
    pub const TEXT_CHARS_MAX: usize = 500;

    // RFC 2449 8: schar extension: "-ERR" ["[" resp-code "]"] text.
    pub(super) fn read(line: &[u8]) -> Option<Self> {
        let line = String::from_utf8_lossy(line);
        let (word, rest) = line.split_once(' ').unwrap_or((&line, ""));
        let ok = match word.to_ascii_uppercase().as_str() {
            "+OK" => true,
            "-ERR" => false,
            _ => return None,
        };
        let bracketed = rest.strip_prefix('[').and_then(|rest| rest.split_once(']'));
        let code = bracketed.and_then(|(name, _)| code(name));
        let text = bracketed.filter(|_| code.is_some()).map_or(rest, |(_, text)| text.trim_start());
        let text =
            text.chars().filter(|character| !character.is_control()).take(Self::TEXT_CHARS_MAX).collect();
        Some(Self { ok, code, text, payload: Payload::None })
    }
}

fn code(name: &str) -> Option<Code> {
    match name.to_ascii_uppercase().as_str() {
        "AUTH" => Some(Code::Auth),
        "IN-USE" => Some(Code::InUse),
        "LOGIN-DELAY" => Some(Code::LoginDelay),
        "SYS/TEMP" => Some(Code::SysTemp),
        "SYS/PERM" => Some(Code::SysPerm),
        _ => None,
    }
}

impl Payload {
    /// Adds one line of a listing; one that cannot be read is left out, as its mail would be.
    pub(super) fn add(&mut self, line: &[u8]) {
        let line = String::from_utf8_lossy(line);
        match self {
            Self::Capabilities(capabilities) => capabilities.add(&line),
            Self::UniqueIds(ids) if ids.len() < LISTING_LINES_MAX => ids.extend(unique_id(&line)),
            Self::Sizes(sizes) if sizes.len() < LISTING_LINES_MAX => sizes.extend(size(&line)),
            Self::UniqueIds(_) | Self::Sizes(_) | Self::None | Self::Mail(_) => {}
        }
    }
}

// RFC 1939 7: a unique id is 1 to 70 characters from 0x21 to 0x7E; some servers have longer ones.
fn unique_id(line: &str) -> Option<(u32, String)> {
    const CHARS_MAX: usize = 200;
    let (number, id) = line.trim_end().split_once(' ')?;
    let id = id.trim_start();
    let valid =
        !id.is_empty() && id.len() <= CHARS_MAX && id.bytes().all(|octet| (0x21..=0x7E).contains(&octet));
    Some((number.parse().ok()?, valid.then(|| id.to_owned())?))
}

// RFC 1939 5: scan listing = number SP size, and whatever a server adds behind.
fn size(line: &str) -> Option<(u32, u64)> {
    let mut words = line.split_ascii_whitespace();
    Some((words.next()?.parse().ok()?, words.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn status_lines_are_read() {
        let read =
            |line: &str| Answer::read(line.as_bytes()).map(|answer| (answer.ok, answer.code, answer.text));
        assert_eq!(read("+OK"), Some((true, None, String::new())));
        assert_eq!(read("+OK [hi] x"), Some((true, None, "[hi] x".into())));
        assert_eq!(read("-ERR [IN-USE] busy"), Some((false, Some(Code::InUse), "busy".into())));
        assert_eq!(read("* OK"), None);
    }

    #[test]
    fn listings_are_read_line_by_line() {
        let mut ids = Payload::UniqueIds(Vec::new());
        for line in ["1 whqtswO00WBw418f9t5JxYwZ", "2  spaced", "x y", "3", "4 \u{1}"] {
            ids.add(line.as_bytes());
        }
        let expected = vec![(1, "whqtswO00WBw418f9t5JxYwZ".to_owned()), (2, "spaced".to_owned())];
        assert_eq!(ids, Payload::UniqueIds(expected));
        let mut sizes = Payload::Sizes(Vec::new());
        sizes.add(b"1 120 octets");
        assert_eq!(sizes, Payload::Sizes(vec![(1, 120)]));
    }

    #[test]
    fn capabilities_have_arguments() {
        let mut payload = Payload::Capabilities(Capabilities::default());
        payload.add(b"SASL plain LOGIN");
        payload.add(b"uidl");
        let Payload::Capabilities(capabilities) = payload else { panic!("another payload") };
        assert!(
            capabilities.has("UIDL") && capabilities.offers_sign_in("PLAIN") && !capabilities.has("STLS")
        );
    }
}
