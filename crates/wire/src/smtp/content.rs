//! The receiving end of DATA: finds the end of the mail and takes the stuffed dots away.
//!
//! Only CR LF `.` CR LF ends a mail. A dot alone on a line that a bare LF or a bare CR begins or
//! ends is what SMTP smuggling is made of: one server takes it for the end and the next does not.
//! It is never an end here, and a mail that holds one is marked as smuggled.
//! Other bare line breaks are kept as they came: raw bytes never change.

use memchr::memchr2;

/// RFC 5321 4.1.1.4: mail-data ends with CRLF "." CRLF; 4.5.2: a dot that begins a line was added.
#[derive(Clone, Debug)]
pub struct Content {
    place: Place,
    smuggling: bool,
}

/// What one piece of input brought.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Found {
    /// How many octets belong to the mail and its end; the rest are commands.
    pub consumed: usize,
    /// Whether the end was among them.
    pub ended: bool,
}

/// Where in a line the reader stands. "Loose" lines begin after a bare LF or a bare CR.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Place {
    /// After a CRLF, or at the very beginning.
    Start,
    /// After a CRLF and a dot, which is not yet kept.
    Dot,
    /// After a CRLF, a dot and a CR, none of them kept.
    DotCr,
    /// Within a line.
    Middle,
    /// After a CR, which is kept.
    Cr,
    /// After a bare LF or a bare CR.
    LooseStart,
    /// The same with a dot, which is kept.
    LooseDot,
}

impl Default for Content {
    fn default() -> Self {
        Self::new()
    }
}

impl Content {
    /// A reader at the beginning of a mail.
    #[must_use]
    pub const fn new() -> Self {
        // The CRLF of the DATA command counts: a mail may be empty (RFC 5321 4.1.1.4).
        Self { place: Place::Start, smuggling: false }
    }

    /// Whether a dot stood alone on a line that was not delimited by CRLF on both sides.
    #[must_use]
    pub const fn smuggling(&self) -> bool {
        self.smuggling
    }

    /// Reads `input` up to the end of the mail and appends what is the mail's own to `mail`.
    pub fn read(&mut self, input: &[u8], mail: &mut Vec<u8>) -> Found {
        let mut at = 0;
        while let Some(&octet) = input.get(at) {
            if self.place == Place::Middle {
                let run = memchr2(b'\r', b'\n', &input[at..]).unwrap_or(input.len() - at);
                mail.extend_from_slice(&input[at..at + run]);
                at += run;
                let Some(&line_break) = input.get(at) else { break };
                mail.push(line_break);
                self.place = if line_break == b'\r' { Place::Cr } else { Place::LooseStart };
                at += 1;
                continue;
            }
            at += 1;
            if self.step(octet, mail) {
                return Found { consumed: at, ended: true };
            }
        }
        Found { consumed: input.len(), ended: false }
    }

    /// One octet at a line's border; true when it ends the mail.
    fn step(&mut self, octet: u8, mail: &mut Vec<u8>) -> bool {
        self.place = match (self.place, octet) {
            (Place::Start, b'.') => Place::Dot,
            (Place::Dot, b'\r') => Place::DotCr,
            (Place::DotCr, b'\n') => return true,
            (Place::DotCr, _) => {
                // CR LF . CR and no LF: the dot line ends in a bare CR.
                self.smuggling = true;
                mail.push(b'\r');
                self.place = Place::Cr;
                return self.step(octet, mail);
            }
            (Place::Cr, b'\n') => {
                mail.push(octet);
                Place::Start
            }
            (Place::Cr, _) => {
                self.place = Place::LooseStart;
                return self.step(octet, mail);
            }
            (Place::LooseStart, b'.') => {
                mail.push(octet);
                Place::LooseDot
            }
            (Place::Start | Place::Dot | Place::Middle | Place::LooseStart | Place::LooseDot, _) => {
                let alone = matches!(self.place, Place::LooseDot) && matches!(octet, b'\r' | b'\n');
                // CR LF . LF: the dot line ends in a bare LF.
                let half = self.place == Place::Dot && octet == b'\n';
                self.smuggling |= alone || half;
                mail.push(octet);
                after(octet)
            }
        };
        false
    }
}

