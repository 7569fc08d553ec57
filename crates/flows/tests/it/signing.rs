//! Mail of sender domains is signed as it leaves, by both keys, and its timeline says so.

use bytes::Bytes;
use domain::authentication::SignatureResult;
use domain::sender_domain::RecordKind;
use domain::timeline::{Step, Subject};
use domain::{EmailAddress, OutboxId};
use flows::outbox::OutboxWorker;
use flows::worker::{Found, Worker};
use policy::auth::dmarc::DmarcResult;
use store::outbox::NewOutbox;
use testkit::smtp_sink::Fault;
use tokio_util::sync::CancellationToken;

use crate::sender_domains::World;

fn mail(from: &str) -> String {
    format!(
        "From: Service <{from}>\r\nTo: kari@customer.test\r\nSubject: Hello\r\nDate: Thu, 1 Oct 2026 08:00:00 +0000\r\n\
         MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nHello Kari,\r\n\r\nsee you. \r\n\r\n"
    )
}

impl World {
    /// Puts a mail into the outbox.
    async fn queue(&self, from: &str) -> OutboxId {
        self.queue_mail(from, mail(from).into_bytes()).await
    }

    async fn queue_mail(&self, from: &str, mail: Vec<u8>) -> OutboxId {
        let (store, at, organisation) =
            (self.office.store(), self.office.now(), self.house.actor.organisation);
        let raw = store::raw::prepare(store, organisation, Bytes::from(mail)).await.unwrap();
        let address: EmailAddress = from.parse().unwrap();
        let item = NewOutbox {
            from: address.clone(),
            from_name: None,
            return_path: Some(address),
            subject: "Hello".to_owned(),
            raw,
            recipients: vec!["kari@customer.test".parse().unwrap()],
            created_by: None,
            case_id: None,
            at,
            due_at: at,
        };
        let write = store.write(move |tx| {
            let item = item.clone();
            Box::pin(async move { store::outbox::insert(tx, organisation, &item).await })
        });
        write.await.unwrap()
    }

    pub(crate) async fn send(&self) {
        let worker = OutboxWorker::new(self.office.clone(), CancellationToken::new());
        while worker.step().await.unwrap() == Found::Work {
            worker.drain().await;
        }
    }

    /// What the timeline says of a mail's signatures: the domain, how many keys, and why.
    async fn told(&self, id: OutboxId) -> Vec<(String, usize, String)> {
        let conn = self.office.store().read();
        let organisation = self.house.actor.organisation;
        let entries = store::timeline::list(&conn, organisation, Subject::Outbox(id)).await.unwrap();
        let told = entries.into_iter().filter_map(|(_, step)| {
            let Step::Signing(told) = step else { return None };
            Some((told.domain, told.selectors.len(), told.because))
        });
        told.collect()
    }
}

#[tokio::test]
async fn a_live_domains_mail_is_signed_with_both_keys_and_proves_its_author() {
    let world = World::open().await;
    let id = world.live("acme.test").await;
    world.publish(id, &[RecordKind::Dmarc]).await;
    let mail_id = world.queue("post@acme.test").await;
    world.send().await;
    let taken = world.house.sink.taken().remove(0);
    let raw = String::from_utf8(taken.raw.clone()).unwrap();
    assert!(raw.starts_with("DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=acme.test;"), "{raw}");
    assert!(
        raw.ends_with(&mail("post@acme.test")),
        "what is stored is what is sent, but for what stands in front"
    );
    let found = flows::authenticity::check(&*world.names, &taken.raw, None).await.unwrap();
    let results: Vec<_> = found.signatures.dkim.iter().map(|it| (it.algorithm, it.result)).collect();
    let pass = SignatureResult::Pass;
    assert_eq!(results, [("rsa-sha256", pass), ("ed25519-sha256", pass)], "{:?}", found.signatures.dkim);
    assert_eq!((found.dmarc.result, found.dmarc.dkim_aligned), (DmarcResult::Pass, vec![true, true]));
    assert_eq!(world.told(mail_id).await, [("acme.test".to_owned(), 2, "signed".to_owned())]);
}

#[tokio::test]
async fn a_further_attempt_signs_anew() {
    let world = World::open().await;
    world.live("acme.test").await;
    world.house.sink.fail(Fault::Data("451 4.7.1 later".to_owned()));
    let mail_id = world.queue("post@acme.test").await;
    world.send().await;
    world.house.clock.advance_seconds(3600);
    world.send().await;
    let taken = world.house.sink.taken().remove(0);
    let now = world.office.now().as_millis() / 1000;
    assert!(String::from_utf8(taken.raw).unwrap().contains(&format!("; t={now};")), "signed as it left");
    assert_eq!(world.told(mail_id).await.len(), 2);
}

#[tokio::test]
async fn a_domain_that_is_not_live_signs_nothing_and_its_mails_say_why() {
    let world = World::open().await;
    let id = world.add("acme.test").await;
    let waiting = world.queue("post@acme.test").await;
    let foreign = world.queue("post@elsewhere.test").await;
    world.send().await;
    assert!(world.house.sink.taken().iter().all(|taken| !taken.raw.starts_with(b"DKIM")));
    assert_eq!(world.told(waiting).await, [("acme.test".to_owned(), 0, "not_live".to_owned())]);
    assert!(world.told(foreign).await.is_empty(), "nobody said that mail from there is to be signed");
    // As soon as it is live the next mail is signed, and as soon as it is out of use none is.
    world.publish(id, &[RecordKind::Dkim]).await;
    world.after(0).await;
    let live = world.queue("post@acme.test").await;
    world.send().await;
    assert_eq!(world.told(live).await[0].2, "signed");
    flows::sender_domains::archive(&world.office, &world.house.actor, id).await.unwrap();
    let archived = world.queue("post@acme.test").await;
    world.send().await;
    assert!(world.told(archived).await.is_empty());
}

