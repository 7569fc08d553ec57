//! What happens to sender domains that are looked at: by two at once, over silence, and as their records change.

use domain::notice::Happening;
use domain::org::Right;
use domain::sender_domain::{
    DkimAlgorithm, DkimKeyState, DomainAlarm, DomainNews, RecordKind, RecordProblem, SenderDomainState,
    StsServing,
};
use domain::{Actor, Secret, SenderDomainId};
use flows::notify::{self, Notifier};
use flows::sender_domains;
use flows::worker::Found;
use store::StoreError;
use store::sender_domains::keys::{self, DkimKeyRow, NewDkimKey};
use store::sender_domains::{self as domains, NewSenderDomain};

use crate::notices::{AGENT, colleague};
use crate::sender_domains::World;

const DAY: i64 = 24 * 3600;

impl World {
    async fn alarmed(&self) -> Vec<DomainAlarm> {
        let found = sender_domains::alarms(&self.office, self.house.actor.organisation).await.unwrap();
        found.into_iter().map(|(_, alarm)| alarm).collect()
    }

    async fn states(&self, id: SenderDomainId) -> Vec<(u32, DkimKeyState)> {
        self.find(id).await.keys.into_iter().map(|key| (key.generation, key.state)).collect()
    }

    /// Whether mail of the domain leaves with a return path in it.
    async fn returns_here(&self, name: &str) -> bool {
        let organisation = self.house.actor.organisation;
        keys::signing(&self.office.store().read(), organisation, name).await.unwrap().unwrap().returns_here
    }

    /// What somebody was told of sender domains, oldest first.
    async fn told_of_domains(&self, actor: &Actor) -> Vec<DomainNews> {
        let bell = notify::bell(&self.office, actor, None).await.unwrap();
        let of_domain = |what: Happening| {
            let Happening::SenderDomain { news, .. } = &what else { panic!("{what:?}") };
            *news
        };
        bell.notices.into_iter().rev().map(|notice| of_domain(notice.row.what)).collect()
    }

    async fn archive(&self, id: SenderDomainId) -> Result<(), domain::Problem> {
        sender_domains::archive(&self.office, &self.house.actor, id).await
    }
}

#[tokio::test]
async fn two_looks_at_once_leave_the_keys_that_took_over() {
    let world = World::open().await;
    let id = world.live("acme.test").await;
    sender_domains::rotate(&world.office, &world.house.actor, id).await.unwrap();
    world.publish(id, &[RecordKind::Dkim]).await;
    world.house.clock.advance_seconds(60);
    world.names.meet_at("_dmarc.acme.test", 2);
    let look = || sender_domains::check_now(&world.office, &world.house.actor, id);
    let (one, other) = tokio::join!(look(), look());
    let (retired, active) = ((1, DkimKeyState::Retired), (2, DkimKeyState::Active));
    for view in [one.unwrap(), other.unwrap(), world.find(id).await] {
        let states: Vec<_> = view.keys.iter().map(|key| (key.generation, key.state)).collect();
        assert_eq!(states, [retired, retired, active, active]);
    }
    let view = world.find(id).await;
    assert_eq!(view.findings.version, view.row.version, "what was found is of the keys that sign");
}

/// A domain of whose keys none is left that could sign.
async fn lost(world: &World) -> SenderDomainId {
    let (organisation, user) = (world.house.actor.organisation, world.house.actor.user);
    let written = world.office.store().write(move |tx| {
        Box::pin(async move {
            let name = "lost.test".to_owned();
            let new = NewSenderDomain { name, added_by: user, reports_to: None, at: tx.now() };
            let id = domains::insert(tx, organisation, &new).await?.unwrap();
            let dead = NewDkimKey {
                selector: "ph-dead-r1".to_owned(),
                algorithm: DkimAlgorithm::Rsa,
                generation: 1,
                private_key: Secret::new("none"),
                public_key: "none".to_owned(),
                state: DkimKeyState::Retired,
            };
            keys::insert(tx, organisation, id, (&[dead], tx.now())).await?;
            Ok::<_, StoreError>(id)
        })
    });
    written.await.unwrap()
}

#[tokio::test]
async fn a_domain_that_has_no_usable_key_left_gets_new_ones_and_is_live_again() {
    let world = World::open().await;
    let id = lost(&world).await;
    sender_domains::rotate(&world.office, &world.house.actor, id).await.unwrap();
    let (retired, active) = ((1, DkimKeyState::Retired), (2, DkimKeyState::Active));
    assert_eq!(world.states(id).await, [retired, active, active]);
    let again = sender_domains::rotate(&world.office, &world.house.actor, id).await.unwrap_err();
    assert_eq!(again.code, "sender_domain.not_live", "those are published first");
    world.publish(id, &[RecordKind::Dkim]).await;
    world.after(0).await;
    assert_eq!(world.find(id).await.row.state, SenderDomainState::Live);
}

