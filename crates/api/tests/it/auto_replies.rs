//! Automatic replies through the API.

use axum::http::Method;
use domain::org::Right;
use serde_json::json;

use crate::office::World;

#[tokio::test]
async fn the_settings_are_read_and_set_whole() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let chief = world.signed_in(ours.organisation, &[Right::Templates]).await;
    let mut settings = chief.get("/api/v1/auto-replies").await.expect(200).json();
    assert_eq!((&settings["enabled"], &settings["per_address"]["burst"]), (&json!(false), &json!(2)));
    settings["enabled"] = json!(true);
    settings["template_id"] = json!(ours.settings.template.to_string());
    settings["categories"] =
        json!([{ "category_id": ours.settings.category.to_string(), "template_id": null }]);
    let put = async |body| chief.json(Method::PUT, "/api/v1/auto-replies", body).await;
    assert_eq!(put(settings.clone()).await.expect(200).json(), settings);
    assert_eq!(chief.get("/api/v1/auto-replies").await.expect(200).json(), settings);

    let template = format!("/api/v1/templates/{}", ours.settings.template);
    assert_eq!(chief.json(Method::DELETE, &template, json!({})).await.expect(409).code(), "template.in_use");
    settings["per_case"]["interval_s"] = json!(0);
    let refused = put(settings).await.expect(422).json();
    assert_eq!((&refused["code"], &refused["field"]), (&json!("auto_reply.rate"), &json!("per_case")));
}

#[tokio::test]
async fn a_pause_is_shown_and_lifted() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let chief = world.signed_in(ours.organisation, &[Right::Templates]).await;
    let pauses = chief.get("/api/v1/auto-replies/pauses").await.expect(200).json();
    assert_eq!(pauses["rows"][0]["address"], "ola@kunde.example");
    let path = format!("/api/v1/auto-replies/pauses/{}", ours.settings.budget);
    chief.json(Method::DELETE, &path, json!({})).await.expect(204);
    let pauses = chief.get("/api/v1/auto-replies/pauses").await.expect(200).json();
    assert_eq!(pauses["rows"], json!([]));
}

#[tokio::test]
async fn signatures_are_set_by_each_for_himself_and_shown_in_a_case() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in(ours.organisation, &[Right::CasesAll, Right::Templates]).await;
    let own = json!({ "of_new": "", "of_reply": "Hilsen [[user.name]]" });
    browser.json(Method::PUT, "/api/v1/profile/signatures", own.clone()).await.expect(200);
    let kept = browser.get("/api/v1/profile/signatures").await.expect(200).json();
    assert_eq!((&kept["of_reply"], &kept["of_reply_html"]), (&own["of_reply"], &json!(null)));
    let mailbox = format!("/api/v1/mailboxes/{}/signature", ours.settings.mailbox);
    browser.json(Method::PUT, &mailbox, json!({ "text": "Nord AS" })).await.expect(200);
    let shown = browser.get(&format!("/api/v1/cases/{}/signatures", ours.case)).await.expect(200).json();
    assert_eq!(
        shown["rows"][1],
        json!({ "choice": "reply", "html": null, "text": "Hilsen Kari Nordmann\nNord AS" })
    );
    assert_eq!(shown["rows"][2], json!({ "choice": "mailbox", "html": null, "text": "Nord AS" }));
    let first = format!("/api/v1/cases/start/signatures?mailbox_id={}", ours.settings.mailbox);
    let shown = browser.get(&first).await.expect(200).json();
    assert_eq!(
        shown["rows"][0],
        json!({ "choice": "new", "html": null, "text": "Nord AS" }),
        "none of his own for first mails"
    );
    let both = json!({ "text": "Nord AS", "reply_text": "Nord", "reply_html": "<div><b>Nord</b></div>" });
    let kept = browser.json(Method::PUT, &mailbox, both).await.expect(200).json();
    assert_eq!(kept, browser.get(&mailbox).await.expect(200).json());
    assert_eq!((&kept["text"], &kept["html"]), (&json!("Nord AS"), &json!(null)));
    assert_eq!(
        (&kept["reply_text"], &kept["reply_html"]),
        (&json!("Nord"), &json!("<div><b>Nord</b></div>"))
    );
    let shown = browser.get(&format!("/api/v1/cases/{}/signatures", ours.case)).await.expect(200).json();
    assert_eq!(shown["rows"][2]["text"], "Nord");
    let bad = json!({ "text": "Nord AS", "reply_text": "[[user.nmae]]" });
    let refused = browser.json(Method::PUT, &mailbox, bad).await.expect(422).json();
    assert_eq!(refused["field"], "reply_text");
}
