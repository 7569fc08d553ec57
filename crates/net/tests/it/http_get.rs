//! Documents from servers that strangers named, and every way in which those can be hostile.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use domain::{SystemClock, SystemEntropy};
use futures_util::future::BoxFuture;
use net::http_get::{Document, DocumentError, Question, fetch};
use net::{ClientTls, ConnectError, Connected, DnsError, MxAnswer, Net, Network, Reach, Resolver, Target};
use testkit::certificates::TestCa;
use testkit::web::{Page, WebServer};
use tokio::net::TcpStream;

/// A network in which every host by name is one server of ours at its usual port, as if it stood in the public
/// Internet; the hosts called `inside` stand in a private network.
struct Web {
    secure: SocketAddr,
    plain: SocketAddr,
}

impl Network for Web {
    fn connect<'a>(&'a self, target: &'a Target<'a>) -> BoxFuture<'a, Result<Connected, ConnectError>> {
        let (host, port) = (target.host.to_owned(), target.port);
        let address: IpAddr = host.trim_matches(['[', ']']).parse().unwrap_or_else(|_| {
            if host.contains("inside") { [10, 0, 0, 1].into() } else { [1, 1, 1, 1].into() }
        });
        let to = if port == 443 { self.secure } else { self.plain };
        let allowed = target.reach.allows(address);
        Box::pin(async move {
            if !allowed {
                return Err(ConnectError::NotAllowed { host, port });
            }
            let stream = TcpStream::connect(to).await.unwrap();
            Ok(Connected { stream: Box::new(stream), peer: to })
        })
    }

    fn resolver(&self) -> &dyn Resolver {
        self
    }
}

impl Resolver for Web {
    fn mx<'a>(&'a self, _domain: &'a str) -> BoxFuture<'a, Result<MxAnswer, DnsError>> {
        Box::pin(async { Ok(MxAnswer::Absent) })
    }

    fn addresses<'a>(&'a self, host: &'a str) -> BoxFuture<'a, Result<Vec<IpAddr>, DnsError>> {
        Box::pin(async { Err(DnsError::NoSuchName(host.to_owned())) })
    }
}

struct World {
    secure: WebServer,
    plain: WebServer,
    net: Net,
}

impl World {
    fn new(pages: &[(&str, Page)]) -> Self {
        let authority = TestCa::new().unwrap();
        let certificate =
            authority.server(&["a.example", "b.example", "inside.example", "127.0.0.1"]).unwrap();
        let secure = WebServer::start(Some(&certificate), pages).unwrap();
        let plain = WebServer::start(None, pages).unwrap();
        let net = Net {
            network: Arc::new(Web { secure: secure.address(), plain: plain.address() }),
            tls: ClientTls::new(authority.pem().as_bytes()).unwrap(),
            clock: Arc::new(SystemClock),
            entropy: Arc::new(SystemEntropy),
            reach: Reach::PublicOnly,
        };
        Self { secure, plain, net }
    }

    async fn get(&self, address: &str) -> Result<Document, DocumentError> {
        fetch(&self.net, &question(address)).await
    }

    /// Nobody was asked for anything, over any connection, but these.
    fn asked_for(&self, places: &[&str]) {
        let all = self.secure.asked().into_iter().chain(self.plain.asked());
        let asked: Vec<_> = all.map(|asked| format!("{}{}", asked.host, asked.path)).collect();
        assert_eq!(asked, places);
    }
}

fn question(address: &str) -> Question<'_> {
    Question {
        address,
        xml: None,
        reach: Reach::PublicOnly,
        plain_allowed: false,
        octets_max: 1000,
        within: Duration::from_secs(20),
    }
}

fn text(text: &str) -> Page {
    Page::Text(text.to_owned())
}

fn to(address: &str) -> Page {
    Page::Redirect(address.to_owned())
}

#[tokio::test]
async fn a_document_is_fetched_also_from_where_a_redirect_leads() {
    let world = World::new(&[
        ("a.example/x", to("/y")),
        ("a.example/y", to("https://b.example/z?q=1")),
        ("b.example/z", text("<a/>")),
    ]);
    let document = world.get("https://a.example/x").await.unwrap();
    assert_eq!((document.host.as_str(), &document.octets[..]), ("b.example", b"<a/>".as_slice()));
    world.asked_for(&["a.example/x", "a.example/y", "b.example/z?q=1"]);
}

#[tokio::test]
async fn a_question_in_xml_is_posted_also_after_a_redirect() {
    let world = World::new(&[("a.example/x", to("https://b.example/y")), ("b.example/y", text("<a/>"))]);
    let question = Question { xml: Some("<q/>"), ..question("https://a.example/x") };
    fetch(&world.net, &question).await.unwrap();
    let asked = world.secure.asked();
    assert!(asked.iter().all(|asked| asked.method == "POST" && asked.body == "<q/>"), "{asked:?}");
    assert_eq!(asked.len(), 2);
}

#[tokio::test]
async fn a_redirect_never_leads_into_a_private_network_whatever_is_allowed() {
    for inside in [
        "https://inside.example/y",
        "https://127.0.0.1/y",
        "https://[::1]/y",
        "https://169.254.169.254/latest/meta-data/",
        "https://[::ffff:127.0.0.1]/y",
    ] {
        let world = World::new(&[("a.example/x", to(inside)), ("127.0.0.1/y", text("secret"))]);
        for reach in [Reach::PublicOnly, Reach::Anywhere] {
            let question = Question { reach, ..question("https://a.example/x") };
            let refused = fetch(&world.net, &question).await.unwrap_err();
            assert!(
                matches!(refused, DocumentError::Connect(ConnectError::NotAllowed { .. })),
                "{inside}: {refused}"
            );
        }
        world.asked_for(&["a.example/x", "a.example/x"]);
    }
}

