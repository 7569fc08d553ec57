//! What a person does with the outbox.

use std::collections::{BTreeMap, BTreeSet};

use domain::timeline::{Step, Subject};
use domain::{Actor, DeliveryId, IncidentId, OrganisationId, OutboxId, Problem, Timestamp, UserId};
use store::cases::{By, CaseChange};
use store::deliveries::DeliveryStanding;
use store::events::{self, Change};
use store::outbox::FailedOf;
use store::sending_stops::{self, StoppedBy};
use store::timeline::TimelineEntry;
use store::{Conn, StoreError, Tx};

use super::{destination_holds, kept_waiting};
use crate::bulk::{Bulk, within_limit};
use crate::jobs::Rows;
use crate::office::Office;
use crate::problem;

/// Which of them, and with it the step that the timeline notes.
#[derive(Clone, Copy)]
pub(crate) enum Deed {
    /// Sent again, but not to blocked addresses.
    Again,
    /// Sent again, also to blocked addresses that its author named.
    AgainAllTheSame,
    /// Sent again to one recipient, whatever is known of his address.
    AgainTo(DeliveryId),
    /// Sent again to those who were refused for an incident, but not to blocked addresses.
    AgainFor(IncidentId),
    /// Into the bin.
    Delete,
    /// Out of the bin.
    Restore,
    /// Out of the bin for good.
    DeleteForGood,
    /// Stopped.
    Hold,
    /// Let go.
    Release,
    /// Tried at once.
    Hasten,
}

impl Deed {
    async fn write(
        self,
        tx: &Tx,
        organisation: OrganisationId,
        ids: &[OutboxId],
        at: Timestamp,
    ) -> Result<Vec<OutboxId>, StoreError> {
        match self {
            Self::Again => {
                let of = (ids, FailedOf::Unblocked);
                store::outbox::requeue_failed_of(tx, organisation, of, at).await
            }
            Self::AgainAllTheSame => {
                let of = (ids, FailedOf::Meant);
                let done = store::outbox::requeue_failed_of(tx, organisation, of, at).await?;
                for id in &done {
                    store::outbox::pass_blocks(tx, organisation, *id).await?;
                }
                Ok(done)
            }
            Self::AgainTo(delivery) => {
                let of = FailedOf::Delivery(delivery);
                let done = store::outbox::requeue_failed_of(tx, organisation, (ids, of), at).await?;
                if !done.is_empty() {
                    store::outbox::pass_block_of(tx, organisation, delivery).await?;
                }
                Ok(done)
            }
            Self::AgainFor(incident) => {
                let left = not_sent_anew(tx, organisation, ids).await?;
                let of = FailedOf::Incident(incident);
                store::outbox::requeue_failed_of(tx, organisation, (&left, of), at).await
            }
            Self::Delete => store::outbox::delete(tx, organisation, ids, at).await,
            Self::Restore => store::outbox::restore(tx, organisation, ids, at).await,
            Self::DeleteForGood => store::outbox::delete_for_good(tx, organisation, ids).await,
            Self::Hold => store::outbox::hold(tx, organisation, ids, at).await,
            Self::Release => store::outbox::release_held(tx, organisation, ids, at).await,
            Self::Hasten => {
                let free = destination_holds::not_held(tx, organisation, ids).await?;
                store::outbox::hasten(tx, organisation, &free, at).await
            }
        }
    }

    /// What the timeline notes; one that is gone has none.
    const fn step(self, user_id: UserId) -> Option<Step> {
        Some(match self {
            Self::Again | Self::AgainAllTheSame | Self::AgainTo(_) | Self::AgainFor(_) | Self::Hasten => {
                Step::Requeued { user_id }
            }
            Self::Delete => Step::Deleted { user_id },
            Self::Restore => Step::Restored { user_id },
            Self::Hold => Step::Held { user_id },
            Self::Release => Step::Released { user_id: Some(user_id) },
            Self::DeleteForGood => return None,
        })
    }
}

