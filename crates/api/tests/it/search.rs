//! Searching shows cases that the user may see, and no others.

use domain::org::Right;
use serde_json::json;

use crate::office::World;

#[tokio::test]
async fn a_case_is_found_by_what_a_message_says_and_by_its_number() {
    let world = World::open().await;
    let (ours, theirs) = (world.organisation("nord").await, world.organisation("sør").await);
    let browser = world.signed_in(ours.organisation, &[Right::CasesAll]).await;
    for question in ["hjelp", "HJELPEN", "ola%40kunde.example", "1", "%231"] {
        let found = browser.get(&format!("/api/v1/search?q={question}")).await.expect(200).json();
        let ids: Vec<_> =
            found["rows"].as_array().unwrap().iter().map(|hit| hit["case"]["id"].clone()).collect();
        assert_eq!(ids, [json!(ours.case.to_string())], "{question}");
    }
    let found = browser.get("/api/v1/search?q=hei").await.expect(200).json();
    assert_eq!(found["rows"][0]["excerpt"], json!([{ "text": "Hei", "hit": true }]));
    assert_ne!(found["rows"][0]["case"]["id"], theirs.case.to_string());
    assert_eq!(browser.get("/api/v1/search?q=nothing").await.expect(200).json()["rows"], json!([]));
    let long = format!("/api/v1/search?q={}", "x".repeat(201));
    assert_eq!(browser.get(&long).await.expect(422).code(), "list.search_too_long");
}

#[tokio::test]
async fn somebody_with_his_own_cases_finds_no_others() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in(ours.organisation, &[Right::CasesOwn]).await;
    for question in ["hjelp", "1"] {
        let found = browser.get(&format!("/api/v1/search?q={question}")).await.expect(200).json();
        assert_eq!(found, json!({ "rows": [], "more": false }), "{question}");
    }
}
