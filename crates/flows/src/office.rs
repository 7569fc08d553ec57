//! The office: what every flow is given. Cheap to clone; holds no state of the work itself.

use std::sync::Arc;

use domain::mailbox::Security;
use domain::network::Network;
use domain::oauth::ClientAuth;
use domain::outbox::TransportKind;
use domain::preflight::UnverifiedRule;
use domain::{Clock, EmailAddress, Entropy, OrganisationId, Secret, Timestamp};
use net::Net;
use net::mta_sts::PolicySource;
use net::smtp_out::Sender;
use policy::case_token::TokenKey;
use policy::retry::Schedule;
use store::{Store, StoreError};
use tokio::sync::Notify;
use tokio_util::task::TaskTracker;

use crate::addresses::Hostless;
use crate::detection::DetectionSettings;
use crate::intake::patience::Slow;
use crate::mta_sts;
use crate::oauth::Begun;
use crate::outbox::{ReadyRates, ToldSize};
use crate::preflight::Remembered;
use crate::returns::ReadyRules;
use crate::sender_domains::KeyRing;
use crate::token_keys::Tokens;

/// The way out for organisations that chose none.
#[derive(Clone)]
pub struct InstallationTransport {
    /// Direct, or through a relay.
    pub kind: TransportKind,
    /// The relay's name.
    pub host: String,
    /// The relay's port.
    pub port: u16,
    /// How the connection to it is protected.
    pub security: Security,
    /// User name; empty signs in nowhere.
    pub username: String,
    /// Password.
    pub password: Secret,
    /// What a provider grants in its place.
    pub oauth: Option<InstallationOauth>,
    /// The terms of SPF that the relay's provider asks for, with a space between each; empty for none.
    pub spf_terms: String,
}

/// What the installation's relay is signed in to with in the place of a password (RFC 6749).
#[derive(Clone)]
pub struct InstallationOauth {
    /// RFC 6749 2.2.
    pub client_id: String,
    /// The application's secret, where it has one.
    pub client_secret: Option<Secret>,
    /// Where the secret stands in requests.
    pub client_auth: ClientAuth,
    /// RFC 6749 3.2.
    pub token_endpoint: String,
    /// What is asked for, where the application asks in its own name; separated by blanks.
    pub scopes: String,
    /// The refresh token to begin with; without one the application asks in its own name (RFC 6749 4.4).
    pub refresh_token: Option<Secret>,
}

/// What the operator set.
#[derive(Clone)]
pub struct Settings {
    /// This process's name as an owner of leases: unique among the nodes.
    pub node: String,
    /// How long a worker that died keeps what it held, milliseconds.
    pub lease_ms: i64,
    /// Where people open the application, without a trailing slash.
    pub base_url: String,
    /// How we greet other mail servers.
    pub host_name: String,
    /// The host at which our listener takes reports of failures; `None` stamps no return paths of our own.
    pub return_host: Option<String>,
    /// The operator's zone for keys of sender domains, lower-case A-labels; `None` where each domain publishes its keys itself.
    pub keys_zone: Option<String>,
    /// Whether this is the demo organisation on its own machine.
    pub demo: bool,
    /// The largest mail that is taken in, octets.
    pub mail_octets_max: usize,
    /// Mailboxes fetched at a time.
    pub fetch_concurrency: usize,
    /// SMTP transactions at a time.
    pub send_concurrency: usize,
    /// Of these, with one domain's servers or one relay.
    pub send_concurrency_per_destination: usize,
    /// Percent of the places of a node that one organisation may have, so that its slow server keeps nobody else's
    /// mail; 100 is all.
    pub organisation_share: u8,
    /// Mails in a minute, where there is a limit.
    pub rates: crate::outbox::Rates,
    /// Port of mail exchangers: 25 but in tests.
    pub mx_port: u16,
    /// When temporary failures are tried again.
    pub schedule: Schedule,
    /// Whether it is found out of each mail that comes whether it is from whom it claims.
    pub check_senders: bool,
    /// Servers before us whose word on who brought a mail is believed, for all mailboxes.
    pub trusted_gateways: Vec<Network>,
    /// How the servers of an address are found.
    pub detection: DetectionSettings,
    /// The way out for organisations that chose none.
    pub outgoing: InstallationTransport,
    /// The operator's address that mail leaves from where its own domain is not proved and an organisation chose
    /// that; `None` offers that to nobody.
    pub rewrite_from: Option<EmailAddress>,
    /// What at least becomes of mail from a domain that its organisation did not prove: [`UnverifiedRule::Warn`] leaves
    /// that to the organisations.
    pub unverified: UnverifiedRule,
}

/// Wakes the workers of this process; the timer finds what other nodes left.
#[derive(Clone, Default)]
pub struct Signals {
    /// A mailbox is due.
    pub sync: Arc<Notify>,
    /// A mail was stored.
    pub intake: Arc<Notify>,
    /// A delivery is due.
    pub outbox: Arc<Notify>,
    /// What kept mail back that a provider refuses may be over, as somebody said in this process.
    pub refusals: Arc<Notify>,
    /// A job was asked for.
    pub jobs: Arc<Notify>,
    /// Something happened to a case.
    pub cases: Arc<Notify>,
    /// A sign-in with a provider is to be renewed or forgotten.
    pub oauth: Arc<Notify>,
    /// A sender domain's records are to be looked at.
    pub domains: Arc<Notify>,
}

/// What an office is made of.
pub struct Parts {
    /// The database and the blobs.
    pub store: Store,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Chance.
    pub entropy: Arc<dyn Entropy>,
    /// The network.
    pub net: Net,
    /// Outgoing SMTP with its open connections.
    pub sender: Sender,
    /// Who has what domains demand of those who bring them mail.
    pub policies: Arc<dyn PolicySource>,
    /// Signs the Message-IDs by which replies find their case; the keys that came since are found in the store.
    pub tokens: TokenKey,
    /// What the operator set.
    pub settings: Settings,
}

