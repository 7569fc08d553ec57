//! Whether the domain that a mail shows as its author's vouches for it (RFC 9989): some identity that was proved
//! belongs to the same organisation, and what the domain wants done with mail of which none does.

mod record;
mod walk;

use super::dns::{Answer, Answers, Lacking, Question};
use super::spf::{Spf, SpfResult};

/// What a domain wants done with mail that nothing vouches for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Disposition {
    /// Nothing.
    None,
    /// Treat it with suspicion.
    Quarantine,
    /// Refuse it.
    Reject,
}

impl Disposition {
    /// The word of RFC 9989 4.7.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Quarantine => "quarantine",
            Self::Reject => "reject",
        }
    }
}

/// How near to the author's domain an identity has to be (RFC 9989 4.10.2).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Alignment {
    /// The same domain.
    Strict,
    /// The same organisation.
    Relaxed,
}

/// A policy record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Record {
    /// The domain that has it.
    pub domain: String,
    /// For the domain itself.
    pub policy: Disposition,
    /// For domains below it.
    pub of_subdomains: Option<Disposition>,
    /// For domains below it that do not exist.
    pub of_missing: Option<Disposition>,
    /// How near the domain of a signature has to be.
    pub dkim: Alignment,
    /// How near the domain of the return path has to be.
    pub spf: Alignment,
    /// Whether the domain is only trying it out.
    pub is_test: bool,
    /// Whether it says of itself to be a public suffix, or not to be one.
    pub is_suffix: Option<bool>,
    /// RFC 7489 6.3: the share of mail that it is meant for; noted, and without effect (RFC 9989 A.6).
    pub percent: Option<u8>,
}

/// RFC 8601 2.7.1, and what RFC 9989 makes of it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum DmarcResult {
    /// The domain has no policy.
    None,
    /// An identity that was proved belongs to the author's domain.
    Pass,
    /// None does.
    Fail,
    /// DNS does not answer for now.
    TempError,
    /// The mail shows no author's domain, or several.
    PermError,
}

impl DmarcResult {
    /// The word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::TempError => "temperror",
            Self::PermError => "permerror",
        }
    }
}

/// Which of a record's policies applies.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum PolicyTag {
    /// The domain's own.
    P,
    /// That for domains below it.
    Sp,
    /// That for domains that do not exist.
    Np,
}

impl PolicyTag {
    /// The tag.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::P => "p",
            Self::Sp => "sp",
            Self::Np => "np",
        }
    }
}

/// A signature, as far as it counts here.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Signer {
    /// The domain that signed.
    pub domain: String,
    /// Whether the signature holds; `None` when DNS did not answer for now.
    pub holds: Option<bool>,
}

/// What was found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Dmarc {
    /// The author's domain.
    pub domain: String,
    /// What came of it.
    pub result: DmarcResult,
    /// Why, in one sentence.
    pub reason: String,
    /// The record that applies.
    pub record: Option<Record>,
    /// What it wants done with mail of this domain that nothing vouches for, and by which of its tags.
    pub policy: Option<(Disposition, PolicyTag)>,
    /// Whether the return path was proved and belongs to the author's domain.
    pub spf_aligned: bool,
    /// Of each signature, in order, whether its domain belongs to the author's.
    pub dkim_aligned: Vec<bool>,
}

