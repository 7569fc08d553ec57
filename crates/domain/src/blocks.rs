//! Addresses that are not written to: mail to them came back, or somebody said so.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::org::UnknownName;

/// Which mail a block stops.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockScope {
    /// Mailings; a person may still answer in a case.
    Mailings,
    /// All mail.
    All,
}

impl BlockScope {
    /// All of them, from the narrow to the wide.
    pub const ALL: [Self; 2] = [Self::Mailings, Self::All];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mailings => "mailings",
            Self::All => "all",
        }
    }
}

/// Why an address is blocked.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockReason {
    /// One return of a class that says enough.
    Returned,
    /// More mails came back than the organisation accepts.
    Limit,
    /// A person blocked it.
    Hand,
    /// It was on a list of another service.
    Imported,
}

impl BlockReason {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Returned, Self::Limit, Self::Hand, Self::Imported];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Returned => "returned",
            Self::Limit => "limit",
            Self::Hand => "hand",
            Self::Imported => "imported",
        }
    }
}

/// What was decided about an address.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AddressDeed {
    /// It is written to no more, or to less.
    Blocked,
    /// A person took the block away.
    Cleared,
    /// A mail that is proved to be from it came, so that the block was lifted.
    Wrote,
    /// The refusals were the provider's fault, so that a person took back all blocks that they had made.
    RolledBack,
    /// A person deleted it, with all that was known of it before.
    Deleted,
    /// A person put it on trial: the next mail goes out to it.
    OnTrial,
    /// The mail of its trial stayed there, so that the block was lifted.
    TrialKept,
    /// It came back during its trial, so that the block stays.
    TrialReturned,
    /// No mail reached it in the time of its trial, so that the block stays.
    TrialUnused,
    /// A person ended its trial, so that the block stays.
    TrialEnded,
}

impl AddressDeed {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Blocked,
        Self::Cleared,
        Self::Wrote,
        Self::RolledBack,
        Self::Deleted,
        Self::OnTrial,
        Self::TrialKept,
        Self::TrialReturned,
        Self::TrialUnused,
        Self::TrialEnded,
    ];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Blocked => "blocked",
            Self::Cleared => "cleared",
            Self::Wrote => "wrote",
            Self::RolledBack => "rolled_back",
            Self::Deleted => "deleted",
            Self::OnTrial => "on_trial",
            Self::TrialKept => "trial_kept",
            Self::TrialReturned => "trial_returned",
            Self::TrialUnused => "trial_unused",
            Self::TrialEnded => "trial_ended",
        }
    }
}

/// How it became known that a mail did not arrive.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReturnSource {
    /// The server said so while we spoke to it.
    Smtp,
    /// A report came later (RFC 3464).
    Report,
    /// A complaint came (RFC 5965).
    Complaint,
}

impl ReturnSource {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Smtp, Self::Report, Self::Complaint];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Smtp => "smtp",
            Self::Report => "report",
            Self::Complaint => "complaint",
        }
    }

    /// Of which kind what came back is.
    #[must_use]
    pub const fn nature(self) -> ReturnNature {
        match self {
            Self::Smtp | Self::Report => ReturnNature::Failure,
            Self::Complaint => ReturnNature::Complaint,
        }
    }
}

/// Of which kind what came back of a mail is. Both may come of one mail: whoever has it forwarded complains, and the
/// mailbox behind is gone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ReturnNature {
    /// The mail did not arrive.
    Failure,
    /// It did, and somebody told of it.
    Complaint,
}

/// Where an incident of many equal refusals stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IncidentState {
    /// Nobody is blocked for such refusals until a person has decided.
    Open,
    /// The addresses are wrong: they are blocked.
    Confirmed,
    /// The provider was wrong: they are not.
    RolledBack,
}

impl IncidentState {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Open, Self::Confirmed, Self::RolledBack];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Confirmed => "confirmed",
            Self::RolledBack => "rolled_back",
        }
    }
}

/// Which other incident of a provider keeps mail to many for it waiting when one is decided on.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeptBy {
    /// It refuses many addresses, too, and is waited for until somebody decides, for a day at most.
    Addresses,
    /// It refuses all mail for the reputation of our address: until some is taken, or somebody has seen to it.
    Reputation,
    /// It refuses mail that its sender's domain does not vouch for: until somebody has seen to it.
    Authentication,
}

impl KeptBy {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Addresses, Self::Reputation, Self::Authentication];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Addresses => "addresses",
            Self::Reputation => "reputation",
            Self::Authentication => "authentication",
        }
    }
}

macro_rules! named {
    ($($kind:ty),+) => {$(
        impl FromStr for $kind {
            type Err = UnknownName;

            fn from_str(text: &str) -> Result<Self, UnknownName> {
                let found = Self::ALL.into_iter().find(|one| one.as_str() == text);
                found.ok_or_else(|| UnknownName(text.to_owned()))
            }
        }
    )+};
}

named!(BlockScope, BlockReason, AddressDeed, ReturnSource, IncidentState);
