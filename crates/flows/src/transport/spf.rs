//! What the provider of a relay asks for in SPF, as whoever manages the server enters it, and what may be proposed.

use std::net::IpAddr;
use std::time::Duration;

use domain::limits::DOMAIN_TRANSPORTS_MAX;
use domain::transport::TransportOwner;
use domain::{OrganisationId, Problem};
use net::DnsError;
use policy::sender_domain::{
    Relay, SpfOfWay, TermRefusal, read_terms, spf_of_way, terms_of_addresses, void_include,
};
use store::Conn;
use store::transports::TransportSettings;
use tokio::time::timeout;

use super::TransportInput;
use crate::office::Office;
use crate::users::Refused;

/// How long DNS may take for the addresses of a relay.
const WITHIN: Duration = Duration::from_secs(5);

/// What may be entered for a relay.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SpfProposal {
    /// Nothing: these terms of it are known, and count without being entered.
    Known(Vec<String>),
    /// Nothing: its provider puts a return path of its own on each mail.
    NotNeeded,
    /// The addresses that its name has; at least one. Whether it sends from them is its provider's to say.
    Addresses(Vec<String>),
    /// Nothing: it has addresses, none of them of the Internet.
    NotPublic,
    /// Nothing: DNS says that there is no such name.
    NoSuchName,
    /// Nothing: the name is there, and has no address.
    NoAddress,
    /// Nothing: DNS does not answer, or nobody believes what it says.
    Unanswered,
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
        SpfOfWay::Unknown => of_addresses(office, host).await,
    })
}

async fn of_addresses(office: &Office, host: &str) -> SpfProposal {
    let found = match host.trim_matches(['[', ']']).parse::<IpAddr>() {
        Ok(address) => Ok(vec![address]),
        Err(_) => match timeout(WITHIN, office.net().network.resolver().addresses(host)).await {
            Ok(found) => found,
            Err(_) => return SpfProposal::Unanswered,
        },
    };
    match found.map(|addresses| terms_of_addresses(&addresses)) {
        Ok(terms) if terms.is_empty() => SpfProposal::NotPublic,
        Ok(terms) => SpfProposal::Addresses(terms),
        Err(DnsError::NoSuchName(_)) => SpfProposal::NoSuchName,
        Err(DnsError::NoAddress(_)) => SpfProposal::NoAddress,
        Err(DnsError::Unavailable { .. } | DnsError::Bogus(_)) => SpfProposal::Unanswered,
    }
}

/// The terms that are to be kept: what is entered, else those that are there, unless they are of another server.
pub(super) fn merged(present: &TransportSettings, input: &TransportInput) -> Result<String, Problem> {
    match (&input.spf_terms, &input.host) {
        // Whoever changes something else sends them as they are, whatever was taken when they were entered.
        (Some(typed), _) if *typed == present.spf_terms => Ok(present.spf_terms.clone()),
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

/// Refuses terms that include a record that they are to stand in. Of several domains the others' records may need one, and in
/// its own it is left out ([`SpfOfWay::in_record_of`]), where others are left there.
pub(super) async fn may_be_in(
    conn: &Conn,
    organisation: OrganisationId,
    (owner, spf_terms): (&TransportOwner, &str),
) -> Result<(), Refused> {
    if spf_terms.is_empty() {
        return Ok(());
    }
    let domains: Vec<String> = match owner {
        TransportOwner::Domain(name) => vec![name.clone()],
        TransportOwner::Organisation => {
            let rows = store::sender_domains::list(conn, organisation).await?;
            // Mail of a domain with a server of its own goes another way, and its record says that one's terms.
            let others =
                store::transports::list_of_domains(conn, organisation, DOMAIN_TRANSPORTS_MAX).await?;
            let goes_elsewhere =
                |name: &String| others.iter().any(|(of, row)| row.settings.in_use && of == name);
            rows.into_iter().map(|row| row.name).filter(|name| !goes_elsewhere(name)).collect()
        }
        // His records are nobody's to name (`may_be_of`).
        TransportOwner::User(_) => Vec::new(),
    };
    let domains: Vec<&str> = domains.iter().map(String::as_str).collect();
    let Some(term) = void_include(spf_terms, &domains) else { return Ok(()) };
    let detail = "this includes the record of your own domain, which it would stand in and lead back to itself; write the \
                  `include:` that the server's provider names";
    Err(Problem::invalid("spf_terms", "transport.spf_own", detail).with("term", term).into())
}

fn refused(refusal: &TermRefusal) -> Problem {
    let (code, detail, term) = match refusal {
        TermRefusal::Unreadable(term) => (
            "transport.spf_term",
            "this is no term for a server; write `include:` or `a:` with a name, or `ip4:` or `ip6:` with a network",
            term.as_str(),
        ),
        TermRefusal::Everybody(term) => (
            "transport.spf_all",
            "`all` is about everybody whom a record does not name, and says nothing of this server; write the `include:` \
             that its provider names",
            term.as_str(),
        ),
        TermRefusal::Ptr(term) => (
            "transport.spf_ptr",
            "receivers pass over `ptr`; write `ip4:` or `ip6:` with the networks that the server sends from",
            term.as_str(),
        ),
        TermRefusal::WholeRecord(term) => (
            "transport.spf_whole_record",
            "this changes the domain's whole record; write `include:` with the same name",
            term.as_str(),
        ),
        TermRefusal::OwnServers(term) => (
            "transport.spf_own_servers",
            "this names the domain's own servers and not this one; write `a:` with the server's name",
            term.as_str(),
        ),
        TermRefusal::MailServers(term) => (
            "transport.spf_mail_servers",
            "this names the servers that take mail for that name, and not those that send; write `a:` with the server's name",
            term.as_str(),
        ),
        TermRefusal::Private(term) => (
            "transport.spf_private",
            "nobody on the Internet receives mail from this network; name the addresses that the server sends from",
            term.as_str(),
        ),
        TermRefusal::Example(term) => (
            "transport.spf_example",
            "this network stands in examples only, and nobody sends from it; name the addresses that the server sends from",
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

#[cfg(test)]
mod tests {
    use domain::mailbox::{Security, SignIn};
    use domain::outbox::TransportKind;

    use super::*;

    #[test]
    fn terms_that_were_taken_once_stand_in_the_way_of_no_other_change() {
        // As they were taken before networks of examples were refused.
        let kept = "ip4:192.0.2.0/24";
        let present = TransportSettings {
            in_use: true,
            kind: TransportKind::Relay,
            host: "smtp.relay.test".to_owned(),
            port: 587,
            security: Security::Tls,
            username: String::new(),
            sign_in: SignIn::Password,
            helo_name: String::new(),
            own_return_path: false,
            spf_terms: kept.to_owned(),
        };
        let with = |terms: &str| {
            let spf_terms = Some(terms.to_owned());
            merged(&present, &TransportInput { spf_terms, port: Some(465), ..TransportInput::default() })
        };
        assert_eq!(with(kept).ok().as_deref(), Some(kept));
        let more = with("ip4:192.0.2.0/24 ip4:192.88.99.7");
        assert_eq!(more.err().map(|refused| refused.code), Some("transport.spf_example"));
    }
}
