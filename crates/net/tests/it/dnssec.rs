//! Signatures of zones that are checked here, over a name server with zones that are signed in the test.

use net::dns::{Anchors, Signatures};
use net::{DnsError, HickoryResolver, MxAnswer, Resolver};
use testkit::dns::signed::{RecordType, SignedServer, World};

const DOMAIN: &str = "customer.example";
const HOST: &str = "mx.provider.example";
const PLACE: &str = "_25._tcp.mx.provider.example";

/// A domain whose mail a provider takes, both signed.
fn world() -> World {
    let world = World::new().unwrap().zone("example").unwrap().zone(DOMAIN).unwrap();
    world.zone("provider.example").unwrap().mx(DOMAIN, HOST).a(HOST).tlsa(PLACE, &[7; 32])
}

/// The same, where the provider's zone is not signed.
fn unsigned_provider() -> World {
    let world = World::new().unwrap().zone("example").unwrap().zone(DOMAIN).unwrap();
    world.unsigned_zone("provider.example").mx(DOMAIN, HOST).a(HOST).tlsa(PLACE, &[7; 32])
}

/// Asks a server with such zones, and believes their root.
fn asking(world: World) -> (SignedServer, HickoryResolver) {
    let (algorithm, octets) = world.anchor();
    let server = SignedServer::start(world).unwrap();
    let resolver = HickoryResolver::with_servers(&[server.address()]).unwrap();
    (server, resolver.validating(Anchors::of_key(algorithm, &octets)).unwrap())
}

/// What is proven of the domain's exchangers and of the certificate; how many records.
async fn proven(world: World) -> (Result<bool, DnsError>, Result<Option<usize>, DnsError>) {
    let (_server, resolver) = asking(world);
    let exchangers = resolver.proven_mx(DOMAIN).await.map(|found| found.is_some());
    let records = resolver.tlsa(HOST, 25).await.map(|found| found.map(|found| found.records.len()));
    (exchangers, records)
}

fn bogus<T>(name: &str) -> Result<T, DnsError> {
    Err(DnsError::Bogus(name.to_owned()))
}

#[tokio::test]
async fn what_is_signed_from_the_root_down_is_proven() {
    let (_server, resolver) = asking(world());
    assert_eq!(resolver.signatures().await, Signatures::Own);
    let Some(MxAnswer::Hosts(hosts)) = resolver.proven_mx(DOMAIN).await.unwrap() else { panic!("hosts") };
    assert_eq!(hosts.iter().map(|host| host.name.as_str()).collect::<Vec<_>>(), [HOST]);
    let answer = resolver.tlsa(HOST, 25).await.unwrap().unwrap();
    assert_eq!((answer.base.as_str(), answer.records[0].data.as_slice()), (HOST, &[7; 32][..]));
    assert_eq!(resolver.tlsa(HOST, 587).await, Ok(None), "nothing is published of that port");
    assert_eq!(resolver.proven_mx("provider.example").await, Ok(Some(MxAnswer::Absent)));
    assert_eq!(resolver.proven_mx("nobody.example").await, Ok(None), "there is no such domain");
    assert_eq!(resolver.addresses(HOST).await.unwrap().len(), 1, "ordinary questions are asked as before");
}

#[tokio::test]
async fn a_false_signature_is_told_apart_from_none() {
    let place = world().broken(PLACE, RecordType::TLSA);
    assert_eq!(proven(place).await, (Ok(true), bogus(PLACE)));
    let host = world().broken(HOST, RecordType::A);
    assert_eq!(proven(host).await, (Ok(true), bogus(HOST)));
    let domain = world().broken(DOMAIN, RecordType::MX);
    assert_eq!(proven(domain).await, (bogus(DOMAIN), Ok(Some(1))));
    let delegation = world().broken("provider.example", RecordType::DS);
    assert_eq!(proven(delegation).await, (Ok(true), bogus(HOST)));
}

#[tokio::test]
async fn absence_is_proven_too() {
    let none = World::new().unwrap().zone("example").unwrap().zone(DOMAIN).unwrap();
    let none = none.zone("provider.example").unwrap().mx(DOMAIN, HOST).a(HOST);
    assert_eq!(proven(none.clone()).await, (Ok(true), Ok(None)));
    let forged = none.broken(HOST, RecordType::NSEC);
    assert_eq!(proven(forged).await.1, bogus(PLACE), "somebody may hide what is published");
}

