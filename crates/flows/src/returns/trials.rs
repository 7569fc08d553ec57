//! Blocked addresses on trial: who may be, what a return says of a trial, and how trials end with time or by hand.

use std::collections::BTreeSet;

use domain::blocks::{AddressDeed, BlockReason, BlockScope, ReturnNature, ReturnSource};
use domain::outbox::DeliveryState;
use domain::returns::ReturnClass;
use domain::{Actor, EmailAddress, OrganisationId, OutboxId, Problem, StandingId, Timestamp, UserId};
use policy::blocking::trial::{self, MAIL_WITHIN_MS, NoTrial, Tried};
use policy::blocking::{self, ACCEPTED_RETURNS, Decision, Facts};
use store::returns::ReturnRow;
use store::standings::{self, Block, StandingRow, Trial, TrialMail, TrialOf};
use store::{StoreError, Tx};

use super::complaints;
use super::counting::CameBack;
use super::reviewing::verdict;
use crate::bulk::{Bulk, within_limit};
use crate::office::Office;
use crate::problem;

/// Trials that one transaction ends.
const BATCH: u64 = 100;
const DAY_MS: i64 = 24 * 3600 * 1000;

/// Puts a blocked address on trial: the next mail goes out to it.
pub(super) async fn begin(
    tx: &Tx,
    organisation: OrganisationId,
    row: &StandingRow,
    (by, at): (UserId, Timestamp),
) -> Result<Result<(), Problem>, StoreError> {
    let Some(block) = row.block else { return Ok(Err(Problem::not_found("blocked address"))) };
    let said = said_by_owner(tx, organisation, row).await?;
    if let Err(why) = trial::may_be_tried((block.scope, block.reason), row.last_class, said) {
        return Ok(Err(refusal(why)));
    }
    let until = at.plus_millis(MAIL_WITHIN_MS);
    if standings::begin_trial(tx, organisation, row, TrialOf { by, at, until }).await? {
        return Ok(Ok(()));
    }
    let detail = "this address is on trial; wait until it ends, or lift the block";
    Ok(Err(Problem::conflict("address.on_trial", detail)))
}

fn refusal(why: NoTrial) -> Problem {
    match why {
        NoTrial::Complained => {
            let detail =
                "somebody reported our mail to this address as spam; only its owner can want mail again";
            Problem::conflict("address.complained", detail)
        }
        NoTrial::NeedsConsent => {
            let detail = "the owner of this address wants no mailings; only he can want them again";
            Problem::conflict("address.needs_consent", detail)
        }
    }
}

/// What the owner of the address ever said that no trial may pass, whatever blocks it by now: a mail that goes out to try it may be a
/// mailing.
pub(super) async fn said_by_owner(
    tx: &Tx,
    organisation: OrganisationId,
    row: &StandingRow,
) -> Result<Option<NoTrial>, StoreError> {
    if stands_as_complaint(row) {
        return Ok(Some(NoTrial::Complained));
    }
    let returns = ever_returned(tx, organisation, row).await?;
    if returns.iter().any(is_complaint) {
        return Ok(Some(NoTrial::Complained));
    }
    let decided = complaints::decided(tx, organisation, &row.address).await?;
    let has_unsubscribed = returns.iter().any(|one| complaints::says_unsubscribed(one, &decided));
    Ok(has_unsubscribed.then_some(NoTrial::NeedsConsent))
}

/// Whether a complaint ever came from the address, as far as returns are kept, or one stands: also one that a list told of.
pub(super) async fn complained(
    tx: &Tx,
    organisation: OrganisationId,
    row: &StandingRow,
) -> Result<bool, StoreError> {
    Ok(stands_as_complaint(row) || ever_returned(tx, organisation, row).await?.iter().any(is_complaint))
}

/// Whether the address itself says that a complaint came from it, whatever is still known of returns.
fn stands_as_complaint(row: &StandingRow) -> bool {
    // A block for mailings by a list speaks for itself: its owner must consent.
    let speaks = |block: Block| (block.scope, block.reason) == (BlockScope::Mailings, BlockReason::Imported);
    row.last_class == Some(ReturnClass::Complaint)
        || (row.complaint.is_some() && !row.block.is_some_and(speaks))
}

/// What ever came back from the address, as far as it is kept, the newest first.
async fn ever_returned(
    tx: &Tx,
    organisation: OrganisationId,
    row: &StandingRow,
) -> Result<Vec<ReturnRow>, StoreError> {
    store::returns::list_since(tx, organisation, &row.address, (Timestamp::from_millis(0), None)).await
}

fn is_complaint(one: &ReturnRow) -> bool {
    one.told.judged.class == ReturnClass::Complaint
}

