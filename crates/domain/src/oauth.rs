//! Grants: what a provider of mail lets us do in a user's name (RFC 6749), and how it stands.

use std::str::FromStr;

use crate::ids::{MailboxId, TransportId, UserId};
use crate::org::UnknownName;

/// What a grant is for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum GrantOwner {
    /// Fetching a mailbox.
    Mailbox(MailboxId),
    /// The organisation's outgoing server.
    Transport,
    /// A user's own outgoing server.
    User(UserId),
    /// The outgoing server of a sender domain.
    Domain(TransportId),
}

impl GrantOwner {
    /// The names of all purposes.
    pub const PURPOSES: [&str; 4] = ["mailbox", "transport", "user", "domain"];

    /// The stable name of the purpose.
    #[must_use]
    pub const fn purpose(self) -> &'static str {
        match self {
            Self::Mailbox(_) => "mailbox",
            Self::Transport => "transport",
            Self::User(_) => "user",
            Self::Domain(_) => "domain",
        }
    }

    /// The number of the record; 0 where an organisation has one alone.
    #[must_use]
    pub const fn subject(self) -> i64 {
        match self {
            Self::Mailbox(id) => id.get(),
            Self::Transport => 0,
            Self::User(id) => id.get(),
            Self::Domain(id) => id.get(),
        }
    }

    /// The owner with this purpose and number.
    #[must_use]
    pub fn from_parts(purpose: &str, subject: i64) -> Option<Self> {
        match purpose {
            "mailbox" => Some(Self::Mailbox(MailboxId::new(subject))),
            "transport" => Some(Self::Transport),
            "user" => Some(Self::User(UserId::new(subject))),
            "domain" => Some(Self::Domain(TransportId::new(subject))),
            _ => None,
        }
    }
}

/// How a grant stands.
///
/// ```text
/// Good <-> Expiring          it works; a person must act before a day that is known
///      <-> Throttled         the provider wants fewer requests: it is asked later
///      <-> ProviderDown      the provider does not answer: it is asked later
///      --> SecretExpired     the application must be given a new secret
///      --> Revoked           a person must sign in again
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum GrantState {
    /// It works.
    Good,
    /// It works, and will end at a time that is known; never stored, always computed.
    Expiring,
    /// The provider took it back.
    Revoked,
    /// The provider does not accept the application's secret.
    SecretExpired,
    /// The provider was asked too often.
    Throttled,
    /// The provider cannot be reached, or answers with its own failure.
    ProviderDown,
}

impl GrantState {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Good, Self::Expiring, Self::Revoked, Self::SecretExpired, Self::Throttled, Self::ProviderDown];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Expiring => "expiring",
            Self::Revoked => "revoked",
            Self::SecretExpired => "secret_expired",
            Self::Throttled => "throttled",
            Self::ProviderDown => "provider_down",
        }
    }

    /// Whether nothing but a person can mend it.
    #[must_use]
    pub const fn needs_person(self) -> bool {
        match self {
            Self::Revoked | Self::SecretExpired => true,
            Self::Good | Self::Expiring | Self::Throttled | Self::ProviderDown => false,
        }
    }
}

impl FromStr for GrantState {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        let found = Self::ALL.into_iter().find(|state| state.as_str() == text);
        found.ok_or_else(|| UnknownName(text.to_owned()))
    }
}

/// Where an application's secret stands in its requests (RFC 6749 2.3.1).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum ClientAuth {
    /// Among the fields of the body, as most providers document it.
    #[default]
    Body,
    /// In the header, as HTTP Basic.
    Header,
}

impl ClientAuth {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Body, Self::Header];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Body => "body",
            Self::Header => "header",
        }
    }
}

impl FromStr for ClientAuth {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        let found = Self::ALL.into_iter().find(|way| way.as_str() == text);
        found.ok_or_else(|| UnknownName(text.to_owned()))
    }
}

/// How a person signs in with a provider.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum SignInWay {
    /// In this browser, which comes back with a code (RFC 6749 4.1).
    Browser,
    /// On any device, with a code that he types there (RFC 8628).
    Device,
}

impl SignInWay {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Browser, Self::Device];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Browser => "browser",
            Self::Device => "device",
        }
    }
}

impl FromStr for SignInWay {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        let found = Self::ALL.into_iter().find(|way| way.as_str() == text);
        found.ok_or_else(|| UnknownName(text.to_owned()))
    }
}

/// How a sign-in with a provider ended, or that it has not.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum SignInOutcome {
    /// The person has not finished.
    Waiting,
    /// Tokens were given and are kept.
    Done,
    /// The person, or an administrator's rule, said no.
    Denied,
    /// It took too long.
    Expired,
    /// The provider refused the application or could not be understood.
    Failed,
}

impl SignInOutcome {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Waiting, Self::Done, Self::Denied, Self::Expired, Self::Failed];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Done => "done",
            Self::Denied => "denied",
            Self::Expired => "expired",
            Self::Failed => "failed",
        }
    }
}

impl FromStr for SignInOutcome {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        let found = Self::ALL.into_iter().find(|outcome| outcome.as_str() == text);
        found.ok_or_else(|| UnknownName(text.to_owned()))
    }
}
