//! The policy file of MTA-STS that a sender domain serves.

use serde::{Deserialize, Serialize};

/// What was found of the policy file of MTA-STS (RFC 8461 3.2).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct StsFile {
    /// Where it stands.
    pub state: StsFileState,
    /// The particulars: a line, a host, the server's words.
    pub detail: String,
}

/// Where a policy file of MTA-STS stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StsFileState {
    /// It is there, and names all who take mail for the domain.
    Live,
    /// It is not there.
    Missing,
    /// It cannot be read; the detail is the line that is wrong.
    Unreadable,
    /// It does not name one who takes mail for the domain; the detail is that host.
    LacksHost,
    /// The certificate of its site does not hold.
    Certificate,
    /// Its site did not answer; this says nothing of the file.
    Unanswered,
}

impl StsFileState {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Live, Self::Missing, Self::Unreadable, Self::LacksHost, Self::Certificate, Self::Unanswered];

    /// Whether senders get it, whatever it names; `None` where that is not known.
    #[must_use]
    pub const fn is_there(self) -> Option<bool> {
        match self {
            Self::Live | Self::LacksHost => Some(true),
            Self::Missing | Self::Unreadable | Self::Certificate => Some(false),
            Self::Unanswered => None,
        }
    }

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Missing => "missing",
            Self::Unreadable => "unreadable",
            Self::LacksHost => "lacks_host",
            Self::Certificate => "certificate",
            Self::Unanswered => "unanswered",
        }
    }
}
