//! Transfer encodings (RFC 2045 6), read with patience: damage is noted, and what can be read is.

use std::borrow::Cow;

use memchr::memchr;

use crate::uuencode;

/// How the octets of a part travel.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Encoding {
    /// 7bit, 8bit, binary.
    Identity,
    /// RFC 2045 6.7.
    QuotedPrintable,
    /// RFC 2045 6.8.
    Base64,
    /// `x-uuencode`: what MIME replaced, still written by old gateways.
    Uuencode,
    /// Something else: the octets are taken as they are.
    Unknown,
}

impl Encoding {
    /// From the value of `Content-Transfer-Encoding`.
    pub(crate) fn from_field(value: &str) -> Self {
        // quirk: comments, quotes and a trailing semicolon after the token are seen in the wild.
        let token = value.trim().trim_matches('"');
        let token = token.split([';', ' ', '\t', '(']).next().unwrap_or_default();
        let is = |name: &str| token.eq_ignore_ascii_case(name);
        if is("base64") {
            Self::Base64
        } else if is("quoted-printable") {
            Self::QuotedPrintable
        } else if is("x-uuencode") || is("x-uue") || is("uuencode") {
            Self::Uuencode
        } else if token.is_empty() || is("7bit") || is("8bit") || is("binary") || is("7-bit") || is("8-bit") {
            Self::Identity
        } else {
            Self::Unknown
        }
    }
}

/// Decoded octets, and whether something in them was damaged.
pub(crate) fn decode(bytes: &[u8], encoding: Encoding) -> (Cow<'_, [u8]>, bool) {
    match encoding {
        Encoding::Identity => (Cow::Borrowed(bytes), false),
        Encoding::Unknown => (Cow::Borrowed(bytes), true),
        Encoding::Uuencode => match uuencode::find(bytes).first() {
            Some(block) => (Cow::Owned(block.decode(bytes)), !block.closed),
            None => (Cow::Borrowed(bytes), true),
        },
        Encoding::Base64 => {
            let mut decoded = Vec::with_capacity(bytes.len() / 4 * 3 + 3);
            let damaged = base64_each(bytes, |octets| decoded.extend_from_slice(octets));
            (Cow::Owned(decoded), damaged)
        }
        Encoding::QuotedPrintable => {
            let mut decoded = Vec::with_capacity(bytes.len());
            let damaged = quoted_printable_each(bytes, |octets| decoded.extend_from_slice(octets));
            (Cow::Owned(decoded), damaged)
        }
    }
}

/// How many octets [`decode`] would give, without holding them.
pub(crate) fn decoded_octets(bytes: &[u8], encoding: Encoding) -> usize {
    let mut total = 0;
    match encoding {
        Encoding::Identity | Encoding::Unknown => total = bytes.len(),
        Encoding::Uuencode => total = decode(bytes, encoding).0.len(),
        Encoding::Base64 => {
            base64_each(bytes, |octets| total += octets.len());
        }
        Encoding::QuotedPrintable => {
            quoted_printable_each(bytes, |octets| total += octets.len());
        }
    }
    total
}

const SPACE: u8 = 64;
const PADDING: u8 = 65;
const FOREIGN: u8 = 66;

/// RFC 2045 6.8, table 1; blanks, padding and everything else above the 64 digits.
const DIGITS: [u8; 256] = {
    let mut table = [FOREIGN; 256];
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut value = 0;
    while value < alphabet.len() {
        table[alphabet[value] as usize] = value as u8;
        value += 1;
    }
    table[b' ' as usize] = SPACE;
    table[b'\t' as usize] = SPACE;
    table[b'\r' as usize] = SPACE;
    table[b'\n' as usize] = SPACE;
    table[b'=' as usize] = PADDING;
    table
};

/// Hands over decoded octets in small groups; whether something was damaged. Padding may be missing, and
/// several padded runs may follow each other. RFC 2045 6.8: characters outside the alphabet are ignored.
pub(crate) fn base64_each(bytes: &[u8], mut take: impl FnMut(&[u8])) -> bool {
    let (mut group, mut digits, mut damaged, mut padded) = (0_u32, 0_u8, false, false);
    for &byte in bytes {
        match DIGITS[byte as usize] {
            SPACE => {}
            PADDING => {
                padded = true;
                damaged |= flush(group, digits, &mut take);
                (group, digits) = (0, 0);
            }
            FOREIGN if padded => {
                // A mailing list wrote its footer under the base64: what follows is no data.
                damaged = true;
                break;
            }
            FOREIGN => damaged = true,
            digit => {
                group = (group << 6) | u32::from(digit);
                digits += 1;
                if digits == 4 {
                    take(&group.to_be_bytes()[1..]);
                    (group, digits) = (0, 0);
                }
            }
        }
    }
    damaged | flush(group, digits, &mut take)
}

