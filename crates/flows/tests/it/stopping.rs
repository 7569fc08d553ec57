//! All mail of an organisation is stopped and goes on.

use std::time::Duration;

use domain::OutboxId;
use domain::outbox::{DeliveryState, Stream};
use domain::timeline::{AllMailTold, Step, StopDeed, Subject};
use domain::waiting::WaitRule;
use flows::outbox::{self, OutboxWorker, Stopper};
use flows::worker::{Found, Worker};
use tokio_util::sync::CancellationToken;

use crate::house::House;
use crate::sending::{another, delivery, queue, queue_in, states, taken};

const WHY: &str = "wrong price in the template";

fn administrator(house: &House) -> Stopper {
    Stopper { organisation: house.actor.organisation, user: Some(house.actor.user) }
}

fn operator(house: &House) -> Stopper {
    Stopper { user: None, ..administrator(house) }
}

#[tokio::test]
async fn stopped_mail_waits_untried_and_says_why_while_that_of_others_leaves() {
    let house = House::open().await;
    let (office, own) = (&house.office, house.actor.organisation);
    outbox::stop(office, administrator(&house), &format!(" {WHY} ")).await.unwrap();
    let shown = outbox::stops(office, own).await.unwrap();
    assert_eq!((shown.len(), shown[0].why.as_str(), shown[0].user_name.as_deref()), (1, WHY, Some("Ada")));

    let mut items = queue(&house, own, 3).await;
    items.extend(queue_in(&house, own, (3, Stream::Bulk)).await);
    let other = another(&house, house.sink.port()).await;
    let others = queue(&house, other, 2).await;
    house.send().await;
    assert_eq!(house.sink.count(), 2, "another organisation's alone");
    assert_eq!(states(&house, other, &others).await, [DeliveryState::Sent; 2]);
    for item in &items {
        let waits = delivery(&house, own, *item).await;
        assert_eq!((waits.state, waits.attempts, waits.log.len()), (DeliveryState::Queued, 0, 0));
    }
    let waits = outbox::why(office, own, items[0]).await.unwrap();
    assert_eq!((waits[0].rule, waits[0].words.as_deref()), (WaitRule::Stopped, Some(WHY)));
    assert_eq!((waits[0].since, waits[0].until), (Some(house.office.now()), None));
    assert_eq!((waits[0].others.count, &waits[0].held_by), (5, &None), "none of another organisation's");

    let tried = outbox::hasten(office, &house.actor, &items).await.unwrap();
    assert!(tried.done.is_empty() && tried.failed.len() == 6, "none is said to be tried");
    assert_eq!(tried.failed[0].1.code, "outbox.all_stopped");
    house.clock.advance_seconds(3600);
    house.send().await;
    assert_eq!(house.sink.count(), 2, "no way around it");
    outbox::go_on(office, administrator(&house)).await.unwrap();
    house.send().await;
    assert_eq!(states(&house, own, &items).await, [DeliveryState::Sent; 6]);
}

#[tokio::test]
async fn the_time_of_mail_does_not_run_out_while_it_is_stopped() {
    let house = House::open().await;
    let (office, own) = (&house.office, house.actor.organisation);
    house.sink.answer_recipient("kari@customer.test", "451 4.7.1 greylisted");
    let items = queue(&house, own, 2).await;
    house.send().await;
    outbox::stop(office, administrator(&house), WHY).await.unwrap();
    house.clock.advance_seconds(6 * 24 * 3600);
    house.send().await;
    assert_eq!(delivery(&house, own, items[0]).await.attempts, 1);
    outbox::go_on(office, administrator(&house)).await.unwrap();
    house.send().await;
    let waits = delivery(&house, own, items[0]).await;
    assert_eq!((waits.state, waits.attempts), (DeliveryState::Queued, 2), "it was tried, and not given up");
    // What is not stopped is let go on without a change.
    house.clock.advance_seconds(6 * 24 * 3600);
    outbox::go_on(office, administrator(&house)).await.unwrap();
    house.send().await;
    assert_eq!(states(&house, own, &items).await, [DeliveryState::Failed; 2]);
}

