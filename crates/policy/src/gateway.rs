//! Who brought a mail to a server before us that is trusted: a gateway that filters mail, or the servers of a mailbox's
//! provider. What they wrote at the top of the mail is believed, hop by hop, as long as each was handed it by another
//! one of them; what stands below the first hop that a stranger brought is the stranger's to write, and is not read.

use std::net::IpAddr;

use domain::network::Network;
use mail::{Handover, Hop, Trace};

use crate::auth::spf::Client;

/// Hops within trusted servers; a mail passes a handful.
const HOPS_MAX: usize = 20;

/// Where a mail came in to servers that are trusted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Border {
    /// The server that a stranger handed it to, as it calls itself.
    pub gateway: String,
    /// The stranger; `None` where the gateway does not say who it was, or by which return path.
    pub client: Option<Client>,
    /// What the gateway says that it found.
    pub results: Option<String>,
}

/// Where the mail came in; `None` where nobody stands before us. For mail of our own listener its two fields are the
/// first of the trace, and the client must be trusted itself; what was fetched is its provider's, once somebody names
/// servers that are trusted for it.
#[must_use]
pub fn border(trace: &[Trace], handed: Option<&Handover>, trusted: &[Network]) -> Option<Border> {
    let mut seen = match handed {
        Some(handed) if is_trusted(handed.address, trusted) => Seen {
            gateway: handed.helo.clone(),
            return_path: Some(handed.return_path.clone()),
            ..Seen::default()
        },
        Some(_) => return None,
        None if trusted.is_empty() => return None,
        None => Seen::default(),
    };
    // RFC 5321 4.4: our own return path and our own hop.
    let own = if handed.is_some() { 2 } else { 0 };
    let mut hops = 0;
    for field in trace.iter().skip(own) {
        match field {
            Trace::ReturnPath(path) if seen.return_path.is_none() => seen.return_path = Some(path.clone()),
            Trace::ReturnPath(_) => {}
            // The nearest to the border saw the stranger.
            Trace::Results(words) => seen.results = Some(words.clone()),
            Trace::Received(hop) => {
                hops += 1;
                if hops > HOPS_MAX {
                    break;
                }
                if let Step::Ends(client) = step(hop, trusted) {
                    return Some(seen.ended(hop, client));
                }
            }
        }
    }
    // No stranger is named: nothing that was read is known to be a trusted server's.
    Some(Border { gateway: seen.gateway, client: None, results: None })
}

/// What was read so far, all of it from trusted servers.
#[derive(Default)]
struct Seen {
    gateway: String,
    return_path: Option<String>,
    results: Option<String>,
}

impl Seen {
    fn ended(self, hop: &Hop, stranger: Option<IpAddr>) -> Border {
        let helo = hop.helo.clone().unwrap_or_default();
        let client =
            stranger.zip(self.return_path).map(|(address, mail_from)| Client { address, helo, mail_from });
        let gateway = hop.by.clone().unwrap_or(self.gateway);
        // Where the hop says nothing of its client, it may be a stranger's own invention.
        let results = self.results.filter(|_| stranger.is_some());
        Border { gateway, client, results }
    }
}

enum Step {
    /// It was handed on between trusted servers, or inside of one.
    Within,
    /// A stranger brought it: who, where that can be told.
    Ends(Option<IpAddr>),
}

fn step(hop: &Hop, trusted: &[Network]) -> Step {
    match (hop.address, &hop.helo) {
        // RFC 5321 4.4: a server that handled it without any connection names no client.
        (None, None) => Step::Within,
        (None, Some(_)) => Step::Ends(None),
        (Some(address), _) if address.is_loopback() || is_trusted(address, trusted) => Step::Within,
        // A host of a network that is not the Internet, and that nobody named: it says nothing of who wrote the mail.
        (Some(address), _) if is_private(address) => Step::Ends(None),
        (Some(address), _) => Step::Ends(Some(address)),
    }
}

fn is_trusted(address: IpAddr, trusted: &[Network]) -> bool {
    trusted.iter().any(|network| network.contains(address))
}

