//! The macros of RFC 7208 7: names that are made of the client and the sender.

use std::fmt::Write as _;
use std::net::IpAddr;

/// A domain with macros in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct DomainSpec(Vec<Piece>);

#[derive(Clone, PartialEq, Eq, Debug)]
enum Piece {
    Text(String),
    Macro { letter: char, keep: usize, is_reversed: bool, delimiters: String, is_escaped: bool },
}

/// What the macros stand for.
pub(super) struct Values<'a> {
    pub(super) sender: &'a str,
    pub(super) domain: &'a str,
    pub(super) client: IpAddr,
    pub(super) helo: &'a str,
    /// The client's name as it was validated, for `p`; `unknown` where it has none.
    pub(super) validated: &'a str,
}

/// RFC 7208 7.1: the delimiters between the parts of a value.
const DELIMITERS: &str = ".-+,/_=";
/// RFC 7208 7.3: a name that becomes longer loses labels at its left.
const NAME_OCTETS_MAX: usize = 253;

impl DomainSpec {
    /// Reads a domain: not empty, and it ends in a label or a macro.
    pub(super) fn read(text: &str) -> Option<Self> {
        let spec = Self::read_text(text)?;
        let ends_well = match spec.0.last()? {
            Piece::Macro { .. } => true,
            Piece::Text(text) => {
                let last = text.strip_suffix('.').unwrap_or(text).rsplit('.').next().unwrap_or_default();
                // RFC 7208 7.1: toplabel is letters, digits and hyphens, and not digits alone.
                !last.is_empty()
                    && last.bytes().all(|octet| octet.is_ascii_alphanumeric() || octet == b'-')
                    && !last.bytes().all(|octet| octet.is_ascii_digit())
                    && !last.starts_with('-')
                    && !last.ends_with('-')
                    && (text.contains('.') || spec.0.len() > 1)
            }
        };
        ends_well.then_some(spec)
    }

    /// Reads any text with macros.
    pub(super) fn read_text(text: &str) -> Option<Self> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some(at) = rest.find('%') {
            push(&mut pieces, rest.get(..at)?);
            rest = rest.get(at + 1..)?;
            if let Some(inside) = rest.strip_prefix('{') {
                let end = inside.find('}')?;
                pieces.push(read_macro(&inside[..end])?);
                rest = &inside[end + 1..];
                continue;
            }
            let (escape, after) = rest.split_at_checked(1)?;
            push(
                &mut pieces,
                match escape {
                    "%" => "%",
                    "_" => " ",
                    "-" => "%20",
                    _ => return None,
                },
            );
            rest = after;
        }
        push(&mut pieces, rest);
        let is_visible = |piece: &Piece| match piece {
            Piece::Text(text) => text.bytes().all(|octet| (b' '..=b'~').contains(&octet)),
            Piece::Macro { .. } => true,
        };
        pieces.iter().all(is_visible).then_some(Self(pieces))
    }

    /// The name, where it has no macros: the same for every client.
    pub(super) fn plain(&self) -> Option<&str> {
        match self.0.as_slice() {
            [Piece::Text(name)] => Some(name.trim_end_matches('.')),
            _ => None,
        }
    }

    /// Whether the client's validated name is needed.
    pub(super) fn needs_name(&self) -> bool {
        self.0.iter().any(|piece| matches!(piece, Piece::Macro { letter: 'p', .. }))
    }

    /// The name that it stands for.
    pub(super) fn expand(&self, values: &Values<'_>) -> String {
        let mut name = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Text(text) => name.push_str(text),
                Piece::Macro { letter, keep, is_reversed, delimiters, is_escaped } => {
                    let value = value(*letter, values);
                    let mut parts: Vec<&str> = value.split(|at| delimiters.contains(at)).collect();
                    if *is_reversed {
                        parts.reverse();
                    }
                    let from = parts.len().saturating_sub(*keep);
                    let value = parts[from..].join(".");
                    name.push_str(&if *is_escaped { escaped(&value) } else { value });
                }
            }
        }
        let mut name = name.trim_end_matches('.');
        while name.len() > NAME_OCTETS_MAX {
            name = name.split_once('.').map_or("", |(_, rest)| rest);
        }
        name.to_owned()
    }
}

fn push(pieces: &mut Vec<Piece>, text: &str) {
    match pieces.last_mut() {
        _ if text.is_empty() => {}
        Some(Piece::Text(before)) => before.push_str(text),
        Some(Piece::Macro { .. }) | None => pieces.push(Piece::Text(text.to_owned())),
    }
}

