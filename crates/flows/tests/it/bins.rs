//! What was thrown away can be restored for as long as the organisation says, and is gone then.

use domain::case::Direction;
use domain::{CaseId, MessageId};
use flows::cases::{self, messages};
use flows::housekeeping::Housekeeper;
use flows::sent_mail::{self, SentMailRules};
use flows::worker::{Found, Worker};
use store::bins::BinDays;
use store::cases::MessageRow;

use crate::house::House;
use crate::pipeline::new;

const DAY_S: i64 = 24 * 3600;

async fn clean(house: &House) {
    let housekeeper = Housekeeper::new(house.office.clone());
    while housekeeper.step().await.unwrap() == Found::Work {}
}

async fn a_case(house: &House) -> CaseId {
    house
        .receive("From: kari@customer.test\nSubject: Invoice\nMessage-ID: <1@customer.test>\n\nHello.\n")
        .await;
    house.cases().await[0].id
}

async fn all(house: &House, case: CaseId) -> Vec<MessageRow> {
    let conn = house.office.store().read();
    store::cases::list_messages(&conn, house.actor.organisation, case).await.unwrap()
}

async fn comment(house: &House, case: CaseId) -> MessageId {
    cases::comment(&house.office, &house.actor, case, "A note.".to_owned()).await.unwrap()
}

/// Runs the housekeeper on the last day of a bin and on the day behind it.
async fn is_there_on(house: &House, days: u32, is_there: impl AsyncFn() -> bool) {
    house.clock.advance_seconds(i64::from(days) * DAY_S - 1);
    clean(house).await;
    assert!(is_there().await, "it is kept for {days} days");
    house.clock.advance_seconds(2);
    clean(house).await;
    assert!(!is_there().await, "and not for longer");
}

#[tokio::test]
async fn deleted_mail_of_the_inbox_queue_is_kept_for_thirty_days() {
    let house = House::open().await;
    let id = new(house.receive("From: a@c.test\nSubject: x\nMessage-ID: <1@c.test>\n\nHi\n").await);
    let organisation = house.actor.organisation;
    let (store, now) = (house.office.store(), house.office.now());
    let deleted: Result<_, store::StoreError> = store
        .write(move |tx| Box::pin(async move { store::intake::delete(tx, organisation, &[id], now).await }))
        .await;
    assert_eq!(deleted.unwrap(), [id]);
    let is_there = async || {
        let conn = house.office.store().read();
        store::intake::find(&conn, house.actor.organisation, id).await.unwrap().is_some()
    };
    is_there_on(&house, 30, is_there).await;
}

#[tokio::test]
async fn deleted_mail_of_the_outbox_is_kept_for_as_long_as_the_organisation_says() {
    let house = House::open().await;
    let case = a_case(&house).await;
    let reply = flows::compose::NewReply { text: "Hello.".to_owned(), ..Default::default() };
    flows::compose::reply(&house.office, &house.actor, case, reply).await.unwrap();
    let id = all(&house, case).await.last().unwrap().outbox_id.unwrap();
    flows::bins::set_days(&house.office, &house.actor, BinDays { cases: 1, spam: 1, queues: 7 })
        .await
        .unwrap();
    let organisation = house.actor.organisation;
    let (store, now) = (house.office.store(), house.office.now());
    let deleted: Result<_, store::StoreError> = store
        .write(move |tx| Box::pin(async move { store::outbox::delete(tx, organisation, &[id], now).await }))
        .await;
    assert_eq!(deleted.unwrap(), [id]);
    let is_there = async || {
        let conn = house.office.store().read();
        store::outbox::find(&conn, house.actor.organisation, id).await.unwrap().is_some()
    };
    is_there_on(&house, 7, is_there).await;
}

#[tokio::test]
async fn the_days_of_a_bin_are_between_one_and_a_year() {
    let house = House::open().await;
    for (days, refused) in [(0, true), (1, false), (365, false), (366, true)] {
        let days = BinDays { cases: 14, spam: days, queues: 30 };
        let set = flows::bins::set_days(&house.office, &house.actor, days).await;
        assert_eq!(set.is_err(), refused, "{days:?}");
        assert!(set.err().is_none_or(|error| error.field == Some("spam") && error.code == "bins.days"));
    }
}

