//! Watches mailboxes whose server tells of new mail (IDLE, RFC 2177): each on a connection of its
//! own, under a lease of its own. News make the mailbox due; fetching is `SyncWorker`'s.
//!
//! The mailbox is asked at its interval all the same, so a watch that is lost costs time and no mail.

use std::sync::Arc;
use std::time::Duration;

use domain::{MailboxId, OrganisationId};
use futures_util::future::BoxFuture;
use net::imap_source::{Idled, ImapSource, Selected};
use store::StoreError;
use store::mailboxes::{MailboxRow, WatchState, Watched};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::failure::{VisitError, wait_s};
use super::{Key, server};
use crate::lease;
use crate::office::Office;
use crate::worker::{Found, Worker};

/// How long one IDLE lasts. RFC 2177 3 allows 29 minutes; a connection that a firewall forgot is
/// noticed when it ends.
const ROUND: Duration = Duration::from_secs(10 * 60);
/// Between two news: a busy mailbox is fetched for many mails at once.
const PAUSE: Duration = Duration::from_secs(2);
/// How long a mailbox whose server cannot push is left at its interval, seconds.
const NOT_OFFERED_S: i64 = 6 * 3600;
/// What the first wait after a failure is, seconds; doubled each time, at most an hour.
const FAILURE_S: u32 = 60;

/// Watches mailboxes.
pub struct WatchWorker {
    office: Office,
    slots: Arc<Semaphore>,
    watches: TaskTracker,
    stop: CancellationToken,
}

impl WatchWorker {
    /// The worker of this office; watches end when `stop` is told.
    #[must_use]
    pub fn new(office: Office, stop: CancellationToken) -> Self {
        let slots = Arc::new(Semaphore::new(domain::limits::WATCHES_MAX));
        Self { office, slots, watches: TaskTracker::new(), stop }
    }

    /// Waits for the watches after `stop`; each gives its mailbox back.
    pub async fn drain(&self) {
        self.watches.close();
        self.watches.wait().await;
    }

    async fn run_once(&self) -> Result<Found, StoreError> {
        let free = u32::try_from(self.slots.available_permits()).unwrap_or(u32::MAX).min(CLAIMED_MAX);
        if free == 0 {
            return Ok(Found::Nothing);
        }
        let claim = lease::claim(&self.office, WORKER, free);
        let rows = self
            .office
            .store()
            .write(move |tx| Box::pin(async move { store::mailboxes::claim_watches(tx, &claim).await }))
            .await?;
        let found = if rows.is_empty() { Found::Nothing } else { Found::Work };
        for (row, failures) in rows {
            let Ok(slot) = Arc::clone(&self.slots).try_acquire_owned() else { continue };
            let watch = Watch { office: self.office.clone(), row, failures, stop: self.stop.clone() };
            self.watches.spawn(watch.run(slot));
        }
        Ok(found)
    }
}

/// The name under which leases are held.
const WORKER: &str = "watch";
/// Mailboxes of one claim: connecting to all at once would be felt.
const CLAIMED_MAX: u32 = 16;

impl Worker for WatchWorker {
    fn name(&self) -> &'static str {
        WORKER
    }

    fn period(&self) -> Duration {
        Duration::from_secs(5)
    }

    fn step(&self) -> BoxFuture<'_, Result<Found, StoreError>> {
        Box::pin(self.run_once())
    }
}

/// One mailbox that is watched.
struct Watch {
    office: Office,
    row: MailboxRow,
    /// Failures in a row before this.
    failures: u32,
    stop: CancellationToken,
}

/// How a watch ended.
enum Ended {
    /// The process stops.
    Stopped,
    /// The mailbox was changed, or somebody else watches it.
    LeaseLost,
    /// The server cannot push.
    NotOffered,
}

impl Watch {
    async fn run(self, slot: OwnedSemaphorePermit) {
        let lost = CancellationToken::new();
        let extend = || async {
            let (organisation, id) = self.place();
            let (owner, until) = (lease::owner(&self.office, WORKER), lease::until(&self.office));
            let work = self.office.store().write(move |tx| {
                Box::pin(
                    async move { store::mailboxes::extend_watch(tx, organisation, id, &owner, until).await },
                )
            });
            if !work.await? {
                lost.cancel();
            }
            Ok(())
        };
        let ended = lease::held_while(&self.office, Box::pin(self.watch(&lost)), extend).await;
        if let Err(error) = self.record(ended).await {
            tracing::error!(mailbox.id = %self.row.id, %error, "a watch could not be recorded; its lease will end");
        }
        drop(slot);
    }

