//! What is known of a person's addresses: on his card, and as a warning wherever he is listed.

use domain::org::Right;
use flows::jobs::JobWorker;
use flows::worker::{Found, Worker};
use serde_json::{Value, json};

use crate::office::World;

/// The address that the world's blocked one is.
const GONE: &str = "borte@kunde.example";

#[tokio::test]
async fn the_card_tells_what_came_back_what_was_decided_and_by_whom() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in_as(ours.organisation, ours.user).await;
    let kari = json!({ "name": "Kari", "addresses": ["kari@fjord.no", GONE] });
    let made = browser.post("/api/v1/persons", kari).await.expect(201).json();
    assert_eq!(made["warnings"][0]["address"], GONE);
    assert_eq!(
        (&made["warnings"][0]["scope"], &made["warnings"][0]["reason"]),
        (&json!("all"), &json!("hand"))
    );
    let id = made["id"].as_str().unwrap();
    let list = json!({ "ids": [id] });
    browser.post(&format!("/api/v1/people-lists/{}/add", ours.known.list), list).await.expect(200);

    let note = json!({ "ids": [ours.known.standing.to_string()], "note": " He rang " });
    browser.post("/api/v1/blocked-addresses/clear", note).await.expect(200);
    let card = browser.get(&format!("/api/v1/persons/{id}/card")).await.expect(200).json();
    assert_eq!(
        (&card["addresses"][0]["address"], &card["addresses"][0]["standing"]),
        (&json!("kari@fjord.no"), &Value::Null)
    );
    let gone = &card["addresses"][1];
    assert_eq!(gone["standing"]["blocked_at"], Value::Null);
    let decided: Vec<_> =
        gone["changes"].as_array().unwrap().iter().map(|one| (&one["deed"], &one["note"])).collect();
    assert_eq!(decided, [(&json!("cleared"), &json!("He rang")), (&json!("blocked"), &json!(""))]);
    assert_eq!(gone["changes"][0]["by"], ours.user.to_string());
    assert_eq!((&card["lists"][0]["name"], &card["accepted_returns"]), (&json!("Utvalg"), &json!(5)));
    let again = browser.get(&format!("/api/v1/persons/{id}")).await.expect(200).json();
    assert_eq!(again["warnings"], json!([]));

    let long = json!({ "ids": [ours.known.standing.to_string()], "note": "x".repeat(501) });
    let refused = browser.post("/api/v1/blocked-addresses/clear", long).await.expect(422);
    assert_eq!(refused.code(), "returns.note_too_long");
}

#[tokio::test]
async fn a_blocked_customer_is_marked_in_his_case_and_in_the_list_of_persons() {
    let world = World::open().await;
    let (ours, theirs) = (world.organisation("nord").await, world.organisation("sør").await);
    let browser = world.signed_in(ours.organisation, &Right::ALL).await;
    let path = format!("/api/v1/cases/{}", ours.case);
    let shown = browser.get(&path).await.expect(200).json();
    assert_eq!(shown["customer_warning"], Value::Null);
    let customer = shown["customer_address"].as_str().unwrap().to_owned();
    let others = world.signed_in(theirs.organisation, &Right::ALL).await;
    others.post("/api/v1/blocked-addresses", json!({ "address": customer })).await.expect(201);
    assert_eq!(browser.get(&path).await.expect(200).json()["customer_warning"], Value::Null);

    browser.post("/api/v1/blocked-addresses", json!({ "address": customer })).await.expect(201);
    let shown = browser.get(&path).await.expect(200).json();
    assert_eq!(
        (&shown["customer_warning"]["scope"], &shown["customer_warning"]["reason"]),
        (&json!("all"), &json!("hand"))
    );
    let gone = json!({ "name": "Borte", "addresses": [GONE] });
    browser.post("/api/v1/persons", gone).await.expect(201);
    let listed = browser.get("/api/v1/persons?q=borte@").await.expect(200).json();
    assert_eq!(listed["rows"][0]["warnings"][0]["address"], GONE);
}

