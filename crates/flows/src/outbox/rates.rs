//! Limits on mails in a minute: of the installation, to one destination and of one organisation; and an organisation's
//! own, which is never above that. They are counted for all nodes together, in the transaction that begins a mail.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use domain::limits::PER_MINUTE_MAX;
use domain::outbox::Stream;
use domain::{Actor, OrganisationId, Problem, Timestamp};
use serde::{Deserialize, Serialize};
use store::events::{self, Change};
use store::parked::{self, whole_organisation};
use store::send_rates::{self, Rate};
use store::{Conn, StoreError, Tx, deliveries};

use super::ledger::{Intent, Refused};
use super::naming;
use crate::office::Office;
use crate::problem;

/// What may leave at once after a rest, as time that mails may be ahead of theirs, milliseconds. Bulk mail leaves half
/// of it to single mail.
const AHEAD_MS: (i64, i64) = (10_000, 5_000);

/// The name under which an organisation's own limit is stored.
pub(crate) const KEY: &str = "send_rates";
/// How long own limits are kept ready before they are looked at again, milliseconds: a change that another node told of in vain
/// is followed within this time.
const KEPT_MS: i64 = 30_000;
/// Organisations whose limits are kept ready; with more, all are looked at anew.
const KEPT_MAX: usize = 10_000;

/// An organisation's own limit.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct OwnRate {
    /// Mails in a minute; 0 leaves it to the installation.
    pub per_minute: u32,
}

/// What this node keeps ready of limits: own ones that were looked at, and when; and what had no room.
#[derive(Default)]
pub(crate) struct ReadyRates {
    own: Mutex<HashMap<OrganisationId, (Timestamp, u32)>>,
    /// What had no room for single mail.
    pub(super) refused_single: RefusedSingle,
    /// How often something was forgotten: what was found out under the limit before is not kept behind that.
    forgotten: AtomicU64,
}

impl ReadyRates {
    /// Forgets what is known of an organisation's own limit, which may be another. Returns whether single mail waits for it.
    pub(crate) fn forget(&self, organisation: OrganisationId) -> bool {
        self.forgotten.fetch_add(1, Ordering::SeqCst);
        self.own.lock().unwrap_or_else(PoisonError::into_inner).remove(&organisation);
        self.refused_single.forget(&whole_organisation(organisation))
    }

    /// What is to be the same when something is noted as when it was found out.
    pub(super) fn generation(&self) -> u64 {
        self.forgotten.load(Ordering::SeqCst)
    }
}

/// Mails in a minute; 0 sets no limit. What goes to several recipients in one transaction is one mail, as those count who limit
/// senders: how many recipients one takes is told by itself (`super::split`).
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Rates {
    /// To one destination: a relay, or the exchangers of one operator.
    pub per_destination: u32,
    /// To those that have a limit of their own in its place, by the name that people read, in small letters: the relay's, or
    /// the domain that the exchangers' names lie under.
    pub to_named: BTreeMap<String, u32>,
    /// Of one organisation.
    pub per_organisation: u32,
}

/// What had no room for single mail, and until when; all mail that it counts waits until then. What it says of bulk mail is
/// told by the park.
#[derive(Default)]
pub(crate) struct RefusedSingle(Mutex<BTreeMap<String, Timestamp>>);

impl RefusedSingle {
    /// Notes a refusal of single mail.
    pub(super) fn note(&self, refused: &Refused, now: Timestamp) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.retain(|_, until| *until > now);
        let until = known.entry(refused.counted.clone()).or_insert(refused.until);
        *until = refused.until.max(*until);
    }

    /// What has no room for this intent; `None` where that is to be asked.
    pub(super) fn of(&self, intent: &Intent, now: Timestamp) -> Option<Refused> {
        let destination = intent.destination.as_ref().filter(|_| intent.stream == Stream::Single)?;
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let counted = [whole_organisation(intent.organisation), destination.clone()];
        let found = counted.into_iter().filter_map(|counted| {
            let until = known.get(&counted).copied().filter(|until| *until > now)?;
            Some(Refused { counted, until })
        });
        found.max_by_key(|refused| refused.until)
    }

    /// Forgets that this had no room; whether it had none.
    fn forget(&self, counted: &str) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(counted).is_some()
    }

    /// All that have none.
    pub(super) fn all(&self, now: Timestamp) -> BTreeMap<String, Timestamp> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.retain(|_, until| *until > now);
        known.clone()
    }
}

