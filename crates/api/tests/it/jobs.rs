//! Actions on all rows that fit, as jobs: who may begin them, on which rows, and who sees them.

use domain::org::Right;
use flows::jobs::JobWorker;
use flows::worker::{Found, Worker};
use serde_json::json;

use crate::office::World;

async fn work(world: &World) {
    let worker = JobWorker::new(world.office.clone());
    while worker.step().await.unwrap() == Found::Work {}
}

#[tokio::test]
async fn a_job_acts_on_the_rows_that_fit_and_tells_how_far_it_is() {
    let world = World::open().await;
    let (ours, theirs) = (world.organisation("nord").await, world.organisation("sør").await);
    let browser = world.signed_in_as(ours.organisation, ours.user).await;
    let job = browser.post("/api/v1/intake/delete/matching?state=failed", json!({})).await.expect(202).json();
    assert_eq!(
        (&job["kind"], &job["state"], &job["total"]),
        (&json!("intake_delete"), &json!("waiting"), &json!(1))
    );
    work(&world).await;
    let path = format!("/api/v1/jobs/{}", job["id"].as_str().unwrap());
    let job = browser.get(&path).await.expect(200).json();
    assert_eq!((&job["state"], &job["done"], &job["failed"]), (&json!("done"), &json!(1), &json!(0)));
    let mail = browser.get(&format!("/api/v1/intake/{}", ours.intake)).await.expect(200).json();
    assert!(mail["deleted_at"].is_string());

    let others = world.signed_in(theirs.organisation, &Right::ALL).await;
    let mail = others.get(&format!("/api/v1/intake/{}", theirs.intake)).await.expect(200).json();
    assert!(mail["deleted_at"].is_null(), "another organisation's mail is untouched");
}

#[tokio::test]
async fn a_colleague_neither_sees_nor_stops_my_job() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let colleague = world.signed_in(ours.organisation, &Right::ALL).await;
    let path = format!("/api/v1/jobs/{}", ours.job);
    assert_eq!(colleague.get(&path).await.expect(404).code(), "not_found");
    colleague.post(&format!("{path}/cancel"), json!({})).await.expect(404);
    colleague.post(&format!("{path}/take-back"), json!({})).await.expect(404);
    assert_eq!(colleague.get("/api/v1/jobs").await.expect(200).json()["rows"], json!([]));

    let me = world.signed_in_as(ours.organisation, ours.user).await;
    let stopped = me.post(&format!("{path}/cancel"), json!({})).await.expect(200).json();
    assert_eq!(stopped["cancel_requested"], true);
    work(&world).await;
    let over = me.get(&path).await.expect(200).json();
    assert_eq!((&over["state"], &over["done"]), (&json!("cancelled"), &json!(0)));
}

#[tokio::test]
async fn a_job_on_nothing_and_one_job_too_many_are_refused() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in_as(ours.organisation, ours.user).await;
    let none = browser.post("/api/v1/outbox/send/matching?deleted=true", json!({})).await.expect(409);
    assert_eq!(none.code(), "job.no_rows");
    for _ in 1..domain::limits::JOBS_OPEN_MAX {
        browser.post("/api/v1/blocked/import/matching", json!({})).await.expect(202);
    }
    let refused = browser.post("/api/v1/blocked/import/matching", json!({})).await.expect(429);
    assert_eq!(refused.code(), "job.too_many");
}

