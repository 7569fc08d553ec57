//! The sending core against scripted servers.
//!
//! A script is a conversation: lines `S:` are fed to the client, lines `C:` are what it must have
//! said before the next `S:`, no more and no less.

use bytes::Bytes;
use domain::{Envelope, Outcome, Secret, Timestamp};
use wire::Core;
use wire::sasl::Credentials;
use wire::smtp::client::{Channel, Client, Event, Failure, Settings, StartTls, Timeouts};
use wire::smtp::{Step, Transaction};

pub(super) const START: Timestamp = Timestamp::from_millis(1_767_600_000_000);

pub(super) fn settings() -> Settings {
    Settings {
        helo_name: "us.example.net".into(),
        channel: Channel::Open,
        starttls: StartTls::Never,
        credentials: None,
        nonce: "nonce".into(),
        timeouts: Timeouts::default(),
    }
}

fn with_password(channel: Channel) -> Settings {
    let credentials = Some(Credentials::password("kari", Secret::new("hemmelig")));
    Settings { channel, credentials, ..settings() }
}

pub(super) fn transaction(recipients: &[&str], raw: &str) -> Transaction {
    Transaction {
        envelope: Envelope {
            return_path: Some("sak@example.net".parse().unwrap()),
            recipients: recipients.iter().map(|one| one.parse().unwrap()).collect(),
        },
        raw: Bytes::copy_from_slice(raw.as_bytes()),
        plain: None,
        confirms: false,
        wishes: wire::smtp::Wishes::default(),
    }
}

struct Talk {
    client: Client,
    trace: Vec<String>,
}

impl Talk {
    fn new(settings: Settings) -> Self {
        Self { client: Client::new(settings, START), trace: Vec::new() }
    }

    fn run(&mut self, script: &str) -> Vec<Event> {
        let mut events = Vec::new();
        let mut expected = String::new();
        for line in script.lines().map(str::trim_start).filter(|line| !line.is_empty()) {
            if let Some(said) = line.strip_prefix("C:") {
                expected.push_str(said.strip_prefix(' ').unwrap_or(said));
                expected.push_str("\r\n");
                continue;
            }
            assert_eq!(self.said(), std::mem::take(&mut expected), "before {line:?}");
            let heard = line.strip_prefix("S: ").unwrap_or_else(|| panic!("{line:?}"));
            for octet in format!("{heard}\r\n").bytes() {
                self.client.input(&[octet], START);
            }
            events.extend(self.events());
        }
        assert_eq!(self.said(), expected, "at the end");
        events.extend(self.events());
        events
    }

    fn said(&mut self) -> String {
        let mut said = Vec::new();
        while let Some(bytes) = self.client.poll_output(START) {
            said.extend_from_slice(&bytes);
        }
        String::from_utf8(said).unwrap()
    }

    fn events(&mut self) -> Vec<Event> {
        while let Some(line) = self.client.poll_trace() {
            self.trace.push(format!("{}: {}", line.side.letter(), line.text));
        }
        std::iter::from_fn(|| self.client.poll_event()).collect()
    }

    /// Up to `Ready`, with these extensions.
    fn ready(extensions: &str) -> Self {
        let mut talk = Self::new(settings());
        let lines: String = extensions.split(' ').map(|one| format!("S: 250-{one}\n")).collect();
        let lines = lines.replace('_', " ");
        let script = format!("S: 220 hi\nC: EHLO us.example.net\nS: 250-mx\n{lines}S: 250 HELP");
        assert_eq!(talk.run(&script), [Event::Ready]);
        talk
    }

    fn send(&mut self, recipients: &[&str], script: &str) -> Vec<String> {
        self.send_mail(transaction(recipients, "Subject: x\r\n\r\n.a\r\n"), script)
    }

    fn send_mail(&mut self, transaction: Transaction, script: &str) -> Vec<String> {
        self.client.begin(transaction, START);
        shown(self.run(script))
    }
}