/// What a return says of the trial of its address, written in its transaction: it ends the trial, or lets another mail go out.
pub(super) async fn returned(
    tx: &Tx,
    organisation: OrganisationId,
    (back, outbox, standing): (&CameBack, OutboxId, Option<&StandingRow>),
    (decision, is_frozen): (Decision, bool),
) -> Result<(), StoreError> {
    let Some((row, tried)) = standing.and_then(|row| Some((row, row.trial?))) else { return Ok(()) };
    let is_its_mail = tried.is_with(outbox);
    if !is_its_mail && !is_news(tx, organisation, (back.source, outbox), &tried).await? {
        return Ok(());
    }
    match trial::says(&back.verdict, decision, is_frozen) {
        Tried::Failed => {
            let returned = (AddressDeed::TrialReturned, None);
            standings::end_trial(tx, organisation, (row, &tried), returned).await?;
        }
        // Nobody asked for another mail to go out: the block stays.
        Tried::SaysNothing if is_its_mail && tried.began_with_mail() => {
            let returned = (AddressDeed::TrialReturned, None);
            standings::end_trial(tx, organisation, (row, &tried), returned).await?;
        }
        Tried::SaysNothing if is_its_mail => {
            standings::free_trial(tx, organisation, (&back.address.key(), outbox), MAIL_WITHIN_MS).await?;
        }
        Tried::SaysNothing => {}
    }
    Ok(())
}

/// An address is blocked again that was on trial as its block was taken away: its trial goes on with what is left of its time, and
/// with what became of its mail meanwhile; one whose time is over ends at once.
pub(super) async fn resume(
    tx: &Tx,
    organisation: OrganisationId,
    (address, tried): (&EmailAddress, Trial),
    (by, at): (UserId, Timestamp),
) -> Result<(), StoreError> {
    let Some(row) = standings::find_by_address(tx, organisation, address).await? else { return Ok(()) };
    let Some(block) = row.block else { return Ok(()) };
    let said = said_by_owner(tx, organisation, &row).await?;
    if trial::may_be_tried((block.scope, block.reason), row.last_class, said).is_err() {
        return Ok(());
    }
    let (tried, has_ended) = caught_up(tx, organisation, (address, tried)).await?;
    if !standings::resume_trial(tx, organisation, &row, (&tried, by)).await? {
        return Ok(());
    }
    let Some(row) = standings::find_by_address(tx, organisation, address).await? else { return Ok(()) };
    if has_ended {
        let returned = (AddressDeed::TrialReturned, None);
        standings::end_trial(tx, organisation, (&row, &tried), returned).await?;
        return Ok(());
    }
    end(tx, organisation, &row, at).await?;
    Ok(())
}

/// A trial with what became of its mail while the address was free, and whether that ended it; one whose mail came back for no fault of
/// the address waits for another.
async fn caught_up(
    tx: &Tx,
    organisation: OrganisationId,
    (address, tried): (&EmailAddress, Trial),
) -> Result<(Trial, bool), StoreError> {
    let Some(mail) = tried.mail else { return Ok((tried, false)) };
    let of_mail = (mail.outbox_id, address, ReturnNature::Failure);
    let back = store::returns::find_of_mail(tx, organisation, of_mail).await?;
    if let Some(back) = back.filter(|back| back.told.at > tried.since) {
        return Ok(match said(&back) {
            Tried::SaysNothing if !tried.began_with_mail() => {
                let until = tried.since.plus_millis(MAIL_WITHIN_MS);
                (Trial { mail: None, until, ..tried }, false)
            }
            Tried::SaysNothing | Tried::Failed => (tried, true),
        });
    }
    if mail.taken_at.is_some() {
        return Ok((tried, false));
    }
    let all = store::deliveries::list_standings(tx, organisation, &[mail.outbox_id]).await?;
    let standing = store::deliveries::standing_of(&all, mail.outbox_id, address);
    if standing.is_none_or(|one| one.state != DeliveryState::Sent) {
        return Ok((tried, false));
    }
    let Some(taken_at) = store::deliveries::taken_at(tx, organisation, mail.outbox_id).await? else {
        return Ok((tried, false));
    };
    let stays = i64::from(standings::trial_days(tx, organisation).await?) * DAY_MS;
    let mail = Some(TrialMail { outbox_id: mail.outbox_id, taken_at: Some(taken_at) });
    Ok((Trial { mail, until: taken_at.plus_millis(stays), ..tried }, false))
}

/// What the return of a trial's mail says that came while the address was free, as it would have said on trial.
fn said(back: &ReturnRow) -> Tried {
    if back.counted || back.blocked {
        return Tried::Failed;
    }
    let verdict = verdict(&back.told.judged);
    // A report on what left before the block was taken away was written down and weighed nothing, whatever it says.
    let facts = Facts {
        verdict: &verdict,
        earlier: &[],
        accepted: ACCEPTED_RETURNS,
        domain_is_gone: false,
        now: back.told.at,
    };
    trial::says(&verdict, blocking::decide(&facts), back.incident_id.is_some())
}