#[tokio::test]
async fn a_comment_is_its_authors_for_a_quarter_of_an_hour() {
    let house = House::open().await;
    let case = a_case(&house).await;
    let note = comment(&house, case).await;
    let mut author = house.actor.clone();
    author.rights.remove(&domain::org::Right::Delete);
    let edit = async |actor: &domain::Actor, id| {
        messages::edit_comment(&house.office, actor, (case, id), "Better.".to_owned()).await
    };
    edit(&author, note).await.unwrap();
    let shown = all(&house, case).await.pop().unwrap();
    assert_eq!((shown.content.text.as_str(), shown.marks.edited_at), ("Better.", Some(house.office.now())));
    house.clock.advance_seconds(15 * 60 + 1);
    assert_eq!(edit(&author, note).await.unwrap_err().code, "message.not_yours");
    let removed = messages::remove(&house.office, &author, (case, note)).await;
    assert_eq!(removed.unwrap_err().code, "message.not_yours");
    edit(&house.actor, note).await.unwrap();
    let mail = all(&house, case).await.remove(0);
    assert_eq!(mail.direction, Direction::Received);
    assert_eq!(edit(&house.actor, mail.id).await.unwrap_err().code, "message.is_evidence");
}

#[tokio::test]
async fn a_removed_mail_is_put_back_until_its_bin_is_emptied_and_its_octets_go_then() {
    let house = House::open().await;
    let case = a_case(&house).await;
    let mail = all(&house, case).await.remove(0);
    let (hash, id) = (mail.raw_hash.unwrap(), mail.id);
    messages::remove(&house.office, &house.actor, (case, id)).await.unwrap();
    let twice = messages::remove(&house.office, &house.actor, (case, id)).await.unwrap_err();
    assert_eq!(twice.code, "message.removed");
    messages::restore(&house.office, &house.actor, (case, id)).await.unwrap();
    assert_eq!(all(&house, case).await.remove(0), mail);
    messages::remove(&house.office, &house.actor, (case, id)).await.unwrap();
    let about = flows::compose::NewReply {
        text: "x".to_owned(),
        about: flows::compose::AboutMessage { message_id: Some(id), attachments: Vec::new() },
        ..Default::default()
    };
    let gone = flows::compose::reply(&house.office, &house.actor, case, about).await.unwrap_err();
    assert_eq!(gone.code, "not_found", "and is quoted in no answer");
    let is_there = async || all(&house, case).await[0].marks.removed.as_ref().unwrap().can_return;
    is_there_on(&house, 14, is_there).await;
    let late = messages::restore(&house.office, &house.actor, (case, id)).await.unwrap_err();
    assert_eq!(late.code, "message.not_binned");
    house.clock.advance_seconds(2 * DAY_S);
    clean(&house).await;
    let conn = house.office.store().read();
    assert!(store::raw::get(&conn, house.actor.organisation, hash).await.unwrap().is_none());
    // An answer to the mail still finds its case.
    house.receive("From: kari@customer.test\nSubject: Re: Invoice\nMessage-ID: <2@customer.test>\nIn-Reply-To: <1@customer.test>\n\nWell?\n").await;
    assert_eq!(house.cases().await.len(), 1);
}

#[tokio::test]
async fn a_removed_message_counts_for_no_case_it_is_moved_to_and_is_answered_there() {
    let house = House::open().await;
    let (from, mail) = (a_case(&house).await, "From: ola@customer.test\nSubject: Other\n\nHi.\n");
    house.receive(mail).await;
    let to = house.cases().await[1].id;
    house.receive("From: kari@customer.test\nSubject: Re: Invoice\nMessage-ID: <3@customer.test>\nIn-Reply-To: <1@customer.test>\n\nAnd?\n").await;
    let message = all(&house, from).await.remove(0).id;
    messages::remove(&house.office, &house.actor, (from, message)).await.unwrap();
    cases::move_messages(&house.office, &house.actor, (from, to), &[message]).await.unwrap();
    assert_eq!(house.case(to).await.messages, 1, "the other mail alone");
    house.receive("From: kari@customer.test\nSubject: Re: Invoice\nMessage-ID: <2@customer.test>\nIn-Reply-To: <1@customer.test>\n\nWell?\n").await;
    assert_eq!(house.case(to).await.messages, 2, "an answer to it goes where it is");
    messages::restore(&house.office, &house.actor, (to, message)).await.unwrap();
    assert_eq!(house.case(to).await.messages, 3);
}