/// Outcomes and failures as texts.
fn shown(events: Vec<Event>) -> Vec<String> {
    let mut texts = Vec::new();
    for event in events {
        match event {
            Event::Completed(outcomes) => texts.extend(outcomes.iter().map(outcome)),
            Event::Failed(failure) => texts.push(format!("failed: {failure}")),
            Event::Ready | Event::StartTls | Event::Closed => texts.push(format!("{event:?}")),
        }
    }
    texts
}

fn outcome(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Delivered(reply) => format!("delivered: {reply}"),
        Outcome::Deferred(reply) => format!("deferred: {reply}"),
        Outcome::Refused(reply) => format!("refused: {reply}"),
        Outcome::Unreachable(sentence) => format!("unreachable: {sentence}"),
        Outcome::Impossible(sentence) => format!("impossible: {sentence}"),
    }
}

#[test]
fn a_pipelined_envelope_travels_in_one_piece() {
    let mut talk = Talk::ready("PIPELINING SIZE_1000 8BITMIME");
    let found = talk.send(
        &["a@example.org", "b@example.org"],
        "C: MAIL FROM:<sak@example.net> SIZE=18
         C: RCPT TO:<a@example.org>
         C: RCPT TO:<b@example.org>
         C: DATA
         S: 250 2.1.0 ok
         S: 250 2.1.5 ok
         S: 550-5.1.1 no
         S: 550 5.1.1 such user
         S: 354 go
         C: Subject: x
         C:
         C: ..a
         C: .
         S: 250 2.0.0 queued as 7",
    );
    assert_eq!(found, ["delivered: 250 2.0.0 queued as 7", "refused: 550 5.1.1 no such user"]);
    assert!(talk.client.is_ready());
}

#[test]
fn without_pipelining_each_command_waits() {
    let mut talk = Talk::ready("SIZE");
    let found = talk.send(
        &["a@example.org"],
        "C: MAIL FROM:<sak@example.net> SIZE=18
         S: 250 ok
         C: RCPT TO:<a@example.org>
         S: 251 will forward
         C: DATA
         S: 354 go
         C: Subject: x
         C:
         C: ..a
         C: .
         S: 451 4.3.0 later",
    );
    assert_eq!(found, ["deferred: 451 4.3.0 later"]);
}

#[test]
fn a_refused_sender_decides_for_all_recipients() {
    let script = "C: MAIL FROM:<sak@example.net>
         C: RCPT TO:<a@example.org>
         C: RCPT TO:<b@example.org>
         C: DATA
         S: 550 5.7.1 we do not like you
         S: 503 no MAIL
         S: 503 no MAIL
         S: 503 no RCPT";
    let mut talk = Talk::ready("PIPELINING");
    let found = talk.send(&["a@example.org", "b@example.org"], script);
    assert_eq!(found, ["refused: 550 5.7.1 we do not like you", "refused: 550 5.7.1 we do not like you"]);
    let mut talk = Talk::ready("HELP");
    let found = talk.send(&["a@example.org"], "C: MAIL FROM:<sak@example.net>\nS: 451 not now");
    assert_eq!(found, ["deferred: 451 not now"]);
}

#[test]
fn the_next_mail_begins_with_a_reset_when_the_last_was_not_ended() {
    let mut talk = Talk::ready("PIPELINING");
    let found = talk.send(
        &["a@example.org"],
        "C: MAIL FROM:<sak@example.net>
         C: RCPT TO:<a@example.org>
         C: DATA
         S: 250 ok
         S: 450 4.2.0 greylisted
         S: 554 no valid recipients",
    );
    assert_eq!(found, ["deferred: 450 4.2.0 greylisted"]);
    let found = talk.send(
        &["b@example.org"],
        "C: RSET
         C: MAIL FROM:<sak@example.net>
         C: RCPT TO:<b@example.org>
         C: DATA
         S: 250 flushed
         S: 250 ok
         S: 250 ok
         S: 354 go
         C: Subject: x
         C:
         C: ..a
         C: .
         S: 250 ok",
    );
    assert_eq!(found, ["delivered: 250 ok"]);
    talk.client.quit(START);
    assert_eq!(talk.run("C: QUIT\nS: 221 bye"), [Event::Closed]);
}

