//! Header fields (RFC 5322 2.2, RFC 6532): a block of octets split into fields, each decoded when asked for.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8};
use memchr::memchr;

use crate::defect::{Defect, Defects};
use crate::encoded_word;
use crate::parameter::Parameterised;

/// What is read of one header, octets. The largest seen in the wild have some 60 KiB, of ARC sets and
/// thousands of recipients; Postfix cuts at 100 KiB (`header_size_limit`).
const HEADER_OCTETS_MAX: usize = 256 * 1024;
/// Fields of one header.
const FIELDS_MAX: usize = 1000;

/// One field as it stands in the mail.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field<'a> {
    /// The name as written.
    pub(crate) name: &'a str,
    /// Everything after the colon, line folds included.
    pub(crate) value: &'a [u8],
    /// The character set that the mail declares for its body: what raw octets in its header are in, too.
    pub(crate) hint: Option<&'static Encoding>,
}

impl<'a> Field<'a> {
    /// The value on one line. RFC 5322 2.2.3: unfolding takes out the line ends and nothing else.
    pub(crate) fn unfolded(&self) -> Cow<'a, [u8]> {
        let value = self.value.trim_ascii();
        if memchr(b'\n', value).is_none() {
            return Cow::Borrowed(value);
        }
        Cow::Owned(value.iter().copied().filter(|byte| !b"\r\n".contains(byte)).collect())
    }

    /// The value for people: decoded, on one line, without controls.
    pub(crate) fn text(&self, defects: &mut Defects) -> String {
        one_line(&encoded_word::decode(&self.unfolded(), self.hint, defects))
    }

    /// The value as a token to compare: lower case, not decoded.
    pub(crate) fn token(&self) -> String {
        String::from_utf8_lossy(&self.unfolded()).trim().to_ascii_lowercase()
    }
}

/// The fields of one header, in order.
#[derive(Debug, Default)]
pub(crate) struct Header<'a> {
    fields: Vec<Field<'a>>,
}

impl<'a> Header<'a> {
    /// Reads the header of a mail and gives its body. Tolerates a byte order mark, an mbox `From ` line,
    /// blank lines before the first field and foreign lines between fields.
    pub(crate) fn of_mail(raw: &'a [u8], defects: &mut Defects) -> (Self, &'a [u8]) {
        let raw = raw.strip_prefix(b"\xef\xbb\xbf").unwrap_or(raw);
        let start = raw.len() - raw.trim_ascii_start().len();
        let raw =
            if line_is_field(&raw[start..]) || is_mbox_line(&raw[start..]) { &raw[start..] } else { raw };
        let (mut header, body) = Self::read(raw, defects);
        if !raw[..raw.len() - body.len()].is_ascii() {
            header.take_hint();
        }
        (header, body)
    }

    /// Reads the header of a part, which may be empty, and gives the part's body.
    pub(crate) fn of_part(raw: &'a [u8], defects: &mut Defects) -> (Self, &'a [u8]) {
        Self::read(raw, defects)
    }

    fn read(raw: &'a [u8], defects: &mut Defects) -> (Self, &'a [u8]) {
        let mut fields = Vec::with_capacity(16);
        let mut at = 0;
        while at < raw.len() {
            let rest = &raw[at..];
            let line = first_line(rest);
            if line.trim_ascii().is_empty() {
                return (Self { fields }, &rest[line.len()..]);
            }
            if let Some((name, colon)) = field_name(line) {
                let octets = field_octets(rest, line.len());
                if at + octets > HEADER_OCTETS_MAX || fields.len() == FIELDS_MAX {
                    defects.add(Defect::HeaderCut);
                } else {
                    fields.push(Field { name, value: &rest[colon + 1..octets], hint: None });
                }
                at += octets;
            } else if is_mbox_line(rest) && fields.is_empty() || line_is_field(&rest[line.len()..]) {
                if !is_mbox_line(rest) {
                    defects.add(Defect::HeaderLine);
                }
                at += line.len();
            } else {
                // A body without the blank line before it.
                defects.add(Defect::HeaderLine);
                return (Self { fields }, rest);
            }
        }
        (Self { fields }, &raw[raw.len()..])
    }

    /// Raw octets in a header are in no declared character set; programs that write them write header and body
    /// alike.
    fn take_hint(&mut self) {
        if self.fields.iter().all(|field| std::str::from_utf8(field.value).is_ok()) {
            return;
        }
        let declared =
            self.get("content-type").map(|field| Parameterised::read(field, &mut Defects::default()));
        let label = declared.as_ref().and_then(|declared| declared.get("charset")).unwrap_or_default();
        let hint =
            Encoding::for_label(label.trim().as_bytes()).filter(|encoding| encoding.is_ascii_compatible());
        self.fields.iter_mut().for_each(|field| field.hint = hint.filter(|encoding| *encoding != UTF_8));
    }

