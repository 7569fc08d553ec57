//! What destinations are called where they are stored.

use domain::OrganisationId;
use domain::transport::TransportOwner;

use crate::oauth::installation::INSTALLATION;

/// The name under which stands that an organisation's mail waits for its share of the places. It holds no mail up by
/// itself.
#[must_use]
pub fn share_of(organisation: OrganisationId) -> String {
    format!("share:{organisation}")
}

/// The name under which an organisation's mail waits for exchangers of one operator that cut it.
#[must_use]
pub fn exchangers_for(organisation: OrganisationId, operator: &str) -> String {
    format!("mx-for:{organisation}:{operator}")
}

/// The other name of a server that all share: what keeps one organisation's mail alone stands under one, what keeps everybody's
/// under the other. `None` for what has one name.
pub(crate) fn other_name(organisation: OrganisationId, destination: &str) -> Option<String> {
    let (of_all, of_one) = ("mx:", exchangers_for(organisation, ""));
    if let Some(operator) = destination.strip_prefix(&of_one) {
        return Some(format!("{of_all}{operator}"));
    }
    if let Some(operator) = destination.strip_prefix(of_all) {
        return Some(format!("{of_one}{operator}"));
    }
    let of_all = format!("{}:", relays_of(INSTALLATION));
    let of_one = format!("{}:", installation_relay_for(organisation));
    if let Some(relay) = destination.strip_prefix(&of_one) {
        return Some(format!("{of_all}{relay}"));
    }
    let relay = destination.strip_prefix(&of_all).filter(|relay| !relay.starts_with("for "))?;
    Some(format!("{of_one}{relay}"))
}

/// The name under which an organisation's mail waits for a provider that refuses it.
#[must_use]
pub fn refuser_of(organisation: OrganisationId, provider: &str) -> String {
    format!("{REFUSERS}{organisation}:{provider}")
}

/// A provider that refuses an organisation's mail, and the domain whose mail alone it refuses, where that is so.
pub type Refuser<'a> = (&'a str, Option<&'a str>);

/// The name under which an organisation's mail, or that of one of its domains, waits for a provider that refuses it.
#[must_use]
pub fn refuser(organisation: OrganisationId, (provider, domain): Refuser<'_>) -> String {
    match domain {
        Some(domain) => format!("{}{provider} {domain}", domain_refusers_of(organisation)),
        None => refuser_of(organisation, provider),
    }
}

/// What the names begin with under which mail of one domain of an organisation waits for a provider that refuses it.
#[must_use]
pub fn domain_refusers_of(organisation: OrganisationId) -> String {
    format!("{DOMAIN_REFUSERS}{organisation}:")
}

/// What the names of providers that refuse begin with.
pub(crate) const REFUSERS: &str = "refuser:";
/// What they begin with where mail of one domain alone is refused: another word, since programs that know of no such domain
/// take all that stands behind the first one for the provider, and would let go what waits for it.
pub(crate) const DOMAIN_REFUSERS: &str = "refuser-of-domain:";

/// Whether this is the name of a provider that refuses somebody's mail, and not of a server.
#[must_use]
pub fn is_refuser(destination: &str) -> bool {
    destination.starts_with(REFUSERS) || destination.starts_with(DOMAIN_REFUSERS)
}

/// What [`refuser`] made this name of, for this organisation.
#[must_use]
pub fn refused_by(organisation: OrganisationId, destination: &str) -> Option<Refuser<'_>> {
    if let Some(provider) = destination.strip_prefix(&refuser_of(organisation, "")) {
        return Some((provider, None));
    }
    let of = destination.strip_prefix(&domain_refusers_of(organisation))?;
    of.split_once(' ').map(|(provider, domain)| (provider, Some(domain)))
}

/// The name under which all mail of an organisation waits.
#[must_use]
pub fn whole_organisation(organisation: OrganisationId) -> String {
    format!("organisation:{organisation}")
}

/// What the names of an owner's servers begin with, as destinations; a colon follows.
#[must_use]
pub fn relay_of(organisation: OrganisationId, owner: &TransportOwner) -> String {
    format!("{}:{} {}", relays_of(organisation), owner.kind(), owner.key())
}

/// What the name of the installation's relay begins with, as far as it keeps one organisation's mail alone; a colon follows.
#[must_use]
pub fn installation_relay_for(organisation: OrganisationId) -> String {
    format!("{}:for {organisation}", relays_of(INSTALLATION))
}

/// What the names of an organisation's own servers begin with, as destinations; a colon follows.
#[must_use]
pub fn relays_of(organisation: OrganisationId) -> String {
    format!("relay:{organisation}")
}
