//! Signing in with a provider, from the browser's side.

use domain::org::Right;
use serde_json::{Value, json};
use testkit::oauth::{Habits, OauthProvider};

use crate::browser::Browser;
use crate::office::World;

const SECRET: &str = "a secret of the client";

fn application(provider: &OauthProvider) -> Value {
    json!({
        "name": "Innlogging",
        "provider": "own",
        "client_id": "posthus",
        "client_secret": SECRET,
        "authorization_endpoint": provider.endpoint("authorize"),
        "token_endpoint": provider.endpoint("token"),
        "device_endpoint": provider.endpoint("device"),
        "revocation_endpoint": provider.endpoint("revoke"),
        "scopes": "mail offline_access",
    })
}

fn provider() -> OauthProvider {
    OauthProvider::start(Habits { client_secret: Some(SECRET.to_owned()), ..Habits::default() }).unwrap()
}

/// A mailbox that signs in with a new application; its path.
async fn mailbox(browser: &Browser, provider: &OauthProvider) -> String {
    let made = browser.post("/api/v1/oauth/applications", application(provider)).await.expect(201).json();
    let mailbox = json!({
        "address": "innlogging@nord.example",
        "protocol": "imap",
        "host": "imap.nord.example",
        "oauth_application_id": made["id"],
    });
    let made = browser.post("/api/v1/mailboxes", mailbox).await.expect(201).json();
    assert_eq!((&made["health"]["state"], &made["oauth"]), (&json!("sign_in"), &Value::Null));
    format!("/api/v1/mailboxes/{}", made["id"].as_str().unwrap())
}

fn returned(provider: &OauthProvider, begun: &Value) -> Value {
    let query = provider.agree(begun["address"].as_str().unwrap()).unwrap();
    json!({ "provider": "own", "state": query["state"], "code": query["code"] })
}

#[tokio::test]
async fn a_browser_signs_in_and_no_secret_is_ever_answered() {
    let world = World::open_beside_servers().await;
    let (ours, provider) = (world.organisation("nord").await, provider());
    let browser = world.signed_in(ours.organisation, &Right::ALL).await;
    let path = mailbox(&browser, &provider).await;
    let begun = browser.post(&format!("{path}/oauth"), json!({})).await.expect(201).json();
    assert_eq!((&begun["way"], &begun["outcome"]), (&json!("browser"), &json!("waiting")));
    let address = begun["address"].as_str().unwrap();
    let redirect = "redirect_uri=http%3A%2F%2F127.0.0.1%3A8080%2Foauth%2Fcallback%2Fown";
    assert!(address.contains(redirect) && address.contains("code_challenge_method=S256"), "{address}");

    let body = returned(&provider, &begun);
    let stranger = world.signed_in(ours.organisation, &Right::ALL).await;
    let refused = stranger.post("/api/v1/oauth/finish", body.clone()).await.expect(409);
    assert_eq!(refused.code(), "oauth.unknown_state", "a colleague's session");
    let done = browser.post("/api/v1/oauth/finish", body.clone()).await.expect(200).json();
    assert!(path.ends_with(done["mailbox_id"].as_str().unwrap()));
    assert_eq!(browser.post("/api/v1/oauth/finish", body).await.expect(409).code(), "oauth.unknown_state");

    let shown = browser.get(&path).await.expect(200);
    let oauth = &shown.json()["oauth"];
    assert_eq!((&oauth["state"], &oauth["application_name"]), (&json!("good"), &json!("Innlogging")));
    let lists = ["oauth/applications", "oauth/providers", "mailboxes"].map(|list| format!("/api/v1/{list}"));
    let mut answers = vec![shown.text()];
    for list in lists {
        answers.push(browser.get(&list).await.expect(200).text());
    }
    let secrets = [vec![SECRET.to_owned()], provider.access_tokens(), provider.refresh_tokens()].concat();
    assert_eq!(secrets.len(), 3);
    for secret in secrets {
        assert!(answers.iter().all(|answer| !answer.contains(&secret)), "{secret}");
    }
}

