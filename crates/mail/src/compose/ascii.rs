//! The same mail with a header of ASCII alone, for servers without SMTPUTF8 (RFC 6531 3.2, RFC 6532 3).
//!
//! Domains are written in ASCII by anybody; what is not is an address with letters beyond it before its `@`. Nobody is reached
//! there through such a server, but the others of the mail are, and read who else it was written to: as the name of a group
//! that has nobody in it (RFC 5322 3.4), as RFC 6857 has it of mail that is read without SMTPUTF8.

use domain::EmailAddress;

use super::field::{Line, encoded_words, phrase, put, unstructured, write_mailbox};
use crate::defect::Defects;
use crate::header::Header;
use crate::parsed::Participant;
use crate::value;

/// The mail in that form, its body as it is. `None` where its header is of ASCII already, or where it cannot be: its author's own
/// address needs SMTPUTF8, and he must be somebody who can be answered (RFC 6854 4).
#[must_use]
pub fn with_ascii_header(raw: &[u8]) -> Option<Vec<u8>> {
    let end = memchr::memmem::find(raw, b"\r\n\r\n").map_or(raw.len(), |at| at + "\r\n".len());
    let (header, rest) = raw.split_at(end);
    if header.is_ascii() {
        return None;
    }
    let mut left = std::str::from_utf8(header).ok()?;
    let mut written = Vec::with_capacity(raw.len() + 512);
    while !left.is_empty() {
        let (field, behind) = left.split_at(field_octets(left));
        if field.is_ascii() {
            written.extend_from_slice(field.as_bytes());
        } else {
            write_field(field, &mut written)?;
        }
        left = behind;
    }
    written.extend_from_slice(rest);
    Some(written)
}

/// Whom a field names that cannot be read again, such as one with very many people: that it does not say so keeps the mail from none
/// of them (RFC 5322 3.4: a group may be empty).
const NOBODY: &str = "undisclosed-recipients:;";

/// The octets of the first field, with the lines that go on with it (RFC 5322 2.2.3).
fn field_octets(header: &str) -> usize {
    let mut lines = header.split_inclusive("\r\n");
    let first = lines.next().map_or(0, str::len);
    first + lines.take_while(|line| line.starts_with([' ', '\t'])).map(str::len).sum::<usize>()
}

/// Writes a field that is not of ASCII; `None` where it cannot be.
fn write_field(field: &str, raw: &mut Vec<u8>) -> Option<()> {
    let (name, value) = field.split_once(':')?;
    match name.to_ascii_lowercase().as_str() {
        "from" | "sender" => return None,
        "to" | "cc" => put(raw, name, people(name, field).as_deref().unwrap_or(NOBODY)),
        // RFC 5322 3.6.2, RFC 8098 2.1: without them an answer goes to the author, and no receipt goes anywhere.
        "reply-to" | "disposition-notification-to" => {}
        _ => put(raw, name, &unstructured(name, &value.replace("\r\n", ""))),
    }
    Some(())
}

/// Everybody in an address field; `None` where somebody's address cannot be read.
fn people(name: &str, field: &str) -> Option<String> {
    let mut defects = Defects::default();
    let (header, _) = Header::of_part(field.as_bytes(), &mut defects);
    let people = value::participants(&header, name, &mut defects);
    if people.is_empty() || !defects.into_list().is_empty() {
        return None;
    }
    let mut line = Line::after(name);
    for (position, Participant { name, address, .. }) in people.iter().enumerate() {
        let comma = if position + 1 < people.len() { "," } else { "" };
        let (name, address) = (name.as_deref(), address.as_ref()?);
        if address.needs_smtputf8() {
            write_nobody(&mut line, name, address);
            // RFC 5322 3.4: group = display-name ":" [group-list] ";" [CFWS]; RFC 2047 5 (3): a blank divides both.
            line.word(&format!(":;{comma}"));
        } else {
            write_mailbox(&mut line, (name, address), comma);
        }
    }
    Some(line.into_text())
}

/// The name of the group in the place of somebody.
fn write_nobody(line: &mut Line, name: Option<&str>, address: &EmailAddress) {
    let name = name.map(phrase).unwrap_or_default();
    for word in name.into_iter().chain(encoded_words(&address.to_string())) {
        line.word(&word);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(header: &str, expected: Option<&str>) {
        let raw = format!("{header}\r\n\r\nb\u{f8}dy\r\n");
        let written = with_ascii_header(raw.as_bytes()).map(|raw| String::from_utf8(raw).unwrap());
        let expected = expected.map(|header| format!("{header}\r\n\r\nb\u{f8}dy\r\n"));
        assert_eq!(written, expected, "{header}");
        if let Some(written) = written {
            assert_eq!(with_ascii_header(written.as_bytes()), None, "it is of ASCII now");
        }
    }

    #[test]
    fn who_cannot_be_written_to_stands_as_a_group_of_nobody_and_the_others_as_they_were() {
        check(
            "From: Kari <kari@a.test>\r\nTo: åse@b.test, Ola <ola@b.test>\r\nSubject: =?utf-8?B?w6U=?=",
            Some(
                "From: Kari <kari@a.test>\r\nTo: =?utf-8?B?w6VzZUBiLnRlc3Q=?= :;, Ola <ola@b.test>\r\n\
                 Subject: =?utf-8?B?w6U=?=",
            ),
        );
        check(
            "From: kari@a.test\r\nTo: ola@b.test\r\nCc: Ase B. <åse@b.test>",
            Some("From: kari@a.test\r\nTo: ola@b.test\r\nCc: \"Ase B.\" =?utf-8?B?w6VzZUBiLnRlc3Q=?= :;"),
        );
    }

    #[test]
    fn an_author_has_to_be_somebody_who_can_be_answered() {
        check("From: åse@a.test\r\nTo: ola@b.test", None);
        check("From: kari@a.test\r\nTo: ola@b.test", None);
    }

    #[test]
    fn fields_that_can_be_done_without_are_left_out_and_others_are_encoded() {
        check(
            "X-Loop: åse@a.test\r\nFrom: kari@a.test\r\nReply-To: åse@b.test\r\n\
             Disposition-Notification-To: <åse@b.test>\r\nTo: ola@b.test",
            Some("X-Loop: =?utf-8?B?w6VzZUBhLnRlc3Q=?=\r\nFrom: kari@a.test\r\nTo: ola@b.test"),
        );
    }

    #[test]
    fn a_list_that_cannot_be_read_again_keeps_the_mail_from_nobody() {
        check(
            "From: kari@a.test\r\nTo: åse@b.test, Ola",
            Some("From: kari@a.test\r\nTo: undisclosed-recipients:;"),
        );
        let mut many = "From: kari@a.test\r\nTo: åse@b.test".to_owned();
        (0..4_000).for_each(|number| many.push_str(&format!(",\r\n k{number}@customer.test")));
        check(&many, Some("From: kari@a.test\r\nTo: undisclosed-recipients:;"));
    }

    #[test]
    fn a_field_that_goes_on_is_read_as_a_whole() {
        check(
            "From: kari@a.test\r\nTo: ola@b.test,\r\n åse@b.test\r\nSubject: x",
            Some("From: kari@a.test\r\nTo: ola@b.test, =?utf-8?B?w6VzZUBiLnRlc3Q=?= :;\r\nSubject: x"),
        );
    }
}
