//! The zones behind a UDP socket on loopback.

use std::net::{Ipv4Addr, SocketAddr, UdpSocket};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread::JoinHandle;

use hickory_resolver::proto::op::Message;

use super::World;
use crate::KitError;

/// Questions are shorter.
const PACKET_OCTETS_MAX: usize = 4096;

/// A name server on a free loopback port; ends when dropped.
pub struct SignedServer {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
    thread: Option<JoinHandle<()>>,
}

struct State {
    world: World,
    asked: usize,
    is_over: bool,
}

impl SignedServer {
    /// A server that answers from these zones.
    ///
    /// # Errors
    /// When no port is free.
    pub fn start(world: World) -> Result<Self, KitError> {
        let socket =
            UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).map_err(KitError::io("listen on", "127.0.0.1"))?;
        let address = socket.local_addr().map_err(KitError::io("ask for the port of", "127.0.0.1"))?;
        let state = Arc::new(Mutex::new(State { world, asked: 0, is_over: false }));
        let shared = Arc::clone(&state);
        let thread = Some(std::thread::spawn(move || serve(&socket, &shared)));
        Ok(Self { address, state, thread })
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Replaces the zones, as when somebody forges or mends a record in the middle of a test.
    pub fn set(&self, world: World) {
        self.lock().world = world;
    }

    /// How many questions it was asked.
    #[must_use]
    pub fn asked(&self) -> usize {
        self.lock().asked
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no holder of the lock panics")
    }
}

impl Drop for SignedServer {
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
        let Ok(question) = Message::from_vec(&packet[..size]) else { continue };
        state.asked += 1;
        let reply = state.world.answer(&question).and_then(|reply| reply.to_vec().ok());
        drop(state);
        if let Some(reply) = reply {
            let _asker_gone = socket.send_to(&reply, asker);
        }
    }
}
