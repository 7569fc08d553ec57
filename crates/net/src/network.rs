//! How a host is reached: name to addresses, addresses to a stream, and which addresses a host
//! named by a user may have.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use domain::{Clock, Entropy, Timestamp};
use futures_util::future::BoxFuture;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout_at};

use crate::dns::{DnsError, Resolver};
use crate::tls::ClientTls;
use crate::unreached::{self, Memory};

/// A connection in both directions: TCP, TLS over it, or a pipe in memory.
pub trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// Any stream.
pub type BoxStream = Box<dyn Stream>;

/// Which addresses may be connected to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Reach {
    /// Every address: the operator's own servers stand in private networks.
    Anywhere,
    /// Public ones alone: the host was named by somebody who must not reach our own network.
    PublicOnly,
}

impl Reach {
    /// Whether `address` may be connected to.
    #[must_use]
    pub fn allows(self, address: IpAddr) -> bool {
        match self {
            Self::Anywhere => true,
            Self::PublicOnly => is_public(address),
        }
    }
}

/// What to connect to.
#[derive(Clone, Debug)]
pub struct Target<'a> {
    /// A name, or an address as text (an IPv6 one with or without brackets).
    pub host: &'a str,
    /// The TCP port.
    pub port: u16,
    /// Which addresses are allowed.
    pub reach: Reach,
    /// How long resolving and all tries together may take.
    pub within: Duration,
    /// What is remembered of addresses that did not answer; `None` where each is tried as if for the first time.
    pub memory: Option<Memory<'a>>,
}

/// A stream, and whom it reached.
pub struct Connected {
    /// The stream.
    pub stream: BoxStream,
    /// The address that answered.
    pub peer: SocketAddr,
}

/// Why no connection came about.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// The name has no address.
    #[error("cannot connect to `{host}:{port}`: {source}")]
    Name {
        /// The host.
        host: String,
        /// The port.
        port: u16,
        /// What the resolver said.
        #[source]
        source: DnsError,
    },
    /// All addresses of the host lie where it may not reach. `web/src/lib/mail/own-words.ts` reads the sentence.
    #[error(
        "cannot connect to `{host}:{port}`: it leads into a private network, which is not allowed here; \
         use the server's public name"
    )]
    NotAllowed {
        /// The host.
        host: String,
        /// The port.
        port: u16,
    },
    /// Somebody said no.
    #[error(
        "cannot connect to `{host}:{port}`: the connection was refused; check the port, and that the server runs"
    )]
    Refused {
        /// The host.
        host: String,
        /// The port.
        port: u16,
    },
    /// Nobody said anything.
    #[error(
        "cannot connect to `{host}:{port}`: no answer within {seconds} seconds; check the host name, the port and the firewall"
    )]
    TimedOut {
        /// The host.
        host: String,
        /// The port.
        port: u16,
        /// How long it was tried, seconds.
        seconds: u64,
    },
    /// Nobody was asked: no address of the host answered a short while ago.
    #[error(
        "cannot connect to `{host}:{port}`: it was passed over, since it did not answer at {} UTC", unreached::hour_and_minute(*since)
    )]
    PassedOver {
        /// The host.
        host: String,
        /// The port.
        port: u16,
        /// When it did not answer.
        since: Timestamp,
    },
    /// The network said something else.
    #[error("cannot connect to `{host}:{port}`: {source}; check the host name and the network")]
    Io {
        /// The host.
        host: String,
        /// The port.
        port: u16,
        /// What the operating system said.
        #[source]
        source: std::io::Error,
    },
}

impl ConnectError {
    /// Whether trying again may help without a change of the settings.
    #[must_use]
    pub const fn is_temporary(&self) -> bool {
        match self {
            Self::Name { source, .. } => source.is_temporary(),
            Self::NotAllowed { .. } => false,
            Self::Refused { .. } | Self::TimedOut { .. } | Self::PassedOver { .. } | Self::Io { .. } => true,
        }
    }

