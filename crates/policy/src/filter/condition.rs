//! One condition, ready to be asked.

use std::borrow::Cow;

use domain::RequestTypeId;
use domain::filter::{FilterCondition, FilterField, FilterOperator};
use domain::timeline::MatchReason;
use mail::Class;

use super::language;
use super::pattern::{Captured, Pattern, PatternError, Place, cut};
use super::texts::Texts;

/// Characters of a condition's value that stand in a reason.
const VALUE_CHARS_MAX: usize = 200;
/// Characters of a header field's name.
const HEADER_CHARS_MAX: usize = 100;

/// Why a condition cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConditionError {
    /// The pattern cannot be used.
    #[error(transparent)]
    Pattern(#[from] PatternError),
    /// The operator does not fit the field.
    #[error("`{operator}` cannot be asked of `{field}`; choose another comparison", operator = .1.as_str(), field = .0.as_str())]
    Operator(FilterField, FilterOperator),
    /// No number of octets.
    #[error("`{0}` is not a size; write a number of octets")]
    Size(String),
    /// No such class or language.
    #[error("`{0}` is not one of the known values")]
    Word(String),
    /// A header field's name has letters, digits and hyphens.
    #[error("`{0}` is not the name of a header field")]
    Header(String),
}

/// A condition, ready to be asked.
#[derive(Debug, Clone)]
pub(super) struct Condition {
    field: FilterField,
    header: Option<String>,
    operator: FilterOperator,
    value: String,
    test: Test,
}

#[derive(Debug, Clone)]
enum Test {
    /// One of the texts matches, or none does.
    Text { pattern: Pattern, wanted: bool },
    /// There is such a text, or there is none.
    Presence { wanted: bool },
    /// It is this word, or it is not.
    Word { word: String, wanted: bool },
    /// The case is of this request type, or it is not.
    Type { id: RequestTypeId, wanted: bool },
    /// More octets than this.
    Larger(u64),
    /// Fewer octets than this.
    Smaller(u64),
}

impl Condition {
    pub(super) fn new(written: &FilterCondition) -> Result<Self, ConditionError> {
        let FilterCondition { field, operator, .. } = *written;
        if !field.operators().contains(&operator) {
            return Err(ConditionError::Operator(field, operator));
        }
        Ok(Self {
            field,
            header: header_name(field, written.header.as_deref())?,
            operator,
            value: cut(&written.value, VALUE_CHARS_MAX),
            test: Test::new(field, operator, written.value.trim())?,
        })
    }

    pub(super) const fn field(&self) -> FilterField {
        self.field
    }

    /// Why it holds; `None` where it does not.
    pub(super) fn holds(&self, mail: &Texts<'_>) -> Option<MatchReason> {
        let texts = || mail.of(self.field, self.header.as_deref());
        let text = match &self.test {
            Test::Text { pattern, wanted: true } => texts().iter().find_map(|text| pattern.find(text))?,
            Test::Text { pattern, wanted: false } => {
                let texts = texts();
                if texts.iter().any(|text| pattern.find(text).is_some()) {
                    return None;
                }
                first(&texts)
            }
            Test::Presence { wanted } => {
                let texts = texts();
                if texts.is_empty() == *wanted {
                    return None;
                }
                first(&texts)
            }
            Test::Word { word, wanted } => {
                let found = mail.word(self.field);
                if (found == Some(word.as_str())) != *wanted {
                    return None;
                }
                found.unwrap_or_default().to_owned()
            }
            Test::Type { id, wanted } => {
                let found = mail.request_type();
                if found.is_some_and(|found| found.ids.contains(id)) != *wanted {
                    return None;
                }
                found.map(|found| found.name.clone()).unwrap_or_default()
            }
            Test::Larger(octets) => Some(mail.size_octets()).filter(|size| size > octets)?.to_string(),
            Test::Smaller(octets) => Some(mail.size_octets()).filter(|size| size < octets)?.to_string(),
        };
        let (field, operator) = (self.field, self.operator);
        Some(MatchReason { field, header: self.header.clone(), operator, value: self.value.clone(), text })
    }

