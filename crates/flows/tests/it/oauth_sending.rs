//! The organisation's relay, signed in to with what a provider grants: a real Postfix that asks a real Dovecot
//! about the token.

use domain::Secret;
use domain::compose::FromChoice;
use domain::mailbox::{Security, SignIn};
use domain::oauth::{GrantOwner, GrantState, SignInWay};
use domain::outbox::{DeliveryState, TransportKind};
use domain::transport::TransportOwner;
use flows::oauth::sign_ins::{self, Begun, Person, Returned};
use flows::transport::{self, TestInput, TransportInput};
use store::deliveries::DeliveryRow;
use testkit::dovecot::Dovecot;
use testkit::oauth::{Habits, OauthProvider};
use testkit::postfix::{Postfix, PostfixSetup};
use testkit::smtp_sink::SmtpSink;

use crate::house::House;
use crate::oauth::{SESSION, register};
use crate::sending::{delivery, queue};
use crate::ways::answer;

struct Relay {
    house: House,
    provider: OauthProvider,
    _dovecot: Dovecot,
    _postfix: Postfix,
    /// Where the relay hands mail on.
    sink: SmtpSink,
}

impl Relay {
    async fn open(mechanism: &str) -> Self {
        Self::open_for(mechanism, |_| TransportOwner::Organisation).await
    }

    /// The relay of an owner.
    async fn open_for(mechanism: &str, owner: fn(&House) -> TransportOwner) -> Self {
        let (house, sink) = (House::open().await, SmtpSink::start().unwrap());
        let provider = OauthProvider::start(Habits::default()).unwrap();
        let introspection = provider.endpoint("introspect");
        let dovecot = Dovecot::start_with_tokens(&[("kari", "x")], &introspection, mechanism).unwrap();
        let setup = PostfixSetup {
            relay_to: Some(sink.address()),
            sign_in_at: Some(dovecot.auth_socket()),
            ..PostfixSetup::default()
        };
        let postfix = Postfix::start(&setup).unwrap();
        let application = register(&house, &provider).await;
        let input = TransportInput {
            kind: Some(TransportKind::Relay),
            host: Some("127.0.0.1".to_owned()),
            port: Some(postfix.port()),
            security: Some(Security::None),
            username: Some("kari".to_owned()),
            sign_in: Some(SignIn::OAuth(application)),
            ..TransportInput::default()
        };
        transport::put(&house.office, &house.actor, owner(&house), input).await.unwrap();
        Self { house, provider, _dovecot: dovecot, _postfix: postfix, sink }
    }

    async fn sign_in(&self) {
        let person = Person { actor: &self.house.actor, credential: &SESSION };
        let office = &self.house.office;
        let begun = sign_ins::begin_for_transport(office, person, SignInWay::Browser).await.unwrap();
        assert_eq!(self.agree(person, &begun).await, GrantOwner::Transport);
    }

    /// Agrees at the provider, and comes back.
    async fn agree(&self, person: Person<'_>, begun: &Begun) -> GrantOwner {
        let query = self.provider.agree(begun.address.as_deref().unwrap()).unwrap();
        let returned = Returned {
            provider: "own".to_owned(),
            state: Secret::new(query["state"].clone()),
            code: Some(Secret::new(query["code"].clone())),
            error: None,
            error_description: None,
        };
        sign_ins::finish(&self.house.office, person, returned).await.unwrap()
    }

    /// Puts a mail into the outbox and sends what is due.
    async fn send(&self) -> DeliveryRow {
        let organisation = self.house.actor.organisation;
        let item = queue(&self.house, organisation, 1).await.remove(0);
        self.house.send().await;
        delivery(&self.house, organisation, item).await
    }
}

/// What the last attempt came to.
fn words(row: &DeliveryRow) -> &str {
    row.log.last().map_or("", |attempt| attempt.words.as_str())
}

#[tokio::test]
async fn the_relay_is_signed_in_to_with_the_token_and_a_refused_one_is_renewed_once() {
    for mechanism in ["xoauth2", "oauthbearer"] {
        let relay = Relay::open(mechanism).await;
        let (office, actor) = (&relay.house.office, &relay.house.actor);
        let waiting = relay.send().await;
        assert_eq!(waiting.state, DeliveryState::Queued);
        assert!(words(&waiting).contains("nobody has signed in"), "{}", words(&waiting));

        relay.sign_in().await;
        relay.provider.end_access();
        // What waited leaves with the sign-in.
        relay.house.send().await;
        let row = relay.send().await;
        assert_eq!(row.state, DeliveryState::Sent, "{mechanism}: {}", words(&row));
        assert_eq!(relay.provider.asked("refresh_token"), 1, "the refusal had it renewed");
        assert_eq!(relay.send().await.state, DeliveryState::Sent);
        assert_eq!(relay.sink.wait_for(3).len(), 3);
        let report = transport::test(office, actor, &TransportOwner::Organisation, TestInput::default())
            .await
            .unwrap();
        assert!(report.ok, "{report:?}");
        let said = report.conversation.join("\n");
        assert!(said.contains("****") && !said.contains("access-"), "{said}");
        let view = transport::get(office, actor.organisation, &TransportOwner::Organisation).await.unwrap();
        assert_eq!(view.grant.map(|grant| grant.state), Some(GrantState::Good));
        assert_eq!(relay.provider.asked("refresh_token"), 1, "{mechanism}");
    }
}

