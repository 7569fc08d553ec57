//! What people who run sender domains are told of on every page.

use serde::{Deserialize, Serialize};

/// What is wrong with a domain that was in order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DomainAlarm {
    /// Its key is gone from DNS: its mail is signed for the time being, or no more.
    Key,
    /// A policy of MTA-STS is served that does not name every host that takes its mail (RFC 8461 4.1): servers that heed
    /// it deliver nothing there.
    Exchangers,
    /// A policy of MTA-STS is served that nobody reaches any more: its record is gone from DNS, or its file from its site
    /// (RFC 8461 3.1, 3.3). Mail to it goes unprotected once servers have forgotten what they read.
    Policy,
    /// Its SPF record is gone, there are several, or it does not let us send any more.
    Spf,
    /// Its DMARC record is gone, there are several, or it asks for less than it did.
    Dmarc,
    /// The name that leads failures to our host is gone, or leads elsewhere.
    ReturnPath,
    /// Others report on it no more: the record that asks for reports on TLS is gone, or the one that lets them come to another
    /// domain (RFC 8460 3, RFC 9990 4).
    Reports,
}

impl DomainAlarm {
    /// All of them, the gravest first.
    pub const ALL: [Self; 7] =
        [Self::Key, Self::Exchangers, Self::Policy, Self::Spf, Self::Dmarc, Self::ReturnPath, Self::Reports];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Key => "key",
            Self::Exchangers => "exchangers",
            Self::Policy => "policy",
            Self::Spf => "spf",
            Self::Dmarc => "dmarc",
            Self::ReturnPath => "return_path",
            Self::Reports => "reports",
        }
    }
}
