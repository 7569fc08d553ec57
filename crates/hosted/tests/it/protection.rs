//! What strangers try on a receiving listener, with a client that knows no SMTP.

use net::ServerTls;
use rcgen::{CertifiedKey, generate_simple_self_signed};

use crate::office::{Client, Office};

const HELLO: &str = "EHLO client.example.com\r\n";
const ENVELOPE: &str = "MAIL FROM:<kari@example.com>\r\nRCPT TO:<sak@example.org>\r\n";

#[tokio::test]
async fn a_mail_over_the_limit_is_refused_when_announced_and_when_it_comes() {
    let office = Office::open(|settings| settings.limits.size_octets_max = 70_000).await;
    let said = office.say(&format!("{HELLO}MAIL FROM:<a@b.example> SIZE=70001\r\nQUIT\r\n")).await;
    assert!(said.contains("SIZE 70000\r\n") && said.contains("\r\n552 5.3.4 "), "{said}");
    let large = "x".repeat(900) + "\r\n";
    let body = large.repeat(100);
    let said = office.say(&format!("{HELLO}{ENVELOPE}DATA\r\n{body}.\r\nQUIT\r\n")).await;
    assert!(said.contains("\r\n552 5.3.4 ") && said.contains("\r\n221 "), "{said}");
    assert!(office.taken().is_empty());
}

#[tokio::test]
async fn bare_line_feeds_smuggle_no_second_mail() {
    // CVE-2023-51764 and its kin: an end of data that only one of two servers sees.
    for end in ["\n.\n", "\n.\r\n", "\r\n.\n", "\r.\r", "\r\n.\r"] {
        let office = Office::open(|_| {}).await;
        let inner =
            "MAIL FROM:<boss@example.org>\r\nRCPT TO:<b@example.org>\r\nDATA\r\nSubject: smuggled\r\n\r\nx";
        let said = office
            .say(&format!("{HELLO}{ENVELOPE}DATA\r\nSubject: outer\r\n\r\nx{end}{inner}\r\n.\r\nQUIT\r\n"))
            .await;
        assert_eq!(said.matches("\r\n354 ").count(), 1, "{end:?}: {said}");
        assert!(office.taken().len() <= 1, "{end:?}");
        assert!(office.taken().iter().all(|mail| mail.recipients[0].to_string() == "sak@example.org"));
    }
}

#[tokio::test]
async fn commands_before_the_handshake_are_not_obeyed_behind_it() {
    // CVE-2011-0411: what an attacker wrote in plain text behind STARTTLS.
    let CertifiedKey { cert, signing_key } = generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let (chain, key) = (cert.pem(), signing_key.serialize_pem());
    let tls = ServerTls::from_pem(chain.as_bytes(), key.as_bytes()).unwrap();
    let office = Office::open(|settings| settings.tls = Some(tls)).await;
    let mut client = Client::connect(office.address).await;
    client.send(&format!("{HELLO}STARTTLS\r\n{ENVELOPE}DATA\r\ninjected\r\n.\r\n")).await;
    client.hear("220 2.0.0").await;
    // No handshake follows the injected words: had they been kept, they would be answered now.
    assert_eq!(client.rest_of_bytes().await.iter().filter(|octet| **octet == b'\n').count(), 0);
    assert!(office.taken().is_empty());
}

#[tokio::test]
async fn a_line_without_end_is_refused_and_not_kept() {
    let office = Office::open(|_| {}).await;
    let said = office.say(&format!("EHLO {}\r\nNOOP\r\nQUIT\r\n", "x".repeat(1_000_000))).await;
    let codes: Vec<&str> = said.lines().map(|line| &line[..3]).collect();
    assert_eq!(codes, ["220", "500", "250", "221"], "{said}");
}

#[tokio::test(start_paused = true)]
async fn a_silent_client_and_a_trickling_mail_are_sent_away() {
    let office = Office::open(|_| {}).await;
    let mut silent = Client::connect(office.address).await;
    silent.send(HELLO).await;
    assert!(silent.rest().await.contains("\r\n421 4.4.2 "));
    let mut trickling = Client::connect(office.address).await;
    trickling.send(&format!("{HELLO}{ENVELOPE}DATA\r\nSubject: never ends")).await;
    assert!(trickling.rest().await.contains("421 4.4.2 "));
    assert!(office.taken().is_empty());
}

#[tokio::test]
async fn connections_are_limited_in_all_and_per_address() {
    for per_address in [true, false] {
        let office = Office::open(|settings| {
            let limit = if per_address {
                &mut settings.connections.per_address_max
            } else {
                &mut settings.connections.connections_max
            };
            *limit = 2;
        })
        .await;
        let mut held = Vec::new();
        for _ in 0..2 {
            let mut client = Client::connect(office.address).await;
            client.hear("220").await;
            held.push(client);
        }
        let mut third = Client::connect(office.address).await;
        assert!(third.rest().await.starts_with("421 4.7.0 too many connections"));
        // One that leaves makes room.
        held.pop().unwrap().quit().await;
        held[0].send("NOOP\r\n").await;
        held[0].hear("250").await;
    }
}

#[tokio::test]
async fn lmtp_answers_for_each_recipient_that_was_accepted_and_knows_no_helo() {
    let office = Office::open(|settings| settings.protocol = hosted::mx::Protocol::Lmtp).await;
    let recipients =
        "RCPT TO:<sak@example.org>\r\nRCPT TO:<nobody@example.org>\r\nRCPT TO:<b@example.org>\r\n";
    let said = office
        .say(&format!(
            "EHLO x\r\nLHLO x\r\nMAIL FROM:<a@b.example>\r\n{recipients}DATA\r\nSubject: x\r\n\r\nx\r\n.\r\nQUIT\r\n"
        ))
        .await;
    let finals = said.lines().filter(|line| line.as_bytes().get(3) == Some(&b' '));
    let codes: Vec<&str> = finals.map(|line| &line[..3]).collect();
    // RFC 2033 4.1: EHLO is 500; 4.2: one reply for each RCPT that succeeded.
    assert_eq!(
        codes,
        ["220", "500", "250", "250", "250", "550", "250", "354", "250", "250", "221"],
        "{said}"
    );
    assert_eq!(office.taken().len(), 1);
    assert!(String::from_utf8_lossy(&office.taken()[0].raw).contains(" with LMTP id "));
}
