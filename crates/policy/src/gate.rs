//! Whether a mailbox takes in what a program wrote by itself.
//!
//! A receipt is told where the mail stands that it is about, and is no message of a case.
//! An automatic reply or a report that answers one of our mails says something about its case and
//! is let in; one that answers nothing would be a case without a person. What somebody asked for is
//! let in whatever it is. A notice of ours that comes back, through a group or a forward elsewhere, would be a case
//! of which users are told by a notice: it is left out wherever it belongs.

use mail::Class;

/// What is known about a mail at the gate.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Facts {
    /// What kind of mail it is.
    pub class: Class,
    /// Whether it says that a mail of ours arrived, or what was done with it.
    pub receipt: bool,
    /// Whether we wrote it to tell a user of something.
    pub own_notice: bool,
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
    /// It is a notice of ours that came back.
    OwnNotice,
    /// It is a receipt, which is told where the mail stands that it is about.
    Receipt,
}

impl Because {
    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AutoReply => "auto_reply",
            Self::DeliveryReport => "delivery_report",
            Self::Complaint => "complaint",
            Self::OwnNotice => "own_notice",
            Self::Receipt => "receipt",
        }
    }
}

/// Why the mail is left out; `None` lets it in.
#[must_use]
pub const fn decide(facts: Facts) -> Option<Because> {
    if facts.asked_for {
        return None;
    }
    if facts.own_notice {
        return Some(Because::OwnNotice);
    }
    if facts.receipt {
        return Some(Because::Receipt);
    }
    if facts.belongs || facts.mailbox_imports {
        return None;
    }
    match facts.class {
        Class::AutoReply => Some(Because::AutoReply),
        Class::DeliveryReport => Some(Because::DeliveryReport),
        Class::Complaint => Some(Because::Complaint),
        // Web forms and shops mark their mail as automatic; behind it is a person who waits. So does whoever is to
        // prove that he is one.
        Class::Person | Class::Challenge | Class::List | Class::Notification => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REPLY: Facts = Facts {
        class: Class::AutoReply,
        receipt: false,
        own_notice: false,
        belongs: false,
        mailbox_imports: false,
        asked_for: false,
    };

    #[test]
    fn only_what_a_program_wrote_by_itself_and_about_nothing_is_left_out() {
        let left_out = |class| decide(Facts { class, ..REPLY }).map(Because::as_str);
        let all = Class::ALL.map(left_out);
        let expected =
            [None, Some("auto_reply"), Some("delivery_report"), Some("complaint"), None, None, None];
        assert_eq!(all, expected);
    }

    #[test]
    fn a_notice_of_ours_comes_in_for_nobody_who_did_not_ask_for_it() {
        let notice = Facts { class: Class::Notification, own_notice: true, ..REPLY };
        let wanted = Facts { belongs: true, mailbox_imports: true, ..notice };
        assert_eq!([decide(notice), decide(wanted)], [Some(Because::OwnNotice); 2]);
        assert_eq!(decide(Facts { asked_for: true, ..notice }), None);
    }

    #[test]
    fn a_receipt_is_no_answer_in_any_case_and_for_any_mailbox() {
        let receipt = Facts { class: Class::Notification, receipt: true, ..REPLY };
        let wanted = Facts { belongs: true, mailbox_imports: true, ..receipt };
        assert_eq!([decide(receipt), decide(wanted)], [Some(Because::Receipt); 2]);
        assert_eq!(decide(Facts { asked_for: true, ..receipt }), None);
    }

    #[test]
    fn what_belongs_to_a_case_is_wanted_or_asked_for_comes_in() {
        assert_eq!(decide(Facts { belongs: true, ..REPLY }), None);
        assert_eq!(decide(Facts { mailbox_imports: true, ..REPLY }), None);
        assert_eq!(decide(Facts { asked_for: true, ..REPLY }), None);
    }
}
