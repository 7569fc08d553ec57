//! Persons and companies that are the same become one.

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
    assert_eq!(joined["persons"], 1);
    let rest = browser.get("/api/v1/companies?q=fjord").await.expect(200).json();
    assert_eq!(rest["rows"].as_array().map(Vec::len), Some(1));
    let persons = browser.get(&format!("/api/v1/persons?company_id={stays}")).await.expect(200).json();
    assert_eq!(persons["rows"][0]["name"], "Kari");
}

#[tokio::test]
async fn nobody_is_joined_with_another_organisations_people() {
    let world = World::open().await;
    let (ours, theirs) = (world.organisation("nord").await, world.organisation("sør").await);
    let browser = world.signed_in(ours.organisation, &Right::ALL).await;
    let routes = [
        (format!("/api/v1/companies/{}/merge", ours.known.company), "into", theirs.known.company.to_string()),
        (format!("/api/v1/persons/{}/merge", ours.known.person), "into", theirs.known.person.to_string()),
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
