//! That all mail of an organisation was stopped while a mail waited. It is not kept with the mail: a stop writes nothing for the
//! many mails that it keeps, and its own record tells each of them when it is read.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::ids::UserId;
use crate::org::UnknownName;

/// What somebody did to all mail of an organisation.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StopDeed {
    /// Stopped it.
    Stopped,
    /// Gave other words for the stop, which holds since it did.
    Reworded,
    /// Let it go on.
    WentOn,
}

impl StopDeed {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Stopped, Self::Reworded, Self::WentOn];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Stopped => "stopped",
            Self::Reworded => "reworded",
            Self::WentOn => "went_on",
        }
    }
}

impl FromStr for StopDeed {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        let found = Self::ALL.into_iter().find(|one| one.as_str() == text);
        found.ok_or_else(|| UnknownName(text.to_owned()))
    }
}

/// What somebody did to all mail while this one waited.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AllMailTold {
    /// What.
    pub what: StopDeed,
    /// Who; `None` for the operator of the installation.
    pub user_id: Option<UserId>,
    /// Why, in his words; empty where mail goes on.
    pub why: String,
}
