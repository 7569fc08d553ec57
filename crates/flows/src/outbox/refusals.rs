//! A provider that refuses an organisation's mail for the reputation of our address, or so many addresses with the same words
//! that its directory may be broken: while the incident is open that such refusals open (`policy::blocking::mass`), the
//! organisation's bulk mail for that provider waits for growing periods, and what is refused so is put off in place of failing.
//!
//! The fault is neither the mail's nor, as it seems, the address's, it meets everything that goes there, and it passes. So a
//! 5yz, which RFC 5321 4.2.1 would have nobody repeat, is taken for what it says and not for its number. It is the
//! organisation's alone, since what it sends may be the reason. Single mail goes on being tried: for reputation each by its
//! own waits, and where an address is taken for wrong it fails, since whoever wrote it can judge that.

use std::collections::BTreeSet;

use domain::outbox::Stream;
use domain::{Actor, EmailAddress, OrganisationId, Outcome, Problem};
use policy::blocking::{self, mass};
use policy::returns::Evidence;
use serde::{Deserialize, Serialize};
use store::deliveries::DueDelivery;
use store::events::{self, Change};
use store::incidents::IncidentRow;
use store::parked;
use store::{StoreError, Tx, incidents};

use super::failed;
use super::record::Ended;
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
            store::settings::put(tx, Some(organisation), KEY, &rules).await?;
            let mut unfinished = Vec::new();
            if !rules.puts_off {
                let open = incidents::list_open(tx, organisation).await?;
                for incident in open.into_iter().filter(|row| mass::is_of_reputation(row.class)) {
                    if let_go(tx, organisation, &incident.provider).await? {
                        unfinished.push(incident.provider);
                    }
                }
            }
            events::insert(tx, organisation, Change::settings());
            Ok(unfinished)
        })
    });
    for provider in put.await.map_err(problem::from_store)? {
        let_rest_go(office, organisation, &provider).await.map_err(problem::from_store)?;
    }
    office.signals().outbox.notify_one();
    Ok(())
}

/// Lets an organisation's mail go on that waits since a provider refused it, unless another open incident of that provider
/// keeps it. Returns whether there may be more of it, for [`let_rest_go`].
pub(crate) async fn let_go(
    tx: &Tx,
    organisation: OrganisationId,
    provider: &str,
) -> Result<bool, StoreError> {
    if is_kept(tx, organisation, provider).await? {
        return Ok(false);
    }
    let destination = parked::refuser_of(organisation, provider);
    parked::remove(tx, &destination).await?;
    store::deliveries::hasten_waiting_for(tx, &destination).await
}

/// The rest, batch by batch, each in its own transaction, until nothing waits or the provider refuses again.
pub(crate) async fn let_rest_go(
    office: &Office,
    organisation: OrganisationId,
    provider: &str,
) -> Result<(), StoreError> {
    loop {
        office.signals().outbox.notify_one();
        let destination = parked::refuser_of(organisation, provider);
        let batch = office.store().write(move |tx| {
            Box::pin(async move {
                let parked = parked::find(tx, &destination).await?;
                match parked.filter(|parked| parked.until > tx.now()) {
                    Some(_refused_again) => Ok(false),
                    None => store::deliveries::hasten_waiting_for(tx, &destination).await,
                }
            })
        });
        let more: Result<bool, StoreError> = batch.await;
        if !more? {
            return Ok(());
        }
    }
}

/// Whether mail for a provider waits for an incident that nobody has decided on.
async fn is_kept(tx: &Tx, organisation: OrganisationId, provider: &str) -> Result<bool, StoreError> {
    let kept = store::settings::find::<RefusalRules>(tx, Some(organisation), KEY).await?;
    let puts_off = kept.unwrap_or_default().puts_off;
    let keeps = |row: &IncidentRow| {
        let of_reputation = puts_off && mass::is_of_reputation(row.class);
        row.provider == provider && (of_reputation || returns::holds_until(row, tx.now()).is_some())
    };
    Ok(incidents::list_open(tx, organisation).await?.iter().any(keeps))
}

/// What is put off of a transaction though it was refused for good.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct PutOffs {
    /// The places of the deliveries that wait for an incident.
    pub(super) places: BTreeSet<usize>,
    /// Those that were refused as too many, which is nobody's fault.
    pub(super) too_many: BTreeSet<usize>,
    /// Those that go in the next transaction, which is due at once.
    pub(super) at_once: BTreeSet<usize>,
    /// Whom they wait for where a person is to decide whether their addresses are wrong.
    pub(super) undecided: Option<String>,
}