/// Everything a flow needs.
#[derive(Clone)]
pub struct Office(Arc<Inner>);

struct Inner {
    parts: Parts,
    /// What tokens are signed with and read by.
    tokens: Tokens,
    signals: Signals,
    /// What goes on though whoever asked for it went away.
    under_way: TaskTracker,
    /// Own rules on returns, ready to be asked.
    ready_rules: ReadyRules,
    /// Own limits on mails in a minute, ready to be asked.
    ready_rates: ReadyRates,
    /// What this process did for the grant of the installation's relay.
    begun: Begun,
    /// What this process noted of the installation's relay.
    told_size: ToldSize,
    /// What mail is signed with.
    keys: KeyRing,
    /// What domains demand, as this node remembers it.
    remembered_policies: mta_sts::Remembered,
    /// What DNS said of senders.
    preflights: Remembered,
    /// Domains that were slow to say whether they take mail.
    slow_domains: Slow,
    /// Domains of which DNS just said that nobody takes mail for them.
    hostless: Hostless,
}

impl Office {
    /// Opens the office.
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(Inner {
            tokens: Tokens::new(parts.tokens.clone()),
            parts,
            signals: Signals::default(),
            under_way: TaskTracker::new(),
            ready_rules: ReadyRules::default(),
            ready_rates: ReadyRates::default(),
            begun: Begun::default(),
            told_size: ToldSize::default(),
            keys: KeyRing::default(),
            remembered_policies: mta_sts::Remembered::default(),
            preflights: Remembered::default(),
            slow_domains: Slow::default(),
            hostless: Hostless::default(),
        }))
    }

    /// The database and the blobs.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.0.parts.store
    }

    /// Where the present comes from.
    #[must_use]
    pub fn clock(&self) -> &dyn Clock {
        &*self.0.parts.clock
    }

    /// The present.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.0.parts.clock.now()
    }

    /// Where chance comes from.
    #[must_use]
    pub fn entropy(&self) -> &dyn Entropy {
        &*self.0.parts.entropy
    }

    /// What the operator set.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.0.parts.settings
    }

    /// The workers' bells.
    #[must_use]
    pub fn signals(&self) -> &Signals {
        &self.0.signals
    }

    /// Waits for what is under way, says goodbye to the servers we hold connections to, and closes the
    /// database.
    ///
    /// # Errors
    /// When the last commit fails.
    pub async fn close(&self) -> Result<(), StoreError> {
        self.0.under_way.close();
        self.0.under_way.wait().await;
        self.sender().close_idle().await;
        self.store().close().await
    }

    /// Brings `work` to its end though whoever waits for it goes away, and though the process is told to stop.
    pub(crate) async fn see_through<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: Future<Output = T> + Send + 'static,
    {
        self.0.under_way.spawn(store::audit::in_this_name(work)).await.map_err(|_| StoreError::Panicked)
    }

    /// Begins `work`, which nobody waits for but the close of the office.
    pub(crate) fn begin<F>(&self, work: F)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        self.0.under_way.spawn(store::audit::in_this_name(work));
    }

    /// Own rules on returns.
    pub(crate) fn ready_rules(&self) -> &ReadyRules {
        &self.0.ready_rules
    }

    /// Domains that were slow to say whether they take mail.
    pub(crate) fn slow_domains(&self) -> &Slow {
        &self.0.slow_domains
    }

    /// Domains of which DNS just said that nobody takes mail for them.
    pub(crate) fn hostless(&self) -> &Hostless {
        &self.0.hostless
    }

    pub(crate) fn policies(&self) -> &dyn PolicySource {
        &*self.0.parts.policies
    }

    pub(crate) fn remembered_policies(&self) -> &mta_sts::Remembered {
        &self.0.remembered_policies
    }

    /// Own limits on mails in a minute.
    pub(crate) fn ready_rates(&self) -> &ReadyRates {
        &self.0.ready_rates
    }

    /// Takes in that settings of an organisation are others, as any node told: mail that waits for its own limit goes by the
    /// limit as it is.
    pub fn note_settings(&self, organisation: OrganisationId) {
        if self.ready_rates().forget(organisation) {
            self.signals().outbox.notify_one();
        }
    }

    pub(crate) fn begun(&self) -> &Begun {
        &self.0.begun
    }

    pub(crate) fn told_size(&self) -> &ToldSize {
        &self.0.told_size
    }

    pub(crate) fn keys(&self) -> &KeyRing {
        &self.0.keys
    }

    pub(crate) fn preflights(&self) -> &Remembered {
        &self.0.preflights
    }

    pub(crate) fn net(&self) -> &Net {
        &self.0.parts.net
    }

    pub(crate) fn sender(&self) -> &Sender {
        &self.0.parts.sender
    }

    pub(crate) fn tokens(&self) -> Arc<TokenKey> {
        self.0.tokens.known()
    }

    /// Takes over which keys sign tokens, before anything is signed: whoever signs with one that is retired is not believed.
    ///
    /// # Errors
    /// When the store fails, or the keys are sealed with a master key that is not known here.
    pub async fn learn_token_keys(&self) -> Result<(), StoreError> {
        self.0.tokens.look(self).await
    }

    /// Looks for keys of tokens that came meanwhile, unless that was done within so many milliseconds. Whether it looked.
    pub(crate) async fn look_for_token_keys(&self, within_ms: i64) -> bool {
        self.0.tokens.look_again(self, within_ms).await
    }
}
