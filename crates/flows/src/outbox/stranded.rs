//! What a user planned from his own address, once the server that it was written for is out of use or is another one.

use std::collections::HashMap;

use domain::preflight::Point;
use domain::timeline::{Step, Subject};
use domain::{EmailAddress, OrganisationId, OutboxId, Timestamp, UserId};
use store::events::{self, Change};
use store::timeline::TimelineEntry;
use store::{StoreError, Tx};

use crate::office::Office;
use crate::preflight::{self, Sender};

/// Mails that are looked at in one go.
const AT_ONCE: u64 = 500;

/// Stops what waits from a user's own address and could not be written any more for the way that it takes now: receivers
/// refuse it there, or the organisation's rules do. Somebody lets it go on, sends it another way, or deletes it; nothing of
/// it fails behind the back of one who has left.
///
/// # Errors
/// When the store fails.
pub(crate) async fn hold_stranded(
    tx: &Tx,
    office: &Office,
    organisation: OrganisationId,
    (user, at): (UserId, Timestamp),
) -> Result<(), StoreError> {
    let mut refused: HashMap<EmailAddress, Option<Point>> = HashMap::new();
    let mut after = None;
    loop {
        let waiting = store::outbox::list_waiting_own(tx, organisation, (user, after), AT_ONCE).await?;
        let Some((last, _)) = waiting.last() else { break };
        after = Some(*last);
        let mut ids: Vec<OutboxId> = Vec::new();
        let mut from: HashMap<OutboxId, EmailAddress> = HashMap::new();
        for (id, address) in waiting {
            if !refused.contains_key(&address) {
                let sender = Sender { organisation, address: &address, own_of: Some(user) };
                let point = preflight::refused_another_way(tx, office, sender, None).await?;
                refused.insert(address.clone(), point);
            }
            if refused.get(&address).copied().flatten().is_some() {
                ids.push(id);
                from.insert(id, address);
            }
        }
        let held = store::outbox::hold(tx, organisation, &ids, at).await?;
        let entry = |id: &OutboxId| {
            let step = Step::Stranded { address: from.get(id)?.clone() };
            Some(TimelineEntry { subject: Subject::Outbox(*id), at, step })
        };
        let entries: Vec<TimelineEntry> = held.iter().filter_map(entry).collect();
        store::timeline::insert_many(tx, organisation, &entries).await?;
        held.iter().for_each(|id| events::insert(tx, organisation, Change::outbox(*id)));
    }
    let_go(tx, office, organisation, (user, at)).await
}

/// Lets go what was stopped so, is to leave later, and may again: its server is back. What was to leave meanwhile is for a
/// person to decide on, as is what a person stopped.
async fn let_go(
    tx: &Tx,
    office: &Office,
    organisation: OrganisationId,
    (user, at): (UserId, Timestamp),
) -> Result<(), StoreError> {
    let mut free: Vec<OutboxId> = Vec::new();
    for (id, address) in store::outbox::list_held_own(tx, organisation, (user, at), AT_ONCE).await? {
        let steps = store::timeline::list(tx, organisation, Subject::Outbox(id)).await?;
        let stopped =
            steps.iter().rev().find(|(_, step)| matches!(step, Step::Held { .. } | Step::Stranded { .. }));
        if !matches!(stopped, Some((_, Step::Stranded { .. }))) {
            continue;
        }
        let sender = Sender { organisation, address: &address, own_of: Some(user) };
        if preflight::refused_another_way(tx, office, sender, None).await?.is_none() {
            free.push(id);
        }
    }
    let free = store::outbox::release_held(tx, organisation, &free, at).await?;
    let entry = |id: &OutboxId| TimelineEntry {
        subject: Subject::Outbox(*id),
        at,
        step: Step::Released { user_id: user },
    };
    store::timeline::insert_many(tx, organisation, &free.iter().map(entry).collect::<Vec<_>>()).await?;
    free.iter().for_each(|id| events::insert(tx, organisation, Change::outbox(*id)));
    Ok(())
}
