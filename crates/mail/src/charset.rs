//! Octets to text when the declared character set is missing, unknown or wrong: byte order mark, then the
//! declaration, then what the octets look like (UTF-8 first), then windows-1252, which reads every octet
//! (RFC 2046 4.1.2, RFC 6657).

mod utf7;

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    BIG5, EUC_JP, EUC_KR, Encoding, GBK, ISO_2022_JP, ISO_8859_2, KOI8_U, REPLACEMENT, SHIFT_JIS, UTF_8,
    UTF_16BE, UTF_16LE, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252, WINDOWS_1253, WINDOWS_1255, WINDOWS_1256,
};
use mail_parser::decoders::charsets::map::charset_decoder;

use crate::defect::Defect;

/// Reads `bytes` as text; the defect says when the result rests on a guess.
pub(crate) fn decode<'a>(bytes: &'a [u8], declared: Option<&str>) -> (Cow<'a, str>, Option<Defect>) {
    if let Some((encoding, mark_octets)) = Encoding::for_bom(bytes) {
        return (encoding.decode_without_bom_handling(&bytes[mark_octets..]).0, None);
    }
    match declared.map(str::trim).filter(|label| !label.is_empty()).map(Declared::from_label) {
        None | Some(Declared::Ascii) => guess(bytes),
        Some(Declared::Known(encoding)) if encoding == UTF_8 => utf8(bytes),
        Some(Declared::Known(encoding)) => known(bytes, encoding),
        Some(Declared::Rare(decoder)) => (Cow::Owned(decoder(bytes)), None),
        Some(Declared::Unknown) => match guess(bytes) {
            (text, None) if bytes.is_ascii() => (text, None),
            (text, _) => (text, Some(Defect::CharsetUnknown)),
        },
    }
}

/// What a charset label means.
enum Declared {
    /// ASCII: says nothing about octets above 127, which therefore are guessed.
    Ascii,
    /// An encoding of the web.
    Known(&'static Encoding),
    /// One that only mail still has: UTF-7, code page 850.
    Rare(fn(&[u8]) -> String),
    /// No such label.
    Unknown,
}

impl Declared {
    fn from_label(label: &str) -> Self {
        // quirk: quotes within quotes, and comments behind the name.
        let label = label.trim_matches(['"', '\'', ' ']).split([' ', '(', ';']).next().unwrap_or_default();
        if ["us-ascii", "ascii", "ansi_x3.4-1968", "646"]
            .iter()
            .any(|ascii| label.eq_ignore_ascii_case(ascii))
        {
            return Self::Ascii;
        }
        match Encoding::for_label(label.as_bytes()) {
            // The web maps HZ and ISO-2022-KR to an encoding that reads nothing.
            Some(encoding) if encoding == REPLACEMENT => Self::Unknown,
            Some(encoding) => Self::Known(encoding),
            None if label.eq_ignore_ascii_case("utf8mb4") => Self::Known(UTF_8),
            None if ["utf-7", "unicode-1-1-utf-7", "csunicode11utf7", "utf7"]
                .iter()
                .any(|utf7| label.eq_ignore_ascii_case(utf7)) =>
            {
                Self::Rare(utf7::decode)
            }
            None => charset_decoder(label.as_bytes()).map_or(Self::Unknown, Self::Rare),
        }
    }
}

fn known<'a>(bytes: &'a [u8], encoding: &'static Encoding) -> (Cow<'a, str>, Option<Defect>) {
    let wide = encoding == UTF_16LE || encoding == UTF_16BE;
    // Some programs name UTF-16 in the header of a part that went through a gateway as ASCII.
    if wide && bytes.is_ascii() && !bytes.contains(&0) {
        return (guess(bytes).0, Some(Defect::CharsetWrong));
    }
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    (text, had_errors.then_some(Defect::CharsetWrong))
}

fn guess(bytes: &[u8]) -> (Cow<'_, str>, Option<Defect>) {
    if let Some(encoding) = wide_or_escaped(bytes) {
        return (encoding.decode_without_bom_handling(bytes).0, Some(Defect::CharsetGuessed));
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (Cow::Borrowed(text), None);
    }
    let text = match detected(bytes) {
        Some(encoding) => encoding.decode_without_bom_handling(bytes).0,
        None => utf8_or_windows(bytes).0,
    };
    (text, Some(Defect::CharsetGuessed))
}

