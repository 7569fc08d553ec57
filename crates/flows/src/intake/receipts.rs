//! Receipts that come back: what somebody did with a mail of ours (RFC 8098), and that his server took it (RFC 3461). They
//! stand in the timeline of that mail, and are no message of its case: nobody is to be told by a case that opens again.

use domain::timeline::{ReceiptTold, Step, Subject};
use domain::{EmailAddress, OutboxId};
use mail::{Action, Receipt};
use store::events::{self, Change};
use store::timeline::TimelineEntry;
use store::{StoreError, Tx};

use super::passage::Passage;
use super::reading::Reading;
use crate::returns;

/// Receipts that one mail is told of: somebody's program may send one each time that it is opened.
const TOLD_MAX: usize = 200;

/// Whether a mail is a receipt: a notification of what was done with one of ours, or a report that says of nobody that
/// it did not arrive.
pub(super) fn is_receipt(reading: &Reading) -> bool {
    reading.receipt.is_some() || confirms(reading)
}

/// Whether a report tells of arrivals alone.
fn confirms(reading: &Reading) -> bool {
    let arrived = |action| matches!(action, Action::Delivered | Action::Relayed | Action::Expanded);
    reading.report.as_ref().is_some_and(|report| {
        !report.recipients.is_empty() && report.recipients.iter().all(|one| arrived(one.action))
    })
}

/// Tells the mail that it is about, where that is known.
pub(super) async fn record(tx: &Tx, passage: &Passage<'_>) -> Result<(), StoreError> {
    let reading = passage.reading;
    let (id, told) = match (&reading.receipt, &reading.report) {
        (Some(receipt), _) => (receipt.original_message_id.clone(), vec![of_receipt(passage, receipt)]),
        (None, Some(report)) if confirms(reading) => {
            let arrived = report.recipients.iter().filter_map(|one| {
                let named = one.original_recipient.as_ref().or(one.final_recipient.as_ref());
                Some(told(passage, Some(named?), ("arrived", false)))
            });
            (report.original.message_id.clone(), arrived.collect())
        }
        (None, _) => return Ok(()),
    };
    let Some(outbox) = sent(tx, passage, id.as_deref()).await? else { return Ok(()) };
    let organisation = passage.organisation();
    let before = store::timeline::list(tx, organisation, Subject::Outbox(outbox)).await?;
    let known: Vec<&ReceiptTold> = before
        .iter()
        .filter_map(|(_, step)| if let Step::Receipt(told) = step { Some(told) } else { None })
        .collect();
    let room = TOLD_MAX.saturating_sub(known.len());
    let is_new = |told: &ReceiptTold| !known.iter().any(|known| known.says_as(told));
    let entry = |told| TimelineEntry {
        subject: Subject::Outbox(outbox),
        at: passage.desk.now,
        step: Step::Receipt(told),
    };
    let entries: Vec<_> = told.into_iter().filter(is_new).take(room).map(entry).collect();
    if !entries.is_empty() {
        store::timeline::insert_many(tx, organisation, &entries).await?;
        events::insert(tx, organisation, Change::outbox(outbox));
    }
    Ok(())
}

/// The mail of ours: by the return path that this came to, else by the Message-ID that it names.
pub(super) async fn sent(
    tx: &Tx,
    passage: &Passage<'_>,
    message_id: Option<&str>,
) -> Result<Option<OutboxId>, StoreError> {
    let organisation = passage.organisation();
    if let Some(sent) = returns::by_token(tx, organisation, &passage.reading.row).await? {
        return Ok(Some(sent.outbox));
    }
    let Some(id) = message_id else { return Ok(None) };
    let Some(case) = passage.desk.office.tokens().case(organisation, id) else { return Ok(None) };
    let Some(case) = store::cases::survivor(tx, organisation, case).await? else { return Ok(None) };
    Ok(store::cases::find_sent(tx, organisation, case, &[id.to_owned()]).await?.map(|sent| sent.outbox))
}

fn of_receipt(passage: &Passage<'_>, receipt: &Receipt) -> ReceiptTold {
    told(passage, receipt.recipient.as_ref(), (receipt.disposition.as_str(), receipt.by_hand))
}

/// What is told; of whoever wrote it, where the receipt names nobody.
fn told(
    passage: &Passage<'_>,
    recipient: Option<&EmailAddress>,
    (what, by_hand): (&str, bool),
) -> ReceiptTold {
    let from = || passage.reading.parsed.from.as_ref().and_then(|from| from.address.as_ref());
    ReceiptTold {
        recipient: recipient.or_else(from).map(ToString::to_string).unwrap_or_default(),
        what: what.to_owned(),
        by_hand,
        said_at: passage.reading.parsed.date,
    }
}
