//! Whoever enters an address with a slip in it is told so at every door, beside what was done.

use axum::http::Method;
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::office::{Everything, World};

const SLIP: &str = "kari@hotmial.com";
const MEANT: &str = "kari@hotmail.com";

async fn world() -> (World, Everything, Browser) {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in_as(ours.organisation, ours.user).await;
    (world, ours, browser)
}

/// What is said of the address in it: once, and nothing is refused for it.
async fn check(browser: &Browser, method: Method, path: &str, body: Value) -> Value {
    let answer = browser.json(method.clone(), &format!("/api/v1/{path}"), body).await;
    assert!(answer.status.is_success(), "{method} {path}: {} {}", answer.status, answer.text());
    let answer = answer.json();
    let remarks = answer["remarks"].as_array().unwrap_or_else(|| panic!("{method} {path}: {answer}"));
    let said: Vec<_> = remarks.iter().map(|one| (&one["input"], &one["suggestion"])).collect();
    assert_eq!(said, [(&json!(SLIP), &json!(MEANT))], "{method} {path}");
    answer
}

#[tokio::test]
async fn a_slip_in_a_recipient_is_told_with_the_mail_and_with_its_draft() {
    let (_world, ours, browser) = world().await;
    let case = format!("cases/{}", ours.case);
    let mail = json!({ "to": [SLIP], "subject": "Meter", "text": "Hei" });
    let sent = check(&browser, Method::POST, &format!("{case}/reply"), mail.clone()).await;
    assert_eq!(sent["direction"], "sent", "what was done stands beside it");
    let asked = (&sent["remarks"][0]["mail_hosts"], &sent["remarks"][0]["verdict"]);
    assert_eq!(asked, (&json!("not-asked"), &json!("doubtful")), "no name server is waited for");
    let first = json!({ "mailbox_id": ours.settings.mailbox.to_string(), "mail": mail });
    let started = check(&browser, Method::POST, "cases/start", first).await;
    assert!(started["case_id"].is_string());
    let draft = json!({ "text": "Hei", "to": [SLIP, "kari"], "writer": "one" });
    for path in [String::from("drafts/new"), format!("{case}/drafts/reply")] {
        check(&browser, Method::PUT, &path, draft.clone()).await;
    }
    let passed_on = json!({ "ids": [ours.case.to_string()], "to": SLIP, "text": "Se her" });
    check(&browser, Method::POST, "cases/forward", passed_on).await;

    // Whom the mode names is nobody's slip.
    let answer = browser.post(&format!("/api/v1/{case}/reply"), json!({ "text": "Hei igjen" })).await;
    assert_eq!(answer.expect(201).json()["remarks"], json!([]));
}

#[tokio::test]
async fn a_slip_in_who_is_kept_is_told_when_he_is_saved() {
    let (_world, ours, browser) = world().await;
    let person = json!({ "name": "Kari", "addresses": [SLIP] });
    check(&browser, Method::POST, "persons", person).await;
    let user = json!({ "name": "Kari", "email": SLIP, "password": "en ganske lang setning" });
    let made = check(&browser, Method::POST, "users", user).await;
    let user = format!("users/{}", made["id"].as_str().unwrap());
    check(&browser, Method::PATCH, &user, json!({ "email": SLIP })).await;
    let participant = json!({ "address": SLIP, "role": "cc" });
    check(&browser, Method::POST, &format!("cases/{}/participants", ours.case), participant).await;
    let members = json!([{ "kind": "address", "address": SLIP }]);
    let list = json!({ "name": "Kunder", "shared": true, "members": members });
    let made = check(&browser, Method::POST, "distribution-lists", list.clone()).await;
    let path = format!("distribution-lists/{}", made["id"].as_str().unwrap());
    check(&browser, Method::PUT, &path, list).await;
}

#[tokio::test]
async fn a_slip_in_a_setting_is_told_when_it_is_saved() {
    let (_world, ours, browser) = world().await;
    let forward = json!([{ "kind": "forward", "text": SLIP }]);
    let file = json!({
        "format": "posthus.filters", "version": 1,
        "filters": [{ "name": "Fra fil", "active": true, "actions": forward, "stop": true }],
    });
    let level = json!({ "after_minutes": 60, "tell": { "addresses": [SLIP] } });
    for (method, path, body) in [
        (Method::PATCH, format!("identities/{}", ours.settings.identity), json!({ "copy_to": [SLIP] })),
        (Method::PUT, String::from("profile/sending"), json!({ "copy_to": [SLIP] })),
        (
            Method::PATCH,
            format!("mailboxes/{}", ours.settings.mailbox),
            json!({ "forwarding_address": SLIP }),
        ),
        (Method::POST, String::from("filters"), json!({ "name": "Videre", "actions": forward })),
        (Method::PATCH, format!("filters/{}", ours.settings.filter), json!({ "actions": forward })),
        (Method::POST, String::from("filters/file"), json!({ "file": file })),
        (
            Method::PATCH,
            format!("categories/{}", ours.settings.category),
            json!({ "notify_addresses": [SLIP] }),
        ),
        (Method::PATCH, format!("priorities/{}", ours.settings.priority), json!({ "levels": [level] })),
        (
            Method::PATCH,
            format!("templates/{}", ours.settings.template),
            json!({ "recipients": { "cc": [SLIP] } }),
        ),
    ] {
        check(&browser, method, &path, body).await;
    }
}

#[tokio::test]
async fn what_names_no_address_is_told_nothing() {
    let (_world, ours, browser) = world().await;
    let path = format!("/api/v1/mailboxes/{}", ours.settings.mailbox);
    let changed = browser.patch(&path, json!({ "forwarding_address": null })).await.expect(200).json();
    assert_eq!(changed["remarks"], json!([]));
}
