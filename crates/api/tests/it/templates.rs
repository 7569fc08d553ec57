//! Templates through the API.

use axum::body::Body;
use axum::http::Method;
use domain::org::Right;
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::office::World;

#[tokio::test]
async fn a_template_is_made_filled_in_put_into_the_bin_and_restored() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let chief = world.signed_in(ours.organisation, &[Right::Templates]).await;
    let text = json!({ "language": "nb", "subject": "Sak [[case.number]]", "text": "Hei [[customer.name]]" });
    let request = chief.request(Method::POST, "/api/v1/uploads?name=vilkar.pdf");
    let uploaded = chief.send(request.body(Body::from("%PDF-1.7")).unwrap()).await.expect(201).json();
    let recipients = json!({ "to": ["kari@kunde.example"], "bcc": ["arkiv@nord.example"] });
    let body = json!({ "name": "Velkommen", "folder": "Salg / Nye", "versions": [text], "recipients": recipients,
        "upload_ids": [uploaded["id"]] });
    let made = chief.post("/api/v1/templates", body).await.expect(201).json();
    assert_eq!((&made["folder"], &made["default_language"]), (&json!("Salg/Nye"), &json!("nb")));
    let path = format!("/api/v1/templates/{}", made["id"].as_str().unwrap());

    let agent = world.signed_in(ours.organisation, &[Right::CasesAll]).await;
    let fill = json!({ "case_id": ours.case.to_string() });
    let filled = agent.post(&format!("{path}/fill"), fill).await.expect(200).json();
    assert_eq!((&filled["subject"], &filled["text"]), (&json!("Sak 1"), &json!("Hei Ola")));
    assert_eq!(filled["missing"], json!([]));

    let found = agent.get("/api/v1/templates?search=velkommen").await.expect(200).json();
    let [listed] = &found["rows"].as_array().unwrap()[..] else { panic!("{found}") };
    assert_eq!((&listed["files"], &listed["recipients"]), (&json!(1), &json!(2)));
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

/// Uploads a file, and gives its id.
async fn upload(browser: &Browser, name: &str, bytes: &'static [u8]) -> String {
    let request = browser.request(Method::POST, &format!("/api/v1/uploads?name={name}"));
    let answer = browser.send(request.body(Body::from(bytes)).unwrap()).await.expect(201);
    answer.json()["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_template_is_a_whole_message_with_recipients_files_and_pictures() {
    let world = World::open().await;
    let (ours, theirs) = (world.organisation("nord").await, world.organisation("sør").await);
    // Who keeps the templates needs no right to cases for it.
    let chief = world.signed_in(ours.organisation, &[Right::Templates]).await;
    let terms = upload(&chief, "vilkar.pdf", b"terms").await;
    let logo = upload(&chief, "logo.png", b"\x89PNG logo").await;
    let html = format!("<div><b>Hei</b> <img src=\"cid:{logo}\" alt=\"Logo\"></div>");
    let body = |uploads: Value, recipients: Value| {
        let text = json!({ "language": "nb", "subject": "", "text": "", "html": html });
        json!({ "name": "Velkommen", "versions": [text], "upload_ids": uploads, "recipients": recipients })
    };
    let (another, nobody) = (theirs.files.upload.to_string(), json!({}));
    let refused = chief.post("/api/v1/templates", body(json!([another]), nobody.clone())).await.expect(422);
    assert_eq!((refused.code().as_str(), &refused.json()["field"]), ("upload_missing", &json!("files")));
    let list = json!({ "bcc": [format!("list:{}", theirs.known.distribution)] });
    let refused = chief.post("/api/v1/templates", body(json!([]), list)).await.expect(422);
    assert_eq!(refused.code(), "distribution_list.gone");
    let other_file = json!([theirs.files.kept.to_string()]);
    let body_of_file = json!({ "name": "X", "file_ids": other_file,
        "versions": [{ "language": "nb", "subject": "", "text": "Hei" }] });
    let refused = chief.post("/api/v1/templates", body_of_file).await.expect(422);
    assert_eq!(refused.code(), "upload_missing");

    let recipients = json!({ "cc": ["arkiv@nord.example"] });
    let made =
        chief.post("/api/v1/templates", body(json!([terms, logo]), recipients)).await.expect(201).json();
    assert_eq!(made["recipients"], json!({ "to": [], "cc": ["arkiv@nord.example"], "bcc": [] }));
    assert_eq!(
        (&made["files"][0]["name"], &made["files"][1]["name"]),
        (&json!("vilkar.pdf"), &json!("logo.png"))
    );
    let kept = made["files"][1]["id"].as_str().unwrap().to_owned();
    assert!(made["versions"][0]["html"].as_str().unwrap().contains(&format!("cid:{kept}")), "{made}");
    let agent = world.signed_in(ours.organisation, &[Right::CasesAll]).await;
    let seen = agent.get(&format!("/api/v1/kept-files/{kept}")).await.expect(200);
    assert_eq!(seen.bytes.as_ref(), b"\x89PNG logo");
    let foreign = world.signed_in(theirs.organisation, &Right::ALL).await;
    foreign.get(&format!("/api/v1/kept-files/{kept}")).await.expect(404);

    let path = format!("/api/v1/templates/{}/begin", made["id"].as_str().unwrap());
    let use_of = json!({ "case_id": ours.case.to_string() });
    let begun = agent.post(&path, use_of).await.expect(200).json();
    assert_eq!(
        (&begun["recipients"]["cc"][0], &begun["lists_gone"]),
        (&json!("arkiv@nord.example"), &json!(0))
    );
    let uploads = begun["uploads"].as_array().unwrap();
    assert_eq!(uploads.len(), 2);
    let picture = uploads[1]["id"].as_str().unwrap();
    assert!(begun["filled"]["html"].as_str().unwrap().contains(&format!("cid:{picture}")), "{begun}");
    agent.get(&format!("/api/v1/uploads/{picture}")).await.expect(200);
    chief.get(&format!("/api/v1/uploads/{picture}")).await.expect(404);
}

#[tokio::test]
async fn a_picture_is_put_into_ones_signature_and_is_ones_own() {
    let world = World::open().await;
    let (ours, theirs) = (world.organisation("nord").await, world.organisation("sør").await);
    let (me, other) = (
        world.signed_in(ours.organisation, &[]).await,
        world.signed_in(ours.organisation, &Right::ALL).await,
    );
    let logo = upload(&me, "logo.png", b"\x89PNG logo").await;
    let body = |id: &str| {
        let html = format!("<div>Hilsen <img src=\"cid:{id}\" alt=\"Logo\"></div>");
        json!({ "of_new": "", "of_new_html": null, "of_reply": "", "of_reply_html": html })
    };
    let foreign = theirs.files.upload.to_string();
    let refused = me.json(Method::PUT, "/api/v1/profile/signatures", body(&foreign)).await.expect(422);
    assert_eq!((refused.code().as_str(), &refused.json()["field"]), ("upload_missing", &json!("of_reply")));
    let put = me.json(Method::PUT, "/api/v1/profile/signatures", body(&logo)).await.expect(200).json();
    assert_eq!(put["of_reply"], "Hilsen [Logo]");
    let html = put["of_reply_html"].as_str().unwrap();
    let kept = html.split("cid:").nth(1).unwrap().split('"').next().unwrap();
    assert_ne!(kept, logo, "the signature keeps a file of its own");
    let path = format!("/api/v1/kept-files/{kept}");
    me.get(&path).await.expect(200);
    other.get(&path).await.expect(404);
}
