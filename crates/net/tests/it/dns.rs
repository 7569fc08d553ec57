//! The real resolver against a scripted name server.

use net::{DnsError, HickoryResolver, MxAnswer, Resolver};
use testkit::dns::{DnsServer, Zone};

fn resolver(zone: Zone) -> (DnsServer, HickoryResolver) {
    let server = DnsServer::start(zone).unwrap();
    let resolver = HickoryResolver::with_servers(&[server.address()]).unwrap();
    (server, resolver)
}

async fn mx(zone: Zone, domain: &str) -> Result<MxAnswer, DnsError> {
    let (_server, resolver) = resolver(zone);
    resolver.mx(domain).await
}

#[tokio::test]
async fn exchangers_come_in_order() {
    let zone = Zone::new().mx("example.org", 20, "b.example.org").mx("example.org", 10, "A.example.org");
    let Ok(MxAnswer::Hosts(hosts)) = mx(zone, "example.org").await else { panic!("no hosts") };
    let names: Vec<_> = hosts.iter().map(|host| (host.preference, host.name.as_str())).collect();
    assert_eq!(names, [(10, "a.example.org"), (20, "b.example.org")]);
}

#[tokio::test]
async fn a_domain_may_take_no_mail_or_take_it_itself() {
    assert_eq!(mx(Zone::new().null_mx("example.org"), "example.org").await, Ok(MxAnswer::Null));
    let zone = Zone::new().a("example.org", [192, 0, 2, 1]);
    assert_eq!(mx(zone, "example.org").await, Ok(MxAnswer::Absent));
}

#[tokio::test]
async fn a_name_that_does_not_exist_is_told_from_a_server_that_fails() {
    let unknown = mx(Zone::new(), "example.org").await.unwrap_err();
    assert_eq!(unknown, DnsError::NoSuchName("example.org".into()));
    let failing = mx(Zone::new().fails("example.org"), "example.org").await.unwrap_err();
    assert!(failing.is_temporary(), "{failing}");
}

#[tokio::test]
async fn hosts_have_addresses_of_both_kinds_ipv4_first() {
    let zone = Zone::new()
        .aaaa("mx.example.org", [0x2001, 0xdb8, 0, 0, 0, 0, 0, 1])
        .a("mx.example.org", [192, 0, 2, 1])
        .mx("bare.example.org", 10, "mx.example.org");
    let (_server, resolver) = resolver(zone);
    let found = resolver.addresses("mx.example.org").await.unwrap();
    let shown: Vec<_> = found.iter().map(ToString::to_string).collect();
    assert_eq!(shown, ["192.0.2.1", "2001:db8::1"]);
    let none = resolver.addresses("bare.example.org").await.unwrap_err();
    assert_eq!(none, DnsError::NoAddress("bare.example.org".into()));
    let unknown = resolver.addresses("no.example.org").await.unwrap_err();
    assert_eq!(unknown, DnsError::NoSuchName("no.example.org".into()));
}

#[tokio::test]
async fn a_name_is_told_where_it_leads_and_answers_with_the_texts_at_the_end() {
    let zone = Zone::new()
        .cname("led._domainkey.example.org", "led.keys.example.net")
        .txt("led.keys.example.net", "v=DKIM1; p=MIIB")
        .cname("free._domainkey.example.org", "free.keys.example.net");
    let (_server, resolver) = resolver(zone);
    assert_eq!(resolver.texts("led._domainkey.example.org").await.unwrap(), ["v=DKIM1; p=MIIB"]);
    for (name, target) in [("led", "led.keys.example.net"), ("free", "free.keys.example.net")] {
        let found = resolver.alias(&format!("{name}._domainkey.example.org")).await.unwrap();
        assert_eq!(found, target);
    }
    let nothing = resolver.texts("free._domainkey.example.org").await.unwrap_err();
    assert!(matches!(nothing, DnsError::NoSuchName(_) | DnsError::NoAddress(_)), "{nothing}");
    let no_alias = resolver.alias("led.keys.example.net").await.unwrap_err();
    assert!(matches!(no_alias, DnsError::NoSuchName(_) | DnsError::NoAddress(_)), "{no_alias}");
}

