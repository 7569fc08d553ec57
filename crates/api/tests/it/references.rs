//! What a body refers to must be of one's own organisation, too.

use axum::http::Method;
use domain::Clock;
use domain::org::Right;
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::office::World;

/// Sends a body that refers to a record of another organisation.
async fn check(browser: &Browser, method: Method, path: &str, body: Value) {
    let answer = browser.json(method, path, body).await;
    let status = answer.status.as_u16();
    assert!(matches!(status, 404 | 409 | 422), "{path}: {status} {}", answer.text());
    assert!(answer.code() != "request.malformed", "{path}: {}", answer.text());
}

#[tokio::test]
async fn references_to_another_organisations_records_are_refused() {
    let world = World::open().await;
    let (ours, theirs) = (world.organisation("nord").await, world.organisation("sør").await);
    let browser = world.signed_in(ours.organisation, &Right::ALL).await;
    let check = async |method: Method, path: &str, body: Value| check(&browser, method, path, body).await;
    let case = format!("/api/v1/cases/{}", ours.case);
    let (role, category) = (theirs.settings.role.to_string(), theirs.settings.category.to_string());
    let priority = theirs.settings.priority.to_string();
    let user = json!({ "name": "Ny", "email": "ny@nord.example", "password": "en ganske lang setning" });
    let with = |mut body: Value, field: &str, value: Value| {
        body[field] = value;
        body
    };
    check(Method::POST, "/api/v1/users", with(user.clone(), "role_ids", json!([role]))).await;
    check(Method::POST, "/api/v1/users", with(user, "category_ids", json!([category]))).await;
    check(Method::PATCH, &case, json!({ "owner_id": theirs.user.to_string() })).await;
    check(Method::PATCH, &case, json!({ "category_id": category })).await;
    check(Method::PATCH, &case, json!({ "priority_id": priority })).await;
    let reply = json!({ "text": "Hei", "upload_ids": [theirs.files.upload.to_string()] });
    check(Method::POST, &format!("{case}/reply"), reply).await;

    let template = format!("/api/v1/templates/{}/fill", ours.settings.template);
    check(Method::POST, &template, json!({ "case_id": theirs.case.to_string() })).await;
    let draft = json!({ "language": "nb", "text": "Hei", "case_id": theirs.case.to_string() });
    check(Method::POST, "/api/v1/templates/preview", draft).await;
    let own = ours.case.to_string();
    check(Method::POST, "/api/v1/cases/merge", json!({ "ids": [own], "into": theirs.case.to_string() }))
        .await;
    let messages = json!([ours.message.to_string()]);
    let away = json!({ "message_ids": messages, "to": theirs.case.to_string() });
    check(Method::POST, &format!("{case}/move"), away).await;
    let many = json!({ "ids": [own], "change": { "owner_id": theirs.user.to_string() } });
    check(Method::POST, "/api/v1/cases/change", many).await;
    let of_category = format!("/api/v1/categories/{}", ours.settings.category);
    check(Method::PATCH, &of_category, json!({ "member_ids": [theirs.user.to_string()] })).await;
    check(Method::PATCH, &of_category, json!({ "administrator_id": theirs.user.to_string() })).await;
    check(Method::PATCH, &of_category, json!({ "priority_id": priority })).await;

    let away = json!({
        "from": "2026-01-01T00:00:00Z", "until": "2026-12-31T00:00:00Z", "substitute_id": theirs.user.to_string(),
    });
    check(Method::PUT, "/api/v1/profile/absence", away.clone()).await;
    check(Method::PUT, &format!("/api/v1/users/{}/absence", ours.user), away).await;

    let replies = browser.get("/api/v1/auto-replies").await.expect(200).json();
    let foreign = json!(theirs.settings.template.to_string());
    check(Method::PUT, "/api/v1/auto-replies", with(replies.clone(), "template_id", foreign.clone())).await;
    let ours_with_theirs =
        json!([{ "category_id": ours.settings.category.to_string(), "template_id": foreign }]);
    let theirs_with_none = json!([{ "category_id": category, "template_id": null }]);
    for categories in [ours_with_theirs, theirs_with_none] {
        check(Method::PUT, "/api/v1/auto-replies", with(replies.clone(), "categories", categories)).await;
    }
}

#[tokio::test]
async fn mailboxes_and_filters_refer_to_records_of_their_own_organisation() {
    let world = World::open().await;
    let (ours, theirs) = (world.organisation("nord").await, world.organisation("sør").await);
    let browser = world.signed_in(ours.organisation, &Right::ALL).await;
    let check = async |method: Method, path: &str, body: Value| check(&browser, method, path, body).await;
    let category = theirs.settings.category.to_string();
    let priority = theirs.settings.priority.to_string();
    let with = |mut body: Value, field: &str, value: Value| {
        body[field] = value;
        body
    };

    let mailbox = json!({ "address": "ny@nord.example", "protocol": "smtp" });
    check(Method::POST, "/api/v1/mailboxes", with(mailbox.clone(), "category_id", json!(category))).await;
    check(Method::POST, "/api/v1/mailboxes", with(mailbox.clone(), "priority_id", json!(priority))).await;
    let foreign = json!(theirs.settings.template.to_string());
    check(Method::POST, "/api/v1/mailboxes", with(mailbox.clone(), "reply_template_id", foreign)).await;
    let test = json!({ "id": theirs.settings.mailbox.to_string(), "protocol": "imap" });
    check(Method::POST, "/api/v1/mailboxes/test", test).await;

    let filter = json!({ "name": "F", "actions": [{ "kind": "block" }] });
    let foreign = json!([theirs.settings.mailbox.to_string()]);
    check(Method::POST, "/api/v1/filters", with(filter.clone(), "mailbox_ids", foreign)).await;
    for action in [
        json!({ "kind": "category", "category_id": category }),
        json!({ "kind": "priority", "priority_id": priority }),
        json!({ "kind": "owner", "user_id": theirs.user.to_string() }),
    ] {
        check(Method::POST, "/api/v1/filters", with(filter.clone(), "actions", json!([action]))).await;
    }
}

