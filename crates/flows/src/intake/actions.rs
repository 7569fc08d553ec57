//! What a person does with the inbox queue and with blocked mail.

use std::collections::BTreeSet;

use domain::timeline::{Step, Subject};
use domain::{Actor, IntakeId, OrganisationId, Problem, Timestamp, UserId};
use store::events::{self, Change};
use store::timeline::TimelineEntry;
use store::{StoreError, Tx};

use crate::bulk::{Bulk, within_limit};
use crate::office::Office;
use crate::problem;

/// Which of the three, and with it the step that the timeline notes.
#[derive(Clone, Copy)]
pub(crate) enum Deed {
    /// Through the pipeline again.
    Again,
    /// Into the bin.
    Delete,
    /// Out of the bin.
    Restore,
    DeleteForGood,
}

/// Sends failed and blocked mail through the pipeline again; for blocked mail the filter that
/// blocked it is left out, the others still apply.
///
/// # Errors
/// When too many are named, or the store fails.
pub async fn import_again(
    office: &Office,
    actor: &Actor,
    ids: &[IntakeId],
) -> Result<Bulk<IntakeId>, Problem> {
    let done = act(office, actor, ids, Deed::Again).await?;
    office.signals().intake.notify_one();
    Ok(done)
}

/// Puts mail into the bin, from where it can be restored for 30 days.
///
/// # Errors
/// As [`import_again`].
pub async fn delete(office: &Office, actor: &Actor, ids: &[IntakeId]) -> Result<Bulk<IntakeId>, Problem> {
    act(office, actor, ids, Deed::Delete).await
}

/// Takes mail out of the bin.
///
/// # Errors
/// As [`import_again`].
pub async fn restore(office: &Office, actor: &Actor, ids: &[IntakeId]) -> Result<Bulk<IntakeId>, Problem> {
    let done = act(office, actor, ids, Deed::Restore).await?;
    office.signals().intake.notify_one();
    Ok(done)
}

/// Takes mail out of the bin for good: its bytes and its timeline go.
///
/// # Errors
/// As [`import_again`].
pub async fn delete_for_good(
    office: &Office,
    actor: &Actor,
    ids: &[IntakeId],
) -> Result<Bulk<IntakeId>, Problem> {
    act(office, actor, ids, Deed::DeleteForGood).await
}

async fn act(
    office: &Office,
    actor: &Actor,
    ids: &[IntakeId],
    deed: Deed,
) -> Result<Bulk<IntakeId>, Problem> {
    within_limit(ids)?;
    let (organisation, user, at) = (actor.organisation, actor.user, office.now());
    let asked = ids.to_vec();

    let done: BTreeSet<IntakeId> = office
        .store()
        .write(move |tx| Box::pin(async move { apply(tx, (organisation, user), &asked, deed, at).await }))
        .await
        .map_err(problem::from_store)?;
    let mut bulk = Bulk::default();
    for id in ids {
        bulk.add(*id, if done.contains(id) { Ok(()) } else { Err(refusal(deed)) });
    }
    Ok(bulk)
}

/// Does it to those mails that it can be done to, and notes it in their timelines; returns them.
pub(crate) async fn apply(
    tx: &Tx,
    (organisation, user): (OrganisationId, UserId),
    ids: &[IntakeId],
    deed: Deed,
    at: Timestamp,
) -> Result<BTreeSet<IntakeId>, StoreError> {
    let done = match deed {
        Deed::Again => store::intake::requeue(tx, organisation, ids, at).await?,
        Deed::Delete => store::intake::delete(tx, organisation, ids, at).await?,
        Deed::Restore => store::intake::restore(tx, organisation, ids, at).await?,
        Deed::DeleteForGood => {
            return Ok(store::intake::delete_for_good(tx, organisation, ids).await?.into_iter().collect());
        }
    };
    note(tx, (organisation, user), &done, deed, at).await?;
    Ok(done.into_iter().collect())
}

async fn note(
    tx: &Tx,
    (organisation, user_id): (OrganisationId, UserId),
    ids: &[IntakeId],
    deed: Deed,
    at: Timestamp,
) -> Result<(), StoreError> {
    let step = match deed {
        Deed::Again => Step::Requeued { user_id },
        Deed::Delete => Step::Deleted { user_id },
        Deed::Restore => Step::Restored { user_id },
        Deed::DeleteForGood => return Ok(()),
    };
    let entry = |id: &IntakeId| TimelineEntry { subject: Subject::Intake(*id), at, step: step.clone() };
    let entries: Vec<_> = ids.iter().map(entry).collect();
    store::timeline::insert_many(tx, organisation, &entries).await?;
    for id in ids {
        events::insert(tx, organisation, Change::intake(*id));
        events::insert(tx, organisation, Change::blocked(*id));
    }
    Ok(())
}

/// Why it could not be done.
pub(crate) fn refusal(deed: Deed) -> Problem {
    match deed {
        Deed::Again => {
            Problem::conflict("intake.not_waiting", "only failed or blocked mail can be imported again")
        }
        Deed::Delete => {
            Problem::conflict("intake.already_deleted", "there is no such mail, or it is in the bin already")
        }
        Deed::Restore | Deed::DeleteForGood => {
            Problem::conflict("intake.not_deleted", "there is no such mail in the bin")
        }
    }
}
