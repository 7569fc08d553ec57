//! The servers of an address: found by those who know, chosen, and never at the price of the others.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use domain::ProblemKind;
use domain::detection::{Service, Source};
use flows::detection::{Candidate, Detection, Outcome, detect};
use flows::{DetectionSettings, Office, Parts, Settings};
use futures_util::future::BoxFuture;
use net::mta_sts::WebPolicies;
use net::smtp_out::{self, Sender};
use net::{ClientTls, ConnectError, Connected, HickoryResolver, Net, Network, Reach, Resolver, Target};
use policy::case_token::TokenKey;
use testkit::SeededEntropy;
use testkit::certificates::TestCa;
use testkit::dns::{DnsServer, Zone};
use testkit::web::{Page, WebServer};
use tokio::net::TcpStream;
use tokio::time::Instant;

use crate::house::House;

/// A network in which web servers stand where the script says, and nowhere else.
struct Web {
    hosts: BTreeMap<&'static str, SocketAddr>,
    plain: SocketAddr,
    resolver: HickoryResolver,
}

impl Network for Web {
    fn connect<'a>(&'a self, target: &'a Target<'a>) -> BoxFuture<'a, Result<Connected, ConnectError>> {
        let (host, port) = (target.host.to_owned(), target.port);
        // Hosts called `inside` resolve to this machine.
        let inside = host.starts_with("inside.").then_some(IpAddr::from([127, 0, 0, 1]));
        let address: Option<IpAddr> = host.parse().ok().or(inside);
        let known = self.hosts.get(target.host).map(|secure| if port == 443 { *secure } else { self.plain });
        let allowed = address.is_none_or(|address| target.reach.allows(address));
        Box::pin(async move {
            if !allowed {
                return Err(ConnectError::NotAllowed { host, port });
            }
            let Some(peer) = known else { return Err(ConnectError::Refused { host, port }) };
            let stream = TcpStream::connect(peer).await.unwrap();
            Ok(Connected { stream: Box::new(stream), peer })
        })
    }

    fn resolver(&self) -> &dyn Resolver {
        &self.resolver
    }
}

/// A world of web servers and name servers around the house.
struct World {
    house: House,
    office: Office,
    secure: WebServer,
    plain: WebServer,
    _names: DnsServer,
}

const HOSTS: [&str; 5] =
    ["autoconfig.acme.test", "acme.test", "autodiscover.acme.test", "list.test", "inside.acme.test"];

fn settings() -> DetectionSettings {
    DetectionSettings {
        isp_database: "https://list.test/v1.1/".to_owned(),
        plain_http: false,
        within: Duration::from_secs(5),
    }
}

impl World {
    async fn new(zone: Zone, pages: &[(&str, Page)], detection: DetectionSettings) -> Self {
        Self::reaching(Reach::PublicOnly, (zone, pages), detection).await
    }

    /// The same where servers that users name may lie at these addresses.
    async fn reaching(
        reach: Reach,
        (zone, pages): (Zone, &[(&str, Page)]),
        detection: DetectionSettings,
    ) -> Self {
        let house = House::open().await;
        let authority = TestCa::new().unwrap();
        let certificate = authority.server(&HOSTS).unwrap();
        let secure = WebServer::start(Some(&certificate), pages).unwrap();
        let plain = WebServer::start(None, pages).unwrap();
        let names = DnsServer::start(zone).unwrap();
        let resolver = HickoryResolver::with_servers(&[names.address()]).unwrap();
        let hosts = HOSTS.into_iter().map(|host| (host, secure.address())).collect();
        let net = Net {
            network: Arc::new(Web { hosts, plain: plain.address(), resolver }),
            tls: ClientTls::new(authority.pem().as_bytes()).unwrap(),
            clock: Arc::new(house.clock.clone()),
            entropy: Arc::new(SeededEntropy::new(7)),
            reach,
        };
        let office = Office::new(Parts {
            store: house.office.store().clone(),
            clock: Arc::new(house.clock.clone()),
            entropy: Arc::new(SeededEntropy::new(8)),
            sender: Sender::new(net.clone(), smtp_out::Settings::new("house.test")),
            policies: Arc::new(WebPolicies::new(net.clone(), reach)),
            net,
            tokens: TokenKey::new([5; 32]),
            settings: Settings { detection, ..house.office.settings().clone() },
        });
        Self { house, office, secure, plain, _names: names }
    }

    async fn detect(&self, address: &str) -> Detection {
        detect(&self.office, &self.house.actor, address).await.unwrap()
    }
}

