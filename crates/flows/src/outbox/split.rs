//! A server that takes some of the recipients of a mail, and says of the others that they are too many.
//!
//! RFC 5321 4.5.3.1.10: those go in another transaction. `wire` knows what reply codes say of it; servers that give no
//! enhanced code say it in words, which `policy::pace` and the rules of returns know.

use std::collections::BTreeSet;

use domain::returns::ReturnClass;
use domain::{About, Outcome};
use policy::pace::{self, TooMany};
use policy::returns::{Evidence, RuleSet};

use super::record::Ended;

/// The deliveries, by their places, that were refused as too many, and are put off. Where others of the same mail were
/// accepted, a transaction holds no more. Where none was, a quota is used up: a first recipient is not one too many.
pub(super) fn too_many(ended: &Ended) -> BTreeSet<usize> {
    let is_behind_others = ended.outcomes.iter().any(is_accepted);
    let host = ended.host.as_deref();
    let is_limited = |outcome: &Outcome| {
        let verdict = RuleSet::standard().judge(&Evidence::of_outcome(outcome, host));
        verdict.class == ReturnClass::RateLimited
    };
    let is_too_many = |outcome: &Outcome| {
        let Outcome::Refused(reply) = outcome else { return false };
        reply.about == About::Recipient
            && (pace::too_many(reply).is_some() || (is_behind_others && is_limited(outcome)))
    };
    let refused = ended.outcomes.iter().enumerate().filter(|(_, outcome)| is_too_many(outcome));
    refused.map(|(place, _)| place).collect()
}

/// One in so many of a transaction must be taken for the next one to be due at once: that bounds the transactions of one
/// mail, and what is written down of them.
const TAKEN_AT_LEAST: usize = 20;

/// The deliveries, by their places, that go in another transaction at once: this one held no more, and what it took is out
/// of the way. What the server counts in a time, or says nothing of a list about, waits as ever.
pub(super) fn in_next_transaction(ended: &Ended) -> BTreeSet<usize> {
    let taken = ended.outcomes.iter().filter(|outcome| matches!(outcome, Outcome::Delivered(_))).count();
    if taken.saturating_mul(TAKEN_AT_LEAST) < ended.outcomes.len().max(1) {
        return BTreeSet::new();
    }
    let is_one_more = |outcome: &Outcome| {
        let reply = match outcome {
            Outcome::Deferred(reply) if pace::is_long_list(reply) => reply,
            Outcome::Refused(reply) => reply,
            Outcome::Delivered(_)
            | Outcome::Deferred(_)
            | Outcome::Unreachable(_)
            | Outcome::Impossible(_) => return false,
        };
        reply.about == About::Recipient && pace::too_many(reply) == Some(TooMany::Together)
    };
    let beyond = ended.outcomes.iter().enumerate().filter(|(_, outcome)| is_one_more(outcome));
    beyond.map(|(place, _)| place).collect()
}

/// Whether the recipient was accepted, whatever became of the mail.
fn is_accepted(outcome: &Outcome) -> bool {
    let is_of_mail = |about| matches!(about, About::Mail | About::MailOfSeveral);
    match outcome {
        Outcome::Delivered(_) => true,
        Outcome::Deferred(reply) | Outcome::Refused(reply) => is_of_mail(reply.about),
        Outcome::Unreachable(_) | Outcome::Impossible(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use domain::{Reply, ReplyCode};

    use super::*;

    fn places(outcomes: Vec<Outcome>) -> Vec<usize> {
        too_many(&Ended::without_server(outcomes)).into_iter().collect()
    }

    fn reply(code: u16, about: About, words: &str) -> Reply {
        Reply { code: ReplyCode::new(code).unwrap(), enhanced: None, words: words.to_owned(), about }
    }

    #[test]
    fn too_many_are_those_that_are_refused_so_behind_others_or_by_a_quota() {
        let many = || Outcome::Refused(reply(550, About::Recipient, "Too many recipients"));
        let unknown = || Outcome::Refused(reply(550, About::Recipient, "no such user"));
        let taken = || Outcome::Delivered(reply(250, About::Recipient, "taken"));
        let busy = || Outcome::Deferred(reply(451, About::MailOfSeveral, "busy"));
        assert_eq!(places(vec![taken(), many(), unknown(), many()]), [1, 3]);
        assert_eq!(places(vec![busy(), many()]), [1]);
        assert_eq!(places(vec![unknown(), many()]), [1], "a first recipient is not one too many");
        let hourly = || Outcome::Refused(reply(550, About::Recipient, "Too many recipients this hour"));
        assert_eq!(places(vec![hourly(), many()]), [0, 1]);
        // What is refused for something else is no quota of recipients, nor is what the mail itself is refused for.
        let of_mail = || Outcome::Refused(reply(550, About::Mail, "Too many recipients"));
        let full = || Outcome::Refused(reply(552, About::Recipient, "mailbox full"));
        let fast = || Outcome::Refused(reply(550, About::Recipient, "5.7.1 slow down"));
        assert!(places(vec![of_mail()]).is_empty());
        assert!(places(vec![full(), fast()]).is_empty());
    }

    #[test]
    fn what_a_transaction_does_not_hold_goes_at_once_in_the_next_one_while_enough_of_each_is_taken() {
        let at_once = |outcomes: Vec<Outcome>| -> Vec<usize> {
            in_next_transaction(&Ended::without_server(outcomes)).into_iter().collect()
        };
        let taken = || Outcome::Delivered(reply(250, About::Recipient, "taken"));
        let refused = || Outcome::Refused(reply(550, About::Recipient, "Too many recipients"));
        let deferred = || Outcome::Deferred(reply(452, About::Recipient, "4.5.3 Too many recipients"));
        let hourly = || Outcome::Refused(reply(550, About::Recipient, "Too many recipients this hour"));
        let full = || Outcome::Deferred(reply(452, About::Recipient, "4.2.2 mailbox full"));
        assert_eq!(at_once(vec![taken(), refused(), deferred(), hourly(), full()]), [1, 2]);
        let busy = || Outcome::Deferred(reply(451, About::MailOfSeveral, "busy"));
        assert!(at_once(vec![busy(), deferred()]).is_empty(), "nothing was taken");
        // What `wire` made temporary behind others says as little by its number alone.
        for (code, words, goes) in [
            (550, "5.5.3 Too many recipients", 1),
            (550, "5.5.3 Too many recipients this hour", 0),
            (452, "4.5.3 Too many recipients today", 0),
            (552, "Too many recipients", 1),
            (552, "mailbox full", 0),
        ] {
            let made = Outcome::Deferred(reply(code, About::Recipient, words));
            assert_eq!(at_once(vec![taken(), made]).len(), goes, "{code} {words}");
        }
        let few = |others: usize| {
            let mut all = vec![taken()];
            all.extend((0..others).map(|_| deferred()));
            at_once(all).len()
        };
        assert_eq!((few(19), few(20)), (19, 0));
    }
}
