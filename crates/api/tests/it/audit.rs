//! Every change of a setting is told: who, by what means, of which record, from what to what. One file because the walk
//! over all routes is one table, read beside the reasons of those that tell nothing.

use std::collections::BTreeSet;

use axum::http::{Method, header};
use domain::org::Right;
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::document::operations;
use crate::office::{Everything, World};
use crate::tenants::with_ids;

/// Routes that change nothing of the configuration, by how their paths begin, and why.
const REASONS: &[(&str, &str)] = &[
    ("/api/v1/session", "signing in and out changes no setting"),
    ("/api/v1/cases", "cases have logs of their own"),
    ("/api/v1/case-views", "a view is how a list is looked at"),
    ("/api/v1/intake", "mail has timelines"),
    ("/api/v1/blocked/", "mail has timelines"),
    ("/api/v1/outbox", "mail has timelines"),
    ("/api/v1/jobs", "a job does what the log of each record tells"),
    ("/api/v1/uploads", "a file of a mail that is being written"),
    ("/api/v1/drafts", "a mail that is being written"),
    ("/api/v1/notices", "what somebody has read"),
    ("/api/v1/distribution-lists", "addresses that are written to, and no setting"),
    ("/api/v1/sent", "mail has timelines"),
    ("/api/v1/persons", "a customer's card is no setting"),
    ("/api/v1/companies", "a customer's card is no setting"),
    ("/api/v1/people-lists", "a set of customers is no setting"),
    ("/api/v1/addresses/check", "looks only"),
    ("/api/v1/blocked-addresses", "each address tells who blocked and cleared it"),
    ("/api/v1/return-incidents", "each incident tells who decided"),
    ("/api/v1/return-rules/try", "tries only"),
    ("/api/v1/return-rules/{id}/try", "tries only"),
    ("/api/v1/returns/review", "each return tells who looked at it"),
    ("/api/v1/returns/{id}/match", "the mail's timeline tells who said so"),
    ("/api/v1/returns/unmatch", "the mail's timeline tells who took it back"),
    ("/api/v1/auto-replies/pauses", "ends what Posthus began, and no setting"),
    ("/api/v1/filters/dry-run", "tries only"),
    ("/api/v1/faq-entries/{id}/fill", "fills a text in"),
    ("/api/v1/templates/preview", "fills a text in"),
    ("/api/v1/templates/{id}/fill", "fills a text in"),
    ("/api/v1/templates/{id}/begin", "a mail that is being written"),
    ("/api/v1/mailboxes/detect", "looks only"),
    ("/api/v1/mailboxes/test", "looks only"),
    ("/api/v1/mailboxes/{id}/check", "fetches mail"),
    ("/api/v1/mailboxes/{id}/import", "takes mail in"),
    ("/api/v1/mailboxes/{id}/oauth", "only begins a sign-in; what it brings is told when it ends"),
    ("/api/v1/profile/transport/oauth", "only begins a sign-in; what it brings is told when it ends"),
    ("/api/v1/domain-transports/{id}/oauth", "only begins a sign-in; what it brings is told when it ends"),
    ("/api/v1/transport/oauth", "only begins a sign-in; what it brings is told when it ends"),
    ("/api/v1/oauth/finish", "tested with a provider, below"),
    ("/api/v1/oauth/sign-ins", "only ends a sign-in that brought nothing"),
    ("/api/v1/transport/test", "tries only"),
    ("/api/v1/transport/spf", "looks only"),
    ("/api/v1/domain-transports/test", "tries only"),
    ("/api/v1/sender-domains/{id}/check", "looks only"),
    ("/api/v1/sender-domains/{id}/mta-sts", "needs a domain that is live; `set` tells, tested in the store"),
    ("/api/v1/profile/transport/detect", "looks only"),
    ("/api/v1/profile/transport/test", "tries only"),
    ("/api/v1/profile/preferences", "how one user's screen looks"),
    ("/api/v1/profile/signatures", "one user's own words under his mail"),
    ("/api/v1/profile/notifications", "what one user wants to be told"),
    ("/api/v1/profile/sending", "how one user's own mail is sent"),
    ("/api/v1/profile/password", "tested with a password, below"),
    (
        "/api/v1/sender-domains/{id}/waiting-keys",
        "needs keys that wait; `delete_waiting` tells, tested in the store",
    ),
    (
        "/api/v1/sender-domains/{id}/rotate",
        "needs keys that are live; `switch` and `insert` tell, tested in the store",
    ),
];

