//! What the server that takes a mail looks at, and what it finds.

use serde::{Deserialize, Serialize};

use super::Level;

/// What it looks at.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Aspect {
    /// Whether the domain lets the host send (RFC 7208).
    Spf,
    /// Whether a signature of the domain holds (RFC 6376).
    Dkim,
    /// Whether one of both vouches for the author's domain (RFC 9989).
    Dmarc,
    /// Whether the host's address leads back to its name (RFC 1912 2.1).
    HostName,
    /// Whether the mail is encrypted on its way.
    Tls,
}

impl Aspect {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 5] = [Self::Spf, Self::Dkim, Self::Dmarc, Self::HostName, Self::Tls];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Spf => "spf",
            Self::Dkim => "dkim",
            Self::Dmarc => "dmarc",
            Self::HostName => "host_name",
            Self::Tls => "tls",
        }
    }
}

/// What it finds.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sighting {
    /// All is well.
    Passes,
    /// It speaks against the mail.
    Fails,
    /// There is nothing to find.
    Missing,
    /// The name servers did not say.
    Unknown,
    /// It lies with the other server: the one that the mail leaves through, or, for encryption, the receiver's.
    Elsewhere,
}

impl Sighting {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Passes, Self::Fails, Self::Missing, Self::Unknown, Self::Elsewhere];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Passes => "passes",
            Self::Fails => "fails",
            Self::Missing => "missing",
            Self::Unknown => "unknown",
            Self::Elsewhere => "elsewhere",
        }
    }
}

/// One thing that a receiver looks at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Sight {
    /// What.
    pub aspect: Aspect,
    /// What is found.
    pub sighting: Sighting,
    /// How grave it is.
    pub level: Level,
}
