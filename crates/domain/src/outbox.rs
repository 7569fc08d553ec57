//! Mail to be sent: an outbox item, its delivery to each recipient, and each attempt.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::org::UnknownName;

/// Where the way to one recipient stands.
///
/// ```text
/// Queued <-> Sending -> Sent
///                    -> Failed -> Queued   "send again"
/// ```
/// `Sending` is written before anything is connected to; a lease that ran out makes it due again.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DeliveryState {
    /// It waits for its next attempt.
    Queued,
    /// A worker holds it.
    Sending,
    /// The next server took responsibility for it.
    Sent,
    /// It is over: refused, impossible, or out of time.
    Failed,
}

impl DeliveryState {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Queued, Self::Sending, Self::Sent, Self::Failed];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Failed => "failed",
        }
    }
}

impl FromStr for DeliveryState {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        let found = Self::ALL.into_iter().find(|state| state.as_str() == text);
        found.ok_or_else(|| UnknownName(text.to_owned()))
    }
}

/// In which of two streams a mail goes: what one person waits for never stands behind what goes to many.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stream {
    /// One mail that a person or the program wrote.
    #[default]
    Single,
    /// One of many that were written together, and what reaches somebody through a distribution list.
    Bulk,
}

impl Stream {
    /// Both, in the order in which they go.
    pub const ALL: [Self; 2] = [Self::Single, Self::Bulk];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Single => "single",
            Self::Bulk => "bulk",
        }
    }
}

impl FromStr for Stream {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        let found = Self::ALL.into_iter().find(|stream| stream.as_str() == text);
        found.ok_or_else(|| UnknownName(text.to_owned()))
    }
}

/// Why nothing is tried at a destination for a while.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ParkReason {
    /// No server of it let us begin.
    Silent,
    /// A server said that it is too much at once (RFC 5321 3.8: 421, or in its own words).
    Busy,
    /// A limit of ours on mails in a minute.
    Rate,
    /// No server of it has the protection that its zone (RFC 7672) or its domain (RFC 8461) demands.
    Unprotected,
    /// It refuses an organisation's mail for the reputation of our address.
    Refused,
}

impl ParkReason {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Silent, Self::Busy, Self::Rate, Self::Unprotected, Self::Refused];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Silent => "silent",
            Self::Busy => "busy",
            Self::Rate => "rate",
            Self::Unprotected => "unprotected",
            Self::Refused => "refused",
        }
    }
}

impl FromStr for ParkReason {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        let found = Self::ALL.into_iter().find(|reason| reason.as_str() == text);
        found.ok_or_else(|| UnknownName(text.to_owned()))
    }
}

/// How one attempt ended, as stored.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AttemptResult {
    /// Taken by the next server.
    Delivered,
    /// To be tried again.
    Deferred,
    /// Over.
    Failed,
    /// Cut short with the process that made it: the next server may have taken the mail (RFC 1047).
    Interrupted,
}

impl AttemptResult {
    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Delivered => "delivered",
            Self::Deferred => "deferred",
            Self::Failed => "failed",
            Self::Interrupted => "interrupted",
        }
    }
}

impl FromStr for AttemptResult {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        match text {
            "delivered" => Ok(Self::Delivered),
            "deferred" => Ok(Self::Deferred),
            "failed" => Ok(Self::Failed),
            "interrupted" => Ok(Self::Interrupted),
            other => Err(UnknownName(other.to_owned())),
        }
    }
}

/// The kind of way out.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TransportKind {
    /// Straight to the recipient domain's mail exchangers (RFC 5321 5.1).
    #[default]
    Direct,
    /// Through one server that relays for us.
    Relay,
}

impl TransportKind {
    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Relay => "relay",
        }
    }
}

impl FromStr for TransportKind {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        match text {
            "direct" => Ok(Self::Direct),
            "relay" => Ok(Self::Relay),
            other => Err(UnknownName(other.to_owned())),
        }
    }
}