impl Rates {
    /// The limit on mails to the destination of this name, as it is stored.
    pub(super) fn to(&self, destination: &str) -> u32 {
        if self.to_named.is_empty() {
            return self.per_destination;
        }
        let named = self.to_named.get(&naming::shown(destination).to_ascii_lowercase());
        named.copied().unwrap_or(self.per_destination)
    }
}

/// The limit that holds for an organisation of its own and the installation's; 0 where neither sets one.
pub(super) const fn effective(installation: u32, own: u32) -> u32 {
    match (installation, own) {
        (0, own) => own,
        (installation, 0) => installation,
        (installation, own) if own < installation => own,
        (installation, _) => installation,
    }
}

/// An organisation's own limit.
///
/// # Errors
/// When the store fails.
pub async fn own_rate(office: &Office, actor: &Actor) -> Result<OwnRate, Problem> {
    find(&office.store().read(), actor.organisation).await.map_err(problem::from_store)
}

pub(super) async fn find(conn: &Conn, organisation: OrganisationId) -> Result<OwnRate, StoreError> {
    Ok(store::settings::find(conn, Some(organisation), KEY).await?.unwrap_or_default())
}

/// Sets an organisation's own limit; where it lets more leave than before, what waits for it goes on at once. Other nodes hear
/// of it (`Office::note_settings`).
///
/// # Errors
/// 422 for one that is above the installation's.
pub async fn set_own_rate(office: &Office, actor: &Actor, rate: OwnRate) -> Result<(), Problem> {
    let max = match office.settings().rates.per_organisation {
        0 => PER_MINUTE_MAX,
        installation => installation,
    };
    if rate.per_minute > max {
        let detail = format!("this installation sends at most {max} mails a minute for one organisation");
        return Err(Problem::invalid("per_minute", "rates.too_high", detail).with("max", max.to_string()));
    }
    let (organisation, installation) = (actor.organisation, office.settings().rates.per_organisation);
    let put = office.store().write(move |tx| {
        Box::pin(async move {
            let whole = whole_organisation(organisation);
            // The park before the mail, as whoever puts mail off for it.
            parked::lock(tx, vec![whole.clone()]).await?;
            let before = effective(installation, find(tx, organisation).await?.per_minute);
            store::settings::put(tx, Some(organisation), KEY, &rate).await?;
            events::insert(tx, organisation, Change::settings());
            let after = effective(installation, rate.per_minute);
            if is_raised(before, after) {
                send_rates::keep_count(tx, &whole, (before, after)).await?;
                parked::open_organisation(tx, organisation).await?;
                // What is too much for this comes when its own time does, within a minute.
                deliveries::hasten_waiting_for(tx, &whole).await?;
            }
            Ok(())
        })
    });
    put.await.map_err(problem::from_store)?;
    office.ready_rates().forget(organisation);
    office.signals().outbox.notify_one();
    Ok(())
}

/// Whether a limit lets more leave than the one before; 0 is none.
const fn is_raised(before: u32, after: u32) -> bool {
    before > 0 && (after == 0 || after > before)
}

/// The own limits of those whose mail is to begin.
pub(super) async fn own_of(
    office: &Office,
    intents: &[Intent],
) -> Result<BTreeMap<OrganisationId, u32>, StoreError> {
    let (rates, now) = (office.ready_rates(), office.now());
    let ready = &rates.own;
    let mut own = BTreeMap::new();
    for organisation in intents.iter().map(|intent| intent.organisation) {
        if own.contains_key(&organisation) {
            continue;
        }
        let known = ready.lock().unwrap_or_else(PoisonError::into_inner).get(&organisation).copied();
        let per_minute = match known.filter(|(at, _)| now.millis_since(*at) < KEPT_MS) {
            Some((_, per_minute)) => per_minute,
            None => {
                let generation = rates.generation();
                let found = find(&office.store().read(), organisation).await?.per_minute;
                let mut ready = ready.lock().unwrap_or_else(PoisonError::into_inner);
                if ready.len() >= KEPT_MAX {
                    ready.clear();
                }
                if rates.generation() == generation {
                    ready.insert(organisation, (now, found));
                }
                found
            }
        };
        own.insert(organisation, per_minute);
    }
    Ok(own)
}

/// The limit that it is refused by; else it is counted.
pub(super) async fn refused(
    tx: &Tx,
    (rates, own): (&Rates, &BTreeMap<OrganisationId, u32>),
    intent: &Intent,
) -> Result<Option<Refused>, StoreError> {
    let own = own.get(&intent.organisation).copied().unwrap_or(0);
    let found = send_rates::take(tx, &limits(rates, own, intent)).await?;
    Ok(found.map(|(counted, until)| Refused { counted, until }))
}