#[tokio::test]
async fn nobody_is_told_of_a_delay_while_mail_is_stopped_and_everybody_of_one_behind_it() {
    let house = House::open().await;
    let (office, own) = (&house.office, house.actor.organisation);
    house.sink.answer_recipient("kari@customer.test", "451 4.7.1 greylisted");
    queue(&house, own, 1).await;
    outbox::stop(office, administrator(&house), WHY).await.unwrap();
    let late = async || {
        let before = house.office.now().plus_millis(-4 * 3_600_000);
        store::deliveries::list_late(&house.office.store().read(), 0, before, 10).await.unwrap().len()
    };
    house.clock.advance_seconds(30 * 3600);
    assert_eq!(late().await, 0, "nobody was asked");
    outbox::go_on(office, administrator(&house)).await.unwrap();
    house.send().await;
    assert_eq!(late().await, 0);
    house.clock.advance_seconds(5 * 3600);
    assert_eq!(late().await, 1, "hours after it went on");
}

#[tokio::test]
async fn each_side_ends_its_own_stop_alone() {
    let house = House::open().await;
    let (office, own) = (&house.office, house.actor.organisation);
    outbox::stop(office, administrator(&house), WHY).await.unwrap();
    outbox::stop(office, operator(&house), "unpaid since June").await.unwrap();
    let items = queue(&house, own, 1).await;
    let rule = async || outbox::why(office, own, items[0]).await.unwrap()[0].rule;
    assert_eq!(rule().await, WaitRule::StoppedByOperator);
    let tried = outbox::hasten(office, &house.actor, &items).await.unwrap();
    assert_eq!(tried.failed[0].1.code, "outbox.all_stopped_by_operator");
    outbox::go_on(office, administrator(&house)).await.unwrap();
    house.send().await;
    assert_eq!((house.sink.count(), rule().await), (0, WaitRule::StoppedByOperator));
    outbox::go_on(office, operator(&house)).await.unwrap();
    house.send().await;
    assert_eq!((house.sink.count(), outbox::stops(office, own).await.unwrap().len()), (1, 0));
    let refused = outbox::stop(office, administrator(&house), "  ").await.unwrap_err();
    assert_eq!((refused.code, refused.field), ("sending_stop.no_reason", Some("why")));
    let long = "a".repeat(501);
    let refused = outbox::stop(office, administrator(&house), &long).await.unwrap_err();
    assert_eq!(refused.code, "sending_stop.long_reason");
}

#[tokio::test]
async fn a_second_stop_leaves_the_first_as_it_was_and_only_other_words_that_are_asked_for_change_it() {
    let house = House::open().await;
    let (office, own) = (&house.office, house.actor.organisation);
    outbox::stop(office, administrator(&house), WHY).await.unwrap();
    let first = outbox::stops(office, own).await.unwrap();
    house.clock.advance_seconds(60);
    let refused = outbox::stop(office, administrator(&house), "the link is wrong").await.unwrap_err();
    let said = |name: &str| refused.params.get(name).map(String::as_str);
    assert_eq!((refused.code, said("user"), said("why")), ("sending_stop.stands", Some("Ada"), Some(WHY)));
    assert_eq!(said("at"), Some(first[0].at.to_rfc3339().as_str()));
    assert_eq!(outbox::stops(office, own).await.unwrap(), first);

    outbox::reword(office, administrator(&house), "the link is wrong").await.unwrap();
    let stops = outbox::stops(office, own).await.unwrap();
    assert_eq!((stops[0].at, stops[0].why.as_str()), (first[0].at, "the link is wrong"));
    let reworded = stops[0].reworded.as_ref().unwrap();
    assert_eq!((reworded.user_name.as_deref(), reworded.at), (Some("Ada"), house.office.now()));
    outbox::go_on(office, administrator(&house)).await.unwrap();
    let over = outbox::reword(office, administrator(&house), WHY).await.unwrap_err();
    assert_eq!(over.code, "sending_stop.over");
    assert!(outbox::stops(office, own).await.unwrap().is_empty());
}

/// What a mail's timeline tells of stops of all mail.
async fn told(house: &House, item: OutboxId) -> Vec<AllMailTold> {
    let steps = outbox::timeline_of(&house.office, house.actor.organisation, Subject::Outbox(item)).await;
    let steps = steps.unwrap().into_iter();
    steps.filter_map(|(_, step)| if let Step::AllMail(told) = step { Some(told) } else { None }).collect()
}

