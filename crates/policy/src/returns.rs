//! What a refusal or a report means: one of thirty classes, with the rule and the words that decided.
//!
//! Rules are data (`rules/returns/*.toml`): phrases, codes and hosts that name a class. An organisation's own
//! rules come first, then rules for one provider's hosts, then words, then enhanced codes (RFC 3463), then basic
//! codes (RFC 5321 4.2). Words come before codes because hosts write codes that lie: `550 5.1.1` is also what
//! some say to a mailing that was too fast. When in doubt, the address is not to blame.

mod finder;
mod judge;
mod moved;
mod own;
mod phrase;
mod rule;
mod rules;
mod words;

use std::sync::Arc;

use domain::returns::{Confidence, ReturnClass, ReturnEffect, ReturnKind, ReturnScope};
use domain::{About, EnhancedStatus, Outcome, ReplyCode};
use mail::{Action, Complaint, ComplaintKind, ReportRecipient};

pub use moved::{addresses_in, new_address};
pub use own::OwnRule;
pub use rule::{RuleError, RuleFault};
pub use rules::{RuleSet, Tier};

/// Whether a phrase has words to look for: codes are taken out of what is searched, so that a phrase of codes alone is never found.
#[must_use]
pub fn has_words(phrase: &str) -> bool {
    !words::Words::read(phrase.trim_matches('*'), usize::MAX).text.trim().is_empty()
}

/// What is known of one failure for one recipient.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Evidence<'a> {
    /// The host's words, codes among them; no more than [`Evidence::WORDS_OCTETS_MAX`] are read.
    pub words: &'a str,
    /// The report's own words to people, which are asked when `words` tell nothing.
    pub notice: &'a str,
    /// The basic code, where it is known apart from the words.
    pub reply: Option<ReplyCode>,
    /// The enhanced code, where it is known apart from the words.
    pub status: Option<EnhancedStatus>,
    /// The hosts that said so: the one that refused, the one that reports.
    pub hosts: [Option<&'a str>; 2],
    /// What a report says that happened.
    pub action: Option<Action>,
    /// Whether the address was guessed from a notice of words alone.
    pub guessed: bool,
    /// What the words answer.
    pub about: About,
    /// Whether a relay that passes our mail on said so while it was given to it, and not the recipient's own server.
    pub at_relay: bool,
}

impl<'a> Evidence<'a> {
    /// What is read of a host's words.
    pub const WORDS_OCTETS_MAX: usize = 4 * 1024;

    /// Words alone, as a person pastes them.
    #[must_use]
    pub fn of_words(words: &'a str) -> Self {
        Self { words, ..Self::default() }
    }

    /// What a report says of one recipient; `notice` is the report's text for people.
    #[must_use]
    pub fn of_report(
        recipient: &'a ReportRecipient,
        reporting_host: Option<&'a str>,
        notice: &'a str,
    ) -> Self {
        Self {
            words: recipient.diagnostic.as_deref().unwrap_or_default(),
            notice,
            reply: recipient.reply,
            status: recipient.status,
            hosts: [recipient.remote_host.as_deref(), reporting_host],
            action: Some(recipient.action),
            guessed: recipient.guessed,
            ..Self::default()
        }
    }

    /// How an attempt of ours ended; `host` is the server we spoke with.
    #[must_use]
    pub fn of_outcome(outcome: &'a Outcome, host: Option<&'a str>) -> Self {
        let reply = outcome.reply();
        Self {
            words: outcome.words(),
            reply: reply.map(|reply| reply.code),
            status: reply.and_then(|reply| reply.enhanced),
            hosts: [host, None],
            action: matches!(outcome, Outcome::Delivered(_)).then_some(Action::Delivered),
            about: reply.map(|reply| reply.about).unwrap_or_default(),
            ..Self::default()
        }
    }
}

/// What it means.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Verdict {
    /// What happened.
    pub class: ReturnClass,
    /// What stood in the way before it was given up or while it is tried again.
    pub cause: Option<ReturnClass>,
    /// How final it is.
    pub kind: ReturnKind,
    /// How sure this is.
    pub confidence: Confidence,
    /// The rule that decided.
    pub rule: Arc<str>,
    /// The set that it is of with its version, as `address/2`; `own` for an organisation's own, empty where no rule
    /// decided.
    pub rules: Arc<str>,
    /// The words or the code that the rule matched, as they were written; empty where none were.
    pub matched: String,
    /// Whether it is a relay of ours that is in trouble: whatever the class says of a destination is meant of it.
    pub of_relay: bool,
}

impl Verdict {
    /// The same of a mail that was given up for want of time: what stood in the way is the cause.
    #[must_use]
    pub fn expired(self) -> Self {
        if self.class == ReturnClass::Expired {
            return self;
        }
        let (class, cause) = (ReturnClass::Expired, Some(self.class));
        Self { class, cause, kind: class.kind(), ..self }
    }

    /// What stood in the way: the cause of an expired mail, else the class.
    #[must_use]
    pub fn obstacle(&self) -> ReturnClass {
        self.cause.filter(|_| self.class == ReturnClass::Expired).unwrap_or(self.class)
    }

    /// Whose fault it is: of an expired mail, that of what stood in the way.
    #[must_use]
    pub fn scope(&self) -> ReturnScope {
        if self.of_relay {
            return ReturnScope::Source;
        }
        match (self.class, self.cause) {
            (ReturnClass::Expired, Some(cause)) => cause.scope(),
            (class, _) => class.scope(),
        }
    }

    /// What follows for the address. What is not sure, or may pass, only counts.
    #[must_use]
    pub fn effect(&self) -> ReturnEffect {
        let effect = self.class.effect();
        let is_doubtful = self.confidence == Confidence::Low || self.kind != ReturnKind::Hard;
        match (self.class, self.cause) {
            _ if self.of_relay => ReturnEffect::Nothing,
            // The mail is over for want of time; the address pays only for what may be its own.
            (ReturnClass::Expired, Some(cause)) if is_ours(cause) => ReturnEffect::Nothing,
            // Whoever wants no mailings has an address that works.
            _ if effect == ReturnEffect::LeavesList && is_doubtful => ReturnEffect::Nothing,
            _ if effect.blocks() && is_doubtful => ReturnEffect::Counts,
            _ => effect,
        }
    }
}

/// What a report of a feedback loop means for each address it names.
#[must_use]
pub fn of_complaint(complaint: &Complaint) -> Verdict {
    let class = match complaint.kind {
        ComplaintKind::Abuse | ComplaintKind::Fraud | ComplaintKind::OptOut => ReturnClass::Complaint,
        ComplaintKind::Virus => ReturnClass::Virus,
        ComplaintKind::AuthFailure => ReturnClass::AuthFailed,
        ComplaintKind::NotSpam => ReturnClass::Progress,
        ComplaintKind::Other => ReturnClass::Unclassified,
    };
    Verdict {
        class,
        cause: None,
        kind: class.kind(),
        confidence: Confidence::High,
        rule: "feedback-type".into(),
        rules: Arc::default(),
        matched: complaint.kind.as_str().to_owned(),
        of_relay: false,
    }
}

/// What stood in the way says nothing about the address or its host.
fn is_ours(cause: ReturnClass) -> bool {
    matches!(
        cause.scope(),
        ReturnScope::Source | ReturnScope::SenderDomain | ReturnScope::SenderAddress | ReturnScope::Message
    )
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod versions;
