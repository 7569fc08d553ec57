//! Small mails read together: one question to the store for the bytes of some, one visit to
//! another thread to parse them. Where that fails, each is read alone, and fails alone.

use std::collections::{BTreeMap, HashMap};

use bytes::Bytes;
use domain::limits::RAW_INLINE_OCTETS_MAX;
use futures_util::future::join_all;
use store::intake::IntakeRow;
use store::raw::RawHash;

use super::reading::{ReadError, Reading, read};
use super::vouching::Vouching;
use crate::office::Office;

/// Mails that are read together at most: a handful of small ones in memory.
const TOGETHER_MAX: usize = 16;

/// A mail and what came of reading it.
pub(super) type Outcome = (IntakeRow, Result<Box<Reading>, ReadError>);

/// Parts rows, in their order, into those that are read together: small ones of one organisation.
/// A mail that was begun before goes alone: it may be what breaks the parser.
pub(super) fn groups(rows: Vec<IntakeRow>) -> Vec<Vec<IntakeRow>> {
    let mut groups: Vec<Vec<IntakeRow>> = Vec::new();
    for row in rows {
        match groups.last_mut() {
            Some(group) if group.len() < TOGETHER_MAX && group.iter().all(|other| fit(other, &row)) => {
                group.push(row);
            }
            Some(_) | None => groups.push(vec![row]),
        }
    }
    groups
}

fn fit(one: &IntakeRow, other: &IntakeRow) -> bool {
    let is_easy = |row: &IntakeRow| row.attempts < 2 && row.size_octets < RAW_INLINE_OCTETS_MAX as u64;
    one.organisation == other.organisation && is_easy(one) && is_easy(other)
}

/// Reads a group; answers in its order.
pub(super) async fn read_group(vouching: (&Office, &Vouching), rows: Vec<IntakeRow>) -> Vec<Outcome> {
    let conn = vouching.0.store().read();
    let mut together = match &rows[..] {
        [] | [_] => BTreeMap::new(),
        [first, ..] => {
            let hashes: Vec<RawHash> = rows.iter().map(|row| row.raw_hash).collect();
            let raws = store::raw::get_small(&conn, first.organisation, &hashes).await.unwrap_or_default();
            let parsed = parse_all(rows.clone(), raws.clone()).await;
            vouched(vouching, parsed, &raws).await
        }
    };
    let mut outcomes = Vec::with_capacity(rows.len());
    for row in rows {
        outcomes.push(match together.remove(&row.id) {
            Some(reading) => (row, Ok(reading)),
            None => read(vouching, row).await,
        });
    }
    outcomes
}

/// Parses those whose bytes are here; none where one breaks the parser.
async fn parse_all(
    rows: Vec<IntakeRow>,
    raws: HashMap<RawHash, Bytes>,
) -> BTreeMap<domain::IntakeId, Box<Reading>> {
    let parse = move |row: IntakeRow| raws.get(&row.raw_hash).map(|raw| (row.id, Reading::of(row, raw)));
    let work = move || rows.into_iter().filter_map(parse).collect();
    tokio::task::spawn_blocking(work).await.unwrap_or_default()
}

/// With what is found of who they are from, all at once: most of it is waiting for DNS.
async fn vouched(
    vouching: (&Office, &Vouching),
    parsed: BTreeMap<domain::IntakeId, Box<Reading>>,
    raws: &HashMap<RawHash, Bytes>,
) -> BTreeMap<domain::IntakeId, Box<Reading>> {
    let each = parsed.into_iter().map(|(id, reading)| async move {
        match raws.get(&reading.row.raw_hash) {
            Some(raw) => (id, reading.vouched(vouching, raw).await),
            None => (id, reading),
        }
    });
    join_all(each).await.into_iter().collect()
}
