//! One mail to several recipients, of whom each may come to something else.

use bytes::Bytes;
use domain::job::JobKind;
use domain::outbox::DeliveryState;
use domain::OutboxId;
use flows::jobs::{JobWorker, Rows};
use flows::outbox;
use flows::worker::{Found, Worker};
use store::deliveries::{self, DeliveryRow};
use store::outbox::NewOutbox;
use store::StoreError;

use crate::house::{House, SERVICE};

/// A mail to all of these.
async fn queue_to(house: &House, recipients: &[String]) -> OutboxId {
    let (store, organisation, at) = (house.office.store(), house.actor.organisation, house.office.now());
    let raw = Bytes::from_static(b"Subject: to many\r\n\r\nhello\r\n");
    let item = NewOutbox {
        from: SERVICE.parse().unwrap(),
        from_name: None,
        return_path: Some(SERVICE.parse().unwrap()),
        subject: "to many".to_owned(),
        raw: store::raw::prepare(store, organisation, raw).await.unwrap(),
        recipients: recipients.iter().map(|recipient| recipient.parse().unwrap()).collect(),
        created_by: None,
        case_id: None,
        at,
        due_at: at,
    };
    let write =
        store.write(move |tx| Box::pin(async move { store::outbox::insert(tx, organisation, &item).await }));
    let id: Result<OutboxId, StoreError> = write.await;
    id.unwrap()
}

async fn deliveries_of(house: &House, item: OutboxId) -> Vec<DeliveryRow> {
    let conn = house.office.store().read();
    deliveries::list_of_item(&conn, house.actor.organisation, item).await.unwrap()
}

/// Those in a state.
async fn count(house: &House, item: OutboxId, state: DeliveryState) -> usize {
    deliveries_of(house, item).await.iter().filter(|row| row.state == state).count()
}

/// Whom the server took it for, each as often as it did.
fn taken_for(house: &House) -> Vec<String> {
    let mut all: Vec<_> = house.sink.taken().into_iter().flat_map(|taken| taken.recipients).collect();
    all.sort();
    all
}

#[tokio::test]
async fn a_server_that_takes_fifty_at_a_time_gets_all_in_the_end() {
    for words in
        ["550 5.5.3 Too many recipients, split your message", "550 Too many recipients, split your message"]
    {
        let house = House::open().await;
        house.sink.limit_recipients(50, words);
        let mut recipients: Vec<_> = (0..90).map(|number| format!("r{number:03}@customer.test")).collect();
        let item = queue_to(&house, &recipients).await;
        house.send().await;
        let first = count(&house, item, DeliveryState::Sent).await;
        assert!((50..90).contains(&first), "{words}: {first}");
        assert_eq!(count(&house, item, DeliveryState::Failed).await, 0, "{words}");
        // The destination is well: what goes there besides is not held up.
        let other = queue_to(&house, &["kari@customer.test".to_owned()]).await;
        house.send().await;
        assert_eq!(count(&house, other, DeliveryState::Sent).await, 1, "{words}");
        for _ in 0..3 {
            house.clock.advance_seconds(3600);
            house.send().await;
        }
        assert_eq!(count(&house, item, DeliveryState::Sent).await, 90, "{words}");
        recipients.insert(0, "kari@customer.test".to_owned());
        assert_eq!(taken_for(&house), recipients, "each once");
    }
}

#[tokio::test]
async fn a_mail_that_somebody_stopped_is_not_sent_again_to_those_whom_it_did_not_reach() {
    let house = House::open().await;
    house.sink.answer_recipient("a@customer.test", "550 5.1.1 no such user");
    house.sink.answer_recipient("b@customer.test", "451 4.3.0 the disk is full");
    let item = queue_to(&house, &["a@customer.test".to_owned(), "b@customer.test".to_owned()]).await;
    house.send().await;
    let (office, actor) = (&house.office, &house.actor);
    assert_eq!(outbox::hold(office, actor, &[item]).await.unwrap().done, [item]);
    house.sink.accept_recipient("a@customer.test");
    house.sink.accept_recipient("b@customer.test");

    let again = outbox::send_again(office, actor, &[item]).await.unwrap();
    assert!(again.done.is_empty());
    assert_eq!(again.failed[0].1.code, "outbox.is_held");
    let mut rows = Rows::default();
    rows.add([item.get()]);
    let job = flows::jobs::start(office, actor, JobKind::OutboxSend, rows).await.unwrap();
    let worker = JobWorker::new(office.clone());
    while worker.step().await.unwrap() == Found::Work {}
    let job = flows::jobs::find(office, actor, job.id).await.unwrap();
    assert_eq!(job.failures[0].code, "outbox.is_held");
    house.clock.advance_seconds(3600);
    house.send().await;
    assert_eq!(taken_for(&house), Vec::<String>::new(), "it is stopped");

    outbox::release(office, actor, &[item]).await.unwrap();
    outbox::send_again(office, actor, &[item]).await.unwrap();
    house.send().await;
    assert_eq!(taken_for(&house), ["a@customer.test", "b@customer.test"]);
    let refused = outbox::send_again(office, actor, &[item]).await.unwrap();
    assert_eq!(refused.failed[0].1.code, "outbox.not_failed");
}
