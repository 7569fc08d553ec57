//! Signing in: the cookie, the throttle, sessions that end, tokens.

use axum::http::header;
use domain::limits::{SESSION_IDLE_MS, SIGN_IN_FAILURES_MAX, SIGN_IN_HOST_FAILURES_MAX};
use domain::org::{Language, Right, Rights};
use domain::{OrganisationId, Secret, SessionId};
use flows::sign_in::{self, Credential, NewPassword};
use flows::users::{self, NewUser};
use serde_json::{Value, json};

use crate::browser::{Answer, Browser};
use crate::office::World;

const PASSWORD: &str = "en ganske lang setning";

/// An organisation with a user who can sign in.
async fn organisation(world: &World) -> OrganisationId {
    let organisation = world.organisation("nord").await.organisation;
    let role = world
        .write(move |tx| {
            Box::pin(
                async move { store::roles::insert(tx, organisation, "Alt", &Rights::from(Right::ALL)).await },
            )
        })
        .await;
    let user = NewUser {
        name: "Kari Nordmann".to_owned(),
        address: "kari@nord.example".to_owned(),
        password: Secret::new(PASSWORD),
        language: Language::Sv,
        role_ids: vec![role],
        category_ids: Vec::new(),
    };
    users::create(&world.office, organisation, user).await.unwrap();
    organisation
}

async fn try_sign_in(browser: &Browser, email: &str, password: &str) -> Answer {
    browser.post("/api/v1/session", json!({ "email": email, "password": password })).await
}