    const fn place(&self) -> (OrganisationId, MailboxId) {
        (self.row.organisation, self.row.id)
    }

    async fn watch(&self, lost: &CancellationToken) -> Result<Ended, VisitError> {
        // A token that the server refuses is the visits' to mend; a watch comes back by itself.
        let key = Box::pin(Key::of(&self.office, &self.row)).await?;
        let settings = server(&self.office, &self.row, key.credentials);
        let connected = ImapSource::connect(&settings, self.office.net()).await;
        let mut source = connected.map_err(|failure| failure.error)?;
        let selected = source.select().await?;
        if !source.can_push() {
            source.logout().await;
            return Ok(Ended::NotOffered);
        }
        self.note(WatchState::Watched, lease::until(&self.office)).await?;
        if self.has_new(&selected).await? {
            self.ask_for_fetch().await?;
        }
        loop {
            let idled = tokio::select! {
                biased;
                () = self.stop.cancelled() => return Ok(Ended::Stopped),
                () = lost.cancelled() => return Ok(Ended::LeaseLost),
                idled = source.idle(ROUND) => idled?,
            };
            match idled {
                Idled::News => {
                    source.note_news();
                    self.ask_for_fetch().await?;
                    tokio::select! {
                        () = self.stop.cancelled() => return Ok(Ended::Stopped),
                        () = tokio::time::sleep(PAUSE) => {}
                    }
                }
                Idled::Quiet => {}
                Idled::NotOffered => return Ok(Ended::NotOffered),
            }
        }
    }

    /// Whether something came between the last look and this connection.
    async fn has_new(&self, selected: &Selected) -> Result<bool, StoreError> {
        let (organisation, id) = self.place();
        let conn = self.office.store().read();
        let cursor = store::cursors::find(&conn, organisation, id, &self.row.settings.folder).await?;
        let read = cursor.filter(|cursor| cursor.uid_validity == selected.uid_validity);
        let next = selected.uid_next.unwrap_or(u32::MAX);
        Ok(read.is_none_or(|cursor| next > cursor.last_uid.saturating_add(1)))
    }

    async fn ask_for_fetch(&self) -> Result<(), StoreError> {
        metrics::counter!("posthus_watch_news_total").increment(1);
        let ((organisation, id), at) = (self.place(), self.office.now());
        self.office
            .store()
            .write(move |tx| {
                Box::pin(async move { store::mailboxes::request_check(tx, organisation, id, at).await })
            })
            .await?;
        self.office.signals().sync.notify_one();
        Ok(())
    }

    async fn record(&self, ended: Result<Ended, VisitError>) -> Result<(), StoreError> {
        let now = self.office.now();
        match ended {
            Ok(Ended::LeaseLost) => Ok(()),
            Ok(Ended::NotOffered) => self.note(WatchState::NotOffered, now.plus_seconds(NOT_OFFERED_S)).await,
            Ok(Ended::Stopped) => {
                let (organisation, id) = self.place();
                let owner = lease::owner(&self.office, WORKER);
                self.office
                    .store()
                    .write(move |tx| {
                        Box::pin(async move {
                            store::mailboxes::release_watch(tx, organisation, id, &owner, now)
                                .await
                                .map(|_held| ())
                        })
                    })
                    .await
            }
            Err(error) => {
                // The visits tell what is wrong with the server; a lost watch alone is no alarm.
                tracing::debug!(mailbox.id = %self.row.id, %error, "a mailbox is not watched");
                let wait_s = wait_s(FAILURE_S, self.failures.saturating_add(1));
                self.note(WatchState::Failing, now.plus_seconds(wait_s)).await
            }
        }
    }

    async fn note(&self, state: WatchState, due_at: domain::Timestamp) -> Result<(), StoreError> {
        let (organisation, id) = self.place();
        let owner = lease::owner(&self.office, WORKER);
        let watched = Watched { state, due_at };
        self.office
            .store()
            .write(move |tx| {
                Box::pin(async move {
                    store::mailboxes::record_watch(tx, organisation, id, &owner, watched)
                        .await
                        .map(|_held| ())
                })
            })
            .await
    }
}
