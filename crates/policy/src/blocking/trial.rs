//! Which blocked addresses may be tried with one mail, and what a mail that comes back says of such a trial.

use domain::blocks::{BlockReason, BlockScope};
use domain::returns::ReturnClass;

use super::{Decision, is_held_against};
use crate::returns::Verdict;

/// How long a trial waits for a mail, and how long that one may be on its way, milliseconds.
pub const MAIL_WITHIN_MS: i64 = 30 * 24 * 3600 * 1000;

/// Why an address is not tried.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NoTrial {
    /// It complained: only its owner can say that he wants mail again.
    Complained,
    /// Its owner wants no mailings, and only he can want them again.
    NeedsConsent,
}

/// Decides whether a blocked address may be tried; `said` is what its owner ever said against that, whatever came back since.
///
/// # Errors
/// Why not.
pub fn may_be_tried(
    (scope, reason): (BlockScope, BlockReason),
    last_class: Option<ReturnClass>,
    said: Option<NoTrial>,
) -> Result<(), NoTrial> {
    if let Some(said) = said {
        return Err(said);
    }
    if last_class == Some(ReturnClass::Complaint) {
        return Err(NoTrial::Complained);
    }
    if scope == BlockScope::Mailings && last_class == Some(ReturnClass::Unsubscribe) {
        return Err(NoTrial::NeedsConsent);
    }
    match (scope, reason) {
        // Somebody said for its owner that he wants none, or another service's list says that he complained.
        (BlockScope::Mailings, BlockReason::Hand | BlockReason::Imported) => Err(NoTrial::NeedsConsent),
        (BlockScope::Mailings, BlockReason::Returned | BlockReason::Limit)
        | (
            BlockScope::All,
            BlockReason::Returned | BlockReason::Limit | BlockReason::Hand | BlockReason::Imported,
        ) => Ok(()),
    }
}

/// What a mail that came back says of a trial.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tried {
    /// The address is as it was: it stays blocked.
    Failed,
    /// Nothing of the address: another mail has to show how it stands.
    SaysNothing,
}

/// Decides what a return says of the trial of its address. `is_frozen` where many others like it came from the same provider, so
/// that it blocks nobody.
#[must_use]
pub fn says(verdict: &Verdict, decision: Decision, is_frozen: bool) -> Tried {
    let weighs = match decision {
        Decision::Counted | Decision::Blocked(..) => true,
        Decision::Kept => is_held_against(verdict),
    };
    if weighs && !is_frozen { Tried::Failed } else { Tried::SaysNothing }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::returns::{Evidence, RuleSet};

    #[test]
    fn who_complained_or_wants_no_mailings_is_not_tried() {
        let returned = (BlockScope::All, BlockReason::Returned);
        let unknown = Some(ReturnClass::MailboxUnknown);
        assert_eq!(may_be_tried(returned, unknown, None), Ok(()));
        for said in [NoTrial::Complained, NoTrial::NeedsConsent] {
            assert_eq!(may_be_tried(returned, unknown, Some(said)), Err(said), "whatever came back since");
        }
        assert_eq!(may_be_tried(returned, Some(ReturnClass::Complaint), None), Err(NoTrial::Complained));
        let refused = Some(ReturnClass::RefusedByRecipient);
        let mailings = (BlockScope::Mailings, BlockReason::Returned);
        assert_eq!(may_be_tried(mailings, refused, None), Ok(()));
        let unsubscribed = Some(ReturnClass::Unsubscribe);
        assert_eq!(may_be_tried(mailings, unsubscribed, None), Err(NoTrial::NeedsConsent));
        for reason in [BlockReason::Hand, BlockReason::Imported] {
            assert_eq!(may_be_tried((BlockScope::Mailings, reason), None, None), Err(NoTrial::NeedsConsent));
            assert_eq!(may_be_tried((BlockScope::All, reason), None, None), Ok(()));
        }
    }

    #[test]
    fn only_what_weighs_against_the_address_fails_its_trial() {
        let said = |words: &str, decision, is_frozen| {
            says(&RuleSet::standard().judge(&Evidence::of_words(words)), decision, is_frozen)
        };
        assert_eq!(said("552 5.2.2 Mailbox full", Decision::Counted, false), Tried::Failed);
        assert_eq!(said("554 5.7.1 Message rejected as spam", Decision::Kept, false), Tried::SaysNothing);
        let refused = "550 5.7.1 <a@b.example>: the recipient has blocked your address";
        assert_eq!(said(refused, Decision::Kept, false), Tried::Failed);
        let unknown = Decision::Blocked(BlockScope::All, BlockReason::Returned);
        assert_eq!(said("550 5.1.1 User unknown", unknown, false), Tried::Failed);
        assert_eq!(said("550 5.1.1 User unknown", unknown, true), Tried::SaysNothing);
    }
}
