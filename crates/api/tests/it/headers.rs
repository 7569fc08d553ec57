//! What every answer carries, what cross-site requests get, and the form of refusals.

use axum::body::Body;
use axum::http::{Method, Request, header};
use domain::org::Right;
use serde_json::json;

use crate::document::operations;
use crate::office::World;

#[tokio::test]
async fn answers_carry_the_headers_that_keep_them_in_their_place() {
    let world = World::open_under("https://mail.nord.example").await;
    for path in ["/", "/cases/17", "/api/v1/session", "/api/docs", "/health/live"] {
        let answer = world.browser().get(path).await;
        let policy = answer.header("content-security-policy");
        for part in ["default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"] {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        assert!(!policy.contains("script-src") && !policy.contains("unsafe-eval"), "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{path}");
        assert!(answer.header("strict-transport-security").starts_with("max-age="), "{path}");
        assert_eq!(answer.header("x-request-id").len(), 16, "{path}");
    }
    assert_eq!(world.browser().get("/api/v1/session").await.header("cache-control"), "no-store");
}

#[tokio::test]
async fn other_sites_cannot_use_a_signed_in_browser() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in(ours.organisation, &Right::ALL).await;
    let cookie =
        browser.request(Method::GET, "/").body(Body::empty()).unwrap().headers()[header::COOKIE].clone();
    let send = async |name: &'static str, value: &'static str| {
        let request =
            Request::builder().method(Method::POST).uri("/api/v1/categories").header(header::COOKIE, &cookie);
        let request = request.header(header::HOST, "127.0.0.1:8080").header(name, value);
        let request = request.header(header::CONTENT_TYPE, "application/json");
        let name = format!("{name} {value}");
        browser.send(request.body(json!({ "name": name }).to_string().into()).unwrap()).await
    };
    assert_eq!(send("sec-fetch-site", "cross-site").await.expect(403).code(), "cross_site");
    assert_eq!(send("sec-fetch-site", "same-site").await.expect(403).code(), "cross_site");
    assert_eq!(send("origin", "https://evil.example").await.expect(403).code(), "cross_site");
    assert_eq!(send("x-nothing", "at-all").await.expect(403).code(), "cross_site");
    send("origin", "http://127.0.0.1:8080").await.expect(201);
    send("sec-fetch-site", "same-origin").await.expect(201);
}

#[tokio::test]
async fn nonsense_is_refused_in_the_form_of_a_problem() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in(ours.organisation, &Right::ALL).await;
    let check = async |path: &str, status: u16, code: &str| {
        let answer = browser.get(path).await.expect(status);
        assert_eq!(answer.header("content-type"), "application/problem+json", "{path}");
        let problem = answer.json();
        assert_eq!((&problem["type"], &problem["status"]), (&json!("about:blank"), &json!(status)), "{path}");
        assert!(problem["title"].is_string() && problem["detail"].is_string(), "{path}");
        assert_eq!(problem["code"], code, "{path}");
    };
    check("/api/v1/nothing", 404, "not_found").await;
    check("/api/v1/cases/abc", 404, "not_found").await;
    check("/api/v1/cases/-4", 404, "not_found").await;
    check("/api/v1/cases?sort=shoe_size", 422, "list.unknown_sort").await;
    check("/api/v1/cases?status=lost", 422, "list.unknown_filter").await;
    check("/api/v1/cases?limit=many", 422, "request.malformed").await;
    check("/api/v1/cases?cursor=nonsense", 422, "list.cursor").await;
    check("/api/v1/intake?state=lost", 422, "list.unknown_filter").await;
    check("/api/v1/cases?search=kari", 422, "request.unknown_parameter").await;
    check("/api/v1/cases/export?format=pdf", 422, "request.malformed").await;
    check("/api/v1/cases/export?format=txt&zone=Moon/Base", 422, "export.unknown_zone").await;
    check("/api/v1/cases/export?format=txt&ids=1,x", 422, "request.malformed").await;

    let problem = browser.get("/api/v1/cases?sort=shoe_size").await.json();
    assert_eq!((&problem["field"], &problem["params"]["column"]), (&json!("sort"), &json!("shoe_size")));
    let problem = browser.get("/api/v1/companies?search=fjord").await.json();
    assert_eq!(problem["params"]["parameter"], "search");
    assert_eq!(problem["params"]["known"], "sort, descending, q, cursor, limit");
}

#[tokio::test]
async fn no_operation_takes_a_parameter_that_it_does_not_have() {
    let world = World::open().await;
    let browser = world.browser();
    for operation in operations() {
        let path = operation.path.split('/').map(|part| if part.starts_with('{') { "1" } else { part });
        let path = format!("{}?utm_source=nowhere", path.collect::<Vec<_>>().join("/"));
        let request = browser.request(operation.method.clone(), &path).body(Body::empty()).unwrap();
        let answer = browser.send(request).await;
        // What programs of others ask for has parameters of theirs, too.
        let is_ours = operation.path.starts_with("/api/v1/");
        let is_refused = answer.status == 422 && answer.code() == "request.unknown_parameter";
        assert_eq!(is_refused, is_ours, "{} {path}", operation.id);
    }
}

#[tokio::test]
async fn a_job_on_all_that_fit_is_not_begun_with_a_filter_that_there_is_not() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in(ours.organisation, &Right::ALL).await;
    let all = browser.get("/api/v1/cases?status=all").await.expect(200).json()["rows"].clone();
    let refused = browser.post("/api/v1/cases/delete/matching?status=all&search=kari", json!({})).await;
    assert_eq!(refused.expect(422).code(), "request.unknown_parameter");
    assert_eq!(browser.get("/api/v1/jobs").await.expect(200).json()["rows"], json!([]));
    assert_eq!(browser.get("/api/v1/cases?status=all").await.expect(200).json()["rows"], all);
}

#[tokio::test]
async fn bodies_are_read_as_json_within_a_limit() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in(ours.organisation, &Right::ALL).await;
    let malformed = browser.post("/api/v1/categories", json!({ "nom": 4 })).await.expect(422);
    assert_eq!(malformed.code(), "request.malformed");
    let request =
        browser.request(Method::POST, "/api/v1/categories").header(header::CONTENT_TYPE, "text/plain");
    browser.send(request.body("{}".into()).unwrap()).await.expect(422);
    let large = "x".repeat(3 * 1024 * 1024);
    let refused = browser.post("/api/v1/categories", json!({ "name": large })).await.expect(413);
    assert_eq!(refused.code(), "request.too_large");
}

#[tokio::test]
async fn the_machines_keeper_is_answered() {
    let world = World::open().await;
    let browser = world.browser();
    assert_eq!(browser.get("/health/live").await.expect(200).json()["status"], "ok");
    assert_eq!(browser.get("/health/ready").await.expect(200).json()["status"], "ok");
    assert!(browser.get("/metrics").await.expect(200).header("content-type").starts_with("text/plain"));
    world.office.store().close().await.unwrap();
    browser.get("/health/ready").await.expect(503);
    browser.get("/health/live").await.expect(200);
}
