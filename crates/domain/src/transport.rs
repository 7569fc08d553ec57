//! Whose outgoing server is meant: an organisation has one, and each of its users and sender domains may have one.

use crate::ids::UserId;

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
