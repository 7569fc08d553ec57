//! What exchangers must prove before they are handed a mail, and what is told of it.

use std::sync::Arc;

use domain::encryption::{StsMode, StsPolicy, TlsGrade};
use net::smtp_out::{Delivered, Destination, TlsWish};
use net::{DnsError, Tlsa};

use crate::smtp_world::{World, outcomes, transaction};

/// The name that the certificate of all servers here is for.
const NAMED: &str = "relay.example.net";
const OTHER: &str = "mx.example.org";
const DOMAIN: &str = "example.org";
const STARTTLS: &str = "S: 220 hi\nC: EHLO us.example.net\nS: 250-mx\nS: 250 STARTTLS\nC: STARTTLS\nS: 220 go\nTLS\nC: EHLO us.example.net\n";
const PLAIN: &str = "S: 220 hi\nC: EHLO us.example.net\n";
const TAKES: &str = "S: 250-mx\nS: 250 PIPELINING
    C: MAIL FROM:<sak@example.net>
    C: RCPT TO:<a@example.org>
    C: DATA
    S: 250 ok
    S: 250 ok
    S: 354 go
    MAIL
    S: 250 2.0.0 taken\n";

fn demands(mode: StsMode, exchangers: &[&str]) -> Destination {
    let exchangers = exchangers.iter().map(|name| (*name).to_owned()).collect();
    let policy = Some(Arc::new(StsPolicy { mode, exchangers, max_age_s: 86_400 }));
    Destination { policy, ..DOMAIN.into() }
}

async fn deliver(world: &World, to: &Destination) -> Delivered {
    world.sender().deliver_to_domain(to, &transaction(&["a@example.org"])).await
}

fn said(delivered: &Delivered) -> String {
    outcomes(delivered).concat()
}

#[tokio::test]
async fn a_certificate_that_proves_the_name_is_told_of_though_nobody_asked() {
    for (host, grade) in [(NAMED, TlsGrade::Verified), (OTHER, TlsGrade::Opportunistic)] {
        let world = World::new(&[(host, &[STARTTLS, TAKES].concat())]).mx(DOMAIN, &[(10, host)]);
        let delivered = deliver(&world, &DOMAIN.into()).await;
        assert_eq!((said(&delivered).as_str(), delivered.grade), ("delivered: 250 2.0.0 taken", grade));
        world.played().await;
    }
}

#[tokio::test]
async fn a_domain_that_enforces_its_policy_gets_mail_over_verified_tls() {
    let world = World::new(&[(NAMED, &[STARTTLS, TAKES].concat())]).mx(DOMAIN, &[(10, NAMED)]);
    let delivered = deliver(&world, &demands(StsMode::Enforce, &["*.example.net"])).await;
    assert_eq!(
        (said(&delivered).as_str(), delivered.grade),
        ("delivered: 250 2.0.0 taken", TlsGrade::MtaSts)
    );
    world.played().await;
}

#[tokio::test]
async fn a_domain_that_enforces_its_policy_never_gets_mail_otherwise() {
    let no_tls = [PLAIN, "S: 250 mx\n"].concat();
    let bad = "S: 220 hi\nC: EHLO us.example.net\nS: 250-mx\nS: 250 STARTTLS\nC: STARTTLS\nS: 220 go\nTLS\n";
    for (host, script, words) in
        [(NAMED, no_tls.as_str(), "does not offer STARTTLS"), (OTHER, bad, "another name")]
    {
        let world = World::new(&[(host, script)]).mx(DOMAIN, &[(10, host)]);
        let delivered = deliver(&world, &demands(StsMode::Enforce, &[host])).await;
        let said = said(&delivered);
        assert!(said.starts_with("unreachable: `example.org` demands encryption"), "{said}");
        assert!(said.contains(words), "{said}");
        assert!(delivered.unprotected && !delivered.reached);
    }
}

#[tokio::test]
async fn an_exchanger_that_the_policy_does_not_name_is_not_even_asked() {
    let world = World::new(&[(NAMED, &[STARTTLS, TAKES].concat())]).mx(DOMAIN, &[(5, OTHER), (10, NAMED)]);
    let delivered = deliver(&world, &demands(StsMode::Enforce, &[NAMED])).await;
    assert_eq!((delivered.host.as_str(), delivered.grade), (NAMED, TlsGrade::MtaSts));
    let nobody = World::new(&[]).mx(DOMAIN, &[(5, OTHER)]);
    let delivered = deliver(&nobody, &demands(StsMode::Enforce, &[NAMED])).await;
    assert!(said(&delivered).contains("`mx.example.org` is none of them"), "{}", said(&delivered));
    assert!(delivered.unprotected && delivered.outcomes[0].1.is_temporary());
}

