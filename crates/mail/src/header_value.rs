//! One field of a mail's header, for what the structures of [`crate::parse`] do not carry.

use crate::defect::Defects;
use crate::header::Header;

/// The unfolded text of the first field with this name (RFC 5322 2.2.3), in any case; `None` when
/// the header has none.
#[must_use]
pub fn header_value(raw: &[u8], name: &str) -> Option<String> {
    let (header, _) = Header::of_mail(raw, &mut Defects::default());
    let field = header.get(name)?;
    Some(field.text(&mut Defects::default()).trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folded_field_is_found_in_any_case() {
        let raw = b"Subject: x\r\nthread-index: AAA\r\n BBB\r\n\r\nThread-Index: body\r\n";
        assert_eq!(header_value(raw, "Thread-Index").as_deref(), Some("AAA BBB"));
        assert_eq!(header_value(raw, "Thread-Topic"), None);
    }
}
