//! The queues of the e-mail screen as a person uses them: what their lists and details show, and
//! what the bins keep, give back and lose.

use domain::org::Right;
use domain::outbox::{ParkReason, Stream};
use domain::{About, Clock, EnhancedStatus, OrganisationId, OutboxId, Outcome, Reply, ReplyCode};
use flows::jobs::JobWorker;
use flows::worker::{Found, Worker};
use serde_json::{Value, json};
use store::Claim;
use store::deliveries::{AttemptRecord, Verdict};
use store::lanes::LaneOf;
use store::parked::Parked;

use crate::browser::{Answer, Browser};
use crate::office::{Everything, World};

async fn office() -> (World, Everything, Browser) {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in(ours.organisation, &Right::ALL).await;
    (world, ours, browser)
}

async fn ids(browser: &Browser, path: &str) -> Vec<String> {
    let page = browser.get(&format!("/api/v1{path}")).await.expect(200).json();
    let rows = page["rows"].as_array().unwrap();
    assert_eq!(page["total"]["count"], rows.len());
    rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
}

async fn act(browser: &Browser, path: &str, id: &str) -> Answer {
    browser.post(&format!("/api/v1{path}"), json!({ "ids": [id] })).await
}

/// How many of the one it was done to.
async fn done(browser: &Browser, path: &str, id: &str) -> Value {
    act(browser, path, id).await.expect(200).json()["done"].clone()
}

#[tokio::test]
async fn a_mailbox_is_listed_and_exported_with_its_five_columns() {
    let (_world, ours, browser) = office().await;
    let path = format!("/api/v1/mailboxes/{}", ours.settings.mailbox);
    let change = json!({
        "category_id": ours.settings.category.to_string(),
        "priority_id": ours.settings.priority.to_string(),
        "forwarding_address": "vakt@nord.example",
    });
    browser.patch(&path, change).await.expect(200);
    let page = browser.get("/api/v1/mailboxes").await.expect(200).json();
    let row = &page["rows"][0];
    let shown = ["address", "category_name", "priority_name", "forwarding_address", "protocol"];
    let shown: Vec<&str> = shown.iter().map(|name| row[name].as_str().unwrap()).collect();
    assert_eq!(shown, ["post@nord.example", "Support", "Normal", "vakt@nord.example", "imap"]);

    browser.patch("/api/v1/profile", json!({ "language": "en" })).await.expect(200);
    let file = browser.get("/api/v1/mailboxes/export?format=txt").await.expect(200).text();
    let mut lines = file.trim_start_matches('\u{feff}').lines();
    assert!(lines.next().unwrap().starts_with("Address\tCategory\tPriority\tForwarded to\tProtocol\t"));
    let row = lines.next().unwrap();
    assert!(row.starts_with("post@nord.example\tSupport\tNormal\tvakt@nord.example\tIMAP\t"), "{row}");
}

#[tokio::test]
async fn a_deleted_mailbox_leaves_its_mail_and_its_cases() {
    let (world, ours, browser) = office().await;
    let path = format!("/api/v1/mailboxes/{}", ours.settings.mailbox);
    let open_cases = browser.get(&path).await.expect(200).json()["open_cases"].as_u64().unwrap();
    assert!(open_cases > 0, "whoever deletes it is told");
    browser.delete(&path).await.expect(204);
    browser.get(&path).await.expect(404);
    browser.delete(&path).await.expect(404);
    assert!(ids(&browser, "/mailboxes").await.is_empty());
    let now = Clock::now(&world.clock);
    let due = Claim {
        now: now.plus_seconds(86_400),
        owner: "test".to_owned(),
        lease_until: now.plus_seconds(90_000),
        limit: 10,
    };
    let due = world.write(move |tx| Box::pin(async move { store::mailboxes::claim_due(tx, &due).await }));
    assert!(due.await.is_empty(), "nobody fetches it");

    let waiting = browser.get("/api/v1/intake").await.expect(200).json();
    assert_eq!(waiting["rows"][0]["mailbox_address"], "post@nord.example");
    assert_eq!(ids(&browser, "/blocked").await, [ours.blocked.to_string()]);
    let case = format!("/api/v1/cases/{}", ours.case);
    browser.get(&case).await.expect(200);
    let refused = browser.post(&format!("{case}/reply"), json!({ "text": "Hei" })).await.expect(409);
    assert_eq!(refused.code(), "case.no_mailbox");
    let from = json!({ "kind": "shared", "id": ours.settings.identity.to_string() });
    browser.post(&format!("{case}/reply"), json!({ "text": "Hei", "from": from })).await.expect(201);

    let again = json!({ "address": "post@nord.example", "protocol": "smtp" });
    let made = browser.post("/api/v1/mailboxes", again).await.expect(201).json();
    assert_eq!(made["id"], ours.settings.mailbox.to_string(), "it has its cases back");
    browser.post(&format!("{case}/reply"), json!({ "text": "Hei igjen" })).await.expect(201);
}