#[tokio::test]
async fn mail_without_a_token_waits_without_using_up_attempts_and_leaves_with_the_sign_in() {
    let relay = Relay::open("xoauth2").await;
    let organisation = relay.house.actor.organisation;
    let item = queue(&relay.house, organisation, 1).await.remove(0);
    for _ in 0..9 {
        relay.house.send().await;
        relay.house.clock.advance_seconds(12 * 3600);
    }
    relay.house.send().await;
    let waiting = delivery(&relay.house, organisation, item).await;
    assert_eq!((waiting.state, waiting.log.len()), (DeliveryState::Queued, 1), "{}", words(&waiting));
    relay.sign_in().await;
    relay.house.send().await;
    let sent = delivery(&relay.house, organisation, item).await;
    assert_eq!((sent.state, sent.log.len()), (DeliveryState::Sent, 2), "at once: {}", words(&sent));
}

#[tokio::test]
async fn mail_that_nobody_brings_a_token_for_ends_with_its_lifetime() {
    let relay = Relay::open("xoauth2").await;
    let organisation = relay.house.actor.organisation;
    let item = queue(&relay.house, organisation, 1).await.remove(0);
    for _ in 0..11 {
        relay.house.send().await;
        relay.house.clock.advance_seconds(12 * 3600);
    }
    relay.house.send().await;
    let over = delivery(&relay.house, organisation, item).await;
    assert_eq!((over.state, over.log.len()), (DeliveryState::Failed, 2));
    assert!(words(&over).contains("nobody has signed in"), "{}", words(&over));
}

#[tokio::test]
async fn a_relay_whose_grant_was_taken_back_keeps_its_mail_and_says_what_to_do() {
    let relay = Relay::open("xoauth2").await;
    let (office, actor) = (&relay.house.office, &relay.house.actor);
    relay.sign_in().await;
    relay.provider.revoke_all();
    let row = relay.send().await;
    assert_eq!(row.state, DeliveryState::Queued);
    assert!(words(&row).contains("took its permission back"), "{}", words(&row));
    assert!(words(&row).contains("sign in again"), "{}", words(&row));
    relay.house.clock.advance_seconds(3600);
    let report =
        transport::test(office, actor, &TransportOwner::Organisation, TestInput::default()).await.unwrap();
    assert_eq!((report.ok, report.summary_code.as_str()), (false, "oauth_revoked"));

    let elsewhere = TransportInput { host: Some("localhost".to_owned()), ..TransportInput::default() };
    transport::put(office, actor, TransportOwner::Organisation, elsewhere).await.unwrap();
    let view = transport::get(office, actor.organisation, &TransportOwner::Organisation).await.unwrap();
    assert_eq!(view.grant, None, "tokens stay with the server they were granted for");
}

fn adas(house: &House) -> TransportOwner {
    TransportOwner::User(house.actor.user)
}

#[tokio::test]
async fn ones_own_server_is_signed_in_to_by_oneself_and_takes_ones_own_mail_then() {
    let relay = Relay::open_for("xoauth2", adas).await;
    let (house, owner) = (&relay.house, adas(&relay.house));
    let organisation = house.actor.organisation;
    answer(house, FromChoice::Own).await;
    assert_eq!(relay.sink.count(), 0, "nobody has signed in");
    answer(house, FromChoice::Mailbox).await;
    assert_eq!((relay.sink.count(), house.sink.count()), (0, 1), "other mail leaves meanwhile");

    let person = Person { actor: &house.actor, credential: &SESSION };
    let begun = sign_ins::begin_for_own(&house.office, person, SignInWay::Browser).await.unwrap();
    assert_eq!(relay.agree(person, &begun).await, GrantOwner::User(house.actor.user));
    house.send().await;
    assert_eq!(relay.sink.wait_for(1).len(), 1, "what waited leaves with the sign-in");
    let view = transport::get(&house.office, organisation, &owner).await.unwrap();
    assert_eq!(view.grant.map(|grant| grant.state), Some(GrantState::Good));
    let report = transport::test(&house.office, &house.actor, &owner, TestInput::default()).await.unwrap();
    assert!(report.ok, "{report:?}");
    let of_all = transport::get(&house.office, organisation, &TransportOwner::Organisation).await.unwrap();
    assert!(of_all.grant.is_none(), "it is nobody else's");

    let moved = TransportInput { username: Some("somebody".to_owned()), ..TransportInput::default() };
    transport::put(&house.office, &house.actor, owner.clone(), moved).await.unwrap();
    let view = transport::get(&house.office, organisation, &owner).await.unwrap();
    assert!(view.grant.is_none(), "tokens are of the one who signed in");
}

#[tokio::test]
async fn a_sender_domains_server_is_signed_in_to_and_its_grant_goes_with_it() {
    let of_domain: fn(&House) -> TransportOwner = |_| TransportOwner::Domain("house.test".to_owned());
    let relay = Relay::open_for("oauthbearer", of_domain).await;
    let house = &relay.house;
    let organisation = house.actor.organisation;
    let listed = transport::list_of_domains(&house.office, organisation).await.unwrap();
    let (id, person) = (listed[0].id, Person { actor: &house.actor, credential: &SESSION });
    let begun = sign_ins::begin_for_domain(&house.office, person, id, SignInWay::Browser).await.unwrap();
    assert_eq!(relay.agree(person, &begun).await, GrantOwner::Domain(id));
    answer(house, FromChoice::Mailbox).await;
    assert_eq!(relay.sink.wait_for(1).len(), 1);
    let listed = transport::list_of_domains(&house.office, organisation).await.unwrap();
    assert_eq!(listed[0].view.grant.as_ref().map(|grant| grant.state), Some(GrantState::Good));
    transport::delete_of_domain(&house.office, &house.actor, id).await.unwrap();
    let conn = house.office.store().read();
    let left = store::oauth::grants::find(&conn, organisation, GrantOwner::Domain(id)).await.unwrap();
    assert!(left.is_none());
}
