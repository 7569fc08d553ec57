//! Filters: conditions on a mail, what is read out of it, and what is done with it.
//!
//! The filters of a mailbox are tried in their order. One that matches adds its actions to those
//! of the filters before it, which decide where both say something, and ends the run if it says
//! so or holds the mail back. The verdict names each condition that held and the text it held
//! for, and can name each that did not.

mod condition;
mod effects;
mod language;
mod pattern;
mod texts;
mod variables;

#[cfg(test)]
mod tests;

use domain::FilterId;
use domain::filter::{Combine, FilterAction, FilterField, FilterRules};
use domain::timeline::MatchReason;

pub use condition::ConditionError;
pub use effects::{CustomerEffects, Effects, Found, Held, Letter, MailEffects, Overruling, Sought};
pub use pattern::{PATTERN_OCTETS_MAX, PatternError};
pub use texts::{Texts, TypeOfCase};
pub use variables::{Variables, in_one_notation, is_name, named};

use condition::Condition;
use variables::Capture;

/// Which part of a filter cannot be used, and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FilterError {
    /// The condition in this place, from 0.
    #[error("condition {}: {error}", .place + 1)]
    Condition {
        /// Which.
        place: usize,
        /// Why.
        error: ConditionError,
    },
    /// The capture in this place, from 0.
    #[error("capture {}: {error}", .place + 1)]
    Capture {
        /// Which.
        place: usize,
        /// Why.
        error: ConditionError,
    },
}

/// One filter, ready to run.
#[derive(Debug, Clone)]
pub struct Filter {
    /// Which.
    pub id: FilterId,
    /// Its name, for the reason.
    pub name: String,
    combine: Combine,
    conditions: Vec<Condition>,
    captures: Vec<Capture>,
    actions: Vec<FilterAction>,
    stop: bool,
}

impl Filter {
    /// Makes a filter ready.
    ///
    /// # Errors
    /// When a condition or a capture cannot be used.
    pub fn new(id: FilterId, name: &str, rules: &FilterRules) -> Result<Self, FilterError> {
        let mut conditions = Vec::with_capacity(rules.conditions.len());
        for (place, written) in rules.conditions.iter().enumerate() {
            conditions
                .push(Condition::new(written).map_err(|error| FilterError::Condition { place, error })?);
        }
        let mut captures = Vec::with_capacity(rules.captures.len());
        for (place, written) in rules.captures.iter().enumerate() {
            captures.push(Capture::new(written).map_err(|error| FilterError::Capture { place, error })?);
        }
        let (combine, stop, actions) = (rules.combine, rules.stop, rules.actions.clone());
        Ok(Self { id, name: name.to_owned(), combine, conditions, captures, actions, stop })
    }

    /// The names that its texts may name.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let of_conditions = self.conditions.iter().flat_map(Condition::names);
        of_conditions.chain(self.captures.iter().flat_map(Capture::names))
    }

    /// Whether it asks for the request type of the mail's case.
    #[must_use]
    pub fn asks_for_request_type(&self) -> bool {
        self.conditions.iter().any(|condition| condition.field() == FilterField::RequestType)
    }

    /// Why it matches, or the place of the condition that kept it from matching, from 0.
    fn matches(&self, mail: &Texts<'_>) -> Result<Vec<MatchReason>, Option<usize>> {
        match self.combine {
            Combine::All => {
                let asked = self.conditions.iter().enumerate();
                asked.map(|(place, condition)| condition.holds(mail).ok_or(Some(place))).collect()
            }
            Combine::Any => {
                let held: Vec<_> = self.conditions.iter().filter_map(|one| one.holds(mail)).collect();
                if held.is_empty() && !self.conditions.is_empty() { Err(None) } else { Ok(held) }
            }
        }
    }
}

/// One filter that matched.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Match {
    /// Which.
    pub id: FilterId,
    /// Its name.
    pub name: String,
    /// The conditions that held.
    pub reasons: Vec<MatchReason>,
    /// What was read out of the mail.
    pub variables: Variables,
    /// What it does, as stable names.
    pub actions: Vec<&'static str>,
    /// What it would have done but for a text that names something the mail does not have.
    pub left_out: Vec<&'static str>,
}

/// One filter that was tried and did not match.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Miss {
    /// Which.
    pub id: FilterId,
    /// Its name.
    pub name: String,
    /// The place of the condition that did not hold, from 0; none where any would have done.
    pub condition: Option<usize>,
}

/// A filter that was tried.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Tried {
    /// It matched.
    Match(Match),
    /// It did not.
    Miss(Miss),
}

/// What the filters say about a mail.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Verdict {
    /// Those that were tried, in their order.
    pub tried: Vec<Tried>,
    /// What they do together.
    pub effects: Effects,
}

impl Verdict {
    /// Those that matched, in their order.
    pub fn matches(&self) -> impl Iterator<Item = &Match> {
        self.tried.iter().filter_map(|tried| match tried {
            Tried::Match(found) => Some(found),
            Tried::Miss(_) => None,
        })
    }
}

/// Runs the filters in their order; `skip` names those that somebody overruled.
pub fn decide<'f>(
    filters: impl IntoIterator<Item = &'f Filter>,
    mail: &Texts<'_>,
    skip: &[FilterId],
) -> Verdict {
    let mut verdict = Verdict::default();
    for filter in filters.into_iter().filter(|filter| !skip.contains(&filter.id)) {
        let (id, name) = (filter.id, filter.name.clone());
        match filter.matches(mail) {
            Err(condition) => verdict.tried.push(Tried::Miss(Miss { id, name, condition })),
            Ok(reasons) => {
                let variables = variables::read(&filter.conditions, &filter.captures, mail);
                let (done, left_out): (Vec<_>, Vec<_>) =
                    filter.actions.iter().partition(|action| verdict.effects.add(id, action, &variables));
                let names = |actions: Vec<&FilterAction>| actions.iter().map(|one| one.as_str()).collect();
                let (actions, left_out) = (names(done), names(left_out));
                verdict.tried.push(Tried::Match(Match { id, name, reasons, variables, actions, left_out }));
                if filter.stop || verdict.effects.held.is_some() {
                    break;
                }
            }
        }
    }
    verdict
}
