//! The machine's network, on loopback.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::time::Duration;

use domain::{Clock, SystemClock};
use futures_util::future::BoxFuture;
use net::{ConnectError, DnsError, Memory, MxAnswer, Network, Reach, Resolver, System, Target, Unreached};
use tokio::net::TcpListener;

/// Knows one name.
struct OneName(&'static str, Vec<IpAddr>);

impl Resolver for OneName {
    fn mx<'a>(&'a self, _domain: &'a str) -> BoxFuture<'a, Result<MxAnswer, DnsError>> {
        Box::pin(async { Ok(MxAnswer::Absent) })
    }

    fn addresses<'a>(&'a self, host: &'a str) -> BoxFuture<'a, Result<Vec<IpAddr>, DnsError>> {
        let known = (host == self.0).then(|| self.1.clone());
        Box::pin(async move { known.ok_or_else(|| DnsError::NoSuchName(host.to_owned())) })
    }
}

fn target(host: &str, port: u16, reach: Reach) -> Target<'_> {
    Target { host, port, reach, within: Duration::from_secs(5), memory: None }
}

#[tokio::test]
async fn addresses_are_tried_in_order_until_one_answers() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    // Nobody listens on the first: on Linux all of 127/8 is this machine.
    let addresses = vec![Ipv4Addr::new(127, 9, 9, 9).into(), Ipv4Addr::LOCALHOST.into()];
    let system = System::new(Arc::new(OneName("mail.example.org", addresses)));
    let connected = system.connect(&target("mail.example.org", port, Reach::Anywhere)).await.unwrap();
    assert_eq!(connected.peer, listener.local_addr().unwrap());
}

#[tokio::test]
async fn an_address_that_refused_is_passed_over_and_a_host_with_no_other_is_not_asked() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let dead = IpAddr::from(Ipv4Addr::new(127, 9, 9, 9));
    let system = System::new(Arc::new(OneName("mail.example.org", vec![dead, Ipv4Addr::LOCALHOST.into()])));
    let (unreached, clock) = (Unreached::default(), SystemClock);
    let remembering = |host, passes_over| Target {
        memory: Some(Memory::new(&unreached, &clock, passes_over)),
        ..target(host, port, Reach::Anywhere)
    };
    let at_dead = std::net::SocketAddr::new(dead, port);
    assert_eq!(unreached.since(at_dead, clock.now()), None);
    let connected = system.connect(&remembering("mail.example.org", true)).await.unwrap();
    assert_eq!(connected.peer, listener.local_addr().unwrap());
    assert!(unreached.since(at_dead, clock.now()).is_some());

    let passed = system.connect(&remembering("127.9.9.9", true)).await.err().unwrap();
    assert!(matches!(passed, ConnectError::PassedOver { .. }) && passed.is_temporary(), "{passed}");
    let asked = system.connect(&remembering("127.9.9.9", false)).await.err().unwrap();
    assert!(matches!(asked, ConnectError::Refused { .. }), "{asked}");
    let unremembered = system.connect(&target("127.9.9.9", port, Reach::Anywhere)).await.err().unwrap();
    assert!(matches!(unremembered, ConnectError::Refused { .. }), "{unremembered}");
}

#[tokio::test]
async fn a_public_name_for_a_private_address_is_refused() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let mapped = Ipv4Addr::LOCALHOST.to_ipv6_mapped();
    for address in [IpAddr::from(Ipv4Addr::LOCALHOST), IpAddr::from(mapped)] {
        let system = System::new(Arc::new(OneName("mail.example.org", vec![address])));
        for host in ["mail.example.org", "localhost", "127.0.0.1", "[::1]", "::ffff:127.0.0.1"] {
            let refused = system.connect(&target(host, port, Reach::PublicOnly)).await.err().unwrap();
            assert!(matches!(refused, ConnectError::NotAllowed { .. }), "{host}: {refused}");
            assert!(!refused.is_temporary());
        }
    }
}

#[tokio::test]
async fn an_unknown_name_and_a_closed_port_say_what_to_do() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let system = System::new(Arc::new(OneName("mail.example.org", vec![Ipv4Addr::LOCALHOST.into()])));
    let refused = system.connect(&target("mail.example.org", port, Reach::Anywhere)).await.err().unwrap();
    let expected = format!(
        "cannot connect to `mail.example.org:{port}`: the connection was refused; check the port, and that the server runs"
    );
    assert_eq!(refused.to_string(), expected);
    let unknown = system.connect(&target("mial.example.org", 993, Reach::Anywhere)).await.err().unwrap();
    assert_eq!(
        unknown.to_string(),
        "cannot connect to `mial.example.org:993`: there is no host or domain called `mial.example.org`; check the spelling"
    );
}
