//! Fields of the form `value; name=value` (RFC 2045 5.1, RFC 2183), with continuations and character sets
//! (RFC 2231). Continued octets are joined before they are decoded, so that a character may be split.

use crate::charset;
use crate::defect::Defects;
use crate::encoded_word;
use crate::header::{Field, one_line};
use crate::transfer::hex_octet;

/// Parameters of one field that are looked at.
const PARAMETERS_MAX: usize = 100;

/// A value with its parameters.
#[derive(Debug, Default)]
pub(crate) struct Parameterised {
    /// The value before the first semicolon, lower case.
    pub(crate) value: String,
    parameters: Vec<(String, String)>,
}

impl Parameterised {
    /// Reads the field; never fails, what is no parameter is passed over.
    pub(crate) fn read(field: &Field<'_>, defects: &mut Defects) -> Self {
        let unfolded = field.unfolded();
        let mut sections = Sections { rest: &unfolded };
        let value = sections.next().unwrap_or_default();
        let value = String::from_utf8_lossy(&value.value).trim().to_ascii_lowercase();
        let segments: Vec<Segment> = sections
            .filter(|section| !section.name.is_empty())
            .take(PARAMETERS_MAX)
            .map(Segment::from_section)
            .collect();
        let mut parameters: Vec<(String, String)> = Vec::new();
        for segment in &segments {
            if !parameters.iter().any(|(name, _)| *name == segment.name) {
                let value = joined(&segments, &segment.name, defects);
                parameters.push((segment.name.clone(), value));
            }
        }
        Self { value, parameters }
    }

    /// The parameter of this lower-case name, decoded.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }
}

/// One `name=value` as written, quotes and comments taken away.
#[derive(Default)]
struct Section {
    name: String,
    value: Vec<u8>,
}

/// RFC 2231 3 and 4: attribute ["*" section] ["*"].
struct Segment {
    name: String,
    /// Where it stands among its continuations; `None` for a whole value.
    number: Option<u32>,
    percent: bool,
    value: Vec<u8>,
}

impl Segment {
    fn from_section(section: Section) -> Self {
        let (bare, percent) = match section.name.strip_suffix('*') {
            Some(bare) => (bare, true),
            None => (section.name.as_str(), false),
        };
        let (name, number) = match bare.split_once('*') {
            Some((name, digits)) => (name, digits.parse().ok()),
            None => (bare, None),
        };
        Self { name: name.to_owned(), number, percent, value: section.value }
    }
}

/// The value of one parameter out of all its segments.
fn joined(segments: &[Segment], name: &str, defects: &mut Defects) -> String {
    let mut own: Vec<&Segment> = segments.iter().filter(|segment| segment.name == name).collect();
    // RFC 6266 4.3, RFC 2231 4: of a plain and an extended form, the extended one is meant.
    if own.iter().any(|segment| segment.percent || segment.number.is_some()) {
        own.retain(|segment| segment.percent || segment.number.is_some());
    } else {
        let plain = own.first().map(|segment| segment.value.as_slice()).unwrap_or_default();
        // quirk: encoded words have no place in a parameter (RFC 2047 5); most mail programs write them.
        return one_line(&encoded_word::decode(plain, None, defects));
    }
    own.sort_by_key(|segment| segment.number);
    let (mut charset, mut octets) = (None, Vec::new());
    for (position, segment) in own.iter().enumerate() {
        let mut value = segment.value.as_slice();
        if position == 0 && segment.percent {
            (charset, value) = split_charset(value);
        }
        if segment.percent { percent_decode(value, &mut octets) } else { octets.extend_from_slice(value) }
    }
    if !own.iter().any(|segment| segment.percent) {
        return one_line(&encoded_word::decode(&octets, None, defects));
    }
    let (text, defect) = charset::decode(&octets, charset.as_deref());
    defects.extend(defect);
    one_line(&text)
}

/// RFC 2231 4: charset "'" [language] "'" extended-other-values.
fn split_charset(value: &[u8]) -> (Option<String>, &[u8]) {
    let mut parts = value.splitn(3, |&byte| byte == b'\'');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(charset), Some(_language), Some(rest)) => {
            (Some(String::from_utf8_lossy(charset).into_owned()), rest)
        }
        _ => (None, value),
    }
}

