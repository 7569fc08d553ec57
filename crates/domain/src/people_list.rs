//! Sets of persons.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::org::UnknownName;

/// What a set of persons is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PeopleListKind {
    /// A set of persons.
    Selection,
    /// A piece of work, and who takes part.
    Project,
}

impl PeopleListKind {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Selection, Self::Project];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Selection => "selection",
            Self::Project => "project",
        }
    }
}

impl FromStr for PeopleListKind {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        let found = Self::ALL.into_iter().find(|kind| kind.as_str() == text);
        found.ok_or_else(|| UnknownName(text.to_owned()))
    }
}
