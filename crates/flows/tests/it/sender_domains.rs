//! Sender domains: from the first look at DNS to the last, with DNS and time as the script says.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex};

use domain::sender_domain::{
    DkimKeyState, RecordKind, RecordProblem, RecordVerdict, SenderDomainState, StsFileState,
};
use domain::{ProblemKind, SenderDomainId};
use flows::sender_domains::{self, DomainWatcher, SenderDomainChange, SenderDomainView};
use flows::worker::Worker;
use flows::{Office, Parts, Settings};
use futures_util::future::BoxFuture;
use net::mta_sts::WebPolicies;
use net::smtp_out::{self, Sender};
use net::{ClientTls, DnsError, MxAnswer, MxHost, Net, Reach, Resolver, System};
use policy::case_token::TokenKey;
use testkit::SeededEntropy;
use tokio::sync::Barrier;

use crate::house::House;

const DAY: i64 = 24 * 3600;

/// Name servers that say what the script says.
#[derive(Default)]
pub(crate) struct Names(Mutex<State>);

#[derive(Default)]
struct State {
    records: BTreeMap<(String, &'static str), Vec<String>>,
    is_silent: bool,
    /// Names that are not answered for.
    silent: Vec<String>,
    /// A name whose texts are answered once so many ask for them at the same time.
    meeting: Option<(String, Arc<Barrier>)>,
}

impl Names {
    pub(crate) fn publish(&self, name: &str, kind: &'static str, value: &str) {
        let mut state = self.0.lock().unwrap();
        state.records.entry((name.to_owned(), kind)).or_default().push(value.to_owned());
    }

    pub(crate) fn remove(&self, name: &str) {
        self.0.lock().unwrap().records.retain(|(known, _), _| known != name);
    }

    /// Has those who ask for the texts of a name wait for each other.
    pub(crate) fn meet_at(&self, name: &str, askers: usize) {
        self.0.lock().unwrap().meeting = Some((name.to_owned(), Arc::new(Barrier::new(askers))));
    }

    pub(crate) fn be_silent_about(&self, names: &[&str]) {
        self.0.lock().unwrap().silent = names.iter().map(|name| (*name).to_owned()).collect();
    }

    pub(crate) fn be_silent(&self, is_silent: bool) {
        self.0.lock().unwrap().is_silent = is_silent;
    }

    fn look_up(&self, name: &str, kind: &'static str) -> Result<Vec<String>, DnsError> {
        let state = self.0.lock().unwrap();
        if state.is_silent || state.silent.iter().any(|known| known == name) {
            return Err(DnsError::Unavailable { name: name.to_owned(), cause: "SERVFAIL".to_owned() });
        }
        // RFC 1035 3.1: a name may be written with its root.
        let found = state.records.get(&(name.trim_end_matches('.').to_owned(), kind)).cloned();
        found.ok_or_else(|| DnsError::NoSuchName(name.to_owned()))
    }
}

impl Resolver for Names {
    fn mx<'a>(&'a self, domain: &'a str) -> BoxFuture<'a, Result<MxAnswer, DnsError>> {
        Box::pin(async move {
            let host = |name: String| MxHost { preference: 10, name };
            Ok(MxAnswer::Hosts(self.look_up(domain, "MX")?.into_iter().map(host).collect()))
        })
    }

    fn addresses<'a>(&'a self, host: &'a str) -> BoxFuture<'a, Result<Vec<IpAddr>, DnsError>> {
        Box::pin(
            async move { Ok(self.look_up(host, "A")?.iter().map(|text| text.parse().unwrap()).collect()) },
        )
    }

    fn texts<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<Vec<String>, DnsError>> {
        Box::pin(async move {
            let meeting = self.0.lock().unwrap().meeting.clone();
            if let Some((_, barrier)) = meeting.filter(|(at, _)| at == name) {
                barrier.wait().await;
            }
            // RFC 1034 3.6.2: a name server goes on from an alias by itself.
            let target = self.look_up(name, "CNAME").ok().and_then(|targets| targets.into_iter().next());
            self.look_up(target.as_deref().unwrap_or(name), "TXT")
        })
    }

    fn alias<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<String, DnsError>> {
        Box::pin(async move { Ok(self.look_up(name, "CNAME")?.remove(0)) })
    }
}

/// A house whose names are scripted.
pub(crate) struct World {
    pub(crate) house: House,
    pub(crate) office: Office,
    pub(crate) names: Arc<Names>,
}

impl World {
    pub(crate) async fn open() -> Self {
        Self::open_set(|_| {}).await
    }

    /// A house whose operator set something else, too.
    pub(crate) async fn open_set(set: impl FnOnce(&mut Settings)) -> Self {
        let house = House::open().await;
        let mut settings = house.office.settings().clone();
        settings.return_host = Some("return.host.test".to_owned());
        set(&mut settings);
        let names = Arc::new(Names::default());
        names.publish("return.host.test", "MX", "mx.host.test");
        let office = office(&house, &names, settings);
        Self { house, office, names }
    }

