//! Where a sender domain stands after a look, and when the next one is due. Nothing is switched off over a failure
//! of DNS, nor at once over a record that is gone: that may be a move from one name server to another.

use domain::Timestamp;
use domain::sender_domain::SenderDomainState;

/// What a look says of our right to send.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Seen {
    /// A key that signs is there.
    Live,
    /// None is.
    Missing,
    /// DNS did not answer.
    NoAnswer,
}

/// Where a domain stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Standing {
    /// Its state.
    pub state: SenderDomainState,
    /// Looks in a row at which the key was missing from a domain that was live.
    pub failures: u32,
    /// When the first of them was.
    pub failing_since: Option<Timestamp>,
    /// Since when it is live; `None` while it is not.
    pub live_since: Option<Timestamp>,
    /// When it was switched off, until it is live again.
    pub switched_off_at: Option<Timestamp>,
    /// Since when somebody waits for a record to be seen.
    pub watched_since: Timestamp,
}

/// Failed looks after which a domain is switched off ...
const FAILURES_MAX: u32 = 3;
/// ... if the first of them lies this far back, seconds.
const FAILING_FOR_S: i64 = 24 * 3600;
/// How long the record of a retired key is still needed, seconds: mail waits for days on its way.
const RETIRED_FOR_S: i64 = 7 * 24 * 3600;

impl Standing {
    /// Where it stands after a look.
    #[must_use]
    pub fn after(self, seen: Seen, now: Timestamp) -> Self {
        match (seen, self.state) {
            (Seen::NoAnswer, _) => self,
            (Seen::Live, SenderDomainState::Pending) => Self {
                state: SenderDomainState::Live,
                failures: 0,
                failing_since: None,
                live_since: Some(now),
                switched_off_at: None,
                ..self
            },
            (Seen::Live, SenderDomainState::Live | SenderDomainState::Warning) => {
                Self { state: SenderDomainState::Live, failures: 0, failing_since: None, ..self }
            }
            (Seen::Missing, SenderDomainState::Pending) => self,
            (Seen::Missing, SenderDomainState::Live | SenderDomainState::Warning) => self.failed(now),
        }
    }

    fn failed(self, now: Timestamp) -> Self {
        let since = self.failing_since.unwrap_or(now);
        let failures = self.failures.saturating_add(1);
        if failures >= FAILURES_MAX && since.plus_seconds(FAILING_FOR_S) <= now {
            return Self {
                state: SenderDomainState::Pending,
                failures: 0,
                failing_since: None,
                live_since: None,
                switched_off_at: Some(now),
                watched_since: now,
            };
        }
        Self { state: SenderDomainState::Warning, failures, failing_since: Some(since), ..self }
    }
}

/// What a look leaves open.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Look {
    /// What it says of our right to send.
    pub seen: Seen,
    /// Whether somebody waits for the record of a key that is to take over.
    pub is_awaited: bool,
    /// Whether DNS was silent about a record that much hangs on.
    pub is_silent: bool,
    /// Whether the domain's mail leaves with a return path that DNS leads to us: where that is gone, mail is refused.
    pub returns_here: bool,
}

/// When DNS is looked at next.
#[must_use]
pub fn next_check(standing: &Standing, look: Look, now: Timestamp) -> Timestamp {
    const MINUTE: i64 = 60;
    const HOUR: i64 = 3600;
    const DAY: i64 = 24 * HOUR;
    let waited_s = now.millis_since(standing.watched_since) / 1000;
    let awaited = match waited_s {
        ..HOUR => 5 * MINUTE,
        HOUR..21_600 => 15 * MINUTE,
        21_600..2_592_000 => HOUR,
        _ => DAY,
    };
    let usual = match standing.state {
        SenderDomainState::Pending => awaited,
        SenderDomainState::Warning => HOUR,
        SenderDomainState::Live if look.is_awaited => awaited,
        SenderDomainState::Live if look.returns_here => 4 * HOUR,
        SenderDomainState::Live => DAY,
    };
    let is_silent = look.is_silent || look.seen == Seen::NoAnswer;
    let wait = if is_silent { usual.min(15 * MINUTE) } else { usual };
    now.plus_seconds(wait)
}

