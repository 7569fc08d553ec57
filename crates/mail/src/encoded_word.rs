//! Encoded words (RFC 2047) in header fields, read as they are met: adjacent words are joined before the
//! character set is applied, because many programs split a character between two of them; padding may be
//! missing and blanks may stand within a word.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use encoding_rs::Encoding;
use memchr::memchr;

use crate::charset;
use crate::defect::{Defect, Defects};
use crate::transfer::{base64_each, hex_octet};

/// A stretch of a field.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// As written, in UTF-8.
    Literal(String),
    /// What adjacent encoded words said.
    Word(String),
}

/// An unfolded field, decoded.
pub(crate) fn decode(field: &[u8], hint: Option<&'static Encoding>, defects: &mut Defects) -> String {
    if field.is_ascii() && find(field, b"=?", 0).is_none() {
        return String::from_utf8_lossy(field).into_owned();
    }
    let mut text = String::with_capacity(field.len());
    for piece in pieces(field, hint, defects) {
        match piece {
            Piece::Literal(part) | Piece::Word(part) => text.push_str(&part),
        }
    }
    text
}

/// An unfolded field in UTF-8 with each run of encoded words as one that every parser understands.
pub(crate) fn mend(field: &[u8], hint: Option<&'static Encoding>, defects: &mut Defects) -> Vec<u8> {
    if field.is_ascii() && find(field, b"=?", 0).is_none() {
        // Whoever reads it puts a line end behind it.
        let mut whole = Vec::with_capacity(field.len() + 1);
        whole.extend_from_slice(field);
        return whole;
    }
    let mut mended = Vec::with_capacity(field.len());
    for piece in pieces(field, hint, defects) {
        match piece {
            Piece::Literal(part) => mended.extend_from_slice(part.as_bytes()),
            Piece::Word(word) => {
                let open = mended.last().is_none_or(|byte| b" \t\"(<,;:".contains(byte));
                mended.extend_from_slice(if open { b"=?utf-8?B?" } else { b" =?utf-8?B?" });
                mended.extend_from_slice(STANDARD.encode(word).as_bytes());
                mended.extend_from_slice(b"?=");
            }
        }
    }
    mended
}

/// Literal stretches and runs of encoded words, in order.
fn pieces(field: &[u8], hint: Option<&'static Encoding>, defects: &mut Defects) -> Vec<Piece> {
    let mut reader =
        Reader { field, hint, literal_from: 0, run: Run::default(), pieces: Vec::new(), defects };
    let (mut at, mut known_end) = (0, 0);
    while let Some(found) = find(field, b"=?", at) {
        match word_at(field, found, &mut known_end) {
            Some(word) => {
                at = word.end;
                reader.take(found, word);
            }
            None => at = found + 2,
        }
    }
    reader.finish()
}

/// RFC 2047 2: encoded-word = "=?" charset "?" encoding "?" encoded-text "?="
struct Word<'a> {
    charset: &'a [u8],
    base64: bool,
    text: &'a [u8],
    end: usize,
}

/// The word that begins at `start`. `known_end` remembers the last `?=` that was looked up, so that a
/// field full of beginnings without an end is read once and not once per beginning.
fn word_at<'a>(field: &'a [u8], start: usize, known_end: &mut usize) -> Option<Word<'a>> {
    /// The longest name in IANA's list has 45 characters; a language may follow it (RFC 2231 5).
    const CHARSET_OCTETS_MAX: usize = 80;
    let head = &field[start + 2..field.len().min(start + 2 + CHARSET_OCTETS_MAX)];
    let charset_octets = head.iter().position(|&byte| byte == b'?')?;
    let charset = &head[..charset_octets];
    if charset.is_empty() || charset.iter().any(|byte| byte.is_ascii_whitespace() || *byte == b'=') {
        return None;
    }
    let text_start = start + 2 + charset_octets + 3;
    let base64 = match (field.get(text_start - 2)?, field.get(text_start - 1)?) {
        (b'b' | b'B', b'?') => true,
        (b'q' | b'Q', b'?') => false,
        _ => return None,
    };
    if *known_end < text_start {
        *known_end = find(field, b"?=", text_start).unwrap_or(usize::MAX);
    }
    let mut text_end = *known_end;
    // quirk: an unencoded `?` before an encoded octet looks like the end of the word (`hva?=20n=C3=A5?=`).
    while !base64 && text_end != usize::MAX && hex_octet(&field[text_end + 2..]).is_some() {
        let Some(next) = find(field, b"?=", text_end + 2) else { break };
        if field[text_end..next].contains(&b' ') {
            break;
        }
        text_end = next;
    }
    *known_end = text_end;
    let text = field.get(text_start..text_end)?;
    let charset = charset.split(|&byte| byte == b'*').next().unwrap_or_default();
    Some(Word { charset, base64, text, end: text_end + 2 })
}

/// Adjacent words in one character set, whose octets belong together.
#[derive(Default)]
struct Run {
    charset: String,
    octets: Vec<u8>,
    text: String,
    open: bool,
}

impl Run {
    fn decode_octets(&mut self, defects: &mut Defects) {
        if !self.octets.is_empty() {
            let (text, defect) = charset::decode(&self.octets, Some(&self.charset));
            self.text.push_str(&text);
            defects.extend(defect);
            self.octets.clear();
        }
    }
}