#[tokio::test]
async fn blocked_mail_shows_when_where_why_and_what() {
    let (_world, ours, browser) = office().await;
    let page = browser.get("/api/v1/blocked").await.expect(200).json();
    let row = &page["rows"][0];
    assert_eq!(row["when"], "2026-01-05T08:00:00.000Z");
    let words = (&row["mailbox_address"], &row["filter_name"], &row["subject"]);
    assert_eq!(words, (&json!("post@nord.example"), &json!("Spam"), &json!("Hei")));

    let path = format!("/api/v1/blocked/{}", ours.blocked);
    let mail = browser.get(&path).await.expect(200).json();
    assert!(mail["text"].as_str().unwrap().contains("this is mail number 1."), "{mail}");
    assert!(mail["headers"].as_str().unwrap().contains("From: ola@kunde.example"), "{mail}");
}

#[tokio::test]
async fn blocked_mail_is_deleted_restored_and_purged_by_its_own_rights() {
    let (world, ours, browser) = office().await;
    let id = ours.blocked.to_string();
    assert_eq!(done(&browser, "/blocked/delete", &id).await, 1);
    assert!(ids(&browser, "/blocked").await.is_empty());
    assert_eq!(ids(&browser, "/blocked?deleted=true").await, [id.as_str()]);
    assert!(ids(&browser, "/intake?state=deleted").await.is_empty(), "it lies in its own bin alone");

    // Whoever may only see the inbox queue neither finds it nor touches it, one by one or all at once.
    let rights = [Right::Intake, Right::Delete, Right::DeleteForGood, Right::Export];
    let clerk = world.signed_in(ours.organisation, &rights).await;
    for shelf in ["deleted", "any"] {
        let listed = ids(&clerk, &format!("/intake?state={shelf}")).await;
        assert!(!listed.contains(&id), "{shelf}");
        let file = clerk.get(&format!("/api/v1/intake/export?format=txt&state={shelf}")).await.expect(200);
        assert!(!file.text().contains("Blokkert"), "{}", file.text());
    }
    clerk.get(&format!("/api/v1/intake/{id}")).await.expect(404);
    clerk.get(&format!("/api/v1/intake/{id}/raw")).await.expect(404);
    for action in ["import", "restore", "purge", "delete"] {
        assert_eq!(done(&clerk, &format!("/intake/{action}"), &id).await, 0, "{action}");
        act(&clerk, &format!("/blocked/{action}"), &id).await.expect(403);
    }
    let all = clerk.post("/api/v1/intake/restore/matching?state=deleted", json!({})).await.expect(409);
    assert_eq!(all.code(), "job.no_rows");

    // Its own rights are enough to get it back, and to be rid of it.
    let keeper = world.signed_in(ours.organisation, &[Right::Blocked, Right::Delete]).await;
    assert_eq!(done(&keeper, "/blocked/restore", &id).await, 1);
    assert_eq!(ids(&keeper, "/blocked").await, [id.as_str()]);
    assert_eq!(done(&keeper, "/blocked/delete", &id).await, 1);
    act(&keeper, "/blocked/purge", &id).await.expect(403);
    let owner = world.signed_in(ours.organisation, &[Right::Blocked, Right::DeleteForGood]).await;
    assert_eq!(done(&owner, "/blocked/purge", &id).await, 1);
    assert!(ids(&keeper, "/blocked?deleted=true").await.is_empty());
    keeper.get(&format!("/api/v1/blocked/{id}")).await.expect(404);
}

