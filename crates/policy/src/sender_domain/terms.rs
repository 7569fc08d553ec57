//! The terms of SPF that a person enters for a relay, as its provider tells them (RFC 7208 4.6 and 5).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::auth::spf::term::{self, Term};

/// RFC 7208 4.6.4: more could not be looked up, even by a record of nothing else.
const TERMS_MAX: usize = 10;
/// The shortest prefixes of networks that one provider sends from, in bits: of IPv4, and of IPv6.
const BITS_MIN: (u8, u8) = (12, 24);

/// Why terms are not taken; each with the term.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum TermRefusal {
    /// It is none of `include:`, `a:`, `ip4:` and `ip6:`, or has macros or a mistake.
    Unreadable(String),
    /// It is `all`, which is about everybody whom a record does not name.
    Everybody(String),
    /// It is `ptr`, which RFC 7208 5.5 tells nobody to publish.
    Ptr(String),
    /// It is `redirect=` or `exp=`, which change the whole record.
    WholeRecord(String),
    /// It is `mx`, or `a` without a name: the servers of the domain whose record it stands in, and not the relay.
    OwnServers(String),
    /// It is `mx` with a name: the servers that take mail for that name, and not those that send.
    MailServers(String),
    /// It is a network that is not of the Internet: nobody receives mail from there.
    Private(String),
    /// It is a network that manuals write in examples: nobody sends from there.
    Example(String),
    /// It lets half of the world send.
    Wide(String),
    /// There are more than a record can have.
    TooMany,
}

/// Reads what a person typed, as lower-case terms with a space between each: one after the other, on lines, with commas,
/// or a whole record, of which the frame is left out.
///
/// # Errors
/// Why they are not taken.
pub fn read_terms(typed: &str) -> Result<String, TermRefusal> {
    let mut terms: Vec<String> = Vec::new();
    let mut frame = "";
    for typed in typed.split([' ', '\t', '\r', '\n', ',', ';', '"']) {
        if is_frame(typed) {
            frame = if typed.is_empty() { frame } else { typed };
            continue;
        }
        let term = read_term(typed)?;
        if !terms.contains(&term) {
            terms.push(term);
        }
    }
    // A frame around nothing would be kept as if nothing had been entered.
    if terms.is_empty() && !frame.is_empty() {
        let is_all = frame.to_ascii_lowercase().ends_with("all");
        let shown = frame.to_owned();
        return Err(if is_all { TermRefusal::Everybody(shown) } else { TermRefusal::Unreadable(shown) });
    }
    if terms.len() > TERMS_MAX {
        return Err(TermRefusal::TooMany);
    }
    Ok(terms.join(" "))
}

/// What a provider's example of a whole record has around its own terms.
fn is_frame(word: &str) -> bool {
    const FRAME: [&str; 4] = ["v=spf1", "~all", "-all", "?all"];
    word.is_empty() || FRAME.iter().any(|frame| word.eq_ignore_ascii_case(frame))
}

fn read_term(typed: &str) -> Result<String, TermRefusal> {
    let shown = || typed.chars().take(80).collect::<String>();
    let term = typed.strip_prefix('+').unwrap_or(typed).to_ascii_lowercase();
    match term::read(&term) {
        // RFC 7208 7.1: a name may end in the root, which says nothing more.
        Some(Term::Host) => Ok(term.trim_end_matches('.').to_owned()),
        Some(Term::Network(address, bits)) => {
            let bits_min = if address.is_ipv4() { BITS_MIN.0 } else { BITS_MIN.1 };
            if bits < bits_min {
                Err(TermRefusal::Wide(shown()))
            } else if is_private(address, bits) {
                Err(TermRefusal::Private(shown()))
            } else if is_example(address, bits) {
                Err(TermRefusal::Example(shown()))
            } else {
                Ok(term)
            }
        }
        None => Err(refusal_of(&term, shown())),
    }
}

/// Why what is no term for a server is refused.
fn refusal_of(term: &str, shown: String) -> TermRefusal {
    let bare = term.trim_start_matches(['+', '-', '~', '?']);
    // RFC 7208 4.6.1: the name of a mechanism ends at a colon or a slash, that of a modifier at an equals sign.
    let name = bare.split([':', '/', '=']).next().unwrap_or_default();
    match name {
        "all" => TermRefusal::Everybody(shown),
        "ptr" => TermRefusal::Ptr(shown),
        "redirect" | "exp" => TermRefusal::WholeRecord(shown),
        "mx" if bare.contains(':') => TermRefusal::MailServers(shown),
        "mx" => TermRefusal::OwnServers(shown),
        "a" if !bare.contains(':') => TermRefusal::OwnServers(shown),
        _other => TermRefusal::Unreadable(shown),
    }
}

