//! The process is killed while a blocked address is on trial, and one of two nodes after the other while a destination is
//! parked, while all mail is stopped, and as it goes on: a trial lets one mail out whoever dies, a park and a stop hold for
//! all nodes and behind every power cut, and what waited leaves once (I5).

use std::time::Duration;

use e2e::api::{rows, text};
use e2e::world::{CUSTOMER, Engine, SERVICE, World};
use serde_json::{Value, json};
use testkit::posthus::{Posthus, Setup};
use testkit::smtp_sink::ConnectionFault;
use testkit::{SeededEntropy, samples, wait};

use crate::accounts::{each_arrived_as_the_outbox_says, items};

const SEED: u64 = 20_261_205;
/// Mails to the address that is on trial.
const ANSWERS: usize = 12;
/// Answers that wait while two nodes die.
const MAILS: usize = 40;
/// How often one is killed in each of the states.
const ROUNDS: usize = 4;
/// How long what was claimed by one that was killed may take to be tried again.
const PATIENCE: Duration = Duration::from_secs(60);

#[tokio::test(flavor = "multi_thread")]
async fn a_trial_lets_one_mail_out_whenever_power_fails() {
    a_trial_survives_power_cuts(Engine::Sqlite, SEED).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trial_lets_one_mail_out_whenever_power_fails_in_postgres() {
    a_trial_survives_power_cuts(Engine::Postgres, SEED + 1).await;
}

fn setup() -> Setup {
    Setup::new().set("POSTHUS_LEASE_SECONDS", 2).set("POSTHUS_OUTBOX_CONCURRENCY_PER_DESTINATION", 1)
}

/// Nothing is sent before all is written.
fn unsent() -> Setup {
    setup().set("POSTHUS_ROLES", "api,hosted,intake")
}

fn begin_to_send(world: &mut World) {
    world.office.set("POSTHUS_ROLES", "api,hosted,intake,outbox");
    assert!(world.office.stop(), "a graceful stop is one");
    world.office.resume().unwrap();
}

/// So many answers to one customer; the ids of their outbox items.
async fn write_answers(world: &World, many: usize) -> Vec<String> {
    world.add_listening_mailbox().await.unwrap();
    world.send_in(&samples::mail(1, CUSTOMER, SERVICE, "the invoice")).unwrap();
    let case = world.newest_case(1).await;
    let path = format!("/cases/{}/reply", text(&case, "id"));
    let mut ids = Vec::new();
    for number in 0..many {
        let answer = json!({ "text": format!("answer {number}."), "undo_s": 0 });
        let message = world.api.post(&path, &answer).await.unwrap();
        ids.push(text(&message, "outbox_id").to_owned());
    }
    ids
}

/// A mail to one customer in each of many cases, by a job: single mail goes to an address whose trial is under way.
async fn write_in_bulk(world: &World) {
    world.add_listening_mailbox().await.unwrap();
    for number in 0..ANSWERS {
        let subject = format!("invoice {number}");
        world.send_in(&samples::mail(number, CUSTOMER, SERVICE, &subject)).unwrap();
    }
    let all = |page: &Value| {
        let ids: Vec<_> = rows(page).iter().map(|case| text(case, "id").to_owned()).collect();
        (ids.len() == ANSWERS).then_some(ids)
    };
    let path = "/cases?status=all&limit=200&sort=number";
    let ids = world.api.until("a case of each mail", path, all).await;
    world.api.post("/cases/reply", &json!({ "ids": ids, "text": "It costs ten." })).await.unwrap();
    let written = |page: &Value| (rows(page).len() == ANSWERS).then_some(());
    world.api.until("an answer in each", "/outbox?limit=200&sort=created_at", written).await;
}

async fn a_trial_survives_power_cuts(engine: Engine, seed: u64) {
    let mut world = World::open_with(engine, unsent()).await.unwrap();
    write_in_bulk(&world).await;
    let blocked = world.api.post("/blocked-addresses", &json!({ "address": CUSTOMER })).await.unwrap();
    let ids = json!({ "ids": [blocked["id"]] });
    let done = world.api.post("/blocked-addresses/trial", &ids).await.unwrap();
    assert_eq!(done["done"], 1);
    // Slow enough that kills hit the trial's mail on its way.
    world.sink.be_slow(Duration::from_millis(200));
    let chance = SeededEntropy::new(seed);
    let (mut before, mut in_work) = (world.sink.transactions(), 0);
    begin_to_send(&mut world);
    for round in 1..=ROUNDS {
        let of_chance = Duration::from_millis(20 + chance.below(900));
        // Some hit the start. The last one waits for the mail, where none has met it yet.
        let within = if round == ROUNDS && in_work == 0 { PATIENCE } else { of_chance };
        let moved = wait::try_until(within, || (world.sink.transactions() > before).then_some(()));
        world.office.kill();
        in_work += usize::from(moved.is_some() && world.sink.count() == 0);
        before = world.sink.transactions();
        world.office.resume().unwrap();
    }
    assert!(in_work > 0, "seed {seed}: no kill hit the trial's mail on its way");
    let held = |page: &Value| (rows(page).len() == ANSWERS - 1).then_some(());
    world.api.until("all but one to be held back", "/outbox?state=failed&limit=200", held).await;
    // The one, and no other, which the server may have had of an attempt that was cut short.
    each_arrived_as_the_outbox_says(&world, 1, seed).await;
    let trial = world.api.get(&format!("/blocked-addresses/{}", text(&blocked, "id"))).await.unwrap();
    assert!(trial["trial"]["taken_at"].is_string(), "seed {seed}: {trial}");
}

/// A second process beside the world's, which sends, with the same key for what is sealed.
fn second_node(world: &World) -> Posthus {
    let key = world.office.data().join("secret.key");
    let setup = setup()
        .world(world.dns.address(), world.sink.port())
        .database(world.database_url().unwrap())
        .set("POSTHUS_SECRET_KEY_FILE", key.display());
    let mut node = Posthus::prepare(setup).unwrap();
    node.resume().unwrap();
    node
}

/// Kills one of both and starts it again.
fn cut_power((world, other): (&mut World, &mut Posthus), round: usize) {
    let node = if round.is_multiple_of(2) { &mut world.office } else { other };
    node.kill();
    node.resume().unwrap();
}

async fn until_parked(world: &World) {
    let parked = |picture: &Value| {
        let row = rows(picture).iter().find(|row| row["domain"] == "customer.test")?;
        row["parked_until"].is_string().then_some(())
    };
    world.api.until("the destination to be parked", "/outbox/picture", parked).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_park_and_a_stop_hold_on_two_nodes_whichever_of_them_dies_and_the_mail_leaves_once() {
    let mut world = World::open_with(Engine::Postgres, unsent()).await.unwrap();
    let ids = write_answers(&world, MAILS).await;
    // RFC 5321 3.1: who greets so takes no mail at all.
    world.sink.fail_connection(ConnectionFault::Greeting("421 4.3.2 not now".to_owned()));
    begin_to_send(&mut world);
    until_parked(&world).await;
    let mut other = second_node(&world);
    let refused = world.sink.connections();
    for round in 0..ROUNDS {
        cut_power((&mut world, &mut other), round);
        until_parked(&world).await;
        let tried = (world.sink.count(), world.sink.connections());
        assert_eq!(tried, (0, refused), "round {round}: no node tries what another one parked");
    }

    world.api.put("/sending-stop", &json!({ "why": "the list was wrong" })).await.unwrap();
    // What a person hastens waits for the stop all the same.
    world.api.post("/outbox/retry", &json!({ "ids": ids })).await.unwrap();
    for round in 0..ROUNDS {
        cut_power((&mut world, &mut other), round);
        let left = || (world.sink.count() > 0).then_some(());
        let left = wait::try_until(Duration::from_millis(400), left);
        assert!(left.is_none(), "round {round}: nothing leaves while all mail is stopped");
    }
    assert_eq!(items(&world, "/outbox?limit=200&sort=created_at").await.len(), MAILS, "none is lost");

    world.sink.be_slow(Duration::from_millis(5));
    world.api.delete("/sending-stop").await.unwrap();
    world.api.post("/outbox/retry", &json!({ "ids": ids })).await.unwrap();
    let chance = SeededEntropy::new(SEED + 2);
    for round in 0..ROUNDS {
        let before = world.sink.transactions();
        let steps = 1 + usize::try_from(chance.below(5)).unwrap();
        let moved = || (world.sink.transactions() >= before + steps).then_some(());
        let _moved = wait::try_until(Duration::from_millis(200 + chance.below(1_500)), moved);
        cut_power((&mut world, &mut other), round);
    }
    each_arrived_as_the_outbox_says(&world, MAILS, SEED + 2).await;
}
