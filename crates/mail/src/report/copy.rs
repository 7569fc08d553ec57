//! The mail that a report is about: RFC 6522 3 puts it, or its header, at the end.

use domain::EmailAddress;

use crate::defect::Defects;
use crate::header::Header;
use crate::structure::{Part, Structure};
use crate::transfer;
use crate::value;

/// What a report brings of the mail it is about.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Original {
    /// `Message-ID`, without angle brackets.
    pub message_id: Option<String>,
    /// Where its returns go: the address that stood in the envelope (RFC 5321 4.4).
    pub return_path: Option<EmailAddress>,
    /// `From`.
    pub from: Option<EmailAddress>,
    /// `To` and `Cc`, at most a hundred.
    pub to: Vec<EmailAddress>,
    /// `Subject`.
    pub subject: Option<String>,
}

/// Recipients of the mail that are kept.
const TO_MAX: usize = 100;

/// Media types that bring a mail or its header. RFC 6522 3, RFC 6533 4, and a common mistake.
const TYPES: [&str; 5] = [
    "message/rfc822",
    "message/global",
    "text/rfc822-headers",
    "message/rfc822-headers",
    "message/global-headers",
];

/// Whether a part brings a mail.
pub(super) fn is_brought(structure: &Structure<'_>) -> bool {
    structure.parts.iter().any(is_copy)
}

fn is_copy(part: &Part<'_>) -> bool {
    TYPES.contains(&part.media_type.as_str())
}

/// What the report brings: as a part, else behind its words.
pub(super) fn original(structure: &Structure<'_>, behind_words: &str) -> Original {
    match structure.parts.iter().find(|part| is_copy(part)) {
        Some(part) => {
            let (octets, _) = transfer::decode(part.body, part.encoding);
            read(&octets)
        }
        None => read(behind_words.as_bytes()),
    }
}

/// Reads the header of a copy.
pub(super) fn read(octets: &[u8]) -> Original {
    let mut defects = Defects::default();
    let (header, _) = Header::of_mail(octets.trim_ascii_start(), &mut defects);
    let addresses = |name: &str| {
        let listed = value::participants(&header, name, &mut Defects::default());
        listed.into_iter().filter_map(|one| one.address).collect::<Vec<_>>()
    };
    let return_path = addresses("return-path").into_iter().next();
    let from = addresses("from").into_iter().next();
    let mut to = addresses("to");
    to.append(&mut addresses("cc"));
    to.truncate(TO_MAX);
    Original {
        message_id: header.get("message-id").and_then(|field| value::ids(field).into_iter().next()),
        return_path,
        from,
        to,
        subject: header.get("subject").map(|field| field.text(&mut defects)),
    }
}

/// Whom a few fields within a notice name as the mail's recipients.
pub(super) fn addresses_in(notice: &str) -> Vec<EmailAddress> {
    let is_field = |line: &&str| {
        let name = line.split(':').next().unwrap_or_default().trim();
        ["to", "cc"].iter().any(|wanted| name.eq_ignore_ascii_case(wanted))
    };
    let fields: Vec<&str> = notice.lines().map(str::trim).filter(is_field).take(TO_MAX).collect();
    read(fields.join("\n").as_bytes()).to
}
