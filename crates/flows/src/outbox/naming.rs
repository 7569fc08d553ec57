//! What destinations are called: where they are stored, by people, and in what lists are asked for.
//!
//! Within, a name says whose a relay is. Outside, an organisation's own and the installation's are all that can be named, so
//! that nobody can ask for what is another one's, or learn of it.

use domain::OrganisationId;
use domain::transport::TransportOwner;
use store::oauth::installation::INSTALLATION;
use store::parked;

/// What mails with the same next server share.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) enum Key {
    /// A relay that an organisation's mail takes, by name, port and whose it is: what it says to one owner, as about
    /// his sign-in, is nothing to the others.
    Relay {
        /// Whose mail; nobody's in particular where the relay is the installation's.
        organisation: OrganisationId,
        /// Whose relay; the installation's when none.
        owner: Option<TransportOwner>,
        /// Its name.
        host: String,
        /// Its port.
        port: u16,
    },
    /// The installation's relay, as far as it wants a sign-in for an organisation's mail, or cuts it: it may be one that lets
    /// through some senders alone, and nobody may stop the others.
    RelayFor {
        /// Whose mail.
        organisation: OrganisationId,
        /// Its name.
        host: String,
        /// Its port.
        port: u16,
    },
    /// The exchangers of one operator, whatever domains they serve.
    Exchangers(String),
    /// The same, as far as they cut an organisation's mail: it may be the mail, and nobody may stop the others.
    ExchangersFor(OrganisationId, String),
    /// One domain, whoever's exchangers it names.
    Domain(String),
    /// The exchangers of one operator, as far as they refuse an organisation's mail.
    Refuser(OrganisationId, String),
    /// The same, as far as they refuse what one of the organisation's domains does not vouch for.
    RefuserOfDomain(OrganisationId, String, String),
}

impl Key {
    /// The name under which it is stored.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Relay { organisation, owner, host, port } => {
                let of = match owner {
                    Some(owner) => parked::relay_of(*organisation, owner),
                    None => parked::relays_of(*organisation),
                };
                format!("{of}:{host}:{port}")
            }
            Self::RelayFor { organisation, host, port } => {
                format!("{}:{host}:{port}", parked::installation_relay_for(*organisation))
            }
            Self::Exchangers(group) => format!("mx:{group}"),
            Self::ExchangersFor(organisation, operator) => parked::exchangers_for(*organisation, operator),
            Self::Domain(domain) => format!("domain:{domain}"),
            Self::Refuser(organisation, operator) => parked::refuser_of(*organisation, operator),
            Self::RefuserOfDomain(organisation, operator, domain) => {
                parked::refuser(*organisation, (operator.as_str(), Some(domain.as_str())))
            }
        }
    }
}

/// Whether mail of all organisations goes there.
pub(super) fn is_shared(name: &str) -> bool {
    let of_installation = |rest: &str| !rest.starts_with("for ");
    let shared = format!("{}:", parked::relays_of(INSTALLATION));
    name.starts_with("mx:")
        || name.starts_with("domain:")
        || name.strip_prefix(&shared).is_some_and(of_installation)
}

/// A destination as people call it.
pub(super) fn shown(name: &str) -> String {
    let (kind, rest) = name.split_once(':').unwrap_or(("", name));
    if matches!(kind, "mx" | "domain") {
        return rest.to_owned();
    }
    if matches!(kind, "mx-for" | "refuser" | "refuser-of-domain") {
        // `refuser-of-domain:7:google.com acme.no`, where it refuses mail from one domain alone.
        let named = rest.split_once(':').map_or(rest, |(_, named)| named);
        return named.split(' ').next().unwrap_or(named).to_owned();
    }
    // `relay:7:smtp.example.org:587`, with whose it is between, as `user 5`.
    let named = rest.split_once(':').map_or(rest, |(_, named)| named);
    let host = named.split_once(':').filter(|(owner, _)| owner.contains(' ')).map_or(named, |(_, host)| host);
    host.rsplit_once(':').map_or(host, |(host, _)| host).to_owned()
}

/// What a list of an organisation is asked by for what waits there; `None` for what is no destination of its mail.
pub(super) fn key(organisation: OrganisationId, name: &str) -> Option<String> {
    if name.starts_with("mx:") || name.starts_with("domain:") {
        return Some(name.to_owned());
    }
    let known = kinds(organisation);
    known.iter().find_map(|(kind, within)| name.strip_prefix(within).map(|rest| format!("{kind}:{rest}")))
}