#[tokio::test]
async fn silence_about_one_record_takes_no_return_path_away_and_is_asked_again_soon() {
    let world = World::open().await;
    let id = world.live("acme.test").await;
    world.names.publish("posthus-return.acme.test", "CNAME", "return.host.test");
    world.publish(id, &[RecordKind::Dmarc]).await;
    world.after(DAY).await;
    assert!(world.returns_here("acme.test").await);
    world.names.be_silent_about(&["posthus-return.acme.test"]);
    world.after(DAY).await;
    assert!(world.returns_here("acme.test").await, "nobody said that it is gone");
    let row = world.find(id).await.row;
    assert_eq!(row.check_at, Some(world.office.now().plus_seconds(15 * 60)));
    assert!(world.alarmed().await.is_empty());
    world.names.be_silent_about(&[]);
    world.names.remove("posthus-return.acme.test");
    world.after(15 * 60).await;
    assert!(!world.returns_here("acme.test").await);
    assert_eq!(world.alarmed().await, [DomainAlarm::ReturnPath]);
    world.names.publish("posthus-return.acme.test", "CNAME", "return.host.test");
    world.after(DAY).await;
    assert!(world.alarmed().await.is_empty() && world.returns_here("acme.test").await);
}

#[tokio::test]
async fn no_mail_is_given_a_return_path_whose_host_takes_no_mail() {
    let world = World::open().await;
    world.names.remove("return.host.test");
    world.names.publish("posthus-return.acme.test", "CNAME", "return.host.test");
    let id = world.live("acme.test").await;
    let problem = async || {
        let records = world.find(id).await.findings.records;
        records.into_iter().find(|record| record.kind == RecordKind::ReturnPath).unwrap().problem
    };
    assert_eq!(problem().await, Some(RecordProblem::HostTakesNoMail));
    assert!(!world.returns_here("acme.test").await, "every report would be lost");
    assert!(world.alarmed().await.is_empty(), "nothing was lost yet");
    world.names.publish("return.host.test", "MX", "mx.host.test");
    world.after(DAY).await;
    assert!(problem().await.is_none() && world.returns_here("acme.test").await);
    world.names.be_silent_about(&["return.host.test"]);
    world.after(DAY).await;
    assert!(world.returns_here("acme.test").await, "silence takes nothing away");
    world.names.be_silent_about(&[]);
    world.names.remove("return.host.test");
    world.after(DAY).await;
    assert!(!world.returns_here("acme.test").await);
    assert_eq!(world.alarmed().await, [DomainAlarm::ReturnPath]);
}

#[tokio::test]
async fn records_that_vanish_and_mail_servers_that_a_policy_does_not_name_are_told_of() {
    let world = World::open().await;
    world.names.publish("acme.test", "MX", "mx.acme.test");
    world.names.publish("acme.test", "TXT", "v=spf1 ip4:192.0.2.1 -all");
    let id = world.live("acme.test").await;
    world.publish(id, &[RecordKind::Dmarc]).await;
    world.after(DAY).await;
    world.serve(id, StsServing::Testing, false).await.unwrap();
    world.after(0).await;
    assert!(world.alarmed().await.is_empty());
    for name in ["acme.test", "_dmarc.acme.test"] {
        world.names.remove(name);
    }
    world.names.publish("acme.test", "MX", "mx.new.test");
    world.after(DAY).await;
    // Nobody knows where the outgoing server sends from, but a record that was there and is gone is missed.
    assert_eq!(world.alarmed().await, [DomainAlarm::Exchangers, DomainAlarm::Spf, DomainAlarm::Dmarc]);
    world.names.publish("acme.test", "TXT", "v=spf1 ip4:192.0.2.1 -all");
    world.names.publish("acme.test", "TXT", "v=spf1 ip4:192.0.2.2 -all");
    world.after(DAY).await;
    assert_eq!(world.alarmed().await, [DomainAlarm::Exchangers, DomainAlarm::Spf, DomainAlarm::Dmarc]);
    world.after(15 * DAY).await;
    assert_eq!(world.alarmed().await, [DomainAlarm::Exchangers], "mail is lost for as long as it differs");
}

