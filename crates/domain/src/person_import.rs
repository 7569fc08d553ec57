//! Persons that come in from a file.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::org::UnknownName;

/// What happens to a person who is known already by one of his addresses.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KnownPersons {
    /// He stays as he is.
    #[default]
    Keep,
    /// What is not known of him is taken from the file.
    Fill,
    /// What the file says takes the place of what was known; addresses are added to his.
    Replace,
}

impl KnownPersons {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Keep, Self::Fill, Self::Replace];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::Fill => "fill",
            Self::Replace => "replace",
        }
    }
}

/// What became of a row.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum RowOutcome {
    /// Nothing yet.
    Waiting,
    /// A person was made of it.
    Made,
    /// A person who was known has more or other data.
    Changed,
    /// A person who was known stays as he is.
    Kept,
    /// Nothing can be made of it.
    Refused,
    /// No host takes mail for one of its addresses, as DNS says: whoever imports looks at it.
    ToLookAt,
}

impl RowOutcome {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Waiting, Self::Made, Self::Changed, Self::Kept, Self::Refused, Self::ToLookAt];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Made => "made",
            Self::Changed => "changed",
            Self::Kept => "kept",
            Self::Refused => "refused",
            Self::ToLookAt => "to_look_at",
        }
    }
}

impl FromStr for RowOutcome {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        let found = Self::ALL.into_iter().find(|outcome| outcome.as_str() == text);
        found.ok_or_else(|| UnknownName(text.to_owned()))
    }
}
