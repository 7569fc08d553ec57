//! A small Internet in memory: scripted mail servers by name, and the DNS that leads to them.

use std::collections::{BTreeMap, VecDeque};
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use domain::{Clock, Envelope, Outcome, SystemEntropy, Timestamp};
use futures_util::future::BoxFuture;
use net::smtp_out::{Delivered, Sender, Settings, Transaction, Wishes};
use net::{
    BoxStream, ClientTls, ConnectError, Connected, DnsError, MxAnswer, MxHost, Net, Network, Reach, Resolver,
    ServerTls, Target, Tlsa, TlsaAnswer,
};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, duplex};
use tokio::sync::mpsc;
use tokio::time::Instant;

/// Servers, names, and what was played.
pub(crate) struct World {
    inner: Arc<Inner>,
    played: mpsc::UnboundedReceiver<Result<(), String>>,
    connections: usize,
}

struct Inner {
    /// One script for each connection to a host, in order.
    scripts: Mutex<BTreeMap<String, VecDeque<String>>>,
    domains: BTreeMap<String, Result<MxAnswer, DnsError>>,
    private: Vec<String>,
    /// The hosts that were connected to, or in vain.
    asked: Mutex<Vec<String>>,
    /// What zones prove of certificates, by host; the exchangers of all domains are proven where there is any.
    certificates: BTreeMap<String, Result<Vec<Tlsa>, DnsError>>,
    tls: ServerTls,
    key: Vec<u8>,
    roots_pem: String,
    playing: mpsc::UnboundedSender<Result<(), String>>,
}

/// Tokio's clock as ours, so that a paused test moves both.
struct TokioClock(Instant);

impl Clock for TokioClock {
    fn now(&self) -> Timestamp {
        let elapsed = i64::try_from(self.0.elapsed().as_millis()).unwrap();
        Timestamp::from_millis(1_767_600_000_000 + elapsed)
    }
}

impl World {
    /// A world of these servers: each a host and the script of one connection to it.
    ///
    /// A script's lines are `S: text`, `C: text`, `MAIL` (everything up to the lone dot), `TLS`,
    /// `NO TLS` (an answer to the handshake that is none), `SILENCE` and `CUT`. The script `NOBODY` is a host that does
    /// not answer at all.
    pub(crate) fn new(servers: &[(&str, &str)]) -> Self {
        let CertifiedKey { cert, signing_key } =
            generate_simple_self_signed(["relay.example.net".to_owned()]).unwrap();
        let tls = ServerTls::from_pem(cert.pem().as_bytes(), signing_key.serialize_pem().as_bytes()).unwrap();
        let key = rcgen::PublicKeyData::subject_public_key_info(&signing_key);
        let mut scripts = BTreeMap::<String, VecDeque<String>>::new();
        for (host, script) in servers {
            scripts.entry((*host).to_owned()).or_default().push_back((*script).to_owned());
        }
        let (playing, played) = mpsc::unbounded_channel();
        let inner = Inner {
            scripts: Mutex::new(scripts),
            domains: BTreeMap::new(),
            private: Vec::new(),
            asked: Mutex::default(),
            certificates: BTreeMap::new(),
            tls,
            key,
            roots_pem: cert.pem(),
            playing,
        };
        Self { inner: Arc::new(inner), played, connections: servers.len() }
    }

    fn change(&mut self) -> &mut Inner {
        Arc::get_mut(&mut self.inner).expect("the world is made before anybody lives in it")
    }

    /// The exchangers of a domain.
    pub(crate) fn mx(mut self, domain: &str, hosts: &[(u16, &str)]) -> Self {
        let hosts = hosts.iter().map(|&(preference, name)| MxHost { preference, name: name.to_owned() });
        self.change().domains.insert(domain.to_owned(), Ok(MxAnswer::Hosts(hosts.collect())));
        self
    }

    /// What DNS says of a domain otherwise.
    pub(crate) fn dns(mut self, domain: &str, answer: Result<MxAnswer, DnsError>) -> Self {
        self.change().domains.insert(domain.to_owned(), answer);
        self
    }

