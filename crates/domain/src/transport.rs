//! Whose outgoing server is meant: an organisation has one, and each of its users and sender domains may have one; and
//! the way out that a person chooses for a mail.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::ids::UserId;
use crate::org::UnknownName;

/// Whose outgoing server it is, within an organisation.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum TransportOwner {
    /// The organisation's.
    Organisation,
    /// A user's, for what he writes from his own address.
    User(UserId),
    /// That of a sender domain, by its name as it stands in DNS: lower case, A-labels.
    Domain(String),
}

impl TransportOwner {
    /// The stable name of the kind of owner.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Organisation => "organisation",
            Self::User(_) => "user",
            Self::Domain(_) => "domain",
        }
    }

    /// Which one of its kind; empty where an organisation has one alone.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            Self::Organisation => String::new(),
            Self::User(user) => user.to_string(),
            Self::Domain(name) => name.clone(),
        }
    }
}

/// A way out that somebody chooses for a mail in place of the one that follows from its sender.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChosenWay {
    /// Through the organisation's outgoing server.
    Organisation,
    /// As the installation sends.
    Installation,
    /// Straight to the recipients' domains.
    Direct,
}

impl ChosenWay {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Organisation, Self::Installation, Self::Direct];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Organisation => "organisation",
            Self::Installation => "installation",
            Self::Direct => "direct",
        }
    }
}

impl FromStr for ChosenWay {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        let found = Self::ALL.into_iter().find(|way| way.as_str() == text);
        found.ok_or_else(|| UnknownName(text.to_owned()))
    }
}

/// Which way somebody chose for a mail.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct WayChoice {
    /// The way.
    pub way: ChosenWay,
    /// Who chose it.
    pub by: UserId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_back_to_what_they_name() {
        for way in ChosenWay::ALL {
            assert_eq!(way.as_str().parse(), Ok(way));
            assert_eq!(serde_json::to_string(&way).unwrap(), format!("\"{}\"", way.as_str()));
        }
        assert!("by_pigeon".parse::<ChosenWay>().is_err());
    }
}
