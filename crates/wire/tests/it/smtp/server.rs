//! The receiving core against clients of every kind.

use std::sync::Arc;

use domain::{About, Reply, ReplyCode, Timestamp};
use proptest::prelude::*;
use wire::Core;
use wire::smtp::server::{Event, Limits, Protocol, Server, Settings};

pub(super) const START: Timestamp = Timestamp::from_millis(1_767_600_000_000);

pub(super) fn settings() -> Settings {
    let limits = Limits { size_octets_max: 1000, recipients_max: 3, errors_max: 4, ..Limits::default() };
    Settings {
        host_name: "mx.example.org".into(),
        protocol: Protocol::Smtp,
        offers_starttls: false,
        traces: false,
        limits,
    }
}

/// A server whose office knows every address at example.org but `nobody`.
pub(super) struct Office {
    pub(super) server: Server,
    pub(super) said: String,
    pub(super) mails: Vec<String>,
    pub(super) closed: bool,
    pub(super) secured: u32,
}

impl Office {
    pub(super) fn new(settings: Settings) -> Self {
        let server = Server::new(Arc::new(settings), false, START);
        let mut office = Self { server, said: String::new(), mails: Vec::new(), closed: false, secured: 0 };
        office.settle();
        office
    }

    /// Hears `input` and says what the server answers.
    pub(super) fn hear(&mut self, input: &[u8]) -> String {
        let before = self.said.len();
        self.server.input(input, START);
        self.settle();
        self.said[before..].to_owned()
    }

    pub(super) fn settle(&mut self) {
        loop {
            while let Some(bytes) = self.server.poll_output(START) {
                self.said.push_str(std::str::from_utf8(&bytes).unwrap());
            }
            let Some(event) = self.server.poll_event() else { break };
            match event {
                Event::Recipient(address) => {
                    let known = address.domain() == "example.org" && address.local() != "nobody";
                    let answer =
                        if known || address.local() == "postmaster" { Ok(()) } else { Err(refusal()) };
                    self.server.answer_recipient(answer, START);
                }
                Event::Content => self.server.answer_content(Ok(b"Received: x\r\n".to_vec()), START),
                Event::Mail(mail) => {
                    let raw = String::from_utf8(mail.raw).unwrap();
                    let envelope = mail.envelope;
                    let to: Vec<_> = envelope.recipients.iter().map(ToString::to_string).collect();
                    let from = envelope.return_path.map(|path| path.to_string()).unwrap_or_default();
                    self.mails.push(format!("{from} > {}: {raw}", to.join(",")));
                    self.server.answer_mail(Ok("taken".into()), START);
                }
                Event::StartTls => {
                    self.secured += 1;
                    self.server.tls_established(START);
                }
                Event::Close => self.closed = true,
            }
        }
    }
}

fn refusal() -> Reply {
    Reply {
        code: ReplyCode::new(550).unwrap(),
        enhanced: None,
        words: "5.1.1 nobody".into(),
        about: About::default(),
    }
}

/// The first words of each reply, as `250 250-`.
fn codes(said: &str) -> String {
    said.lines().map(|line| &line[..4.min(line.len())]).map(str::trim_end).collect::<Vec<_>>().join(" ")
}

fn check(input: &str, expected: &str) -> Office {
    let mut office = Office::new(settings());
    let said = office.hear(input.as_bytes());
    assert_eq!(codes(&said), expected, "{input:?}\n{said}");
    office
}

const HELLO: &str = "EHLO client.example.com\r\n";
const HELLO_CODES: &str = "250- 250- 250- 250- 250- 250- 250";
const ENVELOPE: &str = "MAIL FROM:<kari@example.com>\r\nRCPT TO:<sak@example.org>\r\n";

fn after_hello(input: &str, expected: &str) -> Office {
    check(&format!("{HELLO}{input}"), &format!("{HELLO_CODES} {expected}"))
}

