//! One attempt for one group: the intent is committed, the mail is sent, the outcome of each
//! recipient is written down.

use bytes::Bytes;
use domain::limits::RAW_INLINE_OCTETS_MAX;
use domain::{Envelope, OrganisationId, Outcome};
use net::smtp_out::{self, Transaction};
use store::StoreError;
use store::deliveries::DueDelivery;

use super::batch::Dispatch;
use super::destinations::{Destination, Key};
use super::ledger::Intent;
use super::record::{self, Ended};
use super::relay::{self, NoToken};
use super::signing;
use super::worker::Group;
use crate::office::Office;

/// Attempts it. Once the process is to end, nothing is begun any more.
pub(super) async fn attempt(dispatch: &Dispatch, group: Group) -> Result<(), StoreError> {
    if let Some(words) = &group.held_back {
        return hold_back(dispatch, &group, words).await;
    }
    let (places, stop) = (&dispatch.places, &dispatch.stop);
    let destination = dispatch.destinations.of(group.key());
    // From the narrow to the wide, so that nobody holds what mail for others could use.
    let (Some(ready), Some(begun_place)) = (destination.ready(stop).await, places.begin(stop).await) else {
        dispatch.leave(&group.deliveries);
        return Ok(());
    };
    let Some(first) = group.deliveries.first() else { return Ok(()) };
    // The first attempt says what is missing; those after it would say no more and use their number up.
    if group.deliveries.iter().all(|due| due.attempts > 0)
        && let Some(until) = relay::no_token_until(&dispatch.office, first.organisation, &group.way).await?
    {
        return dispatch.put_off(&group.deliveries, until).await;
    }
    let is_small = first.mail.size_octets < RAW_INLINE_OCTETS_MAX as u64;
    let intent = Intent {
        organisation: first.organisation,
        deliveries: group.deliveries.iter().map(|due| due.id).collect(),
        raw: is_small.then_some(first.mail.raw_hash),
    };
    let begun = dispatch.ledger.begin(&dispatch.office, intent).await?;
    let deliveries: Vec<_> =
        group.deliveries.iter().filter(|due| begun.numbers.contains_key(&due.id)).cloned().collect();
    if deliveries.is_empty() {
        return Ok(());
    }
    let (Some(at_destination), Some(under_way)) = (destination.place(stop).await, places.connect(stop).await)
    else {
        dispatch.leave(&deliveries);
        return Ok(());
    };
    let ended = match destination.silence() {
        Some(why) => Ended::without_server(deliveries.iter().map(|_| put_off(&why)).collect()),
        None => send(&dispatch.office, &group, &deliveries, begun.raw).await?,
    };
    ended.tell(&destination);
    drop((under_way, at_destination, ready));
    record::record((&dispatch.office, &dispatch.ledger), &group.way, deliveries, &begun.numbers, ended)
        .await?;
    drop(begun_place);
    Ok(())
}

/// Ends deliveries to an address that is written to no more, before anybody is connected to.
async fn hold_back(dispatch: &Dispatch, group: &Group, words: &str) -> Result<(), StoreError> {
    let Some(first) = group.deliveries.first() else { return Ok(()) };
    let ids = group.deliveries.iter().map(|due| due.id).collect();
    let intent = Intent { organisation: first.organisation, deliveries: ids, raw: None };
    let begun = dispatch.ledger.begin(&dispatch.office, intent).await?;
    let held = |due: &&DueDelivery| begun.numbers.contains_key(&due.id);
    let deliveries: Vec<_> = group.deliveries.iter().filter(held).cloned().collect();
    if deliveries.is_empty() {
        return Ok(());
    }
    let outcomes = deliveries.iter().map(|_| Outcome::Impossible(words.to_owned())).collect();
    let ended = Ended { held_back: true, ..Ended::without_server(outcomes) };
    let (office, ledger) = (&dispatch.office, &dispatch.ledger);
    record::record((office, ledger), &group.way, deliveries, &begun.numbers, ended).await
}

