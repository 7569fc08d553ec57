//! What an attempt came to, written down in one transaction: the log, what becomes of each
//! delivery, the timeline, and the case of a mail that is over.

use domain::outbox::AttemptResult;
use domain::timeline::{Step, Subject};
use domain::{Outcome, Timestamp};
use policy::retry::{self, Verdict};
use store::deliveries::{self, AttemptRecord, DueDelivery, ItemState};
use store::events::{self, Change};
use store::timeline::TimelineEntry;
use store::{StoreError, Tx};

use super::failed::{self, Unreached};
use super::ledger::{Ledger, Numbers, Outcomes};
use super::route::Way;
use crate::office::Office;

/// How a transaction ended.
pub(super) struct Ended {
    /// The host that was spoken to.
    pub(super) host: Option<String>,
    /// Whether the connection was encrypted.
    pub(super) tls: bool,
    /// How long it took, milliseconds.
    pub(super) duration_ms: i64,
    /// Whether a server was reached; `None` where none was looked for.
    pub(super) reached: Option<bool>,
    /// One outcome for each delivery, in their order.
    pub(super) outcomes: Vec<Outcome>,
}

impl Ended {
    /// It ended before any server was spoken to.
    pub(super) const fn without_server(outcomes: Vec<Outcome>) -> Self {
        Self { host: None, tls: false, duration_ms: 0, reached: None, outcomes }
    }
}

/// Writes it down.
pub(super) async fn record(
    (office, ledger): (&Office, &Ledger),
    way: &Way,
    due: Vec<DueDelivery>,
    numbers: &Numbers,
    ended: Ended,
) -> Result<(), StoreError> {
    let now = office.now();
    let (mut records, mut steps) = (Vec::new(), Vec::new());
    for (delivery, outcome) in due.iter().zip(&ended.outcomes) {
        let number = numbers.get(&delivery.id).copied().unwrap_or(1);
        let facts = retry::Facts {
            outcome,
            attempts: number,
            queued_at: delivery.queued_at,
            now,
            jitter: jitter(office),
        };
        let verdict = office.settings().schedule.decide(&facts);
        count(verdict);
        records.push(attempt_record(delivery, outcome, &ended, verdict, now));
        let subject = Subject::Outbox(delivery.mail.outbox_id);
        let told = tell(way, delivery, (number, outcome), &ended, verdict);
        steps.extend(told.into_iter().map(|step| TimelineEntry { subject, at: now, step }));
    }
    let unreached = unreached(&due, &records, &ended);
    match due.first().map(|delivery| delivery.organisation) {
        Some(organisation) => {
            ledger.record(office, Outcomes { organisation, records, steps, unreached }).await
        }
        None => Ok(()),
    }
}

/// The recipients for whom it is over without success.
fn unreached(due: &[DueDelivery], records: &[AttemptRecord], ended: &Ended) -> Vec<Unreached> {
    let failed = due.iter().zip(records).filter(|(_, record)| record.verdict == deliveries::Verdict::Failed);
    let tell = |(delivery, record): (&DueDelivery, &AttemptRecord)| Unreached {
        outbox: delivery.mail.outbox_id,
        recipient: delivery.recipient.clone(),
        host: ended.host.clone(),
        words: failed::with_codes(record.outcome.reply(), record.outcome.words()),
    };
    failed.map(tell).collect()
}

/// Tells the screens.
pub(super) fn conclude(tx: &Tx, item: ItemState) {
    events::insert(tx, item.organisation, Change::outbox(item.outbox_id));
    if let Some(case) = item.case_id {
        events::insert(tx, item.organisation, Change::case(case));
    }
}

/// Spreads the retries of mails that failed together.
fn jitter(office: &Office) -> u16 {
    let mut bytes = [0; 2];
    office.entropy().fill(&mut bytes);
    u16::from_be_bytes(bytes) % 1000
}

fn count(verdict: Verdict) {
    let result = match verdict {
        Verdict::Sent => "sent",
        Verdict::Again(_) => "again",
        Verdict::Over(_) => "over",
    };
    metrics::counter!("posthus_attempts_total", "result" => result).increment(1);
}

fn attempt_record(
    delivery: &DueDelivery,
    outcome: &Outcome,
    ended: &Ended,
    verdict: Verdict,
    at: Timestamp,
) -> AttemptRecord {
    AttemptRecord {
        organisation: delivery.organisation,
        delivery_id: delivery.id,
        at,
        outcome: outcome.clone(),
        host: ended.host.clone(),
        tls: ended.tls,
        duration_ms: ended.duration_ms,
        verdict: match verdict {
            Verdict::Sent => deliveries::Verdict::Sent,
            Verdict::Again(at) => deliveries::Verdict::Retry { at },
            Verdict::Over(_) => deliveries::Verdict::Failed,
        },
    }
}

/// The timeline's sentences about one attempt.
fn tell(
    way: &Way,
    delivery: &DueDelivery,
    (number, outcome): (u32, &Outcome),
    ended: &Ended,
    verdict: Verdict,
) -> Vec<Step> {
    let recipient = || delivery.recipient.to_string();
    let mut steps = Vec::new();
    // An attempt that was cut short had no time to say so.
    if number == 1 || delivery.interrupted {
        let (transport, because) = (way.kind.as_str().to_owned(), way.because.as_str().to_owned());
        steps.push(Step::Routed { recipient: recipient(), transport, because });
    }
    let reply = outcome.reply();
    steps.push(Step::Attempted {
        recipient: recipient(),
        result: match verdict {
            Verdict::Sent => AttemptResult::Delivered,
            Verdict::Again(_) => AttemptResult::Deferred,
            Verdict::Over(_) => AttemptResult::Failed,
        },
        code: reply.map(|reply| reply.code.get()),
        enhanced: reply.and_then(|reply| reply.enhanced).map(|code| code.to_string()),
        words: outcome.words().to_owned(),
        host: ended.host.clone(),
        tls: ended.tls,
        duration_ms: ended.duration_ms,
    });
    steps.push(match verdict {
        Verdict::Sent => Step::Delivered { recipient: recipient() },
        Verdict::Again(at) => Step::NextTry { recipient: recipient(), at },
        Verdict::Over(because) => {
            Step::GaveUp { recipient: recipient(), because: because.as_str().to_owned() }
        }
    });
    steps
}
