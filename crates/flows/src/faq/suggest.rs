//! The entries that fit a mail. Facts are gathered here; `policy::faq` scores them.

use domain::org::Language;
use domain::timeline::{FaqHit, FaqTold, Step};
use domain::{FaqEntryId, OrganisationId};
use policy::faq::{Answer, MailWords, Score, chosen, scores};
use store::faq::FaqCandidate;
use store::search::stems;
use store::{Conn, StoreError};

use super::rules;

/// What entries are sought for.
pub(crate) struct Asked<'a> {
    /// The folder that they lie in; empty for all.
    pub(crate) folder: &'a str,
    /// The language that the answer is written in.
    pub(crate) language: Language,
    /// The subject of the mail.
    pub(crate) subject: &'a str,
    /// What its author wrote.
    pub(crate) text: &'a str,
}

/// An entry that fits.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Suggestion {
    /// Which.
    pub id: FaqEntryId,
    /// Its title.
    pub title: String,
    /// How well it fits, and by what.
    pub score: Score,
}

/// What was found.
pub(crate) struct Found {
    /// Those that are suggested, the best first.
    pub(crate) suggestions: Vec<Suggestion>,
    /// How many were compared.
    compared: usize,
    /// The best score of all.
    best: u8,
    /// The least one that counts.
    minimum: u8,
}

impl Found {
    /// The step that tells of it.
    pub(crate) fn step(&self) -> Step {
        let hit = |one: &Suggestion| FaqHit {
            title: one.title.clone(),
            percent: one.score.percent,
            keyword: one.score.keyword.clone(),
            words: one.score.words.clone(),
        };
        if !self.suggestions.is_empty() {
            return Step::Faq(FaqTold::Suggested { entries: self.suggestions.iter().map(hit).collect() });
        }
        let because = match (self.compared, self.best) {
            (0, _) => "no_entries",
            (_, 0) => "nothing_shared",
            (_, _) => "below_minimum",
        };
        Step::Faq(FaqTold::Silent { because: because.to_owned(), best: self.best, minimum: self.minimum })
    }
}

/// Finds the entries that fit.
pub(crate) async fn suggest(
    conn: &Conn,
    organisation: OrganisationId,
    asked: &Asked<'_>,
) -> Result<Found, StoreError> {
    let rules = rules::of_organisation(conn, organisation).await?;
    let within = (asked.folder, asked.language);
    let candidates = store::faq::candidates(conn, organisation, within).await?;
    let mail = MailWords::of(stems(asked.subject).into_iter().chain(stems(asked.text)));
    let answers: Vec<Answer> = candidates.iter().map(answer).collect();
    let all = scores(&mail, &answers);
    let best = all.iter().map(|score| score.percent).max().unwrap_or(0);
    let suggestion = |place: usize| {
        let (candidate, score) = (candidates.get(place)?, all.get(place)?);
        Some(Suggestion { id: candidate.id, title: candidate.title.clone(), score: score.clone() })
    };
    let suggestions = chosen(&all, rules.wanted()).into_iter().filter_map(suggestion).collect();
    Ok(Found { suggestions, compared: candidates.len(), best, minimum: rules.minimum_percent })
}

fn answer(candidate: &FaqCandidate) -> Answer {
    let set = |stems: &[String]| stems.iter().cloned().collect();
    let keywords = candidate.keywords.iter().zip(&candidate.stems.keywords);
    Answer {
        title: set(&candidate.stems.title),
        keywords: keywords.map(|(keyword, stems)| (keyword.clone(), set(stems))).collect(),
        text: set(&candidate.stems.text),
    }
}
