//! Keys that lie in the operator's zone: the domain leads names there once, and what comes after needs nothing of its owner.

use domain::SenderDomainId;
use domain::sender_domain::{DnsRecord, RecordKind, RecordProblem, RecordVerdict, SenderDomainState};
use flows::sender_domains::{self, KeyRecord, Meanwhile};
use store::sender_domains::keys;

use crate::sender_domains::World;

const DAY: i64 = 24 * 3600;

/// A world whose operator has a zone for keys.
async fn with_zone() -> World {
    World::open_set(|settings| settings.keys_zone = Some("keys.host.test".to_owned())).await
}

impl World {
    /// The operator's name server is loaded anew with what the command prints.
    async fn load_zone(&self, before: &[KeyRecord]) -> Vec<KeyRecord> {
        before.iter().for_each(|record| self.names.remove(&record.name));
        let records = sender_domains::key_records(&self.office).await.unwrap().unwrap();
        records.iter().for_each(|record| self.names.publish(&record.name, "TXT", &record.text));
        records
    }

    /// The keys of a domain as the end of the selector and where each stands.
    async fn slots(&self, id: SenderDomainId) -> Vec<String> {
        let keys = self.find(id).await.keys.into_iter();
        let slot = |selector: &str| selector.rsplit('-').next().unwrap_or_default().to_owned();
        keys.map(|key| format!("{} {}", slot(&key.selector), key.state.as_str())).collect()
    }

    async fn key_names(&self, id: SenderDomainId) -> Vec<DnsRecord> {
        let records = self.find(id).await.findings.records.into_iter();
        records.filter(|record| record.kind == RecordKind::Dkim).collect()
    }

    async fn rotate(&self, id: SenderDomainId) -> Result<(), domain::Problem> {
        sender_domains::rotate(&self.office, &self.house.actor, id).await
    }

    /// How many keys mail of the domain is signed with.
    async fn signing(&self, name: &str) -> usize {
        let organisation = self.house.actor.organisation;
        let found = keys::signing(&self.office.store().read(), organisation, name).await.unwrap();
        found.unwrap().keys.len()
    }
}

fn names(records: &[KeyRecord]) -> Vec<&str> {
    records.iter().map(|record| record.name.as_str()).collect()
}

fn are_live(records: &[DnsRecord]) -> bool {
    records.iter().all(|record| record.verdict == RecordVerdict::Live)
}

#[tokio::test]
async fn keys_are_rotated_without_whoever_runs_the_dns_of_the_domain() {
    let world = with_zone().await;
    let id = world.add("acme.test").await;
    let asked = world.key_names(id).await;
    assert_eq!(asked.len(), 4, "two slots for each kind of key: {asked:#?}");
    assert!(asked.iter().all(|it| it.record_type == "CNAME" && it.value.ends_with(".keys.host.test")));
    world.publish(id, &[RecordKind::Dkim]).await;
    world.after(0).await;
    let problems: Vec<_> = world.key_names(id).await.iter().map(|record| record.problem).collect();
    let unpublished = Some(RecordProblem::KeyNotPublished);
    assert_eq!(problems, [unpublished, unpublished, None, None], "its owner has done his part");
    assert_eq!(world.find(id).await.row.state, SenderDomainState::Pending);
    let first = world.load_zone(&[]).await;
    assert_eq!(first.len(), 2);
    world.after(300).await;
    assert_eq!(world.find(id).await.row.state, SenderDomainState::Live);
    assert!(are_live(&world.key_names(id).await));
    assert_eq!((world.slots(id).await, world.signing("acme.test").await), (live(&["ra", "ea"]), 2));

    world.rotate(id).await.unwrap();
    world.after(0).await;
    assert_eq!(world.slots(id).await, ["ra active", "ea active", "rb next", "eb next"]);
    let waits: Vec<_> = world.key_names(id).await.iter().filter_map(|record| record.problem).collect();
    assert_eq!(waits, [RecordProblem::KeyNotPublished; 2], "the operator's turn, nobody else's");
    let both = world.load_zone(&first).await;
    assert_eq!(both.len(), 4, "mail of the keys before is still checked");
    world.after(300).await;
    assert_eq!(world.slots(id).await, ["ra retired", "ea retired", "rb active", "eb active"]);
    assert!(are_live(&world.key_names(id).await) && world.key_names(id).await.len() == 4);

    let refused = world.rotate(id).await.unwrap_err();
    assert_eq!(refused.code, "sender_domain.keys_needed");
    let until = world.office.now().plus_seconds(7 * DAY).to_rfc3339();
    assert_eq!(refused.params.get("at"), Some(&until));
    world.house.clock.advance_seconds(7 * DAY);
    world.rotate(id).await.unwrap();
    assert_eq!(world.slots(id).await, ["rb active", "eb active", "ra next", "ea next"]);
    world.after(0).await;
    assert_eq!(
        world.slots(id).await,
        ["rb active", "eb active", "ra next", "ea next"],
        "another key is there"
    );
    world.load_zone(&both).await;
    world.after(300).await;
    assert_eq!(world.slots(id).await, ["rb retired", "eb retired", "ra active", "ea active"]);
    assert_eq!(world.find(id).await.row.state, SenderDomainState::Live);
    assert_eq!(world.signing("acme.test").await, 2);
}

fn live(slots: &[&str]) -> Vec<String> {
    slots.iter().map(|slot| format!("{slot} active")).collect()
}

