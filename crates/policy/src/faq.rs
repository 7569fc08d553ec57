//! Which answers of the FAQ fit a mail: each is scored by the words that both have.
//!
//! Words are stems of the search's analyser, so that forms of a word are one. A word that few answers have says
//! more than one that many have. Six tenths of a score are how much of the title the mail speaks of; four tenths
//! are how much of what the mail speaks of, as far as any answer knows it, this one speaks of. A keyword that
//! stands in the mail qualifies whatever the score.

mod empty_words;

use std::collections::{BTreeMap, BTreeSet};

use empty_words::says_nothing;

/// Points of a title that the mail speaks of entirely; the rest is for the text.
const TITLE_POINTS: u64 = 60;
const TEXT_POINTS: u64 = 40;
/// Words that explain one score.
const WORDS_MAX: usize = 8;
/// Words of a mail that are compared: what is asked stands in its first pages.
const MAIL_WORDS_MAX: usize = 1_000;

/// What a mail speaks of: each stem with the word as it was written.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct MailWords(BTreeMap<String, String>);

impl MailWords {
    /// Of the stems of its subject and its text.
    pub fn of(stems: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut words = BTreeMap::new();
        for (stem, word) in stems.into_iter().take(MAIL_WORDS_MAX) {
            words.entry(stem).or_insert(word);
        }
        Self(words)
    }

    fn has(&self, stem: &str) -> bool {
        self.0.contains_key(stem)
    }
}

/// What an answer is found by, as stems.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Answer {
    /// Of its title.
    pub title: BTreeSet<String>,
    /// Its keywords, each with its stems.
    pub keywords: Vec<(String, BTreeSet<String>)>,
    /// Of its text.
    pub text: BTreeSet<String>,
}

impl Answer {
    fn has(&self, stem: &str) -> bool {
        self.title.contains(stem)
            || self.text.contains(stem)
            || self.keywords.iter().any(|(_, stems)| stems.contains(stem))
    }
}

/// How well an answer fits, and by what.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Score {
    /// From 0 to 100.
    pub percent: u8,
    /// The keyword that stands in the mail.
    pub keyword: Option<String>,
    /// The words of the mail that it has, those that say most first.
    pub words: Vec<String>,
}

/// What an organisation wants suggested.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Wanted {
    /// The least score of what no keyword qualifies.
    pub minimum_percent: u8,
    /// Answers at most.
    pub most: usize,
}

/// The scores of all answers, in their order.
#[must_use]
pub fn scores(mail: &MailWords, answers: &[Answer]) -> Vec<Score> {
    let weights = Weights::of(mail, answers);
    answers.iter().map(|answer| weights.score(mail, answer)).collect()
}

/// The places of those that are suggested: first what a keyword qualifies, then by score.
#[must_use]
pub fn chosen(scores: &[Score], wanted: Wanted) -> Vec<usize> {
    let qualifies = |score: &Score| score.keyword.is_some() || score.percent >= wanted.minimum_percent.max(1);
    let mut places: Vec<usize> = (0..scores.len()).filter(|place| qualifies(&scores[*place])).collect();
    // Stable: of those that fit alike the one that stands first.
    places.sort_by_key(|place| {
        let score = &scores[*place];
        (score.keyword.is_none(), u8::MAX - score.percent)
    });
    places.truncate(wanted.most);
    places
}

/// What each word of the mail says: more, the fewer answers have it.
struct Weights {
    of_mail: BTreeMap<String, u64>,
    /// All that the mail speaks of and any answer knows.
    known: u64,
    titles: BTreeMap<String, u64>,
}

impl Weights {
    fn of(mail: &MailWords, answers: &[Answer]) -> Self {
        let all = answers.len();
        let of_mail: BTreeMap<String, u64> = mail
            .0
            .keys()
            .filter(|stem| !says_nothing(stem))
            .map(|stem| (stem, answers.iter().filter(|answer| answer.has(stem)).count()))
            .filter(|(_, having)| *having > 0)
            .map(|(stem, having)| (stem.clone(), weight(all, having)))
            .collect();
        let mut having: BTreeMap<&str, usize> = BTreeMap::new();
        for stem in answers.iter().flat_map(|answer| &answer.title) {
            *having.entry(stem).or_default() += 1;
        }
        let titles = having.into_iter().map(|(stem, having)| (stem.to_owned(), weight(all, having)));
        Self { known: of_mail.values().sum(), titles: titles.collect(), of_mail }
    }

    fn score(&self, mail: &MailWords, answer: &Answer) -> Score {
        let title = |stem: &&String| self.titles.get(stem.as_str()).copied().unwrap_or(1);
        let telling = || answer.title.iter().filter(|stem| !says_nothing(stem));
        let whole: u64 = telling().map(|stem| title(&stem)).sum();
        let said: u64 = telling().filter(|stem| mail.has(stem)).map(|stem| title(&stem)).sum();
        let mut shared: Vec<_> = self.of_mail.iter().filter(|(stem, _)| answer.has(stem)).collect();
        let spoken: u64 = shared.iter().map(|(_, weight)| **weight).sum();
        let points = share(TITLE_POINTS, said, whole) + share(TEXT_POINTS, spoken, self.known);
        shared.sort_by_key(|(_, weight)| u64::MAX - **weight);
        let word = |stem: &String| mail.0.get(stem).cloned().unwrap_or_else(|| stem.clone());
        Score {
            percent: u8::try_from(points).unwrap_or(100),
            keyword: keyword_in(mail, answer),
            words: shared.into_iter().take(WORDS_MAX).map(|(stem, _)| word(stem)).collect(),
        }
    }
}

/// 1 for a word that more than half of all have, and one more each time that half as many have it.
fn weight(all: usize, having: usize) -> u64 {
    u64::from((all / having.max(1)).max(1).ilog2()) + 1
}

fn share(points: u64, part: u64, whole: u64) -> u64 {
    (points * part).checked_div(whole).unwrap_or(0)
}

/// The first keyword all of whose words stand in the mail.
fn keyword_in(mail: &MailWords, answer: &Answer) -> Option<String> {
    let stands = |stems: &BTreeSet<String>| !stems.is_empty() && stems.iter().all(|stem| mail.has(stem));
    answer.keywords.iter().find(|(_, stems)| stands(stems)).map(|(keyword, _)| keyword.clone())
}

#[cfg(test)]
mod tests;
