//! What became of a mail we sent: delivery reports (RFC 3464 in RFC 6522) and the words of servers that do not write them.

use domain::{EmailAddress, EnhancedStatus};

/// A server's report on one mail.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Report {
    /// The host that reports.
    pub reporting_host: Option<String>,
    /// What became of it, for each recipient named.
    pub recipients: Vec<ReportRecipient>,
    /// `Message-ID` of the mail reported on, without angle brackets, where the report brings it.
    pub original_message_id: Option<String>,
}

/// What became of a mail for one recipient.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReportRecipient {
    /// The address it was for in the end; after forwarding not the one we wrote to.
    pub final_recipient: Option<EmailAddress>,
    /// The address we wrote to, where the report says (RFC 3461 4.2).
    pub original_recipient: Option<EmailAddress>,
    /// What happened.
    pub action: Action,
    /// The enhanced status.
    pub status: Option<EnhancedStatus>,
    /// The words of the host that refused it.
    pub diagnostic: Option<String>,
}

/// RFC 3464 2.3.3: what happened.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Action {
    /// It will not arrive.
    Failed,
    /// It has not arrived yet; the host goes on trying.
    Delayed,
    /// It arrived.
    Delivered,
    /// It was passed to a host that sends no reports.
    Relayed,
    /// It was passed on to several addresses.
    Expanded,
}

/// Reads a delivery report; `None` where the mail is none.
#[must_use]
pub fn delivery_report(raw: &[u8]) -> Option<Report> {
    let _ = raw;
    None
}
