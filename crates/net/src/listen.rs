//! Listening: accepts connections within limits, until it is told to stop.
//!
//! The loop outlives every failure of a single connection. When the machine runs out of file
//! descriptors it waits a little, since accepting at once again would only spin.

use std::collections::HashMap;
use std::future::poll_fn;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::os::unix::fs::{FileTypeExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream, UnixListener, UnixStream};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;

use crate::network::BoxStream;

/// How long to wait when nothing can be accepted for a reason of our own.
const BACK_OFF: Duration = Duration::from_millis(200);

/// What one listener takes at a time.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Connections in all.
    pub connections_max: usize,
    /// Connections from one address; of IPv6, one /64 counts as an address.
    pub per_address_max: usize,
    /// What a connection over a limit is told before it is closed, in the protocol's words.
    pub farewell: &'static [u8],
    /// How long sessions may take to finish after a stop.
    pub grace: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { connections_max: 500, per_address_max: 50, farewell: b"", grace: Duration::from_secs(30) }
    }
}

/// A bound socket for a server with an accept loop of its own, as the HTTP one.
///
/// # Errors
///
/// When the address is in use or may not be used.
pub async fn bind(address: SocketAddr) -> io::Result<TcpListener> {
    TcpListener::bind(address).await
}

/// A connection that came in.
pub struct Accepted {
    /// The stream.
    pub stream: BoxStream,
    /// Who connected; through a socket in the file system, this machine.
    pub peer: SocketAddr,
    /// When this is cancelled, the session ends as soon as it can without losing anything.
    pub stop: CancellationToken,
    /// Counts against the limits until it is dropped: keep it as long as the connection.
    pub place: Place,
}

/// Where a listener is reached.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Address {
    /// By address and port.
    Tcp(SocketAddr),
    /// By a socket in the file system; whoever may write to it may connect.
    Unix(PathBuf),
}

/// The text is neither of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("write an address and a port, as in 127.0.0.1:2525, or a file, as in unix:/run/posthus/lmtp")]
pub struct NotAnAddress;

impl FromStr for Address {
    type Err = NotAnAddress;

    fn from_str(text: &str) -> Result<Self, NotAnAddress> {
        match text.trim().strip_prefix("unix:") {
            Some(path) if Path::new(path).is_absolute() => Ok(Self::Unix(path.into())),
            Some(_) => Err(NotAnAddress),
            None => text.trim().parse().map(Self::Tcp).map_err(|_| NotAnAddress),
        }
    }
}

impl From<SocketAddr> for Address {
    fn from(address: SocketAddr) -> Self {
        Self::Tcp(address)
    }
}

impl Address {
    /// Whether only this machine reaches it.
    #[must_use]
    pub const fn is_local(&self) -> bool {
        match self {
            Self::Tcp(address) => address.ip().is_loopback(),
            Self::Unix(_) => true,
        }
    }
}

/// A socket that listens.
pub struct Listener {
    socket: Socket,
    limits: Limits,
}

enum Socket {
    Tcp(TcpListener),
    Unix(UnixListener),
}

impl Listener {
    /// Listens on `address`; port 0 takes any free one. A socket in the file system is open to our
    /// account and group; the one of a process that died is replaced.
    ///
    /// # Errors
    ///
    /// When the address is in use or may not be used.
    pub async fn bind(address: impl Into<Address>, limits: Limits) -> io::Result<Self> {
        let socket = match address.into() {
            Address::Tcp(address) => Socket::Tcp(TcpListener::bind(address).await?),
            Address::Unix(path) => Socket::Unix(bind_unix(&path).await?),
        };
        Ok(Self { socket, limits })
    }

    /// Where it listens.
    ///
    /// # Errors
    ///
    /// When the operating system does not say, as of a socket in the file system.
    pub fn local_addr(&self) -> io::Result<SocketAddr> {
        match &self.socket {
            Socket::Tcp(socket) => socket.local_addr(),
            Socket::Unix(_) => Err(io::ErrorKind::AddrNotAvailable.into()),
        }
    }

    /// Accepts until `stop`, running `session` for each connection as a task of its own. Returns
    /// when all of them have ended, or the grace is over; what runs then is dropped.
    pub async fn run<S, F>(self, stop: CancellationToken, session: S)
    where
        S: Fn(Accepted) -> F,
        F: Future<Output = ()> + Send + 'static,
    {
        match &self.socket {
            Socket::Tcp(socket) => serve(socket, &self.limits, stop, session).await,
            Socket::Unix(socket) => serve(socket, &self.limits, stop, session).await,
        }
    }
}

async fn bind_unix(path: &Path) -> io::Result<UnixListener> {
    /// Our account and its group.
    const MODE: u32 = 0o660;
    let is_left_over = path.symlink_metadata().is_ok_and(|found| found.file_type().is_socket())
        && UnixStream::connect(path).await.is_err();
    if is_left_over {
        std::fs::remove_file(path)?;
    }
    let socket = UnixListener::bind(path)?;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(MODE))?;
    Ok(socket)
}

