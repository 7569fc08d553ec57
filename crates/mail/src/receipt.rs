//! A receipt (RFC 8098): what a mail program says that its user did with a mail of ours. It proves nothing: whoever does
//! not want to say that he read a mail says nothing, or something else.

use domain::EmailAddress;

use crate::defect::Defects;
use crate::header::Header;
use crate::report;
use crate::structure::{Part, Structure};
use crate::transfer;
use crate::value;

/// What became of a mail at somebody who was asked to say so.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Receipt {
    /// The Message-ID of the mail, without angle brackets.
    pub original_message_id: Option<String>,
    /// Who says so.
    pub recipient: Option<EmailAddress>,
    /// What he did.
    pub disposition: Disposition,
    /// Whether he did it himself, and no program for him.
    pub by_hand: bool,
}

/// What somebody did with a mail. RFC 8098 3.2.6.2, and what its forerunner had beside it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Disposition {
    /// It was shown to him.
    Displayed,
    /// It was thrown away, maybe unread.
    Deleted,
    /// He does not want to say.
    Denied,
    /// It was passed on or handled by a program, whose user may never see it.
    Handled,
}

impl Disposition {
    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Displayed => "displayed",
            Self::Deleted => "deleted",
            Self::Denied => "denied",
            Self::Handled => "handled",
        }
    }

    /// RFC 8098 3.2.6: the type may have modifiers behind a slash.
    fn from_field(text: &str) -> Self {
        match text.split('/').next().unwrap_or_default().trim() {
            "displayed" => Self::Displayed,
            "deleted" => Self::Deleted,
            "denied" => Self::Denied,
            _ => Self::Handled,
        }
    }
}

/// Reads a receipt; `None` where the mail is none. Never fails and never panics on bytes from outside.
#[must_use]
pub fn receipt(raw: &[u8]) -> Option<Receipt> {
    std::panic::catch_unwind(|| read(raw)).unwrap_or_default()
}

/// RFC 8098 3: the second part of the report.
fn read(raw: &[u8]) -> Option<Receipt> {
    let structure = Structure::read(raw, &mut Defects::default());
    let part = structure.parts.iter().find(|part| is_notification(part))?;
    let (octets, _) = transfer::decode(part.body, part.encoding);
    let (fields, _) = Header::of_part(octets.trim_ascii_start(), &mut Defects::default());
    let told = |name: &str| fields.get(name).map(|field| field.text(&mut Defects::default()));
    let disposition = told("disposition")?.to_ascii_lowercase();
    // RFC 8098 3.2.6: `action-mode "/" sending-mode ";" type`.
    let (mode, kind) = disposition.split_once(';').unwrap_or(("", &disposition));
    let original_message_id =
        fields.get("original-message-id").and_then(|field| value::ids(field).into_iter().next());
    let recipient = ["original-recipient", "final-recipient"]
        .iter()
        .find_map(|name| fields.get(name).and_then(report::address));
    Some(Receipt {
        original_message_id,
        recipient,
        disposition: Disposition::from_field(kind.trim()),
        by_hand: mode.trim_start().starts_with("manual-action"),
    })
}

/// RFC 8098 3.1, RFC 6533 6.
fn is_notification(part: &Part<'_>) -> bool {
    ["message/disposition-notification", "message/global-disposition-notification"]
        .contains(&part.media_type.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail(fields: &str) -> String {
        format!(
            "From: kari@example.no\r\nSubject: Lest: Faktura\r\nContent-Type: multipart/report; \
             report-type=disposition-notification; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n\
             Meldingen ble lest.\r\n--b\r\nContent-Type: message/disposition-notification\r\n\r\n{fields}\r\n--b--\r\n"
        )
    }

    fn check(fields: &str, expected: (&str, bool)) {
        let found = receipt(mail(fields).as_bytes()).unwrap();
        assert_eq!((found.disposition.as_str(), found.by_hand), expected, "{fields}");
    }

    #[test]
    fn what_was_done_and_by_whom_is_told() {
        check("Disposition: manual-action/MDN-sent-manually; displayed", ("displayed", true));
        check("Disposition: automatic-action/MDN-sent-automatically; deleted", ("deleted", false));
        check("Disposition: manual-action/MDN-sent-manually; Displayed/warning", ("displayed", true));
        check("Disposition: manual-action/MDN-sent-manually; denied", ("denied", true));
        check("Disposition: automatic-action/MDN-sent-automatically; dispatched", ("handled", false));
        check("Disposition: displayed", ("displayed", false));
    }

    #[test]
    fn the_mail_and_the_reader_are_named() {
        let found = receipt(
            mail(
                "Reporting-UA: example.no; Mail 3\r\nOriginal-Recipient: rfc822;kari@example.no\r\n\
                 Final-Recipient: rfc822;kari.nordmann@example.no\r\nOriginal-Message-ID: <a.b@nord.example>\r\n\
                 Disposition: manual-action/MDN-sent-manually; displayed",
            )
            .as_bytes(),
        )
        .unwrap();
        assert_eq!(found.original_message_id.as_deref(), Some("a.b@nord.example"));
        assert_eq!(found.recipient.unwrap().to_string(), "kari@example.no");
    }

    #[test]
    fn what_says_nothing_is_no_receipt() {
        assert_eq!(receipt(b"From: kari@example.no\r\nSubject: Lest\r\n\r\nJeg har lest den."), None);
        assert_eq!(receipt(mail("Final-Recipient: rfc822;kari@example.no").as_bytes()), None);
        assert_eq!(receipt(b""), None);
    }
}
