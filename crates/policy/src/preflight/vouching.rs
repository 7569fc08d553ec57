//! What a domain asks receivers for (RFC 9989), and whether they count SPF of the domain that failures come back to.

use domain::sender_domain::DmarcPolicy;

use super::Published;
use crate::auth::dmarc::{self, Disposition, DmarcResult, Signer};
use crate::auth::dns::{Answers, Lacking};
use crate::auth::spf::{Identity, Spf, SpfResult};

/// Where failures of the mail come back to, which is what SPF is of (RFC 7208 2.4).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Returns {
    /// To the domain that the mail is from.
    Own,
    /// To another one that DMARC counts as the same (RFC 9989 4.10.2).
    Aligned,
    /// To another one: SPF vouches for nobody whom people see.
    Elsewhere,
}

/// What a domain asks receivers for, and what they take for its.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Vouching {
    /// The policy for its mail: its own, or that of the domain above it.
    pub published: Published,
    /// What a return path counts for.
    pub returns: Returns,
    /// Whether a signature of the domain above it that signs its mail counts for it; not where none does.
    pub above_counts: bool,
}

/// The policy for mail of a domain, what a return path in `returns` counts for, and a signature of `above`.
///
/// # Errors
/// The question whose answer is lacking.
pub fn published(
    domain: &str,
    returns: &str,
    above: Option<&str>,
    answers: &Answers,
) -> Result<Vouching, Lacking> {
    let proved = Spf {
        identity: Identity::MailFrom,
        domain: returns.to_owned(),
        result: SpfResult::Pass,
        reason: String::new(),
        lookups: 0,
        void_lookups: 0,
    };
    let signer = |name: &str| Signer { domain: name.to_owned(), holds: Some(true) };
    let signers: Vec<Signer> = above.into_iter().map(signer).collect();
    let judged = dmarc::check(&[domain.to_owned()], &proved, &signers, answers)?;
    let published = match (judged.result, judged.policy) {
        (DmarcResult::TempError, _) => Published::Unknown,
        (DmarcResult::Pass | DmarcResult::Fail, Some((policy, _))) => Published::Policy(chosen(policy)),
        (DmarcResult::None | DmarcResult::PermError | DmarcResult::Pass | DmarcResult::Fail, _) => {
            Published::Nothing
        }
    };
    let is_own = returns.eq_ignore_ascii_case(domain);
    let returns = match (is_own, judged.spf_aligned) {
        (true, _) => Returns::Own,
        (false, true) => Returns::Aligned,
        (false, false) => Returns::Elsewhere,
    };
    Ok(Vouching { published, returns, above_counts: judged.dkim_aligned.first() == Some(&true) })
}

const fn chosen(policy: Disposition) -> DmarcPolicy {
    match policy {
        Disposition::None => DmarcPolicy::None,
        Disposition::Quarantine => DmarcPolicy::Quarantine,
        Disposition::Reject => DmarcPolicy::Reject,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::dns::zone::Zone;

    #[test]
    fn a_policy_is_found_above_the_domain_and_strangers_return_paths_count_for_nothing() {
        let zone = [("_dmarc.nord.no", "TXT", "v=DMARC1; p=reject; sp=quarantine")];
        let found = |domain: &str, returns: &str| {
            let found = Zone::new(&zone).ask(|answers| published(domain, returns, None, answers)).0;
            (found.published, found.returns)
        };
        let reject = Published::Policy(DmarcPolicy::Reject);
        assert_eq!(found("nord.no", "nord.no"), (reject, Returns::Own));
        assert_eq!(found("nord.no", "posthus-return.nord.no"), (reject, Returns::Aligned));
        assert_eq!(found("nord.no", "a.no"), (reject, Returns::Elsewhere));
        let inherited = Published::Policy(DmarcPolicy::Quarantine);
        assert_eq!(found("post.nord.no", "post.nord.no"), (inherited, Returns::Own));
        assert_eq!(found("a.no", "a.no"), (Published::Nothing, Returns::Own));
        let strict = [("_dmarc.nord.no", "TXT", "v=DMARC1; p=reject; aspf=s")];
        let below = |answers: &Answers| published("nord.no", "posthus-return.nord.no", None, answers);
        let below = Zone::new(&strict).ask(below).0;
        assert_eq!((below.published, below.returns), (reject, Returns::Elsewhere));
    }

    #[test]
    fn a_signature_of_the_domain_above_counts_unless_a_record_is_strict() {
        let counts = |records: &[(&'static str, &'static str, &str)]| {
            let of = |answers: &Answers| published("a.nord.no", "a.nord.no", Some("nord.no"), answers);
            Zone::new(records).ask(of).0.above_counts
        };
        let above = ("_dmarc.nord.no", "TXT", "v=DMARC1; p=reject");
        assert!(counts(&[above]));
        assert!(!counts(&[("_dmarc.nord.no", "TXT", "v=DMARC1; p=reject; adkim=s")]));
        assert!(!counts(&[above, ("_dmarc.a.nord.no", "TXT", "v=DMARC1; p=none; adkim=s")]));
    }
}
