//! A way to a real server that breaks, or waits, whenever a certain word comes along.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, mpsc};

use tokio::sync::oneshot;

/// Between a client and a server, until the test ends.
pub(crate) struct CuttingProxy {
    pub(crate) port: u16,
    /// How often the connection was cut.
    pub(crate) cuts: Arc<AtomicU32>,
}

impl CuttingProxy {
    /// A proxy before a port of this machine; what the server says is cut before `word`.
    pub(crate) fn before(server: u16, word: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let cuts = Arc::new(AtomicU32::new(0));
        let counted = Arc::clone(&cuts);
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let Ok(server) = TcpStream::connect(("127.0.0.1", server)) else { continue };
                let (from_client, to_server) = (client.try_clone().unwrap(), server.try_clone().unwrap());
                std::thread::spawn(move || pass(from_client, to_server, None));
                let counted = Arc::clone(&counted);
                std::thread::spawn(move || {
                    if pass(server, client, Some(word)) {
                        counted.fetch_add(1, Ordering::SeqCst);
                    }
                });
            }
        });
        Self { port, cuts }
    }
}

/// Between a client and a server that waits.
pub(crate) struct HoldingProxy {
    pub(crate) port: u16,
    /// Told when the word came.
    pub(crate) reached: oneshot::Receiver<()>,
    /// Lets it go on.
    pub(crate) go_on: mpsc::Sender<()>,
}

impl HoldingProxy {
    /// A proxy before a port of this machine; on the first connection what the server says waits from `word` on until it may go on.
    pub(crate) fn before(server: u16, word: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let ((tell, reached), (go_on, waits)) = (oneshot::channel(), mpsc::channel());
        let mut gate = Some((tell, waits));
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let Ok(server) = TcpStream::connect(("127.0.0.1", server)) else { continue };
                let (from_client, to_server) = (client.try_clone().unwrap(), server.try_clone().unwrap());
                std::thread::spawn(move || pass(from_client, to_server, None));
                let gate = gate.take();
                std::thread::spawn(move || pass_held(server, client, word, gate));
            }
        });
        Self { port, reached, go_on }
    }
}

/// Who is told that the word came, and what lets it go on.
type Gate = (oneshot::Sender<()>, mpsc::Receiver<()>);

fn pass_held(mut from: TcpStream, mut to: TcpStream, word: &str, mut gate: Option<Gate>) {
    let mut said = Vec::new();
    let mut buffer = [0; 4096];
    while let Ok(read @ 1..) = from.read(&mut buffer) {
        said.extend_from_slice(&buffer[..read]);
        if String::from_utf8_lossy(&said).contains(word)
            && let Some((tell, waits)) = gate.take()
        {
            tell.send(()).ok();
            waits.recv().ok();
        }
        if to.write_all(&buffer[..read]).is_err() {
            break;
        }
    }
    from.shutdown(Shutdown::Both).ok();
    to.shutdown(Shutdown::Both).ok();
}

/// Passes octets on until the end, or until `word` came, which is not passed on; whether it came.
fn pass(mut from: TcpStream, mut to: TcpStream, word: Option<&str>) -> bool {
    let mut said = Vec::new();
    let mut buffer = [0; 4096];
    let cut = loop {
        let Ok(read @ 1..) = from.read(&mut buffer) else { break false };
        said.extend_from_slice(&buffer[..read]);
        if word.is_some_and(|word| String::from_utf8_lossy(&said).contains(word)) {
            break true;
        }
        if to.write_all(&buffer[..read]).is_err() {
            break false;
        }
        let kept = said.len().saturating_sub(64);
        said.drain(..kept);
    };
    from.shutdown(Shutdown::Both).ok();
    to.shutdown(Shutdown::Both).ok();
    cut
}
