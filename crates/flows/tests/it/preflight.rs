//! What is found of a sender before anything is sent, and what is not sent at all.

use domain::compose::FromChoice;
use domain::preflight::{Level, Point, UnverifiedRule};
use domain::sender_domain::{RecordKind, RecordVerdict};
use domain::transport::TransportOwner;
use domain::{CaseId, EmailAddress, Problem};
use flows::compose::{self, NewReply, SendingInput, SendingRules};
use flows::identities::{self, IdentityInput};
use flows::preflight::{self, Preflight, Sender};
use flows::transport::{self, TestInput, TransportInput};
use flows::{Office, Parts, Settings};
use net::smtp_out::{self, Sender as SmtpSender};
use net::{ClientTls, Net, Reach, System};
use policy::case_token::TokenKey;
use policy::route::Because;
use serde_json::{Value, json};
use std::sync::Arc;
use testkit::SeededEntropy;

use crate::house::House;
use crate::sender_domains::World;

impl World {
    async fn check(&self, address: &str) -> Preflight {
        let address: EmailAddress = address.parse().unwrap();
        let organisation = self.house.actor.organisation;
        let sender = Sender { organisation, address: &address, own_of: None };
        preflight::of(&self.office, sender).await.unwrap()
    }
}

fn wrong(found: &Preflight) -> Vec<Point> {
    let wrong = found.points.iter().filter(|(_, level)| *level != Level::Pass);
    wrong.map(|(point, _)| *point).collect()
}

#[tokio::test]
async fn a_sender_is_judged_as_a_receiver_will_see_him() {
    let world = World::open().await;
    world.names.publish("gmail.com", "MX", "gmail-smtp-in.l.google.com");
    let free = world.check("kari@gmail.com").await;
    // What leaves through the operator's own server is his to judge: it may be the provider's.
    assert_eq!((free.level, wrong(&free)), (Level::Warn, vec![Point::NoSenderDomain, Point::NoDmarc]));

    world.names.publish("stranger.test", "TXT", "v=spf1 a:elsewhere.test -all");
    world.names.publish("_dmarc.stranger.test", "TXT", "v=DMARC1; p=reject");
    world.names.publish("stranger.test", "MX", "mx.stranger.test");
    let stranger = world.check("post@stranger.test").await;
    assert_eq!((stranger.level, stranger.is_sender_domain), (Level::Warn, false));
    assert_eq!(wrong(&stranger)[0], Point::NoSenderDomain);
    let misspelt = world.check("post@strangr.test").await;
    assert_eq!((misspelt.level, wrong(&misspelt)[0]), (Level::Warn, Point::NoSuchDomain));

    let id = world.live("acme.test").await;
    world.publish(id, &[RecordKind::Dmarc]).await;
    world.after(24 * 3600).await;
    let live = world.check("post@acme.test").await;
    assert_eq!((live.level, wrong(&live)), (Level::Pass, vec![]));
    assert!(live.points.iter().any(|(point, _)| *point == Point::DmarcPasses), "{:?}", live.points);
}

#[tokio::test]
async fn nobody_sends_from_a_domain_that_another_organisation_proved() {
    let world = World::open().await;
    world.live("acme.no").await;
    let stranger = domain::OrganisationId::new(4711);
    let found = async |address: &str| {
        let address: EmailAddress = address.parse().unwrap();
        let sender = Sender { organisation: stranger, address: &address, own_of: None };
        preflight::of(&world.office, sender).await.unwrap()
    };
    for others in ["boss@acme.no", "boss@hr.acme.no"] {
        let found = found(others).await;
        assert_eq!((found.level, wrong(&found)), (Level::Refuse, vec![Point::NoSenderDomain]), "{others}");
    }
    assert_eq!(found("boss@notacme.no").await.level, Level::Warn);
    // Whoever proved it sends from it.
    assert_ne!(world.check("boss@acme.no").await.level, Level::Refuse);
    let below = world.check("boss@hr.acme.no").await;
    assert!(below.points.contains(&(Point::SignedAbove, Level::Pass)), "{:?}", below.points);
    assert_eq!(below.level, Level::Warn);
}

