//! What the columns of a table mean: those of the services, and those of any table with a column of addresses.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::read::{COMPLAINT, Found, is_address, of_postmark};
use super::why::{reason, said_by_server, says_why};
use super::{ListReason, Service};

/// What a person stopped.
const MANUAL: &str = "manual";
/// Rows in which an address is looked for.
const SEEN: usize = 20;
/// A column that only Mautic's table has.
const MAUTIC: &str = "date_added";
/// Parts of the names of columns that say why, and of those with the words of a server or a person.
const WHYS: [&str; 2] = ["reason", "type"];
const WORDS: [&str; 7] = ["comment", "error", "message", "kommentar", "melding", "meddelande", "svar"];
/// How columns that say why are called in Norwegian and Swedish.
const NORDIC_REASONS: [&str; 4] = ["årsak", "orsak", "grunn", "anledning"];
/// Parts of the names of columns with recipients, and of those with senders.
const RECIPIENTS: [&str; 8] =
    ["mail", "e-post", "epost", "address", "adress", "recipient", "mottak", "mottag"];
const SENDERS: [&str; 4] = ["from", "sender", "avsender", "avsändare"];

/// Where what stands in a file with a heading.
pub(super) struct Columns {
    pub(super) service: Service,
    address: usize,
    at: Option<usize>,
    words: Option<usize>,
    /// Why the address is there, in a service's own word for it.
    kind: Option<usize>,
    code: Option<usize>,
    status: Option<usize>,
    origin: Option<usize>,
    /// Whether the list can be one of returns: it tells something of them.
    may_be_bounces: bool,
    /// Whether reasons are the numbers of Mautic's table of those whom nobody contacts.
    has_numbers: bool,
}

impl Columns {
    /// `None` of a first row that is no heading.
    pub(super) fn of(heading: &[String], rows: &[csv::StringRecord]) -> Option<Self> {
        let at = |names: &[&str]| heading.iter().position(|name| names.contains(&name.as_str()));
        let address = at(&["email", "address", "emailaddress", "email_address", "email address"])?;
        if at(&[MAUTIC]).is_some() || at(&NORDIC_REASONS).is_some() {
            return None;
        }
        // What others call so holds the words of a server; with SES it is one of two words of its own.
        let of_ses =
            at(&["suppression reason", "reason"]).filter(|column| says_why_as_ses(&rows[1..], *column));
        let service = if of_ses.is_some() {
            Service::Ses
        } else if heading.iter().any(|name| name == "suppressionreason") {
            Service::Postmark
        } else if heading[address] == "address"
            && at(&["code", "error", "created_at"]).is_some()
            && at(&["reason", "type", "status"]).is_none()
        {
            Service::Mailgun
        } else if heading[address] == "email"
            && at(&["created"]).is_some()
            && (at(&["status"]).is_none() || at(&["reason"]).is_some())
        {
            Service::SendGrid
        } else if may_say_why(heading, address) {
            return None;
        } else {
            Service::Plain
        };
        let words = at(&["error", "reason"]).filter(|words| Some(*words) != of_ses);
        // SendGrid's lists with the words of servers have their codes, too; in others a person's word for it may stand there.
        let has_both = service == Service::SendGrid && at(&["status"]).is_none();
        let of_person = words.filter(|_| has_both);
        let kind = of_ses.or_else(|| at(&["suppressionreason", "type"])).or(of_person);
        Some(Self {
            service,
            address,
            at: at(&["created", "created_at", "createdat", "date", "lastupdatetime", "last updated"]),
            words,
            kind,
            code: at(&["code"]),
            status: at(&["status"]),
            origin: at(&["origin"]),
            has_numbers: false,
            may_be_bounces: kind.is_some() || at(&["code", "error", "status", "reason"]).is_some(),
        })
    }

