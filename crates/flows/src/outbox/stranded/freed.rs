//! What was stopped since it could not leave goes on by itself once it may: a server is set or gone, its domain is proved, or
//! the rules are others.
//!
//! Whoever changes that notes in the same transaction that what is stopped is to be looked at, and looks behind it, part by
//! part. Housekeeping takes up what a node left that ended meanwhile. What a person stopped stays so, and so does what was
//! stopped longer ago than mail is tried: nobody expects that to arrive any more. Nor does what its author wanted sent from
//! his own address at a time that went by meanwhile leave by itself: he decides whether it still says what is true.

use std::collections::{BTreeMap, BTreeSet};

use domain::timeline::Step;
use domain::transport::WayChoice;
use domain::{EmailAddress, OrganisationId, OutboxId, Timestamp, UserId};
use serde::{Deserialize, Serialize};
use store::outbox::{Place, StoppedMail};
use store::{Conn, StoreError, Tx};

use super::tell;
use crate::office::Office;
use crate::preflight::{self, Sender};

/// The name under which an organisation keeps how far the look at what is stopped has come.
const LOOK: &str = "outbox.stranded.freed";
/// Mails of one transaction.
const AT_ONCE: u64 = 100;

/// How far the look has come.
#[derive(Clone, Copy, Default, Serialize, Deserialize)]
struct Look {
    /// Behind which mail it goes on; `None` at the begin.
    behind: Option<Place>,
}

/// What decides whether a mail may leave.
pub(super) type Asked<'a> = (&'a EmailAddress, Option<UserId>, Option<WayChoice>);

/// Notes that what is stopped is to be looked at, from the begin on. Returns whether there is any; then the caller lets
/// [`free_rest`] follow the commit.
///
/// # Errors
/// When the store fails.
pub(crate) async fn begin_to_free(
    tx: &Tx,
    office: &Office,
    organisation: OrganisationId,
) -> Result<bool, StoreError> {
    if !any_is_stopped(tx, office, organisation).await? {
        return Ok(false);
    }
    store::settings::remember(tx, Some(organisation), LOOK, &Look::default()).await?;
    Ok(true)
}

/// Whether anything is stopped that might go on by itself.
///
/// # Errors
/// When the store fails.
pub(super) async fn any_is_stopped(
    conn: &Conn,
    office: &Office,
    organisation: OrganisationId,
) -> Result<bool, StoreError> {
    let asked = (since(office), None);
    let first = store::outbox::list_stopped(conn, organisation, asked, (office.now(), 1)).await?;
    Ok(!first.is_empty())
}

/// Lets go what may leave of what is stopped in an organisation, part by part, each in its own transaction.
///
/// # Errors
/// When the store fails; housekeeping goes on with it.
pub(crate) async fn free_rest(office: &Office, organisation: OrganisationId) -> Result<(), StoreError> {
    loop {
        find_out(office, organisation).await?;
        let within = office.clone();
        let part = office
            .store()
            .write(move |tx| Box::pin(async move { free_part(tx, &within, organisation).await }));
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
pub(crate) async fn free_all_rest(office: &Office) -> Result<(), StoreError> {
    let unfinished = store::settings::list_of::<Look>(&office.store().read(), LOOK).await?;
    for (organisation, _look) in unfinished {
        if let Err(error) = free_rest(office, organisation).await {
            tracing::warn!(organisation.id = %organisation, %error, "stopped mail is not looked at to the end yet");
        }
    }
    Ok(())
}

/// Finds out what the look at the next part goes by: what is not known then lets mail go, and it would be stopped anew as it is about to
/// leave.
async fn find_out(office: &Office, organisation: OrganisationId) -> Result<(), StoreError> {
    let conn = office.store().read();
    let Some(look) = store::settings::find::<Look>(&conn, Some(organisation), LOOK).await? else {
        return Ok(());
    };
    let asked = (since(office), look.behind);
    let stopped = store::outbox::list_stopped(&conn, organisation, asked, (office.now(), AT_ONCE)).await?;
    let senders: BTreeSet<Asked<'_>> =
        stopped.iter().map(|mail| (&mail.from, mail.own_of, mail.way)).collect();
    for (address, own_of, way) in senders {
        let sender = Sender { organisation, address, own_of };
        Box::pin(preflight::find_out_way(office, sender, way)).await?;
    }
    Ok(())
}

/// Returns whether there was something left.
async fn free_part(tx: &Tx, office: &Office, organisation: OrganisationId) -> Result<bool, StoreError> {
    // Whoever changes a server or a domain holds it, too.
    store::organisations::lock(tx, organisation).await?;
    let Some(look) = store::settings::find::<Look>(tx, Some(organisation), LOOK).await? else {
        return Ok(false);
    };
    let asked = (since(office), look.behind);
    let stopped = store::outbox::list_stopped(tx, organisation, asked, (office.now(), AT_ONCE)).await?;
    let free = may_leave(tx, office, organisation, &stopped).await?;
    if !free.is_empty() {
        let at = office.now();
        let freed = store::outbox::release_held(tx, organisation, &free, at).await?;
        tell(tx, organisation, (&freed, at), &Step::Released { user_id: None }).await?;
    }
    match stopped.last().filter(|_| stopped.len() as u64 >= AT_ONCE) {
        Some(last) => {
            let look = Look { behind: Some(last.place()) };
            store::settings::remember(tx, Some(organisation), LOOK, &look).await?;
        }
        None => {
            store::settings::delete(tx, Some(organisation), LOOK).await?;
        }
    }
    Ok(true)
}

/// Those of these that the program stopped, and that may leave the way that they would take.
async fn may_leave(
    tx: &Tx,
    office: &Office,
    organisation: OrganisationId,
    stopped: &[StoppedMail],
) -> Result<Vec<OutboxId>, StoreError> {
    let ids: Vec<OutboxId> = stopped.iter().map(|mail| mail.id).collect();
    let stranded = store::timeline::list_stranded(tx, organisation, &ids).await?;
    let stranded: BTreeSet<OutboxId> = stranded.into_iter().collect();
    let mut judged = BTreeMap::new();
    let mut free = Vec::new();
    for mail in stopped.iter().filter(|mail| stranded.contains(&mail.id)) {
        let asked = (&mail.from, mail.own_of, mail.way);
        if lets(tx, office, organisation, (&mut judged, asked)).await? {
            free.push(mail.id);
        }
    }
    Ok(free)
}

/// Whether mail may leave the way that it would take; asked once for each sender and way.
pub(super) async fn lets<'a>(
    tx: &Tx,
    office: &Office,
    organisation: OrganisationId,
    (judged, asked): (&mut BTreeMap<Asked<'a>, bool>, Asked<'a>),
) -> Result<bool, StoreError> {
    if let Some(may) = judged.get(&asked).copied() {
        return Ok(may);
    }
    let (address, own_of, way) = asked;
    let sender = Sender { organisation, address, own_of };
    let may = Box::pin(preflight::refused_another_way(tx, office, sender, way)).await?.is_none();
    judged.insert(asked, may);
    Ok(may)
}

/// Since when mail was stopped that is still worth to be sent by itself: as long as mail is tried.
fn since(office: &Office) -> Timestamp {
    office.now().plus_millis(-office.settings().schedule.lifetime_ms)
}
