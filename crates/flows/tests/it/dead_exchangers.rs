//! Exchangers that do not answer are passed over by all mails of a node, and whoever looks at a mail is told.

use std::sync::Arc;

use bytes::Bytes;
use domain::outbox::{DeliveryState, Stream, TransportKind};
use domain::timeline::{EndedAttempt, Step, Subject};
use domain::waiting::WaitRule;
use domain::{Clock as _, OrganisationId, OutboxId};
use flows::{InstallationTransport, Office, Parts, Settings, outbox};
use net::mta_sts::WebPolicies;
use net::smtp_out::{self, Sender};
use net::{ClientTls, HickoryResolver, Net, Reach, System};
use policy::case_token::TokenKey;
use store::StoreError;
use store::outbox::NewOutbox;
use testkit::SeededEntropy;
use testkit::dns::{DnsServer, Zone};

use crate::house::{House, SERVICE};
use crate::sending::{delivery, queue};

const DEAD: &str = "mx1.customer.test";
const LIVING: &str = "mx2.customer.test";

/// A house whose mail goes straight to `customer.test`; the sink is its second exchanger, and nobody is the first.
pub(crate) struct Open {
    pub(crate) house: House,
    /// Names stay what they are while it lives.
    _dns: DnsServer,
}

impl Open {
    async fn with(zone: Zone) -> Self {
        // On Linux all of 127/8 is this machine, and nobody listens there.
        let zone = zone.a(DEAD, [127, 9, 9, 9]).a(LIVING, [127, 0, 0, 1]);
        let (mut house, dns) = (House::open().await, DnsServer::start(zone).unwrap());
        house.office = office(&house, &dns);
        Self { house, _dns: dns }
    }

    /// With the second exchanger alone, which lives.
    pub(crate) async fn living() -> Self {
        Self::with(Zone::new().mx("customer.test", 10, LIVING)).await
    }

    /// Another organisation, whose mail goes the same way.
    pub(crate) async fn another(&self) -> OrganisationId {
        let store = self.house.office.store();
        let write = store
            .write(|tx| Box::pin(async move { store::organisations::insert(tx, "Another", tx.now()).await }));
        Result::<_, StoreError>::unwrap(write.await)
    }

    async fn mail_of(&self, organisation: OrganisationId) -> OutboxId {
        let items = queue(&self.house, organisation, 1).await;
        self.house.send().await;
        items[0]
    }

    async fn mail(&self) -> OutboxId {
        self.mail_of(self.house.actor.organisation).await
    }

    /// The attempts of a mail as its timeline tells them.
    async fn attempts(&self, organisation: OrganisationId, item: OutboxId) -> Vec<EndedAttempt> {
        let conn = self.house.office.store().read();
        let steps = store::timeline::list(&conn, organisation, Subject::Outbox(item)).await.unwrap();
        let attempts = steps.into_iter().filter_map(|(_, step)| {
            let Step::Attempted(ended) = step else { return None };
            Some(ended)
        });
        attempts.collect()
    }
}

/// A node over the house's database whose mail goes straight to its domains.
fn office(house: &House, dns: &DnsServer) -> Office {
    let resolver = HickoryResolver::with_servers(&[dns.address()]).unwrap();
    let net = Net {
        network: Arc::new(System::new(Arc::new(resolver))),
        tls: ClientTls::new(b"").unwrap(),
        clock: Arc::new(house.clock.clone()),
        entropy: Arc::new(SeededEntropy::new(7)),
        reach: Reach::Anywhere,
    };
    let mut sending = smtp_out::Settings {
        direct_reach: Reach::Anywhere,
        direct_port: house.sink.port(),
        ..smtp_out::Settings::new("house.test")
    };
    // Each mail looks for a server anew.
    sending.reuse.idle_max = 0;
    let settings = house.office.settings().clone();
    let outgoing = InstallationTransport { kind: TransportKind::Direct, ..settings.outgoing.clone() };
    Office::new(Parts {
        store: house.office.store().clone(),
        clock: Arc::new(house.clock.clone()),
        entropy: Arc::new(SeededEntropy::new(8)),
        sender: Sender::new(net.clone(), sending),
        policies: Arc::new(WebPolicies::new(net.clone(), Reach::Anywhere)),
        net,
        tokens: TokenKey::new([5; 32]),
        settings: Settings { outgoing, ..settings },
    })
}