/// Whether the record of a key that retired at this time may be taken out of DNS.
#[must_use]
pub fn is_removable(retired_at: Timestamp, now: Timestamp) -> bool {
    needed_until(retired_at) <= now
}

/// Until when mail that such a key signed may be on its way.
pub(super) const fn needed_until(retired_at: Timestamp) -> Timestamp {
    retired_at.plus_seconds(RETIRED_FOR_S)
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Timestamp = Timestamp::from_millis(1_700_000_000_000);

    fn live() -> Standing {
        Standing {
            state: SenderDomainState::Live,
            failures: 0,
            failing_since: None,
            live_since: Some(START),
            switched_off_at: None,
            watched_since: START,
        }
    }

    #[test]
    fn a_domain_is_warned_of_first_and_switched_off_after_a_day_of_failures() {
        let hours = |hours: i64| START.plus_seconds(hours * 3600);
        let first = live().after(Seen::Missing, hours(1));
        assert_eq!((first.state, first.failing_since), (SenderDomainState::Warning, Some(hours(1))));
        // Many looks within a day are not enough, and neither is a day with few.
        let many = (2..24).fold(first, |standing, hour| standing.after(Seen::Missing, hours(hour)));
        assert_eq!((many.state, many.failures), (SenderDomainState::Warning, 23));
        let few = first.after(Seen::Missing, hours(40));
        assert_eq!((few.state, few.failures), (SenderDomainState::Warning, 2));
        let over = few.after(Seen::Missing, hours(41));
        assert_eq!((over.state, over.switched_off_at), (SenderDomainState::Pending, Some(hours(41))));
        assert_eq!(many.after(Seen::Missing, hours(25)).state, SenderDomainState::Pending);
    }

    #[test]
    fn silence_changes_nothing_and_one_good_look_mends_all() {
        let warned = live().after(Seen::Missing, START).after(Seen::Missing, START.plus_seconds(3600));
        let later = START.plus_seconds(90 * 3600);
        assert_eq!(warned.after(Seen::NoAnswer, later), warned);
        let mended = warned.after(Seen::Live, later);
        assert_eq!(mended, live());
        let pending = Standing { state: SenderDomainState::Pending, live_since: None, ..live() };
        assert_eq!(pending.after(Seen::Missing, later), pending);
        assert_eq!(pending.after(Seen::Live, later).live_since, Some(later));
    }

    #[test]
    fn looks_are_frequent_while_somebody_waits() {
        let pending = Standing { state: SenderDomainState::Pending, live_since: None, ..live() };
        let look = |(seen, is_awaited)| Look { seen, is_awaited, is_silent: false, returns_here: false };
        let wait = |standing: &Standing, what, after_s| {
            let now = START.plus_seconds(after_s);
            next_check(standing, look(what), now).millis_since(now) / 60_000
        };
        let missing = (Seen::Missing, false);
        let waits = [0, 3_599, 3_600, 21_600, 2_592_000].map(|after| wait(&pending, missing, after));
        assert_eq!(waits, [5, 5, 15, 60, 1_440]);
        assert_eq!(wait(&live(), (Seen::Live, false), 0), 1_440);
        assert_eq!(wait(&live(), (Seen::Live, true), 0), 5);
        assert_eq!(wait(&live(), (Seen::NoAnswer, false), 0), 15);
        assert_eq!(wait(&live().after(Seen::Missing, START), missing, 0), 60);
        let minutes = |look| next_check(&live(), look, START).millis_since(START) / 60_000;
        let silent = Look { is_silent: true, ..look((Seen::Live, false)) };
        assert_eq!(minutes(silent), 15, "of one record it was silent");
        assert_eq!(minutes(Look { returns_here: true, ..look((Seen::Live, false)) }), 240);
    }

    #[test]
    fn the_record_of_a_retired_key_is_needed_for_a_week() {
        assert!(!is_removable(START, START.plus_seconds(RETIRED_FOR_S - 1)));
        assert!(is_removable(START, START.plus_seconds(RETIRED_FOR_S)));
    }
}
