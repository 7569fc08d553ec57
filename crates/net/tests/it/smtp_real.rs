//! The sender over real sockets and real DNS messages.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;

use domain::{SystemClock, SystemEntropy};
use net::smtp_out::{Sender, Settings};
use net::{ClientTls, HickoryResolver, Net, Reach, System};
use testkit::dns::{DnsServer, Zone};
use testkit::smtp_sink::{Offer, SmtpSink};

use crate::smtp_world::{outcomes, transaction};

fn sender(dns: &DnsServer, port: u16) -> Sender {
    let net = Net {
        network: Arc::new(System::new(Arc::new(HickoryResolver::with_servers(&[dns.address()]).unwrap()))),
        tls: ClientTls::new(b"").unwrap(),
        clock: Arc::new(SystemClock),
        entropy: Arc::new(SystemEntropy),
        reach: Reach::Anywhere,
    };
    let settings = Settings::new("us.example.net");
    Sender::new(net, Settings { direct_reach: Reach::Anywhere, direct_port: port, ..settings })
}

#[tokio::test]
async fn an_exchanger_that_has_ipv6_alone_gets_its_mail() {
    let sink = SmtpSink::offering_at(IpAddr::from(Ipv6Addr::LOCALHOST), Offer::default()).unwrap();
    let zone =
        Zone::new().mx("example.org", 10, "mx.example.org").aaaa("mx.example.org", Ipv6Addr::LOCALHOST);
    let dns = DnsServer::start(zone).unwrap();
    let sender = sender(&dns, sink.port());
    let delivered = sender.deliver_to_domain(&"example.org".into(), &transaction(&["a@example.org"])).await;
    assert_eq!(outcomes(&delivered), ["delivered: 250 2.0.0 taken"]);
    assert_eq!(sink.taken()[0].recipients, ["a@example.org"]);
}

#[tokio::test]
async fn the_other_address_and_then_the_next_exchanger_are_tried_in_order() {
    // Nobody listens at IPv4 nor at the best exchanger; the second one has both kinds of address.
    let sink = SmtpSink::offering_at(IpAddr::from(Ipv6Addr::LOCALHOST), Offer::default()).unwrap();
    let zone = Zone::new()
        .mx("example.org", 20, "second.example.org")
        .mx("example.org", 10, "first.example.org")
        .a("first.example.org", Ipv4Addr::LOCALHOST)
        .a("second.example.org", Ipv4Addr::LOCALHOST)
        .aaaa("second.example.org", Ipv6Addr::LOCALHOST);
    let dns = DnsServer::start(zone).unwrap();
    let sender = sender(&dns, sink.port());
    let delivered = sender.deliver_to_domain(&"example.org".into(), &transaction(&["a@example.org"])).await;
    assert_eq!(outcomes(&delivered), ["delivered: 250 2.0.0 taken"]);
    assert_eq!(delivered.host, "second.example.org");
}

#[tokio::test]
async fn a_null_mx_ends_the_mail_although_the_domain_has_an_address() {
    let sink = SmtpSink::start().unwrap();
    let zone = Zone::new().null_mx("example.org").a("example.org", Ipv4Addr::LOCALHOST);
    let dns = DnsServer::start(zone).unwrap();
    let sender = sender(&dns, sink.port());
    let delivered = sender.deliver_to_domain(&"example.org".into(), &transaction(&["a@example.org"])).await;
    let found = outcomes(&delivered).concat();
    assert!(found.starts_with("impossible: `example.org` says in DNS that it takes no mail"), "{found}");
    assert_eq!(sink.connections(), 0);
}