/// A connection before its place is known.
enum Incoming {
    Tcp(TcpStream),
    Unix(UnixStream),
}

impl Incoming {
    fn into_stream(self) -> BoxStream {
        match self {
            Self::Tcp(stream) => {
                // Replies are small and waited for: Nagle's delay would be paid on each.
                stream.set_nodelay(true).ok();
                Box::new(stream)
            }
            Self::Unix(stream) => Box::new(stream),
        }
    }
}

/// Where connections come from: a socket, or a script.
trait Source {
    fn poll_accept(&self, cx: &mut Context<'_>) -> Poll<io::Result<(Incoming, SocketAddr)>>;
}

impl Source for TcpListener {
    fn poll_accept(&self, cx: &mut Context<'_>) -> Poll<io::Result<(Incoming, SocketAddr)>> {
        Self::poll_accept(self, cx).map_ok(|(stream, peer)| (Incoming::Tcp(stream), peer))
    }
}

impl Source for UnixListener {
    fn poll_accept(&self, cx: &mut Context<'_>) -> Poll<io::Result<(Incoming, SocketAddr)>> {
        /// Who connects through the file system is on this machine.
        const HERE: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0);
        Self::poll_accept(self, cx).map_ok(|(stream, _)| (Incoming::Unix(stream), HERE))
    }
}

async fn serve<S, F>(source: &impl Source, limits: &Limits, stop: CancellationToken, session: S)
where
    S: Fn(Accepted) -> F,
    F: Future<Output = ()> + Send + 'static,
{
    let places = Arc::new(Places::default());
    let mut sessions = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            () = stop.cancelled() => break,
            accepted = poll_fn(|cx| source.poll_accept(cx)) => accepted,
            Some(ended) = sessions.join_next() => {
                if let Err(error) = ended {
                    tracing::error!(%error, "a session ended in a panic");
                }
                continue;
            }
        };
        match accepted {
            Ok((stream, peer)) => match places.take(peer.ip(), limits) {
                Some(place) => {
                    let stream = stream.into_stream();
                    sessions.spawn(session(Accepted { stream, peer, stop: stop.clone(), place }));
                }
                None => {
                    tracing::info!("connection refused: too many");
                    refuse(stream, limits.farewell);
                }
            },
            Err(error) if is_of_the_peer(&error) => {}
            Err(error) => {
                tracing::warn!(%error, "cannot accept connections, trying again soon");
                sleep(BACK_OFF).await;
            }
        }
    }
    let ended = async { while sessions.join_next().await.is_some() {} };
    if timeout(limits.grace, ended).await.is_err() {
        tracing::warn!(sessions = sessions.len(), "sessions were cut off at the end of the grace");
    }
}

/// The connection died between its handshake and our accept; the listener is well.
fn is_of_the_peer(error: &io::Error) -> bool {
    use io::ErrorKind as Kind;
    matches!(
        error.kind(),
        Kind::ConnectionAborted | Kind::ConnectionReset | Kind::ConnectionRefused | Kind::Interrupted
    )
}

/// Says farewell without waiting: the buffer of a new connection has room for a line, and a flood
/// of connections must not become a flood of tasks.
fn refuse(stream: Incoming, farewell: &'static [u8]) {
    use std::io::Write;
    match stream {
        Incoming::Tcp(stream) => stream.into_std().and_then(|mut stream| stream.write_all(farewell)).ok(),
        Incoming::Unix(stream) => stream.into_std().and_then(|mut stream| stream.write_all(farewell)).ok(),
    };
}

/// Who is connected.
#[derive(Default)]
struct Places {
    taken: Mutex<Taken>,
}

#[derive(Default)]
struct Taken {
    all: usize,
    by_address: HashMap<IpAddr, usize>,
}

/// One connection's part of the limits.
pub struct Place {
    places: Arc<Places>,
    network: IpAddr,
}

impl Places {
    fn take(self: &Arc<Self>, address: IpAddr, limits: &Limits) -> Option<Place> {
        let network = network_of(address);
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let here = taken.by_address.get(&network).copied().unwrap_or_default();
        if taken.all >= limits.connections_max || here >= limits.per_address_max {
            return None;
        }
        taken.all += 1;
        taken.by_address.insert(network, here + 1);
        Some(Place { places: Arc::clone(self), network })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.places.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.all -= 1;
        let left = taken.by_address.get(&self.network).map_or(0, |here| here - 1);
        if left == 0 {
            taken.by_address.remove(&self.network);
        } else {
            taken.by_address.insert(self.network, left);
        }
    }
}

