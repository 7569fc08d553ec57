//! The IMAP client.

use domain::Secret;
use proptest::prelude::*;
use wire::Core;
use wire::imap::{Client, Command, Completion, Data, Event, Fetch, Flag, Status, UidSet};
use wire::sasl::{Credentials, Exchange, Mechanism};
use wire::{Body, TraceLine};

use crate::conversation::{converse, events_of};

const LIMIT: usize = 20;

fn kari(password: &str) -> Credentials {
    Credentials::password("kari", Secret::new(password))
}

fn plain() -> Command {
    let exchange = Exchange::new(Mechanism::Plain, kari("x"), "");
    Command::Authenticate(Box::new(exchange), "PLAIN")
}

/// A client past its greeting, on a server that can do `capabilities`.
fn greeted(capabilities: &str) -> Client {
    let mut client = Client::new(LIMIT);
    let events = converse(&mut client, &format!("S: * OK [CAPABILITY IMAP4rev1 {capabilities}] hello"));
    assert_eq!(events, [Event::Greeting { preauthenticated: false, text: "hello".into() }]);
    client
}

fn statuses(events: &[Event]) -> Vec<(String, Status)> {
    let done = events.iter().filter_map(|event| {
        let Event::Done { tag, completion } = event else { return None };
        Some((tag.to_string(), completion.status))
    });
    done.collect()
}

fn mail(uid: u32, body: Body) -> Event {
    Event::Data(Data::Fetch(Fetch { uid: Some(uid), body: Some(body), ..Fetch::default() }))
}

fn traced(client: &mut Client) -> Vec<String> {
    let lines = std::iter::from_fn(|| client.poll_trace());
    lines.map(|TraceLine { side, text }| format!("{}: {text}", side.letter())).collect()
}

#[test]
fn plain_goes_with_the_command_where_the_server_takes_it() {
    let mut client = greeted("AUTH=PLAIN SASL-IR");
    client.send(plain());
    let events = converse(&mut client, "C: P1 AUTHENTICATE PLAIN AGthcmkAeA==\nS: P1 OK in");
    assert_eq!(statuses(&events), [("P1".into(), Status::Ok)]);
    assert_eq!(traced(&mut client)[1], "C: P1 AUTHENTICATE PLAIN ****");
}

#[test]
fn plain_waits_for_the_question_of_an_older_server() {
    let mut client = greeted("AUTH=PLAIN");
    client.send(plain());
    converse(
        &mut client,
        "C: P1 AUTHENTICATE PLAIN
         S: +
         C: AGthcmkAeA==
         S: P1 OK in",
    );
    assert!(traced(&mut client).contains(&"C: ****".to_owned()));
}

#[test]
fn a_failed_token_is_acknowledged_so_that_the_server_can_refuse() {
    let mut client = greeted("AUTH=XOAUTH2 SASL-IR");
    let exchange = Exchange::new(Mechanism::XOAuth2, Credentials::token("k", Secret::new("t")), "");
    client.send(Command::Authenticate(Box::new(exchange), "XOAUTH2"));
    let events = converse(
        &mut client,
        "C: P1 AUTHENTICATE XOAUTH2 dXNlcj1rAWF1dGg9QmVhcmVyIHQBAQ==
         S: + eyJzdGF0dXMiOiI0MDAifQ==
         C:
         S: P1 NO expired",
    );
    assert_eq!(statuses(&events), [("P1".into(), Status::No)]);
}

#[test]
fn a_password_that_cannot_be_quoted_waits_as_a_literal() {
    let mut client = greeted("");
    client.send(Command::Login(kari("blåbær")));
    client.send(Command::Noop);
    converse(
        &mut client,
        "C: P1 LOGIN \"kari\" {8}
         S: + go on
         C: blåbær
         C: P2 NOOP
         S: P1 OK in
         S: P2 OK",
    );
}

#[test]
fn a_refused_literal_is_not_sent() {
    let mut client = greeted("");
    client.send(Command::Login(kari("blåbær")));
    client.send(Command::Logout);
    let events = converse(
        &mut client,
        "C: P1 LOGIN \"kari\" {8}
         S: P1 BAD no literals
         C: P2 LOGOUT
         S: * BYE bye",
    );
    assert_eq!(statuses(&events), [("P1".into(), Status::Bad)]);
    assert_eq!(events.last(), Some(&Event::Bye("bye".into())));
}

