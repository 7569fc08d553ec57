//! What people who run sender domains are told of once, by the bell and by mail.

use serde::{Deserialize, Serialize};

/// What changed with a domain that was in order, or that was told of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DomainNews {
    /// Its key is gone from DNS; mail is signed for the time being.
    KeyMissing,
    /// Its key was gone for too long: mail is signed no more.
    SwitchedOff,
    /// Its key is there again, and mail is signed.
    KeyBack,
    /// A policy of MTA-STS is served that does not name every host that takes its mail (RFC 8461 4.1).
    Exchangers,
    /// A policy of MTA-STS is served that nobody reaches any more.
    Policy,
    /// Its SPF record does not do what it did.
    Spf,
    /// Its DMARC record does not do what it did.
    Dmarc,
    /// The name that leads failures to our host does so no more.
    ReturnPath,
    /// Others report on it no more.
    Reports,
}

impl DomainNews {
    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::KeyMissing => "key_missing",
            Self::SwitchedOff => "switched_off",
            Self::KeyBack => "key_back",
            Self::Exchangers => "exchangers",
            Self::Policy => "policy",
            Self::Spf => "spf",
            Self::Dmarc => "dmarc",
            Self::ReturnPath => "return_path",
            Self::Reports => "reports",
        }
    }
}
