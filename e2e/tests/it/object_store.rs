//! Large mail lies in an S3 bucket: the real binary beside a real S3 server.

use e2e::api::text;
use e2e::world::{CUSTOMER, Engine, SERVICE, World};
use serde_json::json;
use testkit::posthus::Setup;
use testkit::s3::{BUCKET, KEYS, S3Server};
use testkit::samples;

/// Well above what the database keeps itself.
const LARGE: usize = 400 * 1024;

#[tokio::test(flavor = "multi_thread")]
async fn large_mail_comes_from_a_bucket_and_goes_out_of_it() {
    let s3 = S3Server::start().unwrap();
    let setup = Setup::new()
        .set("POSTHUS_OBJECTS_KIND", "s3")
        .set("POSTHUS_OBJECTS_S3_ENDPOINT", s3.endpoint())
        .set("POSTHUS_OBJECTS_S3_BUCKET", BUCKET)
        .set("POSTHUS_OBJECTS_S3_REGION", "eu-north-1")
        .set("POSTHUS_OBJECTS_S3_ACCESS_KEY", KEYS.0)
        .set("POSTHUS_OBJECTS_S3_SECRET_KEY", KEYS.1);
    let mut world = World::open_with(Engine::Sqlite, setup).await.unwrap();
    world.add_listening_mailbox().await.unwrap();
    let received = samples::large_mail(1, CUSTOMER, SERVICE, LARGE);
    world.send_in(&received).unwrap();
    let case = world.newest_case(1).await;
    assert_eq!(s3.objects().len(), 1, "the mail is an object, and nothing of it lies in our folder");
    assert!(!world.office.data().join("objects").exists());

    let file = world.api.upload("minutes.bin", vec![7; LARGE]).await.unwrap();
    let answer = json!({ "text": "Here they are.", "upload_ids": [file] });
    let message = world.api.post(&format!("/cases/{}/reply", text(&case, "id")), &answer).await.unwrap();
    let outbox = text(&message, "outbox_id").to_owned();
    world.outbox_in_state(&outbox, "sent").await;
    assert!(world.sink.taken()[0].raw.len() > LARGE);

    // What is kept is found again by another process.
    assert!(world.office.stop(), "a graceful stop is one");
    world.office.resume().unwrap();
    let world_api = e2e::api::Client::administrator(&world.office).await.unwrap();
    let intakes = world_api.get("/intake?state=placed&limit=10").await.unwrap();
    let intake = text(&intakes["rows"][0], "id").to_owned();
    let kept = world_api.download(&format!("/intake/{intake}/raw")).await.unwrap();
    assert!(kept.ends_with(&received[..]), "octet for octet behind our trace header");
    let sent = world_api.download(&format!("/outbox/{outbox}/raw")).await.unwrap();
    assert_eq!(sent, world.sink.taken()[0].raw);
}
