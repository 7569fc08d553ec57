//! The outgoing server: set, tested, and used or left for the installation's.

use domain::audit::{Author, Origin};
use domain::mailbox::Security;
use domain::outbox::{DeliveryState, Stream, TransportKind};
use domain::returns::ReturnClass;
use domain::transport::TransportOwner;
use domain::{Secret, Timestamp};
use flows::outbox;
use flows::transport::{self, TestInput, TransportInput};
use store::oauth::installation::INSTALLATION;
use store::parked;
use testkit::smtp_sink::{ConnectionFault, Fault, Offer, SmtpSink};

use crate::house::{House, SERVICE};
use crate::sending::{queue_in, states};

const ORGANISATION: TransportOwner = TransportOwner::Organisation;

fn relay(sink: &SmtpSink) -> TransportInput {
    TransportInput {
        kind: Some(TransportKind::Relay),
        host: Some(sink.address().ip().to_string()),
        port: Some(sink.port()),
        security: Some(Security::None),
        helo_name: Some("post.acme.test".to_owned()),
        ..TransportInput::default()
    }
}

fn to(recipient: &str, transport: TransportInput) -> TestInput {
    TestInput { transport, recipient: Some(recipient.parse().unwrap()), from: None }
}

#[tokio::test]
async fn a_test_sends_one_mail_and_shows_what_was_said() {
    let (house, own) = (House::open().await, SmtpSink::start().unwrap());
    let report =
        transport::test(&house.office, &house.actor, &ORGANISATION, to("kari@customer.test", relay(&own)))
            .await;
    let report = report.unwrap();
    assert!(report.ok, "{report:?}");
    assert_eq!(report.summary_code, "sent");
    assert!(report.conversation.iter().any(|line| line.contains("EHLO post.acme.test")), "{report:?}");

    let taken = own.wait_for(1);
    assert_eq!(taken[0].recipients, ["kari@customer.test"]);
    assert_eq!(taken[0].return_path, SERVICE, "servers check the sender that real mail has");
    let raw = String::from_utf8_lossy(&taken[0].raw).into_owned();
    assert!(raw.contains("Auto-Submitted: auto-generated"), "{raw}");
    assert!(raw.contains("Test of the outgoing server"), "{raw}");
    assert_eq!(house.sink.count(), 0, "the server in the form was tried, not the one that is kept");
}

#[tokio::test]
async fn a_refusal_of_the_test_is_told_in_the_servers_words() {
    let (house, own) = (House::open().await, SmtpSink::start().unwrap());
    own.answer_recipient("gone@customer.test", "550 5.1.1 nobody of that name");
    let test = to("gone@customer.test", relay(&own));
    let report = transport::test(&house.office, &house.actor, &ORGANISATION, test).await.unwrap();
    assert!(!report.ok);
    assert_eq!(report.summary_code, "refused");
    assert!(report.detail.contains("nobody of that name"), "{report:?}");
    assert_eq!(report.class, Some(ReturnClass::MailboxUnknown));

    own.answer_recipient("later@customer.test", "451 4.7.1 come back later");
    let test = to("later@customer.test", relay(&own));
    let report = transport::test(&house.office, &house.actor, &ORGANISATION, test).await.unwrap();
    assert_eq!((report.ok, report.summary_code.as_str()), (false, "deferred"));
}

#[tokio::test]
async fn a_server_that_lets_us_in_and_takes_no_mail_without_a_sign_in_fails_its_test() {
    let house = House::open().await;
    let signed_in = ("ada".to_owned(), "hemmelig".to_owned());
    let own = SmtpSink::offering(Offer { sign_in: Some(signed_in), ..Offer::default() }).unwrap();
    let test = to("kari@customer.test", relay(&own));
    let report = transport::test(&house.office, &house.actor, &ORGANISATION, test).await.unwrap();
    assert_eq!((report.ok, report.summary_code.as_str()), (false, "sign_in"));
    assert!(report.detail.contains("530"), "{report:?}");
}

