//! The process is killed while a provider refuses one mail to many after the other, while what is left waits for a person to
//! decide whether its directory is broken, in the decision itself and behind it, and between the transactions of a mail
//! whose recipients one transaction does not hold: none is lost, and none goes twice but where an attempt was cut short
//! (RFC 1047, I5).

use std::collections::BTreeMap;
use std::time::Duration;

use e2e::api::{rows, text};
use e2e::world::{BRANCHES, CUSTOMER, Engine, SERVICE, World, branch};
use serde_json::{Value, json};
use testkit::posthus::Setup;
use testkit::{SeededEntropy, samples, wait};

use crate::accounts::{each_arrived_as_the_outbox_says, items};

const MAILS: usize = 60;
/// How often it is killed in each of the states.
const ROUNDS: usize = 3;
/// Recipients of the long list, and how many of them a transaction holds.
const LISTED: usize = 60;
const AT_A_TIME: usize = 5;
const SEED: u64 = 20_261_201;

#[tokio::test(flavor = "multi_thread")]
async fn mail_to_many_that_waits_for_a_decision_outlives_power_cuts_and_leaves_once() {
    what_waits_for_a_decision_survives_power_cuts(Engine::Sqlite, SEED).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn mail_to_many_that_waits_for_a_decision_outlives_power_cuts_and_leaves_once_from_postgres() {
    what_waits_for_a_decision_survives_power_cuts(Engine::Postgres, SEED + 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_no_transaction_holds_is_taken_once_by_each_when_power_fails() {
    a_long_list_survives_power_cuts(Engine::Sqlite, SEED + 2).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_no_transaction_holds_is_taken_once_by_each_when_power_fails_in_postgres() {
    a_long_list_survives_power_cuts(Engine::Postgres, SEED + 3).await;
}

/// Nothing is sent before all is written; one at a time then.
fn setup() -> Setup {
    Setup::new()
        .set("POSTHUS_LEASE_SECONDS", 2)
        .set("POSTHUS_OUTBOX_CONCURRENCY_PER_DESTINATION", 1)
        .set("POSTHUS_ROLES", "api,hosted,intake")
}

fn begin_to_send(world: &mut World) {
    world.office.set("POSTHUS_ROLES", "api,hosted,intake,outbox");
    assert!(world.office.stop(), "a graceful stop is one");
    world.office.resume().unwrap();
}

/// One provider's customers, at many domains, so that their mail waits in many lanes.
fn customer(number: usize) -> String {
    format!("customer{number}@{}", branch(number % BRANCHES))
}

async fn what_waits_for_a_decision_survives_power_cuts(engine: Engine, seed: u64) {
    let mut world = World::open_with(engine, setup()).await.unwrap();
    write_to_many(&world).await;
    (0..MAILS).for_each(|number| {
        world.sink.answer_recipient(&customer(number), "550 5.1.1 no such user here");
    });
    world.sink.be_slow(Duration::from_millis(2));
    let chance = SeededEntropy::new(seed);
    begin_to_send(&mut world);
    for _ in 0..ROUNDS {
        cut_power(&mut world, &chance);
    }

    let (incident, waiting) = until_all_wait(&world).await;
    for round in 0..ROUNDS {
        let tried = world.sink.transactions();
        world.office.kill();
        world.office.resume().unwrap();
        let more = || (world.sink.transactions() > tried).then_some(());
        let is_tried = wait::try_until(Duration::from_millis(400), more).is_some();
        assert!(!is_tried, "seed {seed}, round {round}: the provider is left alone, after a power cut too");
        let found = until_all_wait(&world).await;
        assert_eq!(found, (incident.clone(), waiting), "seed {seed}, round {round}");
    }

    (0..MAILS).for_each(|number| world.sink.accept_recipient(&customer(number)));
    decide_in_a_power_cut(&mut world, &incident, &chance).await;
    for _ in 0..ROUNDS {
        cut_power(&mut world, &chance);
    }
    each_arrived_as_the_outbox_says(&world, waiting, seed).await;
    // What failed before anybody noticed goes as well, once a person says so.
    world.api.post(&format!("/return-incidents/{incident}/send-again"), &json!({})).await.unwrap();
    each_arrived_as_the_outbox_says(&world, MAILS, seed).await;
    // The letter that tells of the incident goes to a user whose domain is nowhere.
    let mut left = items(&world, "/outbox?limit=200&sort=created_at").await;
    left.retain(|row| !row["case_id"].is_null());
    assert!(left.is_empty(), "seed {seed}: {left:?}");
}

/// An answer to each of many customers, by a job.
async fn write_to_many(world: &World) {
    world.add_listening_mailbox().await.unwrap();
    for number in 0..MAILS {
        world.send_in(&samples::mail(number, &customer(number), SERVICE, "the invoice")).unwrap();
    }
    let all = |page: &Value| {
        let ids: Vec<_> = rows(page).iter().map(|case| text(case, "id").to_owned()).collect();
        (ids.len() == MAILS).then_some(ids)
    };
    let path = "/cases?status=all&limit=200&sort=number";
    let ids = world.api.until("a case of each customer", path, all).await;
    world.api.post("/cases/reply", &json!({ "ids": ids, "text": "It costs ten." })).await.unwrap();
    let written = |page: &Value| (rows(page).len() == MAILS).then_some(());
    world.api.until("an answer to each", "/outbox?limit=200&sort=created_at", written).await;
}

/// Kills it after a few further transactions or a while, and starts it again.
fn cut_power(world: &mut World, chance: &SeededEntropy) {
    let before = world.sink.transactions();
    let steps = 1 + usize::try_from(chance.below(7)).unwrap();
    let within = Duration::from_millis(300 + chance.below(2_500));
    let _moved = wait::try_until(within, || (world.sink.transactions() >= before + steps).then_some(()));
    world.office.kill();
    world.office.resume().unwrap();
}

/// The incident, once all mail failed for it or waits, and how many wait.
async fn until_all_wait(world: &World) -> (String, usize) {
    let look = |page: &Value| {
        let incident = rows(page).iter().find(|row| row["ours"] == false && row["state"] == "open")?;
        let count = |key: &str| usize::try_from(incident[key]["count"].as_u64()?).ok();
        let (failed, waiting) = (count("failed")?, count("waiting")?);
        let is_parked = incident["waits_until"].is_string();
        (is_parked && failed + waiting == MAILS).then(|| (text(incident, "id").to_owned(), waiting))
    };
    world.api.until("all that is left to wait for a decision", "/return-incidents", look).await
}

/// Says that the provider was at fault, while the power fails: what was answered holds, and else it is said again.
async fn decide_in_a_power_cut(world: &mut World, incident: &str, chance: &SeededEntropy) {
    let (api, path) = (world.api.clone(), format!("/return-incidents/{incident}/roll-back"));
    let decision = {
        let path = path.clone();
        tokio::spawn(async move { api.post(&path, &json!({})).await.is_ok() })
    };
    let within = Duration::from_millis(chance.below(40));
    let _ended = wait::try_until(within, || decision.is_finished().then_some(()));
    world.office.kill();
    let is_answered = decision.await.unwrap();
    world.office.resume().unwrap();
    let incidents = world.api.get("/return-incidents").await.unwrap();
    let found = rows(&incidents).iter().find(|row| text(row, "id") == incident).unwrap();
    if found["state"] == "open" {
        assert!(!is_answered, "what was answered is written down");
        world.api.post(&path, &json!({})).await.unwrap();
    }
}

async fn a_long_list_survives_power_cuts(engine: Engine, seed: u64) {
    let mut world = World::open_with(engine, setup()).await.unwrap();
    world.add_listening_mailbox().await.unwrap();
    world.send_in(&samples::mail(1, CUSTOMER, SERVICE, "the invoice")).unwrap();
    let case = world.newest_case(1).await;
    let to: Vec<_> = (0..LISTED).map(|number| format!("listed{number}@customer.test")).collect();
    let answer = json!({ "text": "It costs ten.", "to": to, "undo_s": 0 });
    let message = world.api.post(&format!("/cases/{}/reply", text(&case, "id")), &answer).await.unwrap();
    let id = text(&message, "outbox_id").to_owned();
    world.sink.limit_recipients(AT_A_TIME, "452 4.5.3 Too many recipients");
    world.sink.be_slow(Duration::from_millis(1));
    let chance = SeededEntropy::new(seed);
    begin_to_send(&mut world);
    for _ in 0..ROUNDS {
        cut_power(&mut world, &chance);
    }

    let item = world.outbox_in_state(&id, "sent").await;
    let mut taken = BTreeMap::<String, usize>::new();
    for recipient in world.sink.taken().into_iter().flat_map(|taken| taken.recipients) {
        *taken.entry(recipient).or_default() += 1;
    }
    let deliveries = item["deliveries"].as_array().unwrap();
    assert_eq!(deliveries.len(), LISTED, "seed {seed}");
    for delivery in deliveries {
        let recipient = text(delivery, "recipient");
        let log = delivery["log"].as_array().unwrap();
        let cut = log.iter().filter(|attempt| attempt["result"] == "interrupted").count();
        let times = taken.remove(recipient).unwrap_or_default();
        assert!(times > 0, "seed {seed}: {recipient} never got it");
        assert!(
            times <= 1 + cut,
            "seed {seed}: {recipient} got it {times} times, and {cut} attempts were cut"
        );
    }
    assert!(taken.is_empty(), "seed {seed}: {taken:?}");
}
