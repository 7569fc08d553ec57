//! Mail that goes straight to its domain goes as protected as the domain demands (RFC 8461, RFC 7672), and waits
//! otherwise.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use domain::OutboxId;
use domain::compose::AsWhom;
use domain::encryption::{TlsGrade, TlsNeed};
use domain::outbox::{DeliveryState, TransportKind};
use domain::timeline::{EndedAttempt, Step, Subject};
use domain::waiting::WaitRule;
use flows::compose::NewReply;
use flows::{InstallationTransport, Office, Parts, Settings};
use futures_util::future::BoxFuture;
use net::dns::Anchors;
use net::http_get::DocumentError;
use net::mta_sts::{FetchError, PolicySource};
use net::smtp_out::{self, Sender};
use net::{ClientTls, HickoryResolver, Net, Reach, System};
use policy::case_token::TokenKey;
use sha2::{Digest as _, Sha256};
use store::ListQuery;
use store::outbox::{NewOutbox, OutboxFilter, OutboxShelf};
use testkit::SeededEntropy;
use testkit::certificates::TestCa;
use testkit::dns::signed::{RecordType, SignedServer, World};
use testkit::dns::{DnsServer, Zone};
use testkit::smtp_sink::{Offer, SmtpSink};

use crate::house::{House, SERVICE};
use crate::sending::{delivery, queue};

const DOMAIN: &str = "customer.test";
const EXCHANGER: &str = "mx.customer.test";

/// What the web has of the domain's policy, in order; nothing when it is at its end.
#[derive(Default)]
struct Scripted(Mutex<(VecDeque<String>, usize)>);

impl PolicySource for Scripted {
    fn fetch<'a>(&'a self, domain: &'a str) -> BoxFuture<'a, Result<String, FetchError>> {
        assert_eq!(domain, DOMAIN);
        let mut script = self.0.lock().unwrap();
        script.1 += 1;
        let gone = || DocumentError::Status { host: format!("mta-sts.{domain}"), status: 503 }.into();
        let answer = script.0.pop_front().ok_or_else(gone);
        Box::pin(async { answer })
    }
}

impl Scripted {
    fn says(&self, mode: &str, exchanger: &str, max_age_s: u32) {
        let policy = format!("version: STSv1\nmode: {mode}\nmx: {exchanger}\nmax_age: {max_age_s}\n");
        self.0.lock().unwrap().0.push_back(policy);
    }

    fn asked(&self) -> usize {
        self.0.lock().unwrap().1
    }
}

/// A house whose mail goes straight to a domain with one exchanger.
struct Open {
    house: House,
    exchanger: SmtpSink,
    dns: DnsServer,
    policies: Arc<Scripted>,
    /// A name server with signed zones in place of it, and the key that they are proven from.
    signed: Option<SignedServer>,
    anchor: Option<(u8, Vec<u8>)>,
    /// What the exchanger's zone would publish of its key and certificate: the SHA-256 of the certificate.
    certificate: Vec<u8>,
    roots: String,
}

fn zone() -> Zone {
    Zone::new().mx(DOMAIN, 10, EXCHANGER).a(EXCHANGER, [127, 0, 0, 1])
}

fn announcing(id: &str) -> Zone {
    zone().txt(&format!("_mta-sts.{DOMAIN}"), &format!("v=STSv1; id={id}"))
}

impl Open {
    /// With an exchanger whose certificate is for this name; none has no TLS.
    async fn with(name: Option<&str>, zone: Zone) -> Self {
        let authority = TestCa::new().unwrap();
        let certificate = name.map(|name| authority.server(&[name]).unwrap());
        let published =
            certificate.as_ref().map(|certificate| Sha256::digest(certificate.der().unwrap()).to_vec());
        let offer = Offer { starttls: certificate, ..Offer::default() };
        let mut open = Self {
            house: House::open().await,
            exchanger: SmtpSink::offering(offer).unwrap(),
            dns: DnsServer::start(zone).unwrap(),
            signed: None,
            anchor: None,
            policies: Arc::default(),
            certificate: published.unwrap_or_default(),
            roots: authority.pem().to_owned(),
        };
        open.house.office = open.office();
        open
    }

