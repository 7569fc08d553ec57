//! What an address in HTML points at, read as browsers read it: white space and controls within are nothing.

use std::collections::HashSet;

use super::token::unescaped;

/// Content ids of one mail that are looked for.
const IDS_MAX: usize = 2_000;
/// The largest picture that may stand in the HTML itself, octets of `data:` text.
const DATA_OCTETS_MAX: usize = 128 * 1024;
/// Longest address that is kept, octets.
const ADDRESS_OCTETS_MAX: usize = 8 * 1024;
/// Pictures that are only dots: no SVG, which is a document.
const RASTER: [&str; 5] = ["image/png", "image/jpeg", "image/jpg", "image/gif", "image/webp"];

/// What a picture's address points at.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Reference {
    /// RFC 2392: a part of the mail, by its `Content-ID`.
    ContentId(String),
    /// RFC 2397: a small raster picture in the address itself.
    Data(String),
    /// Somewhere else: an `http:` or `https:` address.
    Remote(String),
    /// What is never loaded.
    Other,
}

impl Reference {
    pub(super) fn read(value: &str) -> Self {
        let value = cleaned(value);
        if value.starts_with("//") {
            return Self::Remote(format!("https:{value}"));
        }
        let Some((scheme, rest)) = value.split_once(':') else { return Self::Other };
        match scheme.to_ascii_lowercase().as_str() {
            "cid" => Self::ContentId(percent_decoded(rest)),
            "data" if is_small_raster(rest) => Self::Data(format!("data:{rest}")),
            "http" | "https" if value.len() <= ADDRESS_OCTETS_MAX => Self::Remote(value),
            _ => Self::Other,
        }
    }
}

/// Every content id that HTML names, wherever it does: as a picture, a background, in a style.
pub(crate) fn content_ids(html: &str) -> HashSet<String> {
    const SCHEME: &[u8] = b"cid:";
    let bytes = html.as_bytes();
    let mut found = HashSet::new();
    let mut from = 0;
    while let Some(colon) = memchr::memchr(b':', &bytes[from..]).map(|at| from + at) {
        from = colon + 1;
        let is_scheme = colon >= 3 && bytes[colon - 3..=colon].eq_ignore_ascii_case(SCHEME);
        if !is_scheme || found.len() >= IDS_MAX {
            continue;
        }
        let ends = |byte: &u8| byte.is_ascii_whitespace() || b"\"'()<>".contains(byte);
        let octets = bytes[from..].iter().take(ADDRESS_OCTETS_MAX).position(ends);
        if let Some(id) = octets.and_then(|octets| html.get(from..from + octets)) {
            found.insert(percent_decoded(&unescaped(id)));
        }
    }
    found
}

/// The address of a link, where it is one that may be followed: `http`, `https`, `mailto`, `tel`.
pub(super) fn link(value: &str) -> Option<String> {
    let value = cleaned(value);
    let (scheme, _) = value.split_once(':')?;
    let is_followed =
        ["http", "https", "mailto", "tel"].iter().any(|known| scheme.eq_ignore_ascii_case(known));
    (is_followed && value.len() <= ADDRESS_OCTETS_MAX).then_some(value)
}

/// URL standard 4.4: tabs and line ends within an address and blanks around it are taken out.
fn cleaned(value: &str) -> String {
    value
        .trim_matches(|character: char| character <= ' ')
        .chars()
        .filter(|character| !character.is_control())
        .collect()
}

fn is_small_raster(rest: &str) -> bool {
    let Some((media_type, data)) = rest.split_once(";base64,") else { return false };
    let is_base64 = |byte: u8| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte);
    let is_raster = RASTER.iter().any(|kind| kind.eq_ignore_ascii_case(media_type));
    is_raster && data.len() <= DATA_OCTETS_MAX && data.bytes().all(is_base64)
}

fn percent_decoded(text: &str) -> String {
    let mut octets = Vec::with_capacity(text.len());
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        match crate::transfer::hex_octet(&bytes[at..]) {
            Some(octet) if byte == b'%' => {
                octets.push(octet);
                at += 2;
            }
            _ => octets.push(byte),
        }
    }
    String::from_utf8_lossy(&octets).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_read_as_browsers_do() {
        let remote = |address: &str| Reference::Remote(address.to_owned());
        assert_eq!(Reference::read(" ht\ntps://a.no/b\t"), remote("https://a.no/b"));
        assert_eq!(Reference::read("//a.no/b"), remote("https://a.no/b"));
        assert_eq!(Reference::read("CID:a%40b"), Reference::ContentId("a@b".to_owned()));
        assert_eq!(
            Reference::read("data:image/png;base64,AAAA"),
            Reference::Data("data:image/png;base64,AAAA".to_owned())
        );
        for never in [
            "data:image/svg+xml;base64,AAAA",
            "data:text/html,x",
            "/a",
            "a.png",
            "file:///a",
            "javascript:x",
            "\\\\a\\b",
            "",
        ] {
            assert_eq!(Reference::read(never), Reference::Other, "{never}");
        }
    }

    #[test]
    fn links_lead_to_known_kinds_of_places() {
        assert_eq!(link(" HTTPS://a.no").as_deref(), Some("HTTPS://a.no"));
        assert_eq!(link("mailto:a@b.no").as_deref(), Some("mailto:a@b.no"));
        for never in ["java\nscript:alert(1)", "data:text/html,x", "#top", "//a.no", "vbscript:x", "cid:x"] {
            assert_eq!(link(never), None, "{never}");
        }
    }
}
