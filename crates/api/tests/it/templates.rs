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
