//! Whether a program of ours answers a mail by itself, and why not (RFC 3834).
//!
//! Nothing here counts: budgets are the last question and are asked for in the store, see
//! [`crate::budget`].

use domain::EmailAddress;
use domain::preflight::Point;
use mail::{Class, nobody_reads};

use crate::preflight;

/// What is known about a mail that may be answered.
#[derive(Clone, Debug)]
pub struct Facts<'a> {
    /// What kind of mail it is.
    pub class: Class,
    /// Its whole header, decoded, one field a line.
    pub header: &'a str,
    /// Whether it made a case.
    pub is_new_case: bool,
    /// Whether it arrived before its mailbox was made.
    pub is_historic: bool,
    /// Whether a filter said so.
    pub is_forbidden_by_filter: bool,
    /// Whether a filter answers it and named the one who is answered, who is not its sender: a web form's mail
    /// is a program's, and its customer is not.
    pub is_redirected: bool,
    /// Whether its mailbox sends receipts.
    pub mailbox_answers: bool,
    /// Whether its category does.
    pub category_answers: bool,
    /// Whether there is a text to answer with.
    pub has_template: bool,
    /// Whom the answer would go to; `None` where nobody can be written to.
    pub to: Option<&'a EmailAddress>,
    /// Whether that is one of our own mailboxes.
    pub is_own_address: bool,
}

/// Why no automatic reply is sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Silence {
    /// It belongs to a case that its sender knows.
    KnownCase,
    /// It is from before the mailbox was connected.
    Historic,
    /// A filter said so.
    Filter,
    /// Its mailbox does not send any.
    Mailbox,
    /// Its category does not.
    Category,
    /// There is no text to send.
    NoTemplate,
    /// It asks for none, by this field.
    AskedNot(String),
    /// A program wrote it: the class.
    NotAPerson(Class),
    /// Nobody can be written to.
    NoAddress,
    /// The address is one that nobody reads.
    NobodyReads,
    /// The address is one of our own mailboxes.
    OwnAddress,
    /// The budget of the address, the case or the organisation is used up: which.
    Paused(&'static str),
    /// The text could not become a mail; this is why.
    Unwritable(String),
    /// No mail may leave from the mailbox's address; the domain is the evidence.
    Sender(Point, String),
}

impl Silence {
    /// The stable name.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::KnownCase => "known_case",
            Self::Historic => "historic",
            Self::Filter => "filter",
            Self::Mailbox => "mailbox",
            Self::Category => "category",
            Self::NoTemplate => "no_template",
            Self::AskedNot(_) => "asked_not",
            Self::NotAPerson(_) => "not_a_person",
            Self::NoAddress => "no_address",
            Self::NobodyReads => "nobody_reads",
            Self::OwnAddress => "own_address",
            Self::Paused(_) => "paused",
            Self::Unwritable(_) => "unwritable",
            Self::Sender(point, _) => preflight::refusal(*point),
        }
    }

    /// What it was seen by, where there is something to show.
    #[must_use]
    pub fn evidence(&self) -> String {
        match self {
            Self::AskedNot(field) => field.clone(),
            Self::NotAPerson(class) => class.as_str().to_owned(),
            Self::Paused(scope) => (*scope).to_owned(),
            Self::Unwritable(error) => error.clone(),
            Self::Sender(_, domain) => domain.clone(),
            Self::KnownCase
            | Self::Historic
            | Self::Filter
            | Self::Mailbox
            | Self::Category
            | Self::NoTemplate
            | Self::NoAddress
            | Self::NobodyReads
            | Self::OwnAddress => String::new(),
        }
    }
}

/// Whom to answer.
///
/// # Errors
/// The first reason against it, the most telling first.
pub fn decide<'a>(facts: &Facts<'a>) -> Result<&'a EmailAddress, Silence> {
    if !facts.is_new_case {
        return Err(Silence::KnownCase);
    }
    if facts.is_historic {
        return Err(Silence::Historic);
    }
    // What the mail says of itself is said of its sender.
    let asks = asks_for_none(facts.header).filter(|_| !facts.is_redirected);
    if let Some(field) = asks {
        return Err(Silence::AskedNot(field));
    }
    let may_be = match facts.class {
        Class::Notification | Class::List => facts.is_redirected,
        Class::Person | Class::AutoReply | Class::DeliveryReport | Class::Complaint | Class::Challenge => {
            facts.class.may_be_answered_automatically()
        }
    };
    if !may_be {
        return Err(Silence::NotAPerson(facts.class));
    }
    let chosen = [
        (facts.is_forbidden_by_filter, Silence::Filter),
        (!facts.mailbox_answers, Silence::Mailbox),
        (!facts.category_answers, Silence::Category),
        (!facts.has_template, Silence::NoTemplate),
    ];
    if let Some((_, silence)) = chosen.into_iter().find(|(holds, _)| *holds) {
        return Err(silence);
    }
    let to = facts.to.ok_or(Silence::NoAddress)?;
    if facts.is_own_address {
        return Err(Silence::OwnAddress);
    }
    if nobody_reads(to) { Err(Silence::NobodyReads) } else { Ok(to) }
}

