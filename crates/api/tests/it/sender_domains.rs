//! Sender domains through the API.

use axum::http::Method;
use domain::org::Right;
use domain::sender_domain::{Findings, SenderDomainState, ServedSts, StsServing};
use serde_json::{Value, json};
use store::sender_domains::checking::{self, Checked};

use crate::office::World;

#[tokio::test]
async fn a_sender_domain_is_added_shown_changed_and_removed() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let chief = world.signed_in(ours.organisation, &[Right::Mailboxes]).await;
    let made =
        chief.post("/api/v1/sender-domains", json!({ "name": "post@blåbær.no" })).await.expect(201).json();
    assert_eq!((&made["name"], &made["state"]), (&json!("xn--blbr-roah.no"), &json!("pending")));
    let records = made["records"].as_array().unwrap();
    let kinds: Vec<&str> = records.iter().filter_map(|record| record["kind"].as_str()).collect();
    assert_eq!(kinds, ["dkim", "dkim", "spf", "dmarc", "mta_sts"]);
    assert_eq!(records[2]["value"], json!("v=spf1 mx a:mail.example.org ~all"));
    let text = made.to_string();
    assert!(!text.contains("private"), "no private key leaves the house: {text}");
    let path = format!("/api/v1/sender-domains/{}", made["id"].as_str().unwrap());
    let input = json!({ "dmarc_policy": "reject", "reports_to": "rua@blåbær.no" });
    let changed = chief.patch(&path, input).await.expect(200).json();
    assert_eq!(changed["records"][3]["value"], json!("v=DMARC1; p=reject; rua=mailto:rua@xn--blbr-roah.no"));
    let names = async || {
        let rows = chief.get("/api/v1/sender-domains").await.expect(200).json();
        rows["rows"].as_array().unwrap().iter().map(|row| row["name"].clone()).collect::<Vec<Value>>()
    };
    assert_eq!(names().await, ["nord.example", "xn--blbr-roah.no"]);
    let taken = chief.post("/api/v1/sender-domains", json!({ "name": "blåbær.no" })).await.expect(409).json();
    assert_eq!((&taken["code"], &taken["field"]), (&json!("sender_domain.taken"), &json!("name")));
    let rotated = chief.post(&format!("{path}/rotate"), json!({})).await.expect(409).json();
    assert_eq!(rotated["code"], json!("sender_domain.not_live"));
    chief.delete(&path).await.expect(204);
    assert_eq!(names().await, ["nord.example"]);
    chief.get(&path).await.expect(404);
    let alarms = chief.get("/api/v1/sender-domains/alarms").await.expect(200).json();
    assert_eq!(alarms["rows"], json!([]));
}

#[tokio::test]
async fn what_a_relays_provider_asks_for_in_spf_is_kept_and_stands_in_the_records() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let chief = world.signed_in(ours.organisation, &[Right::Mailboxes]).await;
    let mut server = json!({
        "kind": "relay", "host": "smtp.example.net", "port": 465, "security": "tls",
        "spf_terms": "v=spf1 include:SPF.example.net ip4:192.88.99.0/24 ~all",
    });
    let kept = chief.json(Method::PUT, "/api/v1/transport", server.clone()).await.expect(200).json();
    assert_eq!(kept["spf_terms"], json!("include:spf.example.net ip4:192.88.99.0/24"));
    assert_eq!(kept["shared_is_of_organisation"], json!(false), "it stands beside the rest");
    let made = chief.post("/api/v1/sender-domains", json!({ "name": "acme.no" })).await.expect(201).json();
    let value = "v=spf1 mx include:spf.example.net ip4:192.88.99.0/24 ~all";
    assert_eq!(made["records"][2]["value"], json!(value));

    server["spf_terms"] = json!("ip4:10.0.0.0/16");
    let refused = chief.json(Method::PUT, "/api/v1/transport", server.clone()).await.expect(422).json();
    assert_eq!((&refused["code"], &refused["field"]), (&json!("transport.spf_private"), &json!("spf_terms")));
    let proposed = async |host: &str| {
        chief.post("/api/v1/transport/spf", json!({ "host": host })).await.expect(200).json()
    };
    let brevo = json!({ "is_needed": false, "is_known": true, "terms": "", "found": "not_needed" });
    assert_eq!(proposed("smtp-relay.brevo.com").await, brevo);
    let term = "include:spf.protection.outlook.com";
    let microsoft = json!({ "is_needed": true, "is_known": true, "terms": term, "found": "known" });
    assert_eq!(proposed("smtp.office365.com").await, microsoft);
}

