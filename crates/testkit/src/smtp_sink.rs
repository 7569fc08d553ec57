//! A scripted SMTP server on loopback that takes mail, keeps it, and fails as told.
//!
//! RFC 5321 with PIPELINING, 8BITMIME, SMTPUTF8, SIZE, ENHANCEDSTATUSCODES, and STARTTLS and AUTH when
//! asked for. Blocking threads, one a connection: it stands outside the runtime it is used from, and
//! serves tests on a paused clock as well as the benchmark's twenty connections.

mod session;
mod wire;

use std::collections::{BTreeMap, VecDeque};
use std::net::{IpAddr, Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::certificates::ServerCertificate;
use crate::{KitError, wait};

/// A mail that was taken: the peer was told 250, or would have been.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Taken {
    /// The reverse path of MAIL FROM; empty for reports.
    pub return_path: String,
    /// The recipients that were accepted.
    pub recipients: Vec<String>,
    /// The mail, dots unstuffed, CRLF as it came.
    pub raw: Vec<u8>,
    /// Whether it came over TLS.
    pub over_tls: bool,
    /// Who had signed in.
    pub user: Option<String>,
    /// Whether the peer was told so; false where the connection was dropped after the final dot.
    pub confirmed: bool,
}

/// A fault that one connection suffers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ConnectionFault {
    /// Closed before a word is said.
    CloseAtOnce,
    /// This instead of the greeting: `421 4.3.2 not now`.
    Greeting(String),
    /// The connection stays open and says nothing.
    Silence,
    /// STARTTLS is answered with 220, and then with something that is no TLS.
    GarbageInsteadOfTls,
}

/// A fault that one transaction suffers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fault {
    /// This to MAIL FROM.
    Sender(String),
    /// This to DATA.
    Data(String),
    /// The connection closes after this many octets of the mail.
    CloseInData(usize),
    /// The connection closes after the final dot; the mail is not kept.
    CloseAfterDot,
    /// The mail is kept and the connection closes before the peer hears of it (RFC 1047).
    KeepAndClose,
    /// This to the final dot; the mail is not kept.
    Final(String),
}

/// What the server offers, and how it is set up.
#[derive(Clone, Debug)]
pub struct Offer {
    /// STARTTLS with this certificate.
    pub starttls: Option<ServerCertificate>,
    /// TLS from the first octet, with this certificate.
    pub implicit_tls: Option<ServerCertificate>,
    /// AUTH PLAIN and LOGIN; mail is refused before it.
    pub sign_in: Option<(String, String)>,
    /// RFC 1870: the largest mail, octets.
    pub size_octets_max: usize,
    /// RFC 2920.
    pub pipelining: bool,
    /// RFC 6531.
    pub smtputf8: bool,
    /// Whether mails are kept; a benchmark counts them only.
    pub keeps: bool,
}

impl Default for Offer {
    fn default() -> Self {
        Self {
            starttls: None,
            implicit_tls: None,
            sign_in: None,
            size_octets_max: 100 * 1024 * 1024,
            pipelining: true,
            smtputf8: true,
            keeps: true,
        }
    }
}

/// The server; ends when dropped.
#[derive(Debug)]
pub struct SmtpSink {
    address: SocketAddr,
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

/// What sessions and the test share.
#[derive(Debug)]
struct Shared {
    offer: Offer,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    taken: Vec<Taken>,
    taken_count: usize,
    connections: usize,
    transactions: usize,
    recipients: BTreeMap<String, String>,
    recipients_max: Option<(usize, String)>,
    recipients_left: Option<(usize, String)>,
    sign_in_refusal: Option<String>,
    connection_faults: VecDeque<ConnectionFault>,
    faults: VecDeque<Fault>,
    latency: Duration,
    /// Connections that are open, by number.
    open: BTreeMap<usize, TcpStream>,
    is_over: bool,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no holder of the lock panics")
    }

    /// Closes a connection on every handle to it.
    fn close(&self, number: usize) {
        if let Some(stream) = self.lock().open.remove(&number) {
            let _closed_already = stream.shutdown(Shutdown::Both);
        }
    }
}

impl SmtpSink {
    /// A server that takes everything.
    ///
    /// # Errors
    /// When no port is free.
    pub fn start() -> Result<Self, KitError> {
        Self::offering(Offer::default())
    }

