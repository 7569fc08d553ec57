//! Who may do what: each operation against the rights that its document names.

use std::collections::BTreeSet;

use axum::http::header;
use domain::org::Right;
use serde_json::{Value, json};

use crate::document::operations;
use crate::office::World;
use crate::tenants::{body, with_ids};

#[tokio::test]
async fn without_sign_in_nothing_but_the_door_is_open() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.browser();
    for operation in operations() {
        let path = with_ids(&operation, &ours);
        let answer = browser.json(operation.method.clone(), &path, body(&operation)).await;
        if operation.needs_sign_in() {
            assert_eq!(answer.status.as_u16(), 401, "{} {path}", operation.id);
            assert_eq!(answer.code(), "not_signed_in", "{} {path}", operation.id);
            assert_eq!(answer.header("www-authenticate"), "Bearer");
        } else {
            assert_ne!(answer.code(), "not_signed_in", "{} {path}", operation.id);
        }
    }
}

#[tokio::test]
async fn a_missing_right_is_named_before_anything_else_is_looked_at() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    for operation in operations() {
        let path = with_ids(&operation, &ours);
        // What has alternatives is refused only to those who have none of them.
        let either: BTreeSet<Right> = operation.rights.iter().flatten().copied().collect();
        let alternatives = [Right::CasesAll, Right::CasesOwn];
        for missing in &either {
            let lacking: Vec<Right> =
                if alternatives.contains(missing) { alternatives.to_vec() } else { vec![*missing] };
            let held: Vec<Right> = Right::ALL.into_iter().filter(|right| !lacking.contains(right)).collect();
            let browser = world.signed_in(ours.organisation, &held).await;
            // The body is nonsense on purpose.
            let answer = browser.json(operation.method.clone(), &path, json!([1])).await;
            assert_eq!(answer.status.as_u16(), 403, "{} without {missing}: {}", operation.id, answer.text());
            let problem = answer.json();
            let named = if alternatives.contains(missing) { "cases_own" } else { missing.as_str() };
            assert_eq!(problem["code"], "right_missing", "{}", operation.id);
            assert_eq!(problem["right"], named, "{}", operation.id);
        }
    }
}

#[tokio::test]
async fn the_rights_that_the_document_names_are_enough() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    for operation in operations().iter().filter(|operation| operation.needs_sign_in()) {
        for enough in &operation.rights {
            let held: Vec<Right> = enough.iter().copied().collect();
            let browser = world.signed_in(ours.organisation, &held).await;
            let path = with_ids(operation, &ours);
            let request = browser
                .request(operation.method.clone(), &path)
                .header(header::CONTENT_TYPE, "application/json");
            let status = browser.open(request.body("[1]".into()).unwrap()).await.status().as_u16();
            assert!(status != 401 && status != 403, "{} with {held:?}: {status}", operation.id);
        }
    }
}

#[tokio::test]
async fn figures_are_shown_to_those_who_may_see_them() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in(ours.organisation, &[Right::Intake]).await;
    let figures = browser.get("/api/v1/summary").await.expect(200).json();
    assert_eq!((&figures["intake_failed"], &figures["blocked"]), (&json!(1), &Value::Null));
    assert_eq!((&figures["open_cases"], &figures["outbox_waiting"]), (&Value::Null, &Value::Null));
}

#[tokio::test]
async fn blocked_mail_is_not_reached_through_the_queue_without_its_right() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in(ours.organisation, &[Right::Intake, Right::Delete]).await;
    let path = format!("/api/v1/intake/{}", ours.blocked);
    assert_eq!(browser.get(&path).await.expect(404).code(), "not_found");
    let done = browser.post("/api/v1/intake/delete", json!({ "ids": [ours.blocked.to_string()] })).await;
    assert_eq!(done.expect(200).json()["done"], 0);

    let browser = world.signed_in(ours.organisation, &[Right::Blocked, Right::Delete]).await;
    let path = format!("/api/v1/blocked/{}", ours.intake);
    browser.get(&path).await.expect(404);
    let done = browser.post("/api/v1/blocked/import", json!({ "ids": [ours.intake.to_string()] })).await;
    assert_eq!(done.expect(200).json()["done"], 0);
}
