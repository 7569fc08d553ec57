//! What would become of a list of another service, before anything of it is written.

use std::collections::BTreeMap;

use domain::blocks::BlockScope;
use domain::{Actor, OrganisationId, Problem};
use mail::block_list::{ListEntry, ListReason, Service};
use store::standings::{self, StandingRow};
use store::{Conn, StoreError};

use super::{BATCH, LeftOut, Marked, Sorted, is_news, scope_of, sorted};
use crate::office::Office;
use crate::problem;

/// What would become of a list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ListPreview {
    /// Whose form it has.
    pub service: Service,
    /// Entries, also those that hold no address.
    pub entries: u64,
    /// Addresses that would be blocked and are not.
    pub would_block: WouldBlock,
    /// Entries of addresses that are blocked for as much already, or that stand on the list again.
    pub known: u64,
    /// What would block nobody.
    pub left_out: LeftOut,
    /// What is to be known of those that would be blocked.
    pub marked: Marked,
}

/// Addresses that would be blocked, by why they are on the list; each once, for what stops the most of its mail.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct WouldBlock {
    /// Mail to them came back: for all mail.
    pub bounces: u64,
    /// They complained, or want no more mail: for mailings.
    pub complaints: u64,
    /// A person put them there: for all mail.
    pub by_hand: u64,
}

/// Says what [`super::import`] would make of a list, if nothing changed until then; writes nothing.
///
/// # Errors
/// 422 for what is no list; 503 when the store does not answer.
pub async fn preview(office: &Office, actor: &Actor, octets: Vec<u8>) -> Result<ListPreview, Problem> {
    let Sorted { service, entries, left_out } = sorted(office, actor.organisation, octets).await?;
    let conn = office.store().read();
    let mut seen = Seen::default();
    for some in entries.chunks(BATCH) {
        seen.look(&conn, actor.organisation, some).await.map_err(problem::from_store)?;
    }
    Ok(ListPreview {
        service,
        entries: entries.len() as u64 + left_out.count(),
        would_block: seen.would_block,
        known: seen.known + left_out.again,
        left_out,
        marked: seen.marked,
    })
}

/// What was seen of a list's entries so far.
#[derive(Default)]
struct Seen {
    would_block: WouldBlock,
    known: u64,
    marked: Marked,
    /// What they would block: a list may name an address more than once.
    blocked: BTreeMap<String, Earlier>,
}

impl WouldBlock {
    const fn of(&mut self, reason: ListReason) -> &mut u64 {
        match reason {
            ListReason::Bounce => &mut self.bounces,
            ListReason::Complaint => &mut self.complaints,
            ListReason::Manual => &mut self.by_hand,
        }
    }
}

/// What the entries of an address before this one would do.
#[derive(Clone, Copy)]
struct Earlier {
    /// For what it would be blocked, or is.
    scope: BlockScope,
    /// As what it is counted among those that would be blocked.
    counted: Option<ListReason>,
}

impl Seen {
    async fn look(
        &mut self,
        conn: &Conn,
        organisation: OrganisationId,
        entries: &[ListEntry],
    ) -> Result<(), StoreError> {
        let keys: Vec<String> = entries.iter().map(|entry| entry.address.key()).collect();
        let rows = standings::known_among(conn, organisation, &keys).await?;
        for (entry, key) in entries.iter().zip(keys) {
            let row = rows.get(&key);
            self.count(entry, key, row);
        }
        Ok(())
    }

    fn count(&mut self, entry: &ListEntry, key: String, row: Option<&StandingRow>) {
        let scope = scope_of(entry.reason);
        let earlier = self.blocked.get(&key).copied();
        let stood = || row.and_then(|row| row.block).map(|block| block.scope);
        let before = earlier.map_or_else(stood, |earlier| Some(earlier.scope));
        let is_tried = earlier.is_none() && row.is_some_and(|row| row.trial.is_some());
        let mut counted = earlier.and_then(|earlier| earlier.counted);
        if is_news(before, is_tried, scope) {
            match counted {
                // It stops more than an entry before it, and is the same address.
                Some(less) => {
                    *self.would_block.of(less) -= 1;
                    self.known += 1;
                }
                None => self.marked.look(&entry.address),
            }
            *self.would_block.of(entry.reason) += 1;
            counted = Some(entry.reason);
        } else {
            self.known += 1;
        }
        let scope = before.map_or(scope, |before| before.max(scope));
        self.blocked.insert(key, Earlier { scope, counted });
    }
}
