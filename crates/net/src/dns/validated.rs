//! Answers whose signatures this program checks itself, from the root's keys down (RFC 4035 5), over whatever name server
//! there is, as long as it hands the signatures on.
//!
//! RFC 4035 4.3 tells four states apart. *Secure* is proven. *Insecure* is proven to be unsigned, and proves nothing else.
//! *Bogus* should be signed and is not: nobody may go on as if it were unsigned, or whoever forges an answer could
//! switch the proof off (RFC 7672 2.1.1). *Indeterminate* is a name server that leaves signatures out altogether, as the
//! root's own show: then nothing is proven here, until it has handed them on once. From there on it is held to it.

use std::sync::Arc;
use std::time::Duration;

use hickory_resolver::TokioResolver;
use hickory_resolver::net::{DnsError as NetDnsError, NetError};
use hickory_resolver::proto::dnssec::{Algorithm, Proof, PublicKeyBuf, TrustAnchors};
use hickory_resolver::proto::op::ResponseCode;
use hickory_resolver::proto::rr::{Name, RData, Record, RecordType};
use tokio::sync::Mutex;
use tokio::time::{Instant, timeout};

use super::hickory::{ANSWER_WITHIN, RECORDS_MAX, plain, too_slow, unavailable};
use super::proofs::Told;
use super::{DnsError, Signatures};

/// How long the name server may take to show whether it hands signatures on.
const SHOWN_WITHIN: Duration = Duration::from_secs(5);
/// How long after it did not it is asked again.
const ASKED_AGAIN_AFTER: Duration = Duration::from_secs(60);
/// Aliases that are followed.
const ALIASES_MAX: usize = 8;
/// Names that are for networks of one's own (RFC 6762 3 and appendix G, RFC 8375): the root says that they do not exist.
const PRIVATE: [&str; 9] =
    ["local", "internal", "lan", "home.arpa", "intranet", "corp", "home", "private", "localdomain"];

/// The keys that everything is proven from.
pub struct Anchors(TrustAnchors);

impl Anchors {
    /// Those of the root, as IANA publishes them: the key in use, and the one that follows it.
    #[must_use]
    pub fn of_root() -> Self {
        Self(TrustAnchors::default())
    }

    /// A key in place of the root's, by its algorithm's number and its octets.
    #[must_use]
    pub fn of_key(algorithm: u8, octets: &[u8]) -> Self {
        let mut keys = TrustAnchors::empty();
        keys.insert(&PublicKeyBuf::new(octets.to_vec(), Algorithm::from_u8(algorithm)));
        Self(keys)
    }

    pub(super) fn into_keys(self) -> Arc<TrustAnchors> {
        Arc::new(self.0)
    }
}

/// What checks signatures.
pub(super) struct Validated {
    inner: TokioResolver,
    known: Mutex<Known>,
}

/// What is known of the name server.
enum Known {
    /// Nothing.
    Nothing,
    /// It hands signatures on.
    HandsOn,
    /// It did not, at that time.
    LeavesOut(Instant, String),
}

impl Validated {
    /// Over this, which checks them.
    pub(super) fn new(inner: TokioResolver) -> Self {
        Self { inner, known: Mutex::new(Known::Nothing) }
    }

    /// Whether signatures can be checked.
    pub(super) async fn signatures(&self) -> Signatures {
        let mut known = self.known.lock().await;
        match &*known {
            Known::HandsOn => return Signatures::Own,
            Known::LeavesOut(at, why) if at.elapsed() < ASKED_AGAIN_AFTER => {
                return Signatures::LeftOut(why.clone());
            }
            Known::Nothing | Known::LeavesOut(..) => {}
        }
        match self.look_at_root().await {
            Ok(()) => {
                *known = Known::HandsOn;
                Signatures::Own
            }
            Err(why) => {
                if matches!(*known, Known::Nothing) {
                    tracing::warn!(%why, "the name server leaves the signatures of zones out (DNSSEC); no server is held to what its zone publishes");
                }
                *known = Known::LeavesOut(Instant::now(), why.clone());
                Signatures::LeftOut(why)
            }
        }
    }

