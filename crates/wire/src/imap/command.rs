//! What the client says (RFC 3501 6), and how it is written: a command is a row of pieces, between
//! which the server must agree to a literal.

use std::fmt::Write as _;

use domain::Secret;

use super::folder_name;
use super::response::Capabilities;
use crate::sasl::{Credentials, Exchange};

/// One command.
pub enum Command {
    /// What can you do?
    Capability,
    /// Nothing; a sign of life.
    Noop,
    /// Who we are (RFC 2971): name and version. Some servers demand it before SELECT.
    Id {
        /// The program.
        name: &'static str,
        /// Its version.
        version: &'static str,
    },
    /// Make the connection secure (RFC 3501 6.2.1).
    StartTls,
    /// Sign in with IMAP's own command.
    Login(Credentials),
    /// Sign in with SASL.
    Authenticate(Box<Exchange>, &'static str),
    /// Every folder's name.
    List,
    /// Open a folder to read and change it.
    Select(String),
    /// How many mails a folder holds (RFC 3501 6.3.10), without opening it.
    FolderStatus(String),
    /// The sizes, flags and dates of mails.
    FetchListing(UidSet),
    /// The mails, without marking them as read.
    FetchMails(UidSet),
    /// The beginning of mails, without marking them as read.
    FetchStart(UidSet, Start),
    /// Which mails are marked as deleted, by whomever.
    SearchDeleted,
    /// Set a flag.
    AddFlag(UidSet, Flag),
    /// Remove these mails if they are marked as deleted (RFC 4315).
    ExpungeMails(UidSet),
    /// Remove all mails that are marked as deleted.
    Expunge,
    /// Tell us when something comes (RFC 2177).
    Idle,
    /// Goodbye.
    Logout,
}

/// A flag that we set.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Flag {
    /// Read.
    Seen,
    /// To be removed.
    Deleted,
}

impl Flag {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Seen => "\\Seen",
            Self::Deleted => "\\Deleted",
        }
    }
}

/// How much of a mail its beginning is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Start {
    /// The header alone.
    Header,
    /// So many octets, the header first.
    Octets(u32),
}

/// Mails by UID, as they are written in one command.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UidSet(String);

impl UidSet {
    /// What one set may take, octets. RFC 2683 3.2.1.5: commands stay below 1,000 octets.
    const OCTETS_MAX: usize = 900;

    /// Every mail after this UID. RFC 3501 6.4.8: the last mail of the folder is always among
    /// them, whatever its UID.
    #[must_use]
    pub fn after(uid: u32) -> Self {
        Self(format!("{}:*", uid.saturating_add(1)))
    }

    /// These mails, in as few sets as the length of a command allows. `uids` are in rising order.
    #[must_use]
    pub fn cover(uids: &[u32]) -> Vec<Self> {
        let mut sets = Vec::new();
        let mut text = String::new();
        for run in uids.chunk_by(|one, next| one.checked_add(1) == Some(*next)) {
            let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
            let range = if first == last { first.to_string() } else { format!("{first}:{last}") };
            if text.len() + range.len() > Self::OCTETS_MAX {
                sets.push(Self(std::mem::take(&mut text)));
            }
            let comma = if text.is_empty() { "" } else { "," };
            write!(text, "{comma}{range}").expect("writing to a string cannot fail");
        }
        if !text.is_empty() {
            sets.push(Self(text));
        }
        sets
    }
}

/// A command as it is sent.
pub(super) struct Written {
    /// The pieces; after each but the last, the server must answer with `+`.
    pub(super) pieces: Vec<Vec<u8>>,
    /// What a transcript shows.
    pub(super) shown: String,
}

pub(super) fn write(tag: &str, command: &Command, capabilities: &Capabilities) -> Written {
    let mut writer = Writer {
        pieces: vec![format!("{tag} ").into_bytes()],
        shown: format!("{tag} "),
        waits: !capabilities.takes_literals_at_once(),
    };
    match command {
        Command::Capability => writer.plain("CAPABILITY"),
        Command::Noop => writer.plain("NOOP"),
        Command::Id { name, version } => {
            writer.plain(&format!("ID (\"name\" \"{name}\" \"version\" \"{version}\")"))
        }
        Command::StartTls => writer.plain("STARTTLS"),
        Command::Login(credentials) => {
            writer.plain("LOGIN ");
            writer.string(&credentials.username);
            writer.plain(" ");
            writer.secret(|writer| writer.string(credentials.secret().expose()));
        }
        Command::Authenticate(exchange, mechanism) => {
            writer.plain(&format!("AUTHENTICATE {mechanism}"));
            // RFC 4959 3: the first response goes with the command where the server takes it.
            if let Some(initial) = exchange.initial().filter(|_| capabilities.has("SASL-IR")) {
                writer.plain(" ");
                writer.secret(|writer| writer.plain(initial.expose()));
            }
        }
        Command::List => writer.plain("LIST \"\" \"*\""),
        Command::Select(folder) => {
            writer.plain("SELECT ");
            writer.string(&folder_name::encode(folder));
        }
        Command::FolderStatus(folder) => {
            writer.plain("STATUS ");
            writer.string(&folder_name::encode(folder));
            writer.plain(" (MESSAGES UNSEEN)");
        }
        Command::FetchListing(set) => {
            writer.plain(&format!("UID FETCH {} (UID RFC822.SIZE FLAGS INTERNALDATE)", set.0))
        }
        Command::FetchStart(set, Start::Header) => {
            writer.plain(&format!("UID FETCH {} (UID BODY.PEEK[HEADER])", set.0));
        }
        Command::FetchStart(set, Start::Octets(octets)) => {
            writer.plain(&format!("UID FETCH {} (UID BODY.PEEK[]<0.{octets}>)", set.0));
        }
        Command::FetchMails(set) => writer.plain(&format!("UID FETCH {} (UID BODY.PEEK[])", set.0)),
        Command::SearchDeleted => writer.plain("UID SEARCH DELETED"),
        Command::AddFlag(set, flag) => {
            writer.plain(&format!("UID STORE {} +FLAGS.SILENT ({})", set.0, flag.as_str()));
        }
        Command::ExpungeMails(set) => writer.plain(&format!("UID EXPUNGE {}", set.0)),
        Command::Expunge => writer.plain("EXPUNGE"),
        Command::Idle => writer.plain("IDLE"),
        Command::Logout => writer.plain("LOGOUT"),
    }
    writer.finish()
}

