//! A listener on a free port, and an office behind it that keeps what it is given.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use domain::{EmailAddress, SystemClock, SystemEntropy};
use hosted::mx::{AcceptError, Arrival, Arrivals, Mx, RecipientVerdict, Settings, World};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// Takes mail for example.org; `nobody` is unknown there and `later` cannot be looked up. Of the
/// senders, `full@` finds the disk full and `bad@` is refused.
#[derive(Clone)]
pub(crate) struct Desk {
    pub(crate) taken: Arc<Mutex<Vec<Arrival>>>,
    /// A mail is stored only with a permit.
    pub(crate) permits: Arc<Semaphore>,
    /// Has a permit for each mail that was handed over.
    pub(crate) handed_over: Arc<Semaphore>,
}

impl Arrivals for Desk {
    async fn recipient(&self, address: &EmailAddress) -> RecipientVerdict {
        match (address.domain(), address.local()) {
            ("example.org", "nobody") => RecipientVerdict::Unknown,
            ("example.org", "later") => RecipientVerdict::TryLater,
            ("example.org", _) => RecipientVerdict::Accepted,
            _ => RecipientVerdict::NotHere,
        }
    }

    async fn accept(&self, arrival: Arrival) -> Result<(), AcceptError> {
        self.handed_over.add_permits(1);
        self.permits.acquire().await.unwrap().forget();
        match arrival.return_path.as_ref().map(EmailAddress::local) {
            Some("full") => Err(AcceptError::Unavailable("disk full at /secret/path".into())),
            Some("bad") => Err(AcceptError::Refused("we do not take this".into())),
            Some(_) | None => {
                self.taken.lock().unwrap().push(arrival);
                Ok(())
            }
        }
    }
}

/// A running listener.
pub(crate) struct Office {
    pub(crate) address: SocketAddr,
    pub(crate) desk: Desk,
    pub(crate) stop: CancellationToken,
    pub(crate) running: JoinHandle<()>,
}

impl Office {
    pub(crate) async fn open(change: impl FnOnce(&mut Settings)) -> Self {
        let mut settings = Settings::new("mx.example.org");
        change(&mut settings);
        let (permits, handed_over) = (Arc::new(Semaphore::new(1000)), Arc::new(Semaphore::new(0)));
        let desk = Desk { taken: Arc::default(), permits, handed_over };
        let world = World { clock: Arc::new(SystemClock), entropy: Arc::new(SystemEntropy) };
        let loopback: SocketAddr = "127.0.0.1:0".parse().unwrap();
        let mx = Mx::bind(loopback, settings, world, desk.clone()).await.unwrap();
        let (address, stop) = (mx.local_addr().unwrap(), CancellationToken::new());
        let running = tokio::spawn(mx.run(stop.clone()));
        Self { address, desk, stop, running }
    }

    pub(crate) fn taken(&self) -> Vec<Arrival> {
        self.desk.taken.lock().unwrap().clone()
    }

    /// Says all of `input` at once and hears the server out.
    pub(crate) async fn say(&self, input: &str) -> String {
        let mut client = Client::connect(self.address).await;
        client.send(input).await;
        client.rest().await
    }
}

/// A client that knows no SMTP.
pub(crate) struct Client(pub(crate) TcpStream);

impl Client {
    pub(crate) async fn connect(address: SocketAddr) -> Self {
        Self(TcpStream::connect(address).await.unwrap())
    }

    pub(crate) async fn send(&mut self, text: &str) {
        self.0.write_all(text.as_bytes()).await.unwrap();
    }

    /// Hears until a line begins with `words`.
    pub(crate) async fn hear(&mut self, words: &str) -> String {
        let mut heard = Vec::new();
        loop {
            let line = String::from_utf8_lossy(&heard).lines().last().map(str::to_owned);
            if heard.ends_with(b"\n") && line.is_some_and(|line| line.starts_with(words)) {
                return String::from_utf8(heard).unwrap();
            }
            heard.push(self.0.read_u8().await.unwrap_or_else(|error| {
                panic!("{error} before {words:?}: {}", String::from_utf8_lossy(&heard))
            }));
        }
    }

    /// Whether anything waits to be heard, asked of the operating system itself.
    pub(crate) fn has_something_to_hear(self) -> (bool, Self) {
        let stream = self.0.into_std().unwrap();
        let waits = stream.peek(&mut [0]).is_ok();
        (waits, Self(TcpStream::from_std(stream).unwrap()))
    }

    /// Everything up to the end, whatever it is, once our side is closed.
    pub(crate) async fn rest_of_bytes(&mut self) -> Vec<u8> {
        self.0.shutdown().await.unwrap();
        let mut heard = Vec::new();
        self.0.read_to_end(&mut heard).await.unwrap();
        heard
    }

    /// Says goodbye and hears it out.
    pub(crate) async fn quit(mut self) {
        self.send("QUIT\r\n").await;
        self.rest().await;
    }

    /// Everything up to the end.
    pub(crate) async fn rest(&mut self) -> String {
        let mut heard = String::new();
        self.0.read_to_string(&mut heard).await.unwrap();
        heard
    }
}
