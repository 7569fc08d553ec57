//! Bodies: quoted-printable or plain ASCII text, base64 files, multiparts.

use super::field::{self, put};
use super::{Draft, NewAttachment};

/// RFC 2045 6.7 (5) and 6.8: encoded lines have at most 76 characters.
const LINE_OCTETS: usize = 76;
/// Letters and digits of the seed that a boundary takes. RFC 2046 5.1.1: a boundary has at most 70 characters.
const SEED_OCTETS: usize = 48;

/// Writes everything behind the header of the mail.
pub(super) fn write(draft: &Draft, raw: &mut Vec<u8>) {
    let (_, files) = parted(draft);
    if files.is_empty() {
        return text(draft, raw);
    }
    let boundary = boundary(&draft.boundary_seed, "m");
    multipart("mixed", &boundary, raw);
    delimiter(&boundary, raw);
    text(draft, raw);
    for file in files {
        delimiter(&boundary, raw);
        attachment(file, &draft.boundary_seed, raw);
    }
    close(&boundary, raw);
}

/// The pictures that the HTML shows, and the files beside the text. Without HTML nothing can show a picture.
fn parted(draft: &Draft) -> (Vec<&NewAttachment>, Vec<&NewAttachment>) {
    let is_shown = |file: &&NewAttachment| draft.html.is_some() && file.content_id.is_some();
    draft.attachments.iter().partition(is_shown)
}

/// RFC 2046 5.1.4: the text, and the HTML behind it as the richer form.
fn text(draft: &Draft, raw: &mut Vec<u8>) {
    let Some(html) = &draft.html else { return text_part("plain", &draft.text, raw) };
    let boundary = boundary(&draft.boundary_seed, "a");
    multipart("alternative", &boundary, raw);
    delimiter(&boundary, raw);
    text_part("plain", &draft.text, raw);
    delimiter(&boundary, raw);
    html_part(draft, html, raw);
    close(&boundary, raw);
}

/// RFC 2387: the HTML and the pictures in it as one form of the text.
fn html_part(draft: &Draft, html: &str, raw: &mut Vec<u8>) {
    let (pictures, _) = parted(draft);
    if pictures.is_empty() {
        return text_part("html", html, raw);
    }
    let boundary = boundary(&draft.boundary_seed, "r");
    // RFC 2387 3.1: the type of the part that shows the others.
    multipart("related; type=\"text/html\"", &boundary, raw);
    delimiter(&boundary, raw);
    text_part("html", html, raw);
    for picture in pictures {
        delimiter(&boundary, raw);
        encoded_file(picture, raw);
    }
    close(&boundary, raw);
}

/// RFC 2045 6.7 suggests `=_`: it stands in no quoted-printable and no base64, and `text_part` keeps it out of
/// plain text. So no boundary can occur in what it bounds, whatever the seed; an enclosed mail is looked at.
fn boundary(seed: &str, level: &str) -> String {
    let kept: String = seed.chars().filter(char::is_ascii_alphanumeric).take(SEED_OCTETS).collect();
    format!("=_{level}_{kept}")
}

fn multipart(subtype: &str, boundary: &str, raw: &mut Vec<u8>) {
    put(raw, "Content-Type", &format!("multipart/{subtype};\r\n boundary=\"{boundary}\""));
    raw.extend_from_slice(b"\r\n");
}

fn delimiter(boundary: &str, raw: &mut Vec<u8>) {
    raw.extend_from_slice(b"--");
    raw.extend_from_slice(boundary.as_bytes());
    raw.extend_from_slice(b"\r\n");
}

fn close(boundary: &str, raw: &mut Vec<u8>) {
    raw.extend_from_slice(b"--");
    raw.extend_from_slice(boundary.as_bytes());
    raw.extend_from_slice(b"--\r\n");
}

/// One text part with its fields, ending in one line end. RFC 6376 3.4.4: verifiers disagree about white space
/// in the last lines, so there is none.
fn text_part(subtype: &str, text: &str, raw: &mut Vec<u8>) {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text = text.trim_end();
    put(raw, "Content-Type", &format!("text/{subtype}; charset=utf-8"));
    if is_plain(text) {
        put(raw, "Content-Transfer-Encoding", "7bit");
        raw.extend_from_slice(b"\r\n");
        for line in text.lines() {
            raw.extend_from_slice(line.as_bytes());
            raw.extend_from_slice(b"\r\n");
        }
    } else {
        put(raw, "Content-Transfer-Encoding", "quoted-printable");
        raw.extend_from_slice(b"\r\n");
        for line in text.split('\n') {
            quoted_line(line, raw);
        }
    }
}

