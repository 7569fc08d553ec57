//! HTML as a stream of tags and text, in linear time and without nesting. No judge of what is safe: it feeds
//! the text view, and it brings HTML into a plain form before the real parser sees it.

use std::borrow::Cow;

use encoding_rs::WINDOWS_1252;
use mail_parser::decoders::html::add_html_token;
use memchr::{memchr, memmem};

/// Attributes of one tag that are kept. The real parser compares each with all before it.
const ATTRIBUTES_MAX: usize = 64;

/// Elements that are left out with everything in them: code, embedded things, form values.
const SWALLOWED: [&str; 20] = [
    "script", "style", "title", "iframe", "noembed", "noframes", "xmp", "textarea", "svg", "math", "object",
    "applet", "video", "audio", "canvas", "template", "select", "datalist", "frameset", "map",
];

/// A piece of HTML.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    /// Text, its character references as written.
    Text(&'a str),
    /// A start tag.
    Start(Tag<'a>),
    /// An end tag's name, lower case.
    End(String),
}

/// A start tag.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Tag<'a> {
    /// Lower case.
    pub(crate) name: String,
    /// Lower-case names and values with character references as written, in order.
    pub(crate) attributes: Vec<(String, &'a str)>,
}

impl Tag<'_> {
    /// The decoded value of an attribute.
    pub(crate) fn get(&self, name: &str) -> Option<Cow<'_, str>> {
        self.attributes.iter().find(|(other, _)| other == name).map(|(_, value)| unescaped(value))
    }
}

/// Reads HTML from its beginning.
pub(crate) struct Tokens<'a> {
    rest: &'a str,
}

impl<'a> Tokens<'a> {
    pub(crate) fn of(html: &'a str) -> Self {
        Self { rest: html }
    }

    fn skip(&mut self, octets: usize) {
        self.rest = &self.rest[octets.min(self.rest.len())..];
    }

    /// Text up to the next markup; a `<` that begins none is text.
    fn text(&mut self) -> Option<Token<'a>> {
        let bytes = self.rest.as_bytes();
        let mut end = 0;
        while let Some(at) = memchr(b'<', &bytes[end..]) {
            end += at;
            if is_markup(&bytes[end + 1..]) {
                let (text, rest) = self.rest.split_at(end);
                self.rest = rest;
                return (end > 0).then_some(Token::Text(text));
            }
            end += 1;
        }
        let text = std::mem::take(&mut self.rest);
        (!text.is_empty()).then_some(Token::Text(text))
    }

    /// HTML 13.2.5: comments, declarations and processing instructions show nothing.
    fn skip_comment(&mut self) {
        let bytes = self.rest.as_bytes();
        let end = match bytes.strip_prefix(b"<!--") {
            Some(b) if b.starts_with(b">") => Some(5),
            Some(comment) => memmem::find(comment, b"-->").map(|at| at + 7),
            None => memchr(b'>', bytes).map(|at| at + 1),
        };
        self.skip(end.unwrap_or(bytes.len()));
    }

    fn start(&mut self) -> Token<'a> {
        let (tag, octets) = read_tag(self.rest);
        self.skip(octets);
        if SWALLOWED.contains(&tag.name.as_str()) {
            self.skip_to_end_of(&tag.name);
        }
        Token::Start(tag)
    }

    fn end(&mut self) -> Token<'a> {
        let name = name_at(&self.rest[2..]).to_ascii_lowercase();
        let octets = memchr(b'>', self.rest.as_bytes()).map_or(self.rest.len(), |at| at + 1);
        self.skip(octets);
        Token::End(name)
    }

    fn skip_to_end_of(&mut self, name: &str) {
        let bytes = self.rest.as_bytes();
        let is_end = |at: &usize| {
            bytes[at + 2..].get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
        };
        let end = memmem::find_iter(bytes, b"</").find(is_end);
        self.skip(end.unwrap_or(bytes.len()));
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        while !self.rest.is_empty() {
            if let Some(text) = self.text() {
                return Some(text);
            }
            match self.rest.as_bytes().get(1) {
                Some(b'/') if self.rest.as_bytes().get(2).is_some_and(u8::is_ascii_alphabetic) => {
                    return Some(self.end());
                }
                Some(b'/' | b'!' | b'?') => self.skip_comment(),
                Some(_) => return Some(self.start()),
                None => return None,
            }
        }
        None
    }
}

fn is_markup(after: &[u8]) -> bool {
    match after.first() {
        Some(b'/') => after.len() > 1,
        Some(byte) => byte.is_ascii_alphabetic() || *byte == b'!' || *byte == b'?',
        None => false,
    }
}

fn name_at(text: &str) -> &str {
    let end = text.bytes().position(|byte| byte.is_ascii_whitespace() || b"/>".contains(&byte));
    &text[..end.unwrap_or(text.len())]
}

