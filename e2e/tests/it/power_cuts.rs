//! The process is killed at seeded random moments, during import and during delivery, a hundred times
//! in all; afterwards every mail is accounted for (I2, I5).
//!
//! None lost, none imported twice; a duplicate on the wire only where an attempt was cut short between
//! the peer's answer and our commit (RFC 1047), and then the outbox says so.

use std::collections::BTreeMap;
use std::time::Duration;

use domain::{Clock, SystemClock};
use e2e::api::{rows, text};
use e2e::world::{Engine, SERVICE, World, service_dovecot};
use serde_json::json;
use testkit::posthus::{Posthus, Setup};
use testkit::{SeededEntropy, samples, wait};

use crate::accounts::{each_arrived_as_the_outbox_says, every_mail_decided, items};

const SEED: u64 = 20_261_122;
const KILLS: usize = 25;
const MAILS: usize = 400;
/// Every so many mails a filter blocks one.
const BLOCKED: usize = 8;
/// Every so many answers one waits for its undo, and one for a day to come.
const WAITING: usize = 8;
/// Answers that somebody stops.
const HELD: usize = 20;

/// Kills and starts again, each time after a random number of further mails or, where nothing moves,
/// a random while: some hit the start, some the work. Gives how many hit before the work was done.
fn cut_power(office: &mut Posthus, chance: &SeededEntropy, progress: impl Fn() -> usize) -> usize {
    let mut in_work = 0;
    for kill in 0..KILLS {
        let before = progress();
        let steps = usize::try_from(chance.below(12)).unwrap();
        let within = Duration::from_millis(50 + chance.below(700));
        let _moved = wait::try_until(within, || (progress() >= before + steps).then_some(()));
        office.kill();
        in_work += usize::from(progress() < MAILS);
        office.resume().unwrap_or_else(|error| panic!("seed {SEED}, kill {kill}: {error}"));
    }
    in_work
}

/// Mails that are on their way to other servers at a time.
const CONCURRENCY: usize = 4;

/// A lease of a killed worker must not outlast the test's patience.
fn setup() -> Setup {
    Setup::new().set("POSTHUS_LEASE_SECONDS", 2).set("POSTHUS_OUTBOX_CONCURRENCY", CONCURRENCY)
}

