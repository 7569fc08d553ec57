//! What a relay's provider asks for in SPF: entered with the server, brought into the records, looked for, and proposed.

use domain::outbox::TransportKind;
use domain::preflight::{Level, Point};
use domain::sender_domain::{DnsRecord, RecordKind, RecordProblem, RecordVerdict};
use domain::transport::TransportOwner;
use domain::{EmailAddress, Problem, SenderDomainId};
use flows::preflight::{self, Preflight, Sender};
use flows::transport::{self, SpfProposal, TransportInput};

use crate::sender_domains::World;

const ORGANISATION: TransportOwner = TransportOwner::Organisation;

fn relay(host: &str, spf_terms: Option<&str>) -> TransportInput {
    TransportInput {
        kind: Some(TransportKind::Relay),
        host: Some(host.to_owned()),
        own_return_path: Some(true),
        spf_terms: spf_terms.map(str::to_owned),
        ..TransportInput::default()
    }
}

async fn set(world: &World, input: TransportInput) -> Result<String, Problem> {
    transport::put(&world.office, &world.house.actor, ORGANISATION, input).await?;
    let organisation = world.house.actor.organisation;
    Ok(transport::get(&world.office, organisation, &ORGANISATION).await?.settings.spf_terms)
}

async fn spf(world: &World, id: SenderDomainId) -> DnsRecord {
    let records = world.find(id).await.findings.records;
    records.into_iter().find(|record| record.kind == RecordKind::Spf).unwrap()
}

async fn seen(world: &World, address: &str) -> Preflight {
    let address: EmailAddress = address.parse().unwrap();
    let organisation = world.house.actor.organisation;
    preflight::of(&world.office, Sender { organisation, address: &address, own_of: None }).await.unwrap()
}

#[tokio::test]
async fn what_the_provider_of_a_relay_asks_for_is_looked_for_at_once() {
    let world = World::open().await;
    let id = world.live("acme.test").await;
    set(&world, relay("smtp.relay.test", None)).await.unwrap();
    world.after(0).await;
    assert_eq!(spf(&world, id).await.verdict, RecordVerdict::WayUnknown);

    world.names.publish("spf.relay.test", "TXT", "v=spf1 ip4:198.51.100.0/24 -all");
    let typed = "v=spf1 include:SPF.relay.test\nip4:192.88.99.7 ~all";
    let kept = set(&world, relay("smtp.relay.test", Some(typed))).await.unwrap();
    assert_eq!(kept, "include:spf.relay.test ip4:192.88.99.7");
    world.after(0).await;
    let missing = spf(&world, id).await;
    assert_eq!(missing.verdict, RecordVerdict::Missing);
    assert_eq!(missing.value, "v=spf1 mx include:spf.relay.test ip4:192.88.99.7 ~all");

    world.names.publish("acme.test", "TXT", "v=spf1 include:spf.relay.test -all");
    set(&world, relay("smtp.relay.test", Some(&kept))).await.unwrap();
    world.after(0).await;
    let lacks = spf(&world, id).await;
    assert_eq!((lacks.verdict, lacks.problem), (RecordVerdict::Differs, Some(RecordProblem::NotAuthorised)));
    assert_eq!(lacks.value, "v=spf1 include:spf.relay.test ip4:192.88.99.7 -all");

    set(&world, relay("smtp.relay.test", Some("include:spf.relay.test"))).await.unwrap();
    world.after(0).await;
    assert_eq!(spf(&world, id).await.verdict, RecordVerdict::Live);
    let points = seen(&world, "post@acme.test").await.points;
    assert!(points.iter().any(|(point, _)| *point == Point::SpfLetsUs), "{points:?}");
}

