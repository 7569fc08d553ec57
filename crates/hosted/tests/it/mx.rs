//! The receiving listener.

use std::sync::Arc;

use bytes::Bytes;
use domain::mailbox::Security;
use domain::{Envelope, Outcome, SystemClock, SystemEntropy};
use hosted::mx::Protocol;
use net::smtp_out::{Sender, Settings as SenderSettings, Transaction};
use net::{ClientTls, HickoryResolver, Net, Reach, ServerTls, System};
use rcgen::{CertifiedKey, generate_simple_self_signed};

use crate::office::{Client, Office};

const HELLO: &str = "EHLO client.example.com\r\n";
const ENVELOPE: &str = "MAIL FROM:<kari@example.com>\r\nRCPT TO:<sak@example.org>\r\n";

/// The final line of each reply, as `250 554`.
fn codes(said: &str) -> String {
    let finals = said.lines().filter(|line| line.as_bytes().get(3) == Some(&b' '));
    finals.map(|line| &line[..3]).collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn a_pipelined_mail_is_taken_behind_its_trace_fields() {
    let office = Office::open(|_| {}).await;
    let said = office.say(&format!("{HELLO}{ENVELOPE}DATA\r\nSubject: hi\r\n\r\n..\r\n.\r\nQUIT\r\n")).await;
    assert_eq!(codes(&said), "220 250 250 250 354 250 221", "{said}");
    let taken = office.taken();
    let [arrival] = &taken[..] else { panic!("{taken:?}") };
    assert!(said.contains(&format!("250 2.0.0 taken as {}\r\n", arrival.id)), "{said}");
    assert_eq!(arrival.recipients[0].to_string(), "sak@example.org");
    assert_eq!(arrival.return_path.as_ref().unwrap().to_string(), "kari@example.com");
    assert_eq!(arrival.from.helo, "client.example.com");
    let raw = String::from_utf8(arrival.raw.to_vec()).unwrap();
    let fields = format!(
        "Return-Path: <kari@example.com>\r\nReceived: from client.example.com ([127.0.0.1])\r\n\
         \tby mx.example.org with ESMTP id {}\r\n\tfor <sak@example.org>;\r\n\t",
        arrival.id
    );
    assert!(raw.starts_with(&fields), "{raw}");
    assert!(raw.ends_with(" +0000\r\nSubject: hi\r\n\r\n.\r\n"), "{raw}");
}

#[tokio::test]
async fn nothing_is_acknowledged_before_it_is_stored() {
    let office = Office::open(|_| {}).await;
    let permits = office.desk.permits.forget_permits(1000);
    let mut client = Client::connect(office.address).await;
    client.send(&format!("{HELLO}{ENVELOPE}DATA\r\n")).await;
    client.hear("354").await;
    client.send("x\r\n.\r\n").await;
    office.desk.handed_over.acquire().await.unwrap().forget();
    let (said_something, mut client) = client.has_something_to_hear();
    assert!(!said_something, "something was said before the mail was stored");
    office.desk.permits.add_permits(permits);
    client.hear("250 2.0.0 taken").await;
    assert_eq!(office.taken().len(), 1);
}

#[tokio::test]
async fn each_recipient_is_asked_for_and_nothing_is_relayed() {
    let office = Office::open(|_| {}).await;
    let rcpt = |address: &str| format!("RCPT TO:<{address}>\r\n");
    let recipients =
        ["nobody@example.org", "later@example.org", "x@elsewhere.example", "a@example.org", "b@example.org"];
    let envelope = format!("MAIL FROM:<>\r\n{}", recipients.map(rcpt).concat());
    let said = office.say(&format!("{HELLO}{envelope}DATA\r\nx\r\n.\r\nQUIT\r\n")).await;
    assert_eq!(codes(&said), "220 250 250 550 451 550 250 250 354 250 221", "{said}");
    assert_eq!(office.taken()[0].recipients.len(), 2);
    assert_eq!(office.taken()[0].return_path, None);
}

#[tokio::test]
async fn a_mail_that_cannot_be_stored_stays_with_its_sender_and_learns_no_secrets() {
    let office = Office::open(|_| {}).await;
    let mail = |from: &str| {
        format!("MAIL FROM:<{from}@example.com>\r\nRCPT TO:<sak@example.org>\r\nDATA\r\nx\r\n.\r\n")
    };
    let said = office.say(&format!("{HELLO}{}{}QUIT\r\n", mail("full"), mail("bad"))).await;
    assert_eq!(codes(&said), "220 250 250 250 354 451 250 250 354 554 221", "{said}");
    assert!(!said.contains("secret") && said.contains("we do not take this"));
}

#[tokio::test]
async fn a_mail_in_circles_is_refused() {
    let office = Office::open(|_| {}).await;
    let hops = "Received: from x\r\n".repeat(101);
    let said = office.say(&format!("{HELLO}{ENVELOPE}DATA\r\n{hops}\r\n.\r\nQUIT\r\n")).await;
    assert!(said.contains("554 5.4.6"), "{said}");
}

#[tokio::test]
async fn memory_for_mails_is_limited() {
    let office = Office::open(|settings| settings.memory_octets_max = 10 * 1024 * 1024).await;
    let envelope =
        |octets: u32| format!("MAIL FROM:<> SIZE={octets}\r\nRCPT TO:<sak@example.org>\r\nDATA\r\n");
    let mut large = Client::connect(office.address).await;
    large.send(&format!("{HELLO}{}", envelope(10_000_000))).await;
    large.hear("354").await;
    let said = office.say(&format!("{HELLO}{}QUIT\r\n", envelope(1_000_000))).await;
    assert!(said.contains("452 4.3.1"), "{said}");
    large.send("x\r\n.\r\n").await;
    large.hear("250 2.0.0 taken").await;
    let said = office.say(&format!("{HELLO}{}x\r\n.\r\nQUIT\r\n", envelope(1_000_000))).await;
    assert!(said.contains("250 2.0.0 taken"), "{said}");
}

#[tokio::test]
async fn a_stop_lets_a_mail_under_way_come_in_and_sends_idle_clients_away() {
    let office = Office::open(|_| {}).await;
    let mut idle = Client::connect(office.address).await;
    idle.send(HELLO).await;
    idle.hear("250 ").await;
    let mut busy = Client::connect(office.address).await;
    busy.send(&format!("{HELLO}{ENVELOPE}DATA\r\n")).await;
    busy.hear("354").await;
    office.stop.cancel();
    assert_eq!(codes(&idle.rest().await), "421");
    busy.send("x\r\n.\r\n").await;
    let said = busy.rest().await;
    assert_eq!(codes(&said), "250 421", "{said}");
    let taken = office.taken();
    office.running.await.unwrap();
    assert_eq!(taken.len(), 1);
}

#[tokio::test]
async fn too_many_connections_are_told_so() {
    let office = Office::open(|settings| settings.connections.per_address_max = 1).await;
    let mut first = Client::connect(office.address).await;
    first.hear("220").await;
    let mut second = Client::connect(office.address).await;
    assert_eq!(second.rest().await, "421 4.7.0 too many connections, try again later\r\n");
}

#[tokio::test]
async fn a_web_browser_is_sent_away() {
    let office = Office::open(|_| {}).await;
    let said = office.say("POST / HTTP/1.1\r\nHost: x\r\n\r\n").await;
    assert_eq!(codes(&said), "220 521");
}

#[tokio::test]
async fn lmtp_is_spoken_too() {
    let office = Office::open(|settings| settings.protocol = Protocol::Lmtp).await;
    let said = office
        .say(&format!("LHLO x\r\n{ENVELOPE}RCPT TO:<b@example.org>\r\nDATA\r\nx\r\n.\r\nQUIT\r\n"))
        .await;
    assert_eq!(codes(&said), "220 250 250 250 250 354 250 250 221");
}

fn sender(roots_pem: &[u8]) -> Sender {
    let resolver = HickoryResolver::with_servers(&["127.0.0.1:9".parse().unwrap()]).unwrap();
    let net = Net {
        network: Arc::new(System::new(Arc::new(resolver))),
        tls: ClientTls::new(roots_pem).unwrap(),
        clock: Arc::new(SystemClock),
        entropy: Arc::new(SystemEntropy),
        reach: Reach::Anywhere,
    };
    Sender::new(net, SenderSettings::new("us.example.net"))
}

#[tokio::test]
async fn our_sender_delivers_under_tls_what_our_listener_takes() {
    let CertifiedKey { cert, signing_key } = generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let (chain, key) = (cert.pem(), signing_key.serialize_pem());
    let tls = ServerTls::from_pem(chain.as_bytes(), key.as_bytes()).unwrap();
    let office = Office::open(|settings| settings.tls = Some(tls)).await;
    let sender = sender(chain.as_bytes());
    let hop = sender.relay("localhost", office.address.port(), Security::StartTls, None);
    let raw = format!("Subject: large\r\n\r\n{}", ".line\r\nå\r\n".repeat(100_000));
    let recipients = ["sak@example.org", "nobody@example.org"].map(|one| one.parse().unwrap());
    let envelope = Envelope { return_path: None, recipients: recipients.to_vec() };
    let wishes = net::smtp_out::Wishes::default();
    let transaction =
        Transaction { envelope, raw: Bytes::from(raw.clone()), plain: None, confirms: false, wishes };
    for number in 1..=3 {
        let delivered = sender.deliver(&hop, &transaction).await;
        let outcomes: Vec<&Outcome> = delivered.outcomes.iter().map(|(_, outcome)| outcome).collect();
        assert!(matches!(outcomes[..], [Outcome::Delivered(_), Outcome::Refused(_)]), "{outcomes:?}");
        assert_eq!(delivered.tls.unwrap().version, "TLS 1.3");
        assert_eq!(office.taken().len(), number);
    }
    let taken = office.taken();
    assert!(taken.iter().all(|arrival| arrival.raw.ends_with(raw.as_bytes())));
    // One connection for all: the clients' ports are the same.
    assert!(taken.iter().all(|arrival| arrival.from.peer == taken[0].from.peer));
    let fields = String::from_utf8_lossy(&taken[0].raw[..300]).into_owned();
    assert!(fields.contains("with ESMTPS id ") && fields.contains("(TLS 1.3 TLS13_"), "{fields}");
}