/// The deliveries that are put off though they were refused. Where it cannot be found out, none is: the attempt is written
/// down whatever becomes of this.
pub(super) async fn put_off(office: &Office, deliveries: &[DueDelivery], ended: &Ended) -> PutOffs {
    match refused(office, deliveries, ended).await {
        Ok(put_offs) => put_offs,
        Err(error) => {
            tracing::warn!(%error, "whether a refusal is one of many is not known; it counts as it is");
            PutOffs::default()
        }
    }
}

async fn refused(office: &Office, deliveries: &[DueDelivery], ended: &Ended) -> Result<PutOffs, StoreError> {
    let mut put_offs = PutOffs::default();
    let Some(first) = deliveries.first() else { return Ok(put_offs) };
    if !ended.outcomes.iter().any(|outcome| matches!(outcome, Outcome::Refused(_))) {
        return Ok(put_offs);
    }
    let (conn, organisation, host) = (office.store().read(), first.organisation, ended.host.as_deref());
    let rules = returns::rules_of(office, &conn, organisation).await?;
    let mut of_reputation = BTreeSet::new();
    for (place, (delivery, outcome)) in deliveries.iter().zip(&ended.outcomes).enumerate() {
        if !matches!(outcome, Outcome::Refused(_)) {
            continue;
        }
        let verdict = rules.set().judge(&Evidence::of_outcome(outcome, host));
        if mass::is_of_reputation(verdict.class) {
            if is_open(&conn, organisation, (&delivery.recipient, host)).await? {
                of_reputation.insert(place);
            }
        } else if delivery.stream == Stream::Bulk && blocking::may_block(&verdict) {
            let words = failed::with_codes(outcome.reply(), outcome.words());
            let burst = mass::burst(&delivery.recipient, host, &words);
            if returns::is_held(&conn, organisation, &burst, office.now()).await? {
                put_offs.places.insert(place);
                put_offs.undecided = Some(parked::refuser_of(organisation, &burst.provider));
            }
        }
    }
    if !of_reputation.is_empty() {
        let kept = store::settings::find::<RefusalRules>(&conn, Some(organisation), KEY).await?;
        if kept.unwrap_or_default().puts_off {
            put_offs.places.extend(of_reputation);
        }
    }
    Ok(put_offs)
}

/// Whether the incident of such refusals is open.
async fn is_open(
    conn: &store::Conn,
    organisation: OrganisationId,
    (recipient, host): (&EmailAddress, Option<&str>),
) -> Result<bool, StoreError> {
    let Some((burst, _)) = mass::ours(mass::REPUTATION, recipient, host) else { return Ok(false) };
    Ok(incidents::find_open(conn, organisation, &burst.key).await?.is_some())
}

/// What a transaction tells of whether its provider refuses the organisation's mail.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Refusal {
    /// It does, for the reputation of our address.
    OfReputation,
    /// It takes the address of a mail to many for wrong, which a person is to decide on. Those that were tried before tell
    /// nothing new.
    OfAddress,
    /// It took something.
    Taken,
}

impl Ended {
    /// What it tells of its provider, with the words that it was refused with.
    pub(super) fn refusal(&self, deliveries: &[DueDelivery]) -> Option<(Refusal, String)> {
        let words = |place: &usize| {
            let said = self.outcomes.get(*place);
            said.map(|said| failed::with_codes(said.reply(), said.words())).unwrap_or_default()
        };
        let is_taken = self.outcomes.iter().any(|outcome| matches!(outcome, Outcome::Delivered(_)));
        let PutOffs { places, too_many: _, at_once: _, undecided } = &self.put_off;
        match (places.first(), undecided) {
            (Some(first), None) => Some((Refusal::OfReputation, words(first))),
            (_, Some(_)) | (None, None) if is_taken => Some((Refusal::Taken, String::new())),
            (_, Some(_)) => {
                let is_new = |place: &&usize| deliveries.get(**place).is_some_and(|due| due.attempts == 0);
                places.iter().find(is_new).map(|place| (Refusal::OfAddress, words(place)))
            }
            (None, None) => None,
        }
    }
}
