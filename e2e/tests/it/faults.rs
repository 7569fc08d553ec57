//! What the other side does wrong, and what our side makes of it.

use e2e::api::text;
use e2e::world::{CUSTOMER, Engine, SERVICE, World};
use serde_json::Value;
use testkit::samples;
use testkit::smtp_sink::Fault;

/// A world with one case, whose answer is about to fail.
async fn with_case() -> (World, String) {
    let world = World::open(Engine::Sqlite).await.unwrap();
    world.add_listening_mailbox().await.unwrap();
    world.send_in(&samples::mail(1, CUSTOMER, SERVICE, "the invoice")).unwrap();
    let case = world.newest_case(1).await;
    let id = text(&case, "id").to_owned();
    (world, id)
}

/// The id of the outbox item that an answer made.
fn outbox_of(message: &Value) -> String {
    text(message, "outbox_id").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_for_good_is_shown_on_the_case_with_the_servers_words() {
    let (world, case) = with_case().await;
    world.sink.answer_recipient(CUSTOMER, "550 5.1.1 no such user here");
    let message = world.answer(&case, "Hello.").await.unwrap();
    let item = world.outbox_in_state(&outbox_of(&message), "failed").await;
    assert!(text(&item, "last_words").contains("no such user here"));
    let case = world.api.get(&format!("/cases/{case}")).await.unwrap();
    assert_eq!(case["delivery_failed"], true);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_for_now_waits_and_says_until_when() {
    let (world, case) = with_case().await;
    world.sink.answer_recipient(CUSTOMER, "451 4.7.1 greylisted, come back");
    let message = world.answer(&case, "Hello.").await.unwrap();
    let path = format!("/outbox/{}", outbox_of(&message));
    let item = world
        .api
        .until("an attempt with its words", &path, |item| {
            text(item, "last_words").contains("greylisted").then(|| item.clone())
        })
        .await;
    assert_eq!(text(&item, "state"), "queued");
    assert!(!text(&item, "next_attempt_at").is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_answer_is_sent_again_by_hand() {
    let (world, case) = with_case().await;
    world.sink.fail(Fault::Final("554 5.7.1 not today".to_owned()));
    let message = world.answer(&case, "Hello.").await.unwrap();
    let outbox = outbox_of(&message);
    world.outbox_in_state(&outbox, "failed").await;
    let body = serde_json::json!({ "ids": [outbox] });
    world.api.post("/outbox/send", &body).await.unwrap();
    world.outbox_in_state(&outbox, "sent").await;
    assert_eq!(world.sink.count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_domain_fails_for_good_and_a_failing_name_server_does_not() {
    let (world, case) = with_case().await;
    let to = serde_json::json!({ "text": "Hello.", "to": ["kari@nowhere.test"] });
    let message = world.api.post(&format!("/cases/{case}/reply"), &to).await.unwrap();
    world.outbox_in_state(&outbox_of(&message), "failed").await;

    let to = serde_json::json!({ "text": "Hello.", "to": ["kari@broken.test"] });
    let message = world.api.post(&format!("/cases/{case}/reply"), &to).await.unwrap();
    let path = format!("/outbox/{}", outbox_of(&message));
    let told = |item: &Value| (!text(item, "last_words").is_empty()).then(|| item.clone());
    let item = world.api.until("an attempt with its reason", &path, told).await;
    assert_eq!(text(&item, "state"), "queued");
}