#[tokio::test]
async fn a_zone_that_is_proven_to_be_unsigned_proves_nothing_and_holds_nothing_up() {
    assert_eq!(proven(unsigned_provider()).await, (Ok(true), Ok(None)));
    let hidden = unsigned_provider().broken("provider.example", RecordType::NSEC);
    assert_eq!(proven(hidden).await.1, bogus(HOST), "that it is unsigned must be proven");
    let whole = World::new().unwrap().unsigned_zone("example").mx(DOMAIN, HOST).a(HOST).tlsa(PLACE, &[7; 32]);
    assert_eq!(proven(whole).await, (Ok(false), Ok(None)));
}

#[tokio::test]
async fn an_alias_is_proven_with_what_it_leads_to() {
    let named = |world: World| world.cname("mx.customer.example", HOST).mx(DOMAIN, "mx.customer.example");
    let (_server, resolver) = asking(named(world()));
    let answer = resolver.tlsa("mx.customer.example", 25).await.unwrap().unwrap();
    assert_eq!(answer.base, HOST);
    let (_server, resolver) = asking(named(unsigned_provider()));
    assert_eq!(resolver.tlsa("mx.customer.example", 25).await, Ok(None));
}

#[tokio::test]
async fn an_alias_of_a_signed_zone_holds_to_its_own_certificate_wherever_it_leads() {
    const ALIAS: &str = "mx.customer.example";
    const ALIAS_PLACE: &str = "_25._tcp.mx.customer.example";
    let named = |world: World| world.cname(ALIAS, HOST).mx(DOMAIN, ALIAS).tlsa(ALIAS_PLACE, &[9; 32]);
    let (_server, resolver) = asking(named(unsigned_provider()));
    let answer = resolver.tlsa(ALIAS, 25).await.unwrap().unwrap();
    let found = (answer.base.as_str(), answer.records[0].data.as_slice());
    assert_eq!(found, (ALIAS, &[9; 32][..]), "what the unsigned zone publishes counts for nothing");
    let (_server, resolver) = asking(named(world()));
    assert_eq!(resolver.tlsa(ALIAS, 25).await.unwrap().unwrap().base, HOST, "where it leads comes first");
    let forged = named(unsigned_provider()).broken(ALIAS, RecordType::CNAME);
    let (_server, resolver) = asking(forged);
    assert!(matches!(resolver.tlsa(ALIAS, 25).await, Err(DnsError::Bogus(_))));
    // The way back is no better: an alias of an unsigned zone is whatever somebody on the way says.
    let unsigned = unsigned_provider().zone("other.example").unwrap().a("mx.other.example");
    let unsigned = unsigned.cname("mx2.provider.example", "mx.other.example");
    let unsigned = unsigned.tlsa("_25._tcp.mx.other.example", &[9; 32]);
    let (_server, resolver) = asking(unsigned);
    assert_eq!(resolver.tlsa("mx2.provider.example", 25).await, Ok(None));
}

#[tokio::test]
async fn a_server_that_leaves_signatures_out_is_no_liar_until_it_has_handed_some_on() {
    let (server, resolver) = asking(world().stripped());
    assert!(matches!(resolver.signatures().await, Signatures::LeftOut(_)));
    assert_eq!(resolver.proven_mx(DOMAIN).await, Ok(None));
    assert_eq!(resolver.tlsa(HOST, 25).await, Ok(None));
    assert!(matches!(resolver.mx(DOMAIN).await, Ok(MxAnswer::Hosts(_))), "mail goes all the same");
    drop((server, resolver));

    let whole = world();
    let (server, resolver) = asking(whole.clone());
    assert!(resolver.tlsa(HOST, 25).await.unwrap().is_some());
    server.set(whole.stripped());
    assert!(
        matches!(resolver.tlsa(HOST, 26).await, Err(DnsError::Bogus(_))),
        "from there on it is held to it"
    );
}

#[tokio::test]
async fn a_root_of_somebody_elses_proves_nothing() {
    let server = SignedServer::start(world()).unwrap();
    let resolver = HickoryResolver::with_servers(&[server.address()]).unwrap();
    let resolver = resolver.validating(Anchors::of_root()).unwrap();
    assert!(matches!(resolver.signatures().await, Signatures::LeftOut(_)));
    assert_eq!(resolver.proven_mx(DOMAIN).await, Ok(None));
}

#[tokio::test]
async fn what_a_first_look_costs_is_bounded() {
    let (server, resolver) = asking(world());
    resolver.proven_mx(DOMAIN).await.unwrap();
    resolver.tlsa(HOST, 25).await.unwrap();
    let first = server.asked();
    assert!((8..=40).contains(&first), "{first} questions");
}
