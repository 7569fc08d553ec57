//! A file of rules, read and checked.
//!
//! ```toml
//! tier = "text"
//! version = 1                                # one more with each change; kept with each verdict
//! [[rule]]
//! id = "quota-en"
//! class = "mailbox-full"
//! text = ["over quota", "mailbox is full"]   # one of these; whole words, `*` at an end leaves it open
//! also = ["mailbox"]                         # all of these
//! not = ["disk quota of the sender"]         # none of these
//! host = ["example.net"]                     # the host's name ends so, or stands in the words
//! status = ["5.2.2", "x.2.2", "5.7.6xx"]     # one of these enhanced codes
//! reply = ["552", "4xx"]                     # one of these basic codes
//! loose = true                               # its words say little: they block nobody alone, and any enhanced code
//!                                            # that says otherwise decides
//! samples = ["552 5.2.2 over quota"]         # at least one, which this rule must decide
//! ```

use std::sync::Arc;

use domain::returns::ReturnClass;
use serde::Deserialize;

use super::rules::Tier;

/// Rules of one file.
const RULES_MAX: usize = 2_000;
/// Phrases, codes and hosts of one rule.
const CUES_MAX: usize = 200;
/// Octets of one phrase.
const PHRASE_OCTETS_MAX: usize = 200;
/// Octets of an id.
const ID_OCTETS_MAX: usize = 60;

/// What is wrong with a rule, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}, rule `{rule}`: {fault}")]
pub struct RuleError {
    /// The file as it was named.
    pub file: String,
    /// The rule's id; its number where it has none.
    pub rule: String,
    /// What is wrong.
    pub fault: RuleFault,
}

/// What can be wrong with a rule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RuleFault {
    /// The file is no TOML or has fields that mean nothing; the reader's words, with line and column.
    #[error("{0}")]
    Unreadable(String),
    /// More rules than a set may have.
    #[error("a file holds at most {RULES_MAX} rules; split it or leave some out")]
    TooMany,
    /// The id is missing, too long or used twice.
    #[error("an id has 1 to {ID_OCTETS_MAX} letters, digits and hyphens, and is used once")]
    Id,
    /// No such class.
    #[error("`class`: {0}")]
    Class(String),
    /// Nothing to match by.
    #[error("it has neither `text` nor `status` nor `reply`, and would match everything")]
    Empty,
    /// A phrase is empty or too long, or there are too many.
    #[error(
        "`{field}`, entry {entry}: a phrase has 1 to {PHRASE_OCTETS_MAX} octets, and a rule at most {CUES_MAX} of them"
    )]
    Phrase {
        /// The field.
        field: &'static str,
        /// Which of its entries, from 1.
        entry: usize,
    },
    /// A code that is none.
    #[error("`{field}`, entry {entry}: `{text}` is no code; write 5.2.2, x.2.2, 5.7.6xx or 552, 4xx")]
    Code {
        /// The field.
        field: &'static str,
        /// Which of its entries, from 1.
        entry: usize,
        /// What stands there.
        text: String,
    },
    /// No sample.
    #[error("it has no `samples`; give the words of one reply that it decides")]
    NoSample,
    /// A sample is decided by another rule.
    #[error("`samples`, entry {entry}: decided by `{by}` as {class}")]
    Sample {
        /// Which of the samples, from 1.
        entry: usize,
        /// The rule that decided.
        by: String,
        /// The class it gave.
        class: ReturnClass,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    tier: Tier,
    /// One more with each change of what comes with Posthus; none for an organisation's own.
    version: Option<u32>,
    #[serde(default)]
    rule: Vec<Written>,
}

/// A rule as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    id: String,
    class: String,
    #[serde(default)]
    text: Vec<String>,
    #[serde(default)]
    also: Vec<String>,
    #[serde(default)]
    not: Vec<String>,
    #[serde(default)]
    host: Vec<String>,
    #[serde(default)]
    status: Vec<String>,
    #[serde(default)]
    reply: Vec<String>,
    #[serde(default)]
    loose: bool,
    #[serde(default)]
    samples: Vec<String>,
}

/// A rule that was read.
#[derive(Debug, Clone)]
pub(super) struct Rule {
    pub(super) id: Arc<str>,
    pub(super) tier: Tier,
    pub(super) class: ReturnClass,
    pub(super) text: Vec<String>,
    pub(super) also: Vec<String>,
    pub(super) not: Vec<String>,
    pub(super) host: Vec<String>,
    pub(super) status: Vec<CodePattern>,
    pub(super) reply: Vec<CodePattern>,
    /// Whether its words may be said of many things: they block nobody alone, and any enhanced code knows better.
    pub(super) loose: bool,
    pub(super) samples: Vec<String>,
    /// The file it stands in.
    pub(super) file: Arc<str>,
    /// The file without its ending, and its version, as `address/2`.
    pub(super) set: Arc<str>,
}