#[tokio::test]
async fn a_mail_that_is_not_sent_yet_is_not_removed() {
    let house = House::open().await;
    let case = a_case(&house).await;
    let reply = flows::compose::NewReply { text: "Hello.".to_owned(), ..Default::default() };
    let message = flows::compose::reply(&house.office, &house.actor, case, reply).await.unwrap();
    let early = messages::remove(&house.office, &house.actor, (case, message)).await.unwrap_err();
    assert_eq!(early.code, "message.on_its_way");
    house.send().await;
    messages::remove(&house.office, &house.actor, (case, message)).await.unwrap();
}

/// A mail of no case, as a notice is.
async fn of_no_case(house: &House) -> domain::OutboxId {
    let (store, organisation, at) = (house.office.store(), house.actor.organisation, house.office.now());
    let raw = bytes::Bytes::from_static(b"Subject: Notice\r\n\r\nHello.\r\n");
    let item = store::outbox::NewOutbox {
        from: "post@house.test".parse().unwrap(),
        from_name: None,
        return_path: None,
        subject: "Notice".to_owned(),
        raw: store::raw::prepare(store, organisation, raw).await.unwrap(),
        recipients: vec!["ola@customer.test".parse().unwrap()],
        created_by: None,
        case_id: None,
        at,
        due_at: at,
    };
    let put = store.write(move |tx| {
        let item = item.clone();
        Box::pin(async move { store::outbox::insert(tx, organisation, &item).await })
    });
    let made: Result<_, store::StoreError> = put.await;
    made.unwrap()
}

#[tokio::test]
async fn sent_mail_that_no_case_shows_is_kept_for_as_long_as_the_organisation_says() {
    let house = House::open().await;
    let (office, actor) = (&house.office, &house.actor);
    let case = a_case(&house).await;
    let reply = flows::compose::NewReply { text: "Hello.".to_owned(), ..Default::default() };
    flows::compose::reply(office, actor, case, reply).await.unwrap();
    let answer = all(&house, case).await.last().unwrap().outbox_id.unwrap();
    let notice = of_no_case(&house).await;
    house.send().await;
    let planned = of_no_case(&house).await;
    let is_there = async |id| {
        store::outbox::find(&office.store().read(), actor.organisation, id).await.unwrap().is_some()
    };
    // Until somebody chooses, nothing goes.
    house.clock.advance_seconds(400 * DAY_S);
    clean(&house).await;
    assert!(is_there(notice).await);
    for days in [1, 29, 3661] {
        let refused = sent_mail::put_rules(office, actor, SentMailRules { days }).await.unwrap_err();
        assert_eq!((refused.code, refused.field), ("sent_mail.days", Some("days")));
    }
    sent_mail::put_rules(office, actor, SentMailRules { days: 401 }).await.unwrap();
    clean(&house).await;
    assert!(is_there(notice).await, "its days are not over");
    house.clock.advance_seconds(2 * DAY_S);
    clean(&house).await;
    assert!(!is_there(notice).await && is_there(answer).await && is_there(planned).await);
    let conn = office.store().read();
    let attempts = store::deliveries::list_of_item(&conn, actor.organisation, notice).await.unwrap();
    assert!(attempts.is_empty(), "its deliveries are gone with it");
    // What is sent late lies before what was looked at: it is found on another day.
    house.send().await;
    clean(&house).await;
    assert!(is_there(planned).await, "the look rests");
    house.clock.advance_seconds(DAY_S + 1);
    clean(&house).await;
    assert!(is_there(planned).await, "it left the day before, and may come back");
    house.clock.advance_seconds(401 * DAY_S);
    clean(&house).await;
    assert!(!is_there(planned).await && is_there(answer).await);
}
