//! Whoever was sent a link: he is shown what it leads to, and fetches it. He learns nothing else, and of a link that is
//! over only who to ask.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use domain::file_link::FileLinkState;
use domain::timeline::{Step, Subject};
use domain::{Problem, ProblemKind, Timestamp};
use policy::file_link::{self, Facts};
use store::events::{self, Change};
use store::file_links::FileLinkRow;
use store::raw::OutgoingRaw;
use store::timeline::TimelineEntry;
use store::{StoreError, Tx};
use tokio::sync::{Semaphore, SemaphorePermit};

use super::throttle::{self, Counted};
use crate::office::Office;
use crate::sign_in::host_key;
use crate::{organisation, problem, sign_in};

/// Files that this node hands out at the same time: of each, some megabytes lie in memory.
static FETCHES: Semaphore = Semaphore::const_new(32);
/// Of which one host has at most so many: it must not keep everybody else's receivers waiting.
const FETCHES_OF_HOST_MAX: u32 = 8;
/// What each host fetches at this moment.
static HOSTS: Mutex<BTreeMap<String, u32>> = Mutex::new(BTreeMap::new());

/// Room for one file that is handed out; it is free again when this is dropped.
pub struct Room {
    _place: SemaphorePermit<'static>,
    host: String,
}

impl Room {
    /// `None` while too many are fetching, or too many there.
    fn take(peer: IpAddr) -> Option<Self> {
        let place = FETCHES.try_acquire().ok()?;
        let host = host_key(peer);
        let mut hosts = HOSTS.lock().unwrap_or_else(PoisonError::into_inner);
        let fetching = hosts.entry(host.clone()).or_default();
        if *fetching >= FETCHES_OF_HOST_MAX {
            return None;
        }
        *fetching += 1;
        Some(Self { _place: place, host })
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        let mut hosts = HOSTS.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(fetching) = hosts.get_mut(&self.host) {
            *fetching = fetching.saturating_sub(1);
            if *fetching == 0 {
                hosts.remove(&self.host);
            }
        }
    }
}

/// What a link leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shared {
    /// The file's name.
    pub name: String,
    /// Its size, octets.
    pub size_octets: u64,
    /// The organisation that sent it.
    pub organisation: String,
    /// Until when it can be fetched.
    pub until: Timestamp,
}

/// What whoever opens a link sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Looked {
    /// What it leads to.
    Open(Shared),
    /// It is over.
    Over {
        /// Why.
        state: FileLinkState,
        /// Who sent it.
        organisation: String,
    },
}

/// What whoever fetches gets.
pub enum Fetched {
    /// The file.
    File {
        /// Its name.
        name: String,
        /// Its media type, as its sender's browser said.
        media_type: String,
        /// Its bytes, to be read piece by piece.
        content: Box<OutgoingRaw>,
        /// Room; to be held until the bytes are gone.
        room: Room,
    },
    /// The link is over.
    Over(Looked),
}

/// Where a link stands.
#[must_use]
pub fn state_of(row: &FileLinkRow, now: Timestamp) -> FileLinkState {
    file_link::state(&Facts {
        expires_at: row.expires_at,
        revoked: row.revoked_at.is_some(),
        fetches: row.fetches,
        fetches_max: row.fetches_max,
        now,
    })
}

/// What a link leads to.
///
/// # Errors
/// 404 where it is none; 429 for a host that tried too many; 503 when the store does not answer.
pub async fn look(office: &Office, token: &str, peer: IpAddr) -> Result<Looked, Problem> {
    let row = find(office, token, peer).await?;
    let organisation = organisation::get(office, row.organisation).await?.name;
    Ok(match state_of(&row, office.now()) {
        FileLinkState::Open => Looked::Open(Shared {
            name: row.name,
            size_octets: row.size_octets,
            organisation,
            until: row.expires_at,
        }),
        state @ (FileLinkState::Expired | FileLinkState::UsedUp | FileLinkState::Revoked) => {
            Looked::Over { state, organisation }
        }
    })
}

/// The file of a link. It is counted before a byte of it leaves.
///
/// # Errors
/// As [`look`]; 503 also while too many are fetching.
pub async fn fetch(office: &Office, token: &str, peer: IpAddr) -> Result<Fetched, Problem> {
    let now = office.now();
    throttle::admit(&office.store().read(), Counted::Fetch, (peer, now)).await?;
    let row = find(office, token, peer).await?;
    let room = Room::take(peer).ok_or_else(busy)?;
    let counting = row.clone();
    let counted =
        office.store().write(move |tx| Box::pin(async move { count(tx, &counting, (peer, now)).await }));
    if !counted.await.map_err(problem::from_store)? {
        return look(office, token, peer).await.map(Fetched::Over);
    }
    let content = OutgoingRaw::open(&office.store().read(), row.organisation, row.raw_hash).await;
    let content = Box::new(content.map_err(problem::from_store)?.ok_or_else(none)?);
    metrics::counter!("posthus_file_link_fetches_total").increment(1);
    Ok(Fetched::File { name: row.name, media_type: row.media_type, content, room })
}

async fn find(office: &Office, token: &str, peer: IpAddr) -> Result<FileLinkRow, Problem> {
    let (conn, now) = (office.store().read(), office.now());
    throttle::admit(&conn, Counted::Miss, (peer, now)).await?;
    if sign_in::is_token(token) {
        let found = store::file_links::find_by_token(&conn, &sign_in::token_hash(token)).await;
        if let Some(row) = found.map_err(problem::from_store)? {
            return Ok(row);
        }
    }
    let counted = office.store().write(move |tx| Box::pin(throttle::count(tx, Counted::Miss, (peer, now))));
    counted.await.map_err(problem::from_store)?;
    Err(none())
}

/// `false` when the link is over.
async fn count(tx: &Tx, row: &FileLinkRow, (peer, now): (IpAddr, Timestamp)) -> Result<bool, StoreError> {
    let organisation = row.organisation;
    if !store::file_links::record_fetch(tx, organisation, row.id, now).await? {
        return Ok(false);
    }
    throttle::count(tx, Counted::Fetch, (peer, now)).await?;
    if let (0, Some(outbox)) = (row.fetches, row.outbox_id) {
        let step = Step::FileFetched { name: row.name.clone() };
        let entry = TimelineEntry { subject: Subject::Outbox(outbox), at: now, step };
        store::timeline::insert_many(tx, organisation, &[entry]).await?;
    }
    events::insert(tx, organisation, Change::case(row.case_id));
    Ok(true)
}

fn none() -> Problem {
    Problem::not_found("file")
}

fn busy() -> Problem {
    let detail = "many files are being fetched at the moment; try again in a minute";
    Problem::new(ProblemKind::Unavailable, "file_links.busy", detail)
}
