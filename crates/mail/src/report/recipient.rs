//! Addresses as reports write them: with a type before them, in xtext (RFC 3461 4) or unitext (RFC 6533 3).

use domain::EmailAddress;

use crate::defect::Defects;
use crate::header::Field;

/// RFC 3464 2.1.2: `rfc822; kari@example.no`, `smtp; 550 5.1.1 ..`, `dns; mx.example.no`; the type may be missing.
pub(super) fn typed(field: &Field<'_>) -> Option<String> {
    let text = field.text(&mut Defects::default());
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let value = match text.split_once(';') {
        Some((kind, value)) if kind.trim().bytes().all(|byte| byte.is_ascii_graphic()) => value.trim(),
        Some(_) | None => text.trim(),
    };
    (!value.is_empty()).then(|| value.to_owned())
}

/// A host without the address that some write behind its name.
pub(super) fn host(field: &Field<'_>) -> Option<String> {
    let text = typed(field)?;
    let name = text.split([' ', '(', '[']).find(|word| !word.is_empty())?;
    let name = name.trim_matches(|character: char| "[]().,".contains(character)).to_ascii_lowercase();
    (!name.is_empty()).then_some(name)
}

/// The address of a field of a report.
pub(crate) fn address(field: &Field<'_>) -> Option<EmailAddress> {
    let text = typed(field)?;
    let token = field.token();
    let is_utf8 = token.starts_with("utf-8") || token.starts_with("utf8");
    let plain = bare(&text);
    let decoded = if is_utf8 { unitext(plain) } else { plain.to_owned() };
    let parsed = decoded.parse().ok();
    // RFC 3461 4: a plus is written `+2B` and an equals sign `+3D`; hosts that write no xtext leave both alone.
    let is_xtext = !is_utf8 && (plain.contains("+2B") || plain.contains("+3D"));
    if parsed.is_none() || is_xtext { xtext(plain).parse().ok().or(parsed) } else { parsed }
}

/// Without brackets, quotes, a `mailto:` and comments.
pub(super) fn bare(text: &str) -> &str {
    let inner = match (text.find('<'), text.rfind('>')) {
        (Some(start), Some(end)) if start < end => &text[start + 1..end],
        _ => text,
    };
    let inner = inner.trim_matches(|character: char| "<>\"' ;,".contains(character));
    inner.strip_prefix("mailto:").unwrap_or(inner)
}

/// RFC 3461 4: hexchar = "+" two hexadecimal digits.
fn xtext(text: &str) -> String {
    let mut octets = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        match hex.and_then(|two| u8::from_str_radix(two, 16).ok()).filter(|_| first == b'+') {
            Some(octet) => {
                octets.push(octet);
                rest = &after[2..];
            }
            None => {
                octets.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&octets).into_owned()
}

/// RFC 6533 3: EmbeddedUnicodeChar = "\x{" HEXPOINT "}".
fn unitext(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\\x{") {
        decoded.push_str(before);
        let point = after.split_once('}').and_then(|(hex, tail)| {
            let point = u32::from_str_radix(hex, 16).ok().and_then(char::from_u32)?;
            Some((point, tail))
        });
        match point {
            Some((point, tail)) => {
                decoded.push(point);
                rest = tail;
            }
            None => {
                decoded.push_str("\\x{");
                rest = after;
            }
        }
    }
    decoded.push_str(rest);
    decoded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(value: &str, expected: Option<&str>) {
        let field = Field { name: "Final-Recipient", value: value.as_bytes(), hint: None };
        assert_eq!(address(&field).map(|address| address.to_string()).as_deref(), expected, "{value}");
    }

    #[test]
    fn addresses_are_read_with_and_without_their_type() {
        check("rfc822; kari@example.no", Some("kari@example.no"));
        check("RFC822;<kari@example.no>", Some("kari@example.no"));
        check("kari@example.no", Some("kari@example.no"));
        check("rfc822; \"Kari\" <kari@example.no>", Some("kari@example.no"));
        check("x400; /c=no/admd= /", None);
    }

    #[test]
    fn xtext_and_unitext_are_decoded() {
        check("rfc822; kari+40example.no", Some("kari@example.no"));
        check("rfc822; kari+sak@example.no", Some("kari+sak@example.no"));
        check("rfc822; kari+2Bsak@example.no", Some("kari+sak@example.no"));
        check("rfc822; kari+40sak@example.no", Some("kari+40sak@example.no"));
        check("utf-8; k\\x{E5}re@example.no", Some("kåre@example.no"));
        check("utf-8; kåre@blåbær.no", Some("kåre@xn--blbr-roah.no"));
    }
}
