//! Mail for a destination where nothing is tried is put off with its lane: no attempt is counted, and nobody looks
//! into the lane before. Mail whose time is over ends with the words that the destination was parked for.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::outbox::ParkReason;
use domain::{DeliveryId, Outcome, Timestamp};
use store::deliveries::{self, DueDelivery, LookedAt};
use store::lanes::{self, LaneOf};
use store::parked::{self, Parked};
use store::{StoreError, Tx};

use super::attempt;
use super::batch::Dispatch;
use super::destinations::{Destination, Follows};
use super::ledger::{Intent, Numbers, Refused};
use super::reopened::Left;
use super::target::Target;
use super::worker::Group;
use crate::lease;
use crate::office::Office;

/// Deliveries that are not tried, and until when.
#[derive(Clone)]
pub(super) struct PutOff {
    deliveries: Vec<DeliveryId>,
    lanes: BTreeSet<LaneOf>,
    destination: String,
    until: Timestamp,
    /// Whether they go as soon as an attempt finds the destination well; a limit of ours ends by time alone.
    until_well: bool,
    /// Whether a limit of ours is what they wait for.
    is_limit: bool,
    /// What is parked with it, where that is not written down yet.
    parks: Option<Parked>,
    /// Whether the trouble that it waits for is written down, so that it is over where it is not found any more.
    is_told: bool,
}

impl PutOff {
    /// What lets them go before their time as it ends: the trouble of their destination, or the limit of the whole
    /// organisation, which somebody may raise.
    fn ends_with(&self) -> Option<&str> {
        if self.until_well {
            return Some(&self.destination);
        }
        let limit = self.parks.as_ref().filter(|_| self.is_limit);
        limit
            .filter(|parked| parked.destination == parked::whole_organisation(parked.found_by))
            .map(|parked| parked.destination.as_str())
    }

    /// Whether somebody may have ended meanwhile what it waits for.
    const fn may_be_over(&self) -> bool {
        self.until_well && self.is_told
    }
}

/// Puts a group off whose destination is parked, as far as this node knows. Where a person or another node has ended that
/// meanwhile, it is due at once, and the node looks again: what somebody asked for holds, however lately it was parked. `begun`
/// are the numbers of attempts that are written down already.
pub(super) async fn wait(
    dispatch: &Dispatch,
    (group, deliveries): (&Group, &[DueDelivery]),
    (target, parked): (&Target, &Parked),
    begun: Option<&Numbers>,
) -> Result<(), StoreError> {
    // A limit of ours is no failure: the time of what was never tried has not begun.
    let is_limit = parked.reason == ParkReason::Rate;
    let (mut waits, judged): (Vec<_>, Vec<_>) =
        deliveries.iter().cloned().partition(|due| is_limit && due.attempts == 0);
    waits.extend(end_over(dispatch, (group, &judged), &words(parked, group), begun).await?);
    if waits.is_empty() {
        return Ok(());
    }
    let destination = target.named(&parked.destination);
    let put_off = PutOff {
        deliveries: waits.iter().map(|due| due.id).collect(),
        lanes: lanes(&waits),
        destination: parked.destination.clone(),
        until: parked.until,
        until_well: !is_limit,
        is_limit,
        parks: None,
        is_told: destination.is_some_and(Destination::is_told),
    };
    if dispatch.ledger.put_off(&dispatch.office, put_off).await? == Wait::Over {
        if let Some(destination) = destination {
            destination.look_again();
        }
        dispatch.office.signals().outbox.notify_one();
    }
    Ok(())
}