#[tokio::test]
async fn a_secret_that_ends_soon_is_warned_of_where_its_mailboxes_are() {
    let world = World::open_beside_servers().await;
    let (ours, provider) = (world.organisation("nord").await, provider());
    let browser = world.signed_in(ours.organisation, &Right::ALL).await;
    let path = mailbox(&browser, &provider).await;
    let begun = browser.post(&format!("{path}/oauth"), json!({ "way": "browser" })).await.expect(201).json();
    browser.post("/api/v1/oauth/finish", returned(&provider, &begun)).await.expect(200);
    let mailbox = browser.get(&path).await.json();
    let application =
        format!("/api/v1/oauth/applications/{}", mailbox["oauth_application_id"].as_str().unwrap());
    let state = async |days: i64| {
        let ends = world.office.now().plus_seconds(days * 86_400).to_rfc3339();
        browser.patch(&application, json!({ "secret_expires_at": ends })).await.expect(200);
        browser.get(&path).await.json()["oauth"]["state"].clone()
    };
    assert_eq!(state(40).await, "good");
    assert_eq!(state(20).await, "expiring");
    let refused = browser.delete(&application).await.expect(409);
    assert_eq!(
        (refused.code(), &refused.json()["params"]["users"]),
        ("oauth.application_in_use".to_owned(), &json!("1"))
    );
}

#[tokio::test]
async fn endpoints_are_encrypted_and_lead_into_no_private_network() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in(ours.organisation, &Right::ALL).await;
    let known = json!({ "provider": "microsoft", "client_id": "id" });
    let made = browser.post("/api/v1/oauth/applications", known).await.expect(201).json();
    assert!(made["token_endpoint"].as_str().unwrap().starts_with("https://login.microsoftonline.com/"));
    assert_eq!((&made["name"], &made["has_client_secret"]), (&json!("Microsoft 365"), &json!(false)));
    let path = format!("/api/v1/oauth/applications/{}", made["id"].as_str().unwrap());
    for (field, url) in [
        ("token_endpoint", "http://login.example.org/token"),
        ("token_endpoint", "http://127.0.0.1:9/token"),
        ("authorization_endpoint", "javascript:alert(1)"),
        ("revocation_endpoint", "https://kari:x@login.example.org/"),
        ("token_endpoint", ""),
    ] {
        let refused = browser.patch(&path, json!({ field: url })).await.expect(422);
        assert_eq!(
            (refused.code(), &refused.json()["field"]),
            ("oauth.endpoint".to_owned(), &json!(field)),
            "{url}"
        );
    }
    let taken = json!({ "provider": "microsoft", "client_id": "other" });
    assert_eq!(
        browser.post("/api/v1/oauth/applications", taken).await.expect(409).code(),
        "oauth.name_taken"
    );

    // An encrypted address of a private network is entered and never reached.
    browser.patch(&path, json!({ "device_endpoint": "https://127.0.0.1:9/device" })).await.expect(200);
    let mailbox = json!({
        "address": "innlogging@nord.example",
        "host": "imap.nord.example",
        "oauth_application_id": made["id"],
    });
    let mailbox = browser.post("/api/v1/mailboxes", mailbox).await.expect(201).json();
    let begin = format!("/api/v1/mailboxes/{}/oauth", mailbox["id"].as_str().unwrap());
    let refused = browser.post(&begin, json!({ "way": "device" })).await.expect(409);
    assert_eq!(refused.code(), "oauth.device_refused");
    assert!(refused.text().contains("private network"), "{}", refused.text());
    let password = format!("/api/v1/mailboxes/{}/oauth", ours.settings.mailbox);
    assert_eq!(browser.post(&password, json!({})).await.expect(409).code(), "oauth.not_chosen");
}
