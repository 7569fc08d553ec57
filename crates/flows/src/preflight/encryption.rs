//! How a way out is encrypted, as its settings say.

use std::net::IpAddr;

use net::smtp_out::{Hop, Protection};
use policy::preflight::Encrypted;

/// Of mail that leaves through this server, or straight to each receiver's.
pub(super) fn encrypted(relay: Option<&Hop>) -> Encrypted {
    let Some(hop) = relay else { return Encrypted::Offered };
    match hop.protection {
        Protection::Tls | Protection::StartTls => Encrypted::Always,
        Protection::Opportunistic => Encrypted::Offered,
        Protection::None if is_this_machine(&hop.host) => Encrypted::Local,
        Protection::None => Encrypted::Never,
    }
}

fn is_this_machine(host: &str) -> bool {
    let host = host.trim_matches(['[', ']']);
    host.eq_ignore_ascii_case("localhost") || host.parse().is_ok_and(|address: IpAddr| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_own_machine_is_known_by_its_names() {
        for own in ["localhost", "LOCALHOST", "127.0.0.1", "127.1.2.3", "::1", "[::1]"] {
            assert!(is_this_machine(own), "{own}");
        }
        for other in ["localhost.example.org", "10.0.0.1", "relay.example.org", ""] {
            assert!(!is_this_machine(other), "{other}");
        }
    }
}