#[tokio::test]
async fn mail_from_a_name_below_a_live_domain_is_signed_for_that_domain_unless_something_is_known_of_the_name()
 {
    let world = World::open().await;
    let id = world.live("nord.no").await;
    world.publish(id, &[RecordKind::Dmarc]).await;
    let below = world.queue("post@news.nord.no").await;
    world.send().await;
    assert_eq!(world.told(below).await, [("nord.no".to_owned(), 2, "signed".to_owned())]);
    let taken = world.house.sink.taken().remove(0);
    assert_eq!(taken.return_path, "post@news.nord.no", "it keeps its own");
    let found = flows::authenticity::check(&*world.names, &taken.raw, None).await.unwrap();
    assert_eq!((found.dmarc.result, found.dmarc.dkim_aligned), (DmarcResult::Pass, vec![true, true]));
    let beside = world.queue("post@fjernord.no").await;
    world.send().await;
    assert!(world.told(beside).await.is_empty());

    // What is said of the name itself is not outdone: it waits for its key, and is then out of use.
    let own = world.add("news.nord.no").await;
    world.house.clock.advance_seconds(61);
    let waiting = world.queue("post@news.nord.no").await;
    world.send().await;
    assert_eq!(world.told(waiting).await, [("news.nord.no".to_owned(), 0, "not_live".to_owned())]);
    flows::sender_domains::archive(&world.office, &world.house.actor, own).await.unwrap();
    for from in ["post@news.nord.no", "post@a.news.nord.no"] {
        let archived = world.queue(from).await;
        world.send().await;
        assert!(world.told(archived).await.is_empty(), "{from}");
    }
    // With the domain above it ends at once.
    flows::sender_domains::archive(&world.office, &world.house.actor, id).await.unwrap();
    let over = world.queue("post@other.nord.no").await;
    world.send().await;
    assert!(world.told(over).await.is_empty());
}

#[tokio::test]
async fn a_domain_that_vouches_for_itself_alone_signs_for_no_name_below_it() {
    let world = World::open().await;
    world.names.publish("_dmarc.nord.no", "TXT", "v=DMARC1; p=none; adkim=s");
    world.live("nord.no").await;
    let (own, below) = (world.queue("post@nord.no").await, world.queue("post@news.nord.no").await);
    world.send().await;
    assert_eq!(world.told(own).await[0].2, "signed");
    assert!(world.told(below).await.is_empty());
}

/// A mail that shows what relays and other programs stumble over.
fn awkward() -> Vec<u8> {
    let names: Vec<String> =
        (0..60).map(|at| format!("Ola Nordmann {at} <ola.{at}@customer.test>")).collect();
    let ids: Vec<String> = (0..40).map(|at| format!("<{at}.aaaaaaaaaaaaaaaaaaaa@customer.test>")).collect();
    let mut mail = format!(
        "From: Service <post@acme.test>\r\nTo: {}\r\nCc:\tkari@customer.test ,\r\n\t  per@customer.test\t\r\n\
         References: {}\r\nSubject: =?utf-8?q?Bl=C3=A5b=C3=A6r?=\r\n =?utf-8?q?_og_r=C3=B8mme?=\r\n\
         Date: Thu, 1 Oct 2026 08:00:00 +0000\r\nMessage-ID: <1@acme.test>\r\nMIME-Version: 1.0\r\n\
         Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n",
        names.join(",\r\n "),
        ids.join("\r\n\t"),
    )
    .into_bytes();
    mail.extend(
        "Blåbær og rømme,  med\ttabulator \t\r\n.\r\n..\r\n. et punktum\r\n\r\n \t\r\nslutt".as_bytes(),
    );
    mail.extend(b"\r\n  \r\n\r\n");
    mail
}

#[tokio::test]
async fn anothers_verifier_finds_both_signatures_good_after_the_way_over_smtp() {
    let world = World::open().await;
    let id = world.live("acme.test").await;
    let records = world.find(id).await.findings.records;
    let keys: Vec<(String, String)> = records
        .into_iter()
        .filter(|record| record.kind == RecordKind::Dkim)
        .map(|record| (record.name, record.value))
        .collect();
    let plain = mail("post@acme.test").into_bytes();
    let empty = b"From: post@acme.test\r\nTo: kari@customer.test\r\nSubject: x\r\n\r\n".to_vec();
    for sent in [plain, awkward(), empty] {
        world.queue_mail("post@acme.test", sent.clone()).await;
        world.send().await;
        let taken = world.house.sink.taken().pop().unwrap().raw;
        let good = ["rsa-sha256 pass", "ed25519-sha256 pass"];
        assert_eq!(
            testkit::dkimpy::verify(&taken, &keys).unwrap(),
            good,
            "{}",
            String::from_utf8_lossy(&sent)
        );
        // It does look: one letter more in what is signed, and neither holds.
        let text = String::from_utf8_lossy(&taken).into_owned();
        let changed = text.replacen("\r\nSubject: ", "\r\nSubject: x", 1);
        let found = testkit::dkimpy::verify(changed.as_bytes(), &keys).unwrap();
        assert!(found.iter().all(|line| !line.ends_with(" pass")) && found.len() == 2, "{found:?}");
    }
}
