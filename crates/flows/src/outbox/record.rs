//! What an attempt came to, written down in one transaction: the log, what becomes of each
//! delivery, the timeline, and the case of a mail that is over.

use domain::encryption::Encryption;
use domain::failure::HeldBack;
use domain::outbox::AttemptResult;
use domain::timeline::{EndedAttempt, RoutedBy, ServerPassedOver, Step, Subject};
use domain::{Outcome, Timestamp};
use policy::retry::{self, Verdict};
use policy::route::Because;
use store::deliveries::{self, AttemptRecord, DueDelivery, ItemState};
use store::events::{self, Change};
use store::timeline::TimelineEntry;
use store::{StoreError, Tx};

use super::again;
use super::contact::{Contact, Spoken};
use super::destinations::Follows;
use super::ledger::{Ledger, Numbers, Outcomes, Taken};
use super::patience::until_written;
use super::rechecking;
use super::refusals::{Kept, PutOffs};
use super::route::Way;
use super::signing::Signing;
use super::unreached::{gave_up_after_s, judged, unreached};
use crate::office::Office;
use crate::returns;

/// How a transaction ended.
pub(super) struct Ended {
    /// The host that was spoken to, about the last of them.
    pub(super) host: Option<String>,
    /// Who was spoken to about each delivery, in their order; nobody where it ended before that.
    pub(super) spoken: Vec<Spoken>,
    /// How long it took, milliseconds.
    pub(super) duration_ms: i64,
    /// How far it came with a server; `None` where none was looked for.
    pub(super) contact: Option<Contact>,
    /// Whether servers lack the protection that their zones or the domain demand.
    pub(super) unprotected: bool,
    /// Whether the mail asked for no protection, so that nothing is known of what there is.
    pub(super) asked_nothing: bool,
    /// Why nothing was tried, where we write to that address no more.
    pub(super) held_back: Option<HeldBack>,
    /// Whether it went with a return path of its own.
    pub(super) stamped: bool,
    /// What became of its signatures; nothing of mail from no sender domain.
    pub(super) signing: Option<Signing>,
    /// Servers that were not asked, since they did not answer a short while ago.
    pub(super) passed_over: Vec<ServerPassedOver>,
    /// Whether nobody was asked at all for that.
    pub(super) all_passed_over: bool,
    /// Those that are put off though they were refused for good.
    pub(super) put_off: PutOffs,
    /// What follows from it for the other mails of its destination.
    pub(super) follows: Vec<Follows>,
    /// The destination that is parked since, and until when.
    pub(super) waits: Option<(String, Timestamp)>,
    /// One outcome for each delivery, in their order.
    pub(super) outcomes: Vec<Outcome>,
}

impl Ended {
    /// Whether a server let it begin; `None` where none was looked for.
    pub(super) fn reached(&self) -> Option<bool> {
        self.contact.map(|contact| contact == Contact::Begun)
    }

    /// Who was spoken to about the delivery at this place.
    pub(super) fn spoken_of(&self, place: usize) -> &Spoken {
        static NOBODY: Spoken = Spoken { host: None, encryption: None };
        self.spoken.get(place).unwrap_or(&NOBODY)
    }