/// Those that no other mail stands for by now: the others would arrive twice.
async fn not_sent_anew(
    conn: &Conn,
    organisation: OrganisationId,
    ids: &[OutboxId],
) -> Result<Vec<OutboxId>, StoreError> {
    let anew = store::outbox::list_sent_anew(conn, organisation, ids).await?;
    Ok(ids.iter().copied().filter(|id| !anew.contains(id)).collect())
}

/// The rows of a job that sends mail again, without those that another mail stands for by now.
///
/// # Errors
/// 503 when the store does not answer.
pub async fn without_sent_anew(office: &Office, actor: &Actor, mut rows: Rows) -> Result<Rows, Problem> {
    let ids: Vec<_> = rows.ids.iter().copied().map(OutboxId::new).collect();
    let left = not_sent_anew(&office.store().read(), actor.organisation, &ids).await;
    rows.ids = left.map_err(problem::from_store)?.into_iter().map(OutboxId::get).collect();
    Ok(rows)
}

/// Sends failed mail again, from its first attempt. Who names one mail alone means it, whatever is known of its
/// addresses; of many nobody looked at each, so that blocks hold.
///
/// # Errors
/// When too many are named, or the store fails.
pub async fn send_again(office: &Office, actor: &Actor, ids: &[OutboxId]) -> Result<Bulk<OutboxId>, Problem> {
    act(office, actor, ids, if ids.len() == 1 { Deed::AgainAllTheSame } else { Deed::Again }).await
}

/// Sends a failed mail again to one recipient alone, who is meant whatever is known of his address.
pub(crate) async fn send_again_to(
    office: &Office,
    actor: &Actor,
    (id, delivery): (OutboxId, DeliveryId),
) -> Result<Bulk<OutboxId>, Problem> {
    act(office, actor, &[id], Deed::AgainTo(delivery)).await
}

/// Puts mail into the bin, from where it can be restored for 30 days; what was not sent waits there.
///
/// # Errors
/// As [`send_again`].
pub async fn delete(office: &Office, actor: &Actor, ids: &[OutboxId]) -> Result<Bulk<OutboxId>, Problem> {
    act(office, actor, ids, Deed::Delete).await
}

/// Stops queued mail: nothing of it is tried until somebody lets it go.
///
/// # Errors
/// As [`send_again`].
pub async fn hold(office: &Office, actor: &Actor, ids: &[OutboxId]) -> Result<Bulk<OutboxId>, Problem> {
    act(office, actor, ids, Deed::Hold).await
}

/// Lets mail go on: it is due at once, or at the time its author chose.
///
/// # Errors
/// As [`send_again`].
pub async fn release(office: &Office, actor: &Actor, ids: &[OutboxId]) -> Result<Bulk<OutboxId>, Problem> {
    act(office, actor, ids, Deed::Release).await
}

/// Tries waiting mail at once, also where nothing is tried for a while.
///
/// # Errors
/// As [`send_again`].
pub async fn hasten(office: &Office, actor: &Actor, ids: &[OutboxId]) -> Result<Bulk<OutboxId>, Problem> {
    act(office, actor, ids, Deed::Hasten).await
}

/// Takes mail out of the bin; what was not sent is due at once, unless it was stopped before.
///
/// # Errors
/// As [`send_again`].
pub async fn restore(office: &Office, actor: &Actor, ids: &[OutboxId]) -> Result<Bulk<OutboxId>, Problem> {
    act(office, actor, ids, Deed::Restore).await
}

/// Takes mail out of the bin for good: its bytes, its attempts and its timeline go.
///
/// # Errors
/// As [`send_again`].
pub async fn delete_for_good(
    office: &Office,
    actor: &Actor,
    ids: &[OutboxId],
) -> Result<Bulk<OutboxId>, Problem> {
    act(office, actor, ids, Deed::DeleteForGood).await
}

