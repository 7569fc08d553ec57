//! What one more return means for its address: nothing, one more of those that are accepted, or the end.
//!
//! Only what is the fault of the address or its domain counts or blocks ([`ReturnClass::effect`]); what may pass
//! and what is not sure counts at most ([`Verdict::effect`]).

pub mod anew;
pub mod mass;
pub mod speakers;
pub mod trial;

use domain::Timestamp;
use domain::blocks::{BlockReason, BlockScope};
use domain::returns::{ReturnClass, ReturnEffect};

use crate::returns::Verdict;

/// Mails that may come back before the next one blocks the address, unless the organisation says otherwise.
pub const ACCEPTED_RETURNS: u32 = 5;
/// How long a return is remembered, milliseconds.
pub const MEMORY_MS: i64 = 90 * DAY_MS;
/// How long after a server took a mail that did not come back it has arrived, milliseconds. Reports come within hours, but for
/// those of servers that try for days.
pub const ARRIVED_AFTER_MS: i64 = DAY_MS;

const DAY_MS: i64 = 24 * 3600 * 1000;
/// A mailbox that is switched off may be switched on again within these days.
const REPEATED_AFTER_MS: i64 = 7 * DAY_MS;
/// A domain that is gone may be back the next day.
const RECHECKED_AFTER_MS: i64 = DAY_MS;

/// What is known of an address when mail to it comes back.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// What came back means.
    pub verdict: &'a Verdict,
    /// What other mails to it came back as since the last one that arrived, within [`MEMORY_MS`].
    pub earlier: &'a [Earlier],
    /// Returns that are accepted; the next one blocks.
    pub accepted: u32,
    /// Whether DNS says at this moment that the address's domain is not there or takes no mail, whoever else says so.
    pub domain_is_gone: bool,
    /// The present.
    pub now: Timestamp,
}

/// One earlier return, of another mail.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Earlier {
    /// Its class.
    pub class: ReturnClass,
    /// Whether it counted.
    pub counted: bool,
    /// When.
    pub at: Timestamp,
}

/// What follows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Decision {
    /// It is kept as evidence; the address is not to blame.
    Kept,
    /// It is one more.
    Counted,
    /// The address is written to no more.
    Blocked(BlockScope, BlockReason),
}

/// Decides.
#[must_use]
pub fn decide(facts: &Facts<'_>) -> Decision {
    let returned = |scope| Decision::Blocked(scope, BlockReason::Returned);
    match facts.verdict.effect() {
        ReturnEffect::Nothing | ReturnEffect::LeavesList => Decision::Kept,
        ReturnEffect::Counts => counted(facts),
        // A null MX is for everybody to see (RFC 7505): who says so of a domain that has none may mean himself.
        ReturnEffect::BlockNow
            if facts.verdict.class == ReturnClass::DomainNoMail && !facts.domain_is_gone =>
        {
            counted(facts)
        }
        ReturnEffect::BlockNow => returned(BlockScope::All),
        ReturnEffect::BlockWhenRepeated if facts.had_before(REPEATED_AFTER_MS) => returned(BlockScope::All),
        // Servers with a resolver that is broken say so of domains that are well.
        ReturnEffect::BlockWhenRechecked if facts.domain_is_gone && facts.had_before(RECHECKED_AFTER_MS) => {
            returned(BlockScope::All)
        }
        ReturnEffect::BlockWhenRepeated | ReturnEffect::BlockWhenRechecked => counted(facts),
        ReturnEffect::BlockMailingsNow => returned(BlockScope::Mailings),
        ReturnEffect::BlockMailingsWhenRepeated if facts.had_before(0) => returned(BlockScope::Mailings),
        // Whoever does not want one sender's mail has an address that works.
        ReturnEffect::BlockMailingsWhenRepeated => Decision::Kept,
    }
}

/// Whether DNS is asked before such a refusal weighs in full: it says something that DNS knows better.
#[must_use]
pub fn is_asked_of_dns(class: ReturnClass) -> bool {
    matches!(class, ReturnClass::DomainUnknown | ReturnClass::DomainNoMail)
}

fn counted(facts: &Facts<'_>) -> Decision {
    let before = facts.earlier.iter().filter(|earlier| earlier.counted).count();
    let all = u32::try_from(before).unwrap_or(u32::MAX).saturating_add(1);
    if all > facts.accepted {
        Decision::Blocked(BlockScope::All, BlockReason::Limit)
    } else {
        Decision::Counted
    }
}

/// Whether a mail that is proved to be from a blocked address may lift such a block: one that returns made for all mail. That somebody
/// writes does not say that he wants mailings, and what people and lists say is theirs to take back.
#[must_use]
pub const fn mail_may_lift(scope: BlockScope, reason: BlockReason) -> bool {
    match (scope, reason) {
        (BlockScope::All, BlockReason::Returned | BlockReason::Limit) => true,
        (BlockScope::All, BlockReason::Hand | BlockReason::Imported)
        | (
            BlockScope::Mailings,
            BlockReason::Returned | BlockReason::Limit | BlockReason::Hand | BlockReason::Imported,
        ) => false,
    }
}

/// Whether such a refusal may block its address for all mail, at once or as one too many, so that many of them are a burst
/// ([`mass`]).
#[must_use]
pub fn may_block(verdict: &Verdict) -> bool {
    match verdict.effect() {
        ReturnEffect::BlockNow
        | ReturnEffect::BlockWhenRepeated
        | ReturnEffect::BlockWhenRechecked
        | ReturnEffect::Counts => true,
        ReturnEffect::Nothing
        | ReturnEffect::LeavesList
        | ReturnEffect::BlockMailingsNow
        | ReturnEffect::BlockMailingsWhenRepeated => false,
    }
}