fn file(host: &str) -> Page {
    let server = |tag: &str, kind: &str, host: &str| {
        format!(
            "<{tag} type=\"{kind}\"><hostname>{kind}.{host}</hostname><socketType>SSL</socketType>\
             <authentication>password-cleartext</authentication><username>%EMAILADDRESS%</username></{tag}>"
        )
    };
    let servers = [server("incomingServer", "imap", host), server("outgoingServer", "smtp", host)].concat();
    Page::Text(format!(
        "<clientConfig version=\"1.1\"><emailProvider id=\"x\">{servers}</emailProvider></clientConfig>"
    ))
}

fn shown(found: &Detection) -> Vec<String> {
    let line = |it: &Candidate| {
        let (service, source) = (it.server.service.as_str(), it.source.as_str());
        format!("{service} {}:{} {source} {}", it.server.host, it.server.port, it.place)
    };
    found.candidates.iter().map(line).collect()
}

fn outcome(found: &Detection, source: Source, place: &str) -> &'static str {
    let asked = found.asked.iter().find(|asked| (asked.source, asked.place.as_str()) == (source, place));
    asked.unwrap_or_else(|| panic!("{source:?} {place}: {:?}", found.asked)).outcome.as_str()
}

#[tokio::test]
async fn the_domains_own_settings_go_first_and_nobody_else_hears_the_address() {
    let pages = [
        ("autoconfig.acme.test/mail/config-v1.1.xml", file("own.acme.test")),
        ("list.test/v1.1/acme.test", file("list.acme.test")),
    ];
    let zone = Zone::new().srv("_imaps._tcp.acme.test", (0, 0), ("srv.acme.test", 993));
    let world = World::new(zone, &pages, settings()).await;
    let found = world.detect("Kari+x@ACME.test").await;
    assert_eq!(
        shown(&found),
        [
            "imap imap.own.acme.test:993 autoconfig autoconfig.acme.test",
            "imap imap.list.acme.test:993 isp_database acme.test",
            "imap srv.acme.test:993 srv acme.test",
            "smtp smtp.own.acme.test:465 autoconfig autoconfig.acme.test",
            "smtp smtp.list.acme.test:465 isp_database acme.test",
        ]
    );
    assert_eq!(found.candidates[0].username(&found.address), "Kari+x@acme.test");

    let asked = world.secure.asked();
    let own = asked.iter().find(|asked| asked.host == "autoconfig.acme.test").unwrap();
    assert_eq!(own.path, "/mail/config-v1.1.xml?emailaddress=Kari%2Bx%40acme.test");
    let list: Vec<_> = asked.iter().filter(|asked| asked.host == "list.test").collect();
    assert!(!list.is_empty() && list.iter().all(|asked| asked.path == "/v1.1/acme.test"), "{list:?}");
    assert!(world.plain.asked().is_empty(), "nobody is asked without encryption");
}

#[tokio::test]
async fn service_records_are_read_and_what_is_not_protected_comes_last() {
    let zone = Zone::new()
        .srv("_imap._tcp.acme.test", (0, 0), ("mail.acme.test", 143))
        .srv("_imaps._tcp.acme.test", (0, 0), ("mail.acme.test", 993))
        .srv("_pop3s._tcp.acme.test", (0, 0), (".", 0))
        .srv("_submission._tcp.acme.test", (0, 0), ("mail.acme.test", 587));
    let world = World::new(zone, &[], settings()).await;
    let found = world.detect("kari@acme.test").await;
    assert_eq!(
        shown(&found),
        [
            "imap mail.acme.test:993 srv acme.test",
            "imap mail.acme.test:143 srv acme.test",
            "smtp mail.acme.test:587 srv acme.test",
        ]
    );
    assert_eq!(outcome(&found, Source::Srv, "acme.test"), "found");
    assert_eq!(outcome(&found, Source::IspDatabase, "acme.test"), "nothing");
}

#[tokio::test]
async fn the_exchanger_tells_whose_customer_a_domain_is() {
    let zone = Zone::new().mx("acme.test", 0, "acme-test.mail.protection.outlook.com");
    let world = World::new(zone, &[], settings()).await;
    let found = world.detect("kari@acme.test").await;
    let best = found.candidates.first().unwrap();
    assert_eq!((best.server.service, best.server.host.as_str()), (Service::Imap, "outlook.office365.com"));
    assert!(best.server.sign_in.oauth);
    assert_eq!(
        best.reason(),
        "Microsoft 365: the domain's mail goes to acme-test.mail.protection.outlook.com"
    );
}

