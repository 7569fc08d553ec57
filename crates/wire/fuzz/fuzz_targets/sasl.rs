//! The client's side of every way of signing in, against a server that asks anything; and what a
//! client sends us.
#![no_main]

use domain::{Secret, Timestamp};
use libfuzzer_sys::fuzz_target;
use wire::Core;
use wire::sasl::{Credentials, Exchange, Mechanism, read_login, read_plain};
use wire::smtp::client::{Channel, Client, Event, Settings, StartTls, Timeouts};

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    asked_by_smtp(text);
    let _plain = read_plain(text);
    let _login = read_login(text);
    for mechanism in [Mechanism::Plain, Mechanism::Login, Mechanism::ScramSha256, Mechanism::XOAuth2, Mechanism::OAuthBearer] {
        let credentials = Credentials::password("kari", Secret::new("secret"));
        let mut exchange = Exchange::new(mechanism, credentials, "fyko+d2lbbFgONRv9qkxdawL");
        // The first response is asked for by an empty question, where it does not go with the command.
        let _initial = exchange.initial();
        for question in text.lines() {
            if exchange.answer(question).is_err() {
                break;
            }
        }
    }
});

/// What a token's response has at most, with its line end (RFC 4954 4).
const RESPONSE_OCTETS_MAX: usize = 12_288;

/// A sign-in over SMTP with a token that no command line holds, against a server that asks anything.
fn asked_by_smtp(text: &str) {
    let now = Timestamp::from_millis(0);
    let octets = text.len() % 16 * 1_000;
    let settings = Settings {
        helo_name: "us.example.net".into(),
        channel: Channel::Tls,
        starttls: StartTls::Never,
        credentials: Some(Credentials::token("kari", Secret::new("t".repeat(octets)))),
        nonce: "nonce".into(),
        timeouts: Timeouts::default(),
    };
    let mut client = Client::new(settings, now);
    let mut tell = |line: &str| {
        client.input(format!("{line}\r\n").as_bytes(), now);
        while let Some(said) = client.poll_output(now) {
            let line = said.strip_suffix(b"\r\n").expect("each command ends its line");
            assert!(said.len() <= RESPONSE_OCTETS_MAX && !line.contains(&b'\n'));
            assert!(!line.starts_with(b"AUTH ") || said.len() <= 512);
        }
        while client.poll_trace().is_some() {}
        while let Some(event) = client.poll_event() {
            assert!(!matches!(event, Event::StartTls | Event::Completed(_)));
        }
    };
    tell("220 hi");
    tell("250-mx");
    tell(if text.len() & 1 == 0 { "250 AUTH XOAUTH2" } else { "250 AUTH OAUTHBEARER" });
    tell("334 ");
    text.lines().for_each(tell);
}
