//! What came back of a mail we sent, or what else a mail is: a report, a complaint, an answer of a program, a
//! challenge, or none of these.

use crate::class::{self, Class};
use crate::complaint::{self, Complaint};
use crate::defect::Defects;
use crate::letter::{self, Letter};
use crate::report::Report;
use crate::structure::Structure;

/// What a mail is to whoever counts returns.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Returned {
    /// A server says what became of a mail (RFC 3464, and notices in words).
    Report(Report),
    /// A provider passes on what somebody thinks of it (RFC 5965).
    Complaint(Complaint),
    /// A program answered for somebody (RFC 3834). The mail arrived.
    AutoReply,
    /// A program wants a person to prove that there is one.
    Challenge,
    /// Nothing that came back; its class says what it is.
    Other(Class),
}

impl Returned {
    /// The stable name.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Report(_) => "report",
            Self::Complaint(_) => "complaint",
            Self::AutoReply => "auto-reply",
            Self::Challenge => "challenge",
            Self::Other(_) => "other",
        }
    }
}

/// Tells what a mail is. Never fails and never panics on bytes from outside.
#[must_use]
pub fn returned(raw: &[u8]) -> Returned {
    std::panic::catch_unwind(|| read(raw)).unwrap_or(Returned::Other(Class::Notification))
}

fn read(raw: &[u8]) -> Returned {
    let structure = Structure::read(raw, &mut Defects::default());
    let (subject, from) = letter::heading(&structure.root().header);
    let letter = Letter::of(&structure, &subject, from.as_ref());
    let class = class::classify(&letter);
    let read = match class {
        Class::Complaint => complaint::read(&letter).map(Returned::Complaint),
        Class::Challenge => Some(Returned::Challenge),
        Class::AutoReply if class::says_away(&letter) => Some(Returned::AutoReply),
        // Words alone may say more than the header: whoever asks holds the mail for a return.
        Class::Person | Class::AutoReply | Class::DeliveryReport | Class::List | Class::Notification => {
            letter.into_report().map(Returned::Report)
        }
    };
    read.unwrap_or(if class == Class::AutoReply { Returned::AutoReply } else { Returned::Other(class) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(raw: &str, expected: &str) {
        assert_eq!(returned(raw.as_bytes()).as_str(), expected, "{raw}");
    }

    #[test]
    fn an_answer_for_an_absent_person_is_no_report_whoever_sends_it() {
        check(
            "From: kari@example.no\nReturn-Path: <>\nSubject: Automatisk svar: Sak\nAuto-Submitted: auto-replied\n\nJeg er borte",
            "auto-reply",
        );
        check(
            "From: postmaster@example.no\nReturn-Path: <>\nSubject: Automatic reply: Undeliverable\n\nkari@example.no is away",
            "auto-reply",
        );
    }

    #[test]
    fn what_did_not_come_back_keeps_its_class() {
        check("From: kari@example.no\nSubject: Hei\n\n550 5.1.1 user unknown ola@example.no", "other");
        check("", "other");
        let list = returned(b"From: a@b.no\nList-Id: <x.y>\nSubject: Nytt\n\nhei");
        assert_eq!(list, Returned::Other(Class::List));
    }
}