#[test]
fn literals_do_not_wait_where_the_server_can_take_them() {
    let mut client = greeted("LITERAL+");
    client.send(Command::Login(kari("blåbær")));
    converse(&mut client, "C: P1 LOGIN \"kari\" {8+}\nC: blåbær\nS: P1 OK");
}

#[test]
fn what_follows_starttls_in_plain_text_is_not_the_servers() {
    let mut client = greeted("STARTTLS");
    client.send(Command::StartTls);
    converse(&mut client, "C: P1 STARTTLS");
    client.input(b"P1 OK go\r\n* CAPABILITY IMAP4rev1 AUTH=EVIL\r\nhalf a li", 0.at());
    client.input(b"ne\r\n", 0.at());
    assert!(matches!(client.poll_event(), Some(Event::Done { .. })));
    assert_eq!(client.poll_event(), None);
    client.tls_started();
    assert_eq!(client.capabilities(), None);
    client.send(Command::Capability);
    converse(&mut client, "C: P2 CAPABILITY\nS: * CAPABILITY IMAP4rev1 AUTH=PLAIN\nS: P2 OK");
    let offered = client.capabilities().unwrap();
    assert!(offered.offers_sign_in("PLAIN") && !offered.offers_sign_in("EVIL"));
}

#[test]
fn commands_are_pipelined_and_answered_by_tag() {
    let mut client = greeted("");
    client.send(Command::FetchMails(UidSet::cover(&[1, 2, 3, 9]).remove(0)));
    client.send(Command::AddFlag(UidSet::cover(&[1]).remove(0), Flag::Seen));
    let events = converse(
        &mut client,
        "C: P1 UID FETCH 1:3,9 (UID BODY.PEEK[])
         C: P2 UID STORE 1 +FLAGS.SILENT (\\Seen)
         S: P2 NO [NOPERM] read-only
         S: P1 OK done",
    );
    assert_eq!(statuses(&events), [("P2".into(), Status::No), ("P1".into(), Status::Ok)]);
}

#[test]
fn a_bad_response_costs_itself_alone() {
    let mut client = greeted("");
    client.send(Command::FetchMails(UidSet::after(0)));
    let events = converse(
        &mut client,
        "C: P1 UID FETCH 1:* (UID BODY.PEEK[])
         S: * 1 FETCH (UID 1 BODY[] {4}
         S: ab
         S: )
         S: * 2 FETCH nonsense
         S: * 3 FETCH (BODY[] {21}
         S: 1234567890123456789
         S:  UID 3)
         S: * 4 FETCH (UID 9 BODY[] NIL)
         S: P1 OK done",
    );
    let nothing = Event::Data(Data::Fetch(Fetch { uid: Some(9), ..Fetch::default() }));
    assert_eq!(events[0], mail(1, Body::Whole(b"ab\r\n".to_vec())));
    assert_eq!(events[1], Event::Malformed { start: "* 2 FETCH nonsense".into() });
    assert_eq!(events[2], mail(3, Body::TooLarge { octets: 21 }));
    assert_eq!(events[3], nothing);
    assert_eq!(statuses(&events), [("P1".into(), Status::Ok)]);
    assert!(!traced(&mut client).iter().any(|line| line.contains("1234567890")));
}

#[test]
fn idle_waits_for_its_agreement_and_ends_with_done() {
    let mut client = greeted("IDLE");
    client.send(Command::Idle);
    let events = converse(&mut client, "C: P1 IDLE\nS: + idling\nS: * 4 EXISTS");
    assert_eq!(events, [Event::Idling, Event::Data(Data::Exists(4))]);
    assert_eq!(client.poll_timeout(), None, "silence is what IDLE is for");
    client.end_idle();
    client.end_idle();
    let events = converse(&mut client, "C: DONE\nS: P1 OK");
    assert_eq!(statuses(&events), [("P1".into(), Status::Ok)]);
}

