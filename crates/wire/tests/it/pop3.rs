//! The POP3 client.

use domain::{Secret, Timestamp};
use proptest::prelude::*;
use wire::pop3::{Answer, Client, Code, Command, Event, Payload};
use wire::sasl::{Credentials, Exchange, Mechanism};
use wire::{Body, Core};

use crate::conversation::{converse, events_of};

const LIMIT: usize = 20;

fn greeted() -> Client {
    let mut client = Client::new(LIMIT);
    let events = converse(&mut client, "S: +OK ready");
    assert!(matches!(&events[..], [Event::Greeting(Answer { ok: true, .. })]));
    client
}

fn pipelining() -> Client {
    let mut client = greeted();
    client.send(Command::Capa);
    converse(&mut client, "C: CAPA\nS: +OK\nS: PIPELINING\nS: SASL PLAIN\nS: .");
    client
}

fn answers(events: Vec<Event>) -> Vec<Answer> {
    let answers = events.into_iter().filter_map(|event| {
        let Event::Done { answer, .. } = event else { return None };
        Some(answer)
    });
    answers.collect()
}

#[test]
fn commands_wait_for_answers_until_the_server_can_pipeline() {
    let mut client = greeted();
    client.send(Command::User("kari".into()));
    client.send(Command::Pass(Secret::new("hemmelig")));
    let events = converse(
        &mut client,
        "C: USER kari
         S: +OK
         C: PASS hemmelig
         S: -ERR [IN-USE] somebody else reads",
    );
    let answers = answers(events);
    assert_eq!((answers[1].ok, answers[1].code), (false, Some(Code::InUse)));
    let traces: Vec<_> = std::iter::from_fn(|| client.poll_trace()).map(|line| line.text).collect();
    assert!(traces.contains(&"PASS ****".to_owned()) && !traces.iter().any(|line| line.contains("hemmelig")));
}

#[test]
fn retrievals_are_pipelined_and_one_refusal_costs_one_mail() {
    let mut client = pipelining();
    for number in 1..=3 {
        client.send(Command::Retrieve(number));
    }
    let events = converse(
        &mut client,
        "C: RETR 1
         C: RETR 2
         C: RETR 3
         S: +OK
         S: a
         S: ..
         S: .
         S: -ERR damaged
         S: +OK
         S: 1234567890123456789
         S: .",
    );
    let payloads: Vec<Payload> = answers(events).into_iter().map(|answer| answer.payload).collect();
    let expected = [
        Payload::Mail(Body::Whole(b"a\r\n.\r\n".to_vec())),
        Payload::None,
        Payload::Mail(Body::TooLarge { octets: 21 }),
    ];
    assert_eq!(payloads, expected);
}

#[test]
fn listings_are_joined_from_their_lines() {
    let mut client = greeted();
    client.send(Command::UniqueIds);
    client.send(Command::Sizes);
    let events = converse(
        &mut client,
        "C: UIDL
         S: +OK
         S: 1 a
         S: 2 b
         S: .
         C: LIST
         S: +OK 2 messages
         S: 1 120
         S: 2 200
         S: .",
    );
    let answers = answers(events);
    assert_eq!(answers[0].payload, Payload::UniqueIds(vec![(1, "a".into()), (2, "b".into())]));
    assert_eq!(answers[1].payload, Payload::Sizes(vec![(1, 120), (2, 200)]));
}

#[test]
fn sasl_answers_the_challenge() {
    let mut client = pipelining();
    let credentials = Credentials::password("kari", Secret::new("x"));
    let exchange = Exchange::new(Mechanism::Plain, credentials, "");
    client.send(Command::Auth(Box::new(exchange), "PLAIN"));
    let events = converse(&mut client, "C: AUTH PLAIN\nS: +\nC: AGthcmkAeA==\nS: +OK in");
    assert!(answers(events)[0].ok);
}

#[test]
fn what_follows_stls_in_plain_text_is_not_the_servers() {
    let mut client = pipelining();
    client.send(Command::StartTls);
    converse(&mut client, "C: STLS");
    client.input(b"+OK go\r\n+OK injected\r\n", Timestamp::from_millis(0));
    assert!(matches!(client.poll_event(), Some(Event::Done { .. })));
    client.send(Command::Capa);
    assert_eq!(client.poll_output(Timestamp::from_millis(0)), None, "nothing is sent before TLS");
    client.tls_started();
    assert!(!client.capabilities().has("PIPELINING"));
    converse(&mut client, "C: CAPA\nS: +OK\nS: .");
}

#[test]
fn a_name_cannot_smuggle_a_command() {
    let mut client = greeted();
    client.send(Command::User("kari\r\nDELE 1".into()));
    converse(&mut client, "C: USER kariDELE 1\nS: -ERR");
}

#[test]
fn something_that_is_no_answer_ends_the_session() {
    let mut client = Client::new(LIMIT);
    let events = converse(&mut client, "S: * OK IMAP here\nS: +OK");
    assert_eq!(events, [Event::Lost { start: "* OK IMAP here".into() }]);
    let events = converse(&mut greeted(), "S: +OK nobody asked");
    assert!(matches!(&events[..], [Event::Lost { .. }]));
}

/// A client with one of each kind of command under way: what is not asked for is no answer.
fn busy() -> Client {
    let mut client = pipelining();
    let exchange = Exchange::new(Mechanism::Login, Credentials::password("k", Secret::new("x")), "");
    client.send(Command::Capa);
    client.send(Command::Auth(Box::new(exchange), "LOGIN"));
    client.send(Command::UniqueIds);
    client.send(Command::Retrieve(1));
    client.send(Command::Retrieve(2));
    client.send(Command::StartTls);
    client
}

proptest! {
    #[test]
    fn no_input_panics_and_cuts_do_not_matter(
        fragments in proptest::collection::vec(
            prop_oneof![
                5 => proptest::sample::select(vec![
                    "+OK\r\n", "-ERR x\r\n", ".\r\n", "PIPELINING\r\n", "+ \r\n", "1 a\r\n", "\r\n", "..", ".", "\r", "\n",
                ]).prop_map(|text| text.as_bytes().to_vec()),
                1 => proptest::collection::vec(any::<u8>(), 0..20),
            ],
            0..40,
        ),
        cut in 1_usize..40,
    ) {
        let input = fragments.concat();
        prop_assert_eq!(events_of(busy(), &input, input.len().max(1)), events_of(busy(), &input, cut));
    }
}
