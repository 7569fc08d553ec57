//! Addresses that are written to no more: listed, looked at, blocked by hand and let go.

use axum::http::Method;
use domain::org::Right;
use serde_json::json;

use crate::office::World;

#[tokio::test]
async fn an_address_is_blocked_by_hand_and_its_flag_is_cleared_within_ones_own_organisation() {
    let world = World::open().await;
    let (ours, theirs) = (world.organisation("nord").await, world.organisation("sør").await);
    let browser = world.signed_in_as(ours.organisation, ours.user).await;
    let wrong = browser.post("/api/v1/blocked-addresses", json!({ "address": "ingen" })).await.expect(422);
    assert_eq!(wrong.code(), "address.invalid");
    let new = json!({ "address": "Ola@Kunde.Example", "scope": "mailings" });
    let made = browser.post("/api/v1/blocked-addresses", new).await.expect(201).json();
    assert_eq!((&made["scope"], &made["reason"]), (&json!("mailings"), &json!("hand")));
    let wider = json!({ "address": "ola@kunde.example" });
    let wider = browser.post("/api/v1/blocked-addresses", wider).await.expect(201).json();
    assert_eq!((&wider["id"], &wider["scope"]), (&made["id"], &json!("all")));

    let listed = browser.get("/api/v1/blocked-addresses?q=ola@&scope=all").await.expect(200).json();
    assert_eq!(listed["rows"].as_array().map(Vec::len), Some(1));
    let one = format!("/api/v1/blocked-addresses/{}", made["id"].as_str().unwrap());
    let shown = browser.get(&one).await.expect(200).json();
    assert_eq!((&shown["accepted_returns"], &shown["history"]), (&json!(5), &json!([])));

    let ids = json!({ "ids": [made["id"], theirs.known.standing.to_string()] });
    let done = browser.post("/api/v1/blocked-addresses/clear", ids).await.expect(200).json();
    assert_eq!((&done["done"], &done["failed"][0]["code"]), (&json!(1), &json!("not_found")));
    let free = browser.get(&one).await.expect(200).json();
    assert!(free["blocked_at"].is_null());
    let others = world.signed_in_as(theirs.organisation, theirs.user).await;
    let kept = others.get("/api/v1/blocked-addresses").await.expect(200).json();
    assert_eq!(kept["rows"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn how_many_returns_are_accepted_is_each_organisations_own() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in(ours.organisation, &Right::ALL).await;
    let path = "/api/v1/returns/settings";
    assert_eq!(browser.get(path).await.expect(200).json()["accepted_returns"], 5);
    for accepted in [0, 101] {
        let refused =
            browser.json(Method::PUT, path, json!({ "accepted_returns": accepted })).await.expect(422);
        assert_eq!(refused.code(), "returns.accepted");
    }
    browser.json(Method::PUT, path, json!({ "accepted_returns": 2 })).await.expect(200);
    assert_eq!(browser.get(path).await.expect(200).json()["accepted_returns"], 2);
}
