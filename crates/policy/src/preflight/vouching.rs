//! What a domain asks receivers for (RFC 9989), and whether they count SPF of the domain that failures come back to.

use domain::sender_domain::DmarcPolicy;

use super::Published;
use crate::auth::dmarc::{self, Disposition, DmarcResult};
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

/// The policy for mail of a domain, its own or that of the domain above it, and what a return path in `returns` counts for.
///
/// # Errors
/// The question whose answer is lacking.
pub fn published(domain: &str, returns: &str, answers: &Answers) -> Result<(Published, Returns), Lacking> {
    let proved = Spf {
        identity: Identity::MailFrom,
        domain: returns.to_owned(),
        result: SpfResult::Pass,
        reason: String::new(),
        lookups: 0,
        void_lookups: 0,
    };
    let judged = dmarc::check(&[domain.to_owned()], &proved, &[], answers)?;
    let published = match (judged.result, judged.policy) {
        (DmarcResult::TempError, _) => Published::Unknown,
        (DmarcResult::Pass | DmarcResult::Fail, Some((policy, _))) => Published::Policy(chosen(policy)),
        (DmarcResult::None | DmarcResult::PermError | DmarcResult::Pass | DmarcResult::Fail, _) => {
            Published::Nothing
        }
    };
    let is_own = returns.eq_ignore_ascii_case(domain);
    Ok(match (is_own, judged.spf_aligned) {
        (true, _) => (published, Returns::Own),
        (false, true) => (published, Returns::Aligned),
        (false, false) => (published, Returns::Elsewhere),
    })
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
            Zone::new(&zone).ask(|answers| published(domain, returns, answers)).0
        };
        let reject = Published::Policy(DmarcPolicy::Reject);
        assert_eq!(found("nord.no", "nord.no"), (reject, Returns::Own));
        assert_eq!(found("nord.no", "posthus-return.nord.no"), (reject, Returns::Aligned));
        assert_eq!(found("nord.no", "a.no"), (reject, Returns::Elsewhere));
        let inherited = Published::Policy(DmarcPolicy::Quarantine);
        assert_eq!(found("post.nord.no", "post.nord.no"), (inherited, Returns::Own));
        assert_eq!(found("a.no", "a.no"), (Published::Nothing, Returns::Own));
        let strict = [("_dmarc.nord.no", "TXT", "v=DMARC1; p=reject; aspf=s")];
        let below =
            Zone::new(&strict).ask(|answers| published("nord.no", "posthus-return.nord.no", answers)).0;
        assert_eq!(below, (reject, Returns::Elsewhere));
    }
}
