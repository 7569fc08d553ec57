//! Mail that another mail server brings: a real Postfix hands it over, by SMTP and by LMTP.

use std::net::SocketAddr;

use e2e::api::text;
use e2e::world::{CUSTOMER, Engine, SERVICE, World};
use testkit::postfix::{Postfix, PostfixSetup};
use testkit::posthus::Setup;
use testkit::smtp_client::SmtpClient;
use testkit::{free_port, samples};

/// A mail through Postfix becomes a case whose timeline says how it came.
async fn through(world: &World, postfix: &Postfix, via: &str) {
    world.add_listening_mailbox().await.unwrap();
    let mail = samples::mail(1, CUSTOMER, SERVICE, "the invoice");
    let said = SmtpClient::connect(postfix.port()).unwrap().send(CUSTOMER, &[SERVICE], &mail).unwrap();
    assert!(said.starts_with("250"), "{}", postfix.log());
    let case = world.newest_case(1).await;
    assert_eq!(text(&case, "title"), "the invoice", "{}", postfix.log());
    let placed = world.api.get("/intake?state=placed").await.unwrap();
    let id = text(&placed["rows"][0], "id");
    let timeline = world.api.get(&format!("/intake/{id}/timeline")).await.unwrap();
    assert_eq!(text(&timeline["rows"][0], "via"), via);
    // Nobody is told about a mail for an address that is not ours but its sender.
    let stranger = "nobody@acme.test";
    let mail = samples::mail(2, CUSTOMER, stranger, "for nobody");
    SmtpClient::connect(postfix.port()).unwrap().send(CUSTOMER, &[stranger], &mail).unwrap();
    testkit::wait::until("the refusal in Postfix's log", || {
        postfix.log().contains("550 5.1.1 no such recipient here").then_some(())
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn postfix_hands_over_by_smtp() {
    let world = World::open(Engine::Sqlite).await.unwrap();
    let office: SocketAddr = ([127, 0, 0, 1], world.office.smtp_port()).into();
    let postfix = Postfix::relay_to(office).unwrap();
    through(&world, &postfix, "smtp").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn postfix_hands_over_by_lmtp() {
    let place: SocketAddr = ([127, 0, 0, 1], free_port().unwrap()).into();
    let world =
        World::open_with(Engine::Sqlite, Setup::new().set("POSTHUS_LMTP_LISTEN", place)).await.unwrap();
    let lmtp = Some((vec!["acme.test".to_owned()], place));
    let postfix = Postfix::start(&PostfixSetup { lmtp, ..PostfixSetup::default() }).unwrap();
    through(&world, &postfix, "lmtp").await;
}
