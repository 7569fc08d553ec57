//! Servers and sign-ins that stopped working, or soon will, as users are told of them.

use serde::{Deserialize, Serialize};

use crate::MailboxId;

/// What a notice of a server is about, and so where it is mended.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum ServerOf {
    /// A mailbox that is fetched.
    Mailbox {
        /// Which.
        id: MailboxId,
    },
    /// The organisation's outgoing server.
    Organisation,
    /// The outgoing server of whoever is told.
    User,
    /// The outgoing server of a sender domain.
    Domain,
    /// An OAuth application, which several servers may be signed in to with.
    Application,
}

impl ServerOf {
    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mailbox { .. } => "mailbox",
            Self::Organisation => "organisation",
            Self::User => "user",
            Self::Domain => "domain",
            Self::Application => "application",
        }
    }
}

/// What is said of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServerNews {
    /// No mail comes in, or none leaves.
    Failing,
    /// The provider took its permission back: somebody has to sign in again.
    Revoked,
    /// The provider does not accept the application, as where its secret ended.
    SecretExpired,
    /// It works, and ends on a day that is known.
    Expiring,
}

impl ServerNews {
    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Failing => "failing",
            Self::Revoked => "revoked",
            Self::SecretExpired => "secret_expired",
            Self::Expiring => "expiring",
        }
    }

    /// Whether whoever was told this of a server knows the other as well: one without a sign-in fails, too.
    #[must_use]
    pub fn covers(self, other: Self) -> bool {
        match self {
            Self::Revoked | Self::SecretExpired => self == other || other == Self::Failing,
            Self::Failing | Self::Expiring => self == other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_kept_by_its_kind_and_a_sign_in_that_is_gone_says_that_it_fails() {
        let mailbox = ServerOf::Mailbox { id: MailboxId::new(7) };
        let text = serde_json::to_string(&mailbox).unwrap();
        assert_eq!(text, r#"{"of":"mailbox","id":"7"}"#);
        assert_eq!(serde_json::from_str::<ServerOf>(&text).unwrap(), mailbox);
        assert!(ServerNews::Revoked.covers(ServerNews::Failing));
        assert!(!ServerNews::Failing.covers(ServerNews::Revoked));
        assert!(!ServerNews::Expiring.covers(ServerNews::Failing), "that it ended is news");
    }
}