#[tokio::test]
async fn the_operator_says_what_becomes_of_unproved_domains_at_least() {
    let mut house = House::open().await;
    let settings = Settings { unverified: UnverifiedRule::Refuse, ..house.office.settings().clone() };
    house.office = with_settings(&house, settings);
    let address: EmailAddress = "post@stranger.test".parse().unwrap();
    let sender = Sender { organisation: house.actor.organisation, address: &address, own_of: None };
    let found = preflight::of(&house.office, sender).await.unwrap();
    assert_eq!((found.level, wrong(&found)), (Level::Refuse, vec![Point::NoSenderDomain]));
    assert_eq!(compose::rules(&house.office, &house.actor).await.unwrap().unverified, UnverifiedRule::Refuse);
    let refused = choose(&house.office, &house, UnverifiedRule::Warn).await.unwrap_err();
    assert_eq!((refused.code, refused.field), ("sending.operator_wants_proof", Some("unverified")));
    choose(&house.office, &house, UnverifiedRule::Refuse).await.unwrap();
}

#[tokio::test]
async fn what_the_operator_says_at_least_becomes_no_choice_of_the_organisation() {
    let house = House::open().await;
    let (plain, actor) = (&house.office, &house.actor);
    let strict =
        with_settings(&house, Settings { unverified: UnverifiedRule::Refuse, ..plain.settings().clone() });
    let rule = async |office: &Office| compose::rules(office, actor).await.unwrap().unverified;
    let other = SendingInput { agent_name: Some(true), ..SendingInput::default() };
    compose::change_rules(&strict, actor, other).await.unwrap();
    flows::settings::set(&strict, actor, "sending.own_address", json!(false)).await.unwrap();
    assert_eq!((rule(&strict).await, rule(plain).await), (UnverifiedRule::Refuse, UnverifiedRule::Warn));
    let rules = compose::rules(plain, actor).await.unwrap();
    assert!(rules.agent_name && !rules.own_address);

    // Nor where all that was read is sent back.
    let own = compose::own_unverified(&strict, actor).await.unwrap();
    let read = compose::rules(&strict, actor).await.unwrap();
    let unverified = compose::chosen_unverified(&strict, Some(read.unverified), Some(own));
    let back = SendingInput { unverified, ..SendingInput::from(read) };
    compose::change_rules(&strict, actor, back).await.unwrap();
    assert_eq!((rule(&strict).await, rule(plain).await), (UnverifiedRule::Refuse, UnverifiedRule::Warn));
    let chosen = Some(UnverifiedRule::Refuse);
    for (office, own) in [(&strict, None), (&strict, chosen), (plain, Some(UnverifiedRule::Warn))] {
        assert_eq!(compose::chosen_unverified(office, chosen, own), chosen);
    }

    // Chosen, it is; and a choice that is taken back is none, whatever holds then.
    choose(&strict, &house, UnverifiedRule::Refuse).await.unwrap();
    assert_eq!(rule(plain).await, UnverifiedRule::Refuse);
    flows::settings::set(&strict, actor, "sending.unverified", Value::Null).await.unwrap();
    assert_eq!((rule(&strict).await, rule(plain).await), (UnverifiedRule::Refuse, UnverifiedRule::Warn));

    // Nor is a choice in the way of others that the operator offers no longer.
    choose(&offering(&house), &house, UnverifiedRule::Rewrite).await.unwrap();
    compose::change_rules(plain, actor, other).await.unwrap();
    assert_eq!(rule(plain).await, UnverifiedRule::Rewrite);
}

