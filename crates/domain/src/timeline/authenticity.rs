//! The step that says whether a mail is from whom it claims.

use serde::{Deserialize, Serialize};

/// What was found, in the words of RFC 8601 2.7.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AuthenticityTold {
    /// The author's domain; empty where it cannot be read.
    pub domain: String,
    /// DMARC (RFC 9989): `pass`, `fail`, `none`, `temperror`, `permerror`; `unknown` where the client is not known and no
    /// signature vouches for the author: SPF may have.
    pub dmarc: String,
    /// Why, in one sentence.
    pub reason: String,
    /// What the domain wants done with mail that nothing vouches for: `none`, `quarantine`, `reject`.
    #[serde(default)]
    pub policy: Option<String>,
    /// SPF of the return path; `None` where the mail was fetched, and its client is known to the server alone.
    #[serde(default)]
    pub spf: Option<SpfTold>,
    /// The signatures (DKIM).
    #[serde(default)]
    pub dkim: Vec<SignatureTold>,
    /// The chain of seals (ARC).
    pub arc: String,
    /// What the server that it was fetched from, or the gateway, says it found; `None` where it says nothing.
    #[serde(default)]
    pub server: Option<String>,
    /// The trusted server that it came in at, where one stands before us.
    #[serde(default)]
    pub gateway: Option<GatewayTold>,
}

impl AuthenticityTold {
    /// Whether nothing may be believed of whom the mail shows as its author: his domain says that it is not from there, or
    /// it shows authors of several domains, of whom nobody can say which is right (RFC 9989 5.3.1).
    #[must_use]
    pub fn speaks_against(&self) -> bool {
        matches!(self.dmarc.as_str(), "fail" | "permerror")
    }

    /// Whether the mail is proved to be from this domain: DMARC passes for it, or, where it publishes no policy, SPF or a signature
    /// of this very domain does.
    #[must_use]
    pub fn vouches_for(&self, domain: &str) -> bool {
        if !self.domain.eq_ignore_ascii_case(domain) {
            return false;
        }
        let passes = |result: &str, of: &str| result == "pass" && of.eq_ignore_ascii_case(domain);
        match self.dmarc.as_str() {
            "pass" => true,
            // Without a policy nobody says which other domains are its own.
            "none" => {
                self.spf.as_ref().is_some_and(|spf| passes(&spf.result, &spf.domain))
                    || self.dkim.iter().any(|signature| passes(&signature.result, &signature.domain))
            }
            _ => false,
        }
    }
}

/// A trusted server that a stranger handed a mail to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct GatewayTold {
    /// As it calls itself; empty where it does not.
    pub name: String,
    /// The address that delivered to it; `None` where it does not say.
    pub client: Option<String>,
    /// Whether the verdict is its own: it saw the mail before it was changed on its way.
    pub believed: bool,
}

/// SPF (RFC 7208).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SpfTold {
    /// The result.
    pub result: String,
    /// The domain of the return path.
    pub domain: String,
    /// Whether that domain belongs to the author's.
    pub aligned: bool,
    /// Why, in one sentence.
    pub reason: String,
}

/// One signature.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SignatureTold {
    /// Who signed.
    pub domain: String,
    /// With which key.
    pub selector: String,
    /// The result.
    pub result: String,
    /// Whether the domain belongs to the author's.
    pub aligned: bool,
    /// Why, in one sentence.
    pub reason: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(dmarc: &str, spf: Option<(&str, &str)>, dkim: Option<(&str, &str)>) -> AuthenticityTold {
        AuthenticityTold {
            domain: "a.test".to_owned(),
            dmarc: dmarc.to_owned(),
            reason: String::new(),
            policy: None,
            spf: spf.map(|(result, domain)| SpfTold {
                result: result.to_owned(),
                domain: domain.to_owned(),
                aligned: false,
                reason: String::new(),
            }),
            dkim: dkim
                .map(|(result, domain)| SignatureTold {
                    domain: domain.to_owned(),
                    selector: "s".to_owned(),
                    result: result.to_owned(),
                    aligned: false,
                    reason: String::new(),
                })
                .into_iter()
                .collect(),
            arc: "none".to_owned(),
            server: None,
            gateway: None,
        }
    }

    #[test]
    fn a_mail_is_proved_by_dmarc_or_without_a_policy_by_its_very_domain() {
        assert!(told("pass", None, None).vouches_for("a.test"));
        assert!(!told("pass", None, None).vouches_for("b.test"), "another author is shown");
        assert!(told("none", Some(("pass", "a.test")), None).vouches_for("a.test"));
        assert!(told("none", None, Some(("pass", "A.test"))).vouches_for("a.test"));
        for open in [
            told("none", None, None),
            told("none", Some(("pass", "mailer.test")), Some(("pass", "mailer.test"))),
            told("none", Some(("softfail", "a.test")), Some(("fail", "a.test"))),
        ] {
            assert!(!open.vouches_for("a.test"), "{open:?}");
        }
        for dmarc in ["fail", "permerror", "temperror", "unknown"] {
            let said = told(dmarc, Some(("pass", "a.test")), Some(("pass", "a.test")));
            assert!(!said.vouches_for("a.test"), "{dmarc}");
        }
    }
}
