//! Whether a mailbox takes in what a program wrote by itself.
//!
//! An automatic reply or a report that answers one of our mails says something about its case and
//! is let in; one that answers nothing would be a case without a person. What somebody asked for is
//! let in whatever it is.

use mail::Class;

/// What is known about a mail at the gate.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Facts {
    /// What kind of mail it is.
    pub class: Class,
    /// Whether it belongs to a case.
    pub belongs: bool,
    /// Whether its mailbox takes in automatic replies and system messages.
    pub mailbox_imports: bool,
    /// Whether somebody asked for this mail.
    pub asked_for: bool,
}

/// Why a mail is left out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Because {
    /// It is an automatic reply.
    AutoReply,
    /// It tells what became of a mail that is none of a case's.
    DeliveryReport,
    /// It passes on a complaint about such a mail.
    Complaint,
}

impl Because {
    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AutoReply => "auto_reply",
            Self::DeliveryReport => "delivery_report",
            Self::Complaint => "complaint",
        }
    }
}

/// Why the mail is left out; `None` lets it in.
#[must_use]
pub const fn decide(facts: Facts) -> Option<Because> {
    if facts.belongs || facts.mailbox_imports || facts.asked_for {
        return None;
    }
    match facts.class {
        Class::AutoReply => Some(Because::AutoReply),
        Class::DeliveryReport => Some(Because::DeliveryReport),
        Class::Complaint => Some(Because::Complaint),
        // Web forms and shops mark their mail as automatic; behind it is a person who waits.
        Class::Person | Class::List | Class::Notification => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REPLY: Facts =
        Facts { class: Class::AutoReply, belongs: false, mailbox_imports: false, asked_for: false };

    #[test]
    fn only_what_a_program_wrote_by_itself_and_about_nothing_is_left_out() {
        let left_out = |class| decide(Facts { class, ..REPLY }).map(Because::as_str);
        let all = Class::ALL.map(left_out);
        let expected = [None, Some("auto_reply"), Some("delivery_report"), Some("complaint"), None, None];
        assert_eq!(all, expected);
    }

    #[test]
    fn what_belongs_to_a_case_is_wanted_or_asked_for_comes_in() {
        assert_eq!(decide(Facts { belongs: true, ..REPLY }), None);
        assert_eq!(decide(Facts { mailbox_imports: true, ..REPLY }), None);
        assert_eq!(decide(Facts { asked_for: true, ..REPLY }), None);
    }
}
