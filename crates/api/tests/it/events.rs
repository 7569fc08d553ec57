//! The live feed.

use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use axum::http::Method;
use domain::org::Right;
use futures_util::StreamExt;
use serde_json::{Value, json};
use tokio::time::timeout;

use crate::browser::Browser;
use crate::office::World;

const WITHIN: Duration = Duration::from_secs(20);

async fn open(browser: &Browser, last: Option<&str>) -> BodyDataStream {
    let mut request = browser.request(Method::GET, "/api/v1/events");
    if let Some(last) = last {
        request = request.header("last-event-id", last);
    }
    let response = browser.open(request.body(Body::empty()).unwrap()).await;
    assert_eq!(response.status().as_u16(), 200);
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    response.into_body().into_data_stream()
}

async fn next(stream: &mut BodyDataStream) -> String {
    let piece = timeout(WITHIN, stream.next()).await.expect("an event comes in time");
    String::from_utf8(piece.unwrap().unwrap().to_vec()).unwrap()
}

fn field<'a>(event: &'a str, name: &str) -> &'a str {
    event.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':')).unwrap_or_default().trim()
}

fn data(event: &str) -> Value {
    serde_json::from_str(field(event, "data")).unwrap()
}

#[tokio::test]
async fn changes_are_told_and_a_broken_stream_goes_on_where_it_was() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in(ours.organisation, &Right::ALL).await;
    let mut stream = open(&browser, None).await;
    let place = next(&mut stream).await;
    assert!(!field(&place, "id").is_empty() && field(&place, "data").is_empty());

    let path = format!("/api/v1/cases/{}/comments", ours.case);
    browser.post(&path, json!({ "text": "Hei" })).await.expect(201);
    let told = next(&mut stream).await;
    assert_eq!(data(&told)["kind"], "case");
    assert_eq!(data(&told)["id"], ours.case.to_string());
    assert_eq!(data(&told)["seq"].to_string(), field(&told, "id"));
    drop(stream);

    let mut again = open(&browser, Some(field(&place, "id"))).await;
    next(&mut again).await;
    assert_eq!(data(&next(&mut again).await), data(&told));
}

#[tokio::test]
async fn readers_hear_nothing_of_what_they_may_not_see() {
    let world = World::open().await;
    let (ours, theirs) = (world.organisation("nord").await, world.organisation("sør").await);
    let (chief, foreign) = (
        world.signed_in(ours.organisation, &Right::ALL).await,
        world.signed_in(theirs.organisation, &Right::ALL).await,
    );
    let clerk = world.signed_in(ours.organisation, &[Right::Intake]).await;
    let mut stream = open(&clerk, None).await;
    next(&mut stream).await;
    chief.post(&format!("/api/v1/cases/{}/comments", ours.case), json!({ "text": "Hei" })).await.expect(201);
    foreign.post("/api/v1/categories", json!({ "name": "Deres" })).await.expect(201);
    chief.post("/api/v1/intake/import", json!({ "ids": [ours.intake.to_string()] })).await.expect(200);
    let told = data(&next(&mut stream).await);
    assert_eq!((&told["kind"], &told["id"]), (&json!("intake"), &json!(ours.intake.to_string())));
}

#[tokio::test]
async fn a_user_has_only_so_many_streams() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in(ours.organisation, &[Right::Intake]).await;
    let mut streams = Vec::new();
    for _ in 0..12 {
        streams.push(open(&browser, None).await);
    }
    assert_eq!(browser.get("/api/v1/events").await.expect(429).code(), "events.too_many");
    streams.pop();
    streams.push(open(&browser, None).await);
}