#[tokio::test]
async fn terms_are_of_the_server_that_they_were_entered_for() {
    let world = World::open().await;
    let entered = relay("smtp.relay.test", Some("ip4:192.88.99.7"));
    set(&world, entered).await.unwrap();
    let port = TransportInput { port: Some(587), ..TransportInput::default() };
    assert_eq!(set(&world, port).await.unwrap(), "ip4:192.88.99.7");
    assert_eq!(set(&world, relay("smtp.other.test", None)).await.unwrap(), "");
    for (typed, code) in [
        ("mx", "transport.spf_own_servers"),
        ("mx:relay.test", "transport.spf_mail_servers"),
        ("all", "transport.spf_all"),
        ("ptr", "transport.spf_ptr"),
        ("redirect=relay.test", "transport.spf_whole_record"),
        ("ip4:203.0.113.0/24", "transport.spf_example"),
        ("include:%{d}.relay.test", "transport.spf_term"),
        ("ip4:192.168.7.0/24", "transport.spf_private"),
        ("ip4:0.0.0.0/0", "transport.spf_wide"),
    ] {
        let refused = set(&world, relay("smtp.relay.test", Some(typed))).await.unwrap_err();
        assert_eq!((refused.code, refused.field), (code, Some("spf_terms")), "{typed}");
        assert_eq!(refused.params.get("term").map(String::as_str), Some(typed));
    }
    let own = TransportInput { own_return_path: None, ..relay("smtp.relay.test", Some("ip4:192.88.99.7")) };
    let user = TransportOwner::User(world.house.actor.user);
    let refused = transport::put(&world.office, &world.house.actor, user, own).await.unwrap_err();
    assert_eq!((refused.code, refused.field), ("transport.spf_of_user", Some("spf_terms")));
}

#[tokio::test]
async fn a_record_is_not_led_back_to_itself() {
    let world = World::open().await;
    world.live("acme.test").await;
    let refused = set(&world, relay("smtp.relay.test", Some("include:ACME.test"))).await.unwrap_err();
    assert_eq!((refused.code, refused.field), ("transport.spf_own", Some("spf_terms")));
    assert_eq!(refused.params.get("term").map(String::as_str), Some("include:acme.test"));
    assert_eq!(
        set(&world, relay("smtp.relay.test", Some("include:spf.acme.test"))).await.unwrap(),
        "include:spf.acme.test",
        "a name below it has a record of its own"
    );
    let of_domain = |name: &str| TransportOwner::Domain(name.to_owned());
    let put = async |owner: TransportOwner, typed: &str| {
        transport::put(&world.office, &world.house.actor, owner, relay("smtp.relay.test", Some(typed))).await
    };
    // Terms that were entered before the domain was do not keep anybody from the shared way.
    set(&world, relay("smtp.relay.test", Some("include:later.test"))).await.unwrap();
    world.live("later.test").await;
    let left = TransportInput { own: Some(false), ..relay("smtp.relay.test", Some("include:later.test")) };
    assert_eq!(set(&world, left).await.unwrap(), "include:later.test");
    let refused = put(of_domain("nord.test"), "include:nord.test").await.unwrap_err();
    assert_eq!(refused.code, "transport.spf_own");
    put(of_domain("nord.test"), "include:acme.test").await.unwrap();

    // Of two domains the other one's record needs it, and in its own it is left out.
    let other = world.add("nord.test").await;
    let own = "include:acme.test ip4:192.88.99.7";
    assert_eq!(set(&world, relay("smtp.relay.test", Some(own))).await.unwrap(), own);
    // Alone it would leave nothing there, and two of them lead to each other.
    for void in ["include:acme.test", "include:acme.test include:later.test ip4:192.88.99.7"] {
        let refused = set(&world, relay("smtp.relay.test", Some(void))).await.unwrap_err();
        assert_eq!(refused.code, "transport.spf_own", "{void}");
    }
    // With the other domain gone it leads back, and still keeps nobody from another change.
    flows::sender_domains::archive(&world.office, &world.house.actor, other).await.unwrap();
    let moved = TransportInput { port: Some(2525), ..relay("smtp.relay.test", Some(own)) };
    assert_eq!(set(&world, moved).await.unwrap(), own);
}

