//! Who of a category's members is given a new case, and why.

use domain::case::Assignment;
use domain::{Timestamp, UserId};

/// A member who could be given the case; only active users are asked about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Candidate {
    /// The user.
    pub user: UserId,
    /// When he was given a case of this category last.
    pub last_assigned_at: Timestamp,
    /// How many open cases he has.
    pub open_cases: u64,
}

/// What is known about the category.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Facts {
    /// How it assigns.
    pub assignment: Assignment,
    /// Its active members.
    pub candidates: Vec<Candidate>,
    /// Its administrator, when he is active.
    pub administrator: Option<UserId>,
}

/// Why somebody is given a case.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Because {
    /// It was his turn.
    Turn,
    /// He has the fewest open cases.
    FewestOpen,
    /// No member is active, and he administers the category.
    Administrator,
}

impl Because {
    /// The stable name that timeline and log store.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Turn => "turn",
            Self::FewestOpen => "fewest_open",
            Self::Administrator => "administrator",
        }
    }
}

/// Chooses; `None` leaves the case in the queue.
#[must_use]
pub fn decide(facts: &Facts) -> Option<(UserId, Because)> {
    // Equals are settled by who had the longest rest, and then by the id, so that a decision can be repeated.
    let rested = |one: &&Candidate| (one.last_assigned_at, one.user);
    let (chosen, because) = match facts.assignment {
        Assignment::None => return None,
        Assignment::Even => (facts.candidates.iter().min_by_key(rested), Because::Turn),
        Assignment::FewestOpen => {
            let least = facts.candidates.iter().min_by_key(|one| (one.open_cases, rested(one)));
            (least, Because::FewestOpen)
        }
    };
    let administrator = || facts.administrator.map(|user| (user, Because::Administrator));
    chosen.map(|one| (one.user, because)).or_else(administrator)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(user: i64, last: i64, open_cases: u64) -> Candidate {
        Candidate { user: UserId::new(user), last_assigned_at: Timestamp::from_millis(last), open_cases }
    }

    fn check(assignment: Assignment, candidates: &[Candidate], expected: Option<(i64, Because)>) {
        let administrator = Some(UserId::new(99));
        let facts = Facts { assignment, candidates: candidates.to_vec(), administrator };
        let found = decide(&facts).map(|(user, because)| (user.get(), because));
        assert_eq!(found, expected);
    }

    #[test]
    fn members_have_their_turn_and_the_least_busy_comes_first_where_that_is_asked() {
        let members = [candidate(1, 30, 0), candidate(2, 10, 7), candidate(3, 20, 0)];
        check(Assignment::Even, &members, Some((2, Because::Turn)));
        check(Assignment::FewestOpen, &members, Some((3, Because::FewestOpen)));
        check(Assignment::None, &members, None);
    }

    #[test]
    fn without_members_the_administrator_gets_it_unless_nothing_is_assigned() {
        check(Assignment::Even, &[], Some((99, Because::Administrator)));
        check(Assignment::None, &[], None);
        let nobody =
            Facts { assignment: Assignment::FewestOpen, candidates: Vec::new(), administrator: None };
        assert_eq!(decide(&nobody), None);
    }
}
