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
    /// How much of the work is his, at least 1.
    pub weight: u32,
    /// How far his share has come, see [`Facts::share`].
    pub share: i64,
}

/// What is known about the category.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Facts {
    /// How it assigns.
    pub assignment: Assignment,
    /// Its active members who are not away.
    pub candidates: Vec<Candidate>,
    /// Its administrator, when he is active and not away.
    pub administrator: Option<UserId>,
    /// How far the sharing by weights has come. Whoever lags behind it was away or is new, and begins here:
    /// nobody gets at once what he missed.
    pub share: i64,
    /// Who got the customer's case before this one, a short time ago.
    pub before: Option<UserId>,
}

/// Why somebody is given a case.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Because {
    /// It was his turn.
    Turn,
    /// It was his turn by the weights.
    Weight,
    /// He got another case of the same customer a short time ago.
    SameCustomer,
    /// He has the fewest open cases.
    FewestOpen,
    /// No member is there, and he administers the category.
    Administrator,
    /// He stands in for the owner, who is away.
    StandsIn,
}

impl Because {
    /// The stable name that timeline and log store.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Turn => "turn",
            Self::Weight => "weight",
            Self::SameCustomer => "same_customer",
            Self::FewestOpen => "fewest_open",
            Self::Administrator => "administrator",
            Self::StandsIn => "stands_in",
        }
    }
}

/// By how much one case brings the share of a member of weight 1 on.
const SHARE: i64 = 1_000_000;

/// Where the shares stand after a member was given a case: his, and the category's. Nothing moves them where
/// weights do not count.
#[must_use]
pub fn after_turn(facts: &Facts, user: UserId) -> Option<(i64, i64)> {
    if facts.assignment != Assignment::Weighted {
        return None;
    }
    let reached = |one: &Candidate| one.share.max(facts.share);
    let one = facts.candidates.iter().find(|one| one.user == user)?;
    // Whoever was given a case for another reason than his turn is ahead; the others still get what is theirs.
    let category = facts.candidates.iter().map(reached).min()?;
    Some((reached(one).saturating_add(SHARE / i64::from(one.weight.max(1))), category))
}

/// Chooses; `None` leaves the case in the queue.
#[must_use]
pub fn decide(facts: &Facts) -> Option<(UserId, Because)> {
    // Equals are settled by who had the longest rest, and then by the id, so that a decision can be repeated.
    let rested = |one: &&Candidate| (one.last_assigned_at, one.user);
    let before = facts.candidates.iter().find(|one| Some(one.user) == facts.before);
    let (chosen, because) = match facts.assignment {
        Assignment::None => return None,
        Assignment::Even | Assignment::Weighted | Assignment::FewestOpen if before.is_some() => {
            (before, Because::SameCustomer)
        }
        Assignment::Even => (facts.candidates.iter().min_by_key(rested), Because::Turn),
        Assignment::Weighted => {
            let least = |one: &&Candidate| (one.share.max(facts.share), rested(one));
            (facts.candidates.iter().min_by_key(least), Because::Weight)
        }
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
        let last_assigned_at = Timestamp::from_millis(last);
        Candidate { user: UserId::new(user), last_assigned_at, open_cases, weight: 1, share: 0 }
    }

    fn check(assignment: Assignment, candidates: &[Candidate], expected: Option<(i64, Because)>) {
        let administrator = Some(UserId::new(99));
        let facts =
            Facts { assignment, candidates: candidates.to_vec(), administrator, share: 0, before: None };
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
        let nobody = Facts {
            assignment: Assignment::FewestOpen,
            candidates: Vec::new(),
            administrator: None,
            share: 0,
            before: None,
        };
        assert_eq!(decide(&nobody), None);
    }

    #[test]
    fn a_customers_next_case_goes_to_the_same_member_unless_he_left() {
        let facts = |before| Facts {
            assignment: Assignment::Even,
            candidates: vec![candidate(1, 30, 0), candidate(2, 10, 0)],
            administrator: None,
            share: 0,
            before: Some(UserId::new(before)),
        };
        assert_eq!(decide(&facts(1)), Some((UserId::new(1), Because::SameCustomer)));
        assert_eq!(decide(&facts(9)), Some((UserId::new(2), Because::Turn)));
    }

    /// Gives this many cases out; how many each member got.
    fn share_out(facts: &mut Facts, cases: u32) -> Vec<u32> {
        let mut got = vec![0; facts.candidates.len()];
        for _ in 0..cases {
            let (user, because) = decide(facts).unwrap();
            assert_eq!(because, Because::Weight);
            let (his, category) = after_turn(facts, user).unwrap();
            let at = facts.candidates.iter().position(|one| one.user == user).unwrap();
            facts.candidates[at].share = his;
            facts.share = category;
            got[at] += 1;
        }
        got
    }

    fn weighted(weights: &[u32]) -> Facts {
        let member = |(user, weight): (i64, &u32)| Candidate { weight: *weight, ..candidate(user, 0, 0) };
        let candidates = (1..).zip(weights).map(member).collect();
        Facts { assignment: Assignment::Weighted, candidates, administrator: None, share: 0, before: None }
    }

    #[test]
    fn whoever_was_away_gets_no_more_than_his_share_afterwards() {
        let mut facts = weighted(&[1, 1]);
        facts.candidates.truncate(1);
        share_out(&mut facts, 100);
        facts.candidates.push(Candidate { weight: 1, ..candidate(2, 0, 0) });
        assert_eq!(share_out(&mut facts, 10), [5, 5]);
    }

    #[test]
    fn what_a_customer_brings_to_one_member_is_made_up_for_to_the_others() {
        let mut facts = weighted(&[1, 1]);
        let first = facts.candidates[0].user;
        for _ in 0..50 {
            let (his, category) = after_turn(&facts, first).unwrap();
            facts.candidates[0].share = his;
            facts.share = category;
        }
        assert_eq!(share_out(&mut facts, 50), [0, 50]);
        assert_eq!(share_out(&mut facts, 10), [5, 5]);
    }

    #[test]
    fn turns_without_weights_move_no_share() {
        for assignment in [Assignment::Even, Assignment::FewestOpen, Assignment::None] {
            let facts = Facts { assignment, ..weighted(&[1, 1]) };
            assert_eq!(after_turn(&facts, facts.candidates[0].user), None);
        }
    }

    proptest::proptest! {
        #[test]
        fn weights_are_kept_over_many_cases(weights in proptest::collection::vec(1_u32..=100, 1..6)) {
            let total: u32 = weights.iter().sum();
            let got = share_out(&mut weighted(&weights), total * 10);
            for (weight, got) in weights.iter().zip(got) {
                let off = got.abs_diff(weight * 10);
                proptest::prop_assert!(off <= 2, "weight {weight} of {total} got {got} of {}", total * 10);
            }
        }
    }
}
