//! One figure: how it is timed, and how it is printed.

use std::time::{Duration, Instant};

/// Prints `name: value unit`.
#[expect(clippy::print_stdout, reason = "the figures are what this program is for")]
pub(crate) fn print(name: &str, value: f64, unit: &str) {
    println!("{name}: {value:.1} {unit}");
}

/// Prints how many of `count` were done a second.
pub(crate) fn rate(name: &str, count: usize, elapsed: Duration) {
    // Counts of a benchmark are far below 2^53.
    let count = f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    print(name, count / elapsed.as_secs_f64().max(f64::EPSILON), "mails/s");
}

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

/// The value that `percent` of the values do not exceed.
pub(crate) fn percentile(values: &mut [Duration], percent: usize) -> Duration {
    values.sort_unstable();
    let rank = (values.len() * percent).div_ceil(100);
    values.get(rank.saturating_sub(1)).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_values_that_occur() {
        let mut values: Vec<_> = (1..=10).map(Duration::from_millis).collect();
        assert_eq!(percentile(&mut values, 50), Duration::from_millis(5));
        assert_eq!(percentile(&mut values, 95), Duration::from_millis(10));
        assert_eq!(percentile(&mut [], 50), Duration::ZERO);
    }
}
