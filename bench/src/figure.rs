//! Figures: how they are timed, and how they are told.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::cpu::{CpuWatch, Of};

/// A running stopwatch.
pub(crate) struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts it.
    #[expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }

    /// The time since its start.
    pub(crate) fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }
}

/// What a number of mails cost one of the two sides.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Cost {
    /// Mails a second.
    pub(crate) rate: f64,
    /// CPU seconds for a thousand mails.
    pub(crate) cpu: f64,
}

/// Time and CPU, running.
pub(crate) struct Meter {
    watch: Stopwatch,
    cpu: CpuWatch,
}

impl Meter {
    /// Measures the processes that work below this folder.
    pub(crate) fn of_folder(folder: impl Into<PathBuf>) -> Self {
        Self { cpu: CpuWatch::start(Of::Folder(folder.into())), watch: Stopwatch::start() }
    }

    /// Measures the programs that are run to their end from here on.
    pub(crate) fn of_programs() -> Self {
        Self { cpu: CpuWatch::start(Of::Ended), watch: Stopwatch::start() }
    }

    /// What `count` mails have cost so far.
    pub(crate) fn cost(&self, count: usize) -> Cost {
        let mails = number(count);
        Cost {
            rate: mails / self.watch.elapsed().as_secs_f64().max(f64::EPSILON),
            cpu: self.cpu.seconds() * 1000.0 / mails.max(1.0),
        }
    }
}

/// A count as a number that can be divided: those of a benchmark are far below 2^53.
pub(crate) fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// The value that `permille` of the values do not exceed.
pub(crate) fn percentile(values: &mut [Duration], permille: usize) -> Duration {
    values.sort_unstable();
    let rank = (values.len() * permille).div_ceil(1000);
    values.get(rank.saturating_sub(1)).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_values_that_occur() {
        let mut values: Vec<_> = (1..=10).map(Duration::from_millis).collect();
        assert_eq!(percentile(&mut values, 500), Duration::from_millis(5));
        assert_eq!(percentile(&mut values, 990), Duration::from_millis(10));
        assert_eq!(percentile(&mut [], 500), Duration::ZERO);
    }
}
