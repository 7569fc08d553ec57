//! What is stopped in other organisations is looked at since a proof is gone that stopped it: an organisation gave up a domain,
//! or lost its proof. And in all, as a process begins: whoever runs the installation may have changed its rules while nobody ran.
//!
//! The round over the organisations is noted in the transaction of its cause, under the organisation that caused it, and goes
//! on behind each that was begun with; housekeeping takes up what a node left that ended meanwhile.

use domain::{OrganisationId, Timestamp};
use serde::{Deserialize, Serialize};
use store::{StoreError, Tx};

use super::freed::{any_is_stopped, begin_to_free, free_rest};
use crate::office::Office;

/// The name under which an organisation keeps how far the round over the others has come.
const ROUND: &str = "outbox.stranded.others";

/// How far a round has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Round {
    /// When it began: another one that begins meanwhile takes its place.
    began: Timestamp,
    /// Behind which organisation it goes on; they come by their numbers.
    behind: Option<OrganisationId>,
}

/// Notes that what is stopped in the other organisations is to be looked at; the caller has locked his own, and lets
/// [`free_others`] follow the commit. Returns whether there are others.
///
/// # Errors
/// When the store fails.
pub(crate) async fn begin_to_free_others(
    tx: &Tx,
    office: &Office,
    organisation: OrganisationId,
) -> Result<bool, StoreError> {
    if !store::organisations::are_several(tx).await? {
        return Ok(false);
    }
    let round = Round { began: office.now(), behind: None };
    store::settings::remember(tx, Some(organisation), ROUND, &round).await?;
    Ok(true)
}

/// Lets go what may leave of what is stopped in the other organisations. Each is looked at in its own transactions, since each
/// has its own lock.
///
/// # Errors
/// When the store fails; housekeeping goes on with it.
pub(crate) async fn free_others(office: &Office, organisation: OrganisationId) -> Result<(), StoreError> {
    let conn = office.store().read();
    let found = store::settings::find::<Round>(&conn, Some(organisation), ROUND).await?;
    let Some(mut round) = found else { return Ok(()) };
    let (all, begin) = (store::organisations::list(&conn).await?, round.behind);
    let is_left = |id: &OrganisationId| *id != organisation && begin.is_none_or(|begin| *id > begin);
    for other in all.into_iter().map(|row| row.id).filter(is_left) {
        let goes_behind = match begin_in(office, other).await {
            Ok(is_any) => is_any,
            Err(error) if error.is_temporary() => return Err(error),
            // What is stored of one organisation holds up no other, nor this round when it is taken up again.
            Err(error) => {
                tracing::error!(organisation.id = %other, %error, "stopped mail is not looked at");
                true
            }
        };
        if !goes_behind {
            continue;
        }
        let next = Round { behind: Some(other), ..round };
        if !note(office, organisation, (round, Some(next))).await? {
            return Ok(());
        }
        round = next;
        // It is noted there that it is to be looked at: what fails of one holds up no other.
        if let Err(error) = free_rest(office, other).await {
            tracing::warn!(organisation.id = %other, %error, "stopped mail is not looked at to the end yet");
        }
    }
    note(office, organisation, (round, None)).await.map(|_is_over| ())
}

/// Rounds that nodes began and did not end.
///
/// # Errors
/// When the store fails before anything is looked at.
pub(crate) async fn free_all_others(office: &Office) -> Result<(), StoreError> {
    let unfinished = store::settings::list_of::<Round>(&office.store().read(), ROUND).await?;
    for (organisation, _round) in unfinished {
        if let Err(error) = free_others(office, organisation).await {
            tracing::warn!(organisation.id = %organisation, %error, "stopped mail of others is not looked at to the end yet");
        }
    }
    Ok(())
}

/// Lets go what may leave of what is stopped in any organisation. Of what it leaves where it is killed, the next process begins
/// anew.
///
/// # Errors
/// When the store fails.
pub(in crate::outbox) async fn free_everywhere(office: &Office) -> Result<(), StoreError> {
    let all = store::organisations::list(&office.store().read()).await?;
    for organisation in all.into_iter().map(|row| row.id) {
        match free_in(office, organisation).await {
            Err(error) if error.is_temporary() => return Err(error),
            // What is stored of one organisation holds up nobody else's mail.
            Err(error) => {
                tracing::error!(organisation.id = %organisation, %error, "stopped mail is not looked at");
            }
            Ok(()) => {}
        }
    }
    Ok(())
}

async fn free_in(office: &Office, organisation: OrganisationId) -> Result<(), StoreError> {
    if begin_in(office, organisation).await? {
        free_rest(office, organisation).await?;
    }
    Ok(())
}

/// Notes that what is stopped in an organisation is to be looked at. Returns whether there is any.
async fn begin_in(office: &Office, organisation: OrganisationId) -> Result<bool, StoreError> {
    if !any_is_stopped(&office.store().read(), office, organisation).await? {
        return Ok(false);
    }
    let within = office.clone();
    let begun = office.store().write(move |tx| {
        Box::pin(async move {
            store::organisations::lock(tx, organisation).await?;
            begin_to_free(tx, &within, organisation).await
        })
    });
    begun.await
}

/// Notes how far a round has come, unless it is another by now: then `false`.
async fn note(
    office: &Office,
    organisation: OrganisationId,
    (before, after): (Round, Option<Round>),
) -> Result<bool, StoreError> {
    let noted = office.store().write(move |tx| {
        Box::pin(async move {
            // Whoever begins a round holds it, too.
            store::organisations::lock(tx, organisation).await?;
            let found = store::settings::find::<Round>(tx, Some(organisation), ROUND).await?;
            if found != Some(before) {
                return Ok(false);
            }
            match after {
                Some(after) => {
                    store::settings::remember(tx, Some(organisation), ROUND, &after).await?;
                }
                None => {
                    store::settings::delete(tx, Some(organisation), ROUND).await?;
                }
            }
            Ok(true)
        })
    });
    noted.await
}
