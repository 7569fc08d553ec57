//! What a user planned from his own address, once the server that it was written for is out of use or is another one; and
//! (`due`) whatever is due and may not leave the way that it would take, until it may (`freed`, and `others` where another
//! organisation or whoever runs the installation was why).
//!
//! Whoever changes the server looks at as much of it as one transaction may; where that is not all, what is left is noted in
//! the same transaction, and goes on after it, part by part. Housekeeping takes up what a node left that
//! ended meanwhile.

mod due;
mod freed;
mod others;

use std::collections::{BTreeSet, HashMap};
use std::slice;

use domain::timeline::{Step, Subject};
use domain::{CaseId, EmailAddress, OrganisationId, OutboxId, Timestamp, UserId};
use serde::{Deserialize, Serialize};
use store::events::{self, Change};
use store::outbox::{OwnMail, Place};
use store::timeline::TimelineEntry;
use store::{StoreError, Tx};

use crate::notify::{self, Stranded};
use crate::office::Office;
use crate::preflight::{self, Sender};

pub(super) use due::hold_due;
pub(crate) use freed::{begin_to_free, free_all_rest, free_rest};
pub(super) use others::free_everywhere;
pub(crate) use others::{begin_to_free_others, free_all_others, free_others};

/// The name under which an organisation keeps whose mail is not looked at to the end.
const UNFINISHED: &str = "outbox.stranded";
/// Mails of one address that are looked at in one go.
const AT_ONCE: u64 = 100;
/// Goes of one transaction, each at mail of one address. Most users have one, had few, and planned little.
const GOES: usize = 4;

/// How far the look at a user's mail has come.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Look {
    /// Who wrote it.
    user: UserId,
    /// The address that was looked at last; they come by the alphabet.
    address: Option<EmailAddress>,
    /// Behind which of its mails it goes on; `None` where all were looked at.
    behind: Option<Place>,
    /// When it began: of what was stopped before, those who can act were told then. Notes of older versions do not say it.
    #[serde(default)]
    began: Option<Timestamp>,
    /// What it stopped so far, of which those who can act are told when it ends. Notes of older versions have none: they told
    /// of each part.
    #[serde(default)]
    stopped: Stranded,
}

/// Stops what waits from a user's own address and could not be written any more for the way that it takes now: receivers
/// refuse it there, or the organisation's rules do. Somebody lets it go on, sends it another way, or deletes it; nothing of
/// it fails behind the back of one who has left. What was stopped so, is to leave later, and may again, goes on: its server
/// is back. What else is stopped and may leave by then is for [`begin_to_free`]. Those who can act are told by the bell, once,
/// when all was looked at.
///
/// Returns whether that was all; else the caller lets [`hold_rest`] follow the commit. He has locked the organisation.
///
/// # Errors
/// When the store fails.
pub(crate) async fn hold_stranded(
    tx: &Tx,
    office: &Office,
    organisation: OrganisationId,
    (user, at): (UserId, Timestamp),
) -> Result<bool, StoreError> {
    // One that is not finished began before this, and this one sees to all of it, and tells of what that one stopped.
    let before = unfinished(tx, organisation).await?.into_iter().find(|look| look.user == user);
    let (began, stopped) = before.map(|look| (look.began, look.stopped)).unwrap_or_default();
    let begin = Look { user, address: None, behind: None, began: began.or(Some(at)), stopped };
    let rest = look(tx, office, (organisation, at), begin).await?;
    let is_all = rest.is_none();
    note(tx, organisation, (user, rest)).await?;
    Ok(is_all)
}

/// What [`hold_stranded`] left of an organisation's mail, part by part, each in its own transaction.
///
/// # Errors
/// When the store fails; housekeeping goes on with it.
pub(crate) async fn hold_rest(office: &Office, organisation: OrganisationId) -> Result<(), StoreError> {
    loop {
        let within = office.clone();
        let part = office
            .store()
            .write(move |tx| Box::pin(async move { hold_part(tx, &within, organisation).await }));
        let was_there: Result<bool, StoreError> = part.await;
        if !was_there? {
            return Ok(());
        }
        office.signals().outbox.notify_one();
    }
}

