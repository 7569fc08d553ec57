//! Values of parameters in which what would end them is written otherwise (RFC 3461 4, RFC 6533 3).

/// RFC 3461 4: `xtext`, in which what would end the parameter is written as its code.
pub(super) fn xtext(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for octet in text.bytes() {
        if matches!(octet, b'!'..=b'~') && !matches!(octet, b'+' | b'=') {
            written.push(char::from(octet));
        } else {
            written.push_str(&format!("+{octet:02X}"));
        }
    }
    written
}

/// RFC 6533 3: `utf-8-addr-unitext`, for a server that takes UTF-8 in commands: what would end the parameter is
/// written as `\x{..}`.
pub(super) fn utf8_xtext(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter <= ' ' || matches!(letter, '\\' | '+' | '=' | '\u{7f}') {
            written.push_str(&format!("\\x{{{:02X}}}", u32::from(letter)));
        } else {
            written.push(letter);
        }
    }
    written
}