async fn act(
    office: &Office,
    actor: &Actor,
    ids: &[OutboxId],
    deed: Deed,
) -> Result<Bulk<OutboxId>, Problem> {
    within_limit(ids)?;
    let (organisation, user_id, at) = (actor.organisation, actor.user, office.now());
    let asked = ids.to_vec();

    let refused = office
        .store()
        .write(move |tx| Box::pin(async move { apply(tx, (organisation, user_id), &asked, deed, at).await }))
        .await
        .map_err(problem::from_store)?;
    office.signals().outbox.notify_one();
    let mut bulk = Bulk::default();
    for id in ids {
        bulk.add(*id, refused.get(id).map_or(Ok(()), |why| Err(why.clone())));
    }
    Ok(bulk)
}

/// Does it to those mails that it can be done to, and notes it in their timelines; returns why the others are left out.
pub(crate) async fn apply(
    tx: &Tx,
    (organisation, user_id): (OrganisationId, UserId),
    ids: &[OutboxId],
    deed: Deed,
    at: Timestamp,
) -> Result<BTreeMap<OutboxId, Problem>, StoreError> {
    if let Some(stopped) = all_stopped(tx, organisation, deed).await? {
        return Ok(ids.iter().map(|id| (*id, stopped.clone())).collect());
    }
    let done: BTreeSet<_> = deed.write(tx, organisation, ids, at).await?.into_iter().collect();
    if let Some(step) = deed.step(user_id) {
        let entry = |id: &OutboxId| TimelineEntry { subject: Subject::Outbox(*id), at, step: step.clone() };
        let entries: Vec<_> = done.iter().map(entry).collect();
        store::timeline::insert_many(tx, organisation, &entries).await?;
    }
    for id in &done {
        events::insert(tx, organisation, Change::outbox(*id));
    }
    tell_cases(tx, organisation, &done, (deed, By { user: Some(user_id), at })).await?;
    let left_out: Vec<_> = ids.iter().copied().filter(|id| !done.contains(id)).collect();
    let not_again = not_again(tx, organisation, &left_out, deed).await?;
    let kept = kept_waiting::list(tx, organisation, &left_out, (deed, at)).await?;
    let why = |id: &OutboxId| {
        if let Some(kept) = kept.get(id) {
            kept.clone()
        } else if not_again.held.contains(id) {
            is_held()
        } else if not_again.blocked.contains(id) {
            is_blocked(deed)
        } else {
            refusal(deed)
        }
    };
    Ok(left_out.into_iter().map(|id| (id, why(&id))).collect())
}

/// Why nothing is tried at once while all mail of the organisation is stopped, and who lets it go.
async fn all_stopped(
    tx: &Tx,
    organisation: OrganisationId,
    deed: Deed,
) -> Result<Option<Problem>, StoreError> {
    if !matches!(deed, Deed::Hasten) {
        return Ok(None);
    }
    let stops = sending_stops::list(tx, organisation).await?;
    Ok(stops.first().map(|stop| match stop.by {
        StoppedBy::Operator => Problem::conflict(
            "outbox.all_stopped_by_operator",
            "whoever runs the installation has stopped all mail; it is tried when he lets it go on",
        ),
        StoppedBy::User(_) => Problem::conflict(
            "outbox.all_stopped",
            "all mail is stopped; let it go on in the outbox, and it is tried at once",
        ),
    }))
}

/// What failed and is not sent again, by why.
#[derive(Default)]
struct NotAgain {
    held: BTreeSet<OutboxId>,
    /// All whom it did not reach are written to no more.
    blocked: BTreeSet<OutboxId>,
}

async fn not_again(
    tx: &Tx,
    organisation: OrganisationId,
    left_out: &[OutboxId],
    deed: Deed,
) -> Result<NotAgain, StoreError> {
    // Who means a mail means none whom a list added to it.
    let keeps_blocks = match deed {
        Deed::Again | Deed::AgainFor(_) | Deed::AgainAllTheSame => true,
        Deed::AgainTo(_) => false,
        Deed::Delete | Deed::Restore | Deed::DeleteForGood | Deed::Hold | Deed::Release | Deed::Hasten => {
            return Ok(NotAgain::default());
        }
    };
    let held = store::outbox::held_with_failures(tx, organisation, left_out).await?;
    let blocked = match keeps_blocks {
        true => store::outbox::failed_for_blocked(tx, organisation, left_out).await?,
        false => BTreeSet::new(),
    };
    Ok(NotAgain { held, blocked })
}

