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
    /// Nothing that anybody asked for: shown nowhere but in its own list, and thrown away after a time.
    Spam,
    /// In the bin, and thrown away after a time.
    Deleted,
    /// Its messages went into another case, which stands for it.
    Merged,
}

impl CaseStatus {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Open, Self::Waiting, Self::Closed, Self::Spam, Self::Deleted, Self::Merged];
    /// Those of cases that are worked on, or were; a person chooses among these.
    pub const LIVING: [Self; 3] = [Self::Open, Self::Waiting, Self::Closed];

    /// Whether such a case is worked on, or was.
    #[must_use]
    pub const fn is_living(self) -> bool {
        matches!(self, Self::Open | Self::Waiting | Self::Closed)
    }

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Waiting => "waiting",
            Self::Closed => "closed",
            Self::Spam => "spam",
            Self::Deleted => "deleted",
            Self::Merged => "merged",
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

/// What somebody outside is to a case.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ParticipantRole {
    /// Whose case it is.
    Customer,
    /// Who is kept informed.
    Cc,
}

impl ParticipantRole {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Customer, Self::Cc];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Cc => "cc",
        }
    }
}

impl FromStr for ParticipantRole {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        let found = Self::ALL.into_iter().find(|role| role.as_str() == text);
        found.ok_or_else(|| UnknownName(text.to_owned()))
    }
}

/// How a category gives its new cases to its members.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Assignment {
    /// To nobody: members take cases from the queue.
    #[default]
    None,
    /// To each in turn.
    Even,
    /// To each as often as his weight says.
    Weighted,
    /// To the one with the fewest open cases.
    FewestOpen,
}

impl Assignment {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::None, Self::Even, Self::Weighted, Self::FewestOpen];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Even => "even",
            Self::Weighted => "weighted",
            Self::FewestOpen => "fewest_open",
        }
    }
}

impl FromStr for Assignment {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        let found = Self::ALL.into_iter().find(|assignment| assignment.as_str() == text);
        found.ok_or_else(|| UnknownName(text.to_owned()))
    }
}
