//! Why something is not done to a sender domain, in words with a next step.

use domain::limits::{SENDER_DOMAINS_EVER_MAX, SENDER_DOMAINS_MAX};
use domain::{Problem, ProblemKind, Timestamp};
use policy::sender_domain::{self as policy_of, Refusal};
use store::sender_domains::SenderDomainRow;

/// Why a name cannot be a sender domain.
pub(super) fn refused(refusal: Refusal, typed: &str) -> Problem {
    let (code, detail) = match refusal {
        Refusal::NotADomain => {
            ("sender_domain.invalid", "this is no domain name; write it as in example.org")
        }
        Refusal::NotRegistrable => (
            "sender_domain.not_registrable",
            "nobody can own this name; write the domain that you registered, as in example.org",
        ),
        Refusal::Shared => (
            "sender_domain.shared",
            "this domain is an e-mail provider's, and its DNS is not yours; use a domain of your own",
        ),
    };
    Problem::invalid("name", code, detail).with("name", typed.trim().chars().take(253).collect::<String>())
}

/// It is there already.
pub(super) fn taken() -> Problem {
    let problem =
        Problem::conflict("sender_domain.taken", "the domain is there already; open it in the list");
    Problem { field: Some("name"), ..problem }
}

/// RFC 8461 2.1: a policy is ended before its file goes, or mail is lost for as long as servers remember it.
pub(super) fn is_served(row: &SenderDomainRow) -> Problem {
    match policy_of::served_sts::forgotten_at(&row.sts) {
        None => {
            let detail = "a policy of MTA-STS is served for the domain; end it first, and archive the domain a week later";
            Problem::conflict("sender_domain.sts_served", detail)
        }
        Some(until) => {
            let until = until.to_rfc3339();
            let detail =
                format!("servers may remember the domain's policy of MTA-STS until {until}; archive it then");
            Problem::conflict("sender_domain.sts_remembered", detail).with("until", until)
        }
    }
}

/// A rotation is under way.
pub(super) fn waits() -> Problem {
    let detail = "new keys are waiting for their records already; publish those first";
    Problem::conflict("sender_domain.rotating", detail)
}

/// Mail of the keys whose place new ones would take may be on its way.
pub(super) fn needed(until: Timestamp) -> Problem {
    let until = until.to_rfc3339();
    let detail = format!(
        "mail that the keys before these signed may be on its way until {until}; rotate the keys then"
    );
    Problem::conflict("sender_domain.keys_needed", detail).with("at", until)
}

/// There is no room for another one.
pub(super) fn too_many() -> Problem {
    let detail = format!(
        "there are {SENDER_DOMAINS_MAX} sender domains in use already, take one out of use; or {SENDER_DOMAINS_EVER_MAX} with archived ones, of which any comes back"
    );
    Problem::new(ProblemKind::Limit, "sender_domain.too_many", detail)
        .with("max", SENDER_DOMAINS_MAX.to_string())
}

/// There is none.
pub(super) fn not_found() -> Problem {
    Problem::not_found("sender_domain")
}
