//! The installation's own relay, signed in to with what its operator's configuration names: a real Postfix that asks a
//! real Dovecot about the token.

use std::sync::Arc;

use domain::mailbox::Security;
use domain::oauth::{ClientAuth, GrantState};
use domain::outbox::{DeliveryState, TransportKind};
use domain::transport::TransportOwner;
use domain::{Clock as _, Secret};
use flows::oauth::OauthWorker;
use flows::transport::{self, TestInput, TransportInput};
use flows::worker::{Found, Worker};
use flows::{InstallationOauth, InstallationTransport, Office, Parts, Settings};
use net::mta_sts::WebPolicies;
use net::smtp_out::{self, Sender};
use net::{ClientTls, HickoryResolver, Net, Reach, System};
use policy::case_token::TokenKey;
use store::deliveries::DeliveryRow;
use store::oauth::grants;
use store::oauth::installation::{INSTALLATION, OWNER};
use testkit::SeededEntropy;
use testkit::dovecot::Dovecot;
use testkit::oauth::{Habits, OauthProvider};
use testkit::postfix::{Postfix, PostfixSetup};
use testkit::smtp_sink::SmtpSink;

use crate::house::House;
use crate::sending::{delivery, queue};

struct Relay {
    house: House,
    provider: OauthProvider,
    outgoing: InstallationTransport,
    _dovecot: Dovecot,
    _postfix: Postfix,
    /// Where the relay hands mail on.
    sink: SmtpSink,
}

impl Relay {
    /// A house behind a relay, with a refresh token that somebody was given, or without any.
    async fn open(mechanism: &str, with_refresh: bool) -> Self {
        let sink = SmtpSink::start().unwrap();
        let provider = OauthProvider::start(Habits::default()).unwrap();
        let introspection = provider.endpoint("introspect");
        let dovecot = Dovecot::start_with_tokens(&[("kari", "x")], &introspection, mechanism).unwrap();
        let setup = PostfixSetup {
            relay_to: Some(sink.address()),
            sign_in_at: Some(dovecot.auth_socket()),
            ..PostfixSetup::default()
        };
        let postfix = Postfix::start(&setup).unwrap();
        let oauth = InstallationOauth {
            client_id: "posthus".to_owned(),
            client_secret: Some(Secret::new("client secret")),
            client_auth: ClientAuth::Body,
            token_endpoint: provider.endpoint("token"),
            scopes: "smtp".to_owned(),
            refresh_token: with_refresh.then(|| Secret::new(provider.granted_before())),
        };
        let outgoing = InstallationTransport {
            kind: TransportKind::Relay,
            host: "127.0.0.1".to_owned(),
            port: postfix.port(),
            security: Security::None,
            username: "kari".to_owned(),
            password: Secret::new(""),
            oauth: Some(oauth),
            spf_terms: String::new(),
        };
        let house = House::open().await.restarted_behind(outgoing.clone()).await;
        Self { house, provider, outgoing, _dovecot: dovecot, _postfix: postfix, sink }
    }

    /// The same after a restart with another configuration.
    async fn restarted(self, change: impl FnOnce(&mut InstallationOauth)) -> Self {
        let mut outgoing = self.outgoing.clone();
        change(outgoing.oauth.as_mut().unwrap());
        let house = self.house.restarted_behind(outgoing.clone()).await;
        Self { house, outgoing, ..self }
    }

    /// Puts a mail into the outbox and sends what is due.
    async fn send(&self) -> DeliveryRow {
        let organisation = self.house.actor.organisation;
        let item = queue(&self.house, organisation, 1).await.remove(0);
        self.house.send().await;
        delivery(&self.house, organisation, item).await
    }

    async fn renew(&self) {
        let worker = OauthWorker::new(self.house.office.clone());
        while worker.step().await.unwrap() == Found::Work {}
    }

    /// What the administrator's page says of it.
    async fn shown(&self) -> Option<GrantState> {
        let (office, organisation) = (&self.house.office, self.house.actor.organisation);
        transport::get(office, organisation, &TransportOwner::Organisation).await.unwrap().shared_grant
    }

    async fn kept(&self) -> String {
        let conn = self.house.office.store().read();
        let held = grants::find_held(&conn, INSTALLATION, OWNER).await.unwrap().unwrap();
        held.refresh.expose().to_owned()
    }
}

fn words(row: &DeliveryRow) -> &str {
    row.log.last().map_or("", |attempt| attempt.words.as_str())
}

