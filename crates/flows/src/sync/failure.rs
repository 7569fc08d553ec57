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
    /// Whether the next visit may go well though nobody does anything: a server that was restarted, a connection that
    /// broke. What has to do with a sign-in is none of these, since providers lock out whoever tries it too often.
    const fn may_pass(&self) -> bool {
        match self {
            Self::Source(SourceError::SignInLater { .. }) | Self::Grant(_) | Self::NoPassword => false,
            Self::Source(error) => error.is_temporary(),
            Self::Store(_) => true,
        }
    }

    /// How long the mailbox rests after this failure, its `failures`th in a row, seconds. What may pass by itself is
    /// tried again at once, since one broken connection is no reason to leave mail lying for a whole interval;
    /// after that it is the interval, doubled each time, at most an hour.
    pub(crate) fn rest_s(&self, interval_s: u32, failures: u32) -> i64 {
        let soon: &[i64] = if self.may_pass() { &SOON_S } else { &[] };
        let mut left = failures.saturating_sub(1);
        for soon_s in soon {
            if left == 0 {
                return (*soon_s).min(i64::from(interval_s));
            }
            left -= 1;
        }
        wait_s(interval_s, left + 1)
    }

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

/// After how long what may pass by itself is tried again, the first and the second time, seconds.
const SOON_S: [i64; 2] = [3, 15];

/// The longest wait of a failing mailbox, seconds.
const WAIT_S_MAX: i64 = 3600;

/// How long a server that goes on failing is left alone after the `failures`th time, seconds: the
/// interval, doubled each time, at most an hour.
pub(crate) fn wait_s(interval_s: u32, failures: u32) -> i64 {
    let doubled = i64::from(interval_s).saturating_mul(1 << failures.saturating_sub(1).min(12));
    doubled.min(WAIT_S_MAX.max(i64::from(interval_s)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_pass_is_tried_soon_twice_and_a_sign_in_never_sooner_than_the_interval() {
        let server = || "imap.customer.test:993".to_owned();
        let bye = VisitError::Source(SourceError::Bye { server: server(), words: String::new() });
        assert_eq!([1, 2, 3, 4, 5].map(|failures| bye.rest_s(60, failures)), [3, 15, 60, 120, 240]);
        assert_eq!(bye.rest_s(10, 2), 10, "never longer than the interval");
        let (user, words) = ("kari".to_owned(), String::new());
        let refused = VisitError::Source(SourceError::SignIn { server: server(), user, words });
        assert_eq!([1, 2, 3].map(|failures| refused.rest_s(60, failures)), [60, 120, 240]);
        let later = VisitError::Source(SourceError::SignInLater { server: server(), words: String::new() });
        assert_eq!(later.rest_s(60, 1), 60);
    }

    #[test]
    fn a_failing_mailbox_rests_longer_and_longer_up_to_an_hour() {
        assert_eq!([1, 2, 3, 4].map(|failures| wait_s(60, failures)), [60, 120, 240, 480]);
        assert_eq!(wait_s(60, 40), 3600);
        assert_eq!(wait_s(7200, 40), 7200);
    }
}
