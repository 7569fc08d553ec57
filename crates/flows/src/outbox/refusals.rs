//! A provider that refuses an organisation's mail for the reputation of our address or since its domain does not vouch for
//! it, or so many addresses with the same words that its directory may be broken: while the incident is open that such
//! refusals open (`policy::blocking::mass`), the organisation's bulk mail for that provider waits for growing periods, and
//! what is refused so is put off in place of failing.
//!
//! The fault is neither the mail's nor, as it seems, the address's, it meets everything that goes there, and it passes. So a
//! 5yz, which RFC 5321 4.2.1 would have nobody repeat, is taken for what it says and not for its number. It is the
//! organisation's alone, since what it sends may be the reason. Single mail goes on being tried: for reputation each by its
//! own waits, and where an address is taken for wrong it fails, since whoever wrote it can judge that. So it does where the
//! sender's domain does not vouch for it: its author is told at once, and mail of other domains goes on, mail to many, too: such an
//! incident and what it keeps are of that domain alone.

use std::collections::{BTreeMap, BTreeSet};

use domain::blocks::KeptBy;
use domain::outbox::Stream;
use domain::returns::ReturnClass;
use domain::{Actor, IncidentId, OrganisationId, Outcome, Problem, Timestamp};
use policy::blocking::{self, mass};
use policy::returns::Evidence;
use serde::{Deserialize, Serialize};
use store::deliveries::{self, DueDelivery};
use store::events::{self, Change};
use store::incidents::IncidentRow;
use store::parked::{self, Refuser};
use store::{Conn, StoreError, Tx, incidents};

use super::failed;
use super::record::Ended;
use super::route::Way;
use crate::office::Office;
use crate::{problem, returns};

/// The name under which an organisation's rule is stored.
pub(crate) const KEY: &str = "refusals";

/// What an organisation does about a provider that refuses its mail.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct RefusalRules {
    /// Whether mail waits that is refused for the reputation of our address; else each fails.
    pub puts_off: bool,
}

impl Default for RefusalRules {
    fn default() -> Self {
        Self { puts_off: true }
    }
}

/// The rule.
///
/// # Errors
/// When the store fails.
pub async fn refusal_rules(office: &Office, actor: &Actor) -> Result<RefusalRules, Problem> {
    let found = store::settings::find(&office.store().read(), Some(actor.organisation), KEY).await;
    Ok(found.map_err(problem::from_store)?.unwrap_or_default())
}

/// Sets it; where mail is to wait no longer, what waits goes on.
///
/// # Errors
/// When the store fails.
pub async fn set_refusal_rules(office: &Office, actor: &Actor, rules: RefusalRules) -> Result<(), Problem> {
    let organisation = actor.organisation;
    let put = office.store().write(move |tx| {
        Box::pin(async move {
            let mut freed = BTreeSet::new();
            if !rules.puts_off {
                let open = incidents::list_open(tx, organisation).await?;
                let of_reputation = open.into_iter().filter(|row| mass::is_of_reputation(row.class));
                freed.extend(of_reputation.map(|row| row.provider));
            }
            let parks = freed.iter().map(|provider| parked::refuser_of(organisation, provider));
            parked::lock(tx, parks.collect()).await?;
            // Whoever decides on an incident in this instant sees what is set here, or is seen from here.
            incidents::lock_open(tx, organisation, None).await?;
            store::settings::put(tx, Some(organisation), KEY, &rules).await?;
            for provider in &freed {
                let_go(tx, organisation, (provider.as_str(), None)).await?;
            }
            events::insert(tx, organisation, Change::settings());
            Ok(())
        })
    });
    put.await.map_err(problem::from_store)?;
    office.signals().refusals.notify_one();
    office.signals().outbox.notify_one();
    Ok(())
}

/// Locks what is decided on together: the incidents of a provider that are open. Two who decide on two of them at once would
/// each find the other's open else, and nobody would let the mail go.
pub(crate) async fn lock_open(
    tx: &Tx,
    organisation: OrganisationId,
    refuser: Refuser<'_>,
) -> Result<(), StoreError> {
    // The park before the incident, as whoever writes down what became of mail there.
    parked::lock(tx, vec![parked::refuser(organisation, refuser)]).await?;
    incidents::lock_open(tx, organisation, Some(refuser.0)).await.map(|_open| ())
}

