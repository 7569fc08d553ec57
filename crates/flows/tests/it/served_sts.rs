//! The policy of MTA-STS that is served for a domain: tested, enforced, ended, and seen by whoever asks.

use domain::sender_domain::{RecordKind, RecordVerdict, StsServing, StsWarning};
use domain::{Problem, SenderDomainId};
use flows::sender_domains::{self, StsView};

use crate::domain_reports::tls;
use crate::sender_domains::World;

const DAY: i64 = 24 * 3600;

impl World {
    async fn sts(&self, id: SenderDomainId) -> StsView {
        sender_domains::served_sts(&self.office, self.house.actor.organisation, id).await.unwrap()
    }

    pub(crate) async fn serve(
        &self,
        id: SenderDomainId,
        wanted: StsServing,
        is_warned: bool,
    ) -> Result<(), Problem> {
        sender_domains::serve_sts(&self.office, &self.house.actor, id, (wanted, is_warned)).await
    }

    async fn file(&self, host: &str) -> Option<String> {
        sender_domains::policy_at(&self.office, host).await.unwrap()
    }

    async fn sts_record(&self, id: SenderDomainId) -> (String, RecordVerdict) {
        let records = self.find(id).await.findings.records;
        let record = records.into_iter().find(|record| record.kind == RecordKind::MtaSts).unwrap();
        (record.value, record.verdict)
    }
}

#[tokio::test]
async fn a_policy_is_tested_then_enforced_and_its_record_follows_it() {
    let world = World::open().await;
    world.names.publish("acme.test", "MX", "mx.acme.test");
    let id = world.live("acme.test").await;
    assert_eq!(world.file("mta-sts.acme.test").await, None);
    assert_eq!(world.serve(id, StsServing::Enforce, true).await.unwrap_err().code, "mta_sts.test_first");

    world.serve(id, StsServing::Testing, false).await.unwrap();
    let file = world.file("MTA-STS.acme.test.").await.unwrap();
    assert_eq!(file, "version: STSv1\r\nmode: testing\r\nmx: mx.acme.test\r\nmax_age: 86400\r\n");
    assert_eq!(world.file("acme.test").await, None);
    assert_eq!(world.file("mta-sts.other.test").await, None);
    let testing = world.sts_record(id).await.0;
    assert_eq!(world.sts(id).await.file.unwrap().1, testing);
    world.publish(id, &[RecordKind::MtaSts]).await;
    world.after(0).await;
    assert!(world.sts(id).await.record_is_live);

    // Nobody has seen the file from outside, and nobody reports but somebody whom nobody vouches for.
    let begins = domain::Timestamp::from_millis(world.house.yesterday() * 1000);
    world.house.receive(&tls("acme.test", begins)).await;
    let told = sender_domains::reports(&world.office, world.house.actor.organisation, id, 30).await.unwrap();
    assert_eq!((told.proved.counts, told.unproved.counts), ((0, 0), (0, 1)));
    let refused = world.serve(id, StsServing::Enforce, false).await.unwrap_err();
    assert_eq!(refused.code, "mta_sts.warned");
    let choices = world.sts(id).await.choices;
    let (_, warnings) = choices.into_iter().find(|(wanted, _)| *wanted == StsServing::Enforce).unwrap();
    use StsWarning::{FileNotSeen, NoReports, TestedTooShort};
    assert_eq!(warnings, [FileNotSeen, TestedTooShort, NoReports]);
    world.serve(id, StsServing::Enforce, true).await.unwrap();
    assert!(world.file("mta-sts.acme.test").await.unwrap().contains("mode: enforce\r\n"));

    // The record in DNS is the tested policy's: servers would not look at the new one.
    world.after(0).await;
    let (wanted, verdict) = world.sts_record(id).await;
    assert_ne!(wanted, testing);
    assert_eq!(verdict, RecordVerdict::Differs);
    assert!(!world.sts(id).await.record_is_live);
}

#[tokio::test]
async fn a_policy_that_is_switched_off_ends_before_it_goes() {
    let world = World::open().await;
    world.names.publish("acme.test", "MX", "mx.acme.test");
    let id = world.live("acme.test").await;
    world.serve(id, StsServing::Testing, false).await.unwrap();
    world.serve(id, StsServing::Off, false).await.unwrap();
    assert!(world.file("mta-sts.acme.test").await.unwrap().contains("mode: none\r\n"));
    let early = world.serve(id, StsServing::Off, false).await.unwrap_err();
    assert_eq!(early.code, "mta_sts.still_remembered");
    world.after(8 * DAY).await;
    world.serve(id, StsServing::Off, false).await.unwrap();
    assert_eq!(world.file("mta-sts.acme.test").await, None);
}

#[tokio::test]
async fn nothing_is_served_for_a_domain_that_is_not_proved_or_takes_no_mail() {
    let world = World::open().await;
    let pending = world.add("pending.test").await;
    let refused = world.serve(pending, StsServing::Testing, true).await.unwrap_err();
    assert_eq!(refused.code, "mta_sts.not_proved");
    let silent = world.live("silent.test").await;
    let refused = world.serve(silent, StsServing::Testing, true).await.unwrap_err();
    assert_eq!(refused.code, "mta_sts.no_exchangers");
}

#[tokio::test]
async fn that_other_servers_take_the_mail_is_told_and_taken_in_when_somebody_says_so() {
    let world = World::open().await;
    world.names.publish("acme.test", "MX", "mx.acme.test");
    let id = world.live("acme.test").await;
    world.serve(id, StsServing::Testing, false).await.unwrap();
    world.names.publish("acme.test", "MX", "mx2.acme.test");
    world.after(2 * DAY).await;
    assert!(world.sts(id).await.exchangers_differ);
    assert!(!world.file("mta-sts.acme.test").await.unwrap().contains("mx2"), "DNS alone changes nothing");
    world.serve(id, StsServing::Testing, false).await.unwrap();
    assert!(world.file("mta-sts.acme.test").await.unwrap().contains("mx: mx2.acme.test\r\n"));
    assert!(!world.sts(id).await.exchangers_differ);
}
