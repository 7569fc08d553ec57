//! The main job as an agent does it, in Chromium.

use e2e::browser;
use e2e::world::{CUSTOMER, Engine, SERVICE, World};
use serde_json::{Value, json};
use testkit::posthus::ADMINISTRATOR;
use testkit::samples;

fn agent() -> Value {
    json!({ "email": ADMINISTRATOR.0, "password": ADMINISTRATOR.1 })
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_reads_a_case_and_answers_it() {
    let world = World::open(Engine::Sqlite).await.unwrap();
    world.add_listening_mailbox().await.unwrap();
    world.send_in(&samples::mail(1, CUSTOMER, SERVICE, "the invoice")).unwrap();
    world.newest_case(1).await;
    let given = json!({
        "agent": agent(), "subject": "the invoice", "words": "this is mail number 1",
        "answer": "We will look into it.",
    });
    let seen = browser::run(&world.office, "answer-case", given).await.unwrap();
    assert_eq!(seen["complaints"], json!([]), "the page complained");
    let taken = world.sink.wait_for(1);
    assert_eq!(taken[0].recipients, [CUSTOMER]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_appears_in_an_open_list_by_itself() {
    let world = World::open(Engine::Sqlite).await.unwrap();
    world.add_listening_mailbox().await.unwrap();
    let given = json!({ "agent": agent(), "subject": "while you look" });
    let looking = browser::run(&world.office, "live-case", given);
    // The script stands still until the row is there; the mail comes in while it does.
    let (seen, ()) = tokio::join!(looking, async {
        world.send_in(&samples::mail(1, CUSTOMER, SERVICE, "while you look")).unwrap();
    });
    assert_eq!(seen.unwrap()["shown"], true);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_is_found_by_a_word_of_its_message_with_the_keyboard_alone() {
    let world = World::open(Engine::Sqlite).await.unwrap();
    world.add_listening_mailbox().await.unwrap();
    world.send_in(&samples::mail(1, CUSTOMER, SERVICE, "the invoice")).unwrap();
    world.newest_case(1).await;
    let given = json!({ "agent": agent(), "words": "number", "subject": "the invoice" });
    let seen = browser::run(&world.office, "find-case", given).await.unwrap();
    assert_eq!((&seen["found"], &seen["complaints"]), (&json!(true), &json!([])));
}