#[tokio::test]
async fn blocked_mail_does_not_take_what_is_not_blocked() {
    let (world, ours, _) = office().await;
    let id = ours.intake.to_string();
    let rights = [Right::Blocked, Right::Delete, Right::DeleteForGood];
    let keeper = world.signed_in(ours.organisation, &rights).await;
    for action in ["delete", "restore", "purge", "import"] {
        assert_eq!(done(&keeper, &format!("/blocked/{action}"), &id).await, 0, "{action}");
    }
    let clerk = world.signed_in(ours.organisation, &[Right::Intake, Right::Delete]).await;
    assert_eq!(done(&clerk, "/intake/delete", &id).await, 1);
    assert!(ids(&keeper, "/blocked?deleted=true").await.is_empty());
    assert_eq!(ids(&clerk, "/intake?state=deleted").await, [id]);
}

#[tokio::test]
async fn all_deleted_blocked_mail_is_restored_by_a_job_of_its_own() {
    let (_world, ours, browser) = office().await;
    assert_eq!(done(&browser, "/blocked/delete", &ours.blocked.to_string()).await, 1);
    assert_eq!(done(&browser, "/intake/delete", &ours.intake.to_string()).await, 1);
    let path = "/api/v1/blocked/restore/matching?deleted=true";
    let job = browser.post(path, json!({})).await.expect(202).json();
    assert_eq!((&job["kind"], &job["total"]), (&json!("blocked_restore"), &json!(1)));
}

#[tokio::test]
async fn show_sent_adds_sent_mail_to_what_waits() {
    let (world, ours, browser) = office().await;
    let waiting = ours.outbox.to_string();
    let sent = another_is_sent(&world, &ours).await.to_string();
    assert_eq!(ids(&browser, "/outbox").await, [waiting.as_str()]);
    let mut both = ids(&browser, "/outbox?sent=true").await;
    both.sort();
    let mut expected = vec![waiting.clone(), sent.clone()];
    expected.sort();
    assert_eq!(both, expected);
    assert_eq!(ids(&browser, "/outbox?state=sent").await, [sent]);
    assert_eq!(ids(&browser, "/outbox?state=waiting").await, [waiting]);
    let unknown = browser.get("/api/v1/outbox?state=lost").await.expect(422);
    assert_eq!(unknown.code(), "list.unknown_filter");
}

#[tokio::test]
async fn the_picture_tells_how_long_single_mail_waited_for_its_first_attempt() {
    let (world, ours, browser) = office().await;
    let single = async || browser.get("/api/v1/outbox/picture").await.expect(200).json()["single"].clone();
    assert_eq!(single().await, json!({ "hour": null, "day": null }));
    another_is_sent(&world, &ours).await;
    let waits = json!({ "mails": 1, "median_ms": 0, "p99_ms": 0 });
    assert_eq!(single().await, json!({ "hour": waits, "day": waits }));
}

/// A server that takes nothing for a while, and the lane of a domain whose mail goes there.
async fn parked(world: &World, organisation: OrganisationId, (domain, destination): (&str, &str)) {
    let now = world.clock.now();
    let parked = Parked {
        destination: destination.to_owned(),
        until: now.plus_seconds(600),
        reason: ParkReason::Busy,
        words: "421 too much".to_owned(),
        host: None,
        failures: 1,
        found_by: organisation,
    };
    let (domain, sender) = (domain.to_owned(), "nord.example".to_owned());
    let lane = LaneOf { organisation, stream: Stream::Single, domain, sender };
    world
        .write(move |tx| {
            let (parked, lane) = (parked.clone(), lane.clone());
            Box::pin(async move {
                store::parked::put(tx, &parked).await?;
                store::lanes::hold(tx, &lane, &parked.destination, parked.until).await
            })
        })
        .await;
}

