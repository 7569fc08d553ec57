//! A scripted web server on loopback, over HTTP or HTTPS: each path has a page, or a fault.
//!
//! HTTP/1.1 (RFC 9112), one request a connection. Blocking threads, one a connection, as the other servers here.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Error, Read, Result, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread::JoinHandle;

use rustls::{ServerConfig, ServerConnection, StreamOwned};

use crate::KitError;
use crate::certificates::ServerCertificate;

/// A request's body is read up to here.
const BODY_OCTETS_MAX: u64 = 64 * 1024;
/// What an endless page sends at a time.
const PIECE_OCTETS: usize = 16 * 1024;

/// What a path has.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Page {
    /// 200 with this text.
    Text(String),
    /// 302 to this address.
    Redirect(String),
    /// This status, and nothing.
    Status(u16),
    /// 200, and octets without end.
    Endless,
    /// The connection stays open and says nothing.
    Silence,
    /// These octets, whatever they are.
    Raw(Vec<u8>),
}

/// A request as it came.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Asked {
    /// `GET` or `POST`.
    pub method: String,
    /// The host that was asked for.
    pub host: String,
    /// Path and query.
    pub path: String,
    /// The body.
    pub body: String,
}

/// A web server on a free loopback port; ends when dropped.
pub struct WebServer {
    address: SocketAddr,
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

struct Shared {
    tls: Option<Arc<ServerConfig>>,
    pages: BTreeMap<String, Page>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    asked: Vec<Asked>,
    open: Vec<TcpStream>,
    is_over: bool,
}

impl WebServer {
    /// Serves these pages, by host and path without query (`a.example/x`); others are 404. With a certificate over
    /// TLS.
    ///
    /// # Errors
    /// When no port is free, or the certificate is none.
    pub fn start(
        certificate: Option<&ServerCertificate>,
        pages: &[(&str, Page)],
    ) -> std::result::Result<Self, KitError> {
        let listener =
            TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(KitError::io("listen on", "127.0.0.1"))?;
        let address = listener.local_addr().map_err(KitError::io("ask for the port of", "127.0.0.1"))?;
        let shared = Arc::new(Shared {
            tls: certificate.map(ServerCertificate::rustls).transpose()?,
            pages: pages.iter().map(|(place, page)| ((*place).to_owned(), page.clone())).collect(),
            state: Mutex::default(),
        });
        let for_thread = Arc::clone(&shared);
        let thread = Some(std::thread::spawn(move || accept(&listener, &for_thread)));
        Ok(Self { address, shared, thread })
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The requests, in order.
    #[must_use]
    pub fn asked(&self) -> Vec<Asked> {
        self.shared.lock().asked.clone()
    }
}

impl Drop for WebServer {
    fn drop(&mut self) {
        let mut state = self.shared.lock();
        state.is_over = true;
        for stream in state.open.drain(..) {
            let _closed_already = stream.shutdown(Shutdown::Both);
        }
        drop(state);
        // One more connection wakes the thread, which then sees that it is over.
        let _woken = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            let _ended = thread.join();
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no holder of the lock panics")
    }
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    for stream in listener.incoming().flatten() {
        let mut state = shared.lock();
        if state.is_over {
            return;
        }
        let Ok(copy) = stream.try_clone() else { continue };
        state.open.push(copy);
        drop(state);
        let shared = Arc::clone(shared);
        std::thread::spawn(move || {
            let closing = stream.try_clone();
            // A peer that hangs up has had enough.
            let _peer_gone = serve(stream, &shared);
            // The list of open ones holds it, too.
            let _closed_already = closing.and_then(|stream| stream.shutdown(Shutdown::Both));
        });
    }
}

fn serve(stream: TcpStream, shared: &Shared) -> Result<()> {
    match &shared.tls {
        None => answer(stream, shared),
        Some(config) => {
            let connection = ServerConnection::new(Arc::clone(config)).map_err(Error::other)?;
            answer(StreamOwned::new(connection, stream), shared)
        }
    }
}

fn answer(stream: impl Read + Write, shared: &Shared) -> Result<()> {
    let mut stream = BufReader::new(stream);
    let asked = read(&mut stream)?;
    let place = format!("{}{}", asked.host, asked.path.split('?').next().unwrap_or_default());
    let page = shared.pages.get(&place).cloned().unwrap_or(Page::Status(404));
    shared.lock().asked.push(asked);
    let out = stream.get_mut();
    match page {
        Page::Text(text) => {
            write!(
                out,
                "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{text}",
                text.len()
            )?;
        }
        Page::Redirect(to) => {
            write!(
                out,
                "HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            )?;
        }
        Page::Status(status) => {
            write!(out, "HTTP/1.1 {status} No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")?;
        }
        Page::Endless => {
            write!(out, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")?;
            loop {
                out.write_all(&[b'x'; PIECE_OCTETS])?;
            }
        }
        // Until the other side has enough, or the server ends.
        Page::Silence => {
            return stream.read_exact(&mut [0; 1]);
        }
        Page::Raw(octets) => out.write_all(&octets)?,
    }
    out.flush()
}

/// A request: its line, its header as far as we need it, its body.
fn read(stream: &mut BufReader<impl Read>) -> Result<Asked> {
    let mut line = String::new();
    stream.read_line(&mut line)?;
    let mut words = line.split_whitespace().map(str::to_owned);
    let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let (mut host, mut octets) = (String::new(), 0);
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line)? == 0 || line.trim().is_empty() {
            break;
        }
        let Some((name, value)) = line.trim().split_once(':') else { continue };
        match name.to_ascii_lowercase().as_str() {
            "host" => host = value.trim().to_owned(),
            "content-length" => octets = value.trim().parse().unwrap_or(0),
            _ => {}
        }
    }
    let mut body = String::new();
    stream.take(octets.min(BODY_OCTETS_MAX)).read_to_string(&mut body)?;
    Ok(Asked { method, host, path, body })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_answers_and_ends() {
        let server = WebServer::start(None, &[("a.example/x", Page::Text("hello".to_owned()))]).unwrap();
        let mut stream = TcpStream::connect(server.address()).unwrap();
        stream.write_all(b"POST /x?y=1 HTTP/1.1\r\nHost: a.example\r\nContent-Length: 2\r\n\r\nhi").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.ends_with("\r\n\r\nhello"), "{answer}");
        let asked = server.asked();
        assert_eq!((asked[0].path.as_str(), asked[0].body.as_str()), ("/x?y=1", "hi"));
        drop(server);
    }
}
