//! When tokens are used, renewed and warned of.

use domain::Timestamp;
use domain::limits::OAUTH_SECRET_WARNING_MS;
use domain::oauth::GrantState;

/// What a token lives where the provider does not say (RFC 6749 5.1: `expires_in` is recommended), seconds.
const LIFETIME_S_DEFAULT: u32 = 3600;
/// The shortest and the longest that is believed, seconds.
const LIFETIME_S: (u32, u32) = (10, 7 * 24 * 3600);
/// How long before its end a token is renewed at most, seconds.
const EARLY_S_MAX: u32 = 600;
/// How long before its end it is not used any more at most, seconds: the way to the server takes time.
const MARGIN_S_MAX: u32 = 60;
/// The first wait after a failure, seconds; doubled each time.
const WAIT_S: u32 = 30;
/// The longest, seconds.
const WAIT_S_MAX: u32 = 3600;
/// How long a grant rests that only a person can mend, seconds. It is asked for all the same: a
/// provider that was wrong about it heals it that way.
const RESTS_S: u32 = 6 * 3600;
/// How long before its end a refresh token is warned of, milliseconds.
pub const REFRESH_WARNING_MS: i64 = 7 * 24 * 3600 * 1000;

/// How long after the last one a renewal shows anything of the refresh token's end, milliseconds: providers count it in seconds.
const SHOWS_MS: i64 = 10_000;

/// How long an access token is good for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Lifetime {
    /// It is renewed from here on, while it is still good.
    pub renew_at: Timestamp,
    /// It is not used from here on.
    pub usable_until: Timestamp,
}

/// The lifetime of a token that was given now; `expires_in_s` is the provider's word.
#[must_use]
pub fn lifetime(now: Timestamp, expires_in_s: Option<u32>) -> Lifetime {
    let lives_s = expires_in_s.unwrap_or(LIFETIME_S_DEFAULT).clamp(LIFETIME_S.0, LIFETIME_S.1);
    let before = |share: u32, most: u32| i64::from(lives_s - (lives_s / share).min(most));
    Lifetime {
        renew_at: now.plus_seconds(before(4, EARLY_S_MAX)),
        usable_until: now.plus_seconds(before(10, MARGIN_S_MAX)),
    }
}

/// Whether a renewal put off the end of the refresh token by about the time that passed since the last one, each with its end: such a
/// token lasts for as long as it is renewed. `None` where that does not show.
#[must_use]
pub fn rolls(
    (renewed_at, ended_at): (Timestamp, Option<Timestamp>),
    (now, ends_at): (Timestamp, Option<Timestamp>),
) -> Option<bool> {
    let passed_ms = now.millis_since(renewed_at);
    let moved_ms = ends_at?.millis_since(ended_at?);
    (passed_ms >= SHOWS_MS).then_some(moved_ms > passed_ms / 2)
}

/// When a provider is asked again after the `failures`th failure in a row, seconds. `asked_s` is its own
/// word (RFC 9110 10.2.3), believed up to an hour.
#[must_use]
pub fn retry_after_s(state: GrantState, failures: u32, asked_s: Option<u32>) -> u32 {
    if state.needs_person() {
        return RESTS_S;
    }
    let doubled = WAIT_S.saturating_mul(1 << failures.saturating_sub(1).min(12)).min(WAIT_S_MAX);
    doubled.max(asked_s.unwrap_or(0).min(WAIT_S_MAX))
}

/// How a grant stands in the eyes of people: one that works is `Expiring` when its application's secret,
/// or the refresh token, ends soon.
#[must_use]
pub fn standing(
    stored: GrantState,
    secret_ends_at: Option<Timestamp>,
    refresh_ends_at: Option<Timestamp>,
    now: Timestamp,
) -> GrantState {
    let soon = |ends: Option<Timestamp>, within_ms| ends.is_some_and(|at| at.millis_since(now) <= within_ms);
    let ends = soon(secret_ends_at, OAUTH_SECRET_WARNING_MS) || soon(refresh_ends_at, REFRESH_WARNING_MS);
    if stored == GrantState::Good && ends { GrantState::Expiring } else { stored }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_790_000_000_000);

    #[test]
    fn tokens_are_renewed_early_and_not_used_to_their_last_second() {
        let seconds = |expires_in_s| {
            let found = lifetime(NOW, expires_in_s);
            let after = |at: Timestamp| at.millis_since(NOW) / 1000;
            (after(found.renew_at), after(found.usable_until))
        };
        assert_eq!(seconds(Some(3600)), (3000, 3540));
        assert_eq!(seconds(None), (3000, 3540));
        assert_eq!(seconds(Some(60)), (45, 54));
        assert_eq!(seconds(Some(0)), (8, 9));
        assert_eq!(seconds(Some(u32::MAX)), (604_200, 604_740));
    }

    #[test]
    fn a_provider_is_left_alone_longer_and_longer() {
        let waits = [1, 2, 3, 12].map(|failures| retry_after_s(GrantState::ProviderDown, failures, None));
        assert_eq!(waits, [30, 60, 120, 3600]);
        assert_eq!(retry_after_s(GrantState::Throttled, 1, Some(300)), 300);
        assert_eq!(retry_after_s(GrantState::Throttled, 1, Some(86_400)), 3600);
        assert_eq!(retry_after_s(GrantState::Revoked, 1, None), RESTS_S);
    }

    #[test]
    fn a_refresh_token_whose_end_moves_on_with_each_renewal_rolls() {
        let after = |seconds: i64| NOW.plus_seconds(seconds);
        let day = |seconds: i64| Some(after(86_400 + seconds));
        assert_eq!(rolls((NOW, day(0)), (after(3000), day(3000))), Some(true));
        assert_eq!(rolls((NOW, day(0)), (after(3000), day(0))), Some(false));
        assert_eq!(rolls((NOW, day(0)), (after(3000), day(2))), Some(false), "seconds are rounded");
        assert_eq!(rolls((NOW, day(0)), (after(5), day(5))), None, "too soon to tell");
        assert_eq!(rolls((NOW, None), (after(3000), day(3000))), None);
        assert_eq!(rolls((NOW, None), (after(3000), None)), None);
    }

    #[test]
    fn an_end_that_is_known_is_warned_of() {
        let in_days = |days: i64| Some(NOW.plus_seconds(days * 86_400));
        assert_eq!(standing(GrantState::Good, in_days(31), None, NOW), GrantState::Good);
        assert_eq!(standing(GrantState::Good, in_days(30), None, NOW), GrantState::Expiring);
        assert_eq!(standing(GrantState::Good, in_days(-1), None, NOW), GrantState::Expiring);
        assert_eq!(standing(GrantState::Good, None, in_days(6), NOW), GrantState::Expiring);
        assert_eq!(standing(GrantState::Revoked, in_days(1), None, NOW), GrantState::Revoked);
    }
}