/// The same of all organisations, for nodes that ended before they had done it.
///
/// # Errors
/// When the store fails before anything is looked at.
pub(crate) async fn hold_all_rest(office: &Office) -> Result<(), StoreError> {
    let unfinished = store::settings::list_of::<Vec<Look>>(&office.store().read(), UNFINISHED).await?;
    for (organisation, _looks) in unfinished {
        if let Err(error) = hold_rest(office, organisation).await {
            tracing::warn!(organisation.id = %organisation, %error, "planned mail is not looked at to the end yet");
        }
    }
    Ok(())
}

/// Returns whether there was something left.
async fn hold_part(tx: &Tx, office: &Office, organisation: OrganisationId) -> Result<bool, StoreError> {
    store::organisations::lock(tx, organisation).await?;
    let Some(first) = unfinished(tx, organisation).await?.into_iter().next() else { return Ok(false) };
    let user = first.user;
    let rest = look(tx, office, (organisation, office.now()), first).await?;
    note(tx, organisation, (user, rest)).await?;
    Ok(true)
}

async fn unfinished(tx: &Tx, organisation: OrganisationId) -> Result<Vec<Look>, StoreError> {
    Ok(store::settings::find(tx, Some(organisation), UNFINISHED).await?.unwrap_or_default())
}

/// Notes what is left of a user's mail, in the place of what was.
async fn note(
    tx: &Tx,
    organisation: OrganisationId,
    (user, rest): (UserId, Option<Look>),
) -> Result<(), StoreError> {
    let before = unfinished(tx, organisation).await?;
    let mut looks = before.clone();
    looks.retain(|look| look.user != user);
    looks.extend(rest);
    if looks == before {
        return Ok(());
    }
    if looks.is_empty() {
        return store::settings::delete(tx, Some(organisation), UNFINISHED).await.map(|_was_there| ());
    }
    store::settings::remember(tx, Some(organisation), UNFINISHED, &looks).await
}

/// As many goes as one transaction may; what is left behind them. Where nothing is, those who can act are told.
async fn look(
    tx: &Tx,
    office: &Office,
    of: (OrganisationId, Timestamp),
    mut look: Look,
) -> Result<Option<Look>, StoreError> {
    for _ in 0..GOES {
        if !Box::pin(go(tx, office, of, &mut look)).await? {
            let (organisation, at) = of;
            notify::tell_of_stranded(tx, organisation, (Some(look.user), at), &look.stopped).await?;
            return Ok(None);
        }
    }
    Ok(Some(look))
}

/// One go: some mail of the address that is looked at, or of the next one. `false` where there is no other.
async fn go(
    tx: &Tx,
    office: &Office,
    (organisation, at): (OrganisationId, Timestamp),
    look: &mut Look,
) -> Result<bool, StoreError> {
    let user = look.user;
    let address = match look.address.take() {
        Some(address) if look.behind.is_some() => Some(address),
        last => {
            let asked = (user, last.as_ref());
            store::outbox::list_own_addresses(tx, organisation, asked, 1).await?.pop()
        }
    };
    let Some(address) = address else { return Ok(false) };
    let sender = Sender { organisation, address: &address, own_of: Some(user) };
    let is_refused = preflight::refused_another_way(tx, office, sender, None).await?.is_some();
    let of = (user, &address, look.behind);
    look.behind = if is_refused {
        hold(tx, organisation, of, at, &mut look.stopped).await?
    } else {
        let_go(tx, organisation, of, (at, look.began), &mut look.stopped).await?
    };
    look.address = Some(address);
    Ok(true)
}

/// Behind which of these there may be more.
fn place_behind(mails: &[OwnMail]) -> Option<Place> {
    mails.last().filter(|_| mails.len() as u64 >= AT_ONCE).map(OwnMail::place)
}

