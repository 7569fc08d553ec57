//! How a category gives its cases out: by weights, a customer's together, and to whoever answers.

use std::collections::BTreeMap;

use domain::case::Assignment;
use domain::{Clock, UserId};
use flows::cases::CaseChange;
use flows::compose::NewReply;
use store::absences::Absence;
use store::categories::CategoryChange;

use crate::house::House;
use crate::notices::{AGENT, category, colleague};

async fn change(house: &House, id: domain::CategoryId, change: CategoryChange) {
    let organisation = house.actor.organisation;
    let changed = house.office.store().write(move |tx| {
        Box::pin(async move { store::categories::update(tx, organisation, id, &change).await })
    });
    assert!(changed.await.unwrap());
}

async fn mail(house: &House, (from, number): (&str, u32)) -> Option<UserId> {
    house
        .receive(&format!(
            "From: {from}\nTo: service@house.test\nSubject: Help {number}\nMessage-ID: <{number}@customer.test>\n\nHello.\n"
        ))
        .await;
    house.cases().await.last().unwrap().owner_id
}

#[tokio::test]
async fn a_member_of_weight_three_gets_three_of_four_cases() {
    let house = House::open().await;
    let (bo, eva) = (colleague(&house, "Bo", &AGENT).await, colleague(&house, "Eva", &AGENT).await);
    let id = category(&house, &[&bo, &eva], &[]).await;
    let weighted = CategoryChange {
        assignment: Some(Assignment::Weighted),
        weights: Some(BTreeMap::from([(bo.user, 3)])),
        ..CategoryChange::default()
    };
    change(&house, id, weighted).await;
    let mut got = BTreeMap::<Option<UserId>, u32>::new();
    for number in 1..=12 {
        *got.entry(mail(&house, (&format!("k{number}@customer.test"), number)).await).or_default() += 1;
    }
    assert_eq!(got, BTreeMap::from([(Some(bo.user), 9), (Some(eva.user), 3)]));
}

#[tokio::test]
async fn a_customers_next_case_within_the_time_goes_to_the_same_member() {
    let house = House::open().await;
    let (bo, eva) = (colleague(&house, "Bo", &AGENT).await, colleague(&house, "Eva", &AGENT).await);
    let id = category(&house, &[&bo, &eva], &[]).await;
    let together = CategoryChange {
        assignment: Some(Assignment::Even),
        together_minutes: Some(60),
        ..CategoryChange::default()
    };
    change(&house, id, together).await;
    let first = mail(&house, ("kari@customer.test", 1)).await;
    house.clock.advance_seconds(60);
    assert_eq!(mail(&house, ("kari@customer.test", 2)).await, first);
    let other = mail(&house, ("per@customer.test", 3)).await;
    assert!(other.is_some() && other != first);
    house.clock.advance_seconds(2 * 3600);
    assert_eq!(
        mail(&house, ("per@customer.test", 4)).await,
        first,
        "the time is over: it is the other's turn"
    );
}

#[tokio::test]
async fn a_case_of_nobody_becomes_his_who_answers_it_unless_the_category_says_otherwise() {
    let house = House::open().await;
    let id = category(&house, &[], &[]).await;
    let reply = || NewReply { text: "We look into it.".to_owned(), ..NewReply::default() };
    assert_eq!(mail(&house, ("kari@customer.test", 1)).await, None);
    let case = house.cases().await[0].id;
    let take = |take| CategoryChange { take_when_replying: Some(take), ..CategoryChange::default() };
    change(&house, id, take(false)).await;
    flows::compose::reply(&house.office, &house.actor, case, reply()).await.unwrap();
    assert_eq!(house.case(case).await.owner_id, None);
    change(&house, id, take(true)).await;
    let again = NewReply { text: "And again.".to_owned(), ..NewReply::default() };
    flows::compose::reply(&house.office, &house.actor, case, again).await.unwrap();
    assert_eq!(house.case(case).await.owner_id, Some(house.actor.user));
}

/// Bo is away for the next hour, and Eva or nobody stands in for him.
async fn away(house: &House, bo: UserId, substitute_id: Option<UserId>) {
    let from = house.clock.now();
    let absence = Absence { from, until: from.plus_seconds(3600), substitute_id };
    let organisation = house.actor.organisation;
    flows::users::absence::set(&house.office, organisation, bo, Some(absence)).await.unwrap();
}

#[tokio::test]
async fn whoever_is_away_is_given_no_case_until_he_is_back() {
    let house = House::open().await;
    let (bo, eva) = (colleague(&house, "Bo", &AGENT).await, colleague(&house, "Eva", &AGENT).await);
    let id = category(&house, &[&bo, &eva], &[]).await;
    let even = CategoryChange { assignment: Some(Assignment::Even), ..CategoryChange::default() };
    change(&house, id, even).await;
    away(&house, bo.user, None).await;
    for number in 1..=3 {
        assert_eq!(mail(&house, (&format!("k{number}@customer.test"), number)).await, Some(eva.user));
    }
    house.clock.advance_seconds(3600);
    assert_eq!(mail(&house, ("back@customer.test", 4)).await, Some(bo.user), "he had the longest rest");
}

#[tokio::test]
async fn an_answer_in_a_case_of_somebody_away_goes_to_who_stands_in_for_him() {
    let house = House::open().await;
    let bo = colleague(&house, "Bo", &AGENT).await;
    let (eva, liv) = (colleague(&house, "Eva", &AGENT).await, colleague(&house, "Liv", &AGENT).await);
    let id = category(&house, &[&bo, &eva], &[]).await;
    assert_eq!(mail(&house, ("kari@customer.test", 1)).await, None);
    let case = house.cases().await[0].id;
    let to_bo = CaseChange { owner: Some(Some(bo.user)), ..CaseChange::default() };
    flows::cases::change(&house.office, &house.actor, case, to_bo).await.unwrap();
    away(&house, bo.user, Some(liv.user)).await;
    let answer = async |number: u32| {
        house
            .receive(&format!(
                "From: kari@customer.test\nTo: service@house.test\nSubject: Re: Help\nMessage-ID: <a{number}@customer.test>\nIn-Reply-To: <1@customer.test>\n\nAny news?\n"
            ))
            .await;
        house.case(case).await.owner_id
    };
    assert_eq!(answer(1).await, Some(bo.user), "the category does not ask for it");
    let give = CategoryChange {
        assignment: Some(Assignment::Even),
        give_when_absent: Some(true),
        ..CategoryChange::default()
    };
    change(&house, id, give).await;
    assert_eq!(answer(2).await, Some(liv.user));
    let log =
        store::cases::list_log(&house.office.store().read(), house.actor.organisation, case).await.unwrap();
    assert!(log.iter().any(|entry| entry.what == "assigned" && entry.params["because"] == "stands_in"));
    away(&house, liv.user, None).await;
    assert_eq!(answer(3).await, Some(eva.user), "without a substitute the category gives it");
    away(&house, eva.user, None).await;
    assert_eq!(answer(4).await, Some(eva.user), "all are away: it stays whose it is");
}
