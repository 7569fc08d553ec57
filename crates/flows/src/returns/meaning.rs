//! What last words mean to whoever reads them: judged by the same rules that decide what follows for an address, from what
//! is stored, so that what an older program wrote down reads as well.

use std::collections::HashMap;

use domain::encryption::TlsNeed;
use domain::failure::{Failure, Meaning};
use domain::outbox::AttemptResult;
use domain::returns::{ReturnClass, ReturnScope};
use domain::{About, EmailAddress, EnhancedStatus, OrganisationId, OutboxId, Problem, ReplyCode};
use net::smtp_out::{TOO_LARGE, missed_need};
use policy::returns::{Evidence, Verdict, new_address};
use store::cases::MessageContent;
use store::deliveries::{AttemptRow, DeliveryRow};

use super::rules::{Rules, of as rules_of};
use crate::office::Office;
use crate::outbox::NO_SIGN_IN;
use crate::problem;

/// Different words that are judged for one answer; a page has far fewer, and a mail that was tried for days has the same
/// words again and again.
const JUDGED_MAX: usize = 1_000;

/// Words as they are stored, with all that decides what they mean.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
struct Said<T> {
    words: T,
    code: Option<ReplyCode>,
    enhanced: Option<EnhancedStatus>,
    about: About,
    /// Providers have rules of their own.
    host: Option<T>,
    at_relay: bool,
}

impl Said<&str> {
    /// What a server said may be of any class; a sentence of ours, which names no code, of few.
    fn checked(&self, meaning: Meaning) -> Meaning {
        let sign_in_refused = self.at_relay && is_sign_in_refused(self.words);
        let meaning = Meaning { at_relay: self.at_relay, sign_in_refused, ..meaning };
        let by_server = self.code.is_some() || self.enhanced.is_some() || has_code(self.words);
        let missed_tls = self.missed_tls();
        if missed_tls != TlsNeed::Nothing {
            // Whatever a server or a certificate is quoted with, the mail's own demand kept it back.
            return Meaning { missed_tls, class: None, cause: None, of_relay: false, ..meaning };
        }
        if by_server {
            return Meaning { by_server, ..meaning };
        }
        let is_silent =
            || SILENT.iter().any(|silent| self.words.contains(silent)).then_some(ReturnClass::HostDown);
        let class =
            is_silent().or_else(|| meaning.class.filter(|class| is_seen_from_here(*class, self.words)));
        let of_relay = self.at_relay && class.is_some_and(|class| class.scope() == ReturnScope::Destination);
        Meaning { class, cause: None, of_relay, ..meaning }
    }

    /// What the author demanded and was not to be had, as a sentence of ours says; a server's has a code in front.
    fn missed_tls(&self) -> TlsNeed {
        let is_reply = self.code.is_some()
            || self.enhanced.is_some()
            || self.words.starts_with(|first: char| first.is_ascii_digit());
        if is_reply { TlsNeed::Nothing } else { missed_need(self.words) }
    }

    /// The same, to be kept.
    fn kept(self) -> Said<String> {
        let Said { words, code, enhanced, about, host, at_relay } = self;
        Said { words: words.to_owned(), code, enhanced, about, host: host.map(str::to_owned), at_relay }
    }
}

/// What `net` says of a server that nobody could speak with.
const SILENT: [&str; 6] = [
    "cannot connect to `",
    "the connection was refused",
    "did not answer in time",
    "closed the connection before a mail could be sent",
    "the connection broke",
    "do not answer (",
];

/// What the protocol says of a server that refused our user name and password, in front of its reply.
const SIGN_IN: &str = "the server refused our sign-in: ";

/// Whether words say that a relay refused our user name and password, and not just for now (RFC 4954 6), or that we have no
/// password for it: either waits for a person who enters it.
pub(crate) fn is_sign_in_refused(words: &str) -> bool {
    words.split_once(SIGN_IN).is_some_and(|(_, reply)| reply.starts_with('5'))
        || NO_SIGN_IN.iter().any(|ours| words.contains(ours))
}

/// Whether words have a code among them, as those of servers do.
fn has_code(words: &str) -> bool {
    mail::report::first_reply(words).is_some() || mail::report::first_status(words).is_some()
}