#[tokio::test]
async fn the_shared_relay_is_signed_in_to_with_a_token_and_a_rotated_one_is_kept() {
    for mechanism in ["xoauth2", "oauthbearer"] {
        let relay = Relay::open(mechanism, true).await;
        assert_eq!(relay.shown().await, None, "nothing was asked for yet");
        relay.renew().await;
        assert_eq!(relay.shown().await, Some(GrantState::Good));
        assert_eq!(relay.provider.asked("refresh_token"), 1);
        let rotated = relay.kept().await;
        assert_eq!(relay.provider.refresh_tokens(), [rotated.as_str()], "that of the file is used up");

        relay.provider.end_access();
        let row = relay.send().await;
        assert_eq!(row.state, DeliveryState::Sent, "{mechanism}: {}", words(&row));
        assert_eq!(relay.provider.asked("refresh_token"), 2, "the refusal had it renewed");
        assert_ne!(relay.kept().await, rotated);
        let report = transport::test(
            &relay.house.office,
            &relay.house.actor,
            &TransportOwner::Organisation,
            TestInput {
                transport: TransportInput { own: Some(false), ..TransportInput::default() },
                recipient: None,
                from: None,
            },
        );
        let report = report.await.unwrap();
        assert!(report.ok && !report.conversation.join("\n").contains("access-"), "{report:?}");

        let rotated = relay.kept().await;
        let relay = relay.restarted(|_| {}).await;
        assert_eq!(relay.send().await.state, DeliveryState::Sent, "{mechanism}: after a restart");
        assert_eq!(relay.kept().await, rotated, "what is kept counts, and not the file");
        assert_eq!(relay.sink.wait_for(2).len(), 2);
    }
}

#[tokio::test]
async fn an_application_asks_in_its_own_name_where_nobody_permitted_anything() {
    let relay = Relay::open("xoauth2", false).await;
    let row = relay.send().await;
    assert_eq!(row.state, DeliveryState::Sent, "{}", words(&row));
    assert_eq!((relay.provider.asked("client_credentials"), relay.provider.asked("refresh_token")), (1, 0));
    let asked = relay.provider.bodies().into_iter().find(|body| body.contains("client_credentials"));
    assert!(asked.unwrap().contains("scope=smtp"));
    // Before its end it is renewed by itself.
    relay.house.clock.advance_seconds(3_500);
    relay.renew().await;
    assert_eq!(relay.provider.asked("client_credentials"), 2);
}

