//! What an SPF record says to let our way out send.

use std::net::IpAddr;
use std::sync::LazyLock;

/// What a domain's SPF record says of our way out.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum SpfOfWay {
    /// These mechanisms let it send; at least one.
    Terms(Vec<String>),
    /// Nothing: the relay's provider puts a return path of its own on each mail, and SPF is of that domain.
    NotNeeded,
    /// Nobody knows what would.
    Unknown,
}

impl SpfOfWay {
    /// The mechanisms; none where none is needed or known.
    #[must_use]
    pub fn terms(&self) -> &[String] {
        match self {
            Self::Terms(terms) => terms,
            Self::NotNeeded | Self::Unknown => &[],
        }
    }

    /// What the record of this domain says: one that includes itself would be void (RFC 7208 4.6.4).
    #[must_use]
    pub fn in_record_of(self, domain: &str) -> Self {
        let own = format!("include:{domain}");
        match self {
            Self::Terms(terms) => {
                of_terms(terms.into_iter().filter(|term| !term.eq_ignore_ascii_case(&own)).collect())
            }
            Self::NotNeeded => Self::NotNeeded,
            Self::Unknown => Self::Unknown,
        }
    }
}

/// A relay, as far as SPF is concerned.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Relay<'a> {
    /// Its name.
    pub host: &'a str,
    /// The terms that whoever set it entered, as [`super::read_terms`] has them; empty where he entered none.
    pub spf_terms: &'a str,
}

/// A known outgoing server.
struct Known {
    /// The end of its name.
    end: &'static str,
    /// What a record says of it; `None` where there is nothing to publish.
    term: Option<&'static str>,
    /// Whether its provider puts a return path of its own on each mail.
    has_own_return_path: bool,
}

static KNOWN: LazyLock<Vec<Known>> = LazyLock::new(|| {
    include_str!("../../rules/sending/spf-terms.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let mut words = line.split_whitespace();
            let (end, term) = (words.next()?, words.next()?);
            let has_own_return_path = words.next() == Some("own-return-path");
            Some(Known { end, term: Some(term).filter(|term| *term != "-"), has_own_return_path })
        })
        .collect()
});

/// What a record says of mail that leaves through this relay, or, without one, straight from the host that we greet as.
/// What was entered of a relay counts; of one that nobody knows the own name is seldom the address that it sends from.
#[must_use]
pub fn spf_of_way(relay: Option<Relay<'_>>, greeting: &str) -> SpfOfWay {
    let Some(relay) = relay else {
        return of_terms(own_term(greeting).into_iter().collect());
    };
    let entered: Vec<String> = relay.spf_terms.split_whitespace().map(str::to_owned).collect();
    match (entered.is_empty(), known(relay.host)) {
        (false, _) => SpfOfWay::Terms(entered),
        (true, Some(Known { term: Some(term), .. })) => SpfOfWay::Terms(vec![(*term).to_owned()]),
        (true, Some(Known { term: None, .. })) => SpfOfWay::NotNeeded,
        (true, None) => SpfOfWay::Unknown,
    }
}

/// Whether a relay's provider puts a return path of its own on each mail: SPF then vouches for nobody whom people see, and
/// a signature alone can.
#[must_use]
pub fn replaces_return_path(relay: &str) -> bool {
    known(relay).is_some_and(|known| known.has_own_return_path)
}

fn known(relay: &str) -> Option<&'static Known> {
    let relay = relay.trim_end_matches('.').to_ascii_lowercase();
    KNOWN.iter().find(|known| ends_in(&relay, known.end))
}

fn of_terms(terms: Vec<String>) -> SpfOfWay {
    if terms.is_empty() { SpfOfWay::Unknown } else { SpfOfWay::Terms(terms) }
}

/// Where the greeting is an address literal (RFC 5321 4.1.3), the address stands in the record itself. One of an inner
/// network says nothing of where our mail comes from.
fn own_term(greeting: &str) -> Option<String> {
    let Some(literal) = greeting.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) else {
        return greeting.contains('.').then(|| format!("a:{}", greeting.to_ascii_lowercase()));
    };
    let is_tagged = literal.get(..5).is_some_and(|tag| tag.eq_ignore_ascii_case("IPv6:"));
    let text = if is_tagged { literal.get(5..)? } else { literal };
    match text.parse::<IpAddr>().ok()?.to_canonical() {
        IpAddr::V4(own) => {
            let is_inner =
                own.is_private() || own.is_loopback() || own.is_link_local() || own.is_unspecified();
            (!is_inner).then(|| format!("ip4:{own}"))
        }
        IpAddr::V6(own) => {
            let is_inner = own.is_loopback()
                || own.is_unspecified()
                || own.is_unique_local()
                || own.is_unicast_link_local();
            (!is_inner).then(|| format!("ip6:{own}"))
        }
    }
}