#[tokio::test]
async fn a_test_says_at_which_step_it_fails() {
    let (house, own) = (House::open().await, SmtpSink::start().unwrap());
    let code = async |input: TestInput| {
        let report = transport::test(&house.office, &house.actor, &ORGANISATION, input).await.unwrap();
        assert!(!report.ok, "{report:?}");
        report.summary_code
    };
    let greeting = ConnectionFault::Greeting("554 5.7.1 not from you".to_owned());
    own.fail_connection(greeting.clone());
    own.fail_connection(greeting);
    assert_eq!(code(to("kari@customer.test", relay(&own))).await, "not_welcome");

    let starttls = TransportInput { security: Some(Security::StartTls), ..relay(&own) };
    assert_eq!(code(to("kari@customer.test", starttls)).await, "no_starttls");
    let sign_in = TransportInput {
        username: Some("ada".to_owned()),
        password: Some(Secret::new("hemmelig")),
        ..relay(&own)
    };
    assert_eq!(
        code(TestInput { transport: sign_in, recipient: None, from: None }).await,
        "no_way_to_sign_in"
    );
    let port = own.port();
    drop(own);
    let gone = TransportInput {
        kind: Some(TransportKind::Relay),
        host: Some("127.0.0.1".to_owned()),
        port: Some(port),
        security: Some(Security::None),
        ..TransportInput::default()
    };
    assert_eq!(code(to("kari@customer.test", gone)).await, "connect");
}

#[tokio::test]
async fn without_a_recipient_nothing_is_sent() {
    let (house, own) = (House::open().await, SmtpSink::start().unwrap());
    let test = TestInput { transport: relay(&own), recipient: None, from: None };
    let report = transport::test(&house.office, &house.actor, &ORGANISATION, test).await.unwrap();
    assert_eq!((report.ok, report.summary_code.as_str()), (true, "connected"));
    assert_eq!((own.connections(), own.transactions()), (1, 0));

    let direct = TransportInput { kind: Some(TransportKind::Direct), ..TransportInput::default() };
    let test = TestInput { transport: direct, recipient: None, from: None };
    let refused = transport::test(&house.office, &house.actor, &ORGANISATION, test).await.unwrap_err();
    assert_eq!(refused.code, "transport.direct");
}

#[tokio::test]
async fn the_shared_server_is_used_while_the_own_one_waits_with_its_values() {
    let (house, signs_in) = (House::open().await, ("ada".to_owned(), "hemmelig".to_owned()));
    let own = SmtpSink::offering(Offer { sign_in: Some(signs_in), ..Offer::default() }).unwrap();
    let view = transport::get(&house.office, house.actor.organisation, &ORGANISATION).await.unwrap();
    assert!(!view.settings.in_use, "nobody chose a server yet");
    assert_eq!(view.shared, TransportKind::Relay);

    let (username, password) = (Some("ada".to_owned()), Some(Secret::new("hemmelig")));
    let input = TransportInput { username, password, ..relay(&own) };
    transport::put(&house.office, &house.actor, ORGANISATION, input).await.unwrap();
    answer(&house).await;
    assert_eq!((own.count(), house.sink.count()), (1, 0));

    let shared = TransportInput { own: Some(false), ..TransportInput::default() };
    transport::put(&house.office, &house.actor, ORGANISATION, shared.clone()).await.unwrap();
    answer(&house).await;
    assert_eq!((own.count(), house.sink.count()), (1, 1));
    let report =
        transport::test(&house.office, &house.actor, &ORGANISATION, to("kari@customer.test", shared))
            .await
            .unwrap();
    assert!(report.ok);
    assert_eq!((own.count(), house.sink.count()), (1, 2));

    let view = transport::get(&house.office, house.actor.organisation, &ORGANISATION).await.unwrap();
    let kept = &view.settings;
    assert_eq!((kept.in_use, kept.port, view.has_password), (false, own.port(), true));
    assert_eq!((kept.username.as_str(), kept.helo_name.as_str()), ("ada", "post.acme.test"));

    let back = TransportInput { own: Some(true), ..TransportInput::default() };
    transport::put(&house.office, &house.actor, ORGANISATION, back).await.unwrap();
    answer(&house).await;
    assert_eq!((own.count(), house.sink.count()), (2, 2), "signed in with the password that was kept");
}

