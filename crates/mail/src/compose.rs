//! [`Draft`] to raw mail (RFC 5322, 2045-2047, 2183, 2231): the same draft gives the same octets.
//!
//! Written by hand and not with `mail-builder`, which takes boundaries from the machine's clock and name, and
//! ends bodies in white space that its sibling's DKIM signer gets wrong. Everything is 7-bit, lines are short,
//! the body ends in exactly one line end, and text that could become a header field is refused.

mod ascii;
mod body;
mod check;
mod field;
mod forward;
mod html;
mod thread;

pub use ascii::with_ascii_header;
pub use forward::compose_forward;
pub use html::{Passage, html_of_lines, html_of_passages, html_of_text};

use domain::limits::OUTGOING_OCTETS_MAX;
use domain::{EmailAddress, Timestamp};

/// A display name and an address.
pub type Mailbox = (Option<String>, EmailAddress);

/// A mail to be written.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Display name and address of `From`.
    pub from: Mailbox,
    /// `Reply-To`, where answers go elsewhere than to `From`.
    pub reply_to: Option<Mailbox>,
    /// `To`; may be empty.
    pub to: Vec<Mailbox>,
    /// `Cc`; may be empty.
    pub cc: Vec<Mailbox>,
    /// `Subject`, one line.
    pub subject: String,
    /// The plain text, any line ends. White space at its end is dropped.
    pub text: String,
    /// The same as HTML, where there is one.
    pub html: Option<String>,
    /// `Message-ID`, with or without angle brackets. The caller makes it: it must outlive retries.
    pub message_id: String,
    /// The id of the mail this answers.
    pub in_reply_to: Option<String>,
    /// The ids of the thread, oldest first. Ids that cannot be written are left out: they are other people's.
    pub references: Vec<String>,
    /// `Thread-Index` of the mail this answers, as it stood there: Outlook and Exchange group by it.
    pub thread_index: Option<String>,
    /// `Date`.
    pub date: Timestamp,
    /// Files, in order.
    pub attachments: Vec<NewAttachment>,
    /// Makes the boundaries; letters and digits of it stand in the mail. The same seed gives the same octets.
    pub boundary_seed: String,
    /// Whether a person or a program sends it.
    pub sent_by: SentBy,
}

/// A file to be sent.
#[derive(Clone, Debug)]
pub struct NewAttachment {
    /// The file name, any characters but controls.
    pub name: String,
    /// The media type, as in `application/pdf`.
    pub media_type: String,
    /// The bytes.
    pub bytes: Vec<u8>,
    /// The id by which the HTML shows it, as in `picture1.0f1e@example.no`; none for a file beside the text.
    pub content_id: Option<String>,
}

/// Who sends a mail.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SentBy {
    /// Somebody, who may want to know that it was read.
    Person {
        /// Where receipts go (RFC 8098 2.1); none are asked for without it.
        receipt_to: Option<EmailAddress>,
    },
    /// A program (RFC 3834 5), which asks nobody for anything.
    Program(AutoSubmitted),
}

/// RFC 3834 5: why a program wrote the mail.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AutoSubmitted {
    /// It answers a mail.
    Replied,
    /// Something else made it.
    Generated,
}

impl AutoSubmitted {
    /// The keyword.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Replied => "auto-replied",
            Self::Generated => "auto-generated",
        }
    }
}

/// Why a draft cannot be written; every variant names what to change. Trying again never helps.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ComposeError {
    /// A line break or another control character would let text become a header field.
    #[error("cannot write `{field}`: it holds a line break or control character; take it out")]
    Control {
        /// The field of [`Draft`].
        field: &'static str,
    },
    /// It is not of the form the header needs.
    #[error("cannot write `{field}`: it is not of the form that mail headers need")]
    Malformed {
        /// The field of [`Draft`].
        field: &'static str,
    },
    /// It is longer than a header field can be.
    #[error("cannot write `{field}`: it is longer than {max} characters; shorten it")]
    TooLong {
        /// The field of [`Draft`].
        field: &'static str,
        /// The limit, characters.
        max: usize,
    },
    /// The mail is larger than receivers take.
    #[error(
        "the mail would have {octets} octets, more than the {max} that most receivers take; leave out attachments"
    )]
    TooLarge {
        /// What it would have.
        octets: usize,
        /// The limit.
        max: usize,
    },
}

/// Writes the mail: CRLF line ends, 7-bit but for internationalised addresses, lines of at most 998 octets.
///
/// # Errors
///
/// When a field could be misread, or the mail is too large; see [`ComposeError`].
pub fn compose(draft: &Draft) -> Result<Vec<u8>, ComposeError> {
    check::draft(draft)?;
    let files: usize = draft.attachments.iter().map(|file| file.bytes.len() / 54 * 74 + 512).sum();
    let octets = files + draft.text.len() + draft.html.as_ref().map_or(0, String::len);
    // Before anything is built: encoding gigabytes only to refuse them would cost memory.
    too_large(octets)?;
    let mut raw = Vec::with_capacity(octets + octets / 8 + 2048);
    field::header(draft, &mut raw)?;
    body::write(draft, &mut raw);
    too_large(raw.len())?;
    Ok(raw)
}

fn too_large(octets: usize) -> Result<(), ComposeError> {
    let max = OUTGOING_OCTETS_MAX;
    if octets > max { Err(ComposeError::TooLarge { octets, max }) } else { Ok(()) }
}

#[cfg(test)]
#[path = "compose/tests.rs"]
mod tests;
