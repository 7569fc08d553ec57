//! The worker of the pipeline: claims stored mails and places them, in the order they came.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use domain::timeline::{Step, Subject};
use domain::{IntakeId, MailboxId, OrganisationId, Timestamp, limits};
use futures_util::StreamExt as _;
use futures_util::future::BoxFuture;
use futures_util::stream;
use store::StoreError;
use store::events::{self, Change};
use store::intake::{Failed, IntakeRow, Release};
use store::timeline::TimelineEntry;

use super::early;
use super::enclosing::{Enclosures, Item, ROUNDS_MAX, Undone};
use super::matching;
use super::passage::{Desk, Rules};
use super::place::place;
use super::reading::ReadError;
use super::reading_together::{self, read_group};
use super::ready::ReadyFilters;
use super::suspects;
use super::vouching::Vouching;
use crate::lease::{self, NotWritten};
use crate::office::Office;
use crate::token_keys;
use crate::worker::{Found, Worker};

/// Groups of mails of a batch that are parsed at a time.
const PARSE_CONCURRENCY: usize = 4;

/// How long a mail rests after the store failed on it, milliseconds.
const REST_MS: i64 = 10_000;

/// Places what was stored.
pub struct IntakeWorker {
    office: Office,
    filters: ReadyFilters,
    vouching: Vouching,
}

impl IntakeWorker {
    /// The worker of this office.
    #[must_use]
    pub fn new(office: Office) -> Self {
        Self { office, filters: ReadyFilters::default(), vouching: Vouching::default() }
    }

    /// Claims one batch and handles it; [`Found::Nothing`] when nothing was due.
    ///
    /// # Errors
    /// When the store fails; what was claimed comes back when its lease ends.
    pub async fn run_once(&self) -> Result<Found, StoreError> {
        let claim = lease::claim(&self.office, "intake", limits::INTAKE_BATCH);
        let rows = self
            .office
            .store()
            .write(move |tx| Box::pin(async move { store::intake::claim_stored(tx, &claim).await }))
            .await?;
        if rows.is_empty() {
            return Ok(Found::Nothing);
        }
        self.office.look_for_token_keys(token_keys::PERIOD_MS).await;
        let rows = suspects::set_apart(&self.office, rows).await?;
        let held: Vec<_> = rows.iter().map(|row| (row.organisation, row.id)).collect();
        let extend = || self.extend(held.clone());
        lease::held_while(&self.office, Box::pin(self.handle(rows)), extend).await?;
        Ok(Found::Work)
    }

    /// The last first, each for itself: what the work has locked is what it has come to, and nothing
    /// before that must wait for it.
    async fn extend(&self, held: Vec<(OrganisationId, IntakeId)>) -> Result<(), StoreError> {
        for (organisation, id) in held.into_iter().rev() {
            let (owner, until) = (lease::owner(&self.office, "intake"), lease::until(&self.office));
            self.office
                .store()
                .write(move |tx| {
                    Box::pin(async move {
                        store::intake::extend_lease(tx, organisation, id, &owner, until).await.map(|_held| ())
                    })
                })
                .await?;
        }
        Ok(())
    }

    async fn handle(&self, rows: Vec<IntakeRow>) -> Result<(), StoreError> {
        let mut rules: HashMap<(OrganisationId, MailboxId), Arc<Rules>> = HashMap::new();
        let mut items: Vec<Item> = Vec::new();
        let groups = stream::iter(reading_together::groups(rows));
        let reads =
            groups.map(|group| read_group((&self.office, &self.vouching), group)).buffered(PARSE_CONCURRENCY);
        let mut outcomes = std::pin::pin!(reads.flat_map(stream::iter));
        while let Some((row, result)) = outcomes.next().await {
            match result {
                Ok(reading) => {
                    if let Some(due_at) = early::due_again(&self.office, &reading).await? {
                        self.wait(&row, due_at).await?;
                        continue;
                    }
                    let of_mailbox = match rules.get(&(row.organisation, row.mailbox_id)) {
                        Some(found) => Arc::clone(found),
                        None => self.rules(row.organisation, row.mailbox_id).await?,
                    };
                    rules.insert((row.organisation, row.mailbox_id), Arc::clone(&of_mailbox));
                    items.push((Arc::from(reading), of_mailbox));
                }
                Err(ReadError::Store(error)) => self.rest(&row, &error).await?,
                Err(error) => self.give_up(&row, error.to_string()).await?,
            }
        }
        self.place_all(items).await
    }

    pub(super) async fn rules(
        &self,
        organisation: OrganisationId,
        mailbox: MailboxId,
    ) -> Result<Arc<Rules>, StoreError> {
        let conn = self.office.store().read();
        let rows = store::filters::list_active(&conn, organisation, mailbox).await?;
        let mailbox = store::mailboxes::find(&conn, organisation, mailbox).await?;
        Ok(Arc::new(Rules { filters: self.filters.of(&rows), mailbox }))
    }

