//! Addresses that are written to no more: listed, looked at, blocked by hand and let go.

use axum::http::Method;
use domain::Clock as _;
use domain::org::Right;
use serde_json::{Value, json};

use crate::office::World;

#[tokio::test]
async fn an_address_is_blocked_by_hand_and_its_flag_is_cleared_within_ones_own_organisation() {
    let world = World::open().await;
    let (ours, theirs) = (world.organisation("nord").await, world.organisation("sør").await);
    let browser = world.signed_in_as(ours.organisation, ours.user).await;
    let wrong = browser.post("/api/v1/blocked-addresses", json!({ "address": "ingen" })).await.expect(422);
    assert_eq!(wrong.code(), "address.invalid");
    let new = json!({ "address": "Ola@Kunde.Example", "scope": "mailings" });
    let made = browser.post("/api/v1/blocked-addresses", new).await.expect(201).json();
    assert_eq!((&made["scope"], &made["reason"]), (&json!("mailings"), &json!("hand")));
    let wider = json!({ "address": "ola@kunde.example" });
    let wider = browser.post("/api/v1/blocked-addresses", wider).await.expect(201).json();
    assert_eq!((&wider["id"], &wider["scope"]), (&made["id"], &json!("all")));

    let listed = browser.get("/api/v1/blocked-addresses?q=ola@&scope=all").await.expect(200).json();
    assert_eq!(listed["rows"].as_array().map(Vec::len), Some(1));
    let one = format!("/api/v1/blocked-addresses/{}", made["id"].as_str().unwrap());
    let shown = browser.get(&one).await.expect(200).json();
    assert_eq!((&shown["accepted_returns"], &shown["history"]), (&json!(5), &json!([])));

    let ids = json!({ "ids": [made["id"], theirs.known.standing.to_string()] });
    let done = browser.post("/api/v1/blocked-addresses/clear", ids).await.expect(200).json();
    assert_eq!((&done["done"], &done["failed"][0]["code"]), (&json!(1), &json!("not_found")));
    let free = browser.get(&one).await.expect(200).json();
    assert!(free["blocked_at"].is_null());
    let others = world.signed_in_as(theirs.organisation, theirs.user).await;
    let kept = others.get("/api/v1/blocked-addresses").await.expect(200).json();
    assert_eq!(kept["rows"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn the_address_that_a_user_signs_in_with_is_blocked_where_that_is_said_to_be_meant() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in_as(ours.organisation, ours.user).await;
    let session = browser.get("/api/v1/session").await.expect(200).json();
    let own = session["user"]["email"].as_str().unwrap().to_owned();
    let asked = browser.post("/api/v1/blocked-addresses", json!({ "address": own })).await.expect(409);
    assert_eq!(asked.code(), "address.of_user");
    let none = browser.get("/api/v1/blocked-addresses?q=example.org").await.expect(200).json();
    assert_eq!(none["rows"], json!([]), "nothing is written");
    let meant = json!({ "address": own, "all_the_same": true });
    let made = browser.post("/api/v1/blocked-addresses", meant).await.expect(201).json();
    assert_eq!((&made["scope"], &made["reason"]), (&json!("all"), &json!("hand")));
}

#[tokio::test]
async fn a_block_list_is_shown_before_it_is_imported() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in_as(ours.organisation, ours.user).await;
    let send = async |path: &str| {
        let list = "a@x.example,COMPLAINT\nb@x.example,BOUNCE\nb@x.example,BOUNCE\nnobody,BOUNCE\n\
                    kari@hotmial.com,BOUNCE\npost@x.example,BOUNCE\nc@mailinator.com,COMPLAINT\n";
        let request = browser.request(Method::POST, path).header("content-type", "application/octet-stream");
        browser.send(request.body(list.into()).unwrap()).await.expect(200).json()
    };
    let shown = send("/api/v1/blocked-addresses/import/preview").await;
    assert_eq!((&shown["service"], &shown["entries"]), (&json!("ses"), &json!(7)));
    let counts = ["bounces", "complaints", "by_hand", "known", "refused"].map(|name| shown[name].clone());
    assert_eq!(counts, [3, 2, 0, 1, 1].map(|count| json!(count)));
    assert_eq!((&shown["passing"], &shown["passing_addresses"]), (&json!(0), &json!([])));
    let typo = json!([{ "address": "kari@hotmial.com", "suggestion": "kari@hotmail.com" }]);
    assert_eq!((&shown["typos"], &shown["typo_addresses"]), (&json!(1), &typo));
    assert_eq!(
        (&shown["role_addresses"], &shown["disposable_addresses"]),
        (&json!(["post@x.example"]), &json!(["c@mailinator.com"]))
    );
    assert_eq!(shown["refusals"], json!([{ "number": 4, "text": "nobody", "why": "shape" }]));
    let none = browser.get("/api/v1/blocked-addresses?q=x.example").await.expect(200).json();
    assert_eq!(none["rows"], json!([]), "nothing is written");
    let imported = send("/api/v1/blocked-addresses/import").await;
    assert_eq!(imported["blocked"], 5);

    let (undo, path) = (json!({ "id": imported["undo"] }), "/api/v1/blocked-addresses/import/undo");
    let theirs = world.organisation("sør").await;
    let stranger = world.signed_in_as(theirs.organisation, theirs.user).await;
    assert_eq!(stranger.post(path, undo.clone()).await.expect(409).code(), "block_list.no_import");
    let listed = "/api/v1/blocked-addresses/imports";
    assert_eq!(stranger.get(listed).await.expect(200).json()["rows"], json!([]));
    let known = browser.get(listed).await.expect(200).json()["rows"].clone();
    assert_eq!(known.as_array().map(Vec::len), Some(1), "{known}");
    assert_eq!((&known[0]["id"], &known[0]["changed"]), (&imported["undo"], &json!(5)));
    let session = browser.get("/api/v1/session").await.expect(200).json();
    assert_eq!(known[0]["by_name"], session["user"]["name"]);
    let undone = browser.post(path, undo.clone()).await.expect(200).json();
    assert_eq!(undone, json!({ "restored": 5, "left": 0 }));
    let none = browser.get("/api/v1/blocked-addresses?q=x.example").await.expect(200).json();
    assert_eq!(none["rows"], json!([]));
    assert_eq!(browser.post(path, undo).await.expect(409).code(), "block_list.no_import");
    assert_eq!(browser.get(listed).await.expect(200).json()["rows"], json!([]), "it is taken back");
}

#[tokio::test]
async fn who_complained_is_cleared_only_where_it_is_said_that_consent_is_on_record() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in_as(ours.organisation, ours.user).await;
    let list = "{\"emailAddress\":\"ola@kunde.example\",\"reason\":\"COMPLAINT\"}";
    let actor = store::users::find_actor(&world.office.store().read(), ours.organisation, ours.user).await;
    let actor = actor.unwrap().unwrap();
    flows::returns::import(&world.office, &actor, list.into()).await.unwrap();
    let found = browser.get("/api/v1/blocked-addresses?q=ola@kunde.example").await.expect(200).json();
    let row = found["rows"][0].clone();
    assert!(row["complained_at"].is_string() && row["scope"] == "mailings", "{row}");
    let (path, id) = ("/api/v1/blocked-addresses/clear", row["id"].clone());
    let both = json!({ "ids": [id, ours.known.standing.to_string()], "note": "He rang" });
    let done = browser.post(path, both).await.expect(200).json();
    assert_eq!((&done["done"], &done["failed"][0]["code"]), (&json!(1), &json!("address.consent_unsaid")));
    let without = json!({ "ids": [id], "note": " ", "consent_on_record": true });
    assert_eq!(browser.post(path, without).await.expect(422).code(), "returns.consent_note");
    let said = json!({ "ids": [id], "note": "Form of 1 May", "consent_on_record": true });
    assert_eq!(browser.post(path, said).await.expect(200).json()["done"], 1);
    let one = format!("/api/v1/blocked-addresses/{}", id.as_str().unwrap());
    let after = browser.get(&one).await.expect(200).json();
    assert_eq!((&after["complained_at"], &after["blocked_at"]), (&Value::Null, &Value::Null));
    let told = &after["changes"][0];
    assert_eq!((&told["deed"], &told["note"]), (&json!("cleared"), &json!("Form of 1 May")));
}

