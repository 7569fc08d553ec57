//! The real resolver: hickory over UDP and TCP, with its cache.
//!
//! Names are asked for exactly as given, never completed with a search domain: mail for
//! `example.org` must not end at `example.org.intranet`.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use futures_util::future::BoxFuture;
use hickory_resolver::config::{ConnectionConfig, NameServerConfig, ResolverConfig};
use hickory_resolver::net::NetError;
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::proto::rr::{RData, RecordType};
use hickory_resolver::{ResolverBuilder, TokioResolver};
use tokio::time::timeout;

use super::proofs::Prover;
use super::trusted::Trusted;
use super::validated::{Anchors, Validated};
use super::{DnsError, MxAnswer, MxHost, Resolver, Signatures, SrvHost, TlsaAnswer};

/// How long one question may take, all tries included.
pub(super) const ANSWER_WITHIN: Duration = Duration::from_secs(20);
/// How long one name server may take.
const SERVER_WITHIN: Duration = Duration::from_secs(4);
/// Answers that are kept.
const CACHE_ENTRIES_MAX: u64 = 4096;
/// Proven answers that are kept beside.
const PROVEN_ENTRIES_MAX: u64 = 1024;
/// Exchangers of one domain that are looked at; the best ones. RFC 5321 5.1 asks for two at least.
const EXCHANGERS_MAX: usize = 16;
/// Hosts of one service that are looked at; the best ones.
const SERVICE_HOSTS_MAX: usize = 4;
/// How long it is believed that there is no such record.
const NEGATIVE_FOR: Duration = Duration::from_secs(60);
/// Records of one name that are looked at.
pub(super) const RECORDS_MAX: usize = 64;

/// Asks the system's name servers, or those that it is given.
pub struct HickoryResolver {
    inner: TokioResolver,
    /// Those that it was given; none are the machine's.
    servers: Vec<SocketAddr>,
    /// Who checks the signatures of zones, if anybody.
    prover: Option<Prover>,
}

/// The resolver cannot be set up.
#[derive(Debug, thiserror::Error)]
#[error(
    "cannot set up the DNS resolver: {0}; check /etc/resolv.conf, or name the servers in the configuration"
)]
pub struct SetupError(String);

impl SetupError {
    /// Why it cannot be set up.
    pub(crate) fn new(cause: &dyn std::fmt::Display) -> Self {
        Self(cause.to_string())
    }
}

impl HickoryResolver {
    /// Asks the name servers of the machine.
    ///
    /// # Errors
    ///
    /// When the machine's configuration cannot be read.
    pub fn system() -> Result<Self, SetupError> {
        Self::asking(Vec::new())
    }

    /// Asks these name servers, in this order.
    ///
    /// # Errors
    ///
    /// When none is given.
    pub fn with_servers(servers: &[SocketAddr]) -> Result<Self, SetupError> {
        if servers.is_empty() {
            return Err(SetupError("no name server is given".into()));
        }
        Self::asking(servers.to_vec())
    }

    /// The same, with a name server of this machine that checks the signatures of zones; what it says of them is
    /// believed.
    ///
    /// # Errors
    ///
    /// When the server is not on this machine.
    pub fn trusting(self, server: SocketAddr) -> Result<Self, SetupError> {
        Ok(Self { prover: Some(Prover::OfMachine(Trusted::at(server)?)), ..self })
    }

    /// The same, checking the signatures of zones itself, from these keys down. Ordinary questions are asked as before.
    ///
    /// # Errors
    ///
    /// When the machine's configuration cannot be read.
    pub fn validating(self, anchors: Anchors) -> Result<Self, SetupError> {
        let mut builder = builder(&self.servers)?.with_trust_anchor(anchors.into_keys());
        let options = builder.options_mut();
        options.cache_size = PROVEN_ENTRIES_MAX;
        options.edns0 = true;
        let inner = builder.build().map_err(|error| SetupError(error.to_string()))?;
        Ok(Self { prover: Some(Prover::Own(Box::new(Validated::new(inner)))), ..self })
    }

