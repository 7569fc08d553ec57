//! Which case a mail belongs to, and why.
//!
//! Evidence is ranked: a person's decision, our own signed token, then a Message-ID that one of
//! the case's mails had (RFC 5322 3.6.4), then one that they refer to, then a case number in the subject. The token proves that
//! its sender has a mail of ours. A Message-ID travels to everybody who got that mail, a number
//! can be written by anybody: from a stranger neither puts a mail into a case, a person decides.

use domain::CaseId;
use mail::Class;

/// One piece of evidence that `flows` found: a text of the mail and the case it points to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Evidence {
    /// The case, which exists in this organisation.
    pub case: CaseId,
    /// The text that points to it: a Message-ID or a tag.
    pub text: String,
}

/// How the sender stands to the case that the evidence points to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Standing {
    /// He wrote to it or was written to from it.
    TakesPart,
    /// His address is of the same organisation's domain as one who did.
    Colleague,
    /// Nothing connects him with it.
    #[default]
    Stranger,
}

/// What a person decided about a mail that waited for it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Decided {
    /// It belongs to this case.
    Case(CaseId),
    /// It starts a case of its own.
    New,
}

/// What is known about a mail's belonging.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Facts {
    /// What a person decided.
    pub decided: Option<Decided>,
    /// Tokens of ours in `References` and `In-Reply-To`, the latest answered mail first.
    pub tokens: Vec<Evidence>,
    /// Message-IDs of mails that cases hold, the latest answered mail first.
    pub references: Vec<Evidence>,
    /// Cases with a mail that refers to this mail, or to one before it that no case has: mail comes in any order.
    pub threads: Vec<(Evidence, Standing)>,
    /// The case that the subject's number names.
    pub subject: Option<Evidence>,
    /// How the sender stands to the case of the first reference, or else of the number.
    pub sender: Standing,
    /// Whether a program wrote it: a report comes from a server, and is about a mail of the case.
    pub machine: bool,
}

/// What speaks for the verdict.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Because {
    /// Our signed token.
    Token,
    /// A known Message-ID.
    References,
    /// A mail of the case refers to this one, or to the mail that this one answers, too.
    Thread,
    /// The number in the subject, from a participant.
    SubjectNumber,
    /// A filter says so.
    Filter,
    /// A person says so.
    Person,
    /// The case it answers goes on in this one.
    Continued,
}

impl Because {
    /// The stable name that the timeline stores.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::References => "references",
            Self::Thread => "thread",
            Self::SubjectNumber => "subject_number",
            Self::Filter => "filter",
            Self::Person => "person",
            Self::Continued => "continued",
        }
    }
}

/// Why a mail starts a case of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NewBecause {
    /// It points to no case.
    NoEvidence,
    /// A filter says so.
    Filter,
    /// A person says so.
    Person,
    /// The status of the case it answers says so.
    Status,
}

impl NewBecause {
    /// The stable name that the timeline stores.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoEvidence => "no_evidence",
            Self::Filter => "filter",
            Self::Person => "person",
            Self::Status => "status",
        }
    }
}

/// Why a person must decide.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ReviewBecause {
    /// A stranger refers to a mail of the case, which he may have been sent by anybody.
    StrangerReferences,
    /// Somebody who takes no part in the case wrote its number.
    StrangerNumber,
}

impl ReviewBecause {
    /// The stable name that the timeline stores.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::StrangerReferences => "stranger_references",
            Self::StrangerNumber => "stranger_number",
        }
    }
}

/// The verdict.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// It belongs to a case we have.
    Existing {
        /// The evidence that decided.
        evidence: Evidence,
        /// Its kind.
        because: Because,
    },
    /// It may belong to a case; a person decides.
    Review {
        /// What speaks for the case.
        evidence: Evidence,
        /// Why that is not enough.
        because: ReviewBecause,
    },
    /// It starts a new case.
    New(NewBecause),
}

/// Decides by the strongest evidence.
#[must_use]
pub fn decide(facts: &Facts) -> Verdict {
    match facts.decided {
        Some(Decided::New) => return Verdict::New(NewBecause::Person),
        Some(Decided::Case(case)) => {
            let evidence = Evidence { case, text: String::new() };
            return Verdict::Existing { evidence, because: Because::Person };
        }
        None => {}
    }
    if let Some(evidence) = facts.tokens.first().cloned() {
        return Verdict::Existing { evidence, because: Because::Token };
    }
    if let Some(evidence) = facts.references.first().cloned() {
        return if facts.machine || facts.sender != Standing::Stranger {
            Verdict::Existing { evidence, because: Because::References }
        } else {
            Verdict::Review { evidence, because: ReviewBecause::StrangerReferences }
        };
    }
    // Some programs write one and the same reference into all they send: of a stranger it says nothing.
    let known = facts.threads.iter().find(|(_, standing)| *standing != Standing::Stranger);
    if let Some((evidence, _)) = known.cloned() {
        return Verdict::Existing { evidence, because: Because::Thread };
    }
    match facts.subject.clone() {
        Some(evidence) if facts.sender == Standing::TakesPart => {
            Verdict::Existing { evidence, because: Because::SubjectNumber }
        }
        Some(evidence) => Verdict::Review { evidence, because: ReviewBecause::StrangerNumber },
        None => Verdict::New(NewBecause::NoEvidence),
    }
}

