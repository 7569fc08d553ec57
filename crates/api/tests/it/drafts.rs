//! The first mail of a case while two windows write one, and several of them side by side.

use axum::http::Method;
use domain::org::Right;
use serde_json::{Value, json};

use crate::office::World;

#[tokio::test]
async fn windows_that_write_first_mails_are_told_apart_by_their_names() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in(ours.organisation, &Right::ALL).await;
    let path = "/api/v1/drafts/new";
    let keep = async |text: &str, writer: &str| {
        let body = json!({ "text": text, "writer": writer });
        browser.json(Method::PUT, path, body).await.expect(200).json()
    };
    let text = async || browser.get(path).await.expect(200).json()["text"].clone();
    assert_eq!(keep("A", "one").await["overwrote"], json!(false));
    // The answer was lost: the window does not know the version, and is known by its name.
    assert_eq!(keep("AB", "one").await["overwrote"], json!(false));
    assert_eq!(keep("B", "two").await["overwrote"], json!(true));
    let refused = browser.delete(&format!("{path}?writer=one")).await.expect(409);
    assert_eq!((refused.code().as_str(), text().await), ("draft.changed", json!("B")));

    let start = async |writer: &str| {
        let mail = json!({ "to": ["ola@kunde.example"], "subject": "Meter", "text": "Hello" });
        let body = json!({ "mailbox_id": ours.settings.mailbox.to_string(), "mail": mail, "writer": writer });
        browser.post("/api/v1/cases/start", body).await
    };
    start("one").await.expect(201);
    assert_eq!(text().await, json!("B"), "the mail of one window ends no other's");
    start("two").await.expect(201);
    assert_eq!(browser.get(path).await.expect(200).json(), Value::Null);

    // Whoever saw a version that is no more there is told; one that is gone altogether is gone.
    let seen = keep("D", "one").await["version"].clone();
    keep("DE", "two").await;
    let refused = browser.delete(&format!("{path}?version={seen}")).await.expect(409);
    assert_eq!((refused.code().as_str(), text().await), ("draft.changed", json!("DE")));
    browser.delete(&format!("{path}?writer=two")).await.expect(204);
    browser.delete(&format!("{path}?version={seen}")).await.expect(204);

    // A program that says nothing of windows ends whatever lies there.
    keep("C", "three").await;
    browser.delete(path).await.expect(204);
    assert_eq!(browser.get(path).await.expect(200).json(), Value::Null);
    let long = json!({ "text": "A", "writer": "x".repeat(65) });
    let refused = browser.json(Method::PUT, path, long).await.expect(422);
    assert_eq!((refused.code().as_str(), refused.json()["field"].as_str()), ("draft.writer", Some("writer")));
    assert_eq!(start("").await.expect(422).code(), "draft.writer");
}

#[tokio::test]
async fn a_first_mail_that_needs_its_draft_is_refused_where_that_is_gone() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in(ours.organisation, &Right::ALL).await;
    let start = async || {
        let mail = json!({ "to": ["ola@kunde.example"], "subject": "Meter", "text": "Hello" });
        let mailbox_id = ours.settings.mailbox.to_string();
        let body = json!({ "mailbox_id": mailbox_id, "mail": mail, "writer": "one", "needs_draft": true });
        browser.post("/api/v1/cases/start", body).await
    };
    let keep = async |writer: &str| {
        let body = json!({ "text": "Hello", "writer": writer });
        browser.json(Method::PUT, "/api/v1/drafts/new", body).await.expect(200);
    };
    keep("one").await;
    start().await.expect(201);
    assert_eq!(start().await.expect(409).code(), "draft.gone");
    keep("two").await;
    assert_eq!(start().await.expect(409).code(), "draft.changed");
}

#[tokio::test]
async fn mails_to_many_that_need_their_draft_are_refused_where_that_is_gone() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in(ours.organisation, &Right::ALL).await;
    let path = "/api/v1/drafts/new?mail_key=6d616e79000000000000000000000001";
    let send = async |case: &str| {
        let draft =
            json!({ "writer": "one", "mail_key": "6d616e79000000000000000000000001", "needs_draft": true });
        let mut body = json!({ "ids": [case], "text": "Hello" });
        body.as_object_mut().unwrap().extend(draft.as_object().unwrap().clone());
        browser.post("/api/v1/cases/reply", body).await
    };
    let keep = async |writer: &str| {
        browser.json(Method::PUT, path, json!({ "text": "Hello", "writer": writer })).await.expect(200);
    };
    keep("one").await;
    send("1").await.expect(202);
    assert_eq!(browser.get(path).await.expect(200).json(), Value::Null);
    assert_eq!(send("2").await.expect(409).code(), "draft.gone");
    keep("two").await;
    assert_eq!(send("2").await.expect(409).code(), "draft.changed");
}

#[tokio::test]
async fn several_first_mails_are_begun_kept_and_sent_each_by_its_key() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in(ours.organisation, &Right::ALL).await;
    let (one, other) = ("0".repeat(31) + "a", "b".repeat(32));
    let path = |key: &str| format!("/api/v1/drafts/new?mail_key={key}");
    let keep = async |path: &str, text: &str| {
        let kept = browser.json(Method::PUT, path, json!({ "text": text, "writer": "w" })).await.expect(200);
        assert_eq!(kept.json()["overwrote"], json!(false), "{text}");
    };
    let text = async |path: &str| browser.get(path).await.expect(200).json()["text"].clone();
    keep("/api/v1/drafts/new", "Of a program that knows no keys").await;
    keep(&path(&one), "One").await;
    keep(&path(&other), "Other").await;
    keep(&path(&one), "One more word").await;
    let rows = browser.get("/api/v1/drafts").await.expect(200).json();
    let mut keys: Vec<Value> =
        rows["rows"].as_array().unwrap().iter().map(|row| row["mail_key"].clone()).collect();
    keys.sort_by_key(Value::to_string);
    assert_eq!(keys, [json!(one), json!(other), Value::Null]);
    assert_eq!(
        (text(&path(&one)).await, text(&path(&other)).await),
        (json!("One more word"), json!("Other"))
    );

    // Sent or thrown away, each is gone alone.
    let mail = json!({ "to": ["ola@kunde.example"], "subject": "Meter", "text": "One more word" });
    let mailbox_id = ours.settings.mailbox.to_string();
    let body = json!({ "mailbox_id": mailbox_id, "mail": mail, "mail_key": one, "writer": "w" });
    browser.post("/api/v1/cases/start", body).await.expect(201);
    assert_eq!(browser.get(&path(&one)).await.expect(200).json(), Value::Null);
    assert_eq!(text(&path(&other)).await, json!("Other"));
    browser.delete(&path(&other)).await.expect(204);
    assert_eq!(browser.get(&path(&other)).await.expect(200).json(), Value::Null);
    assert_eq!(text("/api/v1/drafts/new").await, json!("Of a program that knows no keys"));
    for wrong in ["a", "B".repeat(32).as_str()] {
        assert_eq!(browser.get(&path(wrong)).await.expect(422).code(), "draft.mail_key");
    }
}