#[tokio::test]
async fn all_mails_of_a_node_pass_over_an_exchanger_that_did_not_answer_one_of_them() {
    let open = Open::with(Zone::new().mx("customer.test", 10, DEAD).mx("customer.test", 20, LIVING)).await;
    let (house, own) = (&open.house, open.house.actor.organisation);
    let found_at = house.clock.now();
    let first = open.mail().await;
    let told = open.attempts(own, first).await;
    assert_eq!(
        (told[0].host.as_deref(), told[0].passed_over.len()),
        (Some(LIVING), 0),
        "the first mail asked it"
    );

    house.clock.advance_seconds(60);
    let other = open.another().await;
    let second = open.mail_of(other).await;
    assert_eq!(delivery(house, other, second).await.state, DeliveryState::Sent);
    let told = open.attempts(other, second).await.remove(0);
    let [passed] = &told.passed_over[..] else { panic!("{told:?}") };
    assert_eq!((passed.host.as_str(), passed.since, told.host.as_deref()), (DEAD, found_at, Some(LIVING)));

    house.clock.advance_seconds(61);
    let third = open.mail().await;
    assert!(open.attempts(own, third).await[0].passed_over.is_empty(), "after two minutes it is asked again");
    house.clock.advance_seconds(3 * 60);
    let fourth = open.mail().await;
    assert_eq!(open.attempts(own, fourth).await[0].passed_over.len(), 1, "and then left alone for four");
    assert_eq!(house.sink.count(), 4);
}

#[tokio::test]
async fn a_domain_whose_exchangers_are_all_dead_is_parked_and_asked_again_by_whoever_wants_to_know() {
    let zone = Zone::new().mx("elsewhere.test", 10, DEAD).mx("customer.test", 10, DEAD);
    let open = Open::with(zone).await;
    let (house, own) = (&open.house, open.house.actor.organisation);
    queue_to(house, own, ("ola@elsewhere.test", Stream::Single)).await;
    house.send().await;

    let item = open.mail().await;
    let words = async |item: OutboxId| open.attempts(own, item).await.pop().unwrap().words;
    let said = words(item).await;
    assert!(said.contains("it was passed over, since it did not answer at"), "{said}");
    let waits = outbox::why(&house.office, own, item).await.unwrap();
    assert_eq!((waits[0].rule, waits[0].failures), (WaitRule::Silent, 1));

    // The park's time is over before that of the memory, and the mail's next attempt is at its end.
    house.clock.set(waits[0].until.unwrap());
    house.send().await;
    assert_eq!(open.attempts(own, item).await.len(), 2);
    let said = words(item).await;
    assert!(said.contains("the connection was refused"), "the first after it finds out: {said}");

    house.clock.advance_seconds(5);
    assert_eq!(outbox::hasten(&house.office, &house.actor, &[item]).await.unwrap().done.len(), 1);
    house.send().await;
    assert_eq!(open.attempts(own, item).await.len(), 3);
    let said = words(item).await;
    assert!(said.contains("the connection was refused"), "a person is obeyed: {said}");
}

/// Puts a mail to this recipient into the outbox.
pub(crate) async fn queue_to(
    house: &House,
    organisation: OrganisationId,
    (recipient, stream): (&str, Stream),
) -> OutboxId {
    let (store, at) = (house.office.store(), house.office.now());
    let raw = Bytes::from_static(b"Subject: x\r\n\r\nhello\r\n");
    let item = NewOutbox {
        from: SERVICE.parse().unwrap(),
        from_name: None,
        return_path: Some(SERVICE.parse().unwrap()),
        subject: "x".to_owned(),
        raw: store::raw::prepare(store, organisation, raw).await.unwrap(),
        recipients: vec![recipient.parse().unwrap()],
        created_by: None,
        case_id: None,
        at,
        due_at: at,
    };
    let write = store.write(move |tx| {
        let item = item.clone();
        Box::pin(async move { store::outbox::insert_into(tx, organisation, &item, stream).await })
    });
    Result::<_, StoreError>::unwrap(write.await)
}
