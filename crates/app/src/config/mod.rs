//! Configuration: a TOML file and `POSTHUS_*` variables, variables first. Every key is known by
//! name; an unknown one is refused rather than ignored, because a typing error in a limit is
//! worse than a start that fails.

mod keys;
mod outgoing;
mod read;
mod reference;
mod sender_domains;
mod sending;

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use domain::mailbox::Security;
use domain::outbox::TransportKind;
use domain::preflight::UnverifiedRule;
use domain::{EmailAddress, Secret};
use serde::Deserialize;

use outgoing::OauthGrant;
pub(crate) use read::load;
pub(crate) use reference::reference_page;
use sender_domains::SenderDomains;
use sending::Outbox;

/// The whole configuration of one node.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    pub(crate) data_dir: PathBuf,
    pub(crate) base_url: String,
    pub(crate) host_name: String,
    pub(crate) roles: Vec<Role>,
    pub(crate) lease_seconds: i64,
    pub(crate) http: Http,
    pub(crate) smtp: Smtp,
    pub(crate) lmtp: Lmtp,
    pub(crate) database: Database,
    pub(crate) objects: Objects,
    pub(crate) secret: SecretKey,
    pub(crate) network: Network,
    pub(crate) detection: Detection,
    pub(crate) intake: Intake,
    pub(crate) outbox: Outbox,
    pub(crate) outgoing: OutgoingConfig,
    pub(crate) sender_domains: SenderDomains,
    pub(crate) log: Log,
}

/// One of the things a node does.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Role {
    /// The web application and its API.
    Api,
    /// Our own listeners for mail.
    Hosted,
    /// Fetching from mailboxes and sorting what came.
    Intake,
    /// Sending.
    Outbox,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Http {
    pub(crate) listen: SocketAddr,
    pub(crate) proxies: Vec<IpAddr>,
    pub(crate) metrics_token: Secret,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Smtp {
    pub(crate) listen: String,
    pub(crate) tls_certificate: String,
    pub(crate) tls_key: String,
    pub(crate) return_host: String,
    pub(crate) connections_max: usize,
    pub(crate) connections_per_address_max: usize,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Lmtp {
    pub(crate) listen: String,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Database {
    pub(crate) url: Secret,
    pub(crate) connections_max: u32,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Objects {
    pub(crate) kind: ObjectsKind,
    pub(crate) folder: String,
    pub(crate) s3_bucket: String,
    pub(crate) s3_region: String,
    pub(crate) s3_endpoint: String,
    pub(crate) s3_access_key: String,
    pub(crate) s3_secret_key: Secret,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum ObjectsKind {
    Folder,
    S3,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SecretKey {
    pub(crate) key_file: String,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Network {
    pub(crate) private_allowed: bool,
    pub(crate) dns_server: String,
    pub(crate) dns_trusted: String,
    pub(crate) dnssec: bool,
    pub(crate) extra_roots: String,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Detection {
    pub(crate) isp_database: String,
    pub(crate) plain_http: bool,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Intake {
    pub(crate) mail_octets_max: usize,
    pub(crate) fetch_concurrency: usize,
    pub(crate) check_senders: bool,
    pub(crate) trusted_gateways: Vec<domain::network::Network>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OutgoingConfig {
    pub(crate) kind: TransportKind,
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) security: Security,
    pub(crate) username: String,
    pub(crate) password: Secret,
    pub(crate) oauth_grant: OauthGrant,
    pub(crate) oauth_token_endpoint: String,
    pub(crate) oauth_client_id: String,
    pub(crate) oauth_client_secret_file: String,
    pub(crate) oauth_client_auth: String,
    pub(crate) oauth_scopes: String,
    pub(crate) oauth_refresh_token_file: String,
    pub(crate) spf_terms: String,
    #[serde(deserialize_with = "sending::address_or_none")]
    pub(crate) rewrite_from: Option<EmailAddress>,
    pub(crate) unverified: UnverifiedRule,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Log {
    pub(crate) level: String,
    pub(crate) format: LogFormat,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum LogFormat {
    Text,
    Json,
}

impl Detection {
    /// A list that is asked without encryption could be answered by anybody on the way.
    pub(crate) fn check(&self) -> anyhow::Result<()> {
        let database = &self.isp_database;
        let is_list = database.starts_with("https://") && database.ends_with('/');
        if !database.is_empty() && !is_list {
            anyhow::bail!(
                "`detection.isp_database` is `{database}`; write an address that begins with https:// and ends with /, or nothing"
            );
        }
        Ok(())
    }
}

impl Config {
    /// The name we greet other mail servers with (RFC 5321 4.1.1.1).
    pub(crate) fn greeting_name(&self) -> String {
        if !self.host_name.is_empty() {
            return self.host_name.clone();
        }
        let rest = self.base_url.split_once("://").map_or(self.base_url.as_str(), |(_, rest)| rest);
        let host = rest.split(['/', '?']).next().unwrap_or_default();
        let host = host.rsplit_once(':').map_or(host, |(host, _)| host);
        if host.parse::<IpAddr>().is_ok() { format!("[{host}]") } else { host.to_owned() }
    }

    /// What works, and not as whoever wrote it will expect: told at the start, each in one sentence.
    pub(crate) fn warnings(&self) -> Vec<&'static str> {
        let mut warnings = Vec::new();
        if self.outgoing.rewrite_from.is_some() && self.smtp.return_host.is_empty() {
            warnings.push(
                "`outgoing.rewrite_from` is set and `smtp.return_host` is not: when mail that left from that address \
                 cannot be delivered after all, its author is not told; set a return host",
            );
        }
        warnings
    }

    /// Everything kept in this folder, whatever was configured: database, large mails, key. The
    /// demo must never open, fill or empty what an organisation works with.
    pub(crate) fn keep_to(&mut self, folder: &std::path::Path) {
        self.data_dir = folder.to_owned();
        self.database.url = Secret::new("");
        self.objects.kind = ObjectsKind::Folder;
        self.objects.folder = String::new();
        self.secret.key_file = String::new();
    }

    /// The embedded database's file.
    pub(crate) fn sqlite_path(&self) -> PathBuf {
        self.data_dir.join("posthus.sqlite3")
    }

    /// The folder of large mails.
    pub(crate) fn objects_folder(&self) -> PathBuf {
        or_below(&self.objects.folder, &self.data_dir, "objects")
    }

    /// The file of the key that encrypts secrets at rest.
    pub(crate) fn key_path(&self) -> PathBuf {
        or_below(&self.secret.key_file, &self.data_dir, "secret.key")
    }
}

fn or_below(given: &str, folder: &std::path::Path, name: &str) -> PathBuf {
    if given.is_empty() { folder.join(name) } else { PathBuf::from(given) }
}
