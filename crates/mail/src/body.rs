//! Which parts are the text, which are files (RFC 8621 4.1.4, the rules of JMAP), and the text decoded.

use std::borrow::Cow;

use domain::limits::{HTML_OCTETS_MAX, TEXT_OCTETS_MAX};

use crate::charset;
use crate::defect::{Defect, Defects};
use crate::files::Files;
use crate::structure::{Part, Structure};
use crate::text;
use crate::transfer;

/// Places of parts, by what they are to a reader.
#[derive(Debug, Default)]
pub(crate) struct Roles {
    /// What is read as text; HTML among it where there is no text for it.
    pub(crate) text: Vec<usize>,
    /// What is read as HTML; text among it where there is no HTML for it.
    pub(crate) html: Vec<usize>,
    /// The files, in the order of the mail.
    pub(crate) attachments: Vec<usize>,
}

/// Where a part stands.
#[derive(Clone, Copy)]
struct Place<'p> {
    /// The subtype of the multipart around it.
    multipart: &'p str,
    /// Whether a choice of forms is above it.
    in_alternative: bool,
    is_first: bool,
    /// The choice has already given its text (or HTML): only the other form is still looked for.
    wants_text: bool,
    wants_html: bool,
}

impl Roles {
    /// Sorts the parts of a mail.
    pub(crate) fn of(structure: &Structure<'_>) -> Self {
        let mut roles = Self::default();
        let top = Place {
            multipart: "mixed",
            in_alternative: false,
            is_first: true,
            wants_text: true,
            wants_html: true,
        };
        roles.visit(structure, 0, top);
        roles
    }

    /// Gives back which forms are still wanted after this part.
    fn visit(&mut self, structure: &Structure<'_>, at: usize, place: Place<'_>) -> (bool, bool) {
        let part = &structure.parts[at];
        match (&part.children, part.multipart()) {
            (Some(children), Some(multipart)) => {
                self.visit_children(structure, children, Place { multipart, ..place });
                (place.wants_text, place.wants_html)
            }
            _ => self.visit_leaf(part, at, place),
        }
    }

    fn visit_children(&mut self, structure: &Structure<'_>, children: &[usize], place: Place<'_>) {
        let is_choice = place.multipart == "alternative";
        let (text_before, html_before) = (self.text.len(), self.html.len());
        let root = root_of_related(structure, children, place.multipart);
        let mut inner = Place { in_alternative: place.in_alternative || is_choice, ..place };
        for (position, &child) in children.iter().enumerate() {
            inner.is_first = position == root;
            (inner.wants_text, inner.wants_html) = self.visit(structure, child, inner);
        }
        if is_choice && place.wants_text && place.wants_html {
            // Only one form was offered: it stands for both.
            if self.text.len() == text_before {
                self.text.extend_from_slice(&self.html[html_before..]);
            } else if self.html.len() == html_before {
                self.html.extend_from_slice(&self.text[text_before..]);
            }
        }
    }

    fn visit_leaf(&mut self, part: &Part<'_>, at: usize, place: Place<'_>) -> (bool, bool) {
        let (mut wants_text, mut wants_html) = (place.wants_text, place.wants_html);
        let is_html = part.media_type == "text/html";
        if !is_body(part, place) {
            // AMP is a third form of the text that only the senders' own programs show.
            if part.media_type != "text/x-amp-html" {
                self.attachments.push(at);
            }
            return (wants_text, wants_html);
        }
        if place.multipart == "alternative" {
            if is_html {
                self.html.push(at)
            } else {
                self.text.push(at)
            }
            return (wants_text, wants_html);
        }
        if place.in_alternative {
            if is_html { wants_text = false } else { wants_html = false }
        }
        if wants_text {
            self.text.push(at);
        }
        if wants_html {
            self.html.push(at);
        }
        (wants_text, wants_html)
    }
}

/// RFC 2387 3.2: `start` names the root of a related multipart; else the first part is it.
fn root_of_related(structure: &Structure<'_>, children: &[usize], multipart: &str) -> usize {
    if multipart != "related" {
        return 0;
    }
    let has_text = |&child: &usize| {
        let kind = &structure.parts[child].media_type;
        kind == "text/html" || kind == "text/plain" || kind.starts_with("multipart/")
    };
    // quirk: some programs put the pictures first and name no `start`.
    children.iter().position(has_text).unwrap_or(0)
}