/// A request that changes a setting, and the kind of record that it tells of.
struct Told {
    id: &'static str,
    /// Where another record than the fixture's is meant.
    path: Option<String>,
    body: Value,
    kind: &'static str,
}

fn told(id: &'static str, body: Value, kind: &'static str) -> Told {
    Told { id, path: None, body, kind }
}

impl Told {
    fn at(self, path: String) -> Self {
        Self { path: Some(path), ..self }
    }
}

fn of_words(new_status: &str, other_tag: &str) -> Vec<Told> {
    let status = |rest: &str| format!("/api/v1/statuses/{new_status}{rest}");
    vec![
        told("create_category", json!({ "name": "Faktura" }), "category"),
        told("update_category", json!({ "description": "Alt om regninger" }), "category"),
        told("create_priority", json!({ "name": "Haster", "rank": 1 }), "priority"),
        told("update_priority", json!({ "deadline_minutes": 60 }), "priority"),
        told("create_status", json!({ "name": "Hos lageret", "kind": "waiting" }), "status"),
        told("update_status", json!({ "name": "Åpen hos oss" }), "status"),
        told("archive_status", json!({ "replaced_by": "OPEN" }), "status").at(status("/archive")),
        told("restore_status", json!({}), "status").at(status("/restore")),
        told("create_request_type", json!({ "name": "Bestilling" }), "request_type"),
        told("update_request_type", json!({ "name": "Feilmelding" }), "request_type"),
        told("archive_request_type", json!({ "replaced_by": null }), "request_type"),
        told("restore_request_type", json!({}), "request_type"),
        told("update_tag", json!({ "colour": "fjord" }), "tag"),
        told("merge_tag", json!({ "into": other_tag }), "tag"),
        told("delete_tag", json!({}), "tag").at(format!("/api/v1/tags/{other_tag}")),
        told("delete_category", json!({}), "category"),
        told("delete_priority", json!({}), "priority"),
    ]
}

fn of_settings() -> Vec<Told> {
    let rate = json!({ "burst": 3, "interval_s": 60 });
    let replies = json!({
        "enabled": false, "template_id": null, "categories": [],
        "per_address": rate, "per_case": rate, "per_organisation": rate,
    });
    let day = json!({ "from": 480, "to": 900 });
    let hours = json!({
        "time_zone": "Europe/Oslo", "holidays": ["2026-12-25"],
        "days": [day, day, day, day, day, null, null],
    });
    let notices = json!({
        "mailbox_id": null, "with_text": true, "per_hour": 20, "remind_days": 3, "remind_hour": 8,
    });
    vec![
        told("update_organisation", json!({ "name": "Nord AS" }), "organisation"),
        told("put_bins", json!({ "cases": 20, "spam": 7, "queues": 9 }), "organisation"),
        told("put_returns_settings", json!({ "accepted_returns": 7 }), "organisation"),
        told("put_acquaintance", json!({ "persons": false, "companies": true }), "setting"),
        told("put_auto_replies", replies, "setting"),
        told("put_report_settings", json!({ "kept_days": 90 }), "setting"),
        told("put_faq_rules", json!({ "minimum_percent": 70, "most": 2 }), "setting"),
        told("put_notice_settings", notices, "setting"),
        told("put_office_hours", hours, "setting"),
        told(
            "put_sending",
            json!({ "agent_name": true, "own_address": true, "identity_id": null }),
            "setting",
        ),
        told("put_sending_stop", json!({ "why": "feil adresse i malen" }), "organisation"),
        told("delete_sending_stop", json!({}), "organisation"),
        told(
            "put_held_destination",
            json!({ "domain": "kunde.example", "why": "feil pris" }),
            "held_destination",
        ),
        told("lift_held_destination", json!({ "domain": "kunde.example" }), "held_destination"),
        told("set_setting", json!({ "value": 40 }), "organisation")
            .at("/api/v1/settings/bins.cases".to_owned()),
    ]
}

