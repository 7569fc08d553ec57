//! Two processes over one database and one bucket: what one takes the other may handle, no mail is handled
//! twice, each hears what the other does, and one goes on where the other dies.

use std::time::Duration;

use e2e::api::{Client, text};
use e2e::world::{CUSTOMER, Engine, SERVICE, World};
use serde_json::json;
use testkit::posthus::{Posthus, Setup};
use testkit::s3::{BUCKET, KEYS, S3Server};
use testkit::{samples, smtp_client};

use crate::accounts::{each_arrived_as_the_outbox_says, every_mail_decided, items};

const MAILS: usize = 120;
/// Every so many mails one is large enough for the bucket.
const LARGE: usize = 20;
const SEED: u64 = 20_261_128;

fn setup(s3: &S3Server) -> Setup {
    Setup::new()
        .set("POSTHUS_OBJECTS_KIND", "s3")
        .set("POSTHUS_OBJECTS_S3_ENDPOINT", s3.endpoint())
        .set("POSTHUS_OBJECTS_S3_BUCKET", BUCKET)
        .set("POSTHUS_OBJECTS_S3_REGION", "eu-north-1")
        .set("POSTHUS_OBJECTS_S3_ACCESS_KEY", KEYS.0)
        .set("POSTHUS_OBJECTS_S3_SECRET_KEY", KEYS.1)
        .set("POSTHUS_LEASE_SECONDS", 2)
}

/// A second process beside the world's, with the same key for what is sealed.
fn second_node(world: &World, s3: &S3Server) -> Posthus {
    let key = world.office.data().join("secret.key");
    let setup = setup(s3)
        .world(world.dns.address(), world.sink.port())
        .database(world.database_url().unwrap())
        .set("POSTHUS_SECRET_KEY_FILE", key.display());
    let mut node = Posthus::prepare(setup).unwrap();
    node.resume().unwrap();
    node
}

fn subject(number: usize) -> String {
    format!("question {number}")
}

fn raw(number: usize) -> Vec<u8> {
    if number.is_multiple_of(LARGE) {
        samples::large_mail(number, CUSTOMER, SERVICE, 300 * 1024)
    } else {
        samples::mail(number, &format!("customer{number}@customer.test"), SERVICE, &subject(number))
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_nodes_share_the_work_and_one_goes_on_where_the_other_dies() {
    let s3 = S3Server::start().unwrap();
    let world = World::open_with(Engine::Postgres, setup(&s3)).await.unwrap();
    world.add_listening_mailbox().await.unwrap();
    let mut other = second_node(&world, &s3);
    for number in 0..MAILS {
        let port = if number % 2 == 0 { world.office.smtp_port() } else { other.smtp_port() };
        smtp_client::send(port, CUSTOMER, SERVICE, &raw(number)).unwrap();
    }
    world.newest_case(1).await;
    every_mail_decided(&world).await;
    let cases = items(&world, "/cases?status=all&limit=200&sort=number").await;
    assert_eq!(cases.len(), MAILS, "one case for each");
    let mut numbers: Vec<_> = cases.iter().map(|case| case["number"].as_u64().unwrap()).collect();
    numbers.dedup();
    assert_eq!(numbers.len(), MAILS, "each with a number of its own");

    // Either answers for both; the other dies among the deliveries.
    let there = Client::administrator(&other).await.unwrap();
    world.sink.be_slow(Duration::from_millis(20));
    for (number, case) in cases.iter().enumerate() {
        let is_dead = number >= MAILS * 3 / 4;
        if is_dead {
            other.kill();
        }
        let api = if number % 2 == 0 || is_dead { &world.api } else { &there };
        let answer = json!({ "text": "We will look into it.", "undo_s": 0 });
        api.post(&format!("/cases/{}/reply", text(case, "id")), &answer).await.unwrap();
    }
    each_arrived_as_the_outbox_says(&world, MAILS, SEED).await;
}
