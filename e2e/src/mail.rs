//! A glance into a mail that arrived, as a test needs it: header fields without folding.

/// The value of a header field, unfolded (RFC 5322 2.2.3); empty when there is none.
#[must_use]
pub fn field(raw: &[u8], name: &str) -> String {
    let text = String::from_utf8_lossy(raw);
    let header = text.split("\r\n\r\n").next().unwrap_or_default();
    let unfolded = header.replace("\r\n ", " ").replace("\r\n\t", " ");
    let found = unfolded.lines().find_map(|line| {
        let (field, value) = line.split_once(':')?;
        field.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
    });
    found.unwrap_or_default()
}

/// The Message-ID without its angle brackets.
#[must_use]
pub fn message_id(raw: &[u8]) -> String {
    field(raw, "Message-ID").trim_matches(['<', '>']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folded_fields_are_read_whole() {
        let raw = b"Subject: one\r\n two\r\nMessage-ID: <a@b.test>\r\n\r\nSubject: no\r\n";
        assert_eq!(field(raw, "subject"), "one two");
        assert_eq!(message_id(raw), "a@b.test");
        assert_eq!(field(raw, "To"), "");
    }
}