/// What counts as one address: RFC 6177 gives every site at least a /64.
fn network_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => address.into(),
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::VecDeque;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::sync::mpsc;

    fn limits(connections_max: usize, per_address_max: usize) -> Limits {
        Limits { connections_max, per_address_max, farewell: b"421 no\r\n", ..Limits::default() }
    }

    /// Fails as often as the script says, then accepts.
    struct Failing {
        socket: TcpListener,
        script: Mutex<VecDeque<io::ErrorKind>>,
    }

    impl Source for Failing {
        fn poll_accept(&self, cx: &mut Context<'_>) -> Poll<io::Result<(Incoming, SocketAddr)>> {
            match self.script.lock().unwrap().pop_front() {
                Some(kind) => Poll::Ready(Err(kind.into())),
                None => Source::poll_accept(&self.socket, cx),
            }
        }
    }

    #[tokio::test]
    async fn a_failed_accept_does_not_end_the_listener() {
        let socket = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = socket.local_addr().unwrap();
        let script = [io::ErrorKind::ConnectionAborted, io::ErrorKind::Other, io::ErrorKind::OutOfMemory];
        let source = Failing { socket, script: Mutex::new(script.into()) };
        let stop = CancellationToken::new();
        let limits = limits(10, 10);
        let session = |mut accepted: Accepted| async move {
            accepted.stream.write_all(b"hello").await.unwrap();
        };
        let client = async {
            let mut text = String::new();
            TcpStream::connect(address).await.unwrap().read_to_string(&mut text).await.unwrap();
            stop.cancel();
            text
        };
        let (text, ()) = tokio::join!(client, serve(&source, &limits, stop.clone(), session));
        assert_eq!(text, "hello");
    }

    #[tokio::test]
    async fn connections_over_the_limit_hear_why_and_a_place_is_given_back() {
        let listener =
            Listener::bind("127.0.0.1:0".parse::<SocketAddr>().unwrap(), limits(10, 1)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let stop = CancellationToken::new();
        let (ended, mut endings) = mpsc::unbounded_channel();
        let session = move |mut accepted: Accepted| {
            let ended = ended.clone();
            async move {
                let mut all = Vec::new();
                accepted.stream.write_all(b"welcome").await.unwrap();
                accepted.stream.read_to_end(&mut all).await.unwrap();
                drop(accepted);
                ended.send(()).unwrap();
            }
        };
        let running = tokio::spawn(listener.run(stop.clone(), session));
        let mut word = [0; 7];
        let mut first = TcpStream::connect(address).await.unwrap();
        first.read_exact(&mut word).await.unwrap();
        let mut text = String::new();
        TcpStream::connect(address).await.unwrap().read_to_string(&mut text).await.unwrap();
        assert_eq!(text, "421 no\r\n");
        drop(first);
        endings.recv().await.unwrap();
        TcpStream::connect(address).await.unwrap().read_exact(&mut word).await.unwrap();
        assert_eq!(&word, b"welcome");
        stop.cancel();
        running.await.unwrap();
    }

    #[tokio::test]
    async fn a_socket_in_the_file_system_takes_the_place_of_one_that_was_left_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lmtp");
        let address: Address = format!("unix:{}", path.display()).parse().unwrap();
        assert!(address.is_local());
        drop(Listener::bind(address.clone(), limits(10, 10)).await.unwrap());
        let listener = Listener::bind(address.clone(), limits(10, 10)).await.unwrap();
        assert!(Listener::bind(address, limits(10, 10)).await.is_err(), "one that lives stays");
        let stop = CancellationToken::new();
        let session = |mut accepted: Accepted| async move {
            accepted.stream.write_all(accepted.peer.to_string().as_bytes()).await.unwrap();
        };
        let running = tokio::spawn(listener.run(stop.clone(), session));
        let mut text = String::new();
        UnixStream::connect(&path).await.unwrap().read_to_string(&mut text).await.unwrap();
        assert_eq!(text, "127.0.0.1:0");
        stop.cancel();
        running.await.unwrap();
        assert!("unix:relative".parse::<Address>().is_err() && "nonsense".parse::<Address>().is_err());
    }

    #[test]
    fn addresses_are_counted_by_network() {
        let same =
            |one: &str, two: &str| network_of(one.parse().unwrap()) == network_of(two.parse().unwrap());
        assert!(same("2a00:1450::1", "2a00:1450::ffff"));
        assert!(!same("2a00:1450::1", "2a00:1450:0:1::1"));
        assert!(same("::ffff:8.8.8.8", "8.8.8.8"));
        assert!(!same("8.8.8.8", "8.8.8.9"));
    }

    #[test]
    fn places_are_limited_in_all_and_per_address() {
        let places = Arc::new(Places::default());
        let limits = limits(2, 1);
        let take = |address: &str| places.take(address.parse().unwrap(), &limits);
        let one = take("10.0.0.1").unwrap();
        assert!(take("10.0.0.1").is_none());
        let _two = take("10.0.0.2").unwrap();
        assert!(take("10.0.0.3").is_none());
        drop(one);
        assert!(take("10.0.0.3").is_some());
    }
}