#[test]
fn an_idle_that_ends_before_it_began_still_says_done() {
    let mut client = greeted("IDLE");
    client.send(Command::Idle);
    converse(&mut client, "C: P1 IDLE");
    client.end_idle();
    converse(&mut client, "S: + idling\nC: DONE\nS: P1 OK");
}

#[test]
fn an_answer_is_waited_for_a_bounded_time() {
    let mut client = Client::new(LIMIT);
    assert_eq!(client.poll_output(5.at()), None);
    assert_eq!(client.poll_timeout(), Some(60_005.at()));
    client.input(b"* OK hi\r\n", 10.at());
    assert_eq!(client.poll_timeout(), None);
    client.send(Command::Noop);
    assert!(client.poll_output(20.at()).is_some());
    assert_eq!(client.poll_timeout(), Some(60_020.at()));
}

#[test]
fn a_tag_of_nobody_is_a_bad_response() {
    let mut client = greeted("");
    let events = converse(&mut client, "S: P9 OK done\nS: + what?");
    assert!(events.iter().all(|event| matches!(event, Event::Malformed { .. })), "{events:?}");
}

#[test]
fn a_line_without_an_end_is_the_end_of_the_session() {
    let mut client = greeted("");
    for _ in 0..20 {
        client.input(&[b'x'; 64 * 1024], 0.at());
    }
    client.input(b"\r\n* 1 EXISTS\r\n", 0.at());
    assert_eq!(client.poll_event(), Some(Event::Lost));
    assert_eq!(client.poll_event(), None);
}

#[test]
fn a_server_that_cannot_prove_itself_has_not_signed_us_in() {
    let mut client = greeted("AUTH=SCRAM-SHA-256");
    let exchange = Exchange::new(Mechanism::ScramSha256, kari("x"), "n");
    client.send(Command::Authenticate(Box::new(exchange), "SCRAM-SHA-256"));
    let events = converse(&mut client, "C: P1 AUTHENTICATE SCRAM-SHA-256\nS: P1 OK in");
    let Some(Event::Done { completion: Completion { status, .. }, .. }) = events.last() else {
        panic!("{events:?}")
    };
    assert_eq!(*status, Status::No);
}

trait At {
    fn at(self) -> domain::Timestamp;
}

impl At for i64 {
    fn at(self) -> domain::Timestamp {
        domain::Timestamp::from_millis(self)
    }
}

/// A client with one of each kind of command under way.
fn busy() -> Client {
    let mut client = Client::new(LIMIT);
    client.send(plain());
    client.send(Command::Login(kari("blåbær")));
    client.send(Command::FetchMails(UidSet::after(0)));
    client.send(Command::Idle);
    client.send(Command::StartTls);
    client
}

fn fragment() -> impl Strategy<Value = Vec<u8>> {
    let known = proptest::sample::select(vec![
        "* OK hi\r\n",
        "* 1 FETCH (UID 1 BODY[] {5}\r\n",
        "hello",
        " UID 3)\r\n",
        "{30}\r\n",
        "P1 OK\r\n",
        "P3 NO x\r\n",
        "+ \r\n",
        "* 3 EXISTS\r\n",
        "* SEARCH 1 2\r\n",
        "* LIST () \"/\" {2}\r\n",
        "* CAPABILITY IMAP4rev1\r\n",
        "\r\n",
        "* BYE\r\n",
        "P5 OK\r\n",
        "* 1 FETCH (FLAGS (\\Deleted) RFC822.SIZE 9)\r\n",
        "BODY[] \"a\"",
        "(((",
        "\"",
        "\\",
        "* 2 FETCH (BODY[] {99999999999999999999}\r\n",
        "* NO [ALERT]\u{e5}\r\n",
        "INTERNALDATE NIL",
        "ENVELOPE (",
    ]);
    prop_oneof![4 => known.prop_map(|text| text.as_bytes().to_vec()), 1 => proptest::collection::vec(any::<u8>(), 0..20)]
}

proptest! {
    #[test]
    fn no_input_panics_and_cuts_do_not_matter(
        fragments in proptest::collection::vec(fragment(), 0..30),
        cut in 1_usize..40,
    ) {
        let input = fragments.concat();
        prop_assert_eq!(events_of(busy(), &input, input.len().max(1)), events_of(busy(), &input, cut));
    }
}
