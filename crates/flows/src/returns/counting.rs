//! One mail that did not arrive: what it means for its address is written in the transaction of its cause.

use domain::blocks::{BlockReason, BlockScope, ReturnSource};
use domain::returns::ReturnClass;
use domain::timeline::{BlockedAddress, CountedReturn, Step, Subject};
use domain::{About, EmailAddress, IntakeId, OrganisationId, OutboxId, Timestamp};
use policy::blocking::{self, Decision, Earlier, Facts, mass};
use policy::returns::Verdict;
use store::returns::{Judged, NewReturn, ReturnRow, Weight};
use store::standings::{Block, Memory, NewStanding, StandingRow};
use store::timeline::TimelineEntry;
use store::{Conn, StoreError, Tx};

use super::incidents::{self, Freezing};
use super::trials;
use crate::notify;

/// A mail that did not arrive.
#[derive(Clone, Debug)]
pub(crate) struct CameBack {
    /// The address that the mail was for.
    pub(crate) address: EmailAddress,
    /// The mail; `None` where it is none that is known.
    pub(crate) outbox: Option<OutboxId>,
    /// The report.
    pub(crate) intake: Option<IntakeId>,
    /// How it became known.
    pub(crate) source: ReturnSource,
    /// What it means.
    pub(crate) verdict: Verdict,
    /// The host's words.
    pub(crate) words: String,
    /// What they answer, where they were said to us; else what is not known.
    pub(crate) about: About,
    /// The host.
    pub(crate) host: Option<String>,
    /// Whether that is a relay of ours, which was given the mail.
    pub(crate) at_relay: bool,
    /// Whether DNS says at this moment that the address's domain is not there.
    pub(crate) domain_is_gone: bool,
}

/// Writes it down, counts and blocks, in the transaction of its cause. A report that belongs to no mail of ours
/// is kept and does neither: anybody can write one.
pub(crate) async fn record(
    tx: &Tx,
    organisation: OrganisationId,
    back: &CameBack,
    now: Timestamp,
) -> Result<(), StoreError> {
    let told = told(back, now);
    let Some(outbox) = back.outbox else {
        store::returns::put(tx, organisation, &told, &Weight::default()).await?;
        return Ok(());
    };
    store::standings::open(tx, organisation, &back.address).await?;
    let standing = store::standings::find_by_address(tx, organisation, &back.address).await?;
    let of_mail = (outbox, &back.address, back.source.nature());
    let before = store::returns::find_of_mail(tx, organisation, of_mail).await?;
    if is_past(tx, organisation, (back, outbox), standing.as_ref()).await? {
        let weight = before.as_ref().map(weight_of).unwrap_or_default();
        store::returns::put(tx, organisation, &told, &weight).await?;
        return Ok(());
    }
    let before = before.filter(|before| stands(before, back, standing.as_ref()));
    let well_at = well_at(tx, organisation, (back, standing.as_ref()), now).await?;
    let remembered = memory(now).returned_since;
    let since = well_at.map_or(remembered, |well| well.max(remembered));
    let earlier = others(tx, organisation, back, since).await?;
    let accepted = store::standings::accepted_returns(tx, organisation).await?;
    let CameBack { verdict, domain_is_gone, .. } = back;
    let facts = Facts { verdict, earlier: &earlier, accepted, domain_is_gone: *domain_is_gone, now };
    let decision = blocking::decide(&facts);
    let (counted, freezing) = weigh(tx, organisation, (back, &told, before.as_ref()), decision).await?;
    let frozen = freezing.is_some();
    store::standings::record_returned(tx, organisation, &back.address, outbox).await?;
    trials::returned(tx, organisation, (back, outbox, standing.as_ref()), (decision, frozen)).await?;
    if frozen || (decision == Decision::Kept && blocking::is_held_against(verdict)) {
        store::standings::record_held(tx, organisation, &back.address, well_at).await?;
    }
    if let Some(freezing) = freezing {
        return tell_frozen(tx, organisation, back, (freezing, now)).await;
    }
    if decision == Decision::Kept {
        return Ok(());
    }
    let returns = earlier.iter().filter(|earlier| earlier.counted).count() + usize::from(counted);
    let returns = u32::try_from(returns).unwrap_or(u32::MAX);
    let (before, complaint) = standing.map_or((None, None), |known| (known.block, known.complaint));
    let block = following(before, decision, now);
    let new = NewStanding {
        address: back.address.clone(),
        returns,
        at: now,
        class: Some(back.verdict.class),
        fault: Some(back.verdict.scope()),
        rule: Some(back.verdict.rule.to_string()),
        words: told.words.clone(),
        host: back.host.clone(),
        well_at,
        block,
        by: None,
    };
    store::standings::put(tx, organisation, &new).await?;
    let is_complaint = back.verdict.class == ReturnClass::Complaint && decision != Decision::Counted;
    if is_complaint && complaint.is_none() {
        note_complaint(tx, organisation, &back.address, block.is_some()).await?;
    }
    tell(tx, organisation, back, (returns, accepted, block), now).await
}

