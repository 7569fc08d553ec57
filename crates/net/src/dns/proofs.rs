//! What zones prove of the servers that take mail (RFC 7672), whoever checks their signatures.

use hickory_resolver::proto::rr::{RData, RecordType};

use super::hickory::{exchangers, plain};
use super::trusted::Trusted;
use super::validated::Validated;
use super::{DnsError, MxAnswer, MxHost, Signatures, TlsaAnswer};
use crate::tls::Tlsa;

/// Who checks the signatures of zones.
pub(super) enum Prover {
    /// A name server of this machine.
    OfMachine(Trusted),
    /// This program.
    Own(Box<Validated>),
}

/// An answer.
pub(super) struct Told {
    /// Whether it is proven.
    pub(super) is_proven: bool,
    /// Whether there is such a name at all.
    pub(super) exists: bool,
    /// The records of the wanted kind.
    pub(super) records: Vec<RData>,
    /// The name that they are of, after aliases.
    pub(super) name: String,
}

impl Told {
    /// Nothing that is proven.
    pub(super) fn unproven(asked: &str) -> Self {
        Self { is_proven: false, exists: true, records: Vec::new(), name: asked.to_ascii_lowercase() }
    }
}

impl Prover {
    /// The exchangers of a domain, where its zone proves them.
    pub(super) async fn proven_mx(&self, domain: &str) -> Result<Option<MxAnswer>, DnsError> {
        let told = self.ask(domain, RecordType::MX).await?;
        if !told.is_proven || !told.exists {
            return Ok(None);
        }
        let hosts = told.records.iter().filter_map(|record| {
            let RData::MX(mx) = record else { return None };
            Some(MxHost { preference: mx.preference, name: plain(&mx.exchange.to_ascii()) })
        });
        Ok(Some(exchangers(hosts.collect())))
    }

    /// What is published of the certificate of a host's port.
    pub(super) async fn tlsa(&self, host: &str, port: u16) -> Result<Option<TlsaAnswer>, DnsError> {
        let host = host.to_ascii_lowercase();
        let mut address = self.ask(&host, RecordType::A).await?;
        if address.is_proven && address.exists && address.records.is_empty() {
            // Aliases are followed for whichever kind of address there is.
            address = self.ask(&host, RecordType::AAAA).await?;
        }
        // RFC 7672 2.2.3: first where aliases lead, then the name itself.
        let mut bases = Vec::new();
        if address.is_proven {
            bases.push(address.name);
        } else if is_no_alias(&address, &host) || !self.is_proven_alias(&host).await? {
            // RFC 7672 2.2.2: where the host's own zone is unsigned nothing can be published, and some servers of
            // such zones answer nothing at all.
            return Ok(None);
        }
        // RFC 7672 2.2.2: an alias that is proven holds to what is published under its own name, however unsigned the
        // zones are that it leads to.
        bases.push(host);
        bases.dedup();
        for base in bases {
            let told = self.ask(&format!("_{port}._tcp.{base}"), RecordType::TLSA).await?;
            let records: Vec<Tlsa> = told.records.iter().filter_map(tlsa).collect();
            if told.is_proven && !records.is_empty() {
                return Ok(Some(TlsaAnswer { base, records }));
            }
        }
        Ok(None)
    }

    /// Whether the first step of an alias is proven, wherever the others lead.
    async fn is_proven_alias(&self, host: &str) -> Result<bool, DnsError> {
        let alias = self.ask(host, RecordType::CNAME).await?;
        Ok(alias.is_proven && !alias.records.is_empty())
    }

    /// Who checks them.
    pub(super) async fn signatures(&self) -> Signatures {
        match self {
            Self::OfMachine(_) => Signatures::OfMachine,
            Self::Own(validated) => validated.signatures().await,
        }
    }

    async fn ask(&self, name: &str, kind: RecordType) -> Result<Told, DnsError> {
        match self {
            Self::OfMachine(trusted) => trusted.ask(name, kind).await,
            Self::Own(validated) => validated.ask(name, kind).await,
        }
    }
}

/// Whether an answer shows that a name is no alias: its own records came. That there are none shows nothing, since that is told of
/// the name that was asked for, whichever alias they are missing behind; and whoever forges it for a zone that is unsigned must
/// not undo what the alias itself holds to.
fn is_no_alias(told: &Told, host: &str) -> bool {
    told.name == host && !told.records.is_empty()
}

fn tlsa(record: &RData) -> Option<Tlsa> {
    let RData::TLSA(tlsa) = record else { return None };
    Some(Tlsa {
        usage: tlsa.cert_usage.into(),
        selector: tlsa.selector.into(),
        matching: tlsa.matching.into(),
        data: tlsa.cert_data.clone(),
    })
}

#[cfg(test)]
mod tests {
    use hickory_resolver::proto::rr::rdata::A;

    use super::*;

    #[test]
    fn a_name_is_no_alias_where_its_own_records_came_and_may_be_one_where_none_did() {
        const ALIAS: &str = "mx.customer.example";
        let records = || vec![RData::A(A::new(192, 0, 2, 7))];
        assert!(is_no_alias(&Told { records: records(), ..Told::unproven(ALIAS) }, ALIAS));
        assert!(!is_no_alias(&Told { records: records(), ..Told::unproven("mx.provider.example") }, ALIAS));
        assert!(
            !is_no_alias(&Told::unproven(ALIAS), ALIAS),
            "nothing came, as behind an alias without addresses"
        );
    }
}