/// The same of a shared sender, whose failures come back to the mailbox.
async fn shared(world: &World, address: &str) {
    let input = IdentityInput { address: Some(address.parse().unwrap()), ..IdentityInput::default() };
    identities::create(&world.office, &world.house.actor, input).await.unwrap();
}

#[tokio::test]
async fn a_return_path_of_another_domain_lets_no_dmarc_pass() {
    let world = World::open().await;
    // The relay's addresses are known, and the domain lets them send.
    world.names.publish("127.0.0.1", "A", "192.0.2.5");
    for name in ["other.test", "third.test"] {
        world.names.publish(name, "TXT", "v=spf1 ip4:192.0.2.5 -all");
        world.names.publish(&format!("_dmarc.{name}"), "TXT", "v=DMARC1; p=reject");
    }
    let mailbox = world.check("post@third.test").await;
    assert!(mailbox.points.iter().any(|(point, _)| *point == Point::DmarcPasses), "{:?}", mailbox.points);
    shared(&world, "press@other.test").await;
    let lent = world.check("press@other.test").await;
    assert!(wrong(&lent).contains(&Point::DmarcFails), "MAIL FROM is the mailbox's: {:?}", lent.points);
    // The policy of a domain above is the one that holds.
    shared(&world, "press@below.other.test").await;
    let below = world.check("press@below.other.test").await;
    assert!(wrong(&below).contains(&Point::DmarcFails), "{:?}", below.points);
}

#[tokio::test]
async fn spf_is_looked_up_where_failures_come_back_to() {
    let world = World::open().await;
    let id = world.live("acme.test").await;
    world.publish(id, &[RecordKind::Dmarc]).await;
    world.names.publish("posthus-return.acme.test", "CNAME", "return.host.test");
    world.after(24 * 3600).await;
    assert!(wrong(&world.check("post@acme.test").await).is_empty());
    // The operator's host has a record that counts for nothing, which its CNAME brings with it.
    for text in ["v=spf1 -all", "v=spf1 mx -all"] {
        world.names.publish("return.host.test", "TXT", text);
    }
    world.house.clock.advance_seconds(3600);
    assert_eq!(wrong(&world.check("post@acme.test").await), [Point::ReturnPathSpf]);
}

#[tokio::test]
async fn what_was_found_for_the_way_of_all_says_nothing_of_ones_own_server() {
    let world = World::open().await;
    world.names.publish("acme.test", "TXT", "v=spf1 ip4:192.0.2.5 -all");
    let id = world.live("acme.test").await;
    world.publish(id, &[RecordKind::Dmarc]).await;
    world.after(24 * 3600).await;
    let input = TransportInput {
        kind: Some(domain::outbox::TransportKind::Relay),
        host: Some("smtp.office365.com".to_owned()),
        ..TransportInput::default()
    };
    let (actor, organisation) = (&world.house.actor, world.house.actor.organisation);
    let owner = TransportOwner::User(actor.user);
    transport::put(&world.office, actor, owner, input).await.unwrap();
    let address: EmailAddress = "ada@acme.test".parse().unwrap();
    let sender = Sender { organisation, address: &address, own_of: Some(actor.user) };
    let own = preflight::of(&world.office, sender).await.unwrap();
    assert_eq!(wrong(&own), [Point::SpfLacksUs], "its record does not name Microsoft");
}

