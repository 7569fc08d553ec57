//! Mail to a domain is stopped, what is written later too, and goes on.

use std::time::Duration;

use bytes::Bytes;
use domain::OutboxId;
use domain::outbox::DeliveryState;
use domain::waiting::WaitRule;
use flows::outbox::{self, LettingGo, OutboxWorker, Stopper};
use flows::worker::{Found, Worker};
use store::StoreError;
use store::deliveries::DeliveryRow;
use store::held_destinations::Lifted;
use store::outbox::NewOutbox;
use tokio_util::sync::CancellationToken;

use crate::house::{House, SERVICE};
use crate::sending::{another, delivery, queue, states, taken};

const WHY: &str = "wrong price in the template";
const DOMAIN: &str = "customer.test";

fn agent(house: &House) -> Stopper {
    Stopper { organisation: house.actor.organisation, user: Some(house.actor.user) }
}

async fn hold(house: &House) {
    outbox::hold_destination(&house.office, agent(house), (DOMAIN, WHY)).await.unwrap();
}

async fn go_on(house: &House) {
    assert!(outbox::let_destination_go_on(&house.office, agent(house), DOMAIN).await.unwrap());
}

/// A mail to these recipients, due at once.
async fn queue_to(house: &House, recipients: &[&str]) -> OutboxId {
    let (store, organisation, at) = (house.office.store(), house.actor.organisation, house.office.now());
    let raw = Bytes::from_static(b"Subject: an offer\r\n\r\nhello\r\n");
    let item = NewOutbox {
        from: SERVICE.parse().unwrap(),
        from_name: None,
        return_path: Some(SERVICE.parse().unwrap()),
        subject: "an offer".to_owned(),
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

async fn rows(house: &House, item: OutboxId) -> Vec<DeliveryRow> {
    let conn = house.office.store().read();
    store::deliveries::list_of_item(&conn, house.actor.organisation, item).await.unwrap()
}

#[tokio::test]
async fn mail_that_is_written_after_the_hold_waits_untried_and_says_why_while_other_mail_leaves() {
    let house = House::open().await;
    let (office, own) = (&house.office, house.actor.organisation);
    let padded: &str = &format!(" {WHY} ");
    outbox::hold_destination(office, agent(&house), (" @Customer.TEST ", padded)).await.unwrap();
    let shown = outbox::list_destination_holds(office, own).await.unwrap();
    assert_eq!((shown.len(), shown[0].domain.as_str(), shown[0].why.as_str()), (1, DOMAIN, WHY));
    assert_eq!((shown[0].user_name.as_deref(), shown[0].by_operator), (Some("Ada"), false));

    let items = queue(&house, own, 2).await;
    let both = queue_to(&house, &["kari@customer.test", "per@other.test"]).await;
    let other = another(&house, house.sink.port()).await;
    let others = queue(&house, other, 1).await;
    house.send().await;
    assert_eq!(states(&house, other, &others).await, [DeliveryState::Sent], "another organisation's");
    let mut left: Vec<_> = house.sink.taken().into_iter().flat_map(|taken| taken.recipients).collect();
    left.sort();
    assert_eq!(left, ["kari@customer.test", "per@other.test"]);
    for item in &items {
        let waits = delivery(&house, own, *item).await;
        assert_eq!((waits.state, waits.attempts, waits.log.len()), (DeliveryState::Queued, 0, 0));
    }
    let waits = outbox::why(office, own, items[0]).await.unwrap();
    assert_eq!((waits[0].rule, waits[0].words.as_deref()), (WaitRule::HeldDestination, Some(WHY)));
    assert_eq!((waits[0].since, waits[0].goes_at), (Some(house.office.now()), None));
    assert_eq!(waits[0].others.count, 2);
    assert!(outbox::going(office, own, &items).await.unwrap().is_empty());

    let tried = outbox::hasten(office, &house.actor, &items).await.unwrap();
    assert!(tried.done.is_empty(), "none is said to be tried");
    assert_eq!(tried.failed[0].1.code, "outbox.destination_held");
    assert!(!tried.failed[0].1.detail.contains(DOMAIN), "said once of all");
    let tried = outbox::release(office, &house.actor, &items).await.unwrap();
    assert_eq!(tried.failed[0].1.code, "outbox.destination_held");
    house.clock.advance_seconds(3600);
    house.send().await;
    assert_eq!(house.sink.count(), 2, "no way around it");
    go_on(&house).await;
    house.send().await;
    assert_eq!(states(&house, own, &items).await, [DeliveryState::Sent; 2]);
    assert!(rows(&house, both).await.iter().all(|row| row.state == DeliveryState::Sent && row.attempts == 1));
    assert!(outbox::list_destination_holds(office, own).await.unwrap().is_empty());
}

#[tokio::test]
async fn the_time_of_mail_begins_when_it_goes_on_and_nobody_is_told_of_a_delay_before() {
    let house = House::open().await;
    let own = house.actor.organisation;
    house.sink.answer_recipient("kari@customer.test", "451 4.7.1 greylisted");
    let items = queue(&house, own, 2).await;
    house.send().await;
    let late = async || {
        let before = house.office.now().plus_millis(-4 * 3_600_000);
        store::deliveries::list_late(&house.office.store().read(), 0, before, 10).await.unwrap().len()
    };
    hold(&house).await;
    house.clock.advance_seconds(6 * 24 * 3600);
    house.send().await;
    assert_eq!((delivery(&house, own, items[0]).await.attempts, late().await), (1, 0));
    go_on(&house).await;
    house.send().await;
    let waits = delivery(&house, own, items[0]).await;
    assert_eq!((waits.state, waits.attempts), (DeliveryState::Queued, 2), "it was tried, and not given up");
    assert_eq!(late().await, 0);
    house.clock.advance_seconds(5 * 3600);
    assert_eq!(late().await, 2, "hours after it went on");
}

#[tokio::test]
async fn what_a_person_stopped_stays_where_mail_to_its_domain_goes_on() {
    let house = House::open().await;
    let own = house.actor.organisation;
    let items = queue(&house, own, 3).await;
    outbox::hold(&house.office, &house.actor, &items[..1]).await.unwrap();
    hold(&house).await;
    // While it is stopped with the others, too.
    outbox::hold(&house.office, &house.actor, &items[1..2]).await.unwrap();
    house.send().await;
    go_on(&house).await;
    house.send().await;
    let expected = [DeliveryState::Queued, DeliveryState::Queued, DeliveryState::Sent];
    assert_eq!(states(&house, own, &items).await, expected);
    // What is let go while its domain is held waits for that.
    hold(&house).await;
    outbox::release(&house.office, &house.actor, &items).await.unwrap();
    house.send().await;
    assert_eq!(states(&house, own, &items).await, expected);
    go_on(&house).await;
    house.send().await;
    assert_eq!(states(&house, own, &items).await, [DeliveryState::Sent; 3]);
}

#[tokio::test]
async fn what_a_node_has_claimed_before_the_hold_is_given_back_and_leaves_once_later() {
    let house = House::open().await;
    let (office, own) = (&house.office, house.actor.organisation);
    house.sink.be_slow(Duration::from_millis(30));
    let items = queue(&house, own, 60).await;
    let worker = OutboxWorker::new(office.clone(), CancellationToken::new());
    assert_eq!(worker.step().await.unwrap(), Found::Work);
    taken(&house.sink, 1).await;
    hold(&house).await;
    worker.drain().await;
    let left = house.sink.count();
    assert!(left < 40, "{left} of 60 left after the hold: more than were begun");
    let waiting = states(&house, own, &items).await;
    let waiting = waiting.iter().filter(|state| **state == DeliveryState::Queued).count();
    assert_eq!(left + waiting, items.len(), "each has left or waits");

    house.sink.be_slow(Duration::ZERO);
    go_on(&house).await;
    house.send().await;
    assert_eq!(house.sink.count(), items.len());
    for item in &items {
        let sent = delivery(&house, own, *item).await;
        assert_eq!((sent.state, sent.attempts), (DeliveryState::Sent, 1));
    }
}

#[tokio::test]
async fn what_a_node_left_of_mail_that_goes_on_is_let_go_by_the_next_look() {
    let house = House::open().await;
    let own = house.actor.organisation;
    let items = queue(&house, own, 2).await;
    hold(&house).await;
    let at = house.office.now();
    let lifted = house.office.store().write(move |tx| {
        Box::pin(async move { store::held_destinations::lift(tx, own, (DOMAIN, None), at).await })
    });
    let lifted: Result<Lifted, StoreError> = lifted.await;
    assert_eq!(lifted.unwrap(), Lifted::Done);
    house.send().await;
    assert_eq!(house.sink.count(), 0);
    LettingGo::new(house.office.clone()).step().await.unwrap();
    house.send().await;
    assert_eq!(states(&house, own, &items).await, [DeliveryState::Sent; 2]);
}

#[tokio::test]
async fn a_domain_is_held_once_with_a_reason() {
    let house = House::open().await;
    let office = &house.office;
    hold(&house).await;
    let refused = outbox::hold_destination(office, agent(&house), (DOMAIN, "wrong link")).await.unwrap_err();
    let said = |name: &str| refused.params.get(name).map(String::as_str);
    assert_eq!(
        (refused.code, said("user"), said("why")),
        ("held_destination.stands", Some("Ada"), Some(WHY))
    );
    let long = "a".repeat(501);
    for (domain, why, code) in [
        ("ola@other.test", WHY, "held_destination.no_domain"),
        ("other.test", "  ", "sending_stop.no_reason"),
        ("other.test", long.as_str(), "sending_stop.long_reason"),
    ] {
        let refused = outbox::hold_destination(office, agent(&house), (domain, why)).await.unwrap_err();
        assert_eq!(refused.code, code);
    }
    // What is not held is let go on without a change.
    assert!(!outbox::let_destination_go_on(office, agent(&house), "other.test").await.unwrap());
    assert_eq!(outbox::list_destination_holds(office, house.actor.organisation).await.unwrap().len(), 1);
    let operator = Stopper { user: None, ..agent(&house) };
    outbox::hold_destination(office, operator, ("other.test", "unpaid")).await.unwrap();
    let refused = outbox::let_destination_go_on(office, agent(&house), "other.test").await.unwrap_err();
    assert_eq!(refused.code, "held_destination.of_operator");
    outbox::let_destination_go_on(office, operator, "other.test").await.unwrap();
}

#[tokio::test]
async fn the_operator_stops_what_a_user_stopped_and_nothing_leaves_meanwhile() {
    let house = House::open().await;
    let (office, own) = (&house.office, house.actor.organisation);
    let items = queue(&house, own, 1).await;
    hold(&house).await;
    let operator = Stopper { user: None, ..agent(&house) };
    let refused = outbox::hasten(office, &house.actor, &items).await.unwrap();
    assert_eq!(refused.failed[0].1.code, "outbox.destination_held");
    outbox::hold_destination(office, operator, (DOMAIN, "abuse")).await.unwrap();
    for tried in [
        outbox::hasten(office, &house.actor, &items).await.unwrap(),
        outbox::release(office, &house.actor, &items).await.unwrap(),
    ] {
        assert_eq!(tried.failed[0].1.code, "outbox.destination_held_by_operator");
    }
    let refused = outbox::hold_destination(office, agent(&house), (DOMAIN, WHY)).await.unwrap_err();
    let said = |name: &str| refused.params.get(name).map(String::as_str);
    assert_eq!(
        (refused.code, said("user"), said("why")),
        ("held_destination.stands_of_operator", None, Some("abuse"))
    );
    let shown = outbox::list_destination_holds(office, own).await.unwrap();
    assert_eq!((shown.len(), shown[0].by_operator, shown[0].why.as_str()), (1, true, "abuse"));
    let refused = outbox::let_destination_go_on(office, agent(&house), DOMAIN).await.unwrap_err();
    assert_eq!(refused.code, "held_destination.of_operator");
    house.send().await;
    assert_eq!(house.sink.count(), 0);
    outbox::let_destination_go_on(office, operator, DOMAIN).await.unwrap();
    house.send().await;
    assert_eq!(states(&house, own, &items).await, [DeliveryState::Sent]);
}