    async fn look_at_root(&self) -> Result<(), String> {
        let asked = timeout(SHOWN_WITHIN, self.inner.lookup(Name::root(), RecordType::DNSKEY)).await;
        let lookup = asked.map_err(|_| "no answer in time".to_owned())?.map_err(|error| error.to_string())?;
        let mut keys = lookup.answers().iter().filter(|record| record.record_type() == RecordType::DNSKEY);
        let is_proven = keys.clone().count() > 0 && keys.all(|key| key.proof.is_secure());
        if is_proven { Ok(()) } else { Err("the root's keys came without their signatures".to_owned()) }
    }

    /// What is proven of a name.
    pub(super) async fn ask(&self, name: &str, kind: RecordType) -> Result<Told, DnsError> {
        if is_private(name) || self.signatures().await != Signatures::Own {
            return Ok(Told::unproven(name));
        }
        let absolute = Name::from_ascii(format!("{}.", name.trim_end_matches('.')));
        let absolute = absolute.map_err(|_| DnsError::NoSuchName(name.to_owned()))?;
        let asked = timeout(ANSWER_WITHIN, self.inner.lookup(absolute.clone(), kind)).await;
        match asked.map_err(|_| too_slow(name))? {
            Ok(lookup) => found(&absolute, kind, lookup.answers()).ok_or_else(|| bogus(name)),
            Err(error) => absent((name, &absolute), &error),
        }
    }
}

fn is_private(name: &str) -> bool {
    let name = plain(name);
    PRIVATE.iter().any(|zone| name.strip_suffix(zone).is_some_and(|rest| rest.ends_with('.')))
}

fn bogus(name: &str) -> DnsError {
    DnsError::Bogus(name.to_owned())
}

/// The records of a name, through its aliases; each step must be proven. `None` where one is neither proven nor proven to
/// be unsigned.
fn found(asked: &Name, kind: RecordType, answers: &[Record]) -> Option<Told> {
    let (mut name, mut is_proven) = (asked.clone(), true);
    let mut note = |record: &Record| match record.proof {
        Proof::Secure => Some(()),
        Proof::Insecure => {
            is_proven = false;
            Some(())
        }
        Proof::Bogus | Proof::Indeterminate => None,
    };
    let mut records = Vec::new();
    for _ in 0..ALIASES_MAX {
        let here = answers.iter().filter(|record| record.name == name);
        for record in here.clone().filter(|record| record.record_type() == kind).take(RECORDS_MAX) {
            note(record)?;
            records.push(record.data.clone());
        }
        if !records.is_empty() {
            break;
        }
        let mut aliases = here.filter(|record| record.record_type() == RecordType::CNAME);
        let Some(record) = aliases.next() else { break };
        note(record)?;
        let RData::CNAME(target) = &record.data else { break };
        name = target.0.clone();
    }
    Some(Told { is_proven, exists: true, records, name: plain(&name.to_ascii()) })
}

/// That there are no such records, where that is proven, or the zone is proven to be unsigned.
fn absent((asked, name): (&str, &Name), error: &NetError) -> Result<Told, DnsError> {
    let NetError::Dns(told) = error else { return Err(unavailable(asked, error)) };
    if let NetDnsError::NoRecordsFound(none) = told {
        let beside = none.authorities.as_deref().unwrap_or_default();
        let mut proofs = beside.iter().filter(|record| record.record_type() != RecordType::RRSIG);
        // A record of another zone that is unsigned proves nothing of this one.
        if proofs.clone().any(|record| record.proof.is_insecure() && record.name.zone_of(name)) {
            return Ok(Told::unproven(asked));
        }
        if proofs.clone().count() == 0 || !proofs.all(|record| record.proof.is_secure()) {
            return Err(bogus(asked));
        }
        let exists = none.response_code == ResponseCode::NoError;
        return Ok(Told { is_proven: true, exists, ..Told::unproven(asked) });
    }
    // RFC 9276 3.2: a chain of more rounds than one should count is as good as none.
    if matches!(told, NetDnsError::Nsec { proof: Proof::Insecure, .. }) {
        return Ok(Told::unproven(asked));
    }
    if matches!(told, NetDnsError::Nsec { .. } | NetDnsError::DnssecBogus) {
        return Err(bogus(asked));
    }
    Err(unavailable(asked, error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_ones_own_network_are_known() {
        for name in ["mail.corp", "mx.office.LAN.", "printer.local", "a.home.arpa"] {
            assert!(is_private(name), "{name}");
        }
        for name in ["corp", "example.org", "mycorp", "home.arpa.example.org"] {
            assert!(!is_private(name), "{name}");
        }
    }
}
