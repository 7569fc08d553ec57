//! An office with one organisation, one agent and one mailbox.

use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use domain::mailbox::{Protocol, Security};
use domain::org::{Actor, Language, Right};
use domain::outbox::TransportKind;
use domain::{CaseId, Clock, Entropy, MailboxId, Secret, Timestamp};
use flows::arrivals::{self, Batch, NewMail};
use flows::intake::IntakeWorker;
use flows::mailboxes::{MailboxInput, RulesInput, ServerInput};
use flows::outbox::{OutboxWorker, Rates};
use flows::sync::SyncWorker;
use flows::worker::{Found, Worker};
use flows::{InstallationTransport, Office, Parts, Settings};
use net::mta_sts::WebPolicies;
use net::smtp_out::{self, Sender};
use net::{ClientTls, HickoryResolver, Net, Reach, System};
use policy::case_token::TokenKey;
use policy::retry::Schedule;
use store::cases::{CaseFilter, CaseRow, CaseScope, CaseSort};
use store::intake::{Inserted, IntakeFilter, IntakeRow, IntakeShelf, IntakeSort};
use store::mailboxes::MailboxRow;
use store::{Database, ListQuery, Objects, Store, StoreConfig};
use testkit::dns::DnsServer;
use testkit::smtp_sink::SmtpSink;
use testkit::{SeededEntropy, SimClock};
use tokio_util::sync::CancellationToken;

pub(crate) const SERVICE: &str = "service@house.test";

/// What a test plays with.
pub(crate) struct House {
    pub(crate) office: Office,
    pub(crate) clock: SimClock,
    pub(crate) sink: SmtpSink,
    pub(crate) actor: Actor,
    pub(crate) mailbox: MailboxId,
    folder: tempfile::TempDir,
    /// The database of PostgreSQL, where it is one.
    postgres: Option<String>,
}

impl House {
    pub(crate) async fn open() -> Self {
        Self::open_for(domain::limits::MAIL_OCTETS_MAX).await
    }

    /// The same in a world with this name server, where it is found out of each mail who it is from.
    pub(crate) async fn open_with_dns(dns: &DnsServer) -> Self {
        let mut house = Self::open().await;
        house.office.close().await.unwrap();
        let database = embedded(house.folder.path());
        let around = Around { dns: Some(dns), ..Around::of(house.folder.path(), &house.clock, &house.sink) };
        house.office = office(database, around, (0, domain::limits::MAIL_OCTETS_MAX)).await;
        house
    }

    /// The same with another limit on the size of a mail.
    pub(crate) async fn open_for(mail_octets_max: usize) -> Self {
        Self::open_over(None, mail_octets_max).await
    }

    /// The same over this database of PostgreSQL, where writers meet each other.
    pub(crate) async fn open_on_postgres(url: &str) -> Self {
        Self::open_over(Some(url), domain::limits::MAIL_OCTETS_MAX).await
    }

    /// The same after a restart with another way out of the installation.
    pub(crate) async fn restarted_behind(self, outgoing: InstallationTransport) -> Self {
        self.office.close().await.unwrap();
        self.clock.advance_seconds(1);
        let around =
            Around { outgoing: Some(outgoing), ..Around::of(self.folder.path(), &self.clock, &self.sink) };
        let place = (0, domain::limits::MAIL_OCTETS_MAX);
        let office = office(embedded(self.folder.path()), around, place).await;
        Self { office, ..self }
    }

    /// The same with limits on mails in a minute.
    pub(crate) async fn open_limited(rates: Rates) -> Self {
        let house = Self::open().await;
        house.office.close().await.unwrap();
        house.clock.advance_seconds(1);
        let around = Around { rates, ..Around::of(house.folder.path(), &house.clock, &house.sink) };
        let place = (0, domain::limits::MAIL_OCTETS_MAX);
        let office = office(embedded(house.folder.path()), around, place).await;
        Self { office, ..house }
    }

