//! A person decides on an incident: the addresses that were blocked for it are let go, or the others are blocked too; or he
//! has seen to a fault of ours.

use domain::blocks::{AddressDeed, BlockReason, BlockScope, IncidentState, KeptBy};
use domain::returns::{ReturnClass, ReturnEffect};
use domain::{Actor, EmailAddress, IncidentId, OrganisationId, Problem, ReturnId, Timestamp, UserId};
use policy::blocking::mass;
use store::incidents::{self, Held, IncidentRow};
use store::standings::{self, Block, Clearing, Complaints, NewStanding, Trial};
use store::{StoreError, Tx};

use super::incidents::{HOLDS_MS, refuser_of};
use super::{complaints, trials};
use crate::office::Office;
use crate::{notify, outbox, problem};

/// Addresses that one transaction changes: others must get their turn.
const BATCH: u64 = 200;

/// What a decision did.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Decided {
    /// How many addresses it blocked or let go: none that were so before.
    pub addresses: u64,
    /// Which other incident keeps mail to many for the provider waiting all the same.
    pub kept_by: Option<KeptBy>,
}

/// It was the provider's fault: the addresses that were blocked for it are written to again.
///
/// # Errors
/// 404; 409 where somebody has decided already, or where it is a fault of ours, which blocked nobody.
pub async fn roll_back(office: &Office, actor: &Actor, id: IncidentId) -> Result<Decided, Problem> {
    decide(office, actor, (id, IncidentState::RolledBack)).await
}

/// The addresses are wrong: those that were not blocked for it are blocked. Of a fault of ours it says that somebody has
/// seen to it: nobody is blocked.
///
/// # Errors
/// 404; 409 where somebody has decided already.
pub async fn confirm(office: &Office, actor: &Actor, id: IncidentId) -> Result<Decided, Problem> {
    decide(office, actor, (id, IncidentState::Confirmed)).await
}

/// Batch by batch, and the decision last: who is stopped on the way begins again where he was. What follows the decision is
/// for a worker, whom no stop can keep from it.
async fn decide(
    office: &Office,
    actor: &Actor,
    (id, state): (IncidentId, IncidentState),
) -> Result<Decided, Problem> {
    let (organisation, by) = (actor.organisation, (actor.user, office.now()));
    let conn = office.store().read();
    let row = incidents::find(&conn, organisation, id).await.map_err(problem::from_store)?;
    let row = row.ok_or_else(|| Problem::not_found("incident"))?;
    if row.state != IncidentState::Open {
        return Err(closed());
    }
    if mass::is_ours(row.class) {
        return seen_to(office, organisation, (&row, state), by).await;
    }
    let mut addresses = 0;
    loop {
        let of = row.clone();
        let batch = office
            .store()
            .write(move |tx| Box::pin(async move { batch(tx, organisation, (&of, state), by).await }));
        let (changed, next) = batch.await.map_err(problem::from_store)?.ok_or_else(closed)?;
        addresses += changed;
        if let Next::Decided(kept_by) = next {
            office.signals().refusals.notify_one();
            office.signals().outbox.notify_one();
            return Ok(Decided { addresses, kept_by });
        }
    }
}

fn closed() -> Problem {
    Problem::conflict("incident.closed", "somebody has decided on this already")
}

async fn seen_to(
    office: &Office,
    organisation: OrganisationId,
    (row, state): (&IncidentRow, IncidentState),
    by: (UserId, Timestamp),
) -> Result<Decided, Problem> {
    if state == IncidentState::RolledBack {
        let detail = "these refusals are for a fault of ours and blocked nobody; there is nothing to lift";
        return Err(Problem::conflict("incident.of_ours", detail));
    }
    let row = row.clone();
    let seen_to = office.store().write(move |tx| {
        Box::pin(async move {
            if !is_open(tx, organisation, &row).await? {
                return Ok(None);
            }
            incidents::close(tx, organisation, (row.id, state), by).await?;
            // Whoever has seen to it wants to know whether that helped.
            Ok(Some(match mass::keeps_mail(row.class) {
                true => outbox::let_go(tx, organisation, refuser_of(&row)).await?,
                false => None,
            }))
        })
    });
    let kept_by = seen_to.await.map_err(problem::from_store)?.ok_or_else(closed)?;
    office.signals().refusals.notify_one();
    office.signals().outbox.notify_one();
    Ok(Decided { addresses: 0, kept_by })
}

/// Whether nobody has decided meanwhile; from here on nobody does on any incident of the provider until this is written.
async fn is_open(tx: &Tx, organisation: OrganisationId, row: &IncidentRow) -> Result<bool, StoreError> {
    outbox::lock_open(tx, organisation, refuser_of(row)).await?;
    let found = incidents::find(tx, organisation, row.id).await?;
    Ok(found.is_some_and(|row| row.state == IncidentState::Open))
}

/// What follows a batch.
enum Next {
    /// Another one.
    Batch,
    /// Nothing: it is decided, and this keeps mail all the same.
    Decided(Option<KeptBy>),
}

