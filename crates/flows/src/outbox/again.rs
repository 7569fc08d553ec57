//! When what was not taken is tried again, and whether the attempt counts: a mail waits by its own waits, and no less than
//! its destination does.

use domain::Outcome;
use policy::retry::Verdict;
use store::deliveries;

use super::contact::Contact;
use super::record::Ended;

/// A refusal for good as one for now.
pub(super) fn put_off(outcome: &Outcome) -> Option<Outcome> {
    match outcome {
        Outcome::Refused(reply) => Some(Outcome::Deferred(reply.clone())),
        Outcome::Delivered(_) | Outcome::Deferred(_) | Outcome::Unreachable(_) | Outcome::Impossible(_) => {
            None
        }
    }
}

/// A mail is tried no sooner than its destination; and no later, where no server let it begin: that was the destination's
/// failure, and it waits with all other mail that goes there.
pub(super) fn with_destination(verdict: Verdict, ended: &Ended) -> Verdict {
    match (verdict, &ended.waits) {
        (Verdict::Again(_), Some((_, until))) if is_of_destination(ended) => Verdict::Again(*until),
        (Verdict::Again(at), Some((_, until))) => Verdict::Again(at.max(*until)),
        (Verdict::Sent | Verdict::Again(_) | Verdict::Over(_), _) => verdict,
    }
}

/// What is tried again because a transaction held no more used up no attempt.
pub(super) const fn in_next(verdict: deliveries::Verdict) -> deliveries::Verdict {
    match verdict {
        deliveries::Verdict::Retry { at }
        | deliveries::Verdict::Next { at }
        | deliveries::Verdict::Unbegun { at } => deliveries::Verdict::Next { at },
        deliveries::Verdict::Sent | deliveries::Verdict::Failed => verdict,
    }
}

/// Nor did what no server let begin.
pub(super) fn unbegun(verdict: deliveries::Verdict, ended: &Ended) -> deliveries::Verdict {
    match verdict {
        deliveries::Verdict::Retry { at } if is_of_destination(ended) => deliveries::Verdict::Unbegun { at },
        deliveries::Verdict::Retry { .. }
        | deliveries::Verdict::Next { .. }
        | deliveries::Verdict::Unbegun { .. }
        | deliveries::Verdict::Sent
        | deliveries::Verdict::Failed => verdict,
    }
}

/// Whether no server let it begin, and the destination is parked. What a relay wants a sign-in for waits by itself: it would be
/// the first to find out each time, and all that the relay takes without one stand behind it.
fn is_of_destination(ended: &Ended) -> bool {
    match ended.contact {
        Some(Contact::Missed | Contact::TurnedAway) => ended.waits.is_some(),
        Some(Contact::Unsigned | Contact::Begun) | None => false,
    }
}

#[cfg(test)]
mod tests {
    use domain::Timestamp;

    use super::*;

    fn ended(contact: Contact, until: Option<Timestamp>) -> Ended {
        let waits = until.map(|until| ("mx:a.test".to_owned(), until));
        Ended { contact: Some(contact), waits, ..Ended::without_server(Vec::new()) }
    }

    #[test]
    fn what_no_server_let_begin_goes_with_its_destination_and_all_else_by_its_own_waits() {
        let (soon, late) = (Timestamp::from_millis(60_000), Timestamp::from_millis(480_000));
        let at = |ended: &Ended| with_destination(Verdict::Again(late), ended);
        let (missed, begun) = (Contact::Missed, Contact::Begun);
        assert_eq!(at(&ended(missed, Some(soon))), Verdict::Again(soon));
        assert_eq!(at(&ended(begun, Some(soon))), Verdict::Again(late));
        assert_eq!(at(&ended(Contact::Unsigned, Some(soon))), Verdict::Again(late), "another finds out next");
        assert_eq!(at(&ended(missed, None)), Verdict::Again(late), "nothing is parked");
        let counts = |ended: &Ended| unbegun(deliveries::Verdict::Retry { at: late }, ended);
        assert_eq!(counts(&ended(missed, Some(soon))), deliveries::Verdict::Unbegun { at: late });
        assert_eq!(counts(&ended(begun, Some(soon))), deliveries::Verdict::Retry { at: late });
        assert_eq!(
            unbegun(deliveries::Verdict::Failed, &ended(missed, Some(soon))),
            deliveries::Verdict::Failed
        );
    }
}