#[tokio::test]
async fn of_a_provider_with_its_own_return_path_no_record_is_asked_for_and_the_signature_vouches() {
    let world = World::open().await;
    let id = world.live("acme.test").await;
    world.names.publish("_dmarc.acme.test", "TXT", "v=DMARC1; p=reject");
    set(&world, relay("smtp-relay.brevo.com", None)).await.unwrap();
    world.after(0).await;
    let records = world.find(id).await.findings.records;
    assert_eq!(spf(&world, id).await.verdict, RecordVerdict::NotNeeded);
    assert!(records.iter().all(|record| record.kind != RecordKind::ReturnPath), "no report would come by it");
    let found = seen(&world, "post@acme.test").await;
    assert_eq!(found.level, Level::Pass, "{:?}", found.points);
    assert!(found.points.iter().any(|(point, _)| *point == Point::DmarcPasses), "{:?}", found.points);
}

#[tokio::test]
async fn what_the_provider_of_the_installations_relay_asks_for_its_operator_sets() {
    let term = "include:spf.relay.test";
    let world = World::open_set(|settings| settings.outgoing.spf_terms = term.to_owned()).await;
    world.names.publish("spf.relay.test", "TXT", "v=spf1 ip4:198.51.100.0/24 -all");
    let id = world.live("acme.test").await;
    let missing = spf(&world, id).await;
    assert_eq!((missing.verdict, missing.value), (RecordVerdict::Missing, format!("v=spf1 mx {term} ~all")));
    // A server of one's own has its own.
    set(&world, relay("smtp.other.test", None)).await.unwrap();
    world.after(0).await;
    assert_eq!(spf(&world, id).await.verdict, RecordVerdict::WayUnknown);
}

#[tokio::test]
async fn a_record_that_names_such_a_provider_vouches_for_nobody_whom_people_see() {
    let world = World::open().await;
    set(&world, relay("in-v3.mailjet.com", None)).await.unwrap();
    world.names.publish("stranger.test", "TXT", "v=spf1 include:spf.mailjet.com -all");
    world.names.publish("spf.mailjet.com", "TXT", "v=spf1 ip4:198.51.100.0/24 -all");
    world.names.publish("_dmarc.stranger.test", "TXT", "v=DMARC1; p=reject");
    let points = seen(&world, "post@stranger.test").await.points;
    let vouches = |point: &Point| matches!(point, Point::SpfLetsUs | Point::DmarcPasses);
    assert!(!points.iter().any(|(point, _)| vouches(point)), "{points:?}");
}

#[tokio::test]
async fn the_addresses_of_a_relay_are_proposed_and_nothing_is_entered_by_itself() {
    let world = World::open().await;
    for address in ["192.88.99.7", "10.0.0.7"] {
        world.names.publish("smtp.relay.test", "A", address);
    }
    world.names.publish("inner.test", "A", "10.0.0.7");
    world.names.be_silent_about(&["silent.test"]);
    let proposed = async |host: &str| transport::propose_spf(&world.office, host).await;
    let addresses =
        |terms: &[&str]| SpfProposal::Addresses(terms.iter().map(|it| (*it).to_owned()).collect());
    assert_eq!(proposed(" smtp.relay.test. ").await, Ok(addresses(&["ip4:192.88.99.7"])));
    assert_eq!(proposed("nowhere.test").await, Ok(SpfProposal::NoSuchName));
    assert_eq!(proposed("inner.test").await, Ok(SpfProposal::NotPublic));
    assert_eq!(proposed("[10.0.0.7]").await, Ok(SpfProposal::NotPublic));
    assert_eq!(proposed("silent.test").await, Ok(SpfProposal::Unanswered));
    assert_eq!(proposed("[192.88.99.7]").await, Ok(addresses(&["ip4:192.88.99.7"])));
    let known = vec!["include:spf.protection.outlook.com".to_owned()];
    assert_eq!(proposed("smtp.office365.com").await, Ok(SpfProposal::Known(known)));
    assert_eq!(proposed("smtp-relay.brevo.com").await, Ok(SpfProposal::NotNeeded));
    assert_eq!(proposed("").await.unwrap_err().field, Some("host"));
    assert_eq!(set(&world, relay("smtp.relay.test", None)).await.unwrap(), "");
}
