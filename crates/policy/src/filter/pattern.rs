//! Patterns that a person wrote, run in time linear in the text.

use regex::{Captures, Regex, RegexBuilder};

/// Octets of the compiled form of one pattern: bounds the memory that a user's text can take.
const COMPILED_OCTETS_MAX: usize = 1 << 20;
/// Octets of a pattern as written.
pub const PATTERN_OCTETS_MAX: usize = 2000;
/// Characters of the matching text that are kept as the reason.
const MATCHED_CHARS_MAX: usize = 120;
/// Characters of one captured text.
const CAPTURED_CHARS_MAX: usize = 1000;

/// Why a pattern cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    /// Nothing to look for: it would match every mail.
    #[error("the pattern is empty; write what the mail must contain")]
    Empty,
    /// Longer than [`PATTERN_OCTETS_MAX`].
    #[error("the pattern is longer than {PATTERN_OCTETS_MAX} octets; split it into several conditions")]
    TooLong,
    /// Not a regular expression we can run; the text says where it breaks.
    #[error("the regular expression cannot be read: {0}")]
    Syntax(String),
    /// It would need more memory than one filter may take.
    #[error("the regular expression is too large; use smaller repetitions")]
    TooLarge,
}

/// Where a literal text must stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Place {
    /// Anywhere.
    Anywhere,
    /// At the beginning.
    Beginning,
    /// At the end.
    End,
    /// It is all there is.
    Whole,
}

/// A pattern, ready to run. Case is ignored.
#[derive(Debug, Clone)]
pub(super) struct Pattern(Regex);

impl Pattern {
    /// Reads a regular expression.
    pub(super) fn regex(pattern: &str) -> Result<Self, PatternError> {
        check(pattern)?;
        Self::build(pattern)
    }

    /// Takes every character literally.
    pub(super) fn literal(text: &str, place: Place) -> Result<Self, PatternError> {
        check(text)?;
        let text = regex::escape(text.trim());
        Self::build(&match place {
            Place::Anywhere => text,
            Place::Beginning => format!(r"\A\s*{text}"),
            Place::End => format!(r"{text}\s*\z"),
            Place::Whole => format!(r"\A\s*{text}\s*\z"),
        })
    }

    fn build(source: &str) -> Result<Self, PatternError> {
        let built = RegexBuilder::new(source)
            .case_insensitive(true)
            .multi_line(true)
            .size_limit(COMPILED_OCTETS_MAX)
            .dfa_size_limit(COMPILED_OCTETS_MAX)
            .build();
        match built {
            Ok(regex) => Ok(Self(regex)),
            Err(regex::Error::CompiledTooBig(_)) => Err(PatternError::TooLarge),
            Err(error) => Err(PatternError::Syntax(last_line(&error.to_string()))),
        }
    }

    /// The first text that matches, cut to what a reason needs.
    pub(super) fn find(&self, text: &str) -> Option<String> {
        self.0.find(text).map(|found| cut(found.as_str().trim(), MATCHED_CHARS_MAX))
    }

    /// The names of its groups.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.capture_names().flatten()
    }

    /// What its first group holds, or the whole match where it has none, and its named groups.
    pub(super) fn capture(&self, text: &str) -> Option<Captured> {
        let found: Captures<'_> = self.0.captures(text)?;
        let whole = if self.0.captures_len() > 1 { found.get(1) } else { found.get(0) };
        let named = self.names().filter_map(|name| Some((name.to_owned(), kept(found.name(name)?.as_str()))));
        Some(Captured { first: whole.map(|part| kept(part.as_str())), named: named.collect() })
    }
}

/// What a pattern captured.
pub(super) struct Captured {
    /// Its first group; `None` where that took no part in the match.
    pub(super) first: Option<String>,
    /// The named groups that took part.
    pub(super) named: Vec<(String, String)>,
}

fn check(pattern: &str) -> Result<(), PatternError> {
    if pattern.trim().is_empty() {
        Err(PatternError::Empty)
    } else if pattern.len() > PATTERN_OCTETS_MAX {
        Err(PatternError::TooLong)
    } else {
        Ok(())
    }
}

fn kept(text: &str) -> String {
    cut(text.trim(), CAPTURED_CHARS_MAX)
}

pub(super) fn cut(text: &str, chars: usize) -> String {
    text.chars().take(chars).collect()
}

/// The library draws the pattern with a marker; its last line says what is wrong.
fn last_line(message: &str) -> String {
    let line = message.lines().last().unwrap_or_default();
    line.strip_prefix("error: ").unwrap_or(line).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn patterns_that_cannot_run_are_refused_with_a_reason() {
        let regex = |pattern: &str| Pattern::regex(pattern).unwrap_err();
        assert_eq!(regex(" "), PatternError::Empty);
        assert_eq!(regex(&"a".repeat(3000)), PatternError::TooLong);
        assert_eq!(regex("(((a{1000}){1000}){1000})"), PatternError::TooLarge);
        assert!(matches!(regex("(a"), PatternError::Syntax(said) if said.contains("unclosed")));
        assert!(matches!(regex("(?=a)b"), PatternError::Syntax(said) if said.contains("look-around")));
    }

    #[test]
    fn a_literal_stands_where_it_must() {
        let finds = |place, text| Pattern::literal("a.b(c", place).unwrap().find(text).is_some();
        assert!(finds(Place::Anywhere, "xA.B(Cx") && !finds(Place::Anywhere, "axb(c"));
        assert!(finds(Place::Beginning, " a.b(c, d") && !finds(Place::Beginning, "x\na.b(c"));
        assert!(finds(Place::End, "x a.b(c\n") && !finds(Place::End, "a.b(c\nx"));
        assert!(finds(Place::Whole, " A.b(c ") && !finds(Place::Whole, "a.b(cd"));
    }

    #[test]
    fn the_first_group_is_the_value_and_named_groups_are_values_of_their_own() {
        let captured = Pattern::regex(r"order (?P<number>\d+) of (?P<who>\w+)").unwrap();
        let captured = captured.capture("Your ORDER 17 of Kari").unwrap();
        assert_eq!(captured.first.as_deref(), Some("17"));
        assert_eq!(captured.named, [("number".into(), "17".into()), ("who".into(), "Kari".into())]);
        let whole = Pattern::regex(r"\d+").unwrap().capture("no 12 no").unwrap();
        assert_eq!(whole.first.as_deref(), Some("12"));
        let absent = Pattern::regex("a(b)?c").unwrap().capture("ac").unwrap();
        assert_eq!(absent.first, None);
    }

    proptest! {
        #[test]
        fn any_pattern_is_read_or_refused_and_never_panics(pattern in "\\PC{0,60}", text in "\\PC{0,200}") {
            let places = [Place::Anywhere, Place::Beginning, Place::End, Place::Whole];
            let literals = places.map(|place| Pattern::literal(&pattern, place));
            for pattern in literals.into_iter().chain([Pattern::regex(&pattern)]).flatten() {
                let _ = pattern.find(&text);
                let _ = pattern.capture(&text);
            }
        }

        #[test]
        fn a_text_contains_begins_with_ends_with_and_is_itself(text in "[a-zæøå.*(\\[]{1,30}") {
            for place in [Place::Anywhere, Place::Beginning, Place::End, Place::Whole] {
                prop_assert!(Pattern::literal(&text, place).unwrap().find(&text.to_uppercase()).is_some());
            }
        }
    }
}
