//! UTF-7 (RFC 2152): ASCII, and UTF-16 in base64 between `+` and what is no digit.

/// Reads UTF-7; what is none stays as written.
pub(super) fn decode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        if byte != b'+' {
            text.push(char::from(byte));
            continue;
        }
        let digits = bytes[at..].iter().take_while(|byte| digit(**byte).is_some()).count();
        push_units(&bytes[at..at + digits], &mut text);
        at += digits;
        // RFC 2152, rule 2: a hyphen ends the stretch and is taken with it; "+-" is a plus.
        let is_closed = bytes.get(at) == Some(&b'-');
        if digits == 0 {
            text.push('+');
        }
        at += usize::from(is_closed);
    }
    text
}

fn push_units(digits: &[u8], text: &mut String) {
    let (mut held, mut bits, mut units) = (0_u32, 0, Vec::with_capacity(digits.len() * 3 / 8));
    for value in digits.iter().filter_map(|byte| digit(*byte)) {
        held = (held << 6 | u32::from(value)) & 0x3f_ffff;
        bits += 6;
        if bits >= 16 {
            bits -= 16;
            units.push(u16::try_from(held >> bits & 0xffff).unwrap_or_default());
        }
    }
    text.extend(char::decode_utf16(units).map(|found| found.unwrap_or(char::REPLACEMENT_CHARACTER)));
}

/// RFC 2152: modified base64 is base64 without padding.
const fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_pluses_and_wide_characters_are_kept() {
        let check = |bytes: &[u8], expected: &str| assert_eq!(decode(bytes), expected);
        check(b"Bl+AOU-b+AOY-r og r+APg-dt", "Blåbær og rødt");
        check(b"1 +- 1 +AD0 2", "1 + 1 = 2");
        check(b"Hi Mom +Jjo--!", "Hi Mom \u{263a}-!");
        check(b"A+ImIDkQ.", "A\u{2262}\u{391}.");
        check(b"+2D3eAA-", "\u{1f600}");
        check(b"+", "+");
    }
}
