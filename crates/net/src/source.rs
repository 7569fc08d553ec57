//! What fetching over IMAP and over POP3 have in common: the settings, the way in, what comes out
//! and what can go wrong.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use domain::mailbox::Security;
use tokio::time::timeout;
use wire::sasl::{Credentials, Exchange, Mechanism};
use wire::{Body, Core};

use crate::drive::{Drive, DriveError};
use crate::network::{ConnectError, Net, Target};
use crate::tls::{TlsError, Verify};
use crate::transcript::Transcript;

/// How long resolving and connecting may take.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(20);
/// How long a TLS handshake may take.
const TLS_TIMEOUT: Duration = Duration::from_secs(20);
/// How long the server may take to greet.
const GREETING_TIMEOUT: Duration = Duration::from_secs(20);
/// How long capabilities and sign-in may take; some servers make failed ones wait.
pub(crate) const SIGN_IN_TIMEOUT: Duration = Duration::from_secs(45);
/// How long one step may take, whatever the server sends meanwhile.
pub(crate) const STEP_TIMEOUT: Duration = Duration::from_secs(15 * 60);
/// How long a polite goodbye may take.
pub(crate) const GOODBYE_TIMEOUT: Duration = Duration::from_secs(10);

/// A mailbox on a server.
#[derive(Clone)]
pub struct ServerSettings {
    /// The server's name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub security: Security,
    /// Who signs in.
    pub credentials: Credentials,
    /// The folder, as a person writes it; POP3 has none.
    pub folder: String,
}

impl ServerSettings {
    fn server(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }
}

/// One mail that was asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fetched {
    /// Its UID (IMAP) or number (POP3).
    pub id: u32,
    /// What came.
    pub content: Content,
}

/// What came of one mail.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Content {
    /// The mail, octet for octet.
    Mail(Vec<u8>),
    /// It is larger than what is taken in; it stays on the server.
    TooLarge {
        /// Its size.
        octets: u64,
    },
    /// It is not there any more: somebody removed it.
    Gone,
    /// The server cannot hand it out; the sentence has its words. The others are not concerned.
    Unreadable(String),
}

impl From<Body> for Content {
    fn from(body: Body) -> Self {
        match body {
            Body::Whole(octets) => Self::Mail(octets),
            Body::TooLarge { octets } => Self::TooLarge { octets },
        }
    }
}

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

/// A core on a connection to a mailbox's server.
pub(crate) struct Session<C> {
    pub(crate) drive: Drive<C>,
    /// Host and port, for errors.
    pub(crate) server: String,
}

impl<C: Core> Session<C> {
    /// Connects, and makes the connection secure where that comes first.
    pub(crate) async fn open(core: C, settings: &ServerSettings, net: &Net) -> Result<Self, Failure> {
        let mut transcript = Transcript::new();
        for secret in secrets(&settings.credentials) {
            transcript.hide(secret);
        }
        let opened = Box::pin(dial(settings, net, &mut transcript)).await;
        match opened {
            Ok(stream) => {
                let mut drive = Drive::new(core, stream, std::sync::Arc::clone(&net.clock));
                *drive.transcript_mut() = transcript;
                Ok(Self { drive, server: settings.server() })
            }
            Err(error) => {
                transcript.note(&error.to_string());
                Err(Failure { error, transcript: transcript.lines() })
            }
        }
    }

    /// The next event.
    pub(crate) async fn event(&mut self) -> Result<C::Event, SourceError> {
        let next = self.drive.next().await;
        next.map_err(|source| SourceError::Lost { server: self.server.clone(), source })
    }

    /// The first event, which a server owes without being asked.
    pub(crate) async fn greeting(&mut self) -> Result<C::Event, SourceError> {
        let greeted = timeout(GREETING_TIMEOUT, self.event()).await;
        greeted.unwrap_or_else(|_| Err(SourceError::Silent { server: self.server.clone() }))
    }

    /// Runs the TLS handshake that STARTTLS or STLS agreed on.
    pub(crate) async fn start_tls(
        &mut self,
        settings: &ServerSettings,
        net: &Net,
    ) -> Result<(), SourceError> {
        let mut agreed = None;
        let upgraded = self.drive.upgrade(async |plain| {
            let (secure, info) = net.tls.connect(plain, &settings.host, Verify::Name, TLS_TIMEOUT).await?;
            agreed = Some(info);
            Ok(secure)
        });
        upgraded.await.map_err(|error| match error {
            UpgradeError::Tls(source) => SourceError::Tls { server: self.server.clone(), source },
            UpgradeError::Drive(source) => SourceError::Lost { server: self.server.clone(), source },
        })?;
        if let Some(info) = agreed {
            self.drive.transcript_mut().note(&format!("{}, {}", info.version, info.cipher));
        }
        Ok(())
    }

    /// An error with the conversation that led to it.
    pub(crate) fn failure(&mut self, error: SourceError) -> Failure {
        let mut transcript = self.drive.take_transcript();
        transcript.note(&error.to_string());
        Failure { error, transcript: transcript.lines() }
    }
}

enum UpgradeError {
    Drive(DriveError),
    Tls(TlsError),
}

impl From<DriveError> for UpgradeError {
    fn from(error: DriveError) -> Self {
        Self::Drive(error)
    }
}

impl From<TlsError> for UpgradeError {
    fn from(error: TlsError) -> Self {
        Self::Tls(error)
    }
}

async fn dial(
    settings: &ServerSettings,
    net: &Net,
    transcript: &mut Transcript,
) -> Result<crate::network::BoxStream, SourceError> {
    let target =
        Target { host: &settings.host, port: settings.port, reach: net.reach, within: CONNECT_TIMEOUT };
    let connected = net.network.connect(&target).await?;
    transcript.note(&format!("connected to {}", connected.peer));
    match settings.security {
        Security::None if !is_loopback(connected.peer) => {
            // RFC 8314 3: cleartext is obsolete; on loopback nobody else can listen.
            Err(SourceError::PlainText { server: settings.server() })
        }
        Security::None | Security::StartTls => Ok(connected.stream),
        Security::Tls => {
            // RFC 8314 3.2, 3.3: TLS from the first octet.
            let secured = net.tls.connect(connected.stream, &settings.host, Verify::Name, TLS_TIMEOUT).await;
            let (stream, info) =
                secured.map_err(|source| SourceError::Tls { server: settings.server(), source })?;
            transcript.note(&format!("{}, {}", info.version, info.cipher));
            Ok(stream)
        }
    }
}

fn is_loopback(peer: SocketAddr) -> bool {
    match peer.ip() {
        IpAddr::V4(v4) => v4.is_loopback(),
        IpAddr::V6(v6) => v6.is_loopback() || v6.to_ipv4_mapped().is_some_and(|v4| v4.is_loopback()),
    }
}

/// The password in every form in which it crosses the wire.
fn secrets(credentials: &Credentials) -> Vec<domain::Secret> {
    let mut secrets = vec![credentials.secret().clone()];
    for mechanism in [Mechanism::Plain, Mechanism::XOAuth2] {
        secrets.extend(Exchange::new(mechanism, credentials.clone(), "").initial());
    }
    let mut login = Exchange::new(Mechanism::Login, credentials.clone(), "");
    login.answer("").ok();
    secrets.extend(login.answer(""));
    secrets
}

/// A nonce for one sign-in (RFC 5802 5.1: printable, without commas).
pub(crate) fn nonce(net: &Net) -> String {
    net.entropy.hex(18)
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
