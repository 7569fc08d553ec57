//! The parts of a mail (RFC 2045, 2046), found in linear time within limits of number and depth.
//!
//! The tree is walked here and not by `mail-parser`, whose nested messages are dropped recursively (a mail of
//! a hundred thousand attached mails ends the process) and which takes any text that begins like a boundary
//! for one. An attached mail is one part: nobody asks for its inside but the reader of delivery reports.

use domain::limits::PARTS_MAX;
use memchr::memchr;

use crate::defect::{Defect, Defects};
use crate::file_name;
use crate::header::Header;
use crate::parameter::Parameterised;
use crate::transfer::Encoding;
use crate::value;

/// Multiparts within multiparts that are followed; mail programs make four.
const DEPTH_MAX: u32 = 20;

/// The parts of one mail; the first is the mail itself.
#[derive(Debug)]
pub(crate) struct Structure<'a> {
    pub(crate) parts: Vec<Part<'a>>,
}

/// One part.
#[derive(Debug)]
pub(crate) struct Part<'a> {
    pub(crate) header: Header<'a>,
    /// Everything after the header, transfer-encoded.
    pub(crate) body: &'a [u8],
    /// Lower case, as in `text/plain`.
    pub(crate) media_type: String,
    /// The parameters of `Content-Type`.
    pub(crate) content_type: Parameterised,
    /// `Content-Disposition`, where it is given.
    pub(crate) disposition: Option<Parameterised>,
    pub(crate) encoding: Encoding,
    /// Places in [`Structure::parts`]; `None` for a part that is no multipart.
    pub(crate) children: Option<Vec<usize>>,
}

impl Part<'_> {
    /// The subtype of a multipart, as in `alternative`.
    pub(crate) fn multipart(&self) -> Option<&str> {
        self.children.as_ref().and_then(|_| self.media_type.strip_prefix("multipart/"))
    }

    /// The name that the sender gave the file. RFC 2183 2.3, and the older `name` of the media type.
    pub(crate) fn file_name(&self) -> Option<&str> {
        let disposition = self.disposition.as_ref().and_then(|field| field.get("filename"));
        disposition.or_else(|| self.content_type.get("name")).filter(|name| !name.trim().is_empty())
    }

    /// RFC 2045 7: `Content-ID` without its angle brackets.
    pub(crate) fn content_id(&self) -> Option<String> {
        value::ids(self.header.get("content-id")?).into_iter().next().or_else(|| {
            let bare = self.header.get("content-id")?.text(&mut Defects::default());
            Some(bare.trim_matches(['<', '>', ' ']).to_owned()).filter(|id| !id.is_empty())
        })
    }
}

impl<'a> Structure<'a> {
    /// Finds the parts of a mail.
    pub(crate) fn read(raw: &'a [u8], defects: &mut Defects) -> Self {
        let (header, body) = Header::of_mail(raw, defects);
        let mut walk = Walk { parts: Vec::with_capacity(4), depth: 0, defects };
        walk.add(header, body, "text/plain");
        Self { parts: walk.parts }
    }

    /// The mail itself.
    pub(crate) fn root(&self) -> &Part<'a> {
        self.parts.first().expect("reading adds the mail itself before anything else")
    }
}

/// Finds parts, one inside the other.
struct Walk<'a, 'd> {
    parts: Vec<Part<'a>>,
    depth: u32,
    defects: &'d mut Defects,
}

impl<'a> Walk<'a, '_> {
    /// Adds a part and what is in it; gives its place.
    fn add(&mut self, header: Header<'a>, body: &'a [u8], default: &str) -> usize {
        let place = self.parts.len();
        let (media_type, content_type) = media_type(&header, default, self.defects);
        let disposition =
            header.get("content-disposition").map(|field| Parameterised::read(field, self.defects));
        let encoding = Encoding::from_field(&header.token("content-transfer-encoding"));
        let boundary = content_type.get("boundary").unwrap_or_default().to_owned();
        let is_multipart = media_type.starts_with("multipart/");
        // RFC 2046 5.1.5: within a digest the default is an attached mail.
        let default = if media_type == "multipart/digest" { "message/rfc822" } else { "text/plain" };
        self.parts.push(Part {
            header,
            body,
            media_type,
            content_type,
            disposition,
            encoding,
            children: None,
        });
        if is_multipart {
            self.add_children(place, &boundary, default);
        }
        place
    }

    fn add_children(&mut self, place: usize, boundary: &str, default: &str) {
        if self.depth == DEPTH_MAX {
            self.defects.add(Defect::TooDeep);
            return;
        }
        let Some((bodies, closed)) = split(self.parts[place].body, boundary.as_bytes()) else {
            self.defects.add(Defect::BoundaryMissing);
            // What cannot be taken apart is at least read.
            self.parts[place].media_type = "text/plain".to_owned();
            return;
        };
        if !closed {
            self.defects.add(Defect::Unclosed);
        }
        self.depth += 1;
        let mut children = Vec::with_capacity(bodies.len().min(PARTS_MAX));
        for raw in bodies {
            if self.parts.len() >= PARTS_MAX {
                self.defects.add(Defect::TooManyParts);
                break;
            }
            let (header, body) = Header::of_part(raw, self.defects);
            children.push(self.add(header, body, default));
        }
        self.depth -= 1;
        self.parts[place].children = Some(children);
    }
}

/// What nothing is known of.
const OCTETS: &str = "application/octet-stream";