#[tokio::test]
async fn a_mail_tells_who_stopped_it_with_all_mail_why_and_when_it_went_on() {
    let house = House::open().await;
    let (office, own) = (&house.office, house.actor.organisation);
    let before = queue(&house, own, 1).await[0];
    house.send().await;
    house.clock.advance_seconds(60);
    let waited = queue(&house, own, 1).await[0];
    house.clock.advance_seconds(60);
    outbox::stop(office, administrator(&house), WHY).await.unwrap();
    house.clock.advance_seconds(60);
    let during = queue(&house, own, 1).await[0];
    let told_as =
        |what, why: &str| AllMailTold { what, user_id: Some(house.actor.user), why: why.to_owned() };
    assert_eq!(told(&house, waited).await, [told_as(StopDeed::Stopped, WHY)]);
    house.clock.advance_seconds(60);
    outbox::go_on(office, administrator(&house)).await.unwrap();
    house.clock.advance_seconds(60);
    house.send().await;
    house.clock.advance_seconds(60);
    let after = queue(&house, own, 1).await[0];
    let both = [told_as(StopDeed::Stopped, WHY), told_as(StopDeed::WentOn, "")];
    assert_eq!((told(&house, waited).await, told(&house, during).await), (both.to_vec(), both.to_vec()));
    assert_eq!((told(&house, before).await, told(&house, after).await), (Vec::new(), Vec::new()));
    let other = another(&house, house.sink.port()).await;
    outbox::stop(office, Stopper { organisation: other, user: None }, "unpaid").await.unwrap();
    assert_eq!(told(&house, after).await, [], "another organisation's");
}

/// All mail is stopped, and goes on a minute later.
async fn stop_for_a_minute(house: &House) {
    outbox::stop(&house.office, administrator(house), WHY).await.unwrap();
    house.clock.advance_seconds(60);
    outbox::go_on(&house.office, administrator(house)).await.unwrap();
    house.clock.advance_seconds(60);
}

#[tokio::test]
async fn a_mail_that_comes_back_and_is_sent_again_tells_only_of_stops_that_it_waited_for() {
    let house = House::open().await;
    let (own, kari) = (house.actor.organisation, "kari@customer.test");
    let item = queue(&house, own, 1).await[0];
    house.send().await;
    house.clock.advance_seconds(60);
    stop_for_a_minute(&house).await;
    let returned = store::deliveries::Return {
        recipient: kari.parse().unwrap(),
        at: house.office.now(),
        enhanced: None,
        words: "no such user".to_owned(),
        host: None,
    };
    let recorded = house.office.store().write(move |tx| {
        let returned = returned.clone();
        Box::pin(async move { store::deliveries::record_return(tx, own, item, &returned).await })
    });
    let recorded: Result<_, store::StoreError> = recorded.await;
    assert!(recorded.unwrap().unwrap().is_new);
    assert_eq!(told(&house, item).await, [], "a server had it as all mail was stopped");

    house.clock.advance_seconds(60);
    stop_for_a_minute(&house).await;
    outbox::send_again(&house.office, &house.actor, &[item]).await.unwrap();
    house.send().await;
    assert_eq!(states(&house, own, &[item]).await, [DeliveryState::Sent]);
    assert_eq!(told(&house, item).await, [], "it had failed, and nobody had sent it again");

    house.clock.advance_seconds(60);
    let waited = queue(&house, own, 1).await[0];
    stop_for_a_minute(&house).await;
    house.send().await;
    assert_eq!(told(&house, waited).await.len(), 2);
    // However many stops there are later.
    for _ in 0..101 {
        house.clock.advance_seconds(60);
        stop_for_a_minute(&house).await;
    }
    assert_eq!(told(&house, waited).await.len(), 2);
}

#[tokio::test]
async fn what_a_node_has_claimed_before_the_stop_is_given_back_and_leaves_once_later() {
    let house = House::open().await;
    let (office, own) = (&house.office, house.actor.organisation);
    house.sink.be_slow(Duration::from_millis(30));
    let items = queue(&house, own, 60).await;
    let worker = OutboxWorker::new(office.clone(), CancellationToken::new());
    assert_eq!(worker.step().await.unwrap(), Found::Work);
    taken(&house.sink, 1).await;
    outbox::stop(office, administrator(&house), WHY).await.unwrap();
    worker.drain().await;
    let left = house.sink.count();
    assert!(left < 40, "{left} of 60 left after the stop: more than were begun");
    let waiting = states(&house, own, &items).await;
    let waiting = waiting.iter().filter(|state| **state == DeliveryState::Queued).count();
    assert_eq!(left + waiting, items.len(), "each has left or waits");

    house.sink.be_slow(Duration::ZERO);
    outbox::go_on(office, administrator(&house)).await.unwrap();
    house.send().await;
    assert_eq!(house.sink.count(), items.len());
    for item in &items {
        let sent = delivery(&house, own, *item).await;
        assert_eq!((sent.state, sent.attempts), (DeliveryState::Sent, 1));
    }
}
