//! The process is killed while a destination is parked, and while the mail is under way that finds out whether its
//! trouble is over: nothing is lost, nothing goes twice, and what waited used up no attempt (I5). Nor does anything leave
//! without the protection that its servers promise, before or behind a power cut.

use std::collections::BTreeSet;
use std::net::Ipv4Addr;

use e2e::api::{rows, text};
use e2e::mail;
use e2e::world::{CUSTOMER, Engine, SERVICE, World};
use serde_json::{Value, json};
use testkit::dns::Zone;
use testkit::posthus::Setup;
use testkit::smtp_sink::ConnectionFault;
use testkit::{samples, wait};

use crate::accounts::{each_arrived_as_the_outbox_says, items};

const MAILS: usize = 40;
/// How often it is killed in each of the two states.
const ROUNDS: usize = 4;
const SEED: u64 = 20_261_129;

#[tokio::test(flavor = "multi_thread")]
async fn a_parked_destination_outlives_power_cuts_and_its_mail_leaves_once() {
    parked_mail_survives_power_cuts(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_parked_destination_outlives_power_cuts_and_its_mail_leaves_once_from_postgres() {
    parked_mail_survives_power_cuts(Engine::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn mail_that_waits_for_protection_outlives_power_cuts_and_leaves_once() {
    unprotected_mail_survives_power_cuts(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn mail_that_waits_for_protection_outlives_power_cuts_and_leaves_once_from_postgres() {
    unprotected_mail_survives_power_cuts(Engine::Postgres).await;
}

/// 421 where a greeting is due: no server lets us begin, whatever the mail (RFC 5321 3.1).
fn busy() -> ConnectionFault {
    ConnectionFault::Greeting("421 4.3.2 not now".to_owned())
}

async fn parked_mail_survives_power_cuts(engine: Engine) {
    // Nothing is sent before all is written; one at a time then, so that the first to be refused parks all.
    let setup = Setup::new()
        .set("POSTHUS_LEASE_SECONDS", 2)
        .set("POSTHUS_OUTBOX_CONCURRENCY_PER_DESTINATION", 1)
        .set("POSTHUS_ROLES", "api,hosted,intake");
    let mut world = World::open_with(engine, setup).await.unwrap();
    let ids = write_mails(&world).await;
    world.sink.fail_connection(busy());
    world.office.set("POSTHUS_ROLES", "api,hosted,intake,outbox");
    assert!(world.office.stop(), "a graceful stop is one");
    world.office.resume().unwrap();

    for (round, id) in ids.iter().take(ROUNDS).enumerate() {
        until_parked(&world).await;
        let refused = world.sink.connections();
        world.office.kill();
        world.office.resume().unwrap();
        until_parked(&world).await;
        assert_eq!(
            (world.sink.count(), world.sink.connections()),
            (0, refused),
            "round {round}: it is left alone, after a power cut too"
        );

        // Whoever finds out gets no word until the power is cut.
        world.sink.fail_connection(ConnectionFault::Silence);
        world.api.post("/outbox/retry", &json!({ "ids": [id] })).await.unwrap();
        wait::until("the mail that finds out", || (world.sink.connections() > refused).then_some(()));
        world.office.kill();
        world.sink.fail_connection(busy());
        world.office.resume().unwrap();
    }

    until_parked(&world).await;
    let tried = items(&world, "/outbox?limit=200&sort=created_at").await;
    assert_eq!(tried.len(), MAILS, "none is lost");
    let attempts: u64 = tried.iter().map(|item| item["attempts"].as_u64().unwrap()).sum();
    // In each round one that is cut short, perhaps with another that is ready to follow it, and one that is refused.
    let finders = 3 * ROUNDS as u64 + 1;
    assert!(attempts <= finders, "{attempts} attempts: only the mails that find out use up any");
    world.api.post("/outbox/retry", &json!({ "ids": ids })).await.unwrap();
    each_arrived_as_the_outbox_says(&world, MAILS, SEED).await;
    let arrived = world.sink.taken();
    let different: BTreeSet<_> = arrived.iter().map(|taken| mail::message_id(&taken.raw)).collect();
    assert_eq!(
        (arrived.len(), different.len()),
        (MAILS, MAILS),
        "no server had a mail when it was cut short"
    );
}

/// The customer's zone publishes a certificate of its exchanger (RFC 7672), which has none.
fn sealed(port: u16) -> Zone {
    let place = format!("_{port}._tcp.mx.customer.test");
    let zone = Zone::new().mx("customer.test", 10, "mx.customer.test");
    let zone = zone.a("mx.customer.test", Ipv4Addr::LOCALHOST).tlsa(&place, (3, 0, 1), &[7; 32]);
    zone.signed("customer.test").signed("mx.customer.test").signed(&place)
}

async fn unprotected_mail_survives_power_cuts(engine: Engine) {
    let setup = Setup::new()
        .set("POSTHUS_LEASE_SECONDS", 2)
        .set("POSTHUS_OUTBOX_CONCURRENCY_PER_DESTINATION", 1)
        .set("POSTHUS_ROLES", "api,hosted,intake");
    let mut world = World::open_with(engine, setup).await.unwrap();
    let ids = write_mails(&world).await;
    world.dns.set(sealed(world.sink.port()));
    world.office.set("POSTHUS_NETWORK_DNS_TRUSTED", world.dns.address());
    world.office.set("POSTHUS_ROLES", "api,hosted,intake,outbox");
    assert!(world.office.stop(), "a graceful stop is one");
    world.office.resume().unwrap();

    let last = format!("/outbox/{}", ids.last().unwrap());
    let is_unprotected = |item: &Value| (item["waits"][0]["rule"] == "unprotected").then_some(());
    for round in 0..ROUNDS {
        until_parked(&world).await;
        world.office.kill();
        world.office.resume().unwrap();
        world.api.until("the mail to wait for protection", &last, is_unprotected).await;
        assert_eq!(world.sink.count(), 0, "round {round}: nothing leaves without it");
    }
    let tried = items(&world, "/outbox?limit=200&sort=created_at").await;
    assert_eq!(tried.len(), MAILS, "none is lost");
    // A server of their own takes it all, whatever the customer's lacks.
    let relay =
        json!({ "kind": "relay", "host": "127.0.0.1", "port": world.sink.port(), "security": "none" });
    world.api.put("/transport", &relay).await.unwrap();
    world.office.kill();
    world.office.resume().unwrap();
    each_arrived_as_the_outbox_says(&world, MAILS, SEED).await;
}

/// Writes answers to one case; the ids of their outbox items.
async fn write_mails(world: &World) -> Vec<String> {
    world.add_listening_mailbox().await.unwrap();
    world.send_in(&samples::mail(1, CUSTOMER, SERVICE, "the invoice")).unwrap();
    let case = world.newest_case(1).await;
    let path = format!("/cases/{}/reply", text(&case, "id"));
    let mut ids = Vec::new();
    for number in 0..MAILS {
        let answer = json!({ "text": format!("answer {number}."), "undo_s": 0 });
        let message = world.api.post(&path, &answer).await.unwrap();
        ids.push(text(&message, "outbox_id").to_owned());
    }
    ids
}

/// Waits until nothing is tried for the customer's domain, as the outbox shows it.
async fn until_parked(world: &World) {
    let parked = |picture: &Value| {
        let row = rows(picture).iter().find(|row| row["domain"] == "customer.test")?;
        row["parked_until"].is_string().then_some(())
    };
    world.api.until("the destination to be parked", "/outbox/picture", parked).await;
}
