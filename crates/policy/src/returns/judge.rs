//! From evidence to a verdict.

use std::sync::Arc;

use domain::returns::{Confidence, ReturnClass, ReturnEffect, ReturnKind, ReturnScope};
use domain::{About, EnhancedStatus, ReplyCode};
use mail::Action;

use super::rule::Rule;
use super::rules::{Codes, Hit, RuleSet, Tier};
use super::words::Words;
use super::{Evidence, Verdict};

/// The rule that stands in a verdict where no rule of the files decided.
const BY_ACTION: &str = "action";
const BY_NOTHING: &str = "nothing-known";

/// Decides; see the module for the order.
pub(super) fn judge(set: &RuleSet, evidence: &Evidence<'_>) -> Verdict {
    let status = evidence.status.or_else(|| mail::report::first_status(evidence.words));
    let reply = evidence.reply.or_else(|| mail::report::first_reply(evidence.words));
    let codes = Codes {
        status: status.map(|status| status.to_string()),
        reply: reply.map(|reply| reply.to_string()),
    };
    let found = find(set, evidence, &codes);
    match evidence.action {
        Some(Action::Delivered | Action::Relayed | Action::Expanded) => progress(evidence, None),
        Some(Action::Delayed) => progress(evidence, found.class()),
        Some(Action::Failed) | None => finished(evidence, found, Said { status, reply }),
    }
}

/// The codes of one failure.
#[derive(Clone, Copy)]
struct Said {
    status: Option<EnhancedStatus>,
    reply: Option<ReplyCode>,
}

impl Said {
    /// Whether the host said "not now". A basic code is what the host did; the enhanced one is what it wrote.
    fn is_temporary(self) -> bool {
        match (self.reply, self.status) {
            (Some(reply), _) => reply.is_temporary(),
            (None, Some(status)) => status.class == 4,
            (None, None) => false,
        }
    }
}

/// What the rules say.
#[derive(Default)]
struct Decided {
    /// The rule that decides.
    main: Option<(ReturnClass, Tier, By)>,
    /// What the codes alone would say.
    by_code: Option<(ReturnClass, Tier, By)>,
    /// Whether the words that decide are such as may be said of many things.
    is_loose: bool,
    /// The rule that says that the mail was given up for want of time.
    expired: Option<By>,
    from_notice: bool,
}

/// A rule, the set that it is of, and what it matched.
#[derive(Clone)]
struct By {
    rule: Arc<str>,
    rules: Arc<str>,
    matched: String,
}

impl Decided {
    /// Words come before codes, but not against a code that says that the fault is ours, nor words that say little
    /// against any code: when in doubt, the address is not to blame. A code that says as little is none against words.
    fn overruled(mut self) -> Self {
        let (Some((class, Tier::Text, _)), Some((code, Tier::Enhanced, by))) = (&self.main, &self.by_code)
        else {
            return self;
        };
        let is_ours = matches!(
            code.scope(),
            ReturnScope::Source | ReturnScope::SenderDomain | ReturnScope::SenderAddress
        ) && !is_stopgap(&by.matched);
        if class != code && blames_recipient(*class) && (is_ours || self.is_loose) {
            self.main.clone_from(&self.by_code);
        }
        self
    }

    fn class(&self) -> Option<ReturnClass> {
        self.main.as_ref().map(|main| main.0)
    }
}

/// RFC 3463 3.6: x.5.0 and x.5.1 are of the protocol. quirk: sendmail and Exchange write them to whatever they have no better
/// code for, as in `550 5.5.0 <kari@example.no>... User unknown`.
fn is_stopgap(status: &str) -> bool {
    matches!(status.get(1..), Some(".5.0" | ".5.1"))
}

fn find(set: &RuleSet, evidence: &Evidence<'_>, codes: &Codes) -> Decided {
    let mut decided = ask(set, evidence, evidence.words, codes);
    let by_words = |decided: &Decided| decided.main.as_ref().is_some_and(|main| main.1 <= Tier::Text);
    if !by_words(&decided) && !evidence.notice.is_empty() {
        let notice = ask(set, evidence, evidence.notice, codes);
        if by_words(&notice) {
            decided = Decided { from_notice: true, expired: decided.expired.or(notice.expired), ..notice };
        }
    }
    decided
}