/// Text that needs no encoding: ASCII in short lines, nothing that a mail server or a boundary would touch.
fn is_plain(text: &str) -> bool {
    let is_plain_line = |line: &str| {
        line.len() <= LINE_OCTETS
            && !line.ends_with([' ', '\t'])
            && !line.starts_with("From ")
            && !line.starts_with('.')
            && !line.contains("=_")
    };
    let is_shown = |byte: u8| byte == b'\n' || byte == b'\t' || (b' '..=b'~').contains(&byte);
    text.bytes().all(is_shown) && text.lines().all(is_plain_line)
}

/// RFC 2045 6.7: one line, softly broken. What servers change on the way is encoded too: a full stop and
/// `From ` at the start of a line, white space at its end.
fn quoted_line(line: &str, raw: &mut Vec<u8>) {
    let bytes = line.as_bytes();
    let mut octets = 0;
    for (at, &byte) in bytes.iter().enumerate() {
        let is_last = at + 1 == bytes.len();
        let is_literal = match byte {
            b' ' | b'\t' => !is_last,
            b'=' => false,
            b'.' | b'F' => octets > 0,
            other => other.is_ascii_graphic(),
        };
        let width = if is_literal { 1 } else { 3 };
        // One column is for the `=` of a soft line break.
        if octets + width > LINE_OCTETS - 1 {
            raw.extend_from_slice(b"=\r\n");
            octets = 0;
            // A full stop that came to the start of a line: encoded as well.
            if matches!(byte, b'.' | b'F') {
                octets += encoded(byte, raw);
                continue;
            }
        }
        if is_literal {
            raw.push(byte);
            octets += 1;
        } else {
            octets += encoded(byte, raw);
        }
    }
    raw.extend_from_slice(b"\r\n");
}

fn encoded(byte: u8, raw: &mut Vec<u8>) -> usize {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    raw.extend_from_slice(&[b'=', DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
    3
}

/// One file with its fields.
fn attachment(file: &NewAttachment, seed: &str, raw: &mut Vec<u8>) {
    const MAIL: &str = "message/rfc822";
    if !file.media_type.eq_ignore_ascii_case(MAIL) {
        return encoded_file(file, raw);
    }
    if is_enclosable(&file.bytes, seed) {
        field::attachment(file, raw);
        put(raw, "Content-Transfer-Encoding", "7bit");
        raw.extend_from_slice(b"\r\n");
        raw.extend_from_slice(&file.bytes);
        // RFC 2046 5.1.1: the line end before a delimiter is the delimiter's.
        raw.extend_from_slice(b"\r\n");
    } else {
        let media_type = "application/octet-stream".to_owned();
        encoded_file(&NewAttachment { media_type, ..file.clone() }, raw);
    }
}

/// RFC 2046 5.2.1: a mail within a mail must not be encoded. One whose lines would not travel as they are, or
/// that could hold our boundary, goes as a file instead: octet for octet either way.
fn is_enclosable(mail: &[u8], seed: &str) -> bool {
    // RFC 5322 2.1.1: lines of at most 998 octets.
    const MAIL_LINE_OCTETS: usize = 998;
    let text = std::str::from_utf8(mail).unwrap_or_default();
    let is_line = |line: &str| line.len() <= MAIL_LINE_OCTETS && !line.contains(['\r', '\n', '\0']);
    !text.is_empty()
        && mail.is_ascii()
        && text.split("\r\n").all(is_line)
        && !text.contains(&boundary(seed, "m"))
}

fn encoded_file(file: &NewAttachment, raw: &mut Vec<u8>) {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    /// Octets of one line: 54 give 72 characters.
    const CHUNK_OCTETS: usize = 54;
    field::attachment(file, raw);
    put(raw, "Content-Transfer-Encoding", "base64");
    raw.extend_from_slice(b"\r\n");
    let mut line = String::with_capacity(LINE_OCTETS);
    for chunk in file.bytes.chunks(CHUNK_OCTETS) {
        line.clear();
        STANDARD.encode_string(chunk, &mut line);
        raw.extend_from_slice(line.as_bytes());
        raw.extend_from_slice(b"\r\n");
    }
}
