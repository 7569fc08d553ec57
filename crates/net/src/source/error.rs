//! Why a mailbox cannot be read: one sentence each, with server, cause and cure.

use wire::sasl::{Credentials, Proof};

use crate::drive::DriveError;
use crate::network::ConnectError;
use crate::tls::TlsError;

/// Why a mailbox cannot be read. Every sentence names the server, the cause and what to do.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// No connection.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// No secure connection.
    #[error("cannot connect to `{server}`: {source}")]
    Tls {
        /// Host and port.
        server: String,
        /// What went wrong.
        #[source]
        source: TlsError,
    },
    /// The server accepted the connection and said nothing.
    #[error(
        "`{server}` accepts connections but does not greet; check that port and encryption belong together: \
         a port for TLS is silent without it"
    )]
    Silent {
        /// Host and port.
        server: String,
    },
    /// The settings would send the password for everybody to read.
    #[error(
        "`{server}` would get the password in plain text, which is allowed on this machine alone; choose TLS or STARTTLS"
    )]
    PlainText {
        /// Host and port.
        server: String,
    },
    /// The server cannot make the connection secure.
    #[error("`{server}` does not offer STARTTLS on this port; choose TLS, usually port {port}")]
    NoStartTls {
        /// Host and port.
        server: String,
        /// Where TLS usually is.
        port: u16,
    },
    /// The server refused the user or the password.
    #[error(
        "`{server}` refused the sign-in of `{user}`: {words}; check user name and password, \
         and whether the server wants an app password"
    )]
    SignIn {
        /// Host and port.
        server: String,
        /// Who.
        user: String,
        /// The server's words.
        words: String,
    },
    /// The server refused an access token.
    #[error(
        "`{server}` refused the access token of `{user}`: {words}; check that the account which signed in may read \
         `{user}`, and that IMAP or POP is allowed for it"
    )]
    TokenRefused {
        /// Host and port.
        server: String,
        /// Who.
        user: String,
        /// The server's words.
        words: String,
    },
    /// The server cannot let anybody in at the moment.
    #[error("`{server}` lets nobody in at the moment: {words}; it is tried again")]
    SignInLater {
        /// Host and port.
        server: String,
        /// The server's words.
        words: String,
    },
    /// There is no common way to sign in.
    #[error("`{server}` offers no way to sign in that fits; allow {wanted} on the server")]
    NoWayToSignIn {
        /// Host and port.
        server: String,
        /// What we could do.
        wanted: &'static str,
    },
    /// The folder does not exist.
    #[error("`{server}` has no folder `{folder}`: {words}; choose one of: {others}")]
    NoFolder {
        /// Host and port.
        server: String,
        /// Which.
        folder: String,
        /// The server's words.
        words: String,
        /// Those there are.
        others: String,
    },
    /// The server refused a step.
    #[error("`{server}` refused {step}: {words}; {advice}")]
    Refused {
        /// Host and port.
        server: String,
        /// Which step.
        step: &'static str,
        /// The server's words.
        words: String,
        /// What to do.
        advice: &'static str,
    },
    /// What came was not the protocol.
    #[error("`{server}` does not speak {protocol}: it said \"{start}\"; check port and protocol")]
    Protocol {
        /// Host and port.
        server: String,
        /// What we speak.
        protocol: &'static str,
        /// What it said.
        start: String,
    },
    /// The server said goodbye.
    #[error("`{server}` closed the connection: {words}; it is tried again")]
    Bye {
        /// Host and port.
        server: String,
        /// The server's words.
        words: String,
    },
    /// The connection ended, broke or was silent.
    #[error("the connection with `{server}` failed: {source}; it is tried again")]
    Lost {
        /// Host and port.
        server: String,
        /// How.
        #[source]
        source: DriveError,
    },
}

impl SourceError {
    /// The server's refusal of who signs in, by what he proved it with.
    pub(crate) fn refused(server: String, credentials: &Credentials, words: String) -> Self {
        let user = credentials.username.clone();
        match &credentials.proof {
            Proof::Password(_) => Self::SignIn { server, user, words },
            Proof::Token(_) => Self::TokenRefused { server, user, words },
        }
    }

    /// The same with what becomes of the server's words.
    pub(crate) fn with_words(self, change: impl Fn(String) -> String) -> Self {
        match self {
            Self::SignIn { server, user, words } => Self::SignIn { server, user, words: change(words) },
            Self::TokenRefused { server, user, words } => {
                Self::TokenRefused { server, user, words: change(words) }
            }
            Self::SignInLater { server, words } => Self::SignInLater { server, words: change(words) },
            Self::NoFolder { server, folder, words, others } => {
                Self::NoFolder { server, folder, words: change(words), others }
            }
            Self::Refused { server, step, words, advice } => {
                Self::Refused { server, step, words: change(words), advice }
            }
            Self::Protocol { server, protocol, start } => {
                Self::Protocol { server, protocol, start: change(start) }
            }
            Self::Bye { server, words } => Self::Bye { server, words: change(words) },
            Self::Connect(_)
            | Self::Tls { .. }
            | Self::Silent { .. }
            | Self::PlainText { .. }
            | Self::NoStartTls { .. }
            | Self::NoWayToSignIn { .. }
            | Self::Lost { .. } => self,
        }
    }

    /// Whether the same attempt may succeed later without a change of the settings.
    #[must_use]
    pub const fn is_temporary(&self) -> bool {
        match self {
            Self::Connect(error) => error.is_temporary(),
            Self::Tls { source, .. } => source.is_temporary(),
            Self::Silent { .. }
            | Self::SignInLater { .. }
            | Self::Refused { .. }
            | Self::Bye { .. }
            | Self::Lost { .. } => true,
            Self::PlainText { .. }
            | Self::NoStartTls { .. }
            | Self::SignIn { .. }
            | Self::TokenRefused { .. }
            | Self::NoWayToSignIn { .. }
            | Self::NoFolder { .. }
            | Self::Protocol { .. } => false,
        }
    }

    /// A stable name of the kind, as for the interface's texts and for metrics.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Connect(_) => "connect",
            Self::Tls { .. } => "tls",
            Self::Silent { .. } => "silent",
            Self::PlainText { .. } => "plain_text",
            Self::NoStartTls { .. } => "no_starttls",
            Self::SignIn { .. } => "sign_in",
            Self::TokenRefused { .. } => "token_refused",
            Self::SignInLater { .. } => "sign_in_later",
            Self::NoWayToSignIn { .. } => "no_way_to_sign_in",
            Self::NoFolder { .. } => "no_folder",
            Self::Refused { .. } => "refused",
            Self::Protocol { .. } => "protocol",
            Self::Bye { .. } => "bye",
            Self::Lost { .. } => "lost",
        }
    }
}

/// An error before there is a session, with what was said until then.
#[derive(Debug, thiserror::Error)]
#[error("{error}")]
pub struct Failure {
    /// What went wrong.
    pub error: SourceError,
    /// The conversation, secrets masked.
    pub transcript: Vec<String>,
}

/// An answer that is none of this protocol; its beginning is enough to recognise the other one.
pub(crate) fn other_protocol(server: &str, protocol: &'static str, start: &str) -> SourceError {
    const CHARS_SHOWN_MAX: usize = 60;
    let start = start.chars().take(CHARS_SHOWN_MAX).collect();
    SourceError::Protocol { server: server.to_owned(), protocol, start }
}

/// The server's words for a sentence; some servers say nothing.
pub(crate) fn words(text: &str) -> String {
    let text = text.trim().trim_end_matches('.');
    if text.is_empty() { "it gave no reason".to_owned() } else { format!("\"{text}\"") }
}
