//! Templates through the API.

use axum::http::Method;
use domain::org::Right;
use serde_json::json;

use crate::office::World;

#[tokio::test]
async fn a_template_is_made_filled_in_put_into_the_bin_and_restored() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let chief = world.signed_in(ours.organisation, &[Right::Templates]).await;
    let text = json!({ "language": "nb", "subject": "Sak [[case.number]]", "text": "Hei [[customer.name]]" });
    let body = json!({ "name": "Velkommen", "folder": "Salg / Nye", "versions": [text] });
    let made = chief.post("/api/v1/templates", body).await.expect(201).json();
    assert_eq!((&made["folder"], &made["default_language"]), (&json!("Salg/Nye"), &json!("nb")));
    let path = format!("/api/v1/templates/{}", made["id"].as_str().unwrap());

    let agent = world.signed_in(ours.organisation, &[Right::CasesAll]).await;
    let fill = json!({ "case_id": ours.case.to_string() });
    let filled = agent.post(&format!("{path}/fill"), fill).await.expect(200).json();
    assert_eq!((&filled["subject"], &filled["text"]), (&json!("Sak 1"), &json!("Hei Ola")));
    assert_eq!(filled["missing"], json!([]));

    let found = agent.get("/api/v1/templates?search=velkommen").await.expect(200).json();
    assert_eq!(found["rows"].as_array().unwrap().len(), 1);
    chief.json(Method::DELETE, &path, json!({})).await.expect(204);
    agent.get(&path).await.expect(404);
    let binned = agent.get("/api/v1/templates?deleted=true").await.expect(200).json();
    assert_eq!(binned["rows"][0]["name"], "Velkommen");
    chief.post(&format!("{path}/restore"), json!({})).await.expect(200);
    agent.get(&path).await.expect(200);
}

#[tokio::test]
async fn a_text_that_cannot_be_read_is_refused_with_its_language_and_line() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let chief = world.signed_in(ours.organisation, &[Right::Templates]).await;
    let text = json!({ "language": "nb", "subject": "", "text": "Hei\n[[kunde.navn]]" });
    let body = json!({ "name": "Velkommen", "versions": [text] });
    let refused = chief.post("/api/v1/templates", body).await.expect(422).json();
    assert_eq!(
        (&refused["code"], &refused["field"]),
        (&json!("template.unknown_variable"), &json!("versions"))
    );
    assert_eq!(
        refused["params"],
        json!({ "language": "nb", "line": "2", "name": "kunde.navn", "nearest": "" })
    );
}

#[tokio::test]
async fn an_answer_of_the_faq_is_made_suggested_filled_in_archived_and_deleted() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let chief = world.signed_in(ours.organisation, &[Right::Templates]).await;
    let body = json!({ "title": "Hvor er faktura", "folder": "Faktura / Betaling", "keywords": ["faktura", "Faktura"],
        "text": "Hei [[customer.name]]", "link": "https://nord.example/faktura" });
    let made = chief.post("/api/v1/faq-entries", body).await.expect(201).json();
    assert_eq!((&made["folder"], &made["keywords"]), (&json!("Faktura/Betaling"), &json!(["faktura"])));
    assert_eq!((&made["language"], &made["archived_at"]), (&json!("nb"), &json!(null)));
    let path = format!("/api/v1/faq-entries/{}", made["id"].as_str().unwrap());
    let agent = world.signed_in(ours.organisation, &[Right::CasesAll]).await;
    let fill = json!({ "case_id": ours.case.to_string() });
    let filled = agent.post(&format!("{path}/fill"), fill).await.expect(200).json();
    assert_eq!(filled["text"], "Hei Ola\n\nhttps://nord.example/faktura");
    let found = agent.get("/api/v1/faq-entries?search=BETALING").await.expect(200).json();
    assert_eq!(found["rows"].as_array().unwrap().len(), 1);
    assert_eq!(found["rows"][0]["text"], json!(null), "a list has no answers");

    let rules = json!({ "minimum_percent": 1, "most": 5 });
    chief.json(Method::PUT, "/api/v1/faq-rules", rules.clone()).await.expect(200);
    assert_eq!(chief.get("/api/v1/faq-rules").await.expect(200).json(), rules);
    let refused =
        chief.json(Method::PUT, "/api/v1/faq-rules", json!({ "minimum_percent": 1, "most": 0 })).await;
    assert_eq!((refused.status.as_u16(), refused.code().as_str()), (422, "faq.most"));
    let (case, _) = world.case(ours.organisation, ours.settings.mailbox, "Faktura").await;
    let suggested = agent.get(&format!("/api/v1/cases/{case}/faq")).await.expect(200).json();
    assert_eq!(suggested["rows"][0]["title"], "Hvor er faktura");
    assert_eq!(suggested["rows"][0]["keyword"], "faktura");

    let early = chief.json(Method::DELETE, &path, json!({})).await;
    assert_eq!((early.status.as_u16(), early.code().as_str()), (409, "faq.not_archived"));
    chief.post(&format!("{path}/archive"), json!({})).await.expect(200);
    chief.post(&format!("{path}/archive"), json!({})).await.expect(404);
    let archived = chief.get("/api/v1/faq-entries?archived=true").await.expect(200).json();
    assert_eq!(archived["rows"].as_array().unwrap().len(), 1);
    chief.post(&format!("{path}/restore"), json!({})).await.expect(200);
    chief.post(&format!("{path}/archive"), json!({})).await.expect(200);
    chief.json(Method::DELETE, &path, json!({})).await.expect(204);
    chief.get(&path).await.expect(404);
}