fn limits(rates: &Rates, own: u32, intent: &Intent) -> Vec<Rate> {
    let Some(destination) = &intent.destination else { return Vec::new() };
    let ahead_ms = match intent.stream {
        Stream::Single => AHEAD_MS.0,
        Stream::Bulk => AHEAD_MS.1,
    };
    let counted = [
        (whole_organisation(intent.organisation), effective(rates.per_organisation, own)),
        (destination.clone(), rates.to(destination)),
    ];
    let set = counted.into_iter().filter(|(_, per_minute)| *per_minute > 0);
    set.map(|(counted, per_minute)| Rate { counted, per_minute, ahead_ms }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_destination_may_have_a_limit_of_its_own() {
        let to_named = BTreeMap::from([("google.com".to_owned(), 300), ("smtp.example.org".to_owned(), 0)]);
        let rates = Rates { per_destination: 60, to_named, per_organisation: 0 };
        assert_eq!(rates.to("mx:google.com"), 300);
        assert_eq!(rates.to("relay:7:user 5:SMTP.example.org:587"), 0, "whoever's it is, and without any");
        assert_eq!(rates.to("mx:outlook.com"), 60, "the others have that of all");
        let intent = Intent {
            organisation: OrganisationId::new(7),
            deliveries: Vec::new(),
            raw: None,
            stream: Stream::Single,
            destination: Some("mx:google.com".to_owned()),
        };
        let counted: Vec<_> =
            limits(&rates, 30, &intent).into_iter().map(|rate| (rate.counted, rate.per_minute)).collect();
        assert_eq!(
            counted,
            [(whole_organisation(intent.organisation), 30), ("mx:google.com".to_owned(), 300)]
        );
    }

    #[test]
    fn what_refused_single_mail_holds_single_mail_that_it_counts_until_then() {
        let at = |seconds| Timestamp::from_millis(seconds * 1_000_i64);
        let refused = RefusedSingle::default();
        let intent = |organisation, stream| Intent {
            organisation: OrganisationId::new(organisation),
            deliveries: Vec::new(),
            raw: None,
            stream,
            destination: Some("mx:google.com".to_owned()),
        };
        let until = |intent: Intent, now| refused.of(&intent, at(now)).map(|refused| refused.until);
        let whole = whole_organisation(OrganisationId::new(7));
        refused.note(&Refused { counted: whole, until: at(2) }, at(0));
        assert_eq!(until(intent(7, Stream::Single), 1), Some(at(2)));
        assert_eq!(until(intent(7, Stream::Bulk), 1), None, "its park says so");
        assert_eq!(until(intent(8, Stream::Single), 1), None);
        refused.note(&Refused { counted: "mx:google.com".to_owned(), until: at(3) }, at(1));
        assert_eq!(until(intent(8, Stream::Single), 1), Some(at(3)));
        assert_eq!(until(intent(7, Stream::Single), 1), Some(at(3)), "the later of the two");
        assert_eq!(refused.all(at(2)).into_keys().collect::<Vec<_>>(), ["mx:google.com"]);
        assert_eq!(until(intent(7, Stream::Single), 3), None);
    }

    #[test]
    fn what_a_limit_refused_is_forgotten_with_it() {
        let (rates, organisation) = (ReadyRates::default(), OrganisationId::new(7));
        let refused = |counted| Refused { counted, until: Timestamp::from_millis(60_000) };
        let start = Timestamp::from_millis(0);
        let generation = rates.generation();
        rates.refused_single.note(&refused(whole_organisation(organisation)), start);
        rates.refused_single.note(&refused("mx:google.com".to_owned()), start);
        assert!(!rates.forget(OrganisationId::new(8)) && rates.forget(organisation));
        assert_eq!(rates.refused_single.all(start).into_keys().collect::<Vec<_>>(), ["mx:google.com"]);
        assert_ne!(rates.generation(), generation, "what was found out before is not kept");
        assert!(is_raised(6, 60) && is_raised(6, 0));
        assert!(!is_raised(60, 6) && !is_raised(6, 6) && !is_raised(0, 6) && !is_raised(0, 0));
    }

    #[test]
    fn an_own_limit_is_never_above_the_installations() {
        assert_eq!(effective(0, 0), 0);
        assert_eq!(effective(0, 30), 30);
        assert_eq!(effective(60, 0), 60);
        assert_eq!(effective(60, 30), 30);
        assert_eq!(effective(60, 90), 60);
    }
}