/// Ends those whose time is over, with these words; the others. One whose attempt is written down already ends with that one.
pub(super) async fn end_over(
    dispatch: &Dispatch,
    (group, deliveries): (&Group, &[DueDelivery]),
    words: &str,
    begun: Option<&Numbers>,
) -> Result<Vec<DueDelivery>, StoreError> {
    let now = dispatch.office.now();
    let lifetime_ms = dispatch.office.settings().schedule.lifetime_ms;
    let is_over = |due: &DueDelivery| now >= due.queued_at.plus_millis(lifetime_ms);
    let (over, waits): (Vec<_>, Vec<_>) = deliveries.iter().cloned().partition(is_over);
    if !over.is_empty() {
        let outcome = Outcome::Unreachable(words.to_owned());
        match begun {
            Some(numbers) => attempt::end_begun(dispatch, (group, over), numbers, (&outcome, None)).await?,
            None => attempt::end_untried(dispatch, (group, &over), &outcome, None).await?,
        }
    }
    Ok(waits)
}

/// Puts a group off, for so many seconds, that waited in vain for a place with its server: the places of this node are for
/// mail that gets on.
pub(super) async fn wait_for_place(
    dispatch: &Dispatch,
    group: &Group,
    (destination, seconds): (&Destination, i64),
) -> Result<(), StoreError> {
    let waits = end_over(dispatch, (group, &group.deliveries), NO_PLACE, None).await?;
    if waits.is_empty() {
        return Ok(());
    }
    let put_off = PutOff {
        deliveries: waits.iter().map(|due| due.id).collect(),
        lanes: lanes(&waits),
        destination: destination.name().to_owned(),
        until: dispatch.office.now().plus_seconds(seconds),
        until_well: false,
        is_limit: false,
        parks: None,
        is_told: false,
    };
    dispatch.ledger.put_off(&dispatch.office, put_off).await.map(|_wait| ())
}

/// What is said of mail whose time is over while it waits for a place.
const NO_PLACE: &str = "not tried at the end, since the server took too long over the mails before it";

/// Puts a group off that a limit of ours has no room for, and parks what the limit is on: one row, however much waits.
pub(super) async fn wait_for_rate(
    dispatch: &Dispatch,
    group: &Group,
    destination: &Destination,
    refused: Refused,
) -> Result<(), StoreError> {
    let Some(first) = group.deliveries.first() else { return Ok(()) };
    let parked = Parked {
        destination: refused.counted,
        until: refused.until,
        reason: ParkReason::Rate,
        words: String::new(),
        host: None,
        failures: 0,
        found_by: first.organisation,
    };
    if parked.destination == destination.name() {
        destination.wait_for_rate(&parked);
    }
    let put_off = PutOff {
        deliveries: group.deliveries.iter().map(|due| due.id).collect(),
        lanes: lanes(&group.deliveries),
        destination: destination.name().to_owned(),
        until: parked.until,
        until_well: false,
        is_limit: true,
        parks: Some(parked),
        is_told: false,
    };
    dispatch.ledger.put_off(&dispatch.office, put_off).await.map(|_wait| ())
}

/// The lanes that wait with these: all mail of one goes the same way.
fn lanes(deliveries: &[DueDelivery]) -> BTreeSet<LaneOf> {
    let lane = |due: &DueDelivery| LaneOf {
        organisation: due.organisation,
        stream: due.stream,
        domain: due.recipient.domain().to_owned(),
        sender: due.sender.clone(),
    };
    deliveries.iter().map(lane).collect()
}

/// What a server said to one organisation is for that one alone.
fn words(parked: &Parked, group: &Group) -> String {
    let ours = "not tried at the end, since the server had failed before";
    if parked.found_by == group.organisation() {
        format!("{ours}: {}", parked.words)
    } else {
        ours.to_owned()
    }
}

/// What became of deliveries that were put off.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Wait {
    /// They wait.
    Begun,
    /// What they were to wait for is over already, and they are due.
    Over,
}

/// Writes it down for all that were put off at the same time.
pub(super) async fn put_off_all(office: Office, asked: Vec<PutOff>) -> Result<Vec<Wait>, StoreError> {
    let owner = lease::owner(&office, "outbox");
    office.store().write(move |tx| Box::pin(async move { write(tx, &owner, &asked).await })).await
}