impl Group {
    fn key(&self) -> Key {
        match (&self.domain, self.deliveries.first()) {
            (Some(domain), _) => Key::Domain(domain.clone()),
            (None, first) => Key::Relay(first.map_or(OrganisationId::new(0), |due| due.organisation)),
        }
    }
}

impl Ended {
    /// Lets the destination know whether anybody was reached.
    fn tell(&self, destination: &Destination) {
        match self.reached {
            Some(true) => destination.answered(),
            Some(false) => {
                let unreachable = |outcome: &&Outcome| matches!(outcome, Outcome::Unreachable(_));
                if let Some(outcome) = self.outcomes.iter().find(unreachable) {
                    destination.was_silent(outcome.words());
                }
            }
            None => {}
        }
    }
}

/// Sends it; `raw` where it was read with the intent.
async fn send(
    office: &Office,
    group: &Group,
    deliveries: &[DueDelivery],
    raw: Option<Bytes>,
) -> Result<Ended, StoreError> {
    let raw = match (raw, deliveries.first()) {
        (Some(raw), _) => Some(raw),
        (None, Some(first)) => read(office, first).await?,
        (None, None) => None,
    };
    Ok(match raw {
        Some(raw) => transact(office, group, deliveries, raw).await?,
        None => Ended::without_server(deliveries.iter().map(|_| damaged()).collect()),
    })
}

/// A mail that is large, or that was not among those read together.
async fn read(office: &Office, due: &DueDelivery) -> Result<Option<Bytes>, StoreError> {
    match store::raw::get(&office.store().read(), due.organisation, due.mail.raw_hash).await {
        Err(StoreError::Damaged(_)) => Ok(None),
        found @ (Ok(_) | Err(_)) => found,
    }
}

async fn transact(
    office: &Office,
    group: &Group,
    deliveries: &[DueDelivery],
    raw: Bytes,
) -> Result<Ended, StoreError> {
    let Some(first) = deliveries.first() else { return Ok(Ended::without_server(Vec::new())) };
    let (raw, signing) = signing::signed(office, first, raw).await?;
    let stamped = signing.as_ref().filter(|_| deliveries.len() == 1);
    let stamped = stamped.and_then(|signing| signing.return_path(office, first));
    let return_path = stamped.or_else(|| first.mail.return_path.clone());
    let recipients = deliveries.iter().map(|due| due.recipient.clone()).collect();
    let transaction = Transaction { envelope: Envelope { return_path, recipients }, raw };
    let sender = office.sender();
    let delivered = match (&group.way.relay, &group.domain) {
        (Some(hop), _) => {
            let way = (group.way.as_ref(), hop);
            match Box::pin(relay::deliver(office, first.organisation, way, &transaction)).await {
                Ok(delivered) => delivered,
                Err(NoToken::Store(error)) => return Err(error),
                Err(NoToken::Because(words)) => {
                    let outcome = Outcome::Unreachable(words);
                    return Ok(Ended::without_server(vec![outcome; deliveries.len()]));
                }
            }
        }
        (None, Some(domain)) => {
            let to = smtp_out::Destination { domain: domain.clone(), helo_name: group.way.helo_name.clone() };
            sender.deliver_to_domain(&to, &transaction).await
        }
        (None, None) => {
            return Ok(Ended::without_server(deliveries.iter().map(|_| no_way()).collect()));
        }
    };
    Ok(Ended {
        host: Some(delivered.host).filter(|host| !host.is_empty()),
        tls: delivered.tls.is_some(),
        duration_ms: i64::try_from(delivered.duration_ms).unwrap_or(i64::MAX),
        reached: Some(delivered.reached),
        held_back: false,
        signing,
        outcomes: delivered.outcomes.into_iter().map(|(_, outcome)| outcome).collect(),
    })
}

fn put_off(why: &str) -> Outcome {
    Outcome::Unreachable(format!(
        "not tried, because another mail for the same server failed just before: {why}"
    ))
}

fn damaged() -> Outcome {
    Outcome::Impossible("the stored mail is damaged or missing; write it again".to_owned())
}

fn no_way() -> Outcome {
    Outcome::Unreachable("no outgoing server is set; enter one in the settings".to_owned())
}