    fn asking(servers: Vec<SocketAddr>) -> Result<Self, SetupError> {
        let inner = builder(&servers)?.build().map_err(|error| SetupError(error.to_string()))?;
        Ok(Self { inner, servers, prover: None })
    }

    async fn find_mx(&self, domain: &str) -> Result<MxAnswer, DnsError> {
        let question = self.inner.lookup(absolute(domain), RecordType::MX);
        let answer = timeout(ANSWER_WITHIN, question).await.map_err(|_| too_slow(domain))?;
        let lookup = match answer {
            Ok(lookup) => lookup,
            Err(error) if error.is_nx_domain() => return Err(DnsError::NoSuchName(domain.to_owned())),
            Err(error) if error.is_no_records_found() => return Ok(MxAnswer::Absent),
            Err(error) => return Err(unavailable(domain, &error)),
        };
        let hosts = lookup.answers().iter().filter_map(|record| {
            let RData::MX(mx) = &record.data else { return None };
            Some(MxHost { preference: mx.preference, name: plain(&mx.exchange.to_ascii()) })
        });
        Ok(exchangers(hosts.collect()))
    }

    async fn find_addresses(&self, host: &str) -> Result<Vec<IpAddr>, DnsError> {
        let question = self.inner.lookup_ip(absolute(host));
        let answer = timeout(ANSWER_WITHIN, question).await.map_err(|_| too_slow(host))?;
        let lookup = match answer {
            Ok(lookup) => lookup,
            Err(error) if error.is_nx_domain() => return Err(DnsError::NoSuchName(host.to_owned())),
            Err(error) if error.is_no_records_found() => return Err(DnsError::NoAddress(host.to_owned())),
            Err(error) => return Err(unavailable(host, &error)),
        };
        let mut addresses: Vec<IpAddr> = lookup.iter().collect();
        // IPv4 first: where a host has both, its IPv6 address is the one that is left unattended.
        addresses.sort_by_key(IpAddr::is_ipv6);
        if addresses.is_empty() { Err(DnsError::NoAddress(host.to_owned())) } else { Ok(addresses) }
    }
}

impl HickoryResolver {
    /// The records of one kind at a name; never empty.
    async fn find_records(&self, name: &str, kind: RecordType) -> Result<Vec<RData>, DnsError> {
        let question = self.inner.lookup(absolute(name), kind);
        let answer = timeout(ANSWER_WITHIN, question).await.map_err(|_| too_slow(name))?;
        let lookup = match answer {
            Ok(lookup) => lookup,
            Err(error) if error.is_nx_domain() => return Err(DnsError::NoSuchName(name.to_owned())),
            Err(error) if error.is_no_records_found() => return Err(DnsError::NoAddress(name.to_owned())),
            Err(error) => return Err(unavailable(name, &error)),
        };
        // An alias stands before the records that it leads to.
        let of_kind = lookup.answers().iter().filter(|record| record.data.record_type() == kind);
        let records: Vec<RData> = of_kind.map(|record| record.data.clone()).take(RECORDS_MAX).collect();
        if records.is_empty() { Err(DnsError::NoAddress(name.to_owned())) } else { Ok(records) }
    }

    async fn find_services(&self, name: &str) -> Result<Vec<SrvHost>, DnsError> {
        let records = self.find_records(name, RecordType::SRV).await?;
        let hosts = records.iter().filter_map(|record| {
            let RData::SRV(srv) = record else { return None };
            let name = plain(&srv.target.to_ascii());
            Some(SrvHost { priority: srv.priority, weight: srv.weight, port: srv.port, name })
        });
        // RFC 2782: the root as target means that there is no such service.
        let mut hosts: Vec<SrvHost> = hosts.filter(|host| !host.name.is_empty() && host.port != 0).collect();
        hosts.sort_by_key(|host| (host.priority, std::cmp::Reverse(host.weight)));
        hosts.truncate(SERVICE_HOSTS_MAX);
        Ok(hosts)
    }