    /// A node over the same database.
    fn office(&self) -> Office {
        let house = &self.house;
        let resolver = self.resolver();
        let net = Net {
            network: Arc::new(System::new(Arc::new(resolver))),
            tls: ClientTls::new(self.roots.as_bytes()).unwrap(),
            clock: Arc::new(house.clock.clone()),
            entropy: Arc::new(SeededEntropy::new(7)),
            reach: Reach::Anywhere,
        };
        let sending = smtp_out::Settings {
            direct_reach: Reach::Anywhere,
            direct_port: self.exchanger.port(),
            ..smtp_out::Settings::new("house.test")
        };
        let settings = house.office.settings().clone();
        let outgoing = InstallationTransport { kind: TransportKind::Direct, ..settings.outgoing.clone() };
        Office::new(Parts {
            store: house.office.store().clone(),
            clock: Arc::new(house.clock.clone()),
            entropy: Arc::new(SeededEntropy::new(8)),
            sender: Sender::new(net.clone(), sending),
            policies: self.policies.clone(),
            net,
            tokens: TokenKey::new([5; 32]),
            settings: Settings { outgoing, ..settings },
        })
    }

    fn resolver(&self) -> HickoryResolver {
        let Some((signed, (algorithm, key))) = self.signed.as_ref().zip(self.anchor.as_ref()) else {
            let resolver = HickoryResolver::with_servers(&[self.dns.address()]).unwrap();
            return resolver.trusting(self.dns.address()).unwrap();
        };
        let resolver = HickoryResolver::with_servers(&[signed.address()]).unwrap();
        resolver.validating(Anchors::of_key(*algorithm, key)).unwrap()
    }

    /// Writes a mail and tries to send it.
    async fn mail(&self) -> OutboxId {
        let items = queue(&self.house, self.house.actor.organisation, 1).await;
        self.house.send().await;
        items[0]
    }

    async fn state(&self, item: OutboxId) -> DeliveryState {
        delivery(&self.house, self.house.actor.organisation, item).await.state
    }

    async fn rule(&self, item: OutboxId) -> WaitRule {
        let waits = flows::outbox::why(&self.house.office, self.house.actor.organisation, item).await;
        waits.unwrap()[0].rule
    }

    /// The last attempt as the timeline tells it.
    async fn told(&self, item: OutboxId) -> EndedAttempt {
        let conn = self.house.office.store().read();
        let steps = store::timeline::list(&conn, self.house.actor.organisation, Subject::Outbox(item)).await;
        let steps = steps.unwrap().into_iter().rev();
        let mut attempts = steps.filter_map(|(_, step)| {
            let Step::Attempted(ended) = step else { return None };
            Some(ended)
        });
        attempts.next().unwrap()
    }

    async fn grade(&self, item: OutboxId) -> Option<TlsGrade> {
        let delivery = delivery(&self.house, self.house.actor.organisation, item).await;
        delivery.log.last()?.encryption.as_ref().map(|encryption| encryption.grade)
    }
}

#[tokio::test]
async fn a_domain_that_demands_nothing_gets_what_its_server_offers_and_the_log_says_what() {
    let open = Open::with(None, zone()).await;
    let item = open.mail().await;
    assert_eq!(
        (open.state(item).await, open.grade(item).await),
        (DeliveryState::Sent, Some(TlsGrade::Plain))
    );
    assert_eq!(open.policies.asked(), 0);
    let open = Open::with(Some("another.test"), zone()).await;
    let item = open.mail().await;
    assert_eq!(open.grade(item).await, Some(TlsGrade::Opportunistic));
    let told = open.told(item).await.encryption.unwrap();
    assert_eq!((told.grade, told.version.as_deref()), (TlsGrade::Opportunistic, Some("TLS 1.3")));
}