async fn write(tx: &Tx, owner: &str, asked: &[PutOff]) -> Result<Vec<Wait>, StoreError> {
    let parks = asked.iter().filter_map(|put_off| put_off.parks.as_ref());
    let told = asked.iter().filter(|put_off| put_off.may_be_over()).map(|put_off| &put_off.destination);
    // All of them before any is changed, in one order.
    parked::lock(tx, parks.map(|parked| &parked.destination).chain(told).cloned().collect()).await?;
    let waits = begun(tx, asked).await?;
    let mut by_time = BTreeMap::<Timestamp, Vec<DeliveryId>>::new();
    let mut held = BTreeMap::<&LaneOf, (&str, Timestamp)>::new();
    let mut parks = BTreeMap::<&str, &Parked>::new();
    for (put_off, wait) in asked.iter().zip(&waits) {
        let until = if *wait == Wait::Over { tx.now() } else { put_off.until };
        by_time.entry(until).or_default().extend(&put_off.deliveries);
        parks.extend(put_off.parks.iter().map(|parked| (parked.destination.as_str(), parked)));
    }
    let begun = || asked.iter().zip(&waits).filter(|(_, wait)| **wait == Wait::Begun).map(|(it, _)| it);
    for put_off in begun() {
        held.extend(put_off.lanes.iter().map(|lane| (lane, (put_off.destination.as_str(), put_off.until))));
    }
    for parked in parks.into_values() {
        parked::put(tx, parked).await?;
    }
    for (until, ids) in by_time {
        deliveries::release(tx, &ids, owner, until).await?;
    }
    for put_off in begun().filter(|put_off| put_off.is_limit) {
        deliveries::count_from(tx, &put_off.deliveries, (0, put_off.until)).await?;
    }
    for put_off in begun() {
        if let Some(ends) = put_off.ends_with() {
            deliveries::wait_for(tx, &put_off.deliveries, ends).await?;
        }
    }
    for (lane, (destination, until)) in held {
        lanes::hold(tx, lane, destination, until).await?;
    }
    Ok(waits)
}

/// Which of them wait: in the transaction that lets them, so that nobody can end the trouble in between and find his wish
/// undone.
async fn begun(tx: &Tx, asked: &[PutOff]) -> Result<Vec<Wait>, StoreError> {
    let names: Vec<String> =
        asked.iter().filter(|it| it.may_be_over()).map(|it| it.destination.clone()).collect();
    let known =
        if names.is_empty() { HashMap::new() } else { parked::lock_until(tx, names, tx.now()).await? };
    let wait = |put_off: &PutOff| match put_off.may_be_over() && !known.contains_key(&put_off.destination) {
        true => Wait::Over,
        false => Wait::Begun,
    };
    Ok(asked.iter().map(wait).collect())
}

/// What follows from a transaction for all mails of its destination; and what is left of it to be seen to.
pub(super) async fn follow(tx: &Tx, follows: &Follows) -> Result<Option<Left>, StoreError> {
    match follows {
        Follows::Nothing => Ok(None),
        Follows::Parked(parked) => {
            parked::put(tx, parked).await?;
            // All of them at once: looked into one by one, they would keep the mail that goes elsewhere waiting.
            lanes::hold_all(tx, &parked.destination, parked.until).await.map(|()| None)
        }
        Follows::Open(destination) => {
            parked::remove(tx, destination).await?;
            if parked::is_refuser(destination) {
                // The others are let go by `letting_go`.
                return deliveries::hasten_waiting_for(tx, destination).await.map(|_more| None);
            }
            // Each mail that gets through would have those tried again that were answered by themselves.
            let further = deliveries::hasten_unheard(tx, destination, LookedAt::Nothing).await?;
            Ok(further.map(|looked_at| Left { destination: destination.clone(), looked_at }))
        }
    }
}

impl Intent {
    /// What is written down before deliveries of one group are begun.
    pub(super) fn of(deliveries: &[DueDelivery], destination: Option<&Destination>) -> Option<Self> {
        let first = deliveries.first()?;
        Some(Self {
            organisation: first.organisation,
            deliveries: deliveries.iter().map(|due| due.id).collect(),
            raw: None,
            stream: first.stream,
            destination: destination.map(|destination| destination.name().to_owned()),
        })
    }
}
