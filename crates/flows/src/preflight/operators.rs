//! Whether a server that somebody set is the operator's after all: the installation's relay, or a server on this very host.
//! Without a sign-in such a server takes mail for our address's sake, whoever sends it; so what the operator demands of mail
//! through his own relay is demanded there, too, and nobody gets past it by entering that server as one of his own.

use std::net::IpAddr;

use domain::outbox::TransportKind;
use store::transports::TransportSettings;

use super::dns;
use crate::office::Office;
use crate::outbox::Way;

/// Where servers take mail (RFC 5321 4.5.4.2, RFC 6409 3.1, RFC 8314 3.3), and 2525, where providers offer the same: one
/// server listens at several, so that it is the operator's at each of these.
const PORTS: [u16; 4] = [25, 465, 587, 2525];

/// Whether settings lead there, as far as their server's name tells, or what was found out of it a moment ago, as where its mail
/// was judged. Nobody is asked.
pub(crate) fn are_known(office: &Office, settings: &TransportSettings) -> bool {
    let place = (settings.host.as_str(), settings.port);
    let was_theirs =
        || takes_mail_at(office, place.1) && dns::was_one_of(office, &bare(place.0), &names(office));
    asks_for_nobody(settings) && (is_named(office, place) || was_theirs())
}

/// Whether settings lead there, by their server's name or by an address that it has.
pub(crate) async fn are_theirs(office: &Office, settings: &TransportSettings) -> bool {
    asks_for_nobody(settings) && is_theirs(office, (&settings.host, settings.port)).await
}

/// Whether a way that somebody set leads there.
pub(super) async fn takes(office: &Office, way: &Way) -> bool {
    let (Some(_), Some(hop)) = (&way.of, &way.relay) else { return false };
    let signs_in = hop.credentials.is_some() || way.token_of.is_some() || way.unreadable.is_some();
    !signs_in && is_theirs(office, (&hop.host, hop.port)).await
}

/// Whoever signs in is let through for his own sake, and not for our address's.
fn asks_for_nobody(settings: &TransportSettings) -> bool {
    settings.in_use && settings.kind == TransportKind::Relay && settings.username.is_empty()
}

async fn is_theirs(office: &Office, (host, port): (&str, u16)) -> bool {
    if is_named(office, (host, port)) {
        return true;
    }
    takes_mail_at(office, port) && dns::is_one_of(office, &bare(host), &names(office)).await
}

fn is_named(office: &Office, (host, port): (&str, u16)) -> bool {
    let host = bare(host);
    takes_mail_at(office, port) && (is_here(&host) || names(office).contains(&host))
}

/// Other ports of a host may be another's: of a proxy, or of a program that only tests.
fn takes_mail_at(office: &Office, port: u16) -> bool {
    PORTS.contains(&port) || relay(office).is_some_and(|(_, of_relay)| port == of_relay)
}

/// What the operator's servers are called: his relay, and this host.
fn names(office: &Office) -> Vec<String> {
    let relay = relay(office).map(|(host, _)| host);
    let all = relay.into_iter().chain([office.settings().host_name.as_str()]);
    all.map(bare).filter(|name| !name.is_empty()).collect()
}

fn relay(office: &Office) -> Option<(&str, u16)> {
    let outgoing = &office.settings().outgoing;
    (outgoing.kind == TransportKind::Relay).then_some((outgoing.host.as_str(), outgoing.port))
}

/// A name as everybody writes it: without the root, and an address without its brackets.
fn bare(host: &str) -> String {
    host.trim().trim_matches(['[', ']']).trim_end_matches('.').to_ascii_lowercase()
}

/// Whether a name means this machine, whatever DNS says (RFC 6761 6.3).
fn is_here(host: &str) -> bool {
    host == "localhost" || host.ends_with(".localhost") || host.parse::<IpAddr>().is_ok_and(is_this_machine)
}

/// Whether an address is this machine's own: the loopback, and the one that stands for it (RFC 1122 3.2.1.3).
pub(super) fn is_this_machine(address: IpAddr) -> bool {
    let address = address.to_canonical();
    address.is_loopback() || address.is_unspecified()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_machine_is_known_in_any_spelling() {
        for host in
            ["localhost", "LOCALHOST.", "post.localhost", "127.0.0.1", "127.8.8.8", "[::1]", "0.0.0.0"]
        {
            assert!(is_here(&bare(host)), "{host}");
        }
        for host in ["::ffff:127.0.0.1", "[::]"] {
            assert!(is_here(&bare(host)), "{host}");
        }
        for host in ["smtp.example.org", "192.0.2.7", "localhost.example.org", ""] {
            assert!(!is_here(&bare(host)), "{host}");
        }
    }
}