    /// It ended before any server was spoken to.
    pub(super) fn without_server(outcomes: Vec<Outcome>) -> Self {
        Self {
            host: None,
            spoken: Vec::new(),
            duration_ms: 0,
            contact: None,
            unprotected: false,
            asked_nothing: false,
            held_back: None,
            stamped: false,
            signing: None,
            passed_over: Vec::new(),
            all_passed_over: false,
            put_off: PutOffs::default(),
            follows: Vec::new(),
            waits: None,
            outcomes,
        }
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
    let Some((organisation, stream)) = due.first().map(|first| (first.organisation, first.stream)) else {
        return Ok(());
    };
    let rules = async |_| returns::rules_of(office, &office.store().read(), organisation).await;
    let rules = until_written(rules).await?;
    let (mut records, mut steps, mut came_back) = (Vec::new(), Vec::new(), Vec::new());
    let mut taken = Vec::new();
    for (place, (delivery, outcome)) in due.iter().zip(&ended.outcomes).enumerate() {
        let number = numbers.get(&delivery.id).copied().unwrap_or(1);
        let kept = ended.put_off.kept.get(&place);
        let is_put_off = kept.is_some() || ended.put_off.too_many.contains(&place);
        let put_off = again::put_off(outcome).filter(|_| is_put_off);
        let facts = retry::Facts {
            outcome: put_off.as_ref().unwrap_or(outcome),
            attempts: number,
            queued_at: delivery.queued_at,
            now,
            jitter: jitter(office),
        };
        let verdict = office.settings().schedule.decide(&facts);
        let is_next = ended.put_off.at_once.contains(&place) && matches!(verdict, Verdict::Again(_));
        let verdict = if is_next { Verdict::Again(now) } else { verdict };
        let verdict = again::with_destination(verdict, &ended);
        count(verdict);
        match verdict {
            Verdict::Sent => taken.push(Taken::of(delivery)),
            Verdict::Over(because) => {
                if let Some(back) = judged((rules.set(), way, delivery), (outcome, place), &ended, because) {
                    came_back.push((delivery.id, back));
                }
            }
            Verdict::Again(_) => {}
        }
        let undecided = kept.and_then(Kept::undecided).filter(|_| !is_next).map(str::to_owned);
        let record = attempt_record((way, delivery), (outcome, place), &ended, verdict, now);
        let verdict_of_store =
            if is_next { again::in_next(record.verdict) } else { again::unbegun(record.verdict, &ended) };
        let waits_for = undecided.or(record.waits_for);
        records.push(AttemptRecord { waits_for, verdict: verdict_of_store, ..record });
        let subject = Subject::Outbox(delivery.mail.outbox_id);
        let extent = Extent::of(is_next, place, &ended);
        let told = tell(way, delivery, (number, outcome, place), &ended, (verdict, extent));
        steps.extend(told.into_iter().map(|step| TimelineEntry { subject, at: now, step }));
    }
    let unreached = unreached((rules.set(), way), &due, &records, &ended);
    let (follows, is_repeated) = (ended.follows, false);
    let outcomes =
        Outcomes { organisation, stream, records, steps, unreached, came_back, taken, follows, is_repeated };
    write((office, ledger), outcomes).await
}

/// Writes it, and looks once more at addresses that may be gone with their domain.
async fn write((office, ledger): (&Office, &Ledger), outcomes: Outcomes) -> Result<(), StoreError> {
    let mut doubtful = rechecking::doubtful_among(&outcomes.came_back);
    let again = |is_repeated| Outcomes { is_repeated, ..outcomes.clone() };
    let lost = until_written(|is_repeated| ledger.record(office, again(is_repeated))).await?;
    doubtful.retain(|(id, _)| !lost.contains(id));
    rechecking::recheck(office, outcomes.organisation, doubtful).await;
    Ok(())
}

/// Tells the screens.
pub(super) fn conclude(tx: &Tx, item: ItemState) {
    events::insert(tx, item.organisation, Change::outbox(item.outbox_id));
    if let Some(case) = item.case_id {
        events::insert(tx, item.organisation, Change::case(case));
    }
}

/// Spreads the retries of mails that failed together.
pub(super) fn jitter(office: &Office) -> u16 {
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
    (way, delivery): (&Way, &DueDelivery),
    (outcome, place): (&Outcome, usize),
    ended: &Ended,
    verdict: Verdict,
    at: Timestamp,
) -> AttemptRecord {
    let spoken = ended.spoken_of(place);
    AttemptRecord {
        organisation: delivery.organisation,
        delivery_id: delivery.id,
        at,
        outcome: outcome.clone(),
        host: spoken.host.clone(),
        at_relay: way.relay.is_some(),
        stamped: ended.stamped,
        encryption: spoken.encryption.clone(),
        duration_ms: ended.duration_ms,
        verdict: match verdict {
            Verdict::Sent => deliveries::Verdict::Sent,
            Verdict::Again(at) => deliveries::Verdict::Retry { at },
            Verdict::Over(_) => deliveries::Verdict::Failed,
        },
        waits_for: ended.waits.as_ref().map(|(destination, _)| destination.clone()),
        held_back: ended.held_back.clone(),
        gave_up_after_s: gave_up_after_s(delivery, verdict, at),
    }
}

/// How much the timeline tells of an attempt.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Extent {
    /// All of it.
    Whole,
    /// What the server said, once for all who go in the next transaction: that one has the number of this one, and tells
    /// the rest.
    ForAll,
    /// Nothing, since it is told for another of those. A long list would else fill the timeline anew with each transaction.
    Nothing,
}