/// Judges a mail by the domains that it shows as its authors', the return path, and the signatures.
///
/// # Errors
/// The question whose answer is lacking.
pub fn check(authors: &[String], spf: &Spf, signers: &[Signer], answers: &Answers) -> Result<Dmarc, Lacking> {
    let (domain, several) = match authors {
        [] => return Ok(empty("", DmarcResult::PermError, "the mail shows no author's domain", signers)),
        [domain, others @ ..] => (domain.as_str(), others.iter().any(|other| other != domain)),
    };
    if several {
        // RFC 9989 5.3.1: nobody can say whose policy applies.
        let reason = "the mail shows authors of several domains";
        return Ok(empty(domain, DmarcResult::PermError, reason, signers));
    }
    let walked = match walk::up(domain, answers)? {
        Ok(walked) => walked,
        Err(cause) => return Ok(empty(domain, DmarcResult::TempError, &cause, signers)),
    };
    let Some(record) = walked.policy() else {
        let reason = format!("{domain} has no DMARC policy");
        return Ok(empty(domain, DmarcResult::None, &reason, signers));
    };
    let organisation = walked.organisation();
    let policy = policy(domain, &record, answers)?;
    let mut aligned = Aligning { domain, organisation, answers, unsure: false };
    let spf_is_near = aligned.is(&spf.domain, record.spf)?;
    let spf_aligned = spf_is_near && spf.result == SpfResult::Pass;
    let mut dkim_aligned = Vec::new();
    for signer in signers {
        dkim_aligned.push(aligned.is(&signer.domain, record.dkim)?);
    }
    let unsure = aligned.unsure;
    let by_dkim = signers.iter().zip(&dkim_aligned).any(|(signer, near)| signer.holds == Some(true) && *near);
    // RFC 9989 5.4: as long as something that could vouch has not been answered for, nothing has failed.
    let open = unsure
        || (spf_is_near && spf.result == SpfResult::TempError)
        || signers.iter().zip(&dkim_aligned).any(|(signer, near)| signer.holds.is_none() && *near);
    let (result, reason) = if by_dkim {
        (DmarcResult::Pass, format!("a signature that holds belongs to {domain}"))
    } else if spf_aligned {
        (DmarcResult::Pass, format!("the return path is proved and belongs to {domain}"))
    } else if open {
        (DmarcResult::TempError, "DNS does not answer for what could vouch for the mail".to_owned())
    } else {
        (DmarcResult::Fail, format!("neither a signature nor the return path proves {domain}"))
    };
    Ok(Dmarc {
        domain: domain.to_owned(),
        result,
        reason,
        record: Some(record),
        policy: Some(policy),
        spf_aligned,
        dkim_aligned,
    })
}

fn empty(domain: &str, result: DmarcResult, reason: &str, signers: &[Signer]) -> Dmarc {
    Dmarc {
        domain: domain.to_owned(),
        result,
        reason: reason.to_owned(),
        record: None,
        policy: None,
        spf_aligned: false,
        dkim_aligned: vec![false; signers.len()],
    }
}

/// RFC 9989 4.7, 4.10.1: which of the record's policies is that of mail from this domain.
fn policy(domain: &str, record: &Record, answers: &Answers) -> Result<(Disposition, PolicyTag), Lacking> {
    let (policy, tag) = if record.domain == domain {
        (record.policy, PolicyTag::P)
    } else {
        match (record.of_missing, record.of_subdomains) {
            (Some(policy), _) if is_missing(domain, answers)? => (policy, PolicyTag::Np),
            (_, Some(policy)) => (policy, PolicyTag::Sp),
            (_, None) => (record.policy, PolicyTag::P),
        }
    };
    // RFC 9989 4.7: while it is tried out, the next milder one applies.
    let policy = match policy {
        Disposition::Reject if record.is_test => Disposition::Quarantine,
        Disposition::Quarantine if record.is_test => Disposition::None,
        other @ (Disposition::None | Disposition::Quarantine | Disposition::Reject) => other,
    };
    Ok((policy, tag))
}

/// RFC 9989 3.2.13: a domain without addresses and exchangers does not exist here. Where DNS fails it may.
fn is_missing(domain: &str, answers: &Answers) -> Result<bool, Lacking> {
    for question in [Question::A, Question::Aaaa, Question::Mx] {
        if *answers.to(question(domain.to_owned()))? != Answer::Nothing {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Which domains belong to the author's.
struct Aligning<'a> {
    domain: &'a str,
    organisation: String,
    answers: &'a Answers,
    /// Whether DNS did not say of one.
    unsure: bool,
}

impl Aligning<'_> {
    fn is(&mut self, other: &str, alignment: Alignment) -> Result<bool, Lacking> {
        if other.eq_ignore_ascii_case(self.domain) {
            return Ok(true);
        }
        let other = other.to_ascii_lowercase();
        // Whatever its record says, a domain outside the organisation's is none of its.
        let may_be = other == self.organisation || other.ends_with(&format!(".{}", self.organisation));
        if alignment == Alignment::Strict || !may_be {
            return Ok(false);
        }
        Ok(match walk::up(&other, self.answers)? {
            Ok(walked) => walked.organisation() == self.organisation,
            Err(_) => {
                self.unsure = true;
                false
            }
        })
    }
}

#[cfg(test)]
mod tests;