#[tokio::test]
async fn the_hosts_of_a_service_come_in_order() {
    let zone = Zone::new()
        .srv("_imaps._tcp.example.org", (20, 0), ("c.example.org", 993))
        .srv("_imaps._tcp.example.org", (10, 1), ("b.example.org", 1993))
        .srv("_imaps._tcp.example.org", (10, 9), ("A.example.org", 993))
        .srv("_pop3s._tcp.example.org", (0, 0), (".", 0))
        .a("_imap._tcp.example.org", [192, 0, 2, 1])
        .fails("_submission._tcp.example.org");
    let (_server, resolver) = resolver(zone);
    let hosts = resolver.services("_imaps._tcp.example.org").await.unwrap();
    let shown: Vec<_> = hosts.iter().map(|host| (host.name.as_str(), host.port)).collect();
    assert_eq!(shown, [("a.example.org", 993), ("b.example.org", 1993), ("c.example.org", 993)]);
    assert_eq!(
        resolver.services("_pop3s._tcp.example.org").await,
        Ok(Vec::new()),
        "it says that it has none"
    );
    let none = resolver.services("_imap._tcp.example.org").await.unwrap_err();
    assert_eq!(none, DnsError::NoAddress("_imap._tcp.example.org".into()));
    assert!(resolver.services("_submission._tcp.example.org").await.unwrap_err().is_temporary());
    assert!(!resolver.services("_submissions._tcp.example.org").await.unwrap_err().is_temporary());
}

#[test]
fn a_resolver_needs_a_server() {
    assert!(HickoryResolver::with_servers(&[]).is_err());
}

/// What a name server of this machine that checks signatures proves of `mx.example.org`.
async fn proven(zone: Zone) -> (Option<MxAnswer>, Result<Option<usize>, DnsError>) {
    let server = DnsServer::start(zone).unwrap();
    let resolver = HickoryResolver::with_servers(&[server.address()]).unwrap();
    let resolver = resolver.trusting(server.address()).unwrap();
    let exchangers = resolver.proven_mx("example.org").await.unwrap();
    let records = resolver.tlsa("mx.example.org", 25).await;
    (exchangers, records.map(|found| found.map(|found| found.records.len())))
}

fn with_certificate() -> Zone {
    Zone::new()
        .mx("example.org", 10, "mx.example.org")
        .a("mx.example.org", [192, 0, 2, 1])
        .tlsa("_25._tcp.mx.example.org", (3, 1, 1), &[7; 32])
        .tlsa("_25._tcp.mx.example.org", (2, 0, 1), &[8; 32])
}

#[tokio::test]
async fn what_signed_zones_say_is_proven_and_what_others_say_is_not() {
    let (exchangers, records) = proven(with_certificate()).await;
    assert_eq!((exchangers, records), (None, Ok(None)), "nothing is signed");
    let half = with_certificate().signed("example.org").signed("_25._tcp.mx.example.org");
    let (exchangers, records) = proven(half.clone()).await;
    assert!(exchangers.is_some());
    assert_eq!(records, Ok(None), "the host's own zone is not signed");
    assert_eq!(proven(half.signed("mx.example.org")).await.1, Ok(Some(2)));
}

#[tokio::test]
async fn a_certificate_that_cannot_be_asked_for_is_not_taken_for_none() {
    let zone = with_certificate().signed("mx.example.org").fails("_25._tcp.mx.example.org");
    assert!(proven(zone).await.1.unwrap_err().is_temporary());
    let none = Zone::new().mx("example.org", 10, "mx.example.org").a("mx.example.org", [192, 0, 2, 1]);
    assert_eq!(proven(none.signed("mx.example.org")).await.1, Ok(None));
}

#[tokio::test]
async fn signatures_are_believed_of_this_machine_alone() {
    let resolver = HickoryResolver::with_servers(&["127.0.0.1:53".parse().unwrap()]).unwrap();
    let refused = resolver.trusting("192.0.2.53:53".parse().unwrap()).err().unwrap().to_string();
    assert!(refused.contains("not on this machine"), "{refused}");
}