#[tokio::test]
async fn who_sends_as_a_domain_is_shown_and_exported_and_kept_as_chosen() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let chief = world.signed_in(ours.organisation, &[Right::Mailboxes, Right::Export]).await;
    let path = format!("/api/v1/sender-domains/{}/reports", ours.settings.sender_domain);
    let shown = chief.get(&path).await.expect(200).json();
    assert_eq!((&shown["name"], &shown["advice"]), (&json!("nord.example"), &json!("no_reports")));
    assert_eq!((&shown["reach_us"], &shown["reports_to"]), (&json!(false), &Value::Null));
    assert_eq!(chief.get(&format!("{path}?days=3")).await.expect(422).code(), "domain_reports.days");
    let file = chief.get(&format!("{path}/export?format=txt")).await.expect(200);
    assert!(file.text().contains("Dag (UTC)\tIP-adresse"), "{}", file.text());

    let settings = "/api/v1/domain-report-settings";
    let before = chief.get(settings).await.expect(200).json();
    assert_eq!(before, json!({ "kept_days": 400, "addresses": ["post@nord.example"] }));
    let refused = chief.json(Method::PUT, settings, json!({ "kept_days": 5 })).await.expect(422).json();
    assert_eq!(
        (&refused["code"], &refused["field"]),
        (&json!("domain_reports.kept_days"), &json!("kept_days"))
    );
    let after = chief.json(Method::PUT, settings, json!({ "kept_days": 90 })).await.expect(200).json();
    assert_eq!(after["kept_days"], json!(90));
    // A domain with a mailbox of ours has its reports sent there.
    let made = chief.post("/api/v1/sender-domains", json!({ "name": "blåbær.no" })).await.expect(201).json();
    assert_eq!(made["reports_to"], Value::Null, "there is no mailbox in it");
}

#[tokio::test]
async fn a_sender_is_checked_before_anything_is_sent() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let chief = world.signed_in(ours.organisation, &[Right::Mailboxes]).await;
    let free = chief.get("/api/v1/sender-check?address=acme@gmail.com").await.expect(200).json();
    assert_eq!((&free["level"], &free["points"][0]["point"]), (&json!("refuse"), &json!("free_mail")));
    assert_eq!((&free["rewritten_from"], &free["is_sender_domain"]), (&Value::Null, &json!(false)));
    assert_eq!(free["way"], Value::Null, "it is not sent at all");
    // The organisation of the test has a server for its own domain, and none for others.
    for (address, because) in [("post@nord.example", "domain"), ("post@elsewhere.example", "installation")] {
        let path = format!("/api/v1/sender-check?address={address}");
        assert_eq!(chief.get(&path).await.expect(200).json()["way"]["because"], because, "{address}");
    }
    let wrong = chief.get("/api/v1/sender-check?address=acme").await.expect(422).json();
    assert_eq!((&wrong["code"], &wrong["field"]), (&json!("address.invalid"), &json!("address")));
    let rules = chief.get("/api/v1/sending").await.expect(200).json();
    assert_eq!((&rules["unverified"], &rules["unverified_own"]), (&json!("warn"), &json!("warn")));
    let chosen = json!({ "agent_name": false, "unverified": "refuse" });
    let rules = chief.json(Method::PUT, "/api/v1/sending", chosen).await.expect(200).json();
    assert_eq!(rules["unverified"], json!("refuse"));
    let other = json!({ "agent_name": true });
    let rules = chief.json(Method::PUT, "/api/v1/sending", other).await.expect(200).json();
    assert_eq!((&rules["agent_name"], &rules["unverified"]), (&json!(true), &json!("refuse")));
    let alone = json!({ "own_address": false });
    let rules = chief.json(Method::PUT, "/api/v1/sending", alone).await.expect(200).json();
    assert_eq!(
        (&rules["agent_name"], &rules["own_address"]),
        (&json!(true), &json!(false)),
        "the rest stays"
    );
    let rewrite = json!({ "agent_name": false, "unverified": "rewrite" });
    let refused = chief.json(Method::PUT, "/api/v1/sending", rewrite).await.expect(422);
    assert_eq!(refused.code(), "sending.no_operator_address");
}

