//! What is read from a mail. Every text is valid UTF-8 without NUL, with `\n` line ends, and bounded by
//! `domain::limits`.

use domain::{EmailAddress, Timestamp};

use crate::class::Class;

/// One mail as a person and a filter see it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Parsed {
    /// `Message-ID` without its angle brackets.
    pub message_id: Option<String>,
    /// `In-Reply-To`: ids without angle brackets, in the order written.
    pub in_reply_to: Vec<String>,
    /// `References`: ids without angle brackets, oldest first.
    pub references: Vec<String>,
    /// The first `From` mailbox; `None` where the field is missing or empty.
    pub from: Option<Participant>,
    /// `Sender`: who pressed the button when that is somebody else.
    pub sender: Option<Participant>,
    /// `Reply-To`: where an answer goes when it is not to `from`.
    pub reply_to: Vec<Participant>,
    /// `To`, groups opened.
    pub to: Vec<Participant>,
    /// `Cc`, groups opened.
    pub cc: Vec<Participant>,
    /// `Subject`, decoded, on one line; empty where there is none.
    pub subject: String,
    /// `Date` as the sender's program wrote it; not to be trusted.
    pub date: Option<Timestamp>,
    /// Readable plain text, made from the HTML where there is no text part.
    pub text: String,
    /// The HTML body as received: hostile until [`crate::sanitise`] has been over it.
    pub html: Option<String>,
    /// The files, in the order of the mail.
    pub attachments: Vec<Attachment>,
    /// What kind of mail it is.
    pub class: Class,
    /// The whole header, decoded, one field a line: what a header filter reads.
    pub header_text: String,
}

/// Somebody named in an address field.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Participant {
    /// The display name.
    pub name: Option<String>,
    /// The address, where it is one that can be written to.
    pub address: Option<EmailAddress>,
    /// What the field said in the place of the address, decoded.
    pub raw: String,
}

/// One file in a mail.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Attachment {
    /// Its place among the attachments, from 0: the handle for [`crate::attachment()`].
    pub index: u32,
    /// A file name that is safe to offer: no path, no control or direction characters, never empty.
    pub name: String,
    /// Lower-case media type, as in `application/pdf`.
    pub media_type: String,
    /// Size after transfer decoding, octets.
    pub size_octets: u64,
    /// `Content-ID` without its angle brackets: what `cid:` links name.
    pub content_id: Option<String>,
    /// Whether it belongs inside the text, as a picture does, and not beside it.
    pub inline: bool,
}

/// A picture that stands in the text of a mail.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct InlinePart {
    /// What its `cid:` links name.
    pub content_id: String,
    /// Lower-case media type.
    pub media_type: String,
    /// The picture.
    pub octets: Vec<u8>,
}