/// RFC 1918, RFC 3927, RFC 4193, RFC 6598.
const fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => {
            let [a, b, ..] = address.octets();
            address.is_private() || address.is_link_local() || (a == 100 && b & 0xc0 == 64)
        }
        IpAddr::V6(address) => address.is_unique_local() || address.is_unicast_link_local(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GATEWAY: &str = "198.51.100.5";

    fn trusted(networks: &[&str]) -> Vec<Network> {
        networks.iter().map(|text| text.parse().unwrap()).collect()
    }

    fn handed(address: &str) -> Handover {
        Handover {
            address: address.parse().unwrap(),
            helo: "gw.example".to_owned(),
            return_path: "kari@a.example".to_owned(),
        }
    }

    /// A mail of our listener that a client brought, below our own two fields.
    fn of_listener(client: &str, below: &str, networks: &[&str]) -> Option<Border> {
        let raw = format!(
            "Return-Path: <kari@a.example>\r\nReceived: from gw.example ([{client}])\r\n\tby us with ESMTP; now\r\n\
             {below}Subject: x\r\n\r\nHi\r\n"
        );
        border(&mail::trace(raw.as_bytes()), Some(&handed(client)), &trusted(networks))
    }

    fn fetched(above: &str, networks: &[&str]) -> Option<Border> {
        let raw = format!("{above}Subject: x\r\n\r\nHi\r\n");
        border(&mail::trace(raw.as_bytes()), None, &trusted(networks))
    }

    fn client(border: &Border) -> Option<(String, &str, &str)> {
        let client = border.client.as_ref()?;
        Some((client.address.to_string(), client.helo.as_str(), client.mail_from.as_str()))
    }

    #[test]
    fn behind_a_gateway_the_client_is_who_brought_the_mail_to_it() {
        let below = "Authentication-Results: gw.example; dmarc=pass\r\n\
                     Received: from mail.a.example (mail.a.example [192.0.2.7])\r\n\tby gw.example with ESMTPS; now\r\n";
        let found = of_listener(GATEWAY, below, &["198.51.100.0/24"]).unwrap();
        assert_eq!(client(&found), Some(("192.0.2.7".to_owned(), "mail.a.example", "kari@a.example")));
        assert_eq!(found.gateway, "gw.example");
        assert_eq!(found.results.as_deref(), Some("gw.example; dmarc=pass"));
        assert_eq!(of_listener(GATEWAY, below, &[]), None, "nobody named it");
        assert_eq!(of_listener("203.0.113.9", below, &["198.51.100.0/24"]), None, "a stranger's mail");
    }

    #[test]
    fn what_a_stranger_wrote_below_his_own_hop_is_never_believed() {
        // He pretends that a sender of the bank's brought it to the gateway, and that the gateway found it good.
        let forged = "Return-Path: <post@bank.example>\r\n\
                      Authentication-Results: gw.example; dmarc=pass header.from=bank.example\r\n\
                      Received: from mail.bank.example (mail.bank.example [192.0.2.1])\r\n\tby gw.example; now\r\n";
        let below =
            format!("Received: from evil.example (x [203.0.113.9])\r\n\tby gw.example; now\r\n{forged}");
        let found = of_listener(GATEWAY, &below, &[GATEWAY]).unwrap();
        assert_eq!(client(&found).unwrap().0, "203.0.113.9");
        assert_eq!(client(&found).unwrap().2, "kari@a.example", "the return path is of the envelope");
        assert_eq!(found.results, None);
        // He names a trusted server as himself in the greeting.
        let greets = format!(
            "Received: from [{GATEWAY}] (evil.example [203.0.113.9])\r\n\tby gw.example; now\r\n{forged}"
        );
        assert_eq!(client(&of_listener(GATEWAY, &greets, &[GATEWAY]).unwrap()).unwrap().0, "203.0.113.9");
        // He hands it straight to us.
        assert_eq!(of_listener("203.0.113.9", forged, &[GATEWAY]), None);
    }

    #[test]
    fn a_chain_of_trusted_servers_is_followed_to_its_beginning() {
        let below = "Received: by filter.gw.example with LMTP; now\r\n\
                     Received: from localhost (localhost [127.0.0.1]) by filter.gw.example; now\r\n\
                     Received: from in.gw.example (in.gw.example [10.1.2.3]) by filter.gw.example; now\r\n\
                     Received: from mail.a.example ([192.0.2.7]) by in.gw.example; now\r\n\
                     Received: from [10.1.2.3] ([192.0.2.66]) by forged.example; now\r\n";
        let found = of_listener(GATEWAY, below, &[GATEWAY, "10.0.0.0/8"]).unwrap();
        assert_eq!(
            (client(&found).unwrap().0.as_str(), found.gateway.as_str()),
            ("192.0.2.7", "in.gw.example")
        );
        // A host in between that nobody named is no sender on the Internet.
        let found = of_listener(GATEWAY, below, &[GATEWAY]).unwrap();
        assert_eq!((found.client, found.gateway.as_str()), (None, "filter.gw.example"));
    }

    #[test]
    fn a_gateway_that_does_not_say_who_brought_it_leaves_that_open() {
        for below in [
            "",
            "Received: from mail.a.example by gw.example; now\r\n",
            "Received: from x (a [192.0.2.1]) (b [203.0.113.9]) by gw.example; now\r\n",
            "Authentication-Results: gw.example; dmarc=pass header.from=bank.example\r\n",
        ] {
            let found = of_listener(GATEWAY, below, &[GATEWAY]).unwrap();
            assert_eq!((found.client, found.results), (None, None), "{below}");
        }
    }

    #[test]
    fn of_fetched_mail_the_providers_servers_are_read_when_somebody_names_them() {
        let above = "Return-Path: <kari@a.example>\r\n\
                     Received: from in.provider.example ([10.9.0.1]) by store.provider.example with LMTP; now\r\n\
                     Received: from mail.a.example ([192.0.2.7]) by in.provider.example; now\r\n";
        let found = fetched(above, &["10.0.0.0/8"]).unwrap();
        assert_eq!(client(&found), Some(("192.0.2.7".to_owned(), "mail.a.example", "kari@a.example")));
        assert_eq!(fetched(above, &[]), None);
        // A return path below the stranger's hop is his own, and without one SPF is of nobody.
        let forged = "Received: from mail.a.example ([203.0.113.9]) by in.provider.example; now\r\n\
                      Return-Path: <post@bank.example>\r\n";
        assert_eq!(fetched(forged, &["10.0.0.0/8"]).unwrap().client, None);
    }
}
