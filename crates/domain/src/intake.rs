//! A received mail on its way through the pipeline.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::ids::{CaseId, UserId};
use crate::org::UnknownName;

/// Where an intake stands.
///
/// ```text
/// Stored -> Placed            a case has it
///        -> Blocked -> Stored  a filter holds it back; Import sends it round again
///        -> Failed  -> Stored  we could not handle it; Import tries again
///        -> Ignored -> Stored  its mailbox leaves such mail out; Import takes it all the same
///        -> Review  -> Stored  a person decides which case it belongs to
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
    /// Its mailbox leaves such mail out; the timeline says why.
    Ignored,
    /// A person must say which case it belongs to.
    Review,
}

impl IntakeState {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Stored, Self::Placed, Self::Blocked, Self::Failed, Self::Ignored, Self::Review];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Stored => "stored",
            Self::Placed => "placed",
            Self::Blocked => "blocked",
            Self::Failed => "failed",
            Self::Ignored => "ignored",
            Self::Review => "review",
        }
    }

    /// Whether the pipeline may take it from here to `next`.
    #[must_use]
    pub const fn may_become(self, next: Self) -> bool {
        match self {
            Self::Stored => !matches!(next, Self::Stored),
            Self::Blocked | Self::Failed | Self::Ignored | Self::Review => matches!(next, Self::Stored),
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

/// Why only the beginning of a mail was taken in; the whole stays on its server.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeftBecause {
    /// It is larger than what is taken in.
    TooLarge,
    /// The server cannot hand it out.
    Unreadable,
    /// The connection breaks whenever it is asked for.
    BreaksConnection,
}

impl LeftBecause {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::TooLarge, Self::Unreadable, Self::BreaksConnection];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TooLarge => "too_large",
            Self::Unreadable => "unreadable",
            Self::BreaksConnection => "breaks_connection",
        }
    }
}

impl FromStr for LeftBecause {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        let found = Self::ALL.into_iter().find(|because| because.as_str() == text);
        found.ok_or_else(|| UnknownName(text.to_owned()))
    }
}

/// What speaks for a case, and why that is not enough.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Review {
    /// The case.
    pub case_id: CaseId,
    /// Its number.
    pub number: i64,
    /// Why a person must decide, as a stable name.
    pub because: String,
    /// The text of the mail that points to the case.
    pub evidence: String,
}

/// What a person decided about a mail that waited for review.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Decision {
    /// The case it belongs to; none for a new one.
    pub case_id: Option<CaseId>,
    /// Who decided.
    pub user_id: UserId,
}