/// The term among these, as [`read_terms`] has them, that must not stand in the records of these domains: one that includes the
/// record of one of them, which it would lead back to. In that one's own record it can be left out, and serve the others', but not
/// where nothing is left there then, and not beside a second one: each of the two records would lead to the other, which makes both
/// void (RFC 7208 4.6.4).
#[must_use]
pub fn void_include<'a>(terms: &'a str, domains: &[&str]) -> Option<&'a str> {
    let first = own_include(terms, domains)?;
    let of_own = terms.split_whitespace().filter(|term| own_include(term, domains).is_some()).count();
    let is_void = domains.len() == 1 || of_own > 1 || of_own == terms.split_whitespace().count();
    is_void.then_some(first)
}

/// The first term among these that includes the record of one of these domains.
fn own_include<'a>(terms: &'a str, domains: &[&str]) -> Option<&'a str> {
    let includes = |term: &&str| {
        let included = term.strip_prefix("include:");
        included.is_some_and(|name| domains.iter().any(|domain| domain.eq_ignore_ascii_case(name)))
    };
    terms.split_whitespace().find(includes)
}

/// The terms for these addresses of a relay, those of the Internet alone.
#[must_use]
pub fn terms_of_addresses(addresses: &[IpAddr]) -> Vec<String> {
    let whole = |address: IpAddr| if address.is_ipv4() { 32 } else { 128 };
    let is_public = |address: &&IpAddr| {
        let bits = whole(**address);
        !is_private(**address, bits) && !is_example(**address, bits)
    };
    let public = addresses.iter().filter(is_public).take(TERMS_MAX);
    public
        .map(|address| match address {
            IpAddr::V4(address) => format!("ip4:{address}"),
            IpAddr::V6(address) => format!("ip6:{address}"),
        })
        .collect()
}

/// RFC 6890: networks of IPv4 of which no receiver on the Internet sees a client, with their prefixes.
const PRIVATE: [(Ipv4Addr, u8); 9] = [
    (Ipv4Addr::new(0, 0, 0, 0), 8),
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    (Ipv4Addr::new(224, 0, 0, 0), 4),
    (Ipv4Addr::new(240, 0, 0, 0), 4),
];

/// RFC 5737 3: networks of IPv4 for examples.
const EXAMPLES: [(Ipv4Addr, u8); 3] = [
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
];
/// RFC 3849 2 and RFC 9637 3: those of IPv6.
const EXAMPLES_V6: [(Ipv6Addr, u8); 2] =
    [(Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32), (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20)];

/// Whether a network has addresses of one of these. Of two networks one holds the other, or they have nothing in common.
fn meets(networks: &[(Ipv4Addr, u8)], address: Ipv4Addr, bits: u8) -> bool {
    networks.iter().any(|(network, wide)| {
        let shared = u32::from((*wide).min(bits));
        (network.to_bits() ^ address.to_bits()).checked_shr(32 - shared).unwrap_or(0) == 0
    })
}

/// Whether a network has addresses that only examples have.
fn is_example(address: IpAddr, bits: u8) -> bool {
    match address {
        IpAddr::V4(address) => meets(&EXAMPLES, address, bits),
        IpAddr::V6(address) => EXAMPLES_V6.iter().any(|(network, wide)| {
            let shared = u32::from((*wide).min(bits));
            (network.to_bits() ^ address.to_bits()).checked_shr(128 - shared).unwrap_or(0) == 0
        }),
    }
}

