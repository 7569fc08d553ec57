//! Filters: which of them match a mail, on what text, and what follows.
//!
//! They run in their order. One that blocks ends the run; categories and priorities let later
//! filters go on, and the first that sets a value wins.

use domain::intake::{FilterAction, FilterField, FilterOperator};
use domain::{CategoryId, FilterId, PriorityId};
use regex::{Regex, RegexBuilder};

/// Octets of the compiled form of one pattern: bounds the memory that a user's text can take.
const COMPILED_OCTETS_MAX: usize = 1 << 20;
/// Octets of a pattern as written.
pub const PATTERN_OCTETS_MAX: usize = 2000;
/// Characters of the matching text that are kept as the reason.
const MATCHED_CHARS_MAX: usize = 120;

/// Why a pattern cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    /// Nothing to look for: it would match every mail.
    #[error("the pattern is empty; write what the mail must contain")]
    Empty,
    /// Longer than [`PATTERN_OCTETS_MAX`].
    #[error("the pattern is longer than {PATTERN_OCTETS_MAX} octets; split it into several filters")]
    TooLong,
    /// Not a regular expression we can run; the text says where it breaks.
    #[error("the regular expression cannot be read: {0}")]
    Syntax(String),
    /// It would need more memory than one filter may take.
    #[error("the regular expression is too large; use smaller repetitions")]
    TooLarge,
}

/// A pattern, ready to run in time linear in the text.
#[derive(Debug, Clone)]
pub struct Pattern(Regex);

impl Pattern {
    /// Reads a pattern. Both operators ignore case; `Contains` takes every character literally.
    ///
    /// # Errors
    /// When it is empty, too long, too large or not a regular expression.
    pub fn new(operator: FilterOperator, pattern: &str) -> Result<Self, PatternError> {
        if pattern.trim().is_empty() {
            return Err(PatternError::Empty);
        }
        if pattern.len() > PATTERN_OCTETS_MAX {
            return Err(PatternError::TooLong);
        }
        let source = match operator {
            FilterOperator::Contains => regex::escape(pattern.trim()),
            FilterOperator::Regex => pattern.to_owned(),
        };
        let built = RegexBuilder::new(&source)
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
    #[must_use]
    pub fn find(&self, text: &str) -> Option<String> {
        self.0.find(text).map(|found| found.as_str().chars().take(MATCHED_CHARS_MAX).collect())
    }
}

/// The library draws the pattern with a marker; its last line says what is wrong.
fn last_line(message: &str) -> String {
    let line = message.lines().last().unwrap_or_default();
    line.strip_prefix("error: ").unwrap_or(line).to_owned()
}

/// One filter, ready to run.
#[derive(Debug, Clone)]
pub struct Filter {
    /// Which.
    pub id: FilterId,
    /// Its name, for the reason.
    pub name: String,
    /// What it reads.
    pub field: FilterField,
    /// What it looks for.
    pub pattern: Pattern,
    /// What it does.
    pub action: FilterAction,
}

/// The texts of a mail that filters read.
#[derive(Debug, Clone, Copy, Default)]
pub struct Texts<'a> {
    /// Sender, name and address.
    pub from: &'a str,
    /// To and Cc, names and addresses.
    pub to: &'a str,
    /// The subject.
    pub subject: &'a str,
    /// The readable text.
    pub body: &'a str,
    /// The decoded header.
    pub header: &'a str,
}

impl<'a> Texts<'a> {
    const fn of(&self, field: FilterField) -> &'a str {
        match field {
            FilterField::From => self.from,
            FilterField::To => self.to,
            FilterField::Subject => self.subject,
            FilterField::Body => self.body,
            FilterField::Header => self.header,
        }
    }
}

/// One filter that matched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// Which.
    pub id: FilterId,
    /// Its name.
    pub name: String,
    /// The text that matched.
    pub matched: String,
    /// What it does.
    pub action: FilterAction,
}

/// What the filters say about a mail.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verdict {
    /// Those that matched, in order.
    pub matches: Vec<Match>,
    /// The filter that holds it back.
    pub blocked_by: Option<FilterId>,
    /// The category for its case.
    pub category: Option<CategoryId>,
    /// The priority for its case.
    pub priority: Option<PriorityId>,
}

