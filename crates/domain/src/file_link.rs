//! Links by which the receiver of a mail fetches its files.

use serde::{Deserialize, Serialize};

/// Where a link stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileLinkState {
    /// Whoever has it fetches the file.
    Open,
    /// Its days are over.
    Expired,
    /// It was fetched as often as it may be.
    UsedUp,
    /// Somebody withdrew it.
    Revoked,
}

impl FileLinkState {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Open, Self::Expired, Self::UsedUp, Self::Revoked];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Expired => "expired",
            Self::UsedUp => "used_up",
            Self::Revoked => "revoked",
        }
    }
}

/// Why files cannot go as links.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoFileLinks {
    /// Outside of this machine nobody reaches the address under which it is opened.
    NoPublicAddress,
    /// The organisation switched them off.
    SwitchedOff,
}

impl NoFileLinks {
    /// Both.
    pub const ALL: [Self; 2] = [Self::NoPublicAddress, Self::SwitchedOff];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoPublicAddress => "no_public_address",
            Self::SwitchedOff => "switched_off",
        }
    }
}
