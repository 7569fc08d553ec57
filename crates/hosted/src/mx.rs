//! The receiving listener: mail comes in by SMTP (RFC 5321) or LMTP (RFC 2033).
//!
//! Whom mail is taken for and where it goes is decided by an [`Arrivals`]; 250 is said only after
//! its [`Arrivals::accept`] has returned (RFC 5321 6.1). Nothing is ever relayed: a recipient that
//! [`Arrivals::recipient`] does not know is refused.
//!
//! What protects the listener: connections in all and per address (`net::listen`), time for each
//! command and each mail, errors and idle commands per connection, the size of a mail, and memory
//! for all mails under way together.

mod session;
mod trace;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use domain::{Clock, EmailAddress, Entropy, Timestamp};
use net::listen::{self, Address, Listener};
use net::{ServerTls, TlsInfo};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
pub use wire::smtp::server::{Limits, Protocol};

use self::session::Office;

/// What a connection over the listener's limits is told (RFC 5321 3.8, RFC 3463 4.7.0).
pub const TOO_MANY: &[u8] = b"421 4.7.0 too many connections, try again later\r\n";

/// Decides about mail that comes in and takes responsibility for it.
pub trait Arrivals: Send + Sync + 'static {
    /// Whether mail for this address is taken.
    fn recipient(&self, address: &EmailAddress) -> impl Future<Output = RecipientVerdict> + Send;

    /// Stores a mail. `Ok` means that it is durable: the sender may forget it.
    fn accept(&self, arrival: Arrival) -> impl Future<Output = Result<(), AcceptError>> + Send;
}

/// Whether mail for an address is taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RecipientVerdict {
    /// It is.
    Accepted,
    /// The domain is ours, but nobody has this address.
    Unknown,
    /// The domain is not ours: this is no open relay.
    NotHere,
    /// It is in the form of a return path of ours, and was never one, or too long ago.
    NoReturn,
    /// It cannot be said at the moment.
    TryLater,
}

/// A mail that came in.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// Stands in its `Received` field and in our logs.
    pub id: String,
    /// When it began to come in.
    pub received_at: Timestamp,
    /// Who receives it; each was accepted.
    pub recipients: Vec<EmailAddress>,
    /// Where failures are reported; `None` for the null return path, and for one that is not an
    /// address: the mail's `Return-Path` field has it as it was written.
    pub return_path: Option<EmailAddress>,
    /// The mail behind our `Return-Path` and `Received` fields, otherwise as it came.
    pub raw: Bytes,
    /// From where, and how.
    pub from: Origin,
}

/// The client that brought a mail.
#[derive(Clone, Debug)]
pub struct Origin {
    /// Its address.
    pub peer: SocketAddr,
    /// What it called itself.
    pub helo: String,
    /// What protected the connection.
    pub tls: Option<TlsInfo>,
}

/// Why a mail was not taken.
#[derive(Debug, thiserror::Error)]
pub enum AcceptError {
    /// It cannot be stored at the moment; the sender keeps it and tries again.
    #[error("the mail cannot be stored at the moment: {0}")]
    Unavailable(String),
    /// It will never be taken; the sender hears why, so no secrets.
    #[error("{0}")]
    Refused(String),
}

/// How a listener receives.
#[derive(Clone)]
pub struct Settings {
    /// Our own name.
    pub host_name: String,
    /// SMTP or LMTP.
    pub protocol: Protocol,
    /// With what STARTTLS answers; without it, STARTTLS is not offered.
    pub tls: Option<ServerTls>,
    /// What one connection may cost.
    pub limits: Limits,
    /// What all connections together may cost.
    pub connections: listen::Limits,
    /// Memory for the mails under way, octets.
    pub memory_octets_max: usize,
    /// How long a TLS handshake may take.
    pub handshake_within: Duration,
}

impl Settings {
    /// The usual settings under this name, without TLS.
    #[must_use]
    pub fn new(host_name: impl Into<String>) -> Self {
        Self {
            host_name: host_name.into(),
            protocol: Protocol::Smtp,
            tls: None,
            limits: Limits::default(),
            connections: listen::Limits { farewell: TOO_MANY, ..listen::Limits::default() },
            memory_octets_max: 512 * 1024 * 1024,
            handshake_within: Duration::from_secs(30),
        }
    }
}

/// Where a listener's time and chance come from.
#[derive(Clone)]
pub struct World {
    /// The present.
    pub clock: Arc<dyn Clock>,
    /// The ids of mails.
    pub entropy: Arc<dyn Entropy>,
}

/// A listener that is bound and not yet running.
pub struct Mx<A> {
    listener: Listener,
    office: Arc<Office<A>>,
}

impl<A: Arrivals> Mx<A> {
    /// Listens on `address`.
    ///
    /// # Errors
    ///
    /// When the address is in use or may not be used.
    pub async fn bind(
        address: impl Into<Address>,
        settings: Settings,
        world: World,
        arrivals: A,
    ) -> io::Result<Self> {
        let listener = Listener::bind(address, settings.connections.clone()).await?;
        let conversation = wire::smtp::server::Settings {
            host_name: settings.host_name.clone(),
            protocol: settings.protocol,
            offers_starttls: settings.tls.is_some(),
            traces: false,
            limits: settings.limits.clone(),
        };
        let memory = Arc::new(Semaphore::new(settings.memory_octets_max / session::MEMORY_UNIT_OCTETS));
        let conversation = Arc::new(conversation);
        Ok(Self { listener, office: Arc::new(Office { settings, conversation, world, memory, arrivals }) })
    }

    /// Where it listens.
    ///
    /// # Errors
    ///
    /// When the operating system does not say, as of a socket in the file system.
    pub fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Receives until `stop`; then idle connections are told so, and mails under way are finished
    /// within the grace of [`listen::Limits`].
    pub async fn run(self, stop: CancellationToken) {
        let Self { listener, office } = self;
        listener.run(stop, move |accepted| session::run(Arc::clone(&office), accepted)).await;
    }
}
