//! What the provider of a relay asks for in SPF, as whoever manages the server enters it, and what may be proposed.

use std::net::IpAddr;
use std::time::Duration;

use domain::Problem;
use domain::transport::TransportOwner;
use policy::sender_domain::{Relay, SpfOfWay, TermRefusal, read_terms, spf_of_way, terms_of_addresses};
use store::transports::TransportSettings;
use tokio::time::timeout;

use super::TransportInput;
use crate::office::Office;

/// How long DNS may take for the addresses of a relay.
const WITHIN: Duration = Duration::from_secs(5);

/// What may be entered for a relay.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SpfProposal {
    /// Nothing: these terms of it are known, and count without being entered.
    Known(Vec<String>),
    /// Nothing: its provider puts a return path of its own on each mail.
    NotNeeded,
    /// The addresses that its name has; none where DNS tells none of the Internet. Whether it sends from them is its
    /// provider's to say.
    Addresses(Vec<String>),
}

/// Proposes terms for a relay. Nothing is kept.
///
/// # Errors
/// 422 where no server is named.
pub async fn propose_spf(office: &Office, host: &str) -> Result<SpfProposal, Problem> {
    let host = host.trim().trim_end_matches('.');
    if host.is_empty() {
        return Err(Problem::invalid("host", "host_missing", "the server's name is missing"));
    }
    Ok(match spf_of_way(Some(Relay { host, spf_terms: "" }), "") {
        SpfOfWay::Terms(terms) => SpfProposal::Known(terms),
        SpfOfWay::NotNeeded => SpfProposal::NotNeeded,
        SpfOfWay::Unknown => SpfProposal::Addresses(terms_of_addresses(&addresses(office, host).await)),
    })
}

async fn addresses(office: &Office, host: &str) -> Vec<IpAddr> {
    if let Ok(address) = host.trim_matches(['[', ']']).parse() {
        return vec![address];
    }
    // Silence proposes nothing; it is a help, and no check.
    let found = timeout(WITHIN, office.net().network.resolver().addresses(host)).await;
    found.ok().and_then(Result::ok).unwrap_or_default()
}

/// The terms that are to be kept: what is entered, else those that are there, unless they are of another server.
pub(super) fn merged(present: &TransportSettings, input: &TransportInput) -> Result<String, Problem> {
    match (&input.spf_terms, &input.host) {
        (Some(typed), _) => read_terms(typed).map_err(|refusal| refused(&refusal)),
        (None, Some(host)) if !host.trim().eq_ignore_ascii_case(&present.host) => Ok(String::new()),
        (None, _) => Ok(present.spf_terms.clone()),
    }
}

/// Refuses terms of a user's own server: the records of a domain name the ways that all its mail takes.
pub(super) fn may_be_of(owner: &TransportOwner, spf_terms: &str) -> Result<(), Problem> {
    if spf_terms.is_empty() || !matches!(owner, TransportOwner::User(_)) {
        return Ok(());
    }
    let detail =
        "what goes into SPF is entered for the organisation's or a domain's server; leave this empty";
    Err(Problem::invalid("spf_terms", "transport.spf_of_user", detail))
}

fn refused(refusal: &TermRefusal) -> Problem {
    let (code, detail, term) = match refusal {
        TermRefusal::Unreadable(term) => (
            "transport.spf_term",
            "this is no term for a server; write `include:` or `a:` with a name, or `ip4:` or `ip6:` with a network",
            term.as_str(),
        ),
        TermRefusal::Private(term) => (
            "transport.spf_private",
            "nobody on the Internet receives mail from this network; name the addresses that the server sends from",
            term.as_str(),
        ),
        TermRefusal::Wide(term) => (
            "transport.spf_wide",
            "this network lets far too many send as you; name the networks that the provider sends from",
            term.as_str(),
        ),
        TermRefusal::TooMany => {
            ("transport.spf_too_many", "these are more terms than a record can have; leave ten at most", "")
        }
    };
    Problem::invalid("spf_terms", code, detail).with("term", term)
}