#[tokio::test]
async fn all_cases_that_fit_are_changed_by_a_job_and_no_others() {
    let world = World::open().await;
    let (ours, theirs) = (world.organisation("nord").await, world.organisation("sør").await);
    let browser = world.signed_in_as(ours.organisation, ours.user).await;
    let (other, _) = world.case(ours.organisation, ours.settings.mailbox, "Noe annet").await;
    let change = json!({
        "change": { "status": "waiting", "owner_id": ours.user.to_string() }, "add_tags": ["Vår"],
    });
    let job = browser.post("/api/v1/cases/change/matching?q=hjelp", change).await.expect(202).json();
    assert_eq!((&job["kind"], &job["total"]), (&json!("cases_change"), &json!(1)));
    work(&world).await;
    let read =
        async |id: domain::CaseId| browser.get(&format!("/api/v1/cases/{id}")).await.expect(200).json();
    let changed = read(ours.case).await;
    assert_eq!(
        (&changed["status"], &changed["owner_id"]),
        (&json!("waiting"), &json!(ours.user.to_string()))
    );
    assert!(changed["tags"].as_array().unwrap().iter().any(|tag| tag["name"] == "Vår"));
    assert_eq!(read(other).await["status"], "open");

    browser
        .post("/api/v1/cases/change/matching", json!({ "change": { "owner_id": null } }))
        .await
        .expect(202);
    work(&world).await;
    assert!(read(ours.case).await["owner_id"].is_null(), "null takes the owner away");

    browser.post("/api/v1/cases/delete/matching", json!({})).await.expect(202);
    work(&world).await;
    assert_eq!(read(other).await["status"], "deleted");
    browser.post("/api/v1/cases/restore/matching?status=deleted", json!({})).await.expect(202);
    work(&world).await;
    assert_eq!(
        (&read(ours.case).await["status"], &read(other).await["status"]),
        (&json!("waiting"), &json!("open"))
    );
    browser.post("/api/v1/cases/spam/matching?status=open", json!({})).await.expect(202);
    work(&world).await;
    assert_eq!(read(other).await["status"], "spam");

    let others = world.signed_in(theirs.organisation, &Right::ALL).await;
    let untouched = others.get(&format!("/api/v1/cases/{}", theirs.case)).await.expect(200).json();
    assert_eq!((&untouched["status"], &untouched["owner_id"]), (&json!("open"), &serde_json::Value::Null));
}

#[tokio::test]
async fn a_job_on_cases_is_refused_for_a_change_that_cannot_be_made_and_stops_with_the_right() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in_as(ours.organisation, ours.user).await;
    let matching = "/api/v1/cases/change/matching";
    assert_eq!(browser.post(matching, json!({})).await.expect(422).code(), "case.no_change");
    let unknown = json!({ "change": { "owner_id": "7" } });
    assert_eq!(browser.post(matching, unknown).await.expect(422).code(), "case.no_such_owner");

    let job = browser.post("/api/v1/cases/delete/matching", json!({})).await.expect(202).json();
    let (org, user) = (ours.organisation, ours.user);
    let nothing = store::users::UserChange { role_ids: Some(Vec::new()), ..Default::default() };
    world
        .write(move |tx| {
            let nothing = nothing.clone();
            Box::pin(async move { store::users::update(tx, org, user, &nothing).await })
        })
        .await;
    work(&world).await;
    let conn = world.office.store().read();
    let id = job["id"].as_str().unwrap().parse().unwrap();
    let over = store::jobs::find(&conn, org, user, id).await.unwrap().unwrap();
    assert_eq!((over.done, over.failed, over.failures[0].code.as_str()), (0, 1, "job.right_lost"));
    let case =
        store::cases::find(&conn, org, ours.case, &store::cases::CaseScope::All).await.unwrap().unwrap();
    assert_eq!(case.status, domain::case::CaseStatus::Open);
}

#[tokio::test]
async fn an_answer_to_many_waits_as_long_as_it_can_be_taken_back_and_says_what_it_cannot_have() {
    let world = World::open().await;
    let ours = world.organisation("nord").await;
    let browser = world.signed_in_as(ours.organisation, ours.user).await;
    let path = "/api/v1/cases/reply/matching?q=hjelp";
    let gone = json!({ "text": "Hei", "upload_ids": ["4711"] });
    assert_eq!(browser.post(path, gone).await.expect(422).code(), "upload_missing");
    let past = json!({ "text": "Hei", "send_at": "1971-01-01T00:00:00Z" });
    assert_eq!(browser.post(path, past).await.expect(422).code(), "plan.past");

    let answer = json!({
        "text": "Hei", "undo_s": 10, "signature": "none", "receipt": true, "needs_tls": true, "close": true,
    });
    let job = browser.post(path, answer).await.expect(202).json();
    assert_eq!((&job["kind"], &job["total"]), (&json!("cases_reply"), &json!(1)));
    work(&world).await;
    let stop = format!("/api/v1/jobs/{}/cancel", job["id"].as_str().unwrap());
    let stopped = browser.post(&stop, json!({})).await.expect(200).json();
    assert_eq!((&stopped["state"], &stopped["done"]), (&json!("cancelled"), &json!(0)));
}