    /// Of a file that no service we know made: a first row without an address above rows of which one column holds them.
    pub(super) fn of_any(heading: &[String], rows: &[csv::StringRecord]) -> Option<Self> {
        if heading.iter().any(|name| is_address(name)) {
            return None;
        }
        let names = |column: usize, words: &[&str]| words.iter().any(|word| heading[column].contains(word));
        // Of several, as in a log with senders and recipients: the one that is called so, else the one with the most different.
        let found = (0..heading.len()).filter_map(|column| {
            let cells = rows[1..].iter().take(SEEN).filter_map(|row| row.get(column));
            let different: BTreeSet<&str> = cells.filter(|cell| is_address(cell)).collect();
            let is_of_recipient = names(column, &RECIPIENTS) && !names(column, &SENDERS);
            (!different.is_empty()).then_some((is_of_recipient, different.len(), Reverse(column)))
        });
        let (_, _, Reverse(address)) = found.max()?;
        let at =
            |words: &[&str]| (0..heading.len()).find(|column| *column != address && names(*column, words));
        let called = |name: &str| heading.iter().position(|one| one == name);
        let kind = at(&WHYS).or_else(|| at(&NORDIC_REASONS)).or_else(|| called("status"));
        let has_numbers = called(MAUTIC).is_some();
        // Under this name services give the words of a server, and people their own.
        let of_both = kind.filter(|column| heading[*column] == "reason" && !has_numbers);
        Some(Self {
            service: Service::Plain,
            address,
            at: at(&["date", "dato", "datum", "created", "added"]),
            words: at(&WORDS).or(of_both),
            kind,
            code: called("code"),
            status: called("status"),
            origin: None,
            may_be_bounces: true,
            has_numbers,
        })
    }

    pub(super) fn found(&self, row: &csv::StringRecord) -> Found {
        let text = |column: Option<usize>| column.and_then(|at| row.get(at)).unwrap_or_default().to_owned();
        // A server that refused gave a code.
        let has_none = self.kind.is_none() && self.code.is_some() && text(self.code).is_empty();
        let is_bounce = self.may_be_bounces && !has_none;
        let (why, words) = self.parted(text(self.kind), text(self.words));
        let reason = match why {
            _ if !is_bounce => COMPLAINT.to_owned(),
            number if self.has_numbers => match number.as_str() {
                // Whoever may be written to again.
                "0" => return Found::default(),
                "1" => COMPLAINT.to_owned(),
                "3" => MANUAL.to_owned(),
                _ => number,
            },
            reason => reason,
        };
        let found = Found {
            address: text(Some(self.address)),
            reason,
            at: text(self.at),
            words,
            code: text(self.code),
            status: text(self.status),
        };
        if self.service == Service::Postmark { of_postmark(found, &text(self.origin)) } else { found }
    }

    /// Why the address is there, and the words of a server, where both stand in one column.
    fn parted(&self, why: String, words: String) -> (String, String) {
        if self.kind.is_some() && self.kind == self.words {
            return if says_why(&why) { (why, String::new()) } else { (String::new(), words) };
        }
        // What a service calls it is a word of its own; elsewhere a server's sentence may stand beside somebody's remark.
        let is_own_word = self.service != Service::Plain || self.has_numbers;
        if !is_own_word && said_by_server(&why) { (String::new(), why) } else { (why, words) }
    }
}

/// Whether a column beside the addresses may tell why they are there. One for why somebody unsubscribed does not: he did.
fn may_say_why(heading: &[String], address: usize) -> bool {
    let mut others = heading.iter().enumerate().filter(|(column, _)| *column != address);
    others.any(|(_, name)| {
        let is_called = ["code", "status", "type"].contains(&name.as_str());
        let mut parts = ["reason", "error", "bounce"].iter().chain(&NORDIC_REASONS);
        (is_called || parts.any(|part| name.contains(part))) && reason(name) != ListReason::Complaint
    })
}

/// Whether a column holds what SES says, and nothing else, as far as it is filled in.
fn says_why_as_ses(rows: &[csv::StringRecord], column: usize) -> bool {
    let mut whys = rows.iter().filter_map(|row| row.get(column)).filter(|why| !why.is_empty()).peekable();
    let is_word = |why: &str| ["bounce", "complaint"].iter().any(|word| why.eq_ignore_ascii_case(word));
    whys.peek().is_some() && whys.all(is_word)
}