fn is_body(part: &Part<'_>, place: Place<'_>) -> bool {
    let is_text = part.media_type == "text/plain" || part.media_type == "text/html";
    let is_attached = part.disposition.as_ref().is_some_and(|disposition| disposition.value == "attachment");
    let stands_alone = place.is_first || (place.multipart != "related" && part.file_name().is_none());
    is_text && !is_attached && stands_alone
}

/// What is shown of a mail.
#[derive(Debug, Default)]
pub(crate) struct Shown {
    pub(crate) text: String,
    pub(crate) html: Option<String>,
}

/// Decodes the text and the HTML of a mail.
pub(crate) fn shown(
    structure: &Structure<'_>,
    roles: &Roles,
    files: &mut Files<'_>,
    defects: &mut Defects,
) -> Shown {
    let html = html_of(structure, &roles.html, files, defects);
    let mut text = String::new();
    for &at in &roles.text {
        let part = &structure.parts[at];
        let decoded = decoded_without_files(at, part, files, defects);
        let piece = if part.media_type == "text/html" { text::from_html(&decoded) } else { decoded };
        append(&mut text, piece);
    }
    if text.trim().is_empty()
        && let Some(packed) = files.packed.text.take()
    {
        text = packed;
    }
    if text.trim().is_empty()
        && let Some(html) = &html
    {
        // An empty text part beside a full HTML part: what the reader would see is the HTML.
        text = text::from_html(html);
    }
    if text.len() > TEXT_OCTETS_MAX {
        defects.add(Defect::TextCut);
        text.truncate(charset::cut(&text, TEXT_OCTETS_MAX).len());
    }
    Shown { text, html }
}

/// The HTML body; `None` where there is none or it is more than is ever sanitised.
fn html_of(
    structure: &Structure<'_>,
    places: &[usize],
    files: &mut Files<'_>,
    defects: &mut Defects,
) -> Option<String> {
    let has_part = places.iter().any(|&at| structure.parts[at].media_type == "text/html");
    let html = if has_part {
        let mut html = String::new();
        for &at in places {
            let part = &structure.parts[at];
            let decoded = decoded_without_files(at, part, files, defects);
            let piece = if part.media_type == "text/html" { decoded } else { text::to_html(&decoded) };
            append(&mut html, piece);
        }
        html
    } else {
        files.packed.html.take()?
    };
    if html.len() > HTML_OCTETS_MAX {
        defects.add(Defect::HtmlTooLarge);
        return None;
    }
    Some(html)
}

/// The text of one part, without the files that stood in it.
fn decoded_without_files(at: usize, part: &Part<'_>, files: &Files<'_>, defects: &mut Defects) -> String {
    match files.texts.get(&at) {
        Some(octets) => read(&octets[..octets.len().min(HTML_OCTETS_MAX)], part, defects),
        None => decoded(part, defects),
    }
}

fn append(whole: &mut String, piece: String) {
    if whole.is_empty() {
        *whole = piece;
    } else if !piece.is_empty() {
        if !whole.ends_with('\n') {
            whole.push('\n');
        }
        whole.push_str(&piece);
    }
}

/// The text of one part, tidied. No more is decoded than could ever be shown.
pub(crate) fn decoded(part: &Part<'_>, defects: &mut Defects) -> String {
    /// Transfer encodings at their worst spend three octets on one.
    const ENCODED_OCTETS_MAX: usize = HTML_OCTETS_MAX * 3 + 16;
    let body = &part.body[..part.body.len().min(ENCODED_OCTETS_MAX)];
    let (octets, damaged) = transfer::decode(body, part.encoding);
    if damaged {
        defects.add(Defect::TransferEncoding);
    }
    read(&octets, part, defects)
}

/// Octets of a part as text, tidied.
fn read(octets: &[u8], part: &Part<'_>, defects: &mut Defects) -> String {
    let is_html = part.media_type == "text/html";
    let declared = part.content_type.get("charset").map(Cow::Borrowed);
    let declared =
        declared.filter(|label| !label.trim().is_empty() && !label.eq_ignore_ascii_case("us-ascii"));
    let declared = declared
        .or_else(|| if is_html { charset::declared_in_html(octets).map(Cow::Borrowed) } else { None });
    let (text, defect) = charset::decode(octets, declared.as_deref());
    defects.extend(defect);
    let text = charset::tidy(&text);
    let is_flowed =
        part.content_type.get("format").is_some_and(|format| format.eq_ignore_ascii_case("flowed"));
    if is_flowed && part.media_type == "text/plain" {
        let is_del_sp = part.content_type.get("delsp").is_some_and(|delsp| delsp.eq_ignore_ascii_case("yes"));
        return unflowed(&text, is_del_sp);
    }
    text
}

