//! "Test connection", and every way in which it can fail.

use domain::mailbox::Protocol;
use net::imap_source::FolderUse;
use net::probe::{Probe, mailbox};

use crate::peer::{Peer, settings};

async fn probe(peer: &Peer, protocol: Protocol, security: &str) -> Probe {
    let probe = mailbox(protocol, &settings(security), &peer.net).await;
    let shown = probe.transcript.join("\n");
    assert!(!shown.contains("hemmelig") && !shown.contains("aGVtbWVsaWc"), "{shown}");
    probe
}

fn sentence(probe: &Probe) -> String {
    probe.failure.as_ref().unwrap().to_string()
}

#[tokio::test]
async fn a_good_mailbox_shows_its_conversation() {
    let peer = Peer::new(
        "TLS
         S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] hello
         C: P1 AUTHENTICATE PLAIN
         S: +
         C: AGthcmkAaGVtbWVsaWc=
         S: P1 OK in
         C: P2 CAPABILITY
         S: * CAPABILITY IMAP4rev1 IDLE
         S: P2 OK
         C: P3 SELECT \"INBOX\"
         S: * 12 EXISTS
         S: * OK [UIDVALIDITY 3] x
         S: P3 OK open
         C: P4 UID FETCH 1:* (UID RFC822.SIZE FLAGS INTERNALDATE)
         S: * 1 FETCH (UID 4 RFC822.SIZE 10 FLAGS () INTERNALDATE \"17-Jul-1996 02:44:25 -0700\")
         S: P4 OK
         C: P5 LIST \"\" \"*\"
         S: * LIST (\\Sent) \"/\" Sendt
         S: * LIST () \"/\" INBOX
         S: P5 OK
         C: P6 STATUS \"INBOX\" (MESSAGES UNSEEN)
         S: * STATUS INBOX (MESSAGES 12 UNSEEN 5)
         S: P6 OK
         C: P7 STATUS \"Sendt\" (MESSAGES UNSEEN)
         S: P7 NO not now
         C: P8 LOGOUT
         S: * BYE bye
         S: P8 OK",
    );
    let probe = probe(&peer, Protocol::Imap, "tls").await;
    assert!(probe.ok, "{}", sentence(&probe));
    assert_eq!(probe.waiting, Some(12));
    let survey = probe.survey.as_ref().unwrap();
    assert_eq!((survey.unseen, &survey.since[..]), (Some(5), &[0, 0, 0, 0][..]));
    assert_eq!(survey.oldest_at.unwrap().to_rfc3339(), "1996-07-17T09:44:25.000Z");
    let folders: Vec<_> =
        survey.folders.iter().map(|found| (found.name.as_str(), found.messages, found.purpose)).collect();
    assert_eq!(folders, [("INBOX", Some(12), None), ("Sendt", None, Some(FolderUse::Sent))]);
    let beginning = [
        "* connected to 127.0.0.1:143",
        "* TLS 1.3, TLS13_AES_256_GCM_SHA384",
        "S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] hello",
        "C: P1 AUTHENTICATE PLAIN",
        "S: +",
        "C: ****",
        "S: P1 OK in",
    ];
    assert_eq!(probe.transcript[..beginning.len()], beginning);
    peer.played().await;
}

#[tokio::test]
async fn a_password_never_leaves_this_machine_in_plain_text() {
    let peer = Peer::at("192.0.2.1:143", "");
    let probe = probe(&peer, Protocol::Imap, "none").await;
    assert_eq!(
        sentence(&probe),
        "`mail.example.org:143` would get the password in plain text, which is allowed on this machine alone; \
         choose TLS or STARTTLS"
    );
    peer.played().await;
}