/// The octets of an unfinished group; whether it is one that no encoder ends with.
fn flush(group: u32, digits: u8, take: &mut impl FnMut(&[u8])) -> bool {
    match digits {
        2 => take(&[(group >> 4).to_be_bytes()[3]]),
        3 => take(&(group >> 2).to_be_bytes()[2..]),
        _ => {}
    }
    digits == 1
}

/// Hands over decoded octets line by line; whether something was damaged. Line ends stay as they are.
fn quoted_printable_each(bytes: &[u8], mut take: impl FnMut(&[u8])) -> bool {
    let mut damaged = false;
    let mut rest = bytes;
    while !rest.is_empty() {
        let (line, after) = rest.split_at(memchr(b'\n', rest).map_or(rest.len(), |at| at + 1));
        rest = after;
        let end = line.trim_ascii_end().len();
        // RFC 2045 6.7 (3): white space at the end of a line was added on the way.
        let (content, line_end) = (&line[..end], line_end_of(line));
        match content.strip_suffix(b"=") {
            // RFC 2045 6.7 (5): a soft line break.
            Some(content) => damaged |= quoted_line(content, &mut take),
            None => {
                damaged |= quoted_line(content, &mut take);
                take(line_end);
            }
        }
    }
    damaged
}

fn line_end_of(line: &[u8]) -> &[u8] {
    let end = if line.ends_with(b"\r\n") { 2 } else { usize::from(line.ends_with(b"\n")) };
    &line[line.len() - end..]
}

fn quoted_line(line: &[u8], take: &mut impl FnMut(&[u8])) -> bool {
    let mut damaged = false;
    let mut rest = line;
    while let Some(at) = memchr(b'=', rest) {
        take(&rest[..at]);
        match hex_octet(&rest[at + 1..]) {
            Some(octet) => {
                take(&[octet]);
                rest = &rest[at + 3..];
            }
            None => {
                damaged = true;
                take(b"=");
                rest = &rest[at + 1..];
            }
        }
    }
    take(rest);
    damaged
}

/// The octet that two hexadecimal digits of either case spell.
pub(crate) fn hex_octet(bytes: &[u8]) -> Option<u8> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    Some(digit(*bytes.first()?)? << 4 | digit(*bytes.get(1)?)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(encoded: &str, encoding: Encoding, expected: &[u8], expected_damage: bool) {
        let (decoded, damaged) = decode(encoded.as_bytes(), encoding);
        assert_eq!((decoded.as_ref(), damaged), (expected, expected_damage), "{encoded:?}");
    }

    #[test]
    fn base64_is_read_without_padding_with_blanks_and_in_runs() {
        check("aGVpIQ==", Encoding::Base64, b"hei!", false);
        check("aGVpIQ", Encoding::Base64, b"hei!", false);
        check("aGVp\r\nIGhl\r\naQ==\r\n", Encoding::Base64, b"hei hei", false);
        check("aA==aGVp", Encoding::Base64, b"hhei", false);
        check("aG!Vp", Encoding::Base64, b"hei", true);
        check("aGVpIQ==\n--\nlist footer", Encoding::Base64, b"hei!", true);
        check("aGVpI", Encoding::Base64, b"hei", true);
    }

    #[test]
    fn quoted_printable_is_read_with_its_usual_faults() {
        check("bl=C3=A5 =\r\nb=c3=a6r  \r\n", Encoding::QuotedPrintable, "blå bær\r\n".as_bytes(), false);
        check("1 = 2", Encoding::QuotedPrintable, b"1 = 2", true);
        check("end=", Encoding::QuotedPrintable, b"end", false);
        check("a=  \nb", Encoding::QuotedPrintable, b"ab", false);
    }

    #[test]
    fn encodings_are_known_in_their_misspellings() {
        assert_eq!(Encoding::from_field(" BASE64 (comment)"), Encoding::Base64);
        assert_eq!(Encoding::from_field("quoted-printable;"), Encoding::QuotedPrintable);
        assert_eq!(Encoding::from_field("x-uuencode"), Encoding::Uuencode);
        assert_eq!(Encoding::from_field("x-binhex40"), Encoding::Unknown);
    }

    proptest! {
        #[test]
        fn the_size_is_that_of_the_decoded_octets(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            for encoding in [Encoding::Base64, Encoding::QuotedPrintable, Encoding::Identity] {
                prop_assert_eq!(decode(&bytes, encoding).0.len(), decoded_octets(&bytes, encoding));
            }
        }
    }
}
