//! The table behind a UDP socket on loopback.

use std::net::{Ipv4Addr, SocketAddr, UdpSocket};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use super::Zone;
use super::message::Question;
use crate::KitError;

/// RFC 1035 2.3.4: a UDP message has at most 512 octets; EDNS allows more, and queries are shorter.
const PACKET_OCTETS_MAX: usize = 4096;

/// A name server on a free loopback port; ends when dropped.
#[derive(Debug)]
pub struct DnsServer {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug)]
struct State {
    zone: Zone,
    asked: Vec<String>,
    is_over: bool,
}

impl DnsServer {
    /// A server that answers from `zone`.
    ///
    /// # Errors
    /// When no port is free.
    pub fn start(zone: Zone) -> Result<Self, KitError> {
        let socket =
            UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).map_err(KitError::io("listen on", "127.0.0.1"))?;
        let address = socket.local_addr().map_err(KitError::io("ask for the port of", "127.0.0.1"))?;
        let state = Arc::new(Mutex::new(State { zone, asked: Vec::new(), is_over: false }));
        let shared = Arc::clone(&state);
        let thread = Some(std::thread::spawn(move || serve(&socket, &shared)));
        Ok(Self { address, state, thread })
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Replaces the table, as when somebody corrects a record in the middle of a test.
    pub fn set(&self, zone: Zone) {
        self.lock().zone = zone;
    }

    /// The names it was asked for, in order.
    #[must_use]
    pub fn asked(&self) -> Vec<String> {
        self.lock().asked.clone()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().expect("no holder of the lock panics")
    }
}

impl Drop for DnsServer {
    fn drop(&mut self) {
        self.lock().is_over = true;
        // An empty packet wakes the thread, which then sees that it is over.
        let _woken = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|it| it.send_to(&[], self.address));
        if let Some(thread) = self.thread.take() {
            let _ended = thread.join();
        }
    }
}

fn serve(socket: &UdpSocket, state: &Mutex<State>) {
    let mut packet = [0; PACKET_OCTETS_MAX];
    // A failed receive is an ICMP word about an earlier answer whose asker has gone; not ours to end for.
    loop {
        let received = socket.recv_from(&mut packet);
        let mut state = state.lock().expect("no holder of the lock panics");
        if state.is_over {
            return;
        }
        let Ok((size, asker)) = received else { continue };
        let Some(question) = Question::read(&packet[..size]) else { continue };
        let answer = state.zone.look_up(&question.name);
        let is_signed = state.zone.is_signed(&question.name);
        state.asked.push(question.name.to_ascii_lowercase());
        drop(state);
        if let Some(reply) = question.reply(&answer, is_signed) {
            let _asker_gone = socket.send_to(&reply, asker);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_answers_and_ends() {
        let server = DnsServer::start(Zone::new().a("a.test", [127, 0, 0, 1])).unwrap();
        let asker = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let query = b"\xab\xcd\x01\0\0\x01\0\0\0\0\0\0\x01a\x04test\0\0\x01\0\x01";
        asker.send_to(query, server.address()).unwrap();
        let mut reply = [0; 512];
        let size = asker.recv(&mut reply).unwrap();
        assert!(reply[..size].ends_with(&[127, 0, 0, 1]));
        assert_eq!(server.asked(), ["a.test"]);
        drop(server);
    }
}