fn of_texts() -> Vec<Told> {
    let version = json!([{ "language": "nb", "subject": "", "text": "Hei igjen" }]);
    vec![
        told("create_template", json!({ "name": "Purring", "versions": version }), "template"),
        told("update_template", json!({ "versions": version }), "template"),
        told("delete_template", json!({}), "template"),
        told("restore_template", json!({}), "template"),
        told("create_faq_entry", json!({ "title": "Frakt", "text": "Den er gratis." }), "faq_entry"),
        told("update_faq_entry", json!({ "text": "Send dem tilbake." }), "faq_entry"),
        told("archive_faq_entry", json!({}), "faq_entry"),
        told("restore_faq_entry", json!({}), "faq_entry"),
        told("archive_faq_entry", json!({}), "faq_entry"),
        told("delete_faq_entry", json!({}), "faq_entry"),
        told("put_mailbox_signature", json!({ "text": "Hilsen Posten" }), "mailbox"),
    ]
}

fn of_people(ours: &Everything) -> Vec<Told> {
    let away = json!({
        "from": "2026-01-01T00:00:00Z", "until": "2026-12-31T00:00:00Z", "substitute_id": null,
    });
    let user = json!({ "name": "Per", "email": "per@nord.example", "password": "en lang setning" });
    vec![
        told("create_user", user, "user"),
        told(
            "update_user",
            json!({ "name": "Kari N.", "role_ids": [ours.settings.role.to_string()] }),
            "user",
        )
        .at(format!("/api/v1/users/{}", ours.user)),
        told("put_user_absence", away.clone(), "absence"),
        told("delete_user_absence", json!({}), "absence"),
        told("put_own_absence", away, "absence"),
        told("delete_own_absence", json!({}), "absence"),
        told("create_role", json!({ "name": "Leser", "rights": ["cases_own"] }), "role"),
        told("update_role", json!({ "rights": ["cases_all", "outbox"] }), "role"),
        told("delete_role", json!({}), "role"),
        told("update_profile", json!({ "name": "Kari Nord" }), "user"),
        told("create_token", json!({ "name": "Skript" }), "api_token"),
    ]
}

fn of_mail(ours: &Everything) -> Vec<Told> {
    let filter = json!({
        "name": "Reklame",
        "conditions": [{ "field": "subject", "operator": "contains", "value": "tilbud" }],
        "actions": [{ "kind": "block" }],
    });
    let filed = json!({ "format": "posthus.filters", "version": 1, "filters": [
        { "name": "Fra fil", "active": true, "stop": false, "actions": [{ "kind": "block" }],
          "conditions": [{ "field": "subject", "operator": "contains", "value": "vinn" }] },
    ] });
    let made = filter.clone();
    let filter_id = ours.settings.filter.to_string();
    let mailbox = json!({ "address": "salg@nord.example", "protocol": "smtp" });
    let rule = json!({ "class": "mailbox-full", "phrases": ["the cellar is full"], "sample": "550 the cellar is full" });
    let other_rule =
        json!({ "class": "mailbox-full", "phrases": ["the loft is full"], "sample": "550 the loft is full" });
    let server = json!({ "own": true, "kind": "direct" });
    let own_server =
        json!({ "kind": "relay", "host": "smtp.nord.example", "port": 10465, "security": "tls" });
    let application = json!({
        "name": "Innlogging", "provider": "own", "client_id": "posthus", "client_secret": "hemmelig nok",
        "authorization_endpoint": "https://login.example/authorize",
        "token_endpoint": "https://login.example/token", "scopes": "mail",
    });
    let renamed = json!({
        "name": "Annet", "authorization_endpoint": "https://login.example/authorize",
        "token_endpoint": "https://login.example/token",
    });
    vec![
        told("create_filter", made, "filter"),
        told("update_filter", json!({ "active": false }), "filter"),
        told("import_filter_file", json!({ "file": filed, "same_name": "report" }), "filter"),
        told("block_sender", json!({ "sender": "reklame@else.example" }), "filter"),
        told("order_filters", json!({ "ids": [filter_id] }), "setting"),
        told("lift_blocked_sender", json!({ "sender": "reklame@else.example" }), "filter"),
        told("delete_filter", json!({}), "filter"),
        told("create_return_rule", rule, "return_rule"),
        told("change_return_rule", other_rule, "return_rule"),
        told("delete_return_rule", json!({}), "return_rule"),
        told(
            "create_identity",
            json!({ "address": "salg@nord.example", "display_name": "Salg" }),
            "identity",
        ),
        told("update_identity", json!({ "display_name": "Pressevakt" }), "identity"),
        told("put_transport", server.clone(), "outgoing_server"),
        told("put_own_transport", own_server, "outgoing_server"),
        told("delete_user_transport", json!({}), "outgoing_server")
            .at("/api/v1/users/{user}/transport".to_owned()),
        told(
            "put_domain_transport",
            json!({ "domain": "andre.example", "own": true, "kind": "direct" }),
            "outgoing_server",
        ),
        told("delete_domain_transport", json!({}), "outgoing_server"),
        told("create_oauth_application", application, "oauth_application"),
        told("update_oauth_application", renamed, "oauth_application"),
        told("delete_oauth_application", json!({}), "oauth_application"),
        told("create_sender_domain", json!({ "name": "annet.example" }), "sender_domain"),
        told("update_sender_domain", json!({ "dmarc_policy": "quarantine" }), "sender_domain"),
        told("archive_sender_domain", json!({}), "sender_domain"),
        told("create_mailbox", mailbox, "mailbox"),
        told("update_mailbox", json!({ "display_name": "Nord" }), "mailbox"),
        told("delete_mailbox", json!({}), "mailbox"),
    ]
}

