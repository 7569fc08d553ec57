//! From when until when a mail waited to leave: once, and once more each time that somebody sent it again. What a server took waits no
//! more, whatever comes back of it later.

use domain::Timestamp;
use domain::outbox::{AttemptResult, DeliveryState};
use domain::timeline::Step;
use store::deliveries::{AttemptRow, DeliveryRow};
use store::outbox::OutboxRow;

/// From when until when.
pub(super) type Wait = (Timestamp, Timestamp);

/// When a mail waited, or still does at this moment, as its steps and the attempts of its recipients tell.
pub(super) fn waits(
    row: &OutboxRow,
    (steps, deliveries): (&[(Timestamp, Step)], &[DeliveryRow]),
    now: Timestamp,
) -> Vec<Wait> {
    // What is planned for later waits for its own time first.
    let from = row.planned_at.map_or(row.created_at, |planned| planned.max(row.created_at));
    // What lies in the bin waits for nothing.
    let now = row.deleted_at.unwrap_or(now);
    let again = steps.iter().filter(|(at, step)| *at > from && queues_again(step)).map(|(at, _)| *at);
    let mut starts: Vec<_> = std::iter::once(from).chain(again).collect();
    starts.sort_unstable();
    let mut waits: Vec<_> =
        deliveries.iter().flat_map(|delivery| of_delivery(delivery, &starts, now)).collect();
    waits.retain(|(from, until)| from <= until);
    waits.sort_unstable();
    waits.dedup();
    waits
}

/// Whether what failed may be queued again with this step.
const fn queues_again(step: &Step) -> bool {
    matches!(step, Step::Requeued { .. } | Step::WayChosen { .. })
}

/// The same for one recipient; each start but the first is when somebody sent the mail again, to him or to others.
fn of_delivery(delivery: &DeliveryRow, starts: &[Timestamp], now: Timestamp) -> Vec<Wait> {
    let is_open = match delivery.state {
        DeliveryState::Queued | DeliveryState::Sending => true,
        DeliveryState::Sent | DeliveryState::Failed => false,
    };
    let mut waits = Vec::new();
    for (place, start) in starts.iter().enumerate() {
        let next = starts.get(place + 1).copied();
        let is_before = |attempt: &&AttemptRow| place > 0 && attempt.at < *start;
        let before = delivery.log.iter().take_while(is_before).last();
        if before.is_some_and(|before| before.result == AttemptResult::Delivered) {
            // A server has it: what comes later are reports.
            continue;
        }
        let tries = delivery.log.iter().skip_while(is_before);
        let tries: Vec<_> = tries.take_while(|attempt| next.is_none_or(|next| attempt.at < next)).collect();
        let goes_on = is_open || next.is_some_and(|next| delivery.log.iter().any(|one| one.at >= next));
        if let Some(until) = ended(&tries).or_else(|| goes_on.then(|| next.unwrap_or(now))) {
            waits.push((*start, until));
        } else if let Some(last) = tries.last() {
            waits.push((*start, last.at));
        }
    }
    waits
}

/// When a server took it, or it was given up; `None` where it was to be tried again.
fn ended(tries: &[&AttemptRow]) -> Option<Timestamp> {
    let taken = tries.iter().find(|one| one.result == AttemptResult::Delivered);
    let failed = tries.last().filter(|one| one.result == AttemptResult::Failed);
    taken.or(failed).map(|one| one.at)
}

#[cfg(test)]
mod tests {
    use domain::{About, DeliveryId};

    use super::*;

    fn attempt((ms, result): (i64, AttemptResult)) -> AttemptRow {
        AttemptRow {
            at: Timestamp::from_millis(ms),
            number: 1,
            result,
            code: None,
            enhanced: None,
            words: String::new(),
            about: About::default(),
            host: None,
            at_relay: false,
            tls: false,
            encryption: None,
            duration_ms: 0,
            held_back: None,
            gave_up_after_s: None,
        }
    }

    fn check(state: DeliveryState, log: &[(i64, AttemptResult)], starts: &[i64], expected: &[(i64, i64)]) {
        let delivery = DeliveryRow {
            id: DeliveryId::new(1),
            recipient: "kari@customer.test".parse().unwrap(),
            state,
            attempts: 1,
            next_attempt_at: None,
            is_unasked: false,
            log: log.iter().copied().map(attempt).collect(),
        };
        let starts: Vec<_> = starts.iter().copied().map(Timestamp::from_millis).collect();
        let found = of_delivery(&delivery, &starts, Timestamp::from_millis(99));
        let found: Vec<_> = found.iter().map(|(from, until)| (from.as_millis(), until.as_millis())).collect();
        assert_eq!(found, expected, "{log:?}");
    }

    #[test]
    fn a_mail_waits_until_a_server_takes_it_and_not_until_it_comes_back() {
        use AttemptResult::{Deferred, Delivered, Failed};
        check(DeliveryState::Queued, &[], &[10], &[(10, 99)]);
        check(DeliveryState::Queued, &[(20, Deferred)], &[10], &[(10, 99)]);
        check(DeliveryState::Sent, &[(20, Deferred), (30, Delivered)], &[10], &[(10, 30)]);
        check(DeliveryState::Failed, &[(20, Deferred), (30, Failed)], &[10], &[(10, 30)]);
        check(DeliveryState::Failed, &[(20, Delivered), (60, Failed)], &[10], &[(10, 20)]);
        let taken_back = [(20, Delivered), (60, Failed), (70, Delivered)];
        check(DeliveryState::Sent, &taken_back, &[10], &[(10, 20)]);
    }

    #[test]
    fn what_is_sent_again_waits_anew_and_not_in_between() {
        use AttemptResult::{Deferred, Delivered, Failed};
        check(DeliveryState::Sent, &[(20, Failed), (60, Delivered)], &[10, 50], &[(10, 20), (50, 60)]);
        check(DeliveryState::Queued, &[(20, Failed)], &[10, 50], &[(10, 20), (50, 99)]);
        let returned = [(20, Delivered), (40, Failed), (60, Delivered)];
        check(DeliveryState::Sent, &returned, &[10, 50], &[(10, 20), (50, 60)]);
        // It was sent again to others, and a report on this one came after that.
        check(DeliveryState::Failed, &[(20, Delivered), (60, Failed)], &[10, 50], &[(10, 20)]);
        check(DeliveryState::Failed, &[(20, Failed)], &[10, 50], &[(10, 20)]);
        // Somebody had it tried at once.
        check(DeliveryState::Sent, &[(20, Deferred), (51, Delivered)], &[10, 50], &[(10, 50), (50, 51)]);
    }
}
