//! Sending: one mail to one server, or to whoever takes mail for a domain (RFC 5321 3.6, 5.1).
//!
//! [`Sender`] keeps connections for a short while, since a greeting with TLS costs more than a mail,
//! and reports one [`Outcome`] per recipient whatever happens. It decides nothing about trying
//! again. The one window in which a mail may be delivered and not be known to be (RFC 1047) lies
//! between its last octet and the server's answer; it is reported as [`Outcome::Unreachable`].

mod cache;
mod connection;
mod delivered;
mod direct;
mod guard;
mod open_error;
mod round;
mod unsigned;

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::time::Duration;

use domain::Outcome;
use domain::encryption::StsPolicy;
use domain::mailbox::Security;
use tokio::time::Instant;
use wire::sasl::Credentials;
use wire::smtp::UNPROMISED;
use wire::smtp::client::Timeouts;
pub use wire::smtp::{TOO_LARGE, TlsWish, Transaction, Wishes, missed_need};

use self::cache::Cache;
use self::connection::{Connection, Sent};
pub use self::delivered::{Delivered, PassedOver, Spoken, TurnedAway};
pub use self::direct::reaches_literal;
pub use self::open_error::OpenError;
use self::round::{Lack, Round, Verdict, grade, parts, together};
use crate::network::{Net, Reach};
use crate::tls::{TlsInfo, Verify};
use crate::unreached::{Memory, Unreached};

/// How this node sends.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Our own name, as EHLO gives it; receivers expect that it resolves to our address.
    pub helo_name: String,
    /// Which addresses a relay may have.
    pub relay_reach: Reach,
    /// Which addresses a domain's exchangers may have: anybody can point an MX record at our own
    /// network, so nothing but public ones outside of tests.
    pub direct_reach: Reach,
    /// The exchangers' port: 25 outside of tests.
    pub direct_port: u16,
    /// How long connecting to one host may take, names and addresses together.
    pub connect_within: Duration,
    /// How long a TLS handshake may take.
    pub handshake_within: Duration,
    /// How long a server may take for each answer.
    pub timeouts: Timeouts,
    /// How connections are kept.
    pub reuse: Reuse,
}

/// How connections are kept between mails.
#[derive(Clone, Debug)]
pub struct Reuse {
    /// How long a connection may be idle: servers drop idle clients, and count them.
    pub idle: Duration,
    /// How old a connection may become.
    pub lifetime: Duration,
    /// Mails over one connection; common servers stop at 100.
    pub mails_max: u32,
    /// Idle connections to one server.
    pub idle_per_server_max: usize,
    /// Idle connections in all.
    pub idle_max: usize,
}

impl Default for Reuse {
    fn default() -> Self {
        Self {
            idle: Duration::from_secs(10),
            lifetime: Duration::from_secs(300),
            mails_max: 100,
            idle_per_server_max: 20,
            idle_max: 200,
        }
    }
}

impl Settings {
    /// The usual settings under this name.
    #[must_use]
    pub fn new(helo_name: impl Into<String>) -> Self {
        Self {
            helo_name: helo_name.into(),
            relay_reach: Reach::Anywhere,
            direct_reach: Reach::PublicOnly,
            direct_port: 25,
            connect_within: Duration::from_secs(30),
            handshake_within: Duration::from_secs(30),
            timeouts: Timeouts::default(),
            reuse: Reuse::default(),
        }
    }
}

/// One server to hand a mail to.
#[derive(Clone)]
pub struct Hop {
    /// Its name or address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// What protects the connection.
    pub protection: Protection,
    /// Who signs in, if anybody.
    pub credentials: Option<Credentials>,
    /// Whether the server must prove who it is.
    pub verify: Verify,
    /// Which addresses it may have.
    pub reach: Reach,
    /// The name we greet it with; `None` is [`Settings::helo_name`].
    pub helo_name: Option<String>,
}

