//! What is logged, at all levels: no password, however a server quotes it.

use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};

use domain::Secret;
use domain::transport::TransportOwner;
use flows::transport::{self, TestInput, TransportInput};
use testkit::smtp_sink::{Offer, SmtpSink};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::DefaultGuard;
use tracing::{Event, Metadata, Subscriber};

use crate::house::House;
use crate::sending::{delivery, queue};
use crate::ways::{relay, set};

/// All that this test's thread logs while it is held.
struct Logged {
    lines: Arc<Mutex<Vec<String>>>,
    _guard: DefaultGuard,
}

impl Logged {
    fn begin() -> Self {
        let lines = Arc::new(Mutex::new(Vec::new()));
        let guard = tracing::subscriber::set_default(Log(Arc::clone(&lines)));
        Self { lines, _guard: guard }
    }

    fn lines(&self) -> Vec<String> {
        self.lines.lock().unwrap().clone()
    }
}

struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    fn keep(&self, metadata: &Metadata<'_>, record: impl FnOnce(&mut Line)) {
        let mut line = Line(format!("{} {}", metadata.level(), metadata.target()));
        record(&mut line);
        self.0.lock().unwrap().push(line.0);
    }
}

impl Subscriber for Log {
    fn enabled(&self, _metadata: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        self.keep(span.metadata(), |line| span.record(line));
        Id::from_u64(1)
    }

    fn record(&self, _span: &Id, values: &Record<'_>) {
        let mut line = Line(String::new());
        values.record(&mut line);
        self.0.lock().unwrap().push(line.0);
    }

    fn record_follows_from(&self, _span: &Id, _follows: &Id) {}

    fn event(&self, event: &Event<'_>) {
        self.keep(event.metadata(), |line| event.record(line));
    }

    fn enter(&self, _span: &Id) {}

    fn exit(&self, _span: &Id) {}
}

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {}={value:?}", field.name()).unwrap();
    }
}

/// As the house signs in, and as `AUTH PLAIN` has it (RFC 4616).
const PASSWORD: &str = "hemmelig-7Qx2";
const PLAIN: &str = "AGFkYQBoZW1tZWxpZy03UXgy";

#[tokio::test]
async fn a_password_that_a_relay_quotes_stands_in_no_log_and_in_no_words() {
    let house = House::open().await;
    let signs_in = ("ada".to_owned(), "another".to_owned());
    let own = SmtpSink::offering(Offer { sign_in: Some(signs_in), ..Offer::default() }).unwrap();
    own.refuse_sign_in(&format!("535 5.7.8 {PASSWORD} is wrong, and so is {PLAIN}"));
    let owner = TransportOwner::Organisation;

    let logged = Logged::begin();
    let (username, password) = (Some("ada".to_owned()), Some(Secret::new(PASSWORD)));
    set(&house, owner.clone(), TransportInput { username, password, ..relay(&own) }).await;
    let organisation = house.actor.organisation;
    let queued = queue(&house, organisation, 1).await;
    house.send().await;
    let report = transport::test(&house.office, &house.actor, &owner, TestInput::default()).await.unwrap();
    let lines = logged.lines();

    assert_eq!(report.summary_code, "sign_in", "{report:?}");
    let waits = delivery(&house, organisation, queued[0]).await;
    let kept = transport::get(&house.office, organisation, &owner).await.unwrap().failing;
    assert!(kept.is_some(), "its words are kept with the server");
    let shown = format!("{report:?} {waits:?} {kept:?}");
    let is_told = lines.iter().any(|line| line.contains("535 5.7.8 **** is wrong"));
    assert!(is_told, "a conversation is logged at its level: {lines:#?}");
    for secret in [PASSWORD, PLAIN] {
        let found: Vec<&String> = lines.iter().filter(|line| line.contains(secret)).collect();
        assert!(found.is_empty(), "{found:#?}");
        assert!(!shown.contains(secret), "{shown}");
    }
}