/// Their cases tell of the bin, since what lies there is not sent, whatever the case waits for; whoever sends again has seen to
/// the failure.
async fn tell_cases(
    tx: &Tx,
    organisation: OrganisationId,
    done: &BTreeSet<OutboxId>,
    (deed, by): (Deed, By),
) -> Result<(), StoreError> {
    let what = match deed {
        Deed::Delete => "mail_binned",
        Deed::Restore => "mail_unbinned",
        Deed::Again | Deed::AgainAllTheSame | Deed::AgainTo(_) | Deed::AgainFor(_) => {
            return see_to_failures(tx, organisation, done, by).await;
        }
        Deed::DeleteForGood | Deed::Hold | Deed::Release | Deed::Hasten => return Ok(()),
    };
    for id in done {
        let found = store::cases::find_message_of(tx, organisation, *id).await?;
        let Some((case, _message)) = found else { continue };
        store::cases::insert_log(tx, organisation, case, by, (what, BTreeMap::new())).await?;
        events::insert(tx, organisation, Change::case(case));
    }
    Ok(())
}

/// The cases of these mails have no failure any more, where nobody is left whom the mail did not reach.
async fn see_to_failures(
    tx: &Tx,
    organisation: OrganisationId,
    done: &BTreeSet<OutboxId>,
    by: By,
) -> Result<(), StoreError> {
    let change = CaseChange { delivery_failed: Some(false), ..CaseChange::default() };
    for id in done {
        let Some((case, _message)) = store::cases::find_message_of(tx, organisation, *id).await? else {
            continue;
        };
        let all = store::deliveries::list_standings(tx, organisation, &[*id]).await?;
        if !all.iter().any(DeliveryStanding::has_failed) {
            store::cases::update(tx, organisation, case, &change, by).await?;
        }
    }
    Ok(())
}

/// Why mail is not sent again that somebody stopped.
pub(super) fn is_held() -> Problem {
    Problem::conflict("outbox.is_held", "the mail is stopped; let it go, then send it again")
}

/// Why mail is not sent again whose address is blocked: with others, or where a list added that address.
pub(super) fn is_blocked(deed: Deed) -> Problem {
    if matches!(deed, Deed::AgainAllTheSame) {
        let detail =
            "whom it did not reach a list added, and their addresses are blocked; lift the blocks first";
        return Problem::conflict("outbox.blocked_of_list", detail);
    }
    let detail = "its address is blocked; lift the block, or send this mail again by itself";
    Problem::conflict("outbox.blocked", detail)
}

/// Why it could not be done.
fn refusal(deed: Deed) -> Problem {
    match deed {
        Deed::Again | Deed::AgainAllTheSame | Deed::AgainTo(_) | Deed::AgainFor(_) => {
            Problem::conflict("outbox.not_failed", "only mail whose delivery failed can be sent again")
        }
        Deed::Delete => Problem::conflict(
            "outbox.not_deletable",
            "there is no such mail, it is in the bin, or it is being sent right now",
        ),
        Deed::Restore | Deed::DeleteForGood => {
            Problem::conflict("outbox.not_deleted", "there is no such mail in the bin")
        }
        Deed::Hold => {
            Problem::conflict("outbox.not_queued", "only mail that waits to be sent can be stopped")
        }
        Deed::Hasten => Problem::conflict(
            "outbox.not_waiting",
            "only mail that waits to be tried again can be tried at once; what is stopped or planned is let go first",
        ),
        Deed::Release => Problem::conflict("outbox.not_held", "only mail that was stopped can be let go"),
    }
}
