//! A person takes back that a report was about a mail: the mail counts as delivered again, what followed for its address is
//! undone, and the report waits to be looked at as before.

use domain::blocks::{BlockReason, BlockScope, ReturnNature, ReturnSource};
use domain::returns::ReturnClass;
use domain::timeline::{MatchedReturn, Step, Subject};
use domain::{Actor, EmailAddress, OrganisationId, OutboxId, Problem, Timestamp, UserId};
use policy::blocking;
use store::cases::{By, CaseChange, CaseScope};
use store::events::{self, Change};
use store::returns::{NewReturn, ReturnRow};
use store::standings::{StandingRow, TakenBack};
use store::timeline::TimelineEntry;
use store::{StoreError, Tx};

use super::{complaints, nameless};
use crate::office::Office;
use crate::users::Refused;

/// Takes back what [`super::match_by_hand`] said of a mail and an address: that it failed, or that somebody complained of it;
/// without a nature the first of these that somebody said. Its author has been told and its case was opened: that stays, and the
/// mail's timeline says who took it back.
///
/// # Errors
/// 404 where nobody said that a report was about that mail, or another told the same of it since.
pub async fn unmatch(
    office: &Office,
    actor: &Actor,
    (outbox, address, nature): (OutboxId, &str, Option<ReturnNature>),
) -> Result<(), Problem> {
    let address = super::actions::address_of(address)?;
    let (organisation, by) = (actor.organisation, (actor.user, office.now()));
    let written = office.store().write(move |tx| {
        let address = address.clone();
        Box::pin(async move { taken_back(tx, organisation, (outbox, &address, nature), by).await })
    });
    written.await.map_err(Refused::into_problem)
}

async fn taken_back(
    tx: &Tx,
    organisation: OrganisationId,
    (outbox, address, nature): (OutboxId, &EmailAddress, Option<ReturnNature>),
    (user_id, at): (UserId, Timestamp),
) -> Result<(), Refused> {
    store::standings::open(tx, organisation, address).await?;
    let found = store::returns::take_of_mail(tx, organisation, (outbox, address, nature)).await?;
    let told = store::timeline::list(tx, organisation, Subject::Outbox(outbox)).await?;
    let row = found.filter(|found| found.matched_by.is_some() || is_told_matched(&told, &found.row.told));
    let row = row.map(|found| found.row).ok_or_else(|| Problem::not_found("return that somebody matched"))?;
    let is_complaint = row.told.source == ReturnSource::Complaint;
    if !is_complaint {
        store::deliveries::record_arrived(tx, organisation, (outbox, address), at).await?;
        settle_case(tx, organisation, outbox, at).await?;
    }
    store::returns::unmatch(tx, organisation, row.id).await?;
    free(tx, organisation, &row, (user_id, at)).await?;
    let (id, known_at) = (row.id, row.told.at);
    if let Some(matched) = matched_nobody(&told, &row.told) {
        store::returns::delete(tx, organisation, id).await?;
        let unnamed = nameless::unnamed(row.told, matched.named_no_mail);
        nameless::record(tx, organisation, unnamed, known_at).await?;
    }
    let step = Step::ReturnUnmatched(MatchedReturn {
        user_id,
        recipient: address.to_string(),
        complaint: Some(is_complaint),
        named_nobody: false,
        named_no_mail: false,
    });
    let entry = TimelineEntry { subject: Subject::Outbox(outbox), at, step };
    store::timeline::insert_many(tx, organisation, &[entry]).await?;
    events::insert(tx, organisation, Change::outbox(outbox));
    Ok(())
}

/// Whether the last word of a person is that the return was about the mail, of one that was matched before the return itself said so.
/// What a server said itself nobody takes back, and neither what it said since.
fn is_told_matched(told: &[(Timestamp, Step)], of: &NewReturn) -> bool {
    let mut matched_at = None;
    for (at, step) in told {
        if let Step::ReturnMatched(told) = step {
            let says_nothing_itself = told.complaint.is_none() && is_of(told, of);
            matched_at = if says_nothing_itself { Some(*at) } else { matched_at };
        } else if let Step::ReturnUnmatched(told) = step {
            matched_at = matched_at.filter(|_| !is_of(told, of));
        }
    }
    matched_at.is_some_and(|matched_at| of.at <= matched_at)
}

/// What the person said who said last of which mail a return is, where whom it is about was chosen, too.
fn matched_nobody<'t>(told: &'t [(Timestamp, Step)], of: &NewReturn) -> Option<&'t MatchedReturn> {
    let is_complaint = Some(of.source == ReturnSource::Complaint);
    let is_it = |matched: &&MatchedReturn| matched.complaint == is_complaint && is_of(matched, of);
    let matched = told.iter().rev().find_map(|(_, step)| {
        if let Step::ReturnMatched(matched) = step { Some(matched).filter(is_it) } else { None }
    });
    matched.filter(|matched| matched.named_nobody)
}

