//! When a case is escalated, and who hears of it.

use std::collections::BTreeSet;

use domain::escalation::{Level, Tell};
use domain::{Timestamp, UserId};

use crate::deadline::{self, OfficeHours};

/// The levels of a case's priority, and what they are counted from.
#[derive(Clone, Copy, Debug)]
pub struct Chain<'a> {
    /// The levels, in their order.
    pub levels: &'a [Level],
    /// The case's deadline.
    pub due: Option<Timestamp>,
    /// When the case began, or began anew.
    pub from: Timestamp,
    /// The organisation's office hours.
    pub hours: &'a OfficeHours,
}

/// What is to be done with a case.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict<'a> {
    /// No level is left.
    Over,
    /// The next one comes at this instant.
    Wait(Timestamp),
    /// This one is due.
    Act(&'a Level),
}

/// Decides about a case of which so many levels are done.
#[must_use]
pub fn decide<'a>(chain: &Chain<'a>, done: usize, now: Timestamp) -> Verdict<'a> {
    let Some(level) = chain.levels.get(done) else { return Verdict::Over };
    let at = at(chain, level);
    if at > now { Verdict::Wait(at) } else { Verdict::Act(level) }
}

/// When a level comes; never before the case began.
#[must_use]
pub fn at(chain: &Chain<'_>, level: &Level) -> Timestamp {
    let hours = level.office_hours.then_some(chain.hours);
    let base = chain.due.unwrap_or(chain.from);
    let minutes = level.after_minutes.unsigned_abs();
    let at = if level.after_minutes < 0 {
        deadline::before(base, minutes, hours)
    } else {
        deadline::due(base, minutes, hours)
    };
    at.max(chain.from)
}

/// Who has to do with a case.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct People {
    /// Whose it is.
    pub owner: Option<UserId>,
    /// The administrator of its category.
    pub administrator: Option<UserId>,
    /// The members of its category.
    pub members: Vec<UserId>,
}

/// Whom a level tells, each once.
#[must_use]
pub fn told(tell: &Tell, people: &People) -> BTreeSet<UserId> {
    let owner = people.owner.filter(|_| tell.owner);
    let administrator = people.administrator.filter(|_| tell.administrator);
    let members = people.members.iter().filter(|_| tell.members);
    owner.into_iter().chain(administrator).chain(members.chain(&tell.users).copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR_MS: i64 = 3600 * 1000;

    fn instant(text: &str) -> Timestamp {
        Timestamp::from_millis(text.parse::<jiff::Timestamp>().unwrap().as_millisecond())
    }

    fn level(after_minutes: i32, office_hours: bool) -> Level {
        Level { after_minutes, office_hours, ..Level::default() }
    }

    fn check(level: &Level, due: Option<&str>, expected: &str) {
        let hours = OfficeHours::default();
        let from = instant("2026-11-27T08:00:00Z");
        let chain = Chain { levels: &[], due: due.map(instant), from, hours: &hours };
        assert_eq!(at(&chain, level), instant(expected), "{level:?} {due:?}");
    }

    #[test]
    fn levels_are_counted_from_the_deadline_or_the_beginning_but_never_before_it() {
        let due = Some("2026-11-27T14:00:00Z");
        check(&level(30, false), due, "2026-11-27T14:30:00Z");
        check(&level(-30, false), due, "2026-11-27T13:30:00Z");
        check(&level(-24 * 60, false), due, "2026-11-27T08:00:00Z");
        check(&level(45, false), None, "2026-11-27T08:45:00Z");
        // Friday 15:00 in Oslo: an hour is left, and one more on Monday.
        check(&level(120, true), due, "2026-11-30T08:00:00Z");
        // Monday 09:00 in Oslo: an hour since the office opened, and one of Friday.
        check(&level(-120, true), Some("2026-11-30T08:00:00Z"), "2026-11-27T14:00:00Z");
    }

    #[test]
    fn one_level_is_due_after_the_other_and_then_it_is_over() {
        let (hours, from) = (OfficeHours::default(), Timestamp::from_millis(0));
        let levels = [level(60, false), level(120, false)];
        let chain = Chain { levels: &levels, due: None, from, hours: &hours };
        let (one, two) = (from.plus_millis(HOUR_MS), from.plus_millis(2 * HOUR_MS));
        assert_eq!(decide(&chain, 0, from), Verdict::Wait(one));
        assert_eq!(decide(&chain, 0, one), Verdict::Act(&levels[0]));
        assert_eq!(decide(&chain, 1, one), Verdict::Wait(two));
        assert_eq!(decide(&chain, 1, two.plus_millis(1)), Verdict::Act(&levels[1]));
        assert_eq!(decide(&chain, 2, two), Verdict::Over);
        // Levels were taken away meanwhile.
        assert_eq!(decide(&chain, 5, two), Verdict::Over);
    }

    #[test]
    fn each_of_those_whom_a_level_names_is_told_once() {
        let user = UserId::new;
        let people =
            People { owner: Some(user(1)), administrator: Some(user(2)), members: vec![user(1), user(3)] };
        let all = Tell { owner: true, administrator: true, members: true, ..Tell::default() };
        assert_eq!(told(&all, &people).into_iter().collect::<Vec<_>>(), [1, 2, 3].map(user));
        let named = Tell { users: vec![user(9)], ..Tell::default() };
        assert_eq!(told(&named, &people).into_iter().collect::<Vec<_>>(), [user(9)]);
        assert!(told(&Tell { owner: true, ..Tell::default() }, &People::default()).is_empty());
    }
}
