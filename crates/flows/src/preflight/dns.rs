//! What DNS says of a sender: of its domain, and of the host that mail leaves from.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::Timestamp;
use domain::sender_domain::{DmarcPolicy, DnsRecord, Findings, RecordKind, RecordProblem, RecordVerdict};
use net::{DnsError, Resolver};
use policy::auth::dns::Answers;
use policy::auth::spf::{self as spf_of, Client, Identity, SpfResult};
use policy::preflight::{Encrypted, Found, Published, Returns, Vouching, published};
use policy::route::Because;
use policy::sender_domain::{self as policy_of, SpfOfWay, Wish};
use store::sender_domains::SenderDomainRow;
use tokio::time::timeout;

use super::encryption::encrypted;
use super::operators::is_this_machine;
use crate::authenticity;
use crate::office::Office;
use crate::outbox::Way;

/// How long DNS may take for one sender; what was not answered by then says nothing.
const WITHIN: Duration = Duration::from_secs(4);
/// How long an answer is remembered, milliseconds.
const LIFE_MS: i64 = 600_000;
/// How long it is remembered that there was none, milliseconds.
const SILENCE_MS: i64 = 60_000;
/// Addresses of a relay that are looked at.
const ADDRESSES_MAX: usize = 8;
/// Names that are remembered.
const NAMES_MAX: usize = 2_000;

/// What is known without asking.
pub(super) const NOTHING: Found = Found {
    spf: None,
    returns: Returns::Own,
    dmarc: Published::Unknown,
    host_leads_back: None,
    encrypted: Encrypted::Offered,
    above_counts: false,
    exists: None,
};

/// SPF of the domain that failures come back to, and what the sender's asks receivers for.
type Looked = (Option<RecordVerdict>, Vouching);

/// A sender's domain, the one that failures come back to, and the one above it that signs its mail.
pub(super) type Names<'a> = (&'a str, &'a str, Option<&'a str>);

/// What a node remembers of DNS: of domains, return paths and who signs, by what of SPF was looked for, and of hosts.
#[derive(Default)]
pub(crate) struct Remembered {
    domains: Memory<(String, String, Option<String>, SpfOfWay), Looked>,
    hosts: Memory<String, Option<bool>>,
}

/// Answers and until when they are remembered.
struct Memory<K, V>(Mutex<BTreeMap<K, (Timestamp, V)>>);

impl<K, V> Default for Memory<K, V> {
    fn default() -> Self {
        Self(Mutex::new(BTreeMap::new()))
    }
}

impl<K: Ord, V: Copy> Memory<K, V> {
    fn find(&self, key: &K, now: Timestamp) -> Option<V> {
        self.locked().get(key).filter(|(until, _)| *until > now).map(|(_, value)| *value)
    }

    fn keep(&self, key: K, (now, life_ms): (Timestamp, i64), value: V) {
        let mut held = self.locked();
        if held.len() >= NAMES_MAX {
            held.retain(|_, (until, _)| *until > now);
        }
        if held.len() < NAMES_MAX {
            held.insert(key, (now.plus_millis(life_ms), value));
        }
    }