#[tokio::test]
async fn all_that_waits_for_one_server_is_listed_and_acted_upon_by_it() {
    let (world, ours, browser) = office().await;
    let another = world.outbox_to(ours.organisation, "kari@annen.example").await.to_string();
    let apart = world.outbox_to(ours.organisation, "kari@tredje.example").await.to_string();
    for domain in ["kunde.example", "annen.example"] {
        parked(&world, ours.organisation, (domain, "mx:felles.example")).await;
    }
    let detail = browser.get(&format!("/api/v1/outbox/{another}")).await.expect(200).json();
    let wait = &detail["waits"][0];
    assert_eq!((&wait["rule"], &wait["others"]), (&json!("busy"), &json!(1)), "{wait}");
    // The list, the mail and its recipient say the same time, which is no earlier than the end of the pause.
    let page = browser.get("/api/v1/outbox").await.expect(200).json();
    let listed = page["rows"].as_array().unwrap().iter().find(|row| row["id"] == json!(another)).unwrap();
    for told in [listed, &detail, wait, &detail["deliveries"][0]] {
        assert_eq!(told["goes_at"], wait["until"], "{told}");
    }
    assert_ne!(listed["next_attempt_at"], listed["goes_at"]);
    let asked = format!("/outbox?destination={}", wait["held_by"].as_str().unwrap());
    let mut expected = vec![ours.outbox.to_string(), another.clone()];
    expected.sort();
    let mut listed = ids(&browser, &asked).await;
    listed.sort();
    assert_eq!(listed, expected);
    assert_eq!(ids(&browser, &format!("{asked}&domain=annen.example")).await, [another]);
    let file =
        browser.get("/api/v1/outbox/export?format=txt&destination=mx:felles.example").await.expect(200);
    assert!(file.text().contains("kari@annen.example") && !file.text().contains("tredje"), "{}", file.text());

    let path = "/api/v1/outbox/hold/matching?destination=mx:felles.example";
    assert_eq!(browser.post(path, json!({})).await.expect(202).json()["total"], 2);
    let worker = JobWorker::new(world.office.clone());
    while worker.step().await.unwrap() == Found::Work {}
    let mail = browser.get(&format!("/api/v1/outbox/{apart}")).await.expect(200).json();
    assert!(mail["held_at"].is_null());
    assert_eq!(ids(&browser, &asked).await.len(), 2, "what is stopped is let go by the same");

    // Nobody asks for what waits of another organisation, whatever he calls it.
    let theirs = world.organisation("sør").await;
    let stranger = world.signed_in(theirs.organisation, &Right::ALL).await;
    assert!(ids(&stranger, &asked).await.is_empty());
    for unknown in ["mx:", "organisation:1", "share:1", "felles.example"] {
        let refused = browser.get(&format!("/api/v1/outbox?destination={unknown}")).await.expect(422);
        assert_eq!(refused.code(), "list.unknown_filter", "{unknown}");
    }
}

