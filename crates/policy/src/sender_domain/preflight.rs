//! Whether a domain can be somebody's sender domain at all.

use domain::EmailAddress;

use crate::address_check::{is_shared_by_many, registrable_domain};

/// Why a domain is none to send for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// The text is no domain.
    NotADomain,
    /// Nobody can register it: it is a public suffix, or lies below none.
    NotRegistrable,
    /// It is a provider's, at which many people have their mailbox.
    Shared,
}

/// The domain that a person typed, as it is looked up: lower-case A-labels. An address counts for its domain, and the address
/// of a page for that of its host.
///
/// # Errors
/// Why it is none to send for.
pub fn may_be_added(typed: &str) -> Result<String, Refusal> {
    let typed = typed.trim();
    let typed = host_of_page(typed).unwrap_or(typed).trim_end_matches('.');
    let name = typed.rsplit_once('@').map_or(typed, |(_, name)| name);
    let address: EmailAddress = format!("post@{name}").parse().map_err(|_| Refusal::NotADomain)?;
    let domain = address.domain();
    if domain.starts_with('[') || !domain.contains('.') {
        return Err(Refusal::NotADomain);
    }
    if is_shared_by_many(domain) {
        return Err(Refusal::Shared);
    }
    if registrable_domain(domain).is_none() && !is_reserved_for_tests(domain) {
        return Err(Refusal::NotRegistrable);
    }
    Ok(domain.to_owned())
}

/// The host in the address of a page (RFC 3986 3), without the name that web sites have below their domain. `None` of what is
/// no such address.
fn host_of_page(typed: &str) -> Option<&str> {
    let rest = match typed.split_once("://") {
        Some((scheme, rest)) => {
            let is_of_web = scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http");
            is_of_web.then_some(rest)?
        }
        None => typed.contains('/').then_some(typed)?,
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let host = host.split_once(':').map_or(host, |(host, _port)| host);
    let is_of_site = host.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("www."));
    Some(if is_of_site { host.get(4..).unwrap_or(host) } else { host })
}

/// RFC 2606 2, RFC 6761: names that stand in no public list, and are somebody's on a machine of his own.
fn is_reserved_for_tests(domain: &str) -> bool {
    ["test", "example", "invalid", "localhost"].iter().any(|end| domain.ends_with(&format!(".{end}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_is_read_as_people_type_it() {
        for (typed, read) in [
            ("Example.NO", "example.no"),
            (" post@example.no. ", "example.no"),
            ("blåbær.no", "xn--blbr-roah.no"),
            ("mail.example.co.uk", "mail.example.co.uk"),
            ("acme.test", "acme.test"),
            ("https://www.example.no/", "example.no"),
            ("HTTP://WWW.Example.no:8080/kontakt?a=b@c", "example.no"),
            ("https://post.example.no", "post.example.no"),
            ("www.example.no/om-oss", "example.no"),
            ("https://www.blåbær.no", "xn--blbr-roah.no"),
        ] {
            assert_eq!(may_be_added(typed), Ok(read.to_owned()), "{typed}");
        }
    }

    #[test]
    fn what_nobody_owns_is_refused() {
        for (typed, refusal) in [
            ("", Refusal::NotADomain),
            ("localhost", Refusal::NotADomain),
            ("ex ample.no", Refusal::NotADomain),
            ("[192.0.2.1]", Refusal::NotADomain),
            ("ftp://example.no", Refusal::NotADomain),
            ("https://", Refusal::NotADomain),
            ("https://gmail.com/mail", Refusal::Shared),
            ("co.uk", Refusal::NotRegistrable),
            ("gmail.com", Refusal::Shared),
            ("ola@hotmail.com", Refusal::Shared),
            ("rocketmail.com", Refusal::Shared),
            ("live.co.uk", Refusal::Shared),
            ("windowslive.com", Refusal::Shared),
            ("fastmail.fm", Refusal::Shared),
            ("nord.onmicrosoft.com", Refusal::Shared),
            ("yahoo.it", Refusal::Shared),
            ("hotmail.es", Refusal::Shared),
        ] {
            assert_eq!(may_be_added(typed), Err(refusal), "{typed}");
        }
    }
}