/// All that is told, the newest first.
async fn entries(browser: &Browser) -> Vec<Value> {
    let page = browser.get("/api/v1/audit?descending=true&limit=200").await.expect(200).json();
    page["rows"].as_array().unwrap().clone()
}

async fn created(browser: &Browser, path: &str, body: Value) -> String {
    let made = browser.post(path, body).await.expect(201).json();
    made["id"].as_str().unwrap().to_owned()
}

/// All requests of the walk, in an order in which each finds its record.
async fn walk(browser: &Browser, ours: &Everything) -> Vec<Told> {
    let status = created(browser, "/api/v1/statuses", json!({ "name": "Ny", "kind": "open" })).await;
    let tags = format!("/api/v1/cases/{}/tags", ours.case);
    browser.json(Method::PUT, &tags, json!({ "names": ["Faktura", "Frakt"] })).await.expect(200);
    let found = browser.get("/api/v1/tags").await.expect(200).json();
    let other = found["rows"].as_array().unwrap().iter().find(|tag| tag["name"] == "Frakt").unwrap();
    let mut walk = of_words(&status, other["id"].as_str().unwrap());
    walk.extend(of_settings());
    walk.extend(of_texts());
    walk.extend(of_mail(ours));
    walk.extend(of_people(ours));
    for told in &mut walk {
        if told.body["replaced_by"] == "OPEN" {
            told.body["replaced_by"] = ours.settings.status.to_string().into();
        }
    }
    walk
}

#[tokio::test]
async fn every_route_that_changes_the_configuration_tells_who_did() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let user = world.user(ours.organisation, &Right::ALL).await;
    let browser = world.signed_in_as(ours.organisation, user).await;
    let all = operations();
    let mut walked = BTreeSet::from(["delete_token"]);
    for told in walk(&browser, &ours).await {
        let operation = all.iter().find(|operation| operation.id == told.id);
        let operation = operation.unwrap_or_else(|| panic!("`{}` is no operation", told.id));
        // Who walks has set a server of his own by then.
        let path = told.path.clone().map(|path| path.replace("{user}", &user.to_string()));
        let path = path.unwrap_or_else(|| with_ids(operation, &ours));
        let before: BTreeSet<String> =
            entries(&browser).await.iter().map(|entry| entry["id"].to_string()).collect();
        let answer = browser.json(operation.method.clone(), &path, told.body.clone()).await;
        assert!(answer.status.is_success(), "{} {path}: {}", told.id, answer.text());
        let after = entries(&browser).await;
        let new: Vec<&Value> =
            after.iter().filter(|entry| !before.contains(&entry["id"].to_string())).collect();
        let found = new.iter().find(|entry| entry["kind"] == told.kind);
        let found = found.unwrap_or_else(|| panic!("{} tells of no {}: {new:?}", told.id, told.kind));
        assert_eq!(found["user_id"], user.to_string(), "{}", told.id);
        assert_eq!(found["origin"], "browser", "{}", told.id);
        walked.insert(told.id);
    }
    for operation in all.iter().filter(|operation| !operation.method.is_safe()) {
        let has_reason = REASONS.iter().any(|(path, _)| operation.path.starts_with(path));
        assert!(
            walked.contains(operation.id.as_str()) || has_reason,
            "`{}` is new: let the walk see that it is told of, or say why it changes no configuration",
            operation.id
        );
    }
}

