//! The SMTP envelope (RFC 5321 2.3.1), which decides where a mail goes whatever its header says.

use crate::address::EmailAddress;

/// Return path and recipients of one mail.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Envelope {
    /// Where failures are reported; `None` is the null return path `<>` (RFC 5321 4.5.5).
    pub return_path: Option<EmailAddress>,
    /// Who receives it; never empty in an envelope that was accepted.
    pub recipients: Vec<EmailAddress>,
}