/// A policy is served for a sender domain.
async fn serve(world: &World, organisation: domain::OrganisationId, id: domain::SenderDomainId) {
    let written = world.write(move |tx| {
        Box::pin(async move {
            let served = ServedSts {
                serving: StsServing::Testing,
                exchangers: vec!["mx.nord.example".to_owned()],
                since: Some(tx.now()),
            };
            let set =
                store::sender_domains::served_sts::set(tx, organisation, id, (&served, tx.now())).await?;
            // Only who has proved that the domain is his speaks for it.
            let row = store::sender_domains::find(tx, organisation, id).await?.unwrap();
            let live = Checked {
                version: row.version,
                findings: Findings { version: row.version, ..Findings::default() },
                state: SenderDomainState::Live,
                failures: 0,
                failing_since: None,
                live_since: Some(tx.now()),
                switched_off_at: None,
                watched_since: tx.now(),
                at: tx.now(),
                check_at: tx.now().plus_seconds(3600),
                published: Vec::new(),
                unseen: Vec::new(),
                gone: Vec::new(),
                switches: false,
            };
            Ok(set && checking::record(tx, organisation, id, &live).await?)
        })
    });
    assert!(written.await);
}

#[tokio::test]
async fn the_policy_of_a_domain_is_answered_at_its_own_host_and_at_no_other() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let chief = world.signed_in(ours.organisation, &[Right::Mailboxes]).await;
    let id = ours.settings.sender_domain;
    let path = format!("/api/v1/sender-domains/{id}/mta-sts");
    let before = chief.get(&path).await.expect(200).json();
    assert_eq!((&before["serving"], &before["text"]), (&json!("off"), &Value::Null));
    let refused = chief.json(Method::PUT, &path, json!({ "serving": "testing" })).await.expect(409);
    assert_eq!(refused.code(), "mta_sts.not_proved");

    serve(&world, ours.organisation, id).await;
    let anybody = world.browser();
    let file = "/.well-known/mta-sts.txt";
    let asked = async |host: &str| anybody.asked_at(host, file).await;
    let answer = asked("MTA-STS.nord.example:443").await.expect(200);
    assert_eq!(answer.header("content-type"), "text/plain; charset=utf-8");
    assert_eq!(answer.text(), "version: STSv1\r\nmode: testing\r\nmx: mx.nord.example\r\nmax_age: 86400\r\n");
    for host in ["nord.example", "mta-sts.annet.example", "mta-sts.", "[::1]:80", "post.example"] {
        asked(host).await.expect(404);
    }
    anybody.get("/mta-sts/known?domain=mta-sts.nord.example").await.expect(200);
    anybody.get("/mta-sts/known?domain=post.example").await.expect(404);
    let shown = chief.get(&path).await.expect(200).json();
    assert_eq!(shown["name"], "mta-sts.nord.example");
    assert!(shown["record"].as_str().unwrap().starts_with("v=STSv1; id="), "{shown}");
}

#[tokio::test]
async fn a_sender_is_seen_thing_by_thing_when_somebody_asks_for_that() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let chief = world.signed_in(ours.organisation, &[Right::Mailboxes]).await;
    let brief = chief.get("/api/v1/sender-check?address=post@nord.example").await.expect(200).json();
    assert_eq!(brief["seen"], Value::Null);
    let whole =
        chief.get("/api/v1/sender-check?address=post@nord.example&seen=true").await.expect(200).json();
    assert_eq!(whole["seen"]["from"], "post@nord.example");
    let aspects: Vec<&str> =
        whole["seen"]["sights"].as_array().unwrap().iter().filter_map(|it| it["aspect"].as_str()).collect();
    assert_eq!(aspects, ["spf", "dkim", "dmarc", "host_name", "tls"]);
}