#[tokio::test]
async fn a_blocked_participant_of_a_case_is_marked_in_it_and_the_others_are_not() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in(ours.organisation, &Right::ALL).await;
    let path = format!("/api/v1/cases/{}", ours.case);
    for address in [GONE, "kari@fjord.no"] {
        let new = json!({ "address": address, "role": "cc" });
        browser.post(&format!("{path}/participants"), new).await.expect(200);
    }
    let shown = browser.get(&path).await.expect(200).json();
    let of = |address: &str| {
        let all = shown["participants"].as_array().unwrap();
        all.iter().find(|one| one["address"] == address).unwrap()["warning"].clone()
    };
    let gone = of(GONE);
    assert_eq!((&gone["scope"], &gone["reason"]), (&json!("all"), &json!("hand")));
    assert_eq!(of("kari@fjord.no"), Value::Null);
}

#[tokio::test]
async fn all_blocked_addresses_that_fit_are_let_go_by_a_job_with_the_reason() {
    let world = World::open().await;
    let (ours, theirs) = (world.organisation("nord").await, world.organisation("sør").await);
    let browser = world.signed_in_as(ours.organisation, ours.user).await;
    for number in 0..3 {
        let new = json!({ "address": format!("b{number}@fjord.no") });
        browser.post("/api/v1/blocked-addresses", new).await.expect(201);
    }
    let work = async || {
        let worker = JobWorker::new(world.office.clone());
        while worker.step().await.unwrap() == Found::Work {}
    };
    let query = "q=fjord.no&scope=all";
    let list = json!({ "list_id": ours.known.list.to_string() });
    let path = format!("/api/v1/blocked-addresses/add-to-list/matching?{query}");
    browser.post(&path, list).await.expect(202);
    work().await;
    let members =
        browser.get(&format!("/api/v1/persons?list_id={}", ours.known.list)).await.expect(200).json();
    assert_eq!(members["rows"].as_array().map(Vec::len), Some(3));
    let path = format!("/api/v1/blocked-addresses/former/matching?{query}");
    browser.post(&path, json!({})).await.expect(202);
    let path = format!("/api/v1/blocked-addresses/clear/matching?{query}");
    let job = browser.post(&path, json!({ "note": "Moved" })).await.expect(202).json();
    assert_eq!((&job["kind"], &job["total"]), (&json!("addresses_clear"), &json!(3)));
    work().await;
    let rest = browser.get("/api/v1/blocked-addresses").await.expect(200).json();
    assert_eq!((rest["rows"].as_array().map(Vec::len), &rest["rows"][0]["address"]), (Some(1), &json!(GONE)));
    let persons = browser.get("/api/v1/persons?q=b1@fjord").await.expect(200).json();
    assert_eq!(persons["rows"][0]["former"], true);

    let foreign = json!({ "list_id": theirs.known.list.to_string() });
    let refused = browser.post("/api/v1/blocked-addresses/add-to-list/matching", foreign).await.expect(404);
    assert_eq!(refused.code(), "not_found");
    let job = browser.post("/api/v1/blocked-addresses/delete/matching", json!({})).await.expect(202).json();
    work().await;
    let done = browser.get(&format!("/api/v1/jobs/{}", job["id"].as_str().unwrap())).await.expect(200).json();
    assert_eq!((&done["state"], &done["done"]), (&json!("done"), &json!(1)));
    let kept = world.signed_in(theirs.organisation, &Right::ALL).await;
    assert_eq!(
        kept.get("/api/v1/blocked-addresses").await.expect(200).json()["rows"].as_array().map(Vec::len),
        Some(1)
    );
}

