//! Two people who do the same thing in the same instant, over PostgreSQL, where both get a connection.

use bytes::Bytes;
use domain::case::Direction;
use domain::org::{Actor, Language, Right};
use domain::{CaseId, Secret};
use flows::Office;
use flows::arrivals::{self, Batch, NewMail};
use flows::compose::{self, Knowing, NewReply};
use flows::intake::IntakeWorker;
use flows::users::{self, NewUser, UserChange};
use testkit::postgres::Postgres;

use crate::house::House;

async fn another_administrator(house: &House, round: usize) -> Actor {
    let conn = house.office.store().read();
    let organisation = house.actor.organisation;
    let role_ids = store::users::find(&conn, organisation, house.actor.user).await.unwrap().unwrap().role_ids;
    let user = NewUser {
        name: format!("Bo {round}"),
        address: format!("bo{round}@house.test"),
        password: Secret::new("a long password"),
        language: Language::En,
        role_ids,
        category_ids: Vec::new(),
    };
    let user = users::create(&house.office, organisation, user).await.unwrap();
    Actor { organisation, user, rights: house.actor.rights.clone() }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_administrators_who_remove_each_other_leave_one() {
    let database = Postgres::start().unwrap().database().unwrap();
    let house = House::open_on_postgres(database.url()).await;
    let off = || UserChange { active: Some(false), ..UserChange::default() };
    let mut one = house.actor.clone();
    for round in 0..10 {
        let other = another_administrator(&house, round).await;
        let (left, right) = tokio::join!(
            users::change(&house.office, &one, other.user, off()),
            users::change(&house.office, &other, one.user, off()),
        );
        assert!(left.is_ok() != right.is_ok(), "one of them: {left:?}, {right:?}");
        let conn = house.office.store().read();
        let organisation = one.organisation;
        let count = store::users::count_with_right(&conn, organisation, Right::Users).await.unwrap();
        assert_eq!(count, 1, "round {round}");
        one = if left.is_ok() { one } else { other };
    }
}

async fn store_and_place(house: &House, node: &Office, mail: String) {
    let raw = Bytes::from(mail);
    let batch = Batch {
        organisation: house.actor.organisation,
        mailbox: house.mailbox,
        via: "smtp",
        peer: "client.test".to_owned(),
        mails: vec![NewMail::new(arrivals::smtp_source_id(&raw, &node.entropy().hex(4)), raw)],
        skipped: Vec::new(),
        progress: None,
    };
    arrivals::store_batch(node, batch).await.unwrap();
    IntakeWorker::new(node.clone()).run_once().await.unwrap();
}

/// Each of two nodes takes a mail of a new thread, and neither knows of the other's.
#[tokio::test(flavor = "multi_thread")]
async fn two_nodes_that_place_two_mails_of_a_thread_make_one_case() {
    let database = Postgres::start().unwrap().database().unwrap();
    let house = House::open_on_postgres(database.url()).await;
    let node = house.another_node().await;
    for round in 1..=25 {
        let (id, answers) =
            (format!("<{round}@customer.test>"), format!("References: <{round}@customer.test>"));
        let head = format!("To: service@house.test\r\nCc: kari@customer.test\r\nSubject: Round {round}\r\n");
        let root = format!("From: kari@customer.test\r\n{head}Message-ID: {id}\r\n\r\nHello.\r\n");
        let reply = format!(
            "From: ola@customer.test\r\n{head}Message-ID: <r{round}@customer.test>\r\n{answers}\r\n\r\nYes.\r\n"
        );
        tokio::join!(store_and_place(&house, &house.office, root), store_and_place(&house, &node, reply));
        house.place().await;
        let messages: Vec<_> = house.cases().await.iter().map(|case| case.messages).collect();
        assert_eq!(messages, vec![2; round], "round {round}");
    }
    node.close().await.unwrap();
}

/// What each answer is written for: a case and the last that its author has seen of it.
async fn asked(house: &House, round: usize) -> (CaseId, Knowing) {
    let number = format!("{round}@customer.test");
    let mail = format!(
        "From: kari@customer.test\nTo: service@house.test\nSubject: Round {round}\nMessage-ID: <{number}>\n\nWell?\n"
    );
    house.receive(&mail).await;
    let case = house.cases().await.last().unwrap().id;
    let conn = house.office.store().read();
    let messages = store::cases::list_messages(&conn, house.actor.organisation, case).await.unwrap();
    (case, Knowing { last: messages.last().map(|message| message.id), ..Knowing::default() })
}

async fn sent_in(house: &House, case: CaseId) -> usize {
    let conn = house.office.store().read();
    let messages = store::cases::list_messages(&conn, house.actor.organisation, case).await.unwrap();
    messages.iter().filter(|message| message.direction == Direction::Sent).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_answer_sent_twice_at_once_is_one_mail() {
    let database = Postgres::start().unwrap().database().unwrap();
    let house = House::open_on_postgres(database.url()).await;
    for round in 1..=10 {
        let (case, knowing) = asked(&house, round).await;
        let answer = NewReply { text: "It is mended.".to_owned(), knowing, ..NewReply::default() };
        let (left, right) = tokio::join!(
            compose::reply(&house.office, &house.actor, case, answer.clone()),
            compose::reply(&house.office, &house.actor, case, answer),
        );
        assert_eq!(left.unwrap(), right.unwrap(), "round {round}");
        assert_eq!(sent_in(&house, case).await, 1, "round {round}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_agents_who_answer_at_once_one_looks_first() {
    let database = Postgres::start().unwrap().database().unwrap();
    let house = House::open_on_postgres(database.url()).await;
    let other = another_administrator(&house, 0).await;
    for round in 1..=10 {
        let (case, knowing) = asked(&house, round).await;
        let answer =
            |text: &str| NewReply { text: text.to_owned(), knowing: knowing.clone(), ..NewReply::default() };
        let (left, right) = tokio::join!(
            compose::reply(&house.office, &house.actor, case, answer("It is mended.")),
            compose::reply(&house.office, &other, case, answer("We come on Monday.")),
        );
        assert!(left.is_ok() != right.is_ok(), "one of them in round {round}: {left:?}, {right:?}");
        let refusal = left.err().or(right.err()).unwrap();
        assert_eq!(refusal.code, "case.answered_meanwhile", "round {round}");
        assert_eq!(sent_in(&house, case).await, 1, "round {round}");
    }
}