    async fn open_over(postgres: Option<&str>, mail_octets_max: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (clock, sink) = (SimClock::default(), SmtpSink::start().unwrap());
        let database = postgres.map_or_else(|| embedded(folder.path()), server);
        let around = Around::of(folder.path(), &clock, &sink);
        let office = office(database, around, (0, mail_octets_max)).await;
        let actor = people(&office).await;
        let input = MailboxInput {
            address: Some(SERVICE.to_owned()),
            display_name: Some("The service".to_owned()),
            server: ServerInput { protocol: Some(Protocol::Smtp), ..ServerInput::default() },
            language: Some(Language::En),
            // What lies behind the gate is tested with it open; its own test closes it.
            rules: RulesInput { imports_automatic: Some(true), ..RulesInput::default() },
            ..MailboxInput::default()
        };
        let mailbox = flows::mailboxes::create(&office, &actor, input).await.unwrap();
        let postgres = postgres.map(str::to_owned);
        Self { office, clock, sink, actor, mailbox, folder, postgres }
    }

    /// The disk loses all large mails.
    pub(crate) fn forget_objects(&self) {
        std::fs::remove_dir_all(self.folder.path().join("objects")).unwrap();
    }

    /// A second process on the same database of PostgreSQL.
    pub(crate) async fn another_node(&self) -> Office {
        let database = server(self.postgres.as_deref().unwrap());
        let around = Around::of(self.folder.path(), &self.clock, &self.sink);
        office(database, around, (1, domain::limits::MAIL_OCTETS_MAX)).await
    }

    /// The process is started anew, with another limit on the size of a mail.
    pub(crate) async fn reopen_for(&mut self, mail_octets_max: usize) {
        self.office.close().await.unwrap();
        self.clock.advance_seconds(1);
        let around = Around::of(self.folder.path(), &self.clock, &self.sink);
        self.office = office(embedded(self.folder.path()), around, (0, mail_octets_max)).await;
    }

    /// The process is started anew, with another secret key.
    pub(crate) async fn reopen_with_another_key(&mut self) {
        self.office.close().await.unwrap();
        self.clock.advance_seconds(1);
        let around = Around::of(self.folder.path(), &self.clock, &self.sink);
        let limit = domain::limits::MAIL_OCTETS_MAX;
        self.office = office(embedded(self.folder.path()), around, (STRANGER, limit)).await;
    }

    /// A mailbox on a server of this machine.
    pub(crate) async fn fetched(&self, input: MailboxInput) -> MailboxId {
        let server = ServerInput {
            host: Some("127.0.0.1".to_owned()),
            security: Some(Security::None),
            username: Some("kari".to_owned()),
            password: Some(Secret::new("hemmelig")),
            ..input.server
        };
        let address = input.address.or(Some("kari@house.test".to_owned()));
        // Its mails are as old as the test's machine says; each test names what it leaves out.
        let import_from = input.rules.import_from.or(Some(None));
        let rules = RulesInput { import_from, ..input.rules };
        let input = MailboxInput { address, server, rules, ..input };
        flows::mailboxes::create(&self.office, &self.actor, input).await.unwrap()
    }

    /// Looks at every mailbox that is due, this one at once.
    pub(crate) async fn fetch(&self, mailbox: MailboxId) -> MailboxRow {
        flows::mailboxes::check(&self.office, &self.actor, mailbox).await.unwrap();
        let worker = SyncWorker::new(self.office.clone(), CancellationToken::new());
        worker.step().await.unwrap();
        worker.drain().await;
        flows::mailboxes::find(&self.office, &self.actor, mailbox).await.unwrap()
    }

