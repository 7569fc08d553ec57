//! Large mails that are passed on: what encloses them is written to the object store between two runs of the
//! stages, since a transaction may not wait for it. The first run finds out which are wanted and is undone;
//! the second finds them here.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::{CaseId, EmailAddress, IntakeId};
use store::StoreError;

use super::passage::Rules;
use super::reading::{self, ReadError, Reading};
use crate::forward::{Composed, Passed, Prepared};
use crate::lease::NotWritten;
use crate::office::Office;
use crate::preflight::LeavesAs;

/// A mail and the rules it is decided by.
pub(super) type Item = (Arc<Reading>, Arc<Rules>);

/// Why nothing of a run is kept.
pub(super) enum Undone {
    /// Something must be written before it.
    Wants(Vec<Wanted>),
    /// It failed.
    NotWritten(NotWritten),
}

impl From<StoreError> for Undone {
    fn from(error: StoreError) -> Self {
        Self::NotWritten(error.into())
    }
}

/// Runs that one batch may want something new after; then it is left for its next claim.
pub(super) const ROUNDS_MAX: usize = 3;

/// What is ready, and what a run missed.
#[derive(Default)]
pub(super) struct Enclosures {
    /// `None` for one that is too large to be sent.
    ready: HashMap<(IntakeId, String), (CaseId, LeavesAs, Option<Prepared>)>,
    cases: HashMap<IntakeId, CaseId>,
    missed: Mutex<Vec<Wanted>>,
}

/// One mail that is to be enclosed.
pub(super) struct Wanted {
    intake: IntakeId,
    case: CaseId,
    to: EmailAddress,
    leaves_as: LeavesAs,
}

impl Enclosures {
    /// The mail that encloses this one in this case and leaves so; where it is not there, it is noted as missed.
    pub(super) fn find(
        &self,
        (intake, case): (IntakeId, CaseId),
        (to, leaves_as): (&EmailAddress, &LeavesAs),
    ) -> Option<Option<Prepared>> {
        match self.ready.get(&(intake, to.key())) {
            // Its Message-ID bears the token of its case.
            Some((of, from, prepared)) if *of == case && from == leaves_as => Some(prepared.clone()),
            Some(_) | None => {
                let leaves_as = leaves_as.clone();
                let wanted = Wanted { intake, case, to: to.clone(), leaves_as };
                self.missed.lock().unwrap_or_else(PoisonError::into_inner).push(wanted);
                None
            }
        }
    }

    /// The id that a case of this mail got in the run that was undone: the token speaks of it.
    pub(super) fn case_of(&self, intake: IntakeId) -> Option<CaseId> {
        self.cases.get(&intake).copied()
    }

    /// Takes what the last run missed.
    pub(super) fn missed(&self) -> Vec<Wanted> {
        std::mem::take(&mut *self.missed.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Writes what a run missed; what is there stays.
    pub(super) async fn with(
        &self,
        office: &Office,
        items: &[Item],
        wanted: Vec<Wanted>,
    ) -> Result<Self, StoreError> {
        let (mut ready, mut cases) = (self.ready.clone(), self.cases.clone());
        for wanted in wanted {
            let item = items.iter().find(|(reading, _)| reading.row.id == wanted.intake);
            let Some((reading, rules)) = item else { continue };
            let prepared = write(office, (reading, rules), &wanted).await?;
            cases.insert(wanted.intake, wanted.case);
            let key = (wanted.intake, wanted.to.key());
            ready.insert(key, (wanted.case, wanted.leaves_as, prepared));
        }
        Ok(Self { ready, cases, missed: Mutex::default() })
    }
}

async fn write(
    office: &Office,
    (reading, rules): (&Arc<Reading>, &Rules),
    wanted: &Wanted,
) -> Result<Option<Prepared>, StoreError> {
    let organisation = reading.row.organisation;
    let Some(mailbox) = rules.mailbox.clone() else { return Ok(None) };
    let raw = match reading::fetch(&office.store().read(), &reading.row).await {
        Ok(raw) => raw,
        Err(ReadError::Store(error)) => return Err(error),
        Err(ReadError::Damaged | ReadError::Broken) => return Err(StoreError::Missing("raw mail")),
    };
    let (office_of, reading) = (office.clone(), Arc::clone(reading));
    let (case, to, now) = (wanted.case, wanted.to.clone(), office.now());
    let leaves_as = wanted.leaves_as.clone();
    // Tens of megabytes are copied and encoded.
    let compose = move || {
        let (parsed, mailbox, leaves_as, to) = (&reading.parsed, &mailbox, &leaves_as, &to);
        let passed = Passed { raw: &raw, parsed, case, mailbox, leaves_as, to, now };
        Composed::of(&office_of, organisation, &passed)
    };
    let composed = tokio::task::spawn_blocking(compose).await.map_err(|_| StoreError::Panicked)?;
    match composed {
        Some(composed) => Ok(Some(composed.prepare(office, organisation).await?)),
        None => Ok(None),
    }
}
