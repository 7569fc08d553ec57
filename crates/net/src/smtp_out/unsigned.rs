//! What a relay says for want of a sign-in is not said of the mail: it stands as if the sign-in itself had been refused
//! (RFC 4954 6), so that no mail fails for what somebody is to mend in the settings. Whether it is said of whoever comes is
//! not known, since a relay may want it of some senders alone.

use domain::{About, Outcome, Reply};

use super::TurnedAway;
use super::round::Round;

/// The same round, where a relay of ours made it.
pub(super) fn at_relay(mut round: Round) -> Round {
    let mut is_unsigned = false;
    for outcome in &mut round.outcomes {
        if let Outcome::Refused(reply) = outcome
            && is_of_sign_in(reply)
        {
            *outcome = Outcome::Unreachable(sentence(&round.host, reply));
            is_unsigned = true;
        }
    }
    let is_unheard = round.outcomes.iter().all(|outcome| matches!(outcome, Outcome::Unreachable(_)));
    if is_unsigned && is_unheard {
        (round.reached, round.turned_away) = (false, Some(TurnedAway::Unsigned));
    }
    round
}

/// RFC 4954 6: 530, 534, 535 and 538, and x.7.8, are about whoever signs in, or does not. What answers the mail itself is
/// about that: a relay may repeat there what the next server said of it.
fn is_of_sign_in(reply: &Reply) -> bool {
    let is_before_the_mail = match reply.about {
        About::Sender | About::Recipient => true,
        About::Mail | About::MailOfSeveral => false,
    };
    let is_status = reply.enhanced.is_some_and(|status| (status.subject, status.detail) == (7, 8));
    is_before_the_mail && (is_status || matches!(reply.code.get(), 530 | 534 | 535 | 538))
}

/// RFC 3207 4: 530 is also what a server says that takes no mail without TLS.
fn sentence(host: &str, reply: &Reply) -> String {
    let words = reply.words.to_ascii_lowercase();
    let wants_tls = ["starttls", "tls ", "encrypt"].iter().any(|word| words.contains(word));
    if wants_tls {
        return format!(
            "`{host}`: the server takes no mail without TLS; choose TLS or STARTTLS in its settings: {reply}"
        );
    }
    format!("`{host}`: the server refused our sign-in: {reply}")
}

#[cfg(test)]
mod tests {
    use domain::{EnhancedStatus, ReplyCode};

    use super::*;

    fn reply(code: u16, about: About, words: &str) -> Outcome {
        let enhanced = Some(EnhancedStatus::new(5, 7, 0));
        let code = ReplyCode::new(code).unwrap();
        Outcome::Refused(Reply { code, enhanced, words: words.to_owned(), about })
    }

    fn round(outcomes: Vec<Outcome>) -> Round {
        let unheard = Round::unheard("smtp.house.test", &Outcome::Unreachable(String::new()), 0);
        at_relay(Round { outcomes, reached: true, ..unheard })
    }

    #[test]
    fn a_relay_that_wants_a_sign_in_is_as_one_that_refuses_it() {
        for (code, about) in [(530, About::Sender), (535, About::Sender), (530, About::Recipient)] {
            let round = round(vec![reply(code, about, "Authentication required")]);
            let said = format!(
                "`smtp.house.test`: the server refused our sign-in: {code} 5.7.0 Authentication required"
            );
            assert_eq!((round.reached, round.turned_away), (false, Some(TurnedAway::Unsigned)));
            assert_eq!(round.outcomes, [Outcome::Unreachable(said)]);
        }
        let round = round(vec![reply(530, About::Sender, "Must issue a STARTTLS command first")]);
        assert!(round.outcomes[0].words().contains("takes no mail without TLS"), "{:?}", round.outcomes);
    }

    #[test]
    fn what_is_said_of_a_mail_or_by_another_code_is_the_mails() {
        let others = [
            reply(530, About::Mail, "Authentication required"),
            reply(550, About::Recipient, "no such user"),
            reply(553, About::Sender, "not owned by user"),
        ];
        for outcome in others {
            let round = round(vec![outcome.clone()]);
            assert_eq!((round.reached, round.outcomes), (true, vec![outcome]));
        }
    }

    #[test]
    fn a_relay_that_took_some_was_reached() {
        let other = reply(550, About::Recipient, "no such user");
        let round = round(vec![other.clone(), reply(530, About::Recipient, "sign in")]);
        assert!(round.reached && round.outcomes[0] == other && round.outcomes[1].is_temporary());
        assert_eq!(round.turned_away, None);
    }
}