#[tokio::test]
async fn request_types_and_answers_of_another_organisation_are_refused() {
    let world = World::open().await;
    let (ours, theirs) = (world.organisation("nord").await, world.organisation("sør").await);
    let browser = world.signed_in(ours.organisation, &Right::ALL).await;
    let kind = theirs.settings.request_type.to_string();
    let action = json!({ "kind": "request_type", "request_type_id": kind });
    let condition = json!({ "field": "request_type", "operator": "equals", "value": kind });
    let block = json!({ "kind": "block" });
    for (method, path, body) in [
        (Method::PATCH, format!("cases/{}", ours.case), json!({ "request_type_id": kind })),
        (
            Method::POST,
            format!("request-types/{}/archive", ours.settings.request_type),
            json!({ "replaced_by": kind }),
        ),
        (
            Method::POST,
            String::from("mailboxes"),
            json!({ "address": "ny@nord.example", "protocol": "smtp", "request_type_id": kind }),
        ),
        (Method::POST, String::from("filters"), json!({ "name": "F", "actions": [action] })),
        (
            Method::POST,
            String::from("filters"),
            json!({ "name": "F", "conditions": [condition], "actions": [block] }),
        ),
        (
            Method::POST,
            format!("faq-entries/{}/fill", ours.settings.faq),
            json!({ "case_id": theirs.case.to_string() }),
        ),
    ] {
        let answer = browser.json(method, &format!("/api/v1/{path}"), body).await;
        let status = answer.status.as_u16();
        assert!(matches!(status, 404 | 422), "{path}: {status} {}", answer.text());
        assert!(answer.code() != "request.malformed", "{path}: {}", answer.text());
    }
}

#[tokio::test]
async fn nobody_of_another_organisation_stands_in() {
    let world = World::open().await;
    let (ours, theirs) = (world.organisation("nord").await, world.organisation("sør").await);
    let browser = world.signed_in_as(ours.organisation, ours.user).await;
    let (from, until) = (world.clock.now(), world.clock.now().plus_seconds(3600));
    let away = |who: domain::UserId| json!({ "from": from.to_rfc3339(), "until": until.to_rfc3339(), "substitute_id": who.to_string() });
    for path in ["/api/v1/profile/absence".to_owned(), format!("/api/v1/users/{}/absence", ours.user)] {
        let refused = browser.json(Method::PUT, &path, away(theirs.user)).await.expect(422);
        assert_eq!(refused.code(), "absence.substitute");
        let itself = browser.json(Method::PUT, &path, away(ours.user)).await.expect(422);
        assert_eq!(itself.code(), "absence.substitute");
        let over = json!({ "from": until.to_rfc3339(), "until": from.to_rfc3339(), "substitute_id": null });
        assert_eq!(browser.json(Method::PUT, &path, over).await.expect(422).code(), "absence.over");
    }
}

#[tokio::test]
async fn a_message_is_found_in_its_own_case_alone() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let (other_case, _) = world.case(ours.organisation, ours.settings.mailbox, "Annet").await;
    let browser = world.signed_in(ours.organisation, &Right::ALL).await;
    let path = |case: domain::CaseId| format!("/api/v1/cases/{case}/messages/{}/raw", ours.message);
    browser.get(&path(ours.case)).await.expect(200);
    browser.get(&path(other_case)).await.expect(404);
}

#[tokio::test]
async fn ones_own_cases_are_those_one_owns_or_whose_category_one_has() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let agent = world.user(ours.organisation, &[Right::CasesOwn]).await;
    let (browser, chief) = (
        world.signed_in_as(ours.organisation, agent).await,
        world.signed_in(ours.organisation, &Right::ALL).await,
    );
    let path = format!("/api/v1/cases/{}", ours.case);
    let seen =
        async || browser.get("/api/v1/cases").await.expect(200).json()["rows"].as_array().unwrap().len();

    browser.get(&path).await.expect(404);
    browser.post(&format!("{path}/comments"), json!({ "text": "Hei" })).await.expect(404);
    assert_eq!(seen().await, 0);
    chief.patch(&path, json!({ "owner_id": agent.to_string() })).await.expect(200);
    browser.get(&path).await.expect(200);
    assert_eq!(seen().await, 1);

    let category = ours.settings.category.to_string();
    chief.patch(&path, json!({ "owner_id": null, "category_id": category })).await.expect(200);
    browser.get(&path).await.expect(404);
    chief.patch(&format!("/api/v1/users/{agent}"), json!({ "category_ids": [category] })).await.expect(200);
    browser.get(&path).await.expect(200);
    assert_eq!(seen().await, 1);
}