/// It stands beside whatever blocks the address: its own block tells it, or a decision of its own.
async fn note_complaint(
    tx: &Tx,
    organisation: OrganisationId,
    address: &EmailAddress,
    blocks: bool,
) -> Result<(), StoreError> {
    let reason = BlockReason::Returned;
    if !blocks {
        store::address_changes::insert_complaint(tx, organisation, address, (reason, None)).await?;
    }
    store::standings::record_complaint(tx, organisation, address, reason).await
}

/// What other mails to the address came back as since an instant.
async fn others(
    tx: &Tx,
    organisation: OrganisationId,
    back: &CameBack,
    since: Timestamp,
) -> Result<Vec<Earlier>, StoreError> {
    let rows = store::returns::list_since(tx, organisation, &back.address, (since, back.outbox)).await?;
    Ok(rows.iter().filter(|row| row.told.outbox_id.is_some()).map(earlier).collect())
}

/// Whether a report is about a mail that left before somebody let the address go or mail came from it: what was true
/// then is known, and is no news of how it stands by now. A server that refuses at this moment says how it stands.
async fn is_past(
    tx: &Tx,
    organisation: OrganisationId,
    (back, outbox): (&CameBack, OutboxId),
    standing: Option<&StandingRow>,
) -> Result<bool, StoreError> {
    let well = standing.map(|known| known.well_at.max(known.cleared_at)).unwrap_or_default();
    let Some(well) = well.filter(|_| back.source == ReturnSource::Report) else { return Ok(false) };
    let taken_at = store::deliveries::taken_at(tx, organisation, outbox).await?;
    Ok(taken_at.is_some_and(|taken_at| taken_at < well))
}

/// Whether what an earlier word about the mail did is there still, so that a later one has its part in it: its block for all
/// mail, or the incident that keeps a report from blocking.
fn stands(before: &ReturnRow, back: &CameBack, standing: Option<&StandingRow>) -> bool {
    if before.blocked {
        let block = standing.and_then(|standing| standing.block);
        return block.is_some_and(|block| block.scope == BlockScope::All);
    }
    back.source == ReturnSource::Report
        && before.incident_id.is_some()
        && !mass::is_ours(before.told.judged.obstacle())
}

/// What a return that is known does to its address.
fn weight_of(row: &ReturnRow) -> Weight<'_> {
    let ReturnRow { counted, blocked, burst, incident_id, .. } = row;
    Weight { counted: *counted, blocked: *blocked, burst: burst.as_deref(), incident_id: *incident_id }
}

/// Who the mail is from, where its domain did not vouch for it.
async fn sender_of(
    tx: &Tx,
    organisation: OrganisationId,
    (back, class): (&CameBack, ReturnClass),
) -> Result<Option<EmailAddress>, StoreError> {
    let Some(outbox) = back.outbox.filter(|_| mass::is_of_authentication(class)) else { return Ok(None) };
    Ok(store::outbox::find(tx, organisation, outbox).await?.map(|row| row.from))
}