#[tokio::test]
async fn what_was_found_for_another_way_out_is_believed_no_more() {
    let world = World::open().await;
    let (office, actor) = (&world.office, &world.house.actor);
    let leave_through = async |host: &str| {
        let input = TransportInput {
            kind: Some(domain::outbox::TransportKind::Relay),
            host: Some(host.to_owned()),
            ..TransportInput::default()
        };
        transport::put(office, actor, TransportOwner::Organisation, input).await.unwrap();
    };
    leave_through("smtp.office365.com").await;
    world.names.publish("acme.test", "TXT", "v=spf1 include:spf.protection.outlook.com -all");
    world.names.publish("spf.protection.outlook.com", "TXT", "v=spf1 ip4:192.0.2.0/24 -all");
    let id = world.live("acme.test").await;
    world.publish(id, &[RecordKind::Dmarc]).await;
    world.after(24 * 3600).await;
    let spf = async || {
        let records = world.find(id).await.findings.records;
        records.into_iter().find(|record| record.kind == RecordKind::Spf).unwrap().verdict
    };
    assert_eq!(spf().await, RecordVerdict::Live);
    assert!(wrong(&world.check("post@acme.test").await).is_empty());

    leave_through("smtp.domeneshop.no").await;
    assert_eq!(wrong(&world.check("post@acme.test").await), [Point::SpfLacksUs]);
    assert_eq!(spf().await, RecordVerdict::Unchecked, "nobody has looked for that one");
    world.after(60).await;
    assert_eq!(spf().await, RecordVerdict::Differs, "it is looked at before its day is over");
    leave_through("smtp.office365.com").await;
    assert!(wrong(&world.check("post@acme.test").await).is_empty());
}

#[tokio::test]
async fn silent_name_servers_make_nobody_suspect() {
    let world = World::open().await;
    world.names.be_silent(true);
    let silent = world.check("post@stranger.test").await;
    assert_eq!(wrong(&silent), [Point::NoSenderDomain], "which is known without them");
}

/// The house, whose operator offers an address in the place of others.
pub(crate) fn offering(house: &House) -> Office {
    let rewrite_from = Some("no-reply@operator.test".parse().unwrap());
    with_settings(house, Settings { rewrite_from, ..house.office.settings().clone() })
}

/// The house, which its operator set so.
pub(crate) fn with_settings(house: &House, settings: Settings) -> Office {
    let net = Net {
        network: Arc::new(System::new(Arc::new(crate::sender_domains::Names::default()))),
        tls: ClientTls::new(b"").unwrap(),
        clock: Arc::new(house.clock.clone()),
        entropy: Arc::new(SeededEntropy::new(7)),
        reach: Reach::Anywhere,
    };
    Office::new(Parts {
        store: house.office.store().clone(),
        clock: Arc::new(house.clock.clone()),
        entropy: Arc::new(SeededEntropy::new(8)),
        sender: SmtpSender::new(net.clone(), smtp_out::Settings::new("house.test")),
        policies: Arc::new(net::mta_sts::WebPolicies::new(net.clone(), Reach::Anywhere)),
        net,
        tokens: TokenKey::new([5; 32]),
        settings,
    })
}

pub(crate) async fn choose(
    office: &Office,
    house: &House,
    unverified: UnverifiedRule,
) -> Result<(), Problem> {
    let rules = SendingRules { unverified, ..SendingRules::default() };
    compose::change_rules(office, &house.actor, rules).await
}

async fn answer(office: &Office, house: &House, from: Option<FromChoice>) -> Result<(), Problem> {
    let case: CaseId = house.cases().await[0].id;
    let mut reply = NewReply { text: "Takk".to_owned(), ..NewReply::default() };
    reply.as_whom.from = from;
    compose::reply(office, &house.actor, case, reply).await.map(|_| ())
}

#[tokio::test]
async fn what_no_receiver_would_take_is_not_sent_and_the_author_is_told() {
    let house = House::open().await;
    house
        .receive("From: Kari <kari@customer.test>\nSubject: Hei\nMessage-ID: <1@customer.test>\n\nHei\n")
        .await;
    let office = &house.office;
    answer(office, &house, None).await.unwrap();
    choose(office, &house, UnverifiedRule::Refuse).await.unwrap();
    let refused = answer(office, &house, None).await.unwrap_err();
    assert_eq!((refused.code, refused.field), ("from.not_proved", Some("from")));
    let input =
        IdentityInput { address: Some("acme@gmail.com".parse().unwrap()), ..IdentityInput::default() };
    let id = identities::create(office, &house.actor, input).await.unwrap();
    let refused = answer(office, &house, Some(FromChoice::Shared { id })).await.unwrap_err();
    assert_eq!(refused.code, "from.not_proved");
    let rewrite = choose(office, &house, UnverifiedRule::Rewrite).await.unwrap_err();
    assert_eq!(rewrite.code, "sending.no_operator_address");
}