fn cookie_of(answer: &Answer) -> String {
    answer.header("set-cookie").split(';').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_user_signs_in_works_and_signs_out() {
    let world = World::open().await;
    organisation(&world).await;
    let answer = try_sign_in(&world.browser(), " Kari@Nord.example ", PASSWORD).await.expect(200);
    let session = answer.json();
    assert_eq!(session["user"]["name"], "Kari Nordmann");
    assert_eq!((&session["user"]["language"], &session["user"]["theme"]), (&json!("sv"), &json!("auto")));
    assert_eq!(session["organisation"]["name"], "nord");
    assert_eq!(session["rights"].as_array().unwrap().len(), Right::ALL.len());
    assert_eq!(session["demo"], true);

    let browser = world.browser().with_cookie(&cookie_of(&answer));
    assert_eq!(browser.get("/api/v1/session").await.expect(200).json(), session);
    let gone = browser.delete("/api/v1/session").await.expect(204);
    assert!(gone.header("set-cookie").contains("Max-Age=0"));
    assert_eq!(browser.get("/api/v1/session").await.expect(401).code(), "not_signed_in");
}

#[tokio::test]
async fn the_cookie_is_out_of_reach_for_scripts_and_other_sites() {
    let plain = World::open().await;
    organisation(&plain).await;
    let answer = try_sign_in(&plain.browser(), "kari@nord.example", PASSWORD).await.expect(200);
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("posthus=") && !cookie.contains("Secure"));
    assert!(
        cookie.contains("; HttpOnly") && cookie.contains("; SameSite=Lax") && cookie.contains("; Path=/")
    );

    let secure = World::open_under("https://mail.nord.example").await;
    organisation(&secure).await;
    let answer = try_sign_in(&secure.browser(), "kari@nord.example", PASSWORD).await.expect(200);
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-posthus=") && cookie.contains("; Secure"));
    assert!(!cookie.contains("Domain"), "the prefix forbids it");
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_look_the_same() {
    let world = World::open().await;
    organisation(&world).await;
    let wrong = try_sign_in(&world.browser(), "kari@nord.example", "noe helt annet").await.expect(401);
    let unknown = try_sign_in(&world.browser(), "ola@nord.example", "noe helt annet").await.expect(401);
    let nonsense = try_sign_in(&world.browser(), "nobody", "noe helt annet").await.expect(401);
    assert_eq!(wrong.code(), "sign_in_failed");
    assert_eq!((wrong.json(), unknown.json()), (unknown.json(), nonsense.json()));
}

#[tokio::test]
async fn guessing_at_one_address_is_slowed_down_from_every_host() {
    let world = World::open().await;
    organisation(&world).await;
    for attempt in 0..SIGN_IN_FAILURES_MAX {
        let browser = world.browser().at_host(&format!("192.0.2.{}", attempt + 10));
        try_sign_in(&browser, "kari@nord.example", "gjetning nummer").await.expect(401);
    }
    let elsewhere = world.browser().at_host("198.51.100.7");
    let throttled = try_sign_in(&elsewhere, "KARI@nord.example", PASSWORD).await.expect(429);
    assert_eq!(throttled.code(), "sign_in_throttled");
    let wait_s: i64 = throttled.header("retry-after").parse().unwrap();
    assert!((890..=901).contains(&wait_s));
    assert_eq!(throttled.json()["params"]["retry_after_s"], wait_s.to_string());

    world.clock.advance_seconds(wait_s);
    try_sign_in(&elsewhere, "kari@nord.example", PASSWORD).await.expect(200);
}

#[tokio::test]
async fn guessing_from_one_host_is_slowed_down_for_every_address() {
    let world = World::open().await;
    organisation(&world).await;
    let host = world.browser().at_host("203.0.113.5");
    for attempt in 0..SIGN_IN_HOST_FAILURES_MAX {
        if attempt % 10 == 0 {
            // An account of one's own buys no further guesses.
            try_sign_in(&host, "kari@nord.example", PASSWORD).await.expect(200);
        }
        try_sign_in(&host, &format!("user{attempt}@nord.example"), "gjetning nummer").await.expect(401);
    }
    try_sign_in(&host, "kari@nord.example", PASSWORD).await.expect(429);
    let other = world.browser().at_host("203.0.113.6");
    try_sign_in(&other, "kari@nord.example", PASSWORD).await.expect(200);
}

#[tokio::test]
async fn a_success_forgets_the_failures_before_it() {
    let world = World::open().await;
    organisation(&world).await;
    for _ in 0..3 {
        for _ in 1..SIGN_IN_FAILURES_MAX {
            try_sign_in(&world.browser(), "kari@nord.example", "gjetning nummer").await.expect(401);
        }
        try_sign_in(&world.browser(), "kari@nord.example", PASSWORD).await.expect(200);
    }
}

#[tokio::test]
async fn a_session_ends_when_it_is_not_used_and_lives_on_when_it_is() {
    let world = World::open().await;
    organisation(&world).await;
    let answer = try_sign_in(&world.browser(), "kari@nord.example", PASSWORD).await.expect(200);
    let browser = world.browser().with_cookie(&cookie_of(&answer));
    for _ in 0..3 {
        world.clock.advance_millis(SESSION_IDLE_MS - 1000);
        browser.get("/api/v1/session").await.expect(200);
    }
    world.clock.advance_millis(SESSION_IDLE_MS + 1000);
    browser.get("/api/v1/session").await.expect(401);
}

#[tokio::test]
async fn a_locked_user_is_out_at_once() {
    let world = World::open().await;
    let organisation = organisation(&world).await;
    let answer = try_sign_in(&world.browser(), "kari@nord.example", PASSWORD).await.expect(200);
    let id = answer.json()["user"]["id"].as_str().unwrap().to_owned();
    let browser = world.browser().with_cookie(&cookie_of(&answer));
    let admin = world.signed_in(organisation, &Right::ALL).await;
    admin.patch(&format!("/api/v1/users/{id}"), json!({ "active": false })).await.expect(200);
    browser.get("/api/v1/session").await.expect(401);
    try_sign_in(&world.browser(), "kari@nord.example", PASSWORD).await.expect(401);
}

#[tokio::test]
async fn a_new_password_ends_the_other_sessions() {
    let world = World::open().await;
    organisation(&world).await;
    let mine = try_sign_in(&world.browser(), "kari@nord.example", PASSWORD).await.expect(200);
    let other = try_sign_in(&world.browser(), "kari@nord.example", PASSWORD).await.expect(200);
    let (mine, other) =
        (world.browser().with_cookie(&cookie_of(&mine)), world.browser().with_cookie(&cookie_of(&other)));
    let change = |current: &str, new: &str| json!({ "current": current, "new": new });

    let wrong =
        mine.post("/api/v1/profile/password", change("feil passord", "en ny lang setning")).await.expect(422);
    assert_eq!((wrong.code().as_str(), &wrong.json()["field"]), ("password.wrong", &json!("current")));
    let short = mine.post("/api/v1/profile/password", change(PASSWORD, "kort")).await.expect(422);
    assert_eq!((short.code().as_str(), &short.json()["field"]), ("password.too_short", &json!("new")));
    mine.post("/api/v1/profile/password", change(PASSWORD, "en ny lang setning")).await.expect(204);

    mine.get("/api/v1/session").await.expect(200);
    other.get("/api/v1/session").await.expect(401);
    try_sign_in(&world.browser(), "kari@nord.example", PASSWORD).await.expect(401);
    try_sign_in(&world.browser(), "kari@nord.example", "en ny lang setning").await.expect(200);
}

#[tokio::test]
async fn a_browser_that_leaves_while_its_password_is_changed_has_not_failed() {
    let world = World::open().await;
    let organisation = organisation(&world).await;
    let answer = try_sign_in(&world.browser(), "kari@nord.example", PASSWORD).await.expect(200);
    let id: domain::UserId = answer.json()["user"]["id"].as_str().unwrap().parse().unwrap();
    let conn = world.office.store().read();
    let actor = store::users::find_actor(&conn, organisation, id).await.unwrap().unwrap();
    let hash = async || {
        let found = store::users::find_credentials(&conn, organisation, id).await.unwrap();
        found.unwrap().password_hash
    };
    for _ in 0..=SIGN_IN_FAILURES_MAX {
        let before = hash().await;
        let passwords = NewPassword {
            current: Secret::new(PASSWORD),
            new: Secret::new(PASSWORD),
            peer: [192, 0, 2, 1].into(),
        };
        {
            let change = sign_in::change_password(
                &world.office,
                &actor,
                Credential::Session(SessionId::new(1)),
                passwords,
            );
            assert!(futures_util::poll!(std::pin::pin!(change)).is_pending());
        }
        let changed = async {
            while hash().await == before {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(std::time::Duration::from_secs(60), changed).await.unwrap();
    }
    try_sign_in(&world.browser(), "kari@nord.example", PASSWORD).await.expect(200);
}

#[tokio::test]
async fn an_administrators_new_password_removes_the_api_tokens_and_ones_own_keeps_them() {
    let world = World::open().await;
    let organisation = organisation(&world).await;
    let answer = try_sign_in(&world.browser(), "kari@nord.example", PASSWORD).await.expect(200);
    let id = answer.json()["user"]["id"].as_str().unwrap().to_owned();
    let browser = world.browser().with_cookie(&cookie_of(&answer));
    let made = browser.post("/api/v1/profile/tokens", json!({ "name": "Skript" })).await.expect(201).json();
    let call = async || {
        let request = axum::http::Request::builder().uri("/api/v1/session");
        let bearer = format!("Bearer {}", made["token"].as_str().unwrap());
        let request = request.header(header::AUTHORIZATION, bearer);
        world.browser().send(request.body("".into()).unwrap()).await
    };
    let own = json!({ "current": PASSWORD, "new": "en ny lang setning" });
    browser.post("/api/v1/profile/password", own).await.expect(204);
    call().await.expect(200);
    let admin = world.signed_in(organisation, &Right::ALL).await;
    let reset = json!({ "password": "satt av en annen" });
    admin.patch(&format!("/api/v1/users/{id}"), reset).await.expect(200);
    call().await.expect(401);
    browser.get("/api/v1/session").await.expect(401);
}

#[tokio::test]
async fn an_api_token_acts_as_its_user_until_it_is_removed() {
    let world = World::open().await;
    organisation(&world).await;
    let answer = try_sign_in(&world.browser(), "kari@nord.example", PASSWORD).await.expect(200);
    let browser = world.browser().with_cookie(&cookie_of(&answer));
    let made = browser.post("/api/v1/profile/tokens", json!({ "name": "Skript" })).await.expect(201).json();
    let secret = made["token"].as_str().unwrap().to_owned();
    assert!(secret.starts_with("posthus_"));
    assert_eq!(
        (&made["name"], &made["expires_at"], &made["last_used_at"]),
        (&json!("Skript"), &Value::Null, &Value::Null)
    );

    // A program sends neither cookie nor the headers of a browser.
    let call = async || {
        let request = axum::http::Request::builder().method("POST").uri("/api/v1/categories");
        let request = request.header(header::AUTHORIZATION, format!("Bearer {secret}"));
        let request = request.header(header::CONTENT_TYPE, "application/json");
        world.browser().send(request.body(json!({ "name": "Ny" }).to_string().into()).unwrap()).await
    };
    call().await.expect(201);
    let listed = browser.get("/api/v1/profile/tokens").await.expect(200).json();
    let row = listed["rows"].as_array().unwrap().iter().find(|row| row["id"] == made["id"]).unwrap();
    assert!(row["last_used_at"].is_string() && row.get("token").is_none());
    browser.delete(&format!("/api/v1/profile/tokens/{}", made["id"].as_str().unwrap())).await.expect(204);
    call().await.expect(401);
}

#[tokio::test]
async fn a_token_that_has_ended_opens_nothing() {
    let world = World::open().await;
    organisation(&world).await;
    let answer = try_sign_in(&world.browser(), "kari@nord.example", PASSWORD).await.expect(200);
    let browser = world.browser().with_cookie(&cookie_of(&answer));
    let input = |end: &str| json!({ "name": "Kort", "expires_at": end });
    let over = browser.post("/api/v1/profile/tokens", input("2020-01-01T00:00:00Z")).await.expect(422);
    assert_eq!(over.code(), "token.already_over");
    let made =
        browser.post("/api/v1/profile/tokens", input("2026-01-06T09:00:00+01:00")).await.expect(201).json();
    assert_eq!(made["expires_at"], "2026-01-06T08:00:00.000Z");
    world.clock.advance_seconds(25 * 3600);
    let request = axum::http::Request::builder().uri("/api/v1/session");
    let request =
        request.header(header::AUTHORIZATION, format!("Bearer {}", made["token"].as_str().unwrap()));
    world.browser().send(request.body("".into()).unwrap()).await.expect(401);
}
