//! All phrases of a set of rules, found in one pass.

use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::phrase::Phrase;

/// Octets of a phrase that the automaton looks for; the rest is compared where they stand. Automata of whole phrases have 33 MB
/// for those that come with Posthus, those of their heads 2.5 MB, and are as fast.
const HEAD_OCTETS: usize = 8;

/// An automaton over the heads of phrases.
#[derive(Debug, Clone)]
pub(super) struct Finder {
    heads: AhoCorasick,
    /// The places of the phrases that begin with each head.
    headed: Vec<Vec<usize>>,
    phrases: Vec<Phrase>,
}

impl Finder {
    pub(super) fn of(phrases: Vec<Phrase>, kind: AhoCorasickKind) -> Self {
        let mut by_head: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (place, phrase) in phrases.iter().enumerate() {
            let head = &phrase.core[..phrase.core.floor_char_boundary(HEAD_OCTETS)];
            by_head.entry(head).or_default().push(place);
        }
        let heads = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .kind(Some(kind))
            .build(by_head.keys())
            .expect("limits on rules and phrases keep the automaton far below its own");
        Self { heads, headed: by_head.into_values().collect(), phrases }
    }

    /// The places of the phrases that stand in a text, and where; in the order in which their cores end.
    pub(super) fn find(&self, text: &str) -> impl Iterator<Item = (usize, (usize, usize))> {
        let mut standing: Vec<(usize, usize, usize)> = Vec::new();
        for head in self.heads.find_overlapping_iter(text) {
            let from = head.start();
            for &place in &self.headed[head.pattern().as_usize()] {
                let core = self.phrases[place].core.as_str();
                if text[from..].starts_with(core) {
                    standing.push((from + core.len(), from, place));
                }
            }
        }
        standing.sort_unstable();
        standing
            .into_iter()
            .filter_map(move |(to, from, place)| Some((place, self.phrases[place].around(text, from, to)?)))
    }
}