#[tokio::test]
async fn how_many_returns_are_accepted_is_each_organisations_own() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in(ours.organisation, &Right::ALL).await;
    let path = "/api/v1/returns/settings";
    assert_eq!(browser.get(path).await.expect(200).json()["accepted_returns"], 5);
    for accepted in [0, 101] {
        let refused =
            browser.json(Method::PUT, path, json!({ "accepted_returns": accepted })).await.expect(422);
        assert_eq!(refused.code(), "returns.accepted");
    }
    browser.json(Method::PUT, path, json!({ "accepted_returns": 2 })).await.expect(200);
    assert_eq!(
        browser.get(path).await.expect(200).json(),
        json!({ "accepted_returns": 2, "trial_days": 3, "mail_lifts_blocks": true }),
        "what is not said stays"
    );
    let both = json!({ "accepted_returns": 2, "trial_days": 31 });
    let refused = browser.json(Method::PUT, path, both).await.expect(422);
    assert_eq!(refused.code(), "returns.trial_days");
    let all = json!({ "accepted_returns": 2, "trial_days": 7, "mail_lifts_blocks": false });
    assert_eq!(browser.json(Method::PUT, path, all.clone()).await.expect(200).json(), all);
}

#[tokio::test]
async fn addresses_are_put_on_trial_and_those_that_may_not_be_are_named() {
    let world = World::open().await;
    let (ours, theirs) = (world.organisation("nord").await, world.organisation("sør").await);
    let browser = world.signed_in_as(ours.organisation, ours.user).await;
    let new = json!({ "address": "ola@kunde.example", "scope": "mailings" });
    let no_mailings = browser.post("/api/v1/blocked-addresses", new).await.expect(201).json();
    let tried = ours.known.standing.to_string();
    let ids = json!({ "ids": [tried, no_mailings["id"], theirs.known.standing.to_string()] });
    let done = browser.post("/api/v1/blocked-addresses/trial", ids.clone()).await.expect(200).json();
    let codes = |done: &Value| -> Vec<String> {
        let failed = done["failed"].as_array().unwrap().iter();
        failed.map(|one| one["code"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(done["done"], json!(1));
    assert_eq!(codes(&done), ["address.needs_consent", "not_found"]);
    let again = browser.post("/api/v1/blocked-addresses/trial", ids).await.expect(200).json();
    assert_eq!(codes(&again)[0], "address.on_trial");

    let listed = browser.get("/api/v1/blocked-addresses?on_trial=true").await.expect(200).json();
    assert_eq!(listed["rows"].as_array().map(Vec::len), Some(1));
    let trial = &listed["rows"][0]["trial"];
    assert_eq!((&trial["by"], &trial["outbox_id"]), (&json!(ours.user.to_string()), &json!(null)));
    let shown = browser.get(&format!("/api/v1/blocked-addresses/{tried}")).await.expect(200).json();
    assert_eq!((&shown["trial"], &shown["changes"][0]["deed"]), (trial, &json!("on_trial")));
    assert!(shown["blocked_at"].is_string(), "it is blocked as before");
    let text = browser.get("/api/v1/blocked-addresses/export?format=txt&on_trial=true").await.expect(200);
    let text = text.text();
    assert!(text.contains("borte@kunde.example") && !text.contains("ola@kunde.example"), "{text}");

    let path = "/api/v1/blocked-addresses/trial/matching?scope=all";
    let job = browser.post(path, json!({})).await.expect(202).json();
    assert_eq!((&job["kind"], &job["total"]), (&json!("addresses_trial"), &json!(1)));
}

#[tokio::test]
async fn an_address_that_was_cleared_by_mistake_is_blocked_again_as_it_was() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in_as(ours.organisation, ours.user).await;
    let new = json!({ "address": "ola@kunde.example", "scope": "mailings" });
    let made = browser.post("/api/v1/blocked-addresses", new).await.expect(201).json();
    let ids = json!({ "ids": [made["id"]] });
    let path = "/api/v1/blocked-addresses/block-again";
    let blocked = browser.post(path, ids.clone()).await.expect(200).json();
    assert_eq!(blocked["failed"][0]["code"], json!("address.blocked"));
    browser.post("/api/v1/blocked-addresses/clear", ids.clone()).await.expect(200);
    let one = format!("/api/v1/blocked-addresses/{}", made["id"].as_str().unwrap());
    let free = browser.get(&one).await.expect(200).json();
    assert_eq!((&free["blocked_at"], &free["can_block_again"]), (&json!(null), &json!(true)));
    let done = browser.post(path, ids).await.expect(200).json();
    assert_eq!((&done["done"], &done["failed"]), (&json!(1), &json!([])));
    let shown = browser.get(&one).await.expect(200).json();
    assert_eq!(shown["can_block_again"], json!(false));
    assert_eq!((&shown["scope"], &shown["reason"]), (&json!("mailings"), &json!("hand")));
    let told = &shown["changes"];
    assert_eq!((&told[0]["deed"], &told[1]["deed"]), (&json!("blocked"), &json!("cleared")));
}

#[tokio::test]
async fn who_cleared_an_address_and_why_is_listed_and_exported_within_ones_own_organisation() {
    let world = World::open().await;
    let (ours, theirs) = (world.organisation("nord").await, world.organisation("sør").await);
    let browser = world.signed_in_as(ours.organisation, ours.user).await;
    let new = json!({ "address": "ola@kunde.example", "scope": "mailings" });
    let made = browser.post("/api/v1/blocked-addresses", new).await.expect(201).json();
    let list = "/api/v1/blocked-addresses/cleared";
    assert_eq!(browser.get(list).await.expect(200).json()["rows"], json!([]));
    let clear = json!({ "ids": [made["id"]], "note": "She rang" });
    browser.post("/api/v1/blocked-addresses/clear", clear).await.expect(200);
    let listed = browser.get(&format!("{list}?q=rang&scope=mailings&reason=hand")).await.expect(200).json();
    let row = &listed["rows"][0];
    assert_eq!((&row["id"], &row["address"]), (&made["id"], &json!("ola@kunde.example")));
    assert_eq!((&row["cleared_by"], &row["note"]), (&json!(ours.user.to_string()), &json!("She rang")));
    assert_eq!((&row["deed"], &row["scope"]), (&json!("cleared"), &json!("mailings")));
    assert!(row["cleared_by_name"].as_str().is_some_and(|name| !name.is_empty()), "{row}");
    let none = browser.get(&format!("{list}?scope=all")).await.expect(200).json();
    assert_eq!(none["rows"], json!([]));
    let text = browser.get(&format!("{list}/export?format=txt")).await.expect(200).text();
    assert!(text.contains("She rang") && text.contains("Av en bruker"), "{text}");
    let others = world.signed_in_as(theirs.organisation, theirs.user).await;
    assert_eq!(others.get(list).await.expect(200).json()["rows"], json!([]));

    let path = "/api/v1/blocked-addresses/block-again/matching";
    let nothing = browser.post(&format!("{path}?job=4711"), json!({})).await.expect(409);
    assert_eq!(nothing.code(), "job.no_rows");
    let job = browser.post(path, json!({})).await.expect(202).json();
    assert_eq!((&job["kind"], &job["total"]), (&json!("addresses_block_again"), &json!(1)));
    assert_eq!(job["can_undo"], json!(false));
}

#[tokio::test]
async fn a_trial_is_ended_by_hand_and_the_history_says_by_whom() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in_as(ours.organisation, ours.user).await;
    let ids = json!({ "ids": [ours.known.standing.to_string()] });
    browser.post("/api/v1/blocked-addresses/trial", ids.clone()).await.expect(200);
    let path = "/api/v1/blocked-addresses/trial/end";
    let done = browser.post(path, ids.clone()).await.expect(200).json();
    assert_eq!((&done["done"], &done["failed"]), (&json!(1), &json!([])));
    let one = format!("/api/v1/blocked-addresses/{}", ours.known.standing);
    let shown = browser.get(&one).await.expect(200).json();
    assert_eq!((&shown["trial"], shown["blocked_at"].is_string()), (&json!(null), true));
    let told = &shown["changes"][0];
    assert_eq!((&told["deed"], &told["by"]), (&json!("trial_ended"), &json!(ours.user.to_string())));
    let again = browser.post(path, ids.clone()).await.expect(200).json();
    assert_eq!(again["failed"][0]["code"], json!("address.not_on_trial"));
    let listed = browser.get("/api/v1/blocked-addresses?on_trial=true").await.expect(200).json();
    assert_eq!(listed["rows"], json!([]));
    let again = browser.post("/api/v1/blocked-addresses/trial", ids).await.expect(200).json();
    assert_eq!(again["done"], json!(1), "it can be tried again");
}

#[tokio::test]
async fn what_waits_for_a_person_is_worked_off_within_ones_own_organisation() {
    let world = World::open().await;
    let (ours, theirs) = (world.organisation("nord").await, world.organisation("sør").await);
    let browser = world.signed_in_as(ours.organisation, ours.user).await;
    let waiting = browser.get("/api/v1/returns/review?descending=true").await.expect(200).json();
    let row = &waiting["rows"][0];
    assert_eq!(
        (&row["id"], &waiting["total"]["count"]),
        (&json!(ours.known.returned.to_string()), &json!(1))
    );
    assert_eq!((&row["rules"], &row["proposed"]), (&json!("address/1"), &json!(null)));
    let mail = json!({ "outbox_id": ours.outbox.to_string() });
    let path = format!("/api/v1/returns/{}/match", ours.known.returned);
    browser.post(&path, mail).await.expect(404);

    let ids = json!({ "ids": [ours.known.returned.to_string(), theirs.known.returned.to_string()] });
    let done = browser.post("/api/v1/returns/review/done", ids).await.expect(200).json();
    assert_eq!((&done["done"], &done["failed"][0]["code"]), (&json!(1), &json!("not_found")));
    let waiting = browser.get("/api/v1/returns/review").await.expect(200).json();
    assert_eq!(waiting["rows"], json!([]));
    let looked_at = browser.get("/api/v1/returns/review?done=true").await.expect(200).json();
    assert_eq!(looked_at["rows"][0]["reviewed_by"], json!(ours.user.to_string()));
}

#[tokio::test]
async fn persons_of_blocked_addresses_go_into_one_list_or_into_a_new_one() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in_as(ours.organisation, ours.user).await;
    let path = "/api/v1/blocked-addresses/add-to-list";
    let ids = [ours.known.standing.to_string()];
    let new = json!({ "kind": "project", "name": "Ringes" });
    for wrong in [
        json!({ "ids": ids }),
        json!({ "ids": ids, "list_id": ours.known.list.to_string(), "new_list": new }),
    ] {
        assert_eq!(browser.post(path, wrong).await.expect(422).code(), "people_list.which");
    }
    let done = browser.post(path, json!({ "ids": ids, "new_list": new })).await.expect(200).json();
    assert_eq!(done["done"], json!(1));
    let lists = browser.get("/api/v1/people-lists?kind=project").await.expect(200).json();
    assert_eq!((&lists["rows"][0]["name"], &lists["rows"][0]["persons"]), (&json!("Ringes"), &json!(1)));
}

