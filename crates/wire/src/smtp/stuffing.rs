//! The sending end of DATA: a mail as it goes over the wire.
//!
//! A dot that begins a line is doubled (RFC 5321 4.5.2), every line ends in CRLF, and the end is
//! CRLF `.` CRLF. A bare LF or CR in the mail is written as CRLF (RFC 5321 2.3.8): a server that
//! takes one for a line break would otherwise read commands out of our mail.
//! Pieces that need none of this, which is nearly all of a mail, are slices of it and not copies.

use bytes::{BufMut, Bytes, BytesMut};
use memchr::{memchr2, memchr2_iter};

/// How much of the mail one piece looks at, octets: what the driver holds unsent.
pub const PIECE_OCTETS_MAX: usize = 64 * 1024;

/// Produces the wire form of one mail, piece by piece.
#[derive(Clone, Debug)]
pub struct Stuffed {
    rest: Bytes,
    /// Whether the rest begins a line.
    line_start: bool,
    ended: bool,
}

impl Stuffed {
    /// The wire form of `mail`.
    #[must_use]
    pub const fn new(mail: Bytes) -> Self {
        Self { rest: mail, line_start: true, ended: false }
    }

    /// Whether all was taken, the end included.
    #[must_use]
    pub const fn is_finished(&self) -> bool {
        self.ended
    }

    /// The next piece; `None` after the end.
    pub fn next_piece(&mut self) -> Option<Bytes> {
        if self.ended {
            return None;
        }
        if self.rest.is_empty() {
            self.ended = true;
            // RFC 5321 4.1.1.4: the CRLF that ends the last line is the first of the end.
            return Some(Bytes::from_static(if self.line_start { b".\r\n" } else { b"\r\n.\r\n" }));
        }
        let mut cut = self.rest.len().min(PIECE_OCTETS_MAX);
        // A CR at the cut takes its LF along, so that the pair is seen as one line break.
        if self.rest[cut - 1] == b'\r' && self.rest.get(cut) == Some(&b'\n') {
            cut += 1;
        }
        let piece = self.rest.split_to(cut);
        let line_start = self.line_start;
        self.line_start = matches!(piece.last(), Some(b'\r' | b'\n'));
        Some(if is_clean(&piece, line_start) { piece } else { rewrite(&piece, line_start) })
    }
}

/// Whether a piece goes over the wire as it is.
fn is_clean(piece: &[u8], line_start: bool) -> bool {
    if line_start && piece.first() == Some(&b'.') {
        return false;
    }
    let mut line_breaks = memchr2_iter(b'\r', b'\n', piece);
    while let Some(at) = line_breaks.next() {
        let is_pair = piece[at] == b'\r' && line_breaks.next() == Some(at + 1) && piece[at + 1] == b'\n';
        if !is_pair || piece.get(at + 2) == Some(&b'.') {
            return false;
        }
    }
    true
}

/// The piece with its line breaks as CRLF and the dots that begin a line doubled.
fn rewrite(piece: &[u8], line_start: bool) -> Bytes {
    let mut written = BytesMut::with_capacity(piece.len() + piece.len() / 32 + 16);
    let (mut at, mut line_start) = (0, line_start);
    while at < piece.len() {
        if line_start && piece[at] == b'.' {
            written.put_u8(b'.');
        }
        let Some(run) = memchr2(b'\r', b'\n', &piece[at..]) else {
            written.put_slice(&piece[at..]);
            break;
        };
        written.put_slice(&piece[at..at + run]);
        written.put_slice(b"\r\n");
        at += run;
        at += if piece[at..].starts_with(b"\r\n") { 2 } else { 1 };
        line_start = true;
    }
    written.freeze()
}

#[cfg(test)]
mod tests {
    use super::super::content::Content;
    use super::*;
    use proptest::prelude::*;

    fn wire(mail: &[u8]) -> Vec<u8> {
        let mut stuffed = Stuffed::new(Bytes::copy_from_slice(mail));
        let mut all = Vec::new();
        while let Some(piece) = stuffed.next_piece() {
            all.extend_from_slice(&piece);
        }
        all
    }

    fn check(mail: &str, expected: &str) {
        assert_eq!(String::from_utf8(wire(mail.as_bytes())).unwrap(), expected, "{mail:?}");
    }

    #[test]
    fn mails_are_written_as_the_rfc_wants_them() {
        check("", ".\r\n");
        check("a\r\n", "a\r\n.\r\n");
        check("a", "a\r\n.\r\n");
        check(".\r\n", "..\r\n.\r\n");
        check(".a\r\n..b\r\n", "..a\r\n...b\r\n.\r\n");
    }

    #[test]
    fn bare_line_breaks_become_crlf_and_cannot_smuggle() {
        check("a\n.\nb\n", "a\r\n..\r\nb\r\n.\r\n");
        check("a\r.\rb\r", "a\r\n..\r\nb\r\n.\r\n");
        check("a\n.\r\nMAIL FROM:<x@y>\r\n", "a\r\n..\r\nMAIL FROM:<x@y>\r\n.\r\n");
        check("a\n\r\nb", "a\r\n\r\nb\r\n.\r\n");
    }

    #[test]
    fn a_clean_mail_is_not_copied() {
        let mail = Bytes::from("Subject: x\r\n\r\na line\r\n".repeat(100));
        let piece = Stuffed::new(mail.clone()).next_piece().unwrap();
        assert_eq!(piece.as_ptr(), mail.as_ptr());
    }

    #[test]
    fn pieces_may_be_cut_within_a_line_break() {
        let line = "x".repeat(PIECE_OCTETS_MAX - 1);
        check(&format!("{line}\r\n.b"), &format!("{line}\r\n..b\r\n.\r\n"));
        check(&format!("{line}x\r\n.b"), &format!("{line}x\r\n..b\r\n.\r\n"));
        check(&format!("{line}\n.b"), &format!("{line}\r\n..b\r\n.\r\n"));
        check(&format!("{line}\r.b"), &format!("{line}\r\n..b\r\n.\r\n"));
    }

    /// Every line break as CRLF, and one at the end.
    fn normal(mail: &[u8]) -> Vec<u8> {
        let text: String = mail.iter().copied().map(char::from).collect();
        let text = text.replace("\r\n", "\n").replace('\r', "\n").replace('\n', "\r\n");
        let ended = text.is_empty() || text.ends_with("\r\n");
        let text = if ended { text } else { text + "\r\n" };
        text.chars().map(|character| character as u8).collect()
    }

    proptest! {
        #[test]
        fn what_is_sent_is_received(
            mail in proptest::collection::vec(prop_oneof![
                3 => Just(b'\r'), 3 => Just(b'\n'), 3 => Just(b'.'), 2 => any::<u8>()], 0..80),
        ) {
            let sent = wire(&mail);
            let (mut content, mut received) = (Content::new(), Vec::new());
            let found = content.read(&sent, &mut received);
            prop_assert!(found.ended);
            prop_assert_eq!(found.consumed, sent.len());
            prop_assert!(!content.smuggling());
            prop_assert_eq!(received, normal(&mail));
        }
    }
}
