//! What a receipt says of the FAQ, in the timeline of the mail that it answers.

use domain::timeline;
use serde::Serialize;
use utoipa::ToSchema;

/// What a receipt says of the FAQ.
#[derive(Serialize, ToSchema)]
#[serde(tag = "faq", rename_all = "snake_case")]
pub(crate) enum FaqTold {
    /// Entries were suggested, the best first.
    Suggested { entries: Vec<FaqHit> },
    /// Entries would have been suggested, and why there were none: the best score, and the least that counts.
    Silent { because: String, best: u8, minimum: u8 },
}

/// An entry that was suggested.
#[derive(Serialize, ToSchema)]
pub(crate) struct FaqHit {
    /// Its title at that time.
    title: String,
    /// Its score, 0 to 100.
    percent: u8,
    /// The keyword that stands in the mail.
    keyword: Option<String>,
    /// The words that both have.
    words: Vec<String>,
}

impl From<timeline::FaqTold> for FaqTold {
    fn from(told: timeline::FaqTold) -> Self {
        match told {
            timeline::FaqTold::Suggested { entries } => {
                Self::Suggested { entries: entries.into_iter().map(Into::into).collect() }
            }
            timeline::FaqTold::Silent { because, best, minimum } => Self::Silent { because, best, minimum },
        }
    }
}

impl From<timeline::FaqHit> for FaqHit {
    fn from(timeline::FaqHit { title, percent, keyword, words }: timeline::FaqHit) -> Self {
        Self { title, percent, keyword, words }
    }
}
