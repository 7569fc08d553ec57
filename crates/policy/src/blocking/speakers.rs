//! Who speaks for whom in reports and complaints about mail to several: whoever has a domain speaks for it, a provider for all
//! that it gives out, and of its customers each for his own alone. What is known of providers is data
//! (`rules/blocking/speakers.toml`).

use std::sync::LazyLock;

use domain::timeline::AuthenticityTold;
use serde::Deserialize;

use super::mass;
use crate::address_check::registrable_domain;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    provider: Vec<Provider>,
}

#[derive(Deserialize)]
#[cfg_attr(test, serde(deny_unknown_fields))]
struct Provider {
    #[cfg(test)]
    name: String,
    /// Where nobody but the provider has an address.
    #[serde(default)]
    own: Vec<String>,
    /// Where people have addresses.
    #[serde(default)]
    mailboxes: Vec<String>,
    /// Below which each customer has a domain.
    #[serde(default)]
    customers: Vec<String>,
    #[cfg(test)]
    tests: Vec<Example>,
}

/// What one provider's domains have to say of each other.
#[cfg(test)]
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    reporter: String,
    recipient: String,
    speaks: bool,
}

static PROVIDERS: LazyLock<Vec<Provider>> = LazyLock::new(|| {
    let text = include_str!("../../rules/blocking/speakers.toml");
    toml::from_str::<File>(text).expect("the tests read the file of speakers").provider
});

/// Whether `name` is `end`, or lies below it.
fn is_below(name: &str, end: &str) -> bool {
    name.strip_suffix(end).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

fn is_among<'a>(name: &str, mut ends: impl Iterator<Item = &'a String>) -> bool {
    ends.any(|end| is_below(name, end))
}

impl Provider {
    fn speaks_from(&self, domain: &str) -> bool {
        customer_of(domain).is_none() && is_among(domain, self.own.iter().chain(&self.mailboxes))
    }

    fn gives_out(&self, domain: &str) -> bool {
        is_among(domain, self.mailboxes.iter().chain(&self.customers))
    }
}

fn plain(name: &str) -> String {
    name.trim_end_matches('.').to_ascii_lowercase()
}

/// The part of a name that a provider gave to one customer, as `nord.onmicrosoft.com` of `mx.nord.onmicrosoft.com`: that below
/// the longest name that customers have theirs below.
fn customer_of(name: &str) -> Option<&str> {
    let below = |end: &String| {
        let above = name.strip_suffix(end.as_str())?.strip_suffix('.')?;
        let start = above.rfind('.').map_or(0, |dot| dot + 1);
        name.get(start..)
    };
    PROVIDERS
        .iter()
        .flat_map(|provider| &provider.customers)
        .filter_map(below)
        .max_by_key(|found| found.len())
}

/// The part of a name that is one owner's: what a provider gave to a customer, else what somebody registered.
fn owner_of(name: &str) -> &str {
    customer_of(name).or_else(|| registrable_domain(name)).unwrap_or(name)
}

/// Whether who reports from a domain, with an address that nobody is given there, speaks for the recipients of another: it is the
/// same owner's, or the provider's that gives out addresses there.
#[must_use]
pub fn speaks_for(reporter: &str, recipient: &str) -> bool {
    let (reporter, recipient) = (plain(reporter), plain(recipient));
    owner_of(&reporter) == owner_of(&recipient)
        || PROVIDERS.iter().any(|provider| provider.speaks_from(&reporter) && provider.gives_out(&recipient))
}

/// Whether who reports from a domain, with an address that nobody is given there, is of the operator of a host.
#[must_use]
pub fn is_of_host(reporter: &str, host: &str) -> bool {
    let (reporter, host) = (plain(reporter), plain(host));
    owner_of(&reporter) == owner_of(&host)
        || (customer_of(&reporter).is_none() && mass::are_of_one(&reporter, &host))
}

/// Whether a mail is proved to be from this domain. Where customers have names beside each other, DMARC may take them for one
/// organisation: of those only what its owner signed, or his return path, proves it.
#[must_use]
pub fn is_proved(told: &AuthenticityTold, domain: &str) -> bool {
    if !told.vouches_for(domain) {
        return false;
    }
    let domain = plain(domain);
    let is_parted = PROVIDERS.iter().any(|provider| is_among(&domain, provider.customers.iter()));
    let proves = |result: &str, of: &str| result == "pass" && owner_of(&plain(of)) == owner_of(&domain);
    !is_parted
        || told.spf.as_ref().is_some_and(|spf| proves(&spf.result, &spf.domain))
        || told.dkim.iter().any(|signature| proves(&signature.result, &signature.domain))
}