#[tokio::test]
async fn a_policy_is_read_once_and_kept_for_all_nodes() {
    let mut open = Open::with(Some(EXCHANGER), announcing("1")).await;
    open.policies.says("enforce", EXCHANGER, 604_800);
    let first = open.mail().await;
    assert_eq!(
        (open.state(first).await, open.grade(first).await),
        (DeliveryState::Sent, Some(TlsGrade::MtaSts))
    );
    open.house.office = open.office();
    let second = open.mail().await;
    assert_eq!(open.grade(second).await, Some(TlsGrade::MtaSts));
    assert_eq!(open.policies.asked(), 1);
    open.dns.set(announcing("2"));
    open.policies.says("none", EXCHANGER, 604_800);
    open.house.clock.advance_seconds(2 * 3600);
    let third = open.mail().await;
    assert_eq!((open.grade(third).await, open.policies.asked()), (Some(TlsGrade::Verified), 2));
}

#[tokio::test]
async fn mail_for_a_domain_whose_server_is_not_what_it_demands_waits_and_says_why() {
    let open = Open::with(Some("another.test"), announcing("1")).await;
    open.policies.says("enforce", EXCHANGER, 604_800);
    let item = open.mail().await;
    assert_eq!(
        (open.state(item).await, open.rule(item).await),
        (DeliveryState::Queued, WaitRule::Unprotected)
    );
    let words = open.told(item).await.words;
    assert!(words.contains("MTA-STS") && words.contains("another name"), "{words}");
    let next = open.mail().await;
    let waits = delivery(&open.house, open.house.actor.organisation, next).await;
    assert_eq!((waits.state, waits.attempts), (DeliveryState::Queued, 0), "all its mail waits together");
    assert_eq!(open.exchanger.count(), 0);

    // Whoever knows that it is mended is obeyed: it is tried.
    let house = &open.house;
    let asked = flows::outbox::hasten(&house.office, &house.actor, &[next]).await.unwrap();
    assert_eq!(asked.done, [next]);
    open.house.send().await;
    assert_eq!(delivery(&open.house, open.house.actor.organisation, next).await.attempts, 1);
}

#[tokio::test]
async fn what_is_known_stands_while_dns_and_the_domains_server_are_silent() {
    let mut open = Open::with(None, announcing("1")).await;
    open.policies.says("enforce", EXCHANGER, 200_000);
    let item = open.mail().await;
    assert_eq!(open.state(item).await, DeliveryState::Queued);
    let silent = zone().fails(&format!("_mta-sts.{DOMAIN}"));
    for zone in [announcing("2"), zone(), silent] {
        open.dns.set(zone);
        open.house.office = open.office();
        open.house.clock.advance_seconds(12 * 3600);
        open.house.send().await;
        assert_eq!((open.state(item).await, open.exchanger.count()), (DeliveryState::Queued, 0));
    }
    open.house.clock.advance_seconds(24 * 3600);
    open.house.send().await;
    assert_eq!(
        (open.state(item).await, open.exchanger.count()),
        (DeliveryState::Sent, 1),
        "its time is over"
    );
}

#[tokio::test]
async fn a_policy_that_cannot_be_read_bounces_nothing() {
    let open = Open::with(None, announcing("1")).await;
    let item = open.mail().await;
    assert_eq!((open.state(item).await, open.policies.asked()), (DeliveryState::Sent, 1));
    open.mail().await;
    assert_eq!(open.policies.asked(), 1, "not asked again at once");
    open.house.clock.advance_seconds(601);
    open.mail().await;
    assert_eq!(open.policies.asked(), 2);
}

#[tokio::test]
async fn a_policy_that_is_tried_out_holds_nothing_up_and_is_told_of() {
    let open = Open::with(None, announcing("1")).await;
    open.policies.says("testing", EXCHANGER, 604_800);
    let item = open.mail().await;
    assert_eq!(open.state(item).await, DeliveryState::Sent);
    assert_eq!(open.told(item).await.encryption.unwrap().tested, Some(false));
}

