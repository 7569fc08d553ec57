//! Listening: accepts connections within limits, until it is told to stop.
//!
//! The loop outlives every failure of a single connection. When the machine runs out of file
//! descriptors it waits a little, since accepting at once again would only spin.

use std::collections::HashMap;
use std::future::poll_fn;
use std::io;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;

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
    pub stream: TcpStream,
    /// Who connected.
    pub peer: SocketAddr,
    /// When this is cancelled, the session ends as soon as it can without losing anything.
    pub stop: CancellationToken,
    /// Counts against the limits until it is dropped: keep it as long as the connection.
    pub place: Place,
}

/// A socket that listens.
pub struct Listener {
    socket: TcpListener,
    limits: Limits,
}

impl Listener {
    /// Listens on `address`; port 0 takes any free one.
    ///
    /// # Errors
    ///
    /// When the address is in use or may not be used.
    pub async fn bind(address: SocketAddr, limits: Limits) -> io::Result<Self> {
        Ok(Self { socket: TcpListener::bind(address).await?, limits })
    }

    /// Where it listens.
    ///
    /// # Errors
    ///
    /// When the operating system does not say.
    pub fn local_addr(&self) -> io::Result<SocketAddr> {
        self.socket.local_addr()
    }

    /// Accepts until `stop`, running `session` for each connection as a task of its own. Returns
    /// when all of them have ended, or the grace is over; what runs then is dropped.
    pub async fn run<S, F>(self, stop: CancellationToken, session: S)
    where
        S: Fn(Accepted) -> F,
        F: Future<Output = ()> + Send + 'static,
    {
        serve(&self.socket, &self.limits, stop, session).await;
    }
}

/// Where connections come from: a socket, or a script.
trait Source {
    fn poll_accept(&self, cx: &mut Context<'_>) -> Poll<io::Result<(TcpStream, SocketAddr)>>;
}

impl Source for TcpListener {
    fn poll_accept(&self, cx: &mut Context<'_>) -> Poll<io::Result<(TcpStream, SocketAddr)>> {
        Self::poll_accept(self, cx)
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
                    // Replies are small and waited for: Nagle's delay would be paid on each.
                    stream.set_nodelay(true).ok();
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
fn refuse(stream: TcpStream, farewell: &'static [u8]) {
    use std::io::Write;
    if let Ok(mut stream) = stream.into_std() {
        stream.write_all(farewell).ok();
    }
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
        fn poll_accept(&self, cx: &mut Context<'_>) -> Poll<io::Result<(TcpStream, SocketAddr)>> {
            match self.script.lock().unwrap().pop_front() {
                Some(kind) => Poll::Ready(Err(kind.into())),
                None => self.socket.poll_accept(cx),
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
        let listener = Listener::bind("127.0.0.1:0".parse().unwrap(), limits(10, 1)).await.unwrap();
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
