//! What a look at DNS can say of a record.

use serde::{Deserialize, Serialize};

/// What was found of a record.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordVerdict {
    /// Nobody has looked.
    Unchecked,
    /// It is there and says what it should.
    Live,
    /// It is not there.
    Missing,
    /// It is there and says something else.
    Differs,
    /// There are several where one may be, and so none counts.
    Several,
    /// It is not there, and what it should say is not known: nobody knows where our way out sends from, or receivers would
    /// take none of a record with what is known of it.
    WayUnknown,
    /// It is not there, and need not be: mail of our way out comes back to another domain, of which SPF is.
    NotNeeded,
    /// DNS did not answer; this says nothing of the record.
    Unanswered,
}

impl RecordVerdict {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Unchecked,
        Self::Live,
        Self::Missing,
        Self::Differs,
        Self::Several,
        Self::WayUnknown,
        Self::NotNeeded,
        Self::Unanswered,
    ];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unchecked => "unchecked",
            Self::Live => "live",
            Self::Missing => "missing",
            Self::Differs => "differs",
            Self::Several => "several",
            Self::WayUnknown => "way_unknown",
            Self::NotNeeded => "not_needed",
            Self::Unanswered => "unanswered",
        }
    }

    /// Whether DNS said that the record is not as it should be.
    #[must_use]
    pub const fn is_bad(self) -> bool {
        matches!(self, Self::Missing | Self::Differs | Self::Several | Self::WayUnknown)
    }
}