impl Hop {
    /// Whether the connection to it is encrypted, and proves who it is.
    fn is_verified(&self) -> bool {
        let is_encrypted = match self.protection {
            Protection::Tls | Protection::StartTls => true,
            Protection::Opportunistic | Protection::None => false,
        };
        is_encrypted && self.verify != Verify::Nothing
    }
}

/// What is said of mail that may go over verified encryption alone, and whose way is not encrypted.
const UNENCRYPTED_WAY: &str = "the mail may go over verified encryption alone, and the outgoing server is spoken to \
                               without; choose TLS or STARTTLS in its settings, or send the mail without that demand";

/// A domain whose exchangers are handed a mail.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Destination {
    /// The domain; all recipients belong to it.
    pub domain: String,
    /// The name we greet its exchangers with; `None` is [`Settings::helo_name`].
    pub helo_name: Option<String>,
    /// What the domain demands of who brings it mail (RFC 8461), while it stands.
    pub policy: Option<Arc<StsPolicy>>,
    /// Whether exchangers are asked, behind the others, that did not answer a short while ago: somebody wants to know
    /// whether they do by now.
    pub insists: bool,
}

impl From<&str> for Destination {
    fn from(domain: &str) -> Self {
        Self { domain: domain.to_owned(), helo_name: None, policy: None, insists: false }
    }
}

/// What protects a connection.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Protection {
    /// TLS from the first octet.
    Tls,
    /// STARTTLS, or nothing is sent.
    StartTls,
    /// STARTTLS where it is offered and works, else plain text (RFC 7435).
    Opportunistic,
    /// Plain text.
    None,
}

impl From<Security> for Protection {
    fn from(security: Security) -> Self {
        match security {
            Security::Tls => Self::Tls,
            Security::StartTls => Self::StartTls,
            Security::None => Self::None,
        }
    }
}

/// What is made of exchangers that did not answer a short while ago.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Silent {
    /// Nothing is remembered: a relay is the one server that there is.
    Unknown,
    /// They are passed over.
    PassedOver,
    /// They are asked all the same.
    Asked,
}

/// Sends mails; shared by all workers.
pub struct Sender {
    net: Net,
    settings: Settings,
    cache: Arc<Cache>,
    /// Counts walks, to take turns between exchangers of equal preference.
    walks: AtomicUsize,
    /// Exchangers that did not answer, for all mails of the node.
    unreached: Unreached,
}

impl Sender {
    /// A sender without connections.
    #[must_use]
    pub fn new(net: Net, settings: Settings) -> Self {
        let cache = Arc::new(Cache::new(settings.reuse.clone()));
        Self { net, settings, cache, walks: AtomicUsize::new(0), unreached: Unreached::default() }
    }

    /// How this node sends.
    #[must_use]
    pub const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// A hop as the organisation's relay: it must prove its name when it gets a password.
    #[must_use]
    pub fn relay(&self, host: &str, port: u16, security: Security, credentials: Option<Credentials>) -> Hop {
        let (protection, reach) = (security.into(), self.settings.relay_reach);
        let (host, verify) = (host.to_owned(), Verify::Name);
        Hop { host, port, protection, credentials, verify, reach, helo_name: None }
    }

    /// Hands a mail to one server.
    pub async fn deliver(&self, hop: &Hop, transaction: &Transaction) -> Delivered {
        let started = Instant::now();
        if transaction.wishes.tls.needs_proof() && !hop.is_verified() {
            let outcome = Outcome::Impossible(UNENCRYPTED_WAY.to_owned());
            return Delivered::without_server(transaction, &outcome, started);
        }
        let mut rounds = Vec::new();
        for part in parts(transaction) {
            rounds.push(unsigned::at_relay(self.send((hop, Silent::Unknown), &part).await));
        }
        // What a relay lacks is a matter of its settings; no domain demanded it.
        Delivered { unprotected: false, ..together(transaction, rounds, started) }
    }

