//! E-mail addresses (RFC 5321 4.1.2, RFC 6531 3.3) with internationalised domains (UTS 46).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// One address, as written but for its domain, which is kept in lower-case ASCII (A-labels).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EmailAddress {
    local: String,
    domain: String,
}

/// Why a text is not an address we can write to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// No `@`, or nothing on one side of it.
    #[error("an address needs a name, an @ and a domain, as in name@example.org")]
    Shape,
    /// A character that the local part may not hold unquoted.
    #[error("the part before the @ holds a character that addresses cannot have")]
    Local,
    /// The domain is not one that DNS could know.
    #[error("the part after the @ is not a domain name")]
    Domain,
    /// RFC 5321 4.5.3.1: the local part has 64 octets, the domain 255, the whole 254.
    #[error("the address is longer than mail servers accept")]
    Length,
}

impl EmailAddress {
    /// RFC 5321 4.5.3.1.1: local part at most 64 octets.
    pub const LOCAL_OCTETS_MAX: usize = 64;
    /// RFC 5321 4.5.3.1.3: a path has 256 octets with its two angle brackets.
    pub const OCTETS_MAX: usize = 254;

    /// The part before the `@`, as written.
    #[must_use]
    pub fn local(&self) -> &str {
        &self.local
    }

    /// The part after the `@`: lower-case A-labels.
    #[must_use]
    pub fn domain(&self) -> &str {
        &self.domain
    }

    /// What two spellings of the same address share: local part folded to lower case.
    /// RFC 5321 2.4 leaves case to the receiving host; no host in use tells them apart.
    #[must_use]
    pub fn key(&self) -> String {
        format!("{}@{}", self.local.to_lowercase(), self.domain)
    }

    /// Whether sending to it needs SMTPUTF8 (RFC 6531): the local part is not ASCII.
    #[must_use]
    pub fn needs_smtputf8(&self) -> bool {
        !self.local.is_ascii()
    }
}

impl FromStr for EmailAddress {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        let text = text.trim();
        let (local, domain) = text.rsplit_once('@').ok_or(AddressError::Shape)?;
        if local.is_empty() || domain.is_empty() {
            return Err(AddressError::Shape);
        }
        if !is_local_part(local) {
            return Err(AddressError::Local);
        }
        let domain = ascii_domain(domain)?;
        if local.len() > Self::LOCAL_OCTETS_MAX || local.len() + 1 + domain.len() > Self::OCTETS_MAX {
            return Err(AddressError::Length);
        }
        Ok(Self { local: local.to_owned(), domain })
    }
}

/// RFC 5321 4.1.2: Local-part = Dot-string / Quoted-string, widened by RFC 6531 to UTF-8.
fn is_local_part(local: &str) -> bool {
    match local.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(quoted) => is_quoted_content(quoted),
        None => local.split('.').all(|atom| !atom.is_empty() && atom.chars().all(is_atext)),
    }
}

fn is_quoted_content(quoted: &str) -> bool {
    let mut characters = quoted.chars();
    while let Some(character) = characters.next() {
        match character {
            '"' => return false,
            '\\' if !characters.next().is_some_and(|next| (' '..='~').contains(&next)) => return false,
            control if control.is_control() => return false,
            _ => {}
        }
    }
    true
}

/// RFC 5322 3.2.3 atext, with RFC 6532's UTF8-non-ascii.
fn is_atext(character: char) -> bool {
    character.is_ascii_alphanumeric()
        || "!#$%&'*+-/=?^_`{|}~".contains(character)
        || (!character.is_ascii() && !character.is_control() && !character.is_whitespace())
}

fn ascii_domain(domain: &str) -> Result<String, AddressError> {
    // RFC 5321 4.1.3: an address literal names a host without DNS; kept as written.
    if let Some(literal) = domain.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        let bare = literal.strip_prefix("IPv6:").unwrap_or(literal);
        return match bare.parse::<std::net::IpAddr>() {
            Ok(_) => Ok(domain.to_owned()),
            Err(_) => Err(AddressError::Domain),
        };
    }
    let ascii = idna::domain_to_ascii_strict(domain).map_err(|_| AddressError::Domain)?;
    let ascii = ascii.strip_suffix('.').unwrap_or(&ascii);
    if ascii.is_empty() || ascii.split('.').any(|label| label.is_empty() || label.len() > 63) {
        return Err(AddressError::Domain);
    }
    Ok(ascii.to_owned())
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.local, self.domain)
    }
}

impl fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{self}>")
    }
}

impl Serialize for EmailAddress {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for EmailAddress {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, expected: Result<&str, AddressError>) {
        let found = text.parse::<EmailAddress>().map(|address| address.to_string());
        assert_eq!(found, expected.map(str::to_owned), "{text:?}");
    }

    #[test]
    fn addresses_are_read_as_the_rfcs_write_them() {
        check("kari@example.org", Ok("kari@example.org"));
        check(" Kari.Nordmann+sak@Example.ORG ", Ok("Kari.Nordmann+sak@example.org"));
        check("post@blåbær.no", Ok("post@xn--blbr-roah.no"));
        check("åse@example.no", Ok("åse@example.no"));
        check("\"a b\"@example.org", Ok("\"a b\"@example.org"));
        check("root@[127.0.0.1]", Ok("root@[127.0.0.1]"));
        check("kari", Err(AddressError::Shape));
        check("@example.org", Err(AddressError::Shape));
        check("a..b@example.org", Err(AddressError::Local));
        check("a b@example.org", Err(AddressError::Local));
        check("a@b c", Err(AddressError::Domain));
        check("a\r\nRCPT TO:<x>@example.org", Err(AddressError::Local));
        check(&format!("{}@example.org", "a".repeat(65)), Err(AddressError::Length));
    }

    #[test]
    fn spellings_of_one_address_share_a_key() {
        let one: EmailAddress = "Kari@Example.org".parse().unwrap();
        let two: EmailAddress = "kari@example.ORG".parse().unwrap();
        assert_eq!(one.key(), two.key());
    }

    proptest! {
        #[test]
        fn what_is_accepted_reads_back_the_same_and_holds_no_line_break(text in "\\PC{0,80}") {
            if let Ok(address) = text.parse::<EmailAddress>() {
                let written = address.to_string();
                prop_assert!(!written.contains(['\r', '\n']));
                prop_assert_eq!(written.parse::<EmailAddress>().unwrap(), address);
            }
        }
    }
}
