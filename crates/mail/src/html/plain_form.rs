//! HTML in a form that costs the real parser little: known elements and attributes, values in double quotes,
//! four character references, a bounded number of tags, bounded nesting. Fidelity is what is at stake here, not safety: whatever comes out
//! is parsed and judged again.
//!
//! Without this, tags without end, a million attributes in one tag, character references without semicolons,
//! or formatting elements that are never closed make an HTML parser work in the square of its input.

use std::collections::HashMap;

use super::allowed::{ELEMENTS, is_allowed};
use super::token::{Tag, Token, Tokens, unescaped};
use crate::text::push_escaped;

/// Tags that are kept; beyond them only text is. The largest newsletters have some 20,000.
const TAGS_MAX: usize = 100_000;
/// Elements that are open at a time; the parser looks through them for many tags. Long Outlook threads nest
/// some 200 deep.
const DEPTH_MAX: usize = 500;
/// Formatting elements that are open at a time: the parser opens all of them again in every paragraph.
const FORMATTING_MAX: usize = 20;

/// Character references in one stretch of text: the parser copies the stretch for each of them. An empty
/// element ends the stretch.
const REFERENCES_MAX: usize = 256;

/// HTML 13.2.4.3: formatting elements.
const FORMATTING: [&str; 13] =
    ["a", "b", "big", "code", "em", "font", "i", "s", "small", "strike", "strong", "tt", "u"];
/// Elements without content.
const VOID: [&str; 5] = ["br", "col", "hr", "img", "wbr"];

/// The plain form.
pub(super) fn of(html: &str) -> String {
    let mut form = Form { html: String::with_capacity(html.len()), ..Form::default() };
    for token in Tokens::of(html) {
        match token {
            Token::Text(text) => form.text(&unescaped(text)),
            Token::Start(tag) => form.start(&tag),
            Token::End(name) => form.end(&name),
        }
    }
    form.html
}

#[derive(Default)]
struct Form {
    html: String,
    tags: usize,
    /// Character references since the last tag.
    references: usize,
    /// How often each element is open.
    open: HashMap<&'static str, usize>,
    depth: usize,
    formatting: usize,
}

impl Form {
    fn text(&mut self, text: &str) {
        let mut rest = text;
        while let Some(at) = rest.bytes().position(|byte| matches!(byte, b'&' | b'<' | 0)) {
            self.html.push_str(&rest[..at]);
            match rest.as_bytes()[at] {
                b'&' => self.html.push_str("&amp;"),
                b'<' => self.html.push_str("&lt;"),
                // HTML has no NUL.
                _ => {}
            }
            rest = &rest[at + 1..];
            self.references += 1;
            if self.references == REFERENCES_MAX {
                self.html.push_str("<span></span>");
                self.references = 0;
            }
        }
        self.html.push_str(rest);
    }

    fn start(&mut self, tag: &Tag<'_>) {
        let Some(name) = ELEMENTS.iter().copied().find(|name| *name == tag.name) else { return };
        if self.tags == TAGS_MAX {
            return;
        }
        if !VOID.contains(&name) && !self.open(name) {
            return;
        }
        self.tags += 1;
        self.references = 0;
        self.html.push('<');
        self.html.push_str(name);
        for (attribute, value) in &tag.attributes {
            if is_allowed(name, attribute) {
                self.html.push(' ');
                self.html.push_str(attribute);
                self.html.push_str("=\"");
                push_escaped(&mut self.html, &unescaped(value));
                self.html.push('"');
            }
        }
        self.html.push('>');
    }

    /// Counts an element as open; `false` where too many are.
    fn open(&mut self, name: &'static str) -> bool {
        let is_formatting = FORMATTING.contains(&name);
        if self.depth == DEPTH_MAX || (is_formatting && self.formatting == FORMATTING_MAX) {
            return false;
        }
        self.depth += 1;
        self.formatting += usize::from(is_formatting);
        *self.open.entry(name).or_default() += 1;
        true
    }

    fn end(&mut self, name: &str) {
        // HTML 13.2.6.4.7: an end tag of a paragraph that is not open makes an empty one; nobody means that.
        let Some((&name, count)) = self.open.get_key_value(name).filter(|(_, count)| **count > 0) else {
            return;
        };
        let count = count - 1;
        self.open.insert(name, count);
        self.depth -= 1;
        self.formatting -= usize::from(FORMATTING.contains(&name));
        self.html.push_str("</");
        self.html.push_str(name);
        self.html.push('>');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_is_kept_in_plain_form() {
        assert_eq!(
            of("<P CLASS=x Align='a\"b'>1 < 2<custom>c</custom></p></p>"),
            "<p align=\"a&quot;b\">1 &lt; 2c</p>"
        );
        assert_eq!(of("a<script>b</script><!-- c --><img src=x onerror=y>"), "a<img src=\"x\">");
    }

    #[test]
    fn nesting_and_numbers_are_bounded() {
        assert_eq!(of(&"<div>".repeat(5_000)).matches("<div>").count(), DEPTH_MAX);
        assert_eq!(of(&"<b>".repeat(5_000)).matches("<b>").count(), FORMATTING_MAX);
        assert_eq!(of(&"<br>".repeat(TAGS_MAX + 5)).matches("<br>").count(), TAGS_MAX);
        assert_eq!(of(&"<".repeat(1_000)).matches("<span>").count(), 3);
    }
}