async fn hold(
    tx: &Tx,
    organisation: OrganisationId,
    (user, address, behind): (UserId, &EmailAddress, Option<Place>),
    at: Timestamp,
    stopped: &mut Stranded,
) -> Result<Option<Place>, StoreError> {
    let asked = (user, slice::from_ref(address), behind);
    let waiting = store::outbox::list_waiting_own(tx, organisation, asked, AT_ONCE).await?;
    if waiting.is_empty() {
        return Ok(None);
    }
    let ids: Vec<OutboxId> = waiting.iter().map(|mail| mail.id).collect();
    let held = store::outbox::hold(tx, organisation, &ids, at).await?;
    tell(tx, organisation, (&held, at), &Step::Stranded { address: address.clone() }).await?;
    owned(tx, organisation, &cases_of(&waiting), &held)
        .await?
        .into_iter()
        .for_each(|owned| stopped.note(owned));
    Ok(place_behind(&waiting))
}

/// The case of each of these mails that is of one.
fn cases_of(mails: &[OwnMail]) -> HashMap<OutboxId, CaseId> {
    mails.iter().filter_map(|mail| Some((mail.id, mail.case_id?))).collect()
}

/// The case of each of these mails and its owner, where somebody owns it; `cases` are those of the mails that they are
/// among.
async fn owned(
    tx: &Tx,
    organisation: OrganisationId,
    cases: &HashMap<OutboxId, CaseId>,
    ids: &[OutboxId],
) -> Result<Vec<Option<(UserId, CaseId)>>, StoreError> {
    let of_cases: Vec<CaseId> = ids.iter().filter_map(|id| cases.get(id).copied()).collect();
    let owners = store::cases::list_owners(tx, organisation, &of_cases).await?;
    let owned = |id: &OutboxId| {
        let case = cases.get(id)?;
        Some((*owners.get(case)?, *case))
    };
    Ok(ids.iter().map(owned).collect())
}

/// Lets go what was stopped so, is to leave later, and may again: its server is back. What was to leave meanwhile is for a
/// person to decide on, as is what a person stopped.
async fn let_go(
    tx: &Tx,
    organisation: OrganisationId,
    (user, address, behind): (UserId, &EmailAddress, Option<Place>),
    (at, began): (Timestamp, Option<Timestamp>),
    stopped: &mut Stranded,
) -> Result<Option<Place>, StoreError> {
    let asked = (user, slice::from_ref(address), behind);
    let held = store::outbox::list_held_own(tx, organisation, asked, (at, AT_ONCE)).await?;
    let ids: Vec<OutboxId> = held.iter().map(|mail| mail.id).collect();
    let stranded = store::timeline::list_stranded(tx, organisation, &ids).await?;
    if !stranded.is_empty() {
        let free = store::outbox::release_held(tx, organisation, &stranded, at).await?;
        tell(tx, organisation, (&free, at), &Step::Released { user_id: None }).await?;
        // Nobody is told of a stop that is over before it was told. What an earlier look stopped was told then, and is not
        // among what this one counted.
        let untold = untold(&held, began);
        let free: Vec<OutboxId> = free.into_iter().filter(|id| untold.contains(id)).collect();
        if !stopped.is_empty() {
            let owned = owned(tx, organisation, &cases_of(&held), &free).await?;
            owned.into_iter().for_each(|owned| stopped.forget(owned));
        }
    }
    Ok(place_behind(&held))
}

/// Those of these that were stopped since the look began.
fn untold(held: &[OwnMail], began: Option<Timestamp>) -> BTreeSet<OutboxId> {
    let since = |mail: &&OwnMail| began.is_some_and(|began| mail.held_at.is_some_and(|at| at >= began));
    held.iter().filter(since).map(|mail| mail.id).collect()
}

/// The same step of each of these mails.
pub(super) async fn tell(
    tx: &Tx,
    organisation: OrganisationId,
    (ids, at): (&[OutboxId], Timestamp),
    step: &Step,
) -> Result<(), StoreError> {
    let entry = |id: &OutboxId| TimelineEntry { subject: Subject::Outbox(*id), at, step: step.clone() };
    let entries: Vec<TimelineEntry> = ids.iter().map(entry).collect();
    store::timeline::insert_many(tx, organisation, &entries).await?;
    ids.iter().for_each(|id| events::insert(tx, organisation, Change::outbox(*id)));
    Ok(())
}
