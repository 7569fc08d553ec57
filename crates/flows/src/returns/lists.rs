//! Blocked addresses of other services come in, and ours go out in their forms.

mod exported;
mod left_out;
mod marked;
mod own;
mod previewed;
mod undone;

use std::collections::BTreeSet;

use domain::blocks::{AddressDeed, BlockReason, BlockScope};
use domain::returns::{ReturnKind, ReturnScope};
use domain::{Actor, BlockImportId, OrganisationId, Problem, ReplyCode, Timestamp, UserId};
use mail::block_list::{self, ListEntry, ListReason, Service};
use policy::blocking::trial;
use policy::returns::Evidence;
use store::standings::{self, Block, BlockImport, NewStanding, StandingRow};
use store::{StoreError, Tx, address_changes};

use super::rules::{Rules, of as rules_of};
use crate::office::Office;
use crate::{notify, problem};

pub use exported::export;
pub use left_out::{LeftAlone, LeftOut};
pub use marked::{Marked, Slip};
pub use previewed::{ListPreview, WouldBlock, preview};
pub use undone::{UndoneImport, imports, undo_import};

/// Addresses that one transaction writes.
const BATCH: usize = 500;

/// What became of a list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Imported {
    /// Whose form it had.
    pub service: Service,
    /// Addresses that are blocked now and were not.
    pub blocked: u64,
    /// Entries of addresses that were blocked for as much already, or that stand on the list again.
    pub known: u64,
    /// What blocked nobody.
    pub left_out: LeftOut,
    /// With which it can be taken back ([`undo_import`]); `None` where it changed nothing.
    pub undo: Option<BlockImportId>,
}

/// Blocks the addresses of a list. What was stopped on the way is taken in again from its beginning: what is there
/// already is recognised. What it changed until then is taken back as one of [`imports`].
///
/// # Errors
/// 422 for what is no list; 503 when the store does not answer.
pub async fn import(office: &Office, actor: &Actor, octets: Vec<u8>) -> Result<Imported, Problem> {
    let organisation = actor.organisation;
    let Sorted { service, entries, left_out } = sorted(office, organisation, octets).await?;
    let entries_count = entries.len() as u64;
    let mut imported = Imported { service, blocked: 0, known: 0, left_out, undo: None };
    // A list may name an address more than once, in other letters, and first for mailings and then for all mail.
    let mut blocked = BTreeSet::new();
    let of = BlockImport { id: office.store().new_id(), by: actor.user, at: office.now() };
    for some in entries.chunks(BATCH) {
        let some = some.to_vec();
        let written = office.store().write(move |tx| {
            let some = some.clone();
            Box::pin(async move { block_all(tx, organisation, &some, of).await })
        });
        let Taken { blocked: some, has_changed } = written.await.map_err(problem::from_store)?;
        blocked.extend(some);
        imported.undo = imported.undo.or(has_changed.then_some(of.id));
    }
    imported.blocked = blocked.len() as u64;
    imported.known = entries_count - imported.blocked + imported.left_out.again;
    Ok(imported)
}

/// A list that was read, without whom it blames for another's fault, or for what may pass.
struct Sorted {
    service: Service,
    entries: Vec<ListEntry>,
    left_out: LeftOut,
}

async fn sorted(office: &Office, organisation: OrganisationId, octets: Vec<u8>) -> Result<Sorted, Problem> {
    let read = tokio::task::spawn_blocking(move || block_list::read(&octets)).await;
    let list = read
        .map_err(|_| problem::internal("returns.import"))?
        .map_err(|error| Problem::invalid("file", "block_list.unreadable", error.to_string()))?;
    let rules = rules_of(office, &office.store().read(), organisation).await.map_err(problem::from_store)?;
    let parted = tokio::task::spawn_blocking(move || {
        let (refused, refusals) = (list.refused_count as u64, list.refused);
        let left_out = LeftOut { refused, refusals, ..LeftOut::default() };
        let mut sorted = Sorted { service: list.service, entries: Vec::new(), left_out };
        for entry in list.entries {
            match blame(&rules, &entry) {
                Blame::Theirs => sorted.entries.push(entry),
                Blame::Passes => sorted.left_out.add(|left| &mut left.passing, entry.address),
                Blame::Others => sorted.left_out.add(|left| &mut left.spared, entry.address),
            }
        }
        sorted
    });
    let sorted = parted.await.map_err(|_| problem::internal("returns.import"))?;
    let conn = office.store().read();
    own::left_alone(&conn, organisation, sorted).await.map_err(problem::from_store)
}

