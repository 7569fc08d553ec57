//! RFC 4155: many mails in one file, each behind a line that begins with `From `.
//!
//! Programs agree on little else: the separating line stands behind an empty one, lines of a mail that
//! begin like it are quoted with `>`, and line ends are the machine's own. Files are larger than
//! memory, so that [`Mbox`] is fed piece by piece.

/// What begins a mail.
const SEPARATOR: &[u8] = b"From ";

/// Whether a file is an mbox and not one mail: a header field's name holds no space.
#[must_use]
pub fn is_mbox(beginning: &[u8]) -> bool {
    beginning.starts_with(SEPARATOR)
}

/// One mail of the file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Piece {
    /// Its octets, with the line ends of mail (RFC 5322 2.1) and without the quotes of the file.
    Mail(Vec<u8>),
    /// It is larger than was asked for; its octets are thrown away.
    TooLarge {
        /// How many they are.
        octets: u64,
    },
}

/// Cuts an mbox into its mails.
#[derive(Debug)]
pub struct Mbox {
    octets_max: usize,
    /// The line that is not whole yet; of a longer one just so much that its mail is too large.
    line: Vec<u8>,
    mail: Option<Growing>,
    behind_empty_line: bool,
}

#[derive(Debug, Default)]
struct Growing {
    raw: Vec<u8>,
    octets: u64,
}

impl Mbox {
    /// Nothing is read yet; mails have at most `octets_max` octets.
    #[must_use]
    pub const fn new(octets_max: usize) -> Self {
        Self { octets_max, line: Vec::new(), mail: None, behind_empty_line: true }
    }

    /// Reads on; returns the mails that ended here.
    pub fn push(&mut self, octets: &[u8]) -> Vec<Piece> {
        let mut done = Vec::new();
        for part in octets.split_inclusive(|octet| *octet == b'\n') {
            let room = self.octets_max.saturating_sub(self.line.len()).saturating_add(1);
            self.line.extend_from_slice(&part[..part.len().min(room)]);
            self.count(part.len());
            if part.ends_with(b"\n") {
                done.extend(self.end_line());
            }
        }
        done
    }

    /// The file is over; returns its last mail.
    pub fn finish(mut self) -> Option<Piece> {
        let before = if self.line.is_empty() { None } else { self.end_line() };
        before.or_else(|| self.mail.take().map(|mail| self.piece(mail)))
    }

    fn count(&mut self, octets: usize) {
        if let Some(mail) = &mut self.mail {
            mail.octets += octets as u64;
        }
    }

    fn end_line(&mut self) -> Option<Piece> {
        let line = std::mem::take(&mut self.line);
        let text = line.strip_suffix(b"\n").unwrap_or(&line);
        let text = text.strip_suffix(b"\r").unwrap_or(text);
        if self.behind_empty_line && text.starts_with(SEPARATOR) {
            self.behind_empty_line = false;
            let ended = self.mail.replace(Growing::default());
            return ended.map(|mut mail| {
                mail.octets = mail.octets.saturating_sub(line.len() as u64);
                self.piece(mail)
            });
        }
        self.behind_empty_line = text.is_empty();
        let octets_max = self.octets_max;
        if let Some(mail) = &mut self.mail
            && mail.raw.len() <= octets_max
        {
            mail.raw.extend_from_slice(unquoted(text));
            mail.raw.extend_from_slice(b"\r\n");
        }
        None
    }

    /// The mail without the empty line that belongs to the next separator.
    fn piece(&self, mut mail: Growing) -> Piece {
        if mail.raw.len() > self.octets_max {
            return Piece::TooLarge { octets: mail.octets.max(mail.raw.len() as u64) };
        }
        if mail.raw.ends_with(b"\r\n\r\n") {
            mail.raw.truncate(mail.raw.len() - 2);
        }
        Piece::Mail(mail.raw)
    }
}

/// A line without the `>` that kept it from looking like a separator.
fn unquoted(line: &[u8]) -> &[u8] {
    let quotes = line.iter().take_while(|octet| **octet == b'>').count();
    if quotes > 0 && line[quotes..].starts_with(SEPARATOR) { &line[1..] } else { line }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "From a@example.org Thu Jan  1 00:00:00 2026\nSubject: one\n\nhei\n>From here\n>>From there\n\
                        From the middle\n\nFrom b@example.org Thu Jan  1 00:00:00 2026\r\nSubject: two\r\n\r\nhallo";

    fn cut(file: &str, piece_octets: usize, octets_max: usize) -> Vec<Piece> {
        let mut mbox = Mbox::new(octets_max);
        let mut pieces: Vec<Piece> =
            file.as_bytes().chunks(piece_octets).flat_map(|octets| mbox.push(octets)).collect();
        pieces.extend(mbox.finish());
        pieces
    }

    fn mail(text: &str) -> Piece {
        Piece::Mail(text.replace('\n', "\r\n").into_bytes())
    }

    #[test]
    fn mails_are_cut_alike_however_the_file_arrives() {
        let first = mail("Subject: one\n\nhei\nFrom here\n>From there\nFrom the middle\n");
        let second = mail("Subject: two\n\nhallo\n");
        for piece_octets in [1, 2, 3, 7, 64, 4096] {
            assert_eq!(cut(FILE, piece_octets, 1000), [first.clone(), second.clone()], "{piece_octets}");
        }
        assert!(is_mbox(FILE.as_bytes()) && !is_mbox(b"From: a@example.org"));
    }

    #[test]
    fn a_mail_that_is_too_large_is_named_and_the_next_is_whole() {
        let long = "x".repeat(200);
        let file = format!("From a\nSubject: {long}\n\n{long}\n\nFrom b\nSubject: two\n\nhallo\n");
        for piece_octets in [1, 50, 4096] {
            let pieces = cut(&file, piece_octets, 100);
            assert_eq!(pieces.len(), 2);
            assert!(matches!(pieces[0], Piece::TooLarge { octets } if octets >= 410), "{pieces:?}");
            assert_eq!(pieces[1], mail("Subject: two\n\nhallo\n"));
        }
    }

    #[test]
    fn what_stands_before_the_first_separator_is_no_mail() {
        assert_eq!(cut("junk\n\nFrom a\nSubject: one\n\nhei\n", 4096, 1000), [mail("Subject: one\n\nhei\n")]);
        assert_eq!(cut("", 1, 1000), []);
        assert_eq!(cut("From a\n", 4096, 1000), [Piece::Mail(Vec::new())]);
    }
}
