//! What clients hand over to our listeners.

use std::sync::Arc;

use bytes::Bytes;
use domain::MailboxId;
use domain::mailbox::Protocol;
use domain::timeline::Step;
use flows::arrivals::ListeningMailbox;
use flows::mailboxes::{MailboxInput, ServerInput};
use flows::reception::{HandedOver, Reception};
use store::intake::{IntakeFilter, IntakeRow, IntakeShelf, IntakeSort};
use store::{ListQuery, Page};

use crate::house::{House, SERVICE};
use crate::pipeline::steps;

const SECOND: &str = "second@house.test";

/// As many as a busy server has connections.
const MAILS: usize = 60;

pub(crate) async fn second_mailbox(house: &House) -> MailboxId {
    let input = MailboxInput {
        address: Some(SECOND.to_owned()),
        server: ServerInput { protocol: Some(Protocol::Smtp), ..ServerInput::default() },
        ..MailboxInput::default()
    };
    flows::mailboxes::create(&house.office, &house.actor, input).await.unwrap()
}

fn mail(house: &House, source: usize, mailboxes: &[MailboxId]) -> HandedOver {
    let organisation = house.actor.organisation;
    let listening =
        |mailbox: &MailboxId| ListeningMailbox { organisation, mailbox: *mailbox, returned_delivery: None };
    HandedOver {
        mailboxes: mailboxes.iter().map(listening).collect(),
        via: "smtp",
        peer: format!("client {source} [192.0.2.1]"),
        source_id: format!("smtp/{source}"),
        raw: Bytes::from(format!("From: kari@customer.test\r\nSubject: {source}\r\n\r\nhei\r\n")),
    }
}

async fn waiting(house: &House) -> Vec<IntakeRow> {
    let filter = IntakeFilter { shelf: IntakeShelf::Waiting, ..IntakeFilter::default() };
    let query: ListQuery<IntakeSort> = ListQuery::default().for_export();
    let conn = house.office.store().read();
    let Page { rows, .. } =
        store::intake::list(&conn, house.actor.organisation, &query, filter).await.unwrap();
    rows
}

#[tokio::test]
async fn mails_of_many_connections_are_stored_together_and_each_is_its_own() {
    let house = House::open().await;
    let reception = Arc::new(Reception::new(house.office.clone()));
    let boxes = [house.mailbox, second_mailbox(&house).await];
    let taken = (0..MAILS).map(|number| {
        // Every tenth is for both, and every seventh is brought twice, as after a lost answer.
        let of = if number % 10 == 0 { &boxes[..] } else { &boxes[number % 2..=number % 2] };
        let again = (number % 7 == 0).then(|| mail(&house, number, of));
        [Some(mail(&house, number, of)), again].into_iter().flatten().map(|mail| reception.take(mail))
    });
    let answers = futures_util::future::join_all(taken.flatten()).await;
    assert!(answers.iter().all(Result::is_ok));

    let rows = waiting(&house).await;
    assert_eq!(rows.len(), MAILS + MAILS / 10);
    for row in rows {
        let number = row.source_id.trim_start_matches("smtp/");
        let steps = steps(&house, row.id).await;
        let [Step::Received { mailbox_id, peer, .. }, Step::Stored { .. }] = &steps[..] else {
            panic!("{steps:?}")
        };
        assert_eq!((mailbox_id, peer), (&row.mailbox_id, &format!("client {number} [192.0.2.1]")));
        let conn = house.office.store().read();
        let raw = store::raw::get(&conn, row.organisation, row.raw_hash).await.unwrap().unwrap();
        assert!(String::from_utf8_lossy(&raw).contains(&format!("Subject: {number}\r\n")));
    }
}

#[tokio::test]
async fn a_mailbox_that_was_asked_for_a_moment_ago_is_closed_at_once() {
    let house = House::open().await;
    let reception = Reception::new(house.office.clone());
    let address = SERVICE.parse().unwrap();
    for _ in 0..2 {
        let found = reception.mailbox(&address).await.unwrap().unwrap();
        assert_eq!(found.mailbox, house.mailbox);
    }
    let input = MailboxInput { active: Some(false), ..MailboxInput::default() };
    flows::mailboxes::change(&house.office, &house.actor, house.mailbox, input).await.unwrap();
    assert_eq!(reception.mailbox(&address).await.unwrap(), None);
}