#[tokio::test]
async fn a_greeting_that_is_no_name_is_refused() {
    let (house, own) = (House::open().await, SmtpSink::start().unwrap());
    let input = TransportInput { helo_name: Some("two words".to_owned()), ..relay(&own) };
    let refused = transport::put(&house.office, &house.actor, ORGANISATION, input).await.unwrap_err();
    assert_eq!((refused.code, refused.field), ("helo_name_malformed", Some("helo_name")));
}

/// A customer writes and is answered.
async fn answer(house: &House) {
    let mail = format!(
        "From: kari@customer.test\nTo: {SERVICE}\nSubject: Question\nMessage-ID: <{}@customer.test>\n\nHei\n",
        house.office.now().as_millis()
    );
    house.receive(&mail).await;
    house.clock.advance_seconds(1);
    let case = house.cases().await.pop().unwrap().id;
    let reply = flows::compose::NewReply { text: "Hello".to_owned(), ..flows::compose::NewReply::default() };
    flows::compose::reply(&house.office, &house.actor, case, reply).await.unwrap();
    house.send().await;
}

#[tokio::test]
async fn through_the_server_of_all_a_user_writes_to_himself_alone_unless_he_sets_it() {
    let house = House::open().await;
    let user = crate::notices::colleague(&house, "Bo", &crate::notices::AGENT).await;
    let shared = |recipient: &str| TestInput {
        transport: TransportInput { own: Some(false), ..TransportInput::default() },
        recipient: Some(recipient.parse().unwrap()),
        from: None,
    };
    let own = flows::users::profile(&house.office, &user).await.unwrap().user.address.to_string();
    let may = async |input: TestInput| transport::may_be_tried_by_user(&house.office, &user, &input).await;
    assert!(may(shared(&own.to_uppercase())).await.is_ok());
    let refused = may(shared("kari@customer.test")).await.unwrap_err();
    assert_eq!((refused.code, refused.field), ("transport.test_to_own_address", Some("recipient")));
    let with_own = TestInput { transport: TransportInput::default(), ..shared("kari@customer.test") };
    assert!(may(with_own).await.is_ok(), "through his own server to whom he likes");
    let nobody = TestInput { recipient: None, ..shared(&own) };
    assert!(may(nobody).await.is_ok(), "nothing is sent");
    let keeper = &house.actor;
    let to_anybody = shared("kari@customer.test");
    assert!(transport::may_be_tried_by_user(&house.office, keeper, &to_anybody).await.is_ok());
}

#[tokio::test]
async fn test_mails_keep_to_what_holds_for_all_mail() {
    let house = House::open().await;
    let user = crate::notices::colleague(&house, "Bo", &crate::notices::AGENT).await;
    let own = flows::users::profile(&house.office, &user).await.unwrap().user.address.to_string();
    let straight = |recipient: &str| TestInput {
        transport: TransportInput {
            own: Some(true),
            kind: Some(TransportKind::Direct),
            ..TransportInput::default()
        },
        recipient: Some(recipient.parse().unwrap()),
        from: None,
    };
    let may = async |input: TestInput| transport::may_be_tried_by_user(&house.office, &user, &input).await;
    assert_eq!(may(straight("kari@customer.test")).await.unwrap_err().code, "transport.test_to_own_address");
    assert!(may(straight(&own)).await.is_ok());

    // An address that is written to no more gets no test either.
    crate::distribution_lists::block(&house, "gone@customer.test").await;
    let test = async |recipient: &str| {
        let input = TestInput {
            transport: TransportInput { own: Some(false), ..TransportInput::default() },
            recipient: Some(recipient.parse().unwrap()),
            from: None,
        };
        transport::test(&house.office, &house.actor, &ORGANISATION, input).await
    };
    let refused = test("gone@customer.test").await.unwrap_err();
    assert_eq!((refused.code, refused.field), ("transport.test_blocked", Some("recipient")));
    // While all mail is stopped, tests are, too.
    let operator = outbox::Stopper { organisation: house.actor.organisation, user: None };
    outbox::stop(&house.office, operator, "abused").await.unwrap();
    assert_eq!(test("kari@customer.test").await.unwrap_err().code, "transport.test_stopped");
    outbox::go_on(&house.office, operator).await.unwrap();
    // And while mail to their domain is.
    outbox::hold_destination(&house.office, operator, ("customer.test", "abused")).await.unwrap();
    let refused = test("kari@customer.test").await.unwrap_err();
    assert_eq!((refused.code, refused.field), ("transport.test_held", Some("recipient")));
    outbox::let_destination_go_on(&house.office, operator, "customer.test").await.unwrap();
    for _ in 0..10 {
        test("kari@customer.test").await.unwrap();
    }
    let wait = async || {
        let refused = test("kari@customer.test").await.unwrap_err();
        assert_eq!(refused.code, "transport.too_many_tests");
        refused.params["retry_after_s"].clone()
    };
    assert_eq!(wait().await, "360");
    house.clock.advance_seconds(300);
    assert_eq!(wait().await, "60", "asking puts nothing off");
    house.clock.advance_seconds(60);
    test("kari@customer.test").await.unwrap();
}