#[tokio::test]
async fn a_policy_and_reports_that_are_out_of_reach_since_their_records_are_gone_are_told_of_once() {
    let world = World::open().await;
    let keeper = colleague(&world.house, "Bo", &[Right::Mailboxes]).await;
    world.names.publish("house.test", "MX", "mx.house.test");
    let id = world.live("house.test").await;
    world.serve(id, StsServing::Testing, false).await.unwrap();
    world.after(0).await;
    world.publish(id, &[RecordKind::MtaSts, RecordKind::TlsRpt]).await;
    world.after(DAY).await;
    assert!(world.alarmed().await.is_empty(), "its file was never there");
    for name in ["_mta-sts.house.test", "_smtp._tls.house.test"] {
        world.names.remove(name);
    }
    for _ in 0..2 {
        world.after(DAY).await;
        assert_eq!(world.alarmed().await, [DomainAlarm::Policy, DomainAlarm::Reports]);
    }
    assert_eq!(world.told_of_domains(&keeper).await, [DomainNews::Policy, DomainNews::Reports]);
}

#[tokio::test]
async fn those_who_may_change_mailboxes_are_told_of_each_step_once_by_the_bell_and_by_mail() {
    let world = World::open().await;
    let keeper = colleague(&world.house, "Bo", &[Right::Mailboxes]).await;
    let agent = colleague(&world.house, "Cy", &AGENT).await;
    world.names.publish("acme.test", "TXT", "v=spf1 ip4:192.0.2.1 -all");
    let id = world.live("acme.test").await;
    assert!(world.told_of_domains(&keeper).await.is_empty(), "whoever adds a domain looks at its page");
    world.remove_keys(id).await;
    world.after(DAY).await;
    assert_eq!(world.told_of_domains(&keeper).await, [DomainNews::KeyMissing]);
    let notifier = Notifier::new(world.house.office.clone());
    while notifier.run_once().await.unwrap() == Found::Work {}
    world.house.send().await;
    let taken = world.house.sink.taken();
    let mails = taken.iter().map(|one| String::from_utf8_lossy(&one.raw).into_owned());
    let of_domain = mails.filter(|mail| mail.contains("/settings/sender-domains/")).count();
    assert_eq!(of_domain, 2, "the one who added it, and his colleague");
    for _ in 0..24 {
        world.after(3600).await;
    }
    let (missing, off) = (DomainNews::KeyMissing, DomainNews::SwitchedOff);
    assert_eq!(
        world.told_of_domains(&keeper).await,
        [missing, off],
        "each once, however often it is looked at"
    );
    world.names.remove("acme.test");
    world.after(300).await;
    world.publish(id, &[RecordKind::Dkim]).await;
    world.after(300).await;
    assert_eq!(world.told_of_domains(&keeper).await, [missing, off, DomainNews::Spf, DomainNews::KeyBack]);
    assert!(world.told_of_domains(&agent).await.is_empty());
}

#[tokio::test]
async fn a_key_that_not_every_receiver_checks_signs_only_while_it_is_seen() {
    let world = World::open().await;
    let id = world.live("acme.test").await;
    let organisation = world.house.actor.organisation;
    let signing = async || {
        let found = keys::signing(&world.office.store().read(), organisation, "acme.test").await.unwrap();
        found.unwrap().keys.into_iter().map(|(_, algorithm, _)| algorithm).collect::<Vec<_>>()
    };
    let (rsa, ed25519) = (DkimAlgorithm::Rsa, DkimAlgorithm::Ed25519);
    assert_eq!(signing().await, [rsa, ed25519]);
    let keys = world.find(id).await.keys.into_iter();
    let selector = keys.filter(|key| key.algorithm == ed25519).map(|key| key.selector).next().unwrap();
    let name = format!("{selector}._domainkey.acme.test");
    let records = world.find(id).await.findings.records;
    let value = records.into_iter().find(|record| record.name == name).unwrap().value;
    world.names.remove(&name);
    world.after(DAY).await;
    assert_eq!(signing().await, [rsa, ed25519], "it may be on its way from one name server to another");
    world.names.be_silent_about(&[name.as_str()]);
    world.after(DAY).await;
    assert_eq!(signing().await, [rsa, ed25519], "silence says nothing");
    world.names.be_silent_about(&[]);
    world.after(DAY).await;
    assert_eq!(signing().await, [rsa]);
    world.names.publish(&name, "TXT", &value);
    world.after(DAY).await;
    assert_eq!(signing().await, [rsa, ed25519]);
}

