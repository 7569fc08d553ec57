//! Request types through the API.

use domain::org::Right;
use serde_json::{Value, json};

use crate::office::World;

#[tokio::test]
async fn request_types_are_made_ordered_archived_and_restored() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let chief = world.signed_in(ours.organisation, &[Right::Mailboxes]).await;
    let made = chief.post("/api/v1/request-types", json!({ "name": " Klage " })).await.expect(201).json();
    assert_eq!((&made["name"], &made["archived_at"]), (&json!("Klage"), &Value::Null));
    let taken = chief.post("/api/v1/request-types", json!({ "name": "klage" })).await.expect(409).json();
    assert_eq!((&taken["code"], &taken["field"]), (&json!("request_type.name_taken"), &json!("name")));
    let path = format!("/api/v1/request-types/{}", made["id"].as_str().unwrap());
    chief.patch(&path, json!({ "position": 1, "name": "Klager" })).await.expect(200);
    let names = async || {
        let rows = chief.get("/api/v1/request-types").await.expect(200).json();
        rows["rows"].as_array().unwrap().iter().map(|row| row["name"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(names().await, ["Klager", "Feil"]);
    let instead = json!({ "replaced_by": ours.settings.request_type.to_string() });
    let archived = chief.post(&format!("{path}/archive"), instead.clone()).await.expect(200).json();
    assert_eq!(archived["replaced_by"], instead["replaced_by"]);
    assert_eq!(names().await, ["Feil", "Klager"]);
    chief.post(&format!("{path}/archive"), json!({})).await.expect(409);
    let back = chief.post(&format!("{path}/restore"), json!({})).await.expect(200).json();
    assert_eq!((&back["replaced_by"], &back["archived_at"]), (&Value::Null, &Value::Null));
}

#[tokio::test]
async fn a_case_has_a_request_type_and_lists_ask_for_it() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    world.case(ours.organisation, ours.settings.mailbox, "Annet").await;
    let browser = world.signed_in(ours.organisation, &Right::ALL).await;
    let (path, kind) = (format!("/api/v1/cases/{}", ours.case), ours.settings.request_type.to_string());
    let shown = browser.patch(&path, json!({ "request_type_id": kind })).await.expect(200).json();
    assert_eq!((&shown["request_type_id"], &shown["request_type_name"]), (&json!(kind), &json!("Feil")));
    assert!(shown["log"].as_array().unwrap().iter().any(|entry| entry["what"] == "request_type"));
    let list = async |query: &str| {
        let page = browser.get(&format!("/api/v1/cases?{query}")).await.expect(200).json();
        page["rows"].as_array().unwrap().len()
    };
    assert_eq!(list(&format!("request_type_id={kind}")).await, 1);
    assert_eq!(list("sort=request_type").await, 2);
    let file = browser.get("/api/v1/cases/export?format=txt&sort=request_type").await.expect(200);
    let text = file.text();
    assert!(text.contains("Sakstype") && text.lines().any(|line| line.contains("\tFeil\t")), "{text}");
    let view =
        json!({ "name": "Feil", "shared": false, "settings": { "filter": { "request_type_id": kind } } });
    let made = browser.post("/api/v1/case-views", view).await.expect(201).json();
    assert_eq!(made["settings"]["filter"]["request_type_id"], json!(kind));
    let none = browser.patch(&path, json!({ "request_type_id": null })).await.expect(200).json();
    assert_eq!(none["request_type_id"], Value::Null);
}