#[test]
fn a_server_that_wants_the_mail_of_nobody_gets_an_empty_one() {
    let mut talk = Talk::ready("PIPELINING");
    let found = talk.send(
        &["a@example.org"],
        "C: MAIL FROM:<sak@example.net>
         C: RCPT TO:<a@example.org>
         C: DATA
         S: 250 ok
         S: 550 5.1.1 unknown
         S: 354 go
         C: .
         S: 250 ok, I think",
    );
    assert_eq!(found, ["refused: 550 5.1.1 unknown"]);
}

/// What two recipients are answered comes to.
fn answered(first: &str, second: &str) -> Vec<String> {
    let mut talk = Talk::ready("PIPELINING");
    let end = if first.starts_with("250") { "S: 451 4.7.1 busy" } else { "S: 554 no valid recipients" };
    let script = format!(
        "C: MAIL FROM:<sak@example.net>
         C: RCPT TO:<a@example.org>
         C: RCPT TO:<b@example.org>
         C: DATA
         S: 250 ok
         S: {first}
         S: {second}
         {end}"
    );
    talk.send(&["a@example.org", "b@example.org"], &script)
}

#[test]
fn recipients_behind_as_many_as_a_server_takes_go_in_another_transaction() {
    for words in [
        "550 5.5.3 Too many recipients, split your message",
        "553 5.5.3 too many",
        "554 5.5.3 too many",
        "555 5.5.3 too many",
        "552 too many recipients",
    ] {
        assert_eq!(answered("250 ok", words)[1], format!("deferred: {words}"));
        // Where nobody is accepted, another transaction would hear the same.
        assert_eq!(answered(words, words)[1], format!("refused: {words}"));
    }
    for words in ["550 5.1.1 unknown", "552 5.2.2 full", "550 too many recipients", "551 5.5.3 odd"] {
        assert_eq!(answered("250 ok", words)[1], format!("refused: {words}"));
    }
}

#[test]
fn a_refused_data_decides_for_the_accepted_recipients() {
    let mut talk = Talk::ready("PIPELINING");
    let found = talk.send(
        &["a@example.org", "b@example.org"],
        "C: MAIL FROM:<sak@example.net>
         C: RCPT TO:<a@example.org>
         C: RCPT TO:<b@example.org>
         C: DATA
         S: 250 ok
         S: 250 ok
         S: 552 5.5.3 too many recipients
         S: 451 4.7.1 busy",
    );
    // RFC 5321 4.5.3.1.10: 552 to a further recipient is temporary.
    assert_eq!(found, ["deferred: 451 4.7.1 busy", "deferred: 552 5.5.3 too many recipients"]);
}

#[test]
fn an_old_server_is_spoken_to_with_helo() {
    let mut talk = Talk::new(settings());
    let script = "S: 220 old
                  C: EHLO us.example.net
                  S: 502 what
                  C: HELO us.example.net
                  S: 250 old";
    assert_eq!(talk.run(script), [Event::Ready]);
}

#[test]
fn a_server_that_does_not_want_us_is_a_failure() {
    let failure = |settings, script: &str| shown(Talk::new(settings).run(script)).concat();
    assert_eq!(
        failure(settings(), "S: 554 5.7.1 go away"),
        "failed: the server refused our connection: 554 5.7.1 go away"
    );
    assert_eq!(failure(settings(), "S: 421 busy"), "failed: the server closed the conversation: 421 busy");
    assert!(failure(settings(), "S: SSH-2.0-OpenSSH").contains("is it an SMTP server"));
    assert!(failure(settings(), "S: 220 hi\nC: EHLO us.example.net\nS: 451 later").contains("refused EHLO"));
}

