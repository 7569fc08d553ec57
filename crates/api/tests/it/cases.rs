//! The work on a case over HTTP: read, change, comment, answer with a file, read the file back.

use axum::body::Body;
use axum::http::{Method, header};
use domain::org::Right;
use serde_json::{Value, json};

use crate::office::World;

#[tokio::test]
async fn a_case_is_read_changed_and_commented() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in(ours.organisation, &Right::ALL).await;
    let path = format!("/api/v1/cases/{}", ours.case);
    let row = browser.get("/api/v1/cases").await.expect(200).json()["rows"][0].clone();
    assert_eq!((&row["title"], &row["messages"], &row["unread"]), (&json!("Hjelp"), &json!(1), &json!(true)));
    let case = browser.get(&path).await.expect(200).json();
    assert_eq!(case["messages"][0]["from"], json!({ "name": "Ola", "address": "ola@kunde.example" }));
    assert_eq!(
        (&case["messages"][0]["direction"], &case["mailbox_address"]),
        (&json!("received"), &json!("post@nord.example"))
    );

    let change =
        json!({ "status": "waiting", "category_id": ours.settings.category.to_string(), "unread": false });
    let changed = browser.patch(&path, change).await.expect(200).json();
    assert_eq!((&changed["status"], &changed["category_name"]), (&json!("waiting"), &json!("Support")));
    assert!(changed["log"].as_array().unwrap().iter().any(|entry| entry["what"] == "status"));
    assert_eq!(
        browser.patch(&path, json!({ "category_id": null })).await.expect(200).json()["category_id"],
        Value::Null
    );

    let comment =
        browser.post(&format!("{path}/comments"), json!({ "text": "Ring ham" })).await.expect(201).json();
    assert_eq!((&comment["direction"], &comment["text"]), (&json!("comment"), &json!("Ring ham")));
    browser.get(&format!("{path}/messages/{}/raw", comment["id"].as_str().unwrap())).await.expect(404);
    browser.post(&format!("{path}/comments"), json!({ "text": "  " })).await.expect(422);
}

#[tokio::test]
async fn colleagues_see_who_is_looking() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let (kari, ola) = (
        world.signed_in(ours.organisation, &Right::ALL).await,
        world.signed_in(ours.organisation, &Right::ALL).await,
    );
    let path = format!("/api/v1/cases/{}", ours.case);
    assert_eq!(kari.get(&path).await.expect(200).json()["viewers"], json!([]));
    assert_eq!(ola.get(&path).await.expect(200).json()["viewers"].as_array().unwrap().len(), 1);
    world.clock.advance_seconds(10 * 60);
    assert_eq!(ola.get(&path).await.expect(200).json()["viewers"], json!([]));
}

#[tokio::test]
async fn an_answer_with_a_file_is_in_the_case_and_in_the_outbox() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in(ours.organisation, &Right::ALL).await;
    // A name that wants to leave its header, in the mail and in the download.
    let name = "faktura%22%0D%0ASet-Cookie%3A%20x%3Dy%20%C3%A5.pdf";
    let request = browser.request(Method::POST, &format!("/api/v1/uploads?name={name}"));
    let upload = browser.send(request.body(Body::from("%PDF-1.7")).unwrap()).await.expect(201).json();
    assert_eq!((&upload["media_type"], &upload["size_octets"]), (&json!("application/pdf"), &json!(8)));
    assert!(!upload["name"].as_str().unwrap().contains(['\r', '\n']));

    let path = format!("/api/v1/cases/{}", ours.case);
    let reply = json!({ "text": "Her er den.", "upload_ids": [upload["id"]], "status": "closed" });
    let sent = browser.post(&format!("{path}/reply"), reply).await.expect(201).json();
    assert_eq!(
        (&sent["direction"], &sent["to"][0]["address"]),
        (&json!("sent"), &json!("ola@kunde.example"))
    );
    assert_eq!(sent["delivery"]["state"], "queued");
    assert_eq!(browser.get(&path).await.expect(200).json()["status"], "closed");
    let outbox = browser
        .get(&format!("/api/v1/outbox/{}", sent["outbox_id"].as_str().unwrap()))
        .await
        .expect(200)
        .json();
    assert_eq!(
        (&outbox["recipients"], &outbox["case_id"]),
        (&json!(["ola@kunde.example"]), &json!(ours.case.to_string()))
    );
    assert_eq!(outbox["deliveries"][0]["log"], json!([]));
    assert!(outbox["size_octets"].as_u64().unwrap() > 500, "{outbox}");
    assert_eq!(outbox["created_by_name"], "Kari Nordmann");
    assert_eq!((&outbox["return_path"].is_string(), &outbox["from"].is_string()), (&true, &true));

    let index = &sent["attachments"][0]["index"];
    let file = format!("{path}/messages/{}/attachments/{index}", sent["id"].as_str().unwrap());
    let file = browser.get(&file).await.expect(200);
    assert_eq!(file.text(), "%PDF-1.7");
    let disposition = file.header("content-disposition");
    assert!(disposition.starts_with("attachment; filename=\""), "{disposition}");
    assert_eq!(disposition.matches('"').count(), 2, "{disposition}");
    assert!(!file.headers.contains_key(header::SET_COOKIE));
    assert!(file.header("content-security-policy").contains("sandbox"));
    assert_eq!(file.header("x-content-type-options"), "nosniff");
    let timeline = format!("{path}/messages/{}/timeline", sent["id"].as_str().unwrap());
    assert_eq!(browser.get(&timeline).await.expect(200).json()["rows"][0]["kind"], "queued");
}

