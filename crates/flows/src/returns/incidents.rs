//! Many equal refusals at one provider within minutes: nobody more is blocked for them, and a person decides whether
//! those that were are let go, or the others are blocked too. And many refusals for a fault of ours: they block nobody,
//! and stand until somebody says that he has seen to it.

use domain::blocks::{AddressDeed, BlockReason, BlockScope, IncidentState};
use domain::notice::Happening;
use domain::returns::ReturnClass;
use domain::{Actor, EmailAddress, IncidentId, OrganisationId, Problem, ReturnId, Timestamp, UserId};
use policy::blocking::mass::{self, Burst};
use store::incidents::{self, Held, IncidentRow, NewIncident};
use store::standings::{self, Block, Clearing, NewStanding};
use store::{StoreError, Tx, parked};

use crate::notify::tell_incident;
use crate::office::Office;
use crate::{outbox, problem};

/// How long an incident keeps refusals from blocking, milliseconds.
const HOLDS_MS: i64 = 24 * 3600 * 1000;
/// Addresses that one transaction changes: others must get their turn.
const BATCH: u64 = 200;

/// One incident, and how many refusals belong to it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Incident {
    /// What is known of it.
    pub row: IncidentRow,
    /// Whether the refusals are for a fault of ours: they block nobody.
    pub ours: bool,
    /// Addresses that were blocked before it was noticed.
    pub blocked: u64,
    /// Addresses that were not; mails that were refused where the fault is ours.
    pub held: u64,
    /// Until when bulk mail for the provider waits, while it does.
    pub waits_until: Option<Timestamp>,
}

/// The incident that keeps a refusal from blocking its address; opened by the one that is one too many.
pub(super) async fn freeze(
    tx: &Tx,
    organisation: OrganisationId,
    burst: &Burst,
    (class, words): (ReturnClass, &str),
    now: Timestamp,
) -> Result<Option<IncidentId>, StoreError> {
    let open = incidents::find_open(tx, organisation, &burst.key).await?;
    if let Some((open, held_since)) = open
        && now.millis_since(held_since) < HOLDS_MS
    {
        return Ok(Some(open));
    }
    let since = now.plus_millis(-mass::WITHIN_MS);
    if incidents::count_since(tx, organisation, &burst.key, since).await? < mass::BLOCKS_MAX {
        return Ok(None);
    }
    if let Some((open, _)) = open {
        // Nobody has looked for a day, and here is the next burst: it belongs to the same question.
        incidents::renew(tx, organisation, (open, &burst.key), (since, now)).await?;
        tell_incident(tx, organisation, Happening::Incident { provider: burst.provider.clone() }, now)
            .await?;
        return Ok(Some(open));
    }
    let new = NewIncident { burst: &burst.key, provider: &burst.provider, class, words, at: now };
    tracing::warn!(
        organisation.id = %organisation, provider = burst.provider, class = class.as_str(),
        "many equal refusals: blocking waits for a person"
    );
    let incident = incidents::open(tx, organisation, &new, since).await?;
    tell_incident(tx, organisation, Happening::Incident { provider: burst.provider.clone() }, now).await?;
    Ok(Some(incident))
}

/// The incident of refusals for a fault of ours; opened by the one that is one too many since somebody last saw to it.
pub(super) async fn of_ours(
    tx: &Tx,
    organisation: OrganisationId,
    (burst, borne): &(Burst, u64),
    (class, words): (ReturnClass, &str),
    now: Timestamp,
) -> Result<Option<IncidentId>, StoreError> {
    if let Some((open, _)) = incidents::find_open(tx, organisation, &burst.key).await? {
        return Ok(Some(open));
    }
    let since = now.plus_millis(-mass::OURS_WITHIN_MS);
    let seen_to = incidents::find_closed(tx, organisation, &burst.key).await?;
    let since = seen_to.map_or(since, |seen_to| seen_to.plus_millis(1).max(since));
    if incidents::count_since(tx, organisation, &burst.key, since).await? < *borne {
        return Ok(None);
    }
    let new = NewIncident { burst: &burst.key, provider: &burst.provider, class, words, at: now };
    tracing::warn!(
        organisation.id = %organisation, provider = burst.provider, class = class.as_str(),
        "many mails are refused for a fault of ours"
    );
    let incident = incidents::open(tx, organisation, &new, since).await?;
    tell_incident(tx, organisation, Happening::Refused { provider: burst.provider.clone() }, now).await?;
    Ok(Some(incident))
}

/// The newest incidents.
///
/// # Errors
/// When the store fails.
pub async fn list(office: &Office, actor: &Actor) -> Result<Vec<Incident>, Problem> {
    let (conn, organisation) = (office.store().read(), actor.organisation);
    let rows = incidents::list(&conn, organisation).await.map_err(problem::from_store)?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let counts = incidents::counts(&conn, organisation, row.id).await;
        let (blocked, held) = counts.map_err(problem::from_store)?;
        let waits_until = waits_until(office, organisation, &row).await.map_err(problem::from_store)?;
        found.push(Incident { ours: mass::is_ours(row.class), row, blocked, held, waits_until });
    }
    Ok(found)
}

async fn waits_until(
    office: &Office,
    organisation: OrganisationId,
    row: &IncidentRow,
) -> Result<Option<Timestamp>, StoreError> {
    if row.state != IncidentState::Open || !mass::is_of_reputation(row.class) {
        return Ok(None);
    }
    let destination = parked::refuser_of(organisation, &row.provider);
    let parked = parked::find(&office.store().read(), &destination).await?;
    Ok(parked.map(|parked| parked.until).filter(|until| *until > office.now()))
}

