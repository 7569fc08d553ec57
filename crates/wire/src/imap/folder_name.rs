//! Folder names on the wire: modified UTF-7 (RFC 3501 5.1.3), so that `Støtte` is `St&APg-tte`.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

/// RFC 3501 5.1.3: base64 with "," for "/", without padding.
fn engine() -> GeneralPurpose {
    let config = GeneralPurposeConfig::new()
        .with_encode_padding(false)
        .with_decode_padding_mode(DecodePaddingMode::RequireNone)
        .with_decode_allow_trailing_bits(true);
    GeneralPurpose::new(&alphabet::IMAP_MUTF7, config)
}

/// The name as it is sent.
#[must_use]
pub fn encode(name: &str) -> String {
    let mut wire = String::with_capacity(name.len());
    let mut shifted: Vec<u8> = Vec::new();
    for character in name.chars() {
        if (' '..='~').contains(&character) {
            flush(&mut wire, &mut shifted);
            wire.push(character);
            if character == '&' {
                wire.push('-');
            }
        } else {
            let mut units = [0; 2];
            shifted.extend(character.encode_utf16(&mut units).iter().flat_map(|unit| unit.to_be_bytes()));
        }
    }
    flush(&mut wire, &mut shifted);
    wire
}

fn flush(wire: &mut String, shifted: &mut Vec<u8>) {
    if !shifted.is_empty() {
        wire.push('&');
        engine().encode_string(std::mem::take(shifted), wire);
        wire.push('-');
    }
}

/// The name as a person reads it; one that is not modified UTF-7 is shown as it came.
#[must_use]
pub fn decode(wire: &str) -> String {
    decode_strict(wire).unwrap_or_else(|| wire.to_owned())
}

fn decode_strict(wire: &str) -> Option<String> {
    let mut name = String::with_capacity(wire.len());
    let mut rest = wire;
    while let Some((plain, after)) = rest.split_once('&') {
        name.push_str(plain);
        let (shifted, next) = after.split_once('-')?;
        rest = next;
        if shifted.is_empty() {
            name.push('&');
            continue;
        }
        let octets = engine().decode(shifted).ok()?;
        let units: Vec<u16> =
            octets.chunks(2).filter_map(|pair| Some(u16::from_be_bytes(pair.try_into().ok()?))).collect();
        name.push_str(&String::from_utf16(&units).ok()?);
    }
    name.push_str(rest);
    Some(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_are_written_as_the_rfc_shows() {
        assert_eq!(encode("~peter/mail/台北/日本語"), "~peter/mail/&U,BTFw-/&ZeVnLIqe-");
        assert_eq!(encode("Støtte & salg"), "St&APg-tte &- salg");
        assert_eq!(decode("St&APg-tte &- salg"), "Støtte & salg");
        assert_eq!(decode("A & B"), "A & B");
    }

    proptest! {
        #[test]
        fn names_read_back_the_same(name in "\\PC{0,40}") {
            prop_assert!(encode(&name).is_ascii());
            prop_assert_eq!(decode(&encode(&name)), name);
        }
    }
}