#[tokio::test]
async fn whoever_blocked_an_address_is_named_to_readers_who_see_no_cases() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in(ours.organisation, &[Right::Outbox]).await;
    let new = json!({ "address": "ola@kunde.example" });
    let made = browser.post("/api/v1/blocked-addresses", new).await.expect(201).json();
    let one = format!("/api/v1/blocked-addresses/{}", made["id"].as_str().unwrap());
    let shown = browser.get(&one).await.expect(200).json();
    assert!(shown["changed_by_name"].as_str().is_some_and(|name| !name.is_empty()), "{shown}");
    assert_eq!(shown["changes"][0]["by_name"], shown["changed_by_name"]);
}

#[tokio::test]
async fn addresses_that_one_rule_blocked_are_listed_exported_and_let_go_together() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in_as(ours.organisation, ours.user).await;
    let (organisation, at) = (ours.organisation, world.clock.now());
    for (who, rule) in [("kari@kunde.example", "own-1"), ("ola@kunde.example", "user-unknown")] {
        let new = store::standings::NewStanding {
            address: who.parse().unwrap(),
            returns: 1,
            at,
            class: Some(domain::returns::ReturnClass::MailboxUnknown),
            fault: None,
            rule: Some(rule.to_owned()),
            words: "550 no".to_owned(),
            host: None,
            well_at: None,
            block: Some(store::standings::Block {
                at,
                scope: domain::blocks::BlockScope::All,
                reason: domain::blocks::BlockReason::Returned,
            }),
            by: None,
        };
        world
            .write(move |tx| {
                let new = new.clone();
                Box::pin(async move { store::standings::put(tx, organisation, &new).await })
            })
            .await;
    }
    let listed = browser.get("/api/v1/blocked-addresses?rule=own-1").await.expect(200).json();
    assert_eq!(listed["rows"].as_array().map(Vec::len), Some(1));
    assert_eq!(
        (&listed["rows"][0]["address"], &listed["rows"][0]["rule"]),
        (&json!("kari@kunde.example"), &json!("own-1"))
    );
    let text = browser.get("/api/v1/blocked-addresses/export?format=txt&rule=own-1").await.expect(200).text();
    assert!(text.contains("kari@kunde.example") && text.contains("own-1"), "{text}");
    assert!(!text.contains("ola@kunde.example"), "{text}");
    let path = "/api/v1/blocked-addresses/clear/matching?rule=own-1";
    let job = browser.post(path, json!({})).await.expect(202).json();
    assert_eq!(job["total"], 1);
}