#[tokio::test]
async fn a_job_that_cleared_addresses_is_taken_back_by_another() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in_as(ours.organisation, ours.user).await;
    for number in 0..3 {
        let new = json!({ "address": format!("b{number}@fjord.no") });
        browser.post("/api/v1/blocked-addresses", new).await.expect(201);
    }
    let work = async || {
        let worker = JobWorker::new(world.office.clone());
        while worker.step().await.unwrap() == Found::Work {}
    };
    let clear = "/api/v1/blocked-addresses/clear/matching?q=fjord.no";
    let job = browser.post(clear, json!({})).await.expect(202).json();
    work().await;
    let id = job["id"].as_str().unwrap();
    let one = format!("/api/v1/jobs/{id}");
    assert_eq!(browser.get(&one).await.expect(200).json()["can_undo"], true);
    let path = format!("/api/v1/blocked-addresses/block-again/matching?job={id}");
    let undo = browser.post(&path, json!({})).await.expect(202).json();
    assert_eq!((&undo["kind"], &undo["total"]), (&json!("addresses_block_again"), &json!(3)));
    work().await;
    assert_eq!(browser.get(&one).await.expect(200).json()["can_undo"], false);
    let jobs = browser.get("/api/v1/jobs").await.expect(200).json();
    assert!(jobs["rows"].as_array().unwrap().iter().all(|job| job["can_undo"] == false), "{jobs}");
    let again = browser.get("/api/v1/blocked-addresses?q=fjord.no").await.expect(200).json();
    assert_eq!(again["rows"].as_array().map(Vec::len), Some(3));
    let nothing = browser.post(&path, json!({})).await.expect(409);
    assert_eq!(nothing.code(), "job.no_rows");
}

#[tokio::test]
async fn the_export_of_blocked_addresses_says_causes_in_words() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in_as(ours.organisation, ours.user).await;
    let text = browser.get("/api/v1/blocked-addresses/export?format=txt").await.expect(200).text();
    assert!(
        text.contains("Hvem sin feil") && text.contains("Blokkert for hånd") && text.contains("All e-post"),
        "{text}"
    );
    let new = json!({ "address": "ola@kunde.example", "scope": "all" });
    browser.post("/api/v1/blocked-addresses", new).await.expect(201);
    let text = browser.get("/api/v1/blocked-addresses/export?format=txt&q=ola").await.expect(200).text();
    let row = text.lines().find(|line| line.contains("ola@kunde.example")).unwrap();
    let cells: Vec<&str> = row.split('\t').collect();
    assert_eq!((cells[4], cells[6]), ("Blokkert for hånd", "Blokkert for hånd"), "how, and the cause: {row}");
    assert!(!cells[5].is_empty(), "who did it: {row}");
}

#[tokio::test]
async fn a_blocked_address_names_whose_it_is_and_where_he_may_have_moved_to() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in_as(ours.organisation, ours.user).await;
    let one = format!("/api/v1/blocked-addresses/{}", ours.known.standing);
    assert!(browser.get(&one).await.expect(200).json()["holder"].is_null());
    let kari = json!({ "name": "Kari", "addresses": ["kari@fjord.no", GONE] });
    let made = browser.post("/api/v1/persons", kari).await.expect(201).json();
    let organisation = ours.organisation;
    let at = domain::Clock::now(&world.clock);
    world
        .write(move |tx| {
            Box::pin(async move {
                let words = "551 5.1.6 has moved to <kari@ny.example>";
                let verdict =
                    policy::returns::RuleSet::standard().judge(&policy::returns::Evidence::of_words(words));
                let told = store::returns::NewReturn {
                    address: GONE.parse().ok(),
                    outbox_id: None,
                    intake_id: None,
                    at,
                    source: domain::blocks::ReturnSource::Report,
                    judged: store::returns::Judged {
                        class: verdict.class,
                        cause: verdict.cause,
                        kind: verdict.kind,
                        confidence: verdict.confidence,
                        rule: verdict.rule.to_string(),
                        rules: None,
                        matched: verdict.matched,
                        of_relay: verdict.of_relay,
                    },
                    words: words.to_owned(),
                    about: domain::About::default(),
                    host: None,
                    at_relay: false,
                };
                store::returns::put(tx, organisation, &told, &store::returns::Weight::default()).await
            })
        })
        .await;
    let shown = browser.get(&one).await.expect(200).json();
    assert_eq!(shown["holder"], json!({ "id": made["id"], "name": "Kari" }));
    assert_eq!(shown["history"][0]["new_address"], "kari@ny.example");
    let card = browser.get(&format!("/api/v1/persons/{}/card", made["id"].as_str().unwrap())).await;
    let card = card.expect(200).json();
    assert_eq!(card["addresses"][1]["history"][0]["new_address"], "kari@ny.example");
}
