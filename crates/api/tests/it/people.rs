//! Persons and companies that are the same become one.

use axum::http::Method;
use domain::org::Right;
use serde_json::{Value, json};

use crate::office::World;

#[tokio::test]
async fn joined_companies_have_the_persons_and_domains_of_both() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in(ours.organisation, &Right::ALL).await;
    let company = async |name: &str, domain: &str| -> String {
        let body = json!({ "name": name, "domains": [domain] });
        let made = browser.post("/api/v1/companies", body).await.expect(201).json();
        made["id"].as_str().unwrap().to_owned()
    };
    let (stays, goes) = (company("Fjord", "fjord.no").await, company("Fjord AS", "fjord.com").await);
    let kari = json!({ "name": "Kari", "addresses": ["kari@fjord.com"], "company_id": goes });
    browser.post("/api/v1/persons", kari).await.expect(201);

    let merge = format!("/api/v1/companies/{goes}/merge");
    let itself = browser.post(&merge, json!({ "into": goes })).await.expect(409);
    assert_eq!(itself.code(), "company.cannot_merge");
    let joined = browser.post(&merge, json!({ "into": stays })).await.expect(200).json();
    assert_eq!(joined["name"], "Fjord");
    assert_eq!(joined["domains"], json!(["fjord.com", "fjord.no"]));
    assert_eq!((&joined["persons"], &joined["can_split"]), (&json!(1), &json!(true)));
    let rest = browser.get("/api/v1/companies?q=fjord").await.expect(200).json();
    assert_eq!(rest["rows"].as_array().map(Vec::len), Some(1));
    let persons = browser.get(&format!("/api/v1/persons?company_id={stays}")).await.expect(200).json();
    assert_eq!(persons["rows"][0]["name"], "Kari");
}

#[tokio::test]
async fn persons_who_were_joined_are_shown_on_the_card_and_split_again() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in(ours.organisation, &Right::ALL).await;
    let make = async |address: &str| {
        let person = json!({ "name": "Kari", "addresses": [address] });
        let made = browser.post("/api/v1/persons", person).await.expect(201).json();
        made["id"].as_str().unwrap().to_owned()
    };
    let (goes, stays) = (make("kari@fjord.no").await, make("kari@gmail.com").await);
    let merge = format!("/api/v1/persons/{goes}/merge");
    let merged = browser.post(&merge, json!({ "into": stays })).await.expect(200).json();
    assert_eq!((&merged["id"], &merged["can_split"]), (&json!(stays), &json!(true)));
    let card = browser.get(&format!("/api/v1/persons/{stays}/card")).await.expect(200).json();
    assert_eq!((&card["joined"][0]["id"], &card["joined"][0]["name"]), (&json!(goes), &json!("Kari")));
    let split = format!("/api/v1/persons/{stays}/split");
    let back = browser.post(&split, json!({ "person": goes })).await.expect(200).json();
    assert_eq!((&back["id"], &back["addresses"]), (&json!(goes), &json!(["kari@fjord.no"])));
    assert_eq!(browser.post(&split, json!({ "person": goes })).await.expect(404).code(), "not_found");
    let card = browser.get(&format!("/api/v1/persons/{stays}/card")).await.expect(200).json();
    assert_eq!(card["joined"], json!([]));
}

#[tokio::test]
async fn companies_that_were_joined_are_shown_with_the_one_that_stays_and_split_again() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in(ours.organisation, &Right::ALL).await;
    let make = async |name: &str, domain: &str| {
        let company = json!({ "name": name, "domains": [domain] });
        let made = browser.post("/api/v1/companies", company).await.expect(201).json();
        made["id"].as_str().unwrap().to_owned()
    };
    let (goes, stays) = (make("Fjord AS", "fjord.com").await, make("Fjord", "fjord.no").await);
    let kari = json!({ "name": "Kari", "addresses": ["kari@fjord.com"], "company_id": goes });
    browser.post("/api/v1/persons", kari).await.expect(201);
    browser.post(&format!("/api/v1/companies/{goes}/merge"), json!({ "into": stays })).await.expect(200);
    let shown = async || browser.get(&format!("/api/v1/companies/{stays}")).await.expect(200).json();
    let before = shown().await;
    assert_eq!(
        (&before["joined"][0]["id"], &before["joined"][0]["name"]),
        (&json!(goes), &json!("Fjord AS"))
    );
    assert_eq!(before["joined"][0]["domains"], json!(["fjord.com"]));

    let split = format!("/api/v1/companies/{stays}/split");
    let back = browser.post(&split, json!({ "company": goes })).await.expect(200).json();
    assert_eq!(
        (&back["id"], &back["domains"], &back["persons"]),
        (&json!(goes), &json!(["fjord.com"]), &json!(1))
    );
    let rest = shown().await;
    assert_eq!((&rest["domains"], &rest["persons"]), (&json!(["fjord.no"]), &json!(0)));
    assert_eq!(rest["joined"], json!([]));
    assert_eq!(browser.post(&split, json!({ "company": goes })).await.expect(404).code(), "not_found");
}