#[tokio::test]
async fn mail_of_an_unproved_domain_leaves_from_the_operators_address_and_answers_come_back() {
    let mut house = House::open().await;
    house
        .receive("From: Kari <kari@customer.test>\nSubject: Hei\nMessage-ID: <1@customer.test>\n\nHei\n")
        .await;
    house.office = offering(&house);
    choose(&house.office, &house, UnverifiedRule::Rewrite).await.unwrap();
    answer(&house.office, &house, None).await.unwrap();
    house.send().await;
    let text = String::from_utf8_lossy(&house.sink.taken()[0].raw).into_owned();
    let field = |name: &str| text.lines().find(|line| line.starts_with(name)).unwrap_or_default().to_owned();
    assert!(
        field("From: ").contains("The service") && field("From: ").contains("<no-reply@operator.test>"),
        "{text}"
    );
    assert!(field("Reply-To: ").contains("<service@house.test>"), "{text}");
    let back = house.sink.taken()[0].return_path.clone();
    assert!(back.contains("no-reply@operator.test"), "SPF is of the operator's domain");
}

#[tokio::test]
async fn the_mail_of_a_test_leaves_from_the_operators_address_where_real_mail_does() {
    let house = House::open().await;
    let office = offering(&house);
    choose(&office, &house, UnverifiedRule::Rewrite).await.unwrap();
    let test = TestInput {
        transport: TransportInput { own: Some(false), ..TransportInput::default() },
        recipient: Some("kari@customer.test".parse().unwrap()),
        from: None,
    };
    let report = transport::test(&office, &house.actor, &TransportOwner::Organisation, test).await.unwrap();
    assert!(report.ok, "{report:?}");
    let taken = house.sink.taken().remove(0);
    let text = String::from_utf8_lossy(&taken.raw).into_owned();
    assert_eq!(taken.return_path, "no-reply@operator.test");
    assert!(text.contains("<no-reply@operator.test>") && text.contains("Reply-To: "), "{text}");
}

#[tokio::test]
async fn the_way_that_mail_will_take_is_told_with_whose_choice_it_is() {
    let world = World::open().await;
    let (office, actor) = (&world.office, &world.house.actor);
    let put = async |owner: TransportOwner, host: &str| {
        let kind = Some(domain::outbox::TransportKind::Relay);
        let input = TransportInput { kind, host: Some(host.to_owned()), ..TransportInput::default() };
        transport::put(office, actor, owner, input).await.unwrap();
    };
    let way = async |own_of| {
        let address: EmailAddress = "ada@house.test".parse().unwrap();
        let sender = Sender { organisation: actor.organisation, address: &address, own_of };
        let way = preflight::of(office, sender).await.unwrap().way.unwrap();
        (way.because, way.server)
    };
    let through = |host: &str| Some(host.to_owned());
    assert_eq!(way(None).await.0, Because::Installation);
    put(TransportOwner::Organisation, "smtp.all.test").await;
    assert_eq!(way(None).await, (Because::Organisation, through("smtp.all.test")));
    put(TransportOwner::Domain("house.test".to_owned()), "smtp.house.test").await;
    assert_eq!(way(None).await, (Because::Domain, through("smtp.house.test")));
    put(TransportOwner::User(actor.user), "smtp.ada.test").await;
    assert_eq!(way(Some(actor.user)).await, (Because::User, through("smtp.ada.test")));
    assert_eq!(way(None).await.0, Because::Domain, "what is not hers does not take her way");
}