#[test]
fn starttls_forgets_what_was_said_in_plain_text() {
    let mut talk = Talk::new(Settings { starttls: StartTls::Required, ..settings() });
    talk.client.input(b"220 hi\r\n", START);
    talk.client.input(b"250-mx\r\n250-PIPELINING\r\n250 STARTTLS\r\n", START);
    assert_eq!(talk.said(), "EHLO us.example.net\r\nSTARTTLS\r\n");
    talk.client.input(b"220 go\r\n250-evil\r\n250 AUTH PLAIN\r\n", START);
    assert_eq!(talk.events(), [Event::StartTls]);
    talk.client.tls_established(START);
    assert_eq!(talk.run("C: EHLO us.example.net\nS: 250 mx"), [Event::Ready]);
    assert_eq!(talk.client.extensions(), &wire::smtp::Extensions::default());
}

#[test]
fn tls_is_demanded_or_welcome() {
    let script = "S: 220 hi
                  C: EHLO us.example.net
                  S: 250 mx";
    let mut talk = Talk::new(Settings { starttls: StartTls::Required, ..settings() });
    assert_eq!(talk.run(script), [Event::Failed(Failure::TlsNotOffered)]);
    let mut talk = Talk::new(Settings { starttls: StartTls::IfOffered, ..settings() });
    assert_eq!(talk.run(script), [Event::Ready]);
    let refused = "S: 220 hi
                   C: EHLO us.example.net
                   S: 250-mx
                   S: 250 STARTTLS
                   C: STARTTLS
                   S: 454 4.7.0 no certificate";
    let mut talk = Talk::new(Settings { starttls: StartTls::IfOffered, ..settings() });
    assert_eq!(talk.run(refused), [Event::Ready]);
    let mut talk = Talk::new(Settings { starttls: StartTls::Required, ..settings() });
    assert!(matches!(talk.run(refused)[..], [Event::Failed(Failure::Refused { step: Step::StartTls, .. })]));
}

#[test]
fn a_password_is_sent_under_tls_alone_and_never_shown() {
    let script = "S: 220 hi
                  C: EHLO us.example.net
                  S: 250-mx
                  S: 250 AUTH PLAIN LOGIN
                  C: AUTH PLAIN AGthcmkAaGVtbWVsaWc=
                  S: 235 2.7.0 welcome";
    for channel in [Channel::Tls, Channel::Loopback] {
        let mut talk = Talk::new(with_password(channel));
        assert_eq!(talk.run(script), [Event::Ready]);
        assert!(talk.trace.contains(&"C: AUTH PLAIN ****".to_owned()));
        assert!(!talk.trace.concat().contains("AGthcmk"));
    }
    let open = "S: 220 hi
                C: EHLO us.example.net
                S: 250-mx
                S: 250 AUTH PLAIN";
    assert_eq!(
        Talk::new(with_password(Channel::Open)).run(open),
        [Event::Failed(Failure::SignInUnprotected)]
    );
}

#[test]
fn sign_in_by_login_answers_two_questions() {
    let opening = "S: 220 hi
                   C: EHLO us.example.net
                   S: 250-mx
                   S: 250 AUTH LOGIN
                   C: AUTH LOGIN
                   S: 334 VXNlcm5hbWU6
                   C: a2FyaQ==
                   S: 334 UGFzc3dvcmQ6
                   C: aGVtbWVsaWc=\n";
    let mut talk = Talk::new(with_password(Channel::Tls));
    assert_eq!(talk.run(&format!("{opening}S: 235 ok")), [Event::Ready]);
    assert!(!talk.trace.concat().contains("aGVtbWVsaWc"));
    let found = Talk::new(with_password(Channel::Tls)).run(&format!("{opening}S: 535 5.7.8 no"));
    assert!(matches!(found[..], [Event::Failed(Failure::Refused { step: Step::SignIn, .. })]));
    let endless = format!("{opening}S: 334 VXNlcm5hbWU6");
    assert!(matches!(
        Talk::new(with_password(Channel::Tls)).run(&endless)[..],
        [Event::Failed(Failure::SignIn(_))]
    ));
    let nothing = "S: 220 hi\nC: EHLO us.example.net\nS: 250 mx";
    assert_eq!(
        Talk::new(with_password(Channel::Tls)).run(nothing),
        [Event::Failed(Failure::SignInNotOffered)]
    );
}

