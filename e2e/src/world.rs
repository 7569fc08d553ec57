//! The worlds that stories play in: an office, and the servers around it.

use std::net::Ipv4Addr;

use anyhow::Result;
use serde_json::{Value, json};
use testkit::dns::{DnsServer, Zone};
use testkit::dovecot::Dovecot;
use testkit::postfix::Postfix;
use testkit::postgres::{Database, Postgres};
use testkit::posthus::{Posthus, Setup};
use testkit::smtp_sink::SmtpSink;

use crate::api::{Client, rows, text};

/// The service address of every story.
pub const SERVICE: &str = "post@acme.test";
/// Its password at Dovecot.
pub const SERVICE_PASSWORD: &str = "mailbox secret";
/// A customer.
pub const CUSTOMER: &str = "kari@customer.test";

/// Further domains that the customer's mail exchanger takes mail for.
pub const BRANCHES: usize = 12;

/// One of them.
#[must_use]
pub fn branch(number: usize) -> String {
    format!("branch{number}.test")
}

/// An office that delivers straight to the customer's mail exchanger, which is a scripted sink.
pub struct World {
    /// The office.
    pub office: Posthus,
    /// The customers' mail exchanger.
    pub sink: SmtpSink,
    /// The name server both believe in.
    pub dns: DnsServer,
    /// The administrator's API.
    pub api: Client,
    database: Option<Database>,
}

/// Where the office keeps its data.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Engine {
    /// Embedded.
    Sqlite,
    /// A fresh database of the run's PostgreSQL.
    Postgres,
}

impl World {
    /// Opens it, with no mailbox yet.
    ///
    /// # Errors
    /// When a part does not come up.
    pub async fn open(engine: Engine) -> Result<Self> {
        Self::open_with(engine, Setup::new()).await
    }

    /// Opens it with settings of the test's own.
    ///
    /// # Errors
    /// When a part does not come up.
    pub async fn open_with(engine: Engine, setup: Setup) -> Result<Self> {
        let sink = SmtpSink::start()?;
        let mut zone = Zone::new().mx("customer.test", 10, "mx.customer.test").fails("broken.test");
        for number in 0..BRANCHES {
            zone = zone.mx(&branch(number), 10, "mx.customer.test");
        }
        let dns = DnsServer::start(zone.a("mx.customer.test", Ipv4Addr::LOCALHOST))?;
        let mut setup = setup.world(dns.address(), sink.port());
        let database = match engine {
            Engine::Sqlite => None,
            Engine::Postgres => Some(Postgres::start()?.database()?),
        };
        if let Some(database) = &database {
            setup = setup.database(database.url());
        }
        let office = Posthus::start(setup)?;
        let api = Client::administrator(&office).await?;
        Ok(Self { office, sink, dns, api, database })
    }

    /// Where the data lies, on PostgreSQL.
    #[must_use]
    pub fn database_url(&self) -> Option<&str> {
        self.database.as_ref().map(Database::url)
    }

    /// Adds the service mailbox, fed by the office's own SMTP listener.
    ///
    /// # Errors
    /// When the office refuses.
    pub async fn add_listening_mailbox(&self) -> Result<Value> {
        self.api.post("/mailboxes", &json!({ "address": SERVICE, "protocol": "smtp", "active": true })).await
    }

    /// Adds the service mailbox at Dovecot, over IMAP or POP3, asked every five seconds at most.
    ///
    /// # Errors
    /// When the office refuses.
    pub async fn add_fetched_mailbox(&self, dovecot: &Dovecot, protocol: &str) -> Result<Value> {
        let port = if protocol == "imap" { dovecot.ports().imap } else { dovecot.ports().pop3 };
        let mailbox = json!({
            "address": SERVICE, "protocol": protocol, "host": "127.0.0.1", "port": port,
            "security": "none", "username": SERVICE, "password": SERVICE_PASSWORD,
            "interval_s": 60, "after_import": "delete", "active": true, "history": "all",
        });
        self.api.post("/mailboxes", &mailbox).await
    }

    /// Sends everything through this Postfix from here on.
    ///
    /// # Errors
    /// When the office refuses.
    pub async fn relay_through(&self, postfix: &Postfix) -> Result<Value> {
        let relay =
            json!({ "kind": "relay", "host": "127.0.0.1", "port": postfix.port(), "security": "none" });
        self.api.put("/transport", &relay).await
    }

    /// Hands a mail from the customer to the office's SMTP listener.
    ///
    /// # Errors
    /// When the office does not take it.
    pub fn send_in(&self, raw: &[u8]) -> std::io::Result<()> {
        testkit::smtp_client::send(self.office.smtp_port(), CUSTOMER, SERVICE, raw)
    }

    /// The newest case, once there are `count`.
    pub async fn newest_case(&self, count: usize) -> Value {
        let path = "/cases?status=all&sort=created_at&descending=true";
        let look = |page: &Value| rows(page).get(count - 1).and(rows(page).first()).cloned();
        self.api.until(&format!("{count} cases"), path, look).await
    }

    /// A case with its messages, once it has `count` of them.
    pub async fn case_with_messages(&self, id: &str, count: usize) -> Value {
        let look = |case: &Value| {
            let messages = case["messages"].as_array()?;
            (messages.len() >= count).then(|| case.clone())
        };
        self.api.until(&format!("{count} messages in the case"), &format!("/cases/{id}"), look).await
    }

    /// Answers a case and gives the message.
    ///
    /// # Errors
    /// When the office refuses.
    pub async fn answer(&self, case_id: &str, words: &str) -> Result<Value> {
        self.api.post(&format!("/cases/{case_id}/reply"), &json!({ "text": words })).await
    }

    /// The outbox item with this id, once it has come to `state`.
    pub async fn outbox_in_state(&self, id: &str, state: &str) -> Value {
        let look = |item: &Value| (text(item, "state") == state).then(|| item.clone());
        self.api.until(&format!("the mail to be {state}"), &format!("/outbox/{id}"), look).await
    }
}

/// A Dovecot that has the service mailbox.
///
/// # Errors
/// When it does not come up.
pub fn service_dovecot() -> Result<Dovecot> {
    Ok(Dovecot::start(&[(SERVICE, SERVICE_PASSWORD)])?)
}