#[tokio::test]
async fn a_domain_that_tries_its_policy_out_gets_its_mail_and_we_note_what_would_have_been() {
    for (host, script, good) in [
        (NAMED, [STARTTLS, TAKES].concat(), true),
        (OTHER, [STARTTLS, TAKES].concat(), false),
        (NAMED, [PLAIN, TAKES].concat(), false),
    ] {
        let world = World::new(&[(host, &script)]).mx(DOMAIN, &[(10, host)]);
        let delivered = deliver(&world, &demands(StsMode::Testing, &[NAMED])).await;
        assert_eq!((said(&delivered).as_str(), delivered.tested), ("delivered: 250 2.0.0 taken", Some(good)));
    }
}

fn published(data: Vec<u8>) -> Vec<Tlsa> {
    vec![Tlsa { usage: 3, selector: 1, matching: 0, data }]
}

#[tokio::test]
async fn a_certificate_that_its_zone_publishes_is_enough_and_goes_before_a_policy() {
    let world = World::new(&[(OTHER, &[STARTTLS, TAKES].concat())]).mx(DOMAIN, &[(10, OTHER)]);
    let key = world.key();
    let world = world.publishes(OTHER, Ok(published(key)));
    let delivered = deliver(&world, &demands(StsMode::Enforce, &["elsewhere.example.org"])).await;
    assert_eq!((said(&delivered).as_str(), delivered.grade), ("delivered: 250 2.0.0 taken", TlsGrade::Dane));
    world.played().await;
}

#[tokio::test]
async fn a_server_with_another_certificate_than_is_published_gets_nothing() {
    let hello =
        "S: 220 hi\nC: EHLO us.example.net\nS: 250-mx\nS: 250 STARTTLS\nC: STARTTLS\nS: 220 go\nTLS\n";
    let no_tls = [PLAIN, "S: 250 mx\n"].concat();
    for (script, words) in
        [(hello, "none of those that its zone publishes"), (&no_tls, "does not offer STARTTLS")]
    {
        let world = World::new(&[(NAMED, script)]).mx(DOMAIN, &[(10, NAMED)]);
        let world = world.publishes(NAMED, Ok(published(b"another".to_vec())));
        let delivered = deliver(&world, &DOMAIN.into()).await;
        assert!(said(&delivered).contains(words), "{}", said(&delivered));
        assert!(delivered.unprotected && delivered.outcomes[0].1.is_temporary());
    }
}

#[tokio::test]
async fn records_that_nobody_can_be_held_to_demand_encryption_alone() {
    let unusable = vec![Tlsa { usage: 1, selector: 1, matching: 1, data: vec![7; 32] }];
    let world =
        World::new(&[(OTHER, &[STARTTLS, TAKES].concat()), (OTHER, &[PLAIN, "S: 250 mx\n"].concat())]);
    let world = world.mx(DOMAIN, &[(10, OTHER)]).publishes(OTHER, Ok(unusable));
    let delivered = deliver(&world, &DOMAIN.into()).await;
    assert_eq!(
        (said(&delivered).as_str(), delivered.grade),
        ("delivered: 250 2.0.0 taken", TlsGrade::Opportunistic)
    );
    assert!(deliver(&world, &DOMAIN.into()).await.unprotected, "never without");
}

#[tokio::test]
async fn what_cannot_be_looked_up_may_be_what_forbids_it() {
    let failing = DnsError::Unavailable { name: NAMED.to_owned(), cause: "SERVFAIL".to_owned() };
    let world = World::new(&[]).mx(DOMAIN, &[(10, NAMED)]).publishes(NAMED, Err(failing));
    let delivered = deliver(&world, &DOMAIN.into()).await;
    assert!(said(&delivered).contains("is not known"), "{}", said(&delivered));
    assert!(delivered.unprotected && delivered.outcomes[0].1.is_temporary());
}

#[tokio::test]
async fn a_mail_that_needs_tls_goes_over_verified_tls_or_comes_back_at_once() {
    let asks = "S: 250-mx\nS: 250-PIPELINING\nS: 250 REQUIRETLS
        C: MAIL FROM:<sak@example.net> REQUIRETLS
        C: RCPT TO:<a@example.org>
        C: DATA
        S: 250 ok
        S: 250 ok
        S: 354 go
        MAIL
        S: 250 2.0.0 taken\n";
    let no_tls = [PLAIN, "S: 250 mx\n"].concat();
    let mut wanted = transaction(&["a@example.org"]);
    wanted.wishes.tls = TlsWish::Verified;
    let world =
        World::new(&[(NAMED, &[STARTTLS, asks].concat()), (NAMED, &no_tls)]).mx(DOMAIN, &[(10, NAMED)]);
    let sender = world.sender_with(|settings| settings.reuse.mails_max = 1);
    let delivered = sender.deliver_to_domain(&DOMAIN.into(), &wanted).await;
    assert_eq!(
        (said(&delivered).as_str(), delivered.grade),
        ("delivered: 250 2.0.0 taken", TlsGrade::Verified)
    );
    let returned = sender.deliver_to_domain(&DOMAIN.into(), &wanted).await;
    assert!(said(&returned).starts_with("impossible: the mail may go over verified encryption alone"));
    assert!(!returned.unprotected, "it says nothing of other mail");
    let later = "S: 220 hi\nC: EHLO us.example.net\nS: 250-mx\nS: 250 STARTTLS\nC: STARTTLS\nS: 454 later\n";
    let hiccup = World::new(&[(NAMED, later)]).mx(DOMAIN, &[(10, NAMED)]);
    let waits = hiccup.sender_with(|_| ()).deliver_to_domain(&DOMAIN.into(), &wanted).await;
    assert!(waits.outcomes[0].1.is_temporary(), "{}", said(&waits));
    let relay = sender.relay(NAMED, 25, domain::mailbox::Security::None, None);
    let returned = sender.deliver(&relay, &wanted).await;
    assert!(said(&returned).starts_with("impossible: the mail may go"), "{}", said(&returned));
}