    fn locked(&self) -> MutexGuard<'_, BTreeMap<K, (Timestamp, V)>> {
        // Whoever panicked left whole entries.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What DNS says, as far as the way leaves it open, of mail from `domain` whose failures come back to `returns` and that
/// `above` signs.
pub(super) async fn found(
    office: &Office,
    (domain, returns, above): Names<'_>,
    (way, row): (&Way, Option<&SenderDomainRow>),
) -> Found {
    let greeting = way.helo_name.as_deref().unwrap_or(&office.settings().host_name);
    let of_way = way.spf(office).in_record_of(returns);
    // The watcher looked at the domain's own records, for the way that its mail takes unless it is a user's.
    let is_watched = returns == domain && way.because != Because::User;
    let kept = row.filter(|row| is_watched && row.findings.version == row.version);
    let (spf, vouching) = match kept.and_then(|row| of_findings(&row.findings)) {
        Some((spf, published)) => (spf, Vouching { published, returns: Returns::Own, above_counts: false }),
        None => of_domain(office, (domain, returns, above), of_way.clone()).await,
    };
    let Vouching { published: dmarc, returns: returns_are, above_counts } = vouching;
    // Where nobody knows what our servers are called in SPF, a record that is in order says nothing of them.
    let is_unknown = of_way == SpfOfWay::Unknown;
    let (spf, returns_are) = match (&way.relay, spf) {
        // Whatever return path we give it, the receiver sees its provider's, of which SPF is.
        (Some(hop), _) if policy_of::replaces_return_path(&hop.host) => (None, Returns::Elsewhere),
        (Some(hop), Some(RecordVerdict::Live)) if is_unknown => {
            let is_listed = relay_is_listed(office, returns, &hop.host).await;
            (is_listed.then_some(RecordVerdict::Live), returns_are)
        }
        (None, Some(RecordVerdict::Live)) if is_unknown => (None, returns_are),
        (_, spf) => (spf, returns_are),
    };
    let host_leads_back = match way.relay {
        None => leads_back(office, greeting).await,
        Some(_) => None,
    };
    let encrypted = encrypted(way.relay.as_ref());
    Found { spf, returns: returns_are, dmarc, host_leads_back, encrypted, above_counts, exists: None }
}

/// Whether DNS knows a domain; `None` where it does not say.
pub(super) async fn exists(office: &Office, domain: &str) -> Option<bool> {
    // RFC 5321 4.1.3: an address literal names no domain.
    if domain.starts_with('[') {
        return None;
    }
    let (memory, now) = (&office.preflights().hosts, office.now());
    // No host is called so: a blank stands in no name.
    let key = format!("{domain} is a domain");
    if let Some(known) = memory.find(&key, now) {
        return known;
    }
    let found = match timeout(WITHIN, office.net().network.resolver().mx(domain)).await {
        Ok(Ok(_) | Err(DnsError::NoAddress(_))) => Some(true),
        Ok(Err(DnsError::NoSuchName(_))) => Some(false),
        Ok(Err(DnsError::Unavailable { .. } | DnsError::Bogus(_))) | Err(_) => None,
    };
    memory.keep(key, (now, if found == Some(true) { LIFE_MS } else { SILENCE_MS }), found);
    found
}

/// Whether the domain's record lets the addresses send that a relay's name has. That it does not says nothing: a relay seldom
/// sends from where it takes mail.
async fn relay_is_listed(office: &Office, domain: &str, relay: &str) -> bool {
    let (memory, now, key) = (&office.preflights().hosts, office.now(), format!("{domain} {relay}"));
    if let Some(known) = memory.find(&key, now) {
        return known == Some(true);
    }
    let resolver = office.net().network.resolver();
    let looked = async {
        let addresses = resolver.addresses(relay).await.ok()?;
        let mut answers = Answers::default();
        for address in addresses.iter().take(ADDRESSES_MAX) {
            let mail_from = format!("postmaster@{domain}");
            let client = Client { address: *address, helo: relay.to_owned(), mail_from };
            let check = |answers: &Answers| spf_of::check(&client, Identity::MailFrom, answers);
            if authenticity::decided(resolver, &mut answers, check).await.result != SpfResult::Pass {
                return Some(false);
            }
        }
        Some(!addresses.is_empty())
    };
    let found = timeout(WITHIN, looked).await.ok().flatten();
    memory.keep(key, (now, if found.is_some() { LIFE_MS } else { SILENCE_MS }), found);
    found == Some(true)
}

/// Whether a host has an address of this machine, or one that these have. Where DNS does not say it is none of them: who
/// cannot find it connects to nobody.
pub(super) async fn is_one_of(office: &Office, host: &str, others: &[String]) -> bool {
    let (memory, now) = (&office.preflights().hosts, office.now());
    let key = one_of(host, others);
    if let Some(known) = memory.find(&key, now) {
        return known == Some(true);
    }
    let resolver = office.net().network.resolver();
    let looked = async {
        let found = addresses_of(resolver, host).await;
        if found.iter().any(|address| is_this_machine(*address)) {
            return true;
        }
        for other in others {
            let theirs = if found.is_empty() { Vec::new() } else { addresses_of(resolver, other).await };
            if found.iter().any(|address| theirs.contains(address)) {
                return true;
            }
        }
        false
    };
    let found = timeout(WITHIN, looked).await.ok();
    // Whoever has the name leads it elsewhere as he likes.
    memory.keep(key, (now, SILENCE_MS), found);
    found == Some(true)
}

/// The same, as far as it was found out a moment ago: nobody is asked.
pub(super) fn was_one_of(office: &Office, host: &str, others: &[String]) -> bool {
    office.preflights().hosts.find(&one_of(host, others), office.now()) == Some(Some(true))
}

fn one_of(host: &str, others: &[String]) -> String {
    format!("{host} is one of {}", others.join(" "))
}

async fn addresses_of(resolver: &dyn Resolver, host: &str) -> Vec<IpAddr> {
    let found = match host.parse() {
        Ok(address) => vec![address],
        Err(_) => resolver.addresses(host).await.unwrap_or_default(),
    };
    found.into_iter().map(|address| address.to_canonical()).collect()
}

async fn of_domain(office: &Office, (domain, returns, above): Names<'_>, of_way: SpfOfWay) -> Looked {
    let (memory, now) = (&office.preflights().domains, office.now());
    let key = (domain.to_owned(), returns.to_owned(), above.map(str::to_owned), of_way.clone());
    if let Some(known) = memory.find(&key, now) {
        return known;
    }
    let wish = Wish {
        domain: returns.to_owned(),
        keys: Vec::new(),
        dmarc: DmarcPolicy::None,
        reports_to: None,
        return_host: None,
        spf: of_way,
        sts_id: None,
        keys_below: None,
    };
    let resolver = office.net().network.resolver();
    let looked = async {
        let (mut of_spf, mut of_dmarc) = (Answers::default(), Answers::default());
        tokio::join!(
            authenticity::decided(resolver, &mut of_spf, |answers| policy_of::judge_spf(&wish, answers)),
            authenticity::decided(resolver, &mut of_dmarc, |answers| published(
                domain, returns, above, answers
            )),
        )
    };
    let found = match timeout(WITHIN, looked).await {
        Ok((record, vouching)) => (spf(&record), vouching),
        Err(_) => {
            (None, Vouching { published: Published::Unknown, returns: Returns::Own, above_counts: false })
        }
    };
    let life_ms = if found.1.published == Published::Unknown { SILENCE_MS } else { LIFE_MS };
    memory.keep(key, (now, life_ms), found);
    found
}

/// What the watcher found; `None` where it did not see what the domain asks receivers for.
fn of_findings(findings: &Findings) -> Option<(Option<RecordVerdict>, Published)> {
    let of = |kind| findings.records.iter().find(|record| record.kind == kind);
    let dmarc = match of(RecordKind::Dmarc) {
        // The record stands at a domain above, and which of its policies holds is to be asked there.
        Some(record) if record.problem == Some(RecordProblem::Inherited) => return None,
        record => record.map_or(Published::Unknown, of_record),
    };
    Some((of(RecordKind::Spf).and_then(spf), dmarc))
}

/// A record that lets us send, and has another fault, lets us send all the same.
fn spf(record: &DnsRecord) -> Option<RecordVerdict> {
    match (record.verdict, record.problem) {
        // What it is to say is known to those alone who run the relay.
        (RecordVerdict::Unchecked | RecordVerdict::NotNeeded, _) | (RecordVerdict::WayUnknown, None) => None,
        // There is none, and one that named the relay would be void.
        (RecordVerdict::WayUnknown, Some(_)) => Some(RecordVerdict::Missing),
        (RecordVerdict::Differs, Some(RecordProblem::AllowsEverybody | RecordProblem::IncludesEverybody)) => {
            Some(RecordVerdict::Live)
        }
        (verdict, _) => Some(verdict),
    }
}

fn of_record(record: &DnsRecord) -> Published {
    match record.verdict {
        RecordVerdict::Unchecked | RecordVerdict::Unanswered => Published::Unknown,
        RecordVerdict::Missing
        | RecordVerdict::Several
        | RecordVerdict::WayUnknown
        | RecordVerdict::NotNeeded => Published::Nothing,
        RecordVerdict::Live | RecordVerdict::Differs => {
            let policy = record.found.first().and_then(|text| policy_of::asked_for(text));
            Published::Policy(policy.unwrap_or(DmarcPolicy::None))
        }
    }
}

/// Whether each address of this host leads back to its name, as receivers ask (RFC 1912 2.1): which of them mail leaves
/// from is the network's choice, and who is asked over IPv6 looks at that address alone.
async fn leads_back(office: &Office, host: &str) -> Option<bool> {
    if !host.contains('.') {
        return None;
    }
    let (memory, now, key) = (&office.preflights().hosts, office.now(), host.to_ascii_lowercase());
    if let Some(known) = memory.find(&key, now) {
        return known;
    }
    let looked = timeout(WITHIN, look_back(office.net().network.resolver(), &key)).await;
    let found = looked.ok().flatten();
    memory.keep(key, (now, if found.is_some() { LIFE_MS } else { SILENCE_MS }), found);
    found
}

async fn look_back(resolver: &dyn Resolver, host: &str) -> Option<bool> {
    let addresses = match resolver.addresses(host).await {
        Ok(addresses) => addresses,
        Err(DnsError::NoSuchName(_) | DnsError::NoAddress(_)) => return Some(false),
        Err(DnsError::Unavailable { .. } | DnsError::Bogus(_)) => return None,
    };
    let mut found = Some(!addresses.is_empty());
    for address in addresses {
        match resolver.names(address).await {
            Ok(names) if names.iter().any(|name| name.trim_end_matches('.').eq_ignore_ascii_case(host)) => {}
            Ok(_) | Err(DnsError::NoSuchName(_) | DnsError::NoAddress(_)) => return Some(false),
            Err(DnsError::Unavailable { .. } | DnsError::Bogus(_)) => found = None,
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use futures_util::future::BoxFuture;
    use net::MxAnswer;

    use super::*;

    /// A host with these addresses, and what each leads back to.
    struct Host(Vec<(&'static str, Result<Vec<&'static str>, DnsError>)>);

    impl Resolver for Host {
        fn mx<'a>(&'a self, domain: &'a str) -> BoxFuture<'a, Result<MxAnswer, DnsError>> {
            Box::pin(async move { Err(DnsError::NoSuchName(domain.to_owned())) })
        }

        fn addresses<'a>(&'a self, _host: &'a str) -> BoxFuture<'a, Result<Vec<IpAddr>, DnsError>> {
            Box::pin(async move { Ok(self.0.iter().map(|(address, _)| address.parse().unwrap()).collect()) })
        }

        fn names(&self, address: IpAddr) -> BoxFuture<'_, Result<Vec<String>, DnsError>> {
            let found = self.0.iter().find(|(one, _)| one.parse() == Ok(address));
            let names = found.unwrap().1.clone();
            Box::pin(async move { Ok(names?.into_iter().map(str::to_owned).collect()) })
        }
    }

    #[tokio::test]
    async fn a_host_leads_back_where_each_of_its_addresses_does() {
        let (good, none) = (|| Ok(vec!["post.nord.no."]), || Err(DnsError::NoSuchName("6".to_owned())));
        let silent = || Err(DnsError::Unavailable { name: "6".to_owned(), cause: "silent".to_owned() });
        for (six, expected) in [(good(), Some(true)), (none(), Some(false)), (silent(), None)] {
            let host = Host(vec![("192.0.2.7", good()), ("2001:db8::7", six)]);
            assert_eq!(look_back(&host, "post.nord.no").await, expected);
        }
        assert_eq!(look_back(&Host(Vec::new()), "post.nord.no").await, Some(false));
    }
}