    /// Connects and signs in without sending anything; what was said, for "test connection".
    ///
    /// # Errors
    ///
    /// Why it cannot be used, beside what was said.
    pub async fn probe(&self, hop: &Hop) -> (Result<Option<TlsInfo>, OpenError>, Vec<String>) {
        match self.open(hop, Silent::Unknown).await {
            Ok(connection) => {
                let tls = connection.tls().cloned();
                (Ok(tls), connection.close().await)
            }
            Err(failed) => (Err(failed.error), failed.transcript),
        }
    }

    /// Says goodbye on all idle connections, as before the process ends.
    pub async fn close_idle(&self) {
        self.cache.close_all().await;
    }

    /// One transaction to one server, over a kept connection or a new one.
    async fn send(&self, (hop, silent): (&Hop, Silent), transaction: &Transaction) -> Round {
        if let Some(mut kept) = self.cache.take(hop) {
            let sent = kept.send(transaction).await;
            if !sent.is_stale() {
                return self.finish(hop, kept, sent).await;
            }
            // The server had closed it meanwhile. Nothing was said, so nothing was delivered.
        }
        match self.open(hop, silent).await {
            Ok(mut connection) => {
                let sent = connection.send(transaction).await;
                self.finish(hop, connection, sent).await
            }
            Err(failed) => {
                let words = connection::without_secrets(hop, failed.error.to_string());
                let outcome = Outcome::Unreachable(words);
                let passed_over = |since| PassedOver { host: hop.host.clone(), since };
                let passed_over = failed.error.passed_over().map(passed_over);
                let verdict = match &passed_over {
                    Some(_) => Verdict::Unasked,
                    None if failed.error.is_lasting() => Verdict::Unusable,
                    None => Verdict::Failed,
                };
                Round {
                    passed_over: passed_over.into_iter().collect(),
                    transcript: failed.transcript,
                    verdict,
                    turned_away: failed.error.is_turned_away().then_some(TurnedAway::Everybody),
                    sign_in_refused: failed.error.is_sign_in_refused(),
                    lack: if failed.error.is_of_tls() { Lack::Proof } else { Lack::Nothing },
                    ..Round::unheard(&hop.host, &outcome, transaction.envelope.recipients.len())
                }
            }
        }
    }

    async fn open(&self, hop: &Hop, silent: Silent) -> Result<Connection, connection::NotOpened> {
        let nonce = if hop.credentials.is_some() { self.net.entropy.hex(16) } else { String::new() };
        let memory = |passes| Memory::new(&self.unreached, &*self.net.clock, passes);
        let memory = match silent {
            Silent::Unknown => None,
            Silent::PassedOver => Some(memory(true)),
            Silent::Asked => Some(memory(false)),
        };
        connection::open(&self.net, &self.settings, (hop, memory), nonce).await
    }

    async fn finish(&self, hop: &Hop, mut connection: Connection, sent: Sent) -> Round {
        let is_unpromised = !sent.outcomes.is_empty()
            && sent.outcomes.iter().all(|outcome| outcome.words().ends_with(UNPROMISED));
        let verdict = if sent.host_failed() || is_unpromised { Verdict::Failed } else { Verdict::Spoken };
        let (tls, transcript) = (connection.tls().cloned(), connection.take_transcript(hop));
        let size_octets_max = connection.size_octets_max();
        // A failed connection is dropped, and with it the stream. The goodbye to one that has served
        // long enough delays nobody.
        let surplus = if sent.is_reusable() { self.cache.put(hop, connection) } else { None };
        if let Some(surplus) = surplus {
            tokio::spawn(surplus.close());
        }
        let (host, outcomes, grade) = (hop.host.clone(), sent.outcomes, grade(tls.as_ref(), &hop.verify));
        let sign_in_refused = false;
        let lack = if is_unpromised { Lack::Proof } else { Lack::Nothing };
        let reached = true;
        Round {
            host,
            outcomes,
            tls,
            grade,
            transcript,
            verdict,
            reached,
            turned_away: None,
            sign_in_refused,
            lack,
            tested: None,
            passed_over: Vec::new(),
            size_octets_max,
        }
    }
}

fn elapsed_ms(started: Instant) -> u64 {
    u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX)
}