#[tokio::test]
async fn a_test_without_a_mail_says_that_none_was_sent_and_counts_as_one_with_a_mail() {
    let (house, open) = (House::open().await, SmtpSink::start().unwrap());
    let signed_in = ("ada".to_owned(), "hemmelig".to_owned());
    let closed = SmtpSink::offering(Offer { sign_in: Some(signed_in), ..Offer::default() }).unwrap();
    let tried = async |transport: TransportInput| {
        let test = TestInput { transport, ..TestInput::default() };
        transport::test(&house.office, &house.actor, &ORGANISATION, test).await
    };
    let username = Some("ada".to_owned());
    let named = TransportInput { username: username.clone(), ..relay(&closed) };
    let refused = tried(named).await.unwrap_err();
    assert_eq!((refused.code, refused.field), ("transport.password_missing", Some("password")));
    let password = Some(Secret::new("hemmelig"));
    let report = tried(TransportInput { username, password, ..relay(&closed) }).await.unwrap();
    assert_eq!((report.ok, report.summary_code.as_str()), (true, "signed_in"));
    for _ in 0..9 {
        assert_eq!(tried(relay(&open)).await.unwrap().summary_code, "connected");
    }
    assert_eq!(tried(relay(&open)).await.unwrap_err().code, "transport.too_many_tests");
}

#[tokio::test]
async fn a_test_is_from_the_sender_that_is_named_where_his_mail_takes_that_way() {
    let (house, own) = (House::open().await, SmtpSink::start().unwrap());
    let input = flows::identities::IdentityInput {
        address: Some("info@other.test".parse().unwrap()),
        ..flows::identities::IdentityInput::default()
    };
    flows::identities::create(&house.office, &house.actor, input).await.unwrap();
    let tried = async |owner: TransportOwner, from: &str| {
        let from = Some(from.parse().unwrap());
        let test = TestInput { from, ..to("kari@customer.test", relay(&own)) };
        transport::test(&house.office, &house.actor, &owner, test).await
    };
    assert!(tried(ORGANISATION, "info@other.test").await.unwrap().ok);
    assert!(String::from_utf8_lossy(&own.taken()[0].raw).contains("From: info@other.test"));
    assert!(tried(TransportOwner::Domain("other.test".to_owned()), "info@other.test").await.unwrap().ok);
    let others = [
        (ORGANISATION, "stranger@customer.test"),
        (TransportOwner::Domain("other.test".to_owned()), SERVICE),
    ];
    for (owner, from) in others {
        let refused = tried(owner, from).await.unwrap_err();
        assert_eq!((refused.code, refused.field), ("transport.test_from", Some("from")), "{from}");
    }
    let users = TransportOwner::User(house.actor.user);
    let his = TransportInput { helo_name: None, ..relay(&own) };
    let test = TestInput { from: Some(SERVICE.parse().unwrap()), ..to("kari@customer.test", his) };
    let refused = transport::test(&house.office, &house.actor, &users, test).await.unwrap_err();
    assert_eq!(refused.code, "transport.test_from");
}