/// The field by which a mail asks not to be answered by programs, as it stands there.
fn asks_for_none(header: &str) -> Option<String> {
    const SHOWN_CHARS_MAX: usize = 120;
    header.lines().find(|line| is_asking(line)).map(|line| line.chars().take(SHOWN_CHARS_MAX).collect())
}

fn is_asking(line: &str) -> bool {
    let Some((name, value)) = line.split_once(':') else { return false };
    let value = value.to_ascii_lowercase();
    let value = value.trim();
    match name.trim().to_ascii_lowercase().as_str() {
        // RFC 3834 5: anything but "no" is automatic.
        "auto-submitted" => !value.is_empty() && !value.starts_with("no"),
        // RFC 3834 2: lists and bulk mail mark themselves so.
        "precedence" => ["bulk", "junk", "list", "auto_reply"].contains(&value),
        // quirk: Exchange's way of asking (MS-OXCMAIL); "none" asks for nothing, and DR, NDR, RN and NRN
        // are about receipts of other kinds.
        "x-auto-response-suppress" => {
            value.split([',', ' ', ';']).any(|word| ["all", "autoreply", "oof"].contains(&word))
        }
        "x-loop" => !value.is_empty(),
        // RFC 5321 4.5.5: what comes with the null return path is never answered.
        "return-path" => value.split_whitespace().collect::<String>() == "<>",
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts<'a>(to: &'a EmailAddress) -> Facts<'a> {
        Facts {
            class: Class::Person,
            header: "Subject: Hei\n",
            is_new_case: true,
            is_historic: false,
            is_forbidden_by_filter: false,
            is_redirected: false,
            mailbox_answers: true,
            category_answers: true,
            has_template: true,
            to: Some(to),
            is_own_address: false,
        }
    }

    fn kari() -> EmailAddress {
        "kari@customer.example".parse().unwrap()
    }

    #[test]
    fn a_person_with_a_new_case_is_answered() {
        let to = kari();
        assert_eq!(decide(&facts(&to)), Ok(&to));
    }

    #[test]
    fn each_reason_against_it_has_its_name() {
        let to = kari();
        type Change = fn(&mut Facts<'_>);
        let against: [(&str, Change); 11] = [
            ("known_case", |facts| facts.is_new_case = false),
            ("historic", |facts| facts.is_historic = true),
            ("filter", |facts| facts.is_forbidden_by_filter = true),
            ("mailbox", |facts| facts.mailbox_answers = false),
            ("category", |facts| facts.category_answers = false),
            ("no_template", |facts| facts.has_template = false),
            ("no_address", |facts| facts.to = None),
            ("own_address", |facts| facts.is_own_address = true),
            ("not_a_person", |facts| facts.class = Class::List),
            ("asked_not", |facts| facts.header = "X-Auto-Response-Suppress: DR, AutoReply"),
            ("asked_not", |facts| facts.header = "From: a@b.no\nprecedence: BULK\n"),
        ];
        for (name, change) in against {
            let mut facts = facts(&to);
            change(&mut facts);
            assert_eq!(decide(&facts).unwrap_err().as_str(), name);
        }
    }

    #[test]
    fn a_customer_whom_a_filter_named_is_answered_for_a_form_and_never_for_an_answering_machine() {
        let to = kari();
        let form = |class| Facts {
            class,
            header: "Auto-Submitted: auto-generated",
            is_redirected: true,
            ..facts(&to)
        };
        assert_eq!(decide(&form(Class::Notification)), Ok(&to));
        for class in [Class::AutoReply, Class::DeliveryReport, Class::Complaint, Class::Challenge] {
            assert_eq!(decide(&form(class)), Err(Silence::NotAPerson(class)));
        }
        let nobody = "noreply@forms.example".parse().unwrap();
        assert_eq!(
            decide(&Facts { to: Some(&nobody), ..form(Class::Notification) }),
            Err(Silence::NobodyReads)
        );
    }

    #[test]
    fn only_fields_that_ask_are_obeyed() {
        for header in [
            "Auto-Submitted: no",
            "X-Auto-Response-Suppress: DR, NDR, RN",
            "Precedence: first-class",
            "Subject: Auto-Submitted: auto-replied",
            "Return-Path: <kari@customer.example>",
        ] {
            assert_eq!(asks_for_none(header), None, "{header}");
        }
        for header in ["Auto-Submitted: auto-generated", "Return-Path: < >", "X-Loop: desk@else.example"] {
            assert_eq!(asks_for_none(header).as_deref(), Some(header));
        }
    }

    #[test]
    fn addresses_that_nobody_reads_are_left_alone() {
        for local in [
            "noreply",
            "no-reply",
            "No_Reply",
            "donotreply",
            "ikke-svar",
            "svar-ikke",
            "noreply+x",
            "faktura.noreply",
            "MAILER-DAEMON",
            "postmaster",
            "owner-list",
            "list-request",
            "list-bounces",
        ] {
            let address: EmailAddress = format!("{local}@example.org").parse().unwrap();
            assert!(nobody_reads(&address), "{local}");
        }
        for local in ["kari", "reply", "norepos", "owner", "bounceback.dance"] {
            let address: EmailAddress = format!("{local}@example.org").parse().unwrap();
            assert!(!nobody_reads(&address), "{local}");
        }
    }
}