    async fn find_texts(&self, name: &str) -> Result<Vec<String>, DnsError> {
        let records = self.find_records(name, RecordType::TXT).await?;
        let texts = records.iter().filter_map(|record| {
            let RData::TXT(txt) = record else { return None };
            Some(String::from_utf8_lossy(&txt.txt_data.concat()).into_owned())
        });
        Ok(texts.collect())
    }

    async fn find_names(&self, address: IpAddr) -> Result<Vec<String>, DnsError> {
        let records = self.find_records(&reverse(address), RecordType::PTR).await?;
        let names = records.iter().filter_map(|record| {
            let RData::PTR(name) = record else { return None };
            Some(plain(&name.0.to_ascii()))
        });
        Ok(names.collect())
    }

    async fn find_alias(&self, name: &str) -> Result<String, DnsError> {
        let records = self.find_records(name, RecordType::CNAME).await?;
        let target = records.iter().find_map(|record| {
            let RData::CNAME(target) = record else { return None };
            Some(plain(&target.0.to_ascii()))
        });
        target.ok_or_else(|| DnsError::NoAddress(name.to_owned()))
    }

    async fn find_addresses_of_kind(&self, host: &str, is_v6: bool) -> Result<Vec<IpAddr>, DnsError> {
        let kind = if is_v6 { RecordType::AAAA } else { RecordType::A };
        let records = self.find_records(host, kind).await?;
        Ok(records.iter().filter_map(RData::ip_addr).collect())
    }
}

impl Resolver for HickoryResolver {
    fn mx<'a>(&'a self, domain: &'a str) -> BoxFuture<'a, Result<MxAnswer, DnsError>> {
        Box::pin(self.find_mx(domain))
    }

    fn proven_mx<'a>(&'a self, domain: &'a str) -> BoxFuture<'a, Result<Option<MxAnswer>, DnsError>> {
        Box::pin(async move {
            match &self.prover {
                Some(prover) => prover.proven_mx(domain).await,
                None => Ok(None),
            }
        })
    }

    fn tlsa<'a>(&'a self, host: &'a str, port: u16) -> BoxFuture<'a, Result<Option<TlsaAnswer>, DnsError>> {
        Box::pin(async move {
            match &self.prover {
                Some(prover) => prover.tlsa(host, port).await,
                None => Ok(None),
            }
        })
    }

    fn signatures(&self) -> BoxFuture<'_, Signatures> {
        Box::pin(async {
            match &self.prover {
                Some(prover) => prover.signatures().await,
                None => Signatures::Unchecked,
            }
        })
    }

    fn addresses<'a>(&'a self, host: &'a str) -> BoxFuture<'a, Result<Vec<IpAddr>, DnsError>> {
        Box::pin(self.find_addresses(host))
    }

    fn services<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<Vec<SrvHost>, DnsError>> {
        Box::pin(self.find_services(name))
    }

    fn texts<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<Vec<String>, DnsError>> {
        Box::pin(self.find_texts(name))
    }

    fn addresses_of_kind<'a>(
        &'a self,
        host: &'a str,
        is_v6: bool,
    ) -> BoxFuture<'a, Result<Vec<IpAddr>, DnsError>> {
        Box::pin(self.find_addresses_of_kind(host, is_v6))
    }

    fn names<'a>(&'a self, address: IpAddr) -> BoxFuture<'a, Result<Vec<String>, DnsError>> {
        Box::pin(self.find_names(address))
    }

    fn alias<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<String, DnsError>> {
        Box::pin(self.find_alias(name))
    }
}

/// The exchangers in order, or what their records mean together.
pub(super) fn exchangers(mut hosts: Vec<MxHost>) -> MxAnswer {
    // RFC 7505 3: a null MX is the only record and its name is the root. Beside others it is a
    // mistake and names no host.
    let records = hosts.len();
    hosts.retain(|host| !host.name.is_empty());
    match (records, hosts.len()) {
        (0, _) => MxAnswer::Absent,
        (_, 0) => MxAnswer::Null,
        _ => {
            // RFC 5321 5.1: the lowest preference first. Stable, so that the server's own rotation
            // of equal ones is kept.
            hosts.sort_by_key(|host| host.preference);
            hosts.truncate(EXCHANGERS_MAX);
            MxAnswer::Hosts(hosts)
        }
    }
}

