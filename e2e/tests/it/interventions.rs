//! The process is killed at seeded random moments while people act on what is sent: they set how many mails leave in a
//! minute, stop all mail and let it go on, and send some of it another way. No mail is lost, none goes twice but where an
//! attempt was cut short (RFC 1047), and nothing leaves while all is stopped, after a power cut neither (I5).

use std::time::Duration;

use e2e::api::text;
use e2e::world::{CUSTOMER, Engine, SERVICE, World};
use serde_json::json;
use testkit::posthus::Setup;
use testkit::{SeededEntropy, samples, wait};

use crate::accounts::{each_arrived_as_the_outbox_says, items};

const MAILS: usize = 150;
/// Rounds of each of the three acts.
const ROUNDS: usize = 4;
/// Mails that are sent another way at a time.
const REROUTED: usize = 15;
const SEED: u64 = 20_261_130;

#[tokio::test(flavor = "multi_thread")]
async fn no_mail_is_lost_when_power_fails_while_people_limit_stop_and_redirect_it() {
    what_people_do_survives_power_cuts(Engine::Sqlite, SEED).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_mail_is_lost_when_power_fails_while_people_limit_stop_and_redirect_it_in_postgres() {
    what_people_do_survives_power_cuts(Engine::Postgres, SEED + 1).await;
}

async fn what_people_do_survives_power_cuts(engine: Engine, seed: u64) {
    // Nothing is sent before all is written.
    let setup = Setup::new()
        .set("POSTHUS_LEASE_SECONDS", 2)
        .set("POSTHUS_OUTBOX_CONCURRENCY", 4)
        .set("POSTHUS_ROLES", "api,hosted,intake");
    let mut world = World::open_with(engine, setup).await.unwrap();
    write_mails(&world).await;
    // The organisation's own server and the customer's are the same one here, so that it has all that arrives.
    let relay =
        json!({ "kind": "relay", "host": "127.0.0.1", "port": world.sink.port(), "security": "none" });
    world.api.put("/transport", &relay).await.unwrap();
    world.office.set("POSTHUS_ROLES", "api,hosted,intake,outbox");
    let chance = SeededEntropy::new(seed);
    limit(&world, &chance).await;
    assert!(world.office.stop(), "a graceful stop is one");
    world.office.resume().unwrap();
    world.sink.be_slow(Duration::from_millis(5));

    let mut in_work = 0;
    for round in 0..ROUNDS {
        limit(&world, &chance).await;
        in_work += cut_power(&mut world, &chance);
        redirect(&world, &chance, round).await;
        in_work += cut_power(&mut world, &chance);
        in_work += stop_over_a_power_cut(&mut world, &chance, seed).await;
    }
    assert!(in_work >= ROUNDS, "seed {seed}: only {in_work} kills hit the delivery; it needs more mails");
    set_limit(&world, 0).await;
    each_arrived_as_the_outbox_says(&world, MAILS, seed).await;
    assert_eq!(
        items(&world, "/outbox?limit=200&sort=created_at").await.len(),
        0,
        "seed {seed}: nothing is left"
    );
}

/// Writes answers to one case.
async fn write_mails(world: &World) {
    world.add_listening_mailbox().await.unwrap();
    world.send_in(&samples::mail(1, CUSTOMER, SERVICE, "the invoice")).unwrap();
    let case = world.newest_case(1).await;
    let path = format!("/cases/{}/reply", text(&case, "id"));
    for number in 0..MAILS {
        let answer = json!({ "text": format!("answer {number}."), "undo_s": 0 });
        world.api.post(&path, &answer).await.unwrap();
    }
}

/// Some mails in a second at most.
async fn limit(world: &World, chance: &SeededEntropy) {
    set_limit(world, 300 + chance.below(900)).await;
}

async fn set_limit(world: &World, per_minute: u64) {
    let value = json!({ "value": per_minute });
    world.api.put("/settings/send_rates.per_minute", &value).await.unwrap();
}

/// Sends some of what waits another way, each time the other of the two.
async fn redirect(world: &World, chance: &SeededEntropy, round: usize) {
    let waiting = items(world, "/outbox?limit=200&sort=created_at").await;
    let some = usize::try_from(chance.below(1 + waiting.len() as u64)).unwrap();
    let ids: Vec<_> = waiting.iter().skip(some).take(REROUTED).map(|item| text(item, "id")).collect();
    let way = if round.is_multiple_of(2) { "installation" } else { "organisation" };
    // What is with a server meanwhile is not changed, and said not to be.
    let done = world.api.post("/outbox/way", &json!({ "ids": ids, "way": way })).await.unwrap();
    assert!(done["done"].as_u64().is_some(), "{done}");
}

/// Kills it after a few further mails or a while, and starts it again; 1 where mail was still to be sent.
fn cut_power(world: &mut World, chance: &SeededEntropy) -> usize {
    let before = world.sink.count();
    let steps = usize::try_from(chance.below(8)).unwrap();
    let within = Duration::from_millis(50 + chance.below(600));
    let _moved = wait::try_until(within, || (world.sink.count() >= before + steps).then_some(()));
    world.office.kill();
    let in_work = usize::from(world.sink.count() < MAILS);
    world.office.resume().unwrap();
    in_work
}

/// Stops all mail, cuts the power, and lets it go on when it is seen that nothing leaves.
async fn stop_over_a_power_cut(world: &mut World, chance: &SeededEntropy, seed: u64) -> usize {
    world.api.put("/sending-stop", &json!({ "why": "wrong price" })).await.unwrap();
    let in_work = cut_power(world, chance);
    let stopped = world.sink.count();
    let waiting = "/outbox?limit=1&sort=created_at";
    let left = world.api.get(waiting).await.unwrap()["total"]["count"].as_u64().unwrap();
    let leaves = wait::try_until(Duration::from_millis(400), || (world.sink.count() > stopped).then_some(()));
    assert!(leaves.is_none(), "seed {seed}: {left} mails are stopped, and one left");
    world.api.delete("/sending-stop").await.unwrap();
    in_work
}
