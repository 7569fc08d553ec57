//! Cases and their messages.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::org::UnknownName;

/// Where a case stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CaseStatus {
    /// Somebody must act.
    Open,
    /// Set aside until the customer or somebody else acts.
    Waiting,
    /// Done; a reply of the customer opens it again.
    Closed,
}

impl CaseStatus {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Open, Self::Waiting, Self::Closed];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Waiting => "waiting",
            Self::Closed => "closed",
        }
    }
}

impl FromStr for CaseStatus {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        let found = Self::ALL.into_iter().find(|status| status.as_str() == text);
        found.ok_or_else(|| UnknownName(text.to_owned()))
    }
}

/// Which way a message of a case went.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// From the customer to us.
    Received,
    /// From us to the customer.
    Sent,
    /// Among us: the customer never sees it.
    Comment,
}

impl Direction {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Received, Self::Sent, Self::Comment];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Sent => "sent",
            Self::Comment => "comment",
        }
    }
}

impl FromStr for Direction {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        let found = Self::ALL.into_iter().find(|direction| direction.as_str() == text);
        found.ok_or_else(|| UnknownName(text.to_owned()))
    }
}