/// A talk with a token of so many octets, up to the server's list of extensions.
fn with_token(octets: usize) -> (Talk, String) {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    let token = "t".repeat(octets);
    let response = STANDARD.encode(format!("user=kari\u{1}auth=Bearer {token}\u{1}\u{1}"));
    let credentials = Some(Credentials::token("kari", Secret::new(token)));
    (Talk::new(Settings { channel: Channel::Tls, credentials, ..settings() }), response)
}

#[test]
fn a_token_goes_with_the_command_where_its_line_holds_it_and_behind_an_empty_question_else() {
    let opening = "S: 220 hi\nC: EHLO us.example.net\nS: 250-mx\nS: 250 AUTH XOAUTH2\n";
    // RFC 5321 4.5.3.1.4: 512 octets, of which `AUTH XOAUTH2 ` and the line end have 15; base64 is 496 of them at most.
    let (mut talk, response) = with_token(496 / 4 * 3 - "user=kari auth=Bearer   ".len());
    assert_eq!(response.len(), 496);
    assert_eq!(
        talk.run(&format!("{opening}C: AUTH XOAUTH2 {response}\nS: 235 2.7.0 welcome")),
        [Event::Ready]
    );
    for (octets, question) in [(350, "334 "), (2_000, "334 "), (2_000, "334")] {
        let (mut talk, response) = with_token(octets);
        let asked = format!("{opening}C: AUTH XOAUTH2\nS: {question}\nC: {response}\n");
        assert_eq!(talk.run(&format!("{asked}S: 235 2.7.0 welcome")), [Event::Ready], "{octets}");
        let trace = talk.trace.concat();
        assert!(trace.contains("C: AUTH XOAUTH2") && !trace.contains(&response), "{octets}");
        // What comes behind the token is the provider's error, which is answered with nothing.
        let (mut talk, _) = with_token(octets);
        let refused =
            format!("{asked}S: 334 eyJzdGF0dXMiOiI0MDEifQ==\nC:\nS: 535 5.7.3 Authentication unsuccessful");
        let found = talk.run(&refused);
        assert!(
            matches!(found[..], [Event::Failed(Failure::Refused { step: Step::SignIn, .. })]),
            "{found:?}"
        );
    }
    // RFC 4954 4: a response has 12,288 octets at most.
    let (mut talk, _) = with_token(10_000);
    let found = talk.run(&format!("{opening}C: AUTH XOAUTH2\nS: 334 "));
    assert_eq!(found, [Event::Failed(Failure::SignIn(wire::sasl::SaslError::TooLong))]);
}

#[test]
fn a_mail_that_is_too_large_is_not_begun() {
    let mut talk = Talk::ready("SIZE_10");
    let found = talk.send(&["a@example.org"], "");
    let expected = "impossible: the mail is too large for this server: it has 18 octets, and the server \
        takes at most 10 octets; send it with smaller files";
    assert_eq!(found, [expected]);
    assert!(talk.client.is_ready());
}

