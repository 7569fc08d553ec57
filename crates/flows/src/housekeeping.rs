//! What is thrown away, and when: expired sessions, forgotten uploads, emptied bins, blobs that
//! nothing refers to. And what ends with time: trials of blocked addresses. And complaints that an older node took in, and stopped
//! mail that may go on.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use domain::{Timestamp, limits};
use futures_util::future::BoxFuture;
use policy::pace;
use store::{StoreError, Tx};

use crate::office::Office;
use crate::worker::{Found, Worker};
use crate::{jobs, outbox, returns, sent_mail};

const DAY_MS: i64 = 24 * 3600 * 1000;
/// Uploads that no mail took.
const UPLOAD_LIFETIME_MS: i64 = 2 * DAY_MS;
/// The feed of changes: a browser that slept longer loads anew.
const EVENT_LIFETIME_MS: i64 = 2 * DAY_MS;
/// Blobs without a row: one is written before its row.
const ORPHAN_LIFETIME_MS: i64 = DAY_MS;
/// How far back complaints are looked for that an older node wrote down while nodes are updated.
const UNTOLD_MS: i64 = 2 * 3600 * 1000;
/// Rows that one transaction throws away.
const PURGE_ROWS: u32 = 500;
/// What a report counts among these: it takes all its rows with it.
const REPORT_WEIGHT: u64 = 25;
/// Rows of files of persons that one transaction throws away.
const IMPORT_ROWS: u64 = 2_000;
/// Entries of the FAQ whose words one transaction finds anew after the analyser changed.
const FAQ_ROWS: u32 = 50;

/// Throws away what is over.
pub struct Housekeeper {
    office: Office,
    /// Whether it has looked since the start for uploads that nobody ended.
    has_looked: AtomicBool,
}

impl Housekeeper {
    /// The housekeeper of this office.
    #[must_use]
    pub fn new(office: Office) -> Self {
        Self { office, has_looked: AtomicBool::new(false) }
    }

    async fn run_once(&self) -> Result<Found, StoreError> {
        let now = self.office.now();
        let store = self.office.store();
        store.write(move |tx| Box::pin(expire(tx, now))).await?;
        outbox::hold_all_rest(&self.office).await?;
        outbox::free_all_rest(&self.office).await?;
        Box::pin(outbox::free_all_others(&self.office)).await?;
        let more_trials = returns::end_due_trials(&self.office).await?;
        let purged = store.write(move |tx| Box::pin(purge(tx, now))).await?;
        let kept = now.plus_millis(-limits::JOB_MS);
        let imported = store
            .write(move |tx| Box::pin(store::person_imports::delete_before(tx, kept, IMPORT_ROWS)))
            .await?;
        let renewed = store.write(|tx| Box::pin(store::faq::renew(tx, FAQ_ROWS))).await?;
        if purged >= u64::from(PURGE_ROWS)
            || renewed >= u64::from(FAQ_ROWS)
            || imported >= IMPORT_ROWS
            || more_trials
        {
            return Ok(Found::Work);
        }
        let orphaned = now.plus_millis(-ORPHAN_LIFETIME_MS);
        let rows = store::raw::sweep_rows(store, orphaned).await?;
        let daily = store.write(move |tx| Box::pin(object_sweep_is_due(tx, now))).await?;
        let begins = !self.has_looked.swap(true, Ordering::Relaxed);
        if daily || begins {
            self.end_uploads(orphaned).await;
        }
        let objects = if daily { store::raw::sweep_objects(store, orphaned).await? } else { 0 };
        if rows + objects > 0 {
            tracing::info!(rows, objects, "raw mail that nothing refers to was removed");
        }
        Ok(Found::Nothing)
    }

    /// At the start, since a kill lies behind it perhaps, and each day. Not every service lists them, and not to everybody;
    /// nothing else waits for that.
    async fn end_uploads(&self, before: Timestamp) {
        match Box::pin(store::raw::end_uploads(self.office.store(), before)).await {
            Ok(0) => {}
            Ok(uploads) => tracing::info!(uploads, "uploads that nobody ended were taken out of the bucket"),
            Err(error) => tracing::warn!(
                error = &error as &dyn std::error::Error,
                "uploads that nobody ended were not looked for; let the key list them (s3:ListBucketMultipartUploads), or a \
                 lifecycle rule of the bucket end them"
            ),
        }
    }
}