#[tokio::test]
async fn a_mail_that_is_protected_to_its_end_goes_to_servers_that_promise_it_alone() {
    let promises = "S: 250-mx\nS: 250-PIPELINING\nS: 250 REQUIRETLS
        C: MAIL FROM:<sak@example.net> REQUIRETLS
        C: RCPT TO:<a@example.org>
        C: DATA
        S: 250 ok
        S: 250 ok
        S: 354 go
        MAIL
        S: 250 2.0.0 taken\n";
    let (promising, silent) = ([STARTTLS, promises].concat(), [STARTTLS, "S: 250 mx\n"].concat());
    let mut wanted = transaction(&["a@example.org"]);
    wanted.wishes.tls = TlsWish::Throughout;
    let both = World::new(&[(NAMED, &silent), (OTHER, &promising)]).mx(DOMAIN, &[(10, NAMED), (20, OTHER)]);
    let key = both.key();
    let both = both.publishes(OTHER, Ok(published(key)));
    let delivered = both.sender().deliver_to_domain(&DOMAIN.into(), &wanted).await;
    assert_eq!(
        (said(&delivered).as_str(), delivered.grade),
        ("delivered: 250 2.0.0 taken", TlsGrade::Dane),
        "the second one promises it"
    );
    let unsigned = World::new(&[(NAMED, &promising)]).mx(DOMAIN, &[(10, NAMED)]);
    let returned = unsigned.sender().deliver_to_domain(&DOMAIN.into(), &wanted).await;
    let words = said(&returned);
    assert!(words.starts_with("impossible: ") && words.contains("is not signed (DNSSEC)"), "{words}");
    assert!(!returned.reached, "whoever names himself in an unsigned zone is not asked");
    let named = World::new(&[(NAMED, &promising)]).mx(DOMAIN, &[(10, NAMED)]);
    let delivered = named.sender().deliver_to_domain(&demands(StsMode::Enforce, &[NAMED]), &wanted).await;
    assert_eq!(said(&delivered), "delivered: 250 2.0.0 taken", "the policy proves the name");
    let none = World::new(&[(NAMED, &silent)]).mx(DOMAIN, &[(10, NAMED)]);
    let key = none.key();
    let none = none.publishes(NAMED, Ok(published(key)));
    let returned = none.sender().deliver_to_domain(&DOMAIN.into(), &wanted).await;
    let words = said(&returned);
    assert!(words.starts_with("impossible: ") && words.contains("protected all the way"), "{words}");
    assert!(!returned.unprotected, "it says nothing of other mail");
    wanted.wishes.tls = TlsWish::Verified;
    let takes = World::new(&[(NAMED, &[STARTTLS, TAKES].concat())]).mx(DOMAIN, &[(10, NAMED)]);
    let delivered = takes.sender().deliver_to_domain(&DOMAIN.into(), &wanted).await;
    assert_eq!(
        (said(&delivered).as_str(), delivered.grade),
        ("delivered: 250 2.0.0 taken", TlsGrade::Verified)
    );
}

#[tokio::test]
async fn a_mail_that_is_to_arrive_whatever_happens_passes_what_domains_demand() {
    let world = World::new(&[(OTHER, &[PLAIN, TAKES].concat())]).mx(DOMAIN, &[(10, OTHER)]);
    let world = world.publishes(OTHER, Ok(published(b"another".to_vec())));
    let mut wanted = transaction(&["a@example.org"]);
    wanted.wishes.tls = TlsWish::Whatever;
    let delivered = world.sender().deliver_to_domain(&demands(StsMode::Enforce, &[NAMED]), &wanted).await;
    assert_eq!((said(&delivered).as_str(), delivered.grade), ("delivered: 250 2.0.0 taken", TlsGrade::Plain));
}