#[tokio::test]
async fn what_is_stopped_or_failed_for_a_domain_is_let_go_or_sent_again_by_it() {
    let (world, ours, browser) = office().await;
    let apart = world.outbox_to(ours.organisation, "kari@annen.example").await.to_string();
    let done_to = async |path: &str| {
        let begun = browser.post(&format!("/api/v1/outbox/{path}"), json!({})).await.expect(202).json();
        let worker = JobWorker::new(world.office.clone());
        while worker.step().await.unwrap() == Found::Work {}
        begun["total"].clone()
    };
    let (waiting, stopped) = ("/outbox?domain=kunde.example", "/outbox?state=stopped&domain=kunde.example");
    let own = ours.outbox.to_string();
    assert_eq!(done_to("hold/matching?domain=kunde.example").await, 1);
    assert!(ids(&browser, waiting).await.is_empty());
    assert_eq!(ids(&browser, stopped).await, [own.as_str()]);
    assert_eq!(ids(&browser, "/outbox?domain=annen.example").await, [apart.as_str()]);
    assert!(ids(&browser, "/outbox?state=stopped&domain=annen.example").await.is_empty());
    assert_eq!(done_to("release/matching?state=stopped&domain=kunde.example").await, 1);
    assert!(ids(&browser, stopped).await.is_empty());
    assert_eq!(ids(&browser, waiting).await, [own.as_str()]);

    let words = "no such user".to_owned();
    let refused =
        Reply { code: ReplyCode::new(550).unwrap(), enhanced: None, words, about: About::default() };
    let failed = tried(&world, &ours, (Outcome::Refused(refused), Verdict::Failed, None)).await.to_string();
    assert_eq!(ids(&browser, "/outbox?state=failed&domain=kunde.example").await, [failed.as_str()]);
    assert!(ids(&browser, "/outbox?state=failed&domain=annen.example").await.is_empty());
    assert_eq!(ids(&browser, waiting).await, [own.as_str()]);
    assert_eq!(done_to("send/matching?state=failed&domain=kunde.example").await, 1);
    assert!(ids(&browser, "/outbox?state=failed").await.is_empty());
    assert_eq!(ids(&browser, waiting).await.len(), 2);
}

#[tokio::test]
async fn mail_of_the_outbox_is_deleted_restored_and_purged() {
    let (world, ours, browser) = office().await;
    let id = ours.outbox.to_string();
    assert_eq!(done(&browser, "/outbox/purge", &id).await, 0, "only what lies in the bin");
    assert_eq!(done(&browser, "/outbox/delete", &id).await, 1);
    assert!(ids(&browser, "/outbox").await.is_empty());
    assert_eq!(ids(&browser, "/outbox?deleted=true").await, [id.as_str()]);
    let mail = browser.get(&format!("/api/v1/outbox/{id}")).await.expect(200).json();
    assert!(mail["deleted_at"].is_string());

    assert_eq!(done(&browser, "/outbox/restore", &id).await, 1);
    assert_eq!(ids(&browser, "/outbox").await, [id.as_str()]);
    let steps = browser.get(&format!("/api/v1/outbox/{id}/timeline")).await.expect(200).text();
    assert!(steps.contains("deleted") && steps.contains("restored"), "{steps}");

    assert_eq!(done(&browser, "/outbox/delete", &id).await, 1);
    let clerk = world.signed_in(ours.organisation, &[Right::Outbox, Right::Delete]).await;
    act(&clerk, "/outbox/purge", &id).await.expect(403);
    assert_eq!(done(&browser, "/outbox/purge", &id).await, 1);
    assert_eq!(done(&browser, "/outbox/restore", &id).await, 0);
    assert!(ids(&browser, "/outbox?deleted=true").await.is_empty());
    browser.get(&format!("/api/v1/outbox/{id}")).await.expect(404);
}

/// An answer that its recipient's server has taken.
async fn another_is_sent(world: &World, ours: &Everything) -> OutboxId {
    let (code, words, about) = (ReplyCode::new(250).unwrap(), "OK".to_owned(), About::default());
    let words = Reply { code, enhanced: None, words, about };
    tried(world, ours, (Outcome::Delivered(words), Verdict::Sent, None)).await
}

/// A mail with one attempt, which ended so.
async fn tried(
    world: &World,
    ours: &Everything,
    (outcome, verdict, gave_up_after_s): (Outcome, Verdict, Option<u32>),
) -> OutboxId {
    let id = world.outbox(ours.organisation).await;
    let now = Clock::now(&world.clock);
    let claim = Claim { now, owner: "test".to_owned(), lease_until: now.plus_seconds(60), limit: 10 };
    world
        .write(move |tx| {
            let (claim, outcome) = (claim.clone(), outcome.clone());
            Box::pin(async move {
                let due = store::deliveries::claim_due(tx, &claim).await?;
                let (mine, others): (Vec<_>, Vec<_>) =
                    due.into_iter().partition(|delivery| delivery.mail.outbox_id == id);
                let others: Vec<_> = others.iter().map(|delivery| delivery.id).collect();
                store::deliveries::release(tx, &others, "test", now).await?;
                store::deliveries::begin_attempts(tx, &[mine[0].id], "test", now).await?;
                let record = AttemptRecord {
                    organisation: mine[0].organisation,
                    delivery_id: mine[0].id,
                    at: now,
                    outcome,
                    host: None,
                    at_relay: true,
                    stamped: false,
                    encryption: Some(domain::encryption::Encryption {
                        grade: domain::encryption::TlsGrade::Verified,
                        version: Some("TLS 1.3".to_owned()),
                        tested: None,
                    }),
                    duration_ms: 12,
                    verdict,
                    waits_for: None,
                    held_back: None,
                    gave_up_after_s,
                };
                store::deliveries::record_attempts(tx, "test", &[record]).await.map(|_states| ())
            })
        })
        .await;
    id
}

