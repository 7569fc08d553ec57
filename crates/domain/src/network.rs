//! Networks of Internet addresses (RFC 4632 3.1, RFC 4291 2.3), as people write them: `192.0.2.0/24`, or one address.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A network, or one address.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Network {
    /// Its first address.
    address: IpAddr,
    /// How many of its bits all addresses of the network share.
    bits: u8,
}

/// Why a text is no network that can be trusted.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NetworkError {
    /// It is neither an address nor a network.
    #[error("`{0}` is no address and no network; write it as in 192.0.2.7, 192.0.2.0/24 or 2001:db8::/48")]
    Malformed(String),
    /// It holds a large part of the Internet.
    #[error("`{0}` is too wide; a network has at least /{V4_BITS_MIN}, with IPv6 /{V6_BITS_MIN}")]
    TooWide(String),
}

/// RFC 1918 has a network of this width; no wider one is one operator's.
const V4_BITS_MIN: u8 = 8;
/// The same with IPv6: registries get networks of this width.
const V6_BITS_MIN: u8 = 16;

impl Network {
    /// Whether an address lies in it. An IPv4 address is the same when it is written as an IPv6 one.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(own), IpAddr::V4(other)) => {
                let mask = u32::MAX.checked_shl(32 - u32::from(self.bits)).unwrap_or(0);
                own.to_bits() & mask == other.to_bits() & mask
            }
            (IpAddr::V6(own), IpAddr::V6(other)) => {
                let mask = u128::MAX.checked_shl(128 - u32::from(self.bits)).unwrap_or(0);
                own.to_bits() & mask == other.to_bits() & mask
            }
            (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => false,
        }
    }

    const fn width(address: IpAddr) -> u8 {
        match address {
            IpAddr::V4(_) => 32,
            IpAddr::V6(_) => 128,
        }
    }
}

impl FromStr for Network {
    type Err = NetworkError;

    fn from_str(text: &str) -> Result<Self, NetworkError> {
        let malformed = || NetworkError::Malformed(text.trim().chars().take(60).collect());
        let (address, bits) = match text.trim().split_once('/') {
            Some((address, bits)) => (address, Some(bits)),
            None => (text.trim(), None),
        };
        let address: IpAddr = address.parse().map_err(|_| malformed())?;
        let address = address.to_canonical();
        let width = Self::width(address);
        let bits = match bits {
            None => width,
            Some(bits) => bits.parse().ok().filter(|bits| *bits <= width).ok_or_else(malformed)?,
        };
        let least = if address.is_ipv4() { V4_BITS_MIN } else { V6_BITS_MIN };
        if bits < least {
            return Err(NetworkError::TooWide(text.trim().to_owned()));
        }
        Ok(Self { address, bits })
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.bits == Self::width(self.address) {
            return write!(f, "{}", self.address);
        }
        write!(f, "{}/{}", self.address, self.bits)
    }
}

impl TryFrom<String> for Network {
    type Error = NetworkError;

    fn try_from(text: String) -> Result<Self, NetworkError> {
        text.parse()
    }
}

impl From<Network> for String {
    fn from(network: Network) -> Self {
        network.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_lie_in_their_networks() {
        let holds = |network: &str, address: &str| {
            network.parse::<Network>().unwrap().contains(address.parse().unwrap())
        };
        assert!(holds("192.0.2.0/24", "192.0.2.255"));
        assert!(holds("192.0.2.77/24", "192.0.2.1"), "the address of one host of it names it, too");
        assert!(!holds("192.0.2.0/24", "192.0.3.0"));
        assert!(holds("192.0.2.7", "192.0.2.7") && !holds("192.0.2.7", "192.0.2.8"));
        assert!(holds("192.0.2.7", "::ffff:192.0.2.7"));
        assert!(holds("10.0.0.0/8", "10.255.0.1"));
        assert!(holds("2001:db8::/33", "2001:db8:7fff::1") && !holds("2001:db8::/33", "2001:db8:8000::1"));
        assert!(!holds("2001:db8::1", "192.0.2.7"));
    }

    #[test]
    fn what_is_no_network_or_half_the_internet_is_refused() {
        for text in
            ["", "gateway.example", "192.0.2.0/33", "192.0.2.0/", "192.0.2/24", "2001:db8::/129", "::/a"]
        {
            assert!(matches!(text.parse::<Network>(), Err(NetworkError::Malformed(_))), "{text}");
        }
        for text in ["0.0.0.0/0", "10.0.0.0/7", "2001::/15", "::/0"] {
            assert!(matches!(text.parse::<Network>(), Err(NetworkError::TooWide(_))), "{text}");
        }
    }

    #[test]
    fn it_is_written_as_it_is_read() {
        for text in ["192.0.2.0/24", "192.0.2.7", "2001:db8::/48", "2001:db8::1"] {
            assert_eq!(text.parse::<Network>().unwrap().to_string(), text);
        }
        let json = serde_json::to_string(&"192.0.2.7/32".parse::<Network>().unwrap()).unwrap();
        assert_eq!(json, "\"192.0.2.7\"");
        assert!(serde_json::from_str::<Network>("\"0.0.0.0/0\"").is_err());
    }
}
