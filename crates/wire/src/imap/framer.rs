//! Cuts the server's octets into responses (RFC 3501 4.3, 7). A mail is taken out of its FETCH
//! response into a [`Body`] of its own, so that the grammar is read from a short text; a literal
//! larger than allowed is skipped without being held.

use super::RESPONSE_OCTETS_MAX;
use crate::body::Body;
use crate::core::{Line, Lines};

/// One response.
#[derive(PartialEq, Eq, Debug)]
pub(super) struct Frame {
    /// Its octets without the last line ending. In the place of the mail stands a quoted string.
    pub(super) text: Vec<u8>,
    /// The mail that a FETCH response carried.
    pub(super) body: Option<Body>,
    /// Parts were dropped because they were over the limit: the text cannot be read.
    pub(super) flawed: bool,
}

/// What comes out of the input.
#[derive(PartialEq, Eq, Debug)]
pub(super) enum Framed {
    /// A response.
    Frame(Frame),
    /// A line so long that its end, which may announce a literal, is unknown: what follows cannot
    /// be told apart from mail.
    Lost,
}

/// What the next octets are.
enum Place {
    Line,
    /// A short literal that stays in the text.
    Inline {
        left: usize,
    },
    Mail {
        left: usize,
        held: Vec<u8>,
    },
    Skipped {
        left: u64,
    },
}

pub(super) struct Framer {
    lines: Lines,
    mail_octets_max: usize,
    place: Place,
    text: Vec<u8>,
    body: Option<Body>,
    flawed: bool,
}

/// What is reserved for an announced mail at once: the announcement is only a claim.
const RESERVE_OCTETS_MAX: usize = 256 * 1024;

impl Framer {
    pub(super) const fn new(mail_octets_max: usize) -> Self {
        Self {
            lines: Lines::new(RESPONSE_OCTETS_MAX),
            mail_octets_max,
            place: Place::Line,
            text: Vec::new(),
            body: None,
            flawed: false,
        }
    }

    /// Forgets what is held, as after STARTTLS.
    pub(super) fn clear(&mut self) {
        *self = Self::new(self.mail_octets_max);
    }

    /// Takes from the front of `input` until a response is complete; `None` once it is used up.
    pub(super) fn take(&mut self, input: &mut &[u8]) -> Option<Framed> {
        loop {
            match &mut self.place {
                Place::Line => match self.lines.take(input)? {
                    Line::Whole { text, .. } => {
                        if let Some(frame) = self.line(&text) {
                            return Some(Framed::Frame(frame));
                        }
                    }
                    Line::TooLong { .. } => return Some(Framed::Lost),
                },
                Place::Inline { left } => {
                    let piece = split_front(input, left);
                    self.text.extend_from_slice(piece);
                    if *left > 0 {
                        return None;
                    }
                    self.place = Place::Line;
                }
                Place::Mail { left, held } => {
                    held.extend_from_slice(split_front(input, left));
                    if *left > 0 {
                        return None;
                    }
                    self.body = Some(Body::Whole(std::mem::take(held)));
                    self.place = Place::Line;
                }
                Place::Skipped { left } => {
                    let mut step = usize::try_from(*left).unwrap_or(usize::MAX).min(input.len());
                    *left -= u64::try_from(step).unwrap_or(0);
                    split_front(input, &mut step);
                    if *left > 0 {
                        return None;
                    }
                    self.place = Place::Line;
                }
            }
        }
    }

    /// Takes a line: the end of a response, or a part of one that a literal follows.
    fn line(&mut self, line: &[u8]) -> Option<Frame> {
        self.append(line);
        if let Some((before, octets)) = literal_announcement(line).filter(|_| may_hold_literals(&self.text)) {
            self.announced(line.len() - before, octets);
            return None;
        }
        Some(Frame {
            text: std::mem::take(&mut self.text),
            body: self.body.take(),
            flawed: std::mem::take(&mut self.flawed),
        })
    }

    fn append(&mut self, piece: &[u8]) {
        if self.text.len() + piece.len() <= RESPONSE_OCTETS_MAX {
            self.text.extend_from_slice(piece);
        } else {
            self.flawed = true;
        }
    }

    /// Prepares for a literal of `octets`, whose announcement of `length` octets ends the text.
    fn announced(&mut self, length: usize, octets: u64) {
        let before = &self.text[..self.text.len().saturating_sub(length)];
        let size = usize::try_from(octets).unwrap_or(usize::MAX);
        if self.body.is_none() && !self.flawed && names_a_mail(before) {
            self.text.truncate(before.len());
            self.text.extend_from_slice(format!("\"{octets} octets\"").as_bytes());
            self.place = if size <= self.mail_octets_max {
                Place::Mail { left: size, held: Vec::with_capacity(size.min(RESERVE_OCTETS_MAX)) }
            } else {
                self.body = Some(Body::TooLarge { octets });
                Place::Skipped { left: octets }
            };
        } else if !self.flawed && size <= RESPONSE_OCTETS_MAX - self.text.len().min(RESPONSE_OCTETS_MAX) {
            self.text.extend_from_slice(b"\r\n");
            self.place = Place::Inline { left: size };
        } else {
            self.flawed = true;
            self.place = Place::Skipped { left: octets };
        }
    }
}

