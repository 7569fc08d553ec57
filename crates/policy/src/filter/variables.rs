//! What is read out of a mail, and the texts that name it: `[[capture.name]]`, as templates do. Filters
//! wrote `[[name]]` at first, which is read as the same.

use std::collections::BTreeMap;

use domain::filter::FilterCapture;

use super::condition::{Condition, ConditionError, header_name};
use super::pattern::Pattern;
use super::texts::Texts;

/// Characters of a text after what it names is filled in.
const FILLED_CHARS_MAX: usize = 20_000;

/// What stands before a name.
const PREFIX: &str = "capture.";

/// Captured texts by name.
pub type Variables = BTreeMap<String, String>;

/// A capture, ready to run.
#[derive(Debug, Clone)]
pub(super) struct Capture {
    written: FilterCapture,
    header: Option<String>,
    pattern: Pattern,
}

impl Capture {
    pub(super) fn new(written: &FilterCapture) -> Result<Self, ConditionError> {
        let header = header_name(written.field, written.header.as_deref())?;
        Ok(Self { written: written.clone(), header, pattern: Pattern::regex(&written.pattern)? })
    }

    /// The names that it gives.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.written.name.as_str()).chain(self.pattern.names())
    }
}

/// Reads all of them out of a mail; the first that gives a name keeps it.
pub(super) fn read(conditions: &[Condition], captures: &[Capture], mail: &Texts<'_>) -> Variables {
    let mut variables = Variables::new();
    for condition in conditions {
        for (name, value) in condition.capture(mail).into_iter().flat_map(|captured| captured.named) {
            variables.entry(name).or_insert(value);
        }
    }
    for capture in captures {
        let texts = mail.of(capture.written.field, capture.header.as_deref());
        let Some(captured) = texts.iter().find_map(|text| capture.pattern.capture(text)) else { continue };
        if let Some(first) = captured.first {
            variables.entry(capture.written.name.clone()).or_insert(first);
        }
        for (name, value) in captured.named {
            variables.entry(name).or_insert(value);
        }
    }
    variables
}

/// Whether this can be a variable's name.
#[must_use]
pub fn is_name(name: &str) -> bool {
    let starts = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    starts && name.len() <= 40 && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// The names that a text names.
pub fn named(text: &str) -> impl Iterator<Item = &str> {
    pieces(text).filter_map(|piece| match piece {
        Piece::Name(name) => Some(name),
        Piece::Text(_) => None,
    })
}

/// The text with its names written as templates write them.
#[must_use]
pub fn in_one_notation(text: &str) -> String {
    pieces(text).fold(String::with_capacity(text.len()), |written, piece| match piece {
        Piece::Text(text) => written + text,
        Piece::Name(name) => format!("{written}[[{PREFIX}{name}]]"),
    })
}

/// The text with what it names; `None` where something it names was not found in the mail.
pub(super) fn fill(text: &str, variables: &Variables) -> Option<String> {
    let mut filled = String::new();
    for piece in pieces(text) {
        match piece {
            Piece::Text(text) => filled.push_str(text),
            Piece::Name(name) => filled.push_str(variables.get(name)?),
        }
    }
    Some(filled.trim().chars().take(FILLED_CHARS_MAX).collect())
}

enum Piece<'a> {
    Text(&'a str),
    Name(&'a str),
}

/// Cuts a text at its names. Brackets that hold no name are text.
fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        if let Some((name, behind)) = rest.strip_prefix("[[").and_then(|inner| inner.split_once("]]"))
            && let name = name.trim()
            && let name = name.strip_prefix(PREFIX).unwrap_or(name)
            && is_name(name)
        {
            rest = behind;
            return Some(Piece::Name(name));
        }
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let end = rest[first..].find("[[").map_or(rest.len(), |at| at + first);
        let (text, behind) = rest.split_at(end);
        rest = behind;
        Some(Piece::Text(text))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_text_is_filled_or_left_alone() {
        let variables = Variables::from([("number".to_owned(), "17".to_owned())]);
        let check = |text, expected: Option<&str>| {
            assert_eq!(fill(text, &variables).as_deref(), expected, "{text}");
        };
        check("Order [[number]] and [[ number ]]", Some("Order 17 and 17"));
        check("Order [[capture.number]]", Some("Order 17"));
        check("fixed", Some("fixed"));
        check("[[unknown]]", None);
        check("[[no name]] [[[number]] [[", Some("[[no name]] [17 [["));
        assert_eq!(in_one_notation("[[ a ]] [[capture.b]] [[x y]]"), "[[capture.a]] [[capture.b]] [[x y]]");
        assert_eq!(named("[[a]] b [[c_1]] [[1]]").collect::<Vec<_>>(), ["a", "c_1"]);
    }

    proptest! {
        #[test]
        fn a_text_without_names_stays_as_it_is(text in "[^\\[]{0,60}|[\\[\\] a-z]{0,30}") {
            if named(&text).next().is_none() {
                prop_assert_eq!(fill(&text, &Variables::new()), Some(text.trim().to_owned()));
            }
        }
    }
}
