//! Why a server cannot be handed any mail, and what follows for whoever asked.

use domain::{Reply, Timestamp};
use wire::smtp::client::{Failure, Step};

use crate::drive::DriveError;
use crate::network::ConnectError;
use crate::tls::TlsError;

/// Why no mail can be handed to a server.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// No connection.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// No TLS.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// It broke off before a mail could be sent.
    #[error("`{host}`: {source} before a mail could be sent")]
    Broken {
        /// The server.
        host: String,
        /// How.
        source: DriveError,
    },
    /// The server does not let us send.
    #[error("`{host}`: {source}")]
    Session {
        /// The server.
        host: String,
        /// Its words or what it lacks.
        source: Failure,
    },
}

impl OpenError {
    /// Whether the server's name leads nowhere, or nowhere we may go: trying again will not help.
    #[must_use]
    pub const fn is_lasting(&self) -> bool {
        match self {
            Self::Connect(error) => !error.is_temporary(),
            Self::Tls(_) | Self::Broken { .. } | Self::Session { .. } => false,
        }
    }

    /// Whether the server has no TLS, or none that is good enough.
    #[must_use]
    pub const fn is_of_tls(&self) -> bool {
        match self {
            Self::Tls(error) => !error.is_temporary(),
            Self::Session { source, .. } => {
                match source {
                    Failure::TlsNotOffered => true,
                    // RFC 3207 4: 454 is a hiccup.
                    Failure::Refused { step: Step::StartTls, reply } => !reply.code.is_temporary(),
                    Failure::Refused { .. }
                    | Failure::Closing(_)
                    | Failure::SignInNotOffered
                    | Failure::SignInUnprotected
                    | Failure::SignIn(_)
                    | Failure::TimedOut(_)
                    | Failure::OutOfStep { .. }
                    | Failure::NotAReply(_) => false,
                }
            }
            Self::Connect(_) | Self::Broken { .. } => false,
        }
    }

    /// Whether the server refused who signs in (RFC 4954 6: 535), and not just for now.
    #[must_use]
    pub fn is_sign_in_refused(&self) -> bool {
        match self {
            Self::Session { source: Failure::Refused { step: Step::SignIn, reply }, .. } => {
                !reply.code.is_temporary()
            }
            Self::Session { .. } | Self::Connect(_) | Self::Tls(_) | Self::Broken { .. } => false,
        }
    }

    /// A stable name of what was found, for whoever tests a server; one for each cure.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Connect(ConnectError::Name { .. }) => "no_such_name",
            Self::Connect(ConnectError::NotAllowed { .. }) => "private_network",
            Self::Connect(_) => "connect",
            Self::Tls(_) => "tls",
            Self::Broken { source: DriveError::TimedOut, .. } => "silent",
            Self::Broken { .. } => "lost",
            Self::Session { source, .. } => code_of(source),
        }
    }

    /// Since when it did not answer, where it was passed over for that.
    pub(super) const fn passed_over(&self) -> Option<Timestamp> {
        match self {
            Self::Connect(ConnectError::PassedOver { since, .. }) => Some(*since),
            Self::Connect(_) | Self::Tls(_) | Self::Broken { .. } | Self::Session { .. } => None,
        }
    }

    /// Whether a connection came about over which nobody said a word in time.
    pub(super) const fn is_silence(&self) -> bool {
        match self {
            Self::Broken { source, .. } => matches!(source, DriveError::TimedOut),
            Self::Session { source, .. } => matches!(source, Failure::TimedOut(_)),
            Self::Connect(_) | Self::Tls(_) => false,
        }
    }

    /// Whether the server puts off whoever comes, before it hears of any mail (RFC 5321 3.1, 3.8).
    pub(super) const fn is_turned_away(&self) -> bool {
        match self {
            Self::Session { source: Failure::Closing(_), .. } => true,
            Self::Session {
                source: Failure::Refused { step: Step::Greeting | Step::Ehlo | Step::Helo, reply },
                ..
            } => reply.code.is_temporary(),
            Self::Session { .. } | Self::Connect(_) | Self::Tls(_) | Self::Broken { .. } => false,
        }
    }

    /// The server's words, where it said any.
    #[must_use]
    pub const fn reply(&self) -> Option<&Reply> {
        match self {
            Self::Session { source, .. } => source.reply(),
            Self::Connect(_) | Self::Tls(_) | Self::Broken { .. } => None,
        }
    }
}

const fn code_of(failure: &Failure) -> &'static str {
    match failure {
        Failure::Refused { step: Step::SignIn, reply } => {
            if reply.code.is_temporary() {
                "sign_in_later"
            } else {
                "sign_in"
            }
        }
        Failure::Refused { step: Step::StartTls, .. } | Failure::TlsNotOffered => "no_starttls",
        Failure::Refused { .. } => "not_welcome",
        Failure::Closing(_) => "bye",
        Failure::SignInNotOffered => "no_way_to_sign_in",
        Failure::SignInUnprotected => "plain_text",
        Failure::SignIn(_) => "sign_in",
        Failure::TimedOut(_) => "silent",
        Failure::OutOfStep { .. } | Failure::NotAReply(_) => "protocol",
    }
}

impl From<DriveError> for OpenError {
    fn from(source: DriveError) -> Self {
        Self::Broken { host: String::new(), source }
    }
}
