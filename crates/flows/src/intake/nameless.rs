//! A report that names nobody: its words alone say what became of the mail, and its return path, the mail that it names or a
//! person for whom.

use domain::blocks::ReturnSource;
use domain::{EmailAddress, OutboxId};
use mail::{Action, Class, ReportRecipient};
use store::{StoreError, Tx};

use super::passage::Passage;
use super::reading::Reading;
use crate::returns::{self, Nameless};

/// What became of the mail, by the words of a report that names nobody.
pub(super) fn told_to_people(reading: &Reading) -> Action {
    let words = reading.report.as_ref().map_or(&reading.reply, |report| &report.notice);
    let ours = reading.report.as_ref().and_then(|report| report.original.subject.as_deref());
    mail::report::of_notice(&reading.parsed.subject, words, ours)
}

/// Whether a mail is a report that somebody will not get a mail, and says of nobody that it is he.
pub(super) fn is_of_somebody(reading: &Reading) -> bool {
    let named = reading.report.as_ref().map_or(&[][..], |report| &report.recipients);
    let is_report = reading.parsed.class == Class::DeliveryReport;
    let has_failed = || match named {
        [] => told_to_people(reading) == Action::Failed,
        named => named.iter().any(|one| one.action == Action::Failed),
    };
    is_report && named.iter().all(|one| one.address().is_none()) && has_failed()
}

/// What such a report says of somebody: of whom its return path proves that it is about him, or else as a guess.
pub(super) fn of(reading: &Reading, recipient: &EmailAddress, guessed: bool) -> ReportRecipient {
    ReportRecipient {
        final_recipient: Some(recipient.clone()),
        original_recipient: None,
        action: told_to_people(reading),
        status: mail::report::first_status(&reading.reply),
        reply: mail::report::first_reply(&reading.reply),
        diagnostic: Some(in_short(&reading.reply)).filter(|words| !words.is_empty()),
        remote_host: None,
        retry_until: None,
        guessed,
    }
}

/// Keeps a report or a complaint for a person, who says whom of the mail it is about; it counts for nobody until then.
pub(super) async fn look_at(
    tx: &Tx,
    passage: &Passage<'_>,
    outbox: Option<OutboxId>,
) -> Result<(), StoreError> {
    let reading = passage.reading;
    let reporting = reading.report.as_ref().and_then(|report| report.reporting_host.clone());
    let (source, host) = match &reading.complaint {
        Some(complaint) => (ReturnSource::Complaint, complaint.user_agent.clone()),
        None => (ReturnSource::Report, reporting),
    };
    let (intake, words) = (Some(passage.id()), in_short(&reading.reply));
    let nameless = Nameless { outbox, intake, source, words, host };
    returns::record_nameless(tx, passage.organisation(), nameless, passage.desk.now).await
}

/// The beginning of what a report says, on one line.
fn in_short(text: &str) -> String {
    const WORDS_MAX: usize = 60;
    text.split_whitespace().take(WORDS_MAX).collect::<Vec<_>>().join(" ")
}