    /// Whether it says that nobody answers at the address that was tried last.
    fn tells_of_peer(&self, waited: Duration) -> bool {
        match self {
            Self::Refused { .. } => true,
            Self::TimedOut { .. } => waited >= unreached::PATIENCE_MIN,
            Self::Io { source, .. } => unreached::tells_of_peer(source.kind()),
            Self::Name { .. } | Self::NotAllowed { .. } | Self::PassedOver { .. } => false,
        }
    }
}

/// Where connections come from.
pub trait Network: Send + Sync {
    /// Resolves and connects, trying the addresses in order.
    fn connect<'a>(&'a self, target: &'a Target<'a>) -> BoxFuture<'a, Result<Connected, ConnectError>>;

    /// Who resolves names here.
    fn resolver(&self) -> &dyn Resolver;
}

/// What every outgoing session needs; cheap to clone.
#[derive(Clone)]
pub struct Net {
    /// Where connections come from.
    pub network: Arc<dyn Network>,
    /// Which certificates are believed.
    pub tls: ClientTls,
    /// Where the present comes from.
    pub clock: Arc<dyn Clock>,
    /// Where nonces come from.
    pub entropy: Arc<dyn Entropy>,
    /// Which addresses may be connected to.
    pub reach: Reach,
}

/// The machine's network.
pub struct System {
    resolver: Arc<dyn Resolver>,
}

impl System {
    /// A network that resolves with `resolver`.
    #[must_use]
    pub fn new(resolver: Arc<dyn Resolver>) -> Self {
        Self { resolver }
    }

    async fn addresses(&self, host: &str) -> Result<Vec<IpAddr>, DnsError> {
        let bare = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(host);
        if let Ok(address) = bare.parse() {
            return Ok(vec![address]);
        }
        // RFC 6761 6.3: localhost is loopback, whatever DNS says.
        if host.eq_ignore_ascii_case("localhost") {
            return Ok(vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()]);
        }
        self.resolver.addresses(host).await
    }

    async fn dial(&self, target: &Target<'_>) -> Result<Connected, ConnectError> {
        let deadline = Instant::now() + target.within;
        let found = timeout_at(deadline, self.addresses(target.host)).await.map_err(|_| timed_out(target))?;
        let mut addresses = found.map_err(|source| ConnectError::Name {
            host: target.host.to_owned(),
            port: target.port,
            source,
        })?;
        // Checked on what was resolved and is then connected to, so that a name cannot change
        // its address between the check and the use.
        addresses.retain(|address| target.reach.allows(*address));
        let peers = addresses.into_iter().map(|address| SocketAddr::new(address, target.port));
        let mut peers = living_first(target, peers.collect())?;
        peers.truncate(ADDRESSES_MAX);
        let mut failure = ConnectError::NotAllowed { host: target.host.to_owned(), port: target.port };
        for (tried, peer) in peers.iter().enumerate() {
            let left = peers.len() - tried;
            let share = deadline.saturating_duration_since(Instant::now()) / u32::try_from(left).unwrap_or(1);
            match timeout_at(Instant::now() + share, TcpStream::connect(*peer)).await {
                Ok(Ok(stream)) => return connected(stream, *peer, target),
                Ok(Err(source)) => failure = io_failure(target, source),
                Err(_) => failure = timed_out(target),
            }
            if let Some(memory) = target.memory.filter(|_| failure.tells_of_peer(share)) {
                memory.failed(*peer);
            }
        }
        Err(failure)
    }
}

/// Those to try, in their order: without those that did not answer a while ago, or with them behind the others where
/// nobody is to be passed over.
fn living_first(target: &Target<'_>, peers: Vec<SocketAddr>) -> Result<Vec<SocketAddr>, ConnectError> {
    let Some(memory) = target.memory else { return Ok(peers) };
    let passed = peers.iter().filter_map(|peer| memory.passes_over(*peer)).max();
    let (silent, mut living): (Vec<_>, Vec<_>) =
        peers.into_iter().partition(|peer| memory.since(*peer).is_some());
    match passed {
        Some(since) if living.is_empty() => {
            Err(ConnectError::PassedOver { host: target.host.to_owned(), port: target.port, since })
        }
        Some(_) => Ok(living),
        None => {
            living.extend(silent);
            Ok(living)
        }
    }
}

/// Addresses of one host that are tried.
const ADDRESSES_MAX: usize = 8;

