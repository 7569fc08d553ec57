//! The record of RFC 7208 4.6 and 12, read whole before any of it is used: a fault anywhere makes all of it void.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::macros::DomainSpec;

/// RFC 7208 4.6.2: what a match means.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Qualifier {
    Pass,
    Fail,
    SoftFail,
    Neutral,
}

/// How many leading bits count, of each kind of address.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Prefix {
    v4: u8,
    v6: u8,
}

impl Prefix {
    const WHOLE: Self = Self { v4: 32, v6: 128 };

    /// The bits that count of such an address.
    pub(super) const fn bits(self, address: IpAddr) -> u8 {
        match address {
            IpAddr::V4(_) => self.v4,
            IpAddr::V6(_) => self.v6,
        }
    }

    /// Whether both addresses are of one kind and share their leading bits.
    pub(super) fn covers(self, network: IpAddr, address: IpAddr) -> bool {
        match (network, address) {
            (IpAddr::V4(network), IpAddr::V4(address)) => {
                let mask = u32::MAX.checked_shl(32 - u32::from(self.v4)).unwrap_or(0);
                (network.to_bits() ^ address.to_bits()) & mask == 0
            }
            (IpAddr::V6(network), IpAddr::V6(address)) => {
                let mask = u128::MAX.checked_shl(128 - u32::from(self.v6)).unwrap_or(0);
                (network.to_bits() ^ address.to_bits()) & mask == 0
            }
            (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => false,
        }
    }

    /// Whether it covers every address of the network's kind.
    pub(super) const fn covers_all_like(self, network: IpAddr) -> bool {
        match network {
            IpAddr::V4(_) => self.v4 == 0,
            IpAddr::V6(_) => self.v6 == 0,
        }
    }

    /// Whether it covers every address of either kind; not for a network, which is of one.
    pub(super) const fn covers_all_of_a_kind(self) -> bool {
        self.v4 == 0 || self.v6 == 0
    }
}

/// RFC 7208 5: what is compared with the client.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Mechanism {
    All,
    Include(DomainSpec),
    A(Option<DomainSpec>, Prefix),
    Mx(Option<DomainSpec>, Prefix),
    Ptr(Option<DomainSpec>),
    Network(IpAddr, Prefix),
    Exists(DomainSpec),
}

/// A mechanism, what its match means, and how it is written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Directive {
    pub(super) qualifier: Qualifier,
    pub(super) mechanism: Mechanism,
    pub(super) text: String,
}

/// A record.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Record {
    pub(super) directives: Vec<Directive>,
    pub(super) redirect: Option<DomainSpec>,
}

/// The term that is wrong.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Fault(pub(super) String);

/// RFC 7208 4.5: whether a text is a record of SPF at all.
pub(super) fn is_record(text: &str) -> bool {
    let (version, rest) = text.split_at_checked(6).unwrap_or((text, ""));
    version.eq_ignore_ascii_case("v=spf1") && (rest.is_empty() || rest.starts_with(' '))
}

/// Reads a record.
pub(super) fn read(text: &str) -> Result<Record, Fault> {
    let mut record = Record::default();
    let mut explained = false;
    for term in text.get(6..).unwrap_or_default().split(' ').filter(|term| !term.is_empty()) {
        let fault = || Fault(term.chars().take(80).collect());
        let Some((name, value)) = modifier(term) else {
            record.directives.push(directive(term).ok_or_else(fault)?);
            continue;
        };
        // RFC 7208 6: redirect and exp stand at most once; modifiers that nobody knows are passed over.
        match name.to_ascii_lowercase().as_str() {
            "redirect" if record.redirect.is_none() => {
                record.redirect = Some(DomainSpec::read(value).ok_or_else(fault)?);
            }
            "exp" if !explained => {
                DomainSpec::read(value).ok_or_else(fault)?;
                explained = true;
            }
            "redirect" | "exp" => return Err(fault()),
            _ => {
                DomainSpec::read_text(value).ok_or_else(fault)?;
            }
        }
    }
    Ok(record)
}

/// RFC 7208 6: modifier = name "=" macro-string; the name begins with a letter.
fn modifier(term: &str) -> Option<(&str, &str)> {
    let (name, value) = term.split_once('=')?;
    let is_name = name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.bytes().all(|octet| octet.is_ascii_alphanumeric() || b"-_.".contains(&octet));
    is_name.then_some((name, value))
}

/// Reads one term that is no modifier.
pub(super) fn directive(term: &str) -> Option<Directive> {
    let (qualifier, rest) = match term.split_at_checked(1)? {
        ("+", rest) => (Qualifier::Pass, rest),
        ("-", rest) => (Qualifier::Fail, rest),
        ("~", rest) => (Qualifier::SoftFail, rest),
        ("?", rest) => (Qualifier::Neutral, rest),
        _ => (Qualifier::Pass, term),
    };
    let end = rest.find([':', '/']).unwrap_or(rest.len());
    let (name, value) = rest.split_at(end);
    let mechanism = mechanism(&name.to_ascii_lowercase(), value)?;
    Some(Directive { qualifier, mechanism, text: term.to_owned() })
}