/// Whether a return that is kept ([`Decision::Kept`]) blocks when the same comes again, so that what arrives in between matters.
#[must_use]
pub fn is_held_against(verdict: &Verdict) -> bool {
    match verdict.effect() {
        ReturnEffect::BlockMailingsWhenRepeated => true,
        ReturnEffect::Nothing
        | ReturnEffect::LeavesList
        | ReturnEffect::Counts
        | ReturnEffect::BlockNow
        | ReturnEffect::BlockWhenRepeated
        | ReturnEffect::BlockWhenRechecked
        | ReturnEffect::BlockMailingsNow => false,
    }
}

impl Facts<'_> {
    /// Whether another mail came back as the same at least this long ago.
    fn had_before(&self, ms: i64) -> bool {
        let same = |earlier: &&Earlier| earlier.class == self.verdict.class;
        self.earlier.iter().filter(same).any(|earlier| self.now.millis_since(earlier.at) >= ms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::returns::{Evidence, RuleSet};

    const NOW: Timestamp = Timestamp::from_millis(1_700_000_000_000);

    fn earlier(words: &str, days: i64) -> Earlier {
        let verdict = RuleSet::standard().judge(&Evidence::of_words(words));
        let counted = verdict.effect() != ReturnEffect::Nothing;
        Earlier { class: verdict.class, counted, at: NOW.plus_millis(-days * DAY_MS) }
    }

    fn check(words: &str, before: &[Earlier], expected: Decision) {
        let verdict = RuleSet::standard().judge(&Evidence::of_words(words));
        assert_eq!(decide(&facts(&verdict, before)), expected, "{words}: {verdict:?}");
    }

    fn facts<'a>(verdict: &'a Verdict, earlier: &'a [Earlier]) -> Facts<'a> {
        Facts { verdict, earlier, accepted: ACCEPTED_RETURNS, domain_is_gone: false, now: NOW }
    }

    #[test]
    fn a_domain_is_gone_when_dns_says_so_a_day_later_and_not_when_servers_alone_do() {
        const GONE: &str = "550 5.1.2 Host unknown";
        let verdict = RuleSet::standard().judge(&Evidence::of_words(GONE));
        let (yesterday, just_now) = ([earlier(GONE, 1)], [earlier(GONE, 0)]);
        let decided = |before, domain_is_gone| decide(&Facts { domain_is_gone, ..facts(&verdict, before) });
        assert_eq!(decided(&yesterday, false), Decision::Counted, "{verdict:?}");
        assert_eq!(decided(&just_now, true), Decision::Counted);
        assert_eq!(decided(&yesterday, true), Decision::Blocked(BlockScope::All, BlockReason::Returned));
    }

    #[test]
    fn a_domain_takes_no_mail_when_dns_says_so_and_not_when_a_server_alone_does() {
        let verdict = RuleSet::standard().judge(&Evidence::of_words("550 5.1.10 rejected"));
        let decided = |domain_is_gone| decide(&Facts { domain_is_gone, ..facts(&verdict, &[]) });
        assert_eq!(decided(false), Decision::Counted, "{verdict:?}");
        assert_eq!(decided(true), Decision::Blocked(BlockScope::All, BlockReason::Returned));
    }

    const UNKNOWN: &str = "550 5.1.1 <a@b.example>: Recipient address rejected: User unknown";
    const DISABLED: &str = "550 5.2.1 The email account that you tried to reach is disabled";
    const FULL: &str = "552 5.2.2 Mailbox full";
    const SPAM: &str = "554 5.7.1 Message rejected as spam";

    #[test]
    fn an_address_that_is_unknown_is_blocked_at_once_and_a_host_that_takes_us_for_spam_blames_nobody() {
        check(UNKNOWN, &[], Decision::Blocked(BlockScope::All, BlockReason::Returned));
        check(SPAM, &[earlier(SPAM, 1); 20], Decision::Kept);
        check("421 4.7.0 Try again later", &[], Decision::Kept);
    }

    #[test]
    fn a_mailbox_that_is_switched_off_is_blocked_when_it_still_is_a_week_later() {
        check(DISABLED, &[], Decision::Counted);
        check(DISABLED, &[earlier(DISABLED, 6)], Decision::Counted);
        check(DISABLED, &[earlier(DISABLED, 7)], Decision::Blocked(BlockScope::All, BlockReason::Returned));
    }

    #[test]
    fn mail_from_an_address_lifts_what_returns_blocked_for_all_mail_and_nothing_else() {
        let may: Vec<_> = BlockScope::ALL
            .into_iter()
            .flat_map(|scope| BlockReason::ALL.map(|reason| (scope, reason)))
            .filter(|(scope, reason)| mail_may_lift(*scope, *reason))
            .collect();
        let all = BlockScope::All;
        assert_eq!(may, [(all, BlockReason::Returned), (all, BlockReason::Limit)]);
    }

    #[test]
    fn five_returns_are_accepted_and_the_sixth_blocks() {
        let full = |count: usize| vec![earlier(FULL, 3); count];
        check(FULL, &full(4), Decision::Counted);
        check(FULL, &full(5), Decision::Blocked(BlockScope::All, BlockReason::Limit));
        let mixed = [full(4), vec![earlier(SPAM, 2); 9]].concat();
        check(FULL, &mixed, Decision::Counted);
    }
}
