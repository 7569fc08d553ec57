//! *Import with debugging*: one mail goes through the pipeline again while the one who asked
//! watches. Asking for it, the run and its outcome are one transaction: a run that is stopped
//! leaves the mail as it was.

use std::sync::Arc;

use domain::intake::IntakeState;
use domain::timeline::{Step, Subject};
use domain::{Actor, IntakeId, Problem, Timestamp};
use store::intake::IntakeRow;
use store::timeline::TimelineEntry;
use store::{StoreError, Tx};

use super::actions::{self, Deed, refusal};
use super::enclosing::{Enclosures, Item, ROUNDS_MAX, Wanted};
use super::live::{Stage, Told, Watch};
use super::passage::{Desk, Rules};
use super::place::place;
use super::reading::{self, ReadError, Reading};
use super::vouching::Vouching;
use super::{IntakeWorker, import_again, matching};
use crate::lease;
use crate::office::Office;
use crate::problem;

/// What a run showed.
#[derive(Debug, Clone, PartialEq)]
pub struct DebugRun {
    /// The steps from the moment it was asked for.
    pub trace: Vec<(Timestamp, Step)>,
    /// Where the mail stands after it.
    pub outcome: IntakeState,
}

/// Runs it, and tells the steps when it is over.
///
/// # Errors
/// As [`debug_live`].
pub async fn debug(office: &Office, actor: &Actor, id: IntakeId) -> Result<DebugRun, Problem> {
    let (watch, mut told) = Watch::new();
    let run = debug_live(office, actor, id, watch);
    let collect = async {
        let mut trace = Vec::new();
        while let Some(told) = told.recv().await {
            match told {
                Told::Stage(Stage::Matching) => trace.clear(),
                Told::Stage(_) => {}
                Told::Step(at, step) => trace.push((at, step)),
            }
        }
        trace
    };
    let (outcome, trace) = tokio::join!(run, collect);
    Ok(DebugRun { trace, outcome: outcome? })
}

/// Runs it, tells `watch` of each stage and step, and answers where the mail stands after it.
///
/// # Errors
/// 404 for no such mail, 409 for one that neither failed nor is blocked and for a run that was
/// stopped, 503 when the store fails: the mail is as it was.
pub async fn debug_live(
    office: &Office,
    actor: &Actor,
    id: IntakeId,
    watch: Watch,
) -> Result<IntakeState, Problem> {
    let row = find(office, actor, id).await?;
    if row.left_because.is_some() {
        // There is nothing to read yet: the mailbox's next visit fetches it.
        again(office, actor, id).await?;
        return Ok(find(office, actor, id).await?.state);
    }
    watch.enter(Stage::Fetching);
    let reading = match read(office, &row, &watch).await {
        Ok(reading) => reading,
        Err(ReadError::Store(error)) => return Err(problem::from_store(error)),
        Err(error) => return unreadable(office, &row, error.to_string(), &watch).await,
    };
    let rules = IntakeWorker::new(office.clone()).rules(actor.organisation, row.mailbox_id).await;
    let rules = rules.map_err(problem::from_store)?;
    let run = Run { office: office.clone(), actor: actor.clone(), id, watch, enclosures: Arc::default() };
    run.rounds((Arc::from(reading), rules)).await.map_err(Halt::into_problem)?;
    office.signals().outbox.notify_one();
    Ok(find(office, actor, id).await?.state)
}

/// One run, in the closure of its transaction.
#[derive(Clone)]
struct Run {
    office: Office,
    actor: Actor,
    id: IntakeId,
    watch: Watch,
    enclosures: Arc<Enclosures>,
}

impl Run {
    /// Goes until nothing must be written before it.
    async fn rounds(mut self, item: Item) -> Result<(), Halt> {
        for _ in 0..ROUNDS_MAX {
            let (run, (reading, rules)) = (self.clone(), item.clone());
            let job = self
                .office
                .store()
                .write(move |tx| Box::pin(async move { run.go(tx, &rules, &reading).await }));
            match job.await {
                Err(Halt::Wants(wanted)) => {
                    let with = self.enclosures.with(&self.office, std::slice::from_ref(&item), wanted);
                    self.enclosures = Arc::new(with.await?);
                }
                done => return done,
            }
        }
        Err(StoreError::Missing("mail that is passed on").into())
    }