/// Whether a name is this one or lies below it; `*` stands for any one label.
fn ends_in(name: &str, end: &str) -> bool {
    let mut labels = name.rsplit('.');
    end.rsplit('.').all(|wanted| labels.next().is_some_and(|label| wanted == "*" || wanted == label))
}

#[cfg(test)]
mod tests {
    use domain::detection::{Server, Service};

    use super::*;
    use crate::detection::Provider;

    fn of(host: &str, spf_terms: &str) -> SpfOfWay {
        spf_of_way(Some(Relay { host, spf_terms }), "mail.example.org")
    }

    fn terms(text: &str) -> SpfOfWay {
        SpfOfWay::Terms(text.split(' ').map(str::to_owned).collect())
    }

    #[test]
    fn known_relays_have_a_term_and_unknown_ones_none() {
        for (host, term) in [
            ("smtp.office365.com", "include:spf.protection.outlook.com"),
            ("SMTP.Domeneshop.no.", "include:_spf.domeneshop.no"),
            ("in-v3.mailjet.com", "include:spf.mailjet.com"),
            ("smtp.elasticemail.com", "include:_spf.elasticemail.com"),
            ("smtp.tem.scaleway.com", "include:_spf.tem.scaleway.com"),
        ] {
            assert_eq!(of(host, ""), terms(term), "{host}");
        }
        for host in ["notdomeneshop.no", "smtp.example.net", "email-smtp.amazonaws.com"] {
            assert_eq!(of(host, ""), SpfOfWay::Unknown, "{host}");
        }
        assert_eq!(of("ec2-192-0-2-1.eu-north-1.compute.amazonaws.com", ""), SpfOfWay::Unknown);
    }

    #[test]
    fn a_provider_with_a_return_path_of_its_own_needs_no_record() {
        for host in [
            "smtp-relay.brevo.com",
            "smtp-relay.sendinblue.com",
            "email-smtp.eu-north-1.amazonaws.com",
            "smtp.postmarkapp.com",
            "smtp-broadcasts.postmarkapp.com",
            "smtp.sendgrid.net",
        ] {
            assert_eq!((of(host, ""), replaces_return_path(host)), (SpfOfWay::NotNeeded, true), "{host}");
        }
        assert!(replaces_return_path("in-v3.mailjet.com"), "it asks for a term all the same");
        assert!(!replaces_return_path("smtp.mailgun.org"), "its return path is of the customer's domain");
        assert!(!replaces_return_path("smtp.example.net"));
    }

    #[test]
    fn what_was_entered_of_a_relay_counts() {
        let entered = "include:spf.example.net ip4:198.51.100.0/24";
        for host in ["smtp.example.net", "smtp.office365.com", "smtp-relay.brevo.com"] {
            assert_eq!(of(host, entered), terms(entered), "{host}");
        }
        assert_eq!(of("smtp.example.net", entered).in_record_of("Spf.example.net").terms().len(), 1);
        let own = of("smtp.example.net", "include:example.net").in_record_of("example.net");
        assert_eq!(own, SpfOfWay::Unknown, "a record that includes itself");
    }

    /// Yahoo has mailboxes at its own domains alone; the others' customers find no term in their help pages.
    const WITHOUT: [&str; 3] = ["yahoo", "telia", "telenor"];

    #[test]
    fn every_provider_whose_server_is_proposed_has_a_term_or_is_known_to_have_none() {
        for provider in Provider::all() {
            let of_sending = |server: &Server| server.service == Service::Smtp;
            for server in provider.servers().into_iter().filter(of_sending) {
                let is_known = of(&server.host, "") != SpfOfWay::Unknown;
                let is_without = WITHOUT.contains(&provider.id.as_str());
                assert_ne!(is_known, is_without, "{}: {}", provider.id, server.host);
            }
        }
    }

    #[test]
    fn without_a_relay_it_is_our_own_host() {
        assert_eq!(spf_of_way(None, "Mail.example.org"), terms("a:mail.example.org"));
        assert_eq!(spf_of_way(None, "localhost"), SpfOfWay::Unknown);
    }

    #[test]
    fn a_host_that_greets_with_its_address_is_named_by_it() {
        assert_eq!(spf_of_way(None, "[192.0.2.7]"), terms("ip4:192.0.2.7"));
        assert_eq!(spf_of_way(None, "[IPv6:2001:db8::7]"), terms("ip6:2001:db8::7"));
        assert_eq!(spf_of_way(None, "[2001:db8::7]"), terms("ip6:2001:db8::7"));
        // Nobody outside sees mail come from such an address.
        for inner in ["[127.0.0.1]", "[10.0.0.7]", "[IPv6:::1]", "[fd00::7]", "[fe80::7]", "[no.address]"] {
            assert_eq!(spf_of_way(None, inner), SpfOfWay::Unknown, "{inner}");
        }
    }
}