#[tokio::test]
async fn what_failed_for_an_incident_is_sent_again_once_its_blocks_were_lifted() {
    let world = World::open().await;
    let (ours, theirs) = (world.organisation("nord").await, world.organisation("sør").await);
    let browser = world.signed_in_as(ours.organisation, ours.user).await;
    let shown = browser.get("/api/v1/return-incidents").await.expect(200).json();
    let nothing = json!({ "count": 0, "more": false });
    assert_eq!((&shown["rows"][0]["failed"], &shown["rows"][0]["waiting"]), (&nothing, &nothing));
    let open = browser.get("/api/v1/return-incidents/open").await.expect(200).json();
    let alarm = json!({
        "id": ours.known.incident.to_string(),
        "provider": shown["rows"][0]["provider"],
        "ours": false,
    });
    assert_eq!(open["rows"], json!([alarm]), "its own, and no figures");
    let one = format!("/api/v1/return-incidents/{}", ours.known.incident);
    let early = browser.post(&format!("{one}/send-again"), json!({})).await.expect(409);
    assert_eq!(early.code(), "incident.not_rolled_back");
    let decided = browser.post(&format!("{one}/roll-back"), json!({})).await.expect(200).json();
    for answer in [&shown["rows"][0], &decided] {
        assert_eq!(answer.get("kept_by"), Some(&json!(null)), "{answer}");
    }
    let open = browser.get("/api/v1/return-incidents/open").await.expect(200).json();
    assert_eq!(open["rows"], json!([]));
    let none = browser.post(&format!("{one}/send-again"), json!({})).await.expect(409);
    assert_eq!(none.code(), "job.no_rows");
    let foreign = format!("/api/v1/return-incidents/{}/send-again", theirs.known.incident);
    browser.post(&foreign, json!({})).await.expect(404);
}
