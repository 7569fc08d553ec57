//! A provider that refuses an organisation's mail for the reputation of our address: while the incident is open that such
//! refusals open (`policy::blocking::mass`), its bulk mail for that provider waits for growing periods, and what is
//! refused for that reason is put off in place of failing.
//!
//! The fault is neither the mail's nor the address's, it meets everything that goes there, and it passes. So a 5yz, which
//! RFC 5321 4.2.1 would have nobody repeat, is taken for what it says and not for its number. It is the organisation's
//! alone, since what it sends may be the reason. Single mail goes on being tried, each by its own waits.

use std::collections::BTreeSet;

use domain::{Actor, EmailAddress, OrganisationId, Outcome, Problem};
use policy::blocking::mass;
use policy::returns::Evidence;
use serde::{Deserialize, Serialize};
use store::deliveries::DueDelivery;
use store::events::{self, Change};
use store::parked;
use store::{StoreError, Tx, incidents};

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
            if !rules.puts_off {
                let open = incidents::list(tx, organisation).await?;
                for incident in open.iter().filter(|row| mass::is_of_reputation(row.class)) {
                    let_go(tx, organisation, &incident.provider).await?;
                }
            }
            events::insert(tx, organisation, Change::settings());
            Ok(())
        })
    });
    put.await.map_err(problem::from_store)?;
    office.signals().outbox.notify_one();
    Ok(())
}

/// Lets an organisation's mail go on that waits since a provider refused it.
pub(crate) async fn let_go(tx: &Tx, organisation: OrganisationId, provider: &str) -> Result<(), StoreError> {
    let destination = parked::refuser_of(organisation, provider);
    parked::remove(tx, &destination).await?;
    store::deliveries::hasten_waiting_for(tx, &destination).await
}

/// The deliveries, by their places, that are put off though they were refused. Where it cannot be found out, none is:
/// the attempt is written down whatever becomes of this.
pub(super) async fn put_off(office: &Office, deliveries: &[DueDelivery], ended: &Ended) -> BTreeSet<usize> {
    match refused(office, deliveries, ended).await {
        Ok(places) => places,
        Err(error) => {
            tracing::warn!(%error, "whether a refusal is one of many is not known; it counts as it is");
            BTreeSet::new()
        }
    }
}

async fn refused(
    office: &Office,
    deliveries: &[DueDelivery],
    ended: &Ended,
) -> Result<BTreeSet<usize>, StoreError> {
    let mut places = BTreeSet::new();
    let Some(first) = deliveries.first() else { return Ok(places) };
    if !ended.outcomes.iter().any(|outcome| matches!(outcome, Outcome::Refused(_))) {
        return Ok(places);
    }
    let (conn, organisation, host) = (office.store().read(), first.organisation, ended.host.as_deref());
    let rules = returns::rules_of(office, &conn, organisation).await?;
    for (place, (delivery, outcome)) in deliveries.iter().zip(&ended.outcomes).enumerate() {
        let class = rules.set().judge(&Evidence::of_outcome(outcome, host)).class;
        let is_refused = matches!(outcome, Outcome::Refused(_)) && mass::is_of_reputation(class);
        if is_refused && is_open(&conn, organisation, (&delivery.recipient, host)).await? {
            places.insert(place);
        }
    }
    if places.is_empty() {
        return Ok(places);
    }
    let kept = store::settings::find::<RefusalRules>(&conn, Some(organisation), KEY).await?;
    Ok(if kept.unwrap_or_default().puts_off { places } else { BTreeSet::new() })
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
