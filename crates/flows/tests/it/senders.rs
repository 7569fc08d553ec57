//! Senders that are blocked, and let through again.

use domain::Problem;
use domain::intake::IntakeState;
use flows::filters::{self, FilterInput, Sender};

use crate::house::{House, SERVICE};
use crate::pipeline::{new, state};

fn mail(id: u32, from: &str) -> String {
    format!("From: Somebody <{from}>\nSubject: Offer\nMessage-ID: <{id}@else.test>\n\nBuy now.\n")
}

async fn block(house: &House, sender: &str) -> Result<(), Problem> {
    filters::block_sender(&house.office, &house.actor, Sender::read(sender).unwrap()).await
}

async fn lift(house: &House, sender: &str) -> Result<(), Problem> {
    filters::lift_sender(&house.office, &house.actor, Sender::read(sender).unwrap()).await
}

async fn blocked(house: &House) -> Vec<String> {
    let found = filters::blocked_senders(&house.office, &house.actor).await.unwrap();
    found.senders.iter().map(Sender::written).collect()
}

#[tokio::test]
async fn mail_of_a_blocked_sender_waits_and_is_imported_past_the_block() {
    let house = House::open().await;
    // A filter that is there already comes behind the block.
    let other = FilterInput {
        name: Some("All".to_owned()),
        actions: Some(vec![domain::filter::FilterAction::NoAutoReply]),
        ..FilterInput::default()
    };
    filters::create(&house.office, &house.actor, other).await.unwrap();
    block(&house, "Ads@Else.test").await.unwrap();
    block(&house, "ads@else.test").await.unwrap();
    assert_eq!(blocked(&house).await.len(), 1, "he is blocked once");
    let held = new(house.receive(&mail(1, "ADS@else.test")).await);
    let colleague = new(house.receive(&mail(2, "kari@else.test")).await);
    assert_eq!(state(&house, held).await, IntakeState::Blocked);
    assert_eq!(state(&house, colleague).await, IntakeState::Placed);
    flows::intake::import_again(&house.office, &house.actor, &[held]).await.unwrap();
    house.place().await;
    assert_eq!((state(&house, held).await, house.cases().await.len()), (IntakeState::Placed, 2));
}

#[tokio::test]
async fn a_domain_is_blocked_with_all_its_addresses_and_no_other_that_ends_alike() {
    let house = House::open().await;
    block(&house, "@else.test").await.unwrap();
    let held = new(house.receive(&mail(1, "anybody@else.test")).await);
    let other = new(house.receive(&mail(2, "anybody@someelse.test")).await);
    assert_eq!(state(&house, held).await, IntakeState::Blocked);
    assert_eq!(state(&house, other).await, IntakeState::Placed);
    lift(&house, "@ELSE.test").await.unwrap();
    assert!(blocked(&house).await.is_empty());
    let after = new(house.receive(&mail(3, "anybody@else.test")).await);
    assert_eq!(state(&house, after).await, IntakeState::Placed, "nothing is held back without a sender");
    assert_eq!(lift(&house, "@else.test").await.unwrap_err().code, "not_found");
    block(&house, "one@else.test").await.unwrap();
    assert_eq!(blocked(&house).await, ["one@else.test"]);
}

#[tokio::test]
async fn nobody_shuts_out_the_house_itself_or_a_provider_of_many() {
    let house = House::open().await;
    assert_eq!(block(&house, SERVICE).await.unwrap_err().code, "blocked_sender.own");
    assert_eq!(block(&house, "@house.test").await.unwrap_err().code, "blocked_sender.own");
    assert_eq!(block(&house, "@gmail.com").await.unwrap_err().code, "blocked_sender.provider");
    block(&house, "spammer@gmail.com").await.unwrap();
}

#[tokio::test]
async fn a_filter_that_was_switched_off_acts_again_when_somebody_is_blocked() {
    let house = House::open().await;
    block(&house, "ads@else.test").await.unwrap();
    let conn = house.office.store().read();
    let filter = store::filters::list(&conn, house.actor.organisation).await.unwrap()[0].id;
    let off = FilterInput { active: Some(false), ..FilterInput::default() };
    filters::change(&house.office, &house.actor, filter, off).await.unwrap();
    assert!(!filters::blocked_senders(&house.office, &house.actor).await.unwrap().active);
    block(&house, "more@else.test").await.unwrap();
    let found = filters::blocked_senders(&house.office, &house.actor).await.unwrap();
    assert_eq!((found.active, found.senders.len()), (true, 2));
    // One that somebody deleted begins anew.
    filters::delete(&house.office, &house.actor, filter).await.unwrap();
    assert!(blocked(&house).await.is_empty());
    block(&house, "again@else.test").await.unwrap();
    assert_eq!(blocked(&house).await, ["again@else.test"]);
}
