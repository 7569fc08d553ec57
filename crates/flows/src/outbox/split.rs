//! A server that takes some of the recipients of a mail, and says of the others that they are too many.
//!
//! RFC 5321 4.5.3.1.10: those go in another transaction. `wire` knows what reply codes say of it; servers that give no
//! enhanced code say it in words, which the rules of returns know.

use std::collections::BTreeSet;

use domain::returns::ReturnClass;
use domain::{About, Outcome};
use policy::returns::{Evidence, RuleSet};

use super::record::Ended;

/// The deliveries, by their places, that were refused as too many where others of the same mail were accepted.
pub(super) fn too_many(ended: &Ended) -> BTreeSet<usize> {
    if !ended.outcomes.iter().any(is_accepted) {
        return BTreeSet::new();
    }
    let host = ended.host.as_deref();
    let is_too_many = |outcome: &Outcome| {
        matches!(outcome, Outcome::Refused(reply) if reply.about == About::Recipient)
            && RuleSet::standard().judge(&Evidence::of_outcome(outcome, host)).class
                == ReturnClass::RateLimited
    };
    let refused = ended.outcomes.iter().enumerate().filter(|(_, outcome)| is_too_many(outcome));
    refused.map(|(place, _)| place).collect()
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
    fn too_many_are_those_alone_that_are_refused_so_behind_others() {
        let many = || Outcome::Refused(reply(550, About::Recipient, "Too many recipients"));
        let unknown = || Outcome::Refused(reply(550, About::Recipient, "no such user"));
        let taken = || Outcome::Delivered(reply(250, About::Recipient, "taken"));
        let busy = || Outcome::Deferred(reply(451, About::MailOfSeveral, "busy"));
        assert_eq!(places(vec![taken(), many(), unknown(), many()]), [1, 3]);
        assert_eq!(places(vec![busy(), many()]), [1]);
        assert!(places(vec![unknown(), many()]).is_empty());
    }
}
