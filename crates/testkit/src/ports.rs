//! Ports of the loopback interface that nobody uses.

use std::net::{Ipv4Addr, TcpListener};

use crate::KitError;

/// A port that was free a moment ago, for servers that must be told their port. What can ask for
/// port 0 itself should; between this call and the server's another process may take the port, and
/// starting the server then fails with its own words.
///
/// # Errors
/// When no port is free.
pub fn free_port() -> Result<u16, KitError> {
    free_ports().map(|[port]| port)
}

/// So many that are free at the same time, and none of them twice.
///
/// # Errors
/// When too few are free.
pub fn free_ports<const COUNT: usize>() -> Result<[u16; COUNT], KitError> {
    let mut ports = [0; COUNT];
    let mut held = Vec::with_capacity(COUNT);
    for port in &mut ports {
        let listener =
            TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(KitError::io("listen on", "127.0.0.1"))?;
        *port = listener.local_addr().map_err(KitError::io("ask for the port of", "127.0.0.1"))?.port();
        held.push(listener);
    }
    Ok(ports)
}