#[tokio::test]
async fn last_words_are_told_as_what_they_mean_and_not_as_their_codes_say() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in(ours.organisation, &[Right::Outbox]).await;
    let reply = |code, enhanced, words: &str| Reply {
        code: ReplyCode::new(code).unwrap(),
        enhanced: Some(enhanced),
        words: words.to_owned(),
        about: About::default(),
    };
    let lies = reply(554, EnhancedStatus::new(5, 7, 1), "mailbox is full");
    let lying = tried(&world, &ours, (Outcome::Refused(lies), Verdict::Failed, None)).await;
    let waited = reply(451, EnhancedStatus::new(4, 7, 1), "Greylisting in action");
    let given_up = tried(&world, &ours, (Outcome::Deferred(waited), Verdict::Failed, Some(432_000))).await;
    let taken = another_is_sent(&world, &ours).await;

    let listed = browser.get("/api/v1/outbox?sent=true").await.expect(200).json();
    let of = |id: OutboxId| {
        let rows = listed["rows"].as_array().unwrap();
        rows.iter().find(|row| row["id"] == id.to_string()).unwrap()["meaning"].clone()
    };
    assert_eq!((&of(lying)["class"], &of(lying)["of_relay"]), (&json!("mailbox-full"), &json!(false)));
    let given = of(given_up);
    assert_eq!(given["of_relay"], false, "the relay says so of that recipient alone");
    assert_eq!((&given["class"], &given["gave_up_after_s"]), (&json!("greylisted"), &json!(432_000)));
    assert!(of(taken).is_null());

    let one = browser.get(&format!("/api/v1/outbox/{given_up}")).await.expect(200).json();
    let delivery = &one["deliveries"][0];
    for meaning in [&one["meaning"], &delivery["meaning"], &delivery["log"][0]["meaning"]] {
        assert_eq!(meaning, &given);
    }
}

#[tokio::test]
async fn the_servers_of_an_address_are_found_with_how_to_sign_in_and_why() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in(ours.organisation, &[Right::Mailboxes]).await;
    let asked = json!({ "address": "Kari@gmail.com" });
    let found = browser.post("/api/v1/mailboxes/detect", asked).await.expect(200).json();
    assert_eq!(found["address"], "Kari@gmail.com");
    let best = &found["candidates"][0];
    assert_eq!(
        (&best["service"], &best["host"], &best["port"]),
        (&"imap".into(), &"imap.gmail.com".into(), &993.into())
    );
    assert_eq!((&best["security"], &best["username"]), (&"tls".into(), &"Kari@gmail.com".into()));
    assert_eq!(
        (&best["sign_in"], &best["provider"], &best["password"]),
        (&"oauth".into(), &"google".into(), &"app".into())
    );
    assert_eq!(
        (&best["source"], &best["reason"]),
        (&"preset".into(), &"Gmail: known settings of addresses at gmail.com".into())
    );
    let sources: Vec<&str> =
        found["asked"].as_array().unwrap().iter().map(|asked| asked["source"].as_str().unwrap()).collect();
    assert!(sources.contains(&"autoconfig") && !sources.contains(&"isp_database"), "{sources:?}");
    let refused =
        browser.post("/api/v1/mailboxes/detect", json!({ "address": "kari" })).await.expect(422).json();
    assert_eq!(refused["field"], "address");
}
