//! The mail itself on its way: as the lines of DATA (RFC 5321 4.1.1.4), or as one counted chunk (RFC 3030 2).

use bytes::Bytes;

use super::super::stuffing::{PIECE_OCTETS_MAX, Stuffed};

/// A mail that is being written.
#[derive(Debug)]
pub(super) enum Content {
    /// With its dots doubled, up to a lone dot.
    Lines(Stuffed),
    /// As it is: its length was said before.
    Chunk(Bytes),
}

impl Content {
    /// Whether all was taken.
    pub(super) const fn is_finished(&self) -> bool {
        match self {
            Self::Lines(lines) => lines.is_finished(),
            Self::Chunk(rest) => rest.is_empty(),
        }
    }

    /// The next piece; `None` after the end.
    pub(super) fn next_piece(&mut self) -> Option<Bytes> {
        match self {
            Self::Lines(lines) => lines.next_piece(),
            Self::Chunk(rest) if rest.is_empty() => None,
            Self::Chunk(rest) => Some(rest.split_to(rest.len().min(PIECE_OCTETS_MAX))),
        }
    }
}

/// Whether a mail may go as it is: whoever reads a chunk gets the very octets, and RFC 5321 2.3.8 wants no line break
/// but CRLF among them. DATA mends those.
pub(super) fn is_plain(mail: &[u8]) -> bool {
    let mut breaks = memchr::memchr2_iter(b'\r', b'\n', mail);
    while let Some(at) = breaks.next() {
        if mail[at] != b'\r' || mail.get(at + 1) != Some(&b'\n') || breaks.next().is_none() {
            return false;
        }
    }
    mail.ends_with(b"\r\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chunk_is_the_mail_in_pieces() {
        let mail = Bytes::from(vec![b'.'; PIECE_OCTETS_MAX + 3]);
        let mut content = Content::Chunk(mail.clone());
        let mut written = Vec::new();
        while let Some(piece) = content.next_piece() {
            assert!(piece.len() <= PIECE_OCTETS_MAX);
            written.extend_from_slice(&piece);
        }
        assert!(content.is_finished());
        assert_eq!(written, mail);
    }

    #[test]
    fn a_mail_with_a_bare_line_break_is_not_sent_as_it_is() {
        assert!(is_plain(b"Subject: x\r\n\r\n.a\r\n"));
        for mail in [&b"a\nb\r\n"[..], b"a\rb\r\n", b"a\r\n\r", b"a", b"a\r\r\n", b""] {
            assert!(!is_plain(mail), "{mail:?}");
        }
    }
}
