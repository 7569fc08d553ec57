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
        let (store, at, organisation) =
            (self.office.store(), self.office.now(), self.house.actor.organisation);
        let raw = store::raw::prepare(store, organisation, Bytes::from(mail(from))).await.unwrap();
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

    async fn send(&self) {
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
