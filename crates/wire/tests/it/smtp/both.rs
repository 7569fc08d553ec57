//! Both cores against each other: what one sends, the other receives.

use bytes::Bytes;
use domain::{EmailAddress, Envelope, Outcome};
use proptest::prelude::*;
use wire::Core;
use wire::smtp::Transaction;
use wire::smtp::client::{Client, Event};

use super::client::{START, settings as client_settings};
use super::server::{Office, settings as server_settings};

/// Runs until neither has anything to say; octets travel in pieces of `cut`.
fn exchange(client: &mut Client, office: &mut Office, cut: usize) -> Vec<Event> {
    let mut events = Vec::new();
    loop {
        let mut quiet = true;
        for piece in std::mem::take(&mut office.said).as_bytes().chunks(cut) {
            client.input(piece, START);
            quiet = false;
        }
        while let Some(bytes) = client.poll_output(START) {
            for piece in bytes.chunks(cut) {
                office.hear(piece);
            }
            quiet = false;
        }
        events.extend(std::iter::from_fn(|| client.poll_event()));
        if quiet {
            return events;
        }
    }
}

fn line_breaks_as_crlf(raw: &str) -> String {
    let text = raw.replace("\r\n", "\n").replace('\r', "\n").replace('\n', "\r\n");
    if text.is_empty() || text.ends_with("\r\n") { text } else { text + "\r\n" }
}

proptest! {
    #[test]
    fn mails_arrive_at_the_recipients_that_were_accepted(
        mails in proptest::collection::vec("([a-zæ.]{0,3}[\r\n.]{0,3}){0,8}", 1..4),
        known in proptest::collection::vec(any::<bool>(), 1..4),
        cut in 1_usize..60,
    ) {
        let mut office = Office::new(server_settings());
        let mut client = Client::new(client_settings(), START);
        prop_assert_eq!(exchange(&mut client, &mut office, cut), [Event::Ready]);
        let recipients: Vec<EmailAddress> = (0..known.len())
            .map(|number| {
                let domain = if known[number] { "example.org" } else { "elsewhere.example" };
                format!("r{number}@{domain}").parse().unwrap()
            })
            .collect();
        let envelope = Envelope { return_path: None, recipients };
        for raw in &mails {
            let (envelope, wishes) = (envelope.clone(), wire::smtp::Wishes::default());
            let mail = Transaction { envelope, raw: Bytes::from(raw.clone()), plain: None, confirms: false, wishes };
            client.begin(mail, START);
            let events = exchange(&mut client, &mut office, cut);
            let Some(Event::Completed(outcomes)) = events.first() else { panic!("{events:?}") };
            if office.closed {
                // Too many refused recipients, counted over all mails.
                return Ok(());
            }
            for (outcome, known) in outcomes.iter().zip(&known) {
                let fits = match outcome {
                    Outcome::Delivered(_) => *known,
                    Outcome::Refused(_) => !*known,
                    Outcome::Deferred(_) | Outcome::Unreachable(_) | Outcome::Impossible(_) => false,
                };
                prop_assert!(fits, "{:?}", outcome);
            }
            if known.contains(&true) {
                let taken = office.mails.pop().unwrap();
                let (_, received) = taken.split_once("Received: x\r\n").unwrap();
                prop_assert_eq!(received, line_breaks_as_crlf(raw));
            }
        }
    }
}