/// A code with open digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CodePattern(String);

impl CodePattern {
    /// One to three places, divided by full stops, each digits or `x`.
    fn read(text: &str, parts: usize) -> Option<Self> {
        let is_part = |part: &str| {
            (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit() || byte == b'x')
        };
        let fits = text.split('.').count() == parts && text.split('.').all(is_part);
        fits.then(|| Self(text.to_owned()))
    }

    /// Whether a code fits: an `x` alone is any number, among digits it is one digit.
    pub(super) fn fits(&self, code: &str) -> bool {
        // Most patterns have no open place.
        if !self.0.contains('x') {
            return self.0 == code;
        }
        let mut theirs = code.split('.');
        let all = self.0.split('.').all(|ours| {
            theirs.next().is_some_and(|theirs| {
                ours == "x"
                    || (ours.len() == theirs.len()
                        && ours
                            .bytes()
                            .zip(theirs.bytes())
                            .all(|(ours, theirs)| ours == b'x' || ours == theirs))
            })
        });
        all && theirs.next().is_none()
    }
}

/// Reads a file of rules.
pub(super) fn read(file: &str, text: &str) -> Result<Vec<Rule>, RuleError> {
    let fail = |rule: String, fault| RuleError { file: file.to_owned(), rule, fault };
    let read: File = toml::from_str(text)
        .map_err(|error| fail("-".to_owned(), RuleFault::Unreadable(error.to_string().trim().to_owned())))?;
    if read.rule.len() > RULES_MAX {
        return Err(fail("-".to_owned(), RuleFault::TooMany));
    }
    let stem = file.strip_suffix(".toml").unwrap_or(file);
    let set = read.version.map_or_else(|| stem.to_owned(), |version| format!("{stem}/{version}"));
    let (name, set): (Arc<str>, Arc<str>) = (file.into(), set.into());
    let mut rules: Vec<Rule> = Vec::with_capacity(read.rule.len());
    for (number, written) in read.rule.into_iter().enumerate() {
        let label = if written.id.is_empty() { format!("number {}", number + 1) } else { written.id.clone() };
        let rule = checked(written, read.tier, (&name, &set)).map_err(|fault| fail(label.clone(), fault))?;
        if rules.iter().any(|known| known.id == rule.id) {
            return Err(fail(label, RuleFault::Id));
        }
        rules.push(rule);
    }
    Ok(rules)
}

fn checked(written: Written, tier: Tier, (file, set): (&Arc<str>, &Arc<str>)) -> Result<Rule, RuleFault> {
    let is_id = (1..=ID_OCTETS_MAX).contains(&written.id.len())
        && written.id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if !is_id {
        return Err(RuleFault::Id);
    }
    if written.text.is_empty() && written.status.is_empty() && written.reply.is_empty() {
        return Err(RuleFault::Empty);
    }
    if written.samples.is_empty() {
        return Err(RuleFault::NoSample);
    }
    Ok(Rule {
        id: written.id.as_str().into(),
        tier,
        class: written.class.parse().map_err(|error| RuleFault::Class(format!("{error}")))?,
        text: phrases("text", written.text)?,
        also: phrases("also", written.also)?,
        not: phrases("not", written.not)?,
        host: phrases("host", written.host)?,
        status: codes("status", &written.status, 3)?,
        reply: codes("reply", &written.reply, 1)?,
        loose: written.loose,
        samples: written.samples,
        file: Arc::clone(file),
        set: Arc::clone(set),
    })
}

fn phrases(field: &'static str, list: Vec<String>) -> Result<Vec<String>, RuleFault> {
    let fits = |phrase: &str| {
        let bare = phrase.trim_matches('*').trim();
        !bare.is_empty() && phrase.len() <= PHRASE_OCTETS_MAX
    };
    let bad = list.iter().position(|phrase| !fits(phrase)).or((list.len() > CUES_MAX).then_some(CUES_MAX));
    match bad {
        Some(entry) => Err(RuleFault::Phrase { field, entry: entry + 1 }),
        None => Ok(list),
    }
}

fn codes(field: &'static str, list: &[String], parts: usize) -> Result<Vec<CodePattern>, RuleFault> {
    let each = list.iter().enumerate().map(|(at, text)| {
        let bad = || RuleFault::Code { field, entry: at + 1, text: text.clone() };
        CodePattern::read(text, parts).ok_or_else(bad)
    });
    each.collect()
}