impl Extent {
    fn of(is_next: bool, place: usize, ended: &Ended) -> Self {
        match (is_next, ended.put_off.at_once.first() == Some(&place)) {
            (false, _) => Self::Whole,
            (true, true) => Self::ForAll,
            (true, false) => Self::Nothing,
        }
    }
}

/// Which way a recipient's mail takes, and who chose it.
fn routed(way: &Way, delivery: &DueDelivery) -> RoutedBy {
    let choice = delivery.mail.way.filter(|_| way.because == Because::Chosen);
    RoutedBy {
        recipient: delivery.recipient.to_string(),
        transport: way.kind.as_str().to_owned(),
        because: way.because.as_str().to_owned(),
        from: way.from.clone(),
        chosen_by: choice.map(|choice| choice.by),
    }
}

/// The timeline's sentences about one attempt.
fn tell(
    way: &Way,
    delivery: &DueDelivery,
    (number, outcome, place): (u32, &Outcome, usize),
    ended: &Ended,
    (verdict, extent): (Verdict, Extent),
) -> Vec<Step> {
    let recipient = || delivery.recipient.to_string();
    let mut steps = Vec::new();
    let is_first = number == 1 && extent == Extent::Whole;
    // An attempt that was cut short had no time to say so.
    if is_first || delivery.interrupted || delivery.way_is_new {
        steps.push(Step::Routed(routed(way, delivery)));
    }
    if extent == Extent::Nothing {
        return steps;
    }
    if let Some(signing) = ended.signing.as_ref().filter(|_| ended.reached() == Some(true)) {
        steps.push(signing.step(recipient()));
    }
    let (reply, spoken) = (outcome.reply(), ended.spoken_of(place));
    steps.push(Step::Attempted(EndedAttempt {
        recipient: recipient(),
        result: match verdict {
            Verdict::Sent => AttemptResult::Delivered,
            Verdict::Again(_) => AttemptResult::Deferred,
            Verdict::Over(_) => AttemptResult::Failed,
        },
        code: reply.map(|reply| reply.code.get()),
        enhanced: reply.and_then(|reply| reply.enhanced).map(|code| code.to_string()),
        words: outcome.words().to_owned(),
        host: spoken.host.clone(),
        tls: spoken.encryption.as_ref().is_some_and(Encryption::is_tls),
        encryption: spoken.encryption.clone(),
        duration_ms: ended.duration_ms,
        held_back: ended.held_back.clone().map(Box::new),
        passed_over: ended.passed_over.clone(),
    }));
    if extent == Extent::ForAll {
        return steps;
    }
    steps.push(match verdict {
        Verdict::Sent => Step::Delivered { recipient: recipient() },
        Verdict::Again(at) => Step::NextTry { recipient: recipient(), at },
        Verdict::Over(because) => {
            Step::GaveUp { recipient: recipient(), because: because.as_str().to_owned() }
        }
    });
    steps
}
