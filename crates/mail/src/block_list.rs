//! Lists of addresses that other services write to no more, read and written in their own forms.
//!
//! Amazon SES (lines of JSON or CSV, and the answer of its API), Postmark (JSON), SendGrid (CSV and JSON), Mailgun
//! (CSV and JSON), any CSV with a column of addresses, and plain addresses, one a line. The form is found from the
//! file. One line that cannot be read stops no other.

mod columns;
mod read;
mod why;
mod write;

use domain::{EmailAddress, EnhancedStatus, ReplyCode, Timestamp};

pub use read::{ListError, ListFile, NoAddress, Refused, read};
pub use write::write;

/// What stands in front of a cell that a spreadsheet would take for a formula, as OWASP says.
const GUARD: char = '\'';

/// Whose form a list has.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Service {
    /// Amazon SES.
    Ses,
    /// Postmark.
    Postmark,
    /// SendGrid.
    SendGrid,
    /// Mailgun.
    Mailgun,
    /// Addresses, one a line.
    Plain,
}

impl Service {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Ses, Self::Postmark, Self::SendGrid, Self::Mailgun, Self::Plain];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ses => "ses",
            Self::Postmark => "postmark",
            Self::SendGrid => "sendgrid",
            Self::Mailgun => "mailgun",
            Self::Plain => "plain",
        }
    }
}

/// Why an address is on a list.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ListReason {
    /// Mail to it came back.
    Bounce,
    /// Somebody there called mail spam, or wants no more of it.
    Complaint,
    /// A person put it there.
    Manual,
}

/// One address of a list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ListEntry {
    /// The address.
    pub address: EmailAddress,
    /// Why it is on the list.
    pub reason: ListReason,
    /// Since when, where that is known.
    pub at: Option<Timestamp>,
    /// The words of the host that refused it; empty where they are not known.
    pub words: String,
    /// The host's basic code, where the list has a column of its own for it.
    pub reply: Option<ReplyCode>,
    /// The host's enhanced code, where the list has a column of its own for it.
    pub status: Option<EnhancedStatus>,
}