/// RFC 7208 7.1: macro-letter transformers *delimiter. `c`, `r` and `t` stand in explanations alone (7.2).
fn read_macro(inside: &str) -> Option<Piece> {
    let letter = inside.chars().next().filter(char::is_ascii_alphabetic)?;
    let lower = letter.to_ascii_lowercase();
    if !"slodiphv".contains(lower) {
        return None;
    }
    let rest = &inside[1..];
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (keep, rest) = rest.split_at(digits);
    let keep = if keep.is_empty() { usize::MAX } else { keep.parse().ok().filter(|keep| *keep > 0)? };
    let (is_reversed, rest) = match rest.strip_prefix(['r', 'R']) {
        Some(rest) => (true, rest),
        None => (false, rest),
    };
    if !rest.chars().all(|delimiter| DELIMITERS.contains(delimiter)) {
        return None;
    }
    let delimiters = if rest.is_empty() { "." } else { rest }.to_owned();
    Some(Piece::Macro {
        letter: lower,
        keep,
        is_reversed,
        delimiters,
        is_escaped: letter.is_ascii_uppercase(),
    })
}

fn value(letter: char, values: &Values<'_>) -> String {
    let (local, domain) = values.sender.rsplit_once('@').unwrap_or(("postmaster", values.sender));
    match letter {
        's' => values.sender.to_owned(),
        'l' => local.to_owned(),
        'o' => domain.to_owned(),
        'd' => values.domain.to_owned(),
        'i' => dotted(values.client),
        'p' => values.validated.to_owned(),
        'h' => values.helo.to_owned(),
        'v' => if values.client.is_ipv4() { "in-addr" } else { "ip6" }.to_owned(),
        _ => String::new(),
    }
}

/// RFC 7208 7.3: an IPv6 address is written nibble by nibble.
fn dotted(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let nibbles = address.octets().into_iter().flat_map(|octet| [octet >> 4, octet & 15]);
            nibbles.map(|nibble| format!("{nibble:x}")).collect::<Vec<_>>().join(".")
        }
    }
}

/// RFC 7208 7.3: capitals escape what URIs do not let through.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for octet in text.bytes() {
        if octet.is_ascii_alphanumeric() || b"-._~".contains(&octet) {
            escaped.push(char::from(octet));
        } else {
            write!(escaped, "%{octet:02X}").expect("a string takes all that is written");
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expanded(text: &str, client: &str) -> String {
        let values = Values {
            sender: "strong-bad@email.example.com",
            domain: "email.example.com",
            client: client.parse().unwrap(),
            helo: "mx.example.org",
            validated: "mx.example.org",
        };
        DomainSpec::read_text(text).unwrap_or_else(|| panic!("{text}")).expand(&values)
    }

    #[test]
    fn the_examples_of_the_standard() {
        // RFC 7208 7.4.
        for (text, expected) in [
            ("%{s}", "strong-bad@email.example.com"),
            ("%{o}", "email.example.com"),
            ("%{d}", "email.example.com"),
            ("%{d4}", "email.example.com"),
            ("%{d2}", "example.com"),
            ("%{d1}", "com"),
            ("%{dr}", "com.example.email"),
            ("%{d2r}", "example.email"),
            ("%{l}", "strong-bad"),
            ("%{l-}", "strong.bad"),
            ("%{lr}", "strong-bad"),
            ("%{lr-}", "bad.strong"),
            ("%{l1r-}", "strong"),
            ("%{ir}.%{v}._spf.%{d2}", "3.2.0.192.in-addr._spf.example.com"),
            ("%{lr-}.lp._spf.%{d2}", "bad.strong.lp._spf.example.com"),
            ("%{lr-}.lp.%{ir}.%{v}._spf.%{d2}", "bad.strong.lp.3.2.0.192.in-addr._spf.example.com"),
            ("%{ir}.%{v}.%{l1r-}.lp._spf.%{d2}", "3.2.0.192.in-addr.strong.lp._spf.example.com"),
            ("%{d2}.trusted-domains.example.net", "example.com.trusted-domains.example.net"),
            ("%{p}.%{h}", "mx.example.org.mx.example.org"),
            ("%{S}", "strong-bad%40email.example.com"),
            ("a%%b%_c%-d", "a%b c%20d"),
        ] {
            assert_eq!(expanded(text, "192.0.2.3"), expected, "{text}");
        }
        assert_eq!(
            expanded("%{ir}.%{v}._spf.%{d2}", "2001:db8::cb01"),
            "1.0.b.c.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6._spf.example.com"
        );
    }

    #[test]
    fn what_is_no_macro_is_a_fault() {
        for wrong in [
            "%", "%x", "%{}", "%{x}", "%{d", "%{d0}", "%{dx}", "%{c}", "%{r}", "%{t}", "%{1}", "a\u{7f}b",
            "å",
        ] {
            assert!(DomainSpec::read_text(wrong).is_none(), "{wrong}");
        }
        for wrong in ["", "nodot", "a.b.123", "a.-b", "a..", "."] {
            assert!(DomainSpec::read(wrong).is_none(), "{wrong}");
        }
        assert!(DomainSpec::read("a.example.").is_some() && DomainSpec::read("%{d}").is_some());
    }

    #[test]
    fn long_names_lose_labels_at_their_left() {
        let text = format!("{}example.org", "abcdefgh.".repeat(40));
        let name = expanded(&text, "192.0.2.3");
        assert!(
            name.len() <= 253 && name.starts_with("abcdefgh.") && name.ends_with("example.org"),
            "{name}"
        );
    }
}