/// Whether we can find out ourselves that a mail ends so, without a server that says it: a sentence of ours about a
/// certificate or a password has words that servers use of something else.
pub(crate) fn is_seen_from_here(class: ReturnClass, words: &str) -> bool {
    // Reports without codes say the same of what their servers refused.
    (class == ReturnClass::TooLarge && words.contains(TOO_LARGE))
        || matches!(
            class,
            ReturnClass::DomainUnknown
                | ReturnClass::DomainNoMail
                | ReturnClass::HostDown
                | ReturnClass::EaiUnsupported
                | ReturnClass::Expired
        )
}

/// The rules of an organisation, and what they said so far.
pub struct Judging {
    rules: Rules,
    known: HashMap<Said<String>, Meaning>,
}

/// Judges the words of an organisation's mail, for one answer.
///
/// # Errors
/// When the store fails.
pub async fn judging(office: &Office, organisation: OrganisationId) -> Result<Judging, Problem> {
    let rules = rules_of(office, &office.store().read(), organisation).await.map_err(problem::from_store)?;
    Ok(Judging { rules, known: HashMap::new() })
}

/// What the last words about these items mean; nothing of those that nobody tried, or that were taken.
///
/// # Errors
/// When the store fails.
pub async fn of_items(
    office: &Office,
    organisation: OrganisationId,
    items: &[OutboxId],
) -> Result<HashMap<OutboxId, Meaning>, Problem> {
    if items.is_empty() {
        return Ok(HashMap::new());
    }
    let mut judging = judging(office, organisation).await?;
    let last = store::deliveries::list_last(&office.store().read(), organisation, items).await;
    let last = last.map_err(problem::from_store)?.into_iter();
    Ok(last.filter_map(|(id, attempt)| Some((id, judging.of_attempt(&attempt, None)?))).collect())
}

impl Judging {
    /// What an attempt's words mean; nothing where the mail was taken, nobody was asked, or nobody knows how it ended.
    pub fn of_attempt(&mut self, attempt: &AttemptRow, recipient: Option<&EmailAddress>) -> Option<Meaning> {
        let is_over = match attempt.result {
            AttemptResult::Deferred | AttemptResult::Failed => attempt.held_back.is_some(),
            AttemptResult::Delivered | AttemptResult::Interrupted => true,
        };
        if is_over {
            return None;
        }
        let said = Said {
            words: attempt.words.as_str(),
            code: attempt.code,
            enhanced: attempt.enhanced,
            about: attempt.about,
            host: attempt.host.as_deref(),
            at_relay: attempt.at_relay,
        };
        let meaning = self.of(said, recipient);
        Some(Meaning { gave_up_after_s: attempt.gave_up_after_s, ..meaning })
    }

    /// What the last words about a delivery mean.
    pub fn of_delivery(&mut self, delivery: &DeliveryRow) -> Option<Meaning> {
        let last = delivery.log.last()?;
        let meaning = self.of_attempt(last, Some(&delivery.recipient))?;
        Some(Meaning {
            gave_up_after_s: meaning.gave_up_after_s.or_else(|| gave_up(&delivery.log)),
            ..meaning
        })
    }

    /// What words mean that stand alone, with their codes among them.
    pub fn of_words(&mut self, words: &str, recipient: Option<&EmailAddress>) -> Meaning {
        self.of(Said { words, ..Said::default() }, recipient)
    }

    /// What the words mean for which mail waits: of a relay of ours, or of another server.
    pub(crate) fn of_wait(&mut self, words: &str, host: Option<&str>, at_relay: bool) -> Meaning {
        self.of(Said { words, host, at_relay, ..Said::default() }, None)
    }