    /// What came to a mailbox, by subject.
    pub(crate) async fn intakes(&self, mailbox: MailboxId) -> Vec<IntakeRow> {
        let query = ListQuery { sort: IntakeSort::Subject, ..ListQuery::default() };
        let mut rows = Vec::new();
        for shelf in [IntakeShelf::Waiting, IntakeShelf::Placed, IntakeShelf::Ignored] {
            let filter = IntakeFilter { shelf, mailbox_id: Some(mailbox), ..IntakeFilter::default() };
            let conn = self.office.store().read();
            let page = store::intake::list(&conn, self.actor.organisation, &query, filter).await.unwrap();
            rows.extend(page.rows);
        }
        rows.sort_by(|one, other| one.summary.subject.cmp(&other.summary.subject));
        rows
    }

    /// A mail comes in and goes through the pipeline.
    pub(crate) async fn receive(&self, mail: &str) -> Inserted {
        let raw = Bytes::from(mail.replace('\n', "\r\n"));
        let source_id = arrivals::smtp_source_id(&raw, &self.office.entropy().hex(4));
        self.store(NewMail::new(source_id, raw)).await
    }

    /// The same, fetched from another server.
    pub(crate) async fn receive_fetched(&self, mail: &str) -> Inserted {
        let raw = Bytes::from(mail.replace('\n', "\r\n"));
        self.store(NewMail::new(format!("INBOX/1/{}", self.office.entropy().hex(4)), raw)).await
    }

    /// A mail that lay at the server that it was fetched from since then; whom it came from is read as of one that was handed over.
    pub(crate) async fn receive_arrived(&self, mail: &str, at: Timestamp) -> Inserted {
        let raw = Bytes::from(mail.replace('\n', "\r\n"));
        let source_id = arrivals::smtp_source_id(&raw, &self.office.entropy().hex(4));
        self.store(NewMail { arrived_at: Some(at), ..NewMail::new(source_id, raw) }).await
    }

    async fn store(&self, mail: NewMail) -> Inserted {
        let batch = Batch {
            organisation: self.actor.organisation,
            mailbox: self.mailbox,
            via: "smtp",
            peer: "client.test".to_owned(),
            mails: vec![mail],
            skipped: Vec::new(),
            progress: None,
        };
        let stored = arrivals::store_batch(&self.office, batch).await.unwrap();
        self.place().await;
        stored[0]
    }

    /// Runs the pipeline until nothing is due.
    pub(crate) async fn place(&self) {
        let worker = IntakeWorker::new(self.office.clone());
        while worker.run_once().await.unwrap() == Found::Work {}
    }

    /// Sends until nothing is due.
    pub(crate) async fn send(&self) {
        let worker = OutboxWorker::new(self.office.clone(), CancellationToken::new());
        while worker.step().await.unwrap() == Found::Work {
            worker.drain().await;
        }
    }

    /// All cases, by number.
    pub(crate) async fn cases(&self) -> Vec<CaseRow> {
        let query = ListQuery { sort: CaseSort::Number, ..ListQuery::default() };
        let filter = CaseFilter::of(CaseScope::All, &domain::case::CaseStatus::ALL);
        let conn = self.office.store().read();
        store::cases::list(&conn, self.actor.organisation, &query, &filter).await.unwrap().rows
    }

    pub(crate) async fn case(&self, id: CaseId) -> CaseRow {
        flows::cases::open(&self.office, &self.actor, id).await.unwrap()
    }
}

fn server(url: &str) -> Database {
    Database::Postgres { url: Secret::new(url), connections_max: 4 }
}

fn embedded(folder: &Path) -> Database {
    Database::Sqlite { path: folder.join("store.sqlite3") }
}

/// The mail gateway that the operator trusts.
pub(crate) const GATEWAY: &str = "198.51.100.77";

/// A node that was given another secret key.
const STRANGER: u16 = 9;

/// What stands around an office.
struct Around<'a> {
    folder: &'a Path,
    clock: &'a SimClock,
    sink: &'a SmtpSink,
    /// The name server; without one, nobody looks at who mail is from.
    dns: Option<&'a DnsServer>,
    /// Limits on mails in a minute.
    rates: Rates,
    /// The installation's way out, where it is not the sink.
    outgoing: Option<InstallationTransport>,
}

