//! The main job: a mail becomes a case, the answer is delivered, and the answer to that joins it.

use e2e::api::{rows, text};
use e2e::mail;
use e2e::world::{CUSTOMER, Engine, SERVICE, World, service_dovecot};
use serde_json::Value;
use testkit::postfix::Postfix;
use testkit::{samples, wait};

/// Answers the only case, has the customer answer back through `send`, and sees it join.
async fn answer_and_be_answered(world: &World, case: &Value, send: impl AsyncFn(&[u8])) {
    let id = text(case, "id");
    world.answer(id, "We will look into it.").await.unwrap();
    let answer = world.sink.wait_for(1).remove(0);
    assert_eq!(answer.recipients, [CUSTOMER]);
    assert_eq!(mail::field(&answer.raw, "In-Reply-To"), "<sample-1@sender.test>");
    assert!(String::from_utf8_lossy(&answer.raw).contains("We will look into it."));

    send(&samples::reply(2, CUSTOMER, SERVICE, "Re: the invoice", &mail::message_id(&answer.raw))).await;
    world.case_with_messages(id, 3).await;
    let cases = world.api.get("/cases?status=all").await.unwrap();
    assert_eq!(rows(&cases).len(), 1, "the answer joined its case");
}

/// The listener, and delivery straight to the mail exchanger that DNS names.
async fn listener_to_exchanger(engine: Engine) {
    let world = World::open(engine).await.unwrap();
    world.add_listening_mailbox().await.unwrap();
    world.send_in(&samples::mail(1, CUSTOMER, SERVICE, "the invoice")).unwrap();
    let case = world.newest_case(1).await;
    assert_eq!(text(&case, "title"), "the invoice");
    answer_and_be_answered(&world, &case, async |raw| world.send_in(raw).unwrap()).await;
}

/// Fetched from Dovecot, delivered through Postfix.
async fn fetched_to_relay(protocol: &str) {
    let world = World::open(Engine::Sqlite).await.unwrap();
    let dovecot = service_dovecot().unwrap();
    let postfix = Postfix::relay_to(world.sink.address()).unwrap();
    world.relay_through(&postfix).await.unwrap();
    dovecot.deliver(SERVICE, &samples::mail(1, CUSTOMER, SERVICE, "the invoice")).unwrap();
    let mailbox = world.add_fetched_mailbox(&dovecot, protocol).await.unwrap();
    let case = world.newest_case(1).await;
    wait::until("the mailbox to be emptied", || (dovecot.count(SERVICE).unwrap() == 0).then_some(()));

    let check = format!("/mailboxes/{}/check", text(&mailbox, "id"));
    let send = async |raw: &[u8]| {
        dovecot.deliver(SERVICE, raw).unwrap();
        // Its interval is a minute; a person can ask before.
        world.api.post(&check, &Value::Null).await.unwrap();
    };
    answer_and_be_answered(&world, &case, send).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_to_the_listener_is_answered_at_the_exchanger_on_sqlite() {
    listener_to_exchanger(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_to_the_listener_is_answered_at_the_exchanger_on_postgresql() {
    listener_to_exchanger(Engine::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_fetched_over_imap_is_answered_through_a_relay() {
    fetched_to_relay("imap").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_fetched_over_pop3_is_answered_through_a_relay() {
    fetched_to_relay("pop3").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_carries_its_attachment_to_a_real_exchanger() {
    let postfix = Postfix::exchanger_of("customer.test").unwrap();
    let zone = testkit::dns::Zone::new().mx("customer.test", 10, "mx.customer.test");
    let dns = testkit::dns::DnsServer::start(zone.a("mx.customer.test", [127, 0, 0, 1])).unwrap();
    let setup = testkit::posthus::Setup::new().world(dns.address(), postfix.port());
    let office = testkit::posthus::Posthus::start(setup).unwrap();
    let api = e2e::api::Client::administrator(&office).await.unwrap();
    let mailbox = serde_json::json!({ "address": SERVICE, "protocol": "smtp", "active": true });
    api.post("/mailboxes", &mailbox).await.unwrap();
    let raw = samples::mail(1, CUSTOMER, SERVICE, "the invoice");
    testkit::smtp_client::send(office.smtp_port(), CUSTOMER, SERVICE, &raw).unwrap();
    let case = api.first_row("the case", "/cases").await;

    let upload = api.upload("invoice.txt", b"the figures".to_vec()).await.unwrap();
    let answer = serde_json::json!({ "text": "Here it is.", "upload_ids": [upload] });
    api.post(&format!("/cases/{}/reply", text(&case, "id")), &answer).await.unwrap();
    let inbox = wait::until("the answer in the Maildir", || {
        Some(postfix.inbox().unwrap()).filter(|mails| !mails.is_empty())
    });
    assert!(String::from_utf8_lossy(&inbox[0]).contains("invoice.txt"));
}
