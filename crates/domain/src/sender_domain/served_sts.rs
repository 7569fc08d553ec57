//! The policy of MTA-STS (RFC 8461) that Posthus itself serves for a sender domain.

use serde::{Deserialize, Serialize};

use crate::time::Timestamp;

/// What the served policy asks of those who bring the domain mail.
///
/// ```text
/// Off -> Testing <-> Enforce
///          |            |
///          +-> Ending <-+     Ending -> Testing, and Off once no server can still remember an older policy
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StsServing {
    /// Nothing is served.
    #[default]
    Off,
    /// They report what would have failed, and deliver all the same.
    Testing,
    /// They deliver to the named hosts alone, over verified TLS.
    Enforce,
    /// They are told to forget what they were asked (RFC 8461 2.1).
    Ending,
}

impl StsServing {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Off, Self::Testing, Self::Enforce, Self::Ending];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Testing => "testing",
            Self::Enforce => "enforce",
            Self::Ending => "ending",
        }
    }
}

/// The served policy.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ServedSts {
    /// What it asks.
    pub serving: StsServing,
    /// The hosts that take mail for the domain, as they were when somebody said so.
    pub exchangers: Vec<String>,
    /// Since when it is so.
    pub since: Option<Timestamp>,
}

/// Why somebody may not want to go on.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StsWarning {
    /// The record in DNS does not carry the policy's id: nobody looks for the policy.
    RecordNotSeen,
    /// The file was not seen at its address, with a certificate for its name.
    FileNotSeen,
    /// It was tested for less than a week.
    TestedTooShort,
    /// No report on TLS came: nobody says whether encryption towards the domain holds.
    NoReports,
    /// Reports tell of connections that would have failed.
    Failures,
}

impl StsWarning {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::RecordNotSeen, Self::FileNotSeen, Self::TestedTooShort, Self::NoReports, Self::Failures];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::RecordNotSeen => "record_not_seen",
            Self::FileNotSeen => "file_not_seen",
            Self::TestedTooShort => "tested_too_short",
            Self::NoReports => "no_reports",
            Self::Failures => "failures",
        }
    }
}

/// Why it cannot be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StsRefusal {
    /// Nobody has proved that the domain is his.
    NotProved,
    /// No host takes mail for the domain, as far as DNS told.
    NoExchangers,
    /// A policy is tested before it is enforced.
    TestFirst,
    /// Servers may still remember what they were asked, until then.
    StillRemembered(Timestamp),
}