    /// One transaction for the batch, since a commit costs more than a mail; where it fails, one
    /// for each, so that one bad mail never stops the others. A mail that was begun before goes
    /// alone from the start: it may be what killed the worker.
    async fn place_all(&self, items: Vec<Item>) -> Result<(), StoreError> {
        let (first, mut alone): (Vec<Item>, Vec<Item>) =
            items.into_iter().partition(|(reading, _)| reading.row.attempts < 2);
        if !first.is_empty() && self.place_together(first.clone()).await.is_err() {
            alone.splice(0..0, first);
        }
        for item in alone {
            let row = item.0.row.clone();
            match self.place_together(vec![item]).await {
                Ok(()) => {}
                Err(NotWritten::LeaseLost) => tracing::debug!(intake.id = %row.id, "another worker has it"),
                Err(NotWritten::Store(error)) => self.rest(&row, &error).await?,
            }
        }
        Ok(())
    }

    /// All or none of them. What a run wants written first, is written, and the run is repeated.
    async fn place_together(&self, items: Vec<Item>) -> Result<(), NotWritten> {
        let mut enclosures = Arc::new(Enclosures::default());
        for _ in 0..ROUNDS_MAX {
            match self.run(items.clone(), Arc::clone(&enclosures)).await {
                Ok(()) => {
                    metrics::counter!("posthus_intakes_placed_total").increment(items.len() as u64);
                    return Ok(());
                }
                Err(Undone::Wants(wanted)) => {
                    enclosures = Arc::new(enclosures.with(&self.office, &items, wanted).await?);
                }
                Err(Undone::NotWritten(error)) => return Err(error),
            }
        }
        Err(StoreError::Missing("mail that is passed on").into())
    }

    async fn run(&self, items: Vec<Item>, enclosures: Arc<Enclosures>) -> Result<(), Undone> {
        let office = self.office.clone();
        let threads = items.iter().flat_map(|(reading, _)| matching::threads(reading)).collect();

        self.office
            .store()
            .write(move |tx| {
                Box::pin(async move {
                    let owner = lease::owner(&office, "intake");
                    let (now, enclosures) = (office.now(), &*enclosures);
                    let desk = Desk { office: &office, owner: &owner, now, enclosures, watch: None };
                    store::cases::lock_threads(tx, &threads).await?;
                    for (reading, rules) in &items {
                        if !place(tx, &desk, rules, reading).await? {
                            return Err(Undone::NotWritten(NotWritten::LeaseLost));
                        }
                    }
                    let missed = enclosures.missed();
                    if missed.is_empty() { Ok(()) } else { Err(Undone::Wants(missed)) }
                })
            })
            .await
    }

    /// The mail is tried again soon; its attempts are counted, so that it ends with a person.
    async fn rest(&self, row: &IntakeRow, error: &StoreError) -> Result<(), StoreError> {
        tracing::warn!(intake.id = %row.id, %error, "a mail could not be placed; it is tried again");
        let (organisation, id, owner) = (row.organisation, row.id, lease::owner(&self.office, "intake"));
        let due_at = self.office.now().plus_millis(REST_MS);
        let release = Release { due_at, error: Some(error.to_string()), counts: true };
        self.release((organisation, id), owner, release).await
    }

    /// The mail is looked at again soon, and nothing is wrong with it.
    async fn wait(&self, row: &IntakeRow, due_at: Timestamp) -> Result<(), StoreError> {
        let release = Release { due_at, error: None, counts: false };
        self.release((row.organisation, row.id), lease::owner(&self.office, "intake"), release).await
    }

    async fn release(
        &self,
        (organisation, id): (OrganisationId, IntakeId),
        owner: String,
        release: Release,
    ) -> Result<(), StoreError> {
        self.office
            .store()
            .write(move |tx| {
                Box::pin(async move {
                    store::intake::release(tx, organisation, id, &owner, &release).await.map(|_held| ())
                })
            })
            .await
    }

    async fn give_up(&self, row: &IntakeRow, error: String) -> Result<(), StoreError> {
        tracing::warn!(intake.id = %row.id, error, "a mail waits for a person");
        metrics::counter!("posthus_intakes_failed_total").increment(1);
        let (organisation, id, at) = (row.organisation, row.id, self.office.now());
        let owner = lease::owner(&self.office, "intake");

        self.office
            .store()
            .write(move |tx| {
                Box::pin(async move {
                    let failed = Failed { error: error.clone(), summary: None, at };
                    if store::intake::record_failed(tx, organisation, id, &owner, &failed).await? {
                        let entry =
                            TimelineEntry { subject: Subject::Intake(id), at, step: Step::Failed { error } };
                        store::timeline::insert_many(tx, organisation, &[entry]).await?;
                        events::insert(tx, organisation, Change::intake(id));
                    }
                    Ok(())
                })
            })
            .await
    }
}

impl Worker for IntakeWorker {
    fn name(&self) -> &'static str {
        "intake"
    }

    fn period(&self) -> Duration {
        Duration::from_secs(5)
    }

    fn step(&self) -> BoxFuture<'_, Result<Found, StoreError>> {
        Box::pin(self.run_once())
    }
}
