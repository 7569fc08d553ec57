//! When the next attempt is, or that it is over.

use domain::{Outcome, Timestamp};

/// How a temporary failure is tried again.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Schedule {
    /// Waits after the first, second ... attempt, milliseconds; the last one repeats.
    pub waits_ms: Vec<i64>,
    /// How long a delivery is tried before it is given up, milliseconds.
    pub lifetime_ms: i64,
}

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;

impl Default for Schedule {
    /// 5, 15 and 30 minutes, then 1, 2, 4 and 8 hours, for five days.
    /// RFC 5321 4.5.4.1: give up after at least four to five days; the first retries may be soon.
    fn default() -> Self {
        let waits_ms = vec![
            5 * MINUTE_MS,
            15 * MINUTE_MS,
            30 * MINUTE_MS,
            HOUR_MS,
            2 * HOUR_MS,
            4 * HOUR_MS,
            8 * HOUR_MS,
        ];
        Self { waits_ms, lifetime_ms: 5 * 24 * HOUR_MS }
    }
}

/// What is known about a delivery when an attempt has ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Facts<'a> {
    /// How the attempt ended.
    pub outcome: &'a Outcome,
    /// How many attempts there were, this one included.
    pub attempts: u32,
    /// When it was queued.
    pub queued_at: Timestamp,
    /// The present.
    pub now: Timestamp,
    /// Chance, 0 to 999: spreads the retries of mails that failed together.
    pub jitter: u16,
}

/// What becomes of the delivery.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// It arrived at the next server.
    Sent,
    /// It is tried again at this time.
    Again(Timestamp),
    /// It is over.
    Over(OverBecause),
}

/// Why a delivery is over.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OverBecause {
    /// The server refused it for good.
    Refused,
    /// Nothing can take it.
    Impossible,
    /// It was tried for its whole lifetime.
    Expired,
}

impl OverBecause {
    /// The stable name that the timeline stores.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::Impossible => "impossible",
            Self::Expired => "expired",
        }
    }
}

impl Schedule {
    /// Decides. A wait is stretched by up to a tenth by `jitter`, and one that would end after
    /// the lifetime ends with it, so that the last attempt is at the very end.
    #[must_use]
    pub fn decide(&self, facts: &Facts<'_>) -> Verdict {
        match facts.outcome {
            Outcome::Delivered(_) => return Verdict::Sent,
            Outcome::Refused(_) => return Verdict::Over(OverBecause::Refused),
            Outcome::Impossible(_) => return Verdict::Over(OverBecause::Impossible),
            Outcome::Deferred(_) | Outcome::Unreachable(_) => {}
        }
        let ends_at = facts.queued_at.plus_millis(self.lifetime_ms);
        if facts.now >= ends_at {
            return Verdict::Over(OverBecause::Expired);
        }
        let step = usize::try_from(facts.attempts.saturating_sub(1)).unwrap_or(usize::MAX);
        let wait_ms = self.waits_ms.get(step).or(self.waits_ms.last()).copied().unwrap_or(HOUR_MS);
        let stretch_ms = wait_ms / 10 * i64::from(facts.jitter.min(999)) / 1000;
        Verdict::Again(facts.now.plus_millis(wait_ms + stretch_ms).min(ends_at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn unreachable() -> Outcome {
        Outcome::Unreachable("connection refused".to_owned())
    }

    #[test]
    fn a_dead_server_is_tried_less_and_less_often_and_given_up_after_five_days() {
        let schedule = Schedule::default();
        let outcome = unreachable();
        let queued_at = Timestamp::from_millis(0);
        let (mut now, mut attempts, mut waits) = (queued_at, 0, Vec::new());
        loop {
            attempts += 1;
            let facts = Facts { outcome: &outcome, attempts, queued_at, now, jitter: 0 };
            match schedule.decide(&facts) {
                Verdict::Again(at) => {
                    waits.push(at.millis_since(now) / MINUTE_MS);
                    now = at;
                }
                Verdict::Over(because) => {
                    assert_eq!(because, OverBecause::Expired);
                    break;
                }
                Verdict::Sent => panic!("nothing was sent"),
            }
        }
        assert_eq!(waits[..8], [5, 15, 30, 60, 120, 240, 480, 480]);
        assert_eq!(now.millis_since(queued_at), schedule.lifetime_ms);
    }

    #[test]
    fn a_refusal_is_final_at_once() {
        let outcome = Outcome::Impossible("null MX".to_owned());
        let at = Timestamp::from_millis(0);
        let facts = Facts { outcome: &outcome, attempts: 1, queued_at: at, now: at, jitter: 0 };
        assert_eq!(Schedule::default().decide(&facts), Verdict::Over(OverBecause::Impossible));
    }

    proptest! {
        #[test]
        fn the_next_try_lies_ahead_and_never_past_the_lifetime(
            attempts in 1..200_u32, elapsed in 0..432_000_000_i64, jitter in 0..2000_u16,
        ) {
            let outcome = unreachable();
            let (queued_at, now) = (Timestamp::from_millis(0), Timestamp::from_millis(elapsed));
            let facts = Facts { outcome: &outcome, attempts, queued_at, now, jitter };
            let schedule = Schedule::default();
            if let Verdict::Again(at) = schedule.decide(&facts) {
                prop_assert!(at > now);
                prop_assert!(at.millis_since(queued_at) <= schedule.lifetime_ms);
            }
        }
    }
}