/// Which mail an entry stops.
const fn scope_of(reason: ListReason) -> BlockScope {
    match reason {
        ListReason::Complaint => BlockScope::Mailings,
        ListReason::Bounce | ListReason::Manual => BlockScope::All,
    }
}

/// Whether an entry blocks what was not, or was for less, or ends its trial.
fn is_news(before: Option<BlockScope>, is_tried: bool, scope: BlockScope) -> bool {
    is_tried || before.is_none_or(|before| before < scope)
}

/// What the words of an entry say of its address.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Blame {
    /// It is to blame, or its domain.
    Theirs,
    /// So it is, and for what may pass, as a mailbox that was full then.
    Passes,
    /// The sender is, the mail, or the server.
    Others,
}

/// Whom an entry blames. Services list also whom a block list or a full disk of the moment kept out: only the address's own
/// fault blocks it, and of that what does not pass by itself.
fn blame(rules: &Rules, entry: &ListEntry) -> Blame {
    let is_told = !entry.words.is_empty() || entry.reply.is_some() || entry.status.is_some();
    if entry.reason != ListReason::Bounce || !is_told {
        return Blame::Theirs;
    }
    // Lists name no host. Whoever takes mail for the address said it, and some say it in words that only their own rules know.
    let evidence = Evidence {
        hosts: [Some(entry.address.domain()), None],
        reply: entry.reply,
        status: entry.status,
        ..Evidence::of_words(&entry.words)
    };
    let verdict = rules.set().judge(&evidence);
    let passes = match verdict.scope() {
        ReturnScope::Address
        | ReturnScope::Domain
        | ReturnScope::AddressAndSender
        | ReturnScope::AddressAndList
        | ReturnScope::Nobody => verdict.kind == ReturnKind::Soft,
        // Nobody knows better than the service what it stopped for, unless the host said "not now".
        ReturnScope::Unknown => is_temporary(entry),
        ReturnScope::Message
        | ReturnScope::Source
        | ReturnScope::SenderDomain
        | ReturnScope::SenderAddress
        | ReturnScope::Destination => return Blame::Others,
    };
    if passes { Blame::Passes } else { Blame::Theirs }
}

/// RFC 5321 4.2.1: whether the host said 4yz, which is no final word.
fn is_temporary(entry: &ListEntry) -> bool {
    let reply = entry.reply.or_else(|| mail::report::first_reply(&entry.words));
    let status = entry.status.or_else(|| mail::report::first_status(&entry.words));
    reply.map_or_else(|| status.is_some_and(|status| status.class == 4), ReplyCode::is_temporary)
}

/// What became of some entries.
#[derive(Default)]
struct Taken {
    /// The keys of those that are blocked now and were not.
    blocked: Vec<String>,
    /// Whether anything is to be taken back: what is no news may have changed why an address is blocked.
    has_changed: bool,
}

async fn block_all(
    tx: &Tx,
    organisation: OrganisationId,
    entries: &[ListEntry],
    of: BlockImport,
) -> Result<Taken, StoreError> {
    let mut taken = Taken::default();
    for entry in entries {
        standings::open(tx, organisation, &entry.address).await?;
        let stood = standings::stands(tx, organisation, &entry.address).await?;
        if block(tx, organisation, entry, (of.by, of.at)).await? {
            taken.blocked.push(entry.address.key());
        }
        if let Some(stood) = stood {
            let of_address = (&entry.address, &stood);
            taken.has_changed |= standings::record_imported(tx, organisation, of, of_address).await?;
        }
    }
    Ok(taken)
}