#[tokio::test]
async fn a_host_of_our_own_network_is_asked_where_that_is_allowed_and_nowhere_else() {
    let world = World::new(&[("inside.example/x", to("/y")), ("inside.example/y", text("<a/>"))]);
    let refused = world.get("https://inside.example/x").await.unwrap_err();
    assert!(matches!(refused, DocumentError::Connect(ConnectError::NotAllowed { .. })), "{refused}");
    world.asked_for(&[]);
    let question = Question { reach: Reach::Anywhere, ..question("https://inside.example/x") };
    assert_eq!(fetch(&world.net, &question).await.unwrap().host, "inside.example");
}

#[tokio::test]
async fn encryption_is_not_given_up_and_no_other_port_is_tried() {
    for elsewhere in [
        "http://a.example/y",
        "http://b.example/y",
        "https://b.example:8443/y",
        "https://a.example:25/y",
        "https://user:secret@b.example/y",
        "ftp://b.example/y",
        "file:///etc/passwd",
        "gopher://b.example:70/x",
        "//b.example/y",
        "",
    ] {
        let world = World::new(&[("a.example/x", to(elsewhere))]);
        for plain_allowed in [false, true] {
            let question = Question { plain_allowed, ..question("https://a.example/x") };
            let refused = fetch(&world.net, &question).await.unwrap_err();
            assert!(
                matches!(
                    refused,
                    DocumentError::Address(_)
                        | DocumentError::Status { .. }
                        | DocumentError::Redirects { .. }
                ),
                "{elsewhere}: {refused}"
            );
        }
        assert!(world.plain.asked().is_empty(), "{elsewhere}");
        assert!(world.secure.asked().iter().all(|asked| asked.host == "a.example"), "{elsewhere}");
    }
}

#[tokio::test]
async fn plain_http_is_for_those_who_allow_it() {
    let world = World::new(&[("a.example/x", text("<a/>"))]);
    assert!(matches!(world.get("http://a.example/x").await, Err(DocumentError::Address(_))));
    world.asked_for(&[]);
    let question = Question { plain_allowed: true, ..question("http://a.example/x") };
    fetch(&world.net, &question).await.unwrap();
    world.asked_for(&["a.example/x"]);
}

#[tokio::test]
async fn what_has_no_end_is_cut_off() {
    let world = World::new(&[
        ("a.example/huge", text(&"x".repeat(1001))),
        ("a.example/endless", Page::Endless),
        ("a.example/round", to("/round")),
    ]);
    for path in ["huge", "endless"] {
        let refused = world.get(&format!("https://a.example/{path}")).await.unwrap_err();
        assert!(matches!(refused, DocumentError::TooLarge { octets_max: 1000, .. }), "{path}: {refused}");
    }
    let refused = world.get("https://a.example/round").await.unwrap_err();
    assert!(matches!(refused, DocumentError::Redirects { .. }), "{refused}");
    assert_eq!(world.secure.asked().iter().filter(|asked| asked.path == "/round").count(), 4);
}

#[tokio::test]
async fn a_server_that_says_nothing_costs_the_time_and_no_more() {
    let world = World::new(&[("a.example/x", Page::Silence)]);
    let question = Question { within: Duration::from_millis(200), ..question("https://a.example/x") };
    let refused = fetch(&world.net, &question).await.unwrap_err();
    assert!(matches!(refused, DocumentError::TimedOut { .. }), "{refused}");
}

#[tokio::test]
async fn what_is_no_http_and_who_has_no_certificate_for_his_name_is_refused() {
    let world = World::new(&[("a.example/x", Page::Raw(b"220 smtp.a.example ESMTP\r\n".to_vec()))]);
    let refused = world.get("https://a.example/x").await.unwrap_err();
    assert!(matches!(refused, DocumentError::Http { .. }), "{refused}");
    let refused = world.get("https://c.example/x").await.unwrap_err();
    assert!(matches!(refused, DocumentError::Tls(_)), "{refused}");
    let missing = world.get("https://a.example/none").await.unwrap_err();
    assert!(missing.is_absence() && !refused.is_absence(), "{missing}");
}

#[tokio::test]
async fn a_policy_is_a_plain_text_of_the_very_host() {
    let text = "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 5\r\n\r\nhello";
    let page = text.replace("text/plain; charset=utf-8", "text/html");
    let world = World::new(&[
        ("a.example/text", Page::Raw(text.into())),
        ("a.example/page", Page::Raw(page.into())),
        ("a.example/away", Page::Redirect("https://b.example/text".to_owned())),
        ("b.example/text", Page::Raw(text.into())),
    ]);
    let ask = async |path: &str| {
        let address = format!("https://a.example/{path}");
        net::http_get::fetch_text(&world.net, &question(&address)).await
    };
    assert_eq!(ask("text").await.unwrap().octets, "hello");
    assert!(matches!(ask("page").await, Err(DocumentError::Kind { .. })));
    assert!(matches!(ask("away").await, Err(DocumentError::Status { status: 302, .. })));
    assert!(matches!(ask("none").await, Err(DocumentError::Status { status: 404, .. })));
}