fn ask(set: &RuleSet, evidence: &Evidence<'_>, raw: &str, codes: &Codes) -> Decided {
    let words = Words::read(raw, Evidence::WORDS_OCTETS_MAX);
    let scan = set.scan(&words, &evidence.hosts);
    let told = |hit: &Hit<'_>| match hit.matched {
        Some((from, to)) => words.raw_of(raw, from, to).to_owned(),
        None if hit.rule.status.is_empty() => codes.reply.clone().unwrap_or_default(),
        None => codes.status.clone().unwrap_or_default(),
    };
    let mut decided = Decided::default();
    for hit in set.fitting(&scan, codes) {
        let Rule { class, tier, id, set, .. } = hit.rule;
        let by = || By { rule: Arc::clone(id), rules: Arc::clone(set), matched: told(&hit) };
        if *class == ReturnClass::Expired {
            decided.expired.get_or_insert_with(by);
            continue;
        }
        if decided.main.is_none() {
            decided.is_loose = hit.rule.loose;
            decided.main = Some((*class, *tier, by()));
        }
        if *tier >= Tier::Enhanced {
            decided.by_code = Some((*class, *tier, by()));
            break;
        }
    }
    decided.overruled()
}

/// News of a mail that is on its way, or there.
fn progress(evidence: &Evidence<'_>, cause: Option<ReturnClass>) -> Verdict {
    let action = evidence.action.map_or("", Action::as_str);
    Verdict {
        class: ReturnClass::Progress,
        cause,
        kind: ReturnKind::None,
        confidence: if evidence.guessed { Confidence::Medium } else { Confidence::High },
        rule: BY_ACTION.into(),
        rules: Arc::default(),
        matched: action.to_owned(),
        of_relay: false,
    }
}

/// The host has given up, or refused.
fn finished(evidence: &Evidence<'_>, decided: Decided, said: Said) -> Verdict {
    let confidence = confidence(evidence, &decided);
    let cause = decided.main.as_ref().filter(|main| main.1 <= Tier::Text).map(|main| meant(evidence, main.0));
    // What was refused for good was not given up for want of time, whatever else the report says.
    let is_refused = cause.is_some_and(|class| class.kind() == ReturnKind::Hard) && !said.is_temporary();
    if let Some(By { rule, rules, matched }) = decided.expired
        && !is_refused
    {
        let (class, kind) = (ReturnClass::Expired, ReturnKind::Soft);
        let of_relay = is_of_relay((evidence, said), cause.unwrap_or(class));
        return Verdict { class, cause, kind, confidence, rule, rules, matched, of_relay };
    }
    let Some((class, _, By { rule, rules, matched })) = decided.main else {
        // Whatever a server says to MAIL for good is about the sender, since it knows nobody else yet.
        let is_senders = evidence.about == About::Sender && !said.is_temporary();
        let class = if is_senders { ReturnClass::SenderRefused } else { ReturnClass::Unclassified };
        return Verdict {
            class,
            cause: None,
            kind: class.kind(),
            confidence: Confidence::Low,
            rule: BY_NOTHING.into(),
            rules: Arc::default(),
            matched: String::new(),
            of_relay: false,
        };
    };
    let class = meant(evidence, class);
    if is_given_up(evidence, class, said) {
        let (expired, kind) = (ReturnClass::Expired, ReturnKind::Soft);
        let of_relay = is_of_relay((evidence, said), class);
        return Verdict {
            class: expired,
            cause: Some(class),
            kind,
            confidence,
            rule,
            rules,
            matched,
            of_relay,
        };
    }
    // RFC 5321 4.2.1: 4yz is no final word; a host that gave up after many of them knows no more than before.
    let kind =
        if said.is_temporary() && class.kind() == ReturnKind::Hard { ReturnKind::Soft } else { class.kind() };
    let of_relay = is_of_relay((evidence, said), class);
    Verdict { class, cause: None, kind, confidence, rule, rules, matched, of_relay }
}