#[test]
fn addresses_beyond_ascii_need_smtputf8() {
    let mut talk = Talk::ready("PIPELINING");
    let found = talk.send(
        &["åse@example.org", "b@example.org"],
        "C: MAIL FROM:<sak@example.net>
         C: RCPT TO:<b@example.org>
         C: DATA
         S: 250 ok
         S: 550 no
         S: 503 no",
    );
    assert!(
        found[0].starts_with("impossible: the recipient's address has letters beyond ASCII"),
        "{found:?}"
    );
    assert_eq!(found[1], "refused: 550 no");
    // So does a header with them, where there is no other form of the mail.
    let mut talk = Talk::ready("PIPELINING 8BITMIME");
    let found = talk.send_mail(transaction(&["b@example.org"], "From: åse@example.net\r\n\r\n"), "");
    assert!(found[0].starts_with("impossible: the sender's address has letters beyond ASCII"), "{found:?}");
    assert!(talk.client.is_ready());
    let mut talk = Talk::ready("SMTPUTF8 8BITMIME");
    talk.client.begin(transaction(&["b@example.org"], "Subject: å\r\n\r\n"), START);
    assert_eq!(talk.said(), "MAIL FROM:<sak@example.net> BODY=8BITMIME SMTPUTF8\r\n");
}

#[test]
fn a_header_beyond_ascii_goes_to_servers_alone_that_take_it_and_others_get_the_mail_in_its_other_form() {
    let mail = || Transaction {
        plain: Some(Bytes::from_static(b"Cc: nobody:;\r\n\r\n")),
        ..transaction(&["b@example.org"], "Cc: åse@example.org\r\n\r\n")
    };
    for (extensions, said, sent) in [
        ("SMTPUTF8 8BITMIME SIZE", "SIZE=24 BODY=8BITMIME SMTPUTF8", "Cc: åse@example.org"),
        ("8BITMIME SIZE", "SIZE=16", "Cc: nobody:;"),
    ] {
        let script = format!(
            "C: MAIL FROM:<sak@example.net> {said}
             S: 250 ok
             C: RCPT TO:<b@example.org>
             S: 250 ok
             C: DATA
             S: 354 go
             C: {sent}
             C:
             C: .
             S: 250 2.0.0 taken"
        );
        assert_eq!(Talk::ready(extensions).send_mail(mail(), &script), ["delivered: 250 2.0.0 taken"]);
    }
}

#[test]
fn a_server_that_closes_defers_what_it_did_not_decide() {
    let mut talk = Talk::ready("PIPELINING");
    let found = talk.send(
        &["a@example.org", "b@example.org"],
        "C: MAIL FROM:<sak@example.net>
         C: RCPT TO:<a@example.org>
         C: RCPT TO:<b@example.org>
         C: DATA
         S: 250 ok
         S: 550 5.1.1 unknown
         S: 421 4.3.2 stopping",
    );
    assert_eq!(
        found,
        [
            "refused: 550 5.1.1 unknown",
            "deferred: 421 4.3.2 stopping",
            "failed: the server closed the conversation: 421 4.3.2 stopping"
        ]
    );
    assert!(!talk.client.is_ready());
}

const UP_TO_CONTENT: &str = "C: MAIL FROM:<sak@example.net>
     C: RCPT TO:<a@example.org>
     C: DATA
     S: 250 ok
     S: 250 ok
     S: 354 go\n";

#[test]
fn a_connection_lost_after_the_end_may_have_delivered() {
    let mut talk = Talk::ready("PIPELINING");
    let script = format!("{UP_TO_CONTENT}C: Subject: x\nC:\nC: ..a\nC: .");
    assert!(talk.send(&["a@example.org"], &script).is_empty());
    let outcomes = talk.client.abandon("the other side closed the connection").unwrap();
    assert_eq!(
        outcome(&outcomes[0]),
        "unreachable: the other side closed the connection; \
         the mail was sent completely, so the server may have taken it"
    );
    assert!(talk.client.has_sent_content() && !talk.client.is_unheard());
}

#[test]
fn a_connection_that_was_gone_before_is_told_apart() {
    let mut talk = Talk::ready("PIPELINING");
    talk.client.begin(transaction(&["a@example.org"], "x"), START);
    let outcomes = talk.client.abandon("closed").unwrap();
    assert_eq!(outcome(&outcomes[0]), "unreachable: closed");
    assert!(talk.client.is_unheard() && !talk.client.has_sent_content());
}