#[tokio::test]
async fn an_exchanger_that_only_the_public_list_knows_leads_to_its_settings() {
    let zone = Zone::new().mx("acme.test", 0, "mx1.in.hoster.no");
    let pages = [("list.test/v1.1/hoster.no", file("hoster.no"))];
    let world = World::new(zone.clone(), &pages, settings()).await;
    let found = world.detect("kari@acme.test").await;
    assert_eq!(shown(&found)[0], "imap imap.hoster.no:993 mx mx1.in.hoster.no");

    let off = DetectionSettings { isp_database: String::new(), ..settings() };
    let world = World::new(zone, &pages, off).await;
    let found = world.detect("kari@acme.test").await;
    assert!(found.candidates.is_empty(), "{found:?}");
    let asked = world.secure.asked();
    assert!(asked.iter().all(|asked| asked.host != "list.test"), "it is switched off: {asked:?}");
}

#[tokio::test]
async fn the_domain_answers_outlooks_question_also_from_elsewhere() {
    let answer = "<Autodiscover><Response><Account><AccountType>email</AccountType><Action>settings</Action>\
        <Protocol><Type>IMAP</Type><Server>mail.acme.test</Server><Port>993</Port><SSL>on</SSL></Protocol>\
        </Account></Response></Autodiscover>";
    let elsewhere = "<Autodiscover><Response><Account><Action>redirectUrl</Action>\
        <RedirectUrl>https://autodiscover.acme.test/other.xml</RedirectUrl></Account></Response></Autodiscover>";
    let pages = [
        ("acme.test/autodiscover/autodiscover.xml", Page::Text(elsewhere.to_owned())),
        ("autodiscover.acme.test/other.xml", Page::Text(answer.to_owned())),
    ];
    let world = World::new(Zone::new(), &pages, settings()).await;
    let found = world.detect("kari@acme.test").await;
    assert_eq!(shown(&found), ["imap mail.acme.test:993 autodiscover autodiscover.acme.test"]);
    let asked = world.secure.asked();
    let posted = asked.iter().filter(|asked| asked.method == "POST");
    assert!(posted.clone().count() >= 2, "{asked:?}");
    assert!(
        posted.into_iter().all(|asked| asked.body.contains("<EMailAddress>kari@acme.test</EMailAddress>"))
    );
}

#[tokio::test]
async fn an_answer_never_sends_us_into_our_own_network_whatever_the_operator_allows() {
    let elsewhere = "<Autodiscover><Response><Account><Action>redirectUrl</Action>\
        <RedirectUrl>https://inside.acme.test/secret.xml</RedirectUrl></Account></Response></Autodiscover>";
    let pages = [
        ("acme.test/autodiscover/autodiscover.xml", Page::Text(elsewhere.to_owned())),
        ("inside.acme.test/secret.xml", file("acme.test")),
    ];
    let world = World::reaching(Reach::Anywhere, (Zone::new(), &pages), settings()).await;
    let found = world.detect("kari@acme.test").await;
    assert_eq!(outcome(&found, Source::Autodiscover, "acme.test"), "failed");
    let asked = world.secure.asked();
    assert!(asked.iter().all(|asked| asked.host != "inside.acme.test"), "{asked:?}");
}

#[tokio::test]
async fn what_is_no_name_of_an_exchanger_asks_nobody() {
    let zone = Zone::new().mx("acme.test", 0, "x?y=1 z.hoster.no").mx("acme.test", 1, "a/../../b.hoster.no");
    let world = World::new(zone, &[("list.test/v1.1/hoster.no", file("hoster.no"))], settings()).await;
    let found = world.detect("kari@acme.test").await;
    assert!(found.candidates.is_empty(), "{found:?}");
    let asked = world.secure.asked();
    let of_list: Vec<_> = asked.iter().filter(|asked| asked.host == "list.test").collect();
    assert!(of_list.iter().all(|asked| asked.path == "/v1.1/acme.test"), "{of_list:?}");
}

#[tokio::test]
async fn names_that_exist_are_a_guess_unless_every_name_exists() {
    let zone = Zone::new().a("imap.acme.test", [192, 0, 2, 1]).a("mail.acme.test", [192, 0, 2, 1]);
    let world = World::new(zone, &[], settings()).await;
    let found = world.detect("kari@acme.test").await;
    assert_eq!(
        shown(&found),
        [
            "imap imap.acme.test:993 guess imap.acme.test",
            "pop3 mail.acme.test:995 guess mail.acme.test",
            "smtp mail.acme.test:465 guess mail.acme.test",
        ]
    );
}

