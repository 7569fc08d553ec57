//! One zone: its records, its key, and what it proves.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use hickory_resolver::proto::dnssec::crypto::EcdsaSigningKey;
use hickory_resolver::proto::dnssec::rdata::sig::SigInput;
use hickory_resolver::proto::dnssec::rdata::{DNSKEY, DNSSECRData, NSEC, RRSIG};
use hickory_resolver::proto::dnssec::{PublicKeyBuf, SigningKey as _, TBS};
use hickory_resolver::proto::rr::rdata::{NS, SOA};
use hickory_resolver::proto::rr::{DNSClass, Name, RData, Record, RecordType, SerialNumber};

use super::ALGORITHM;
use crate::KitError;

/// Short enough that a test's change of the table is never hidden by a cache for long.
const TTL_SECONDS: u32 = 1;
/// From 2017 to 2080, so that no clock is needed (RFC 4034 3.1.5).
const VALID: (u32, u32) = (1_500_000_000, 3_500_000_000);
/// RFC 4034 2.1.1: a zone's key, and one that its parent names.
const KEY_FLAGS: u16 = 257;

/// A zone.
#[derive(Clone)]
pub(super) struct Zone {
    origin: Name,
    records: BTreeMap<Name, BTreeMap<RecordType, Vec<RData>>>,
    /// Zones below it that have servers of their own.
    delegated: BTreeSet<Name>,
    signer: Option<Signer>,
}

#[derive(Clone)]
struct Signer {
    key: Arc<EcdsaSigningKey>,
    public: PublicKeyBuf,
    tag: u16,
}

impl Zone {
    pub(super) fn unsigned(origin: Name) -> Self {
        let records = BTreeMap::new();
        let mut zone = Self { origin: origin.clone(), records, delegated: BTreeSet::new(), signer: None };
        let server = under("ns", &origin);
        let soa = SOA::new(server.clone(), under("keeper", &origin), 1, 1, 1, 1, TTL_SECONDS);
        zone.add(&origin, RData::SOA(soa));
        zone.add(&origin, RData::NS(NS(server)));
        zone
    }

    pub(super) fn signed(origin: Name) -> Result<Self, KitError> {
        let mut zone = Self::unsigned(origin.clone());
        let failed = |error: &dyn std::fmt::Display| KitError::Program {
            program: "the signer of zones".to_owned(),
            words: error.to_string(),
        };
        let made = EcdsaSigningKey::generate_pkcs8(ALGORITHM).map_err(|error| failed(&error))?;
        let key = EcdsaSigningKey::from_pkcs8(&made, ALGORITHM).map_err(|error| failed(&error))?;
        let public = key.to_public_key().map_err(|error| failed(&error))?;
        let shown = DNSKEY::with_flags(KEY_FLAGS, public.clone());
        let tag = shown.calculate_key_tag().map_err(|error| failed(&error))?;
        zone.add(&origin, RData::DNSSEC(DNSSECRData::DNSKEY(shown)));
        zone.signer = Some(Signer { key: Arc::new(key), public, tag });
        Ok(zone)
    }

    pub(super) fn origin(&self) -> &Name {
        &self.origin
    }

    pub(super) fn key(&self) -> Option<PublicKeyBuf> {
        self.signer.as_ref().map(|signer| signer.public.clone())
    }

    pub(super) fn add(&mut self, name: &Name, data: RData) {
        let sets = self.records.entry(name.clone()).or_default();
        sets.entry(data.record_type()).or_default().push(data);
    }

    pub(super) fn delegate(&mut self, name: &Name) {
        self.delegated.insert(name.clone());
        self.records.entry(name.clone()).or_default();
    }

    /// Whether there is such a name, or one under it.
    pub(super) fn knows(&self, name: &Name) -> bool {
        self.records.keys().any(|known| name.zone_of(known))
    }

    /// The records of a name and kind, with their signature where the zone is signed.
    pub(super) fn set(&self, name: &Name, kind: RecordType, is_broken: bool) -> Vec<Record> {
        let found = if kind == RecordType::NSEC {
            self.signer.as_ref().and_then(|_| self.nsec(name)).into_iter().collect()
        } else {
            self.records.get(name).and_then(|sets| sets.get(&kind)).cloned().unwrap_or_default()
        };
        let mut records: Vec<Record> =
            found.into_iter().map(|data| Record::from_rdata(name.clone(), TTL_SECONDS, data)).collect();
        if let Some(signer) = self.signer.as_ref().filter(|_| !records.is_empty()) {
            let signature = self.sign(signer, (name, kind), (&records, is_broken));
            records.push(Record::from_rdata(name.clone(), TTL_SECONDS, signature));
        }
        records
    }

    fn sign(
        &self,
        signer: &Signer,
        (name, kind): (&Name, RecordType),
        (records, is_broken): (&[Record], bool),
    ) -> RData {
        let input = SigInput {
            type_covered: kind,
            algorithm: ALGORITHM,
            num_labels: name.num_labels(),
            original_ttl: TTL_SECONDS,
            sig_expiration: SerialNumber::from(VALID.1),
            sig_inception: SerialNumber::from(VALID.0),
            key_tag: signer.tag,
            signer_name: self.origin.clone(),
        };
        let signed =
            TBS::from_input(name, DNSClass::IN, &input, records.iter()).expect("its records are ours");
        let mut signature = signer.key.sign(&signed).expect("the key is ours");
        if is_broken {
            signature[0] ^= 1;
        }
        RData::DNSSEC(DNSSECRData::RRSIG(RRSIG::from_sig(input, signature)))
    }

    /// RFC 4034 4: what there is at a name, and which one is next.
    fn nsec(&self, name: &Name) -> Option<RData> {
        let sets = self.records.get(name)?;
        let mut kinds: BTreeSet<RecordType> = sets.keys().copied().collect();
        if self.delegated.contains(name) {
            kinds.insert(RecordType::NS);
        }
        let after = self.records.keys().find(|known| *known > name);
        let next = after.unwrap_or(&self.origin).clone();
        Some(RData::DNSSEC(DNSSECRData::NSEC(NSEC::new_cover_self(next, kinds))))
    }

    /// The names whose records prove that a name, or a kind of it, is not there: its own or the one before it, and the one
    /// before what would stand for it (RFC 4035 3.1.3).
    pub(super) fn proofs_of_absence(&self, name: &Name) -> BTreeSet<Name> {
        if self.records.contains_key(name) {
            return BTreeSet::from([name.clone()]);
        }
        let mut encloser = name.base_name();
        while !self.knows(&encloser) {
            encloser = encloser.base_name();
        }
        let wildcard = encloser.prepend_label("*").expect("a label more fits");
        [name, &wildcard].into_iter().filter_map(|absent| self.before(absent)).collect()
    }

    fn before(&self, name: &Name) -> Option<Name> {
        self.records.keys().rev().find(|known| *known < name).cloned()
    }
}

fn under(label: &str, origin: &Name) -> Name {
    origin.prepend_label(label).expect("a label more fits")
}