    async fn go(&self, tx: &Tx, rules: &Rules, reading: &Reading) -> Result<(), Halt> {
        let organisation = self.actor.organisation;
        store::cases::lock_threads(tx, &matching::threads(reading).into_iter().collect()).await?;
        if !self.watch.enter(Stage::Matching) {
            return Err(Halt::Stopped);
        }
        let (by, at) = ((organisation, self.actor.user), self.office.now());
        if actions::apply(tx, by, &[self.id], Deed::Again, at).await?.is_empty() {
            return Err(Halt::Refused(refusal(Deed::Again)));
        }
        self.watch.step(at, &Step::Requeued { user_id: self.actor.user });
        store::intake::request_debug(tx, organisation, self.id).await?;
        let claim = lease::claim(&self.office, "intake", 1);
        let row = store::intake::claim_one(tx, organisation, self.id, &claim).await?;
        let row = row.ok_or(StoreError::Missing("mail in the inbox queue"))?;
        let (owner, reading) = (claim.owner, reading.of_row(row));
        let enclosures = &*self.enclosures;
        let desk =
            Desk { office: &self.office, owner: &owner, now: at, enclosures, watch: Some(&self.watch) };
        let is_placed = place(tx, &desk, rules, &reading).await?;
        let missed = enclosures.missed();
        if is_placed && !missed.is_empty() {
            return Err(Halt::Wants(missed));
        }
        if !is_placed || !self.watch.enter(Stage::Committing) {
            return Err(Halt::Stopped);
        }
        Ok(())
    }
}

/// Why a run was not committed.
enum Halt {
    /// Nobody watches any more.
    Stopped,
    /// Something must be written before it.
    Wants(Vec<Wanted>),
    /// It cannot be asked of this mail.
    Refused(Problem),
    /// The store failed.
    Store(StoreError),
}

impl From<StoreError> for Halt {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl Halt {
    fn into_problem(self) -> Problem {
        match self {
            Self::Stopped | Self::Wants(_) => {
                Problem::conflict("intake.debug_stopped", "the run was stopped; the mail is as it was")
            }
            Self::Refused(problem) => problem,
            Self::Store(error) => problem::from_store(error),
        }
    }
}

async fn read(office: &Office, row: &IntakeRow, watch: &Watch) -> Result<Box<Reading>, ReadError> {
    let conn = office.store().read();
    let raw = reading::fetch(&conn, row).await?;
    watch.enter(Stage::Reading);
    let reading = reading::parse(raw.clone(), row).await?;
    Ok(reading.vouched((office, &Vouching::default()), &raw).await)
}

/// A mail that cannot be read fails again, and its timeline says that it was tried.
async fn unreadable(
    office: &Office,
    row: &IntakeRow,
    error: String,
    watch: &Watch,
) -> Result<IntakeState, Problem> {
    let (organisation, id, at) = (row.organisation, row.id, office.now());
    let step = Step::Failed { error };
    watch.step(at, &step);
    let entry = TimelineEntry { subject: Subject::Intake(id), at, step };

    office
        .store()
        .write(move |tx| {
            Box::pin(async move { store::timeline::insert_many(tx, organisation, &[entry]).await })
        })
        .await
        .map_err(problem::from_store)?;
    Ok(row.state)
}

async fn again(office: &Office, actor: &Actor, id: IntakeId) -> Result<(), Problem> {
    let mut bulk = import_again(office, actor, &[id]).await?;
    match bulk.failed.pop() {
        Some((_, problem)) => Err(problem),
        None => Ok(()),
    }
}

async fn find(office: &Office, actor: &Actor, id: IntakeId) -> Result<IntakeRow, Problem> {
    let conn = office.store().read();
    let row = store::intake::find(&conn, actor.organisation, id).await.map_err(problem::from_store)?;
    row.ok_or_else(|| Problem::not_found("mail in the inbox queue"))
}
