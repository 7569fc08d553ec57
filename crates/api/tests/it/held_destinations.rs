//! Domains that mail does not leave for: who may stop and let go, of whose mail, and how many.

use axum::http::Method;
use domain::UserId;
use domain::org::Right;
use serde_json::json;
use store::held_destinations::{self, HOLDS_MAX, Hold};

use crate::office::World;

const PATH: &str = "/api/v1/held-destinations";
const LIFT: &str = "/api/v1/held-destinations/lift";

#[tokio::test]
async fn who_sees_the_outbox_stops_mail_to_a_domain_and_lets_it_go_on_and_everybody_reads_why() {
    let world = World::open().await;
    let (ours, theirs) = (world.organisation("nord").await, world.organisation("sør").await);
    let agent = world.signed_in(ours.organisation, &[Right::Outbox]).await;
    let writer = world.signed_in(ours.organisation, &[Right::CasesOwn]).await;
    let fields = json!({ "domain": "Kunde.example", "why": "wrong price" });
    writer.json(Method::PUT, PATH, fields.clone()).await.expect(403);
    let held = agent.json(Method::PUT, PATH, fields.clone()).await.expect(200).json();
    let row = &held["rows"][0];
    assert_eq!((&row["domain"], &row["why"]), (&json!("kunde.example"), &json!("wrong price")));
    assert_eq!((&row["by_operator"], row["user_name"].is_string()), (&json!(false), true));
    assert_eq!(writer.get(PATH).await.expect(200).json(), held, "whoever writes mail knows that it waits");
    let again = agent.json(Method::PUT, PATH, fields).await.expect(409);
    assert_eq!(
        (again.code().as_str(), &again.json()["params"]["why"]),
        ("held_destination.stands", &json!("wrong price"))
    );

    let other = world.signed_in(theirs.organisation, &[Right::Outbox]).await;
    let domain = json!({ "domain": "kunde.example" });
    assert_eq!(other.get(PATH).await.expect(200).json()["rows"], json!([]));
    other.post(LIFT, domain.clone()).await.expect(200);
    assert_eq!(agent.get(PATH).await.expect(200).json(), held, "another organisation's stands");
    writer.post(LIFT, domain.clone()).await.expect(403);
    assert_eq!(agent.post(LIFT, domain).await.expect(200).json()["rows"], json!([]));
}

#[tokio::test]
async fn a_mail_says_for_which_domain_it_is_held_and_by_what_words() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let agent = world.signed_in(ours.organisation, &[Right::Outbox]).await;
    let item = world.outbox_to(ours.organisation, "per@stoppet.example").await;
    let path = format!("/api/v1/outbox/{item}");
    assert_eq!(agent.get(&path).await.expect(200).json()["held_for"], json!([]));
    let fields = json!({ "domain": "stoppet.example", "why": "wrong price" });
    agent.json(Method::PUT, PATH, fields).await.expect(200);
    let mail = agent.get(&path).await.expect(200).json();
    assert_eq!((&mail["held_for"], &mail["goes_at"]), (&json!(["stoppet.example"]), &json!(null)));
    let wait = &mail["waits"][0];
    assert_eq!((&wait["rule"], &wait["words"]), (&json!("held_destination"), &json!("wrong price")));
    let list = agent.get("/api/v1/outbox?state=stopped&domain=stoppet.example").await.expect(200).json();
    assert_eq!(list["rows"][0]["id"], json!(item.to_string()));
    assert_eq!(list["rows"][0]["held_for"], json!(["stoppet.example"]));
}

#[tokio::test]
async fn the_case_of_a_mail_says_that_its_domain_is_stopped_and_a_planned_one_is_taken_back_all_the_same() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in(ours.organisation, &Right::ALL).await;
    let path = format!("/api/v1/cases/{}", ours.case);
    let send_at = world.office.now().plus_seconds(86_400).to_rfc3339();
    let reply = json!({ "text": "Vent litt.", "send_at": send_at });
    let sent = browser.post(&format!("{path}/reply"), reply).await.expect(201).json();
    let held = async || {
        let case = browser.get(&path).await.expect(200).json();
        let messages = case["messages"].as_array().unwrap().clone();
        let message = messages.into_iter().find(|message| message["id"] == sent["id"]).unwrap();
        let delivery = &message["delivery"];
        assert_eq!(delivery["can_be_taken_back"], json!(true));
        (delivery["held"].clone(), delivery["domain_held"].clone())
    };
    assert_eq!(held().await, (json!(false), json!(false)));
    let fields = json!({ "domain": "kunde.example", "why": "wrong price" });
    browser.json(Method::PUT, PATH, fields.clone()).await.expect(200);
    assert_eq!(held().await, (json!(false), json!(true)), "nobody stopped the mail itself");
    browser.post(LIFT, json!({ "domain": "kunde.example" })).await.expect(200);
    assert_eq!(held().await, (json!(false), json!(false)));
    browser.json(Method::PUT, PATH, fields).await.expect(200);
    let back = format!("{path}/messages/{}/take-back", sent["id"].as_str().unwrap());
    browser.post(&back, json!({})).await.expect(200);
}

#[tokio::test]
async fn what_is_no_domain_has_no_reason_or_is_one_too_many_is_refused() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let agent = world.signed_in(ours.organisation, &[Right::Outbox]).await;
    let put = async |domain: &str, why: &str| {
        agent.json(Method::PUT, PATH, json!({ "domain": domain, "why": why })).await
    };
    let refused = put("ola@kunde.example", "wrong price").await.expect(422);
    assert_eq!(refused.json()["field"], json!("domain"));
    assert_eq!(put("kunde.example", " ").await.expect(422).json()["field"], json!("why"));
    let (org, at, by) = (ours.organisation, world.office.now(), Some(UserId::new(1)));
    world
        .write(move |tx| {
            Box::pin(async move {
                for number in 0..HOLDS_MAX {
                    let (domain, why) = (format!("d{number}.example"), "full".to_owned());
                    held_destinations::put(tx, org, &Hold { domain, by, at, why }).await?;
                }
                Ok(())
            })
        })
        .await;
    let refused = put("kunde.example", "wrong price").await.expect(409);
    assert_eq!(refused.code(), "held_destination.too_many");
}
