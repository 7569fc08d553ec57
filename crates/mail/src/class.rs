//! What kind of mail it is: written by a person, or by a machine and which (RFC 3834, 3464, 5965, 2919).

/// The kind of a mail.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Class {
    /// Somebody wrote it; also what is not known to be anything else.
    #[default]
    Person,
    /// A program answered for somebody: out of office, "we received your mail".
    AutoReply,
    /// A server tells what became of a mail (RFC 3464).
    DeliveryReport,
    /// A provider passes on that somebody pressed "this is spam" (RFC 5965).
    Complaint,
    /// A mailing list or a newsletter.
    List,
    /// A program wrote to us of its own accord.
    Notification,
}

impl Class {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Person,
        Self::AutoReply,
        Self::DeliveryReport,
        Self::Complaint,
        Self::List,
        Self::Notification,
    ];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::AutoReply => "auto_reply",
            Self::DeliveryReport => "delivery_report",
            Self::Complaint => "complaint",
            Self::List => "list",
            Self::Notification => "notification",
        }
    }

    /// Whether a program of ours may answer it by itself.
    /// RFC 3834 2: no automatic response to an automatic message, a list or the null return path.
    #[must_use]
    pub const fn may_be_answered_automatically(self) -> bool {
        matches!(self, Self::Person)
    }
}
