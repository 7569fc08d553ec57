//! Whether a mail is passed on to an address outside, and why not.

use domain::EmailAddress;
use domain::preflight::Point;
use mail::Class;

use crate::preflight;

/// The field that our forwarded mail carries: one for each mailbox that it passed.
pub const LOOP_FIELD: &str = "X-Loop";
/// Servers that a mail may have passed. RFC 5321 6.3: a limit of at least 100; what people send passes fewer
/// than a dozen, and each round of a loop adds two or more.
const HOPS_MAX: usize = 50;

/// What is known about a mail that shall be passed on.
#[derive(Clone, Debug)]
pub struct Facts<'a> {
    /// What kind of mail it is.
    pub class: Class,
    /// Its whole header, decoded, one field a line.
    pub header: &'a str,
    /// Whether it arrived before its mailbox was made.
    pub is_historic: bool,
    /// Its sender.
    pub from: Option<&'a EmailAddress>,
    /// The mailbox that passes it on.
    pub mailbox: &'a EmailAddress,
    /// Whom to.
    pub to: &'a EmailAddress,
    /// Whether that is one of our own mailboxes.
    pub is_own_address: bool,
}

/// Why a mail is not passed on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kept {
    /// It would come back to us.
    OwnAddress,
    /// It came from there.
    FromThere,
    /// It passed this mailbox, or too many servers.
    Loop,
    /// It is from before the mailbox was connected.
    Historic,
    /// It answers or reports on a mail by itself: passing it on makes loops.
    Automatic,
    /// It is larger than what we send.
    TooLarge,
    /// Too many were passed on in a short time.
    Paused,
    /// No mail may leave from the mailbox's address.
    Sender(Point),
}

impl Kept {
    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OwnAddress => "own_address",
            Self::FromThere => "from_there",
            Self::Loop => "loop",
            Self::Historic => "historic",
            Self::Automatic => "automatic",
            Self::TooLarge => "too_large",
            Self::Paused => "paused",
            Self::Sender(point) => preflight::refusal(point),
        }
    }
}

/// Whether it may go.
///
/// # Errors
/// The first reason against it.
pub fn decide(facts: &Facts<'_>) -> Result<(), Kept> {
    if facts.is_own_address || facts.to.key() == facts.mailbox.key() {
        return Err(Kept::OwnAddress);
    }
    if facts.from.is_some_and(|from| from.key() == facts.to.key()) {
        return Err(Kept::FromThere);
    }
    if facts.is_historic {
        return Err(Kept::Historic);
    }
    let is_answer_of_a_program =
        matches!(facts.class, Class::AutoReply | Class::DeliveryReport | Class::Complaint | Class::Challenge);
    if is_answer_of_a_program {
        return Err(Kept::Automatic);
    }
    let fields = facts.header.lines().filter_map(|line| line.split_once(':'));
    let passed_us = fields.clone().any(|(name, value)| {
        name.eq_ignore_ascii_case(LOOP_FIELD)
            && value.trim().parse::<EmailAddress>().is_ok_and(|address| address.key() == facts.mailbox.key())
    });
    let hops = fields.filter(|(name, _)| name.eq_ignore_ascii_case("received")).count();
    if passed_us || hops > HOPS_MAX { Err(Kept::Loop) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(class: Class, header: &str, (from, to): (&str, &str), expected: Result<(), Kept>) {
        let [from, to, mailbox] =
            [from, to, "post@nord.example"].map(|text| text.parse::<EmailAddress>().unwrap());
        let facts = Facts {
            class,
            header,
            is_historic: false,
            from: Some(&from),
            mailbox: &mailbox,
            to: &to,
            is_own_address: false,
        };
        assert_eq!(decide(&facts), expected, "{header}");
    }

    #[test]
    fn what_could_come_back_stays() {
        let (kari, out) = ("kari@customer.example", "partner@else.example");
        check(Class::Person, "", (kari, out), Ok(()));
        check(Class::List, "X-Loop: other@nord.example", (kari, out), Ok(()));
        check(Class::Person, "x-loop: Post@NORD.example", (kari, out), Err(Kept::Loop));
        check(Class::Person, &"Received: from a\n".repeat(51), (kari, out), Err(Kept::Loop));
        check(Class::Person, "", (out, out), Err(Kept::FromThere));
        check(Class::Person, "", (kari, "POST@nord.example"), Err(Kept::OwnAddress));
        check(Class::AutoReply, "", (kari, out), Err(Kept::Automatic));
        check(Class::DeliveryReport, "", (kari, out), Err(Kept::Automatic));
    }
}
