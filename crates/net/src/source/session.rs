//! The way in: connect, secure where that comes first, and run the core from there.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use domain::Secret;
use domain::mailbox::Security;
use tokio::time::timeout;
use wire::Core;
use wire::sasl::{Credentials, Exchange, Mechanism};

use super::ServerSettings;
use super::error::{Failure, SourceError};
use crate::drive::{Drive, DriveError};
use crate::network::{BoxStream, Net, Target};
use crate::tls::{TlsError, Verify};
use crate::transcript::Transcript;

/// How long resolving and connecting may take.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(20);
/// How long a TLS handshake may take.
const TLS_TIMEOUT: Duration = Duration::from_secs(20);
/// How long the server may take to greet.
const GREETING_TIMEOUT: Duration = Duration::from_secs(20);

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
                let mut drive = Drive::new(core, stream, Arc::clone(&net.clock));
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
            let (secure, info) = net.tls.connect(plain, &settings.host, &Verify::Name, TLS_TIMEOUT).await?;
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

    /// An error with the conversation that led to it, and without secrets: servers are known to quote them.
    pub(crate) fn failure(&mut self, error: SourceError) -> Failure {
        let mut transcript = self.drive.take_transcript();
        let error = error.with_words(|words| transcript.masked(words));
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
) -> Result<BoxStream, SourceError> {
    let target = Target {
        host: &settings.host,
        port: settings.port,
        reach: net.reach,
        within: CONNECT_TIMEOUT,
        memory: None,
    };
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
            let secured = net.tls.connect(connected.stream, &settings.host, &Verify::Name, TLS_TIMEOUT).await;
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
pub(crate) fn secrets(credentials: &Credentials) -> Vec<Secret> {
    let mut secrets = vec![credentials.secret().clone()];
    for mechanism in [Mechanism::Plain, Mechanism::XOAuth2, Mechanism::OAuthBearer] {
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
