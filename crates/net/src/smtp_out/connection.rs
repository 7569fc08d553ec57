//! One connection to one server: opened up to where mails can be sent, and used for one after the
//! other.

use std::net::SocketAddr;

use domain::{Outcome, Reply};
use tokio::time::Instant;
use wire::smtp::Transaction;
use wire::smtp::client::{Channel, Client, Event, Failure, Settings as Opening, StartTls};

use super::open_error::OpenError;
use super::{Hop, Protection, Settings};
use crate::drive::Drive;
use crate::masked::masked;
use crate::network::{BoxStream, Net, Target};
use crate::source::secrets;
use crate::tls::{TlsError, TlsInfo};
use crate::unreached::Memory;

/// A connection that did not come about, and what was said.
pub(super) struct NotOpened {
    pub(super) error: OpenError,
    pub(super) transcript: Vec<String>,
}

/// A connection over which mails can be sent.
pub(super) struct Connection {
    drive: Drive<Client>,
    host: String,
    clock: std::sync::Arc<dyn domain::Clock>,
    tls: Option<TlsInfo>,
    opened_at: Instant,
    idle_since: Instant,
    mails: u32,
}

/// What became of one transaction.
pub(super) struct Sent {
    pub(super) outcomes: Vec<Outcome>,
    /// Whether the connection is of no use any more.
    failed: bool,
    /// Whether the server said nothing at all to this transaction.
    unheard: bool,
    /// Whether any of the mail left us.
    content_sent: bool,
    /// Whether it was the connection's first.
    first: bool,
}

impl Sent {
    /// A kept connection turned out to be gone before anything was said.
    pub(super) const fn is_stale(&self) -> bool {
        self.failed && self.unheard && !self.first
    }

    /// The server failed before it could have taken the mail, so another may be asked.
    pub(super) fn host_failed(&self) -> bool {
        let closing = |outcome: &Outcome| outcome.reply().is_some_and(|reply| reply.code.get() == 421);
        let undecided = |outcome: &Outcome| matches!(outcome, Outcome::Unreachable(_)) || closing(outcome);
        self.failed && !self.content_sent && self.outcomes.iter().all(undecided)
    }

    /// Whether another mail may follow over this connection.
    pub(super) const fn is_reusable(&self) -> bool {
        !self.failed
    }
}

/// Opens a connection; opportunistic TLS that fails is followed by plain text (RFC 7435), over a
/// new connection, since nothing certain can be said over the old one.
pub(super) async fn open(
    net: &Net,
    settings: &Settings,
    (hop, memory): (&Hop, Option<Memory<'_>>),
    nonce: String,
) -> Result<Connection, NotOpened> {
    let wish = match hop.protection {
        Protection::Tls | Protection::None => StartTls::Never,
        Protection::StartTls => StartTls::Required,
        Protection::Opportunistic => StartTls::IfOffered,
    };
    let dial = Dial { net, settings, hop, memory };
    match dial.open(wish, nonce.clone()).await {
        Err(failed) if wish == StartTls::IfOffered && matches!(failed.error, OpenError::Tls(_)) => {
            let remark = format!("* no TLS, going on in plain text: {}", failed.error);
            let before = failed.transcript.into_iter().chain([remark]);
            let plain = dial.open(StartTls::Never, nonce).await;
            plain.map_err(|mut failed| {
                failed.transcript.splice(0..0, before);
                failed
            })
        }
        opened @ (Ok(_) | Err(_)) => opened,
    }
}

struct Dial<'a> {
    net: &'a Net,
    settings: &'a Settings,
    hop: &'a Hop,
    memory: Option<Memory<'a>>,
}

