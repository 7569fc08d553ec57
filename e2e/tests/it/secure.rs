//! Real servers over TLS, with sign-in: each way in, and the way out.

use e2e::api::{Client, rows, text};
use e2e::world::{CUSTOMER, Engine, World};
use serde_json::{Value, json};
use testkit::dovecot::Dovecot;
use testkit::postfix::{Postfix, PostfixSetup};
use testkit::posthus::Setup;
use testkit::samples;
use testkit::smtp_sink::SmtpSink;

const PASSWORD: &str = "a secret with spaces";
const WAYS: [(&str, &str, &str); 4] = [
    ("imaps@acme.test", "imap", "tls"),
    ("imap@acme.test", "imap", "starttls"),
    ("pop3s@acme.test", "pop3", "tls"),
    ("pop3@acme.test", "pop3", "starttls"),
];

fn dovecot() -> Dovecot {
    Dovecot::start(&WAYS.map(|(address, ..)| (address, PASSWORD))).unwrap()
}

fn mailbox(dovecot: &Dovecot, (address, protocol, security): (&str, &str, &str)) -> Value {
    let ports = dovecot.ports();
    let port = match (protocol, security) {
        ("imap", "tls") => ports.imaps,
        ("imap", _) => ports.imap,
        (_, "tls") => ports.pop3s,
        (_, _) => ports.pop3,
    };
    json!({
        "address": address, "protocol": protocol, "host": "127.0.0.1", "port": port, "security": security,
        "username": address, "password": PASSWORD, "interval_s": 60, "after_import": "delete",
        "active": true, "history": "all",
    })
}

/// A world that trusts these authorities.
async fn trusting(authorities: &[&str], folder: &tempfile::TempDir) -> World {
    let file = folder.path().join("authorities.pem");
    std::fs::write(&file, authorities.concat()).unwrap();
    let setup = Setup::new().set("POSTHUS_NETWORK_EXTRA_ROOTS", file.display());
    World::open_with(Engine::Sqlite, setup).await.unwrap()
}

async fn tried(api: &Client, path: &str, input: &Value) -> Value {
    let report = api.post(path, input).await.unwrap();
    assert!(!report.to_string().contains(PASSWORD), "the secret is told: {report}");
    report
}

#[tokio::test(flavor = "multi_thread")]
async fn mail_is_fetched_over_tls_in_every_way_and_answered_through_a_relay_that_asks_for_a_password() {
    let (dovecot, sink, folder) = (dovecot(), SmtpSink::start().unwrap(), tempfile::tempdir().unwrap());
    let postfix = Postfix::start(&PostfixSetup {
        relay_to: Some(sink.address()),
        sign_in_at: Some(dovecot.auth_socket()),
        ..PostfixSetup::default()
    });
    let postfix = postfix.unwrap();
    let world = trusting(&[dovecot.authority_pem(), postfix.authority_pem()], &folder).await;
    for (number, way) in (1..).zip(WAYS) {
        let subject = format!("over {} and {}", way.1, way.2);
        dovecot.deliver(way.0, &samples::mail(number, CUSTOMER, way.0, &subject)).unwrap();
        let input = mailbox(&dovecot, way);
        let report = tried(&world.api, "/mailboxes/test", &input).await;
        assert_eq!(report["ok"], true, "{way:?}: {report}");
        world.api.post("/mailboxes", &input).await.unwrap();
    }
    world.newest_case(WAYS.len()).await;

    let relay = |password: &str| {
        json!({ "kind": "relay", "host": "127.0.0.1", "port": postfix.port(), "security": "starttls",
                "username": WAYS[0].0, "password": password })
    };
    let refused = tried(&world.api, "/transport/test", &relay("another secret")).await;
    assert_eq!(refused["ok"], false, "{refused}");
    assert!(text(&refused, "detail").contains("535"), "in the server's words: {refused}");
    assert_eq!(tried(&world.api, "/transport/test", &relay(PASSWORD)).await["ok"], true);

    world.api.put("/transport", &relay(PASSWORD)).await.unwrap();
    let cases = world.api.get("/cases?status=all&sort=number").await.unwrap();
    for case in rows(&cases) {
        world.answer(text(case, "id"), "We will look into it.").await.unwrap();
    }
    let answers = sink.wait_for(WAYS.len());
    assert!(answers.iter().all(|answer| answer.recipients == [CUSTOMER]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_whose_certificate_nobody_vouches_for_gets_no_password() {
    let dovecot = dovecot();
    let world = World::open(Engine::Sqlite).await.unwrap();
    for way in WAYS {
        let report = tried(&world.api, "/mailboxes/test", &mailbox(&dovecot, way)).await;
        assert_eq!((&report["ok"], text(&report, "summary_code")), (&Value::from(false), "tls"), "{report}");
        let lines = report["conversation"].as_array().unwrap();
        let ours: Vec<_> = lines.iter().filter_map(|line| line.as_str()?.strip_prefix("C: ")).collect();
        let is_harmless =
            |line: &&str| line.ends_with("STARTTLS") || line.ends_with("STLS") || *line == "CAPA";
        assert!(ours.iter().all(is_harmless), "{way:?}: {ours:?}");
    }
}