/// Text that is valid UTF-8 and means something else: UTF-16 without its mark, ISO-2022-JP.
fn wide_or_escaped(bytes: &[u8]) -> Option<&'static Encoding> {
    /// RFC 1468: the escape that begins kanji.
    const KANJI: [&[u8]; 2] = [b"\x1b$B", b"\x1b$@"];
    const LOOKED_AT_OCTETS: usize = 512;
    let head = &bytes[..bytes.len().min(LOOKED_AT_OCTETS) & !1];
    let escape = memchr::memchr(0x1b, bytes);
    if escape.is_none() && memchr::memchr(0, head).is_none() {
        return None;
    }
    let zeros = |from: usize| head.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let half = head.len() / 2;
    if half >= 4 && zeros(1) * 10 >= half * 7 && zeros(0) * 10 < half {
        return Some(UTF_16LE);
    }
    if half >= 4 && zeros(0) * 10 >= half * 7 && zeros(1) * 10 < half {
        return Some(UTF_16BE);
    }
    let is_kanji =
        escape.is_some() && KANJI.iter().any(|escape| memchr::memmem::find(bytes, escape).is_some());
    (is_kanji && bytes.is_ascii()).then_some(ISO_2022_JP)
}

/// The alphabet of a longer text. Latin letters are left to windows-1252, which is what mail of the North is
/// written in when it is not UTF-8; a few octets tell nothing.
fn detected(bytes: &[u8]) -> Option<&'static Encoding> {
    const LOOKED_AT_OCTETS: usize = 64 * 1024;
    const HIGH_OCTETS_MIN: usize = 16;
    let alphabets = [
        WINDOWS_1250,
        ISO_8859_2,
        WINDOWS_1251,
        KOI8_U,
        WINDOWS_1253,
        WINDOWS_1255,
        WINDOWS_1256,
        SHIFT_JIS,
        EUC_JP,
        EUC_KR,
        GBK,
        BIG5,
    ];
    let head = &bytes[..bytes.len().min(LOOKED_AT_OCTETS)];
    if head.iter().filter(|byte| !byte.is_ascii()).count() < HIGH_OCTETS_MIN {
        return None;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(head, true);
    let found = detector.guess(None, Utf8Detection::Deny);
    alphabets.contains(&found).then_some(found)
}

fn utf8(bytes: &[u8]) -> (Cow<'_, str>, Option<Defect>) {
    match std::str::from_utf8(bytes) {
        Ok(text) => (Cow::Borrowed(text), None),
        Err(_) => utf8_or_windows(bytes),
    }
}