#[tokio::test]
async fn a_silent_source_does_not_stop_the_others() {
    let pages = [
        ("autoconfig.acme.test/mail/config-v1.1.xml", Page::Silence),
        ("acme.test/.well-known/autoconfig/mail/config-v1.1.xml", Page::Endless),
        ("list.test/v1.1/acme.test", file("acme.test")),
    ];
    let zone = Zone::new().is_silent("acme.test").is_silent("_imaps._tcp.acme.test");
    let quick = DetectionSettings { within: Duration::from_millis(1500), ..settings() };
    let world = World::new(zone, &pages, quick).await;
    let began = Instant::now();
    let found = world.detect("kari@acme.test").await;
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    assert_eq!(shown(&found)[0], "imap imap.acme.test:993 isp_database acme.test");
    assert_eq!(outcome(&found, Source::Autoconfig, "autoconfig.acme.test"), "timed_out");
    assert_eq!(outcome(&found, Source::Autoconfig, "acme.test"), "failed");
    assert_eq!(outcome(&found, Source::Mx, "acme.test"), "timed_out");
}

#[tokio::test]
async fn hostile_answers_are_told_and_never_used() {
    let bomb = "<!DOCTYPE a [<!ENTITY a \"aaaaaaaaaa\">]><clientConfig>&a;</clientConfig>";
    let entity = "<clientConfig><emailProvider>&a;</emailProvider></clientConfig>";
    let page = "<html><body>Welcome!</body></html>";
    let pages = [
        ("autoconfig.acme.test/mail/config-v1.1.xml", Page::Text(entity.to_owned())),
        (
            "acme.test/.well-known/autoconfig/mail/config-v1.1.xml",
            Page::Redirect("https://169.254.169.254/".to_owned()),
        ),
        ("list.test/v1.1/acme.test", Page::Text(bomb.to_owned())),
        ("acme.test/autodiscover/autodiscover.xml", Page::Text(page.to_owned())),
    ];
    let world = World::new(Zone::new(), &pages, settings()).await;
    let found = world.detect("kari@acme.test").await;
    assert!(found.candidates.is_empty(), "{found:?}");
    assert_eq!(outcome(&found, Source::Autoconfig, "autoconfig.acme.test"), "unusable");
    assert_eq!(outcome(&found, Source::Autoconfig, "acme.test"), "failed");
    assert_eq!(outcome(&found, Source::IspDatabase, "acme.test"), "nothing");
    assert_eq!(outcome(&found, Source::Autodiscover, "acme.test"), "nothing");
    let refused = found.asked.iter().find_map(|asked| {
        let Outcome::Failed(detail) = &asked.outcome else { return None };
        Some(detail.as_str())
    });
    assert!(refused.is_some_and(|detail| detail.contains("private network")), "{refused:?}");
}

#[tokio::test]
async fn settings_without_encryption_are_for_those_who_allow_them_and_count_less() {
    let pages = [("autoconfig.acme.test/mail/config-v1.1.xml", file("acme.test"))];
    let zone = Zone::new().mx("acme.test", 0, "mx.domeneshop.no");
    let world = World::new(zone, &pages, DetectionSettings { plain_http: true, ..settings() }).await;
    let found = world.detect("kari@acme.test").await;
    assert_eq!(world.plain.asked().len(), 2, "both places of the domain's own");
    // The same file over HTTPS names the same server, and is believed first.
    assert_eq!(found.candidates[0].source, Source::Autoconfig);
    assert_eq!(outcome(&found, Source::PlainAutoconfig, "autoconfig.acme.test"), "found");
}

#[tokio::test]
async fn an_organisation_that_asks_without_end_waits() {
    let world =
        World::new(Zone::new(), &[], DetectionSettings { within: Duration::ZERO, ..settings() }).await;
    for _ in 0..30 {
        world.detect("kari@gmail.com").await;
    }
    let refused = detect(&world.office, &world.house.actor, "kari@gmail.com").await.unwrap_err();
    assert_eq!((refused.kind, refused.code), (ProblemKind::Limit, "detection.too_often"));
    let seconds: i64 = refused.params["retry_after_s"].parse().unwrap();
    assert!((1..=120).contains(&seconds), "{seconds}");
    world.house.clock.advance_seconds(seconds);
    let found = world.detect("kari@gmail.com").await;
    assert_eq!(
        found.candidates[0].source,
        Source::Preset,
        "what is known is told though nobody could be asked"
    );
}

#[tokio::test]
async fn what_is_no_address_is_refused_by_its_field() {
    let world = World::new(Zone::new(), &[], settings()).await;
    for none in ["", "kari", "kari@", "kari@[192.0.2.1]", "kari@a..b"] {
        let refused = detect(&world.office, &world.house.actor, none).await.unwrap_err();
        assert_eq!((refused.kind, refused.field), (ProblemKind::Invalid, Some("address")), "{none}");
    }
    assert!(world.secure.asked().is_empty());
}