/// The destination that a list of an organisation is asked for, as `key` wrote it; `None` for any other word.
#[must_use]
pub fn destination_of(organisation: OrganisationId, key: &str) -> Option<String> {
    let (kind, rest) = key.split_once(':').filter(|(_, rest)| !rest.is_empty())?;
    if matches!(kind, "mx" | "domain") {
        return Some(key.to_owned());
    }
    let known = kinds(organisation).into_iter().find(|(known, _)| *known == kind);
    known.map(|(_, within)| format!("{within}{rest}"))
}

/// The kinds that are somebody's, and what the names of these begin with.
fn kinds(organisation: OrganisationId) -> [(&'static str, String); 5] {
    [
        ("relay", format!("{}:", parked::relays_of(organisation))),
        ("shared", format!("{}:", parked::relays_of(INSTALLATION))),
        ("mx-for", parked::exchangers_for(organisation, "")),
        ("refuser", parked::refuser_of(organisation, "")),
        ("refuser-of-domain", parked::domain_refusers_of(organisation)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_are_told_apart_by_organisation_and_place() {
        let of = |org, port, owner| {
            let (organisation, host) = (OrganisationId::new(org), "mx.test".to_owned());
            Key::Relay { organisation, owner, host, port }.name()
        };
        let relay = |org, port| of(org, port, None);
        assert_ne!(relay(1, 25), of(1, 25, Some(TransportOwner::Organisation)));
        assert_ne!(relay(1, 25), relay(11, 25));
        assert_ne!(relay(1, 25), relay(1, 587));
        assert!(relay(1, 25).starts_with("relay:1:"));
    }

    #[test]
    fn a_destination_is_called_by_its_name() {
        assert_eq!(shown("mx:google.com"), "google.com");
        assert_eq!(shown("domain:customer.example"), "customer.example");
        assert_eq!(shown("mx-for:7:google.com"), "google.com");
        assert_eq!(shown("refuser:7:google.com"), "google.com");
        assert_eq!(shown("refuser-of-domain:7:google.com acme.no"), "google.com");
        assert_eq!(shown("relay:7:smtp.example.org:587"), "smtp.example.org");
        assert_eq!(shown("relay:7:2001:db8::1:25"), "2001:db8::1");
        assert_eq!(shown("relay:7:user 5:smtp.example.org:587"), "smtp.example.org");
        assert_eq!(shown("relay:7:organisation :2001:db8::1:25"), "2001:db8::1");
        assert_eq!(shown("relay:0:for 7:smtp.example.org:587"), "smtp.example.org");
    }

    #[test]
    fn a_list_is_asked_for_what_is_its_organisations_alone() {
        let (own, shared) = (OrganisationId::new(7), format!("relay:{INSTALLATION}:smtp.example.org:587"));
        for (name, asked) in [
            ("mx:google.com", "mx:google.com"),
            ("domain:customer.example", "domain:customer.example"),
            ("mx-for:7:google.com", "mx-for:google.com"),
            ("refuser:7:google.com", "refuser:google.com"),
            ("refuser-of-domain:7:google.com acme.no", "refuser-of-domain:google.com acme.no"),
            ("relay:7:user 5:smtp.example.org:587", "relay:user 5:smtp.example.org:587"),
            (shared.as_str(), "shared:smtp.example.org:587"),
        ] {
            assert_eq!(key(own, name).as_deref(), Some(asked));
            assert_eq!(destination_of(own, asked).as_deref(), Some(name));
        }
        for others in [
            "relay:70:smtp.example.org:587",
            "mx-for:8:google.com",
            "refuser:8:google.com",
            "refuser-of-domain:8:google.com acme.no",
            "share:7",
            "organisation:7",
        ] {
            assert_eq!(key(own, others), None);
        }
        // Whatever is written, it names nothing of another's.
        assert_eq!(destination_of(own, "relay:8:smtp").as_deref(), Some("relay:7:8:smtp"));
        for word in ["", "mx", "mx:", "organisation:7", "share:7", "nothing:x"] {
            assert_eq!(destination_of(own, word), None, "{word}");
        }
    }
}
