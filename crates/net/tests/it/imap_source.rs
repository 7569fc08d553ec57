//! Fetching over IMAP.

use std::time::Duration;

use domain::mailbox::AfterImport;
use net::imap_source::{Acknowledged, Idled, ImapSource, Listed};
use net::{Content, Fetched, SourceError};

use crate::peer::{Peer, settings};

/// Greeting and sign-in on a server with these capabilities.
fn signed_in(capabilities: &str, rest: &str) -> String {
    format!(
        "S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] hello
         C: P1 AUTHENTICATE PLAIN AGthcmkAaGVtbWVsaWc=
         S: P1 OK [CAPABILITY IMAP4rev1 {capabilities}] in
         {rest}"
    )
}

/// An open folder of `exists` mails, then `rest`.
fn selected(capabilities: &str, exists: u32, rest: &str) -> String {
    let select = format!(
        "C: P2 SELECT \"INBOX\"
         S: * {exists} EXISTS
         S: * OK [UIDVALIDITY 77] valid
         S: * OK [UIDNEXT 9] next
         S: P2 OK [READ-WRITE] open
         {rest}"
    );
    signed_in(capabilities, &select)
}

async fn open(peer: &Peer) -> ImapSource {
    let mut source = ImapSource::connect(&settings("none"), &peer.net).await.unwrap();
    let selected = source.select().await.unwrap();
    assert_eq!((selected.uid_validity, selected.uid_next, selected.read_only), (77, Some(9), false));
    source
}

async fn fetch(source: &mut ImapSource, uids: &[u32]) -> Vec<Fetched> {
    let mut fetching = source.fetch(uids);
    let mut fetched = Vec::new();
    while let Some(mail) = fetching.next().await.unwrap() {
        fetched.push(mail);
    }
    fetched
}

fn mail(id: u32, text: &str) -> Fetched {
    Fetched { id, content: Content::Mail(text.into()) }
}

#[tokio::test]
async fn new_mails_are_listed_and_those_on_their_way_out_are_told_apart() {
    let peer = Peer::new(&selected(
        "UIDPLUS",
        3,
        "C: P3 UID FETCH 5:* (UID RFC822.SIZE FLAGS INTERNALDATE)
         S: * 3 FETCH (UID 8 RFC822.SIZE 300 FLAGS (\\Seen))
         S: * 1 FETCH (UID 4 RFC822.SIZE 100 FLAGS ())
         S: * 2 FETCH (UID 7 RFC822.SIZE 200 FLAGS (\\Deleted))
         S: P3 OK done",
    ));
    let mut source = open(&peer).await;
    let mail = |uid, size_octets, is_deleted| Listed { uid, size_octets, arrived_at: None, is_deleted };
    assert_eq!(source.new_mails(4).await.unwrap(), [mail(7, 200, true), mail(8, 300, false)]);
    drop(source);
    peer.played().await;
}

#[tokio::test]
async fn an_empty_folder_is_not_asked() {
    let peer = Peer::new(&selected("", 0, ""));
    let mut source = open(&peer).await;
    assert_eq!(source.new_mails(0).await.unwrap(), []);
    drop(source);
    peer.played().await;
}