    /// A host with a private address.
    pub(crate) fn private(mut self, host: &str) -> Self {
        self.change().private.push(host.to_owned());
        self
    }

    /// What a host's zone proves of its certificate.
    pub(crate) fn publishes(mut self, host: &str, found: Result<Vec<Tlsa>, DnsError>) -> Self {
        self.change().certificates.insert(host.to_owned(), found);
        self
    }

    /// The public key of all servers here.
    pub(crate) fn key(&self) -> Vec<u8> {
        self.inner.key.clone()
    }

    /// The hosts that somebody tried to connect to since the last call.
    pub(crate) fn asked(&self) -> Vec<String> {
        std::mem::take(&mut *self.inner.asked.lock().unwrap())
    }

    pub(crate) fn sender(&self) -> Sender {
        self.sender_with(|_| {})
    }

    pub(crate) fn sender_with(&self, change: impl FnOnce(&mut Settings)) -> Sender {
        let net = Net {
            network: Arc::clone(&self.inner) as Arc<dyn Network>,
            tls: ClientTls::new(self.inner.roots_pem.as_bytes()).unwrap(),
            clock: Arc::new(TokioClock(Instant::now())),
            entropy: Arc::new(SystemEntropy),
            reach: Reach::Anywhere,
        };
        let mut settings = Settings::new("us.example.net");
        change(&mut settings);
        Sender::new(net, settings)
    }

    /// Fails unless every script was played to its end.
    pub(crate) async fn played(mut self) {
        for _ in 0..self.connections {
            self.played.recv().await.unwrap().unwrap();
        }
    }
}

/// A public address of the host's own.
fn address_of(host: &str) -> SocketAddr {
    let number = host.bytes().fold(0_u16, |sum, octet| sum.wrapping_mul(31).wrapping_add(octet.into()));
    let [high, low] = number.to_be_bytes();
    SocketAddr::from(([1, 1, high, low], 25))
}

impl Network for Inner {
    fn connect<'a>(&'a self, target: &'a Target<'a>) -> BoxFuture<'a, Result<Connected, ConnectError>> {
        let (host, port) = (target.host.to_owned(), target.port);
        let private = self.private.contains(&host);
        let peer = if private { "10.0.0.1:25".parse().unwrap() } else { address_of(&host) };
        if !target.reach.allows(peer.ip()) {
            return Box::pin(async move { Err(ConnectError::NotAllowed { host, port }) });
        }
        if let Some(since) = target.memory.and_then(|memory| memory.passes_over(peer)) {
            return Box::pin(async move { Err(ConnectError::PassedOver { host, port, since }) });
        }
        self.asked.lock().unwrap().push(host.clone());
        let script = self.scripts.lock().unwrap().get_mut(&host).and_then(VecDeque::pop_front);
        let is_nobody = script.as_deref() == Some("NOBODY");
        let Some(script) = script.filter(|_| !is_nobody) else {
            // Whoever is in no script refuses at once; of one where nobody is, the test's own clock goes on.
            let waits = is_nobody.then_some(target.within);
            return Box::pin(async move {
                if let Some(within) = waits {
                    tokio::time::advance(within).await;
                }
                if let Some(memory) = target.memory {
                    memory.failed(peer);
                }
                Err(ConnectError::Refused { host, port })
            });
        };
        let (ours, theirs) = duplex(64 * 1024);
        let (tls, playing) = (self.tls.clone(), self.playing.clone());
        tokio::spawn(async move {
            let played = play(Box::new(ours), &script, tls).await;
            playing.send(played.map_err(|error| format!("{host}: {error}"))).ok();
        });
        Box::pin(async move { Ok(Connected { stream: Box::new(theirs), peer }) })
    }

    fn resolver(&self) -> &dyn Resolver {
        self
    }
}