struct Reader<'a, 'd> {
    field: &'a [u8],
    hint: Option<&'static Encoding>,
    literal_from: usize,
    run: Run,
    pieces: Vec<Piece>,
    defects: &'d mut Defects,
}

impl Reader<'_, '_> {
    fn take(&mut self, start: usize, word: Word<'_>) {
        let between = &self.field[self.literal_from..start];
        // RFC 2047 6.2: white space between adjacent encoded words is not shown.
        if !(self.run.open && between.iter().all(u8::is_ascii_whitespace)) {
            self.close_run();
            self.push_literal(start);
        }
        let charset = String::from_utf8_lossy(word.charset);
        if !self.run.charset.eq_ignore_ascii_case(&charset) {
            self.run.decode_octets(self.defects);
            self.run.charset = charset.into_owned();
        }
        self.run.open = true;
        if word.base64 {
            if base64_each(word.text, |octets| self.run.octets.extend_from_slice(octets)) {
                self.defects.add(Defect::EncodedWord);
            }
        } else {
            q_decode(word.text, &mut self.run.octets);
        }
        self.literal_from = word.end;
    }

    fn close_run(&mut self) {
        self.run.decode_octets(self.defects);
        if self.run.open {
            self.pieces.push(Piece::Word(std::mem::take(&mut self.run.text)));
        }
        self.run.open = false;
    }

    fn push_literal(&mut self, end: usize) {
        let literal = &self.field[self.literal_from..end];
        if literal.is_empty() {
            return;
        }
        let hint = self.hint.filter(|_| std::str::from_utf8(literal).is_err());
        let (text, defect) = match hint {
            Some(encoding) => (encoding.decode_without_bom_handling(literal).0, Some(Defect::HeaderCharset)),
            None => charset::decode(literal, None),
        };
        if defect.is_some() {
            self.defects.add(Defect::HeaderCharset);
        }
        if text.contains("=?") && text.contains("?=") {
            self.defects.add(Defect::EncodedWord);
        }
        self.pieces.push(Piece::Literal(text.into_owned()));
    }

    fn finish(mut self) -> Vec<Piece> {
        self.close_run();
        self.push_literal(self.field.len());
        self.pieces
    }
}

/// RFC 2047 4.2: `_` is a blank, `=XX` an octet, all else itself.
fn q_decode(text: &[u8], octets: &mut Vec<u8>) {
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        at += 1;
        match byte {
            b'_' => octets.push(b' '),
            b'=' => match hex_octet(&text[at..]) {
                Some(octet) => {
                    octets.push(octet);
                    at += 2;
                }
                None => octets.push(b'='),
            },
            other => octets.push(other),
        }
    }
}

fn find(haystack: &[u8], needle: &[u8; 2], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at += memchr(needle[0], haystack.get(at..)?)?;
        if haystack.get(at + 1) == Some(&needle[1]) {
            return Some(at);
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(field: &str, expected: &str) {
        assert_eq!(decode(field.as_bytes(), None, &mut Defects::default()), expected, "{field:?}");
    }

    #[test]
    fn words_are_read_in_both_encodings() {
        check("=?utf-8?Q?Bl=C3=A5b=C3=A6r_n=C3=A5?=", "Blåbær nå");
        check("Re: =?ISO-8859-1?Q?Bl=E5?= og =?utf-8?B?csO4ZA==?=!", "Re: Blå og rød!");
        check("=?utf-8*nb?q?=C3=A5?=", "å");
    }

    #[test]
    fn a_character_split_between_words_is_whole() {
        check("=?utf-8?Q?bl=C3?= =?utf-8?Q?=A5?=", "blå");
        check("=?UTF-8?B?Ymzl?=", "blå");
        check("=?utf-8?B?YmzD?=  =?UTF-8?b?pQ?=", "blå");
        check("=?utf-8?Q?a?= =?iso-8859-1?Q?=E5?= =?utf-8?Q?b?=", "aåb");
    }

    #[test]
    fn the_usual_faults_are_survived() {
        check("=?utf-8?Q?to ord?=", "to ord");
        check("=?utf-8?Q?hva?=20n=C3=A5?=", "hva? nå");
        check("=?utf-8?B?YmzDpQ?=", "blå");
        check("=?utf-8?X?abc?=", "=?utf-8?X?abc?=");
        check("=?utf-8?Q?uten slutt", "=?utf-8?Q?uten slutt");
        check("1=?2", "1=?2");
        check("a=?utf-8?Q?=C3=A5?=b", "aåb");
    }

    #[test]
    fn undeclared_octets_are_read_beside_words() {
        let mut defects = Defects::default();
        assert_eq!(decode(b"bl\xe5 =?utf-8?Q?=C3=A6?=", None, &mut defects), "blå æ");
        assert_eq!(defects.into_list(), [Defect::HeaderCharset]);
    }

    #[test]
    fn many_beginnings_without_an_end_are_read_once() {
        let field = "=?a?q?x".repeat(200_000);
        assert_eq!(decode(field.as_bytes(), None, &mut Defects::default()).len(), field.len());
        let field = "=?a?q??=00".repeat(100_000);
        let _ = decode(field.as_bytes(), None, &mut Defects::default());
    }
}