    /// All fields.
    pub(crate) fn fields(&self) -> &[Field<'a>] {
        &self.fields
    }

    /// The first field of this name. RFC 5322 3.6: those we ask for stand once; when they stand twice, the
    /// first is what other programs show.
    pub(crate) fn get(&self, name: &str) -> Option<&Field<'a>> {
        self.fields.iter().find(|field| field.name.eq_ignore_ascii_case(name))
    }

    /// The first field of this name as a lower-case token; empty where there is none.
    pub(crate) fn token(&self, name: &str) -> String {
        self.get(name).map(Field::token).unwrap_or_default()
    }

    /// Whether there is a field of this name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// The whole header, decoded, one field a line.
    pub(crate) fn text(&self, defects: &mut Defects) -> String {
        let mut text = String::with_capacity(2048);
        for field in &self.fields {
            text.push_str(field.name);
            text.push_str(": ");
            text.push_str(&field.text(defects));
            text.push('\n');
        }
        text
    }
}

/// Text on one line: blanks for line ends and tabs, no other controls, nothing around it.
pub(crate) fn one_line(text: &str) -> String {
    let text = text.trim();
    if text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        return text.to_owned();
    }
    let mut line = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\t' | '\n' | '\r' => line.push(' '),
            control if control.is_control() => {}
            other => line.push(other),
        }
    }
    line
}

fn first_line(bytes: &[u8]) -> &[u8] {
    memchr(b'\n', bytes).map_or(bytes, |at| &bytes[..=at])
}

/// RFC 5322 2.2.3: a line that begins with white space continues the field, unless it is blank. `first` is the length of its
/// first line.
fn field_octets(bytes: &[u8], first: usize) -> usize {
    let mut octets = first;
    while matches!(bytes.get(octets), Some(b' ' | b'\t')) {
        let line = first_line(&bytes[octets..]);
        if line.trim_ascii().is_empty() && !matches!(bytes.get(octets + line.len()), Some(b' ' | b'\t')) {
            break;
        }
        octets += line.len();
    }
    octets
}

/// RFC 5322 3.6.8: field-name = 1*ftext; 4.5.2 allows white space before the colon.
fn field_name(line: &[u8]) -> Option<(&str, usize)> {
    let colon = memchr(b':', line)?;
    let name = line[..colon].trim_ascii_end();
    let fits = !name.is_empty() && name.iter().all(|&byte| byte.is_ascii_graphic());
    if fits { Some((std::str::from_utf8(name).ok()?, colon)) } else { None }
}

fn line_is_field(bytes: &[u8]) -> bool {
    field_name(first_line(bytes)).is_some()
}

/// The separator line of an mbox file, at the start of a mail that was cut out of one.
fn is_mbox_line(bytes: &[u8]) -> bool {
    bytes.starts_with(b"From ") || bytes.starts_with(b">From ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(raw: &str) -> (Vec<String>, String, Vec<Defect>) {
        let mut defects = Defects::default();
        let (header, body) = Header::of_mail(raw.as_bytes(), &mut defects);
        let text = header.text(&mut defects);
        let fields = text.lines().map(str::to_owned).collect();
        (fields, String::from_utf8_lossy(body).into_owned(), defects.into_list())
    }

    #[test]
    fn folded_fields_are_one_line() {
        let (fields, body, defects) = read("Subject: a\r\n b\r\n\tc\r\nTo : x\r\n\r\nbody\r\n");
        assert_eq!(fields, ["Subject: a b c", "To: x"]);
        assert_eq!((body.as_str(), defects.len()), ("body\r\n", 0));
    }

    #[test]
    fn what_is_no_field_is_passed_over() {
        let (fields, body, defects) = read("From x@y Mon\nA: 1\n!! junk\nB: 2\n\nbody");
        assert_eq!((fields.join("|"), body.as_str()), ("A: 1|B: 2".to_owned(), "body"));
        assert_eq!(defects, [Defect::HeaderLine]);
    }

    #[test]
    fn a_body_without_a_blank_line_is_found() {
        let (fields, body, _) = read("A: 1\nHello there\nbye\n");
        assert_eq!((fields.join("|"), body.as_str()), ("A: 1".to_owned(), "Hello there\nbye\n"));
        assert_eq!(read("\nbody").1, "body");
        assert_eq!(read("").1, "");
    }

    #[test]
    fn a_decoded_line_break_makes_no_field() {
        let (fields, _, _) = read("Subject: =?utf-8?Q?a=0D=0ABcc:_x?=\n\n");
        assert_eq!(fields, ["Subject: a  Bcc: x"]);
    }

    #[test]
    fn a_huge_header_is_cut_and_its_body_found() {
        let raw = format!("A: 1\n{}\nbody", "X: y\n".repeat(100_000));
        let (fields, body, defects) = read(&raw);
        assert_eq!((fields.len(), body.as_str(), defects), (1000, "body", vec![Defect::HeaderCut]));
    }
}