#[tokio::test]
async fn a_recipient_has_the_name_before_his_address_and_what_is_none_is_refused() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in(ours.organisation, &Right::ALL).await;
    let path = format!("/api/v1/cases/{}", ours.case);
    let mail = |to: &str| json!({ "to": [to], "text": "Hei", "undo_s": 30 });
    let long = format!("{} <kari@kunde.example>", "å".repeat(201));
    for (to, code) in [
        ("Kari\r\nBcc: x@kunde.example\r\n <kari@kunde.example>", "address.invalid"),
        (long.as_str(), "address.name_too_long"),
        ("Kari Nordmann", "address.invalid"),
        ("ola@kunde.example, Kari <kari@kunde.example>", "address.invalid"),
    ] {
        let refused = browser.post(&format!("{path}/reply"), mail(to)).await.expect(422);
        assert_eq!(refused.code(), code);
    }
    let kari = "\"Nordmann, Kari\" <kari@kunde.example>";
    let sent = browser.post(&format!("{path}/reply"), mail(kari)).await.expect(201).json();
    assert_eq!(sent["to"], json!([{ "name": "Nordmann, Kari", "address": "kari@kunde.example" }]));
    let back = format!("{path}/messages/{}/take-back", sent["id"].as_str().unwrap());
    browser.post(&back, json!({})).await.expect(200);
    let drafts = browser.get(&format!("{path}/drafts")).await.expect(200).json();
    assert_eq!(drafts["rows"][0]["to"], json!([kari]));

    let mine = json!({ "copy_to": ["Kari <kari@kunde.example>"] });
    let mine = browser.json(Method::PUT, "/api/v1/profile/sending", mine).await.expect(200).json();
    assert_eq!(mine["copy_to"], json!(["kari@kunde.example"]), "a copy that nobody sees has no name");
}

#[tokio::test]
async fn a_case_says_that_all_mail_is_stopped_and_that_its_mail_is_in_the_bin() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in(ours.organisation, &Right::ALL).await;
    let agent = world.signed_in(ours.organisation, &[Right::CasesAll]).await;
    let path = format!("/api/v1/cases/{}", ours.case);
    let reply = json!({ "text": "Vent litt." });
    let sent = browser.post(&format!("{path}/reply"), reply).await.expect(201).json();
    let delivery = async || {
        let case = agent.get(&path).await.expect(200).json();
        let messages = case["messages"].as_array().unwrap().clone();
        let message = messages.into_iter().find(|message| message["id"] == sent["id"]).unwrap();
        assert_eq!(message["recipient_state"], Value::Null, "it is no entry about one recipient");
        let said = &message["delivery"];
        (said["all_stopped"].clone(), said["binned"].clone())
    };
    let one = format!("/api/v1/sent/{}", sent["outbox_id"].as_str().unwrap());
    let all_stopped = async || browser.get(&one).await.expect(200).json()["all_stopped"].clone();
    assert_eq!(delivery().await, (json!(false), json!(false)));
    assert_eq!(all_stopped().await, json!(false));
    browser.json(Method::PUT, "/api/v1/sending-stop", json!({ "why": "wrong price" })).await.expect(200);
    assert_eq!(delivery().await, (json!(true), json!(false)));
    assert_eq!(all_stopped().await, json!(true), "whoever wrote it sees it, too");
    let ids = json!({ "ids": [sent["outbox_id"]] });
    browser.post("/api/v1/outbox/delete", ids).await.expect(200);
    assert_eq!(delivery().await, (json!(true), json!(true)));
    let log = agent.get(&path).await.expect(200).json()["log"].clone();
    assert!(log.as_array().unwrap().iter().any(|entry| entry["what"] == "mail_binned"), "{log}");
}

