//! Why a visit failed, and when the next one is.

use net::SourceError;
use store::StoreError;

use crate::oauth::GrantError;

/// Why a visit to a mailbox failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum VisitError {
    /// The server, or the way to it.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// Our own house.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The provider gives no token.
    #[error(transparent)]
    Grant(#[from] GrantError),
    /// No password is kept for a server that wants one.
    #[error("there is no password for this mailbox; enter it in the mailbox's settings")]
    NoPassword,
}

impl VisitError {
    /// Whether waiting mends nothing, so that people are told at once.
    pub(crate) const fn needs_person(&self) -> bool {
        match self {
            Self::Grant(error) => error.needs_person(),
            Self::Source(_) | Self::Store(_) | Self::NoPassword => false,
        }
    }

    /// A stable name of the kind: the interface has a cure for each.
    pub(crate) const fn code(&self) -> &'static str {
        match self {
            Self::Source(error) => error.code(),
            Self::Grant(error) => error.code(),
            Self::Store(_) => "store",
            Self::NoPassword => "no_password",
        }
    }
}

/// The longest wait of a failing mailbox, seconds.
const WAIT_S_MAX: i64 = 3600;

/// How long a mailbox rests after its `failures`th failure in a row, seconds: its own interval,
/// doubled each time, at most an hour.
pub(crate) fn wait_s(interval_s: u32, failures: u32) -> i64 {
    let doubled = i64::from(interval_s).saturating_mul(1 << failures.saturating_sub(1).min(12));
    doubled.min(WAIT_S_MAX.max(i64::from(interval_s)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_mailbox_rests_longer_and_longer_up_to_an_hour() {
        assert_eq!([1, 2, 3, 4].map(|failures| wait_s(60, failures)), [60, 120, 240, 480]);
        assert_eq!(wait_s(60, 40), 3600);
        assert_eq!(wait_s(7200, 40), 7200);
    }
}