/// Whether a network has addresses that are not of the Internet.
fn is_private(address: IpAddr, bits: u8) -> bool {
    match address {
        IpAddr::V4(address) => meets(&PRIVATE, address, bits),
        // RFC 4291 2.4: global unicast is 2000::/3.
        IpAddr::V6(address) => address.segments()[0] & 0xe000 != 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_read_as_providers_write_them() {
        for (typed, read) in [
            ("", ""),
            ("include:SPF.example.net", "include:spf.example.net"),
            ("ip4:192.88.99.0/24\n ip6:2002:c058::/32", "ip4:192.88.99.0/24 ip6:2002:c058::/32"),
            ("a:out.example.net, +ip4:192.88.99.7", "a:out.example.net ip4:192.88.99.7"),
            ("\"v=spf1 include:a.example include:A.example ~all\"", "include:a.example"),
            ("include:_spf.example.net.", "include:_spf.example.net"),
        ] {
            assert_eq!(read_terms(typed).as_deref(), Ok(read), "{typed}");
        }
        let read = read_terms("v=spf1 include:a.example -all").unwrap();
        assert_eq!(read_terms(&read), Ok(read.clone()), "what was read is read again");
    }

    #[test]
    fn what_says_nothing_of_a_relay_is_refused() {
        for wrong in [
            "-include:a.example",
            "exists:%{i}.a.example",
            "exists:a.example",
            "include:%{d}.a.example",
            "include:",
            "include:localhost",
            "include:-a.example-",
            "include:blåbær.no",
            "include:a/b!.example",
            "a:out.example/24",
            "ip4:300.1.1.1",
            "ip4:198.51.100.0/33",
            "ip4:2001:db8::1",
            "spf.example.net",
        ] {
            assert_eq!(read_terms(wrong), Err(TermRefusal::Unreadable(wrong.to_owned())), "{wrong}");
        }
        type Named = fn(String) -> TermRefusal;
        let named: [(&str, Named); 16] = [
            ("all", TermRefusal::Everybody),
            ("+all", TermRefusal::Everybody),
            ("include:a.example +ALL", TermRefusal::Everybody),
            ("-all", TermRefusal::Everybody),
            ("v=spf1 ~all", TermRefusal::Everybody),
            ("v=spf1", TermRefusal::Unreadable),
            ("ptr", TermRefusal::Ptr),
            ("ptr:a.example", TermRefusal::Ptr),
            ("redirect=a.example", TermRefusal::WholeRecord),
            ("exp=a.example", TermRefusal::WholeRecord),
            ("mx", TermRefusal::OwnServers),
            ("mx/24", TermRefusal::OwnServers),
            ("mx:a.example", TermRefusal::MailServers),
            ("mx:a.example/24", TermRefusal::MailServers),
            ("a", TermRefusal::OwnServers),
            ("a/24", TermRefusal::OwnServers),
        ];
        for (wrong, expected) in named {
            let shown = wrong.rsplit(' ').next().unwrap_or_default().to_owned();
            assert_eq!(read_terms(wrong), Err(expected(shown)), "{wrong}");
        }
        for example in [
            "ip4:192.0.2.0/24",
            "ip4:198.51.100.7",
            "ip4:203.0.112.0/23",
            "ip6:2001:db8::/32",
            "ip6:2001:d00::/24",
            "ip6:3fff:7::1",
        ] {
            assert_eq!(read_terms(example), Err(TermRefusal::Example(example.to_owned())), "{example}");
        }
        for private in [
            "ip4:10.0.0.0/16",
            "ip4:192.160.0.0/12",
            "ip4:172.16.0.0/12",
            "ip4:127.0.0.1",
            "ip6:fd00::1",
            "ip6:::1",
        ] {
            assert_eq!(read_terms(private), Err(TermRefusal::Private(private.to_owned())), "{private}");
        }
        for wide in ["ip4:0.0.0.0/0", "ip4:10.0.0.0/8", "ip6:2000::/3"] {
            assert_eq!(read_terms(wide), Err(TermRefusal::Wide(wide.to_owned())), "{wide}");
        }
        let many: Vec<String> = (0..11).map(|at| format!("ip4:192.88.99.{at}")).collect();
        assert_eq!(read_terms(&many.join(" ")), Err(TermRefusal::TooMany));
    }

    #[test]
    fn of_a_relays_addresses_those_of_the_internet_are_proposed() {
        let addresses = ["192.88.99.7", "10.0.0.1", "203.0.113.7", "2002:c058::7", "fe80::1", "2001:db8::7"]
            .map(|text| text.parse().unwrap());
        assert_eq!(terms_of_addresses(&addresses), ["ip4:192.88.99.7", "ip6:2002:c058::7"]);
    }

    #[test]
    fn an_include_of_an_own_domain_is_found() {
        let terms = "include:spf.example.net include:a.example";
        assert_eq!(own_include(terms, &["b.example", "A.example"]), Some("include:a.example"));
        assert_eq!(own_include(terms, &["example.net"]), None, "a name below it is another record");
        assert_eq!(own_include("a:a.example", &["a.example"]), None, "an address leads nowhere");
        assert_eq!(own_include("", &["a.example"]), None);
    }

    #[test]
    fn an_include_of_an_own_domain_serves_the_others_alone_and_where_its_record_keeps_a_term() {
        let (own, both) = ("include:a.example", ["a.example", "b.example"]);
        assert_eq!(void_include("include:a.example ip4:192.88.99.7", &both), None);
        assert_eq!(void_include(own, &both), Some(own), "nothing would be left in its own record");
        assert_eq!(void_include("include:a.example ip4:192.88.99.7", &["a.example"]), Some(own));
        let each_other = "include:a.example include:b.example ip4:192.88.99.7";
        assert_eq!(void_include(each_other, &both), Some(own));
        assert_eq!(
            void_include(each_other, &["c.example", "a.example"]),
            None,
            "the other is somebody else's"
        );
        assert_eq!(void_include(own, &[]), None);
    }
}