fn percent_decode(value: &[u8], octets: &mut Vec<u8>) {
    let mut at = 0;
    while let Some(&byte) = value.get(at) {
        at += 1;
        match hex_octet(&value[at..]) {
            Some(octet) if byte == b'%' => {
                octets.push(octet);
                at += 2;
            }
            _ => octets.push(byte),
        }
    }
}

/// Splits at semicolons outside quotes and comments.
struct Sections<'a> {
    rest: &'a [u8],
}

impl Iterator for Sections<'_> {
    type Item = Section;

    fn next(&mut self) -> Option<Section> {
        if self.rest.is_empty() {
            return None;
        }
        // Most are no longer: grown octet by octet, they would be moved several times.
        let mut section = Section { name: String::new(), value: Vec::with_capacity(64) };
        let (mut quoted, mut depth, mut named, mut at) = (false, 0_u32, false, 0);
        while let Some(&byte) = self.rest.get(at) {
            at += 1;
            match byte {
                b'"' if depth == 0 => quoted = !quoted,
                b'\\' if quoted || depth > 0 => {
                    let escaped = self.rest.get(at).copied().unwrap_or(b'\\');
                    at += 1;
                    if depth == 0 {
                        // quirk: old Internet Explorer and Outlook write paths, whose `\` escapes nothing.
                        if !b"\"\\".contains(&escaped) {
                            section.value.push(b'\\');
                        }
                        section.value.push(escaped);
                    }
                }
                b'(' if !quoted && (depth > 0 || section.value.iter().all(u8::is_ascii_whitespace)) => {
                    depth += 1
                }
                b')' if !quoted && depth > 0 => depth -= 1,
                _ if depth > 0 => {}
                b';' if !quoted => break,
                b'=' if !quoted && !named && is_name(&section.value) => {
                    section.name = String::from_utf8_lossy(&section.value).trim().to_ascii_lowercase();
                    section.value.clear();
                    named = true;
                }
                other => section.value.push(other),
            }
        }
        self.rest = self.rest.get(at..).unwrap_or_default();
        if !quoted {
            section.value = section.value.trim_ascii().to_vec();
        }
        Some(section)
    }
}

fn is_name(bytes: &[u8]) -> bool {
    let name = bytes.trim_ascii();
    !name.is_empty() && !name.iter().any(|byte| byte.is_ascii_whitespace() || b"/?".contains(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(value: &[u8], name: &str, expected: Option<&str>) {
        let field = Field { name: "Content-Type", value, hint: None };
        let read = Parameterised::read(&field, &mut Defects::default());
        assert_eq!(read.get(name), expected, "{}", String::from_utf8_lossy(value));
    }

    #[test]
    fn plain_and_quoted_values_are_read() {
        check(b" multipart/mixed; boundary=\"a;b c\"; x=1", "boundary", Some("a;b c"));
        check(b"text/plain;charset = UTF-8", "charset", Some("UTF-8"));
        check(b"text/plain; (a; comment) charset=utf-8", "charset", Some("utf-8"));
        check(b"a/b; name=C:\\temp\\x.txt", "name", Some("C:\\temp\\x.txt"));
        check(b"a/b; name=\"a \\\"b\\\" c\"", "name", Some("a \"b\" c"));
        check(b"a/b; name=faktura (1).pdf", "name", Some("faktura (1).pdf"));
        check(b"a/b; name", "name", None);
    }

    #[test]
    fn rfc_2231_values_are_joined_before_they_are_decoded() {
        check(b"a; filename*=utf-8'nb'bl%C3%A5.txt", "filename", Some("blå.txt"));
        check(b"a; filename*0*=utf-8''bl%C3; filename*1*=%A5; filename*2=.txt", "filename", Some("blå.txt"));
        check(b"a; filename*1*=%E6r; filename*0*=iso-8859-1''bl%E5b", "filename", Some("blåbær"));
        check(b"a; filename=\"bl?.txt\"; filename*=utf-8''bl%C3%A5.txt", "filename", Some("blå.txt"));
        check(b"a; filename*0=\"a\"; filename*1=\"b\"", "filename", Some("ab"));
    }

    #[test]
    fn encoded_words_and_raw_octets_in_values_are_read() {
        check(b"a; name=\"=?iso-8859-1?Q?bl=E5?=\"", "name", Some("blå"));
        check(b"a; name==?utf-8?B?YmzDpQ==?=", "name", Some("blå"));
        check(b"a; name=\"bl\xe5.txt\"", "name", Some("blå.txt"));
    }
}
