//! The words by which mail that comes back, replies of servers and addresses of programs are told: data (`rules/*.toml`), so that a language is added by adding words.
//! What they mean is the business of whoever asks for them; this reads each file once and makes phrases fast to find.
//!
//! ```toml
//! version = 1                                # one more with each change
//! [group.tries]
//! meaning = "The server goes on trying."     # what whoever writes so says, and where it is looked for
//! pattern = false                            # whether the phrases are regular expressions
//! [group.tries.phrases]                      # by language, lower case; `any` for what is of none
//! en = ["still trying"]                      # a phrase of two languages stands under one of them
//! [[group.tries.test]]                       # at least one for each language, with a phrase of it
//! language = "en"
//! sample = "Subject: Delivery\n\nWe are still trying."
//! expected = "delayed"
//! ```

use std::collections::BTreeMap;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, Anchored, Input, MatchKind, StartKind};
use serde::Deserialize;

/// The files, by name.
const FILES: [(&str, &str); 13] = [
    ("absences", include_str!("../rules/absences.toml")),
    ("arrivals", include_str!("../rules/arrivals.toml")),
    ("automatic", include_str!("../rules/automatic.toml")),
    ("challenges", include_str!("../rules/challenges.toml")),
    ("complaints", include_str!("../rules/complaints.toml")),
    ("copies", include_str!("../rules/copies.toml")),
    ("delays", include_str!("../rules/delays.toml")),
    ("departures", include_str!("../rules/departures.toml")),
    ("failures", include_str!("../rules/failures.toml")),
    ("notices", include_str!("../rules/notices.toml")),
    ("recipients", include_str!("../rules/recipients.toml")),
    ("replies", include_str!("../rules/replies.toml")),
    ("unread", include_str!("../rules/unread.toml")),
];

static READ: LazyLock<BTreeMap<&str, File>> = LazyLock::new(|| {
    let read = |(name, text): (&'static str, &str)| {
        let file: File = toml::from_str(text).expect("the tests read each file of rules");
        (name, file)
    };
    FILES.into_iter().map(read).collect()
});

/// What is used of a file; its tests and meanings are for the tests and for people.
#[derive(Deserialize)]
struct File {
    group: BTreeMap<String, Group>,
    #[serde(default)]
    months: BTreeMap<String, Vec<Vec<String>>>,
}

#[derive(Deserialize)]
struct Group {
    #[serde(default)]
    pattern: bool,
    phrases: BTreeMap<String, Vec<String>>,
}

fn file(name: &str) -> &'static File {
    READ.get(name).expect("the tests ask for each file")
}

fn group(of: &str, name: &str) -> &'static Group {
    file(of).group.get(name).expect("the tests ask for each group")
}

/// The phrases of a group, in all languages.
pub(crate) fn phrases(file: &str, name: &str) -> Vec<&'static str> {
    group(file, name).phrases.values().flatten().map(String::as_str).collect()
}

/// The phrases of a group as alternatives within a regular expression.
pub(crate) fn alternatives(file: &str, name: &str) -> String {
    let is_pattern = group(file, name).pattern;
    let written = |phrase: &str| if is_pattern { phrase.to_owned() } else { regex::escape(phrase) };
    phrases(file, name).into_iter().map(written).collect::<Vec<_>>().join("|")
}

/// The number of each month, from 1, by each of its names.
pub(crate) fn months(name: &str) -> BTreeMap<&'static str, u16> {
    let numbered = file(name).months.values().flat_map(|months| months.iter().zip(1..));
    numbered.flat_map(|(names, number)| names.iter().map(move |name| (name.as_str(), number))).collect()
}

/// Phrases that are looked for anywhere in a text: all of them in one pass.
#[derive(Debug)]
pub(crate) struct Anywhere(AhoCorasick);

impl Anywhere {
    /// The phrases of a group.
    pub(crate) fn of(file: &str, name: &str) -> Self {
        let built = AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).build(phrases(file, name));
        Self(built.expect("some dozens of phrases make no large automaton"))
    }

    /// Whether one of them stands in a text of lower case.
    pub(crate) fn stand_in(&self, text: &str) -> bool {
        self.0.is_match(text)
    }
}

/// Phrases that are looked for anywhere in a text but within others: "not delivered" is not said where "not delivered
/// yet" is. All of them in one pass.
#[derive(Debug)]
pub(crate) struct AnywhereBut {
    all: AhoCorasick,
    /// So many of them are looked for; behind these stand the others.
    wanted: usize,
}

impl AnywhereBut {
    /// The phrases of a group, and the group within whose phrases they count for nothing; each by its file and its name.
    pub(crate) fn of(wanted: (&str, &str), others: (&str, &str)) -> Self {
        let mut all = phrases(wanted.0, wanted.1);
        let count = all.len();
        all.extend(phrases(others.0, others.1));
        let built = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .kind(Some(AhoCorasickKind::DFA))
            .build(all);
        Self { all: built.expect("some hundreds of phrases make no large automaton"), wanted: count }
    }

    /// Whether one of them stands in a text of lower case, and not within one of the others.
    pub(crate) fn stand_in(&self, text: &str) -> bool {
        self.all.find_iter(text).any(|found| found.pattern().as_usize() < self.wanted)
    }
}

/// Phrases that a text begins with.
#[derive(Debug)]
pub(crate) struct Beginnings(AhoCorasick);

impl Beginnings {
    /// The phrases of a group.
    pub(crate) fn of(file: &str, name: &str) -> Self {
        let built = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .start_kind(StartKind::Anchored)
            .kind(Some(AhoCorasickKind::DFA))
            .build(phrases(file, name));
        Self(built.expect("some dozens of phrases make no large automaton"))
    }

    /// Whether a text of lower case begins with one of them.
    pub(crate) fn begin(&self, text: &str) -> bool {
        self.0.is_match(Input::new(text).anchored(Anchored::Yes))
    }

    /// What stands in a text of lower case behind the longest of them that it begins with.
    pub(crate) fn behind<'t>(&self, text: &'t str) -> Option<&'t str> {
        let found = self.0.find(Input::new(text).anchored(Anchored::Yes))?;
        text.get(found.end()..)
    }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod versions;