#[tokio::test]
async fn a_user_tries_no_server_that_he_may_not_set() {
    let (house, own) = (House::open().await, SmtpSink::start().unwrap());
    let users = TransportOwner::User(house.actor.user);
    let tried = async |transport: TransportInput| {
        let test = to("kari@customer.test", transport);
        transport::test(&house.office, &house.actor, &users, test).await.unwrap_err().code
    };
    let his = || TransportInput { helo_name: None, ..relay(&own) };
    assert_eq!(tried(relay(&own)).await, "transport.helo_of_user");
    let stamped = TransportInput { own_return_path: Some(true), ..his() };
    assert_eq!(tried(stamped).await, "transport.own_return_path");
    let straight = TransportInput { kind: Some(TransportKind::Direct), ..his() };
    assert_eq!(tried(straight).await, "transport.direct_of_user");
    let with_spf = TransportInput { spf_terms: Some("include:_spf.acme.test".to_owned()), ..his() };
    assert_eq!(tried(with_spf).await, "transport.spf_of_user");
    assert_eq!(own.count(), 0);
}

#[tokio::test]
async fn bulk_mail_that_waits_for_the_shared_relay_leaves_when_an_own_server_is_set() {
    let (house, own) = (House::open().await, SmtpSink::start().unwrap());
    let organisation = house.actor.organisation;
    for _ in 0..6 {
        house.sink.fail(Fault::Sender("421 4.7.0 too many mails, try again later".to_owned()));
    }
    let items = queue_in(&house, organisation, (6, Stream::Bulk)).await;
    house.send().await;
    let shared = format!("{}:127.0.0.1:{}", parked::relays_of(INSTALLATION), house.sink.port());
    let until = async || {
        let found = parked::find(&house.office.store().read(), &shared).await.unwrap();
        found.unwrap().until
    };
    let waits_until = until().await;
    assert!(waits_until > house.office.now());
    assert_eq!(states(&house, organisation, &items).await, [DeliveryState::Queued; 6]);

    transport::put(&house.office, &house.actor, ORGANISATION, relay(&own)).await.unwrap();
    house.send().await;
    assert_eq!(states(&house, organisation, &items).await, [DeliveryState::Sent; 6]);
    assert_eq!((own.count(), house.sink.count()), (6, 0));
    assert_eq!(until().await, waits_until, "for all others it is parked as it was");
}

#[tokio::test]
async fn a_server_that_somebody_else_set_meanwhile_is_not_written_over_unseen() {
    let (house, own) = (House::open().await, SmtpSink::start().unwrap());
    let version = async |owner: &TransportOwner| {
        let view = transport::get(&house.office, house.actor.organisation, owner).await;
        view.unwrap().version()
    };
    for owner in [ORGANISATION, TransportOwner::Domain("house.test".to_owned())] {
        let put = async |seen_version: Option<i64>, name: &str| {
            house.clock.advance_seconds(1);
            let helo_name = Some(name.to_owned());
            let input = TransportInput { helo_name, seen_version, ..relay(&own) };
            let put = transport::put(&house.office, &house.actor, owner.clone(), input);
            let author = Author { user: Some(house.actor.user), origin: Origin::Browser, token: None };
            store::audit::in_the_name_of(author, put).await
        };
        let unset = version(&owner).await;
        assert_eq!(unset, 0);
        put(Some(unset), "one.acme.test").await.unwrap();
        let refused = put(Some(unset), "two.acme.test").await.unwrap_err();
        let there = version(&owner).await;
        assert_eq!((refused.code, refused.field), ("transport.changed_meanwhile", None));
        assert_eq!(refused.params["version"], there.to_string());
        assert_eq!(refused.params["by"], "Ada");
        assert_eq!(refused.params["at"], Timestamp::from_millis(there).to_rfc3339());
        put(Some(there), "two.acme.test").await.unwrap();
        put(None, "three.acme.test").await.unwrap();
    }
}
