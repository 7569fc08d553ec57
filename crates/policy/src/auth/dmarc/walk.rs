//! The walk up the tree of names (RFC 9989 4.10): from a domain to its organisation, record by record.

use super::{Record, record};
use crate::auth::dns::{Answer, Answers, Lacking, Question};

/// RFC 9989 4.10: names that are asked for one domain.
const STEPS_MAX: usize = 8;

/// The records on the way up, the nearest first, and where the walk began.
pub(super) struct Walked {
    domain: String,
    found: Vec<Record>,
}

/// Walks; `Ok(Err(..))` says why DNS does not answer for now.
pub(super) fn up(domain: &str, answers: &Answers) -> Result<Result<Walked, String>, Lacking> {
    let mut walked = Walked { domain: domain.to_owned(), found: Vec::new() };
    let labels: Vec<&str> = domain.split('.').collect();
    let mut left = labels.len();
    for _ in 0..STEPS_MAX {
        let name = labels[labels.len() - left..].join(".");
        match answers.to(Question::Txt(format!("_dmarc.{name}")))? {
            Answer::Unavailable(cause) => {
                return Ok(Err(format!("DNS does not answer for _dmarc.{name}: {cause}")));
            }
            answer @ (Answer::Texts(_) | Answer::Addresses(_) | Answer::Nothing) => {
                walked.found.extend(only(&name, answer.texts()));
            }
        }
        // RFC 9989 4.10: a record that says whether it is a public suffix ends the walk.
        let says =
            walked.found.last().filter(|record| record.domain == name).and_then(|record| record.is_suffix);
        let is_start = name == domain;
        if says == Some(false) || (says == Some(true) && !is_start) || left <= 1 {
            break;
        }
        // RFC 9989 4.10: long names are cut to seven labels at once.
        left = if left > 8 { 7 } else { left - 1 };
    }
    Ok(Ok(walked))
}

/// RFC 9989 4.10: several records of one name are as none.
fn only(name: &str, texts: &[String]) -> Option<Record> {
    let mut records = texts.iter().filter(|text| record::is_record(text));
    let first = records.next()?;
    if records.next().is_some() { None } else { record::read(name, first) }
}

impl Walked {
    /// RFC 9989 4.10.2: the domain of the organisation that the start belongs to.
    pub(super) fn organisation(&self) -> String {
        if let Some(record) = self.found.iter().find(|record| record.is_suffix == Some(false)) {
            return record.domain.clone();
        }
        let is_start = |record: &&Record| record.domain == self.domain;
        if let Some(suffix) =
            self.found.iter().filter(|record| !is_start(record)).find(|it| it.is_suffix == Some(true))
        {
            return one_below(&suffix.domain, &self.domain);
        }
        // The one with the fewest labels is the last that was found.
        self.found.last().map_or_else(|| self.domain.clone(), |record| record.domain.clone())
    }

    /// RFC 9989 4.10.1: the record at the domain itself, else that of its organisation, else that of the public suffix.
    pub(super) fn policy(&self) -> Option<Record> {
        let organisation = self.organisation();
        let of = |name: &str| self.found.iter().find(|record| record.domain == name);
        let suffix = || self.found.iter().find(|record| record.is_suffix == Some(true));
        of(&self.domain).or_else(|| of(&organisation)).or_else(suffix).cloned()
    }
}

/// The part of `domain` that is one label longer than `suffix`.
fn one_below(suffix: &str, domain: &str) -> String {
    let above = domain.strip_suffix(suffix).unwrap_or_default().trim_end_matches('.');
    let label = above.rsplit('.').next().unwrap_or_default();
    format!("{label}.{suffix}")
}