    /// What an entry about a mail that did not arrive means: as it was judged then, and else by its words.
    pub fn of_failure(
        &mut self,
        failure: Option<&Failure>,
        words: &str,
        recipient: Option<&EmailAddress>,
    ) -> Option<Meaning> {
        let known = failure.cloned().unwrap_or_default();
        if known.held_back.is_some() {
            return None;
        }
        let Failure { class, cause, of_relay, at_relay, gave_up_after_s, new_address: named, left, .. } =
            known;
        let judged = match class {
            Some(known) => {
                let by_server = has_code(words) || !is_seen_from_here(known, words);
                // Who it is not was known to whoever judged it.
                let sign_in_refused = at_relay && is_sign_in_refused(words);
                let judged = Meaning { by_server, class, cause, of_relay, at_relay, ..Meaning::default() };
                Meaning { sign_in_refused, new_address: named, left, ..judged }
            }
            None => self.of(Said { words, at_relay, ..Said::default() }, recipient),
        };
        Some(Meaning { gave_up_after_s, ..judged })
    }

    fn of(&mut self, said: Said<&str>, recipient: Option<&EmailAddress>) -> Meaning {
        if said.words.is_empty() && said.code.is_none() && said.enhanced.is_none() {
            return Meaning::default();
        }
        let key = said.kept();
        let meaning = match self.known.get(&key) {
            Some(known) => known.clone(),
            None if self.known.len() >= JUDGED_MAX => return Meaning::default(),
            None => {
                let judged = said.checked(meaning_of(&self.rules.set().judge(&evidence(said))));
                self.known.entry(key).or_insert(judged).clone()
            }
        };
        let left = has_left(meaning.class, said.words);
        let old = recipient
            .filter(|_| left || meaning.class == Some(ReturnClass::MailboxMoved))
            .map(std::slice::from_ref);
        let new_address = old.and_then(|old| new_address(said.words, old));
        Meaning { new_address, left, ..meaning }
    }
}

/// What a verdict says to a reader.
fn meaning_of(verdict: &Verdict) -> Meaning {
    let known = |class: &ReturnClass| *class != ReturnClass::Unclassified;
    Meaning {
        class: Some(verdict.class).filter(known),
        cause: verdict.cause.filter(known),
        of_relay: verdict.of_relay,
        ..Meaning::default()
    }
}

/// Whether words of this class say that whoever had the address has left: nobody has it any more, and whom they name is
/// somebody else.
pub(crate) fn has_left(class: Option<ReturnClass>, words: &str) -> bool {
    matches!(class, Some(ReturnClass::MailboxUnknown | ReturnClass::MailboxInactive))
        && mail::says_left(words)
}

/// What an automatic reply says of whoever had the address that it is from; `None` where it says that he is there, or of any
/// other mail.
#[must_use]
pub fn of_automatic_reply(content: &MessageContent) -> Option<Meaning> {
    if content.class != mail::Class::AutoReply.as_str() || !mail::says_left(&content.text) {
        return None;
    }
    let all = std::iter::once(&content.from).chain(&content.to).chain(&content.cc);
    let known: Vec<EmailAddress> = all.filter_map(|one| one.address.clone()).collect();
    let (class, new_address) = (Some(ReturnClass::AutoReply), new_address(&content.text, &known));
    Some(Meaning { class, new_address, left: true, ..Meaning::default() })
}

/// What a case keeps of a mail that came back with these words. `known` are the addresses that somebody who moved cannot
/// have moved to: his old one, and those of others who had to do with the mail.
pub(crate) fn failure_of(verdict: &Verdict, words: &str, known: &[EmailAddress]) -> Failure {
    let Meaning { class, cause, of_relay, .. } = meaning_of(verdict);
    let left = has_left(class, words);
    let names_another = left || class == Some(ReturnClass::MailboxMoved);
    let new_address = if names_another { new_address(words, known) } else { None };
    Failure { class, cause, of_relay, new_address, left, ..Failure::default() }
}

/// What a case keeps of a mail whose last attempt ended so, and that is tried again.
pub(crate) fn failure_of_attempt(rules: Rules, attempt: &AttemptRow) -> Failure {
    let meaning = Judging { rules, known: HashMap::new() }.of_attempt(attempt, None);
    let Meaning { class, cause, of_relay, at_relay, .. } = meaning.unwrap_or_default();
    Failure { class, cause, of_relay, at_relay, ..Failure::default() }
}

