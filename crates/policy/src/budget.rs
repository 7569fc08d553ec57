//! Budgets: how often something may happen, kept as one instant (the generic cell rate algorithm).
//!
//! A bucket is full at an instant. Each time it is asked it becomes full one interval later, also
//! when it refuses: what goes round in a loop never earns another go by trying, and only quiet
//! fills the bucket again.

use domain::Timestamp;

/// How often: `burst` times at once, then once an interval.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Budget {
    /// Times at once, at least 1.
    pub burst: u32,
    /// Milliseconds after which there is one more.
    pub interval_ms: i64,
    /// The longest that asking can put the next time off, milliseconds.
    pub pause_max_ms: i64,
}

impl Budget {
    /// When a full bucket that is asked now is full again.
    #[must_use]
    pub const fn first(self, now: Timestamp) -> Timestamp {
        now.plus_millis(self.interval_ms)
    }

    /// The latest instant that a bucket can be full at.
    #[must_use]
    pub fn last(self, now: Timestamp) -> Timestamp {
        let burst_ms = i64::from(self.burst).saturating_mul(self.interval_ms);
        now.plus_millis(burst_ms.saturating_add(self.pause_max_ms))
    }

    /// Whether it was granted to whom asked now, by when the bucket is full after it.
    #[must_use]
    pub fn grants(self, full_at: Timestamp, now: Timestamp) -> bool {
        full_at.millis_since(now) <= i64::from(self.burst).saturating_mul(self.interval_ms)
    }

    /// When the next one is granted.
    #[must_use]
    pub fn resumes_at(self, full_at: Timestamp) -> Timestamp {
        let rest_ms = i64::from(self.burst.saturating_sub(1)).saturating_mul(self.interval_ms);
        full_at.plus_millis(-rest_ms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BUDGET: Budget = Budget { burst: 2, interval_ms: 600_000, pause_max_ms: 3_600_000 };

    /// Asks at each of these minutes, as the store keeps the instant.
    fn ask(minutes: &[i64]) -> Vec<bool> {
        let mut full_at = Timestamp::from_millis(0);
        let granted = minutes.iter().map(|minute| {
            let now = Timestamp::from_millis(1_000_000_000 + minute * 60_000);
            full_at = if full_at <= now {
                BUDGET.first(now)
            } else {
                full_at.plus_millis(BUDGET.interval_ms).min(BUDGET.last(now))
            };
            BUDGET.grants(full_at, now)
        });
        granted.collect()
    }

    #[test]
    fn a_burst_is_granted_and_then_one_an_interval() {
        assert_eq!(ask(&[0, 0, 0]), [true, true, false]);
        assert_eq!(ask(&[0, 0, 10, 20]), [true, true, true, true]);
        assert_eq!(ask(&[0, 0, 9]), [true, true, false]);
    }

    #[test]
    fn a_loop_never_earns_another_and_quiet_does() {
        assert_eq!(ask(&[0, 0, 5, 10, 15, 20, 25, 30, 35, 40]).iter().filter(|granted| **granted).count(), 2);
        assert_eq!(ask(&[0, 0, 0, 0, 30]), [true, true, false, false, true]);
    }

    #[test]
    fn no_pause_is_longer_than_the_longest() {
        let storm = [vec![0; 1_000], vec![69]].concat();
        assert_eq!(ask(&storm).last(), Some(&false));
        let storm = [vec![0; 1_000], vec![70]].concat();
        assert_eq!(ask(&storm).last(), Some(&true));
    }

    #[test]
    fn the_next_one_is_foretold() {
        let now = Timestamp::from_millis(1_000_000_000);
        let full_at = now.plus_millis(3 * BUDGET.interval_ms);
        assert!(!BUDGET.grants(full_at, now));
        assert_eq!(BUDGET.resumes_at(full_at), now.plus_millis(2 * BUDGET.interval_ms));
        let then = BUDGET.resumes_at(full_at);
        assert!(BUDGET.grants(full_at.plus_millis(BUDGET.interval_ms), then));
    }
}