/// One batch: how many addresses it changed, and what follows; `None` where somebody decided meanwhile.
async fn batch(
    tx: &Tx,
    organisation: OrganisationId,
    (row, state): (&IncidentRow, IncidentState),
    by: (UserId, Timestamp),
) -> Result<Option<(u64, Next)>, StoreError> {
    if !is_open(tx, organisation, row).await? {
        return Ok(None);
    }
    let (id, class) = (row.id, row.class);
    let is_block = state == IncidentState::Confirmed;
    // With every batch: whoever was under way as the first began may be done by the last.
    incidents::attach_escaped(tx, organisation, id, (mass::WITHIN_MS, HOLDS_MS)).await?;
    let rows = incidents::addresses(tx, organisation, (id, !is_block), BATCH).await?;
    let (mut changed, mut done) = (0, Vec::<ReturnId>::new());
    for held in &rows {
        let what = match is_block {
            true => block(tx, organisation, held, (class, by)).await?,
            false => release(tx, organisation, &held.address, by).await?,
        };
        changed += u64::from(what == Changed::Address);
        // Whoever was well at last is not asked for again.
        done.extend((what != Changed::Nothing).then_some(held.id));
    }
    incidents::mark(tx, organisation, &done, is_block).await?;
    if rows.len() as u64 == BATCH {
        return Ok(Some((changed, Next::Batch)));
    }
    // What comes from here on comes behind the decision, however long the batches took.
    incidents::close(tx, organisation, (id, state), (by.0, tx.now())).await?;
    // Mail to many has waited for this: it arrives now, or fails for good.
    let kept_by = outbox::let_go(tx, organisation, refuser_of(row)).await?;
    Ok(Some((changed, Next::Decided(kept_by))))
}

/// What a decision did to the address of one refusal.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Changed {
    /// It is blocked or let go by it.
    Address,
    /// The refusal alone counts or counts no more: the address was blocked or let go before.
    Refusal,
    /// Nothing.
    Nothing,
}

/// Not one that was well since: who wrote to us, whom a person let go, or whose server took a mail that has not come back.
async fn block(
    tx: &Tx,
    organisation: OrganisationId,
    held: &Held,
    (class, (by, at)): (ReturnClass, (UserId, Timestamp)),
) -> Result<Changed, StoreError> {
    standings::open(tx, organisation, &held.address).await?;
    let known = standings::find_by_address(tx, organisation, &held.address).await?;
    let taken = known.as_ref().and_then(|known| known.taken).map(|taken| taken.at);
    let well = known.as_ref().map(|known| known.well_at.max(known.cleared_at).max(taken)).unwrap_or_default();
    if well.is_some_and(|well| well > held.at) {
        return Ok(Changed::Nothing);
    }
    // The burst let another mail go out to one on trial, since it said nothing of it: by now it does.
    let tried = known.as_ref().and_then(|known| Some((known, known.trial?)));
    if let Some((known, trial)) = tried
        && is_news(tx, organisation, held, &trial).await?
    {
        let returned = (AddressDeed::TrialReturned, None);
        standings::end_trial(tx, organisation, (known, &trial), returned).await?;
    }
    let before = known.as_ref().and_then(|known| known.block);
    let is_new = before.is_none_or(|before| before.scope < BlockScope::All);
    let block = Block { at, scope: BlockScope::All, reason: reason_of(class) };
    let new = NewStanding {
        address: held.address.clone(),
        returns: known.as_ref().map_or(0, |known| known.returns).saturating_add(1),
        at: held.at,
        class: Some(class),
        fault: Some(class.scope()),
        rule: Some(held.rule.clone()),
        words: held.words.clone(),
        host: held.host.clone(),
        well_at: known.and_then(|known| known.well_at),
        block: is_new.then_some(block),
        by: Some(by),
    };
    standings::put(tx, organisation, &new).await?;
    if is_new {
        Box::pin(notify::tell_colleague_blocked(tx, organisation, &held.address, at)).await?;
    }
    Ok(if is_new { Changed::Address } else { Changed::Refusal })
}

/// What a refusal of an incident blocks for: of a class that only counts it was the one too many.
const fn reason_of(class: ReturnClass) -> BlockReason {
    match class.effect() {
        ReturnEffect::Counts => BlockReason::Limit,
        ReturnEffect::BlockNow
        | ReturnEffect::BlockWhenRepeated
        | ReturnEffect::BlockWhenRechecked
        | ReturnEffect::BlockMailingsNow
        | ReturnEffect::BlockMailingsWhenRepeated
        | ReturnEffect::LeavesList
        | ReturnEffect::Nothing => BlockReason::Returned,
    }
}

/// Whether a refusal says something of a trial: it came since that began, and is about mail that left since.
async fn is_news(
    tx: &Tx,
    organisation: OrganisationId,
    held: &Held,
    trial: &Trial,
) -> Result<bool, StoreError> {
    match held.outbox_id {
        Some(outbox) if trial.since <= held.at => {
            trials::is_news(tx, organisation, (held.source, outbox), trial).await
        }
        Some(_) | None => Ok(false),
    }
}

/// Only what a return blocked for all mail, as an incident does: what a person blocked stays, and mailings stay blocked where the
/// owner complained.
async fn release(
    tx: &Tx,
    organisation: OrganisationId,
    address: &EmailAddress,
    by: (UserId, Timestamp),
) -> Result<Changed, StoreError> {
    // Who blocks it by hand at this moment is done, or waits.
    standings::open(tx, organisation, address).await?;
    let known = standings::find_by_address(tx, organisation, address).await?;
    let is_ours = |block: &Block| match (block.scope, block.reason) {
        (BlockScope::All, BlockReason::Returned | BlockReason::Limit) => true,
        (BlockScope::All, BlockReason::Hand | BlockReason::Imported) | (BlockScope::Mailings, _) => false,
    };
    if let Some(known) = known.filter(|known| known.block.as_ref().is_some_and(is_ours)) {
        let clearing = Clearing {
            by: by.0,
            at: by.1,
            deed: AddressDeed::RolledBack,
            note: "",
            complaints: Complaints::Stand,
        };
        if !standings::clear(tx, organisation, &[known.id], &clearing).await?.is_empty() {
            complaints::keep(tx, organisation, address, (Some(by.0), by.1)).await?;
            return Ok(Changed::Address);
        }
    }
    Ok(Changed::Refusal)
}
