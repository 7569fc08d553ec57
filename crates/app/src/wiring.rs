//! Builds an office from the configuration: database, keys, network, sender.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use domain::{Clock, Entropy, SystemClock, SystemEntropy};
use flows::{DetectionSettings, InstallationTransport, Office, Parts};
use net::dns::Anchors;
use net::mta_sts::WebPolicies;
use net::smtp_out::{self, Sender};
use net::{ClientTls, HickoryResolver, Net, Reach, Resolver, System};
use policy::case_token::{Past, TokenKey};
use store::{Database, Objects, S3Settings, Store, StoreConfig};

use crate::config::{Config, ObjectsKind};
use crate::master_key;

/// The machine's clock and chance, shared by all parts.
pub(crate) fn machine() -> (Arc<dyn Clock>, Arc<dyn Entropy>) {
    (Arc::new(SystemClock), Arc::new(SystemEntropy))
}

/// Opens the database; its schema is brought up to date, a newer one is refused.
pub(crate) async fn store(config: &Config, key: [u8; 32]) -> Result<Store> {
    let (clock, entropy) = machine();
    std::fs::create_dir_all(&config.data_dir)
        .with_context(|| format!("cannot make the data folder `{}`", config.data_dir.display()))?;
    let settings =
        StoreConfig { database: database(config), objects: objects(config), key: Some(key), node: node() };
    let store = Store::open(settings, clock, entropy).await?;
    let path = config.key_path();
    store.follow_keys(Arc::new(move || master_key::read_all(&path).ok().map(|keys| keys.all())));
    Ok(store)
}

/// Opens the office over an open database.
pub(crate) async fn office(config: &Config, store: Store, key: &[u8; 32], demo: bool) -> Result<Office> {
    let beside = master_key::read_all(&config.key_path())?.all();
    let past = beside.iter().skip(1).map(|key| Past::in_use(derived(key))).collect();
    let (clock, entropy) = machine();
    let net = network(config, Arc::clone(&clock), Arc::clone(&entropy))?;
    let sender = Sender::new(net.clone(), sending(config));
    let settings = settings(config, &*entropy, demo)?;
    let tokens = TokenKey::new(derived(key)).with_past(past);
    let policies = Arc::new(WebPolicies::new(net.clone(), reach(config)));
    let office = Office::new(Parts { store, clock, entropy, net, sender, policies, tokens, settings });
    office.learn_token_keys().await?;
    Ok(office)
}

/// The key that signs tokens: never the one that seals passwords.
pub(crate) fn derived(key: &[u8; 32]) -> [u8; 32] {
    TokenKey::derive(key, "message tokens")
}

/// Processes over one database are told apart by chance, a command beside a running server as
/// well as two nodes: for two ids to collide, both would have to draw the same of 1,024 numbers and
/// count alike in the same millisecond, and the database would refuse the second.
fn node() -> u16 {
    let mut bytes = [0; 2];
    SystemEntropy.fill(&mut bytes);
    u16::from_be_bytes(bytes) % domain::IdMaker::NODES_MAX
}

pub(crate) fn database(config: &Config) -> Database {
    if config.database.url.is_empty() {
        return Database::Sqlite { path: config.sqlite_path() };
    }
    Database::Postgres { url: config.database.url.clone(), connections_max: config.database.connections_max }
}

pub(crate) fn objects(config: &Config) -> Objects {
    let objects = &config.objects;
    match objects.kind {
        ObjectsKind::Folder => Objects::Folder { path: config.objects_folder() },
        ObjectsKind::S3 => Objects::S3(S3Settings {
            bucket: objects.s3_bucket.clone(),
            region: objects.s3_region.clone(),
            endpoint: Some(objects.s3_endpoint.clone()).filter(|endpoint| !endpoint.is_empty()),
            access_key_id: objects.s3_access_key.clone(),
            secret_access_key: objects.s3_secret_key.clone(),
        }),
    }
}

/// Which addresses servers that users name may have.
fn reach(config: &Config) -> Reach {
    if config.network.private_allowed { Reach::Anywhere } else { Reach::PublicOnly }
}

