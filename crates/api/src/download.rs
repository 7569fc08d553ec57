//! Bytes that a browser must save, not show: attachments, raw mails, exports.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use flows::view::AttachmentView;
use store::raw::OutgoingRaw;

/// The name given to a file whose own name holds nothing that can be written.
const NAMELESS: &str = "file";

/// A file on its way to the browser's download folder.
pub(crate) struct Download {
    /// The name it is saved under; anything that could leave the header is taken out.
    pub(crate) name: String,
    /// Its media type as claimed; what is not one becomes `application/octet-stream`.
    pub(crate) media_type: String,
    /// Its bytes.
    pub(crate) body: Body,
    /// How many there are, where the body itself cannot tell.
    pub(crate) octets: Option<u64>,
}

impl Download {
    /// A file that tells its own length.
    #[must_use]
    pub(crate) fn whole((name, media_type): (String, String), content: impl Into<Body>) -> Self {
        Self { name, media_type, body: content.into(), octets: None }
    }

    /// A file that is read while it is sent.
    #[must_use]
    pub(crate) fn read((name, media_type): (String, String), content: OutgoingRaw) -> Self {
        let octets = Some(content.size_octets());
        Self { name, media_type, body: Body::from_stream(content.into_pieces()), octets }
    }

    /// A file of a mail.
    #[must_use]
    pub(crate) fn attachment(file: AttachmentView, bytes: Bytes) -> Self {
        Self::whole((file.name, file.media_type), bytes)
    }

    /// A mail byte for byte, named after its record.
    #[must_use]
    pub(crate) fn mail(id: &str, bytes: Bytes) -> Self {
        Self::whole((format!("{id}.eml"), "message/rfc822".to_owned()), bytes)
    }
}

impl IntoResponse for Download {
    fn into_response(self) -> Response {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, media_type(&self.media_type));
        headers.insert(header::CONTENT_DISPOSITION, disposition(&self.name));
        // Should a browser show it after all, it shows it without scripts, forms or our origin.
        headers
            .insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox"));
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        if let Some(octets) = self.octets {
            headers.insert(header::CONTENT_LENGTH, HeaderValue::from(octets));
        }
        (headers, self.body).into_response()
    }
}

/// RFC 9110 8.3.1: type/subtype of token characters; parameters are dropped.
fn media_type(claimed: &str) -> HeaderValue {
    let bare = claimed.split(';').next().unwrap_or_default().trim();
    let is_token = |part: &str| !part.is_empty() && part.bytes().all(is_token_octet);
    let is_type = bare.split_once('/').is_some_and(|(main, sub)| is_token(main) && is_token(sub));
    let value = if is_type { HeaderValue::from_str(bare).ok() } else { None };
    value.unwrap_or(HeaderValue::from_static("application/octet-stream"))
}

/// RFC 6266 4.1: always `attachment`; 4.3: `filename` in ASCII for the oldest, `filename*` for all.
fn disposition(name: &str) -> HeaderValue {
    let name = saved_name(name);
    let ascii: String = name.chars().map(|letter| if is_plain(letter) { letter } else { '_' }).collect();
    let text = format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{}", percent_encoded(&name));
    HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static("attachment"))
}

/// The last part of the name, without control characters and what turns the reading direction.
fn saved_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String =
        last.chars().filter(|letter| !letter.is_control() && !turns_direction(*letter)).collect();
    let kept = kept.trim().trim_start_matches('.');
    if kept.is_empty() { NAMELESS.to_owned() } else { kept.to_owned() }
}

/// Unicode's direction marks make `cod.exe` look like `exe.doc`.
const fn turns_direction(letter: char) -> bool {
    matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

const fn is_plain(letter: char) -> bool {
    letter.is_ascii() && !letter.is_ascii_control() && !matches!(letter, '"' | '\\' | '%' | ';')
}

/// RFC 8187 3.2.1: UTF-8 octets, percent-encoded but for attr-char.
fn percent_encoded(name: &str) -> String {
    let encode = |octet: u8| {
        let is_attr_char = octet.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&octet);
        if is_attr_char { char::from(octet).to_string() } else { format!("%{octet:02X}") }
    };
    name.bytes().map(encode).collect()
}

/// RFC 9110 5.6.2 tchar.
fn is_token_octet(octet: u8) -> bool {
    octet.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&octet)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, expected: &str) {
        assert_eq!(disposition(name).to_str().unwrap(), expected, "{name:?}");
    }

    #[test]
    fn names_are_written_for_old_and_new_browsers() {
        check("a.pdf", "attachment; filename=\"a.pdf\"; filename*=UTF-8''a.pdf");
        check("Søknad 1.pdf", "attachment; filename=\"S_knad 1.pdf\"; filename*=UTF-8''S%C3%B8knad%201.pdf");
    }

    #[test]
    fn names_cannot_leave_their_header() {
        check(
            "a\"; filename=evil.exe\r\nSet-Cookie: x=y",
            "attachment; filename=\"a__ filename=evil.exeSet-Cookie: x=y\"; \
             filename*=UTF-8''a%22%3B%20filename%3Devil.exeSet-Cookie%3A%20x%3Dy",
        );
        check("../../etc/passwd", "attachment; filename=\"passwd\"; filename*=UTF-8''passwd");
        check("C:\\Windows\\x.dll", "attachment; filename=\"x.dll\"; filename*=UTF-8''x.dll");
        check("\u{202e}cod.exe", "attachment; filename=\"cod.exe\"; filename*=UTF-8''cod.exe");
        check("\r\n", "attachment; filename=\"file\"; filename*=UTF-8''file");
        check("...", "attachment; filename=\"file\"; filename*=UTF-8''file");
    }

    #[test]
    fn media_types_are_types_or_octets() {
        assert_eq!(media_type("image/png"), "image/png");
        assert_eq!(media_type("text/html; charset=utf-8"), "text/html");
        assert_eq!(media_type("text/html\r\nX: y"), "application/octet-stream");
        assert_eq!(media_type("nonsense"), "application/octet-stream");
        assert_eq!(media_type(""), "application/octet-stream");
    }
}