/// Runs the filters in their order; `skip` names those that somebody overruled.
#[must_use]
pub fn decide(filters: &[Filter], texts: &Texts<'_>, skip: &[FilterId]) -> Verdict {
    let mut verdict = Verdict::default();
    for filter in filters.iter().filter(|filter| !skip.contains(&filter.id)) {
        let Some(matched) = filter.pattern.find(texts.of(filter.field)) else { continue };
        let Filter { id, name, action, .. } = filter;
        verdict.matches.push(Match { id: *id, name: name.clone(), matched, action: action.clone() });
        match action {
            FilterAction::Block => {
                verdict.blocked_by = Some(*id);
                break;
            }
            FilterAction::Category { category_id } => {
                verdict.category.get_or_insert(*category_id);
            }
            FilterAction::Priority { priority_id } => {
                verdict.priority.get_or_insert(*priority_id);
            }
        }
    }
    verdict
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn filter(id: i64, operator: FilterOperator, pattern: &str, action: FilterAction) -> Filter {
        let pattern = Pattern::new(operator, pattern).unwrap();
        Filter {
            id: FilterId::new(id),
            name: format!("filter {id}"),
            field: FilterField::Subject,
            pattern,
            action,
        }
    }

    fn category(id: i64) -> FilterAction {
        FilterAction::Category { category_id: CategoryId::new(id) }
    }

    fn decide_subject(filters: &[Filter], subject: &str, skip: &[i64]) -> Verdict {
        let texts = Texts { subject, ..Texts::default() };
        let skip: Vec<_> = skip.iter().copied().map(FilterId::new).collect();
        decide(filters, &texts, &skip)
    }

    #[test]
    fn a_blocking_filter_ends_the_run() {
        let filters = [
            filter(1, FilterOperator::Contains, "tilbud", category(7)),
            filter(2, FilterOperator::Regex, r"(gratis|free)\s+iphone", FilterAction::Block),
            filter(3, FilterOperator::Contains, "iphone", category(8)),
        ];
        let verdict = decide_subject(&filters, "TILBUD: Gratis  iPhone", &[]);
        assert_eq!(verdict.blocked_by, Some(FilterId::new(2)));
        assert_eq!(verdict.category, Some(CategoryId::new(7)));
        assert_eq!(verdict.matches[1].matched, "Gratis  iPhone");
        assert_eq!(verdict.matches.len(), 2);
    }

    #[test]
    fn an_overruled_filter_is_left_out_and_the_others_still_act() {
        let filters = [
            filter(1, FilterOperator::Contains, "iphone", FilterAction::Block),
            filter(2, FilterOperator::Contains, "iphone", category(8)),
        ];
        let verdict = decide_subject(&filters, "iphone", &[1]);
        assert_eq!(verdict.blocked_by, None);
        assert_eq!(verdict.category, Some(CategoryId::new(8)));
    }

    #[test]
    fn contains_takes_every_character_literally() {
        let filters = [filter(1, FilterOperator::Contains, "a.b(c", FilterAction::Block)];
        assert!(decide_subject(&filters, "xA.B(Cx", &[]).blocked_by.is_some());
        assert!(decide_subject(&filters, "axb(c", &[]).blocked_by.is_none());
    }

    #[test]
    fn patterns_that_cannot_run_are_refused_with_a_reason() {
        let regex = |pattern: &str| Pattern::new(FilterOperator::Regex, pattern).unwrap_err();
        assert_eq!(regex(" "), PatternError::Empty);
        assert_eq!(regex(&"a".repeat(3000)), PatternError::TooLong);
        assert_eq!(regex("(((a{1000}){1000}){1000})"), PatternError::TooLarge);
        assert!(matches!(regex("(a"), PatternError::Syntax(said) if said.contains("unclosed")));
        assert!(matches!(regex("(?=a)b"), PatternError::Syntax(said) if said.contains("look-around")));
    }

    proptest! {
        #[test]
        fn any_pattern_is_read_or_refused_and_never_panics(pattern in "\\PC{0,60}", text in "\\PC{0,200}") {
            for operator in [FilterOperator::Contains, FilterOperator::Regex] {
                if let Ok(pattern) = Pattern::new(operator, &pattern) {
                    let _ = pattern.find(&text);
                }
            }
        }
    }
}
