//! A single term of a record, as it stands for hosts that send: `include:` and `a:` with a name, and the networks.

use std::net::IpAddr;

use super::record::{self, Mechanism};

/// RFC 1035 2.3.4: octets of a name.
const NAME_OCTETS_MAX: usize = 253;

/// What a term is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Term {
    /// A name, which DNS is asked for.
    Host,
    /// A network, with the bits of its prefix.
    Network(IpAddr, u8),
}

/// Reads `include:` and `a:` with a plain name, `ip4:` and `ip6:`; `None` of every other mechanism, of a qualifier, of
/// macros and of what is none.
#[must_use]
pub fn read(text: &str) -> Option<Term> {
    let directive = record::directive(text).filter(|_| !text.starts_with(['+', '-', '~', '?']))?;
    match directive.mechanism {
        Mechanism::Include(name) => name.plain().filter(|name| is_name(name)).map(|_| Term::Host),
        // How many bits of its addresses count is seldom asked for, and never needed.
        Mechanism::A(Some(name), _) if !text.contains('/') => {
            name.plain().filter(|name| is_name(name)).map(|_| Term::Host)
        }
        Mechanism::Network(address, prefix) => Some(Term::Network(address, prefix.bits(address))),
        Mechanism::A(..) | Mechanism::All | Mechanism::Mx(..) | Mechanism::Ptr(_) | Mechanism::Exists(_) => {
            None
        }
    }
}

/// Whether one term is a network that holds the other one.
pub(super) fn holds(one: &str, other: &str) -> bool {
    let (Some(Mechanism::Network(network, prefix)), Some(Term::Network(address, bits))) =
        (record::directive(one).map(|directive| directive.mechanism), read(other))
    else {
        return false;
    };
    prefix.bits(network) <= bits && prefix.covers(network, address)
}

fn is_name(name: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|octet| octet.is_ascii_alphanumeric() || b"-_".contains(&octet))
    };
    name.len() <= NAME_OCTETS_MAX && name.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_holds_those_within_it() {
        for (one, other, expected) in [
            ("ip4:198.51.100.0/24", "ip4:198.51.100.7", true),
            ("ip4:198.51.100.0/24", "ip4:198.51.100.128/25", true),
            ("ip4:198.51.100.128/25", "ip4:198.51.100.0/24", false),
            ("ip4:198.51.100.0/24", "ip4:198.51.101.0/24", false),
            ("ip6:2001:db8::/32", "ip6:2001:db8:7::1", true),
            ("ip4:0.0.0.0/0", "ip6:2001:db8::1", false),
            ("include:a.test", "ip4:198.51.100.7", false),
        ] {
            assert_eq!(holds(one, other), expected, "{one} {other}");
        }
    }
}
