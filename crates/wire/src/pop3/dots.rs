//! Dot-terminated text (RFC 1939 3): takes a mail out of a RETR answer, bounded.

use crate::body::Body;

/// Reads one mail.
pub(super) struct Dots {
    place: Place,
    octets_max: usize,
    held: Vec<u8>,
    octets: u64,
}

/// What came last.
#[derive(Clone, Copy)]
enum Place {
    /// CR LF, or nothing yet: a dot here is the protocol's.
    LineStart,
    /// Text that does not end in CR.
    Text,
    /// Text that ends in CR.
    TextCr,
    /// A dot at the start of a line.
    Dot,
    /// A dot at the start of a line and CR.
    DotCr,
}

impl Dots {
    pub(super) const fn new(octets_max: usize) -> Self {
        Self { place: Place::LineStart, octets_max, held: Vec::new(), octets: 0 }
    }

    /// Takes from the front of `input`; the mail when its end was reached.
    pub(super) fn take(&mut self, input: &mut &[u8]) -> Option<Body> {
        while let Some((&first, rest)) = input.split_first() {
            match self.place {
                Place::Text | Place::TextCr => self.take_text(input),
                Place::LineStart => {
                    if first == b'.' {
                        *input = rest;
                        self.place = Place::Dot;
                    } else {
                        self.place = Place::Text;
                    }
                }
                Place::Dot | Place::DotCr if first == b'\n' => {
                    *input = rest;
                    return Some(self.finish());
                }
                Place::Dot if first == b'\r' => {
                    *input = rest;
                    self.place = Place::DotCr;
                }
                // RFC 1939 3: the dot that the server put before a line is taken off.
                Place::Dot => self.place = Place::Text,
                Place::DotCr => {
                    self.keep(b"\r");
                    self.place = Place::TextCr;
                }
            }
        }
        None
    }

    /// Takes the rest of a line.
    fn take_text(&mut self, input: &mut &[u8]) {
        let end = input.iter().position(|&octet| octet == b'\n').map_or(input.len(), |at| at + 1);
        let (piece, rest) = input.split_at(end);
        let before =
            if piece.len() > 1 { piece.get(piece.len() - 2) == Some(&b'\r') } else { self.ends_in_cr() };
        self.place = match piece.last() {
            Some(b'\n') if before => Place::LineStart,
            Some(b'\r') => Place::TextCr,
            Some(_) | None => Place::Text,
        };
        self.keep(piece);
        *input = rest;
    }

    const fn ends_in_cr(&self) -> bool {
        matches!(self.place, Place::TextCr)
    }

    fn keep(&mut self, piece: &[u8]) {
        self.octets += u64::try_from(piece.len()).unwrap_or(0);
        if self.held.len() + piece.len() <= self.octets_max {
            self.held.extend_from_slice(piece);
        } else {
            self.octets_max = 0;
            self.held = Vec::new();
        }
    }

    fn finish(&mut self) -> Body {
        let held = std::mem::take(&mut self.held);
        let whole = u64::try_from(held.len()) == Ok(self.octets);
        if whole { Body::Whole(held) } else { Body::TooLarge { octets: self.octets } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(limit: usize, pieces: &[&[u8]]) -> Option<Body> {
        let mut dots = Dots::new(limit);
        pieces.iter().find_map(|piece| dots.take(&mut &**piece))
    }

    fn check(wire: &str, mail: &str) {
        let expected = Some(Body::Whole(mail.into()));
        assert_eq!(read(1000, &[wire.as_bytes()]), expected, "{wire:?}");
        let single: Vec<&[u8]> = wire.as_bytes().chunks(1).collect();
        assert_eq!(read(1000, &single), expected, "{wire:?}");
    }

    #[test]
    fn the_dots_of_the_protocol_are_taken_off() {
        check(".\r\n", "");
        check("a\r\n.\r\n", "a\r\n");
        check("a\r\n..\r\n...b\r\n.\r\n", "a\r\n.\r\n..b\r\n");
        check("a\r\n.\r.b\r\n.\r\n", "a\r\n\r.b\r\n");
        check("a\n.\r\nb\r\n.\n", "a\n.\r\nb\r\n");
        check("a\r\r\n.\r\n", "a\r\r\n");
        check("\r\n\r\n.\r\n", "\r\n\r\n");
    }

    #[test]
    fn a_mail_over_the_limit_is_counted_and_not_held() {
        assert_eq!(read(4, &[b"123\r\n45\r\n.\r\n"]), Some(Body::TooLarge { octets: 9 }));
        assert_eq!(read(5, &[b"123\r\n.\r\n"]), Some(Body::Whole(b"123\r\n".to_vec())));
    }

    proptest! {
        #[test]
        fn what_is_stuffed_reads_back(
            lines in proptest::collection::vec("[.a\r]{0,4}", 0..10),
            cut in 1_usize..20,
        ) {
            let mail: String = lines.iter().map(|line| format!("{line}\r\n")).collect();
            let stuffed: String = lines
                .iter()
                .map(|line| format!("{}{line}\r\n", if line.starts_with('.') { "." } else { "" }))
                .collect();
            let wire = format!("{stuffed}.\r\n");
            let pieces: Vec<&[u8]> = wire.as_bytes().chunks(cut).collect();
            prop_assert_eq!(read(1000, &pieces), Some(Body::Whole(mail.into())));
        }
    }
}