impl Dial<'_> {
    async fn open(&self, starttls: StartTls, nonce: String) -> Result<Connection, NotOpened> {
        let hop = self.hop;
        let silent = |error| NotOpened { error, transcript: Vec::new() };
        let target = Target {
            host: &hop.host,
            port: hop.port,
            reach: hop.reach,
            within: self.settings.connect_within,
            memory: self.memory,
        };
        let connected = self.net.network.connect(&target).await.map_err(|error| silent(error.into()))?;
        let mut tls = None;
        let (mut stream, mut channel) = (connected.stream, channel_to(connected.peer));
        if hop.protection == Protection::Tls {
            let secured = self.secure(stream).await.map_err(|error| silent(error.into()))?;
            (stream, channel, tls) = (secured.0, Channel::Tls, Some(secured.1));
        }
        let opening = Opening {
            helo_name: hop.helo_name.as_ref().unwrap_or(&self.settings.helo_name).clone(),
            channel,
            starttls,
            credentials: hop.credentials.clone(),
            nonce,
            timeouts: self.settings.timeouts.clone(),
        };
        let client = Client::new(opening, self.net.clock.now());
        let mut drive = Drive::new(client, stream, std::sync::Arc::clone(&self.net.clock));
        hide_secret(&mut drive, hop);
        drive.transcript_mut().note(&format!("connected to {} ({})", hop.host, connected.peer));
        let ready = self.until_ready(&mut drive, &mut tls).await;
        if let Some(memory) = self.memory {
            match &ready {
                Err(error) if error.is_silence() => memory.failed(connected.peer),
                Ok(()) | Err(_) => memory.answered(connected.peer),
            }
        }
        match ready {
            Ok(()) => {
                let now = Instant::now();
                let (host, clock) = (hop.host.clone(), std::sync::Arc::clone(&self.net.clock));
                Ok(Connection { drive, host, clock, tls, opened_at: now, idle_since: now, mails: 0 })
            }
            Err(error) => {
                let transcript = drive.close().await.lines();
                Err(NotOpened { error: unquoted(hop, self.naming_host(error)), transcript })
            }
        }
    }

    async fn until_ready(
        &self,
        drive: &mut Drive<Client>,
        tls: &mut Option<TlsInfo>,
    ) -> Result<(), OpenError> {
        loop {
            match drive.next().await? {
                Event::Ready => return Ok(()),
                Event::StartTls => {
                    drive
                        .upgrade(|plain| async {
                            let (secured, info) = self.secure(plain).await?;
                            *tls = Some(info);
                            Ok::<_, OpenError>(secured)
                        })
                        .await?;
                    if let Some(info) = tls.as_ref() {
                        drive.transcript_mut().note(&format!("{} {}", info.version, info.cipher));
                    }
                    drive.core_mut().tls_established(self.net.clock.now());
                }
                Event::Failed(source) => {
                    return Err(OpenError::Session { host: String::new(), source });
                }
                Event::Completed(_) | Event::Closed => {}
            }
        }
    }

    async fn secure(&self, stream: BoxStream) -> Result<(BoxStream, TlsInfo), TlsError> {
        let (host, verify) = (&self.hop.host, &self.hop.verify);
        self.net.tls.connect(stream, host, verify, self.settings.handshake_within).await
    }

    fn naming_host(&self, error: OpenError) -> OpenError {
        let host = self.hop.host.clone();
        match error {
            OpenError::Broken { source, .. } => OpenError::Broken { host, source },
            OpenError::Session { source, .. } => OpenError::Session { host, source },
            other @ (OpenError::Connect(_) | OpenError::Tls(_)) => other,
        }
    }
}

fn channel_to(peer: SocketAddr) -> Channel {
    if peer.ip().to_canonical().is_loopback() { Channel::Loopback } else { Channel::Open }
}

fn hide_secret(drive: &mut Drive<Client>, hop: &Hop) {
    if let Some(credentials) = &hop.credentials {
        for secret in secrets(credentials) {
            drive.transcript_mut().hide(secret);
        }
    }
}

/// The words without what signs in: servers are known to quote a refused command back.
pub(super) fn without_secrets(hop: &Hop, words: String) -> String {
    masked(words, &hop.credentials.as_ref().map(secrets).unwrap_or_default())
}