#[tokio::test]
async fn a_second_stop_of_all_mail_is_refused_with_the_one_that_stands_which_the_mail_tells_of() {
    const PATH: &str = "/api/v1/sending-stop";
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in(ours.organisation, &Right::ALL).await;
    let reply = json!({ "text": "Vent litt." });
    let sent = browser.post(&format!("/api/v1/cases/{}/reply", ours.case), reply).await.expect(201).json();
    browser.json(Method::PUT, PATH, json!({ "why": "wrong price" })).await.expect(200);
    let again = browser.json(Method::PUT, PATH, json!({ "why": "wrong link" })).await.expect(409);
    assert_eq!(again.code(), "sending_stop.stands");
    assert_eq!(again.json()["params"]["why"], json!("wrong price"));
    let rewords = json!({ "why": "wrong link", "rewords": true });
    let stops = browser.json(Method::PUT, PATH, rewords).await.expect(200).json();
    let stop = &stops["rows"][0];
    assert_eq!((&stop["why"], stop["reworded"]["at"].is_string()), (&json!("wrong link"), true));
    let writer = world.signed_in(ours.organisation, &[Right::CasesOwn]).await;
    let known = writer.get(PATH).await.expect(200).json();
    assert_eq!(known["rows"][0]["why"], json!("wrong link"), "whoever writes mail knows that it waits");
    let timeline = format!("/api/v1/outbox/{}/timeline", sent["outbox_id"].as_str().unwrap());
    let told = browser.get(&timeline).await.expect(200).json();
    let told: Vec<_> =
        told["rows"].as_array().unwrap().iter().filter(|step| step["kind"] == "all_mail").collect();
    let what: Vec<_> = told.iter().map(|step| (step["what"].clone(), step["why"].clone())).collect();
    let expected = [("stopped", "wrong price"), ("reworded", "wrong link")];
    assert_eq!(what, expected.map(|(what, why)| (json!(what), json!(why))));
}

#[tokio::test]
async fn a_file_that_is_too_large_is_refused_while_it_comes() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in(ours.organisation, &Right::ALL).await;
    let announced = browser
        .request(Method::POST, "/api/v1/uploads?name=a.bin")
        .header(header::CONTENT_LENGTH, "999999999");
    let refused = browser.send(announced.body(Body::empty()).unwrap()).await.expect(413);
    assert_eq!(refused.code(), "upload.too_large");
    let piece = bytes::Bytes::from(vec![0_u8; 1024 * 1024]);
    let pieces = futures_util::stream::iter((0..30).map(move |_| Ok::<_, std::io::Error>(piece.clone())));
    let unannounced = browser.request(Method::POST, "/api/v1/uploads?name=a.bin");
    browser.send(unannounced.body(Body::from_stream(pieces)).unwrap()).await.expect(413);
}

