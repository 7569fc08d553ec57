//! What a user planned from his own address, once the server that it was written for is out of use or is another one.

use std::collections::HashMap;

use domain::timeline::{Step, Subject};
use domain::{CaseId, EmailAddress, OrganisationId, OutboxId, Timestamp, UserId};
use store::events::{self, Change};
use store::outbox::OwnMail;
use store::timeline::TimelineEntry;
use store::{StoreError, Tx};

use crate::notify::{self, Stranded};
use crate::office::Office;
use crate::preflight::{self, Sender};

/// Mails that are looked at in one go.
const AT_ONCE: u64 = 500;
/// Addresses that are looked at in one go.
const ADDRESSES_AT_ONCE: u64 = 50;

/// Stops what waits from a user's own address and could not be written any more for the way that it takes now: receivers
/// refuse it there, or the organisation's rules do. Somebody lets it go on, sends it another way, or deletes it; nothing of
/// it fails behind the back of one who has left, and those who can act are told by the bell, once for each stop.
///
/// # Errors
/// When the store fails.
pub(crate) async fn hold_stranded(
    tx: &Tx,
    office: &Office,
    organisation: OrganisationId,
    (user, at): (UserId, Timestamp),
) -> Result<(), StoreError> {
    let (mut after, mut stranded) = (None, Stranded::default());
    loop {
        let asked = (user, after.as_ref());
        let mut addresses =
            store::outbox::list_own_addresses(tx, organisation, asked, ADDRESSES_AT_ONCE).await?;
        let (mut refused, mut free) = (Vec::new(), Vec::new());
        for address in &addresses {
            let sender = Sender { organisation, address, own_of: Some(user) };
            let point = preflight::refused_another_way(tx, office, sender, None).await?;
            if point.is_some() { refused.push(address.clone()) } else { free.push(address.clone()) }
        }
        // Most users have one address, from which all may leave: none of their mails is looked at.
        if !refused.is_empty() {
            hold(tx, organisation, (user, at), (&refused, &mut stranded)).await?;
        }
        if !free.is_empty() {
            let_go(tx, organisation, (user, at), &free).await?;
        }
        let is_all = (addresses.len() as u64) < ADDRESSES_AT_ONCE;
        match addresses.pop().filter(|_| !is_all) {
            Some(last) => after = Some(last),
            None => return notify::tell_of_stranded(tx, organisation, (user, at), &stranded).await,
        }
    }
}

async fn hold(
    tx: &Tx,
    organisation: OrganisationId,
    (user, at): (UserId, Timestamp),
    (addresses, stranded): (&[EmailAddress], &mut Stranded),
) -> Result<(), StoreError> {
    let mut after = None;
    loop {
        let asked = (user, addresses, after);
        let waiting = store::outbox::list_waiting_own(tx, organisation, asked, AT_ONCE).await?;
        let Some(last) = waiting.last() else { return Ok(()) };
        after = Some(last.place());
        let found: HashMap<OutboxId, &OwnMail> = waiting.iter().map(|mail| (mail.id, mail)).collect();
        let ids: Vec<OutboxId> = waiting.iter().map(|mail| mail.id).collect();
        let held = store::outbox::hold(tx, organisation, &ids, at).await?;
        let entry = |id: &OutboxId| {
            let step = Step::Stranded { address: found.get(id)?.from.clone() };
            Some(TimelineEntry { subject: Subject::Outbox(*id), at, step })
        };
        let entries: Vec<TimelineEntry> = held.iter().filter_map(entry).collect();
        store::timeline::insert_many(tx, organisation, &entries).await?;
        held.iter().for_each(|id| events::insert(tx, organisation, Change::outbox(*id)));
        let of_cases: Vec<CaseId> =
            held.iter().filter_map(|id| found.get(id).and_then(|mail| mail.case_id)).collect();
        let owners = store::cases::list_owners(tx, organisation, &of_cases).await?;
        for id in &held {
            let case = found.get(id).and_then(|mail| mail.case_id);
            stranded.note(case.and_then(|case| owners.get(&case).map(|owner| (*owner, case))));
        }
    }
}

/// Lets go what was stopped so, is to leave later, and may again: its server is back. What was to leave meanwhile is for a
/// person to decide on, as is what a person stopped.
async fn let_go(
    tx: &Tx,
    organisation: OrganisationId,
    (user, at): (UserId, Timestamp),
    addresses: &[EmailAddress],
) -> Result<(), StoreError> {
    let mut after = None;
    loop {
        let asked = (user, addresses, after);
        let held = store::outbox::list_held_own(tx, organisation, asked, (at, AT_ONCE)).await?;
        let Some(last) = held.last() else { return Ok(()) };
        after = Some(last.place());
        let mut free: Vec<OutboxId> = Vec::new();
        for mail in held {
            let steps = store::timeline::list(tx, organisation, Subject::Outbox(mail.id)).await?;
            let stopped = steps
                .iter()
                .rev()
                .find(|(_, step)| matches!(step, Step::Held { .. } | Step::Stranded { .. }));
            if matches!(stopped, Some((_, Step::Stranded { .. }))) {
                free.push(mail.id);
            }
        }
        let free = store::outbox::release_held(tx, organisation, &free, at).await?;
        let entry = |id: &OutboxId| TimelineEntry {
            subject: Subject::Outbox(*id),
            at,
            step: Step::Released { user_id: user },
        };
        let entries: Vec<TimelineEntry> = free.iter().map(entry).collect();
        store::timeline::insert_many(tx, organisation, &entries).await?;
        free.iter().for_each(|id| events::insert(tx, organisation, Change::outbox(*id)));
    }
}
