//! Escalation levels of priorities, as the form saves them.

use domain::org::Right;
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::office::World;

/// The problem's code and the level that it names.
async fn refused(browser: &Browser, path: &str, change: Value) -> (String, Value) {
    let answer = browser.patch(path, change).await.expect(422);
    (answer.code(), answer.json()["params"]["level"].clone())
}

#[tokio::test]
async fn levels_are_kept_as_they_were_saved() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in(ours.organisation, &Right::ALL).await;
    let high = browser.post("/api/v1/priorities", json!({ "name": "Haster", "rank": 1 })).await;
    let high = high.expect(201).json();
    let path = format!("/api/v1/priorities/{}", ours.settings.priority);
    let user = ours.user.to_string();
    let levels = json!([
        {
            "after_minutes": -30,
            "office_hours": true,
            "tell": {
                "owner": true,
                "administrator": false,
                "members": true,
                "user_ids": [user],
                "addresses": ["vakt@else.example"],
            },
            "assign": "user",
            "assign_to": user,
            "raise_to": null,
        },
        {
            "after_minutes": 60,
            "office_hours": false,
            "tell": {
                "owner": false,
                "administrator": false,
                "members": false,
                "user_ids": [],
                "addresses": [],
            },
            "assign": "category",
            "assign_to": null,
            "raise_to": high["id"],
        },
    ]);
    let change = json!({ "deadline_minutes": 240, "levels": levels, "restarts_on_reply": false });
    let saved = browser.patch(&path, change).await.expect(200).json();
    assert_eq!((&saved["levels"], &saved["restarts_on_reply"]), (&levels, &json!(false)));
    let none = browser.patch(&path, json!({ "levels": [] })).await.expect(200).json();
    assert_eq!(none["levels"], json!([]));
}

#[tokio::test]
async fn a_level_that_cannot_work_is_refused_by_its_number() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in(ours.organisation, &Right::ALL).await;
    let path = format!("/api/v1/priorities/{}", ours.settings.priority);
    let at = |minutes: i32| json!({ "after_minutes": minutes, "tell": { "owner": true } });
    let six: Vec<Value> = (1..=6).map(at).collect();
    assert_eq!(refused(&browser, &path, json!({ "levels": six })).await.0, "priority.levels");
    let mailboxes = browser.get("/api/v1/mailboxes").await.expect(200).json();
    let own = mailboxes["rows"][0]["address"].clone();
    let with = |name: &str, value: Value| {
        let mut level = json!({ "after_minutes": 90, "tell": {} });
        level[name] = value;
        level
    };
    let cases = [
        (at(1), "priority.level_order"),
        (at(90 * 24 * 60 + 1), "priority.level_time"),
        (with("tell", json!({})), "priority.level_idle"),
        (with("tell", json!({ "addresses": ["nobody"] })), "priority.level_address"),
        (with("tell", json!({ "addresses": [own] })), "priority.level_own_address"),
        (with("assign", json!("user")), "priority.level_user"),
        (with("raise_to", json!(ours.settings.priority.to_string())), "priority.level_raise"),
    ];
    for (level, code) in cases {
        let found = refused(&browser, &path, json!({ "levels": [at(60), level] })).await;
        assert_eq!(found, (code.to_owned(), json!("2")));
    }
    let early = refused(&browser, &path, json!({ "levels": [at(-5)] })).await;
    assert_eq!(early, ("priority.level_no_deadline".to_owned(), json!("1")));
    let unchanged = browser.get("/api/v1/priorities").await.expect(200).json();
    assert_eq!(unchanged["rows"][0]["levels"], json!([]), "nothing of it was kept");
}

#[tokio::test]
async fn levels_name_nobody_and_nothing_of_another_organisation() {
    let world = World::open().await;
    let (ours, theirs) = (world.organisation("nord").await, world.organisation("sør").await);
    let browser = world.signed_in(ours.organisation, &Right::ALL).await;
    let path = format!("/api/v1/priorities/{}", ours.settings.priority);
    let (stranger, foreign) = (theirs.user.to_string(), theirs.settings.priority.to_string());
    for (level, code) in [
        (json!({ "after_minutes": 1, "tell": { "user_ids": [stranger] } }), "priority.unknown_user"),
        (json!({ "after_minutes": 1, "assign": "user", "assign_to": stranger }), "priority.unknown_user"),
        (json!({ "after_minutes": 1, "raise_to": foreign }), "priority.level_raise"),
    ] {
        assert_eq!(refused(&browser, &path, json!({ "levels": [level] })).await.0, code);
    }
}