/// Cuts up to `left` octets off the front, and counts them down.
fn split_front<'a>(input: &mut &'a [u8], left: &mut usize) -> &'a [u8] {
    let (piece, rest) = input.split_at((*left).min(input.len()));
    *input = rest;
    *left -= piece.len();
    piece
}

/// RFC 3501 9: literal = "{" number "}" CRLF *CHAR8, at the end of `line`. Where it begins, and
/// the number.
fn literal_announcement(line: &[u8]) -> Option<(usize, u64)> {
    let digits_end = line.len().checked_sub(1).filter(|&end| line[end] == b'}')?;
    let digits = line[..digits_end].iter().rev().take_while(|octet| octet.is_ascii_digit()).count();
    let open = digits_end.checked_sub(digits + 1).filter(|&open| line[open] == b'{')?;
    let number = std::str::from_utf8(&line[open + 1..digits_end]).ok()?.parse().ok()?;
    Some((open, number))
}

/// Only untagged data has literals; the words of a status may end in `{5}` as well.
fn may_hold_literals(text: &[u8]) -> bool {
    let Some(rest) = text.strip_prefix(b"* ") else { return false };
    let word = rest.split(|&octet| octet == b' ').next().unwrap_or_default();
    let status: [&[u8]; 5] = [b"OK", b"NO", b"BAD", b"BYE", b"PREAUTH"];
    !status.iter().any(|status| word.eq_ignore_ascii_case(status))
}

/// Whether the attribute that the text ends with is a mail, or the beginning of one.
fn names_a_mail(before: &[u8]) -> bool {
    [&b"BODY[] "[..], b"BODY[]<0> ", b"BODY[HEADER] ", b"RFC822 "].iter().any(|name| {
        let start = before.len().checked_sub(name.len());
        start.is_some_and(|start| start > 0 && before[start..].eq_ignore_ascii_case(name))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(limit: usize, input: &str) -> Vec<(String, Option<Body>, bool)> {
        let mut framer = Framer::new(limit);
        let mut input = input.as_bytes();
        let mut found = Vec::new();
        while let Some(framed) = framer.take(&mut input) {
            let Framed::Frame(frame) = framed else { panic!("lost") };
            found.push((String::from_utf8(frame.text).unwrap(), frame.body, frame.flawed));
        }
        found
    }

    #[test]
    fn a_mail_is_taken_out_of_its_response() {
        let found = read(100, "* 1 FETCH (UID 7 BODY[] {5}\r\na\r\nb) FLAGS ())\r\nP1 OK done\r\n");
        let body = Some(Body::Whole(b"a\r\nb)".to_vec()));
        let expected = [
            ("* 1 FETCH (UID 7 BODY[] \"5 octets\" FLAGS ())".to_owned(), body, false),
            ("P1 OK done".to_owned(), None, false),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_mail_over_the_limit_is_skipped_and_reported() {
        let found = read(4, "* 1 FETCH (BODY[] {5}\r\nhello UID 7)\r\n* 2 FETCH (BODY[] {0}\r\n)\r\n");
        assert_eq!(found[0].0, "* 1 FETCH (BODY[] \"5 octets\" UID 7)");
        assert_eq!(found[0].1, Some(Body::TooLarge { octets: 5 }));
        assert_eq!(found[1].1, Some(Body::Whole(Vec::new())));
    }

    #[test]
    fn other_literals_stay_in_the_text() {
        let found = read(4, "* LIST () \"/\" {7}\r\nA b {9}\r\n* 3 EXISTS\r\n");
        assert_eq!(found[0].0, "* LIST () \"/\" {7}\r\nA b {9}");
        assert_eq!(found[1].0, "* 3 EXISTS");
    }

    #[test]
    fn a_status_that_ends_like_a_literal_is_none() {
        let found = read(4, "* OK see {5}\r\nP1 NO see {5}\r\n+ {5}\r\n");
        assert_eq!(found.len(), 3);
    }

    #[test]
    fn a_huge_literal_that_is_no_mail_spoils_one_response() {
        let input = format!("* LIST () \"/\" {{2000000}}\r\n{}\r\n* 3 EXISTS\r\n", "x".repeat(2_000_000));
        let found = read(4, &input);
        assert!(found[0].2);
        assert_eq!(found[1], ("* 3 EXISTS".to_owned(), None, false));
    }
}
