//! A tag is a word that stands in more places than on cases.

use domain::org::Right;
use serde_json::json;

use crate::office::World;

#[tokio::test]
async fn a_filter_gives_a_tag_as_it_is_called_after_it_was_renamed_or_merged() {
    let world = World::open().await;
    let (ours, theirs) = (world.organisation("nord").await, world.organisation("sør").await);
    let filter = json!({
        "name": "Regninger", "conditions": [{ "field": "subject", "operator": "contains", "value": "faktura" }],
        "actions": [{ "kind": "tags", "text": "faktura, Haster" }],
    });
    let others = world.signed_in(theirs.organisation, &Right::ALL).await;
    others.post("/api/v1/filters", filter.clone()).await.expect(201);
    let browser = world.signed_in(ours.organisation, &Right::ALL).await;
    let made = browser.post("/api/v1/filters", filter).await.expect(201).json();
    let id = made["id"].clone();
    let given = async || {
        let all = browser.get("/api/v1/filters").await.expect(200).json();
        let filter =
            all["rows"].as_array().unwrap().iter().find(|filter| filter["id"] == id).unwrap().clone();
        filter["actions"][0]["text"].clone()
    };

    let renamed = format!("/api/v1/tags/{}", ours.tag);
    browser.patch(&renamed, json!({ "name": "Regning" })).await.expect(200);
    assert_eq!(given().await, "Regning, Haster");

    let names = json!({ "names": ["Regning", "Bilag"] });
    let case = format!("/api/v1/cases/{}/tags", ours.case);
    browser.json(axum::http::Method::PUT, &case, names).await.expect(200);
    let tags = browser.get("/api/v1/tags").await.expect(200).json();
    let other = tags["rows"].as_array().unwrap().iter().find(|tag| tag["name"] == "Bilag").unwrap().clone();
    browser.post(&format!("{renamed}/merge"), json!({ "into": other["id"] })).await.expect(204);
    assert_eq!(given().await, "Bilag, Haster");

    let foreign = others.get("/api/v1/filters").await.expect(200).json();
    assert!(foreign.to_string().contains("faktura, Haster"), "another organisation's filter keeps its word");
}
