//! What the end of a delivery says of its address, and what whoever wrote is told of a recipient it did not reach.

use domain::blocks::ReturnSource;
use domain::encryption::TlsNeed;
use domain::failure::Failure;
use domain::returns::{ReturnClass, ReturnEffect};
use domain::{DeliveryId, Outcome, Timestamp};
use net::smtp_out;
use policy::retry::{OverBecause, Verdict};
use policy::returns::{Evidence, RuleSet};
use store::deliveries::{self, AttemptRecord, DueDelivery};

use super::failed::{self, Unreached};
use super::record::Ended;
use super::route::Way;
use crate::returns::{self, CameBack};

/// What the end of a delivery means for its address. Nothing was said of it where nothing was tried, and what
/// failed here says nothing of it.
pub(super) fn judged(
    (rules, way, delivery): (&RuleSet, &Way, &DueDelivery),
    (outcome, place): (&Outcome, usize),
    ended: &Ended,
    because: OverBecause,
) -> Option<CameBack> {
    if missed_need(outcome) != TlsNeed::Nothing {
        return None;
    }
    let host = ended.spoken_of(place).host.as_deref();
    let verdict = verdict((rules, way), outcome, host);
    // Words of ours may quote a server's: a sign-in that it refused says nothing of whom the mail is for.
    let is_quoted = !returns::is_seen_from_here(verdict.class, outcome.words())
        && (verdict.class == ReturnClass::Unclassified || verdict.effect() != ReturnEffect::Nothing);
    if ended.held_back.is_some() || (outcome.reply().is_none() && is_quoted) {
        return None;
    }
    let verdict = if because == OverBecause::Expired { verdict.expired() } else { verdict };
    let class = verdict.class;
    Some(CameBack {
        address: delivery.recipient.clone(),
        outbox: Some(delivery.mail.outbox_id),
        intake: None,
        source: ReturnSource::Smtp,
        verdict,
        words: failed::with_codes(outcome.reply(), outcome.words()),
        about: outcome.reply().map(|reply| reply.about).unwrap_or_default(),
        host: host.map(str::to_owned),
        at_relay: way.relay.is_some(),
        // Our own name servers said so just now.
        domain_is_gone: matches!(outcome, Outcome::Impossible(_)) && policy::blocking::is_asked_of_dns(class),
    })
}

/// What the author demanded of its protection and was not to be had, as a sentence of ours says.
fn missed_need(outcome: &Outcome) -> TlsNeed {
    match outcome {
        Outcome::Unreachable(words) | Outcome::Impossible(words) => smtp_out::missed_need(words),
        Outcome::Delivered(_) | Outcome::Deferred(_) | Outcome::Refused(_) => TlsNeed::Nothing,
    }
}

fn verdict(
    (rules, way): (&RuleSet, &Way),
    outcome: &Outcome,
    host: Option<&str>,
) -> policy::returns::Verdict {
    let evidence = Evidence::of_outcome(outcome, host);
    rules.judge(&Evidence { at_relay: way.relay.is_some(), ..evidence })
}

/// The recipients for whom it is over without success.
pub(super) fn unreached(
    rules: (&RuleSet, &Way),
    due: &[DueDelivery],
    records: &[AttemptRecord],
    ended: &Ended,
) -> Vec<(DeliveryId, Unreached)> {
    let failed = due.iter().zip(records).filter(|(_, record)| record.verdict == deliveries::Verdict::Failed);
    let tell = |(delivery, record): (&DueDelivery, &AttemptRecord)| Unreached {
        outbox: delivery.mail.outbox_id,
        recipient: delivery.recipient.clone(),
        host: record.host.clone(),
        words: failed::with_codes(record.outcome.reply(), record.outcome.words()),
        failure: failure(rules, (delivery, record), ended),
    };
    failed.map(|one| (one.0.id, tell(one))).collect()
}

/// What a delivery came back as; no class where nothing was tried.
fn failure(
    rules: (&RuleSet, &Way),
    (delivery, record): (&DueDelivery, &AttemptRecord),
    ended: &Ended,
) -> Failure {
    let at_relay = ended.held_back.is_none() && rules.1.relay.is_some();
    let judged = match &ended.held_back {
        Some(_) => Failure { held_back: ended.held_back.clone(), ..Failure::default() },
        None => {
            let verdict = verdict(rules, &record.outcome, record.host.as_deref());
            let (by_server, words) = (record.outcome.reply().is_some(), record.outcome.words());
            let is_judged = by_server || returns::is_seen_from_here(verdict.class, words);
            if is_judged && missed_need(&record.outcome) == TlsNeed::Nothing {
                let known = [delivery.recipient.clone(), delivery.mail.from.clone()];
                returns::failure_of(&verdict, words, &known)
            } else {
                Failure::default()
            }
        }
    };
    Failure { at_relay, gave_up_after_s: record.gave_up_after_s, ..judged }
}

/// How long a delivery was tried that is given up for want of time, seconds.
pub(super) fn gave_up_after_s(delivery: &DueDelivery, verdict: Verdict, now: Timestamp) -> Option<u32> {
    let tried_s = now.millis_since(delivery.queued_at) / 1_000;
    (verdict == Verdict::Over(OverBecause::Expired)).then(|| u32::try_from(tried_s).unwrap_or_default())
}