/// Whether a mail that is not the trial's left after the trial began: what left before says how the address stood then.
pub(super) async fn is_news(
    tx: &Tx,
    organisation: OrganisationId,
    (source, outbox): (ReturnSource, OutboxId),
    tried: &Trial,
) -> Result<bool, StoreError> {
    match source {
        ReturnSource::Smtp | ReturnSource::Complaint => Ok(true),
        ReturnSource::Report => {
            let taken_at = store::deliveries::taken_at(tx, organisation, outbox).await?;
            Ok(taken_at.is_some_and(|taken_at| taken_at >= tried.since))
        }
    }
}

/// Ends the trials of these addresses in one transaction: their blocks stay, and a mail of a trial that is still under way
/// meets its block like any other.
///
/// # Errors
/// Too many at once; 503 when the store does not answer.
pub async fn end_trials(
    office: &Office,
    actor: &Actor,
    ids: &[StandingId],
) -> Result<Bulk<StandingId>, Problem> {
    within_limit(ids)?;
    let (organisation, by, asked) = (actor.organisation, actor.user, ids.to_vec());
    let written = office.store().write(move |tx| {
        let asked = asked.clone();
        Box::pin(async move {
            let mut known = BTreeSet::new();
            let mut ended = BTreeSet::new();
            for row in standings::rows(tx, organisation, &asked).await? {
                known.insert(row.id);
                if end_by_hand(tx, organisation, &row.address, by).await? {
                    ended.insert(row.id);
                }
            }
            Ok::<_, StoreError>((known, ended))
        })
    });
    let (known, ended) = written.await.map_err(problem::from_store)?;
    let mut bulk = Bulk::default();
    for id in ids {
        let result = match (ended.contains(id), known.contains(id)) {
            (true, _) => Ok(()),
            (false, true) => {
                let detail = "this address is not on trial; its trial has ended meanwhile";
                Err(Problem::conflict("address.not_on_trial", detail))
            }
            (false, false) => Err(Problem::not_found("blocked address")),
        };
        bulk.add(*id, result);
    }
    Ok(bulk)
}

/// Ends a trial as it stands by then: its mail may have been found, or taken, since somebody looked.
async fn end_by_hand(
    tx: &Tx,
    organisation: OrganisationId,
    address: &EmailAddress,
    by: UserId,
) -> Result<bool, StoreError> {
    standings::open(tx, organisation, address).await?;
    let known = standings::find_by_address(tx, organisation, address).await?;
    let Some((row, tried)) = known.as_ref().and_then(|row| Some((row, row.trial?))) else { return Ok(false) };
    standings::end_trial(tx, organisation, (row, &tried), (AddressDeed::TrialEnded, Some(by))).await
}

/// Ends the trials whose time is over, of all organisations; returns whether there may be more. Each in the transaction that
/// looks at it again: a kill leaves it for the next step, and of two nodes one ends it.
pub(crate) async fn end_due(office: &Office) -> Result<bool, StoreError> {
    let now = office.now();
    let ended = office.store().write(move |tx| {
        Box::pin(async move {
            let due = standings::list_trials_due(tx, now, BATCH).await?;
            let mut ended = 0_u64;
            for (organisation, id) in due {
                if let Some(row) = standings::find(tx, organisation, id).await? {
                    ended += u64::from(end(tx, organisation, &row, now).await?);
                }
            }
            Ok::<_, StoreError>(ended)
        })
    });
    Ok(ended.await? >= BATCH)
}

async fn end(
    tx: &Tx,
    organisation: OrganisationId,
    row: &StandingRow,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let Some(tried) = row.trial.filter(|tried| tried.until <= now) else { return Ok(false) };
    let stayed = tried.mail.and_then(|mail| Some((mail.outbox_id, mail.taken_at?)));
    match stayed {
        Some((outbox, noted_at)) => {
            let taken_at = store::deliveries::taken_at(tx, organisation, outbox).await?;
            let arrived_at = taken_at.map_or(noted_at, |taken_at| taken_at.min(noted_at));
            let is_lifted = standings::lift_trial(tx, organisation, (row, &tried), arrived_at).await?;
            if is_lifted {
                complaints::keep(tx, organisation, &row.address, (None, now)).await?;
            }
            Ok(is_lifted)
        }
        None => {
            let unused = (AddressDeed::TrialUnused, None);
            standings::end_trial(tx, organisation, (row, &tried), unused).await
        }
    }
}
