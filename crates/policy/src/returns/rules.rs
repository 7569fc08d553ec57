//! A set of rules, ready to be asked: one pass over the words finds every phrase of every rule.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use aho_corasick::AhoCorasickKind;
use domain::returns::ReturnClass;
use serde::Deserialize;

use super::finder::Finder;
use super::phrase::Phrase;
use super::rule::{self, CodePattern, Rule, RuleError, RuleFault};
use super::words::Words;
use super::{Evidence, Verdict};

/// How near to the truth a rule is; nearer ones are asked first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tier {
    /// An organisation's own rules.
    Own,
    /// Rules for the hosts of one provider.
    Provider,
    /// Words.
    Text,
    /// Enhanced codes.
    Enhanced,
    /// Basic codes.
    Basic,
}

/// The rules that come with Posthus; the first that fits decides, so the order within a file is theirs, too.
pub(super) const FILES: [(&str, &str); 9] = [
    ("providers.toml", include_str!("../../rules/returns/providers.toml")),
    ("ours.toml", include_str!("../../rules/returns/ours.toml")),
    ("message.toml", include_str!("../../rules/returns/message.toml")),
    ("destination.toml", include_str!("../../rules/returns/destination.toml")),
    ("address.toml", include_str!("../../rules/returns/address.toml")),
    ("nordic.toml", include_str!("../../rules/returns/nordic.toml")),
    ("languages.toml", include_str!("../../rules/returns/languages.toml")),
    ("enhanced.toml", include_str!("../../rules/returns/enhanced.toml")),
    ("basic.toml", include_str!("../../rules/returns/basic.toml")),
];

static STANDARD: LazyLock<RuleSet> = LazyLock::new(|| {
    let read =
        |(name, text): &(&str, &str)| rule::read(name, text).expect("the tests read each file of rules");
    // Asked for every report: the automaton that is twice as fast, at the price of 2.5 MB once.
    RuleSet::of(FILES.iter().flat_map(read).collect(), AhoCorasickKind::DFA)
});

/// Rules, and one automaton over all their phrases.
#[derive(Debug, Clone)]
pub struct RuleSet {
    rules: Vec<Rule>,
    cues: Vec<Cues>,
    finder: Finder,
    /// What each phrase of the finder is to which rules.
    uses: Vec<Vec<Use>>,
}

/// What a rule still wants to see.
#[derive(Debug, Clone, Copy)]
struct Cues {
    also: usize,
    has_text: bool,
    has_host: bool,
}

#[derive(Debug, Clone, Copy)]
enum Use {
    Text(usize),
    Also(usize, usize),
    Not(usize),
    Host(usize),
}

/// What was found for one rule.
#[derive(Debug, Clone, Default)]
struct Found {
    /// Where the longest of its phrases stands.
    text: Option<(usize, usize)>,
    also: u128,
    not: bool,
    host: bool,
}

/// A rule that fits, and the part of the words that it matched.
pub(super) struct Hit<'s> {
    pub(super) rule: &'s Rule,
    pub(super) matched: Option<(usize, usize)>,
}

/// The codes of a reply as they are compared.
pub(super) struct Codes {
    pub(super) status: Option<String>,
    pub(super) reply: Option<String>,
}