/// It was the provider's fault: the addresses that were blocked for it are written to again. Returns how many.
///
/// # Errors
/// 404; 409 where somebody has decided already, or where it is a fault of ours, which blocked nobody.
pub async fn roll_back(office: &Office, actor: &Actor, id: IncidentId) -> Result<u64, Problem> {
    decide(office, actor, (id, IncidentState::RolledBack)).await
}

/// The addresses are wrong: those that were not blocked for it are blocked. Returns how many. Of a fault of ours it says
/// that somebody has seen to it: nobody is blocked.
///
/// # Errors
/// 404; 409 where somebody has decided already.
pub async fn confirm(office: &Office, actor: &Actor, id: IncidentId) -> Result<u64, Problem> {
    decide(office, actor, (id, IncidentState::Confirmed)).await
}

/// Batch by batch, and the decision last: who is stopped on the way begins again where he was.
async fn decide(
    office: &Office,
    actor: &Actor,
    (id, state): (IncidentId, IncidentState),
) -> Result<u64, Problem> {
    let (organisation, by) = (actor.organisation, (actor.user, office.now()));
    let conn = office.store().read();
    let row = incidents::find(&conn, organisation, id).await.map_err(problem::from_store)?;
    let row = row.ok_or_else(|| Problem::not_found("incident"))?;
    if row.state != IncidentState::Open {
        return Err(Problem::conflict("incident.closed", "somebody has decided on this already"));
    }
    if mass::is_ours(row.class) {
        return seen_to(office, organisation, (&row, state), by).await;
    }
    let mut all = 0;
    loop {
        let class = row.class;
        let batch = office.store().write(move |tx| Box::pin(batch(tx, organisation, (id, state), class, by)));
        let done = batch.await.map_err(problem::from_store)?;
        all += done;
        if done < BATCH {
            return Ok(all);
        }
    }
}

async fn seen_to(
    office: &Office,
    organisation: OrganisationId,
    (row, state): (&IncidentRow, IncidentState),
    by: (UserId, Timestamp),
) -> Result<u64, Problem> {
    if state == IncidentState::RolledBack {
        let detail = "these refusals are for a fault of ours and blocked nobody; there is nothing to lift";
        return Err(Problem::conflict("incident.of_ours", detail));
    }
    let (id, provider) = (row.id, Some(row.provider.clone()).filter(|_| mass::is_of_reputation(row.class)));
    let closed = office.store().write(move |tx| {
        let provider = provider.clone();
        Box::pin(async move {
            incidents::close(tx, organisation, (id, state), by).await?;
            match provider {
                // Whoever has seen to it wants to know whether that helped.
                Some(provider) => outbox::let_go(tx, organisation, &provider).await,
                None => Ok(()),
            }
        })
    });
    closed.await.map_err(problem::from_store)?;
    office.signals().outbox.notify_one();
    Ok(0)
}

async fn batch(
    tx: &Tx,
    organisation: OrganisationId,
    (id, state): (IncidentId, IncidentState),
    class: ReturnClass,
    by: (UserId, Timestamp),
) -> Result<u64, StoreError> {
    let is_block = state == IncidentState::Confirmed;
    let rows = incidents::addresses(tx, organisation, (id, !is_block), BATCH).await?;
    for held in &rows {
        if is_block {
            block(tx, organisation, held, (class, by.1)).await?;
        } else {
            release(tx, organisation, &held.address, by).await?;
        }
    }
    let ids: Vec<ReturnId> = rows.iter().map(|held| held.id).collect();
    let done = ids.len() as u64;
    incidents::mark(tx, organisation, &ids, is_block).await?;
    if done < BATCH {
        incidents::close(tx, organisation, (id, state), by).await?;
    }
    Ok(done)
}

/// Not one that was well since: who wrote to us, or whom a person let go.
async fn block(
    tx: &Tx,
    organisation: OrganisationId,
    held: &Held,
    (class, at): (ReturnClass, Timestamp),
) -> Result<(), StoreError> {
    standings::open(tx, organisation, &held.address).await?;
    let known = standings::find_by_address(tx, organisation, &held.address).await?;
    let well = known.as_ref().map(|known| known.well_at.max(known.cleared_at)).unwrap_or_default();
    if well.is_some_and(|well| well > held.at) {
        return Ok(());
    }
    let before = known.as_ref().and_then(|known| known.block);
    let is_new = before.is_none_or(|before| before.scope < BlockScope::All);
    let block = Block { at, scope: BlockScope::All, reason: BlockReason::Returned };
    let new = NewStanding {
        address: held.address.clone(),
        returns: known.as_ref().map_or(0, |known| known.returns).saturating_add(1),
        at: held.at,
        class: Some(class),
        fault: Some(class.scope()),
        words: held.words.clone(),
        host: held.host.clone(),
        well_at: known.and_then(|known| known.well_at),
        block: is_new.then_some(block),
        by: None,
    };
    standings::put(tx, organisation, &new).await?;
    Ok(())
}

/// Only what a return blocked: what a person blocked stays.
async fn release(
    tx: &Tx,
    organisation: OrganisationId,
    address: &EmailAddress,
    by: (UserId, Timestamp),
) -> Result<(), StoreError> {
    let known = standings::find_by_address(tx, organisation, address).await?;
    let is_ours = |block: &Block| matches!(block.reason, BlockReason::Returned | BlockReason::Limit);
    if let Some(known) = known.filter(|known| known.block.as_ref().is_some_and(is_ours)) {
        let clearing = Clearing { by: by.0, at: by.1, deed: AddressDeed::RolledBack, note: "" };
        standings::clear(tx, organisation, &[known.id], &clearing).await?;
    }
    Ok(())
}