#[test]
fn a_mail_is_taken() {
    let mut office = Office::new(settings());
    assert_eq!(office.said, "220 mx.example.org ESMTP ready\r\n");
    insta::assert_snapshot!(office.hear(HELLO.as_bytes()), @r"
    250-mx.example.org
    250-PIPELINING
    250-SIZE 1000
    250-8BITMIME
    250-SMTPUTF8
    250-CHUNKING
    250 ENHANCEDSTATUSCODES
    ");
    assert_eq!(office.hear(b"MAIL FROM:<kari@example.com> SIZE=20\r\n"), "250 2.1.0 ok\r\n");
    assert_eq!(office.hear(b"RCPT TO:<sak@example.org>\r\n"), "250 2.1.5 ok\r\n");
    assert_eq!(office.hear(b"DATA\r\n"), "354 send the mail, end with CR LF . CR LF\r\n");
    assert_eq!(office.hear(b"Subject: x\r\n\r\n..\r\n.\r\n"), "250 2.0.0 taken\r\n");
    assert_eq!(office.mails, ["kari@example.com > sak@example.org: Received: x\r\nSubject: x\r\n\r\n.\r\n"]);
    assert_eq!(office.hear(b"QUIT\r\n"), "221 2.0.0 bye\r\n");
    assert!(office.closed);
}

#[test]
fn pipelined_mails_are_taken_one_after_the_other() {
    let mail = format!("{ENVELOPE}DATA\r\na\r\n.\r\n");
    let office = after_hello(&format!("{mail}{mail}QUIT\r\n"), "250 250 354 250 250 250 354 250 221");
    assert_eq!(office.mails.len(), 2);
}

#[test]
fn commands_out_of_order_are_refused() {
    check("MAIL FROM:<a@example.com>\r\n", "503");
    after_hello("RCPT TO:<sak@example.org>\r\nDATA\r\n", "503 503");
    after_hello("MAIL FROM:<>\r\nMAIL FROM:<>\r\nDATA\r\nRSET\r\nMAIL FROM:<>\r\n", "250 503 503 250 250");
    after_hello("LHLO x\r\nWHAT\r\nSTARTTLS\r\n", "500 500 503");
    after_hello("NOOP\r\nVRFY kari\r\nHELP\r\n", "250 252 214");
    check("HELO x\r\nMAIL FROM:<>\r\n", "250 250");
}

#[test]
fn the_null_return_path_and_the_postmaster_are_taken() {
    let office = after_hello("MAIL FROM:<>\r\nRCPT TO:<Postmaster>\r\nDATA\r\n.\r\n", "250 250 354 250");
    assert_eq!(office.mails, [" > postmaster@mx.example.org: Received: x\r\n"]);
}

#[test]
fn nothing_is_relayed_and_a_mail_for_nobody_is_not_begun() {
    let office =
        after_hello("MAIL FROM:<>\r\nRCPT TO:<x@elsewhere.example>\r\nDATA\r\nQUIT\r\n", "250 550 554 221");
    assert!(office.mails.is_empty());
}

#[test]
fn a_mail_goes_to_the_recipients_that_were_accepted() {
    let input = format!("{ENVELOPE}RCPT TO:<nobody@example.org>\r\nRCPT TO:<b@example.org>\r\nDATA\r\n.\r\n");
    let office = after_hello(&input, "250 250 550 250 354 250");
    assert!(office.mails[0].starts_with("kari@example.com > sak@example.org,b@example.org:"));
}

#[test]
fn recipients_are_limited_and_repeated_ones_counted_once() {
    let rcpt = |name: &str| format!("RCPT TO:<{name}@example.org>\r\n");
    let input = ["a", "b", "a", "c", "d"].map(rcpt).concat();
    after_hello(&format!("MAIL FROM:<>\r\n{input}"), "250 250 250 250 250 452");
}

#[test]
fn a_mail_that_is_too_large_is_refused_when_announced_and_when_not() {
    after_hello("MAIL FROM:<> SIZE=1001\r\n", "552");
    let large = "x".repeat(1001);
    let office = after_hello(
        &format!("{ENVELOPE}DATA\r\n{large}\r\n.\r\n{ENVELOPE}DATA\r\nb\r\n.\r\n"),
        "250 250 354 552 250 250 354 250",
    );
    assert_eq!(office.mails.len(), 1);
    let endless = "x".repeat(5000);
    let office = after_hello(&format!("{ENVELOPE}DATA\r\n{endless}"), "250 250 354 552");
    assert!(office.closed);
}

#[test]
fn a_smuggled_mail_is_not_taken_and_the_outer_one_is_refused() {
    for end in ["\n.\r\n", "\n.\n", "\r.\r", "\r\n.\r", "\r\n.\n", "\r.\r\n"] {
        let inner = "MAIL FROM:<ceo@example.org>\r\nRCPT TO:<sak@example.org>\r\nDATA\r\nsmuggled";
        let input = format!("{ENVELOPE}DATA\r\nouter{end}{inner}\r\n.\r\nQUIT\r\n");
        let office = after_hello(&input, "250 250 354 554 221");
        assert!(office.mails.is_empty(), "{end:?}");
    }
}

#[test]
fn chunks_make_a_mail() {
    let office = after_hello(
        &format!("{ENVELOPE}BDAT 5\r\na\r\n.\rBDAT 3 LAST\r\n\nb\nQUIT\r\n"),
        "250 250 250 250 221",
    );
    assert_eq!(office.mails, ["kari@example.com > sak@example.org: Received: x\r\na\r\n.\r\nb\n"]);
    after_hello(&format!("{ENVELOPE}BDAT 0 LAST\r\nNOOP\r\n"), "250 250 250 250");
}

#[test]
fn the_octets_of_a_refused_chunk_are_no_commands() {
    after_hello("BDAT 6 LAST\r\nQUIT\r\nNOOP\r\n", "503 250");
    after_hello(
        "MAIL FROM:<>\r\nRCPT TO:<nobody@example.org>\r\nBDAT 6\r\nQUIT\r\nNOOP\r\n",
        "250 550 554 250",
    );
    let large = "x".repeat(1001);
    after_hello(&format!("{ENVELOPE}BDAT 1001\r\n{large}BDAT 0 LAST\r\n"), "250 250 552 503");
    let office = after_hello(&format!("{ENVELOPE}BDAT 99999999999\r\n"), "250 250 552");
    assert!(office.closed);
}

#[test]
fn chunks_and_data_do_not_mix() {
    after_hello(
        &format!("{ENVELOPE}BDAT 1\r\naDATA\r\nRCPT TO:<b@example.org>\r\nRSET\r\n"),
        "250 250 250 503 503 250",
    );
}

#[test]
fn what_is_pipelined_behind_starttls_is_thrown_away() {
    let mut office = Office::new(Settings { offers_starttls: true, ..settings() });
    assert!(office.hear(HELLO.as_bytes()).contains("250-STARTTLS\r\n"));
    let said = office.hear(b"STARTTLS\r\nEHLO evil\r\nMAIL FROM:<evil@example.com>\r\n");
    assert_eq!((codes(&said).as_str(), office.secured), ("220", 1));
    assert_eq!(codes(&office.hear(b"MAIL FROM:<>\r\n")), "503");
    let said = office.hear(HELLO.as_bytes());
    assert!(!said.contains("STARTTLS"), "{said}");
    assert_eq!(office.server.with_protocol(), "ESMTPS");
    assert_eq!(codes(&office.hear(b"STARTTLS\r\n")), "503");
}

#[test]
fn lmtp_answers_for_each_recipient() {
    let mut office = Office::new(Settings { protocol: Protocol::Lmtp, ..settings() });
    assert_eq!(codes(&office.hear(b"EHLO x\r\n")), "500");
    office.hear(b"LHLO x\r\n");
    let said = office.hear(format!("{ENVELOPE}RCPT TO:<b@example.org>\r\nDATA\r\na\r\n.\r\n").as_bytes());
    assert_eq!(codes(&said), "250 250 250 354 250 250");
}

#[test]
fn clients_that_only_make_mistakes_are_sent_away() {
    let office = check(&"X\r\n".repeat(10), "500 500 500 500 421");
    assert!(office.closed);
    let office = after_hello(&"NOOP\r\n".repeat(200), &format!("{}421", "250 ".repeat(99)));
    assert!(office.closed);
    let office = check("GET / HTTP/1.1\r\nHost: x\r\n\r\n", "521");
    assert!(office.closed);
}

#[test]
fn lines_without_crlf_and_lines_without_end_are_refused() {
    check("EHLO x\n", "500");
    check("EHLO x\rMAIL\r\n", "500");
    check(&format!("EHLO {}\r\nNOOP\r\n", "x".repeat(5000)), "500 250");
}

#[test]
fn addresses_beyond_ascii_need_smtputf8() {
    after_hello("MAIL FROM:<åse@example.com>\r\n", "553");
    after_hello("MAIL FROM:<> SMTPUTF8\r\nRCPT TO:<bjørn@example.org>\r\n", "250 250");
    after_hello("MAIL FROM:<>\r\nRCPT TO:<bjørn@example.org>\r\n", "250 553");
}

#[test]
fn slow_clients_are_sent_away() {
    let at = |seconds: i64| START.plus_seconds(seconds);
    let mut office = Office::new(settings());
    assert_eq!(office.server.poll_timeout(), Some(at(300)));
    // A trickle of octets does not make a command.
    office.server.input(b"NOO", at(299));
    assert_eq!(office.server.poll_timeout(), Some(at(300)));
    office.server.timeout(at(300));
    office.settle();
    assert!(office.said.ends_with("421 4.4.2 timeout, closing\r\n") && office.closed);

    let mut office = after_hello(&format!("{ENVELOPE}DATA\r\n"), "250 250 354");
    for minute in 0..58 {
        office.server.input(b"x\r\n", at(minute * 60));
        assert_eq!(office.server.poll_timeout(), Some(at(minute * 60 + 180).min(at(3600))));
    }
}

#[test]
fn a_server_that_stops_says_so() {
    let mut office = check(HELLO, HELLO_CODES);
    assert!(office.server.is_idle());
    office.server.close("421 4.3.2 stopping");
    office.settle();
    assert!(office.said.ends_with("421 4.3.2 stopping\r\n") && office.closed);
    assert_eq!(office.hear(b"NOOP\r\n"), "");
}

fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just(HELLO.to_owned()),
        Just(ENVELOPE.to_owned()),
        Just("DATA\r\nSubject: x\r\n\r\n..a\r\n.\r\n".to_owned()),
        Just("BDAT 4\r\nab\r\nBDAT 2 LAST\r\n\r\n".to_owned()),
        Just("RSET\r\n".to_owned()),
        Just("RCPT TO:<nobody@example.org>\r\n".to_owned()),
        Just("\r\n.\r\n".to_owned()),
        Just("DATA\r\na\n.\r\n".to_owned()),
        "[A-Z]{4}[ -~]{0,20}\r?\n",
        "\\PC{0,12}",
    ];
    proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn conversations_do_not_depend_on_the_cuts(input in pieces(), cut in 1_usize..40) {
        let mut whole = Office::new(settings());
        whole.hear(input.as_bytes());
        let mut cut_up = Office::new(settings());
        for piece in input.as_bytes().chunks(cut) {
            cut_up.hear(piece);
        }
        prop_assert_eq!(&whole.said, &cut_up.said);
        prop_assert_eq!(&whole.mails, &cut_up.mails);
        prop_assert_eq!(whole.closed, cut_up.closed);
    }

    #[test]
    fn every_answer_is_a_bounded_reply(input in proptest::collection::vec(any::<u8>(), 0..300)) {
        let mut office = Office::new(settings());
        office.hear(&input);
        for line in office.said.split_inclusive('\n') {
            prop_assert!(line.ends_with("\r\n") && line.len() <= 512);
            prop_assert!(line.as_bytes()[..3].iter().all(u8::is_ascii_digit), "{}", line);
        }
    }
}
