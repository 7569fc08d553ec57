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

/// Tells what a mail is: a report is what has the class of one. Never fails and never panics on bytes from outside.
#[must_use]
pub fn returned(raw: &[u8]) -> Returned {
    told(raw, Came::Anywhere)
}

/// The same of a mail that came to the return path of one delivery, which proves that a server had that mail: under a
/// heading of servers it is a report whatever else it looks like, but for an answer of a program and a challenge.
#[must_use]
pub fn returned_to_path(raw: &[u8]) -> Returned {
    told(raw, Came::ToReturnPath)
}

/// Where a mail came.
#[derive(Clone, Copy)]
enum Came {
    Anywhere,
    ToReturnPath,
}

fn told(raw: &[u8], came: Came) -> Returned {
    std::panic::catch_unwind(|| read(raw, came)).unwrap_or(Returned::Other(Class::Notification))
}

fn read(raw: &[u8], came: Came) -> Returned {
    let structure = Structure::read(raw, &mut Defects::default());
    let (subject, from) = letter::heading(&structure.root().header);
    let letter = Letter::of(&structure, &subject, from.as_ref());
    let class = class::classify(&letter);
    let read = match (class, came) {
        (Class::Complaint, _) => complaint::read(&letter).map(Returned::Complaint),
        (Class::Challenge, _) => Some(Returned::Challenge),
        (Class::AutoReply, _) => Some(Returned::AutoReply),
        (Class::DeliveryReport, _)
        | (Class::Person | Class::List | Class::Notification, Came::ToReturnPath) => {
            letter.into_report().map(Returned::Report)
        }
        // Whoever writes of a report, quotes one or passes one on wants an answer.
        (Class::Person | Class::List | Class::Notification, Came::Anywhere) => None,
    };
    read.unwrap_or(Returned::Other(class))
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

    #[test]
    fn a_report_is_what_has_the_class_of_one() {
        let headed =
            "From: No Reply <noreply@shop.test>\nSubject: Failed delivery of order 12\n\nkari@kunde.test\n";
        check(headed, "other");
        let system = headed.replace("No Reply <noreply@", "Mail Delivery System <postmaster@");
        check(&system, "report");
        for raw in [headed, &system] {
            let is_class = crate::parse(raw.as_bytes()).0.class == Class::DeliveryReport;
            assert_eq!(is_class, matches!(returned(raw.as_bytes()), Returned::Report(_)), "{raw}");
        }
    }

    #[test]
    fn what_came_to_a_return_path_is_a_report_under_any_heading_of_servers_and_no_answer_is_one() {
        let check = |raw: &str, expected: &str| {
            assert_eq!(returned_to_path(raw.as_bytes()).as_str(), expected, "{raw}");
        };
        check("From: noreply@mx.test\nSubject: Failed delivery\n\nkari@kunde.test\n", "report");
        check(
            "From: noreply@mx.test\nList-Id: <a.b>\nSubject: Failed delivery\n\nkari@kunde.test\n",
            "report",
        );
        check(
            "From: kari@kunde.test\nSubject: Re: Case 12\n\nIt came to ola@kunde.test, thank you.\n",
            "other",
        );
        check(
            "From: postmaster@kunde.test\nSubject: Automatic reply: Case 12\n\nola@kunde.test is away",
            "auto-reply",
        );
        check(
            "From: mx@kunde.test\nX-TMDA-Fingerprint: x\nSubject: Failed delivery\n\nkari@kunde.test\n",
            "challenge",
        );
    }
}