/// The host that refused, as far as it is one of the recipient's. A relay of ours that tells what another server said, while it
/// is given the mail or in a report of its own, says the same of all domains.
async fn refuser<'b>(
    tx: &Tx,
    organisation: OrganisationId,
    back: &'b CameBack,
) -> Result<Option<&'b str>, StoreError> {
    let Some(host) = back.host.as_deref().filter(|_| !back.at_relay) else { return Ok(None) };
    let Some(outbox) = back.outbox.filter(|_| back.source == ReturnSource::Report) else {
        return Ok(Some(host));
    };
    let is_of_relay = is_of_relay(tx, organisation, (outbox, host)).await?;
    Ok(Some(host).filter(|_| !is_of_relay))
}

/// Whether a host is one of those of the relay that took a mail at its last attempt.
async fn is_of_relay(
    conn: &Conn,
    organisation: OrganisationId,
    (outbox, host): (OutboxId, &str),
) -> Result<bool, StoreError> {
    let relay = relay_of(conn, organisation, outbox).await?;
    Ok(relay.is_some_and(|relay| mass::are_of_one(&relay, host)))
}

/// The host of the relay that took a mail at its last attempt; `None` where it went to its recipient's.
pub(crate) async fn relay_of(
    conn: &Conn,
    organisation: OrganisationId,
    outbox: OutboxId,
) -> Result<Option<String>, StoreError> {
    let mut last = store::deliveries::list_last(conn, organisation, &[outbox]).await?;
    Ok(last.remove(&outbox).filter(|attempt| attempt.at_relay).and_then(|attempt| attempt.host))
}

/// Writes it down with what it does; answers whether it counts, and what keeps it from blocking where it would and many
/// others like it came.
async fn weigh(
    tx: &Tx,
    organisation: OrganisationId,
    (back, told, before): (&CameBack, &NewReturn, Option<&ReturnRow>),
    decision: Decision,
) -> Result<(bool, Option<Freezing>), StoreError> {
    if let Some(before) = before.filter(|before| before.blocked) {
        // Whoever lifts the block finds it by the return that it came of.
        store::returns::put(tx, organisation, told, &weight_of(before)).await?;
        return Ok((before.counted, None));
    }
    let counted = matches!(decision, Decision::Counted | Decision::Blocked(BlockScope::All, _));
    // One provider's words can be wrong about many, at once or as the one too many of each.
    let Decision::Blocked(BlockScope::All, _) = decision else {
        let blocked = matches!(decision, Decision::Blocked(..));
        let obstacle = back.verdict.obstacle();
        let from = sender_of(tx, organisation, (back, obstacle)).await?;
        let asked = (obstacle, (&back.address, back.host.as_deref()), from.as_ref());
        let ours = incidents::fault_of_ours(tx, organisation, asked).await?;
        let incident_id = match &ours {
            Some(ours) => {
                let said = (obstacle, back.words.as_str());
                incidents::of_ours(tx, organisation, ours, said, told.at).await?
            }
            None => None,
        };
        let burst = ours.as_ref().map(|ours| ours.burst.key.as_str());
        let weight = Weight { counted, blocked, burst, incident_id };
        store::returns::put(tx, organisation, told, &weight).await?;
        return Ok((counted, None));
    };
    let burst = mass::burst(&back.address, refuser(tx, organisation, back).await?, &back.words);
    // It stays among those that the first word about the mail was one of.
    let burst = match before.and_then(|before| before.burst.clone()) {
        Some(key) => mass::Burst { key, ..burst },
        None => burst,
    };
    let said = (back.verdict.class, back.words.as_str());
    let freezing = incidents::freeze(tx, organisation, &burst, said, told.at).await?;
    let incident_id = freezing.map(Freezing::incident).or(before.and_then(|before| before.incident_id));
    let blocked = freezing.is_none();
    let weight = Weight { counted: blocked, blocked, burst: Some(&burst.key), incident_id };
    store::returns::put(tx, organisation, told, &weight).await?;
    Ok((blocked, freezing))
}

