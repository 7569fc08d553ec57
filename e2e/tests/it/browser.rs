//! The main job as an agent does it, in Chromium.

use e2e::api::text;
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
    // Without time for second thoughts.
    world.api.put("/profile/sending", &json!({ "undo_s": 0 })).await.unwrap();
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
    let mail = String::from_utf8(samples::mail(1, CUSTOMER, SERVICE, "while you look")).unwrap();
    let given = json!({ "agent": agent(), "subject": "while you look", "mail": to_send(&world, &mail) });
    let seen = browser::run(&world.office, "live-case", given).await.unwrap();
    assert_eq!(seen["shown"], true);
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

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_to_all_is_undone_planned_and_comes_back_when_the_customer_writes_first() {
    let world = World::open(Engine::Sqlite).await.unwrap();
    world.add_listening_mailbox().await.unwrap();
    let first = format!(
        "From: {CUSTOMER}\r\nTo: {SERVICE}\r\nCc: chief@customer.test\r\nSubject: the invoice\r\n\
         Message-ID: <first@customer.test>\r\n\r\nIt is too high.\r\n"
    );
    world.send_in(first.as_bytes()).unwrap();
    let case = world.newest_case(1).await;
    let id = text(&case, "id").to_owned();
    world.api.put("/profile/sending", &json!({ "undo_s": 60 })).await.unwrap();
    let second = format!(
        "From: {CUSTOMER}\r\nTo: {SERVICE}\r\nSubject: Re: the invoice\r\nMessage-ID: <second@customer.test>\r\n\
         In-Reply-To: <first@customer.test>\r\n\r\nSorry, it is right."
    );
    let given = json!({
        "agent": agent(), "subject": "the invoice", "words": "It is too high.",
        "copy": "chief@customer.test", "answer": "We will look into it.", "mail": to_send(&world, &second),
    });
    let seen = browser::run(&world.office, "second-thoughts", given).await.unwrap();
    assert_eq!(seen["back"], true);
    let case = world.case_with_messages(&id, 2).await;
    assert_eq!(case["messages"].as_array().unwrap().len(), 2, "nothing of ours is left in the case");
    assert_eq!(world.sink.count(), 0, "nothing left the house");
}

/// A mail that the script itself sends, once the page shows what has to be there before.
fn to_send(world: &World, raw: &str) -> Value {
    json!({ "port": world.office.smtp_port(), "from": CUSTOMER, "to": SERVICE, "raw": raw })
}