/// Whether a mail that belongs to a case for this reason may begin a new one, if the case's status says so: an
/// answer that somebody wrote, unless a filter or a person put it there. What programs answer says nothing new.
#[must_use]
pub const fn may_begin_anew(because: Because, class: Class) -> bool {
    let found = matches!(because, Because::Token | Because::References | Because::SubjectNumber);
    found && matches!(class, Class::Person)
}

/// How a sender stands to those who take part, all as keys (lower case): a shared domain makes a
/// colleague, unless anybody can have an address there.
#[must_use]
pub fn standing<'a>(sender: &str, participants: impl Iterator<Item = &'a str>) -> Standing {
    let domain = |key: &str| key.rsplit_once('@').map(|(_, domain)| domain.to_owned());
    let own = domain(sender).filter(|domain| !is_public(domain));
    let mut standing = Standing::Stranger;
    for participant in participants {
        if participant == sender {
            return Standing::TakesPart;
        }
        if own.is_some() && domain(participant) == own {
            standing = Standing::Colleague;
        }
    }
    standing
}

/// Whether anybody can have an address in this domain.
fn is_public(domain: &str) -> bool {
    const PUBLIC: [&str; 28] = [
        "gmail.com",
        "googlemail.com",
        "hotmail.com",
        "hotmail.no",
        "hotmail.se",
        "hotmail.dk",
        "outlook.com",
        "live.com",
        "live.no",
        "live.se",
        "live.dk",
        "msn.com",
        "yahoo.com",
        "yahoo.no",
        "yahoo.se",
        "icloud.com",
        "me.com",
        "mac.com",
        "proton.me",
        "protonmail.com",
        "gmx.com",
        "gmx.de",
        "aol.com",
        "online.no",
        "telia.com",
        "broadpark.no",
        "getmail.no",
        "bredband.net",
    ];
    PUBLIC.contains(&domain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evidence(case: i64) -> Evidence {
        Evidence { case: CaseId::new(case), text: format!("evidence for {case}") }
    }

    fn check(facts: &Facts, expected: (&str, i64)) {
        let found = match decide(facts) {
            Verdict::Existing { evidence, because } => (because.as_str(), evidence.case.get()),
            Verdict::Review { evidence, because } => (because.as_str(), evidence.case.get()),
            Verdict::New(because) => (because.as_str(), 0),
        };
        assert_eq!(found, expected, "{facts:?}");
    }

    #[test]
    fn the_strongest_evidence_decides_and_a_stranger_waits_for_a_person() {
        let mut facts = Facts::default();
        check(&facts, ("no_evidence", 0));
        facts.subject = Some(evidence(3));
        check(&facts, ("stranger_number", 3));
        facts.sender = Standing::Colleague;
        check(&facts, ("stranger_number", 3));
        facts.sender = Standing::TakesPart;
        check(&facts, ("subject_number", 3));
        facts.threads = vec![(evidence(4), Standing::Stranger)];
        check(&facts, ("subject_number", 3));
        facts.threads.push((evidence(5), Standing::Colleague));
        check(&facts, ("thread", 5));
        facts.references = vec![evidence(2), evidence(9)];
        check(&facts, ("references", 2));
        facts.sender = Standing::Colleague;
        check(&facts, ("references", 2));
        facts.sender = Standing::Stranger;
        check(&facts, ("stranger_references", 2));
        facts.machine = true;
        check(&facts, ("references", 2));
        facts.tokens = vec![evidence(1), evidence(8)];
        check(&facts, ("token", 1));
        facts.decided = Some(Decided::Case(CaseId::new(7)));
        check(&facts, ("person", 7));
        facts.decided = Some(Decided::New);
        check(&facts, ("person", 0));
    }

    #[test]
    fn a_shared_domain_makes_a_colleague_unless_anybody_may_have_an_address_there() {
        let check = |sender, others: &[&str], expected| {
            assert_eq!(standing(sender, others.iter().copied()), expected, "{sender} {others:?}");
        };
        check("ola@kunde.example", &["kari@kunde.example", "post@nord.example"], Standing::Colleague);
        check("kari@kunde.example", &["ola@kunde.example", "kari@kunde.example"], Standing::TakesPart);
        check("ola@gmail.com", &["kari@gmail.com"], Standing::Stranger);
        check("ola@else.example", &["kari@kunde.example"], Standing::Stranger);
        check("ola@else.example", &[], Standing::Stranger);
    }
}
