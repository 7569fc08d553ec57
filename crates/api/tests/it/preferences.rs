//! What a user chose about the interface is his alone, and bounded.

use axum::http::Method;
use domain::limits::{PREFERENCE_OCTETS_MAX, PREFERENCES_MAX};
use serde_json::{Value, json};

use crate::office::World;

#[tokio::test]
async fn a_choice_is_kept_for_its_user_alone() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let me = world.signed_in_as(ours.organisation, ours.user).await;
    let path = "/api/v1/profile/preferences/list.cases";
    assert_eq!(me.get(path).await.expect(200).json()["value"], Value::Null);
    let columns = json!({ "value": { "shown": ["number"], "width": { "title": 300 } } });
    me.json(Method::PUT, path, columns.clone()).await.expect(200);
    let other_browser = world.signed_in_as(ours.organisation, ours.user).await;
    assert_eq!(other_browser.get(path).await.expect(200).json()["value"], columns["value"]);
    let all = me.get("/api/v1/profile/preferences").await.expect(200).json();
    assert_eq!(all["rows"][0]["name"], "list.cases");

    let colleague = world.signed_in(ours.organisation, &[]).await;
    assert_eq!(colleague.get(path).await.expect(200).json()["value"], Value::Null);
    me.json(Method::PUT, path, json!({ "value": null })).await.expect(200);
    assert_eq!(me.get("/api/v1/profile/preferences").await.expect(200).json()["rows"], json!([]));
}

#[tokio::test]
async fn names_sizes_and_their_number_are_bounded() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let me = world.signed_in_as(ours.organisation, ours.user).await;
    let put = async |name: &str, value: Value| {
        me.json(Method::PUT, &format!("/api/v1/profile/preferences/{name}"), json!({ "value": value })).await
    };
    assert_eq!(put("UPPER", json!(1)).await.expect(422).code(), "preference.name");
    let long = put("long", json!("x".repeat(PREFERENCE_OCTETS_MAX))).await.expect(422);
    assert_eq!(long.code(), "preference.too_long");
    for number in 0..PREFERENCES_MAX {
        put(&format!("p{number}"), json!(number)).await.expect(200);
    }
    assert_eq!(put("one.more", json!(1)).await.expect(429).code(), "preference.too_many");
    put("p0", json!("changed")).await.expect(200);
}