/// RFC 3464 2.3.3: a report of a failure is the last word of a host, also where what stood in the way would have passed and the
/// report does not say that it gave up. Of what counts by itself the class says more.
fn is_given_up(evidence: &Evidence<'_>, class: ReturnClass, said: Said) -> bool {
    let would_pass = class.kind() == ReturnKind::Soft && class.effect() == ReturnEffect::Nothing;
    evidence.action == Some(Action::Failed) && said.is_temporary() && would_pass
}

/// Whether a class says that an address or its domain is to blame.
const fn blames_recipient(class: ReturnClass) -> bool {
    match class.scope() {
        ReturnScope::Address
        | ReturnScope::Domain
        | ReturnScope::AddressAndSender
        | ReturnScope::AddressAndList => true,
        ReturnScope::Message
        | ReturnScope::Source
        | ReturnScope::SenderDomain
        | ReturnScope::SenderAddress
        | ReturnScope::Destination
        | ReturnScope::Nobody
        | ReturnScope::Unknown => false,
    }
}

/// What a class means by what was asked, and of whom: MAIL is answered before a recipient is named, and a relay of ours
/// that takes no mail of us says nothing about any.
fn meant(evidence: &Evidence<'_>, class: ReturnClass) -> ReturnClass {
    if evidence.about == About::Sender && blames_recipient(class) {
        return if evidence.at_relay { ReturnClass::SetupRefused } else { ReturnClass::SenderRefused };
    }
    if evidence.at_relay && class == ReturnClass::RelayDenied { ReturnClass::SetupRefused } else { class }
}

/// Whether it is a relay of ours that is in trouble, and not where the mail goes.
fn is_of_relay((evidence, said): (&Evidence<'_>, Said), class: ReturnClass) -> bool {
    let is_of_server = class.scope() == ReturnScope::Destination;
    evidence.at_relay && is_of_server && !is_of_recipient((evidence, said), class)
}

/// Whether a relay answers RCPT with what is said of that recipient alone, as it passes on the greylisting of the server behind
/// it. RFC 3463 3: x.1, x.2 and x.7 are of addresses, mailboxes and policies, x.3 and x.4 of the system that says so.
/// RFC 5321 4.2.3: without such a code, 450 is of a mailbox. A limit on mails is the relay's own.
fn is_of_recipient((evidence, said): (&Evidence<'_>, Said), class: ReturnClass) -> bool {
    if evidence.reply.is_none() || evidence.about != About::Recipient || class == ReturnClass::RateLimited {
        return false;
    }
    let is_closing = said.reply.is_some_and(|reply| reply.get() == 421);
    let is_of_one = match (said.status, said.reply) {
        (Some(status), _) => matches!(status.subject, 1 | 2 | 7),
        (None, reply) => reply.is_some_and(|reply| reply.get() == 450),
    };
    class == ReturnClass::Greylisted || (is_of_one && !is_closing)
}

fn confidence(evidence: &Evidence<'_>, decided: &Decided) -> Confidence {
    let Some((class, tier, ..)) = &decided.main else { return Confidence::Low };
    let agrees = decided.by_code.as_ref().is_some_and(|(code, ..)| code == class);
    if evidence.about == About::MailOfSeveral && blames_recipient(*class) {
        return Confidence::Low;
    }
    let sure = match tier {
        Tier::Own | Tier::Provider => Confidence::High,
        Tier::Text if agrees => Confidence::High,
        // Said of files, headers and servers, too.
        Tier::Text if decided.is_loose => Confidence::Low,
        Tier::Text | Tier::Enhanced => Confidence::Medium,
        Tier::Basic => Confidence::Low,
    };
    let sure = if decided.from_notice { sure.min(Confidence::Medium) } else { sure };
    if evidence.guessed { sure.min(Confidence::Low) } else { sure }
}