const fn after(octet: u8) -> Place {
    match octet {
        b'\r' => Place::Cr,
        b'\n' => Place::LooseStart,
        _ => Place::Middle,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The mail, whether smuggling was seen, and what was left over.
    fn read(input: &[u8], cut: usize) -> Option<(Vec<u8>, bool, Vec<u8>)> {
        let (mut content, mut mail, mut at) = (Content::new(), Vec::new(), 0);
        for piece in input.chunks(cut) {
            let found = content.read(piece, &mut mail);
            if found.ended {
                let rest = input[at + found.consumed..].to_vec();
                return Some((mail, content.smuggling(), rest));
            }
            at += piece.len();
        }
        None
    }

    fn check(input: &str, mail: &str, smuggling: bool) {
        for cut in [1, 2, 3, 5, 1000] {
            let whole = format!("{input}\r\n.\r\nQUIT\r\n");
            let (found, marked, rest) = read(whole.as_bytes(), cut).unwrap();
            assert_eq!(String::from_utf8_lossy(&found), mail, "{input:?} in pieces of {cut}");
            assert_eq!(marked, smuggling, "{input:?} in pieces of {cut}");
            assert_eq!(rest, b"QUIT\r\n", "{input:?} in pieces of {cut}");
        }
    }

    #[test]
    fn stuffed_dots_are_taken_away() {
        check("hi\r\n..\r\n.a\r\n...b", "hi\r\n.\r\na\r\n..b\r\n", false);
        check("..first\r\n", ".first\r\n\r\n", false);
    }

    #[test]
    fn a_mail_may_be_empty() {
        assert_eq!(read(b".\r\nQUIT", 1), Some((vec![], false, b"QUIT".to_vec())));
    }

    #[test]
    fn bare_line_breaks_are_kept_as_they_came() {
        check("a\nb\rc\r\r\nd", "a\nb\rc\r\r\nd\r\n", false);
        check("a\n..b", "a\n..b\r\n", false);
    }

    #[test]
    fn no_dot_line_but_crlf_dot_crlf_ends_a_mail_and_each_other_is_marked() {
        check("a\n.\r\nMAIL FROM:<x@example.org>", "a\n.\r\nMAIL FROM:<x@example.org>\r\n", true);
        check("a\n.\nb", "a\n.\nb\r\n", true);
        check("a\r.\r\nb", "a\r.\r\nb\r\n", true);
        check("a\r.\rb", "a\r.\rb\r\n", true);
        check("a\n.\rb", "a\n.\rb\r\n", true);
        check("a\r\n.\nb", "a\r\n\nb\r\n", true);
        check("a\r\n.\rb", "a\r\n\rb\r\n", true);
        check("a\r\n.\r\r\nb", "a\r\n\r\r\nb\r\n", true);
    }

    proptest! {
        #[test]
        fn the_result_does_not_depend_on_the_cuts(
            input in proptest::collection::vec(prop_oneof![
                4 => Just(b'\r'), 4 => Just(b'\n'), 4 => Just(b'.'), 1 => any::<u8>()], 0..60),
            cut in 1_usize..20,
        ) {
            prop_assert_eq!(read(&input, 1000), read(&input, cut));
        }

        #[test]
        fn only_crlf_dot_crlf_ends(
            input in proptest::collection::vec(prop_oneof![
                4 => Just(b'\r'), 4 => Just(b'\n'), 4 => Just(b'.'), 1 => Just(b'a')], 0..60),
        ) {
            // The CRLF of the DATA command stands before the first octet.
            let with_command = [b"\r\n", &input[..]].concat();
            let end = memchr::memmem::find(&with_command, b"\r\n.\r\n").map(|at| at + 3);
            let consumed = read(&input, 7).map(|(_, _, rest)| input.len() - rest.len());
            prop_assert_eq!(consumed, end);
        }
    }
}
