//! Cases that take too long are escalated: the levels of their priority, each once.
//!
//! A case says when it is to be looked at ([`store::cases::find_escalating`]); whatever may have moved its
//! next level says "at once". Looking at it either moves that instant or does what the level says, in one
//! transaction, so that a kill at any line and two nodes at a time do it once.

mod acting;

use std::time::Duration;

use futures_util::future::BoxFuture;
use policy::escalation::{self, Chain, Verdict};
use store::cases::Escalating;
use store::priorities::PriorityRow;
use store::{StoreError, Tx};

use crate::cases::hours;
use crate::office::Office;
use crate::worker::{Found, Worker};

/// Cases that one step looks at, each in its own transaction.
const STEP_MAX: usize = 100;

/// Escalates cases when their time has come.
pub struct Escalator {
    office: Office,
}

impl Escalator {
    /// The escalator of this office.
    #[must_use]
    pub fn new(office: Office) -> Self {
        Self { office }
    }

    /// Looks at cases that are due, up to one batch.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn run_once(&self) -> Result<Found, StoreError> {
        for looked_at in 0..STEP_MAX {
            let office = self.office.clone();
            let found = self
                .office
                .store()
                .write(move |tx| Box::pin(async move { look_at_next(tx, &office).await }))
                .await?;
            if !found {
                return Ok(if looked_at > 0 { Found::Work } else { Found::Nothing });
            }
        }
        Ok(Found::Work)
    }
}

impl Worker for Escalator {
    fn name(&self) -> &'static str {
        "escalations"
    }

    fn period(&self) -> Duration {
        Duration::from_secs(30)
    }

    fn step(&self) -> BoxFuture<'_, Result<Found, StoreError>> {
        Box::pin(self.run_once())
    }
}

/// Looks at the case that is due first; whether there was one.
async fn look_at_next(tx: &Tx, office: &Office) -> Result<bool, StoreError> {
    let now = office.now();
    let Some(found) = store::cases::find_escalating(tx, now).await? else { return Ok(false) };
    let priority = priority(tx, &found).await?;
    let levels = priority.as_ref().map(|priority| priority.levels.clone()).unwrap_or_default();
    let hours = hours(tx, found.organisation).await?;
    let chain = Chain { levels: &levels, due: found.due_at, from: found.from, hours: &hours };
    let done = usize::try_from(found.level).unwrap_or(usize::MAX);
    match escalation::decide(&chain, done, now) {
        Verdict::Over => {
            store::cases::record_escalation(tx, &found, (found.level, None)).await?;
        }
        Verdict::Wait(at) => {
            store::cases::record_escalation(tx, &found, (found.level, Some(at))).await?;
        }
        Verdict::Act(level) => {
            let number = found.level.saturating_add(1);
            let next = levels.get(done + 1).map(|level| escalation::at(&chain, level));
            // The claim comes first: whoever does not get it does nothing.
            if store::cases::record_escalation(tx, &found, (number, next)).await? {
                acting::act(tx, office, &found, (number, level)).await?;
            }
        }
    }
    Ok(true)
}

/// The priority whose levels count; none for a case that is not worked on.
async fn priority(tx: &Tx, found: &Escalating) -> Result<Option<PriorityRow>, StoreError> {
    let is_open = found.status == domain::case::CaseStatus::Open;
    match found.priority_id.filter(|_| is_open) {
        Some(id) => store::priorities::find(tx, found.organisation, id).await,
        None => Ok(None),
    }
}
