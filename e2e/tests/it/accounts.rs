//! Accounts for everything that went out: what the outbox says of each mail against what arrived.

use std::collections::BTreeMap;

use e2e::api::{rows, text};
use e2e::mail;
use e2e::world::World;
use serde_json::Value;

/// The outbox's items behind a path, over all pages.
pub(crate) async fn items(world: &World, path: &str) -> Vec<Value> {
    let (mut items, mut next) = (Vec::new(), path.to_owned());
    loop {
        let page = world.api.get(&next).await.unwrap();
        items.extend(rows(&page).iter().cloned());
        let Some(cursor) = page["next"].as_str() else { return items };
        next = format!("{path}&cursor={cursor}");
    }
}

/// Waits until no mail waits for the pipeline; patience begins anew with each that is decided, since a busy
/// machine is slow and a process that hangs stands still. Gives the summary then.
pub(crate) async fn every_mail_decided(world: &World) -> Value {
    let mut waiting = u64::MAX;
    loop {
        let fewer = |summary: &Value| {
            summary["intake_waiting"].as_u64().filter(|count| *count < waiting).map(|_| summary.clone())
        };
        let summary = world.api.until("another mail to be decided", "/summary", fewer).await;
        waiting = summary["intake_waiting"].as_u64().unwrap_or_default();
        if waiting == 0 {
            return summary;
        }
    }
}

/// Waits until `count` mails are sent, and demands that each of them arrived: once, and once more for
/// each attempt of which the outbox says itself that it was cut short and may have been taken.
pub(crate) async fn each_arrived_as_the_outbox_says(world: &World, count: usize, seed: u64) {
    let is_done = |page: &Value| (page["total"]["count"].as_u64()? >= count as u64).then_some(());
    world.api.until("every mail to be sent", "/outbox?state=sent&limit=1", is_done).await;
    let mut arrived: BTreeMap<String, usize> = BTreeMap::new();
    for taken in world.sink.taken() {
        *arrived.entry(mail::message_id(&taken.raw)).or_default() += 1;
    }
    let sent = items(world, "/outbox?state=sent&limit=200&sort=created_at").await;
    let sent: Vec<_> = sent.iter().filter(|item| item["state"] == "sent").collect();
    assert_eq!(sent.len(), count, "seed {seed}: the outbox knows each mail once");
    for item in sent {
        let id = text(item, "id");
        let raw = world.api.download(&format!("/outbox/{id}/raw")).await.unwrap();
        let times = arrived.remove(&mail::message_id(&raw)).unwrap_or_default();
        assert!(times > 0, "seed {seed}: item {id} is sent and never arrived");
        let attempts = if times > 1 { attempts_of(world, id).await } else { Vec::new() };
        let cut = attempts.iter().filter(|attempt| attempt["result"] == "interrupted").count();
        assert!(
            times <= 1 + cut,
            "seed {seed}: item {id} arrived {times} times, and {cut} attempts were cut: {attempts:?}"
        );
    }
    assert!(arrived.is_empty(), "seed {seed}: mails arrived that no item speaks of: {arrived:?}");
}

/// What the log of an item says of its attempts.
async fn attempts_of(world: &World, id: &str) -> Vec<Value> {
    let item = world.api.get(&format!("/outbox/{id}")).await.unwrap();
    let deliveries = item["deliveries"].as_array().unwrap();
    deliveries.iter().flat_map(|delivery| delivery["log"].as_array().unwrap().clone()).collect()
}