/// Lets an organisation's mail go on that waits since a provider refused it; returns which other open incident of that
/// provider keeps it. What one transaction does not let go, [`super::LettingGo`] does.
pub(crate) async fn let_go(
    tx: &Tx,
    organisation: OrganisationId,
    refuser: Refuser<'_>,
) -> Result<Option<KeptBy>, StoreError> {
    let kept = kept_by(tx, organisation, (refuser, None), tx.now()).await?;
    if kept.is_none() {
        let destination = parked::refuser(organisation, refuser);
        parked::remove(tx, &destination).await?;
        deliveries::hasten_waiting_for(tx, &destination).await?;
    }
    Ok(kept)
}

/// Which incident that nobody has decided on keeps mail for a provider waiting, but for `beside`: of what one domain does not vouch
/// for, those of that domain, and those of all mail.
pub(crate) async fn kept_by(
    conn: &Conn,
    organisation: OrganisationId,
    ((provider, domain), beside): (Refuser<'_>, Option<IncidentId>),
    now: Timestamp,
) -> Result<Option<KeptBy>, StoreError> {
    let mut open = incidents::list_open_of(conn, organisation, provider).await?;
    let keeps = |row: &IncidentRow| {
        let of = returns::refuser_of(row).1;
        of.is_none() || of == domain
    };
    open.retain(|row| Some(row.id) != beside && keeps(row));
    if open.iter().any(|row| mass::is_of_reputation(row.class)) {
        let kept = store::settings::find::<RefusalRules>(conn, Some(organisation), KEY).await?;
        if kept.unwrap_or_default().puts_off {
            return Ok(Some(KeptBy::Reputation));
        }
    }
    if open.iter().any(|row| mass::is_of_authentication(row.class)) {
        return Ok(Some(KeptBy::Authentication));
    }
    let is_undecided = open.iter().any(|row| returns::holds_until(row, now).is_some());
    Ok(is_undecided.then_some(KeptBy::Addresses))
}

/// What is put off of a transaction though it was refused for good.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct PutOffs {
    /// The places of the deliveries that wait for an incident, and for which.
    pub(super) kept: BTreeMap<usize, Kept>,
    /// Those that were refused as too many, which is nobody's fault.
    pub(super) too_many: BTreeSet<usize>,
    /// Those that go in the next transaction, which is due at once.
    pub(super) at_once: BTreeSet<usize>,
}

/// What keeps a delivery that was refused for good.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Kept {
    /// The reputation of our address, which passes.
    Reputation,
    /// That a person is to say whether its address is wrong, or to see to what all mail there is refused for; under this name.
    Provider(String),
    /// That somebody is to see to its sender's domain, under this name: mail of others goes on.
    Sender(String),
}

impl Kept {
    /// The name that it waits under until somebody has decided.
    pub(super) fn undecided(&self) -> Option<&str> {
        match self {
            Self::Reputation => None,
            Self::Provider(name) | Self::Sender(name) => Some(name),
        }
    }
}

/// The deliveries that are put off though they were refused. Where it cannot be found out, none is: the attempt is written
/// down whatever becomes of this.
pub(super) async fn put_off(
    (office, way): (&Office, &Way),
    deliveries: &[DueDelivery],
    ended: &Ended,
) -> PutOffs {
    match refused((office, way), deliveries, ended).await {
        Ok(put_offs) => put_offs,
        Err(error) => {
            tracing::warn!(%error, "whether a refusal is one of many is not known; it counts as it is");
            PutOffs::default()
        }
    }
}