pub(crate) fn resolver(config: &Config) -> Result<Arc<dyn Resolver>> {
    let network = &config.network;
    let resolver = match name_server("network.dns_server", &network.dns_server)? {
        Some(address) => HickoryResolver::with_servers(&[address])?,
        None => HickoryResolver::system()?,
    };
    Ok(Arc::new(match name_server("network.dns_trusted", &network.dns_trusted)? {
        Some(address) => resolver.trusting(address).context("`network.dns_trusted`")?,
        None if network.dnssec => resolver.validating(Anchors::of_root())?,
        None => resolver,
    }))
}

fn name_server(key: &str, server: &str) -> Result<Option<SocketAddr>> {
    let server = server.trim();
    if server.is_empty() {
        return Ok(None);
    }
    let address = server
        .parse()
        .with_context(|| format!("`{key}` is `{server}`; write an address and a port, as in 127.0.0.1:53"))?;
    Ok(Some(address))
}

fn network(config: &Config, clock: Arc<dyn Clock>, entropy: Arc<dyn Entropy>) -> Result<Net> {
    let extra = &config.network.extra_roots;
    let roots = if extra.is_empty() {
        Vec::new()
    } else {
        std::fs::read(extra).with_context(|| format!("cannot read `network.extra_roots`, `{extra}`"))?
    };
    Ok(Net {
        network: Arc::new(System::new(resolver(config)?)),
        tls: ClientTls::new(&roots)?,
        clock,
        entropy,
        reach: reach(config),
    })
}

fn sending(config: &Config) -> smtp_out::Settings {
    smtp_out::Settings {
        relay_reach: reach(config),
        direct_reach: reach(config),
        direct_port: config.outbox.port,
        ..smtp_out::Settings::new(config.greeting_name())
    }
}

fn settings(config: &Config, entropy: &dyn Entropy, demo: bool) -> Result<flows::Settings> {
    Ok(flows::Settings {
        node: format!("node-{}", entropy.hex(6)),
        lease_ms: config.lease_seconds.max(1) * 1000,
        base_url: config.base_url.trim_end_matches('/').to_owned(),
        host_name: config.greeting_name(),
        return_host: Some(config.smtp.return_host.to_ascii_lowercase()).filter(|host| !host.is_empty()),
        keys_zone: config.sender_domains.keys_zone()?,
        demo,
        mail_octets_max: config.intake.mail_octets_max,
        fetch_concurrency: config.intake.fetch_concurrency,
        send_concurrency: config.outbox.concurrency,
        send_concurrency_per_destination: config.outbox.concurrency_per_destination,
        organisation_share: config.outbox.organisation_share,
        rates: config.outbox.rates(),
        mx_port: config.outbox.port,
        schedule: config.outbox.schedule(),
        check_senders: config.intake.check_senders,
        trusted_gateways: config.intake.trusted_gateways.clone(),
        detection: DetectionSettings {
            isp_database: config.detection.isp_database.clone(),
            plain_http: config.detection.plain_http,
            within: DetectionSettings::WITHIN,
        },
        outgoing: InstallationTransport {
            kind: config.outgoing.kind,
            host: config.outgoing.host.clone(),
            port: config.outgoing.port,
            security: config.outgoing.security,
            username: config.outgoing.username.clone(),
            password: config.outgoing.password.clone(),
            oauth: config.outgoing.oauth()?,
            spf_terms: config.outgoing.spf_terms()?,
        },
        rewrite_from: config.outgoing.rewrite_from.clone(),
        unverified: config.outgoing.unverified,
    })
}

/// Opens everything for a command: the key must be there.
pub(crate) async fn open(config: &Config) -> Result<Office> {
    let key = master_key::read(&config.key_path())?;
    if config.database.url.is_empty() && !config.sqlite_path().exists() {
        bail!("there is no database in `{}`; make one with `posthus init`", config.data_dir.display());
    }
    office(config, store(config, key).await?, &key, false).await
}
