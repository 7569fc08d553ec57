//! Entries of the FAQ, as a timeline tells of them.

use serde::{Deserialize, Serialize};

/// An entry that was suggested, and why.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FaqHit {
    /// Its title at that time.
    pub title: String,
    /// Its score, 0 to 100.
    pub percent: u8,
    /// The keyword that stands in the mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keyword: Option<String>,
    /// The words that both have.
    pub words: Vec<String>,
}

/// What a receipt says of the FAQ.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "faq", rename_all = "snake_case")]
pub enum FaqTold {
    /// Entries were suggested.
    Suggested {
        /// Which, the best first.
        entries: Vec<FaqHit>,
    },
    /// Entries would have been suggested, and why there were none.
    Silent {
        /// The reason, as a stable name.
        because: String,
        /// The best score of all.
        best: u8,
        /// The least one that counts.
        minimum: u8,
    },
}