fn evidence(said: Said<&str>) -> Evidence<'_> {
    Evidence {
        words: said.words,
        reply: said.code,
        status: said.enhanced,
        hosts: [said.host, None],
        about: said.about,
        at_relay: said.at_relay,
        ..Evidence::default()
    }
}

/// How long a delivery was tried whose log does not say so: what is refused for now and over all the same was given up.
fn gave_up(log: &[AttemptRow]) -> Option<u32> {
    let (first, last) = (log.first()?, log.last()?);
    let is_given_up = last.result == AttemptResult::Failed && last.code.is_some_and(ReplyCode::is_temporary);
    let tried_s = last.at.millis_since(first.at) / 1_000;
    is_given_up.then(|| u32::try_from(tried_s).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(words: &str) -> Meaning {
        Judging { rules: Rules::Standard, known: HashMap::new() }.of_words(words, None)
    }

    fn class(words: &str) -> Option<ReturnClass> {
        judged(words).class
    }

    #[test]
    fn codes_that_lie_are_not_believed() {
        assert_eq!(class("550 5.1.1 message looks like spam"), Some(ReturnClass::SpamJudged));
        assert_eq!(class("554 5.7.1 mailbox is full"), Some(ReturnClass::MailboxFull));
        assert_eq!(
            class("550 5.1.1 too many messages from your IP, slow down"),
            Some(ReturnClass::RateLimited)
        );
    }

    #[test]
    fn a_code_alone_still_tells_something_and_unknown_words_nothing() {
        assert_eq!(class("552 5.2.2"), Some(ReturnClass::MailboxFull));
        assert_eq!(class("snip snap"), None);
        assert_eq!(class(""), None);
    }

    #[test]
    fn sentences_of_ours_are_not_taken_for_a_servers() {
        for words in [
            "the certificate of `mx.example` has expired or is not valid yet; renew it on the server",
            "`kunde.example` demands encryption with a valid certificate (MTA-STS): the certificate of `mx.example` has \
             expired or is not valid yet; renew it on the server",
            "no outgoing server is set; enter one in the settings",
            "the stored mail is damaged or missing; write it again",
            "the password of the outgoing server cannot be opened; enter it again",
            "no password is sent over a connection without TLS; choose TLS or STARTTLS",
        ] {
            assert_eq!(judged(words), Meaning::default(), "{words}");
        }
        assert!(judged("421 4.3.2 shutting down").by_server);
        assert!(!judged("`mx.example`: the connection was refused").by_server);
        for words in [
            "`mx.example`: the connection was refused",
            "`mx.example`: the other side closed the connection before a mail could be sent",
            "not tried at the end, since the server had failed before: the other side did not answer in time",
            "the name servers for `kunde.example` do not answer (timeout); it is tried again",
        ] {
            assert_eq!(class(words), Some(ReturnClass::HostDown), "{words}");
        }
        let gone = "there is no host or domain called `exmaple.no`; check the spelling";
        assert_eq!(class(gone), Some(ReturnClass::DomainUnknown));
    }

    #[test]
    fn what_our_own_side_rules_out_beforehand_has_its_class_or_says_which_demand_was_not_met() {
        let large = "`mx.example`: the mail is too large for this server: it has 30.1 MB, and the server takes at most \
                     10.0 MB; send it with smaller files";
        let found = judged(large);
        assert_eq!((found.class, found.by_server), (Some(ReturnClass::TooLarge), false));
        let letters = "`mx.example`: the recipient's address has letters beyond ASCII before its @, and the server does \
                       not support SMTPUTF8; use another address of the same person";
        assert_eq!(class(letters), Some(ReturnClass::EaiUnsupported));
        for (words, missed) in [
            (
                "the mail may go over verified encryption alone: the server does not offer STARTTLS; use its TLS port, or \
                 allow plain text",
                TlsNeed::Verified,
            ),
            (
                "the mail may go over verified encryption alone: `mx.example`: the server refused STARTTLS: 502 5.5.1 no",
                TlsNeed::Verified,
            ),
            (
                "the mail may go to servers alone that are proven to be those of `kunde.example` (REQUIRETLS), and its \
                 DNS zone is not signed (DNSSEC), nor does it publish a policy that demands encryption (MTA-STS)",
                TlsNeed::Throughout,
            ),
            (
                "`mx.example`: the mail is to be protected all the way, and the server does not promise that (REQUIRETLS); \
                 send it with verified encryption to the next server alone, or in another way",
                TlsNeed::Throughout,
            ),
        ] {
            assert_eq!(judged(words), Meaning { missed_tls: missed, ..Meaning::default() }, "{words}");
        }
        let server = judged("550 5.7.1 the mail may go over verified encryption alone");
        assert_eq!((server.by_server, server.missed_tls), (true, TlsNeed::Nothing));
    }

    #[test]
    fn what_was_judged_once_is_not_judged_again_and_there_is_an_end_to_it() {
        let mut judging = Judging { rules: Rules::Standard, known: HashMap::new() };
        for number in 0..JUDGED_MAX + 10 {
            judging.of_words(&format!("552 5.2.2 mailbox {number} is full"), None);
            judging.of_words("552 5.2.2 mailbox 0 is full", None);
        }
        assert_eq!(judging.known.len(), JUDGED_MAX);
        assert_eq!(judging.of_words("552 5.2.2 one more is full", None), Meaning::default());
    }

    #[test]
    fn the_same_words_mean_another_thing_at_another_host() {
        let mut judging = Judging { rules: Rules::Standard, known: HashMap::new() };
        let mut at = |host| {
            let words = "Recipient address rejected: Access denied.";
            let (code, enhanced) = (ReplyCode::new(550), "5.4.1".parse().ok());
            let said = Said { words, code, enhanced, host: Some(host), ..Said::default() };
            judging.of(said, None).class
        };
        assert_ne!(at("mx.example.no"), Some(ReturnClass::MailboxUnknown));
        assert_eq!(at("example-no.mail.protection.outlook.com"), Some(ReturnClass::MailboxUnknown));
    }

    #[test]
    fn a_password_that_our_relay_refuses_is_ours_and_no_strangers_words_make_it_so() {
        let mut judging = Judging { rules: Rules::Standard, known: HashMap::new() };
        let mut of = |code: &str, at_relay| {
            let words =
                format!("`relay.house.test`: the server refused our sign-in: {code} authentication failed");
            let waits = judging.of_wait(&words, None, at_relay);
            let failure = Failure { at_relay, ..Failure::default() };
            assert_eq!(judging.of_failure(Some(&failure), &words, None).unwrap(), waits, "and in its case");
            (waits.at_relay, waits.sign_in_refused)
        };
        assert_eq!(of("535 5.7.8", true), (true, true));
        assert_eq!(of("454 4.7.0", true), (true, false), "it may be well in a moment");
        assert_eq!(of("535 5.7.8", false), (false, false));
    }

    #[test]
    fn a_relay_that_we_have_no_password_for_waits_for_a_person_as_one_that_refuses_it() {
        let mut judging = Judging { rules: Rules::Standard, known: HashMap::new() };
        for ours in NO_SIGN_IN {
            for words in
                [ours.to_owned(), format!("not tried at the end, since the server had failed before: {ours}")]
            {
                let of = |judging: &mut Judging, at_relay| {
                    let found = judging.of_wait(&words, None, at_relay);
                    (found.by_server, found.sign_in_refused)
                };
                assert_eq!(of(&mut judging, true), (false, true), "{words}");
                assert_eq!(of(&mut judging, false), (false, false), "{words}");
            }
        }
    }

    #[test]
    fn a_relay_of_ours_that_is_not_reached_is_our_own_trouble() {
        let mut judging = Judging { rules: Rules::Standard, known: HashMap::new() };
        let words = "cannot connect to `smtp.house.test:587`: the connection was refused";
        let relay = judging.of_wait(words, None, true);
        assert_eq!((relay.class, relay.of_relay), (Some(ReturnClass::HostDown), true));
        assert!(!judging.of_wait(words, None, false).of_relay);
        // It says as well as anybody whom it does not know.
        let unknown = judging.of_wait("550 5.1.1 user unknown", None, true);
        assert_eq!((unknown.class, unknown.of_relay), (Some(ReturnClass::MailboxUnknown), false));
    }
}