/// Nothing follows for the address, as long as nobody has looked. Where somebody has, and let such refusals go, there is
/// nothing to wait for.
async fn tell_frozen(
    tx: &Tx,
    organisation: OrganisationId,
    back: &CameBack,
    (freezing, at): (Freezing, Timestamp),
) -> Result<(), StoreError> {
    match freezing {
        Freezing::Open(_) => {}
        Freezing::Decided(_) => return Ok(()),
    }
    let Some(outbox) = back.outbox else { return Ok(()) };
    let step = Step::ReturnHeld {
        recipient: back.address.to_string(),
        class: back.verdict.class.as_str().to_owned(),
    };
    let entry = TimelineEntry { subject: Subject::Outbox(outbox), at, step };
    store::timeline::insert_many(tx, organisation, &[entry]).await
}

/// How far what came back is remembered at this moment.
#[must_use]
pub fn memory(now: Timestamp) -> Memory {
    Memory {
        returned_since: now.plus_millis(-blocking::MEMORY_MS),
        taken_until: now.plus_millis(-blocking::ARRIVED_AFTER_MS),
    }
}

/// When the address was well last: mail came from there, or a mail to it did not come back within a day. A server
/// that takes a mail may still send it back, and one that takes them all would never be counted.
async fn well_at(
    tx: &Tx,
    organisation: OrganisationId,
    (back, standing): (&CameBack, Option<&StandingRow>),
    now: Timestamp,
) -> Result<Option<Timestamp>, StoreError> {
    let Some(standing) = standing else { return Ok(None) };
    let taken_until = memory(now).taken_until;
    let Some(taken) = standing.taken.filter(|taken| taken.at <= taken_until) else {
        return Ok(standing.well_at);
    };
    let came_back = Some(taken.outbox_id) == back.outbox
        || store::returns::has_come_back(tx, organisation, (taken.outbox_id, &back.address)).await?;
    let confirmed = (!came_back).then_some(taken.at);
    Ok(standing.well_at.max(confirmed))
}

/// The block that follows; `None` where the one that is there stops as much.
fn following(before: Option<Block>, decision: Decision, at: Timestamp) -> Option<Block> {
    let Decision::Blocked(scope, reason) = decision else { return None };
    let is_new = before.is_none_or(|before| before.scope < scope);
    is_new.then_some(Block { at, scope, reason })
}

async fn tell(
    tx: &Tx,
    organisation: OrganisationId,
    back: &CameBack,
    (returns, accepted, block): (u32, u32, Option<Block>),
    at: Timestamp,
) -> Result<(), StoreError> {
    let Some(outbox) = back.outbox else { return Ok(()) };
    let (recipient, class) = (back.address.to_string(), back.verdict.class.as_str().to_owned());
    let step = match block {
        Some(Block { scope, reason, .. }) => Step::AddressBlocked(BlockedAddress {
            recipient,
            class,
            rule: back.verdict.rule.to_string(),
            scope: scope.as_str().to_owned(),
            reason: reason.as_str().to_owned(),
        }),
        None => Step::ReturnCounted(CountedReturn { recipient, class, returns, accepted }),
    };
    let entry = TimelineEntry { subject: Subject::Outbox(outbox), at, step };
    store::timeline::insert_many(tx, organisation, &[entry]).await?;
    if block.is_some_and(|block| block.scope == BlockScope::All) {
        Box::pin(notify::tell_colleague_blocked(tx, organisation, &back.address, at)).await?;
    }
    Ok(())
}

fn told(back: &CameBack, at: Timestamp) -> NewReturn {
    NewReturn {
        address: back.address.clone(),
        outbox_id: back.outbox,
        intake_id: back.intake,
        at,
        source: back.source,
        judged: judged(&back.verdict),
        words: back.words.clone(),
        about: back.about,
        host: back.host.clone(),
        at_relay: back.at_relay,
    }
}

/// A verdict as it is kept.
pub(super) fn judged(verdict: &Verdict) -> Judged {
    Judged {
        class: verdict.class,
        cause: verdict.cause,
        kind: verdict.kind,
        confidence: verdict.confidence,
        rule: verdict.rule.to_string(),
        rules: Some(verdict.rules.to_string()).filter(|rules| !rules.is_empty()),
        matched: verdict.matched.clone(),
        of_relay: verdict.of_relay,
    }
}

fn earlier(row: &ReturnRow) -> Earlier {
    Earlier { class: row.told.judged.class, counted: row.counted, at: row.told.at }
}