/// HTML 13.2.5.32: attributes until the `>` outside quotes; a tag that never ends takes the rest.
fn read_tag(html: &str) -> (Tag<'_>, usize) {
    let name = name_at(&html[1..]);
    let mut tag = Tag { name: name.to_ascii_lowercase(), attributes: Vec::new() };
    let bytes = html.as_bytes();
    let mut at = 1 + name.len();
    loop {
        at += bytes[at..].iter().take_while(|byte| byte.is_ascii_whitespace() || **byte == b'/').count();
        match bytes.get(at) {
            None => return (tag, at),
            Some(b'>') => return (tag, at + 1),
            Some(_) => {}
        }
        let name_from = at;
        // HTML 13.2.5.32: a `=` at the start belongs to the name.
        at += 1 + bytes[at + 1..]
            .iter()
            .take_while(|byte| !byte.is_ascii_whitespace() && !b"/>=".contains(byte))
            .count();
        let name_to = at;
        let blank = bytes[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let mut value = "";
        if bytes.get(at + blank) == Some(&b'=') {
            at += blank + 1;
            at += bytes[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            let (from, to, next) = value_at(bytes, at);
            value = html.get(from..to).unwrap_or_default();
            at = next;
        }
        if tag.attributes.len() < ATTRIBUTES_MAX {
            let name = html.get(name_from..name_to).unwrap_or_default();
            tag.attributes.push((name.to_ascii_lowercase(), value));
        }
    }
}

/// Where a value begins and ends, and where the tag goes on.
fn value_at(bytes: &[u8], at: usize) -> (usize, usize, usize) {
    match bytes.get(at) {
        Some(&quote @ (b'"' | b'\'')) => {
            let end = memchr(quote, &bytes[at + 1..]).map_or(bytes.len(), |offset| at + 1 + offset);
            (at + 1, end, (end + 1).min(bytes.len()))
        }
        _ => {
            let octets =
                bytes[at..].iter().take_while(|byte| !byte.is_ascii_whitespace() && **byte != b'>').count();
            (at, at + octets, at + octets)
        }
    }
}

/// Text with its character references resolved.
pub(crate) fn unescaped(text: &str) -> Cow<'_, str> {
    /// The longest name has 31 characters; the `&` and `;` stand around it.
    const REFERENCE_OCTETS_MAX: usize = 33;
    /// Of the old names those that are met without their semicolon.
    const OLD: [&str; 11] =
        ["&amp", "&lt", "&gt", "&quot", "&nbsp", "&aring", "&oslash", "&aelig", "&auml", "&ouml", "&uuml"];
    if memchr(b'&', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let mut whole = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr(b'&', rest.as_bytes()) {
        whole.push_str(&rest[..at]);
        rest = &rest[at..];
        let head = &rest.as_bytes()[..rest.len().min(REFERENCE_OCTETS_MAX)];
        let end = head
            .iter()
            .skip(1)
            .position(|byte| !byte.is_ascii_alphanumeric() && *byte != b'#')
            .map(|end| end + 1);
        match end {
            Some(end) if head[end] == b';' && end > 1 => {
                push_reference(&mut whole, &rest[..=end]);
                rest = &rest[end + 1..];
            }
            // HTML 13.2.5.73: old names need no semicolon, but for addresses such as `?a=1&copy=2`.
            Some(end) if head[end] != b'=' && OLD.contains(&&rest[..end]) => {
                push_reference(&mut whole, &format!("{};", &rest[..end]));
                rest = &rest[end..];
            }
            _ => {
                whole.push('&');
                rest = &rest[1..];
            }
        }
    }
    whole.push_str(rest);
    Cow::Owned(whole)
}

fn push_reference(whole: &mut String, reference: &str) {
    let number = reference[1..reference.len() - 1].strip_prefix('#').map(|digits| {
        match digits.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16),
            None => digits.parse(),
        }
    });
    match number {
        // HTML 13.2.5.80: references to C1 controls mean windows-1252.
        Some(Ok(number @ 0x80..=0x9f)) => {
            let octet = [u8::try_from(number).unwrap_or(b'?')];
            whole.push_str(&WINDOWS_1252.decode_without_bom_handling(&octet).0);
        }
        Some(Ok(number)) => {
            whole.push(char::from_u32(number).filter(|&found| found != '\0').unwrap_or('\u{fffd}'))
        }
        Some(Err(_)) => whole.push_str(reference),
        None => add_html_token(whole, reference.as_bytes(), false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, expected: &str) {
        let mut found = String::new();
        for token in Tokens::of(html) {
            match token {
                Token::Text(text) => found.push_str(&format!("[{text}]")),
                Token::End(name) => found.push_str(&format!("</{name}>")),
                Token::Start(tag) => {
                    let attributes: Vec<_> =
                        tag.attributes.iter().map(|(name, value)| format!(" {name}={value}")).collect();
                    found.push_str(&format!("<{}{}>", tag.name, attributes.concat()));
                }
            }
        }
        assert_eq!(found, expected, "{html:?}");
    }

    #[test]
    fn tags_and_text_are_told_apart() {
        check("a<B>c</B >d", "[a]<b>[c]</b>[d]");
        check("1 < 2 <3 <", "[1 < 2 <3 <]");
        check("<a HREF='x>y' b=\"c\"d=e f>t", "<a href=x>y b=c d=e f=>[t]");
        check("<br/><img/src=x>", "<br><img src=x>");
        check("<a b", "<a b=>");
        check("a<!-- <b> -->c<!doctype x>d<?p?>e</ x>f", "[a][c][d][e][f]");
    }

    #[test]
    fn swallowed_elements_go_with_their_content() {
        check("a<script>b</SCRIPT>c", "[a]<script></script>[c]");
        check("a<style>b", "[a]<style>");
    }

    #[test]
    fn references_are_resolved() {
        assert_eq!(
            unescaped("a&amp;b &aring;&#229;&#xE5;&#146;&#0; &nosuch; & &x &nbsp a&amp=b"),
            "a&b ååå’\u{fffd} &nosuch; & &x \u{a0} a&amp=b"
        );
    }
}