#[cfg(test)]
mod tests {
    use domain::timeline::{SignatureTold, SpfTold};

    use super::*;
    use crate::detection::Provider as Known;

    #[test]
    fn each_provider_speaks_as_its_tests_say() {
        for provider in PROVIDERS.iter() {
            assert!(!provider.tests.is_empty(), "{}", provider.name);
            for Example { reporter, recipient, speaks } in &provider.tests {
                let told = speaks_for(&reporter.to_uppercase(), recipient);
                assert_eq!(told, *speaks, "{}: {reporter} {recipient}", provider.name);
            }
        }
    }

    #[test]
    fn names_stand_once_and_are_names() {
        let mut seen = std::collections::BTreeSet::new();
        for provider in PROVIDERS.iter() {
            for name in provider.own.iter().chain(&provider.mailboxes) {
                assert!(seen.insert(name), "{name}");
            }
            for name in provider.own.iter().chain(&provider.mailboxes).chain(&provider.customers) {
                assert_eq!(domain::detection::host_name(name).as_ref(), Some(name), "{}", provider.name);
            }
        }
    }

    #[test]
    fn whoever_has_several_domains_of_mailboxes_stands_here() {
        let several = Known::all().iter().filter(|known| known.domains().len() > 1);
        for domains in several.map(Known::domains) {
            for domain in domains {
                assert!(PROVIDERS.iter().any(|provider| provider.mailboxes.contains(domain)), "{domain}");
                assert!(speaks_for(&domains[0], domain), "{domain}");
            }
        }
    }

    #[test]
    fn a_domain_speaks_for_itself_and_for_nobody_else() {
        let check = |one, other, expected| assert_eq!(speaks_for(one, other), expected, "{one} {other}");
        check("mx.nord.no", "nord.no", true);
        check("b.test", "a.test", false);
        check("notmicrosoft.com", "outlook.com", false);
        check("microsoft.com.attacker.example", "outlook.com", false);
        check("hotmail.com", "gmail.com", false);
    }

    #[test]
    fn a_customer_of_the_relay_is_not_the_relay() {
        let check = |one, host, expected| assert_eq!(is_of_host(one, host), expected, "{one} {host}");
        check("relay.com", "smtp.relay.com", true);
        check("fastmail.com", "smtp.fastmail.com", true);
        check("kari.fastmail.com", "smtp.fastmail.com", false);
        check("nord.uk.com", "smtp.nord.uk.com", true);
        check("sor.uk.com", "smtp.nord.uk.com", false);
    }

    #[test]
    fn what_one_customer_signs_does_not_prove_that_another_one_wrote() {
        let told = |domain: &str, signed: &str, returned: &str| AuthenticityTold {
            domain: domain.to_owned(),
            dmarc: "pass".to_owned(),
            reason: String::new(),
            policy: None,
            spf: Some(SpfTold {
                result: "pass".to_owned(),
                domain: returned.to_owned(),
                aligned: true,
                reason: String::new(),
            }),
            dkim: vec![SignatureTold {
                domain: signed.to_owned(),
                selector: "s".to_owned(),
                result: "pass".to_owned(),
                aligned: true,
                reason: String::new(),
            }],
            arc: "none".to_owned(),
            server: None,
            gateway: None,
        };
        let check = |domain: &str, signed: &str, returned: &str, expected: bool| {
            let is = is_proved(&told(domain, signed, returned), domain);
            assert_eq!(is, expected, "{domain} {signed} {returned}");
        };
        let (nord, sor) = ("nord.onmicrosoft.com", "sor.onmicrosoft.com");
        check(nord, nord, "", true);
        check(nord, "other.test", nord, true);
        check(nord, sor, sor, false);
        check("onmicrosoft.com", sor, sor, false);
        check("post.nord.no", "nord.no", "", true);
        assert!(!is_proved(&told(nord, nord, nord), sor), "another author is shown");
    }
}
