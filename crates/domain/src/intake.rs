//! A received mail on its way through the pipeline, and the filters on that way.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::org::UnknownName;

/// Where an intake stands.
///
/// ```text
/// Stored -> Placed            a case has it
///        -> Blocked -> Stored  a filter holds it back; Import sends it round again
///        -> Failed  -> Stored  we could not handle it; Import tries again
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum IntakeState {
    /// Raw bytes are durable; nothing is decided.
    Stored,
    /// It is a message of a case.
    Placed,
    /// A filter holds it back.
    Blocked,
    /// Handling it failed; the row says why.
    Failed,
}

impl IntakeState {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Stored, Self::Placed, Self::Blocked, Self::Failed];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Stored => "stored",
            Self::Placed => "placed",
            Self::Blocked => "blocked",
            Self::Failed => "failed",
        }
    }

    /// Whether the pipeline may take it from here to `next`.
    #[must_use]
    pub const fn may_become(self, next: Self) -> bool {
        match self {
            Self::Stored => !matches!(next, Self::Stored),
            Self::Blocked | Self::Failed => matches!(next, Self::Stored),
            Self::Placed => false,
        }
    }
}

impl FromStr for IntakeState {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        let found = Self::ALL.into_iter().find(|state| state.as_str() == text);
        found.ok_or_else(|| UnknownName(text.to_owned()))
    }
}

/// Which text of a mail a filter reads.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FilterField {
    /// The sender's name and address.
    From,
    /// To and Cc, names and addresses.
    To,
    /// The subject.
    Subject,
    /// The text, as the reader sees it.
    Body,
    /// The whole header, decoded.
    Header,
}

/// How a filter's pattern is compared; both ignore case.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FilterOperator {
    /// The text contains the pattern.
    Contains,
    /// A regular expression matches somewhere (linear time, no look-around, no back references).
    Regex,
}

/// What a filter does to a mail that it matches.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum FilterAction {
    /// It waits in Blocked mail.
    Block,
    /// The case it makes gets this category.
    Category {
        /// Which.
        category_id: crate::ids::CategoryId,
    },
    /// The case it makes gets this priority.
    Priority {
        /// Which.
        priority_id: crate::ids::PriorityId,
    },
}
