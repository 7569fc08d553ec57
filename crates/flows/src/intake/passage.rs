//! One mail on its way through the stages of the pipeline: what they decide by, and what they tell.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::timeline::{Step, Subject};
use domain::{IntakeId, OrganisationId, Timestamp};
use policy::filter::Filter;
use store::mailboxes::MailboxRow;
use store::timeline::TimelineEntry;
use store::{StoreError, Tx};

use super::enclosing::Enclosures;
use super::live::{Stage, Watch};
use super::reading::Reading;
use crate::office::Office;

/// What a mail is decided by, beside itself.
pub(super) struct Rules {
    /// The filters of its mailbox, in order.
    pub(super) filters: Vec<Arc<Filter>>,
    /// Its mailbox; `None` when that was deleted meanwhile.
    pub(super) mailbox: Option<MailboxRow>,
}

/// Who decides, and when.
pub(super) struct Desk<'a> {
    /// The office: settings, chance, the key of our tokens.
    pub(super) office: &'a Office,
    /// The worker that holds the lease.
    pub(super) owner: &'a str,
    /// The present, the same for all stages.
    pub(super) now: Timestamp,
    /// What was written for mails that are passed on.
    pub(super) enclosures: &'a Enclosures,
    /// Who watches.
    pub(super) watch: Option<&'a Watch>,
}

/// The mail, and the trace that its stages write together.
pub(super) struct Passage<'a> {
    /// Who decides.
    pub(super) desk: &'a Desk<'a>,
    /// By what.
    pub(super) rules: &'a Rules,
    /// The mail.
    pub(super) reading: &'a Reading,
    /// What was found and done so far, in order.
    trace: Vec<Step>,
}

impl<'a> Passage<'a> {
    /// A mail before its first stage.
    pub(super) const fn new(desk: &'a Desk<'a>, rules: &'a Rules, reading: &'a Reading) -> Self {
        Self { desk, rules, reading, trace: Vec::new() }
    }

    /// Whose mail it is.
    pub(super) const fn organisation(&self) -> OrganisationId {
        self.reading.row.organisation
    }

    /// Which mail it is.
    pub(super) const fn id(&self) -> IntakeId {
        self.reading.row.id
    }

    /// Tells a watcher that a stage begins; `false` when he stopped watching, and with that the run.
    pub(super) fn enter(&self, stage: Stage) -> bool {
        self.desk.watch.is_none_or(|watch| watch.enter(stage))
    }

    /// Adds a step to the trace.
    pub(super) fn note(&mut self, step: Step) {
        if let Some(watch) = self.desk.watch {
            watch.step(self.desk.now, &step);
        }
        self.trace.push(step);
    }

    /// What filters have read out of the mail, by name; the first that found something counts.
    pub(super) fn captures(&self) -> BTreeMap<String, String> {
        let mut captures = BTreeMap::new();
        for step in &self.trace {
            if let Step::FilterMatched { variables, .. } = step {
                for (name, value) in variables {
                    captures.entry(name.clone()).or_insert_with(|| value.clone());
                }
            }
        }
        captures
    }

    /// Writes the trace into the mail's timeline.
    pub(super) async fn write_trace(self, tx: &Tx) -> Result<(), StoreError> {
        let (subject, at) = (Subject::Intake(self.id()), self.desk.now);
        let organisation = self.organisation();
        let entries: Vec<_> =
            self.trace.into_iter().map(|step| TimelineEntry { subject, at, step }).collect();
        store::timeline::insert_many(tx, organisation, &entries).await
    }
}