/// Whether what somebody said is of the address of a return.
fn is_of(told: &MatchedReturn, of: &NewReturn) -> bool {
    let recipient = told.recipient.parse::<EmailAddress>().ok();
    recipient.is_some_and(|recipient| of.address.as_ref().is_some_and(|of| of.key() == recipient.key()))
}

/// The address stands as if it had not come back; a block that came of it alone is gone.
async fn free(
    tx: &Tx,
    organisation: OrganisationId,
    row: &ReturnRow,
    (by, at): (UserId, Timestamp),
) -> Result<(), StoreError> {
    let Some(address) = &row.told.address else { return Ok(()) };
    let Some(known) = store::standings::find_by_address(tx, organisation, address).await? else {
        return Ok(());
    };
    let remembered = at.plus_millis(-blocking::MEMORY_MS);
    let since = known.well_at.max(Some(remembered)).unwrap_or(remembered);
    let others = store::returns::list_since(tx, organisation, address, (since, None)).await?;
    let returns = others.iter().filter(|other| other.told.outbox_id.is_some() && other.counted).count();
    // What is told of the address is what was known before this one, however long ago that came.
    let last = store::returns::newest_that_weighs(tx, organisation, address).await?;
    let withdraws = withdraws(tx, organisation, (row, &known)).await?;
    let unblocks = unblocks(tx, organisation, (row, &known), withdraws).await?;
    let taken = TakenBack {
        returns: u32::try_from(returns).unwrap_or(u32::MAX),
        last: last.as_ref().map(|row| &row.told),
        unblocked_by: unblocks.then_some(by),
        mail: row.told.outbox_id,
        at,
    };
    store::standings::take_back(tx, organisation, known.id, &taken).await?;
    if withdraws {
        store::standings::withdraw_complaint(tx, organisation, known.id).await?;
    }
    // Who takes back does not let the address go: another complaint stands.
    if unblocks {
        complaints::keep(tx, organisation, address, (Some(by), at)).await?;
    }
    Ok(())
}

/// Whether the address complained by this return alone: by no other that came since its owner's consent was on record, and no list
/// tells of one.
async fn withdraws(
    tx: &Tx,
    organisation: OrganisationId,
    (row, known): (&ReturnRow, &StandingRow),
) -> Result<bool, StoreError> {
    let Some(complaint) = known.complaint.filter(|complaint| complaint.reason == BlockReason::Returned)
    else {
        return Ok(false);
    };
    if row.told.judged.class != ReturnClass::Complaint {
        return Ok(false);
    }
    let others = complaints::of_ours(tx, organisation, &known.address).await?;
    Ok(!others.iter().any(|other| Some(other.told.at) > complaint.consented_before))
}

/// Whether the block is there for this return alone: it made it, or mailings were blocked since it was a complaint, or said that the
/// owner has unsubscribed, as a wider block ended.
async fn unblocks(
    tx: &Tx,
    organisation: OrganisationId,
    (row, known): (&ReturnRow, &StandingRow),
    withdraws: bool,
) -> Result<bool, StoreError> {
    let Some(block) = known.block else { return Ok(false) };
    match block.reason {
        BlockReason::Returned | BlockReason::Limit => {}
        // What people and lists say is no return's.
        BlockReason::Hand | BlockReason::Imported => return Ok(false),
    }
    if row.blocked && block.at == row.told.at {
        return Ok(true);
    }
    let is_of_owner = withdraws || row.told.judged.class == ReturnClass::Unsubscribe;
    if !is_of_owner || block.scope != BlockScope::Mailings {
        return Ok(false);
    }
    let since = known.cleared_at.unwrap_or(Timestamp::from_millis(0));
    let others = store::returns::list_since(tx, organisation, &known.address, (since, None)).await?;
    Ok(!others.iter().any(|other| other.blocked && other.told.outbox_id.is_some()))
}

/// A case whose mails have all arrived has no failed answer.
async fn settle_case(
    tx: &Tx,
    organisation: OrganisationId,
    outbox: OutboxId,
    at: Timestamp,
) -> Result<(), StoreError> {
    let item = store::outbox::find(tx, organisation, outbox).await?;
    let Some(case) = item.and_then(|item| item.case_id) else { return Ok(()) };
    if store::cases::find(tx, organisation, case, &CaseScope::All).await?.is_none() {
        return Ok(());
    }
    let messages = store::cases::list_messages(tx, organisation, case).await?;
    let has_failed = messages.iter().filter_map(|message| message.delivery.as_ref()).any(is_failed);
    if !has_failed {
        let change = CaseChange { delivery_failed: Some(false), ..CaseChange::default() };
        store::cases::update(tx, organisation, case, &change, By { user: None, at }).await?;
        events::insert(tx, organisation, Change::case(case));
    }
    Ok(())
}

fn is_failed(delivery: &store::cases::MessageDelivery) -> bool {
    delivery.state == domain::outbox::DeliveryState::Failed
}