#[tokio::test]
async fn nobody_is_joined_with_another_organisations_people() {
    let world = World::open().await;
    let (ours, theirs) = (world.organisation("nord").await, world.organisation("sør").await);
    let browser = world.signed_in(ours.organisation, &Right::ALL).await;
    let routes = [
        (format!("/api/v1/companies/{}/merge", ours.known.company), "into", theirs.known.company.to_string()),
        (
            format!("/api/v1/companies/{}/split", ours.known.company),
            "company",
            theirs.known.company.to_string(),
        ),
        (format!("/api/v1/persons/{}/merge", ours.known.person), "into", theirs.known.person.to_string()),
        (format!("/api/v1/persons/{}/split", ours.known.person), "person", theirs.known.person.to_string()),
        (format!("/api/v1/persons/{}/apart", ours.known.person), "other", theirs.known.person.to_string()),
    ];
    for (path, field, id) in routes {
        let mut body = Value::Null;
        body[field] = json!(id);
        assert_eq!(browser.post(&path, body).await.expect(404).code(), "not_found", "{path}");
    }
    let names = browser.get("/api/v1/persons").await.expect(200).json();
    assert_eq!(names["rows"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn a_company_is_looked_at_by_its_id_within_ones_own_organisation() {
    let world = World::open().await;
    let (ours, theirs) = (world.organisation("nord").await, world.organisation("sør").await);
    let browser = world.signed_in_as(ours.organisation, ours.user).await;
    let body = json!({ "name": "Fjord AS", "domains": ["fjord.example"] });
    let made = browser.post("/api/v1/companies", body).await.expect(201).json();
    let path = format!("/api/v1/companies/{}", made["id"].as_str().unwrap());
    let kari = json!({ "name": "Kari", "addresses": ["kari@fjord.no"], "company_id": made["id"] });
    browser.post("/api/v1/persons", kari).await.expect(201);
    let shown = browser.get(&path).await.expect(200).json();
    assert_eq!((&shown["name"], &shown["persons"]), (&json!("Fjord AS"), &json!(1)));
    browser.get(&format!("/api/v1/companies/{}", theirs.known.company)).await.expect(404);
}

#[tokio::test]
async fn signatures_that_somebody_else_changed_are_refused_with_his_name() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in(ours.organisation, &Right::ALL).await;
    let path = format!("/api/v1/mailboxes/{}/signature", ours.settings.mailbox);
    let seen = browser.get(&path).await.expect(200).json();
    let reply = |text: &str| json!({ "text": "", "reply_text": text, "seen_version": seen["version"] });
    let saved = browser.json(Method::PUT, &path, reply("The first")).await.expect(200).json();
    let refused = browser.json(Method::PUT, &path, reply("The second")).await.expect(409);
    assert_eq!(refused.code(), "signature.changed_meanwhile");
    let told = refused.json();
    assert!(told["params"]["by"].as_str().is_some_and(|name| name != "Posthus"), "{told}");
    assert_eq!(told["params"]["version"], saved["version"].to_string());
    assert_eq!(browser.get(&path).await.expect(200).json(), saved);
}

#[tokio::test]
async fn a_change_of_what_somebody_else_changed_is_refused_with_his_name() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in_as(ours.organisation, ours.user).await;
    let kari = json!({ "name": "Kari", "addresses": ["kari@fjord.no"] });
    let kari = browser.post("/api/v1/persons", kari).await.expect(201).json();
    let path = format!("/api/v1/persons/{}", kari["id"].as_str().unwrap());
    let phone = |phone: &str| json!({ "phone": phone, "seen_version": kari["version"] });
    browser.json(Method::PATCH, &path, phone("1")).await.expect(200);
    let refused = browser.json(Method::PATCH, &path, phone("2")).await.expect(409);
    assert_eq!(refused.code(), "person.changed_meanwhile");
    let told = refused.json();
    assert!(told["params"]["by"].as_str().is_some_and(|name| !name.is_empty()), "{told}");
    let now = browser.get(&path).await.expect(200).json();
    assert_eq!(now["phone"], "1");
    assert_eq!(told["params"]["version"], now["version"].to_string());

    let fjord = browser.post("/api/v1/companies", json!({ "name": "Fjord", "domains": [] })).await;
    let fjord = fjord.expect(201).json();
    let path = format!("/api/v1/companies/{}", fjord["id"].as_str().unwrap());
    let named = |name: &str| json!({ "name": name, "domains": [], "seen_version": fjord["version"] });
    browser.json(Method::PATCH, &path, named("Fjord AS")).await.expect(200);
    let refused = browser.json(Method::PATCH, &path, named("Fjord ASA")).await.expect(409);
    assert_eq!(refused.code(), "company.changed_meanwhile");
    let told = refused.json();
    assert!(told["params"]["by"].as_str().is_some_and(|name| !name.is_empty()), "{told}");
    let now = browser.get(&path).await.expect(200).json();
    assert_eq!(now["name"], "Fjord AS");
    assert_eq!(told["params"]["version"], now["version"].to_string());
}

#[tokio::test]
async fn a_person_may_be_a_former_employee_from_the_first() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in_as(ours.organisation, ours.user).await;
    let kari = json!({ "name": "Kari", "addresses": ["kari@fjord.no"], "former": true });
    let made = browser.post("/api/v1/persons", kari).await.expect(201).json();
    assert_eq!(made["former"], true);
}