#[tokio::test(flavor = "multi_thread")]
async fn no_mail_is_lost_or_doubled_when_power_fails_during_import() {
    mails_survive_power_cuts(Engine::Sqlite, SEED).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_mail_is_lost_or_doubled_when_power_fails_during_import_into_postgres() {
    mails_survive_power_cuts(Engine::Postgres, SEED + 3).await;
}

async fn mails_survive_power_cuts(engine: Engine, seed: u64) {
    let dovecot = service_dovecot().unwrap();
    let mut world = World::open_with(engine, setup()).await.unwrap();
    let mailbox = everything_on(&world, &dovecot).await;
    // After the mailbox was made: what lay there before is history, and history gets no receipts.
    for number in 0..MAILS {
        // Each of somebody else, so that each gets a receipt.
        let (from, subject) = (format!("customer{number}@customer.test"), subject(number));
        dovecot.deliver(SERVICE, &samples::mail(number, &from, SERVICE, &subject)).unwrap();
    }
    world.api.patch(&format!("/mailboxes/{mailbox}"), &json!({ "active": true })).await.unwrap();
    let chance = SeededEntropy::new(seed);
    let fetched = || MAILS.saturating_sub(dovecot.count(SERVICE).unwrap());
    let in_work = cut_power(&mut world.office, &chance, fetched);
    assert!(in_work >= KILLS / 2, "only {in_work} kills hit the import; it needs more mails");

    wait::until_none_is_left("the mails in the mailbox", || dovecot.count(SERVICE).unwrap());
    import_what_waits_for_a_person(&world).await;
    let mut seen = subjects(&world, "/cases?status=all&limit=200&sort=number", "title").await;
    for (subject, count) in subjects(&world, "/blocked?limit=200", "subject").await {
        *seen.entry(subject).or_default() += count;
    }
    let lost: Vec<_> = (0..MAILS).filter(|number| !seen.contains_key(&subject(*number))).collect();
    let doubled: Vec<_> = seen.iter().filter(|(_, count)| **count > 1).collect();
    assert!(lost.is_empty() && doubled.is_empty(), "seed {seed}: lost {lost:?}, doubled {doubled:?}");
    assert_eq!(seen.len(), MAILS);

    let caused = caused(&world, &mailbox).await;
    let placed = MAILS - MAILS.div_ceil(BLOCKED);
    assert_eq!(
        caused["auto_replied"] + caused["not_auto_replied"],
        placed,
        "one decision for each: {caused:?}"
    );
    assert_eq!(caused["forwarded"] + caused["not_forwarded"], placed, "one decision for each: {caused:?}");
    assert!(caused["auto_replied"] > 0 && caused["forwarded"] > 0, "{caused:?}");
    let sent = caused["auto_replied"] + caused["forwarded"];
    each_arrived_as_the_outbox_says(&world, sent, seed).await;
}

fn subject(number: usize) -> String {
    let kind = if number.is_multiple_of(BLOCKED) { "advertisement" } else { "question" };
    format!("{kind} {number}")
}

/// A mailbox with receipts and forwarding that is not fetched yet, and a filter that blocks; gives the
/// mailbox's id.
async fn everything_on(world: &World, dovecot: &testkit::dovecot::Dovecot) -> String {
    let text =
        json!([{ "language": "en", "subject": "", "text": "We have your mail as case [[case.number]]." }]);
    let template = json!({ "name": "Receipt", "default_language": "en", "versions": text });
    let template = world.api.post("/templates", &template).await.unwrap();
    let often = json!({ "burst": 1000, "interval_s": 1 });
    let receipts = json!({
        "enabled": true, "template_id": template["id"], "categories": [],
        "per_address": often, "per_case": often, "per_organisation": often,
    });
    world.api.put("/auto-replies", &receipts).await.unwrap();
    let condition = json!({ "field": "subject", "operator": "contains", "value": "advertisement" });
    let filter = json!({
        "name": "Advertisements", "active": true, "conditions": [condition], "actions": [{ "kind": "block" }],
    });
    world.api.post("/filters", &filter).await.unwrap();
    let mailbox = world.add_fetched_mailbox(dovecot, "imap").await.unwrap();
    let id = e2e::api::text(&mailbox, "id").to_owned();
    let more = json!({ "active": false, "auto_reply": true, "forwarding_address": "archive@customer.test" });
    world.api.patch(&format!("/mailboxes/{id}"), &more).await.unwrap();
    id
}

/// What the timelines of a mailbox's placed mails say was caused by them, counted by kind.
async fn caused(world: &World, mailbox: &str) -> BTreeMap<&'static str, usize> {
    let kinds = ["auto_replied", "not_auto_replied", "forwarded", "not_forwarded"];
    let mut caused: BTreeMap<_, _> = kinds.iter().map(|kind| (*kind, 0)).collect();
    let path = format!("/intake?state=placed&mailbox_id={mailbox}&limit=200");
    for mail in items(world, &path).await {
        let timeline = world.api.get(&format!("/intake/{}/timeline", text(&mail, "id"))).await.unwrap();
        for step in rows(&timeline) {
            if let Some(count) = caused.get_mut(text(step, "kind")) {
                *count += 1;
            }
        }
    }
    caused
}