#[test]
fn answers_that_do_not_fit_end_the_conversation() {
    let early = |reply: &str| {
        let mut talk = Talk::ready("PIPELINING");
        let mail = transaction(&["a@example.org"], &"x\r\n".repeat(100_000));
        talk.client.begin(mail, START);
        talk.said();
        talk.client.input(format!("250 ok\r\n250 ok\r\n354 go\r\n{reply}\r\n").as_bytes(), START);
        shown(talk.events())
    };
    assert!(early("552 5.3.4 too large")[0].starts_with("refused: 552"));
    assert!(early("250 ok")[0].starts_with("unreachable: the server answered the mail with something"));
    let mut talk = Talk::ready("PIPELINING");
    let found = talk.send(&["a@example.org"], &UP_TO_CONTENT.replace("354 go", "250 ok"));
    assert!(found[0].starts_with("unreachable: the server answered DATA with something"), "{found:?}");
    let mut talk = Talk::ready("PIPELINING");
    assert!(matches!(talk.run("S: 250 who asked")[..], [Event::Failed(Failure::OutOfStep { .. })]));
}

#[test]
fn every_answer_has_its_time() {
    let minutes = |minutes: i64| Some(START.plus_seconds(minutes * 60));
    let mut talk = Talk::ready("PIPELINING");
    assert_eq!(talk.client.poll_timeout(), None);
    talk.client.begin(transaction(&["a@example.org"], "x"), START);
    assert_eq!(talk.client.poll_timeout(), minutes(5));
    talk.said();
    talk.client.input(b"250 ok\r\n250 ok\r\n", START);
    assert_eq!(talk.client.poll_timeout(), minutes(2));
    talk.client.input(b"354 go\r\n", START);
    assert_eq!(talk.client.poll_timeout(), minutes(3));
    talk.said();
    assert_eq!(talk.client.poll_timeout(), minutes(10));
    talk.client.timeout(START.plus_seconds(600));
    let found = shown(talk.events());
    assert!(
        found[0].starts_with("unreachable: the server did not answer the mail in time; the mail was sent")
    );
    assert_eq!(found[1], "failed: the server did not answer the mail in time");
    assert_eq!(Client::new(settings(), START).poll_timeout(), minutes(5));
}

#[test]
fn reports_of_failures_and_delays_are_asked_for_where_the_server_offers_them() {
    let mut talk = Talk::ready("PIPELINING DSN");
    let found = talk.send(
        &["a+b@example.org", "c@example.org"],
        "C: MAIL FROM:<sak@example.net> RET=HDRS
         C: RCPT TO:<a+b@example.org> NOTIFY=FAILURE,DELAY ORCPT=rfc822;a+2Bb@example.org
         C: RCPT TO:<c@example.org> NOTIFY=FAILURE,DELAY ORCPT=rfc822;c@example.org
         C: DATA
         S: 250 ok
         S: 550 no
         S: 550 no
         S: 503 no",
    );
    assert_eq!(found, ["refused: 550 no", "refused: 550 no"]);
}

#[test]
fn a_report_of_success_is_asked_for_where_the_author_wants_one() {
    let mut talk = Talk::ready("DSN");
    let asks = Transaction { confirms: true, ..transaction(&["a@example.org"], "Subject: x\r\n\r\n") };
    talk.client.begin(asks, START);
    talk.said();
    talk.client.input(b"250 ok\r\n", START);
    assert_eq!(
        talk.said(),
        "RCPT TO:<a@example.org> NOTIFY=SUCCESS,FAILURE,DELAY ORCPT=rfc822;a@example.org\r\n"
    );
}

#[test]
fn reports_are_told_what_to_call_the_mail_and_addresses_beyond_ascii_are_named_in_utf8() {
    let mut talk = Talk::ready("PIPELINING DSN SMTPUTF8");
    let mut named = transaction(&["på ske=@example.org".replace(' ', "").as_str()], "Subject: x\r\n\r\n");
    named.wishes.envelope_id = Some("a+b 7".to_owned());
    talk.client.begin(named, START);
    assert_eq!(
        talk.said(),
        "MAIL FROM:<sak@example.net> RET=HDRS ENVID=a+2Bb+207 SMTPUTF8\r\n\
         RCPT TO:<påske=@example.org> NOTIFY=FAILURE,DELAY ORCPT=utf-8;påske\\x{3D}@example.org\r\nDATA\r\n"
    );
}