/// What asks these name servers, or the machine's.
fn builder(servers: &[SocketAddr]) -> Result<ResolverBuilder<TokioRuntimeProvider>, SetupError> {
    let mut builder = if servers.is_empty() {
        TokioResolver::builder_tokio().map_err(|error| SetupError(error.to_string()))?
    } else {
        let name_servers = servers.iter().map(name_server).collect();
        let config = ResolverConfig::from_parts(None, Vec::new(), name_servers);
        TokioResolver::builder_with_config(config, TokioRuntimeProvider::default())
    };
    let options = builder.options_mut();
    options.timeout = SERVER_WITHIN;
    options.attempts = 2;
    options.cache_size = CACHE_ENTRIES_MAX;
    options.try_tcp_on_error = true;
    // Whoever has just published a record asks whether it is seen; a `no` is not to last for an hour.
    options.negative_max_ttl = Some(NEGATIVE_FOR);
    Ok(builder)
}

fn name_server(address: &SocketAddr) -> NameServerConfig {
    let mut server = NameServerConfig::udp_and_tcp(address.ip());
    server.connections = vec![ConnectionConfig::udp(), ConnectionConfig::tcp()];
    for connection in &mut server.connections {
        connection.port = address.port();
    }
    server
}

fn absolute(name: &str) -> String {
    format!("{}.", name.trim_end_matches('.'))
}

/// RFC 1035 3.5, RFC 3596 2.5: the name that an address has in DNS.
fn reverse(address: IpAddr) -> String {
    let labels: Vec<String> = match address {
        IpAddr::V4(address) => address.octets().iter().rev().map(ToString::to_string).collect(),
        IpAddr::V6(address) => {
            let nibbles = address.octets().into_iter().rev().flat_map(|octet| [octet & 15, octet >> 4]);
            nibbles.map(|nibble| format!("{nibble:x}")).collect()
        }
    };
    format!("{}.{}.arpa", labels.join("."), if address.is_ipv4() { "in-addr" } else { "ip6" })
}

pub(super) fn plain(name: &str) -> String {
    name.trim_end_matches('.').to_ascii_lowercase()
}

pub(super) fn unavailable(name: &str, error: &NetError) -> DnsError {
    DnsError::Unavailable { name: name.to_owned(), cause: error.to_string() }
}

pub(super) fn too_slow(name: &str) -> DnsError {
    let cause = format!("no answer within {} seconds", ANSWER_WITHIN.as_secs());
    DnsError::Unavailable { name: name.to_owned(), cause }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(records: &[(u16, &str)], expected: &str) {
        let host = |&(preference, name): &(u16, &str)| MxHost { preference, name: plain(name) };
        let found = match exchangers(records.iter().map(host).collect()) {
            MxAnswer::Hosts(hosts) => hosts.into_iter().map(|host| host.name).collect::<Vec<_>>().join(" "),
            MxAnswer::Null => "null".into(),
            MxAnswer::Absent => "absent".into(),
        };
        assert_eq!(found, expected, "{records:?}");
    }

    #[test]
    fn addresses_have_names_in_reverse() {
        assert_eq!(reverse([192, 0, 2, 7].into()), "7.2.0.192.in-addr.arpa");
        let name = reverse("2001:db8::cb01".parse().unwrap());
        assert_eq!(name, "1.0.b.c.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa");
    }

    #[test]
    fn exchangers_are_ordered_and_a_null_mx_is_known() {
        check(&[(20, "b.example."), (10, "A.example."), (20, "c.example.")], "a.example b.example c.example");
        check(&[(0, ".")], "null");
        check(&[(0, "."), (10, "a.example.")], "a.example");
        check(&[], "absent");
    }
}
