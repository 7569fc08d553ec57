//! Which case a mail belongs to, and why.
//!
//! Evidence is ranked: our own signed token, then a Message-ID that one of the case's mails had
//! (RFC 5322 3.6.4), then a case number in the subject, which anybody can write and which
//! therefore only counts from somebody who takes part in that case.

use domain::CaseId;

/// One piece of evidence that `flows` found: a text of the mail and the case it points to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Evidence {
    /// The case, which exists in this organisation.
    pub case: CaseId,
    /// The text that points to it: a Message-ID or a tag.
    pub text: String,
}

/// What is known about a mail's belonging.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Facts {
    /// Tokens of ours in `References` and `In-Reply-To`, the latest answered mail first.
    pub tokens: Vec<Evidence>,
    /// Message-IDs of mails that cases hold, the latest answered mail first.
    pub references: Vec<Evidence>,
    /// The case that the subject's number names.
    pub subject: Option<Evidence>,
    /// Whether the sender takes part in that case.
    pub sender_takes_part: bool,
}

/// What speaks for the verdict.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Because {
    /// Our signed token.
    Token,
    /// A known Message-ID.
    References,
    /// The number in the subject, from a participant.
    SubjectNumber,
    /// A filter says so.
    Filter,
}

impl Because {
    /// The stable name that the timeline stores.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::References => "references",
            Self::SubjectNumber => "subject_number",
            Self::Filter => "filter",
        }
    }
}

/// Why a mail starts a case of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NewBecause {
    /// It points to no case.
    NoEvidence,
    /// Only a subject number pointed to a case, and the sender takes no part in that one.
    Stranger,
    /// A filter says so.
    Filter,
}

impl NewBecause {
    /// The stable name that the timeline stores.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoEvidence => "no_evidence",
            Self::Stranger => "stranger",
            Self::Filter => "filter",
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
    /// It starts a new case.
    New(NewBecause),
}

/// Decides by the strongest evidence.
#[must_use]
pub fn decide(facts: &Facts) -> Verdict {
    let ranked = [(facts.tokens.first(), Because::Token), (facts.references.first(), Because::References)];
    for (evidence, because) in ranked {
        if let Some(evidence) = evidence {
            return Verdict::Existing { evidence: evidence.clone(), because };
        }
    }
    match &facts.subject {
        Some(evidence) if facts.sender_takes_part => {
            Verdict::Existing { evidence: evidence.clone(), because: Because::SubjectNumber }
        }
        Some(_) => Verdict::New(NewBecause::Stranger),
        None => Verdict::New(NewBecause::NoEvidence),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evidence(case: i64) -> Evidence {
        Evidence { case: CaseId::new(case), text: format!("evidence for {case}") }
    }

    fn check(facts: &Facts, expected: Result<(i64, Because), NewBecause>) {
        let found = match decide(facts) {
            Verdict::Existing { evidence, because } => Ok((evidence.case.get(), because)),
            Verdict::New(because) => Err(because),
        };
        assert_eq!(found, expected, "{facts:?}");
    }

    #[test]
    fn the_strongest_evidence_decides() {
        let mut facts = Facts::default();
        check(&facts, Err(NewBecause::NoEvidence));
        facts.subject = Some(evidence(3));
        check(&facts, Err(NewBecause::Stranger));
        facts.sender_takes_part = true;
        check(&facts, Ok((3, Because::SubjectNumber)));
        facts.references = vec![evidence(2), evidence(9)];
        check(&facts, Ok((2, Because::References)));
        facts.tokens = vec![evidence(1), evidence(8)];
        check(&facts, Ok((1, Because::Token)));
    }
}
