//! A mail that its next server took comes back later, with that server's own report.

use e2e::api::text;
use e2e::world::{CUSTOMER, Engine, SERVICE, World};
use testkit::postfix::Postfix;
use testkit::samples;

#[tokio::test(flavor = "multi_thread")]
async fn a_report_of_a_real_postfix_brings_the_answer_back_into_its_case() {
    let world = World::open(Engine::Sqlite).await.unwrap();
    world.add_listening_mailbox().await.unwrap();
    world.sink.answer_recipient(CUSTOMER, "550 5.1.1 no such user here");
    let postfix = Postfix::relay_to(world.sink.address()).unwrap();
    world.relay_through(&postfix).await.unwrap();
    world.send_in(&samples::mail(1, CUSTOMER, SERVICE, "the invoice")).unwrap();
    let case = world.newest_case(1).await;
    let id = text(&case, "id").to_owned();
    let message = world.answer(&id, "We will look into it.").await.unwrap();
    let item = text(&message, "outbox_id").to_owned();
    world.outbox_in_state(&item, "sent").await;

    // Postfix took it, is refused, and reports to our return path, through the same sink.
    let report = world.sink.wait_for(1).remove(0);
    assert_eq!(report.recipients, [SERVICE]);
    testkit::smtp_client::send(world.office.smtp_port(), "", SERVICE, &report.raw).unwrap();
    world.outbox_in_state(&item, "failed").await;
    let failed = |case: &serde_json::Value| {
        let messages = case["messages"].as_array()?;
        messages.iter().find(|message| message["class"] == "delivery_failure").cloned()
    };
    let entry = world.api.until("the failure in the case", &format!("/cases/{id}"), failed).await;
    assert!(text(&entry, "text").contains("no such user here"), "{entry}");
    assert_eq!(entry["to"][0]["address"], CUSTOMER);
    let case = world.api.get(&format!("/cases/{id}")).await.unwrap();
    assert_eq!((&case["status"], &case["unread"]), (&"open".into(), &true.into()));
}