#[tokio::test]
async fn a_connection_that_breaks_inside_a_mail_leaves_those_before_it_good() {
    let peer = Peer::new(&selected(
        "UIDPLUS",
        3,
        "C: P3 UID FETCH 5:7,9 (UID BODY.PEEK[])
         S: * 1 FETCH (UID 5 BODY[] {3}
         S: a
         S: )
         S: * 1 FETCH (UID 5 FLAGS (\\Seen))
         S: * 3 FETCH (UID 7 BODY[] {300}
         S: half of
         CUT",
    ));
    let mut source = open(&peer).await;
    let mut fetching = source.fetch(&[9, 5, 6, 7]);
    assert_eq!(fetching.next().await.unwrap(), Some(mail(5, "a\r\n")));
    let error = fetching.next().await.unwrap_err();
    assert!(error.is_temporary(), "{error}");
}

#[tokio::test]
async fn one_bad_mail_costs_itself_alone() {
    let peer = Peer::new(&selected(
        "UIDPLUS",
        3,
        "C: P3 UID FETCH 5:8 (UID BODY.PEEK[])
         S: * 1 FETCH (UID 5 BODY[] {3}
         S: a
         S: )
         S: P3 NO [SERVERBUG] mail 6 is damaged
         C: P4 UID FETCH 6 (UID BODY.PEEK[])
         C: P5 UID FETCH 7 (UID BODY.PEEK[])
         C: P6 UID FETCH 8 (UID BODY.PEEK[])
         S: P4 NO damaged
         S: * 3 FETCH (UID 7 BODY[] {3}
         S: b
         S: )
         S: P5 OK done
         S: P6 OK done",
    ));
    let mut source = open(&peer).await;
    let expected = [
        mail(5, "a\r\n"),
        Fetched { id: 6, content: Content::Unreadable("the server says \"damaged\"".into()) },
        mail(7, "b\r\n"),
        Fetched { id: 8, content: Content::Gone },
    ];
    assert_eq!(fetch(&mut source, &[5, 6, 7, 8]).await, expected);
    drop(source);
    peer.played().await;
}

#[tokio::test]
async fn imported_mails_are_expunged_singly_where_the_server_can() {
    let peer = Peer::new(&selected(
        "UIDPLUS",
        3,
        "C: P3 UID STORE 5:6 +FLAGS.SILENT (\\Deleted)
         S: P3 OK
         C: P4 UID EXPUNGE 5:6
         S: * 1 EXPUNGE
         S: * 1 EXPUNGE
         S: P4 OK
         C: P5 UID STORE 7 +FLAGS.SILENT (\\Seen)
         S: P5 OK
         C: P6 LOGOUT
         S: * BYE bye
         S: P6 OK",
    ));
    let mut source = open(&peer).await;
    assert_eq!(source.acknowledge(&[6, 5], AfterImport::Delete).await.unwrap(), Acknowledged::Done);
    assert_eq!(source.acknowledge(&[7], AfterImport::Keep).await.unwrap(), Acknowledged::Done);
    source.logout().await;
    peer.played().await;
}

#[tokio::test]
async fn mails_that_others_marked_are_never_expunged() {
    let peer = Peer::new(&selected(
        "",
        3,
        "C: P3 UID STORE 5 +FLAGS.SILENT (\\Deleted)
         S: P3 OK
         C: P4 UID SEARCH DELETED
         S: * SEARCH 2 5
         S: P4 OK
         C: P5 UID STORE 6 +FLAGS.SILENT (\\Deleted)
         S: P5 OK
         C: P6 UID SEARCH DELETED
         S: * SEARCH 6
         S: P6 OK
         C: P7 EXPUNGE
         S: * 2 EXPUNGE
         S: P7 OK",
    ));
    let mut source = open(&peer).await;
    assert_eq!(source.acknowledge(&[5], AfterImport::Delete).await.unwrap(), Acknowledged::MarkedOnly);
    assert_eq!(source.acknowledge(&[6], AfterImport::Delete).await.unwrap(), Acknowledged::Done);
    drop(source);
    peer.played().await;
}

#[tokio::test]
async fn a_folder_that_is_read_only_says_what_to_do() {
    let peer = Peer::new(&selected(
        "UIDPLUS",
        3,
        "C: P3 UID STORE 5 +FLAGS.SILENT (\\Seen)
         S: P3 NO Read-only.",
    ));
    let mut source = open(&peer).await;
    let error = source.acknowledge(&[5], AfterImport::Keep).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "`mail.example.org:143` refused to mark the imported mails: \"Read-only\"; \
         give the user the right to change the folder, or choose another one"
    );
    drop(source);
    peer.played().await;
}

#[tokio::test]
async fn news_wake_an_idle_session() {
    let peer = Peer::new(&selected(
        "IDLE",
        3,
        "C: P3 IDLE
         S: + idling
         S: * 4 EXISTS
         C: DONE
         S: P3 OK",
    ));
    let mut source = open(&peer).await;
    assert_eq!(source.idle(Duration::from_secs(3600)).await.unwrap(), Idled::News);
    drop(source);
    peer.played().await;
}

#[tokio::test(start_paused = true)]
async fn a_quiet_idle_ends_when_asked_to() {
    let peer = Peer::new(&selected(
        "IDLE",
        3,
        "C: P3 IDLE
         S: + idling
         S: * OK still here
         C: DONE
         S: P3 OK",
    ));
    let mut source = open(&peer).await;
    assert_eq!(source.idle(Duration::from_secs(600)).await.unwrap(), Idled::Quiet);
    drop(source);
    peer.played().await;
}

#[tokio::test]
async fn a_server_that_cannot_push_says_so() {
    let peer = Peer::new(&selected("", 3, ""));
    let mut source = open(&peer).await;
    assert_eq!(source.idle(Duration::from_secs(600)).await.unwrap(), Idled::NotOffered);
    drop(source);
    peer.played().await;
}

#[tokio::test]
async fn a_program_without_a_name_is_introduced() {
    let peer = Peer::new(&signed_in(
        "ID",
        "C: P2 ID (\"name\" \"Posthus\" \"version\" \"0.1.0\")
         S: * ID NIL
         S: P2 OK
         C: P3 SELECT \"INBOX\"
         S: * OK [UIDVALIDITY 1] x
         S: P3 OK [READ-ONLY] open",
    ));
    let mut source = ImapSource::connect(&settings("none"), &peer.net).await.unwrap();
    assert!(source.select().await.unwrap().read_only);
    drop(source);
    peer.played().await;
}

#[tokio::test(start_paused = true)]
async fn a_server_that_falls_silent_is_given_up() {
    let peer = Peer::new(&selected("", 3, "C: P3 UID FETCH 1:* (UID RFC822.SIZE FLAGS INTERNALDATE)"));
    let mut source = open(&peer).await;
    let error = source.new_mails(0).await.unwrap_err();
    assert!(matches!(error, SourceError::Lost { .. }) && error.is_temporary(), "{error}");
}