    /// The office anew, as its operator sets it from now on.
    pub(crate) fn reopen(&mut self, set: impl FnOnce(&mut Settings)) {
        let mut settings = self.office.settings().clone();
        set(&mut settings);
        self.office = office(&self.house, &self.names, settings);
    }

    pub(crate) async fn add(&self, name: &str) -> SenderDomainId {
        sender_domains::add(&self.office, &self.house.actor, name).await.unwrap()
    }

    pub(crate) async fn find(&self, id: SenderDomainId) -> SenderDomainView {
        sender_domains::find(&self.office, self.house.actor.organisation, id).await.unwrap()
    }

    /// Publishes what the page says, of these kinds and as far as it is not there.
    pub(crate) async fn publish(&self, id: SenderDomainId, kinds: &[RecordKind]) {
        for record in self.find(id).await.findings.records {
            if kinds.contains(&record.kind) && record.verdict != RecordVerdict::Live {
                let kind = if record.record_type == "CNAME" { "CNAME" } else { "TXT" };
                self.names.publish(&record.name, kind, &record.value);
            }
        }
    }

    /// Time passes, and the worker does what is due.
    pub(crate) async fn after(&self, seconds: i64) {
        self.house.clock.advance_seconds(seconds);
        DomainWatcher::new(self.office.clone()).step().await.unwrap();
    }

    async fn alarms(&self) -> Vec<String> {
        let rows = sender_domains::alarms(&self.office, self.house.actor.organisation).await.unwrap();
        rows.into_iter().map(|(row, _)| row.name).collect()
    }

    /// A domain that is live.
    pub(crate) async fn live(&self, name: &str) -> SenderDomainId {
        let id = self.add(name).await;
        self.publish(id, &[RecordKind::Dkim]).await;
        self.after(0).await;
        assert_eq!(self.find(id).await.row.state, SenderDomainState::Live);
        id
    }

