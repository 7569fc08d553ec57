//! A name server with signed zones (RFC 4033 to 4035) on loopback, from a root of its own down: with keys that are made for it, and
//! with faults that a resolver must find out.
//!
//! It answers as a server that looks names up for others does: with what the zones say, through aliases, with signatures
//! and proofs of absence for whoever asks for them (RFC 3225).

mod server;
mod zone;

use std::collections::{BTreeMap, BTreeSet};

use hickory_resolver::proto::dnssec::rdata::{DNSSECRData, DS};
use hickory_resolver::proto::dnssec::{Algorithm, DigestType, PublicKey as _};
use hickory_resolver::proto::op::{Message, Query, ResponseCode};
pub use hickory_resolver::proto::rr::RecordType;
use hickory_resolver::proto::rr::rdata::tlsa::{CertUsage, Matching, Selector};
use hickory_resolver::proto::rr::rdata::{A, CNAME, MX, TLSA};
use hickory_resolver::proto::rr::{Name, RData, Record};

pub use self::server::SignedServer;
use self::zone::Zone;
use crate::KitError;

/// How long aliases may be.
const ALIASES_MAX: usize = 8;

/// Zones from a root down.
#[derive(Clone)]
pub struct World {
    zones: BTreeMap<Name, Zone>,
    broken: BTreeSet<(Name, RecordType)>,
    is_stripped: bool,
}

impl World {
    /// A root that is signed, and nothing under it.
    ///
    /// # Errors
    /// When no key can be made.
    pub fn new() -> Result<Self, KitError> {
        let zones = BTreeMap::from([(Name::root(), Zone::signed(Name::root())?)]);
        Ok(Self { zones, broken: BTreeSet::new(), is_stripped: false })
    }

    /// The root's key: its algorithm and octets.
    #[must_use]
    pub fn anchor(&self) -> (u8, Vec<u8>) {
        let key = self.zones[&Name::root()].key().expect("the root is signed");
        (u8::from(key.algorithm()), key.public_bytes().to_vec())
    }

    /// Adds a zone under the nearest of those that there are, signed and named by it.
    ///
    /// # Errors
    /// When no key can be made.
    pub fn zone(mut self, name: &str) -> Result<Self, KitError> {
        let name = absolute(name);
        let zone = Zone::signed(name.clone())?;
        let key = zone.key().expect("it is signed");
        let ds = DS::from_key(&key, &name, DigestType::SHA256).expect("SHA-256 is known");
        let parent = self.zone_of(&name.base_name());
        parent.add(&name, RData::DNSSEC(DNSSECRData::DS(ds)));
        parent.delegate(&name);
        self.zones.insert(name, zone);
        Ok(self)
    }

    /// Adds a zone that is not signed, as its parent proves.
    #[must_use]
    pub fn unsigned_zone(mut self, name: &str) -> Self {
        let name = absolute(name);
        self.zone_of(&name.base_name()).delegate(&name);
        self.zones.insert(name.clone(), Zone::unsigned(name));
        self
    }

    /// Adds a mail exchanger.
    #[must_use]
    pub fn mx(self, name: &str, host: &str) -> Self {
        self.record(name, RData::MX(MX::new(10, absolute(host))))
    }

    /// Adds an address on loopback.
    #[must_use]
    pub fn a(self, name: &str) -> Self {
        self.record(name, RData::A(A::new(127, 0, 0, 1)))
    }

    /// Adds another name for `target`.
    #[must_use]
    pub fn cname(self, name: &str, target: &str) -> Self {
        self.record(name, RData::CNAME(CNAME(absolute(target))))
    }

    /// Adds what a server's own certificate is: the SHA-256 of all of it (RFC 6698, 3 0 1).
    #[must_use]
    pub fn tlsa(self, name: &str, hash: &[u8]) -> Self {
        let (usage, selector, matching) = (CertUsage::from(3), Selector::from(0), Matching::from(1));
        self.record(name, RData::TLSA(TLSA::new(usage, selector, matching, hash.to_vec())))
    }

