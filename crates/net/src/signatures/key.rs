//! The record of a key (RFC 6376 3.6.1), as far as more is wanted of it than the check of a signature tells.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// RFC 8301 3.2: RSA keys below this length hold nothing.
pub(super) const RSA_BITS_MIN: usize = 1024;

/// The length of the RSA key in a record, bits; `None` of other keys and other texts.
pub(super) fn rsa_bits(record: &str) -> Option<usize> {
    let tag = |wanted: &str| {
        record.split(';').filter_map(|tag| tag.split_once('=')).find_map(|(name, value)| {
            (name.trim() == wanted).then(|| value.split_ascii_whitespace().collect::<String>())
        })
    };
    if tag("k").is_some_and(|kind| !kind.eq_ignore_ascii_case("rsa")) {
        return None;
    }
    let der = STANDARD.decode(tag("p")?).ok()?;
    let (outer, _) = element(&der, SEQUENCE)?;
    // RFC 5280 4.1: the key in a wrapping that names its algorithm, or (RFC 8017 A.1.1) bare.
    let modulus = match element(outer, SEQUENCE) {
        Some((_, rest)) => {
            let (wrapped, _) = element(rest, BIT_STRING)?;
            let (key, _) = element(wrapped.get(1..)?, SEQUENCE)?;
            element(key, INTEGER)?.0
        }
        None => element(outer, INTEGER)?.0,
    };
    let first = modulus.iter().position(|octet| *octet != 0)?;
    let leading = usize::try_from(modulus[first].leading_zeros()).ok()?;
    Some((modulus.len() - first) * 8 - leading)
}

const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const SEQUENCE: u8 = 0x30;

/// X.690 8.1: the content of an element with this tag at the beginning, and what follows it.
fn element(der: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (first, rest) = der.split_first()?;
    let (short, rest) = rest.split_first()?;
    let (length, rest) = if *short < 0x80 {
        (usize::from(*short), rest)
    } else {
        let octets = usize::from(short & 0x7f);
        let (length, rest) = rest.split_at_checked(octets)?;
        if octets > 4 {
            return None;
        }
        (length.iter().fold(0, |length, octet| length << 8 | usize::from(*octet)), rest)
    };
    let (content, rest) = rest.split_at_checked(length)?;
    (*first == tag).then_some((content, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_rsa_key_has_no_length() {
        for none in [
            "",
            "v=DKIM1",
            "v=DKIM1; p=",
            "v=DKIM1; p=AAAA",
            "k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
            "p=!!",
        ] {
            assert_eq!(rsa_bits(none), None, "{none}");
        }
        let random: Vec<u8> = (0..=255).collect();
        assert_eq!(rsa_bits(&format!("p={}", STANDARD.encode(random))), None);
    }
}