#[tokio::test]
async fn starttls_that_is_not_offered_is_not_done_without() {
    for greeting in
        ["S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] hello", "S: * PREAUTH [CAPABILITY STARTTLS] hello"]
    {
        let peer = Peer::at("192.0.2.1:143", greeting);
        let probe = probe(&peer, Protocol::Imap, "starttls").await;
        assert_eq!(
            sentence(&probe),
            "`mail.example.org:143` does not offer STARTTLS on this port; choose TLS, usually port 993"
        );
        peer.played().await;
    }
}

#[tokio::test]
async fn a_wrong_password_says_so_with_the_servers_words() {
    let peer = Peer::new(
        "S: * OK hello
         C: P1 CAPABILITY
         S: * CAPABILITY IMAP4rev1
         S: P1 OK
         C: P2 LOGIN \"kari\" \"hemmelig\"
         S: P2 NO [AUTHENTICATIONFAILED] Unknown user or password hemmelig.",
    );
    let probe = probe(&peer, Protocol::Imap, "none").await;
    assert!(sentence(&probe).starts_with(
        "`mail.example.org:143` refused the sign-in of `kari`: \"Unknown user or password ****\"; "
    ));
    assert!(!probe.failure.as_ref().unwrap().is_temporary());
    assert!(probe.transcript.contains(&"C: P2 LOGIN \"kari\" ****".to_owned()));
    peer.played().await;
}

#[tokio::test]
async fn a_missing_folder_names_those_there_are() {
    let peer = Peer::new(
        "S: * PREAUTH [CAPABILITY IMAP4rev1] hello
         C: P1 SELECT \"INBOX\"
         S: P1 NO [NONEXISTENT] No such mailbox
         C: P2 LIST \"\" \"*\"
         S: * LIST () \"/\" Innboks
         S: * LIST () \"/\" \"St&APg-tte\"
         S: P2 OK
         C: P3 LOGOUT
         S: P3 OK",
    );
    let probe = probe(&peer, Protocol::Imap, "none").await;
    assert_eq!(
        sentence(&probe),
        "`mail.example.org:143` has no folder `INBOX`: \"No such mailbox\"; choose one of: Innboks, Støtte"
    );
    peer.played().await;
}

#[tokio::test]
async fn a_certificate_for_another_name_is_refused() {
    let peer = Peer::new("TLS");
    let mut elsewhere = settings("tls");
    elsewhere.host = "other.example.org".to_owned();
    let probe = mailbox(Protocol::Imap, &elsewhere, &peer.net).await;
    assert_eq!(
        sentence(&probe),
        "cannot connect to `other.example.org:143`: the certificate of `other.example.org` is for another name; \
         use the name that stands in the certificate"
    );
}

#[tokio::test]
async fn the_wrong_protocol_is_recognised() {
    let peer = Peer::new("S: +OK POP3 server ready");
    let probe_imap = probe(&peer, Protocol::Imap, "none").await;
    assert!(sentence(&probe_imap).contains("does not speak IMAP: it said \"+OK POP3 server ready\""));
    let peer = Peer::new("S: * OK IMAP4rev1 ready");
    let probe_pop3 = probe(&peer, Protocol::Pop3, "none").await;
    assert!(sentence(&probe_pop3).contains("does not speak POP3: it said \"* OK IMAP4rev1 ready\""));
}

#[tokio::test(start_paused = true)]
async fn a_port_that_waits_for_tls_is_recognised_by_its_silence() {
    let peer = Peer::new("C: never");
    let probe = probe(&peer, Protocol::Imap, "none").await;
    assert!(sentence(&probe).contains("does not greet; check that port and encryption belong together"));
}

#[tokio::test]
async fn a_server_that_hangs_up_is_tried_again() {
    let peer = Peer::new("S: * OK hello\nC: P1 CAPABILITY\nCUT");
    let probe = probe(&peer, Protocol::Imap, "none").await;
    assert_eq!(
        sentence(&probe),
        "the connection with `mail.example.org:143` failed: the other side closed the connection; it is tried again"
    );
    assert!(probe.failure.as_ref().unwrap().is_temporary());
}