fn mechanism(name: &str, value: &str) -> Option<Mechanism> {
    let named = || DomainSpec::read(value.strip_prefix(':')?);
    Some(match name {
        "all" if value.is_empty() => Mechanism::All,
        "include" => Mechanism::Include(named()?),
        "exists" => Mechanism::Exists(named()?),
        "ptr" if value.is_empty() => Mechanism::Ptr(None),
        "ptr" => Mechanism::Ptr(Some(named()?)),
        "a" | "mx" => {
            let (domain, prefix) = split_prefix(value)?;
            let domain = match domain {
                "" => None,
                domain => Some(DomainSpec::read(domain.strip_prefix(':')?)?),
            };
            if name == "a" { Mechanism::A(domain, prefix) } else { Mechanism::Mx(domain, prefix) }
        }
        "ip4" => {
            let (address, bits) = network(value.strip_prefix(':')?, 32)?;
            Mechanism::Network(address.parse::<Ipv4Addr>().ok()?.into(), Prefix { v4: bits, v6: 0 })
        }
        "ip6" => {
            let (address, bits) = network(value.strip_prefix(':')?, 128)?;
            Mechanism::Network(address.parse::<Ipv6Addr>().ok()?.into(), Prefix { v4: 0, v6: bits })
        }
        _ => return None,
    })
}

fn network(text: &str, whole: u8) -> Option<(&str, u8)> {
    match text.split_once('/') {
        Some((address, text)) => Some((address, bits(text, whole)?)),
        None => Some((text, whole)),
    }
}

/// RFC 7208 5.6: a number without leading zeros.
fn bits(text: &str, most: u8) -> Option<u8> {
    let is_number =
        text.bytes().all(|octet| octet.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    text.parse().ok().filter(|bits| is_number && *bits <= most)
}

/// RFC 7208 5.6: dual-cidr-length = [ "/" ip4 ] [ "//" ip6 ], behind a domain whose macros may hold a slash.
fn split_prefix(value: &str) -> Option<(&str, Prefix)> {
    let after_macros = value.rfind('}').map_or(0, |at| at + 1);
    let Some(at) = value[after_macros..].find('/') else { return Some((value, Prefix::WHOLE)) };
    let (domain, prefix) = value.split_at(after_macros + at);
    let (v4, v6) = match prefix.split_once("//") {
        Some((v4, v6)) => (v4, bits(v6, 128)?),
        None => (prefix, 128),
    };
    let v4 = match v4 {
        "" => 32,
        v4 => bits(v4.strip_prefix('/')?, 32)?,
    };
    Some((domain, Prefix { v4, v6 }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_read(text: &str) -> bool {
        read(text).is_ok()
    }

    #[test]
    fn records_are_told_from_other_texts() {
        assert!(is_record("v=spf1") && is_record("V=SPF1 -all"));
        for other in ["", "v=spf10 -all", "v=spf2.0/pra", "spf1", "v=spf", " v=spf1", "v=spf1\t-all"] {
            assert!(!is_record(other), "{other:?}");
        }
    }

    #[test]
    fn every_mechanism_is_read() {
        let record = read(
            "v=spf1 +a mx/24 a:a.example/24//64 mx:%{d}//64 ptr ptr:b.example ?ip4:192.0.2.0/24 ~ip6:2001:db8::/32 \
             include:_spf.example exists:%{ir}.x.example -ALL redirect=c.example exp=e.example x-other=%{d}",
        )
        .unwrap();
        assert_eq!(record.directives.len(), 11);
        assert!(record.redirect.is_some());
        assert_eq!(record.directives[10].mechanism, Mechanism::All);
        assert_eq!(record.directives[7].qualifier, Qualifier::SoftFail);
        assert!(matches!(record.directives[2].mechanism, Mechanism::A(Some(_), Prefix { v4: 24, v6: 64 })));
        assert!(matches!(record.directives[3].mechanism, Mechanism::Mx(Some(_), Prefix { v4: 32, v6: 64 })));
    }

    #[test]
    fn a_fault_anywhere_is_one() {
        for wrong in [
            "all:x",
            "include",
            "include:",
            "a:",
            "a:x.example/33",
            "a//129",
            "a/x",
            "mx:/24",
            "ip4:",
            "ip4:1.2.3",
            "ip4:1.2.3.4/33",
            "ip4:1.2.3.4/024",
            "ip6:1.2.3.4",
            "exists",
            "unknown",
            "a=b:c d",
            "++all",
            "%{d}",
            "redirect=a.example redirect=b.example",
            "exp=a.example exp=b.example",
            "redirect=",
            "include:%{x}",
            "include:%d",
            "-",
            "ip4:1.2.3.4 , all",
        ] {
            let text = format!("v=spf1 {wrong} -all");
            assert!(!is_read(&text), "{wrong}");
        }
        assert!(is_read("v=spf1  a   -all "), "spaces are no terms");
    }

    #[test]
    fn prefixes_cover_what_they_share() {
        let covers = |prefix: Prefix, network: &str, address: &str| {
            prefix.covers(network.parse().unwrap(), address.parse().unwrap())
        };
        assert!(covers(Prefix { v4: 24, v6: 0 }, "192.0.2.0", "192.0.2.200"));
        assert!(!covers(Prefix { v4: 25, v6: 0 }, "192.0.2.0", "192.0.2.200"));
        assert!(covers(Prefix { v4: 0, v6: 0 }, "192.0.2.0", "8.8.8.8"));
        assert!(!covers(Prefix { v4: 0, v6: 0 }, "192.0.2.0", "2001:db8::1"));
        assert!(covers(Prefix { v4: 0, v6: 32 }, "2001:db8::", "2001:db8:ffff::1"));
        assert!(!covers(Prefix::WHOLE, "2001:db8::", "2001:db8::1"));
    }
}