    /// A server with these offers.
    ///
    /// # Errors
    /// When no port is free.
    pub fn offering(offer: Offer) -> Result<Self, KitError> {
        Self::offering_at(Ipv4Addr::LOCALHOST.into(), offer)
    }

    /// The same at another address of this machine, as the one of IPv6.
    ///
    /// # Errors
    /// When no port is free.
    pub fn offering_at(address: IpAddr, offer: Offer) -> Result<Self, KitError> {
        let place = address.to_string();
        let listener = TcpListener::bind((address, 0)).map_err(KitError::io("listen on", &place))?;
        let address = listener.local_addr().map_err(KitError::io("ask for the port of", &place))?;
        let shared = Arc::new(Shared { offer, state: Mutex::default() });
        let for_thread = Arc::clone(&shared);
        let thread = Some(std::thread::spawn(move || accept(&listener, &for_thread)));
        Ok(Self { address, shared, thread })
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The port it listens on, of 127.0.0.1.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.address.port()
    }

    /// The mails that were taken, in order.
    #[must_use]
    pub fn taken(&self) -> Vec<Taken> {
        self.shared.lock().taken.clone()
    }

    /// How many mails were taken, kept or not.
    #[must_use]
    pub fn count(&self) -> usize {
        self.shared.lock().taken_count
    }

    /// How many connections were made.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.shared.lock().connections
    }

    /// How many transactions were begun.
    #[must_use]
    pub fn transactions(&self) -> usize {
        self.shared.lock().transactions
    }

    /// Waits until `count` mails were taken, and gives them.
    ///
    /// # Panics
    /// After [`wait::DEADLINE`].
    #[must_use]
    pub fn wait_for(&self, count: usize) -> Vec<Taken> {
        wait::until(&format!("{count} mails in the sink"), || (self.count() >= count).then_some(()));
        self.taken()
    }

    /// Answers RCPT TO for this address so, from here on: `550 5.1.1 no such user`.
    pub fn answer_recipient(&self, address: &str, reply: &str) {
        self.shared.lock().recipients.insert(address.to_lowercase(), reply.to_owned());
    }

    /// Takes so many recipients of a mail, and gives each behind them this reply.
    pub fn limit_recipients(&self, most: usize, reply: &str) {
        self.shared.lock().recipients_max = Some((most, reply.to_owned()));
    }

    /// Takes so many recipients from here on, of whatever mails, and gives each behind them this reply: a quota.
    pub fn allow_recipients(&self, left: usize, reply: &str) {
        self.shared.lock().recipients_left = Some((left, reply.to_owned()));
    }

    /// Refuses every sign-in with this reply: `535 5.7.139 signing in is switched off`.
    pub fn refuse_sign_in(&self, reply: &str) {
        self.shared.lock().sign_in_refusal = Some(reply.to_owned());
    }

    /// Takes mail for this address again.
    pub fn accept_recipient(&self, address: &str) {
        self.shared.lock().recipients.remove(&address.to_lowercase());
    }

    /// Adds a fault for the next connection that has none yet.
    pub fn fail_connection(&self, fault: ConnectionFault) {
        self.shared.lock().connection_faults.push_back(fault);
    }

    /// Adds a fault for the next transaction that has none yet.
    pub fn fail(&self, fault: Fault) {
        self.shared.lock().faults.push_back(fault);
    }

    /// Waits this long before each reply, from here on.
    pub fn be_slow(&self, latency: Duration) {
        self.shared.lock().latency = latency;
    }
}

impl Drop for SmtpSink {
    fn drop(&mut self) {
        let open = {
            let mut state = self.shared.lock();
            state.is_over = true;
            std::mem::take(&mut state.open)
        };
        for stream in open.values() {
            let _closed_already = stream.shutdown(Shutdown::Both);
        }
        // One more connection wakes the thread, which then sees that it is over.
        let _woken = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            let _ended = thread.join();
        }
    }
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    for stream in listener.incoming() {
        let Ok(stream) = stream else { continue };
        let (number, fault) = {
            let mut state = shared.lock();
            if state.is_over {
                return;
            }
            state.connections += 1;
            (state.connections, state.connection_faults.pop_front())
        };
        let Ok(other_handle) = stream.try_clone() else { continue };
        shared.lock().open.insert(number, other_handle);
        let shared = Arc::clone(shared);
        // A session ends with its connection, which the sink closes when it is dropped.
        std::thread::spawn(move || {
            session::run(stream, fault.as_ref(), &shared);
            shared.close(number);
        });
    }
}