/// Why it was not opened, without what signs in.
fn unquoted(hop: &Hop, error: OpenError) -> OpenError {
    match error {
        OpenError::Session { host, source: Failure::Refused { step, reply } } => {
            let reply = Reply { words: without_secrets(hop, reply.words), ..reply };
            OpenError::Session { host, source: Failure::Refused { step, reply } }
        }
        OpenError::Session { .. } | OpenError::Connect(_) | OpenError::Tls(_) | OpenError::Broken { .. } => {
            error
        }
    }
}

impl Connection {
    /// What protects it.
    pub(super) const fn tls(&self) -> Option<&TlsInfo> {
        self.tls.as_ref()
    }

    /// The largest mail that the server takes, octets, as it announced it on this connection.
    pub(super) fn size_octets_max(&self) -> Option<u64> {
        self.drive.core().extensions().size_octets_max()
    }

    /// When it was opened.
    pub(super) const fn opened_at(&self) -> Instant {
        self.opened_at
    }

    /// Since when it is idle.
    pub(super) const fn idle_since(&self) -> Instant {
        self.idle_since
    }

    /// How many mails went over it.
    pub(super) const fn mails(&self) -> u32 {
        self.mails
    }

    /// Sends one mail.
    pub(super) async fn send(&mut self, transaction: &Transaction) -> Sent {
        let first = self.mails == 0;
        self.mails += 1;
        self.drive.core_mut().begin(transaction.clone(), self.clock.now());
        let outcomes = self.until_completed(transaction.envelope.recipients.len()).await;
        self.idle_since = Instant::now();
        let client = self.drive.core();
        Sent {
            outcomes: outcomes.into_iter().map(|outcome| self.naming_host(outcome)).collect(),
            failed: !client.is_ready(),
            unheard: client.is_unheard(),
            content_sent: client.has_sent_content(),
            first,
        }
    }

    async fn until_completed(&mut self, recipients: usize) -> Vec<Outcome> {
        loop {
            let sentence = match self.drive.next().await {
                Ok(Event::Completed(outcomes)) => return outcomes,
                Ok(Event::Ready | Event::StartTls | Event::Closed) => continue,
                Ok(Event::Failed(failure)) => failure.to_string(),
                Err(error) => error.to_string(),
            };
            let rest = || vec![Outcome::Unreachable(sentence.clone()); recipients];
            return self.drive.core_mut().abandon(&sentence).unwrap_or_else(rest);
        }
    }

    fn naming_host(&self, outcome: Outcome) -> Outcome {
        match outcome {
            Outcome::Unreachable(sentence) => Outcome::Unreachable(format!("`{}`: {sentence}", self.host)),
            Outcome::Impossible(sentence) => Outcome::Impossible(format!("`{}`: {sentence}", self.host)),
            other @ (Outcome::Delivered(_) | Outcome::Deferred(_) | Outcome::Refused(_)) => other,
        }
    }

    /// Whether the server still holds the connection, as far as one can know without asking it.
    pub(super) fn is_alive(&mut self) -> bool {
        use futures_util::FutureExt;
        // An idle server says nothing; whatever can be read is a farewell or the end.
        self.drive.next().now_or_never().is_none()
    }

    /// What was said since the last call.
    pub(super) fn take_transcript(&mut self, hop: &Hop) -> Vec<String> {
        let transcript = self.drive.take_transcript();
        hide_secret(&mut self.drive, hop);
        transcript.lines()
    }

    /// Says goodbye and waits for the answer, as RFC 5321 4.1.1.10 asks, but not for long.
    pub(super) async fn close(mut self) -> Vec<String> {
        if self.drive.core().is_ready() {
            self.drive.core_mut().quit(self.clock.now());
            // Whatever comes, it is the end.
            self.drive.next().await.ok();
        }
        self.drive.close().await.lines()
    }
}
