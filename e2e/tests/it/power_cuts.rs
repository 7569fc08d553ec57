//! The process is killed at seeded random moments, during import and during delivery, at least fifty
//! times; afterwards every mail is accounted for (I2, I5).
//!
//! None lost, none imported twice; a duplicate on the wire only where the peer had taken a mail and
//! we had not yet committed that (RFC 1047).

use std::collections::BTreeMap;
use std::time::Duration;

use e2e::api::{rows, text};
use e2e::mail;
use e2e::world::{CUSTOMER, Engine, SERVICE, World, service_dovecot};
use serde_json::{Value, json};
use testkit::posthus::{Posthus, Setup};
use testkit::{SeededEntropy, samples, wait};

const SEED: u64 = 20_261_122;
const KILLS: usize = 25;
const MAILS: usize = 400;

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
    let dovecot = service_dovecot().unwrap();
    for number in 0..MAILS {
        let subject = format!("mail {number}");
        dovecot.deliver(SERVICE, &samples::mail(number, CUSTOMER, SERVICE, &subject)).unwrap();
    }
    let mut world = World::open_with(Engine::Sqlite, setup()).await.unwrap();
    world.add_fetched_mailbox(&dovecot, "imap").await.unwrap();
    let chance = SeededEntropy::new(SEED);
    let fetched = || MAILS.saturating_sub(dovecot.count(SERVICE).unwrap());
    let in_work = cut_power(&mut world.office, &chance, fetched);
    assert!(in_work >= KILLS / 2, "only {in_work} kills hit the import; it needs more mails");

    wait::until("the mailbox to be emptied", || (dovecot.count(SERVICE).unwrap() == 0).then_some(()));
    import_what_waits_for_a_person(&world).await;
    let titles = all_titles(&world).await;
    let lost: Vec<_> = (0..MAILS).filter(|number| !titles.contains_key(&format!("mail {number}"))).collect();
    let doubled: Vec<_> = titles.iter().filter(|(_, count)| **count > 1).collect();
    assert!(lost.is_empty() && doubled.is_empty(), "seed {SEED}: lost {lost:?}, doubled {doubled:?}");
    assert_eq!(titles.len(), MAILS);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_answer_is_lost_when_power_fails_during_delivery() {
    // Nothing is sent before all answers are written.
    let waiting = setup().set("POSTHUS_ROLES", "api,hosted,intake");
    let mut world = World::open_with(Engine::Sqlite, waiting).await.unwrap();
    world.add_listening_mailbox().await.unwrap();
    world.send_in(&samples::mail(1, CUSTOMER, SERVICE, "the invoice")).unwrap();
    let case = world.newest_case(1).await;
    for number in 0..MAILS {
        world.answer(text(&case, "id"), &format!("answer {number}.")).await.unwrap();
    }
    // Slow enough that kills hit mails on their way.
    world.sink.be_slow(Duration::from_millis(5));
    world.office.set("POSTHUS_ROLES", "api,hosted,intake,outbox");
    assert!(world.office.stop(), "a graceful stop is one");
    world.office.resume().unwrap();
    let chance = SeededEntropy::new(SEED + 1);
    let sink = &world.sink;
    let in_work = cut_power(&mut world.office, &chance, || sink.count());
    assert!(in_work >= KILLS / 2, "only {in_work} kills hit the delivery; it needs more mails");

    let path = "/outbox?state=sent&limit=1";
    world
        .api
        .until("every answer to be sent", path, |page| {
            (page["total"]["count"].as_u64()? == MAILS as u64).then_some(())
        })
        .await;
    let mut arrived: BTreeMap<String, usize> = BTreeMap::new();
    for taken in world.sink.taken() {
        *arrived.entry(mail::message_id(&taken.raw)).or_default() += 1;
    }
    assert_eq!(arrived.len(), MAILS, "seed {SEED}: every answer arrived");
    let doubled = arrived.values().filter(|count| **count > 1).count();
    // A kill can hit every transaction that is open at that moment, and no other.
    assert!(doubled <= KILLS * CONCURRENCY, "seed {SEED}: {doubled} answers arrived more than once");
}

/// A mail whose handling was cut short several times waits for a person, because it may be what cut it
/// short. Here a person has it imported again.
async fn import_what_waits_for_a_person(world: &World) {
    let is_done = |summary: &Value| (summary["intake_waiting"] == 0).then_some(summary.clone());
    loop {
        let summary = world.api.until("every mail to be decided", "/summary", is_done).await;
        if summary["intake_failed"] == 0 {
            return;
        }
        let failed = world.api.get("/intake?state=failed&limit=200").await.unwrap();
        let ids: Vec<_> = rows(&failed).iter().map(|row| row["id"].clone()).collect();
        world.api.post("/intake/import", &json!({ "ids": ids })).await.unwrap();
    }
}

/// How often each case title occurs, over all pages.
async fn all_titles(world: &World) -> BTreeMap<String, usize> {
    let mut titles = BTreeMap::new();
    let first = "/cases?status=all&limit=200&sort=number";
    let mut path = first.to_owned();
    loop {
        let page = world.api.get(&path).await.unwrap();
        for row in rows(&page) {
            *titles.entry(text(row, "title").to_owned()).or_default() += 1;
        }
        let Some(next) = page["next"].as_str() else { return titles };
        path = format!("{first}&cursor={next}");
    }
}