/// RFC 3676 4: lines that end in a blank go on in the next, at the same depth of quotes.
fn unflowed(text: &str, del_sp: bool) -> String {
    let mut whole = String::with_capacity(text.len());
    let mut open_depth = None;
    for (number, line) in text.split('\n').enumerate() {
        let content = line.trim_start_matches('>');
        let depth = line.len() - content.len();
        // RFC 3676 4.4: a blank was stuffed before lines that would be misread.
        let content = content.strip_prefix(' ').unwrap_or(content);
        // RFC 3676 4.3: the signature separator ends in a blank and flows nowhere.
        let is_separator = content == "-- ";
        if number > 0 && (open_depth != Some(depth) || is_separator) {
            whole.push('\n');
        }
        if open_depth != Some(depth) && depth > 0 {
            whole.extend(std::iter::repeat_n('>', depth));
            whole.push(' ');
        }
        let flows = content.ends_with(' ') && !is_separator;
        whole.push_str(if flows && del_sp { &content[..content.len() - 1] } else { content });
        open_depth = flows.then_some(depth);
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_roles(raw: &str, expected: &str) {
        let structure = Structure::read(raw.as_bytes(), &mut Defects::default());
        let roles = Roles::of(&structure);
        let names = |places: &[usize]| {
            let bodies =
                places.iter().map(|&at| String::from_utf8_lossy(structure.parts[at].body).into_owned());
            bodies.collect::<Vec<_>>().join(" ")
        };
        let found = format!("{}|{}|{}", names(&roles.text), names(&roles.html), names(&roles.attachments));
        assert_eq!(found, expected, "{raw}");
    }

    fn multipart(subtype: &str, boundary: &str, parts: &[&str]) -> String {
        let mut raw = format!("Content-Type: multipart/{subtype}; boundary={boundary}\n\n");
        for part in parts {
            raw.push_str(&format!("--{boundary}\n{part}\n"));
        }
        raw.push_str(&format!("--{boundary}--\n"));
        raw
    }

    const PLAIN: &str = "Content-Type: text/plain\n\nplain";
    const HTML: &str = "Content-Type: text/html\n\nhtml";
    const IMAGE: &str = "Content-Type: image/png\nContent-ID: <1>\n\nimage";

    #[test]
    fn parts_get_the_roles_that_readers_expect() {
        check_roles(PLAIN, "plain|plain|");
        check_roles(HTML, "html|html|");
        check_roles(&multipart("alternative", "b", &[PLAIN, HTML]), "plain|html|");
        check_roles(&multipart("alternative", "b", &[HTML]), "html|html|");
        let related = multipart("related", "r", &[HTML, IMAGE]);
        check_roles(&multipart("alternative", "b", &[PLAIN, &related]), "plain|html|image");
        let choice = multipart("alternative", "a", &[PLAIN, HTML]);
        check_roles(&multipart("related", "b", &[&choice, IMAGE]), "plain|html|image");
        check_roles(&multipart("mixed", "b", &[PLAIN, IMAGE, PLAIN]), "plain plain|plain plain|image");
        check_roles(&multipart("related", "b", &[IMAGE, HTML]), "html|html|image");
    }

    #[test]
    fn a_named_or_attached_text_is_a_file() {
        let named = "Content-Type: text/plain; name=a.txt\n\nfile";
        let attached = "Content-Disposition: attachment\n\nfile";
        check_roles(&multipart("mixed", "b", &[PLAIN, named, attached]), "plain|plain|file file");
        check_roles(named, "file|file|");
        check_roles(attached, "||file");
    }

    #[test]
    fn flowed_text_is_joined() {
        assert_eq!(
            unflowed("a \nb\n\n> c \n> d\n>e \nf\n-- \nKari", false),
            "a b\n\n> c d\n> e \nf\n-- \nKari"
        );
        assert_eq!(unflowed("a \nb", true), "ab");
        assert_eq!(unflowed("\n\na", false), "\n\na");
        assert_eq!(unflowed("  stuffed\n >no quote", false), " stuffed\n>no quote");
    }
}
