//! Settings in documents: the domain's own, a public list's, and the domain's answer to Outlook's question.

use domain::detection::Source;
use mail::autoconfig::SettingsFault;
use mail::autodiscover::{self, Discovered};
use mail::{XmlFault, autoconfig};

use super::Outcome;
use super::asking::{Inquiry, Said, found, missing};

/// A document that may be there.
pub(super) struct Place {
    pub(super) source: Source,
    pub(super) host: String,
    address: String,
}

/// Every place that is looked at. The address itself is told to its own domain alone.
pub(super) fn places(inquiry: &Inquiry<'_>) -> Vec<Place> {
    let domain = inquiry.domain();
    let whole = encoded(&inquiry.address.to_string());
    let own = |source, scheme: &str| {
        [
            (format!("autoconfig.{domain}"), format!("/mail/config-v1.1.xml?emailaddress={whole}")),
            (domain.to_owned(), "/.well-known/autoconfig/mail/config-v1.1.xml".to_owned()),
        ]
        .map(|(host, path)| Place { source, address: format!("{scheme}://{host}{path}"), host })
    };
    let mut places: Vec<Place> = own(Source::Autoconfig, "https").into();
    if inquiry.settings.plain_http {
        places.extend(own(Source::PlainAutoconfig, "http"));
    }
    if !inquiry.settings.isp_database.is_empty() {
        places.push(Place { source: Source::IspDatabase, host: domain.to_owned(), address: String::new() });
    }
    places.extend([domain.to_owned(), format!("autodiscover.{domain}")].map(|host| Place {
        source: Source::Autodiscover,
        address: format!("https://{host}/autodiscover/autodiscover.xml"),
        host,
    }));
    places
}

/// Looks at one.
pub(super) async fn ask(inquiry: &Inquiry<'_>, place: Place) -> Said {
    if place.source == Source::Autodiscover {
        return discover(inquiry, place).await;
    }
    if place.source == Source::IspDatabase {
        return listed(inquiry, &place.host, (Source::IspDatabase, place.host.clone())).await;
    }
    match inquiry.fetch(&place.address, None).await {
        Ok(document) => settings(inquiry, &document.octets, (place.source, document.host)),
        Err(error) => missing(&error),
    }
}

/// What the public list has under a domain; `said` is the source that this counts as, and the place that is named.
pub(super) async fn listed(inquiry: &Inquiry<'_>, domain: &str, said: (Source, String)) -> Said {
    match inquiry.fetch_listed(domain).await {
        Ok(document) => settings(inquiry, &document.octets, said),
        Err(error) => missing(&error),
    }
}

fn settings(inquiry: &Inquiry<'_>, raw: &[u8], (source, place): (Source, String)) -> Said {
    match autoconfig::read(raw, inquiry.address) {
        Ok(servers) => found(source, place, servers),
        Err(fault) => unusable(fault),
    }
}

async fn discover(inquiry: &Inquiry<'_>, place: Place) -> Said {
    let question = autodiscover::question(inquiry.address);
    let mut address = place.address;
    // An answer may send elsewhere, once: to another host of the same provider.
    for is_last in [false, true] {
        let fetched = if is_last {
            inquiry.fetch_elsewhere(&address, &question).await
        } else {
            inquiry.fetch(&address, Some(&question)).await
        };
        let document = match fetched {
            Ok(document) => document,
            Err(error) => return missing(&error),
        };
        match autodiscover::read(&document.octets, inquiry.address) {
            Ok(Discovered::Servers(servers)) => return found(Source::Autodiscover, document.host, servers),
            Ok(Discovered::Elsewhere(_)) if is_last => break,
            // A name, at the usual port; what it leads to is looked at when it is connected to.
            Ok(Discovered::Elsewhere(next)) if is_public_https(&next) => address = next,
            Ok(Discovered::Elsewhere(_)) => break,
            Err(fault) => return unusable(fault),
        }
    }
    (Outcome::Unusable("the answer sends elsewhere, where nobody may be asked".to_owned()), Vec::new())
}

/// Whether an address names a host by its name, at the usual port.
fn is_public_https(address: &str) -> bool {
    let host = address.strip_prefix("https://").and_then(|rest| rest.split(['/', '?', '#']).next());
    host.is_some_and(|host| domain::detection::host_name(host).is_some())
}

/// A web page in place of a settings file is what most hosts answer with to any question.
fn unusable(fault: SettingsFault) -> Said {
    let outcome = match fault {
        SettingsFault::OtherKind | SettingsFault::Xml(XmlFault::Malformed | XmlFault::Doctype) => {
            Outcome::Nothing
        }
        SettingsFault::Xml(XmlFault::TooLarge | XmlFault::TooMany | XmlFault::Charset | XmlFault::Entity) => {
            Outcome::Unusable(fault.to_string())
        }
    };
    (outcome, Vec::new())
}

/// RFC 3986 2.1, 2.3: everything but unreserved characters is written by its octets.
fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for octet in text.bytes() {
        if octet.is_ascii_alphanumeric() || b"-._~".contains(&octet) {
            encoded.push(char::from(octet));
        } else {
            encoded.push_str(&format!("%{octet:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_written_so_that_they_are_one_value() {
        assert_eq!(encoded("kari+x@example.org"), "kari%2Bx%40example.org");
        assert_eq!(encoded("å&b"), "%C3%A5%26b");
    }

    #[test]
    fn an_answer_sends_to_names_alone() {
        assert!(is_public_https("https://autodiscover.example.org/a.xml"));
        for refused in [
            "http://a.example/x",
            "https://127.0.0.1/",
            "https://localhost/",
            "https://a.example:8443/",
            "https://u@a.example/",
            "https:///x",
            "file:///x",
        ] {
            assert!(!is_public_https(refused), "{refused}");
        }
    }
}
