//! A clock that moves only when a test moves it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use domain::{Clock, Timestamp};

/// Where a simulated clock starts unless told otherwise: 2026-01-05T08:00:00Z, a Monday morning.
pub const START: Timestamp = Timestamp::from_millis(1_767_600_000_000);

/// A clock that a test sets and advances; its clones show the same time.
#[derive(Clone, Debug)]
pub struct SimClock(Arc<AtomicI64>);

impl SimClock {
    /// A clock that stands at `now`.
    #[must_use]
    pub fn at(now: Timestamp) -> Self {
        Self(Arc::new(AtomicI64::new(now.as_millis())))
    }

    /// Moves it forward and returns the new time.
    pub fn advance_millis(&self, millis: i64) -> Timestamp {
        Timestamp::from_millis(self.0.fetch_add(millis, Ordering::SeqCst).saturating_add(millis))
    }

    /// Moves it forward and returns the new time.
    pub fn advance_seconds(&self, seconds: i64) -> Timestamp {
        self.advance_millis(seconds.saturating_mul(1000))
    }

    /// Sets it, backwards too: machines do that.
    pub fn set(&self, now: Timestamp) {
        self.0.store(now.as_millis(), Ordering::SeqCst);
    }
}

impl Default for SimClock {
    fn default() -> Self {
        Self::at(START)
    }
}

impl Clock for SimClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Ordering::SeqCst))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clones_show_the_same_time_and_nothing_moves_it_but_the_test() {
        let clock = SimClock::default();
        let seen_by_the_office = clock.clone();
        assert_eq!(seen_by_the_office.now().to_rfc3339(), "2026-01-05T08:00:00.000Z");
        clock.advance_seconds(90);
        assert_eq!(seen_by_the_office.now().to_rfc3339(), "2026-01-05T08:01:30.000Z");
    }
}