impl RuleSet {
    /// The rules that come with Posthus.
    #[must_use]
    pub fn standard() -> &'static Self {
        &STANDARD
    }

    /// These rules with an organisation's own before them; `name` is how errors name the text.
    ///
    /// # Errors
    /// What is wrong, in which rule and where; also when a sample is not decided by its rule.
    pub fn extended(&self, name: &str, text: &str) -> Result<Self, RuleError> {
        let mut own = rule::read(name, text)?;
        own.iter_mut().for_each(|rule| rule.tier = Tier::Own);
        let count = own.len();
        let known = self.rules.iter().filter(|rule| rule.tier != Tier::Own);
        own.extend(known.cloned());
        let set = Self::of(own, AhoCorasickKind::ContiguousNFA);
        match set.stray_samples(count).into_iter().next() {
            Some(error) => Err(error),
            None => Ok(set),
        }
    }

    /// The samples of the first `count` rules that another rule decides.
    fn stray_samples(&self, count: usize) -> Vec<RuleError> {
        let mut stray = Vec::new();
        for rule in self.rules.iter().take(count) {
            for (at, sample) in rule.samples.iter().enumerate() {
                let verdict = self.judge(&Evidence::of_words(sample));
                if verdict.rule != rule.id {
                    let (by, class) = (verdict.rule.to_string(), verdict.class);
                    let fault = RuleFault::Sample { entry: at + 1, by, class };
                    stray.push(RuleError { file: rule.file.to_string(), rule: rule.id.to_string(), fault });
                }
            }
        }
        stray
    }

    /// Every sample that a rule other than its own decides: none, in a set that says what it means.
    #[must_use]
    pub fn check(&self) -> Vec<RuleError> {
        self.stray_samples(self.rules.len())
    }

    /// The classes that rules name, in their order.
    pub fn classes(&self) -> impl Iterator<Item = ReturnClass> {
        self.rules.iter().map(|rule| rule.class)
    }

    /// Decides.
    #[must_use]
    pub fn judge(&self, evidence: &Evidence<'_>) -> Verdict {
        super::judge::judge(self, evidence)
    }

    fn of(mut rules: Vec<Rule>, kind: AhoCorasickKind) -> Self {
        rules.sort_by_key(|rule| rule.tier);
        let (mut phrases, mut uses): (Vec<Phrase>, Vec<Vec<Use>>) = (Vec::new(), Vec::new());
        let mut index = BTreeMap::new();
        let mut add = |written: &str, wanted: Use| {
            let place = *index.entry(written.to_lowercase()).or_insert_with(|| {
                phrases.push(Phrase::read(written));
                uses.push(Vec::new());
                phrases.len() - 1
            });
            uses[place].push(wanted);
        };
        for (at, rule) in rules.iter().enumerate() {
            rule.text.iter().for_each(|phrase| add(phrase, Use::Text(at)));
            rule.also.iter().enumerate().for_each(|(place, phrase)| add(phrase, Use::Also(at, place)));
            rule.not.iter().for_each(|phrase| add(phrase, Use::Not(at)));
            rule.host.iter().for_each(|phrase| add(&format!("*{phrase}"), Use::Host(at)));
        }
        let finder = Finder::of(phrases, kind);
        let cues = rules.iter().map(|rule| Cues {
            also: rule.also.len(),
            has_text: !rule.text.is_empty(),
            has_host: !rule.host.is_empty(),
        });
        Self { cues: cues.collect(), finder, uses, rules }
    }

    /// The rules that fit, nearest first.
    pub(super) fn fitting<'s>(&'s self, scan: &'s Scan, codes: &'s Codes) -> impl Iterator<Item = Hit<'s>> {
        let each = self.rules.iter().zip(&self.cues).zip(&scan.found);
        each.filter_map(|((rule, cues), found)| {
            let fits = (!cues.has_text || found.text.is_some())
                && (!cues.has_host || found.host)
                && !found.not
                && found.also.count_ones() as usize == cues.also
                && fits_code(&rule.status, codes.status.as_deref())
                && fits_code(&rule.reply, codes.reply.as_deref());
            fits.then_some(Hit { rule, matched: found.text })
        })
    }

    /// Looks for every phrase at once.
    pub(super) fn scan(&self, words: &Words, hosts: &[Option<&str>]) -> Scan {
        let mut found = vec![Found::default(); self.rules.len()];
        for (place, at) in self.finder.find(&words.text) {
            self.uses[place].iter().for_each(|wanted| note(&mut found, *wanted, at));
        }
        for host in hosts.iter().flatten() {
            let host = host.trim_end_matches('.').to_ascii_lowercase();
            for (rule, found) in self.rules.iter().zip(&mut found) {
                found.host |= rule.host.iter().any(|suffix| is_below(&host, suffix));
            }
        }
        Scan { found }
    }
}

/// What one pass over some words found.
pub(super) struct Scan {
    found: Vec<Found>,
}

fn note(found: &mut [Found], wanted: Use, at: (usize, usize)) {
    match wanted {
        Use::Text(rule) => {
            let known = &mut found[rule].text;
            if known.is_none_or(|known| at.1 - at.0 > known.1 - known.0) {
                *known = Some(at);
            }
        }
        Use::Also(rule, place) => found[rule].also |= 1 << (place % 128),
        Use::Not(rule) => found[rule].not = true,
        Use::Host(rule) => found[rule].host = true,
    }
}

fn fits_code(patterns: &[CodePattern], code: Option<&str>) -> bool {
    patterns.is_empty() || code.is_some_and(|code| patterns.iter().any(|pattern| pattern.fits(code)))
}

/// Whether a host is this domain or below it.
fn is_below(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain)
        .is_some_and(|rest| rest.is_empty() || rest.ends_with('.') || domain.starts_with('.'))
}