/// RFC 2045 5.1 and 5.2: a missing or unreadable type is the default.
fn media_type(header: &Header<'_>, default: &str, defects: &mut Defects) -> (String, Parameterised) {
    let Some(field) = header.get("content-type") else {
        return (default.to_owned(), Parameterised::default());
    };
    let read = Parameterised::read(field, defects);
    // quirk: comments and blanks around the slash, and parameters after a blank with no semicolon.
    let compact: String = read.value.split_whitespace().collect();
    let is_token = |text: &str| {
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"=?".contains(&byte))
    };
    match compact.split_once('/') {
        Some((kind, subtype)) if is_token(kind) && is_token(subtype) && !subtype.contains('/') => {
            (compact, read)
        }
        // quirk: "text" alone is what very old programs (RFC 1049) write.
        None if compact == "text" || compact == "plain" => ("text/plain".to_owned(), read),
        Some(_) | None => {
            defects.add(Defect::MediaType);
            let by_name = read.get("name").map(|name| file_name::media_type(name).unwrap_or(OCTETS));
            let by_place = header.has("content-disposition").then_some(OCTETS);
            (by_name.or(by_place).unwrap_or(default).to_owned(), read)
        }
    }
}

/// RFC 2046 5.1.1: the parts between the delimiter lines, and whether the closing one is there.
/// `None` when no delimiter is found.
fn split<'a>(body: &'a [u8], boundary: &[u8]) -> Option<(Vec<&'a [u8]>, bool)> {
    if boundary.is_empty() {
        return None;
    }
    let mut parts = Vec::new();
    let (mut started, mut at) = (None, 0);
    while at < body.len() {
        let line_end = memchr(b'\n', &body[at..]).map_or(body.len(), |offset| at + offset + 1);
        match delimiter(&body[at..line_end], boundary) {
            Delimiter::None => {}
            Delimiter::Next => {
                if let Some(from) = started {
                    parts.push(without_line_end(&body[from..at]));
                }
                started = Some(line_end);
            }
            Delimiter::Close => {
                // quirk: a closing delimiter with nothing before it, seen from mail that was cut and closed.
                parts.push(started.map_or(&body[..0], |from| without_line_end(&body[from..at])));
                return Some((parts, true));
            }
        }
        at = line_end;
    }
    parts.push(&body[started?..]);
    Some((parts, false))
}

enum Delimiter {
    None,
    Next,
    Close,
}

/// RFC 2046 5.1.1: delimiter := CRLF "--" boundary; close-delimiter := delimiter "--"; padding may follow.
fn delimiter(line: &[u8], boundary: &[u8]) -> Delimiter {
    let Some(rest) = line.strip_prefix(b"--").and_then(|rest| rest.strip_prefix(boundary)) else {
        return Delimiter::None;
    };
    match rest.trim_ascii() {
        b"" => Delimiter::Next,
        b"--" => Delimiter::Close,
        _ => Delimiter::None,
    }
}

/// RFC 2046 5.1.1: the line end before a delimiter belongs to the delimiter.
fn without_line_end(part: &[u8]) -> &[u8] {
    let part = part.strip_suffix(b"\n").unwrap_or(part);
    part.strip_suffix(b"\r").unwrap_or(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outline(raw: &str) -> (String, Vec<Defect>) {
        let mut defects = Defects::default();
        let structure = Structure::read(raw.as_bytes(), &mut defects);
        (describe(&structure, 0), defects.into_list())
    }

    fn describe(structure: &Structure<'_>, place: usize) -> String {
        let part = &structure.parts[place];
        let Some(children) = &part.children else {
            return format!("{}={}", part.media_type, String::from_utf8_lossy(part.body));
        };
        let inner: Vec<String> = children.iter().map(|&child| describe(structure, child)).collect();
        format!("{}[{}]", part.media_type, inner.join(" "))
    }

    #[test]
    fn a_boundary_that_begins_another_is_not_mistaken_for_it() {
        let raw = "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/alternative; boundary=bb\n\n\
                   --bb\n\nx\n--bb--\n--b\n\ny\n--b--\n";
        let (outline, defects) = outline(raw);
        assert_eq!(outline, "multipart/mixed[multipart/alternative[text/plain=x] text/plain=y]");
        assert_eq!(defects, []);
    }

    #[test]
    fn a_mail_that_was_cut_is_read_to_its_end() {
        let (outline, defects) = outline("Content-Type: multipart/mixed; boundary=b\n\n--b\n\nhello\nwor");
        assert_eq!(
            (outline.as_str(), defects.as_slice()),
            ("multipart/mixed[text/plain=hello\nwor]", [Defect::Unclosed].as_slice())
        );
    }

    #[test]
    fn a_boundary_that_never_comes_leaves_text() {
        let (outline, defects) = outline("Content-Type: multipart/mixed; boundary=b\n\nhello\n");
        assert_eq!(
            (outline.as_str(), defects.as_slice()),
            ("text/plain=hello\n", [Defect::BoundaryMissing].as_slice())
        );
    }

    #[test]
    fn numbers_and_depth_are_bounded() {
        let many = format!("Content-Type: multipart/mixed; boundary=b\n\n{}", "--b\n\nx\n".repeat(5_000));
        assert!(outline(&many).1.contains(&Defect::TooManyParts));
        let mut deep = String::new();
        for level in 0..1_000 {
            deep.push_str(&format!("Content-Type: multipart/mixed; boundary=b{level}\n\n--b{level}\n"));
        }
        assert!(outline(&deep).1.contains(&Defect::TooDeep));
    }

    #[test]
    fn media_types_are_read_with_their_usual_faults() {
        let of = |value: &str| outline(&format!("Content-Type: {value}\n\n")).0;
        assert_eq!(of("TEXT / HTML"), "text/html=");
        assert_eq!(of("text"), "text/plain=");
        assert_eq!(of("nonsense"), "text/plain=");
        assert_eq!(of("nonsense; name=a.pdf"), "application/pdf=");
        assert_eq!(of("=?utf-8?Q?application/pdf?=; name=a.x"), "application/octet-stream=");
    }
}