/// Bytes that are not clean UTF-8: damaged UTF-8 where most of it fits, else windows-1252.
fn utf8_or_windows(bytes: &[u8]) -> (Cow<'_, str>, Option<Defect>) {
    let (mut fitting, mut broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        fitting += chunk.valid().chars().filter(|character| !character.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    if fitting > broken {
        return (String::from_utf8_lossy(bytes), Some(Defect::CharsetWrong));
    }
    (WINDOWS_1252.decode_without_bom_handling(bytes).0, Some(Defect::CharsetWrong))
}

/// What a page says of itself: `<meta charset=..>` or `<meta http-equiv .. charset=..>` near its start.
pub(crate) fn declared_in_html(html: &[u8]) -> Option<&str> {
    /// HTML 13.2.3.2: the declaration stands within the first 1024 octets; mail is less tidy.
    const LOOKED_AT_OCTETS: usize = 4096;
    const KEY: &[u8] = b"charset";
    let start = &html[..html.len().min(LOOKED_AT_OCTETS)];
    let mut rest = start;
    while let Some(at) = rest.windows(KEY.len()).position(|window| window.eq_ignore_ascii_case(KEY)) {
        rest = &rest[at + KEY.len()..];
        let value = rest.trim_ascii_start();
        let Some(value) = value.strip_prefix(b"=") else { continue };
        let value = value.trim_ascii_start();
        let value = value.strip_prefix(b"\"").or_else(|| value.strip_prefix(b"'")).unwrap_or(value);
        let is_label = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_:.".contains(byte);
        let octets = value.iter().take_while(|byte| is_label(byte)).count();
        if octets > 0 {
            return std::str::from_utf8(&value[..octets]).ok();
        }
    }
    None
}

/// Text for people: `\n` line ends, no NUL and no other controls but tabs.
pub(crate) fn tidy(text: &str) -> String {
    /// Octets that begin something to look at: controls, and the leads of C1 controls and of U+FEFF.
    const LOOKED_AT: [bool; 256] = {
        let mut table = [false; 256];
        let mut byte = 0;
        while byte < 256 {
            table[byte] =
                (byte < 0x20 && byte != 0x09 && byte != 0x0a) || byte == 0x7f || byte == 0xc2 || byte == 0xef;
            byte += 1;
        }
        table
    };
    let mut tidied = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| LOOKED_AT[usize::from(byte)]) {
        let (plain, tail) = rest.split_at(at);
        tidied.push_str(plain);
        let mut characters = tail.chars();
        match characters.next() {
            // Of CR LF the LF is kept; CR alone is a line end too.
            Some('\r') if characters.as_str().starts_with('\n') => {}
            Some('\r') => tidied.push('\n'),
            Some(shown) if !shown.is_control() && shown != '\u{feff}' => tidied.push(shown),
            Some(_) | None => {}
        }
        rest = characters.as_str();
    }
    tidied.push_str(rest);
    tidied
}

/// The longest beginning of `text` within `octets_max`, cut between characters.
pub(crate) fn cut(text: &str, octets_max: usize) -> &str {
    &text[..text.floor_char_boundary(octets_max)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], declared: Option<&str>, expected: &str, defect: Option<Defect>) {
        let (text, found) = decode(bytes, declared);
        assert_eq!((text.as_ref(), found), (expected, defect), "{bytes:?} as {declared:?}");
    }

    #[test]
    fn undeclared_octets_are_utf8_where_they_fit_and_windows_1252_elsewhere() {
        check("blåbær".as_bytes(), None, "blåbær", None);
        check(b"bl\xe5b\xe6r", None, "blåbær", Some(Defect::CharsetGuessed));
        check(b"bl\xe5b\xe6r", Some("us-ascii"), "blåbær", Some(Defect::CharsetGuessed));
        check(b"\x80 5", Some("iso-8859-1"), "€ 5", None);
    }

    #[test]
    fn a_wrong_or_unknown_declaration_is_survived() {
        check(b"bl\xe5b\xe6r", Some("utf-8"), "blåbær", Some(Defect::CharsetWrong));
        check(b"bl\xc3\xa5b\xc3\xa6r \xc3", Some("utf-8"), "blåbær \u{fffd}", Some(Defect::CharsetWrong));
        check("blåbær".as_bytes(), Some("x-unknown"), "blåbær", Some(Defect::CharsetUnknown));
        check(b"plain", Some("x-unknown"), "plain", None);
        check(b"plain", Some("utf-16"), "plain", Some(Defect::CharsetWrong));
    }

    #[test]
    fn other_alphabets_are_told_by_their_octets() {
        let text = "Здравствуйте, посылаю вам договор. Ответьте до пятницы.";
        for encoding in [WINDOWS_1251, KOI8_U] {
            check(&encoding.encode(text).0, None, text, Some(Defect::CharsetGuessed));
        }
        let text = "お世話になっております。請求書をお送りします。";
        check(&SHIFT_JIS.encode(text).0, None, text, Some(Defect::CharsetGuessed));
        check(b"\x1b$B%O%m!<\x1b(B", None, "ハロー", Some(Defect::CharsetGuessed));
        let wide: Vec<u8> = "Blåbær".encode_utf16().flat_map(u16::to_le_bytes).collect();
        check(&wide, None, "Blåbær", Some(Defect::CharsetGuessed));
    }

    #[test]
    fn the_letters_of_the_north_are_windows_1252() {
        for text in [
            "Hei, jeg søker på stillingen og håper å høre fra dere før påske. Vennlig hilsen Bjørn Åge Sæther på Røros",
            "Hej, jag söker tjänsten och ser fram emot att höra från er. Hälsningar Åsa Öberg från Växjö och Järfälla",
            "Vi håber på et møde på rådhuset på lørdag. Kærlig hilsen Søren Kjærgård fra Århus og Rødovre på gensyn",
            "Schöne Grüße aus München, wir möchten gern wissen, ob Sie für die Übernachtung nächste Woche Plätze hätten",
        ] {
            check(&WINDOWS_1252.encode(text).0, None, text, Some(Defect::CharsetGuessed));
        }
    }

    #[test]
    fn marks_and_rare_sets_are_read() {
        check(b"\xef\xbb\xbfbl\xc3\xa5", Some("iso-8859-1"), "blå", None);
        check(b"\xff\xfeb\0l\0\xe5\0", None, "blå", None);
        check(b"bl+AOU-", Some("utf-7"), "blå", None);
        check(b"\x1b$B%O%m!<\x1b(B", Some("iso-2022-jp"), "ハロー", None);
        check(b"bl\x86", Some("cp850"), "blå", None);
    }

    #[test]
    fn the_page_names_its_charset() {
        let page = b"<html><meta http-equiv='Content-Type' content='text/html; Charset = iso-8859-15'>";
        assert_eq!(declared_in_html(page), Some("iso-8859-15"));
        assert_eq!(declared_in_html(b"<META CHARSET=\"UTF-8\">"), Some("UTF-8"));
        assert_eq!(declared_in_html(b"<p>charset is a word"), None);
    }

    #[test]
    fn tidied_text_has_plain_line_ends_and_no_controls() {
        assert_eq!(tidy("a\r\nb\rc\0\u{1b}[1m\td"), "a\nb\nc[1m\td");
    }
}