#[tokio::test]
async fn a_published_certificate_is_held_to_and_goes_before_the_policy() {
    let mut open = Open::with(Some("another.test"), announcing("1")).await;
    open.policies.says("enforce", EXCHANGER, 604_800);
    let port = open.exchanger.port();
    let place = format!("_{port}._tcp.{EXCHANGER}");
    let signed = |data: &[u8]| {
        let zone = announcing("1").tlsa(&place, (3, 0, 1), data);
        zone.signed(DOMAIN).signed(EXCHANGER).signed(&place)
    };
    open.dns.set(signed(&open.certificate));
    let item = open.mail().await;
    assert_eq!((open.state(item).await, open.grade(item).await), (DeliveryState::Sent, Some(TlsGrade::Dane)));
    open.dns.set(signed(&[7; 32]));
    open.house.office = open.office();
    open.house.clock.advance_seconds(60);
    let item = open.mail().await;
    assert_eq!(
        (open.state(item).await, open.rule(item).await),
        (DeliveryState::Queued, WaitRule::Unprotected)
    );
    assert!(open.told(item).await.words.contains("DANE"), "{}", open.told(item).await.words);
}

#[tokio::test]
async fn an_answer_that_needs_tls_comes_back_at_once_where_there_is_none() {
    let (failed, sent) = (DeliveryState::Failed, DeliveryState::Sent);
    for (name, state) in [(None, failed), (Some("another.test"), failed), (Some(EXCHANGER), sent)] {
        let open = Open::with(name, zone()).await;
        let house = &open.house;
        house.receive("From: kari@customer.test\nTo: service@house.test\nSubject: Hi\n\nhello\n").await;
        let as_whom = AsWhom { needs_tls: true, ..AsWhom::default() };
        let reply = NewReply { text: "In secret".to_owned(), as_whom, ..NewReply::default() };
        let case = house.cases().await[0].id;
        flows::compose::reply(&house.office, &house.actor, case, reply).await.unwrap();
        house.send().await;
        let conn = house.office.store().read();
        let filter = OutboxFilter { shelf: OutboxShelf::All };
        let items = store::outbox::list(&conn, house.actor.organisation, &ListQuery::default(), filter).await;
        let item = items.unwrap().rows.into_iter().find(|item| item.tls == TlsNeed::Verified).unwrap();
        assert_eq!((item.state, item.attempts), (state, 1), "{name:?}");
        let words = open.told(item.id).await.words;
        assert!(state == sent || words.contains("verified encryption alone"), "{words}");
        assert_eq!(open.exchanger.count(), usize::from(state == sent));
        if state == sent {
            flows::compose::anew(&house.office, &house.actor, item.id, flows::compose::Anew::default())
                .await
                .unwrap();
            let draft = flows::compose::new_draft(&house.office, &house.actor, None).await.unwrap().unwrap();
            assert!(draft.written.as_whom.needs_tls, "no less secret the second time");
        }
    }
}

/// A mail of the house to the domain, as its author wants it protected, with what else its header says.
async fn written(open: &Open, need: TlsNeed, header: &str) -> OutboxId {
    let (house, at) = (&open.house, open.house.office.now());
    let organisation = house.actor.organisation;
    let raw = format!("Subject: a report\r\n{header}\r\nhello\r\n");
    let item = NewOutbox {
        from: SERVICE.parse().unwrap(),
        from_name: None,
        return_path: Some(SERVICE.parse().unwrap()),
        subject: "a report".to_owned(),
        raw: store::raw::prepare(house.office.store(), organisation, raw.into()).await.unwrap(),
        recipients: vec![format!("kari@{DOMAIN}").parse().unwrap()],
        created_by: None,
        case_id: None,
        at,
        due_at: at,
    };
    let written = house.office.store().write(move |tx| {
        let item = item.clone();
        Box::pin(async move {
            let id = store::outbox::insert(tx, organisation, &item).await?;
            store::outbox::need_tls(tx, organisation, id, need).await?;
            Ok::<_, store::StoreError>(id)
        })
    });
    written.await.unwrap()
}