#[tokio::test]
async fn records_that_somebody_writes_over_are_told_of_until_they_are_back() {
    let world = World::open().await;
    let spf = "v=spf1 ip4:192.0.2.1 -all";
    world.names.publish("acme.test", "TXT", spf);
    world.names.publish("posthus-return.acme.test", "CNAME", "return.host.test");
    let id = world.live("acme.test").await;
    assert!(world.alarmed().await.is_empty());
    for name in ["acme.test", "posthus-return.acme.test"] {
        world.names.remove(name);
    }
    // Another provider's own record: it leads to a domain that has none.
    world.names.publish("acme.test", "TXT", "v=spf1 include:gone.test -all");
    world.names.publish("posthus-return.acme.test", "CNAME", "bounces.other.test");
    world.after(DAY).await;
    assert_eq!(world.alarmed().await, [DomainAlarm::Spf, DomainAlarm::ReturnPath]);
    for name in ["acme.test", "posthus-return.acme.test"] {
        world.names.remove(name);
    }
    world.names.publish("acme.test", "TXT", spf);
    world.names.publish("posthus-return.acme.test", "CNAME", "return.host.test");
    world.after(DAY).await;
    assert!(world.alarmed().await.is_empty(), "{:?}", world.find(id).await.findings);
}

#[tokio::test]
async fn a_domain_whose_policy_servers_may_remember_is_not_taken_out_of_use() {
    let world = World::open().await;
    world.names.publish("acme.test", "MX", "mx.acme.test");
    let id = world.live("acme.test").await;
    world.serve(id, StsServing::Testing, false).await.unwrap();
    assert_eq!(world.archive(id).await.unwrap_err().code, "sender_domain.sts_served");
    world.serve(id, StsServing::Off, false).await.unwrap();
    let refused = world.archive(id).await.unwrap_err();
    assert_eq!(refused.code, "sender_domain.sts_remembered");
    world.after(8 * DAY).await;
    world.archive(id).await.unwrap();
}

#[tokio::test]
async fn keys_that_wait_are_called_off_and_the_first_of_a_pair_takes_over_alone() {
    let world = World::open().await;
    let id = world.live("acme.test").await;
    let (office, actor) = (&world.office, &world.house.actor);
    let none = sender_domains::call_off(office, actor, id).await.unwrap_err();
    assert_eq!(none.code, "sender_domain.not_rotating");
    let next = async || {
        let keys = world.find(id).await.keys.into_iter();
        keys.filter(|key| key.state == DkimKeyState::Next).collect::<Vec<_>>()
    };
    sender_domains::rotate(office, actor, id).await.unwrap();
    let called_off = next().await;
    sender_domains::call_off(office, actor, id).await.unwrap();
    assert_eq!(world.states(id).await, [(1, DkimKeyState::Active); 2]);
    sender_domains::rotate(office, actor, id).await.unwrap();
    let waiting = next().await;
    // Their records may have been published, and are remembered by whoever asked for them.
    let is_shown = |key: &DkimKeyRow| called_off.iter().any(|old| old.selector == key.selector);
    assert!(called_off.len() == 2 && !waiting.iter().any(is_shown), "{called_off:?} {waiting:?}");
    let rsa = waiting.into_iter().find(|key| key.algorithm == DkimAlgorithm::Rsa);
    let name = format!("{}._domainkey.acme.test", rsa.unwrap().selector);
    let records = world.find(id).await.findings.records;
    let record = records.into_iter().find(|record| record.name == name).unwrap();
    world.names.publish(&name, "TXT", &record.value);
    world.after(0).await;
    let (retired, active) = ((1, DkimKeyState::Retired), (3, DkimKeyState::Active));
    assert_eq!(world.states(id).await, [retired, retired, active, active]);
    let organisation = actor.organisation;
    let signing = keys::signing(&office.store().read(), organisation, "acme.test").await.unwrap().unwrap();
    let algorithms: Vec<_> = signing.keys.iter().map(|(_, algorithm, _)| *algorithm).collect();
    assert_eq!(algorithms, [DkimAlgorithm::Rsa], "the other signs once it is seen, too");
}

#[tokio::test]
async fn a_process_that_starts_with_another_name_of_ours_looks_at_the_domains_that_are_to_lead_there() {
    let mut world = World::open().await;
    let id = world.live("acme.test").await;
    let looked_at = world.find(id).await.row.checked_at;
    world.after(60).await;
    assert_eq!(world.find(id).await.row.checked_at, looked_at, "it is as it was");
    let settings = flows::Settings {
        return_host: Some("other.host.test".to_owned()),
        ..world.office.settings().clone()
    };
    world.office = crate::preflight::with_settings(&world.house, settings);
    world.after(60).await;
    let row = world.find(id).await.row;
    assert_eq!(row.checked_at, Some(world.office.now()));
    let told = row.findings.our_side.unwrap();
    assert!(told.contains("other.host.test"), "{told}");
    world.after(60).await;
    assert_eq!(world.find(id).await.row.checked_at, row.checked_at, "once");
}