impl<'a> Around<'a> {
    fn of(folder: &'a Path, clock: &'a SimClock, sink: &'a SmtpSink) -> Self {
        Self { folder, clock, sink, dns: None, rates: Rates::default(), outgoing: None }
    }
}

async fn office(
    database: Database,
    Around { folder, clock, sink, dns, rates, outgoing }: Around<'_>,
    (node, mail_octets_max): (u16, usize),
) -> Office {
    let (clock, entropy): (Arc<dyn Clock>, Arc<dyn Entropy>) =
        (Arc::new(clock.clone()), Arc::new(SeededEntropy::new(u64::from(node))));
    let config = StoreConfig {
        database,
        objects: Objects::Folder { path: folder.join("objects") },
        key: Some(if node == STRANGER { [4; 32] } else { [3; 32] }),
        node,
    };
    let store = Store::open(config, Arc::clone(&clock), Arc::clone(&entropy)).await.unwrap();
    let name_server = dns.map_or_else(|| sink.address(), DnsServer::address);
    let resolver = HickoryResolver::with_servers(&[name_server]).unwrap();
    let net = Net {
        network: Arc::new(System::new(Arc::new(resolver))),
        tls: ClientTls::new(b"").unwrap(),
        clock: Arc::clone(&clock),
        entropy: Arc::clone(&entropy),
        reach: Reach::Anywhere,
    };
    let sender = Sender::new(net.clone(), smtp_out::Settings::new("house.test"));
    let outgoing = outgoing.unwrap_or_else(|| InstallationTransport {
        kind: TransportKind::Relay,
        host: sink.address().ip().to_string(),
        port: sink.address().port(),
        security: Security::None,
        username: String::new(),
        password: Secret::new(""),
        oauth: None,
        spf_terms: String::new(),
    });
    let settings = Settings {
        node: format!("test {node}"),
        lease_ms: 60_000,
        base_url: "https://house.test".to_owned(),
        host_name: "house.test".to_owned(),
        return_host: None,
        keys_zone: None,
        demo: false,
        mail_octets_max,
        fetch_concurrency: 2,
        send_concurrency: 4,
        send_concurrency_per_destination: 4,
        organisation_share: 75,
        rates,
        mx_port: 25,
        schedule: Schedule::default(),
        check_senders: dns.is_some(),
        trusted_gateways: vec![GATEWAY.parse().unwrap()],
        detection: flows::DetectionSettings {
            isp_database: String::new(),
            plain_http: false,
            within: std::time::Duration::from_secs(5),
        },
        outgoing,
        rewrite_from: None,
        unverified: domain::preflight::UnverifiedRule::Warn,
    };
    let tokens = TokenKey::new([5; 32]);
    let policies = Arc::new(WebPolicies::new(net.clone(), Reach::Anywhere));
    Office::new(Parts { store, clock, entropy, net, sender, policies, tokens, settings })
}

async fn people(office: &Office) -> Actor {
    let now = office.now();
    let rights: domain::org::Rights = Right::ALL.into_iter().collect();
    let given = rights.clone();
    let (organisation, role) = office
        .store()
        .write(move |tx| {
            Box::pin(async move {
                let organisation = store::organisations::insert(tx, "The house", now).await?;
                let role = store::roles::insert(tx, organisation, "All", &given).await?;
                Ok::<_, store::StoreError>((organisation, role))
            })
        })
        .await
        .unwrap();
    let user = flows::users::NewUser {
        name: "Ada".to_owned(),
        address: "ada@house.test".to_owned(),
        password: Secret::new("a long password"),
        language: Language::En,
        role_ids: vec![role],
        category_ids: Vec::new(),
    };
    let user = flows::users::create(office, organisation, user).await.unwrap();
    Actor { organisation, user, rights }
}