#[test]
fn an_id_that_is_too_long_to_be_kept_is_left_out() {
    let mut talk = Talk::ready("DSN");
    let mut named = transaction(&["a@example.org"], "Subject: x\r\n\r\n");
    named.wishes.envelope_id = Some("x".repeat(101));
    talk.client.begin(named, START);
    assert_eq!(talk.said(), "MAIL FROM:<sak@example.net> RET=HDRS\r\n");
}

#[test]
fn of_mail_with_the_null_return_path_nobody_is_to_be_told() {
    let mut talk = Talk::ready("DSN");
    let mut automatic = transaction(&["a@example.org"], "Subject: x\r\n\r\n");
    automatic.envelope.return_path = None;
    talk.client.begin(automatic, START);
    assert_eq!(talk.said(), "MAIL FROM:<>\r\n");
    talk.client.input(b"250 ok\r\n", START);
    assert_eq!(talk.said(), "RCPT TO:<a@example.org> NOTIFY=NEVER\r\n");
}

#[test]
fn a_mail_goes_as_one_chunk_with_its_dots_as_they_are() {
    let mut talk = Talk::ready("PIPELINING CHUNKING");
    talk.client.begin(transaction(&["a@example.org", "b@example.org"], "Subject: x\r\n\r\n.a\r\n"), START);
    let envelope = "MAIL FROM:<sak@example.net>\r\nRCPT TO:<a@example.org>\r\nRCPT TO:<b@example.org>\r\n";
    assert_eq!(talk.said(), envelope);
    for octet in b"250 ok\r\n250 ok\r\n550 5.1.1 no\r\n" {
        talk.client.input(&[*octet], START);
    }
    assert_eq!(talk.said(), "BDAT 18 LAST\r\nSubject: x\r\n\r\n.a\r\n");
    talk.client.input(b"250 2.0.0 taken\r\n", START);
    assert_eq!(shown(talk.events()), ["delivered: 250 2.0.0 taken", "refused: 550 5.1.1 no"]);
    assert!(talk.client.is_ready());
}

#[test]
fn no_chunk_is_sent_where_every_recipient_is_refused_nor_for_a_mail_with_bare_line_breaks() {
    let mut talk = Talk::ready("CHUNKING");
    let script = "C: MAIL FROM:<sak@example.net>
         S: 250 ok
         C: RCPT TO:<a@example.org>
         S: 550 5.1.1 no";
    assert_eq!(talk.send(&["a@example.org"], script), ["refused: 550 5.1.1 no"]);
    let bare = transaction(&["b@example.org"], "Subject: x\r\n\r\na\nb\r\n");
    let script = "C: RSET
         S: 250 ok
         C: MAIL FROM:<sak@example.net>
         S: 250 ok
         C: RCPT TO:<b@example.org>
         S: 250 ok
         C: DATA
         S: 451 4.3.0 later";
    assert_eq!(talk.send_mail(bare, script), ["deferred: 451 4.3.0 later"]);
}

#[test]
fn a_server_that_refuses_a_chunk_decides_for_its_recipients() {
    let mut talk = Talk::ready("CHUNKING");
    talk.client.begin(transaction(&["a@example.org"], "Subject: x\r\n\r\n"), START);
    for answer in ["250 ok\r\n", "250 ok\r\n"] {
        talk.said();
        talk.client.input(answer.as_bytes(), START);
    }
    assert!(talk.said().starts_with("BDAT 14 LAST\r\n"));
    talk.client.input(b"552 5.3.4 too large\r\n", START);
    assert_eq!(shown(talk.events()), ["refused: 552 5.3.4 too large"]);
}