#[tokio::test]
async fn retired_keys_leave_the_zone_by_themselves_and_their_names_stay() {
    let world = with_zone().await;
    let id = world.add("acme.test").await;
    world.publish(id, &[RecordKind::Dkim]).await;
    let first = world.load_zone(&[]).await;
    world.after(0).await;
    world.rotate(id).await.unwrap();
    let both = world.load_zone(&first).await;
    world.after(0).await;
    assert_eq!(world.slots(id).await.len(), 4);
    world.after(8 * DAY).await;
    assert_eq!(world.slots(id).await, live(&["rb", "eb"]), "nobody is asked to remove anything");
    assert_eq!(world.load_zone(&both).await.len(), 2);
    world.after(DAY).await;
    let names = world.key_names(id).await;
    assert!(names.len() == 4 && are_live(&names), "{names:#?}");
}

#[tokio::test]
async fn a_domain_with_records_of_its_own_goes_on_with_them_until_its_keys_are_rotated() {
    let mut world = World::open().await;
    assert_eq!(sender_domains::key_records(&world.office).await.unwrap(), None, "there is no zone");
    let id = world.live("acme.test").await;
    world.reopen(|settings| settings.keys_zone = Some("keys.host.test".to_owned()));
    world.after(DAY).await;
    let names = world.key_names(id).await;
    assert!(names.len() == 2 && are_live(&names), "{names:#?}");
    assert!(world.load_zone(&[]).await.is_empty());
    world.rotate(id).await.unwrap();
    assert_eq!(world.slots(id).await, ["r1 active", "e1 active", "ra next", "ea next"]);
    world.publish(id, &[RecordKind::Dkim]).await;
    let zone = world.load_zone(&[]).await;
    world.after(0).await;
    assert_eq!(world.slots(id).await, ["r1 retired", "e1 retired", "ra active", "ea active"]);
    assert!(are_live(&world.key_names(id).await));
    // From now on, its owner has nothing to do.
    world.rotate(id).await.unwrap();
    world.load_zone(&zone).await;
    world.after(0).await;
    assert_eq!(world.signing("acme.test").await, 2);
    assert_eq!(world.slots(id).await[4..], live(&["rb", "eb"]));
}

#[tokio::test]
async fn whoever_publishes_the_key_itself_has_it_right_also_without_the_zone() {
    let mut world = with_zone().await;
    let id = world.add("acme.test").await;
    for key in world.find(id).await.keys {
        let name = format!("{}._domainkey.acme.test", key.selector);
        let text = format!("v=DKIM1; k={}; p={}", key.algorithm.as_str(), key.public_key);
        world.names.publish(&name, "TXT", &text);
    }
    world.after(0).await;
    assert_eq!(
        (world.find(id).await.row.state, world.signing("acme.test").await),
        (SenderDomainState::Live, 2)
    );
    world.reopen(|settings| settings.keys_zone = None);
    world.after(DAY).await;
    let names = world.key_names(id).await;
    assert!(names.len() == 2 && are_live(&names), "{names:#?}");
    assert!(names.iter().all(|record| record.record_type == "TXT"));
    world.rotate(id).await.unwrap();
    assert_eq!(world.slots(id).await[2..], ["r2 next", "e2 next"]);
}

#[tokio::test]
async fn keys_that_are_called_off_leave_their_slot_and_the_zone() {
    let world = with_zone().await;
    let id = world.add("acme.test").await;
    world.publish(id, &[RecordKind::Dkim]).await;
    let first = world.load_zone(&[]).await;
    world.after(0).await;
    world.rotate(id).await.unwrap();
    sender_domains::call_off(&world.office, &world.house.actor, id).await.unwrap();
    assert_eq!(world.load_zone(&first).await, first);
    world.rotate(id).await.unwrap();
    assert_eq!(world.slots(id).await[2..], ["rb next", "eb next"]);
}

#[tokio::test]
async fn keys_that_others_may_know_are_replaced_at_once_below_names_of_their_own() {
    let world = with_zone().await;
    let id = world.add("acme.test").await;
    world.publish(id, &[RecordKind::Dkim]).await;
    let first = world.load_zone(&[]).await;
    world.after(0).await;
    world.rotate(id).await.unwrap();
    let both = world.load_zone(&first).await;
    world.after(0).await;
    assert_eq!(world.rotate(id).await.unwrap_err().code, "sender_domain.keys_needed");
    let rotate_by =
        async |meanwhile| sender_domains::rotate_by(&world.office, &world.house.actor, id, meanwhile).await;
    rotate_by(Meanwhile::OwnNames).await.unwrap();
    assert_eq!(world.slots(id).await[4..], ["r3 next", "e3 next"]);
    let zone = world.load_zone(&both).await;
    assert_eq!(names(&zone), names(&both), "they are not the operator's to publish");
    world.publish(id, &[RecordKind::Dkim]).await;
    world.after(0).await;
    let expected = ["ra retired", "ea retired", "rb retired", "eb retired", "r3 active", "e3 active"];
    assert_eq!(world.slots(id).await, expected);
    assert_eq!(world.signing("acme.test").await, 2);
    assert_eq!(rotate_by(Meanwhile::Wait).await.unwrap_err().code, "sender_domain.keys_needed");
    world.after(8 * DAY).await;
    rotate_by(Meanwhile::Wait).await.unwrap();
    let in_turn = world.slots(id).await;
    assert!(in_turn.iter().any(|slot| slot == "ra next"), "{in_turn:?}");
}