/// Blocks it, and ends its trial; `false` where it is blocked for as much. What a list says of a complaint is kept even then:
/// whoever complained is not tried, and gets no mailings when his block ends.
async fn block(
    tx: &Tx,
    organisation: OrganisationId,
    entry: &ListEntry,
    (by, now): (UserId, Timestamp),
) -> Result<bool, StoreError> {
    standings::open(tx, organisation, &entry.address).await?;
    let known = standings::find_by_address(tx, organisation, &entry.address).await?;
    let is_complaint = entry.reason == ListReason::Complaint;
    let scope = scope_of(entry.reason);
    if let Some(known) = known.as_ref().filter(|known| is_complaint && keeps_block(known)) {
        return note_complaint(tx, organisation, known, by).await;
    }
    let before = known.as_ref().and_then(|known| known.block);
    let is_tried = known.as_ref().is_some_and(|known| known.trial.is_some());
    let is_new = is_news(before.map(|before| before.scope), is_tried, scope);
    // What is blocked for as much keeps its cause: an own return tells more of why than that somebody else listed it.
    let is_told = is_complaint && known.as_ref().is_some_and(may_be_tried);
    if !is_new && !is_told {
        if let Some(known) = known.as_ref().filter(|_| is_complaint) {
            keep_complaint(tx, organisation, known, by).await?;
        }
        return Ok(false);
    }
    let at = entry.at.map_or(now, |at| at.min(now));
    let of_returns = before.filter(|before| !is_complaint && is_of_returns(*before));
    let at = of_returns.map_or(at, |before| before.at.max(at));
    let wanted = before.map_or(scope, |before| before.scope.max(scope));
    let new = NewStanding {
        address: entry.address.clone(),
        returns: known.as_ref().map_or(0, |known| known.returns),
        at,
        class: None,
        fault: None,
        rule: None,
        words: entry.words.clone(),
        host: None,
        well_at: known.and_then(|known| known.well_at),
        block: Some(Block { at, scope: wanted, reason: BlockReason::Imported }),
        by: Some(by),
    };
    standings::put(tx, organisation, &new).await?;
    if is_complaint {
        standings::record_complaint(tx, organisation, &entry.address, BlockReason::Imported).await?;
    } else if before.is_none_or(|before| before.scope < BlockScope::All) {
        Box::pin(notify::tell_colleague_blocked(tx, organisation, &entry.address, now)).await?;
    }
    Ok(is_new)
}

/// Whether returns made a block for all mail.
fn is_of_returns(block: Block) -> bool {
    match (block.scope, block.reason) {
        (BlockScope::All, BlockReason::Returned | BlockReason::Limit) => true,
        (BlockScope::All, BlockReason::Hand | BlockReason::Imported)
        | (
            BlockScope::Mailings,
            BlockReason::Returned | BlockReason::Limit | BlockReason::Hand | BlockReason::Imported,
        ) => false,
    }
}

/// Whether a complaint leaves the block that is there: one for all mail stops more, and what a person said of mailings is as much.
fn keeps_block(row: &StandingRow) -> bool {
    row.block.is_some_and(|block| match (block.scope, block.reason) {
        (BlockScope::All, _) | (BlockScope::Mailings, BlockReason::Hand) => true,
        (BlockScope::Mailings, BlockReason::Returned | BlockReason::Limit | BlockReason::Imported) => false,
    })
}

/// Keeps what a list says of a complaint beside the block that is there, which stays what it is for and ends when it would have, and
/// ends its trial; `false` where there is none.
async fn note_complaint(
    tx: &Tx,
    organisation: OrganisationId,
    row: &StandingRow,
    by: UserId,
) -> Result<bool, StoreError> {
    keep_complaint(tx, organisation, row, by).await?;
    let Some(tried) = &row.trial else { return Ok(false) };
    let by_hand = (AddressDeed::TrialEnded, Some(by));
    standings::end_trial(tx, organisation, (row, tried), by_hand).await
}

/// Keeps that a list tells of a complaint, once, also of one that came to us: that one may be taken back.
async fn keep_complaint(
    tx: &Tx,
    organisation: OrganisationId,
    row: &StandingRow,
    by: UserId,
) -> Result<(), StoreError> {
    if row.complaint.is_some_and(|complaint| complaint.reason == BlockReason::Imported) {
        return Ok(());
    }
    let told = (BlockReason::Imported, Some(by));
    address_changes::insert_complaint(tx, organisation, &row.address, told).await?;
    standings::record_complaint(tx, organisation, &row.address, BlockReason::Imported).await
}

/// Whether it is blocked and nothing in its row says that its owner complained or wants no mailings.
fn may_be_tried(row: &StandingRow) -> bool {
    row.block
        .is_some_and(|block| trial::may_be_tried((block.scope, block.reason), row.last_class, None).is_ok())
}