#[tokio::test]
async fn a_received_mail_is_shown_with_its_timeline_and_bytes() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in(ours.organisation, &Right::ALL).await;
    let path = format!("/api/v1/intake/{}", ours.intake);
    let mail = browser.get(&path).await.expect(200).json();
    assert_eq!((&mail["state"], &mail["error"]), (&json!("failed"), &json!("broken")));
    assert!(mail["headers"].as_str().unwrap().contains("ola@kunde.example"));
    let timeline = browser.get(&format!("{path}/timeline")).await.expect(200).json();
    assert_eq!(
        (&timeline["rows"][0]["kind"], &timeline["rows"][1]["kind"]),
        (&json!("received"), &json!("stored"))
    );
    assert_eq!(timeline["rows"][0]["at"], "2026-01-05T08:00:00.000Z");
    let raw = browser.get(&format!("{path}/raw")).await.expect(200);
    assert_eq!(raw.header("content-type"), "message/rfc822");
    assert!(raw.header("content-disposition").contains(&format!("{}.eml", ours.intake)));

    let done =
        browser.post("/api/v1/intake/import", json!({ "ids": [ours.intake.to_string()] })).await.expect(200);
    assert_eq!(done.json()["done"], 1);
    assert_eq!(browser.get(&path).await.expect(200).json()["state"], "stored");
}

#[tokio::test]
async fn categories_have_an_order_that_is_changed_by_moving_one() {
    let world = World::open().await;
    let (ours, theirs) = (world.organisation("nord").await, world.organisation("sør").await);
    let browser = world.signed_in(ours.organisation, &Right::ALL).await;
    let names = async |browser: &crate::browser::Browser| {
        let rows = browser.get("/api/v1/categories").await.expect(200).json();
        let rows = rows["rows"].as_array().unwrap().clone();
        rows.iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let first = names(&browser).await.remove(0);
    let mut made = Vec::new();
    for name in ["B", "C"] {
        let row = browser.post("/api/v1/categories", json!({ "name": name })).await.expect(201).json();
        made.push(format!("/api/v1/categories/{}", row["id"].as_str().unwrap()));
    }
    let other = world.signed_in(theirs.organisation, &Right::ALL).await;
    let before = names(&other).await;

    let moved = browser.patch(&made[1], json!({ "position": 1 })).await.expect(200).json();
    assert_eq!(moved["position"], 1);
    assert_eq!(names(&browser).await, ["C", &first, "B"]);
    browser.patch(&made[1], json!({ "position": 99 })).await.expect(200);
    assert_eq!(names(&browser).await, [first.as_str(), "B", "C"]);
    assert_eq!(names(&other).await, before, "another organisation's order is its own");
}

#[tokio::test]
async fn the_header_and_the_source_of_a_message_are_read_as_text() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in(ours.organisation, &Right::ALL).await;
    let path = format!("/api/v1/cases/{}/messages/{}", ours.case, ours.message);
    let source = browser.get(&format!("{path}/source")).await.expect(200).json();
    let (header, text) = (source["header"].as_str().unwrap(), source["text"].as_str().unwrap());
    let raw = browser.get(&format!("{path}/raw")).await.expect(200).text();
    assert_eq!(text, raw.replace("\r\n", "\n"));
    assert!(header.contains("Subject: ") && text.starts_with(header), "{header}");
    assert!(!header.contains("\n\n") && text.len() > header.len());
    assert_eq!((&source["cut"], &source["size_octets"]), (&json!(false), &json!(raw.len())));
}

#[tokio::test]
async fn senders_are_blocked_listed_and_lifted() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in(ours.organisation, &[Right::Spam]).await;
    let path = "/api/v1/blocked-senders";
    let none = browser.get(path).await.expect(200).json();
    assert_eq!(none, json!({ "senders": [], "active": false }));
    browser.post(path, json!({ "sender": "reklame@annet.example" })).await.expect(200);
    let all = browser.post(path, json!({ "sender": "@annet.example" })).await.expect(200).json();
    assert_eq!(all, json!({ "senders": ["reklame@annet.example", "@annet.example"], "active": true }));
    let wrong = browser.post(path, json!({ "sender": "annet.example" })).await.expect(422).json();
    assert_eq!((&wrong["code"], &wrong["field"]), (&json!("address.invalid"), &json!("sender")));
    let lift = format!("{path}/lift");
    let left = browser.post(&lift, json!({ "sender": "@annet.example" })).await.expect(200).json();
    assert_eq!(left["senders"], json!(["reklame@annet.example"]));
    browser.post(&lift, json!({ "sender": "@annet.example" })).await.expect(404);
}
