//! Saved views over HTTP: one's own, shared ones, their order, and who may change them.

use domain::org::Right;
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::office::World;

const PATH: &str = "/api/v1/case-views";

fn names(rows: &Value) -> Vec<&str> {
    rows["rows"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap()).collect()
}

async fn save(browser: &Browser, view: Value) -> Value {
    browser.post(PATH, view).await.expect(201).json()
}

#[tokio::test]
async fn a_view_is_saved_shown_changed_and_removed() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in(ours.organisation, &[Right::CasesOwn]).await;
    let settings = json!({
        "filter": { "status": "open,waiting", "owner": "me", "overdue": true },
        "q": "faktura", "sort": "due_at", "descending": false, "grouped": true,
        "columns": ["number", "title", "due_at"],
    });
    let view = save(&browser, json!({ "name": "  Mine   frister ", "settings": settings })).await;
    assert_eq!((&view["name"], &view["shared"]), (&json!("Mine frister"), &json!(false)));
    assert_eq!(view["settings"], settings, "what was saved comes back as it was");
    assert_eq!((&view["mine"], &view["may_change"]), (&json!(true), &json!(true)));

    let one = format!("{PATH}/{}", view["id"].as_str().unwrap());
    let changed = browser.patch(&one, json!({ "name": "Frister" })).await.expect(200).json();
    assert_eq!((&changed["name"], &changed["settings"]), (&json!("Frister"), &settings));
    browser.delete(&one).await.expect(204);
    assert!(names(&browser.get(PATH).await.expect(200).json()).is_empty());
}

#[tokio::test]
async fn a_private_view_is_its_authors_alone_and_a_shared_one_is_changed_with_the_right() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let kari = world.signed_in(ours.organisation, &[Right::CasesAll, Right::ShareViews]).await;
    let ola = world.signed_in(ours.organisation, &[Right::CasesAll]).await;
    let private = save(&kari, json!({ "name": "Karis" })).await;
    let shared = save(&kari, json!({ "name": "Alles", "shared": true })).await;

    assert_eq!(names(&ola.get(PATH).await.expect(200).json()), ["Alles"]);
    let theirs = format!("{PATH}/{}", private["id"].as_str().unwrap());
    ola.patch(&theirs, json!({ "name": "Olas" })).await.expect(404);
    ola.delete(&theirs).await.expect(404);
    let everybodys = format!("{PATH}/{}", shared["id"].as_str().unwrap());
    for refused in [
        ola.patch(&everybodys, json!({ "name": "Olas" })).await.expect(403),
        ola.delete(&everybodys).await.expect(403),
        ola.post(PATH, json!({ "name": "Til alle", "shared": true })).await.expect(403),
    ] {
        assert_eq!(refused.json()["right"], "share_views");
    }

    let per = world.signed_in(ours.organisation, &[Right::CasesAll, Right::ShareViews]).await;
    per.patch(&everybodys, json!({ "name": "Alle sammens" })).await.expect(200);
    let kept = per.patch(&everybodys, json!({ "shared": false })).await.expect(409);
    assert_eq!(kept.code(), "case_view.not_its_author");
    kari.patch(&everybodys, json!({ "shared": false })).await.expect(200);
    assert!(names(&ola.get(PATH).await.expect(200).json()).is_empty());
}

#[tokio::test]
async fn views_stand_in_the_order_that_they_were_put_in() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let kari = world.signed_in(ours.organisation, &[Right::CasesAll, Right::ShareViews]).await;
    let shared = save(&kari, json!({ "name": "Alles", "shared": true })).await;
    let browser = world.signed_in(ours.organisation, &[Right::CasesAll]).await;
    let mut ids = Vec::new();
    for name in ["A", "B", "C"] {
        ids.push(save(&browser, json!({ "name": name })).await["id"].clone());
    }
    ids.reverse();
    let ordered = browser.post(&format!("{PATH}/order"), json!({ "ids": ids })).await.expect(200).json();
    assert_eq!(names(&ordered), ["C", "B", "A", "Alles"]);
    browser.post(&format!("{PATH}/order"), json!({ "ids": [shared["id"]] })).await.expect(403);
    browser.post(&format!("{PATH}/order"), json!({ "ids": [ours.view.to_string()] })).await.expect(404);
}

#[tokio::test]
async fn a_view_that_no_list_could_show_is_refused() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in(ours.organisation, &[Right::CasesAll]).await;
    let check = async |view: Value, status: u16, code: &str| {
        let refused = browser.post(PATH, view).await.expect(status);
        assert_eq!(refused.code(), code);
    };
    check(json!({ "name": "  " }), 422, "name.empty").await;
    check(json!({ "name": "A", "settings": { "filter": { "status": "lost" } } }), 422, "list.unknown_filter")
        .await;
    check(json!({ "name": "A", "settings": { "sort": "weather" } }), 422, "list.unknown_sort").await;
    check(json!({ "name": "A", "settings": { "columns": [""] } }), 422, "case_view.columns").await;
    save(&browser, json!({ "name": "A" })).await;
    check(json!({ "name": "a" }), 409, "case_view.name_taken").await;
    for number in 1..domain::limits::VIEWS_OF_USER_MAX {
        save(&browser, json!({ "name": format!("Visning {number}") })).await;
    }
    check(json!({ "name": "En for mye" }), 429, "case_view.too_many").await;
}