impl Resolver for Inner {
    fn mx<'a>(&'a self, domain: &'a str) -> BoxFuture<'a, Result<MxAnswer, DnsError>> {
        let unknown = || Err(DnsError::NoSuchName(domain.to_owned()));
        let answer = self.domains.get(domain).cloned().unwrap_or_else(unknown);
        Box::pin(async { answer })
    }

    fn proven_mx<'a>(&'a self, domain: &'a str) -> BoxFuture<'a, Result<Option<MxAnswer>, DnsError>> {
        let answer = self.domains.get(domain).filter(|_| !self.certificates.is_empty()).cloned();
        Box::pin(async { answer.transpose() })
    }

    fn tlsa<'a>(&'a self, host: &'a str, _port: u16) -> BoxFuture<'a, Result<Option<TlsaAnswer>, DnsError>> {
        let found = self.certificates.get(host).cloned().transpose();
        let base = host.to_owned();
        Box::pin(async { Ok(found?.map(|records| TlsaAnswer { base, records })) })
    }

    fn addresses<'a>(&'a self, host: &'a str) -> BoxFuture<'a, Result<Vec<IpAddr>, DnsError>> {
        Box::pin(async { Err(DnsError::NoSuchName(host.to_owned())) })
    }
}

async fn play(stream: BoxStream, script: &str, tls: ServerTls) -> Result<(), String> {
    let mut stream = BufReader::new(stream);
    for line in script.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if let Some(text) = line.strip_prefix("S: ") {
            stream
                .write_all(format!("{text}\r\n").as_bytes())
                .await
                .map_err(|error| format!("{line}: {error}"))?;
        } else if let Some(text) = line.strip_prefix("C: ") {
            let said = read_line(&mut stream).await?;
            if said != text {
                return Err(format!("expected {text:?}, but the client said {said:?}"));
            }
        } else {
            match line {
                "MAIL" => while read_line(&mut stream).await? != "." {},
                "TLS" => {
                    let within = Duration::from_secs(5);
                    let secured = tls.accept(stream.into_inner(), within).await;
                    stream = BufReader::new(secured.map_err(|error| error.to_string())?.0);
                }
                "NO TLS" => stream.write_all(b"what?\r\n").await.map_err(|error| error.to_string())?,
                // As long as the client has patience.
                "SILENCE" => while !read_line(&mut stream).await?.is_empty() {},
                "CUT" => return Ok(()),
                other => return Err(format!("the script says {other:?}")),
            }
        }
    }
    let more = read_line(&mut stream).await?;
    if more.is_empty() || more == "QUIT" {
        Ok(())
    } else {
        Err(format!("the client said {more:?} after the end"))
    }
}

/// A line without its ending; empty when the client is gone.
async fn read_line(stream: &mut BufReader<BoxStream>) -> Result<String, String> {
    let mut line = Vec::new();
    stream.read_until(b'\n', &mut line).await.ok();
    Ok(String::from_utf8_lossy(&line).trim_end_matches(['\r', '\n']).to_owned())
}

pub(crate) fn transaction(recipients: &[&str]) -> Transaction {
    Transaction {
        envelope: Envelope {
            return_path: Some("sak@example.net".parse().unwrap()),
            recipients: recipients.iter().map(|one| one.parse().unwrap()).collect(),
        },
        raw: Bytes::from_static(b"Subject: x\r\n\r\nhello\r\n"),
        plain: None,
        confirms: false,
        wishes: Wishes::default(),
    }
}

/// The outcomes as texts.
pub(crate) fn outcomes(delivered: &Delivered) -> Vec<String> {
    let shown = |(_, outcome): &(_, Outcome)| match outcome {
        Outcome::Delivered(reply) => format!("delivered: {reply}"),
        Outcome::Deferred(reply) => format!("deferred: {reply}"),
        Outcome::Refused(reply) => format!("refused: {reply}"),
        Outcome::Unreachable(sentence) => format!("unreachable: {sentence}"),
        Outcome::Impossible(sentence) => format!("impossible: {sentence}"),
    };
    delivered.outcomes.iter().map(shown).collect()
}