#[tokio::test]
async fn what_changed_is_told_from_what_to_what_and_by_which_means() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in_as(ours.organisation, ours.user).await;
    let made = browser.post("/api/v1/profile/tokens", json!({ "name": "Skript" })).await.expect(201).json();
    let token = made["token"].as_str().unwrap();
    let request = browser
        .request(Method::PUT, "/api/v1/bins")
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .header(header::CONTENT_TYPE, "application/json");
    let body = json!({ "cases": 14, "spam": 3, "queues": 30 }).to_string();
    let answer = world.browser().send(request.body(body.into()).unwrap()).await;
    assert_eq!(answer.status.as_u16(), 200);
    let newest = &entries(&browser).await[0];
    assert_eq!((&newest["origin"], &newest["origin_name"]), (&json!("token"), &json!("Skript")));
    assert_eq!(newest["verb"], "changed");
    assert_eq!(
        newest["fields"],
        json!([{ "field": "spam_bin_days", "from": 14, "to": 3, "secret": null }]),
        "what stays is not told"
    );
    let written: usize = entries(&browser).await.len();
    browser
        .json(Method::PUT, "/api/v1/bins", json!({ "cases": 14, "spam": 3, "queues": 30 }))
        .await
        .expect(200);
    assert_eq!(entries(&browser).await.len(), written, "nothing changed");
    let flag = json!({ "value": true });
    browser.json(Method::PUT, "/api/v1/settings/sending.agent_name", flag).await.expect(200);
    let file = browser.get("/api/v1/audit/export?format=txt").await.expect(200).text();
    assert!(file.contains("\tInnstilling\t") && !file.contains("\tsetting\t"), "{file}");
    assert!(file.contains("\tAvsendere\tEndret\tSaksbehandlerens navn som avsender: Nei → Ja"), "{file}");

    let id = made["id"].as_str().unwrap();
    browser.delete(&format!("/api/v1/profile/tokens/{id}")).await.expect(204);
    let newest = &entries(&browser).await[0];
    assert_eq!((&newest["kind"], &newest["verb"]), (&json!("api_token"), &json!("deleted")));
}

