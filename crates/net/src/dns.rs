//! Names to addresses, mail exchangers and the hosts of services (RFC 1035, RFC 2782, RFC 5321 5.1, RFC 7505); and what
//! zones prove of mail servers (RFC 7672).
//!
//! [`Resolver`] is the border; tests script it. [`HickoryResolver`] asks real name servers.

mod hickory;
mod proofs;
mod trusted;
mod validated;

use std::net::IpAddr;

use futures_util::future::BoxFuture;

pub use self::hickory::{HickoryResolver, SetupError};
pub use self::validated::Anchors;
use crate::tls::Tlsa;

/// What DNS says about who takes mail for a domain.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum MxAnswer {
    /// The exchangers, best preference first.
    Hosts(Vec<MxHost>),
    /// RFC 7505 3: the null MX; the domain takes no mail at all.
    Null,
    /// RFC 5321 5.1: no MX record, so the domain's own address is the exchanger.
    Absent,
}

/// One mail exchanger.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct MxHost {
    /// Lower is better.
    pub preference: u16,
    /// Its name, lower case, without the last dot.
    pub name: String,
}

/// A host of a service (RFC 2782).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct SrvHost {
    /// Lower is better.
    pub priority: u16,
    /// Among equals, more is chosen more often.
    pub weight: u16,
    /// Its port.
    pub port: u16,
    /// Its name, lower case, without the last dot.
    pub name: String,
}

/// What is published of a server's certificate.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TlsaAnswer {
    /// The name that it is published under, which its certificate may have (RFC 7672 2.2.3).
    pub base: String,
    /// The records; never empty.
    pub records: Vec<Tlsa>,
}

/// Who checks the signatures of zones (RFC 4033 5).
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Signatures {
    /// Nobody.
    Unchecked,
    /// A name server of this machine.
    OfMachine,
    /// This program.
    Own,
    /// Nobody can: the name server leaves them out. With what it said of the root's.
    LeftOut(String),
}

/// Why a name could not be resolved.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum DnsError {
    /// NXDOMAIN: the name does not exist.
    #[error("there is no host or domain called `{0}`; check the spelling")]
    NoSuchName(String),
    /// The name exists, but has no record of the wanted kind.
    #[error("`{0}` has no address in DNS; check the spelling, or ask its owner")]
    NoAddress(String),
    /// No answer, or one that says "not now" (SERVFAIL, timeout).
    #[error("the name servers for `{name}` do not answer ({cause}); it is tried again")]
    Unavailable {
        /// The name that was asked for.
        name: String,
        /// What went wrong, in the resolver's words.
        cause: String,
    },
    /// The zone should be signed, and what came is not, or by others.
    #[error(
        "what DNS says of `{0}` is not believed: the signatures of its zone are false, missing or could not be checked \
         (DNSSEC); it is tried again, and whoever runs the zone must mend it"
    )]
    Bogus(String),
}

impl DnsError {
    /// Whether the same question may be answered later.
    #[must_use]
    pub const fn is_temporary(&self) -> bool {
        matches!(self, Self::Unavailable { .. } | Self::Bogus(_))
    }
}

/// Who answers questions about names.
pub trait Resolver: Send + Sync {
    /// Who takes mail for this domain.
    fn mx<'a>(&'a self, domain: &'a str) -> BoxFuture<'a, Result<MxAnswer, DnsError>>;

    /// The same, where the domain's zone proves it by signatures; `None` where it does not, or nobody checks them here.
    /// A failure is one to wait for: what cannot be asked, or is false, may have been proven (RFC 7672 2.1).
    fn proven_mx<'a>(&'a self, _domain: &'a str) -> BoxFuture<'a, Result<Option<MxAnswer>, DnsError>> {
        Box::pin(async { Ok(None) })
    }

    /// What the zone of an exchanger proves of the certificate at this port (RFC 7672 2.2); `None` where it proves
    /// nothing, or nobody checks it here. A failure is one to wait for.
    fn tlsa<'a>(&'a self, _host: &'a str, _port: u16) -> BoxFuture<'a, Result<Option<TlsaAnswer>, DnsError>> {
        Box::pin(async { Ok(None) })
    }

    /// Who checks the signatures that the two above go by.
    fn signatures(&self) -> BoxFuture<'_, Signatures> {
        Box::pin(async { Signatures::Unchecked })
    }

    /// The addresses of this host, in the order in which to try them; never empty.
    fn addresses<'a>(&'a self, host: &'a str) -> BoxFuture<'a, Result<Vec<IpAddr>, DnsError>>;

    /// The hosts of this service, as `_imaps._tcp.example.org`, best first; empty where the domain says that it
    /// has none (RFC 2782: the target is the root). A resolver that knows mail routing alone knows none.
    fn services<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<Vec<SrvHost>, DnsError>> {
        Box::pin(async move { Err(DnsError::NoAddress(name.to_owned())) })
    }

    /// The texts of this name (RFC 1035 3.3.14), each in one piece; never empty. A resolver that knows mail routing
    /// alone knows none.
    fn texts<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<Vec<String>, DnsError>> {
        Box::pin(async move { Err(DnsError::NoAddress(name.to_owned())) })
    }

    /// The addresses of one kind; never empty.
    fn addresses_of_kind<'a>(
        &'a self,
        host: &'a str,
        is_v6: bool,
    ) -> BoxFuture<'a, Result<Vec<IpAddr>, DnsError>> {
        Box::pin(async move {
            let mut addresses = self.addresses(host).await?;
            addresses.retain(|address| address.is_ipv6() == is_v6);
            if addresses.is_empty() { Err(DnsError::NoAddress(host.to_owned())) } else { Ok(addresses) }
        })
    }

    /// The names of this address (RFC 1035 3.5, RFC 3596 2.5); never empty. A resolver that knows mail routing alone
    /// knows none.
    fn names<'a>(&'a self, address: IpAddr) -> BoxFuture<'a, Result<Vec<String>, DnsError>> {
        Box::pin(async move { Err(DnsError::NoAddress(address.to_string())) })
    }

    /// The name that this one is another word for (RFC 1035 3.3.1), lower case, without the last dot. A resolver
    /// that knows mail routing alone knows none.
    fn alias<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<String, DnsError>> {
        Box::pin(async move { Err(DnsError::NoAddress(name.to_owned())) })
    }
}
