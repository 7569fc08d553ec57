//! Why there is no token to sign in with: one sentence each, with cause and cure.

use domain::oauth::GrantState;
use store::StoreError;
use store::oauth::grants::Standing;

/// Why there is no token to sign in with.
#[derive(Debug, thiserror::Error)]
pub enum GrantError {
    /// Nobody has signed in.
    #[error("nobody has signed in with the provider yet; choose `Sign in` in the settings")]
    NotSignedIn,
    /// The provider took it back.
    #[error("the provider took its permission back: {0}; sign in again in the settings")]
    Revoked(String),
    /// What is kept of it is of no use.
    #[error("the kept tokens cannot be opened with this server's secret key; sign in again in the settings")]
    Unreadable,
    /// The provider does not accept the application.
    #[error(
        "the provider does not accept the application: {0}; check the application's settings, or enter a new client secret \
         there, nobody has to sign in again"
    )]
    SecretExpired(String),
    /// The provider was asked too often.
    #[error("the provider wants fewer requests: {0}; it is asked again by itself")]
    Throttled(String),
    /// The provider cannot be reached, or fails.
    #[error("the provider gives no token at the moment: {0}; it is asked again by itself")]
    ProviderDown(String),
    /// What is kept of the installation's belongs to another configuration than this process has.
    #[error(
        "another server of this installation signs in to the shared outgoing server with other values of `outgoing.oauth_*`; \
         whoever runs the installation gives all servers the same, and starts this one again"
    )]
    Another,
    /// Another process renews it.
    #[error("another process renews the sign-in and has not finished; it is tried again by itself")]
    Busy,
    /// Our own house.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl GrantError {
    /// The error of a grant that gives no token; `None` for one that works.
    pub(super) fn of(standing: &Standing) -> Option<Self> {
        let words = standing.words.clone();
        match standing.state {
            GrantState::Good | GrantState::Expiring => None,
            GrantState::Revoked => Some(Self::Revoked(words)),
            GrantState::SecretExpired => Some(Self::SecretExpired(words)),
            GrantState::Throttled => Some(Self::Throttled(words)),
            GrantState::ProviderDown => Some(Self::ProviderDown(words)),
        }
    }

    /// The same of the installation's relay: its operator mends it, in the configuration.
    #[must_use]
    pub(crate) fn of_installation(&self) -> String {
        let keeps = "the sign-in of the shared outgoing server";
        match self {
            Self::Revoked(words) => format!(
                "the provider took back {keeps}: {words}; whoever runs the installation puts a new token into \
                 `outgoing.oauth_refresh_token_file`"
            ),
            Self::SecretExpired(words) => format!(
                "the provider does not accept {keeps}: {words}; whoever runs the installation checks the application, or \
                 puts its new secret into `outgoing.oauth_client_secret_file`"
            ),
            Self::NotSignedIn
            | Self::Unreadable
            | Self::Throttled(_)
            | Self::ProviderDown(_)
            | Self::Another
            | Self::Busy
            | Self::Store(_) => self.to_string(),
        }
    }

    /// Whether nothing but a person can mend it.
    #[must_use]
    pub const fn needs_person(&self) -> bool {
        match self {
            Self::NotSignedIn
            | Self::Revoked(_)
            | Self::Unreadable
            | Self::SecretExpired(_)
            | Self::Another => true,
            Self::Throttled(_) | Self::ProviderDown(_) | Self::Busy | Self::Store(_) => false,
        }
    }

    /// A stable name of the kind: the interface has a cure for each.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotSignedIn => "oauth_not_signed_in",
            // The cure is the same.
            Self::Revoked(_) | Self::Unreadable => code_of(GrantState::Revoked),
            Self::SecretExpired(_) => code_of(GrantState::SecretExpired),
            Self::Throttled(_) => code_of(GrantState::Throttled),
            Self::ProviderDown(_) => code_of(GrantState::ProviderDown),
            Self::Another => "oauth_another",
            Self::Busy => "oauth_busy",
            Self::Store(_) => "store",
        }
    }
}

/// The code of a mailbox's failure by such a grant.
pub(crate) const fn code_of(state: GrantState) -> &'static str {
    match state {
        GrantState::Good | GrantState::Expiring => "oauth_good",
        GrantState::Revoked => "oauth_revoked",
        GrantState::SecretExpired => "oauth_secret_expired",
        GrantState::Throttled => "oauth_throttled",
        GrantState::ProviderDown => "oauth_provider_down",
    }
}
