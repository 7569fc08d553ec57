//! A received mail on its way through the pipeline.

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
