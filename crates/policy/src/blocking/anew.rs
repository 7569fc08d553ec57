//! A second report about a mail that came back already: whether it says more than what is known.

use domain::returns::{ReturnClass, ReturnEffect};

use crate::returns::Verdict;

/// Whether the second verdict takes the place of the first: more follows from it, or it is surer. `has_effect` says whether
/// the first blocked its address, or is held by an incident: then nothing that does less takes its place, or whoever lifts
/// that block would find no return that it came of.
#[must_use]
pub fn says_more(first: &Verdict, second: &Verdict, has_effect: bool) -> bool {
    if second.class == ReturnClass::Unclassified {
        return false;
    }
    let is_surer = second.confidence > first.confidence || first.class == ReturnClass::Unclassified;
    match weight(second.effect()).cmp(&weight(first.effect())) {
        std::cmp::Ordering::Greater => true,
        std::cmp::Ordering::Equal => is_surer,
        std::cmp::Ordering::Less => is_surer && !has_effect,
    }
}

/// How much follows for the address.
const fn weight(effect: ReturnEffect) -> u8 {
    match effect {
        ReturnEffect::Nothing => 0,
        ReturnEffect::Counts => 2,
        ReturnEffect::BlockMailingsWhenRepeated => 3,
        ReturnEffect::BlockMailingsNow | ReturnEffect::LeavesList => 4,
        ReturnEffect::BlockWhenRepeated | ReturnEffect::BlockWhenRechecked => 5,
        ReturnEffect::BlockNow => 6,
    }
}

#[cfg(test)]
mod tests {
    use domain::returns::Confidence;

    use super::*;
    use crate::returns::{Evidence, RuleSet};

    const UNKNOWN: &str = "550 5.1.1 <a@b.example>: Recipient address rejected: User unknown";
    const SPAM: &str = "554 5.7.1 Message rejected as spam";
    const NOBODY_KNOWS: &str = "snip snap";

    fn verdict(words: &str) -> Verdict {
        RuleSet::standard().judge(&Evidence::of_words(words))
    }

    fn check(first: &str, second: &str, has_effect: bool) -> bool {
        says_more(&verdict(first), &verdict(second), has_effect)
    }

    #[test]
    fn what_nobody_understands_takes_the_place_of_nothing_and_what_is_understood_takes_its_place() {
        assert!(!check(UNKNOWN, NOBODY_KNOWS, true));
        assert!(!check(NOBODY_KNOWS, NOBODY_KNOWS, false));
        assert!(check(NOBODY_KNOWS, UNKNOWN, false));
        assert!(check(NOBODY_KNOWS, SPAM, false));
    }

    #[test]
    fn what_blocked_stays_whatever_less_is_said_and_a_surer_word_of_the_same_takes_its_place() {
        assert!(!check(UNKNOWN, SPAM, true));
        assert!(!check(UNKNOWN, UNKNOWN, true));
        let guessed = Verdict { confidence: Confidence::Low, ..verdict(UNKNOWN) };
        assert!(says_more(&guessed, &verdict(UNKNOWN), false));
        assert!(!says_more(&verdict(UNKNOWN), &guessed, true));
    }
}
