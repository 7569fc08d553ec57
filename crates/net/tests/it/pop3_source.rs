//! Fetching over POP3.

use net::pop3_source::{Listed, Pop3Source};
use net::{Content, Fetched};

use crate::peer::{Peer, settings};

fn signed_in(rest: &str) -> String {
    format!(
        "S: +OK ready
         C: CAPA
         S: +OK
         S: PIPELINING
         S: UIDL
         S: USER
         S: .
         C: USER kari
         S: +OK
         C: PASS hemmelig
         S: +OK in
         {rest}"
    )
}

async fn connect(peer: &Peer) -> Pop3Source {
    Pop3Source::connect(&settings("none"), &peer.net).await.unwrap()
}

#[tokio::test]
async fn mails_are_listed_fetched_and_removed_at_the_end() {
    let peer = Peer::new(&signed_in(
        "C: UIDL
         C: LIST
         S: +OK
         S: 1 aa
         S: 2 bb
         S: .
         S: +OK
         S: 1 120
         S: 2 200
         S: .
         C: RETR 1
         C: RETR 2
         S: +OK
         S: Subject: one
         S:
         S: ..
         S: .
         S: -ERR it is damaged
         C: DELE 1
         S: +OK
         C: QUIT
         S: +OK bye",
    ));
    let mut source = connect(&peer).await;
    let listed = |number, uidl: &str, size_octets| Listed { number, uidl: uidl.into(), size_octets };
    assert_eq!(source.list().await.unwrap(), [listed(1, "aa", 120), listed(2, "bb", 200)]);
    let mut retrieving = source.retrieve(&[1, 2]);
    let one = Fetched { id: 1, content: Content::Mail(b"Subject: one\r\n\r\n.\r\n".to_vec()) };
    let two = Fetched { id: 2, content: Content::Unreadable("the server says \"it is damaged\"".into()) };
    assert_eq!(retrieving.next().await.unwrap(), Some(one));
    assert_eq!(retrieving.next().await.unwrap(), Some(two));
    assert_eq!(retrieving.next().await.unwrap(), None);
    source.delete(&[1]).await.unwrap();
    let transcript = source.quit().await.unwrap();
    assert!(!transcript.to_string().contains("hemmelig"), "{transcript}");
    peer.played().await;
}

#[tokio::test]
async fn a_removal_that_fails_at_the_end_is_an_error() {
    let peer = Peer::new(&signed_in(
        "C: DELE 1
         S: +OK
         C: QUIT
         S: -ERR some deleted messages not removed",
    ));
    let mut source = connect(&peer).await;
    source.delete(&[1]).await.unwrap();
    let failure = source.quit().await.err().unwrap();
    assert!(failure.error.is_temporary());
    assert!(failure.transcript.contains(&"S: -ERR some deleted messages not removed".to_owned()));
    peer.played().await;
}

#[tokio::test]
async fn an_abandoned_session_says_no_quit() {
    let peer = Peer::new(&signed_in("C: DELE 1\nS: +OK"));
    let mut source = connect(&peer).await;
    source.delete(&[1]).await.unwrap();
    source.abandon().await;
    peer.played().await;
}

#[tokio::test]
async fn a_locked_mailbox_is_tried_again() {
    let peer = Peer::new(
        "S: +OK ready
         C: CAPA
         S: -ERR what?
         C: USER kari
         S: +OK
         C: PASS hemmelig
         S: -ERR [IN-USE] Do you have another POP session running?",
    );
    let failure = Pop3Source::connect(&settings("none"), &peer.net).await.err().unwrap();
    assert_eq!(failure.error.code(), "sign_in_later");
    assert!(failure.error.is_temporary());
    peer.played().await;
}

#[tokio::test]
async fn stls_is_demanded_and_capabilities_are_asked_for_again() {
    let peer = Peer::new(
        "S: +OK ready
         C: CAPA
         S: +OK
         S: STLS
         S: .
         C: STLS
         S: +OK go
         TLS
         C: CAPA
         S: +OK
         S: SASL PLAIN
         S: .
         C: AUTH PLAIN
         S: +
         C: AGthcmkAaGVtbWVsaWc=
         S: +OK in",
    );
    let source = Pop3Source::connect(&settings("starttls"), &peer.net).await.unwrap();
    drop(source);
    peer.played().await;
}

#[tokio::test]
async fn a_server_without_unique_ids_is_refused() {
    let peer = Peer::new(&signed_in(
        "C: UIDL
         C: LIST
         S: -ERR what?
         S: +OK
         S: .",
    ));
    let mut source = connect(&peer).await;
    let error = source.list().await.unwrap_err();
    assert!(error.to_string().ends_with("fetch this mailbox over IMAP"), "{error}");
    drop(source);
    peer.played().await;
}
