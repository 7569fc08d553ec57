//! What every protocol core is: bytes and the present instant in, events and bytes out.
//!
//! A core owns no socket, reads no clock and never waits, so a conversation can be tested octet by
//! octet and `net::drive` is the only code that runs one. [`Core`] is the border, [`Lines`] the
//! bounded line reader that all cores share.

use bytes::Bytes;
use domain::Timestamp;

/// One side of a conversation, without IO.
///
/// The driver hands input in, then drains trace, events and output before it reads again; a core
/// therefore never holds more than what one read brought plus what its protocol must remember.
pub trait Core {
    /// What the core tells its user.
    type Event;

    /// Takes what the peer sent, in pieces of any size; the result must not depend on the cuts.
    fn input(&mut self, bytes: &[u8], now: Timestamp);

    /// The next octets to send, if any. Called only while the driver has room for more, so that a
    /// large body may be produced piece by piece.
    fn poll_output(&mut self, now: Timestamp) -> Option<Bytes>;

    /// The next event, if any.
    fn poll_event(&mut self) -> Option<Self::Event>;

    /// The next line for the transcript, if any; secrets are already masked.
    fn poll_trace(&mut self) -> Option<TraceLine>;

    /// When the core wants [`Core::timeout`] to be called; `None` while it waits for its user.
    fn poll_timeout(&self) -> Option<Timestamp>;

    /// The instant of [`Core::poll_timeout`] has passed. A core that neither queues an event nor
    /// moves its timeout has given up: the driver ends with a timeout.
    fn timeout(&mut self, now: Timestamp);
}

/// Who said something.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Side {
    /// The one that connected.
    Client,
    /// The one that listened.
    Server,
}

impl Side {
    /// `C` or `S`, as conversations are written in the RFCs.
    #[must_use]
    pub const fn letter(self) -> char {
        match self {
            Self::Client => 'C',
            Self::Server => 'S',
        }
    }
}

/// One line of a conversation as a person may see it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TraceLine {
    /// Who said it.
    pub side: Side,
    /// What was said: no line break, no control character, no secret, at most
    /// [`TraceLine::CHARS_MAX`] characters.
    pub text: String,
}

impl TraceLine {
    /// What is kept of one line, characters.
    pub const CHARS_MAX: usize = 300;
    /// What stands behind a line that was cut.
    pub const CUT: char = '\u{2026}';

    /// The line as it may be shown: cut, and what cannot be printed replaced.
    #[must_use]
    pub fn new(side: Side, line: &[u8]) -> Self {
        // A character has at most four octets; what lies beyond is never looked at.
        let looked_at = line.len().min(4 * Self::CHARS_MAX + 4);
        let lossy = String::from_utf8_lossy(&line[..looked_at]);
        let mut text: String = lossy.trim_end_matches(['\r', '\n']).chars().map(printable).collect();
        if let Some((cut, _)) = text.char_indices().nth(Self::CHARS_MAX) {
            text.truncate(cut);
            text.push(Self::CUT);
        }
        Self { side, text }
    }
}

fn printable(character: char) -> char {
    if character.is_control() { '\u{FFFD}' } else { character }
}

/// How a line ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ending {
    /// CR LF, as every mail protocol demands.
    CrLf,
    /// A bare LF, which some peers send.
    Lf,
}

/// One line of input, without its ending.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Line {
    /// A line within the limit.
    Whole {
        /// Its octets.
        text: Vec<u8>,
        /// How it ended.
        ending: Ending,
    },
    /// A line over the limit: its beginning; the rest was dropped unseen.
    TooLong {
        /// At most as many octets as the limit allows.
        start: Vec<u8>,
    },
}

/// Cuts input into lines and never holds more than its limit of one.
#[derive(Clone, Debug)]
pub struct Lines {
    limit_octets: usize,
    held: Vec<u8>,
    overlong: bool,
}

impl Lines {
    /// A reader of lines of at most `limit_octets`, the ending included.
    #[must_use]
    pub const fn new(limit_octets: usize) -> Self {
        Self { limit_octets, held: Vec::new(), overlong: false }
    }

    /// Takes from the front of `input` until a line is complete; the rest stays in `input`.
    /// `None` once `input` is used up.
    pub fn take(&mut self, input: &mut &[u8]) -> Option<Line> {
        let end = input.iter().position(|&octet| octet == b'\n');
        let (piece, rest) = input.split_at(end.map_or(input.len(), |at| at + 1));
        *input = rest;
        let room = self.limit_octets - self.held.len();
        self.overlong |= piece.len() > room;
        self.held.extend_from_slice(&piece[..piece.len().min(room)]);
        end?;
        Some(self.finish())
    }

    /// How many octets of an unfinished line are held.
    #[must_use]
    pub fn held_octets(&self) -> usize {
        self.held.len()
    }

    /// Forgets an unfinished line, as when what follows belongs to another layer.
    pub fn clear(&mut self) {
        self.held.clear();
        self.overlong = false;
    }

    fn finish(&mut self) -> Line {
        let mut text = std::mem::take(&mut self.held);
        if std::mem::take(&mut self.overlong) {
            return Line::TooLong { start: text };
        }
        text.pop();
        let ending = if text.last() == Some(&b'\r') {
            text.pop();
            Ending::CrLf
        } else {
            Ending::Lf
        };
        Line::Whole { text, ending }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(limit: usize, pieces: &[&[u8]]) -> Vec<Line> {
        let mut lines = Lines::new(limit);
        let mut found = Vec::new();
        for piece in pieces {
            let mut input = *piece;
            while let Some(line) = lines.take(&mut input) {
                found.push(line);
            }
        }
        found
    }

    fn whole(text: &str, ending: Ending) -> Line {
        Line::Whole { text: text.into(), ending }
    }

    #[test]
    fn lines_end_in_crlf_or_a_bare_lf() {
        let found = read(100, &[b"+OK\r", b"\nnext\n\r\nunfinished"]);
        let expected = [whole("+OK", Ending::CrLf), whole("next", Ending::Lf), whole("", Ending::CrLf)];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_line_over_the_limit_is_reported_once_and_the_next_is_read() {
        let found = read(6, &[b"0123456", b"789\r\nok\r\n1234\r\n12345\r\n"]);
        let long = |start: &str| Line::TooLong { start: start.into() };
        let expected =
            [long("012345"), whole("ok", Ending::CrLf), whole("1234", Ending::CrLf), long("12345\r")];
        assert_eq!(found, expected);
    }

    #[test]
    fn traces_show_no_control_characters_and_are_cut() {
        assert_eq!(TraceLine::new(Side::Server, b"+OK \x1b[2J\r\n").text, "+OK \u{FFFD}[2J");
        let long = TraceLine::new(Side::Server, "å".repeat(2000).as_bytes());
        assert_eq!(long.text.chars().count(), TraceLine::CHARS_MAX + 1);
    }

    proptest! {
        #[test]
        fn lines_do_not_depend_on_the_cuts(
            input in proptest::collection::vec(prop_oneof![Just(b'\r'), Just(b'\n'), any::<u8>()], 0..200),
            cut in 1_usize..50,
        ) {
            let pieces: Vec<&[u8]> = input.chunks(cut).collect();
            prop_assert_eq!(read(20, &[&input]), read(20, &pieces));
        }
    }
}
