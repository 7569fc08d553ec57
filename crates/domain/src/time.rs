//! Time and chance as parameters. [`SystemClock`] and [`SystemEntropy`] are the only places that
//! ask the machine; everything else is handed a [`Clock`] or an [`Entropy`], which tests own.

use std::fmt;

use serde::{Deserialize, Serialize};

/// An instant in UTC, as milliseconds since 1970. Stored and computed as an integer.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(i64);

impl Timestamp {
    /// From milliseconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn as_millis(self) -> i64 {
        self.0
    }

    /// This instant and `millis` more; saturates.
    #[must_use]
    pub const fn plus_millis(self, millis: i64) -> Self {
        Self(self.0.saturating_add(millis))
    }

    /// This instant and `seconds` more; saturates.
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        self.plus_millis(seconds.saturating_mul(1000))
    }

    /// Milliseconds from `earlier` to this instant; negative when it is later.
    #[must_use]
    pub const fn millis_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// RFC 3339 with milliseconds and `Z`. Instants outside the years -9999 to 9999 become 1970.
    #[must_use]
    pub fn to_rfc3339(self) -> String {
        format!("{:.3}", self.civil())
    }

    /// The instant that an RFC 3339 date-time with an offset names.
    #[must_use]
    pub fn from_rfc3339(text: &str) -> Option<Self> {
        text.parse::<jiff::Timestamp>().ok().map(|instant| Self(instant.as_millisecond()))
    }

    /// RFC 5322 3.3 date-time in UTC, as a `Date` field wants it.
    #[must_use]
    pub fn to_rfc2822(self) -> String {
        let zoned = self.civil().to_zoned(jiff::tz::TimeZone::UTC);
        zoned.strftime("%a, %d %b %Y %H:%M:%S +0000").to_string()
    }

    fn civil(self) -> jiff::Timestamp {
        jiff::Timestamp::from_millisecond(self.0).unwrap_or_default()
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_rfc3339())
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_rfc3339())
    }
}

/// Where the present comes from.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> Timestamp;
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
    fn now(&self) -> Timestamp {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        Timestamp(since.map_or(0, |elapsed| i64::try_from(elapsed.as_millis()).unwrap_or(i64::MAX)))
    }
}

/// Where unpredictable bytes come from: tokens, salts, boundaries.
pub trait Entropy: Send + Sync {
    /// Fills `target` with unpredictable bytes.
    fn fill(&self, target: &mut [u8]);

    /// `N` unpredictable bytes in lower-case hexadecimal, `2 * N` characters.
    fn hex(&self, octets: usize) -> String {
        let mut bytes = vec![0; octets];
        self.fill(&mut bytes);
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// The operating system's generator.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    #[expect(clippy::disallowed_methods, reason = "the one place that draws chance")]
    fn fill(&self, target: &mut [u8]) {
        getrandom::fill(target).expect("an operating system without random numbers cannot run us");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_written_as_the_rfcs_want_them() {
        let at = Timestamp::from_millis(1_790_000_000_123);
        assert_eq!(at.to_rfc3339(), "2026-09-21T14:13:20.123Z");
        assert_eq!(at.to_rfc2822(), "Mon, 21 Sep 2026 14:13:20 +0000");
    }

    #[test]
    fn arithmetic_saturates() {
        let end = Timestamp::from_millis(i64::MAX);
        assert_eq!(end.plus_seconds(i64::MAX), end);
    }
}