#[tokio::test(flavor = "multi_thread")]
async fn no_answer_is_lost_when_power_fails_during_delivery() {
    answers_survive_power_cuts(Engine::Sqlite, SEED + 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_answer_is_lost_when_power_fails_during_delivery_from_postgres() {
    answers_survive_power_cuts(Engine::Postgres, SEED + 2).await;
}

async fn answers_survive_power_cuts(engine: Engine, seed: u64) {
    // Nothing is sent before all answers are written.
    let waiting = setup().set("POSTHUS_ROLES", "api,hosted,intake");
    let mut world = World::open_with(engine, waiting).await.unwrap();
    world.add_listening_mailbox().await.unwrap();
    world.send_in(&samples::mail(1, e2e::world::CUSTOMER, SERVICE, "the invoice")).unwrap();
    let case = world.newest_case(1).await;
    let path = format!("/cases/{}/reply", text(&case, "id"));
    let day = SystemClock.now().plus_seconds(24 * 3600).to_rfc3339();
    let mut planned = 0;
    for number in 0..MAILS {
        let mut answer = json!({ "text": format!("answer {number}.") });
        match number % WAITING {
            // Some come due among the kills.
            0 => answer["undo_s"] = json!(10 + number % 30),
            1 => {
                answer["send_at"] = json!(day);
                planned += 1;
            }
            _ => {}
        }
        world.api.post(&path, &answer).await.unwrap();
    }
    let held = hold_some(&world).await;
    world.office.set("POSTHUS_ROLES", "api,hosted,intake,outbox");
    assert!(world.office.stop(), "a graceful stop is one");
    world.office.resume().unwrap();
    // Slow enough that kills hit mails on their way.
    world.sink.be_slow(Duration::from_millis(5));
    let chance = SeededEntropy::new(seed);
    let sink = &world.sink;
    let in_work = cut_power(&mut world.office, &chance, || sink.count() + planned + HELD);
    assert!(in_work >= KILLS / 2, "only {in_work} kills hit the delivery; it needs more mails");

    each_arrived_as_the_outbox_says(&world, MAILS - planned - HELD, seed).await;
    for id in &held {
        let item = world.api.get(&format!("/outbox/{id}")).await.unwrap();
        assert_eq!(
            (&item["state"], item["held_at"].is_string()),
            (&json!("queued"), true),
            "{id} is still stopped"
        );
    }
    world.api.post("/outbox/release", &json!({ "ids": held })).await.unwrap();
    each_arrived_as_the_outbox_says(&world, MAILS - planned, seed).await;
    let waiting = items(&world, "/outbox?limit=200&sort=created_at").await;
    assert_eq!(waiting.len(), planned, "what is for tomorrow waits");
    assert!(waiting.iter().all(|item| item["state"] == "queued" && item["planned_at"] == json!(day)));
}

/// Somebody stops some of the answers that are not for another day; their ids.
async fn hold_some(world: &World) -> Vec<String> {
    let all = items(world, "/outbox?limit=200&sort=created_at").await;
    let for_now = all.iter().filter(|item| item["planned_at"].is_null());
    let held: Vec<String> = for_now.take(HELD).map(|item| text(item, "id").to_owned()).collect();
    let done = world.api.post("/outbox/hold", &json!({ "ids": held })).await.unwrap();
    assert_eq!(done["done"], HELD);
    held
}

/// A mail whose handling was cut short several times waits for a person, because it may be what cut it
/// short. Here a person has it imported again.
async fn import_what_waits_for_a_person(world: &World) {
    loop {
        let summary = every_mail_decided(world).await;
        if summary["intake_failed"] == 0 {
            return;
        }
        let failed = world.api.get("/intake?state=failed&limit=200").await.unwrap();
        let ids: Vec<_> = rows(&failed).iter().map(|row| row["id"].clone()).collect();
        world.api.post("/intake/import", &json!({ "ids": ids })).await.unwrap();
    }
}

/// How often each subject occurs in a list, over all pages.
async fn subjects(world: &World, path: &str, column: &str) -> BTreeMap<String, usize> {
    let mut subjects = BTreeMap::new();
    for row in items(world, path).await {
        *subjects.entry(text(&row, column).to_owned()).or_default() += 1;
    }
    subjects
}