    /// Makes the signature over these records a false one.
    #[must_use]
    pub fn broken(mut self, name: &str, kind: RecordType) -> Self {
        self.broken.insert((absolute(name), kind));
        self
    }

    /// Leaves out everything that is about signatures, as servers do that know nothing of them.
    #[must_use]
    pub fn stripped(mut self) -> Self {
        self.is_stripped = true;
        self
    }

    fn record(mut self, name: &str, data: RData) -> Self {
        let name = absolute(name);
        self.zone_of(&name).add(&name, data);
        self
    }

    /// The zone that a name lies in.
    fn zone_of(&mut self, name: &Name) -> &mut Zone {
        let found = self.zones.values_mut().filter(|zone| zone.origin().zone_of(name));
        found.max_by_key(|zone| zone.origin().num_labels()).expect("everything lies under the root")
    }

    /// The zone that answers a question: that of the parent where a delegation is asked for (RFC 4035 3.1.4.1).
    fn answering(&self, query: &Query) -> &Zone {
        let is_ds = query.query_type() == RecordType::DS && !query.name().is_root();
        let asked = if is_ds { query.name().base_name() } else { query.name().clone() };
        let found = self.zones.values().filter(|zone| zone.origin().zone_of(&asked));
        found.max_by_key(|zone| zone.origin().num_labels()).expect("everything lies under the root")
    }

    /// The answer to a question.
    fn answer(&self, question: &Message) -> Option<Message> {
        let asked = question.queries.first()?.clone();
        let is_for_proof = question.edns.as_ref().is_some_and(|edns| edns.flags().dnssec_ok);
        let mut reply = Message::response(question.metadata.id, question.metadata.op_code);
        reply.metadata.recursion_desired = question.metadata.recursion_desired;
        reply.metadata.recursion_available = true;
        reply.add_query(asked.clone());
        if let Some(edns) = question.edns.clone() {
            reply.set_edns(edns);
        }
        let mut query = asked;
        for _ in 0..ALIASES_MAX {
            let zone = self.answering(&query);
            let found = self.set(zone, query.name(), query.query_type());
            if !found.is_empty() {
                reply.add_answers(found);
                break;
            }
            let alias = self.set(zone, query.name(), RecordType::CNAME);
            let Some(RData::CNAME(target)) = alias.first().map(|record| record.data.clone()) else {
                self.deny(zone, &query, &mut reply);
                break;
            };
            reply.add_answers(alias);
            query = Query::query(target.0, query.query_type());
        }
        Some(if is_for_proof && !self.is_stripped { reply } else { unproven(reply) })
    }

    /// Says that there are no such records, and proves it.
    fn deny(&self, zone: &Zone, query: &Query, reply: &mut Message) {
        reply.add_authorities(self.set(zone, zone.origin(), RecordType::SOA));
        if !zone.knows(query.name()) {
            reply.metadata.response_code = ResponseCode::NXDomain;
        }
        for name in zone.proofs_of_absence(query.name()) {
            reply.add_authorities(self.set(zone, &name, RecordType::NSEC));
        }
    }

    /// The records of a name and kind, with their signature.
    fn set(&self, zone: &Zone, name: &Name, kind: RecordType) -> Vec<Record> {
        zone.set(name, kind, self.broken.contains(&(name.clone(), kind)))
    }
}

/// The same without what is about signatures.
fn unproven(mut message: Message) -> Message {
    let is_plain = |record: &Record| {
        !matches!(
            record.record_type(),
            RecordType::RRSIG | RecordType::NSEC | RecordType::DNSKEY | RecordType::DS
        )
    };
    message.answers.retain(is_plain);
    message.authorities.retain(is_plain);
    message
}

fn absolute(name: &str) -> Name {
    Name::from_ascii(format!("{}.", name.trim_end_matches('.'))).expect("a test's name is one")
}

/// The algorithm of all keys here.
const ALGORITHM: Algorithm = Algorithm::ECDSAP256SHA256;