impl Network for System {
    fn connect<'a>(&'a self, target: &'a Target<'a>) -> BoxFuture<'a, Result<Connected, ConnectError>> {
        Box::pin(self.dial(target))
    }

    fn resolver(&self) -> &dyn Resolver {
        &*self.resolver
    }
}

fn connected(stream: TcpStream, peer: SocketAddr, target: &Target<'_>) -> Result<Connected, ConnectError> {
    // Commands are small and answered one by one: Nagle's delay would be paid on each.
    stream.set_nodelay(true).map_err(|source| io_failure(target, source))?;
    Ok(Connected { stream: Box::new(stream), peer })
}

fn timed_out(target: &Target<'_>) -> ConnectError {
    ConnectError::TimedOut {
        host: target.host.to_owned(),
        port: target.port,
        seconds: target.within.as_secs(),
    }
}

fn io_failure(target: &Target<'_>, source: std::io::Error) -> ConnectError {
    let (host, port) = (target.host.to_owned(), target.port);
    if source.kind() == std::io::ErrorKind::ConnectionRefused {
        ConnectError::Refused { host, port }
    } else {
        ConnectError::Io { host, port, source }
    }
}

/// Whether an address lies in the public Internet (RFC 6890 and the IANA special-purpose
/// registries); an IPv6 form of an IPv4 address is judged by the IPv4 one.
#[must_use]
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => is_public_v6(v6),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_documentation()
        || a == 0 // RFC 1122 3.2.1.3: this network.
        || a >= 240 // RFC 1112 4: reserved, and the limited broadcast.
        || (a == 100 && (64..128).contains(&b)) // RFC 6598: carrier-grade NAT.
        || (a == 192 && b == 0 && c == 0) // RFC 6890: protocol assignments.
        || (a == 198 && (b == 18 || b == 19)); // RFC 2544: benchmarks.
    !special
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    if let Some(v4) = embedded_v4(address) {
        return is_public_v4(v4);
    }
    let [first, second, ..] = address.segments();
    // RFC 4291 2.4: global unicast is 2000::/3; loopback, fc00::/7 (RFC 4193), fe80::/10, ff00::/8
    // and the unspecified address all lie outside.
    let global = first & 0xe000 == 0x2000;
    // RFC 3849, RFC 9637: documentation. RFC 2928: 2001::/23 is for protocols, Teredo among them.
    let special = (first == 0x2001 && (second == 0x0db8 || second < 0x0200)) || first == 0x3fff;
    global && !special
}

/// The IPv4 address inside an IPv6 one that routes to it: mapped and compatible (RFC 4291 2.5.5),
/// NAT64 (RFC 6052), 6to4 (RFC 3056).
fn embedded_v4(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let [s0, s1, s2, s3, s4, s5, s6, s7] = address.segments();
    let v4 = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        Some(Ipv4Addr::new(a, b, c, d))
    };
    match (s0, s1, s2, s3, s4, s5) {
        (0, 0, 0, 0, 0, 0 | 0xffff) | (0x64, 0xff9b, 0, 0, 0, 0) => v4(s6, s7),
        (0x2002, high, low, ..) => v4(high, low),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_addresses_are_not_public_in_any_spelling() {
        let private = [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
            "255.255.255.255",
            "192.0.0.8",
            "198.18.0.1",
            "192.0.2.1",
            "::1",
            "::",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::127.0.0.1",
            "64:ff9b::a00:1",
            "2002:7f00:1::",
            "2001:db8::1",
            "2001::1",
            "64:ff9b:1::1",
            "3fff::1",
        ];
        for text in private {
            assert!(!Reach::PublicOnly.allows(text.parse().unwrap()), "{text}");
            assert!(Reach::Anywhere.allows(text.parse().unwrap()), "{text}");
        }
    }

    #[test]
    fn public_addresses_are_public() {
        for text in
            ["1.1.1.1", "172.32.0.1", "100.128.0.1", "2a00:1450::1", "::ffff:8.8.8.8", "64:ff9b::808:808"]
        {
            assert!(Reach::PublicOnly.allows(text.parse().unwrap()), "{text}");
        }
    }
}