async fn refused(
    (office, way): (&Office, &Way),
    deliveries: &[DueDelivery],
    ended: &Ended,
) -> Result<PutOffs, StoreError> {
    let mut put_offs = PutOffs::default();
    let Some(first) = deliveries.first() else { return Ok(put_offs) };
    if !ended.outcomes.iter().any(|outcome| matches!(outcome, Outcome::Refused(_))) {
        return Ok(put_offs);
    }
    let (conn, organisation) = (office.store().read(), first.organisation);
    let rules = returns::rules_of(office, &conn, organisation).await?;
    let mut of_reputation = BTreeSet::new();
    for (place, (delivery, outcome)) in deliveries.iter().zip(&ended.outcomes).enumerate() {
        if !matches!(outcome, Outcome::Refused(_)) {
            continue;
        }
        let host = ended.spoken_of(place).host.as_deref();
        let verdict = rules.set().judge(&Evidence::of_outcome(outcome, host));
        if mass::is_of_reputation(verdict.class) {
            if open_at(&conn, organisation, (verdict.class, delivery, host)).await?.is_some() {
                of_reputation.insert(place);
            }
        } else if delivery.stream == Stream::Single {
            // Its author is told at once.
        } else if mass::is_of_authentication(verdict.class) {
            if let Some(burst) = open_at(&conn, organisation, (verdict.class, delivery, host)).await? {
                put_offs.kept.insert(place, kept_by_sender(organisation, verdict.class, &burst));
            }
        } else if blocking::may_block(&verdict) {
            let words = failed::with_codes(outcome.reply(), outcome.words());
            // As it is counted: a relay of ours is nobody's provider.
            let refuser = host.filter(|_| way.relay.is_none());
            let burst = mass::burst(&delivery.recipient, refuser, &words);
            if returns::is_held(&conn, organisation, &burst, office.now()).await? {
                let name = parked::refuser_of(organisation, &burst.provider);
                put_offs.kept.insert(place, Kept::Provider(name));
            }
        }
    }
    if !of_reputation.is_empty() {
        let kept = store::settings::find::<RefusalRules>(&conn, Some(organisation), KEY).await?;
        if kept.unwrap_or_default().puts_off {
            put_offs.kept.extend(of_reputation.into_iter().map(|place| (place, Kept::Reputation)));
        }
    }
    Ok(put_offs)
}

/// What keeps a mail that its sender's domain does not vouch for: an incident of that domain, or one that was opened before
/// the domain was noted in it, which is of all mail there.
fn kept_by_sender(organisation: OrganisationId, class: ReturnClass, burst: &mass::Burst) -> Kept {
    match mass::sender_domain(class, &burst.key) {
        Some(domain) => Kept::Sender(parked::refuser(organisation, (burst.provider.as_str(), Some(domain)))),
        None => Kept::Provider(parked::refuser_of(organisation, &burst.provider)),
    }
}

/// The provider where the incident of refusals for such a fault of ours is open, and what they have in common.
async fn open_at(
    conn: &Conn,
    organisation: OrganisationId,
    (class, delivery, host): (ReturnClass, &DueDelivery, Option<&str>),
) -> Result<Option<mass::Burst>, StoreError> {
    let (place, from) = ((&delivery.recipient, host), Some(&delivery.mail.from));
    let ours = returns::fault_of_ours(conn, organisation, (class, place, from)).await?;
    Ok(ours.filter(|ours| ours.open.is_some()).map(|ours| ours.burst))
}

/// What a transaction tells of whether its provider refuses the organisation's mail.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Refusal {
    /// It does, for the reputation of our address.
    OfReputation,
    /// It takes the address of a mail to many for wrong, which a person is to decide on. One such mail says nothing of the
    /// others. Those that were tried before tell nothing new. So it is of an incident of all mail that no domain vouches for.
    OfAddress,
    /// The domain that a mail to many is from does not vouch for it, which somebody is to see to. As of addresses, one says
    /// nothing of the others.
    OfSender,
    /// It took something.
    Taken,
}

impl Ended {
    /// What it tells of its provider, and the place of the delivery that tells it.
    pub(super) fn refusal(&self, deliveries: &[DueDelivery]) -> Option<(Refusal, usize)> {
        let taken = self.outcomes.iter().position(|outcome| matches!(outcome, Outcome::Delivered(_)));
        let kept = &self.put_off.kept;
        if let Some((place, _)) = kept.iter().find(|(_, kept)| **kept == Kept::Reputation) {
            return Some((Refusal::OfReputation, *place));
        }
        if let Some(place) = taken {
            return Some((Refusal::Taken, place));
        }
        let is_new = |place: &usize| deliveries.get(*place).is_some_and(|due| due.attempts == 0);
        let (place, kept) = kept.iter().find(|(place, _)| is_new(place))?;
        let refusal = match kept {
            Kept::Reputation => Refusal::OfReputation,
            Kept::Provider(_) => Refusal::OfAddress,
            Kept::Sender(_) => Refusal::OfSender,
        };
        Some((refusal, *place))
    }
}
