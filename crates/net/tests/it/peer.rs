//! A server that knows no protocol: it says its `S:` lines, demands the `C:` lines in between word
//! for word, and can switch to TLS. It lives at the other end of a pipe in memory.

use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex};

use domain::{Secret, SystemClock, SystemEntropy};
use futures_util::future::BoxFuture;
use net::{
    BoxStream, ClientTls, ConnectError, Connected, DnsError, MxAnswer, Net, Network, Reach, Resolver,
    ServerSettings, ServerTls, Target,
};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, duplex};
use tokio::task::JoinHandle;
use wire::sasl::Credentials;

/// The name that the peer's certificate is for.
pub(crate) const HOST: &str = "mail.example.org";

/// A scripted server, and the network that leads to it and to nothing else.
pub(crate) struct Peer {
    /// What the code under test is given.
    pub(crate) net: Net,
    server: JoinHandle<Result<(), String>>,
}

impl Peer {
    /// A peer that talks as `script` says and seems to live on loopback. Each line is `S: text`,
    /// `C: text`, `TLS` (a handshake) or `CUT` (the connection breaks).
    pub(crate) fn new(script: &str) -> Self {
        Self::at("127.0.0.1:143", script)
    }

    /// The same at another address.
    pub(crate) fn at(address: &str, script: &str) -> Self {
        let CertifiedKey { cert, signing_key } = generate_simple_self_signed([HOST.to_owned()]).unwrap();
        let tls = ServerTls::from_pem(cert.pem().as_bytes(), signing_key.serialize_pem().as_bytes()).unwrap();
        let (ours, theirs) = duplex(16 * 1024);
        let lines: Vec<String> = script.lines().map(|line| line.trim().to_owned()).collect();
        let pipe = Pipe { stream: Mutex::new(Some(Box::new(theirs))), peer: address.parse().unwrap() };
        let net = Net {
            network: Arc::new(pipe),
            tls: ClientTls::new(cert.pem().as_bytes()).unwrap(),
            clock: Arc::new(SystemClock),
            entropy: Arc::new(SystemEntropy),
            reach: Reach::Anywhere,
        };
        Self { net, server: tokio::spawn(serve(Box::new(ours), lines, tls)) }
    }

    /// Fails unless the whole script was played. Everything the client holds is dropped before.
    pub(crate) async fn played(self) {
        drop(self.net);
        self.server.await.unwrap().unwrap();
    }
}

/// Settings that lead to the peer.
pub(crate) fn settings(security: &str) -> ServerSettings {
    ServerSettings {
        host: HOST.to_owned(),
        port: 143,
        security: security.parse().unwrap(),
        credentials: Credentials::password("kari", Secret::new("hemmelig")),
        folder: "INBOX".to_owned(),
        mail_octets_max: 1024 * 1024,
    }
}

async fn serve(stream: BoxStream, lines: Vec<String>, tls: ServerTls) -> Result<(), String> {
    let mut stream = BufReader::new(stream);
    for line in lines.iter().filter(|line| !line.is_empty()) {
        match line.split_once(':').map_or((line.as_str(), ""), |(side, text)| (side, text)) {
            ("S", text) => {
                let text = format!("{}\r\n", text.strip_prefix(' ').unwrap_or(text));
                stream.write_all(text.as_bytes()).await.map_err(|error| format!("{line}: {error}"))?;
            }
            ("C", text) => {
                let mut said = String::new();
                stream.read_line(&mut said).await.map_err(|error| format!("{line}: {error}"))?;
                let expected = format!("{}\r\n", text.strip_prefix(' ').unwrap_or(text));
                if said != expected {
                    return Err(format!("expected {expected:?}, but the client said {said:?}"));
                }
            }
            ("TLS", _) => {
                let (secure, _) = tls
                    .accept(stream.into_inner(), std::time::Duration::from_secs(5))
                    .await
                    .map_err(|error| error.to_string())?;
                stream = BufReader::new(secure);
            }
            ("CUT", _) => return Ok(()),
            (other, _) => return Err(format!("nobody is called {other}")),
        }
    }
    // The client may still close TLS; only a word would be one too many.
    let mut more = String::new();
    stream.read_line(&mut more).await.ok();
    if more.is_empty() { Ok(()) } else { Err(format!("the client said {more:?} after the end")) }
}

/// A network with one connection.
struct Pipe {
    stream: Mutex<Option<BoxStream>>,
    peer: SocketAddr,
}

impl Network for Pipe {
    fn connect<'a>(&'a self, target: &'a Target<'a>) -> BoxFuture<'a, Result<Connected, ConnectError>> {
        let stream = self.stream.lock().unwrap().take();
        let refused = || ConnectError::Refused { host: target.host.to_owned(), port: target.port };
        let connected = stream.map(|stream| Connected { stream, peer: self.peer }).ok_or_else(refused);
        Box::pin(async { connected })
    }

    fn resolver(&self) -> &dyn Resolver {
        self
    }
}

impl Resolver for Pipe {
    fn mx<'a>(&'a self, domain: &'a str) -> BoxFuture<'a, Result<MxAnswer, DnsError>> {
        Box::pin(async { Err(DnsError::NoSuchName(domain.to_owned())) })
    }

    fn addresses<'a>(&'a self, host: &'a str) -> BoxFuture<'a, Result<Vec<IpAddr>, DnsError>> {
        Box::pin(async { Err(DnsError::NoSuchName(host.to_owned())) })
    }
}