    /// What the groups of its regular expression hold.
    pub(super) fn capture(&self, mail: &Texts<'_>) -> Option<Captured> {
        match &self.test {
            Test::Text { pattern, .. } if self.operator == FilterOperator::Regex => {
                let texts = mail.of(self.field, self.header.as_deref());
                texts.iter().find_map(|text| pattern.capture(text))
            }
            Test::Text { .. }
            | Test::Presence { .. }
            | Test::Word { .. }
            | Test::Type { .. }
            | Test::Larger(_)
            | Test::Smaller(_) => None,
        }
    }

    /// The names that its regular expression gives.
    pub(super) fn names(&self) -> Vec<&str> {
        match &self.test {
            Test::Text { pattern, .. } => pattern.names().collect(),
            Test::Presence { .. }
            | Test::Word { .. }
            | Test::Type { .. }
            | Test::Larger(_)
            | Test::Smaller(_) => Vec::new(),
        }
    }
}

impl Test {
    fn new(field: FilterField, operator: FilterOperator, value: &str) -> Result<Self, ConditionError> {
        let text = |place, wanted| Ok(Self::Text { pattern: Pattern::literal(value, place)?, wanted });
        match operator {
            FilterOperator::Equals | FilterOperator::NotEquals if !field.is_text() => {
                let wanted = operator == FilterOperator::Equals;
                if field == FilterField::RequestType {
                    let id = value.parse().map_err(|_| ConditionError::Word(value.to_owned()))?;
                    return Ok(Self::Type { id, wanted });
                }
                Ok(Self::Word { word: known_word(field, value)?, wanted })
            }
            FilterOperator::Contains => text(Place::Anywhere, true),
            FilterOperator::NotContains => text(Place::Anywhere, false),
            FilterOperator::Equals => text(Place::Whole, true),
            FilterOperator::NotEquals => text(Place::Whole, false),
            FilterOperator::Begins => text(Place::Beginning, true),
            FilterOperator::Ends => text(Place::End, true),
            FilterOperator::Regex => Ok(Self::Text { pattern: Pattern::regex(value)?, wanted: true }),
            FilterOperator::Larger => Ok(Self::Larger(octets(value)?)),
            FilterOperator::Smaller => Ok(Self::Smaller(octets(value)?)),
            FilterOperator::Exists => Ok(Self::Presence { wanted: true }),
            FilterOperator::Missing => Ok(Self::Presence { wanted: false }),
        }
    }
}

/// The field's name where it reads one; RFC 5322 3.6.8 allows more characters than are in use.
pub(super) fn header_name(field: FilterField, name: Option<&str>) -> Result<Option<String>, ConditionError> {
    let name = name.map(|name| name.trim().trim_end_matches(':')).filter(|name| !name.is_empty());
    let Some(name) = name.filter(|_| field == FilterField::Header) else { return Ok(None) };
    let plausible =
        name.len() <= HEADER_CHARS_MAX && name.bytes().all(|byte| byte.is_ascii_graphic() && byte != b':');
    if plausible { Ok(Some(name.to_owned())) } else { Err(ConditionError::Header(name.to_owned())) }
}

fn known_word(field: FilterField, word: &str) -> Result<String, ConditionError> {
    let known = if field == FilterField::Language {
        language::KNOWN.contains(&word)
    } else {
        Class::ALL.iter().any(|class| class.as_str() == word)
    };
    if known { Ok(word.to_owned()) } else { Err(ConditionError::Word(word.to_owned())) }
}

fn octets(text: &str) -> Result<u64, ConditionError> {
    text.parse().map_err(|_| ConditionError::Size(text.to_owned()))
}

fn first(texts: &[Cow<'_, str>]) -> String {
    let line = texts.first().and_then(|text| text.lines().find(|line| !line.trim().is_empty()));
    cut(line.unwrap_or_default().trim(), VALUE_CHARS_MAX)
}
