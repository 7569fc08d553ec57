//! Shared service mailboxes: how their mail is fetched and what becomes of the server's copy.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::ids::OauthApplicationId;
use crate::org::UnknownName;

/// How mail reaches a mailbox.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Protocol {
    /// Fetched over IMAP (RFC 3501, RFC 9051).
    Imap,
    /// Fetched over POP3 (RFC 1939).
    Pop3,
    /// Handed to our own receiving SMTP listener.
    Smtp,
}

impl Protocol {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Imap, Self::Pop3, Self::Smtp];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Imap => "imap",
            Self::Pop3 => "pop3",
            Self::Smtp => "smtp",
        }
    }

    /// The usual port with this security; RFC 8314 3 prefers the TLS ones.
    #[must_use]
    pub const fn default_port(self, security: Security) -> u16 {
        match (self, security) {
            (Self::Imap, Security::Tls) => 993,
            (Self::Imap, Security::StartTls | Security::None) => 143,
            (Self::Pop3, Security::Tls) => 995,
            (Self::Pop3, Security::StartTls | Security::None) => 110,
            (Self::Smtp, _) => 25,
        }
    }
}

impl FromStr for Protocol {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        let found = Self::ALL.into_iter().find(|protocol| protocol.as_str() == text);
        found.ok_or_else(|| UnknownName(text.to_owned()))
    }
}

/// How a connection is protected.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Security {
    /// TLS from the first octet.
    #[default]
    Tls,
    /// Upgraded before anything secret is sent; refused where the server does not offer it.
    StartTls,
    /// Plain text; allowed to loopback addresses alone.
    None,
}

impl Security {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Tls, Self::StartTls, Self::None];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Tls => "tls",
            Self::StartTls => "starttls",
            Self::None => "none",
        }
    }
}

impl FromStr for Security {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        let found = Self::ALL.into_iter().find(|security| security.as_str() == text);
        found.ok_or_else(|| UnknownName(text.to_owned()))
    }
}

/// How one signs in to a mailbox's server or to a relay.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum SignIn {
    /// With a password.
    #[default]
    Password,
    /// With the tokens that a provider gave to this application (RFC 6749).
    OAuth(OauthApplicationId),
}

impl SignIn {
    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::OAuth(_) => "oauth",
        }
    }

    /// The application, where there is one.
    #[must_use]
    pub const fn application(self) -> Option<OauthApplicationId> {
        match self {
            Self::Password => None,
            Self::OAuth(application) => Some(application),
        }
    }
}

impl From<Option<OauthApplicationId>> for SignIn {
    fn from(application: Option<OauthApplicationId>) -> Self {
        application.map_or(Self::Password, Self::OAuth)
    }
}

/// What becomes of the server's copy after ours is committed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AfterImport {
    /// It is removed from the server.
    #[default]
    Delete,
    /// It stays, marked as read where the protocol can (IMAP `\Seen`).
    Keep,
}

impl AfterImport {
    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Delete => "delete",
            Self::Keep => "keep",
        }
    }
}

impl FromStr for AfterImport {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        match text {
            "delete" => Ok(Self::Delete),
            "keep" => Ok(Self::Keep),
            other => Err(UnknownName(other.to_owned())),
        }
    }
}