#[tokio::test]
async fn a_secret_is_told_of_and_stands_nowhere() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in(ours.organisation, &Right::ALL).await;
    let password = "en ganske lang setning";
    let new = json!({ "name": "Per", "email": "per@nord.example", "password": password });
    let user = created(&browser, "/api/v1/users", new).await;
    let own = world.signed_in_as(ours.organisation, domain::UserId::new(user.parse().unwrap())).await;
    let change = json!({ "current": password, "new": "en annen lang setning" });
    let changed = own.post("/api/v1/profile/password", change).await;
    assert!(changed.status.is_success(), "{}", changed.text());
    let path = format!("/api/v1/mailboxes/{}", ours.settings.mailbox);
    browser.patch(&path, json!({ "password": "mailbox secret" })).await.expect(200);
    let all = entries(&browser).await;
    let secret_of = |kind: &str| {
        let entry = all.iter().find(|entry| entry["kind"] == kind).unwrap();
        let field = entry["fields"].as_array().unwrap().iter().find(|field| field["field"] == "password");
        field.unwrap().clone()
    };
    assert_eq!(
        secret_of("user"),
        json!({ "field": "password", "from": null, "to": null, "secret": "changed" })
    );
    assert_eq!(secret_of("mailbox")["secret"], "set");
    assert_eq!(all.iter().find(|entry| entry["kind"] == "user").unwrap()["user_id"], user, "his own doing");
    let everything = serde_json::to_string(&all).unwrap();
    for secret in [password, "en annen lang setning", "mailbox secret", "argon2"] {
        assert!(!everything.contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn changes_are_found_by_kind_person_and_time_page_after_page() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in_as(ours.organisation, ours.user).await;
    for name in ["a", "b", "c"] {
        created(&browser, "/api/v1/categories", json!({ "name": name })).await;
    }
    let rows = async |query: &str| {
        let page = browser.get(&format!("/api/v1/audit?{query}")).await.expect(200).json();
        (page["rows"].as_array().unwrap().len(), page["next"].clone(), page["rows"][0]["name"].clone())
    };
    let own = format!("kind=category&user_id={}&descending=true", ours.user);
    assert_eq!((rows(&own).await.0, rows(&own).await.2), (3, json!("c")));
    let (first, next, _) = rows(&format!("{own}&limit=2")).await;
    assert_eq!(first, 2);
    let second = rows(&format!("{own}&limit=2&cursor={}", next.as_str().unwrap())).await;
    assert_eq!((second.0, second.1, second.2), (1, Value::Null, json!("a")));
    assert_eq!(rows("kind=category&until=2020-01-01T00:00:00Z").await.0, 0);
    assert_eq!(rows("q=faktura").await.0, 0);

    let limited = world.signed_in(ours.organisation, &[Right::Mailboxes]).await;
    let seen = limited.get("/api/v1/audit?limit=200").await.expect(200).json();
    let kinds: BTreeSet<&str> =
        seen["rows"].as_array().unwrap().iter().map(|row| row["kind"].as_str().unwrap()).collect();
    assert!(kinds.contains("category") && !kinds.contains("user") && !kinds.contains("role"), "{kinds:?}");
    assert_eq!(limited.get("/api/v1/audit?kind=user").await.expect(200).json()["rows"], json!([]));
}

#[tokio::test]
async fn settings_stand_in_one_place_with_who_changed_them() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in_as(ours.organisation, ours.user).await;
    let of = |rows: &Value, name: &str| {
        rows["rows"].as_array().unwrap().iter().find(|row| row["name"] == name).unwrap().clone()
    };
    let before = browser.get("/api/v1/settings").await.expect(200).json();
    for row in before["rows"].as_array().unwrap() {
        // The organisation of the test was made with these.
        let is_made = ["filter_order", "sender_domains"].iter().any(|name| row["name"] == *name);
        let is_fixed = row["place"] == "configuration" || is_made;
        assert!(is_fixed || row["name"] == "organisation.name" || row["value"] == row["default"], "{row}");
        assert!(is_made || row["changed"].is_null(), "{row}");
    }
    let path = |name: &str| format!("/api/v1/settings/{name}");
    let put = async |name: &str, value: Value| {
        browser.json(Method::PUT, &path(name), json!({ "value": value })).await
    };
    for (name, value) in [
        ("organisation.name", json!("Nord AS")),
        ("organisation.language", json!("en")),
        ("acquaintance.companies", json!(false)),
        ("notify.per_hour", json!(12)),
        ("auto_reply.per_address.burst", json!(4)),
        ("faq.most", json!(5)),
        ("sending.agent_name", json!(true)),
        ("sending.unverified", json!("refuse")),
        ("sending.list_recipients_max", json!(120)),
        ("send_rates.per_minute", json!(90)),
        ("returns.accepted_returns", json!(8)),
        ("returns.trial_days", json!(5)),
        ("returns.mail_lifts_blocks", json!(false)),
        ("refusals.puts_off", json!(false)),
        ("domain_reports.kept_days", json!(90)),
        ("sent_mail.days", json!(90)),
        ("bins.spam", json!(2)),
        ("audit.days", json!(365)),
    ] {
        let after = put(name, value.clone()).await.expect(200).json();
        let row = of(&after, name);
        assert_eq!(row["value"], value, "{name}");
        assert_eq!(row["changed"]["user_id"], ours.user.to_string(), "{name}");
    }
    let again = put("bins.spam", Value::Null).await.expect(200).json();
    assert_eq!(of(&again, "bins.spam")["value"], 14, "null is what it is by default");
    assert_eq!(put("bins.spam", json!(0)).await.expect(422).json()["field"], "value");
    let short = put("sent_mail.days", json!(29)).await.expect(422);
    assert_eq!((short.code().as_str(), short.json()["field"].as_str()), ("sent_mail.days", Some("value")));
    put("sent_mail.days", json!(0)).await.expect(200);
    assert_eq!(put("bins.spam", json!("many")).await.expect(422).code(), "setting.malformed");
    assert_eq!(put("office_hours", json!({})).await.expect(409).code(), "setting.elsewhere");
    let refused = put("installation.host_name", json!("x")).await.expect(409);
    assert_eq!(refused.json()["params"]["key"], "host_name");
    assert_eq!(put("nothing", json!(1)).await.expect(404).code(), "not_found");
    let without = world.signed_in(ours.organisation, &[Right::Mailboxes]).await;
    for name in ["auto_reply.enabled", "faq.most"] {
        let refused =
            without.json(Method::PUT, &path(name), json!({ "value": null })).await.expect(403).json();
        assert_eq!(refused["params"]["right"], "templates", "{name} is theirs who keep the templates");
    }
    without.json(Method::PUT, &path("bins.spam"), json!({ "value": 3 })).await.expect(200);
}