#[tokio::test]
async fn what_keeps_mail_is_told_with_its_cure_and_mail_leaves_when_the_operator_mends_it() {
    let relay = Relay::open("xoauth2", true).await;
    let organisation = relay.house.actor.organisation;
    relay.provider.change(|habits| habits.client_secret = Some("another".to_owned()));
    let item = queue(&relay.house, organisation, 1).await.remove(0);
    relay.house.send().await;
    let row = delivery(&relay.house, organisation, item).await;
    assert_eq!(row.state, DeliveryState::Queued);
    assert!(words(&row).contains("outgoing.oauth_client_secret_file"), "{}", words(&row));
    assert_eq!(relay.shown().await, Some(GrantState::SecretExpired));

    let relay = relay.restarted(|oauth| oauth.client_secret = Some(Secret::new("another"))).await;
    relay.house.clock.advance_seconds(15 * 60);
    relay.house.send().await;
    assert_eq!(delivery(&relay.house, organisation, item).await.state, DeliveryState::Sent);
    assert_eq!(relay.shown().await, Some(GrantState::Good));

    relay.provider.revoke_all();
    // What is signed in to stays so; another connection is asked for the token again.
    let relay = relay.restarted(|_| {}).await;
    let row = relay.send().await;
    assert!(words(&row).contains("outgoing.oauth_refresh_token_file"), "{}", words(&row));
    assert_eq!(relay.shown().await, Some(GrantState::Revoked));
    let other = relay.provider.granted_before();
    let relay = relay.restarted(|oauth| oauth.refresh_token = Some(Secret::new(other))).await;
    // The worker begins it anew, and what waited is due at once.
    relay.send().await;
    relay.house.send().await;
    assert_eq!(relay.shown().await, Some(GrantState::Good));
    assert_eq!(relay.sink.wait_for(3).len(), 3, "all of it has left");

    for (status, body, state) in
        [(429, r#"{"error":"slow_down"}"#, GrantState::Throttled), (503, "{}", GrantState::ProviderDown)]
    {
        relay.house.clock.advance_seconds(24 * 3600);
        relay.provider.fail_always(Some((status, body)));
        relay.renew().await;
        assert_eq!(relay.shown().await, Some(state));
    }
}

#[tokio::test]
async fn a_grant_that_the_configuration_names_no_more_is_forgotten() {
    let relay = Relay::open("xoauth2", true).await;
    assert_eq!(relay.send().await.state, DeliveryState::Sent);
    let outgoing = InstallationTransport { oauth: None, ..relay.outgoing.clone() };
    let relay = Relay { house: relay.house.restarted_behind(outgoing).await, ..relay };
    assert_eq!(relay.shown().await, None);
    relay.house.clock.advance_seconds(24 * 3600);
    relay.renew().await;
    let left = grants::find(&relay.house.office.store().read(), INSTALLATION, OWNER).await.unwrap();
    assert!(left.is_none() && relay.provider.asked("refresh_token") == 1);
}

/// A second process of the installation, configured so.
fn second(relay: &Relay, outgoing: InstallationTransport) -> Office {
    let (house, clock) = (&relay.house, Arc::new(relay.house.clock.clone()));
    let resolver = HickoryResolver::with_servers(&[house.sink.address()]).unwrap();
    let net = Net {
        network: Arc::new(System::new(Arc::new(resolver))),
        tls: ClientTls::new(b"").unwrap(),
        clock: clock.clone(),
        entropy: Arc::new(SeededEntropy::new(5)),
        reach: Reach::Anywhere,
    };
    Office::new(Parts {
        store: house.office.store().clone(),
        clock,
        entropy: Arc::new(SeededEntropy::new(6)),
        sender: Sender::new(net.clone(), smtp_out::Settings::new("house.test")),
        policies: Arc::new(WebPolicies::new(net.clone(), Reach::Anywhere)),
        net,
        tokens: TokenKey::new([5; 32]),
        settings: Settings { node: "second".to_owned(), outgoing, ..house.office.settings().clone() },
    })
}

async fn renew_at(office: &Office) {
    let worker = OauthWorker::new(office.clone());
    while worker.step().await.unwrap() == Found::Work {}
}

#[tokio::test]
async fn two_processes_that_are_configured_otherwise_do_not_begin_the_grant_in_turns() {
    let relay = Relay::open("xoauth2", true).await;
    assert_eq!(relay.send().await.state, DeliveryState::Sent);
    let granted = relay.provider.granted_before();
    let mut outgoing = relay.outgoing.clone();
    outgoing.oauth.as_mut().unwrap().refresh_token = Some(Secret::new(granted.clone()));
    let other = second(&relay, outgoing);
    renew_at(&other).await;
    let (asked, kept) = (relay.provider.asked("refresh_token"), relay.kept().await);
    assert_eq!(asked, 2, "each began once");

    let organisation = relay.house.actor.organisation;
    let item = queue(&relay.house, organisation, 1).await.remove(0);
    relay.house.send().await;
    for _ in 0..3 {
        relay.renew().await;
        renew_at(&other).await;
        relay.house.clock.advance_seconds(30);
    }
    assert_eq!((relay.provider.asked("refresh_token"), relay.kept().await), (asked, kept));
    let row = delivery(&relay.house, organisation, item).await;
    assert!(words(&row).contains("other values of `outgoing.oauth_*`"), "{}", words(&row));

    // Before its end it is renewed by whose it is, and not by the other.
    relay.house.clock.advance_seconds(3_500);
    relay.renew().await;
    assert_eq!(relay.provider.asked("refresh_token"), asked);
    renew_at(&other).await;
    assert_eq!(relay.provider.asked("refresh_token"), asked + 1);

    let relay = relay.restarted(|oauth| oauth.refresh_token = Some(Secret::new(granted))).await;
    let due = delivery(&relay.house, organisation, item).await.next_attempt_at.unwrap();
    relay.house.clock.set(due.max(relay.house.clock.now()));
    relay.house.send().await;
    assert_eq!(delivery(&relay.house, organisation, item).await.state, DeliveryState::Sent);
}

#[tokio::test]
async fn a_process_without_a_grant_leaves_that_of_another_alone() {
    let relay = Relay::open("xoauth2", true).await;
    assert_eq!(relay.send().await.state, DeliveryState::Sent);
    let outgoing = InstallationTransport { oauth: None, ..relay.outgoing.clone() };
    let other = second(&relay, outgoing);
    relay.house.clock.advance_seconds(3 * 3600);
    renew_at(&other).await;
    assert_eq!(relay.shown().await, Some(GrantState::Good), "its process is only late");
    relay.renew().await;
    assert_eq!(relay.provider.asked("refresh_token"), 2);
}