fn expire(tx: &Tx, now: Timestamp) -> BoxFuture<'_, Result<(), StoreError>> {
    Box::pin(async move {
        store::sessions::delete_expired(tx, now).await?;
        store::sign_in_throttle::delete_before(tx, now.plus_millis(-DAY_MS)).await?;
        store::budgets::delete_before(tx, now.plus_millis(-DAY_MS)).await?;
        store::drafts::delete_before(tx, now.plus_millis(-limits::DRAFT_MS)).await?;
        store::uploads::delete_before(tx, now.plus_millis(-UPLOAD_LIFETIME_MS)).await?;
        let over = now.plus_millis(-limits::JOB_MS);
        let kept = jobs::kept(tx, over, now).await?;
        store::jobs::delete_before(tx, over, &kept).await?;
        store::notices::delete_before(tx, now.plus_millis(-limits::NOTICE_MS)).await?;
        let joins = now.plus_millis(-limits::JOINS_KEPT_MS);
        store::persons::forget_joins_before(tx, joins).await?;
        store::companies::forget_joins_before(tx, joins).await?;
        let kept = now.plus_millis(-limits::OAUTH_SIGN_IN_KEPT_MS);
        store::oauth::sign_ins::delete_before(tx, kept).await?;
        store::events::delete_before(tx, now.plus_millis(-EVENT_LIFETIME_MS)).await?;
        let lately = now.plus_millis(-UNTOLD_MS);
        store::standings::record_untold(tx, lately, u64::from(PURGE_ROWS)).await
    })
}

/// Whether no node has looked through the object store for a day; then this one does.
async fn object_sweep_is_due(tx: &Tx, now: Timestamp) -> Result<bool, StoreError> {
    const LAST: &str = "housekeeping.objects_swept_at";
    let last: Option<i64> = store::settings::find(tx, None, LAST).await?;
    let due = last.is_none_or(|last| last <= now.plus_millis(-DAY_MS).as_millis());
    if due {
        store::settings::remember(tx, None, LAST, &now.as_millis()).await?;
    }
    Ok(due)
}

/// Forgets old returns from where the last look of any node ended: what is kept of them lies at their beginning, and only becomes
/// more. Once a day that is looked at again, as addresses are let go. Returns how many were looked at.
async fn purge_returns(tx: &Tx, now: Timestamp) -> Result<u64, StoreError> {
    const PLACE: &str = "housekeeping.returns_looked_at";
    let before = now.plus_millis(-limits::RETURNS_KEPT_MS);
    let known: Option<(i64, i64)> = store::settings::find(tx, None, PLACE).await?;
    let is_of_today = |(begun, _): &(i64, i64)| *begun > now.plus_millis(-DAY_MS).as_millis();
    let (begun, from) = known.filter(is_of_today).unwrap_or((now.as_millis(), 0));
    let from = Timestamp::from_millis(from);
    let looked = store::returns::purge(tx, (from, before), u64::from(PURGE_ROWS)).await?;
    if let Some(reached) = looked.reached {
        store::settings::remember(tx, None, PLACE, &(begun, reached.as_millis())).await?;
    }
    Ok(looked.seen)
}

/// What lay in a bin for as long as its organisation keeps it.
fn purge(tx: &Tx, now: Timestamp) -> BoxFuture<'_, Result<u64, StoreError>> {
    Box::pin(async move {
        let intakes = store::intake::purge(tx, now, PURGE_ROWS).await?;
        let items = store::outbox::purge(tx, now, PURGE_ROWS).await?;
        let templates = store::templates::purge(tx, now, PURGE_ROWS).await?;
        let messages = store::cases::purge_messages(tx, now, PURGE_ROWS).await?;
        let sent = sent_mail::purge(tx, now, PURGE_ROWS).await?;
        let unlisted = returns::cleared_since(now);
        let cleared = store::standings::forget_cleared(tx, unlisted, u64::from(PURGE_ROWS)).await?;
        store::lanes::mend(tx, PURGE_ROWS).await?;
        let learnt = now.plus_millis(-pace::FORGOTTEN_AFTER_MS);
        store::parked::forget(tx, learnt, PURGE_ROWS).await?;
        store::mta_sts::forget(tx, now, PURGE_ROWS).await?;
        let kept = now.plus_millis(-limits::RETURNS_KEPT_MS);
        let returns = purge_returns(tx, now).await?;
        let changes = store::audit::purge(tx, now, PURGE_ROWS).await?;
        let some = u64::from(PURGE_ROWS) / REPORT_WEIGHT;
        let reports = REPORT_WEIGHT * store::sender_domains::reports::purge(tx, now, some).await?;
        let told = store::address_changes::purge(tx, kept, u64::from(PURGE_ROWS)).await?;
        let imports = now.plus_millis(-limits::BLOCK_IMPORT_KEPT_MS);
        let imports = store::standings::forget_imported(tx, imports, u64::from(PURGE_ROWS)).await?;
        let gone =
            [intakes, items, templates, messages, sent, cleared, returns, changes, reports, told, imports];
        Ok(gone.into_iter().max().unwrap_or(0))
    })
}

impl Worker for Housekeeper {
    fn name(&self) -> &'static str {
        "housekeeping"
    }

    fn period(&self) -> Duration {
        Duration::from_secs(600)
    }

    fn step(&self) -> BoxFuture<'_, Result<Found, StoreError>> {
        Box::pin(self.run_once())
    }
}