    /// Takes the records of all keys out of DNS.
    pub(crate) async fn remove_keys(&self, id: SenderDomainId) {
        for record in self.find(id).await.findings.records {
            if record.kind == RecordKind::Dkim {
                self.names.remove(&record.name);
            }
        }
    }
}

/// An office over the store of a house, which asks these names.
fn office(house: &House, names: &Arc<Names>, settings: Settings) -> Office {
    let net = Net {
        network: Arc::new(System::new(names.clone())),
        tls: ClientTls::new(b"").unwrap(),
        clock: Arc::new(house.clock.clone()),
        entropy: Arc::new(SeededEntropy::new(7)),
        reach: Reach::Anywhere,
    };
    Office::new(Parts {
        store: house.office.store().clone(),
        clock: Arc::new(house.clock.clone()),
        entropy: Arc::new(SeededEntropy::new(8)),
        sender: Sender::new(net.clone(), smtp_out::Settings::new("house.test")),
        policies: Arc::new(WebPolicies::new(net.clone(), Reach::Anywhere)),
        net,
        tokens: TokenKey::new([5; 32]),
        settings,
    })
}

#[tokio::test]
async fn a_domain_is_live_when_its_key_is_seen() {
    let world = World::open().await;
    let id = world.add("Acme.TEST").await;
    let fresh = world.find(id).await;
    assert_eq!((fresh.row.name.as_str(), fresh.row.state), ("acme.test", SenderDomainState::Pending));
    let unchecked = |view: &SenderDomainView| {
        view.findings.records.iter().filter(|record| record.verdict == RecordVerdict::Unchecked).count()
    };
    assert!(unchecked(&fresh) >= 5, "two keys, SPF, DMARC, MTA-STS");
    world.after(0).await;
    let looked = world.find(id).await;
    assert_eq!((unchecked(&looked), looked.row.state), (0, SenderDomainState::Pending));
    // The relay has an address and no name: nobody knows what its SPF is called, so none is proposed.
    let expected =
        |kind| if kind == RecordKind::Spf { RecordVerdict::WayUnknown } else { RecordVerdict::Missing };
    assert!(looked.findings.records.iter().all(|record| record.verdict == expected(record.kind)));
    assert!(looked.findings.records.iter().all(|record| record.problem.is_none()), "DNS did answer");
    assert!(looked.findings.is_absent, "there is nothing of that name yet");
    world.publish(id, &[RecordKind::Dkim]).await;
    world.names.publish("acme.test", "TXT", "v=spf1 a:elsewhere.test -all");
    world.names.publish("acme.test", "MX", "mx.acme.test");
    world.after(4 * 60).await;
    assert_eq!(
        world.find(id).await.row.state,
        SenderDomainState::Pending,
        "the next look is after five minutes"
    );
    world.after(60).await;
    let live = world.find(id).await;
    let now = world.office.now();
    assert_eq!((live.row.state, live.row.live_since), (SenderDomainState::Live, Some(now)));
    assert_eq!(live.row.check_at, Some(now.plus_seconds(DAY)));
    assert!(live.keys.iter().all(|key| key.seen_at == Some(now)));
    assert!(!live.findings.is_absent);
    assert_eq!(
        (live.findings.spf_lookups, live.findings.exchangers),
        (Some(1), vec!["mx.acme.test".to_owned()])
    );
    assert!(world.alarms().await.is_empty());
}

#[tokio::test]
async fn a_name_without_records_below_a_domain_that_is_there_is_not_said_to_be_absent() {
    let world = World::open().await;
    let id = world.add("nyhetsbrev.acme.no").await;
    world.names.publish("acme.no", "MX", "mx.acme.no");
    world.after(0).await;
    let looked = world.find(id).await.findings;
    assert!(looked.records.iter().any(|record| record.verdict == RecordVerdict::Missing), "it was looked at");
    assert!(!looked.is_absent, "its first record makes it");
    world.names.remove("acme.no");
    world.after(5 * 60).await;
    assert!(world.find(id).await.findings.is_absent, "nobody registered what it lies below");
}

#[tokio::test]
async fn a_key_that_vanishes_is_warned_of_and_switched_off_after_a_day_of_failures() {
    let world = World::open().await;
    let id = world.live("acme.test").await;
    world.names.be_silent(true);
    world.after(DAY).await;
    let silent = world.find(id).await;
    assert_eq!(silent.row.state, SenderDomainState::Live, "DNS that fails switches nothing off");
    assert!(!silent.findings.is_absent, "nor does it say that there is none");
    assert_eq!(silent.findings.records[0].problem, Some(RecordProblem::NoAnswer));
    world.names.be_silent(false);
    world.remove_keys(id).await;
    world.after(15 * 60).await;
    assert_eq!(world.find(id).await.row.state, SenderDomainState::Warning);
    assert_eq!(world.alarms().await, ["acme.test"]);
    for _ in 0..24 {
        assert_eq!(world.find(id).await.row.state, SenderDomainState::Warning);
        world.after(3600).await;
    }
    let off = world.find(id).await.row;
    assert_eq!((off.state, off.switched_off_at), (SenderDomainState::Pending, Some(world.office.now())));
    assert_eq!(world.alarms().await, ["acme.test"], "it is told until it is mended");
    world.publish(id, &[RecordKind::Dkim]).await;
    world.after(300).await;
    let back = world.find(id).await.row;
    assert_eq!((back.state, back.switched_off_at), (SenderDomainState::Live, None));
    assert!(world.alarms().await.is_empty());
}

#[tokio::test]
async fn new_keys_take_over_when_the_first_is_seen_and_old_ones_can_be_removed_a_week_later() {
    let world = World::open().await;
    let pending = world.add("later.test").await;
    let refused = sender_domains::rotate(&world.office, &world.house.actor, pending).await.unwrap_err();
    assert_eq!(refused.code, "sender_domain.not_live");
    let id = world.live("acme.test").await;
    sender_domains::rotate(&world.office, &world.house.actor, id).await.unwrap();
    let refused = sender_domains::rotate(&world.office, &world.house.actor, id).await.unwrap_err();
    assert_eq!(refused.code, "sender_domain.rotating");
    let states = async || world.find(id).await.keys.into_iter().map(|key| key.state).collect::<Vec<_>>();
    let (active, next, retired) = (DkimKeyState::Active, DkimKeyState::Next, DkimKeyState::Retired);
    world.after(0).await;
    assert_eq!(states().await, [active, active, next, next]);
    let records = world.find(id).await.findings.records;
    let missing: Vec<_> = records
        .iter()
        .filter(|record| record.kind == RecordKind::Dkim && record.verdict == RecordVerdict::Missing)
        .collect();
    assert_eq!(missing.len(), 2);
    let (rsa, ed25519) = (&missing[0], &missing[1]);
    world.names.publish(&ed25519.name, "TXT", &ed25519.value);
    world.after(300).await;
    assert_eq!(states().await, [active, active, next, next], "not every receiver checks that one");
    world.names.publish(&rsa.name, "TXT", &rsa.value);
    world.after(300).await;
    assert_eq!(states().await, [retired, retired, active, active]);
    // The old records are no longer asked of anybody; they may go after a week.
    assert_eq!(
        world.find(id).await.findings.records.iter().filter(|it| it.kind == RecordKind::Dkim).count(),
        2
    );
    let old = world.find(id).await.keys[0].clone();
    world.names.remove(&format!("{}._domainkey.acme.test", old.selector));
    world.after(6 * DAY).await;
    assert_eq!(states().await.len(), 4, "mail of the old keys may still be on its way");
    world.after(2 * DAY).await;
    assert_eq!(states().await, [retired, active, active], "one record is gone, the other is still there");
    // A wildcard answers at its name for as long as there is one.
    let other = format!("{}._domainkey.acme.test", world.find(id).await.keys[0].selector);
    world.names.remove(&other);
    world.names.publish(&other, "TXT", "v=spf1 -all");
    world.after(DAY).await;
    assert_eq!(states().await, [active, active]);
}

#[tokio::test]
async fn what_cannot_be_ones_own_is_refused_and_what_is_there_is_not_added_twice() {
    let world = World::open().await;
    let add = async |name: &str| sender_domains::add(&world.office, &world.house.actor, name).await;
    for (name, code) in [
        ("gmail.com", "sender_domain.shared"),
        ("co.uk", "sender_domain.not_registrable"),
        ("", "sender_domain.invalid"),
    ] {
        let refused = add(name).await.unwrap_err();
        assert_eq!((refused.kind, refused.code, refused.field), (ProblemKind::Invalid, code, Some("name")));
    }
    let id = world.live("acme.test").await;
    assert_eq!(add("post@ACME.test").await.unwrap_err().code, "sender_domain.taken");
    let keys = world.find(id).await.keys;
    sender_domains::archive(&world.office, &world.house.actor, id).await.unwrap();
    let gone = sender_domains::find(&world.office, world.house.actor.organisation, id).await.unwrap_err();
    assert_eq!(gone.kind, ProblemKind::NotFound);
    assert_eq!(add("acme.test").await.unwrap(), id);
    let back = world.find(id).await;
    assert_eq!(back.row.state, SenderDomainState::Pending, "it proves itself anew");
    assert_eq!(back.keys.len(), keys.len());
    assert_eq!(back.keys[0].public_key, keys[0].public_key);
    world.after(0).await;
    assert_eq!(world.find(id).await.row.state, SenderDomainState::Live);
}

#[tokio::test]
async fn a_person_looks_at_once_and_a_change_is_looked_at_anew() {
    let world = World::open().await;
    let id = world.add("acme.test").await;
    let check = async || sender_domains::check_now(&world.office, &world.house.actor, id).await.unwrap();
    assert_eq!(check().await.row.checked_at, Some(world.office.now()));
    world.publish(id, &[RecordKind::Dkim, RecordKind::Dmarc]).await;
    assert_eq!(
        check().await.row.state,
        SenderDomainState::Pending,
        "a second look within ten seconds shows the first"
    );
    world.house.clock.advance_seconds(10);
    assert_eq!(check().await.row.state, SenderDomainState::Live);
    let change = SenderDomainChange {
        dmarc_policy: Some(domain::sender_domain::DmarcPolicy::Quarantine),
        reports_to: Some("rua@acme.test".to_owned()),
    };
    sender_domains::change(&world.office, &world.house.actor, id, change).await.unwrap();
    let dmarc = |view: SenderDomainView| {
        let record =
            view.findings.records.into_iter().find(|record| record.kind == RecordKind::Dmarc).unwrap();
        (record.verdict, record.value)
    };
    let wished = "v=DMARC1; p=quarantine; rua=mailto:rua@acme.test".to_owned();
    assert_eq!(dmarc(world.find(id).await), (RecordVerdict::Unchecked, wished.clone()));
    assert_eq!(
        dmarc(check().await),
        (RecordVerdict::Differs, wished),
        "whatever the rest, it is looked at anew"
    );
    let bad = SenderDomainChange { reports_to: Some("nobody".to_owned()), ..SenderDomainChange::default() };
    let refused = sender_domains::change(&world.office, &world.house.actor, id, bad).await.unwrap_err();
    assert_eq!((refused.code, refused.field), ("address.invalid", Some("reports_to")));
}

#[tokio::test]
async fn the_policy_file_of_mta_sts_is_looked_for_once_its_record_is_there() {
    let world = World::open().await;
    let id = world.live("acme.test").await;
    assert_eq!(world.find(id).await.findings.sts_file, None, "nobody asks for a file without a record");
    world.names.publish("_mta-sts.acme.test", "TXT", "v=STSv1; id=20261001");
    world.after(DAY).await;
    let file = world.find(id).await.findings.sts_file.unwrap();
    assert_eq!(file.state, StsFileState::Missing, "{file:?}");
    // A site within our own network is none that senders could ask, and is not asked.
    world.names.publish("mta-sts.acme.test", "A", "127.0.0.1");
    world.after(DAY).await;
    let file = world.find(id).await.findings.sts_file.unwrap();
    assert_eq!(file.state, StsFileState::Unanswered, "{file:?}");
}