#[tokio::test]
async fn a_mail_that_asks_for_no_protection_does_not_wait_for_it() {
    let open = Open::with(Some("another.test"), announcing("1")).await;
    open.policies.says("enforce", EXCHANGER, 604_800);
    let item = open.mail().await;
    assert_eq!(open.rule(item).await, WaitRule::Unprotected);
    let usual = written(&open, TlsNeed::Nothing, "TLS-Required: yes\r\n").await;
    let plain = written(&open, TlsNeed::Nothing, "TLS-Required: No\r\n").await;
    let both = written(&open, TlsNeed::Verified, "TLS-Required: No\r\n").await;
    open.house.send().await;
    let mut states = Vec::new();
    for item in [usual, plain, both] {
        states.push(open.state(item).await);
    }
    let [queued, sent] = [DeliveryState::Queued, DeliveryState::Sent];
    assert_eq!(
        (states, open.exchanger.count()),
        (vec![queued, sent, queued], 1),
        "its author's word goes first"
    );
    assert_eq!(
        open.rule(item).await,
        WaitRule::Unprotected,
        "that one got through says nothing of the others"
    );
}

#[tokio::test]
async fn protection_to_the_end_is_demanded_where_the_author_does_and_asked_for_elsewhere() {
    let open = Open::with(Some(EXCHANGER), zone()).await;
    let next = written(&open, TlsNeed::Verified, "").await;
    let whole = written(&open, TlsNeed::Throughout, "").await;
    open.house.send().await;
    assert_eq!(
        (open.state(next).await, open.grade(next).await),
        (DeliveryState::Sent, Some(TlsGrade::Verified))
    );
    assert_eq!((open.state(whole).await, open.exchanger.count()), (DeliveryState::Failed, 1));
    let words = open.told(whole).await.words;
    assert!(words.contains("REQUIRETLS"), "{words}");
}

#[tokio::test]
async fn signatures_that_are_checked_here_hold_servers_to_their_certificates_and_false_ones_hold_mail_up() {
    let signed = async |broken: Option<(&str, RecordType)>| {
        let mut open = Open::with(Some("another.test"), zone()).await;
        let place = format!("_{}._tcp.{EXCHANGER}", open.exchanger.port());
        let world = World::new().unwrap().zone("test").unwrap().zone(DOMAIN).unwrap();
        let mut world = world.mx(DOMAIN, EXCHANGER).a(EXCHANGER).tlsa(&place, &open.certificate);
        open.anchor = Some(world.anchor());
        if let Some((name, kind)) = broken {
            world = world.broken(if name.is_empty() { &place } else { name }, kind);
        }
        open.signed = Some(SignedServer::start(world).unwrap());
        open.house.office = open.office();
        let item = open.mail().await;
        (open, item)
    };
    let (open, item) = signed(None).await;
    assert_eq!((open.state(item).await, open.grade(item).await), (DeliveryState::Sent, Some(TlsGrade::Dane)));
    for broken in [(DOMAIN, RecordType::MX), (EXCHANGER, RecordType::A), ("", RecordType::TLSA)] {
        let (open, item) = signed(Some(broken)).await;
        assert_eq!(
            (open.state(item).await, open.exchanger.count()),
            (DeliveryState::Queued, 0),
            "{broken:?}"
        );
        let words = open.told(item).await.words;
        assert!(words.contains("DNSSEC"), "{words}");
    }
}

#[tokio::test]
async fn many_mails_for_a_domain_that_nobody_knows_yet_ask_it_once() {
    let open = Open::with(Some(EXCHANGER), announcing("1")).await;
    for _ in 0..20 {
        open.policies.says("enforce", EXCHANGER, 604_800);
    }
    let items = queue(&open.house, open.house.actor.organisation, 20).await;
    open.house.send().await;
    assert_eq!(open.policies.asked(), 1);
    assert_eq!(open.grade(items[19]).await, Some(TlsGrade::MtaSts));
}
