//! One mail to several recipients, of whom each may come to something else.

use std::time::Duration;

use bytes::Bytes;
use domain::job::JobKind;
use domain::notice::Happening;
use domain::outbox::DeliveryState;
use domain::timeline::{Step, Subject};
use domain::{OutboxId, UserId};
use flows::jobs::{JobWorker, Rows};
use flows::outbox::{self, OutboxWorker};
use flows::worker::{Found, Worker};
use store::deliveries::{self, DeliveryRow, DueDelivery};
use store::outbox::NewOutbox;
use store::{Claim, StoreError};
use testkit::wait;
use tokio_util::sync::CancellationToken;

use crate::house::{House, SERVICE};
use crate::notices::bell;

/// A mail to all of these.
async fn queue_to(house: &House, recipients: &[String]) -> OutboxId {
    queue_by(house, None, recipients).await
}

/// The same, by this user.
pub(crate) async fn queue_by(house: &House, created_by: Option<UserId>, recipients: &[String]) -> OutboxId {
    let (store, organisation, at) = (house.office.store(), house.actor.organisation, house.office.now());
    let raw = Bytes::from_static(b"Subject: to many\r\n\r\nhello\r\n");
    let item = NewOutbox {
        from: SERVICE.parse().unwrap(),
        from_name: None,
        return_path: Some(SERVICE.parse().unwrap()),
        subject: "to many".to_owned(),
        raw: store::raw::prepare(store, organisation, raw).await.unwrap(),
        recipients: recipients.iter().map(|recipient| recipient.parse().unwrap()).collect(),
        created_by,
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
        assert_eq!(first, 90, "{words}: the others go in the next transaction, at once");
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
async fn a_long_list_uses_up_no_attempts_at_a_server_that_takes_ten_at_a_time() {
    for words in ["452 4.5.3 Too many recipients", "550 5.5.3 Too many recipients", "550 Too many recipients"]
    {
        let house = House::open().await;
        house.sink.limit_recipients(10, words);
        let recipients: Vec<_> = (0..100).map(|number| format!("r{number:03}@customer.test")).collect();
        let item = queue_to(&house, &recipients).await;
        house.send().await;
        assert_eq!(count(&house, item, DeliveryState::Sent).await, 100, "{words}");
        assert_eq!(taken_for(&house), recipients, "{words}: each once");
        assert!(deliveries_of(&house, item).await.iter().all(|row| row.attempts == 1), "{words}");
    }
}

/// How many steps of this kind the timeline tells of a mail.
async fn told(house: &House, item: OutboxId, is_of_kind: impl Fn(&Step) -> bool) -> usize {
    let conn = house.office.store().read();
    let steps = store::timeline::list(&conn, house.actor.organisation, Subject::Outbox(item)).await.unwrap();
    steps.iter().filter(|(_, step)| is_of_kind(step)).count()
}

#[tokio::test]
async fn a_long_list_does_not_fill_the_timeline_anew_with_each_transaction() {
    let house = House::open().await;
    house.sink.limit_recipients(10, "452 4.5.3 Too many recipients");
    let recipients: Vec<_> = (0..100).map(|number| format!("r{number:03}@customer.test")).collect();
    let item = queue_to(&house, &recipients).await;
    house.send().await;
    assert_eq!(count(&house, item, DeliveryState::Sent).await, 100);
    assert_eq!(told(&house, item, |step| matches!(step, Step::Routed(_))).await, 100);
    assert_eq!(told(&house, item, |step| matches!(step, Step::Delivered { .. })).await, 100);
    assert_eq!(told(&house, item, |step| matches!(step, Step::NextTry { .. })).await, 0);
    // A transaction tells once that there were too many.
    let attempted = told(&house, item, |step| matches!(step, Step::Attempted(_))).await;
    assert!((101..=100 + house.sink.transactions()).contains(&attempted), "{attempted}");
}

#[tokio::test]
async fn a_quota_of_recipients_is_waited_for_with_the_ordinary_waits() {
    for words in ["550 Too many recipients", "550 5.5.3 Too many recipients this hour"] {
        let house = House::open().await;
        house.sink.allow_recipients(10, words);
        let recipients: Vec<_> = (0..30).map(|number| format!("r{number:03}@customer.test")).collect();
        let item = queue_to(&house, &recipients).await;
        for taken in [10, 20, 30] {
            house.send().await;
            assert_eq!(count(&house, item, DeliveryState::Sent).await, taken, "{words}");
            assert_eq!(count(&house, item, DeliveryState::Failed).await, 0, "{words}");
            house.clock.advance_seconds(3600);
            house.sink.allow_recipients(10, words);
        }
        assert_eq!(taken_for(&house), recipients, "{words}: each once");
        // One for each hour: what goes at once, and finds the quota used up, is the same attempt.
        let attempts = deliveries_of(&house, item).await.iter().map(|row| row.attempts).max();
        assert_eq!(attempts, Some(3), "{words}");
    }
}

#[tokio::test]
async fn a_server_that_never_takes_the_first_recipient_ends_in_failure_in_time() {
    const DAY_S: i64 = 24 * 3600;
    let house = House::open().await;
    house.sink.allow_recipients(0, "550 Too many recipients");
    let recipients = ["a@customer.test".to_owned(), "b@customer.test".to_owned()];
    let item = queue_to(&house, &recipients).await;
    house.send().await;
    assert_eq!(count(&house, item, DeliveryState::Queued).await, 2, "it waits");
    for _ in 0..8 {
        house.clock.advance_seconds(DAY_S / 2);
        house.send().await;
    }
    assert_eq!(count(&house, item, DeliveryState::Queued).await, 2, "as long as any mail");
    let attempts = deliveries_of(&house, item).await.iter().map(|row| row.attempts).max();
    assert_eq!(attempts, Some(9), "each counts");
    for _ in 0..4 {
        house.clock.advance_seconds(DAY_S / 2);
        house.send().await;
    }
    assert_eq!(count(&house, item, DeliveryState::Failed).await, 2);
    assert_eq!(taken_for(&house), Vec::<String>::new());
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

/// Another node takes one of them as if its lease had ended; whom it is for.
async fn taken_over(house: &House) -> String {
    let now = house.office.now().plus_seconds(3600);
    let claim = Claim { now, owner: "another".to_owned(), lease_until: now.plus_seconds(3600), limit: 1 };
    let write = house
        .office
        .store()
        .write(move |tx| Box::pin(async move { deliveries::claim_due(tx, &claim).await }));
    let taken: Result<Vec<DueDelivery>, StoreError> = write.await;
    let taken = taken.unwrap();
    assert_eq!(taken.len(), 1);
    taken[0].recipient.to_string()
}

#[tokio::test]
async fn of_a_recipient_whom_another_node_has_by_now_nothing_is_told_and_of_the_others_all() {
    let house = House::open().await;
    let recipients = ["a@customer.test".to_owned(), "b@customer.test".to_owned()];
    for recipient in &recipients {
        house.sink.answer_recipient(recipient, "550 5.1.1 no such user");
    }
    house.sink.be_slow(Duration::from_millis(200));
    let item = queue_by(&house, Some(house.actor.user), &recipients).await;
    let worker = OutboxWorker::new(house.office.clone(), CancellationToken::new());
    assert_eq!(worker.step().await.unwrap(), Found::Work);
    wait::until_async("both to be with the server", async || {
        (count(&house, item, DeliveryState::Sending).await == 2).then_some(())
    })
    .await;
    let others = taken_over(&house).await;
    worker.drain().await;

    let state = async |of_others: bool| {
        let rows = deliveries_of(&house, item).await;
        rows.into_iter().find(|row| (row.recipient.to_string() == others) == of_others).unwrap()
    };
    assert_eq!(state(false).await.state, DeliveryState::Failed);
    assert_eq!(state(true).await.state, DeliveryState::Sending, "it is the other node's to say");
    let told = bell(&house, &house.actor).await.notices.into_iter().map(|notice| notice.row.what);
    let of_whom: Vec<_> = told
        .filter_map(
            |what| if let Happening::MailReturned { recipient, .. } = what { Some(recipient) } else { None },
        )
        .collect();
    let ours: Vec<_> = recipients.into_iter().filter(|recipient| *recipient != others).collect();
    assert_eq!(of_whom, ours);
}