/// A continuation line that holds a secret.
pub(super) fn write_response(response: &Secret) -> Written {
    let shown = if response.is_empty() { String::new() } else { MASK.to_owned() };
    Written { pieces: vec![format!("{}\r\n", response.expose()).into_bytes()], shown }
}

const MASK: &str = "****";

struct Writer {
    pieces: Vec<Vec<u8>>,
    shown: String,
    /// Whether a literal waits for the server's `+`.
    waits: bool,
}

impl Writer {
    fn plain(&mut self, text: &str) {
        self.octets(text.as_bytes());
        self.shown.push_str(text);
    }

    fn octets(&mut self, octets: &[u8]) {
        if let Some(piece) = self.pieces.last_mut() {
            piece.extend_from_slice(octets);
        }
    }

    // RFC 3501 9: string = quoted / literal; a quoted string has neither line breaks nor, before
    // RFC 9051, anything but ASCII.
    fn string(&mut self, text: &str) {
        if text.bytes().all(|octet| (b' '..=b'~').contains(&octet)) {
            self.plain(&format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")));
            return;
        }
        // RFC 7888 4: `{n+}` is sent without waiting.
        let plus = if self.waits { "" } else { "+" };
        self.octets(format!("{{{}{plus}}}\r\n", text.len()).as_bytes());
        if self.waits {
            self.pieces.push(Vec::new());
        }
        self.octets(text.as_bytes());
        self.shown.push_str(text);
    }

    /// Writes what the transcript shows as a mask.
    fn secret(&mut self, write: impl FnOnce(&mut Self)) {
        let shown = self.shown.len();
        write(self);
        self.shown.truncate(shown);
        self.shown.push_str(MASK);
    }

    fn finish(mut self) -> Written {
        self.octets(b"\r\n");
        Written { pieces: self.pieces, shown: self.shown }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(sets: &[UidSet]) -> Vec<&str> {
        sets.iter().map(|set| set.0.as_str()).collect()
    }

    #[test]
    fn uids_are_written_as_ranges_in_short_commands() {
        assert_eq!(texts(&UidSet::cover(&[1, 2, 3, 7, 9, 10])), ["1:3,7,9:10"]);
        assert!(UidSet::cover(&[]).is_empty());
        assert_eq!(texts(&[UidSet::after(0), UidSet::after(u32::MAX)]), ["1:*", "4294967295:*"]);
        let odd: Vec<u32> = (0..1000).map(|number| 1_000_000 + 2 * number).collect();
        let sets = UidSet::cover(&odd);
        assert_eq!(sets.iter().map(|set| set.0.split(',').count()).sum::<usize>(), 1000);
        assert!(sets.iter().all(|set| set.0.len() <= UidSet::OCTETS_MAX + 1));
    }

    #[test]
    fn passwords_are_quoted_or_literal_and_never_shown() {
        let login = |password: &str| Command::Login(Credentials::password("kari", Secret::new(password)));
        let written = write("P1", &login("a\"\\b"), &Capabilities::default());
        assert_eq!(written.pieces, [b"P1 LOGIN \"kari\" \"a\\\"\\\\b\"\r\n"]);
        assert_eq!(written.shown, "P1 LOGIN \"kari\" ****");
        let written = write("P1", &login("blåbær"), &Capabilities::default());
        assert_eq!(written.pieces, ["P1 LOGIN \"kari\" {8}\r\n".as_bytes(), "blåbær\r\n".as_bytes()]);
        assert_eq!(written.shown, "P1 LOGIN \"kari\" ****");
    }

    #[test]
    fn a_folder_cannot_smuggle_a_command() {
        let written = write("P1", &Command::Select("a\r\nP2 DELETE b".into()), &Capabilities::default());
        assert_eq!(written.pieces, [b"P1 SELECT \"a&AA0ACg-P2 DELETE b\"\r\n"]);
    }
}
