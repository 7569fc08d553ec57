//! Sender domains through the API.

use domain::org::Right;
use serde_json::{Value, json};

use crate::office::World;

#[tokio::test]
async fn a_sender_domain_is_added_shown_changed_and_removed() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let chief = world.signed_in(ours.organisation, &[Right::Mailboxes]).await;
    let made =
        chief.post("/api/v1/sender-domains", json!({ "name": "post@blåbær.no" })).await.expect(201).json();
    assert_eq!((&made["name"], &made["state"]), (&json!("xn--blbr-roah.no"), &json!("pending")));
    let records = made["records"].as_array().unwrap();
    let kinds: Vec<&str> = records.iter().filter_map(|record| record["kind"].as_str()).collect();
    assert_eq!(kinds, ["dkim", "dkim", "spf", "dmarc", "mta_sts"]);
    assert_eq!(records[2]["value"], json!("v=spf1 mx a:mail.example.org ~all"));
    let text = made.to_string();
    assert!(!text.contains("private"), "no private key leaves the house: {text}");
    let path = format!("/api/v1/sender-domains/{}", made["id"].as_str().unwrap());
    let input = json!({ "dmarc_policy": "reject", "reports_to": "rua@blåbær.no" });
    let changed = chief.patch(&path, input).await.expect(200).json();
    assert_eq!(changed["records"][3]["value"], json!("v=DMARC1; p=reject; rua=mailto:rua@xn--blbr-roah.no"));
    let names = async || {
        let rows = chief.get("/api/v1/sender-domains").await.expect(200).json();
        rows["rows"].as_array().unwrap().iter().map(|row| row["name"].clone()).collect::<Vec<Value>>()
    };
    assert_eq!(names().await, ["nord.example", "xn--blbr-roah.no"]);
    let taken = chief.post("/api/v1/sender-domains", json!({ "name": "blåbær.no" })).await.expect(409).json();
    assert_eq!((&taken["code"], &taken["field"]), (&json!("sender_domain.taken"), &json!("name")));
    let rotated = chief.post(&format!("{path}/rotate"), json!({})).await.expect(409).json();
    assert_eq!(rotated["code"], json!("sender_domain.not_live"));
    chief.delete(&path).await.expect(204);
    assert_eq!(names().await, ["nord.example"]);
    chief.get(&path).await.expect(404);
    let alarms = chief.get("/api/v1/sender-domains/alarms").await.expect(200).json();
    assert_eq!(alarms["rows"], json!([]));
}
