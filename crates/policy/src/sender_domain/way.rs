//! What an SPF record says to let our way out send.

use std::net::IpAddr;
use std::sync::LazyLock;

/// The end of an outgoing server's name, and its term.
static TERMS: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    include_str!("../../rules/sending/spf-terms.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.trim().split_once(' '))
        .collect()
});

/// The mechanism for mail that leaves through this relay, or, without one, straight from the host that we greet as.
/// `None` of a relay that nobody knows: its own name is seldom the address that it sends from.
#[must_use]
pub fn spf_term(relay: Option<&str>, greeting: &str) -> Option<String> {
    let Some(relay) = relay else { return own_term(greeting) };
    let relay = relay.trim_end_matches('.').to_ascii_lowercase();
    TERMS.iter().find(|(end, _)| ends_in(&relay, end)).map(|(_, term)| (*term).to_owned())
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

    #[test]
    fn known_relays_have_a_term_and_unknown_ones_none() {
        let term = |relay: &str| spf_term(Some(relay), "mail.example.org");
        assert_eq!(term("smtp.office365.com").as_deref(), Some("include:spf.protection.outlook.com"));
        assert_eq!(term("SMTP.Domeneshop.no.").as_deref(), Some("include:_spf.domeneshop.no"));
        assert_eq!(term("notdomeneshop.no"), None);
        assert_eq!(term("smtp.example.net"), None);
        assert_eq!(term("smtp.postmarkapp.com").as_deref(), Some("include:spf.mtasv.net"));
        assert_eq!(term("smtp-broadcasts.postmarkapp.com").as_deref(), Some("include:spf.mtasv.net"));
        assert_eq!(term("in-v3.mailjet.com").as_deref(), Some("include:spf.mailjet.com"));
        let ses = Some("include:amazonses.com");
        assert_eq!(term("email-smtp.eu-north-1.amazonaws.com").as_deref(), ses);
        assert_eq!(term("ec2-192-0-2-1.eu-north-1.compute.amazonaws.com"), None);
        assert_eq!(term("email-smtp.amazonaws.com"), None);
    }

    /// Yahoo has mailboxes at its own domains alone; the others' customers find no term in their help pages.
    const WITHOUT: [&str; 3] = ["yahoo", "telia", "telenor"];

    #[test]
    fn every_provider_whose_server_is_proposed_has_a_term_or_is_known_to_have_none() {
        for provider in Provider::all() {
            let of_sending = |server: &Server| server.service == Service::Smtp;
            for server in provider.servers().into_iter().filter(of_sending) {
                let has_term = spf_term(Some(&server.host), "mail.example.org").is_some();
                let is_without = WITHOUT.contains(&provider.id.as_str());
                assert_ne!(has_term, is_without, "{}: {}", provider.id, server.host);
            }
        }
    }

    #[test]
    fn without_a_relay_it_is_our_own_host() {
        assert_eq!(spf_term(None, "Mail.example.org").as_deref(), Some("a:mail.example.org"));
        assert_eq!(spf_term(None, "localhost"), None);
    }

    #[test]
    fn a_host_that_greets_with_its_address_is_named_by_it() {
        assert_eq!(spf_term(None, "[192.0.2.7]").as_deref(), Some("ip4:192.0.2.7"));
        assert_eq!(spf_term(None, "[IPv6:2001:db8::7]").as_deref(), Some("ip6:2001:db8::7"));
        assert_eq!(spf_term(None, "[2001:db8::7]").as_deref(), Some("ip6:2001:db8::7"));
        // Nobody outside sees mail come from such an address.
        for inner in ["[127.0.0.1]", "[10.0.0.7]", "[IPv6:::1]", "[fd00::7]", "[fe80::7]", "[no.address]"] {
            assert_eq!(spf_term(None, inner), None, "{inner}");
        }
    }
}
